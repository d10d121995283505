//! What the product does with a document or an expression that comes from outside, all of it: read, written, checked,
//! told, drawn, rehearsed, played, changed; parsed, evaluated, analysed. Not here: how inputs come about.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use process::change::{self, NewStep, Operation};
use process::draw::{Drawing, draw};
use process::model::Model;
use process::program::Program;
use process::rehearse::{Script, Step, rehearse};
use process::state::{State, Status, Variables};
use process::step::{Env, Input as Given, advance};
use process::{bpmn, diff, executable, inspect, lint, outline, xml};
use rules::dmn;
use rules::feel::{self, Expression, Scope, UnaryTests, Value, from_json};

use crate::damage::{Dice, Input, Kind};

const NOW: Timestamp = Timestamp(1_767_574_800_000);

/// Whether the input was read; what is wrong with what came of it.
pub fn endure(input: &Input) -> Result<bool, String> {
    let mut dice = input.dice.clone();
    let text = String::from_utf8_lossy(&input.bytes);
    match input.kind {
        Kind::Bpmn => model(&input.bytes, &mut dice),
        Kind::Feel => expression(&text),
        Kind::Tests => tests(&text),
        Kind::Dmn => decisions(&text),
    }
}

fn scope() -> serde_json::Value {
    serde_json::json!({ "area": 120, "kind": "shop", "x": [1, 2, 3], "r": { "n": 2 }, "pick": 5, "done": 0, "流程": true })
}

fn expression(text: &str) -> Result<bool, String> {
    let Ok(expression) = Expression::parse(text) else { return Ok(false) };
    let scope = match from_json(&scope()) {
        Value::Context(context) => Scope::new(context),
        _ => return Ok(false),
    };
    let env = feel::Env { calendar: Some(Arc::default()), ..feel::Env::at(NOW) };
    let (one, other) = (expression.evaluate(&scope, &env), expression.evaluate(&scope, &env));
    if format!("{one:?}") == format!("{other:?}") { Ok(true) } else { Err("two evaluations differ".to_owned()) }
}

fn tests(text: &str) -> Result<bool, String> {
    let Ok(tests) = UnaryTests::parse(text) else { return Ok(false) };
    let scope = Scope::default();
    let env = feel::Env::at(NOW);
    for value in [Value::from(5), Value::from("a"), Value::Null] {
        let _ = tests.test(&value, &scope, &env);
    }
    Ok(true)
}

fn decisions(text: &str) -> Result<bool, String> {
    let Ok(model) = dmn::Model::read(text) else { return Ok(false) };
    let env = feel::Env { calendar: Some(Arc::default()), ..feel::Env::at(NOW) };
    let _ = model.analyse();
    let names: Vec<String> = model.decisions().chain(model.services()).map(str::to_owned).collect();
    for name in names.iter().take(20) {
        let _ = model.inputs_of(name);
        let _ = model.answer(name, &scope(), true, &env);
    }
    Ok(true)
}

fn model(bytes: &[u8], dice: &mut Dice) -> Result<bool, String> {
    let Ok(model) = bpmn::read(bytes) else { return Ok(false) };
    let written = bpmn::write(&model);
    let again = bpmn::read(written.as_bytes()).map_err(|refusal| format!("what was written isn't read: {refusal}"))?;
    if model.document() != again.document() || model.digest != again.digest {
        return Err("read, write, read is not equal".to_owned());
    }
    let _ = inspect::report(&model);
    let _ = outline::outline(&model).plain();
    if !diff::diff(&model, &again).same_meaning {
        return Err("a model differs from itself".to_owned());
    }
    let svg = draw(&model, &Drawing::default());
    let limits = xml::Limits { depth: 10_000, ..xml::Limits::default() };
    xml::read(svg.as_bytes(), &limits).map_err(|refusal| format!("the drawing isn't well-formed: {refusal}"))?;
    rehearsed(&model, dice);
    if executable::executable(&model).is_ok() {
        played(model, dice)?;
    }
    Ok(true)
}

