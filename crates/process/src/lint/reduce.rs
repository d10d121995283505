//! Makes a net smaller without changing the answers: a place that tokens only pass is left out, equal transitions and
//! equal places are taken together. Blocks of parallel work, choices and loops shrink to nothing this way; what remains
//! is visited state by state. A property holds this against the full search. Not here: that search.

mod joins;

use std::collections::HashMap;

use self::joins::replace_joins;
use super::net::{Net, Place, PlaceId, PlaceKind, Transition, TransitionId};

/// Reduces a net until nothing more can be left out.
pub(super) fn reduce(net: &mut Net) {
    let limit = net.places.len() + net.transitions.len() + 8;
    for _ in 0..limit {
        let mut changed = merge_transitions(net);
        changed |= replace_joins(net);
        changed |= merge_places(net);
        let uses = Uses::of(net);
        // What is known of a transition or place holds in this round until another elimination changes it.
        let mut touched = vec![false; net.transitions.len()];
        let mut blocked = vec![false; net.places.len()];
        for place in 0..net.places.len() {
            let of = |lists: &[Vec<TransitionId>]| lists.get(place).cloned().unwrap_or_default();
            let (takers, givers) = (of(&uses.takers), of(&uses.givers));
            let is_touched = takers.iter().chain(&givers).any(|&id| touched.get(id) != Some(&false));
            if blocked.get(place) != Some(&false) || is_touched || !uses.passes(net, place) {
                continue;
            }
            for &taker in &takers {
                mark(&mut touched, taker);
                for &to in net.transitions.get(taker).map_or(&[][..], |taker| &taker.give) {
                    mark(&mut blocked, to);
                }
            }
            // With one way on, givers stay what they are but for what they give.
            for &giver in givers.iter().filter(|_| takers.len() > 1) {
                mark(&mut touched, giver);
                for &to in net.transitions.get(giver).map_or(&[][..], |giver| &giver.give) {
                    mark(&mut blocked, to);
                }
            }
            leave_out(net, &uses, place);
            changed = true;
        }
        if !changed {
            break;
        }
    }
}

fn mark(marks: &mut [bool], at: usize) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = true;
    }
}

/// Who takes from, gives to and looks at each place.
struct Uses {
    takers: Vec<Vec<TransitionId>>,
    givers: Vec<Vec<TransitionId>>,
    /// Somebody else looks at it: tests it for emptiness without being the completion of its scope, or joins from it.
    is_watched: Vec<bool>,
    /// Whether a token stands here makes a difference to a thrower at the moment it throws.
    is_heard: Vec<bool>,
    /// The joins to which a token here may still come.
    joins: Vec<Vec<(usize, usize)>>,
    /// Scopes that something besides their completion looks at: boundary events, event sub-processes.
    observed: Vec<u32>,
}

impl Uses {
    fn of(net: &Net) -> Self {
        let count = net.places.len();
        let mut uses = Self {
            takers: vec![Vec::new(); count],
            givers: vec![Vec::new(); count],
            is_watched: vec![false; count],
            is_heard: vec![false; count],
            joins: vec![Vec::new(); count],
            observed: Vec::new(),
        };
        for (id, transition) in net.transitions.iter().enumerate().filter(|(_, transition)| !transition.gone) {
            for &place in &transition.take {
                if let Some(takers) = uses.takers.get_mut(place) {
                    takers.push(id);
                }
            }
            for &place in transition.take.iter().filter(|_| transition.thrown) {
                if let Some(heard) = uses.is_heard.get_mut(place) {
                    *heard = true;
                }
            }
            for &place in &transition.give {
                if let Some(givers) = uses.givers.get_mut(place) {
                    givers.push(id);
                }
            }
            if !transition.urgent {
                for &place in &transition.empty {
                    if let Some(watched) = uses.is_watched.get_mut(place) {
                        *watched = true;
                    }
                }
                let clears = transition.clear.iter().filter_map(|&place| net.places.get(place));
                uses.observed.extend(clears.map(|place| place.scope));
            }
        }
        // A scope that runs is looked at by its boundary events and event sub-processes.
        for (id, transition) in net.transitions.iter().enumerate() {
            let looks = |place: &&PlaceId| net.places.get(**place).is_some_and(|place| place.kind == PlaceKind::Scope);
            if !transition.gone && !transition.urgent && transition.take.iter().any(|place| looks(&place)) {
                let scopes = transition.take.iter().filter(looks);
                uses.observed.extend(scopes.filter_map(|&place| inner_scope(net, place, id)));
            }
        }
        uses.observed.sort_unstable();
        uses.observed.dedup();
        for (at, join) in net.joins.iter().enumerate() {
            for (index, input) in join.inputs.iter().enumerate() {
                if let Some(watched) = uses.is_watched.get_mut(*input) {
                    *watched = true;
                }
                for &place in join.before.get(index).into_iter().flatten() {
                    if let Some(joins) = uses.joins.get_mut(place) {
                        joins.push((at, index));
                    }
                }
            }
        }
        uses
    }

