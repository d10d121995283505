//! Who does what to the places of a net, and which of them tokens only pass. Not here: leaving them out.

use crate::lint::net::{Net, Place, PlaceId, PlaceKind, Transition, TransitionId};

/// Who takes from, gives to and looks at each place.
pub(super) struct Uses {
    pub takers: Vec<Vec<TransitionId>>,
    pub givers: Vec<Vec<TransitionId>>,
    /// Somebody else looks at it: tests it for emptiness without being the completion of its scope, or joins from it.
    pub is_watched: Vec<bool>,
    /// Whether a token stands here makes a difference to a thrower at the moment it throws.
    is_heard: Vec<bool>,
    /// The joins to which a token here may still come.
    pub joins: Vec<Vec<(usize, usize)>>,
    /// Scopes that something besides their completion looks at: boundary events, event sub-processes.
    pub observed: Vec<u32>,
}

impl Uses {
    pub fn of(net: &Net) -> Self {
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
                // Marks of events that come no more say nothing of tokens.
                let clears = transition.clear.iter().filter_map(|&place| net.places.get(place));
                let tokens = clears.filter(|place| !place.gone && place.kind != PlaceKind::Armed);
                uses.observed.extend(tokens.map(|place| place.scope));
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
    pub fn passes(&self, net: &Net, once: &[bool], id: PlaceId) -> bool {
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
        // What holds one token in all its life holds never two.
        let is_once = once.get(id) == Some(&true);
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
                && (is_once || self.still_counts(place, targets().map(|(_, target)| target)))
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
