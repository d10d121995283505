//! Rehearsals of our own: traces written out by hand, and what could be triggered next.

use process::rehearse::{Line, Script, armed, rehearse};

fn model(inner: &str) -> process::model::Model {
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" targetNamespace=\"urn:t\">\
         <signal id=\"go\"/><process id=\"p\">{inner}</process></definitions>"
    );
    process::bpmn::read(text.as_bytes()).unwrap()
}

fn script(steps: serde_json::Value) -> Script {
    serde_json::from_value(serde_json::json!({ "format": "rehearsal/1", "steps": steps })).unwrap()
}

const SMALL: &str = "<startEvent id=\"s\"/><userTask id=\"a\"/><boundaryEvent id=\"b\" attachedToRef=\"a\">\
    <timerEventDefinition/></boundaryEvent><endEvent id=\"e\"/><endEvent id=\"x\"/>\
    <sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"a\"/><sequenceFlow id=\"g\" sourceRef=\"a\" targetRef=\"e\"/>\
    <sequenceFlow id=\"h\" sourceRef=\"b\" targetRef=\"x\"/>";

#[test]
fn a_trace_says_every_turn() {
    let steps = serde_json::json!([{"op": "trigger", "element": "s"}, {"op": "collect"}]);
    let lines = rehearse(&model(SMALL), &script(steps)).unwrap();
    let Line::Segment { trace, .. } = &lines[0] else { panic!("{lines:?}") };
    let wanted = "create:p:1:0 signal:p:1:0 create:s:2:1 signal:s:2:1 exit:s:2:1 create:f:3:1 destroy:s:2:1 enter:f:3:1 \
                  exit:f:3:1 create:a:4:1 destroy:f:3:1 enter:a:4:1 exit:a:4:1 create:g:5:1 destroy:a:4:1 enter:g:5:1 \
                  exit:g:5:1 create:e:6:1 destroy:g:5:1 enter:e:6:1 exit:e:6:1 destroy:e:6:1 exit:p:1:0 destroy:p:1:0";
    assert_eq!(trace.join(" "), wanted.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(lines[1], Line::Open { open: Vec::new() });
}

#[test]
fn who_plays_by_hand_sees_what_is_armed() {
    let steps = serde_json::json!([{"op": "wait", "element": "a"}, {"op": "trigger", "element": "s"}]);
    assert_eq!(armed(&model(SMALL), &script(steps)).unwrap(), ["s", "b", "a"].map(Into::into));
}

#[test]
fn an_interrupted_host_leaves_by_the_event() {
    let steps = serde_json::json!([
        {"op": "wait", "element": "a"},
        {"op": "trigger", "element": "s", "as": "first"},
        {"op": "collect"},
        {"op": "trigger", "element": "b", "scope": {"element": "a"}},
        {"op": "collect"}
    ]);
    let lines = rehearse(&model(SMALL), &script(steps)).unwrap();
    let Line::Segment { trace, .. } = &lines[1] else { panic!("{lines:?}") };
    let wanted = "create:b:5:1 signal:b:5:1 exit:a:4:1 destroy:a:4:1 exit:b:5:1 create:h:6:1 destroy:b:5:1";
    assert!(trace.join(" ").starts_with(wanted), "{trace:?}");
    assert_eq!(lines[2], Line::Open { open: Vec::new() });
}

#[test]
fn an_unknown_id_and_a_model_that_spins_are_told() {
    let steps = serde_json::json!([{"op": "trigger", "element": "nobody"}]);
    let why = rehearse(&model(SMALL), &script(steps)).unwrap_err().to_string();
    assert_eq!(why, "step 1: the model has no node nobody");
    let circle = "<startEvent id=\"s\"/><task id=\"a\"/><task id=\"b\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"a\"/>\
        <sequenceFlow id=\"g\" sourceRef=\"a\" targetRef=\"b\"/><sequenceFlow id=\"h\" sourceRef=\"b\" targetRef=\"a\"/>";
    let steps = serde_json::json!([{"op": "trigger", "element": "s"}]);
    let why = rehearse(&model(circle), &script(steps)).unwrap_err().to_string();
    assert!(why.contains("spins"), "{why}");
}

#[test]
fn a_choice_holds_until_the_next() {
    let gate = "<startEvent id=\"s\"/><exclusiveGateway id=\"g\"/><task id=\"a\"/><task id=\"b\"/>\
        <sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g\"/><sequenceFlow id=\"ga\" sourceRef=\"g\" targetRef=\"a\"/>\
        <sequenceFlow id=\"gb\" sourceRef=\"g\" targetRef=\"b\"/>";
    let steps = serde_json::json!([
        {"op": "choose", "gateway": "g", "flows": ["gb"]},
        {"op": "trigger", "element": "s"}, {"op": "trigger", "element": "s"}, {"op": "collect"},
        {"op": "choose", "gateway": "g", "flows": ["ga"]},
        {"op": "trigger", "element": "s"}, {"op": "collect"}
    ]);
    let lines = rehearse(&model(gate), &script(steps)).unwrap();
    let exits = |line: &Line, element: &str| {
        let Line::Segment { trace, .. } = line else { panic!("{line:?}") };
        trace.iter().filter(|entry| entry.starts_with(&format!("exit:{element}:"))).count()
    };
    assert_eq!((exits(&lines[0], "b"), exits(&lines[0], "a")), (2, 0));
    assert_eq!((exits(&lines[1], "b"), exits(&lines[1], "a")), (0, 1));
}
