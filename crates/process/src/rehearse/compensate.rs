//! Compensation: handlers are registered when activities complete, and run the last first when something throws.

use super::visits::{At, Handler, How, Job, Phase, Rehearsal, Undo, Undoing, VisitId};
use crate::model::{Definition, NodeId};

impl Rehearsal<'_> {
    /// The handler that a compensation boundary event leads to.
    fn handler_of(&self, activity: NodeId) -> Option<NodeId> {
        let is_compensation = |node: &&NodeId| matches!(self.definition(**node), Some(Definition::Compensation { .. }));
        let boundary = self.model[activity].boundaries.iter().find(is_compensation)?;
        self.model[*boundary].compensated_by
    }

    /// The compensation event sub-process inside a sub-process, and its start event.
    fn event_subprocess_of(&self, subprocess: NodeId) -> Option<(NodeId, NodeId)> {
        let scope = self.model[subprocess].inside()?;
        self.model[scope].event_subprocesses.iter().find_map(|node| {
            let inside = self.model[*node].inside()?;
            let is_compensation =
                |start: &&NodeId| matches!(self.definition(**start), Some(Definition::Compensation { .. }));
            Some((*node, *self.model[inside].starts.iter().find(is_compensation)?))
        })
    }

    /// An activity completed normally: what would undo it is kept with the visit around it.
    pub fn register_handler(&mut self, id: VisitId, activity: NodeId) {
        let (Some(parent), false) = (self.parent(id), self.is_terminated(id)) else { return };
        let how =
            if self.holds_on(id) { Some(Undo::Inside(id)) } else { self.handler_of(activity).map(Undo::Activity) };
        if let Some(how) = how {
            self.change(parent, |visit| visit.handlers.push(Handler { activity, how }));
        }
    }

    fn is_terminated(&self, id: VisitId) -> bool {
        self.visit(id).is_some_and(|visit| visit.is_terminated)
    }

    /// Whether a visit stays after its exit, for handlers that may still run inside it.
    pub fn holds_on(&self, id: VisitId) -> bool {
        let Some(node) = self.node(id) else { return false };
        let is_again = self.phase(id) == Phase::Held || self.is_terminated(id);
        let has_own = self.event_subprocess_of(node).is_some();
        !is_again && (has_own || self.visit(id).is_some_and(|visit| !visit.handlers.is_empty()))
    }

    /// A throw or end event. True: it waits for handlers.
    pub fn compensate(&mut self, thrower: VisitId, activity: Option<NodeId>) -> bool {
        let mut at = self.parent(thrower);
        while let Some(around) = at {
            let meant = self.take_handlers(around, activity);
            if !meant.is_empty() {
                let left = meant.into_iter().map(|handler| (around, handler)).collect();
                self.change(thrower, |visit| visit.undoing = Some(Undoing { left, running: None }));
                self.next_handler(thrower);
                return true;
            }
            at = self.parent(around);
        }
        false
    }

    /// The handlers meant leave the visit in which they were kept.
    fn take_handlers(&mut self, around: VisitId, activity: Option<NodeId>) -> Vec<Handler> {
        let mut meant = Vec::new();
        self.change(around, |visit| {
            let is_meant = |handler: &Handler| activity.is_none_or(|activity| handler.activity == activity);
            meant = visit.handlers.iter().copied().filter(is_meant).collect();
            visit.handlers.retain(|handler| !is_meant(handler));
        });
        meant
    }

    /// Starts the next handler for whoever waits, or lets it go on.
    fn next_handler(&mut self, waits: VisitId) {
        let mut next = None;
        self.change(waits, |visit| next = visit.undoing.as_mut().and_then(|undoing| undoing.left.pop()));
        let Some((around, handler)) = next else {
            self.undone(waits);
            return;
        };
        let running = match handler.how {
            Undo::Activity(node) => self.create(At::Node(node), Some(around), How::Enter, |_| ()),
            Undo::EventSubprocess(node, start) => {
                self.create(At::Node(node), Some(around), How::Signal, |visit| visit.start = Some(start))
            }
            Undo::Inside(inside) => inside,
        };
        self.change(waits, |visit| {
            if let Some(undoing) = &mut visit.undoing {
                undoing.running = Some(running);
            }
        });
        if handler.how == Undo::Inside(running) {
            let left = self.inside(running, handler.activity);
            self.change(running, |visit| visit.undoing = Some(Undoing { left, running: None }));
            self.next_handler(running);
        }
    }

    /// What undoes a sub-process that held on: its event sub-process, or else the handlers of what completed inside;
    /// last of all the handler at its boundary.
    fn inside(&mut self, id: VisitId, activity: NodeId) -> Vec<(VisitId, Handler)> {
        let own = self.handler_of(activity).map(|node| Handler { activity, how: Undo::Activity(node) });
        let inner = match self.event_subprocess_of(activity) {
            Some((node, start)) => vec![Handler { activity, how: Undo::EventSubprocess(node, start) }],
            None => self.take_handlers(id, None),
        };
        own.into_iter().chain(inner).map(|handler| (id, handler)).collect()
    }

    /// A visit has exited: if it was a handler, the next one begins.
    pub fn handler_ended(&mut self, ended: VisitId) {
        let waits =
            |visit: &super::visits::Visit| visit.undoing.as_ref().is_some_and(|undoing| undoing.running == Some(ended));
        let Some(waits) = self.ids().find(|id| !self.is_dead(*id) && self.visit(*id).is_some_and(waits)) else {
            return;
        };
        self.next_handler(waits);
    }

    /// All handlers have run.
    fn undone(&mut self, waits: VisitId) {
        self.change(waits, |visit| visit.undoing = None);
        if self.phase(waits) == Phase::Held {
            self.change(waits, |visit| visit.is_interrupted = true);
            self.finish_later(waits);
            return;
        }
        let host = self.visit(waits).and_then(|visit| visit.host);
        match host {
            // A cancel boundary event exits, then the transaction.
            Some(host) => {
                self.finish_later(waits);
                self.change(host, |visit| visit.is_interrupted = true);
                self.finish_later(host);
            }
            None => self.queue.push_back(Job::Start(waits, How::Signal)),
        }
    }

    /// A cancel end event. True: the transaction's cancel boundary event takes over.
    pub fn cancel(&mut self, id: VisitId) -> bool {
        let Some(transaction) = self.parent(id) else { return false };
        let Some(node) = self.node(transaction) else { return false };
        let is_cancel = |boundary: &&NodeId| self.definition(**boundary) == Some(&Definition::Cancel);
        let Some(boundary) = self.model[node].boundaries.iter().find(is_cancel).copied() else { return false };
        let parent = self.parent(transaction);
        self.create(At::Node(boundary), parent, How::Signal, |visit| visit.host = Some(transaction));
        false
    }

    /// The handlers of a cancelled transaction run before its boundary event exits. True: they do.
    pub fn undo_transaction(&mut self, boundary: VisitId, host: VisitId, node: NodeId) -> bool {
        if self.definition(node) != Some(&Definition::Cancel) {
            return false;
        }
        let handlers = self.take_handlers(host, None);
        if handlers.is_empty() {
            return false;
        }
        let left = handlers.into_iter().map(|handler| (host, handler)).collect();
        self.change(boundary, |visit| visit.undoing = Some(Undoing { left, running: None }));
        self.next_handler(boundary);
        true
    }
}
