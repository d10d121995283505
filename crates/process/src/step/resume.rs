//! Going on after a change of the model: tokens that stand before an element enter it, and what is new around those that
//! stay is armed, counted from when they came.

use super::{Env, Stepper, Work};
use crate::event::Event;
use crate::model::NodeId;
use crate::program::Program;
use crate::state::{At, Doing, Owner, State, Wait, WaitKind};
use kernel::Timestamp;

/// What a new event around a token or frame waits for, armed as of a moment.
pub(crate) fn armed_since(
    program: &Program,
    state: &State,
    owner: Owner,
    node: NodeId,
    since: Timestamp,
    env: &Env<'_>,
) -> Result<Vec<Wait>, String> {
    let env = Env { now: since, ..env.clone() };
    let mut state = state.clone();
    let before = state.waits.len();
    let mut stepper = Stepper::new(program, &mut state, &env);
    stepper.arm(owner, node).map_err(|trouble| trouble.message)?;
    Ok(state.waits.split_off(before.min(state.waits.len())))
}

/// Lets everything move that can. The state follows the events.
pub(crate) fn resume(program: &Program, state: &mut State, entering: &[u32], env: &Env<'_>) -> Vec<Event> {
    let mut stepper = Stepper::new(program, state, env);
    let mut work = Vec::new();
    for token in &stepper.state.tokens {
        match token.at {
            At::Node(node) if token.doing == Doing::Moving && entering.contains(&token.number) => {
                work.push(Work::Enter(token.number, node));
            }
            At::Flow(flow) => work.push(Work::Join(program.model[flow].target, token.frame)),
            At::Node(_) => {}
        }
    }
    work.extend(stepper.state.frames.iter().map(|frame| Work::Settle(frame.number)));
    stepper.work.extend(work);
    stepper.look = stepper.state.waits.iter().any(|wait| matches!(wait.kind, WaitKind::Condition(_)));
    stepper.settle_all();
    stepper.events
}
