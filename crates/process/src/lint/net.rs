//! The net 网 on which a model is checked: places that hold tokens and transitions that move them, with what BPMN needs
//! beside: clearing of a scope, places that must be empty, inclusive joins, throwers that set off catchers. Not here: how a
//! model becomes a net (`compile`) and how its states are visited (`explore`).

use crate::model::{FlowId, NodeId};

pub(super) type PlaceId = usize;
pub(super) type TransitionId = usize;

/// Messages in transit on one flow beyond this aren't told apart.
const MESSAGES: u8 = 3;

#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    pub places: Vec<Place>,
    pub transitions: Vec<Transition>,
    pub joins: Vec<Join>,
    /// For each end event the places that count arrivals there.
    pub ends: Vec<(NodeId, Vec<PlaceId>)>,
    /// Sub-processes, the enclosing before the enclosed.
    pub scopes: Vec<Scope>,
    /// Places that are marked as long as a process runs.
    pub running: Vec<PlaceId>,
    /// Places where a token can go round for ever: transitions that take and give only it, left out since.
    pub loops: Vec<(PlaceId, NodeId)>,
    /// More tokens than this on one place aren't followed. Two are enough to say that a model isn't safe.
    pub most: u8,
    /// The model has something that this check doesn't understand.
    pub unknown: Option<NodeId>,
    /// A gateway with too many ways to try all their combinations: what was seen is so, the rest isn't known.
    pub partial: Option<NodeId>,
}

/// A sub-process of any form.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub scope: u32,
    /// The place that is marked as long as it runs.
    pub mark: PlaceId,
    pub owner: NodeId,
    /// Set off by its start event.
    pub is_event: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Place {
    pub kind: PlaceKind,
    /// The scope inside which it lies; scopes that hold the place of a scope are those above.
    pub scope: u32,
    pub initial: u8,
    pub gone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// A sequence flow, or a point that a token passes as it would pass one.
    Flow(FlowId),
    /// A token that came to its end by this flow: it stays and counts, and holds nobody up.
    Ended(Option<FlowId>),
    /// A node that holds its token.
    Held(NodeId),
    /// A scope that runs.
    Scope,
    /// Whether event sub-processes of a scope may still begin.
    Armed,
    /// A process that hasn't begun.
    Ready,
    /// Messages in transit.
    Message(u32),
}

impl PlaceKind {
    /// Two tokens here are two tokens on one flow.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Flow(_) | Self::Ended(Some(_)))
    }

    /// A token here keeps its scope from completing.
    pub fn holds_up(self) -> bool {
        matches!(self, Self::Flow(_) | Self::Held(_) | Self::Scope)
    }

    /// How many tokens are told apart, where more do no harm to the check: arrivals at an end, messages in transit.
    pub fn saturates(self) -> Option<u8> {
        match self {
            Self::Ended(_) => Some(2),
            Self::Message(_) => Some(MESSAGES),
            _ => None,
        }
    }

    /// A token that came to its end.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Ended(_))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Transition {
    /// The nodes that act, in order: what a path shows.
    pub steps: Vec<NodeId>,
    /// Activities that have run once this fires.
    pub runs: Vec<NodeId>,
    pub take: Vec<PlaceId>,
    pub give: Vec<PlaceId>,
    /// Must be empty.
    pub empty: Vec<PlaceId>,
    /// Is cleared before anything is given.
    pub clear: Vec<PlaceId>,
    pub join: Option<usize>,
    /// Afterwards, of each list the first that can fires.
    pub then: Vec<Vec<TransitionId>>,
    /// Fires at once when it can: the completion of a scope.
    pub urgent: bool,
    /// Fires only after a thrower.
    pub thrown: bool,
    pub gone: bool,
}

/// An inclusive join: for each incoming place those from which a token may still come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Join {
    pub inputs: Vec<PlaceId>,
    pub before: Vec<Vec<PlaceId>>,
}

pub(super) type Marking = Vec<u8>;

impl Net {
    /// The marking from which the search begins: what completes at once has completed.
    pub fn settled(&self) -> Option<Marking> {
        let mut marking = self.places.iter().map(|place| place.initial).collect();
        self.settle(&mut marking, &mut Seen::default())?;
        Some(marking)
    }

