//! The soundness linter 流程检查: explores what a model can do, without data and within bounds, and says whether it is
//! safe and sound, which activities can never run, and by what path trouble is reached. Not here: whether the engine can
//! run the model at all (`executable`).

mod compile;
mod explore;
mod judge;
mod net;
mod reduce;

use serde::Serialize;

pub use self::explore::Bounds;
use self::explore::explore;
use self::judge::Judging;
use self::net::Net;
use crate::model::{Definition, Model, NodeId, Place, ScopeId};
use crate::state::{State, Status};

/// What the linter says of a model. A verdict is none when the bounds were reached before it could be told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Soundness {
    /// No flow ever holds two tokens of one instance.
    pub safe: Option<bool>,
    /// Can always complete, and completes with nothing left: no token, no message, no end event reached twice.
    pub sound: Option<bool>,
    /// As sound, messages in transit ignored.
    pub message_sound: Option<bool>,
    /// Activities that can never run.
    pub dead: Vec<Box<str>>,
    /// States visited, after reduction.
    pub states: usize,
    pub problems: Vec<Problem>,
}

/// Trouble at an element, with the elements that act on the way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub rule: Rule,
    pub element: Box<str>,
    pub place: Place,
    pub path: Vec<Box<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Tokens wait here and nothing can ever move them.
    Deadlock,
    /// The process can go on for ever, but not complete any more.
    EndlessLoop,
    /// An activity that can never run.
    DeadActivity,
    /// A flow can hold two tokens of one instance: parallel branches meet without being joined.
    LackOfSynchronisation,
    /// Each turn leaves another token behind.
    UnboundedRepetition,
    /// An end event is reached twice by one instance.
    EndReachedTwice,
    /// A message is sent that nobody takes.
    MessageLeft,
    /// The bounds were reached, or the model has something that isn't understood.
    NotDecided,
}

/// Tokens on one place that are followed at first, and where that wasn't enough.
const FEW: u8 = 3;
const MANY: u8 = 12;

/// Checks a model within the usual bounds.
#[must_use]
pub fn soundness(model: &Model) -> Soundness {
    soundness_within(model, Bounds::default(), true)
}

/// Checks a model within given bounds, reduced first or state by state; the answers are the same.
#[must_use]
pub fn soundness_within(model: &Model, bounds: Bounds, reduced: bool) -> Soundness {
    let Some(mut checking) = Checking::of(model, bounds, reduced) else { return too_large(model) };
    for group in compile::groups(model) {
        checking.net(compile::net(model, &group), &group);
    }
    checking.conclude()
}

/// Checks what a case can come to from where it stands, within the usual bounds: paths begin there, and `dead` are the
/// activities that can't run from there on. Other processes of the model are taken to do whatever they like. Of the
/// items of a repeated activity each is looked at as if it were the only one.
#[must_use]
pub fn soundness_from(model: &Model, state: &State) -> Soundness {
    soundness_from_within(model, state, Bounds::default(), true)
}

/// As `soundness_from`, within given bounds, reduced first or state by state.
#[must_use]
pub fn soundness_from_within(model: &Model, state: &State, bounds: Bounds, reduced: bool) -> Soundness {
    let Some(mut checking) = Checking::of(model, bounds, reduced) else { return too_large(model) };
    if !matches!(state.status, Status::New | Status::Running) {
        return Soundness { safe: Some(true), sound: Some(true), message_sound: Some(true), ..Soundness::default() };
    }
    let begun = compile::begun(model, state);
    checking.ran.extend(&begun.standing);
    for marking in &begun.markings {
        let mut net = begun.net.clone();
        for (place, tokens) in net.places.iter_mut().zip(marking) {
            place.initial = *tokens;
        }
        checking.net(net, &[begun.process]);
    }
    if begun.is_cut {
        checking.not_decided(begun.process);
    }
    checking.conclude()
}

fn too_large(model: &Model) -> Soundness {
    let (rule, element, place) = (Rule::NotDecided, model.id.clone(), Place::default());
    let problems = vec![Problem { rule, element, place, path: Vec::new() }];
    Soundness { problems, ..Soundness::default() }
}

/// A check under way.
struct Checking<'a> {
    model: &'a Model,
    bounds: Bounds,
    reduced: bool,
    all: Soundness,
    ran: Vec<NodeId>,
}

impl<'a> Checking<'a> {
    /// None: the model is larger than what is looked at.
    fn of(model: &'a Model, bounds: Bounds, reduced: bool) -> Option<Self> {
        let all = Soundness { safe: Some(true), sound: Some(true), message_sound: Some(true), ..Soundness::default() };
        (model.nodes.len() <= bounds.nodes).then_some(Self { model, bounds, reduced, all, ran: Vec::new() })
    }

