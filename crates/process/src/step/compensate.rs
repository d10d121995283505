//! Compensation 补偿: what was completed is undone by its handlers, the last first, one after another; the thrower waits
//! in the meantime. Cancelling a transaction compensates all of it.

use super::{Stepper, Work};
use crate::event::Event;
use crate::model::{Definition, NodeId};
use crate::state::{Compensable, FrameKind, Variables};

impl Stepper<'_> {
    /// The handler that a compensation boundary event leads to.
    pub(super) fn handler_of(&self, activity: NodeId) -> Option<NodeId> {
        let is_compensation = |id: &&NodeId| {
            self.model[**id].event().is_some_and(|event| matches!(event.definition, Definition::Compensation { .. }))
        };
        let boundary = self.model[activity].boundaries.iter().find(is_compensation)?;
        self.model[*boundary].compensated_by
    }

    /// The start event of the compensation event sub-process inside a sub-process.
    pub(super) fn compensation_event_subprocess(&self, subprocess: NodeId) -> Option<NodeId> {
        let scope = self.model[subprocess].inside()?;
        let starts = self.model[scope].event_subprocesses.iter().filter_map(|node| self.model[*node].inside());
        starts.flat_map(|scope| self.model[scope].starts.iter().copied()).find(|start| {
            self.model[*start].event().is_some_and(|event| matches!(event.definition, Definition::Compensation { .. }))
        })
    }

    /// A throw or end event wants an activity, or all of its scope, undone.
    pub(super) fn compensate(&mut self, token: u32, activity: Option<NodeId>, wait: bool) {
        let Some(from) = self.state.token(token).map(|token| token.frame) else { return };
        let (frame, entries) = self.entries(self.scope_frame(from), activity);
        if !entries.is_empty() {
            self.begin_compensation(from, frame, if wait { token } else { 0 }, entries);
        }
    }

    /// The log entries meant, in the nearest scope that has any. Without an activity an event sub-process means the
    /// scope around it.
    fn entries(&self, mut number: u32, activity: Option<NodeId>) -> (u32, Vec<Compensable>) {
        while let Some(frame) = self.state.frame(number) {
            let is_meant = |entry: &&Compensable| activity.is_none_or(|activity| entry.node == activity);
            let found: Vec<_> = frame.log.iter().filter(is_meant).cloned().collect();
            let goes_on = activity.is_some() || matches!(frame.kind, FrameKind::EventSubprocess(_));
            if !found.is_empty() || !goes_on {
                return (number, found);
            }
            number = frame.parent;
        }
        (number, Vec::new())
    }

    fn begin_compensation(&mut self, parent: u32, of: u32, host: u32, entries: Vec<Compensable>) {
        let numbers = entries.iter().map(|entry| entry.number).collect();
        self.emit(Event::Compensated { frame: of, entries: numbers });
        let frame = self.next_number();
        let kind = FrameKind::Compensation(entries);
        self.emit(Event::Opened { frame, parent, host, node: None, kind, variables: Variables::default() });
        self.work.push_back(Work::Settle(frame));
    }

    /// Begins the next handler of a compensation frame, or ends it.
    pub(super) fn next_handler(&mut self, number: u32) {
        let Some(frame) = self.state.frame(number) else { return };
        let FrameKind::Compensation(pending) = &frame.kind else { return };
        let (host, parent) = (frame.host, frame.parent);
        let Some(entry) = pending.last().cloned() else {
            self.emit(Event::Closed { frame: number });
            self.compensated(host, parent);
            return;
        };
        self.emit(Event::HandlerBegun { frame: number });
        if let Some(handler) = self.handler_of(entry.node) {
            self.appear_and_enter(number, handler);
        } else if let Some(start) = self.compensation_event_subprocess(entry.node) {
            let restored = self.open(number, 0, entry.node, FrameKind::Restored, entry.variables);
            for entry in entry.log {
                self.emit(Event::Logged { frame: restored, entry });
            }
            self.open_event_subprocess(restored, start);
        } else {
            let inner = self.next_number();
            let kind = FrameKind::Compensation(entry.log);
            let node = Some(entry.node);
            self.emit(Event::Opened { frame: inner, parent: number, host: 0, node, kind, variables: entry.variables });
            self.work.push_back(Work::Settle(inner));
        }
    }

    /// All handlers have run: the thrower goes on.
    fn compensated(&mut self, host: u32, parent: u32) {
        self.work.push_back(Work::Settle(parent));
        let Some(node) = self.state.token(host).and_then(crate::state::Token::node) else { return };
        let is_cancel = self.model[node].event().is_some_and(|event| event.definition == Definition::Cancel);
        if is_cancel {
            self.leave_transaction(parent);
        } else {
            self.leave(host, node);
        }
    }

    /// A cancel end event: all else in the transaction ends, what was completed in it is undone.
    pub(super) fn cancel_transaction(&mut self, token: u32) {
        let Some(frame) = self.state.token(token).map(|token| self.scope_frame(token.frame)) else { return };
        self.clear(frame, Some(token));
        let entries = self.state.frame(frame).map(|frame| frame.log.clone()).unwrap_or_default();
        if entries.is_empty() {
            self.leave_transaction(frame);
        } else {
            self.begin_compensation(frame, frame, token, entries);
        }
    }

    /// A cancelled transaction is left by its cancel boundary event, and by none of its flows.
    fn leave_transaction(&mut self, frame: u32) {
        let Some(host) = self.state.frame(frame).map(|frame| frame.host) else { return };
        let Some(node) = self.state.token(host).and_then(crate::state::Token::node) else { return };
        let is_cancel =
            |id: &&NodeId| self.model[**id].event().is_some_and(|event| event.definition == Definition::Cancel);
        match self.model[node].boundaries.iter().find(is_cancel).copied() {
            Some(boundary) => {
                self.emit(Event::Fired { owner: crate::state::Owner::Token(host), node: boundary, at: self.env.now });
                self.interrupt(host, boundary);
            }
            None => {
                self.close_inside(host);
                self.end(host);
            }
        }
    }
}
