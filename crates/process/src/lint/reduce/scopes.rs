//! A sub-process with which nobody outside deals but by beginning, completing and ending it: looked at by itself. Where it
//! can always complete and never holds two tokens on a flow, it is as one activity that takes its time, and its inside need
//! not be visited together with everything else. Not here: those that throw, are heard, or exchange messages; they are
//! visited with the rest.

use std::collections::HashMap;

use super::forget;
use crate::lint::explore::{Bounds, Space, explore};
use crate::lint::net::{Join, Marking, Net, PlaceId, PlaceKind, Transition, TransitionId};
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
    let mut changed = false;
    for at in (0..net.scopes.len()).rev() {
        let Some(scope) = net.scopes.get(at).cloned() else { continue };
        let is_live = net.places.get(scope.mark).is_some_and(|place| !place.gone && place.kind == PlaceKind::Scope);
        if !is_live || known.work > MOST_WORK {
            continue;
        }
        let inside = inside_of(net, at);
        let live =
            net.transitions.iter().filter(|one| !one.gone && one.give.iter().any(|place| inside(*place))).count();
        if known.open.get(&scope.scope) == Some(&live) {
            continue;
        }
        match Closed::of(net, at, known) {
            Some(closed) => {
                closed.replace(net, scope.mark, scope.owner, scope.is_event);
                changed = true;
            }
            None => drop(known.open.insert(scope.scope, live)),
        }
    }
    changed
}

/// Whether a place lies in a scope or below it.
fn inside_of(net: &Net, at: usize) -> impl Fn(PlaceId) -> bool + use<> {
    let mut within: Vec<u32> = net.scopes.get(at).map(|scope| scope.scope).into_iter().collect();
    // The enclosing stand before the enclosed.
    for scope in &net.scopes {
        let outer = net.places.get(scope.mark).map(|place| place.scope);
        if outer.is_some_and(|outer| within.contains(&outer)) {
            within.push(scope.scope);
        }
    }
    let inside: Vec<bool> = net.places.iter().map(|place| within.contains(&place.scope)).collect();
    move |place| inside.get(place) == Some(&true)
}

/// A scope that is closed, with what must be changed to leave its inside out.
struct Closed {
    inside: Vec<PlaceId>,
    enters: Vec<TransitionId>,
    inner: Vec<TransitionId>,
    complete: TransitionId,
    /// What runs inside once it is begun.
    runs: Vec<NodeId>,
    /// What runs inside of a case that stands in it.
    standing: Vec<NodeId>,
}

impl Closed {
    fn of(net: &Net, at: usize, known: &mut Known) -> Option<Self> {
        let mark = net.scopes.get(at)?.mark;
        let is_inside = inside_of(net, at);
        let inside: Vec<PlaceId> = (0..net.places.len())
            .filter(|&place| is_inside(place) && net.places.get(place).is_some_and(|place| !place.gone))
            .collect();
        let touches = |list: &[PlaceId]| list.iter().any(|&place| is_inside(place));
        let within = |list: &[PlaceId]| list.iter().all(|&place| is_inside(place) || place == mark);
        let is_counted_outside = net.running.contains(&mark)
            || net.ends.iter().any(|(_, places)| touches(places))
            || inside
                .iter()
                .any(|&place| matches!(net.places.get(place).map(|place| place.kind), Some(PlaceKind::Message(_))));
        if is_counted_outside {
            return None;
        }
        let joins_apart = net.joins.iter().all(|join| {
            let all = || join.inputs.iter().chain(join.before.iter().flatten());
            all().all(|&place| is_inside(place)) || !all().any(|&place| is_inside(place))
        });
        if !joins_apart {
            return None;
        }
        let (mut enters, mut inner, mut complete) = (Vec::new(), Vec::new(), None);
        for (id, one) in net.transitions.iter().enumerate().filter(|(_, one)| !one.gone) {
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
        let alone = Alone::of(net, mark, &inside, &inner, complete);
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
        Some(Self { inside, enters, inner, complete, runs, standing })
    }

    fn replace(self, net: &mut Net, mark: PlaceId, owner: NodeId, is_event: bool) {
        for id in self.inner {
            if let Some(one) = net.transitions.get_mut(id) {
                one.gone = true;
            }
        }
        for one in net.transitions.iter_mut().filter(|one| !one.gone) {
            one.clear.retain(|place| !self.inside.contains(place));
            one.give.retain(|place| !self.inside.contains(place));
            one.empty.retain(|place| !self.inside.contains(place));
        }
        let enters = self.enters.iter().map(|id| (*id, &self.runs));
        for (id, runs) in enters.chain([(self.complete, &self.standing)]) {
            if let Some(one) = net.transitions.get_mut(id) {
                one.runs.extend(runs);
                one.runs.sort_unstable();
                one.runs.dedup();
                // A second token waits its turn, or not: the inside can always complete. Event sub-processes would begin
                // without end.
                one.empty.retain(|place| *place != mark || is_event);
            }
        }
        if let Some(complete) = net.transitions.get_mut(self.complete) {
            complete.urgent = false;
        }
        for place in self.inside {
            forget(net, place);
        }
        if let Some(place) = net.places.get_mut(mark) {
            place.kind = PlaceKind::Held(owner);
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
