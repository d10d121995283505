//! How fast the engine runs in memory, on one core: start, user task, exclusive gateway with a FEEL condition, parallel
//! split, three user tasks, join, end. Prints instances a second (the median of seven rounds) and the size of a waiting
//! case. Not here: the store.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench says what it found")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the machine's clock")]

use std::sync::Arc;
use std::time::Instant;

use kernel::{Calendar, Timestamp};
use process::program::Program;
use process::state::{State, Status, Variables};
use process::step::{Env, Input, advance};

const MODEL: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
 <process id="p" isExecutable="true">
  <startEvent id="start"/><userTask id="apply"/><exclusiveGateway id="choose" default="g2"/>
  <parallelGateway id="split"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
  <parallelGateway id="join"/><endEvent id="end"/><endEvent id="refused"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="apply"/>
  <sequenceFlow id="f2" sourceRef="apply" targetRef="choose"/>
  <sequenceFlow id="g1" sourceRef="choose" targetRef="split">
   <conditionExpression>area &gt; 100 and kind = "shop"</conditionExpression></sequenceFlow>
  <sequenceFlow id="g2" sourceRef="choose" targetRef="refused"/>
  <sequenceFlow id="s1" sourceRef="split" targetRef="a"/><sequenceFlow id="s2" sourceRef="split" targetRef="b"/>
  <sequenceFlow id="s3" sourceRef="split" targetRef="c"/><sequenceFlow id="j1" sourceRef="a" targetRef="join"/>
  <sequenceFlow id="j2" sourceRef="b" targetRef="join"/><sequenceFlow id="j3" sourceRef="c" targetRef="join"/>
  <sequenceFlow id="e" sourceRef="join" targetRef="end"/>
 </process></definitions>"#;

const ROUND: u32 = 50_000;

fn main() {
    let model = process::bpmn::read(MODEL.as_bytes()).unwrap();
    let process = model.process("p").unwrap();
    let program = Program::new(Arc::new(model));
    let env = Env::new(Timestamp(1_767_574_800_000), Arc::new(Calendar::default()));
    let given = Variables::of_json(&serde_json::json!({ "kind": "shop", "case": "case_01JH0000000000000000000000" }));
    let answer = Variables::of_json(&serde_json::json!({ "area": 120 }));
    let mut rates = Vec::new();
    let mut events = 0;
    for _ in 0..7 {
        let began = Instant::now();
        for _ in 0..ROUND {
            let mut state = State::new();
            let mut step = |state: &mut State, input| events += advance(&program, state, input, &env).unwrap().len();
            step(&mut state, Input::Start { process, event: None, variables: given.clone() });
            step(&mut state, Input::Complete { token: 2, variables: answer.clone() });
            for _ in 0..3 {
                let token = state.tasks().next().unwrap().0.number;
                step(&mut state, Input::Complete { token, variables: Variables::default() });
            }
            assert_eq!(state.status, Status::Completed);
        }
        rates.push(f64::from(ROUND) / began.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let median = rates.get(rates.len() / 2).unwrap();
    println!("instances/s on one core: {median:.0} ({} events each)", events / (7 * ROUND as usize));

    let mut state = State::new();
    advance(&program, &mut state, Input::Start { process, event: None, variables: given }, &env).unwrap();
    println!("waiting at one task: {} bytes", serde_json::to_vec(&state).unwrap().len());
    advance(&program, &mut state, Input::Complete { token: 2, variables: answer }, &env).unwrap();
    println!("waiting at three tasks: {} bytes", serde_json::to_vec(&state).unwrap().len());
}
