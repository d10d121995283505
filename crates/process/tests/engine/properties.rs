//! Properties of the engine on random models of blocks. More cases by `PROPTEST_CASES`.

use std::collections::BTreeSet;
use std::sync::Arc;

use process::change::{self, NewStep, Operation};
use process::event::Event;
use process::lint::{Bounds, Rule, soundness_from_within};
use process::model::Model;
use process::program::Program;
use process::state::{Doing, FrameKind, State};
use proptest::prelude::*;

use crate::blocks::{Block, block, bpmn};
use crate::play::Play;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_case_can_finish_and_its_events_are_its_state(
        block in block(),
        pick in 0..16_i64,
        choices in prop::collection::vec(0..100_usize, 400),
    ) {
        let mut play = Play::of(&bpmn(&block), pick);
        let mut choices = choices.into_iter().cycle();
        for turn in 0..3_000 {
            holds_together(&play.state)?;
            prop_assert_eq!(tokens_by(&play.events), tokens_of(&play.state));
            prop_assert_eq!(play.state.incidents().count(), 0);
            if turn % 7 == 0 {
                prop_assert_eq!(&State::replay(&play.events), &play.state);
                let text = serde_json::to_string(&play.state).unwrap();
                prop_assert_eq!(&serde_json::from_str::<State>(&text).unwrap(), &play.state);
            }
            if !play.go_on(choices.next().unwrap()) {
                break;
            }
        }
        prop_assert!(play.is_completed(), "{:?}", play.state);
        prop_assert_eq!(&State::replay(&play.events), &play.state);
        let text = serde_json::to_string(&play.events).unwrap();
        let read: Vec<Event> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(State::replay(&read), play.state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_change_to_the_same_model_is_none(
        block in block(),
        pick in 0..16_i64,
        choices in prop::collection::vec(0..100_usize, 40),
    ) {
        let mut play = Play::of(&bpmn(&block), pick);
        for choice in choices {
            if play.is_completed() {
                break;
            }
            let events = change::migrate(&play.program, &play.program, &play.state, &[], &play.env()).unwrap();
            prop_assert!(events.is_empty(), "{events:?}");
            let mapped = change::map(&play.program, &play.program, &play.state, &[], &play.env()).unwrap();
            prop_assert_eq!(&mapped.state, &play.state);
            prop_assert!(mapped.moves.is_empty() && mapped.clocks.is_empty() && mapped.entering.is_empty());
            play.go_on(choice);
        }
    }

    #[test]
    fn after_a_change_the_case_can_finish(
        block in block(),
        pick in 0..16_i64,
        before in 0..12_usize,
        operation in (0..6_u8, any::<prop::sample::Index>()),
        fragment in block(),
        choices in prop::collection::vec(0..100_usize, 400),
    ) {
        let mut play = Play::of(&bpmn(&block), pick);
        let mut choices = choices.into_iter().cycle();
        for _ in 0..before {
            play.go_on(choices.next().unwrap());
        }
        let Some(operation) = some_operation(play.model(), operation.0, operation.1, &fragment) else { return Ok(()) };
        let Ok(derived) = change::derive(play.model(), std::slice::from_ref(&operation)) else { return Ok(()) };
        prop_assert!(process::executable::executable(&derived.model).is_ok());
        if play.is_completed() {
            return Ok(());
        }
        let answers = derived.answers(play.model(), &play.state);
        let new = Program::new(Arc::new(derived.model));
        match change::migrate(&play.program, &new, &play.state, &answers, &play.env()) {
            Ok(events) => {
                for event in &events {
                    play.state.apply(event);
                }
                play.events.extend(events);
                play.program = new;
            }
            // Asked, and not answered: the case stays as it was.
            Err(questions) => prop_assert!(!questions.is_empty()),
        }
        for _ in 0..3_000 {
            holds_together(&play.state)?;
            if !play.go_on(choices.next().unwrap()) {
                break;
            }
        }
        prop_assert_eq!(&State::replay(&play.events), &play.state);
        prop_assert!(play.is_completed(), "{operation:?} {:?}", play.state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Conditions are left open: a case whose flow leads elsewhere may turn for ever by its data, but never be stuck.
    #[test]
    fn after_a_flow_leads_elsewhere_the_case_can_finish_or_it_was_refused(
        block in block(),
        pick in 0..16_i64,
        before in 0..12_usize,
        rewired in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        choices in prop::collection::vec(0..100_usize, 8),
    ) {
        let mut play = Play::of(&bpmn(&block), pick);
        let mut choices = choices.into_iter();
        for _ in 0..before {
            play.go_on(choices.next().unwrap_or(0));
        }
        if play.is_completed() {
            return Ok(());
        }
        let model = play.model();
        let flow = &model.flows[rewired.0.index(model.flows.len())];
        let nodes: Vec<_> = model[flow.scope].nodes.iter().filter(|node| model[**node].attachment().is_none()).collect();
        let to = model[*nodes[rewired.1.index(nodes.len())]].id.to_string();
        let operation = Operation::Rewire { flow: flow.id.to_string(), to };
        let Ok(derived) = change::derive(model, &[operation]) else { return Ok(()) };
        if process::executable::executable(&derived.model).is_err() {
            return Ok(());
        }
        let answers = derived.answers(model, &play.state);
        let new = Program::new(Arc::new(derived.model));
        match change::migrate(&play.program, &new, &play.state, &answers, &play.env()) {
            Ok(events) => {
                for event in &events {
                    play.state.apply(event);
                }
                play.program = new;
            }
            Err(questions) => {
                prop_assert!(!questions.is_empty());
                return Ok(());
            }
        }
        let bounds = Bounds { states: 3_000, steps: 30_000, ..Bounds::default() };
        for choice in choices {
            let found = soundness_from_within(play.model(), &play.state, bounds, false);
            let is_stuck = |rule: Rule| matches!(rule, Rule::Deadlock | Rule::EndlessLoop | Rule::UnboundedRepetition);
            prop_assert!(!found.problems.iter().any(|problem| is_stuck(problem.rule)), "{:?}", found.problems);
            if play.state.incidents().count() > 0 || !play.go_on(choice) {
                break;
            }
        }
    }
}

/// An operation on something that the model has.
fn some_operation(model: &Model, which: u8, index: prop::sample::Index, fragment: &Block) -> Option<Operation> {
    // Not what counts the turns of a loop: without it no case of the new model could end.
    let is_free = |node: &&process::model::Node| {
        node.activity().is_some_and(|activity| !matches!(activity.task, process::model::Task::Script(_)))
    };
    let tasks: Vec<_> = model.nodes.iter().filter(is_free).map(|node| node.id.to_string()).collect();
    let flows: Vec<_> = model.flows.iter().map(|flow| flow.id.to_string()).collect();
    let step = || NewStep { id: "added".to_owned(), ..NewStep::default() };
    if tasks.is_empty() {
        return None;
    }
    let element = tasks[index.index(tasks.len())].clone();
    Some(match which {
        0 => Operation::Skip { element },
        1 => Operation::Beside { element, step: step() },
        2 => Operation::Reassign { element, body: Some("b".to_owned()), actor: None },
        // Ids of its own: the model's begin with another letter.
        3 | 4 => Operation::InsertFragment {
            flow: flows[index.index(flows.len())].clone(),
            fragment: bpmn(fragment).replace("\"n", "\"m").replace("cn", "cm"),
        },
        _ => Operation::Insert { flow: flows[index.index(flows.len())].clone(), steps: vec![step()] },
    })
}

/// 256, unless the environment says more: proptest reads that itself.
fn cases() -> u32 {
    ProptestConfig::default().cases
}

fn tokens_of(state: &State) -> BTreeSet<u32> {
    state.tokens.iter().map(|token| token.number).collect()
}

/// The tokens that there must be, counted from the events alone: each came from a start, a split or a frame's beginning
/// and left by an end, a join or a withdrawal.
fn tokens_by(events: &[Event]) -> BTreeSet<u32> {
    let mut out = BTreeSet::new();
    for event in events {
        match event {
            Event::Appeared { token, .. } => assert!(out.insert(*token), "token {token} appears twice"),
            Event::Split { from, token, .. } => {
                assert!(out.contains(from), "token {token} split from nothing");
                assert!(out.insert(*token), "token {token} appears twice");
            }
            Event::Joined { tokens, .. } => {
                assert!(tokens.iter().all(|token| out.contains(token)), "a token that isn't there joins");
                for token in tokens.iter().skip(1) {
                    out.remove(token);
                }
            }
            Event::Ended { token } | Event::Withdrawn { token } => {
                assert!(out.remove(token), "token {token} ends twice");
            }
            _ => {}
        }
    }
    out
}

/// Frames have hosts, hosts have frames, and nothing stands in a frame that is gone.
pub fn holds_together(state: &State) -> Result<(), TestCaseError> {
    for token in &state.tokens {
        prop_assert!(state.frame(token.frame).is_some(), "token {} stands nowhere", token.number);
        let hosts = state.frames.iter().filter(|frame| frame.host == token.number).count();
        prop_assert_eq!(hosts > 0, token.doing == Doing::Inside, "token {} and its frame", token.number);
    }
    for frame in &state.frames {
        prop_assert!(frame.parent == 0 || state.frame(frame.parent).is_some());
        prop_assert!(frame.host == 0 || state.token(frame.host).is_some());
        let inside = state.tokens.iter().any(|token| token.frame == frame.number)
            || state.frames.iter().any(|below| below.parent == frame.number);
        prop_assert!(
            inside || state.frame(1) == Some(frame) || matches!(frame.kind, FrameKind::Process),
            "an empty frame stays: {frame:?}"
        );
    }
    Ok(())
}
