//! Scopes: the inside of sub-processes opens, empties and closes; event sub-processes; ad-hoc sub-processes. Not here:
//! items of repeated activities (`repeat`), handlers of compensation (`compensate`).

use super::data::Sight;
use super::{Stepper, Trouble, Work};
use crate::event::Event;
use crate::model::{Definition, EventPosition, NodeId, Order, ScopeId, Subprocess, SubprocessForm, Task};
use crate::state::{FrameKind, Owner, Phase, Status, Variables};

impl Stepper<'_> {
    pub(super) fn open(&mut self, parent: u32, host: u32, node: NodeId, kind: FrameKind, variables: Variables) -> u32 {
        let frame = self.next_number();
        self.emit(Event::Opened { frame, parent, host, node: Some(node), kind, variables });
        frame
    }

    /// The frame whose host this token is.
    pub(super) fn hosted(&self, token: u32) -> Option<u32> {
        self.state.frames.iter().find(|frame| frame.host == token && token != 0).map(|frame| frame.number)
    }

    /// The frame of a scope of the model at or around a frame.
    pub(super) fn scope_frame(&self, mut number: u32) -> u32 {
        while let Some(frame) = self.state.frame(number) {
            if frame.kind.is_scope() || frame.parent == 0 {
                break;
            }
            number = frame.parent;
        }
        number
    }

    /// The scope of the model that runs in a frame.
    pub(super) fn scope_of(&self, frame: u32) -> Option<ScopeId> {
        match self.state.frame(frame)?.node {
            Some(node) => self.model[node].inside(),
            None => Some(self.state.process),
        }
    }

    pub(super) fn open_subprocess(&mut self, token: u32, id: NodeId, kind: FrameKind) {
        let Some(parent) = self.state.token(token).map(|token| token.frame) else { return };
        let frame = self.open(parent, token, id, kind, Variables::default());
        let armed = self.arm_event_subprocesses(frame);
        self.start_inside(frame);
        self.note(frame, armed);
        self.work.push_back(Work::Settle(frame));
    }

    /// What went wrong when a scope opened stands on the first token inside it.
    pub(super) fn note(&mut self, frame: u32, result: Result<(), Trouble>) {
        let Err(trouble) = result else { return };
        if let Some(token) = self.state.tokens.iter().find(|token| token.frame == frame).map(|token| token.number) {
            self.fail(token, Phase::Enter, trouble);
        }
    }

    pub(super) fn arm_event_subprocesses(&mut self, frame: u32) -> Result<(), Trouble> {
        let model = self.model;
        let Some(scope) = self.scope_of(frame) else { return Ok(()) };
        for event_subprocess in &model[scope].event_subprocesses {
            let Some(inside) = model[*event_subprocess].inside() else { continue };
            for start in &model[inside].starts {
                self.arm(Owner::Frame(frame), *start)?;
            }
        }
        Ok(())
    }

    fn start_inside(&mut self, frame: u32) {
        let model = self.model;
        let Some(scope) = self.scope_of(frame) else { return };
        if let Some(FrameKind::AdHoc(_)) = self.state.frame(frame).map(|frame| &frame.kind) {
            self.start_adhoc(frame, scope);
            return;
        }
        let is_none = |id: &&NodeId| model[**id].event().is_some_and(|event| event.definition == Definition::None);
        for start in model[scope].starts.iter().filter(is_none).chain(&model[scope].implicit_starts) {
            self.appear_and_enter(frame, *start);
        }
    }

    /// A frame that may be empty goes on.
    pub(super) fn settle(&mut self, number: u32) {
        let Some(frame) = self.state.frame(number) else { return };
        let is_busy = self.state.tokens.iter().any(|token| token.frame == number)
            || self.state.frames.iter().any(|frame| frame.parent == number);
        if is_busy {
            return;
        }
        let (host, parent) = (frame.host, frame.parent);
        let is_adhoc = matches!(frame.kind, FrameKind::AdHoc(_));
        if is_adhoc && self.start_next_adhoc(number) {
            return;
        }
        let Some(frame) = self.state.frame(number) else { return };
        match frame.kind {
            FrameKind::Process => self.finish(Status::Completed),
            FrameKind::Subprocess | FrameKind::AdHoc(_) => {
                if let Some(node) = self.state.token(host).and_then(crate::state::Token::node) {
                    self.complete_activity(host, node);
                }
            }
            FrameKind::EventSubprocess(_) | FrameKind::Restored => {
                self.emit(Event::Closed { frame: number });
                self.work.push_back(Work::Settle(parent));
            }
            FrameKind::Compensation(_) => self.next_handler(number),
            FrameKind::Multi(_) | FrameKind::Loop(_) | FrameKind::Item(_) => {}
        }
    }

    /// Withdraws every token in a frame and below it, closes the frames below, and disarms; `keep` stays.
    pub(super) fn clear(&mut self, frame: u32, keep: Option<u32>) {
        let below = self.state.below(frame);
        let inside = |token: &&crate::state::Token| below.contains(&token.frame) && Some(token.number) != keep;
        let tokens: Vec<_> = self.state.tokens.iter().filter(inside).map(|token| token.number).collect();
        for token in tokens {
            self.emit(Event::Withdrawn { token });
        }
        for each in below.into_iter().rev().filter(|each| *each != frame) {
            self.emit(Event::Closed { frame: each });
        }
        self.disarm_frame(frame);
    }

    fn disarm_frame(&mut self, frame: u32) {
        let owner = Owner::Frame(frame);
        let mut nodes: Vec<_> =
            self.state.waits.iter().filter(|wait| wait.owner == owner).map(|wait| wait.node).collect();
        nodes.dedup();
        for node in nodes {
            self.emit(Event::Disarmed { owner, node, part: None });
        }
    }

    /// Closes what runs inside the activity at which a token stands.
    pub(super) fn close_inside(&mut self, token: u32) {
        while let Some(frame) = self.hosted(token) {
            self.clear(frame, None);
            self.emit(Event::Closed { frame });
        }
    }

    /// A start event of an event sub-process has happened in a frame.
    pub(super) fn open_event_subprocess(&mut self, frame: u32, start: NodeId) {
        let model = self.model;
        let Some(node) = model[model[start].scope].owner else { return };
        let position = model[start].event().map(|event| event.position);
        if matches!(position, Some(EventPosition::Start { interrupting: true })) {
            self.clear(frame, None);
        }
        let inside = self.open(frame, 0, node, FrameKind::EventSubprocess(start), Variables::default());
        let armed = self.arm_event_subprocesses(inside);
        let token = self.appear(inside, start);
        self.leave(token, start);
        self.note(inside, armed);
    }

    fn adhoc(&self, frame: u32) -> Option<(Order, bool)> {
        let node = self.state.frame(frame)?.node?;
        match self.model[node].activity().map(|activity| &activity.task) {
            Some(Task::Subprocess(Subprocess {
                form: SubprocessForm::AdHoc { ordering, cancel_remaining, .. },
                ..
            })) => Some((*ordering, *cancel_remaining)),
            _ => None,
        }
    }

    /// In parallel everything begins at once, in sequence one after another.
    fn start_adhoc(&mut self, frame: u32, scope: ScopeId) {
        let model = self.model;
        let at_once = match self.adhoc(frame) {
            Some((Order::Sequential, _)) => 1,
            _ => usize::MAX,
        };
        for start in model[scope].implicit_starts.iter().take(at_once) {
            self.emit(Event::Begun { frame });
            self.appear_and_enter(frame, *start);
        }
    }

    fn start_next_adhoc(&mut self, frame: u32) -> bool {
        let model = self.model;
        let begun = match self.state.frame(frame).map(|frame| &frame.kind) {
            Some(FrameKind::AdHoc(begun)) => *begun as usize,
            _ => return false,
        };
        let Some(scope) = self.scope_of(frame) else { return false };
        let Some(next) = model[scope].implicit_starts.get(begun) else { return false };
        self.emit(Event::Begun { frame });
        self.appear_and_enter(frame, *next);
        true
    }

    /// Whether the completion condition of the ad-hoc sub-process that runs in a frame holds now.
    pub(super) fn is_adhoc_done(&self, frame: u32) -> Result<bool, Trouble> {
        let Some(found) = self.state.frame(frame) else { return Ok(false) };
        let (FrameKind::AdHoc(_), Some(node)) = (&found.kind, found.node) else { return Ok(false) };
        match &self.program.code(node).completion {
            Some(condition) => self.truth(Sight { token: 0, frame }, condition, &self.model[node].id),
            None => Ok(false),
        }
    }

    /// Nothing more begins in an ad-hoc sub-process; what runs is ended, unless the model lets it go on.
    pub(super) fn finish_adhoc(&mut self, frame: u32) {
        let count = self.scope_of(frame).map_or(0, |scope| self.model[scope].implicit_starts.len());
        while let Some(FrameKind::AdHoc(begun)) = self.state.frame(frame).map(|frame| &frame.kind) {
            if *begun as usize >= count {
                break;
            }
            self.emit(Event::Begun { frame });
        }
        if self.adhoc(frame).is_none_or(|(_, cancel)| cancel) {
            self.clear(frame, None);
        }
        self.work.push_back(Work::Settle(frame));
    }
}
