//! Graphs of decisions: knowledge models, services, boxed expressions, types, imports.

use rules::dmn::{Failure, Model, tck};
use rules::feel::Context;
use serde_json::json;

use crate::feel::env;
use crate::kit::{decide, decision, document, input, literal, read};

const ITEMS: &str = "<itemDefinition name=\"tPerson\"><itemComponent name=\"full name\"><typeRef>string</typeRef></itemComponent>\
    <itemComponent name=\"age\"><typeRef>tAge</typeRef></itemComponent></itemDefinition>\
    <itemDefinition name=\"tAge\"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>\
    <itemDefinition name=\"tPeople\" isCollection=\"true\"><typeRef>tPerson</typeRef></itemDefinition>";

#[test]
fn a_decision_reads_what_it_requires_and_no_more() {
    let body = input("n", "number")
        + &decision("Double", &["n"], &literal("n * 2"))
        + &decision("Sees", &["Double"], &literal("Double + 1"))
        + &decision("Blind", &["Double"], &literal("n"));
    let model = Model::read(&document(&body)).unwrap();
    let finding = &model.findings()[0];
    assert_eq!(
        (finding.element.as_str(), finding.key, finding.detail.as_str()),
        ("Blind", "rules-model-name-unknown", "n")
    );
    assert_eq!(decide(&model, "Sees", &json!({"n": 4})), json!(9));
    assert_eq!(decide(&model, "Blind", &json!({"n": 4})), json!(null));
    assert_eq!(model.decisions().collect::<Vec<_>>(), ["Double", "Sees", "Blind"]);
    assert_eq!(model.inputs_of("Sees"), ["n"]);
    let unknown = model.evaluate("Nothing", &Context::new(), &env()).unwrap_err();
    assert_eq!(unknown, Failure::Unknown("Nothing".into()));
}

#[test]
fn values_that_do_not_fit_their_type_are_null() {
    let model = read(
        &(ITEMS.to_owned()
            + &input("p", "tPerson")
            + &input("all", "tPeople")
            + &decision("Name", &["p"], &literal("p.full name"))
            + &decision("Names", &["all"], &literal("all.full name"))),
    );
    assert_eq!(decide(&model, "Name", &json!({"p": {"full name": "王芳", "age": 30}})), json!("王芳"));
    assert_eq!(decide(&model, "Name", &json!({"p": {"full name": "王芳", "age": 200}})), json!(null));
    assert_eq!(decide(&model, "Name", &json!({"p": {"full name": 7, "age": 30}})), json!(null));
    // One person where several are asked is a list of one, and the other way round.
    assert_eq!(decide(&model, "Names", &json!({"all": {"full name": "李强", "age": 3}})), json!(["李强"]));
    assert_eq!(decide(&model, "Name", &json!({"p": [{"full name": "李强", "age": 3}]})), json!("李强"));
}

#[test]
fn knowledge_models_are_functions_and_may_call_themselves() {
    let model = read(
        &("<businessKnowledgeModel id=\"fac\" name=\"factorial\"><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
            .to_owned()
            + &literal("if n = 0 then 1 else n * factorial(n - 1)")
            + "</encapsulatedLogic></businessKnowledgeModel>"
            + &decision("Text", &["!fac"], &literal("factorial(5)"))
            + &decision(
                "Boxed",
                &["!fac"],
                &format!(
                    "<invocation>{}<binding><parameter name=\"n\"/>{}</binding></invocation>",
                    literal("factorial"),
                    literal("4")
                ),
            )
            + &decision("Wrong", &["!fac"], &literal("factorial(\"x\")"))),
    );
    assert_eq!(decide(&model, "Text", &json!({})), json!(120));
    assert_eq!(decide(&model, "Boxed", &json!({})), json!(24));
    assert_eq!(decide(&model, "Wrong", &json!({})), json!(null));
}

