//! Rehearsal 预演: a model is played without data and without time; every choice comes from a script, and the trace says
//! step by step what each token did. It shares the graph with the engine and nothing else, on purpose: here a visit of
//! a flow is an entry of its own, the order is one queue whose every turn is seen, conditions are never evaluated, and a
//! completed sub-process stays to be compensated in the same visit. One interpreter for both would have to write this
//! trace on every step of a real case. Not here: running with data (`run`), soundness (`lint`).

mod catch;
mod compensate;
mod join;
mod nodes;
mod visits;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::model::{Element, Model};
use visits::{Rehearsal, VisitId};

/// A script `rehearsal/1`.
#[derive(Debug, Clone, Deserialize)]
pub struct Script {
    pub steps: Vec<Step>,
}

/// One step of a script.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Step {
    /// From now on this gateway takes these flows.
    Choose { gateway: String, flows: Vec<String> },
    /// From now on this activity stops on entry.
    Wait { element: String },
    /// Sets off what is armed at an element.
    Trigger {
        element: String,
        #[serde(default)]
        scope: Option<Within>,
        #[serde(default, rename = "as")]
        name: Option<String>,
    },
    /// Sends along a message flow by hand.
    Signal { element: String },
    /// The end of a segment.
    Collect,
}

/// Whose event is meant where several are armed.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Within {
    /// The oldest running visit of an element.
    Element { element: String },
    /// The visit that an earlier trigger created.
    Ref {
        #[serde(rename = "ref")]
        name: String,
    },
}

/// A line of output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Line {
    Segment {
        segment: usize,
        trace: Vec<String>,
    },
    /// The visits that are still alive.
    Open {
        open: Vec<u32>,
    },
}

/// Why a script can't be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPlayable {
    #[error("step {step}: the model has no {what} {id}")]
    Unknown { step: usize, what: &'static str, id: String },
    #[error("step {step}: more than {limit} jobs; the model spins at {element}")]
    Spins { step: usize, limit: usize, element: String },
}

/// Plays a script.
///
/// # Errors
/// The script names what the model doesn't have, or the model spins.
pub fn rehearse(model: &Model, script: &Script) -> Result<Vec<Line>, NotPlayable> {
    let (rehearsal, mut lines) = play(model, script)?;
    lines.push(Line::Open { open: rehearsal.open() });
    Ok(lines)
}

/// The elements that could be triggered after a script: the next choices of someone who plays by hand, first armed first.
///
/// # Errors
/// As `rehearse`.
pub fn armed(model: &Model, script: &Script) -> Result<Vec<Box<str>>, NotPlayable> {
    let (rehearsal, _) = play(model, script)?;
    let mut out: Vec<Box<str>> = Vec::new();
    for node in rehearsal.armed_nodes() {
        if !out.contains(&model[node].id) {
            out.push(model[node].id.clone());
        }
    }
    Ok(out)
}

fn play<'a>(model: &'a Model, script: &Script) -> Result<(Rehearsal<'a>, Vec<Line>), NotPlayable> {
    let mut rehearsal = Rehearsal::new(model);
    let mut named: HashMap<String, VisitId> = HashMap::new();
    let mut lines = Vec::new();
    for (at, step) in script.steps.iter().enumerate() {
        let number = at + 1;
        let unknown = |what, id: &str| NotPlayable::Unknown { step: number, what, id: id.to_owned() };
        let node = |id: &str| model.node(id).ok_or_else(|| unknown("node", id));
        match step {
            Step::Choose { gateway, flows } => {
                let chosen: Result<_, _> =
                    flows.iter().map(|id| model.flow(id).ok_or_else(|| unknown("sequence flow", id))).collect();
                rehearsal.choices.insert(node(gateway)?, chosen?);
            }
            Step::Wait { element } => {
                rehearsal.stops.insert(node(element)?);
            }
            Step::Trigger { element, scope, name } => {
                let within = within(model, &rehearsal, &named, scope.as_ref());
                if let Some(created) = rehearsal.trigger(node(element)?, within)
                    && let Some(name) = name
                {
                    named.insert(name.clone(), created);
                }
            }
            Step::Signal { element } => match model.element(element) {
                Some(Element::MessageFlow(flow)) => rehearsal.send(flow),
                _ => return Err(unknown("message flow", element)),
            },
            Step::Collect => {
                let trace = std::mem::take(&mut rehearsal.trace);
                lines.push(Line::Segment { segment: lines.len(), trace });
            }
        }
        rehearsal.run().map_err(|element| NotPlayable::Spins { step: number, limit: visits::MOST_JOBS, element })?;
    }
    Ok((rehearsal, lines))
}

/// The visit that must own the armed event; `Some(None)`: none fits.
fn within(
    model: &Model,
    rehearsal: &Rehearsal<'_>,
    named: &HashMap<String, VisitId>,
    scope: Option<&Within>,
) -> Option<Option<VisitId>> {
    Some(match scope? {
        Within::Element { element } => rehearsal.oldest_at(model.element(element)?),
        Within::Ref { name } => named.get(name).copied(),
    })
}
