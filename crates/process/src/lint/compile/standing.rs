//! Where a case stands, as markings of the net: each token a place of its own at its node, running scopes marked, events
//! that have come and come no more. The net holds one run of each scope; of the items of a repeated activity, and of
//! event sub-processes that run several times, each is looked at in a marking of its own. Not here: what nodes do.

use std::collections::{BTreeSet, HashSet};

use super::Compiling;
use crate::lint::net::{Marking, Net, PlaceId, Transition};
use crate::model::{Definition, EventPosition, Gateway, Model, NodeId, NodeKind, Repeat, ScopeId};
use crate::program::parts;
use crate::state::{At, Frame, FrameKind, Owner, State, Status, Token};

/// Markings of one case that are looked at; items that stand alike are one.
const MARKINGS: usize = 64;

/// A case that has begun, on the net of its process.
pub(in crate::lint) struct Begun {
    pub net: Net,
    pub process: ScopeId,
    pub markings: Vec<Marking>,
    /// Where tokens stand: what runs there has begun.
    pub standing: Vec<NodeId>,
    /// There are more markings than are looked at.
    pub is_cut: bool,
}

/// The net of a case's process, and how the case marks it.
pub(in crate::lint) fn begun(model: &Model, state: &State) -> Begun {
    let process = if state.status == Status::New {
        model.processes.first().copied().unwrap_or(state.process)
    } else {
        state.process
    };
    let mut compiling = Compiling::new(model, &[process]);
    let nodes: BTreeSet<NodeId> = state.tokens.iter().filter_map(Token::node).collect();
    for &node in &nodes {
        if !compiling.is_plain_end(node) {
            compiling.entry(node);
        }
    }
    for frame in &state.frames {
        let begins_again = compiling.begins_again(frame);
        compiling.turning.extend(frame.node.filter(|_| begins_again));
        if let (FrameKind::AdHoc(_), Some(scope)) = (&frame.kind, scope_of(model, state, frame)) {
            for &node in &model[scope].implicit_starts {
                compiling.entry(node);
            }
        }
    }
    compiling.process(process);
    compiling.joins();
    compiling.throwers();
    compiling.fill();
    let mut begun = Begun { net: Net::default(), process, markings: Vec::new(), standing: Vec::new(), is_cut: false };
    if state.status == Status::New {
        begun.markings.push(compiling.net.places.iter().map(|place| place.initial).collect());
    } else {
        for preferred in choices(state) {
            let marking = compiling.marking(state, &preferred);
            begun.is_cut = begun.markings.len() >= MARKINGS;
            if begun.is_cut {
                break;
            }
            if !begun.markings.contains(&marking) {
                begun.markings.push(marking);
            }
        }
    }
    // An event sub-process runs without a token at its node.
    begun.standing = nodes.into_iter().chain(state.frames.iter().filter_map(|frame| frame.node)).collect();
    begun.net = compiling.net;
    begun
}

/// The frames to be preferred among those like them, so that each is once: the first of all first.
fn choices(state: &State) -> Vec<HashSet<u32>> {
    let mut out = vec![HashSet::new()];
    for frame in &state.frames {
        if alike(state, frame).first() == Some(&frame.number) {
            continue;
        }
        let mut chosen = HashSet::new();
        let mut at = Some(frame);
        while let Some(frame) = at {
            chosen.insert(frame.number);
            at = state.frame(frame.parent);
        }
        out.push(chosen);
    }
    out
}

/// The items of one repetition, or the runs of one event sub-process; for any other frame itself.
fn alike(state: &State, frame: &Frame) -> Vec<u32> {
    if !matches!(frame.kind, FrameKind::Item(_) | FrameKind::EventSubprocess(_)) {
        return vec![frame.number];
    }
    let is_alike = |other: &&Frame| {
        other.parent == frame.parent
            && other.node == frame.node
            && std::mem::discriminant(&other.kind) == std::mem::discriminant(&frame.kind)
    };
    state.frames.iter().filter(is_alike).map(|other| other.number).collect()
}

/// The scope of the model that runs in a frame.
fn scope_of(model: &Model, state: &State, frame: &Frame) -> Option<ScopeId> {
    match frame.node {
        Some(node) => model[node].inside(),
        None => Some(state.process),
    }
}

impl Compiling<'_> {
    pub(super) fn joins_or_splits(&self, node: NodeId) -> bool {
        let gateway = self.model[node].gateway();
        matches!(gateway, Some(Gateway::Parallel | Gateway::Inclusive | Gateway::Complex))
    }

    /// A token that stands at a node at which the net stops nobody, or has done what is done there, goes on.
    pub(super) fn goes_on(&mut self, id: NodeId) {
        let Some(&entry) = self.entries.get(&id) else { return };
        let give = self.onward(id, entry);
        self.add(Transition { steps: vec![id], take: vec![entry], give, ..Transition::default() });
    }

    /// A token that stands at a gateway behind its join.
    pub(super) fn past_the_join(&mut self, id: NodeId, gateway: Gateway) {
        let Some(&entry) = self.entries.get(&id).filter(|_| !self.model[id].incoming.is_empty()) else { return };
        match gateway {
            Gateway::Parallel => self.goes_on(id),
            Gateway::Inclusive => {
                for give in self.combinations(id, Some(entry)) {
                    self.add(Transition { steps: vec![id], take: vec![entry], give, ..Transition::default() });
                }
            }
            _ => {}
        }
    }

    /// Whether another turn or item may follow the one that runs.
    fn begins_again(&self, frame: &Frame) -> bool {
        match &frame.kind {
            FrameKind::Loop(_) => true,
            FrameKind::Multi(multi) => {
                let repeat = frame.node.and_then(|node| self.model[node].activity()?.repeat.as_ref());
                matches!(repeat, Some(Repeat::Multi(each)) if each.is_sequential) && multi.begun < multi.total
            }
            _ => false,
        }
    }

    fn marking(&self, state: &State, preferred: &HashSet<u32>) -> Marking {
        let marking = vec![0; self.net.places.len()];
        let mut standing = Standing { compiling: self, state, preferred, marking };
        if let Some(root) = state.frames.first() {
            standing.scope(root);
        }
        standing.marking
    }
}

