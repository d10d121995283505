//! What a visit does when it starts and when it finishes, node by node.

use super::visits::{At, How, Phase, Rehearsal, VisitId};
use crate::model::{
    Activity, Definition, Event, EventPosition, Gateway, MessageEnd, MessageFlowId, NodeId, NodeKind, ScopeId,
    Subprocess, SubprocessForm, Task,
};

impl Rehearsal<'_> {
    pub fn start(&mut self, id: VisitId, how: How) {
        self.write(if how == How::Enter { "enter" } else { "signal" }, id);
        let was_running = self.phase(id) == Phase::Running;
        self.change(id, |visit| visit.phase = Phase::Running);
        match self.visit(id).map(|visit| visit.at) {
            Some(At::Flow(_) | At::MessageFlow(_)) => self.finish_later(id),
            Some(At::Process(scope)) => {
                self.arm_event_subprocesses(id, scope);
                self.start_process(id);
            }
            Some(At::Node(node)) => self.start_node(id, node, how, was_running),
            None => {}
        }
    }

    fn start_process(&mut self, id: VisitId) {
        let Some(scope) = self.scope(id) else { return };
        let first = self.visit(id).and_then(|visit| visit.start);
        self.start_inside(id, scope, |start| Some(start) == first);
    }

    /// Start events (those that are meant) and nodes without incoming flow, in document order.
    fn start_inside(&mut self, id: VisitId, scope: ScopeId, is_meant: impl Fn(NodeId) -> bool) {
        let scope = &self.model[scope];
        for node in &scope.nodes {
            if scope.starts.contains(node) && is_meant(*node) {
                self.create(At::Node(*node), Some(id), How::Signal, |_| ());
            } else if scope.implicit_starts.contains(node) {
                self.create(At::Node(*node), Some(id), How::Enter, |_| ());
            }
        }
    }

    fn start_node(&mut self, id: VisitId, node: NodeId, how: How, was_running: bool) {
        let model = self.model;
        match &model[node].kind {
            NodeKind::Gateway(gateway) => self.start_gateway(id, node, *gateway),
            NodeKind::Event(event) => self.start_event(id, node, event, how, was_running),
            NodeKind::Activity(activity) => {
                if !was_running {
                    self.arm_boundaries(id, node);
                }
                if !was_running && how == How::Enter && self.stops.contains(&node) {
                    self.arm(node, Some(id));
                } else {
                    self.handle_messages(id, node, activity, how, was_running);
                }
            }
        }
    }

    fn start_gateway(&mut self, id: VisitId, node: NodeId, gateway: Gateway) {
        let model = self.model;
        match gateway {
            Gateway::EventBased { parallel: false, .. } => {
                for flow in &model[node].outgoing {
                    self.arm(model[*flow].target, Some(id));
                }
            }
            Gateway::Parallel => self.try_parallel_join(id, node),
            Gateway::Inclusive => self.try_inclusive_join(id, node),
            Gateway::EventBased { .. } | Gateway::Exclusive | Gateway::Complex => self.finish_later(id),
        }
    }

    fn start_event(&mut self, id: VisitId, node: NodeId, event: &Event, how: How, was_running: bool) {
        match event.position {
            EventPosition::Start { .. } => self.finish_later(id),
            EventPosition::Boundary { interrupting, .. } => self.start_boundary(id, node, interrupting),
            EventPosition::Catch if how == How::Enter => self.arm(node, Some(id)),
            EventPosition::Catch => {
                self.armed.retain(|armed| armed.owner != Some(id));
                self.finish_later(id);
            }
            EventPosition::Throw | EventPosition::End if was_running => self.finish_later(id),
            EventPosition::Throw | EventPosition::End => {
                self.send_all(node);
                if self.throw(id, node, &event.definition) {
                    self.finish_later(id);
                }
            }
        }
    }

    /// True: the event finishes at once.
    fn throw(&mut self, id: VisitId, node: NodeId, definition: &Definition) -> bool {
        match definition {
            Definition::Signal(signal) => self.signal(*signal),
            Definition::Error { error, .. } => self.throw_up(id, *error, true),
            Definition::Escalation { escalation, .. } => self.throw_up(id, *escalation, false),
            Definition::Link { name } => {
                let catches = &self.model[self.model[node].scope].link_catches;
                let parent = self.parent(id);
                for (_, catch) in catches.iter().filter(|(each, _)| each == name) {
                    self.create(At::Node(*catch), parent, How::Signal, |_| ());
                }
            }
            Definition::Terminate => {
                let Some(parent) = self.parent(id) else { return true };
                for child in self.children(parent) {
                    self.destroy(child);
                }
                self.change(parent, |visit| visit.is_terminated = true);
                self.finish_later(parent);
                return false;
            }
            Definition::Compensation { activity, .. } => return !self.compensate(id, *activity),
            Definition::Cancel => return !self.cancel(id),
            _ => {}
        }
        true
    }

    fn send_all(&mut self, node: NodeId) {
        for flow in &self.model[node].messages {
            if self.is_sent_by(*flow, node) {
                self.send(*flow);
            }
        }
    }

    fn is_sent_by(&self, flow: MessageFlowId, node: NodeId) -> bool {
        self.model.message_flows.get(flow.0 as usize).is_some_and(|flow| flow.source == MessageEnd::Node(node))
    }

    pub fn send(&mut self, flow: MessageFlowId) {
        self.create(At::MessageFlow(flow), None, How::Signal, |_| ());
    }

    /// An activity handles its message flows from left to right, then does its work.
    fn handle_messages(&mut self, id: VisitId, node: NodeId, activity: &Activity, how: How, was_running: bool) {
        let flows = &self.model[node].messages;
        let mut done = self.visit(id).map_or(0, |visit| visit.messages_done);
        if was_running {
            self.armed.retain(|armed| armed.owner != Some(id) || armed.node != node);
        }
        while let Some(flow) = flows.get(done) {
            done += 1;
            if self.is_sent_by(*flow, node) {
                self.send(*flow);
            } else if how != How::Hand {
                self.change(id, |visit| visit.messages_done = done);
                self.arm(node, Some(id));
                return;
            }
        }
        self.change(id, |visit| visit.messages_done = done);
        let is_receive = matches!(activity.task, Task::Receive { .. });
        if is_receive && !was_running && how != How::Hand {
            self.arm(node, Some(id));
            return;
        }
        self.do_work(id, activity);
    }

    fn do_work(&mut self, id: VisitId, activity: &Activity) {
        let Task::Subprocess(Subprocess { scope, form }) = &activity.task else {
            self.finish_later(id);
            return;
        };
        let model = self.model;
        self.arm_event_subprocesses(id, *scope);
        if *form == SubprocessForm::Event {
            let start = self.visit(id).and_then(|visit| visit.start);
            self.interrupt_around(id, start);
            self.start_inside(id, *scope, |node| Some(node) == start);
        } else {
            let is_none =
                |start: NodeId| model[start].event().is_some_and(|event| event.definition == Definition::None);
            self.start_inside(id, *scope, is_none);
        }
        if self.children(id).is_empty() {
            self.finish_later(id);
        }
    }

    pub fn finish(&mut self, id: VisitId) {
        self.write("exit", id);
        let (at, parent) = match self.visit(id) {
            Some(visit) => (visit.at, visit.parent),
            None => return,
        };
        let is_interrupted = self.visit(id).is_some_and(|visit| visit.is_interrupted);
        let mut goes_on = false;
        match at {
            At::Flow(flow) => {
                let target = self.model[flow].target;
                self.create(At::Node(target), parent, How::Enter, |visit| visit.by = Some(flow));
                goes_on = true;
            }
            At::MessageFlow(flow) => self.deliver(flow),
            At::Process(_) => {}
            At::Node(_) if is_interrupted => {}
            At::Node(node) => {
                self.register_handler(id, node);
                goes_on = self.take_flows(id, node);
            }
        }
        self.handler_ended(id);
        if !is_interrupted && self.holds_on(id) {
            self.change(id, |visit| visit.phase = Phase::Held);
            // It can't be interrupted any more; its handlers stay.
            self.armed.retain(|armed| armed.owner != Some(id));
        } else {
            self.destroy(id);
        }
        if !goes_on && let Some(parent) = parent {
            self.check_completion(parent);
        }
    }

    fn take_flows(&mut self, id: VisitId, node: NodeId) -> bool {
        let model = self.model;
        let outgoing = &model[node].outgoing;
        let flows = match &model[node].kind {
            NodeKind::Gateway(Gateway::Exclusive | Gateway::Inclusive) if outgoing.len() > 1 => {
                let chosen = self.choices.get(&node).cloned().unwrap_or_default();
                let valid: Vec<_> = chosen.into_iter().filter(|flow| outgoing.contains(flow)).collect();
                let is_one = matches!(model[node].kind, NodeKind::Gateway(Gateway::Exclusive));
                valid.into_iter().take(if is_one { 1 } else { usize::MAX }).collect()
            }
            NodeKind::Gateway(Gateway::EventBased { parallel: false, .. }) => Vec::new(),
            _ => outgoing.clone(),
        };
        let parent = self.parent(id);
        for flow in &flows {
            self.create(At::Flow(*flow), parent, How::Enter, |_| ());
        }
        !flows.is_empty()
    }

    /// A process or sub-process completes when all inside is gone or has completed.
    pub fn check_completion(&mut self, id: VisitId) {
        let is_done = self.children(id).into_iter().all(|child| self.phase(child) == Phase::Held);
        let waits = self.visit(id).is_some_and(|visit| visit.is_finishing || visit.undoing.is_some());
        if is_done && !waits && self.phase(id) == Phase::Running {
            self.finish_later(id);
        }
    }
}