    /// Whether tokens only pass a place, so that what gives to it may give to what follows at once.
    fn passes(&self, net: &Net, id: PlaceId) -> bool {
        let Some(place) = net.places.get(id).filter(|place| !place.gone && place.initial == 0) else { return false };
        if !matches!(place.kind, PlaceKind::Flow(_) | PlaceKind::Held(_)) || self.is_watched.get(id) != Some(&false) {
            return false;
        }
        let of = |list: &[TransitionId]| -> Vec<Transition> {
            list.iter().filter_map(|&id| net.transitions.get(id).cloned()).collect()
        };
        let takers = of(self.takers.get(id).map_or(&[], Vec::as_slice));
        let givers = of(self.givers.get(id).map_or(&[], Vec::as_slice));
        let product = takers.len() * givers.len();
        if takers.is_empty() || givers.is_empty() || product > takers.len() + givers.len() + 4 {
            return false;
        }
        let is_observed = self.observed.contains(&place.scope);
        let no_joins = Vec::new();
        let joins = self.joins.get(id).unwrap_or(&no_joins);
        let takers_pass = takers.iter().all(|taker| {
            let is_plain = taker.take == [id]
                && taker.empty.is_empty()
                && taker.clear.is_empty()
                && taker.join.is_none()
                && taker.then.is_empty()
                && !taker.urgent
                && !taker.thrown;
            let targets = || taker.give.iter().filter_map(|&to| net.places.get(to).map(|place| (to, place)));
            let mut seen = taker.give.clone();
            seen.sort_unstable();
            seen.dedup();
            is_plain
                && seen.len() == taker.give.len()
                && !taker.give.contains(&id)
                && self.still_counts(place, targets().map(|(_, target)| target))
                && targets().all(|(to, target)| self.may_follow(net, place, joins, to, target, is_observed))
                && (!is_observed || targets().any(|(_, target)| target.kind.holds_up()))
        });
        takers_pass
            && givers.iter().all(|giver| {
                giver.then.is_empty()
                    && giver.give.iter().filter(|&&to| to == id).count() == 1
                    && (takers.len() == 1 || !(giver.urgent || giver.thrown))
                    && !giver.take.contains(&id)
            })
    }

    /// Two tokens on the place would still be seen where they go.
    fn still_counts<'a>(&self, place: &Place, mut targets: impl Iterator<Item = &'a Place>) -> bool {
        if place.kind.is_counted() {
            targets.any(|target| target.kind.is_counted())
        } else {
            targets.any(|target| !matches!(target.kind, PlaceKind::Message(_)))
        }
    }

    fn may_follow(
        &self,
        net: &Net,
        place: &Place,
        joins: &[(usize, usize)],
        to: PlaceId,
        target: &Place,
        observed: bool,
    ) -> bool {
        if matches!(target.kind, PlaceKind::Message(_)) {
            // A message may come earlier: nobody can tell, unless the scope can be interrupted before.
            return !observed;
        }
        if self.is_heard.get(to) != Some(&false) {
            return false;
        }
        let (no_joins, is_input) = (Vec::new(), self.is_watched.get(to) == Some(&true));
        let after = self.joins.get(to).unwrap_or(&no_joins);
        // A token that can only go to one input of one join holds that join up until it is there: it may be there at once.
        let arrives = after.is_empty()
            && matches!(joins, [(join, index)] if net.joins.get(*join).and_then(|join| join.inputs.get(*index)) == Some(&to));
        target.scope == place.scope && (arrives || (after == joins && !is_input))
    }
}

/// The scope that a mark stands for: where what begins it gives its other tokens.
fn inner_scope(net: &Net, mark: PlaceId, looker: TransitionId) -> Option<u32> {
    let begins =
        net.transitions.iter().enumerate().find(|(id, transition)| {
            *id != looker && transition.give.contains(&mark) && !transition.take.contains(&mark)
        });
    let outer = net.places.get(mark)?.scope;
    let (_, begins) = begins?;
    begins.give.iter().filter_map(|&place| net.places.get(place)).map(|place| place.scope).find(|&scope| scope != outer)
}

/// Joins each giver of a place with each taker, and forgets the place.
fn leave_out(net: &mut Net, uses: &Uses, id: PlaceId) {
    let takers: Vec<TransitionId> = uses.takers.get(id).cloned().unwrap_or_default();
    let givers: Vec<TransitionId> = uses.givers.get(id).cloned().unwrap_or_default();
    let mut made = Vec::new();
    for &giver in &givers {
        for &taker in &takers {
            let (Some(first), Some(second)) = (net.transitions.get(giver), net.transitions.get(taker)) else {
                continue;
            };
            let mut both = first.clone();
            both.give.retain(|&to| to != id);
            both.give.extend(&second.give);
            both.give.sort_unstable();
            both.steps.extend(&second.steps);
            both.runs.extend(&second.runs);
            both.runs.sort_unstable();
            both.runs.dedup();
            // The way to a place in a long sequence is told; all ways through it aren't.
            both.steps.truncate(400);
            made.push((giver, both));
        }
    }
    for &taker in &takers {
        if let Some(transition) = net.transitions.get_mut(taker) {
            transition.gone = true;
        }
    }
    let mut replaced = Vec::new();
    for (giver, both) in made {
        // The first takes the giver's number, which others may name.
        if replaced.contains(&giver) {
            net.transitions.push(both);
        } else if let Some(transition) = net.transitions.get_mut(giver) {
            *transition = both;
            replaced.push(giver);
        }
    }
    forget(net, id);
}

