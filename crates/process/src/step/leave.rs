//! Leaving a node: which flows are taken, tokens split, joins fire. Not here: what happens on arrival.

use super::{Stepper, Trouble, Work};
use crate::event::Event;
use crate::model::{FlowId, Gateway, NodeId, NodeKind};
use crate::state::{At, IncidentKind, Phase};

impl Stepper<'_> {
    /// An event or gateway is done with a token.
    pub(super) fn leave(&mut self, token: u32, node: NodeId) {
        match self.choose(token, node) {
            Ok(flows) => self.take(token, &flows),
            Err(trouble) => self.fail(token, Phase::Leave, trouble),
        }
    }

    /// The flows that a token takes out of a node.
    pub(super) fn choose(&self, token: u32, id: NodeId) -> Result<Vec<FlowId>, Trouble> {
        let node = &self.model[id];
        match node.kind {
            NodeKind::Gateway(Gateway::Parallel | Gateway::EventBased { .. }) => Ok(node.outgoing.clone()),
            NodeKind::Gateway(Gateway::Exclusive) if node.outgoing.len() > 1 => self.choose_one(token, id),
            NodeKind::Gateway(Gateway::Exclusive) => Ok(node.outgoing.clone()),
            _ => self.choose_some(token, id),
        }
    }

    /// The first flow whose condition holds, else the default.
    fn choose_one(&self, token: u32, id: NodeId) -> Result<Vec<FlowId>, Trouble> {
        let node = &self.model[id];
        for flow in node.outgoing.iter().filter(|flow| Some(**flow) != node.default) {
            if self.holds(token, *flow)? {
                return Ok(vec![*flow]);
            }
        }
        node.default.map(|flow| vec![flow]).ok_or_else(|| no_flow(&node.id))
    }

    /// Every flow without a condition or whose condition holds; the default only if no condition holds.
    fn choose_some(&self, token: u32, id: NodeId) -> Result<Vec<FlowId>, Trouble> {
        let node = &self.model[id];
        let mut taken = Vec::with_capacity(node.outgoing.len());
        let mut any_condition = false;
        for flow in node.outgoing.iter().filter(|flow| Some(**flow) != node.default) {
            if self.holds(token, *flow)? {
                any_condition |= self.program.condition(*flow).is_some();
                taken.push(*flow);
            }
        }
        if !any_condition {
            taken.extend(node.default);
        }
        if taken.is_empty() && !node.outgoing.is_empty() { Err(no_flow(&node.id)) } else { Ok(taken) }
    }

    fn holds(&self, token: u32, flow: FlowId) -> Result<bool, Trouble> {
        let Some(condition) = self.program.condition(flow) else { return Ok(true) };
        let about = &self.model[flow].id;
        self.truth(self.sight_of(token), condition, about)
    }

    /// Sends a token along flows; it takes the first itself, new ones take the others.
    pub(super) fn take(&mut self, token: u32, flows: &[FlowId]) {
        let Some(frame) = self.state.token(token).map(|token| token.frame) else { return };
        let Some((first, others)) = flows.split_first() else {
            self.end(token);
            return;
        };
        let at = self.env.now;
        let (to, waits) = (self.model[*first].target, self.is_join(*first));
        self.emit(Event::Took { token, flow: *first, to, waits, at });
        self.arrive(token, to, waits, frame);
        for flow in others {
            let (to, waits) = (self.model[*flow].target, self.is_join(*flow));
            let new = self.next_number();
            self.emit(Event::Split { from: token, token: new, frame, flow: *flow, to, waits, at });
            self.arrive(new, to, waits, frame);
        }
    }

    fn arrive(&mut self, token: u32, to: NodeId, waits: bool, frame: u32) {
        self.work.push_back(if waits { Work::Join(to, frame) } else { Work::Enter(token, to) });
    }

    /// The oldest token on each of these flows within a frame; none if a flow has none.
    fn oldest(&self, flows: &[FlowId], frame: u32) -> Option<Vec<u32>> {
        let on = |flow: &FlowId| {
            let here = |token: &&crate::state::Token| token.frame == frame && token.at == At::Flow(*flow);
            self.state.tokens.iter().find(here).map(|token| token.number)
        };
        flows.iter().map(on).collect()
    }

    pub(super) fn try_join(&mut self, node: NodeId, frame: u32) {
        match self.model[node].kind {
            NodeKind::Gateway(Gateway::Parallel) => {
                if let Some(tokens) = self.oldest(&self.model[node].incoming, frame) {
                    self.join(node, tokens);
                }
            }
            NodeKind::Activity(_) => self.try_gathering(node, frame),
            _ => {}
        }
    }

    /// An activity that begins with several tokens takes the oldest, by whatever flow they came.
    fn try_gathering(&mut self, node: NodeId, frame: u32) {
        let wanted = self.program.quantities(node).0;
        let incoming = &self.model[node].incoming;
        let is_here = |token: &&crate::state::Token| {
            token.frame == frame && matches!(token.at, At::Flow(flow) if incoming.contains(&flow))
        };
        let tokens: Vec<_> = self.state.tokens.iter().filter(is_here).map(|token| token.number).take(wanted).collect();
        if tokens.len() == wanted {
            self.join(node, tokens);
        }
    }

    fn join(&mut self, node: NodeId, mut tokens: Vec<u32>) {
        tokens.sort_unstable();
        let Some(first) = tokens.first().copied() else { return };
        self.emit(Event::Joined { node, tokens, at: self.env.now });
        self.work.push_back(Work::Enter(first, node));
    }

    /// Fires one inclusive join that nobody holds back. True if one fired.
    pub(super) fn fire_inclusive_joins(&mut self) -> bool {
        let model = self.model;
        let join_behind = |at: At| match at {
            At::Flow(flow) => Some(model[flow].target).filter(|to| self.program.feeders(*to).is_some()),
            At::Node(_) => None,
        };
        let waiting = self.state.tokens.iter().filter_map(|token| Some((join_behind(token.at)?, token.frame)));
        let mut places: Vec<_> = waiting.collect();
        places.dedup();
        let free = places.into_iter().find(|(node, frame)| !self.is_held_back(*node, *frame));
        let Some((node, frame)) = free else { return false };
        let filled: Vec<_> = self.filled(node, frame).0;
        if let Some(tokens) = self.oldest(&filled, frame) {
            self.join(node, tokens);
        }
        true
    }

    /// The flows into a join that have a token, and those that have none.
    fn filled(&self, node: NodeId, frame: u32) -> (Vec<FlowId>, Vec<FlowId>) {
        let has =
            |flow: &FlowId| self.state.tokens.iter().any(|token| token.frame == frame && token.at == At::Flow(*flow));
        self.model[node].incoming.iter().copied().partition(has)
    }

    /// Another token of the frame can still come by a flow that has none, and by none that has one
    /// (BPMN 2.0.2, 13.4.3).
    fn is_held_back(&self, node: NodeId, frame: u32) -> bool {
        let Some(feeders) = self.program.feeders(node) else { return false };
        let (filled, _) = self.filled(node, frame);
        self.state.tokens.iter().filter(|token| token.frame == frame).any(|token| {
            let from = match token.at {
                At::Node(at) => at,
                At::Flow(flow) => self.model[flow].target,
            };
            if from == node {
                return false;
            }
            let reaches = |full: bool| {
                feeders.iter().any(|feeder| filled.contains(&feeder.flow) == full && feeder.is_reached_from(from))
            };
            reaches(false) && !reaches(true)
        })
    }
}

fn no_flow(node: &str) -> Trouble {
    Trouble::new(IncidentKind::NoFlow, format!("no flow out of {node} could be taken"))
}
