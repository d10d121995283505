//! The soundness linter 流程检查: explores what a model can do, without data and within bounds, and says whether it is
//! safe and sound, which activities can never run, and by what path trouble is reached. Not here: whether the engine can
//! run the model at all (`executable`).

mod compile;
mod explore;
mod net;
mod reduce;

use serde::Serialize;

pub use self::explore::Bounds;
use self::explore::{Space, explore};
use self::net::{Net, PlaceKind};
use crate::model::{Definition, Model, NodeId, Place, ScopeId};

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
pub fn soundness_within(model: &Model, mut bounds: Bounds, reduced: bool) -> Soundness {
    let mut all = Soundness { safe: Some(true), sound: Some(true), message_sound: Some(true), ..Soundness::default() };
    let mut ran: Vec<NodeId> = Vec::new();
    if model.nodes.len() > bounds.nodes {
        let (rule, element, place) = (Rule::NotDecided, model.id.clone(), Place::default());
        let problems = vec![Problem { rule, element, place, path: Vec::new() }];
        return Soundness { problems, ..Soundness::default() };
    }
    for group in compile::groups(model) {
        let mut net = compile::net(model, &group);
        if reduced {
            reduce::reduce(&mut net);
        }
        net.most = FEW;
        let mut space = explore(&net, bounds);
        if !space.cut.is_empty() {
            // Branches that meet without being joined can bring more; a repetition without end brings ever more.
            net.most = MANY;
            let again = explore(&net, bounds);
            if again.is_complete && again.cut.is_empty() {
                space = again;
            }
        }
        // Groups of processes share what the check may cost.
        bounds.work = bounds.work.saturating_sub(space.work);
        let judged = Judging { model, net: &net, space: &space, group: &group }.judge(&mut all);
        all.states += space.states.len();
        for (id, transition) in net.transitions.iter().enumerate() {
            if space.fired.get(id) == Some(&true) {
                ran.extend(&transition.runs);
            }
        }
        if !judged {
            ran.extend(may_run(&net));
        }
    }
    ran.sort_unstable();
    ran.dedup();
    for id in dead(model, &ran) {
        let node = &model[id];
        all.dead.push(node.id.clone());
        all.problems.push(Problem {
            rule: Rule::DeadActivity,
            element: node.id.clone(),
            place: node.place,
            path: Vec::new(),
        });
    }
    all
}

struct Judging<'a> {
    model: &'a Model,
    net: &'a Net,
    space: &'a Space,
    group: &'a [ScopeId],
}

