//! What keeps a model from being run, each with its element and rule.

use process::executable::{Rule, executable};
use process::inspect;

use crate::drawn;

fn found(text: &str) -> Vec<(Rule, String)> {
    let model = drawn::model(text);
    let findings = executable(&model).err().unwrap_or_default();
    findings.into_iter().map(|finding| (finding.rule, finding.element.to_string())).collect()
}

fn one(text: &str, rule: Rule, element: &str) {
    let all = found(text);
    assert!(all.contains(&(rule, element.to_owned())), "{all:?}");
    assert!(!rule.hint().is_empty());
}

#[test]
fn a_plain_model_can_be_run() {
    assert!(found("start s\nuser a\nend e\ns -> a -> e").is_empty());
}

#[test]
fn each_rule_names_its_element() {
    one("start s\ncomplex x\nend e\ns -> x -> e", Rule::ComplexGateway, "x");
    one("start s\nuser a\ncatch c\ns -> a -> c", Rule::CatchWithoutTrigger, "c");
    one("start s\nuser a\nend e\ns -> a -> e -> a", Rule::EndWithOutgoing, "e");
    one("start s\nuser a\ns -> a -> s", Rule::StartWithIncoming, "s");
    one("start s error\nuser a\ns -> a", Rule::StartTrigger, "s");
    one("start s\nsub u {\nstart t message\nuser a\nt -> a\n}\ns -> u", Rule::SubprocessStart, "t");
    one("start s\nuser a\nboundary k on a\ns -> a", Rule::BoundaryWithoutTrigger, "k");
    one("start s\nuser a\nboundary k on a timer P1D\ns -> a\na -> k", Rule::BoundaryWithIncoming, "k");
    one("start s\nuser a\nend e cancel\ns -> a -> e", Rule::CancelOutsideTransaction, "e");
    one("start s\nthrow t link L\ns -> t", Rule::LinkWithoutTarget, "t");
    one("start s\ncatch c timer\ns -> c", Rule::TimerUnset, "c");
    one("start s\ncatch c when\ns -> c", Rule::ConditionMissing, "c");
    one("start s\neventBased x\nuser a\ns -> x -> a", Rule::GatewayTarget, "x");
    one("start s\nevent u {\nstart t\nend f\nt -> f\n}\nend e\ns -> e", Rule::EventSubprocessStart, "t");
    one("start s\nevent u {\nend f\n}\nend e\ns -> e", Rule::EventSubprocessStart, "u");
    one(
        "start s\nevent u {\nstart t message\nend f\nt -> f\n}\nend e\ns -> u -> e",
        Rule::EventSubprocessConnected,
        "u",
    );
    one("start s\nend e timer P1D\ns -> e", Rule::ThrowKind, "e");
    one("start s\nuser a\ns -> a -> nowhere", Rule::MissingReference, "a_nowhere");
    one("start s\nuser a\nuser a\ns -> a", Rule::DuplicateId, "a");
    one("start s\nuser a\nsub u {\nuser b\n}\ns -> a -> b", Rule::CrossesScope, "a_b");
    one("process p\nuser a\na -> a\n", Rule::NothingToStart, "p");
}

#[test]
fn loops_and_instances_need_a_number() {
    let text = |inside: &str| {
        let plain = drawn::document("start s\nuser a\ns -> a");
        plain.replace("<userTask id=\"a\"/>", &format!("<userTask id=\"a\">{inside}</userTask>"))
    };
    let rules = |inside: &str| -> Vec<Rule> {
        let model = process::bpmn::read(text(inside).as_bytes()).unwrap();
        executable(&model).err().unwrap_or_default().iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules("<standardLoopCharacteristics/>"), [Rule::LoopWithoutEnd]);
    assert!(rules("<standardLoopCharacteristics loopMaximum=\"3\"/>").is_empty());
    assert_eq!(rules("<standardLoopCharacteristics loopMaximum=\"many\"/>"), [Rule::BadValue, Rule::LoopWithoutEnd]);
    assert_eq!(rules("<multiInstanceLoopCharacteristics/>"), [Rule::MultiInstanceWithoutCount]);
    let counted =
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>";
    assert!(rules(counted).is_empty());
}

#[test]
fn several_definitions_at_one_event_go_together_or_not() {
    let plain = drawn::document("start s\ncatch c message\nend e\ns -> c -> e");
    let with = |more: &str| {
        let text = plain.replace("</intermediateCatchEvent>", &format!("{more}</intermediateCatchEvent>"));
        executable(&process::bpmn::read(text.as_bytes()).unwrap())
    };
    assert!(with("<signalEventDefinition signalRef=\"signal1\"/>").is_ok());
    let findings = with("<linkEventDefinition name=\"L\"/>").unwrap_err();
    assert_eq!((findings[0].rule, &*findings[0].element), (Rule::MultipleEvents, "c"));
}

#[test]
fn a_choreography_is_kept_but_not_run() {
    let plain = drawn::document("start s\nuser a\ns -> a");
    let text = plain.replace("</process>", "<choreographyTask id=\"ct\"/></process>");
    let model = process::bpmn::read(text.as_bytes()).unwrap();
    assert!(process::bpmn::write(&model).contains("choreographyTask"));
    let findings = executable(&model).unwrap_err();
    assert_eq!((findings[0].rule, &*findings[0].detail), (Rule::UnknownElement, "choreographyTask"));
}

#[test]
fn the_report_says_all_in_one_object() {
    let text = drawn::document("start s\ncomplex x\nuser a\nuser b\nb -> b\ns -> x -> a");
    let report = serde_json::to_value(inspect::lint(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(report["counts"]["flow_nodes"], 4);
    assert_eq!(report["counts"]["processes"], 1);
    assert_eq!(report["executable"], false);
    assert_eq!(report["safe"], serde_json::Value::Null);
    let first = &report["findings"][0];
    assert_eq!((first["rule"].as_str(), first["element"].as_str()), (Some("complex-gateway"), Some("x")));
    assert!(first["line"].as_u64().unwrap() > 1 && !first["hint"].as_str().unwrap().is_empty());
}
