//! A sub-process with which nobody outside deals but by beginning, completing and ending it: looked at by itself. Where it
//! can always complete and never holds two tokens on a flow, it is as one activity that takes its time, and its inside need
//! not be visited together with everything else. Not here: those that throw, are heard, or exchange messages; they are
//! visited with the rest.

use std::collections::{HashMap, HashSet};

use super::forget;
use crate::lint::explore::{Bounds, Space, explore};
use crate::lint::net::{Join, Marking, Net, PlaceId, PlaceKind, Scope, Transition, TransitionId};
use crate::model::NodeId;

/// What one sub-process by itself may cost; a larger one is visited with the rest.
const ALONE: Bounds = Bounds { states: 3_000, steps: 30_000, work: 3_000_000, nodes: usize::MAX };
/// All of them together.
const MOST_WORK: usize = 60_000_000;

/// What is known of scopes that were looked at: those not closed as they stood.
#[derive(Default)]
pub(super) struct Known {
    work: usize,
    /// By scope: the live transitions inside when it was last looked at.
    open: HashMap<u32, usize>,
}

/// Takes the inside out of every sub-process that is closed, the innermost first. Whether there was one.
pub(super) fn close(net: &mut Net, known: &mut Known) -> bool {
    if net.scopes.is_empty() {
        return false;
    }
    let mut near = Near::of(net);
    let mut changed = false;
    // The enclosing stand before the enclosed.
    for at in (0..net.scopes.len()).rev() {
        let Some(scope) = net.scopes.get(at).cloned() else { continue };
        let is_live = net.places.get(scope.mark).is_some_and(|place| !place.gone && place.kind == PlaceKind::Scope);
        let inside = near.places.remove(&scope.scope).unwrap_or_default();
        if is_live && known.work <= MOST_WORK {
            let touching = near.touching(&inside, scope.mark);
            let live = touching.iter().filter(|id| net.transitions.get(**id).is_some_and(|one| !one.gone)).count();
            if known.open.get(&scope.scope) != Some(&live) {
                if let Some(closed) = Closed::of(net, scope.mark, &inside, &touching, &near, known) {
                    closed.replace(net, &touching, &scope);
                    changed = true;
                    continue;
                }
                known.open.insert(scope.scope, live);
            }
        }
        // What lies in a scope that stays lies in the one around it too.
        if let Some(around) = net.places.get(scope.mark) {
            near.places.entry(around.scope).or_default().extend(inside);
        }
    }
    changed
}

/// What lies in each scope, and what touches each place.
struct Near {
    places: HashMap<u32, Vec<PlaceId>>,
    transitions: Vec<Vec<TransitionId>>,
    joins: Vec<Vec<usize>>,
}

impl Near {
    fn of(net: &Net) -> Self {
        let count = net.places.len();
        let mut near =
            Self { places: HashMap::new(), transitions: vec![Vec::new(); count], joins: vec![Vec::new(); count] };
        for (id, place) in net.places.iter().enumerate().filter(|(_, place)| !place.gone) {
            near.places.entry(place.scope).or_default().push(id);
        }
        for (at, join) in net.joins.iter().enumerate() {
            for &place in join.inputs.iter().chain(join.before.iter().flatten()) {
                if let Some(joins) = near.joins.get_mut(place) {
                    joins.push(at);
                }
            }
        }
        for (id, one) in net.transitions.iter().enumerate().filter(|(_, one)| !one.gone) {
            let joined = one.join.and_then(|join| net.joins.get(join)).map(|join| join.inputs.as_slice());
            let all = one.take.iter().chain(&one.give).chain(&one.empty).chain(&one.clear);
            for &place in all.chain(joined.unwrap_or_default()) {
                if let Some(transitions) = near.transitions.get_mut(place) {
                    transitions.push(id);
                }
            }
        }
        near
    }

