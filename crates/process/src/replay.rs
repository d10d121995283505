//! Replay of past cases 回放 over a changed model before it is published: what happened in a case is done again under
//! the other model, at the same times and with the same data. Which cases would have taken another path, and which would
//! have been late. A step that the past never did can't be guessed: there the replay waits. Not here: mining of logs.

use std::collections::BTreeMap;

use kernel::Timestamp;
use serde::Serialize;

use crate::event::Event;
use crate::model::{Model, NodeId, NodeKind, Task};
use crate::program::Program;
use crate::state::{State, Status, Variables, WaitKind};
use crate::step::{Env, Input, advance};

/// What a past case would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replay {
    pub case: String,
    /// The same activities in the same order, and as far.
    pub same_path: bool,
    /// Activities done, before and under the other model, in order.
    pub was: Vec<Box<str>>,
    pub would_be: Vec<Box<str>>,
    /// Activities that wait for what the past never did.
    pub waits_at: Vec<Box<str>>,
    /// Activities done in the past that the other model doesn't ask for, or not then.
    pub not_asked: Vec<Box<str>>,
    /// Steps that took more working days than the other model gives them.
    pub late: Vec<Late>,
    pub ended: Option<Timestamp>,
    pub would_end: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Late {
    pub element: Box<str>,
    pub took: u32,
    pub days: u32,
}

/// What came from outside in a past case.
#[derive(Debug, Clone)]
struct Happening {
    at: Timestamp,
    element: Box<str>,
    variables: Variables,
    /// A message or signal, not a task that was done.
    is_event: bool,
}

/// Does a past case again under another model. `events` are all of the case, under the model `past`; a case that was
/// changed while it ran is done again up to that change.
#[must_use]
pub fn replay(past: &Program, other: &Program, case: &str, events: &[Event], env: &Env<'_>) -> Replay {
    let own: Vec<_> = events.iter().take_while(|event| !matches!(event, Event::Migrated { .. })).cloned().collect();
    let happenings = happenings(&past.model, &own);
    let mut going = Going { program: other, state: State::new(), events: Vec::new(), env: env.clone() };
    let mut not_asked = Vec::new();
    if let Some(Event::Started { process, at, variables, .. }) = own.first() {
        going.start(&past.model[*process].id, *at, variables);
    }
    for happening in &happenings {
        going.pass(happening.at);
        if !going.happens(happening) {
            not_asked.push(happening.element.clone());
        }
    }
    let (was, would_be) = (activities(&past.model, &own), activities(&other.model, &going.events));
    let waits_at: Vec<_> = going.state.tasks().map(|(_, node)| other.model[node].id.clone()).collect();
    Replay {
        case: case.to_owned(),
        same_path: was == would_be && waits_at.is_empty() == is_over(&own),
        was,
        would_be,
        waits_at,
        not_asked,
        late: late(&other.model, &going.events, env),
        ended: end(&own),
        would_end: end(&going.events),
    }
}

struct Going<'a> {
    program: &'a Program,
    state: State,
    events: Vec<Event>,
    env: Env<'a>,
}

impl Going<'_> {
    fn step(&mut self, at: Timestamp, input: Input) -> bool {
        let env = self.env.clone().at(at);
        match advance(self.program, &mut self.state, input, &env) {
            Ok(events) => {
                self.events.extend(events);
                true
            }
            Err(_) => false,
        }
    }

    fn start(&mut self, process: &str, at: Timestamp, variables: &Variables) {
        let model = &self.program.model;
        if let Some(process) = model.process(process).or_else(|| model.processes.first().copied()) {
            self.step(at, Input::Start { process, event: None, variables: variables.clone() });
        }
    }

    /// Timers that are due before a moment fire at their own.
    fn pass(&mut self, until: Timestamp) {
        for _ in 0..10_000 {
            match self.state.timers().first() {
                Some((due, ..)) if *due <= until => {
                    let due = *due;
                    self.step(due, Input::Time);
                }
                _ => return,
            }
        }
    }

    fn happens(&mut self, happening: &Happening) -> bool {
        let model = &self.program.model;
        let Some(node) = model.node(&happening.element) else { return false };
        let variables = happening.variables.clone();
        if happening.is_event {
            let waits = self.state.waits.iter().find(|wait| wait.node == node).map(|wait| wait.kind.clone());
            let input = match waits {
                Some(WaitKind::Message(key)) => {
                    Input::Message { name: Box::default(), key, node: Some(node), variables }
                }
                Some(WaitKind::Signal) => Input::Signal { name: signal_name(model, node), variables },
                _ => return false,
            };
            return self.step(happening.at, input);
        }
        let token = self.state.tasks().find(|(_, each)| *each == node).map(|(token, _)| token.number);
        token.is_some_and(|token| self.step(happening.at, Input::Complete { token, variables }))
    }
}

