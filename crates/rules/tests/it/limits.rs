//! What is meant to exhaust an evaluation or a reader ends with a fault or a refusal, soon.

use rules::dmn::Model;
use rules::feel::{Context, Env, Expression, Fault, Limits, Scope, Value, from_json, to_json};
use serde_json::json;

use crate::feel::env;

fn run(text: &str) -> Result<Value, Fault> {
    Expression::parse(text).unwrap().evaluate(&Scope::default(), &env())
}

#[test]
fn a_recursion_without_end_is_a_fault() {
    assert_eq!(run("{f: function(n) f(n + 1), r: f(0)}.r").unwrap_err(), Fault::Depth);
    assert_eq!(run("{f: function(n) [f(n), f(n)], r: f(0)}.r").unwrap_err(), Fault::Depth);
    // A function that is given itself.
    assert_eq!(run("{f: function(g) g(g), r: f(f)}.r").unwrap_err(), Fault::Depth);
}

#[test]
fn a_recursion_that_branches_runs_out_of_steps() {
    let text = "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(40)}.r";
    assert_eq!(run(text).unwrap_err(), Fault::Steps);
}

#[test]
fn endless_loops_run_out() {
    assert_eq!(run("for i in 1..1000000000000 return i").unwrap_err(), Fault::Memory);
    assert_eq!(run("some i in 1..1000000000000 satisfies i < 0").unwrap_err(), Fault::Steps);
    assert_eq!(run("for i in 1..10000, j in 1..10000 return null").unwrap_err(), Fault::Memory);
}

#[test]
fn what_doubles_and_doubles_runs_out_of_memory() {
    let lists = "{f: function(l, n) if n = 0 then count(l) else f(concatenate(l, l), n - 1), r: f([1], 60)}.r";
    assert_eq!(run(lists).unwrap_err(), Fault::Memory);
    let strings = "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f(\"ab\", 60)}.r";
    assert_eq!(run(strings).unwrap_err(), Fault::Memory);
    let replaced = "{f: function(s, n) if n = 0 then s else f(replace(s, \"a\", \"aa\"), n - 1), r: f(\"a\", 60)}.r";
    assert!(run(replaced).is_err());
}

#[test]
fn a_value_that_shares_itself_is_not_written_out() {
    // 2 to the 60 leaves in 60 small lists: neither text, nor equality, nor JSON goes through them all.
    let nested = "{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: f([1], 60)}.r";
    let value = run(nested).unwrap();
    assert_eq!(to_json(&value).unwrap_err(), Fault::Memory);
    for use_of in ["RR = RR", "count(flatten(RR))", "string length(string(RR))", "RR instance of list<list<number>>"] {
        let text = use_of.replace("RR", &format!("({nested})"));
        // Equal lists that are one and the same may be told apart from others at once, all else is a fault.
        let outcome = run(&text);
        assert!(outcome.is_err() || use_of.contains("string") || use_of.contains("instance"), "{use_of}: {outcome:?}");
    }
}

#[test]
fn a_value_is_not_nested_without_end() {
    assert_eq!(run("for i in 1..100000 return partial").unwrap_err(), Fault::Depth);
    assert_eq!(run("for i in 1..100000 return {a: partial}").unwrap_err(), Fault::Depth);
    assert_eq!(run("for i in 1..100000 return function() partial").unwrap_err(), Fault::Depth);
    let mut deep = json!(1);
    for _ in 0..1000 {
        deep = json!([deep]);
    }
    let scope = Scope::new([("deep", from_json(&deep))].into_iter().collect());
    let kept = Expression::parse("[deep]").unwrap().evaluate(&scope, &env());
    assert!(kept.is_ok());
}

#[test]
fn a_pattern_that_goes_back_and_back_is_a_fault() {
    let text = format!("matches(\"{}\", \"^(a+)+\\\\1b$\")", "a".repeat(60));
    assert_eq!(run(&text).unwrap_err(), Fault::Steps);
    assert!(run("matches(\"a\", \"(((a{1,1000}){1,1000}){1,1000})\")").unwrap().is_null());
}

#[test]
fn a_caller_may_set_narrower_limits() {
    let narrow = Env { limits: Limits { steps: 50, ..Limits::default() }, ..env() };
    let expression = Expression::parse("sum(for i in 1..100 return i)").unwrap();
    assert_eq!(expression.evaluate(&Scope::default(), &narrow).unwrap_err(), Fault::Steps);
    assert_eq!(format!("{:?}", expression.evaluate(&Scope::default(), &env()).unwrap()), "5050");
}

#[test]
fn deep_texts_are_refused_and_long_ones_read() {
    for text in [
        "(".repeat(100_000),
        "[".repeat(100_000),
        "{a:".repeat(100_000),
        "-".repeat(100_000) + "1",
        "if ".repeat(100_000),
        "not(".repeat(100_000),
        "function(a) ".repeat(100_000),
        "x in (".repeat(100_000),
        "for a in ".repeat(100_000),
        "a[".repeat(100_000),
        format!("a{}", ".b".repeat(100_000)),
        format!("f{}", "()".repeat(100_000)),
        format!("1{}", " = 1".repeat(100_000)),
        format!("1 instance of {}", "list<".repeat(100_000)),
        format!("1{}", " ".repeat(2 << 20)),
    ] {
        let error = Expression::parse(&text).unwrap_err();
        assert!(error.key.starts_with("rules-syntax-"), "{error}");
    }
    let names: Vec<String> = (0..50_000).map(|at| format!("a{at}: 1")).collect();
    let error = Expression::parse(&format!("{{{}}}", names.join(", "))).unwrap_err();
    assert_eq!(error.key, "rules-syntax-too-long");
    let sum = format!("1{}", " + 1".repeat(50_000));
    assert_eq!(format!("{:?}", run(&sum).unwrap()), "50001");
    let all = format!("true{}", " and true".repeat(50_000));
    assert!(run(&all).unwrap().is_true());
    assert_eq!(run(&format!("count([0{}])", ", 1".repeat(50_000))).unwrap().as_number(), Some(50_001.into()));
}