    fn touching(&self, inside: &[PlaceId], mark: PlaceId) -> Vec<TransitionId> {
        let of = |place: &PlaceId| self.transitions.get(*place).map(Vec::as_slice).unwrap_or_default();
        let mut ids: Vec<TransitionId> = inside.iter().chain([&mark]).flat_map(of).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// A scope that is closed, with what must be changed to leave its inside out.
struct Closed {
    inside: HashSet<PlaceId>,
    enters: Vec<TransitionId>,
    inner: Vec<TransitionId>,
    complete: TransitionId,
    /// What runs inside once it is begun.
    runs: Vec<NodeId>,
    /// What runs inside of a case that stands in it.
    standing: Vec<NodeId>,
}

impl Closed {
    fn of(
        net: &Net,
        mark: PlaceId,
        inside: &[PlaceId],
        touching: &[TransitionId],
        near: &Near,
        known: &mut Known,
    ) -> Option<Self> {
        let own: HashSet<PlaceId> = inside.iter().copied().collect();
        let is_inside = |place: PlaceId| own.contains(&place);
        let touches = |list: &[PlaceId]| list.iter().any(|&place| is_inside(place));
        let within = |list: &[PlaceId]| list.iter().all(|&place| is_inside(place) || place == mark);
        let joins = inside.iter().flat_map(|place| near.joins.get(*place).map(Vec::as_slice).unwrap_or_default());
        let joins_apart = joins.filter_map(|join| net.joins.get(*join)).all(|join| {
            let live = |place: &&PlaceId| net.places.get(**place).is_some_and(|place| !place.gone);
            join.inputs.iter().chain(join.before.iter().flatten()).filter(live).all(|&place| is_inside(place))
        });
        if !joins_apart {
            return None;
        }
        let (mut enters, mut inner, mut complete) = (Vec::new(), Vec::new(), None);
        let live = touching.iter().filter_map(|id| Some((*id, net.transitions.get(*id)?)));
        for (id, one) in live.filter(|(_, one)| !one.gone) {
            let (takes, gives) = (one.take.contains(&mark), one.give.contains(&mark));
            let looks = touches(&one.take)
                || touches(&one.give)
                || touches(&one.empty)
                || one.join.and_then(|join| net.joins.get(join)).is_some_and(|join| touches(&join.inputs));
            if gives && !takes {
                let is_plain = !touches(&one.take) && one.then.is_empty() && !one.thrown && !one.urgent;
                if !is_plain || touches(&one.clear) || touches(&one.empty) {
                    return None;
                }
                enters.push(id);
            } else if takes && !gives && one.urgent && touches(&one.empty) {
                if complete.is_some() || touches(&one.give) || !within(&one.take) || !one.then.is_empty() {
                    return None;
                }
                complete = Some(id);
            } else if looks {
                let is_own = within(&one.take) && within(&one.give) && within(&one.empty) && within(&one.clear);
                if !is_own || takes != gives || one.thrown || !one.then.is_empty() || one.clear.contains(&mark) {
                    return None;
                }
                inner.push(id);
            } else if touches(&one.clear) {
                // Whoever ends the inside ends the whole.
                let ends = takes && !gives || one.clear.contains(&mark);
                let all = inside.iter().all(|place| one.clear.contains(place));
                if !ends || !all {
                    return None;
                }
            }
        }
        let (complete, mut begun) = (complete?, enters.iter().filter_map(|id| net.transitions.get(*id)));
        let of_inside = |one: &Transition| -> Vec<PlaceId> {
            let mut list: Vec<PlaceId> = one.give.iter().copied().filter(|&place| is_inside(place)).collect();
            list.sort_unstable();
            list
        };
        let first = begun.next().map(of_inside);
        if begun.any(|other| Some(of_inside(other)) != first) {
            return None;
        }
        let alone = Alone::of(net, mark, inside, &inner, complete);
        let stands = net.places.get(mark).is_some_and(|place| place.initial > 0);
        let begins = first.map(|given| alone.marking(&given));
        let mut found = [Vec::new(), Vec::new()];
        for (start, runs) in [begins, stands.then(|| alone.standing(net))].into_iter().zip(&mut found) {
            let Some(start) = start else { continue };
            let space = alone.explored(start);
            known.work += space.work;
            if !alone.holds(&space) {
                return None;
            }
            let fired = alone.inner.iter().zip(&space.fired).filter(|(_, fired)| **fired);
            runs.extend(fired.filter_map(|(id, _)| net.transitions.get(*id)).flat_map(|one| one.runs.clone()));
        }
        let [runs, standing] = found;
        Some(Self { inside: own, enters, inner, complete, runs, standing })
    }

    fn replace(self, net: &mut Net, touching: &[TransitionId], scope: &Scope) {
        for id in self.inner {
            if let Some(one) = net.transitions.get_mut(id) {
                one.gone = true;
            }
        }
        for id in touching {
            if let Some(one) = net.transitions.get_mut(*id).filter(|one| !one.gone) {
                one.clear.retain(|place| !self.inside.contains(place));
                one.give.retain(|place| !self.inside.contains(place));
                one.empty.retain(|place| !self.inside.contains(place));
            }
        }
        let enters = self.enters.iter().map(|id| (*id, &self.runs));
        for (id, runs) in enters.chain([(self.complete, &self.standing)]) {
            if let Some(one) = net.transitions.get_mut(id) {
                one.runs.extend(runs);
                one.runs.sort_unstable();
                one.runs.dedup();
                // A second token waits its turn, or not: the inside can always complete. Event sub-processes would begin
                // without end.
                one.empty.retain(|place| *place != scope.mark || scope.is_event);
            }
        }
        if let Some(complete) = net.transitions.get_mut(self.complete) {
            complete.urgent = false;
        }
        for place in self.inside {
            forget(net, place);
        }
        if let Some(place) = net.places.get_mut(scope.mark) {
            place.kind = PlaceKind::Held(scope.owner);
        }
    }
}

/// The inside of a scope as a net of its own; the first place is the scope's mark.
struct Alone {
    net: Net,
    inner: Vec<TransitionId>,
    of: HashMap<PlaceId, PlaceId>,
}

impl Alone {
    fn of(net: &Net, mark: PlaceId, inside: &[PlaceId], inner: &[TransitionId], complete: TransitionId) -> Self {
        let places: Vec<PlaceId> = std::iter::once(mark).chain(inside.iter().copied()).collect();
        let of: HashMap<PlaceId, PlaceId> = places.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        let moved =
            |list: &[PlaceId]| -> Vec<PlaceId> { list.iter().filter_map(|place| of.get(place).copied()).collect() };
        let mut own = Net { most: 3, ..Net::default() };
        own.places = places.iter().filter_map(|place| net.places.get(*place).cloned()).collect();
        let mut joins: HashMap<usize, usize> = HashMap::new();
        let ids: Vec<TransitionId> = inner.iter().copied().chain([complete]).collect();
        for one in ids.iter().filter_map(|id| net.transitions.get(*id)) {
            let join = one.join.and_then(|join| {
                let found = net.joins.get(join)?;
                Some(*joins.entry(join).or_insert_with(|| {
                    let before = found.before.iter().map(|list| {
                        let mut list = moved(list);
                        list.sort_unstable();
                        list
                    });
                    own.joins.push(Join { inputs: moved(&found.inputs), before: before.collect() });
                    own.joins.len() - 1
                }))
            });
            own.transitions.push(Transition {
                take: moved(&one.take),
                give: moved(&one.give),
                empty: moved(&one.empty),
                clear: moved(&one.clear),
                join,
                urgent: one.urgent,
                ..Transition::default()
            });
        }
        Self { net: own, inner: ids, of }
    }

    fn marking(&self, given: &[PlaceId]) -> Marking {
        let mut marking = vec![0; self.net.places.len()];
        for place in std::iter::once(0).chain(given.iter().filter_map(|place| self.of.get(place).copied())) {
            if let Some(tokens) = marking.get_mut(place) {
                *tokens += 1;
            }
        }
        marking
    }

    /// As a case stands in it.
    fn standing(&self, net: &Net) -> Marking {
        let mut marking = vec![0; self.net.places.len()];
        for (old, new) in &self.of {
            if let (Some(tokens), Some(place)) = (marking.get_mut(*new), net.places.get(*old)) {
                *tokens = place.initial;
            }
        }
        marking
    }

    fn explored(&self, start: Marking) -> Space {
        let mut net = self.net.clone();
        for (place, tokens) in net.places.iter_mut().zip(start) {
            place.initial = tokens;
        }
        explore(&net, ALONE)
    }

    /// Can complete from wherever it comes, after it has taken some time, and never holds two tokens on a flow.
    fn holds(&self, space: &Space) -> bool {
        let is_over = |marking: &Marking| marking.first() == Some(&0);
        let over: Vec<bool> = space.states.iter().map(is_over).collect();
        space.is_complete
            && space.cut.is_empty()
            && space.doubled.is_none()
            && space.states.first().is_some_and(|first| first.first() == Some(&1))
            && space.reaching(over).iter().all(|can| *can)
    }
}
