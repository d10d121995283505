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

    let timed = |what: &str, check: &dyn Fn() -> process::lint::Soundness| {
        let mut times: Vec<_> = (0..7)
            .map(|_| {
                let began = Instant::now();
                let found = check();
                assert_eq!(found.sound, Some(true));
                (began.elapsed(), found.states)
            })
            .collect();
        times.sort();
        let (median, states) = times.get(times.len() / 2).unwrap();
        println!("{what}: {median:?}, {states} states");
    };
    timed("linter from where the case stands", &|| process::lint::soundness_from(&program.model, &state));
    let parallel = side_by_side(17, |at| (format!("<userTask id=\"a{at}\"/>"), format!("a{at}"), String::new()));
    timed("linter, 17 parallel tasks", &|| process::lint::soundness(&parallel));
    let inside = |at: usize| {
        let own = format!(
            "<subProcess id=\"a{at}\"><startEvent id=\"s{at}\"/><userTask id=\"b{at}\"/><sequenceFlow id=\"i{at}\" sourceRef=\"s{at}\" targetRef=\"b{at}\"/>\
             </subProcess><boundaryEvent id=\"l{at}\" attachedToRef=\"a{at}\"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>\
             </boundaryEvent><exclusiveGateway id=\"m{at}\"/><sequenceFlow id=\"o{at}\" sourceRef=\"l{at}\" targetRef=\"m{at}\"/>\
             <sequenceFlow id=\"p{at}\" sourceRef=\"a{at}\" targetRef=\"m{at}\"/>"
        );
        (own, format!("a{at}"), format!("m{at}"))
    };
    timed("linter, 100 sub-processes side by side, each with a limit", &|| {
        process::lint::soundness(&side_by_side(100, inside))
    });
    let many = side_by_side(1_500, inside);
    timed("linter, 1,500 of them", &|| process::lint::soundness(&many));
}

/// So many parts between a split and a join; a part says its elements, its first and its last (empty: the first).
fn side_by_side(count: usize, part: impl Fn(usize) -> (String, String, String)) -> process::model::Model {
    let mut inside = String::new();
    for at in 0..count {
        let (own, first, last) = part(at);
        let last = if last.is_empty() { first.clone() } else { last };
        inside += &own;
        inside += &format!("<sequenceFlow id=\"f{at}\" sourceRef=\"x\" targetRef=\"{first}\"/>");
        inside += &format!("<sequenceFlow id=\"g{at}\" sourceRef=\"{last}\" targetRef=\"j\"/>");
    }
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"><process id=\"p\" isExecutable=\"true\"><startEvent id=\"s\"/>\
         <parallelGateway id=\"x\"/><parallelGateway id=\"j\"/><endEvent id=\"e\"/><sequenceFlow id=\"s_x\" sourceRef=\"s\" targetRef=\"x\"/>\
         <sequenceFlow id=\"j_e\" sourceRef=\"j\" targetRef=\"e\"/>{inside}</process></definitions>"
    );
    process::bpmn::read(text.as_bytes()).unwrap()
}