fn model(body: &str) -> String {
    format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"urn:m\" name=\"m\">{body}</definitions>"
    )
}

#[test]
fn xml_bombs_and_what_isn_t_xml_are_refused_with_their_place() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<definitions>&b;</definitions>";
    let refusal = Model::read(bomb).unwrap_err();
    assert_eq!((refusal.key, refusal.line), ("rules-xml-document-type", 2));
    let outside = model("\n <description>&file;</description>");
    let refusal = Model::read(&outside).unwrap_err();
    assert_eq!((refusal.key, refusal.line), ("rules-xml-entity", 2));
    for (text, key) in [
        (String::new(), "rules-xml-unfinished"),
        ("<a>".into(), "rules-xml-unfinished"),
        ("<a></b>".into(), "rules-xml-not-well-formed"),
        ("<definitions/>".into(), "rules-model-no-dmn"),
        ("<a/><b/>".into(), "rules-xml-not-well-formed"),
        (model(&"<decision>".repeat(300)), "rules-xml-too-large"),
        (model(&"<x:y xmlns:x=\"urn:x\">".repeat(300)), "rules-xml-too-large"),
        (model(&"<decision/>".repeat(600_000)), "rules-xml-too-large"),
        ("x".repeat(40 << 20), "rules-xml-too-large"),
        (model(&"<decision id=\"a\"/>".repeat(30_000)), "rules-model-too-large"),
    ] {
        let refusal = Model::read(&text).unwrap_err();
        assert_eq!(refusal.key, key, "{refusal}");
    }
}

#[test]
fn decisions_that_require_each_other_are_findings_and_give_null() {
    let text = model(
        "<decision id=\"a\" name=\"A\"><informationRequirement><requiredDecision href=\"#b\"/></informationRequirement>\
         <literalExpression><text>B</text></literalExpression></decision>\
         <decision id=\"b\" name=\"B\"><informationRequirement><requiredDecision href=\"#a\"/></informationRequirement>\
         <informationRequirement><requiredInput href=\"#nowhere\"/></informationRequirement>\
         <literalExpression><text>A</text></literalExpression></decision>",
    );
    let model = Model::read(&text).unwrap();
    let keys: Vec<_> = model.findings().iter().map(|finding| finding.key).collect();
    assert_eq!(keys, ["rules-model-missing", "rules-model-circle", "rules-model-name-unknown"]);
    assert!(model.evaluate("A", &Context::new(), &env()).unwrap().is_null());
}

#[test]
fn a_long_chain_of_decisions_is_evaluated() {
    let mut body = String::new();
    for at in 0..5000 {
        let (requirement, text) = match at {
            0 => (String::new(), "1".to_owned()),
            _ => (
                format!("<informationRequirement><requiredDecision href=\"#d{}\"/></informationRequirement>", at - 1),
                format!("D{} + 1", at - 1),
            ),
        };
        body += &format!(
            "<decision id=\"d{at}\" name=\"D{at}\">{requirement}<literalExpression><text>{text}</text></literalExpression></decision>"
        );
    }
    let model = Model::read(&model(&body)).unwrap();
    assert_eq!(model.evaluate("D4999", &Context::new(), &env()).unwrap().as_number(), Some(5000.into()));
}

#[test]
fn a_type_that_holds_itself_is_checked_and_ends() {
    let text = model(
        "<itemDefinition name=\"tTree\"><itemComponent name=\"n\"><typeRef>number</typeRef></itemComponent>\
         <itemComponent name=\"children\" isCollection=\"true\"><typeRef>tTree</typeRef></itemComponent></itemDefinition>\
         <itemDefinition name=\"tLoop\"><typeRef>tLoop</typeRef></itemDefinition>\
         <decision id=\"a\" name=\"Good\"><variable name=\"Good\" typeRef=\"tTree\"/>\
         <literalExpression><text>{n: 1, children: [{n: 2, children: []}]}</text></literalExpression></decision>\
         <decision id=\"b\" name=\"Bad\"><variable name=\"Bad\" typeRef=\"tTree\"/>\
         <literalExpression><text>{n: 1, children: [{n: \"x\", children: []}]}</text></literalExpression></decision>\
         <decision id=\"c\" name=\"Loop\"><variable name=\"Loop\" typeRef=\"tLoop\"/>\
         <literalExpression><text>1</text></literalExpression></decision>",
    );
    let model = Model::read(&text).unwrap();
    assert!(!model.evaluate("Good", &Context::new(), &env()).unwrap().is_null());
    assert!(model.evaluate("Bad", &Context::new(), &env()).unwrap().is_null());
    assert!(model.evaluate("Loop", &Context::new(), &env()).is_err());
}
