//! Places that hold one token in all their life, at most: two are never seen there, so nobody need count. Reminders shrink
//! to nothing this way. Not here: places that may hold a token again.

use super::forget;
use crate::lint::net::{Net, PlaceId, PlaceKind, Transition};

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
    let counted: Vec<PlaceId> =
        net.ends.iter().filter(|(_, places)| is_many(places)).flat_map(|(_, places)| places.clone()).collect();
    let joined: Vec<PlaceId> = net.joins.iter().flat_map(|join| join.inputs.clone()).collect();
    let taken: Vec<PlaceId> = net
        .transitions
        .iter()
        .filter(|one| !one.gone)
        .flat_map(|one| one.take.iter().chain(&one.empty))
        .copied()
        .collect();
    let mut gone = Vec::new();
    for (id, place) in net.places.iter().enumerate() {
        let is_end = matches!(place.kind, PlaceKind::Ended(_)) && !place.gone && place.initial == 0;
        if is_end && once.get(id) == Some(&true) && ![&counted, &joined, &taken].iter().any(|list| list.contains(&id)) {
            gone.push(id);
        }
    }
    for &id in &gone {
        forget(net, id);
    }
    if !gone.is_empty() {
        for transition in &mut net.transitions {
            transition.give.retain(|place| !gone.contains(place));
        }
    }
    !gone.is_empty()
}

/// A mark that lets an event come once, where the event does nothing else any more, is left out, and the event with it:
/// whoever sets the mark lets it run.
pub(super) fn forget_marks(net: &mut Net) -> bool {
    let mut changed = false;
    for id in 0..net.places.len() {
        let is_mark =
            net.places.get(id).is_some_and(|place| place.kind == PlaceKind::Armed && !place.gone && place.initial == 0);
        if !is_mark {
            continue;
        }
        let touches = |list: &[PlaceId]| list.contains(&id);
        let live = || net.transitions.iter().enumerate().filter(|(_, one)| !one.gone);
        let takers: Vec<usize> = live().filter(|(_, one)| touches(&one.take)).map(|(at, _)| at).collect();
        let is_idle = |at: &usize| {
            net.transitions.get(*at).is_some_and(|one| {
                let mut rest = one.take.clone();
                rest.retain(|place| *place != id);
                let mut give = one.give.clone();
                rest.sort_unstable();
                give.sort_unstable();
                rest == give
                    && rest.len() == 1
                    && one.take.len() == 2
                    && one.clear.is_empty()
                    && one.empty.is_empty()
                    && one.join.is_none()
                    && one.then.is_empty()
                    && !one.thrown
                    && !one.urgent
            })
        };
        let is_named = live().any(|(_, one)| one.then.iter().flatten().any(|named| takers.contains(named)));
        let watched = live().any(|(_, one)| touches(&one.empty));
        if takers.is_empty() || is_named || watched || !takers.iter().all(is_idle) {
            continue;
        }
        let beside: Vec<PlaceId> = takers
            .iter()
            .filter_map(|at| net.transitions.get(*at))
            .flat_map(|one| one.take.iter().copied().filter(|place| *place != id))
            .collect();
        let sets_both = live()
            .filter(|(_, one)| touches(&one.give))
            .all(|(_, one)| beside.iter().all(|place| one.give.contains(place)));
        if !sets_both {
            continue;
        }
        let mut runs: Vec<_> =
            takers.iter().filter_map(|at| net.transitions.get(*at)).flat_map(|one| one.runs.clone()).collect();
        runs.sort_unstable();
        runs.dedup();
        for at in takers {
            if let Some(one) = net.transitions.get_mut(at) {
                one.gone = true;
            }
        }
        for one in net.transitions.iter_mut().filter(|one| !one.gone && one.give.contains(&id)) {
            one.give.retain(|place| *place != id);
            one.runs.extend(&runs);
            one.runs.sort_unstable();
            one.runs.dedup();
        }
        forget(net, id);
        changed = true;
    }
    changed
}
