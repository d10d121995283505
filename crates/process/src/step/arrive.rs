//! Arriving at a node: what a token brings about there. Not here: the work of activities (`activity`).

use super::{Stepper, Trouble, Work};
use crate::event::Event;
use crate::model::{Definition, Event as ModelEvent, EventPosition, Gateway, NodeId, NodeKind};
use crate::program::parts;
use crate::state::{IncidentKind, Owner, Phase, Status};

impl Stepper<'_> {
    pub(super) fn enter(&mut self, token: u32, id: NodeId) {
        let model = self.model;
        match &model[id].kind {
            NodeKind::Gateway(Gateway::EventBased { parallel: false, .. }) => self.wait_at_gateway(token, id),
            NodeKind::Gateway(Gateway::Complex) => self.unsupported(token, "the complex gateway"),
            NodeKind::Gateway(_) => self.leave(token, id),
            NodeKind::Activity(activity) => self.enter_activity(token, id, activity),
            NodeKind::Event(event) => self.enter_event(token, id, event),
        }
    }

    pub(super) fn unsupported(&mut self, token: u32, what: &str) {
        let message = format!("{what} is not run by this engine");
        self.fail(token, Phase::Enter, Trouble::new(IncidentKind::Unsupported, message));
    }

    fn enter_event(&mut self, token: u32, id: NodeId, event: &ModelEvent) {
        match event.position {
            EventPosition::Start { .. } | EventPosition::Boundary { .. } => self.leave(token, id),
            EventPosition::Catch if matches!(event.definition, Definition::Link { .. } | Definition::None) => {
                self.leave(token, id);
            }
            EventPosition::Catch => match self.arm(Owner::Token(token), id) {
                Ok(()) => self.emit(Event::Waited { token }),
                Err(trouble) => self.fail(token, Phase::Enter, trouble),
            },
            EventPosition::Throw | EventPosition::End => self.throw(token, id, event),
        }
    }

    fn throw(&mut self, token: u32, id: NodeId, event: &ModelEvent) {
        for definition in parts(&event.definition) {
            if let Err(trouble) = self.throw_part(token, id, definition) {
                self.fail(token, Phase::Enter, trouble);
                return;
            }
        }
        // Whoever was interrupted by its own throw, or waits for compensation, doesn't go on here.
        let is_here =
            |token: &crate::state::Token| token.node() == Some(id) && token.doing == crate::state::Doing::Moving;
        if self.is_running() && self.state.token(token).is_some_and(is_here) {
            self.leave(token, id);
        }
    }

    fn throw_part(&mut self, token: u32, id: NodeId, definition: &Definition) -> Result<(), Trouble> {
        let is_end = matches!(self.model[id].event(), Some(ModelEvent { position: EventPosition::End, .. }));
        match definition {
            Definition::Message(message) => self.send(token, id, *message)?,
            Definition::Signal(signal) => self.signal(token, id, *signal),
            Definition::Error { error, .. } => self.throw_error(token, id, *error),
            Definition::Escalation { escalation, .. } => self.throw_escalation(token, id, *escalation),
            Definition::Link { name } if !is_end => self.jump_to_link(token, id, name)?,
            Definition::Terminate => self.terminate(token),
            Definition::Compensation { activity, wait } => self.compensate(token, *activity, *wait || is_end),
            Definition::Cancel => self.cancel_transaction(token),
            _ => {}
        }
        Ok(())
    }

    fn jump_to_link(&mut self, token: u32, id: NodeId, name: &str) -> Result<(), Trouble> {
        let catches = &self.model[self.model[id].scope].link_catches;
        let Some((_, catch)) = catches.iter().find(|(each, _)| &**each == name) else {
            return Err(Trouble::new(IncidentKind::NoFlow, format!("no link catch event is named {name}")));
        };
        let catch = *catch;
        self.emit(Event::Jumped { token, node: catch, at: self.env.now });
        self.work.push_back(Work::Enter(token, catch));
        Ok(())
    }

    /// Ends everything in the scope where the token stands; the scope itself ends normally.
    fn terminate(&mut self, token: u32) {
        let Some(frame) = self.state.token(token).map(|token| token.frame) else { return };
        let frame = self.scope_frame(frame);
        self.clear(frame, None);
        self.work.push_back(Work::Settle(frame));
    }

    pub(super) fn finish(&mut self, status: Status) {
        if let Some(root) = self.state.frames.first().map(|frame| frame.number) {
            self.clear(root, None);
        }
        self.emit(Event::Finished { status, at: self.env.now });
    }

    fn wait_at_gateway(&mut self, token: u32, id: NodeId) {
        let model = self.model;
        for flow in &model[id].outgoing {
            if let Err(trouble) = self.arm(Owner::Token(token), model[*flow].target) {
                self.fail(token, Phase::Enter, trouble);
                return;
            }
        }
        self.emit(Event::Waited { token });
    }
}
