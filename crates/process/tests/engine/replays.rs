//! Past cases done again under a changed model.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use process::event::Event;
use process::program::Program;
use process::replay::{Replay, replay};
use process::state::{State, Variables};
use process::step::{Env, Input, advance};

const DAY: i64 = 86_400_000;
const BEGAN: i64 = 1_767_574_800_000;

fn model(steps: &str) -> Program {
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:t=\"urn:tongban:bpmn:1\" id=\"d\" \
         targetNamespace=\"urn:t\"><process id=\"p\" isExecutable=\"true\"><startEvent id=\"s\"/>{steps}</process></definitions>"
    );
    Program::new(Arc::new(process::bpmn::read(text.as_bytes()).unwrap()))
}

fn chain(check: &str, limit: u32) -> Program {
    model(&format!(
        "<userTask id=\"apply\"/><userTask id=\"check\" t:days=\"5\"/><userTask id=\"visit\"/>\
         <exclusiveGateway id=\"g\" default=\"g_e\"/><endEvent id=\"e\"/>\
         <sequenceFlow id=\"a\" sourceRef=\"s\" targetRef=\"apply\"/><sequenceFlow id=\"b\" sourceRef=\"apply\" targetRef=\"check\"/>\
         <sequenceFlow id=\"c\" sourceRef=\"check\" targetRef=\"g\"/>\
         <sequenceFlow id=\"g_v\" sourceRef=\"g\" targetRef=\"visit\"><conditionExpression>{check} &gt; {limit}</conditionExpression></sequenceFlow>\
         <sequenceFlow id=\"g_e\" sourceRef=\"g\" targetRef=\"e\"/><sequenceFlow id=\"v\" sourceRef=\"visit\" targetRef=\"e\"/>"
    ))
}

/// A case of 120 square metres: applied at once, checked after some days, visited the day after.
fn past(program: &Program, days: i64) -> Vec<Event> {
    let mut state = State::new();
    let mut events = Vec::new();
    let process = program.model.processes[0];
    let mut step = |state: &mut State, after: i64, input| {
        let env = Env::new(Timestamp(BEGAN + after * DAY), Arc::new(Calendar::default()));
        events.extend(advance(program, state, input, &env).unwrap());
    };
    step(&mut state, 0, Input::Start { process, event: None, variables: Variables::default() });
    for (after, data) in
        [(0, serde_json::json!({ "area": 120 })), (days, serde_json::json!({})), (days + 1, serde_json::json!({}))]
    {
        let task = state.tasks().next().map(|(token, _)| token.number);
        if let Some(token) = task {
            step(&mut state, after, Input::Complete { token, variables: Variables::of_json(&data) });
        }
    }
    events
}

fn again(past_model: &Program, other: &Program, days: i64) -> Replay {
    let env = Env::new(Timestamp(BEGAN), Arc::new(Calendar::default()));
    replay(past_model, other, "1", &past(past_model, days), &env)
}

#[test]
fn the_same_model_gives_the_same_path() {
    let model = chain("area", 100);
    let replay = again(&model, &model, 2);
    assert!(replay.same_path, "{replay:?}");
    assert_eq!(replay.ended, replay.would_end);
    assert_eq!(replay.was, ["apply", "check", "visit"].map(Into::into));
    assert!(replay.late.is_empty());
}

#[test]
fn another_limit_takes_another_path() {
    let replay = again(&chain("area", 100), &chain("area", 500), 2);
    assert!(!replay.same_path);
    assert_eq!(replay.would_be, ["apply", "check"].map(Into::into));
    assert_eq!(replay.not_asked, ["visit"].map(Into::into));
    assert!(replay.would_end < replay.ended);
}

#[test]
fn what_the_past_never_did_is_waited_for() {
    let replay = again(&chain("area", 500), &chain("area", 100), 2);
    assert!(!replay.same_path);
    assert_eq!(replay.waits_at, ["visit"].map(Into::into));
    assert_eq!(replay.would_end, None);
}

#[test]
fn a_step_that_took_longer_than_it_may_is_late() {
    let replay = again(&chain("area", 100), &chain("area", 100), 10);
    assert_eq!(replay.late.len(), 1);
    assert_eq!((&*replay.late[0].element, replay.late[0].took, replay.late[0].days), ("check", 8, 5));
}