    /// The completion of one scope may complete the one above.
    fn settle(&self, marking: &mut Marking, seen: &mut Seen) -> Option<()> {
        while let Some(urgent) =
            self.transitions.iter().position(|other| other.urgent && self.is_enabled(other, marking))
        {
            self.apply(urgent, marking, seen)?;
        }
        Some(())
    }

    pub fn is_enabled(&self, transition: &Transition, marking: &[u8]) -> bool {
        let at = |place: &PlaceId| marking.get(*place).copied().unwrap_or(0);
        if transition.gone || !transition.empty.iter().all(|place| at(place) == 0) {
            return false;
        }
        for (index, place) in transition.take.iter().enumerate() {
            let before = transition.take.iter().take(index).filter(|other| *other == place).count();
            if usize::from(at(place)) <= before {
                return false;
            }
        }
        match transition.join.and_then(|join| self.joins.get(join)) {
            None => true,
            Some(join) => join.is_enabled(marking),
        }
    }

    /// The marking after a transition. None if a place would hold too many.
    pub fn fire(&self, id: TransitionId, marking: &[u8], seen: &mut Seen) -> Option<Marking> {
        let mut next = marking.to_vec();
        self.apply(id, &mut next, seen)?;
        self.settle(&mut next, seen)?;
        Some(next)
    }

    fn apply(&self, id: TransitionId, next: &mut Marking, seen: &mut Seen) -> Option<()> {
        let transition = self.transitions.get(id)?;
        seen.fired.push(id);
        if let Some(join) = transition.join.and_then(|join| self.joins.get(join)) {
            for input in &join.inputs {
                if let Some(tokens) = next.get_mut(*input) {
                    *tokens = tokens.saturating_sub(1);
                }
            }
        }
        for place in &transition.take {
            if let Some(tokens) = next.get_mut(*place) {
                *tokens = tokens.saturating_sub(1);
            }
        }
        for place in &transition.clear {
            if let Some(tokens) = next.get_mut(*place) {
                *tokens = 0;
            }
        }
        // What is thrown is heard by those who listen already, not by who comes to listen with it.
        let first = |options: &Vec<TransitionId>| {
            let can = |option: &&TransitionId| {
                self.transitions.get(**option).is_some_and(|other| self.is_enabled(other, next))
            };
            options.iter().find(can).copied()
        };
        let heard: Vec<TransitionId> = transition.then.iter().filter_map(first).collect();
        for &place in &transition.give {
            let kind = self.places.get(place)?.kind;
            let tokens = next.get_mut(place)?;
            match kind.saturates() {
                Some(most) if *tokens >= most => seen.is_full |= matches!(kind, PlaceKind::Message(_)),
                None if *tokens >= self.most => return None,
                _ => *tokens += 1,
            }
            if *tokens >= 2 && kind.is_counted() {
                seen.doubled.get_or_insert(place);
            }
        }
        for id in heard {
            // A thrower that its own catcher throws again would go round for ever.
            if seen.fired.len() < 200 && self.transitions.get(id).is_some_and(|other| self.is_enabled(other, next)) {
                self.apply(id, next, seen)?;
            }
        }
        Some(())
    }
}

/// What was seen while a transition fired, with those that fired after it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub fired: Vec<TransitionId>,
    /// A flow that held two tokens, if only for a moment.
    pub doubled: Option<PlaceId>,
    /// More messages were in transit than are told apart.
    pub is_full: bool,
}

impl Join {
    /// As the standard has it: something has arrived, and no token elsewhere can still reach an empty input, unless it
    /// can also reach one where a token waits (BPMN 2.0, table 13.3).
    fn is_enabled(&self, marking: &[u8]) -> bool {
        let at = |place: &PlaceId| marking.get(*place).copied().unwrap_or(0);
        let waiting = |index: &usize| self.inputs.get(*index).is_some_and(|input| at(input) > 0);
        let count = self.inputs.len();
        if !(0..count).any(|index| waiting(&index)) {
            return false;
        }
        let ignored = |place: &PlaceId| {
            (0..count)
                .filter(waiting)
                .any(|index| self.before.get(index).is_some_and(|before| before.binary_search(place).is_ok()))
        };
        (0..count).filter(|index| !waiting(index)).all(|index| {
            self.before.get(index).is_none_or(|before| before.iter().all(|place| at(place) == 0 || ignored(place)))
        })
    }
}