impl Judging<'_> {
    /// Adds the verdict on one group of processes; whether all could be decided.
    fn judge(&self, all: &mut Soundness) -> bool {
        let (net, space) = (self.net, self.space);
        if net.unknown.is_some() {
            self.not_decided(all);
            (all.safe, all.sound, all.message_sound) =
                (both(all.safe, None), both(all.sound, None), both(all.message_sound, None));
            return false;
        }
        let is_known = space.is_complete && net.partial.is_none();
        let two = space.doubled.as_ref();
        let safe = if two.is_some() { Some(false) } else { is_known.then_some(true) };
        if let Some((state, fired, place)) = two
            && let Some(PlaceKind::Flow(flow) | PlaceKind::Ended(Some(flow))) =
                net.places.get(*place).map(|one| one.kind)
        {
            let flow = &self.model[flow];
            let path = space.path(net, *state, fired);
            self.add(all, Rule::LackOfSynchronisation, flow.id.clone(), flow.place, path.clone());
            if !space.cut.is_empty() {
                self.add(all, Rule::UnboundedRepetition, flow.id.clone(), flow.place, path);
            }
        }
        let over: Vec<bool> = space.states.iter().map(|state| net.is_over(state)).collect();
        let clean: Vec<bool> =
            space.states.iter().zip(&over).map(|(state, over)| *over && !net.has_messages(state)).collect();
        let message_sound = self.verdict(over, is_known, Some(all));
        let had = all.problems.len();
        // Messages that weren't told apart might have been left.
        let sound = self.verdict(clean, is_known, None).filter(|sound| !(*sound && space.is_full));
        if sound == Some(false) && message_sound == Some(true) && had == all.problems.len() {
            self.messages_left(all);
        }
        if !is_known {
            self.not_decided(all);
        }
        all.safe = both(all.safe, safe);
        all.sound = both(all.sound, sound);
        all.message_sound = both(all.message_sound, message_sound);
        is_known
    }

    fn not_decided(&self, all: &mut Soundness) {
        let node = self.net.unknown.or(self.net.partial).map(|node| &self.model[node]);
        let process = self.group.first().map(|&scope| &self.model[scope]);
        let named = node.map(|node| (&node.id, node.place)).or(process.map(|scope| (&scope.id, scope.place)));
        if let Some((element, place)) = named {
            self.add(all, Rule::NotDecided, element.clone(), place, Vec::new());
        }
    }

    /// Whether each state can reach a good one. False is said only of what was seen to be so.
    fn verdict(&self, good: Vec<bool>, is_known: bool, report: Option<&mut Soundness>) -> Option<bool> {
        let space = self.space;
        // Where tokens come without bound, what lies within the bound speaks for the rest.
        let can = space.reaching(good);
        let bad: Vec<usize> = (0..space.states.len()).filter(|at| can.get(*at) == Some(&false)).collect();
        if bad.is_empty() {
            return is_known.then_some(true);
        }
        if !space.is_complete {
            // What was not visited may lead out of a bad state; a state where nothing moves is bad for sure.
            let stuck = bad.iter().copied().find(|at| space.is_stuck.get(*at) == Some(&true));
            let stuck = stuck?;
            if let Some(all) = report {
                self.stuck(all, stuck);
            }
            return Some(false);
        }
        if let Some(all) = report {
            let stuck = bad.iter().copied().find(|at| space.is_stuck.get(*at) == Some(&true));
            match stuck {
                Some(at) => self.stuck(all, at),
                None => self.endless(all, bad.first().copied().unwrap_or(0)),
            }
        }
        Some(false)
    }

    fn stuck(&self, all: &mut Soundness, state: usize) {
        let Some(marking) = self.space.states.get(state) else { return };
        let is_running = self.net.running.iter().any(|&place| marking.get(place).copied().unwrap_or(0) > 0);
        if !is_running {
            for (end, _) in self.net.ends.iter().filter(|(_, places)| {
                places.iter().map(|&place| usize::from(marking.get(place).copied().unwrap_or(0))).sum::<usize>() > 1
            }) {
                let node = &self.model[*end];
                self.report(all, Rule::EndReachedTwice, node.id.clone(), node.place, state);
            }
            return;
        }
        let turns = self.net.loops.iter().find(|(place, _)| marking.get(*place).is_some_and(|tokens| *tokens > 0));
        if let Some((_, node)) = turns {
            let node = &self.model[*node];
            self.report(all, Rule::EndlessLoop, node.id.clone(), node.place, state);
            return;
        }
        let mut told: Vec<Box<str>> = Vec::new();
        for (place, _) in self.net.places.iter().zip(marking).filter(|(_, tokens)| **tokens > 0) {
            let node = match place.kind {
                PlaceKind::Flow(flow) => self.model[flow].target,
                PlaceKind::Held(node) => node,
                _ => continue,
            };
            let node = &self.model[node];
            if !told.contains(&node.id) {
                told.push(node.id.clone());
                self.report(all, Rule::Deadlock, node.id.clone(), node.place, state);
            }
        }
    }

    fn endless(&self, all: &mut Soundness, state: usize) {
        let path = self.space.path(self.net, state, &[]);
        let node = path.last().copied().or_else(|| {
            let marking = self.space.states.get(state)?;
            let marked = self.net.places.iter().zip(marking).find(|(place, tokens)| {
                **tokens > 0 && matches!(place.kind, PlaceKind::Flow(_) | PlaceKind::Held(_))
            })?;
            match marked.0.kind {
                PlaceKind::Flow(flow) => Some(self.model[flow].target),
                PlaceKind::Held(node) => Some(node),
                _ => None,
            }
        });
        if let Some(node) = node {
            let node = &self.model[node];
            self.report(all, Rule::EndlessLoop, node.id.clone(), node.place, state);
        }
    }

    fn messages_left(&self, all: &mut Soundness) {
        let (net, space) = (self.net, self.space);
        let left = space.states.iter().enumerate().find_map(|(at, state)| {
            let is_last = space.is_stuck.get(at) == Some(&true) && net.is_over(state);
            let message = net.places.iter().zip(state).find_map(|(place, tokens)| match place.kind {
                PlaceKind::Message(message) if *tokens > 0 => Some(message),
                _ => None,
            });
            message.filter(|_| is_last).map(|message| (at, message))
        });
        if let Some((at, message)) = left
            && let Some(flow) = self.model.message_flows.get(message as usize)
        {
            self.report(all, Rule::MessageLeft, flow.id.clone(), flow.place, at);
        }
    }

    fn report(&self, all: &mut Soundness, rule: Rule, element: Box<str>, place: Place, state: usize) {
        self.add(all, rule, element, place, self.space.path(self.net, state, &[]));
    }

    fn add(&self, all: &mut Soundness, rule: Rule, element: Box<str>, place: Place, path: Vec<NodeId>) {
        let path = path.into_iter().map(|node| self.model[node].id.clone()).collect();
        all.problems.push(Problem { rule, element, place, path });
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