struct Standing<'a> {
    compiling: &'a Compiling<'a>,
    state: &'a State,
    preferred: &'a HashSet<u32>,
    marking: Marking,
}

impl Standing<'_> {
    fn mark(&mut self, place: Option<PlaceId>) {
        if let Some(tokens) = place.and_then(|place| self.marking.get_mut(place)) {
            *tokens = tokens.saturating_add(1);
        }
    }

    fn is_chosen(&self, frame: &Frame) -> bool {
        let alike = alike(self.state, frame);
        let chosen = alike.iter().find(|number| self.preferred.contains(number)).or(alike.first());
        chosen == Some(&frame.number)
    }

    /// A scope that runs in a frame, with all below.
    fn scope(&mut self, frame: &Frame) {
        let model = self.compiling.model;
        let Some(scope) = scope_of(model, self.state, frame) else { return };
        self.mark(self.compiling.scopes.get(&scope).copied());
        if !self.is_interrupted(frame) {
            self.mark(self.compiling.armed.get(&scope).copied());
            let inside = model[scope].event_subprocesses.iter().filter_map(|node| model[*node].inside());
            for &start in inside.flat_map(|inside| &model[inside].starts) {
                if self.may_come(Owner::Frame(frame.number), start) {
                    self.mark(self.compiling.once_at.get(&start).copied());
                }
            }
        }
        if let FrameKind::AdHoc(begun) = frame.kind {
            for node in model[scope].implicit_starts.iter().skip(begun as usize) {
                self.mark(self.compiling.entries.get(node).copied());
            }
        }
        let state = self.state;
        for token in state.tokens.iter().filter(|token| token.frame == frame.number) {
            self.token(token);
        }
        // Handlers that run hold nobody up but whoever waits for them.
        let events = |frame: &&Frame| matches!(frame.kind, FrameKind::EventSubprocess(_));
        for below in state.frames.iter().filter(|below| below.parent == frame.number).filter(events) {
            if self.is_chosen(below) {
                self.scope(below);
            }
        }
    }

    /// An interrupting event sub-process has taken the frame over.
    fn is_interrupted(&self, frame: &Frame) -> bool {
        self.state.frames.iter().any(|each| {
            let FrameKind::EventSubprocess(start) = each.kind else { return false };
            let position = self.compiling.model[start].event().map(|event| event.position);
            each.parent == frame.number && matches!(position, Some(EventPosition::Start { interrupting: true }))
        })
    }

    /// Whether an event that nobody in the model sends may still come: it is armed, or needs no arming.
    fn may_come(&self, owner: Owner, node: NodeId) -> bool {
        let is_armed = |definition: &Definition| {
            matches!(
                definition,
                Definition::Timer(_) | Definition::Message(_) | Definition::Signal(_) | Definition::Conditional(_)
            )
        };
        let needs_arming =
            self.compiling.model[node].event().is_some_and(|event| parts(&event.definition).iter().any(is_armed));
        !needs_arming || self.state.waits.iter().any(|wait| wait.owner == owner && wait.node == node)
    }

    fn token(&mut self, token: &Token) {
        let node = match token.at {
            At::Flow(flow) => return self.mark(self.compiling.flows.get(&flow).copied()),
            At::Node(node) => node,
        };
        let state = self.state;
        let hosted = state.frames.iter().find(|frame| frame.host == token.number);
        let runs = match hosted {
            Some(frame) if frame.kind.repeats() => {
                let items = state.frames.iter().filter(|item| item.parent == frame.number);
                let item = items.into_iter().find(|item| self.is_chosen(item));
                // Its token does the activity's body; a sub-process has a frame of its own.
                let does = item.and_then(|item| state.tokens.iter().find(|token| token.frame == item.number));
                does.and_then(|token| state.frames.iter().find(|frame| frame.host == token.number))
            }
            other => other,
        };
        let scope = runs.filter(|frame| frame.kind.is_scope());
        let place = match scope {
            Some(frame) => {
                self.scope(frame);
                let inside = self.compiling.model[node].inside();
                inside.and_then(|scope| self.compiling.scopes.get(&scope).copied())
            }
            None => {
                let place = self.at(token, node);
                self.mark(place);
                place
            }
        };
        let Some(place) = place else { return };
        for &boundary in &self.compiling.model[node].boundaries {
            if self.may_come(Owner::Token(token.number), boundary) {
                self.mark(self.compiling.once.get(&(boundary, place)).copied());
            }
        }
    }

    /// Where a token is that stands at a node, or is about to enter it.
    fn at(&self, token: &Token, node: NodeId) -> Option<PlaceId> {
        let compiling = self.compiling;
        if compiling.is_plain_end(node) {
            return compiling.model[node].incoming.first().and_then(|flow| compiling.flows.get(flow)).copied();
        }
        let is_new = token.doing == crate::state::Doing::Moving;
        let is_activity = matches!(compiling.model[node].kind, NodeKind::Activity(_));
        let held = compiling.standing.get(&node).filter(|_| is_activity && !is_new);
        held.or_else(|| compiling.entries.get(&node)).copied()
    }
}
