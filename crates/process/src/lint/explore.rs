//! Visits the states of a net, within bounds, and says what it saw. Not here: words for what was found.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::net::{Marking, Net, PlaceId, PlaceKind, Seen, TransitionId};
use crate::model::NodeId;

/// How much is visited at most.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub states: usize,
    /// Steps between states.
    pub steps: usize,
    /// Questions whether a transition can fire, in all.
    pub work: usize,
    /// Nodes of a model; one with more isn't looked at.
    pub nodes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { states: 100_000, steps: 1_000_000, work: 300_000_000, nodes: 10_000 }
    }
}

/// Bytes that the markings of all states may take; each is kept twice.
const MEMORY: usize = 32 << 20;

/// The states of a net as far as they were visited.
#[derive(Debug, Default)]
pub(super) struct Space {
    pub states: Vec<Marking>,
    /// For each state the one from which it was found first, and the transitions that fired.
    pub from: Vec<Option<(usize, Vec<TransitionId>)>>,
    /// Steps between states.
    pub steps: Vec<(u32, u32)>,
    /// Whether something could have fired in the state, even if it led beyond what is followed.
    pub is_stuck: Vec<bool>,
    /// States with a step that would put too many tokens on a place.
    pub cut: Vec<usize>,
    pub fired: Vec<bool>,
    /// The first flow that held two tokens: the state before, what fired, the place.
    pub doubled: Option<(usize, Vec<TransitionId>, PlaceId)>,
    /// Messages came to be more than are told apart.
    pub is_full: bool,
    /// All states were visited.
    pub is_complete: bool,
    /// What it cost, in the unit of `Bounds::work`.
    pub work: usize,
}

pub(super) fn explore(net: &Net, bounds: Bounds) -> Space {
    let mut space = Space { fired: vec![false; net.transitions.len()], is_complete: true, ..Space::default() };
    let mut known: HashMap<Marking, usize, BuildHasherDefault<Quick>> = HashMap::default();
    let Some(initial) = net.settled() else {
        // More tokens than are followed, before anything moved.
        return Space { is_complete: false, ..space };
    };
    let most = bounds.states.min(MEMORY / initial.len().max(1));
    known.insert(initial.clone(), 0);
    space.states.push(initial);
    space.from.push(None);
    let mut at = 0;
    while at < space.states.len() {
        space.work += net.transitions.len();
        let Some(marking) = space.states.get(at).cloned() else { break };
        let mut is_stuck = true;
        for (id, transition) in net.transitions.iter().enumerate() {
            if transition.urgent || transition.thrown || !net.is_enabled(transition, &marking) {
                continue;
            }
            is_stuck = false;
            // Firing looks for what fires at once with it, and copies the marking.
            space.work += net.transitions.len() + net.places.len();
            let mut seen = Seen::default();
            let next = net.fire(id, &marking, &mut seen);
            space.is_full |= seen.is_full;
            if let Some(place) = seen.doubled
                && space.doubled.is_none()
            {
                space.doubled = Some((at, seen.fired.clone(), place));
            }
            let Some(next) = next else {
                space.cut.push(at);
                continue;
            };
            let fired = seen.fired;
            for id in &fired {
                if let Some(mark) = space.fired.get_mut(*id) {
                    *mark = true;
                }
            }
            let count = space.states.len();
            let to = match known.get(&next) {
                Some(&to) => to,
                None if count >= most => {
                    space.is_complete = false;
                    continue;
                }
                None => {
                    known.insert(next.clone(), count);
                    space.states.push(next);
                    space.from.push(Some((at, fired)));
                    count
                }
            };
            if let (Ok(at), Ok(to)) = (u32::try_from(at), u32::try_from(to)) {
                space.steps.push((at, to));
            }
        }
        space.is_stuck.push(is_stuck);
        at += 1;
        if space.steps.len() > bounds.steps || space.work > bounds.work {
            space.is_complete = false;
            break;
        }
    }
    space
}

impl Space {
    /// States from which one of the marked can be reached.
    pub fn reaching(&self, mut marked: Vec<bool>) -> Vec<bool> {
        // Steps by the state they lead to, in one array with offsets.
        let mut offsets = vec![0_usize; self.states.len() + 1];
        for (_, to) in &self.steps {
            if let Some(count) = offsets.get_mut(*to as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut place = offsets.clone();
        let mut sources = vec![0_u32; self.steps.len()];
        for (source, to) in &self.steps {
            if let Some(next) = place.get_mut(*to as usize) {
                if let Some(slot) = sources.get_mut(*next) {
                    *slot = *source;
                }
                *next += 1;
            }
        }
        let mut pending: Vec<usize> = (0..marked.len()).filter(|at| marked.get(*at) == Some(&true)).collect();
        while let Some(at) = pending.pop() {
            let range = offsets.get(at).copied().unwrap_or(0)..offsets.get(at + 1).copied().unwrap_or(0);
            for &source in sources.get(range).unwrap_or_default() {
                if let Some(mark) = marked.get_mut(source as usize)
                    && !*mark
                {
                    *mark = true;
                    pending.push(source as usize);
                }
            }
        }
        marked
    }

    /// The nodes that act on the shortest way found to a state.
    pub fn path(&self, net: &Net, state: usize, last: &[TransitionId]) -> Vec<NodeId> {
        let mut steps: Vec<Vec<TransitionId>> = vec![last.to_vec()];
        let mut at = state;
        while let Some(Some((from, fired))) = self.from.get(at) {
            steps.push(fired.clone());
            at = *from;
        }
        let fired = steps.into_iter().rev().flatten();
        fired.filter_map(|id| net.transitions.get(id)).flat_map(|transition| transition.steps.clone()).collect()
    }
}

impl Net {
    /// No process runs, and no end event was reached twice.
    pub fn is_over(&self, marking: &[u8]) -> bool {
        let at = |place: usize| usize::from(marking.get(place).copied().unwrap_or(0));
        self.running.iter().all(|&place| at(place) == 0)
            && self.ends.iter().all(|(_, places)| places.iter().map(|&place| at(place)).sum::<usize>() <= 1)
    }

    /// Messages are in transit.
    pub fn has_messages(&self, marking: &[u8]) -> bool {
        let places = self.places.iter().zip(marking);
        places.into_iter().any(|(place, &tokens)| tokens > 0 && matches!(place.kind, PlaceKind::Message(_)))
    }
}

/// A quick hash for short arrays of small numbers; nobody outside chooses them.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0_u8; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}
