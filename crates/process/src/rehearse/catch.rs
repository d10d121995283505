//! What is armed, and what sets it off: by hand, by messages and signals, by errors and escalations on their way out.

use super::visits::{Armed, At, How, Job, Phase, Rehearsal, VisitId};
use crate::model::{DeclaredId, Definition, EventPosition, MessageEnd, MessageFlowId, NodeId, ScopeId};

impl Rehearsal<'_> {
    pub fn arm(&mut self, node: NodeId, owner: Option<VisitId>) {
        let armed = Armed { node, owner };
        if !self.armed.contains(&armed) {
            self.armed.push(armed);
        }
    }

    pub fn armed_nodes(&self) -> Vec<NodeId> {
        self.armed.iter().map(|armed| armed.node).collect()
    }

    pub fn arm_boundaries(&mut self, host: VisitId, node: NodeId) {
        let model = self.model;
        for boundary in &model[node].boundaries {
            if !matches!(self.definition(*boundary), Some(Definition::Compensation { .. } | Definition::Cancel)) {
                self.arm(*boundary, Some(host));
            }
        }
    }

    pub fn arm_event_subprocesses(&mut self, around: VisitId, scope: ScopeId) {
        let model = self.model;
        let inside = model[scope].event_subprocesses.iter().filter_map(|node| model[*node].inside());
        for start in inside.flat_map(|scope| &model[scope].starts) {
            if !matches!(self.definition(*start), Some(Definition::Compensation { .. })) {
                self.arm(*start, Some(around));
            }
        }
    }

    pub fn definition(&self, node: NodeId) -> Option<&Definition> {
        self.model[node].event().map(|event| &event.definition)
    }

    fn position(&self, node: NodeId) -> Option<EventPosition> {
        self.model[node].event().map(|event| event.position)
    }

    /// Sets off by hand what is armed first; what was created or set going.
    pub fn trigger(&mut self, node: NodeId, within: Option<Option<VisitId>>) -> Option<VisitId> {
        let fits =
            |armed: &&Armed| armed.node == node && within.is_none_or(|owner| owner.is_some() && armed.owner == owner);
        let first = self.armed.iter().find(fits).copied();
        let armed = first.or_else(|| {
            let around = within??;
            let is_inside = |armed: &&Armed| armed.node == node && self.is_below(armed.owner, around);
            self.armed.iter().find(is_inside).copied()
        })?;
        Some(self.fire(armed, How::Hand))
    }

    fn is_below(&self, mut visit: Option<VisitId>, around: VisitId) -> bool {
        while let Some(id) = visit {
            if id == around {
                return true;
            }
            visit = self.parent(id);
        }
        false
    }

    pub fn fire(&mut self, armed: Armed, how: How) -> VisitId {
        let node = armed.node;
        let Some(owner) = armed.owner else { return self.start_instance(node) };
        let is_own = self.node(owner) == Some(node);
        match self.position(node) {
            _ if is_own => {
                // A waiting event, receive task or activity goes on in the same visit.
                self.armed.retain(|each| *each != armed);
                self.queue.push_back(Job::Start(owner, if how == How::Hand { How::Hand } else { How::Signal }));
                owner
            }
            Some(EventPosition::Boundary { interrupting, .. }) => {
                if interrupting {
                    self.armed.retain(|each| *each != armed);
                }
                let parent = self.parent(owner);
                self.create(At::Node(node), parent, How::Signal, |visit| visit.host = Some(owner))
            }
            Some(EventPosition::Start { .. }) => {
                let around = self.model[self.model[node].scope].owner.unwrap_or(node);
                self.create(At::Node(around), Some(owner), How::Signal, |visit| visit.start = Some(node))
            }
            _ => {
                // Behind an event-based gateway.
                let parent = self.parent(owner);
                self.destroy(owner);
                self.create(At::Node(node), parent, How::Hand, |_| ())
            }
        }
    }

    fn start_instance(&mut self, node: NodeId) -> VisitId {
        let scope = self.model[node].scope;
        self.create(At::Process(scope), None, How::Signal, |visit| visit.start = Some(node))
    }

    /// A message arrives: its target goes on if it is armed, else it is lost.
    pub fn deliver(&mut self, flow: MessageFlowId) {
        let Some(MessageEnd::Node(target)) = self.model.message_flows.get(flow.0 as usize).map(|flow| flow.target)
        else {
            return;
        };
        if let Some(armed) = self.armed.iter().find(|armed| armed.node == target).copied() {
            self.fire(armed, How::Signal);
        }
    }

    /// A signal reaches every catcher in the diagram, one for each visit that owns some; an interrupting one goes first.
    pub fn signal(&mut self, signal: Option<DeclaredId>) {
        let hears = |armed: &&Armed| self.definition(armed.node) == Some(&Definition::Signal(signal));
        let all: Vec<_> = self.armed.iter().filter(hears).copied().collect();
        let mut served: Vec<VisitId> = Vec::new();
        for armed in &all {
            let Some(owner) = armed.owner else {
                self.fire(*armed, How::Signal);
                continue;
            };
            if served.contains(&owner) {
                continue;
            }
            served.push(owner);
            let of_owner = |each: &&Armed| each.owner == Some(owner);
            let rank = |each: &&Armed| (!self.interrupts(each.node), self.is_boundary(each.node));
            let first = all.iter().filter(of_owner).min_by_key(rank).unwrap_or(armed);
            self.fire(*first, How::Signal);
        }
    }

    fn is_boundary(&self, node: NodeId) -> bool {
        matches!(self.position(node), Some(EventPosition::Boundary { .. }))
    }

    fn interrupts(&self, node: NodeId) -> bool {
        matches!(
            self.position(node),
            Some(EventPosition::Boundary { interrupting: true, .. } | EventPosition::Start { interrupting: true })
        )
    }

    /// An error or escalation goes outwards to the first visit that has a catcher.
    pub fn throw_up(&mut self, from: VisitId, what: Option<DeclaredId>, is_error: bool) {
        let mut at = self.parent(from);
        while let Some(owner) = at {
            let caught = self.catchers(owner, what, is_error);
            if !caught.is_empty() {
                let interrupting = caught.iter().find(|armed| self.interrupts(armed.node)).copied();
                for armed in interrupting.map_or(caught, |one| vec![one]) {
                    self.fire(armed, How::Signal);
                }
                return;
            }
            at = self.parent(owner);
        }
    }

    /// Event sub-processes go before boundary events, and at one place a reference before a catch-all.
    fn catchers(&self, owner: VisitId, what: Option<DeclaredId>, is_error: bool) -> Vec<Armed> {
        let names = |armed: &&Armed| match self.definition(armed.node) {
            Some(Definition::Error { error, .. }) if is_error => Some(*error),
            Some(Definition::Escalation { escalation, .. }) if !is_error => Some(*escalation),
            _ => None,
        };
        let of_owner = || self.armed.iter().filter(|armed| armed.owner == Some(owner));
        for boundary in [false, true] {
            let here: Vec<_> = of_owner().filter(|armed| self.is_boundary(armed.node) == boundary).collect();
            let exact: Vec<_> = here.iter().filter(|armed| what.is_some() && names(armed) == Some(what)).collect();
            let any: Vec<_> = here.iter().filter(|armed| names(armed) == Some(None)).collect();
            let found = if exact.is_empty() { any } else { exact };
            if !found.is_empty() {
                return found.into_iter().map(|armed| **armed).collect();
            }
        }
        Vec::new()
    }

    /// A boundary event that interrupts ends what its host does; the host then exits without its flows.
    pub fn start_boundary(&mut self, id: VisitId, node: NodeId, interrupting: bool) {
        let host = self.visit(id).and_then(|visit| visit.host);
        let Some(host) = host.filter(|_| interrupting) else {
            self.finish_later(id);
            return;
        };
        for child in self.children(host) {
            if self.phase(child) != Phase::Held || !matches!(self.definition(node), Some(Definition::Cancel)) {
                self.destroy(child);
            }
        }
        if self.undo_transaction(id, host, node) {
            return;
        }
        self.change(host, |visit| visit.is_interrupted = true);
        self.finish_later(host);
        self.finish_later(id);
    }

    /// An interrupting event sub-process ends everything else around it.
    pub fn interrupt_around(&mut self, id: VisitId, start: Option<NodeId>) {
        let (Some(around), Some(start)) = (self.parent(id), start) else { return };
        if !self.interrupts(start) {
            return;
        }
        let disarmed: Vec<_> = self
            .armed
            .iter()
            .filter(|armed| armed.owner == Some(around) && !self.is_boundary(armed.node))
            .copied()
            .collect();
        self.armed.retain(|armed| !disarmed.contains(armed));
        for child in self.children(around) {
            if child != id && self.phase(child) != Phase::Held {
                self.destroy(child);
            }
        }
    }
}