/// A place that is gone is never marked again: lists that name it need no change. What it held is held elsewhere too.
fn forget(net: &mut Net, id: PlaceId) {
    if let Some(place) = net.places.get_mut(id) {
        place.gone = true;
        place.initial = 0;
    }
}

/// Takes transitions that do the same together, and leaves out those that do nothing.
fn merge_transitions(net: &mut Net) -> bool {
    let mut changed = false;
    let named: Vec<TransitionId> = net.transitions.iter().flat_map(|one| one.then.iter().flatten().copied()).collect();
    let gone: Vec<bool> = net.places.iter().map(|place| place.gone).collect();
    let mut first: HashMap<Shape, TransitionId> = HashMap::new();
    for id in 0..net.transitions.len() {
        let Some(transition) = net.transitions.get_mut(id).filter(|transition| !transition.gone) else { continue };
        transition.take.sort_unstable();
        transition.give.sort_unstable();
        if named.contains(&id) || transition.thrown {
            continue;
        }
        let is_idle = transition.take == transition.give
            && transition.take.len() == 1
            && transition.clear.is_empty()
            && transition.empty.is_empty()
            && transition.join.is_none()
            && transition.then.is_empty();
        if is_idle {
            // Whoever marks the place lets this run.
            let (place, runs) = (transition.take.clone(), transition.runs.clone());
            let turn = place.first().copied().zip(transition.steps.first().copied());
            let is_initial =
                place.first().and_then(|&place| net.places.get(place)).is_some_and(|place| place.initial > 0);
            if is_initial {
                continue;
            }
            for other in net.transitions.iter_mut().filter(|other| place.iter().any(|place| other.give.contains(place)))
            {
                other.runs.extend(&runs);
                other.runs.sort_unstable();
                other.runs.dedup();
            }
            net.loops.extend(turn);
            if let Some(transition) = net.transitions.get_mut(id) {
                transition.gone = true;
            }
            changed = true;
            continue;
        }
        let shape = Shape::of(transition, &gone);
        match first.get(&shape).copied() {
            None => {
                first.insert(shape, id);
            }
            Some(kept) => {
                let runs = std::mem::take(&mut transition.runs);
                transition.gone = true;
                if let Some(kept) = net.transitions.get_mut(kept) {
                    kept.runs.extend(runs);
                    kept.runs.sort_unstable();
                    kept.runs.dedup();
                }
                changed = true;
            }
        }
    }
    changed
}

#[derive(PartialEq, Eq, Hash)]
struct Shape {
    take: Vec<PlaceId>,
    give: Vec<PlaceId>,
    empty: Vec<PlaceId>,
    clear: Vec<PlaceId>,
    join: Option<usize>,
    then: Vec<Vec<TransitionId>>,
    urgent: bool,
}

impl Shape {
    fn of(transition: &Transition, gone: &[bool]) -> Self {
        let sorted = |places: &[PlaceId]| {
            let mut places = places.to_vec();
            places.retain(|&place| gone.get(place) == Some(&false));
            places.sort_unstable();
            places.dedup();
            places
        };
        Self {
            take: transition.take.clone(),
            give: transition.give.clone(),
            empty: sorted(&transition.empty),
            clear: sorted(&transition.clear),
            join: transition.join,
            then: transition.then.clone(),
            urgent: transition.urgent,
        }
    }
}

/// Places that always hold the same are one.
fn merge_places(net: &mut Net) -> bool {
    let uses = Uses::of(net);
    type Same = (Vec<TransitionId>, Vec<TransitionId>, u32, (u8, bool));
    let mut first: HashMap<Same, PlaceId> = HashMap::new();
    let mut gone = Vec::new();
    for id in 0..net.places.len() {
        let Some(place) = net.places.get(id).filter(|place| !place.gone) else { continue };
        let (Some(takers), Some(givers)) = (uses.takers.get(id), uses.givers.get(id)) else { continue };
        let is_plain = matches!(place.kind, PlaceKind::Flow(_) | PlaceKind::Held(_))
            && uses.is_watched.get(id) == Some(&false)
            && uses.joins.get(id).is_some_and(Vec::is_empty)
            && !takers.is_empty();
        if !is_plain {
            continue;
        }
        let key = (takers.clone(), givers.clone(), place.scope, (place.initial, place.kind.is_counted()));
        match first.get(&key) {
            None => {
                first.insert(key, id);
            }
            Some(_) => gone.push(id),
        }
    }
    for &id in &gone {
        forget(net, id);
    }
    if !gone.is_empty() {
        let stays: Vec<bool> = net.places.iter().map(|place| !place.gone).collect();
        for transition in &mut net.transitions {
            transition.take.retain(|&place| stays.get(place) == Some(&true));
            transition.give.retain(|&place| stays.get(place) == Some(&true));
        }
    }
    !gone.is_empty()
}
