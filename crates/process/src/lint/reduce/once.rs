//! Places that hold one token in all their life, at most: two are never seen there, so nobody need count. Reminders shrink
//! to nothing this way. Not here: places that may hold a token again.

use super::forget;
use super::uses::Uses;
use crate::lint::net::{Net, PlaceId, PlaceKind, Transition, TransitionId};
use crate::model::NodeId;

/// More than one is many.
const MANY: u8 = 2;

/// For each place whether no run ever puts two tokens on it, one after another included: an upper bound of what its givers
/// may give, from what they may take.
pub(super) fn once(net: &Net) -> Vec<bool> {
    totals(net).into_iter().map(|total| total < MANY).collect()
}

fn totals(net: &Net) -> Vec<u8> {
    let mut totals: Vec<u8> = net.places.iter().map(|place| place.initial.min(MANY)).collect();
    let mut fires = vec![0_u8; net.transitions.len()];
    loop {
        let mut changed = false;
        for (transition, fires) in net.transitions.iter().zip(&mut fires).filter(|(one, _)| !one.gone) {
            let may = may_fire(net, transition, &totals);
            let more = may.saturating_sub(*fires);
            if more == 0 {
                continue;
            }
            *fires = may;
            changed = true;
            for &place in &transition.give {
                // What it takes and gives back is no token more.
                if let Some(total) = totals.get_mut(place).filter(|_| is_gained(transition, place)) {
                    *total = (*total + more).min(MANY);
                }
            }
        }
        if !changed {
            return totals;
        }
    }
}

fn count(list: &[PlaceId], place: PlaceId) -> usize {
    list.iter().filter(|other| **other == place).count()
}

fn is_gained(transition: &Transition, place: PlaceId) -> bool {
    count(&transition.give, place) > count(&transition.take, place)
}

/// How often a transition may fire at most.
fn may_fire(net: &Net, transition: &Transition, totals: &[u8]) -> u8 {
    let total = |place: &PlaceId| totals.get(*place).copied().unwrap_or(MANY);
    let joined = transition.join.and_then(|join| net.joins.get(join));
    let by_join = joined.map(|join| join.inputs.iter().fold(0, |sum: u8, input| (sum + total(input)).min(MANY)));
    let spent =
        transition.take.iter().filter(|place| count(&transition.take, **place) > count(&transition.give, **place));
    spent.map(total).chain(by_join).min().unwrap_or(MANY)
}

/// An end to which one token comes at most is reached once: nobody need remember that it was.
pub(super) fn forget_ends(net: &mut Net, once: &[bool]) -> bool {
    let totals = totals(net);
    let total = |place: &PlaceId| totals.get(*place).copied().unwrap_or(MANY);
    let is_many = |places: &[PlaceId]| places.iter().fold(0, |sum: u8, place| (sum + total(place)).min(MANY)) >= MANY;
    let counted = net.ends.iter().filter(|(_, places)| is_many(places)).flat_map(|(_, places)| places);
    let joined = net.joins.iter().flat_map(|join| &join.inputs);
    let taken = net.transitions.iter().filter(|one| !one.gone).flat_map(|one| one.take.iter().chain(&one.empty));
    let mut needed = vec![false; net.places.len()];
    for place in counted.chain(joined).chain(taken) {
        if let Some(needed) = needed.get_mut(*place) {
            *needed = true;
        }
    }
    let mut gone = vec![false; net.places.len()];
    for (id, place) in net.places.iter_mut().enumerate() {
        let is_end = matches!(place.kind, PlaceKind::Ended(_)) && !place.gone && place.initial == 0;
        if let (true, Some(true), Some(false), Some(gone)) = (is_end, once.get(id), needed.get(id), gone.get_mut(id)) {
            *gone = true;
            place.gone = true;
        }
    }
    let changed = gone.contains(&true);
    if changed {
        for transition in &mut net.transitions {
            transition.give.retain(|place| gone.get(*place) != Some(&true));
        }
    }
    changed
}

/// A mark that lets an event come once, where the event does nothing else any more, is left out, and the event with it:
/// whoever sets the mark lets it run.
pub(super) fn forget_marks(net: &mut Net) -> bool {
    let uses = Uses::of(net);
    let named: Vec<TransitionId> = net.transitions.iter().flat_map(|one| one.then.iter().flatten().copied()).collect();
    let mut changed = false;
    for id in 0..net.places.len() {
        let is_mark =
            net.places.get(id).is_some_and(|place| place.kind == PlaceKind::Armed && !place.gone && place.initial == 0);
        let (Some(takers), Some(givers)) = (uses.takers.get(id), uses.givers.get(id)) else { continue };
        let is_watched = uses.is_watched.get(id) != Some(&false);
        if !is_mark || is_watched || takers.is_empty() || takers.iter().any(|taker| named.contains(taker)) {
            continue;
        }
        // Each event gives back what it takes beside the mark, and that alone.
        let beside: Option<Vec<PlaceId>> =
            takers.iter().map(|taker| net.transitions.get(*taker).and_then(|one| idle_beside(one, id))).collect();
        let Some(beside) = beside else { continue };
        let gives = |giver: &TransitionId| net.transitions.get(*giver).map(|one| &one.give);
        if !givers.iter().filter_map(gives).all(|give| beside.iter().all(|place| give.contains(place))) {
            continue;
        }
        let mut runs: Vec<NodeId> =
            takers.iter().filter_map(|at| net.transitions.get(*at)).flat_map(|one| one.runs.clone()).collect();
        runs.sort_unstable();
        runs.dedup();
        for at in takers {
            if let Some(one) = net.transitions.get_mut(*at) {
                one.gone = true;
            }
        }
        for at in givers {
            if let Some(one) = net.transitions.get_mut(*at) {
                one.give.retain(|place| *place != id);
                one.runs.extend(&runs);
                one.runs.sort_unstable();
                one.runs.dedup();
            }
        }
        forget(net, id);
        changed = true;
    }
    changed
}

/// The place that a transition takes beside a mark and gives back, if it does nothing else.
fn idle_beside(one: &Transition, mark: PlaceId) -> Option<PlaceId> {
    let is_plain = one.clear.is_empty()
        && one.empty.is_empty()
        && one.join.is_none()
        && one.then.is_empty()
        && !one.thrown
        && !one.urgent;
    match (one.take.as_slice(), one.give.as_slice()) {
        ([first, second], [back]) if is_plain && *second == mark && first == back => Some(*back),
        ([first, second], [back]) if is_plain && *first == mark && second == back => Some(*back),
        _ => None,
    }
}
