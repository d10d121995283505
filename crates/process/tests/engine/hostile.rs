//! Inputs that don't fit: whatever comes in whatever order, a case holds together, and a refused input leaves no trace.

use process::state::{State, Variables};
use process::step::{Input, advance};
use proptest::prelude::*;

use crate::blocks::{block, bpmn};
use crate::play::Play;
use crate::properties::holds_together;

fn input() -> impl Strategy<Value = Input> {
    let token = || 0..30_u32;
    let none = Variables::default;
    prop_oneof![
        3 => token().prop_map(move |token| Input::Complete { token, variables: none() }),
        1 => token().prop_map(move |token| Input::Error { token, code: "E".into(), variables: none() }),
        1 => token().prop_map(move |token| Input::Escalate { token, code: "E".into(), variables: none() }),
        1 => token().prop_map(move |token| Input::Returned { token, variables: none() }),
        1 => token().prop_map(|token| Input::Fail { token, message: "no".into() }),
        2 => token().prop_map(|token| Input::Retry { token }),
        1 => Just(Input::Time),
        1 => Just(Input::Look),
        1 => any::<bool>().prop_map(move |known| Input::Signal { name: if known { "go" } else { "" }.into(), variables: none() }),
        1 => Just(Input::Message { name: "m".into(), key: None, node: None, variables: none() }),
        1 => (1..20_u32, 0..20_u32).prop_map(|(frame, node)| Input::Begin { frame, node: process::model::NodeId(node) }),
        1 => token().prop_map(|token| Input::Assign {
            token: Some(token),
            variables: Variables::of_json(&serde_json::json!({ "pick": "no number" })),
        }),
    ]
}

proptest! {
    #[test]
    fn a_case_survives_whatever_comes(
        block in block(),
        pick in 0..16_i64,
        inputs in prop::collection::vec(input(), 60),
    ) {
        let mut play = Play::of(&bpmn(&block), pick);
        for input in inputs {
            let before = play.state.clone();
            play.now = a_little_later(play.now);
            let env = play.env();
            match advance(&play.program, &mut play.state, input, &env) {
                Ok(events) => play.events.extend(events),
                Err(_) => prop_assert_eq!(&play.state, &before),
            }
            holds_together(&play.state)?;
        }
        prop_assert_eq!(&State::replay(&play.events), &play.state);
    }
}

fn a_little_later(now: kernel::Timestamp) -> kernel::Timestamp {
    now.plus_minutes(7)
}