#[test]
fn a_service_takes_its_inputs_from_outside() {
    let model = read(
        &(input("a", "number")
            + &decision("Given", &[], &literal("100"))
            + &decision("Inner", &["a", "Given"], &literal("a + Given"))
            + &decision("Outer", &["Inner"], &literal("Inner * 10"))
            + "<decisionService id=\"one\" name=\"One\"><outputDecision href=\"#Outer\"/><encapsulatedDecision href=\"#Inner\"/>\
               <inputDecision href=\"#Given\"/><inputData href=\"#a\"/></decisionService>\
               <decisionService id=\"two\" name=\"Two\"><outputDecision href=\"#Outer\"/><outputDecision href=\"#Inner\"/>\
               <inputDecision href=\"#Given\"/><inputData href=\"#a\"/></decisionService>"
            + &decision("Call", &["!one"], &literal("One(1, 2)"))
            + &decision("Named", &["!two"], &literal("Two(Given: 3, a: 4).Inner"))),
    );
    assert_eq!(decide(&model, "Outer", &json!({"a": 1})), json!(1010));
    assert_eq!(decide(&model, "One", &json!({"a": 1, "Given": 5})), json!(60));
    assert_eq!(decide(&model, "Two", &json!({"a": 1, "Given": 5})), json!({"Outer": 60, "Inner": 6}));
    assert_eq!(decide(&model, "Call", &json!({})), json!(30));
    assert_eq!(decide(&model, "Named", &json!({})), json!(7));
}

#[test]
fn boxed_expressions_are_evaluated() {
    let entry =
        |name: &str, text: &str| format!("<contextEntry><variable name=\"{name}\"/>{}</contextEntry>", literal(text));
    let boxed = |name: &str, text: &str| format!("<{name}>{}</{name}>", literal(text));
    let model = read(
        &(input("n", "number")
            + &decision(
                "Context",
                &["n"],
                &format!("<context>{}{}</context>", entry("a b", "n + 1"), entry("c", "a b * 2")),
            )
            + &decision(
                "Result",
                &["n"],
                &format!("<context>{}<contextEntry>{}</contextEntry></context>", entry("a", "n + 1"), literal("a * 3")),
            )
            + &decision("List", &[], &format!("<list>{}{}</list>", literal("1"), literal("2")))
            + &decision(
                "Relation",
                &[],
                &format!(
                    "<relation><column name=\"x\"/><column name=\"y\"/><row>{}{}</row><row>{}{}</row></relation>",
                    literal("1"),
                    literal("2"),
                    literal("3"),
                    literal("4")
                ),
            )
            + &decision(
                "Function",
                &["n"],
                &format!(
                    "<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"x\"/>{}</functionDefinition>\
                     </contextEntry><contextEntry>{}</contextEntry></context>",
                    literal("if x = 0 then n else f(x - 1) + 1"),
                    literal("f(3)")
                ),
            )
            + &decision(
                "Conditional",
                &["n"],
                &format!(
                    "<conditional>{}{}{}</conditional>",
                    boxed("if", "n > 2"),
                    boxed("then", "\"more\""),
                    boxed("else", "\"less\"")
                ),
            )
            + &decision(
                "Filter",
                &[],
                &format!("<filter>{}{}</filter>", boxed("in", "[1, 2, 3]"), boxed("match", "item > 1")),
            )
            + &decision(
                "For",
                &[],
                &format!(
                    "<for iteratorVariable=\"i\">{}{}</for>",
                    boxed("in", "[1..4]"),
                    boxed("return", "if count(partial) = 0 then 1 else i * partial[-1]")
                ),
            )
            + &decision(
                "Some",
                &[],
                &format!(
                    "<some iteratorVariable=\"i\">{}{}</some>",
                    boxed("in", "[1, 2]"),
                    boxed("satisfies", "i > 1")
                ),
            )
            + &decision(
                "Every",
                &[],
                &format!(
                    "<every iteratorVariable=\"i\">{}{}</every>",
                    boxed("in", "[1, 2]"),
                    boxed("satisfies", "i > 1")
                ),
            )),
    );
    for (name, expected) in [
        ("Context", json!({"a b": 4, "c": 8})),
        ("Result", json!(12)),
        ("List", json!([1, 2])),
        ("Relation", json!([{"x": 1, "y": 2}, {"x": 3, "y": 4}])),
        ("Function", json!(6)),
        ("Conditional", json!("more")),
        ("Filter", json!([2, 3])),
        ("For", json!([1, 2, 6, 24])),
        ("Some", json!(true)),
        ("Every", json!(false)),
    ] {
        assert_eq!(decide(&model, name, &json!({"n": 3})), expected, "{name}");
    }
}

