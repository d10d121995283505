//! Catching: what waits is armed, and what is set off goes on: intermediate events, receive tasks, boundary events,
//! event sub-processes. Not here: errors and escalations, which look for their catcher when they are thrown (`throw`).

use super::data::Sight;
use super::{Stepper, Trouble, Work};
use crate::event::Event;
use crate::model::{Activity, DeclaredId, Definition, EventPosition, NodeId, NodeKind, Task};
use crate::program::{Part, TimerCode, parts};
use crate::state::{Alarm, At, Doing, IncidentKind, Owner, Variables, Wait, WaitKind};
use crate::time;

impl Stepper<'_> {
    /// Arms what an event waits for, for a token (its own event, a boundary event, one behind a gateway) or a frame
    /// (the start of an event sub-process). What can only be thrown inside the case needs no arming.
    pub(super) fn arm(&mut self, owner: Owner, node: NodeId) -> Result<(), Trouble> {
        let (model, program) = (self.model, self.program);
        let sight = self.sight_of_owner(owner);
        match &model[node].kind {
            NodeKind::Event(event) => {
                for (at, definition) in parts(&event.definition).iter().enumerate() {
                    let part = program.code(node).parts.get(at);
                    self.arm_part(owner, node, at, definition, part, sight)?;
                }
            }
            NodeKind::Activity(Activity { task: Task::Receive { message, .. }, .. }) => {
                let key = self.correlation_key(sight, *message, &model[node].id)?;
                self.emit(Event::Armed { wait: Wait { owner, node, part: 0, kind: WaitKind::Message(key) } });
            }
            _ => {}
        }
        Ok(())
    }

    fn arm_part(
        &mut self,
        owner: Owner,
        node: NodeId,
        at: usize,
        definition: &Definition,
        code: Option<&Part>,
        sight: Sight,
    ) -> Result<(), Trouble> {
        let about = &self.model[node].id;
        let kind = match definition {
            Definition::Message(message) => WaitKind::Message(self.correlation_key(sight, *message, about)?),
            Definition::Signal(_) => WaitKind::Signal,
            Definition::Timer(_) => match code.and_then(|part| part.timer.as_ref()) {
                Some(timer) => match self.alarm(sight, timer, about)? {
                    Some(alarm) => WaitKind::Timer(alarm),
                    None => return Ok(()),
                },
                None => return Ok(()),
            },
            Definition::Conditional(_) => {
                self.look = true;
                WaitKind::Condition(false)
            }
            _ => return Ok(()),
        };
        let part = u8::try_from(at).unwrap_or(u8::MAX);
        self.emit(Event::Armed { wait: Wait { owner, node, part, kind } });
        Ok(())
    }

    fn sight_of_owner(&self, owner: Owner) -> Sight {
        match owner {
            Owner::Token(token) => self.sight_of(token),
            Owner::Frame(frame) => Sight { token: 0, frame },
        }
    }

    fn alarm(&self, sight: Sight, timer: &TimerCode, about: &str) -> Result<Option<Alarm>, Trouble> {
        let calendar = &self.env.calendar;
        if let Some(schedule) = &timer.literal {
            return Ok(schedule.alarm(self.env.now, calendar));
        }
        let value = self.value(sight, &timer.expression, about)?;
        match time::of_value(timer.form, &value) {
            Some(schedule) => Ok(schedule.alarm(self.env.now, calendar)),
            None => {
                let message = format!("{about}: {} is no time: {value:?}", timer.expression.text());
                Err(Trouble::new(IncidentKind::Expression, message))
            }
        }
    }

    pub(super) fn correlation_key(
        &self,
        sight: Sight,
        message: Option<DeclaredId>,
        about: &str,
    ) -> Result<Option<Box<str>>, Trouble> {
        let Some(expression) = message.and_then(|message| self.program.correlation(message)) else { return Ok(None) };
        let value = self.value(sight, expression, about)?;
        Ok(Some(crate::expression::text(&value).into()))
    }

    /// Boundary events are subscriptions of the token at their host.
    pub(super) fn arm_boundaries(&mut self, token: u32, host: NodeId) -> Result<(), Trouble> {
        let model = self.model;
        for boundary in &model[host].boundaries {
            self.arm(Owner::Token(token), *boundary)?;
        }
        Ok(())
    }

    /// What waits for this and may take the data that comes with it.
    pub(super) fn waiting(&self, found: impl Fn(&Wait) -> bool) -> Vec<(Owner, NodeId, u8)> {
        let hits = self.state.waits.iter().filter(|wait| found(wait));
        hits.map(|wait| (wait.owner, wait.node, wait.part)).collect()
    }

    /// Sets off an event that is still armed.
    pub(super) fn fire(&mut self, owner: Owner, node: NodeId, part: u8, variables: Variables) {
        let is_it = |wait: &&Wait| wait.owner == owner && wait.node == node && wait.part == part;
        let Some(kind) = self.state.waits.iter().find(is_it).map(|wait| wait.kind.clone()) else { return };
        if self.waits_for_more(owner, node) {
            self.emit(Event::Disarmed { owner, node, part: Some(part) });
            self.assign(self.sight_of_owner(owner), &variables);
            return;
        }
        self.emit(Event::Fired { owner, node, at: self.env.now });
        self.assign(self.sight_of_owner(owner), &variables);
        match owner {
            Owner::Token(token) => self.fire_at_token(token, node, part, kind),
            Owner::Frame(frame) => {
                self.rearm(owner, node, part, kind);
                self.open_event_subprocess(frame, node);
            }
        }
    }

    /// A parallel multiple event happens when all of its definitions have.
    fn waits_for_more(&self, owner: Owner, node: NodeId) -> bool {
        let is_parallel = self.model[node]
            .event()
            .is_some_and(|event| matches!(event.definition, Definition::Multiple { parallel: true, .. }));
        is_parallel && self.state.waits.iter().filter(|wait| wait.owner == owner && wait.node == node).count() > 1
    }

    fn fire_at_token(&mut self, token: u32, node: NodeId, part: u8, kind: WaitKind) {
        let Some(at) = self.state.token(token).map(|token| token.at) else { return };
        match self.model[node].event().map(|event| event.position) {
            Some(EventPosition::Boundary { interrupting: true, .. }) => self.interrupt(token, node),
            Some(EventPosition::Boundary { .. }) => {
                self.rearm(Owner::Token(token), node, part, kind);
                self.branch_off(token, node);
            }
            // Behind an event-based gateway: the token leaves the gateway for the event that happened.
            _ if at != At::Node(node) => {
                self.emit(Event::Jumped { token, node, at: self.env.now });
                self.caught(token, node);
            }
            _ => self.caught(token, node),
        }
    }

    /// The event or receive task at which a token stood has happened.
    fn caught(&mut self, token: u32, node: NodeId) {
        if self.model[node].activity().is_some() {
            self.complete_activity(token, node);
        } else {
            self.leave(token, node);
        }
    }

    /// A non-interrupting boundary event: a token of its own beside the host.
    pub(super) fn branch_off(&mut self, host: u32, boundary: NodeId) {
        let Some(frame) = self.state.token(host).map(|token| token.frame) else { return };
        let token = self.appear(frame, boundary);
        self.leave(token, boundary);
    }

    /// An interrupting boundary event: what runs in the host is gone, its token goes on from the event.
    pub(super) fn interrupt(&mut self, host: u32, boundary: NodeId) {
        self.close_inside(host);
        self.emit(Event::Jumped { token: host, node: boundary, at: self.env.now });
        self.leave(host, boundary);
    }

    /// What doesn't interrupt stays armed; a timer only if it is a cycle that goes on.
    fn rearm(&mut self, owner: Owner, node: NodeId, part: u8, kind: WaitKind) {
        let WaitKind::Timer(alarm) = kind else { return };
        self.emit(Event::Disarmed { owner, node, part: Some(part) });
        if let Some(next) = alarm.next(&self.env.calendar) {
            self.emit(Event::Armed { wait: Wait { owner, node, part, kind: WaitKind::Timer(next) } });
        }
    }

    /// Looks at every armed condition if data changed; those that begin to hold fire. True if one did.
    pub(super) fn look_at_conditions(&mut self) -> bool {
        if !std::mem::take(&mut self.look) || !self.is_running() {
            return false;
        }
        let program = self.program;
        let held = |wait: &Wait| match wait.kind {
            WaitKind::Condition(held) => Some((wait.owner, wait.node, wait.part, held)),
            _ => None,
        };
        let armed: Vec<_> = self.state.waits.iter().filter_map(held).collect();
        let mut any = false;
        for (owner, node, part, held) in armed {
            let code = program.code(node).parts.get(usize::from(part));
            let Some(condition) = code.and_then(|part| part.condition.as_ref()) else { continue };
            match self.truth(self.sight_of_owner(owner), condition, &self.model[node].id) {
                Ok(holds) if holds != held => {
                    self.emit(Event::Looked { owner, node, part, holds });
                    if holds {
                        self.work.push_back(Work::Fire(owner, node, part));
                        any = true;
                    }
                }
                Ok(_) => {}
                Err(trouble) => self.fail_waiting(owner, trouble),
            }
        }
        any
    }

    /// A condition that can't be looked at holds nobody else up: it is an incident only where a token waits for it.
    fn fail_waiting(&mut self, owner: Owner, trouble: Trouble) {
        let Owner::Token(token) = owner else { return };
        if self.state.token(token).is_some_and(|token| token.doing == Doing::Waiting) {
            self.fail(token, crate::state::Phase::Enter, trouble);
        }
    }
}