fn signal_name(model: &Model, node: NodeId) -> Box<str> {
    use crate::model::Definition;
    let definition = model[node].event().map(|event| &event.definition);
    match definition {
        Some(Definition::Signal(Some(signal))) => model
            .declared
            .get(signal.0 as usize)
            .map(|each| if each.name.is_empty() { each.id.clone() } else { each.name.clone() })
            .unwrap_or_default(),
        _ => Box::default(),
    }
}

/// Tasks that were done and messages and signals that came, with the data that came with them.
fn happenings(model: &Model, events: &[Event]) -> Vec<Happening> {
    let mut out: Vec<Happening> = Vec::new();
    let mut active = BTreeMap::new();
    let mut data = Variables::default();
    for event in events {
        match event {
            Event::Activated { token, node } => {
                active.insert(*token, *node);
            }
            Event::Assigned { variables, .. } => {
                for (name, value) in variables.0.iter() {
                    data.0.put(name.clone(), value.clone());
                }
            }
            Event::Completed { token, node, at } if active.get(token) == Some(node) => {
                active.remove(token);
                let variables = std::mem::take(&mut data);
                out.push(Happening { at: *at, element: model[*node].id.clone(), variables, is_event: false });
            }
            Event::Fired { node, at, .. } if comes_from_outside(model, *node) => {
                let element = model[*node].id.clone();
                out.push(Happening { at: *at, element, variables: Variables::default(), is_event: true });
                data = Variables::default();
            }
            Event::Took { .. } | Event::Split { .. } => data = Variables::default(),
            _ => {}
        }
    }
    out
}

fn comes_from_outside(model: &Model, node: NodeId) -> bool {
    use crate::model::Definition;
    match &model[node].kind {
        NodeKind::Event(event) => matches!(event.definition, Definition::Message(_) | Definition::Signal(_)),
        NodeKind::Activity(activity) => matches!(activity.task, Task::Receive { .. }),
        NodeKind::Gateway(_) => false,
    }
}

fn activities(model: &Model, events: &[Event]) -> Vec<Box<str>> {
    let done = events.iter().filter_map(|event| match event {
        Event::Completed { node, .. } => Some(model[*node].id.clone()),
        _ => None,
    });
    done.collect()
}

fn is_over(events: &[Event]) -> bool {
    matches!(events.last(), Some(Event::Finished { status: Status::Completed, .. }))
}

fn end(events: &[Event]) -> Option<Timestamp> {
    events.iter().find_map(|event| match event {
        Event::Finished { at, .. } => Some(*at),
        _ => None,
    })
}

/// Steps that took more working days than the model gives them, from their beginning to their end.
fn late(model: &Model, events: &[Event], env: &Env<'_>) -> Vec<Late> {
    let mut began: BTreeMap<u32, Timestamp> = BTreeMap::new();
    let mut out = Vec::new();
    for event in events {
        match event {
            Event::Took { token, at, .. }
            | Event::Split { token, at, .. }
            | Event::Appeared { token, at, .. }
            | Event::Jumped { token, at, .. } => {
                began.insert(*token, *at);
            }
            Event::Joined { tokens, at, .. } => {
                began.extend(tokens.first().map(|token| (*token, *at)));
            }
            Event::Completed { token, node, at } => {
                let (Some(days), Some(from)) = (model[*node].official.days, began.get(token)) else { continue };
                let took = env.calendar.working_days_between(from.date(), at.date());
                if took > days {
                    out.push(Late { element: model[*node].id.clone(), took, days });
                }
            }
            _ => {}
        }
    }
    out
}
