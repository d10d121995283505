//! The verdict 判定 on the states of a net that were visited: what is safe and sound, and trouble in words. Not here: which
//! activities can never run (`lint`).

use super::explore::Space;
use super::net::{Net, PlaceKind};
use super::{Problem, Rule, Soundness, both};
use crate::model::{Model, NodeId, Place, ScopeId};

pub(super) struct Judging<'a> {
    pub model: &'a Model,
    pub net: &'a Net,
    pub space: &'a Space,
    pub group: &'a [ScopeId],
}

impl Judging<'_> {
    /// Adds the verdict on one group of processes; whether all could be decided.
    pub fn judge(&self, all: &mut Soundness) -> bool {
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
