//! Effects 外部效应: what a step asks of the world, read off its events: tasks that begin or are gone, processes that are
//! called, messages and signals that leave, clocks that are named. Whoever keeps cases writes them in the same
//! transaction as the events. Timers aren't among them: `State::timers` gives those of the new state whole.

use serde::Serialize;

use crate::event::Event;
use crate::model::{Model, NodeId, NodeKind};
use crate::state::{State, Status, Variables};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A task wants doing; the model says by whom (`Node::official`, `Node::handling`).
    TaskBegins {
        token: u32,
        element: Box<str>,
    },
    /// A task was done, or is no longer wanted.
    TaskEnds {
        token: u32,
        element: Box<str>,
        done: bool,
    },
    Call {
        token: u32,
        process: Box<str>,
        variables: Variables,
    },
    /// The called process is no longer wanted.
    CallEnds {
        token: u32,
    },
    Message {
        element: Box<str>,
        name: Box<str>,
        key: Option<Box<str>>,
        variables: Variables,
    },
    Signal {
        name: Box<str>,
    },
    /// A step that names a statutory clock began or was done; what that means to the clock is the caller's to say.
    Clock {
        name: Box<str>,
        element: Box<str>,
        begins: bool,
    },
    Incident {
        token: u32,
        element: Box<str>,
        message: Box<str>,
    },
    Ends {
        status: Status,
    },
}

/// The effects of one step's events, in their order. `before` is the state in which the step began.
#[must_use]
pub fn effects(model: &Model, before: &State, events: &[Event]) -> Vec<Effect> {
    let mut reading = Reading { model, state: before.clone(), out: Vec::new() };
    for event in events {
        reading.read(event);
        reading.state.apply(event);
    }
    reading.out
}

struct Reading<'a> {
    model: &'a Model,
    /// As it was before the event that is read.
    state: State,
    out: Vec<Effect>,
}

impl Reading<'_> {
    fn read(&mut self, event: &Event) {
        match event {
            Event::Activated { token, node } => {
                self.clock(*node, true);
                self.out.push(Effect::TaskBegins { token: *token, element: self.id(*node) });
            }
            Event::Completed { token, node, .. } => {
                self.leaves(*token, true);
                self.clock(*node, false);
            }
            Event::Took { token, .. }
            | Event::Jumped { token, .. }
            | Event::Ended { token }
            | Event::Withdrawn { token } => self.leaves(*token, false),
            Event::Called { token, process, variables, .. } => {
                self.out.push(Effect::Call { token: *token, process: process.clone(), variables: variables.clone() });
            }
            Event::Sent { node, name, key, variables, .. } => self.out.push(Effect::Message {
                element: self.id(*node),
                name: name.clone(),
                key: key.clone(),
                variables: variables.clone(),
            }),
            Event::Signalled { name, .. } => self.out.push(Effect::Signal { name: name.clone() }),
            Event::Failed { token, incident } => {
                let node = self.state.token(*token).and_then(crate::state::Token::node);
                let element = node.map(|node| self.id(node)).unwrap_or_default();
                self.out.push(Effect::Incident { token: *token, element, message: incident.message.clone() });
            }
            Event::Migrated { state } => self.carried_over(state),
            Event::Finished { status, .. } => self.out.push(Effect::Ends { status: status.clone() }),
            _ => {}
        }
    }

    fn id(&self, node: NodeId) -> Box<str> {
        self.model[node].id.clone()
    }

    /// Only activities name clocks that run while they do; an event that names one is read by who keeps the clock.
    fn clock(&mut self, node: NodeId, begins: bool) {
        let found = &self.model[node];
        if let (NodeKind::Activity(_), Some(name)) = (&found.kind, &found.official.clock) {
            self.out.push(Effect::Clock { name: name.clone(), element: found.id.clone(), begins });
        }
    }

    fn leaves(&mut self, number: u32, done: bool) {
        use crate::state::Doing;
        let Some(token) = self.state.token(number) else { return };
        match (&token.doing, token.node()) {
            (Doing::Active, Some(node)) => {
                let element = self.id(node);
                self.out.push(Effect::TaskEnds { token: number, element, done });
            }
            (Doing::Calling, _) if !done => self.out.push(Effect::CallEnds { token: number }),
            _ => {}
        }
    }

    /// Tasks that the new model doesn't want any more. Their elements are of the old one, so only numbers are told.
    fn carried_over(&mut self, state: &State) {
        let still = |number: u32| state.tasks().any(|(token, _)| token.number == number);
        let gone: Vec<_> = self.state.tasks().map(|(token, _)| token.number).filter(|token| !still(*token)).collect();
        self.out.extend(gone.into_iter().map(|token| Effect::TaskEnds { token, element: Box::default(), done: false }));
    }
}