#[test]
fn an_imported_model_is_seen_by_its_name() {
    let library = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" namespace=\"urn:library\" name=\"library\">\
        <itemDefinition name=\"tShare\"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>\
        <inputData id=\"rate\" name=\"rate\"><variable name=\"rate\" typeRef=\"tShare\"/></inputData>\
        <businessKnowledgeModel id=\"k\" name=\"share of\"><encapsulatedLogic><formalParameter name=\"x\" typeRef=\"number\"/>\
        <literalExpression><text>x / 4</text></literalExpression></encapsulatedLogic></businessKnowledgeModel></definitions>";
    let main = document(
        &("<import name=\"lib\" namespace=\"urn:library\" importType=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>"
            .to_owned()
            + &input("n", "lib.tShare")
            + "<decision id=\"D\" name=\"D\"><knowledgeRequirement><requiredKnowledge href=\"urn:library#k\"/></knowledgeRequirement>\
               <informationRequirement><requiredInput href=\"urn:library#rate\"/></informationRequirement>\
               <informationRequirement><requiredInput href=\"#n\"/></informationRequirement>"
            + &literal("[lib.share of(n), lib.rate]") + "</decision>"),
    );
    let model = Model::read_with(&main, &[library]).unwrap();
    assert!(model.findings().is_empty(), "{:?}", model.findings());
    assert_eq!(decide(&model, "D", &json!({"n": 0.5, "rate": 0.25})), json!([0.125, 0.25]));
    assert_eq!(decide(&model, "D", &json!({"n": 5, "rate": 7})), json!([null, null]));
    // What is imported may be given by the name of its import.
    assert_eq!(decide(&model, "D", &json!({"n": 0.5, "lib": {"rate": 0.5}})), json!([0.125, 0.5]));
    let alone = Model::read(&main).unwrap();
    assert_eq!(alone.findings()[0].key, "rules-model-import-missing");
}

#[test]
fn a_mistake_is_a_finding_with_its_line_and_leaves_the_rest_whole() {
    let body = format!("\n{}\n{}", decision("Bad", &[], &literal("1 +\n + ")), decision("Good", &[], &literal("2")));
    let model = Model::read(&document(&body)).unwrap();
    let finding = &model.findings()[0];
    assert_eq!((finding.element.as_str(), finding.line, finding.key), ("Bad", 3, "rules-syntax-unexpected"));
    assert_eq!(decide(&model, "Bad", &json!({})), json!(null));
    assert_eq!(decide(&model, "Good", &json!({})), json!(2));
}

#[test]
fn tests_in_the_kits_format_are_run() {
    let model = document(&(input("n", "number") + &decision("Double", &["n"], &literal("n * 2"))));
    let tests = "<testCases xmlns=\"http://www.omg.org/spec/DMN/20160719/testcase\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><modelName>m.dmn</modelName>\
        <testCase id=\"1\"><inputNode name=\"n\"><value xsi:type=\"xsd:decimal\">2.5</value></inputNode>\
        <resultNode name=\"Double\"><expected><value xsi:type=\"xsd:decimal\">5.000000001</value></expected></resultNode></testCase>\
        <testCase id=\"2\"><inputNode name=\"n\"><value xsi:type=\"xsd:string\">x</value></inputNode>\
        <resultNode name=\"Double\" errorResult=\"true\"><expected><value xsi:nil=\"true\"/></expected></resultNode>\
        <resultNode name=\"Double\"><expected><list><item><value xsi:type=\"xsd:date\">2026-01-01</value></item></list></expected></resultNode>\
        </testCase></testCases>";
    let lines = tck::run("dir", &[("m.dmn", &model)], &[("t.xml", tests)], &env());
    let results: Vec<_> = lines.iter().map(|line| (line.case.as_str(), line.result)).collect();
    assert_eq!(results, [("1", tck::Outcome::Pass), ("2", tck::Outcome::Pass), ("2", tck::Outcome::Fail)]);
    assert_eq!(lines[2].expected, json!([{"type": "date", "value": "2026-01-01"}]));
    assert_eq!(tck::total(&lines), tck::Total { passed: 2, total: 3 });
    let line = serde_json::to_value(&lines[0]).unwrap();
    assert_eq!(line["result"], "pass");
}
