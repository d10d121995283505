//! Models of decisions written in few words.

use rules::dmn::Model;
use rules::feel::{Context, Value, from_json, to_json};
use serde_json::Value as Json;

use crate::feel::env;

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A document around its elements.
pub fn document(body: &str) -> String {
    format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"urn:test\" name=\"test\">{body}</definitions>"
    )
}

pub fn input(name: &str, kind: &str) -> String {
    format!("<inputData id=\"{name}\" name=\"{name}\"><variable name=\"{name}\" typeRef=\"{kind}\"/></inputData>")
}

/// A decision of what it requires and its logic.
pub fn decision(name: &str, requires: &[&str], logic: &str) -> String {
    let requirement = |href: &&str| match href.strip_prefix('!') {
        Some(knowledge) => {
            format!("<knowledgeRequirement><requiredKnowledge href=\"#{knowledge}\"/></knowledgeRequirement>")
        }
        None => format!("<informationRequirement><requiredInput href=\"#{href}\"/></informationRequirement>"),
    };
    let requirements: String = requires.iter().map(requirement).collect();
    format!("<decision id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"/>{requirements}{logic}</decision>")
}

pub fn literal(text: &str) -> String {
    format!("<literalExpression><text>{}</text></literalExpression>", escaped(text))
}

/// A table from its header (`policy | input.. -> output..`) and rules (`test | test -> output | output // note`).
pub fn table(attributes: &str, inputs: &[&str], outputs: &[&str], rules: &str) -> String {
    let mut out = format!("<decisionTable {attributes}>");
    for input in inputs {
        let (text, values) = input.split_once(" of ").unwrap_or((input, ""));
        out += &format!("<input><inputExpression><text>{text}</text></inputExpression>");
        if !values.is_empty() {
            out += &format!("<inputValues><text>{}</text></inputValues>", escaped(values));
        }
        out += "</input>";
    }
    for output in outputs {
        let (output, default) = output.split_once(" default ").unwrap_or((output, ""));
        let (name, values) = output.split_once(" of ").unwrap_or((output, ""));
        out += &format!("<output name=\"{name}\">");
        if !values.is_empty() {
            out += &format!("<outputValues><text>{}</text></outputValues>", escaped(values));
        }
        if !default.is_empty() {
            out += &format!("<defaultOutputEntry><text>{}</text></defaultOutputEntry>", escaped(default));
        }
        out += "</output>";
    }
    out += "<annotation name=\"Article\"/>";
    for rule in rules.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (rule, note) = rule.split_once("//").unwrap_or((rule, ""));
        let (tests, results) = rule.split_once("->").unwrap();
        out += "<rule>";
        for test in tests.split('|').map(str::trim).filter(|_| !inputs.is_empty()) {
            out += &format!("<inputEntry><text>{}</text></inputEntry>", escaped(test));
        }
        for result in results.split('|') {
            out += &format!("<outputEntry><text>{}</text></outputEntry>", escaped(result.trim()));
        }
        out += &format!("<annotationEntry><text>{}</text></annotationEntry></rule>", escaped(note.trim()));
    }
    out + "</decisionTable>"
}

pub fn read(body: &str) -> Model {
    let model = Model::read(&document(body)).unwrap();
    assert!(model.findings().is_empty(), "{:?}", model.findings());
    model
}

pub fn inputs(json: &Json) -> Context {
    match from_json(json) {
        Value::Context(context) => context,
        other => panic!("{other:?} is no context"),
    }
}

/// What a decision gives, as JSON.
pub fn decide(model: &Model, decision: &str, given: &Json) -> Json {
    to_json(&model.evaluate(decision, &inputs(given), &env()).unwrap()).unwrap()
}
