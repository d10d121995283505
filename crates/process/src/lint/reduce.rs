//! Makes a net smaller without changing the answers: a place that tokens only pass is left out, equal transitions and
//! equal places are taken together. Blocks of parallel work, choices and loops shrink to nothing this way; what remains
//! is visited state by state. A property holds this against the full search. Not here: that search.

mod joins;
mod once;
mod scopes;
mod uses;

use std::collections::HashMap;

use self::joins::replace_joins;
use self::uses::Uses;
use super::net::{Net, PlaceId, PlaceKind, Transition, TransitionId};

/// Reduces a net until nothing more can be left out.
pub(super) fn reduce(net: &mut Net) {
    let known = &mut scopes::Known::default();
    let limit = net.places.len() + net.transitions.len() + 8;
    for _ in 0..limit {
        let mut changed = merge_transitions(net);
        changed |= replace_joins(net);
        changed |= merge_places(net);
        changed |= scopes::close(net, known);
        let once = once::once(net);
        changed |= once::forget_ends(net, &once);
        changed |= once::forget_marks(net);
        forget_traces(net);
        let uses = Uses::of(net);
        // What is known of a transition or place holds in this round until another elimination changes it.
        let mut touched = vec![false; net.transitions.len()];
        let mut blocked = vec![false; net.places.len()];
        for place in 0..net.places.len() {
            let of = |lists: &[Vec<TransitionId>]| lists.get(place).cloned().unwrap_or_default();
            let (takers, givers) = (of(&uses.takers), of(&uses.givers));
            let is_touched = takers.iter().chain(&givers).any(|&id| touched.get(id) != Some(&false));
            if blocked.get(place) != Some(&false) || is_touched || !uses.passes(net, &once, place) {
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

/// What is gone is never marked again: nobody need clear it or look whether it is empty.
fn forget_traces(net: &mut Net) {
    let stays: Vec<bool> = net.places.iter().map(|place| !place.gone).collect();
    for transition in &mut net.transitions {
        transition.clear.retain(|&place| stays.get(place) == Some(&true));
        transition.empty.retain(|&place| stays.get(place) == Some(&true));
    }
}

fn mark(marks: &mut [bool], at: usize) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = true;
    }
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