    fn net(&mut self, mut net: Net, group: &[ScopeId]) {
        if self.reduced {
            reduce::reduce(&mut net);
        }
        net.most = FEW;
        let mut space = explore(&net, self.bounds);
        if !space.cut.is_empty() {
            // Branches that meet without being joined can bring more; a repetition without end brings ever more.
            net.most = MANY;
            let again = explore(&net, self.bounds);
            if again.is_complete && again.cut.is_empty() {
                space = again;
            }
        }
        // All that is looked at shares what the check may cost.
        self.bounds.work = self.bounds.work.saturating_sub(space.work);
        let judged = Judging { model: self.model, net: &net, space: &space, group }.judge(&mut self.all);
        self.all.states += space.states.len();
        for (id, transition) in net.transitions.iter().enumerate() {
            if space.fired.get(id) == Some(&true) {
                self.ran.extend(&transition.runs);
            }
        }
        if !judged {
            self.ran.extend(may_run(&net));
        }
    }

    /// More than the bounds would have had to be looked at.
    fn not_decided(&mut self, process: ScopeId) {
        let all = &mut self.all;
        (all.safe, all.sound) = (both(all.safe, None), both(all.sound, None));
        all.message_sound = both(all.message_sound, None);
        let (element, place) = (self.model[process].id.clone(), self.model[process].place);
        all.problems.push(Problem { rule: Rule::NotDecided, element, place, path: Vec::new() });
        self.ran.extend(self.model.node_ids());
    }

    fn conclude(mut self) -> Soundness {
        self.ran.sort_unstable();
        self.ran.dedup();
        for id in dead(self.model, &self.ran) {
            let node = &self.model[id];
            self.all.dead.push(node.id.clone());
            self.all.problems.push(Problem {
                rule: Rule::DeadActivity,
                element: node.id.clone(),
                place: node.place,
                path: Vec::new(),
            });
        }
        // The items of a repeated activity may come to the same trouble.
        let mut told = std::collections::HashSet::new();
        self.all.problems.retain(|problem| told.insert((problem.rule, problem.element.clone())));
        self.all
    }
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Activities that may run if nothing but the order of marks counts: more than can. For what was not fully visited.
fn may_run(net: &Net) -> Vec<NodeId> {
    let mut marked: Vec<bool> = net.places.iter().map(|place| place.initial > 0).collect();
    let mut ran = Vec::new();
    let mut fired = vec![false; net.transitions.len()];
    loop {
        let mut changed = false;
        for (id, transition) in net.transitions.iter().enumerate().filter(|(_, transition)| !transition.gone) {
            let mut inputs = transition.take.iter();
            let joined = transition
                .join
                .and_then(|join| net.joins.get(join))
                .is_none_or(|join| join.inputs.iter().any(|place| marked.get(*place) == Some(&true)));
            if fired.get(id) == Some(&true) || !joined || !inputs.all(|place| marked.get(*place) == Some(&true)) {
                continue;
            }
            if let Some(fired) = fired.get_mut(id) {
                *fired = true;
            }
            changed = true;
            ran.extend(&transition.runs);
            for &place in &transition.give {
                if let Some(mark) = marked.get_mut(place) {
                    *mark = true;
                }
            }
        }
        if !changed {
            return ran;
        }
    }
}

/// Activities that didn't run. What only runs when something is compensated may run if anything can be.
fn dead(model: &Model, ran: &[NodeId]) -> Vec<NodeId> {
    let has_run = |node: NodeId| ran.binary_search(&node).is_ok();
    let compensates = ran.iter().any(|&node| {
        let definition = model[node].event().map(|event| &event.definition);
        matches!(definition, Some(Definition::Compensation { .. } | Definition::Cancel))
    });
    let runs_when_compensated = |mut node: NodeId| loop {
        let is_handler = model[node].activity().is_some_and(|activity| activity.is_for_compensation)
            || model.nodes.iter().any(|other| other.compensated_by == Some(node))
            || model[node].inside().is_some_and(|inside| {
                let starts = model[inside].starts.iter().filter_map(|&start| model[start].event());
                starts.into_iter().any(|event| matches!(event.definition, Definition::Compensation { .. }))
            });
        if is_handler {
            return true;
        }
        match model[model[node].scope].owner {
            Some(owner) => node = owner,
            None => return false,
        }
    };
    let activities = model.node_ids().filter(|&node| model[node].activity().is_some());
    activities.filter(|&node| !(has_run(node) || compensates && runs_when_compensated(node))).collect()
}