fn rehearsed(model: &Model, dice: &mut Dice) {
    let mut steps = Vec::new();
    for _ in 0..dice.below(6) {
        let Some(node) = dice.pick(&model.nodes) else { break };
        let element = node.id.to_string();
        let flows = dice.pick(&node.outgoing).map(|flow| model[*flow].id.to_string());
        steps.push(match dice.below(4) {
            0 => Step::Choose { gateway: element, flows: flows.into_iter().collect() },
            1 => Step::Wait { element },
            2 => Step::Trigger { element, scope: None, name: None },
            _ => Step::Collect,
        });
    }
    let _ = rehearse(model, &Script { steps });
}

/// A case at random, and a change of it; its events are its state all along.
fn played(model: Model, dice: &mut Dice) -> Result<(), String> {
    let Some(process) = model.processes.first().copied() else { return Ok(()) };
    let mut program = Program::new(Arc::new(model));
    let (mut state, mut events, mut now) = (State::new(), Vec::new(), NOW);
    let variables = Variables::of_json(&scope());
    let mut next = Some(Given::Start { process, event: None, variables });
    for turn in 0..25 {
        let Some(given) = next.take() else { break };
        let env = Env::new(now, Arc::new(Calendar::default()));
        let before = state.clone();
        match advance(&program, &mut state, given, &env) {
            Ok(more) => events.extend(more),
            Err(_) if state == before => {}
            Err(refused) => return Err(format!("a refused input left a trace: {refused}")),
        }
        if State::replay(&events) != state {
            return Err("the events are not the state".to_owned());
        }
        if state.status != Status::Running {
            break;
        }
        if turn % 8 == 3 {
            let _ = lint::soundness_from(&program.model, &state);
            changed(&mut program, &mut state, &mut events, &env, dice)?;
        }
        next = given_next(&state, &mut now, dice);
    }
    Ok(())
}

fn given_next(state: &State, now: &mut Timestamp, dice: &mut Dice) -> Option<Given> {
    let token = dice.pick(&state.tokens)?.number;
    let variables = Variables::default();
    Some(match dice.below(12) {
        0..=5 => {
            let tasks: Vec<u32> = state.tasks().map(|(token, _)| token.number).collect();
            Given::Complete { token: *dice.pick(&tasks).unwrap_or(&token), variables }
        }
        6 => Given::Error { token, code: "E".into(), variables },
        7 => Given::Retry { token },
        8 => {
            let wait = dice.pick(&state.waits)?;
            Given::Message { name: "".into(), key: None, node: Some(wait.node), variables }
        }
        9 => Given::Escalate { token, code: "E".into(), variables },
        10 => Given::Look,
        _ => {
            *now = state.timers().first().map_or(*now, |(due, ..)| *due).max(*now);
            Given::Time
        }
    })
}

fn changed(
    program: &mut Program,
    state: &mut State,
    events: &mut Vec<process::event::Event>,
    env: &Env<'_>,
    dice: &mut Dice,
) -> Result<(), String> {
    let model = program.model.clone();
    let (Some(node), Some(flow)) = (dice.pick(&model.nodes), dice.pick(&model.flows)) else { return Ok(()) };
    let (element, flow) = (node.id.to_string(), flow.id.to_string());
    let step = NewStep { id: "added".to_owned(), ..NewStep::default() };
    let fragment = include_str!("../../tests/changes/block_inside.bpmn").to_owned();
    let operation = match dice.below(6) {
        0 => Operation::Skip { element },
        1 => Operation::Beside { element, step },
        2 => Operation::Insert { flow, steps: vec![step] },
        3 => Operation::Rewire { flow, to: element },
        4 => Operation::InsertFragment { flow, fragment },
        _ => Operation::Reassign { element, body: Some("fire".to_owned()), actor: None },
    };
    let Ok(derived) = change::derive(&model, &[operation]) else { return Ok(()) };
    if executable::executable(&derived.model).is_err() {
        return Ok(());
    }
    let answers = derived.answers(&model, state);
    let new = Program::new(Arc::new(derived.model));
    let _ = change::dry_run(program, &new, "1", state, None, env);
    if let Ok(more) = change::migrate(program, &new, state, &answers, env) {
        for event in &more {
            state.apply(event);
        }
        events.extend(more);
        *program = new;
        if State::replay(&*events) != *state {
            return Err("after a change the events are not the state".to_owned());
        }
    }
    Ok(())
}
