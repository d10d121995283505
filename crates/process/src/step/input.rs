//! What comes in: each input is checked against the state before anything happens, so that a refused input leaves no
//! trace.

use super::{Input, Refused, Stepper, Work};
use crate::event::Event;
use crate::model::{Definition, EventPosition, Gateway, NodeId, NodeKind, ScopeId};
use crate::state::{Doing, FrameKind, IncidentKind, Owner, Phase, Status, Token, Variables, Wait, WaitKind};

impl Stepper<'_> {
    pub(super) fn receive(&mut self, input: Input) -> Result<(), Refused> {
        if let Input::Start { process, event, variables } = input {
            return self.start(process, event, variables);
        }
        if !self.is_running() {
            return Err(Refused::NotRunning);
        }
        if self.state.model != self.model.digest {
            return Err(Refused::OtherModel);
        }
        match input {
            Input::Complete { token, variables } => {
                let node = self.standing(token, &Doing::Active)?;
                self.complete_with(token, node, &variables);
            }
            Input::Returned { token, variables } => {
                let node = self.standing(token, &Doing::Calling)?;
                let passes_all = self.model[node].outputs.is_empty() || self.model[node].handling.passes_all_out;
                if passes_all {
                    self.assign(self.sight_of(token), &variables);
                } else {
                    self.assign_at(Owner::Token(token), variables);
                }
                self.complete_activity(token, node);
            }
            Input::Error { token, code, variables } => {
                self.at_work(token)?;
                self.raise_from_task(token, &code, true, &variables);
            }
            Input::Escalate { token, code, variables } => {
                self.at_work(token)?;
                self.raise_from_task(token, &code, false, &variables);
            }
            Input::Message { name, key, node, variables } => {
                return self.message(&name, key.as_deref(), node, variables);
            }
            Input::Signal { name, variables } => {
                for (owner, node, part) in self.waiting_for_signal(&name) {
                    self.fire(owner, node, part, variables.clone());
                }
            }
            Input::Time => self.time(),
            Input::Look => self.look = true,
            Input::Assign { token, variables } => {
                let sight = match token {
                    Some(token) if self.state.token(token).is_none() => return Err(Refused::NoToken(token)),
                    Some(token) => self.sight_of(token),
                    None => super::data::Sight { token: 0, frame: 1 },
                };
                self.assign(sight, &variables);
            }
            Input::Fail { token, message } => {
                self.at_work(token)?;
                self.fail(token, Phase::Begin, super::Trouble::new(IncidentKind::Task, &*message));
            }
            Input::Retry { token } => return self.retry(token),
            Input::Begin { frame, node } => return self.begin_adhoc(frame, node),
            Input::Cancel => self.finish(Status::Cancelled),
            Input::Start { .. } => {}
        }
        Ok(())
    }

    fn token(&self, number: u32) -> Result<&Token, Refused> {
        self.state.token(number).ok_or(Refused::NoToken(number))
    }

    fn standing(&self, number: u32, doing: &Doing) -> Result<NodeId, Refused> {
        let token = self.token(number)?;
        token.node().filter(|_| token.doing == *doing).ok_or(Refused::NotThere(number))
    }

    /// At a task or a call that the outside works on.
    fn at_work(&self, number: u32) -> Result<(), Refused> {
        match self.token(number)?.doing {
            Doing::Active | Doing::Calling => Ok(()),
            _ => Err(Refused::NotThere(number)),
        }
    }

    fn start(&mut self, process: ScopeId, event: Option<NodeId>, variables: Variables) -> Result<(), Refused> {
        if self.state.status != Status::New {
            return Err(Refused::Begun);
        }
        let model = self.model;
        if !model.processes.contains(&process) {
            return Err(Refused::NoSuchStart);
        }
        let scope = &model[process];
        let is_none = |id: &&NodeId| model[**id].event().is_some_and(|event| event.definition == Definition::None);
        let first = match event {
            Some(node) if model[node].scope != process => return Err(Refused::NoSuchStart),
            Some(node) => Some(node),
            None => scope.starts.iter().find(is_none).copied(),
        };
        if first.is_none() && (!scope.starts.is_empty() || scope.implicit_starts.is_empty()) {
            return Err(Refused::NoSuchStart);
        }
        self.emit(Event::Started { model: model.digest, process, at: self.env.now, variables });
        let root = self.state.frames.first().map_or(1, |frame| frame.number);
        let armed = self.arm_event_subprocesses(root);
        let happened = first.filter(|node| self.is_catcher(*node));
        for node in first.iter().chain(&scope.implicit_starts) {
            let is_gateway = |id: NodeId| matches!(model[id].kind, NodeKind::Gateway(_));
            if happened == Some(*node) {
                let token = self.appear(root, *node);
                self.happened(token, *node);
            } else if let Some(gateway) = self.awaits_all(*node, happened) {
                self.await_others(root, gateway, happened);
            } else if !(happened.is_some() && (Some(*node) == first || is_gateway(*node))) {
                self.appear_and_enter(root, *node);
            }
        }
        self.note(root, armed);
        Ok(())
    }

    /// A parallel event-based gateway of which one event has begun the case.
    fn awaits_all(&self, node: NodeId, happened: Option<NodeId>) -> Option<NodeId> {
        let happened = happened?;
        let is_parallel =
            matches!(self.model[node].kind, NodeKind::Gateway(Gateway::EventBased { parallel: true, .. }));
        let mut behind = self.model[node].outgoing.iter().map(|flow| self.model[*flow].target);
        (is_parallel && behind.any(|event| event == happened)).then_some(node)
    }

    fn await_others(&mut self, root: u32, gateway: NodeId, happened: Option<NodeId>) {
        let model = self.model;
        for flow in &model[gateway].outgoing {
            let event = model[*flow].target;
            if Some(event) != happened {
                self.appear_and_enter(root, event);
            }
        }
    }

    /// A catch event or receive task by which a case begins: it has happened already.
    fn is_catcher(&self, node: NodeId) -> bool {
        match &self.model[node].kind {
            NodeKind::Event(event) => event.position == EventPosition::Catch,
            NodeKind::Activity(activity) => matches!(activity.task, crate::model::Task::Receive { .. }),
            NodeKind::Gateway(_) => false,
        }
    }

    fn happened(&mut self, token: u32, node: NodeId) {
        if self.model[node].activity().is_some() {
            self.complete_activity(token, node);
        } else {
            self.leave(token, node);
        }
    }

    /// The oldest that waits for a message.
    pub(super) fn message_taker(
        &self,
        name: &str,
        key: Option<&str>,
        node: Option<NodeId>,
    ) -> Option<(Owner, NodeId, u8)> {
        let takes = |wait: &Wait| {
            let WaitKind::Message(wanted) = &wait.kind else { return false };
            let is_meant = match node {
                Some(node) => wait.node == node,
                None => !name.is_empty() && self.message_name(wait) == name,
            };
            is_meant && wanted.as_deref().is_none_or(|wanted| Some(wanted) == key)
        };
        self.waiting(takes).first().copied()
    }

    fn message(
        &mut self,
        name: &str,
        key: Option<&str>,
        node: Option<NodeId>,
        variables: Variables,
    ) -> Result<(), Refused> {
        let (owner, node, part) = self.message_taker(name, key, node).ok_or(Refused::NobodyWaits)?;
        self.fire(owner, node, part, variables);
        Ok(())
    }

    fn message_name(&self, wait: &Wait) -> &str {
        use crate::model::Task;
        match &self.model[wait.node].kind {
            NodeKind::Event(_) => match self.part_of(wait.node, wait.part) {
                Some(Definition::Message(message)) => self.declared_name(*message),
                _ => "",
            },
            NodeKind::Activity(activity) => match &activity.task {
                Task::Receive { message, .. } => self.declared_name(*message),
                _ => "",
            },
            NodeKind::Gateway(_) => "",
        }
    }

    /// Everything that is due, the earliest first. A cycle fires once; ask again for what is still due.
    fn time(&mut self) {
        let now = self.env.now;
        let due = |wait: &Wait| match &wait.kind {
            WaitKind::Timer(alarm) if alarm.due <= now => Some((alarm.due, wait.owner, wait.node, wait.part)),
            _ => None,
        };
        let mut all: Vec<_> = self.state.waits.iter().filter_map(due).collect();
        all.sort_by_key(|(due, ..)| *due);
        for (_, owner, node, part) in all {
            self.work.push_back(Work::Fire(owner, node, part));
        }
    }

    fn retry(&mut self, number: u32) -> Result<(), Refused> {
        let token = self.token(number)?;
        let (Doing::Failed(incident), Some(node)) = (&token.doing, token.node()) else {
            return Err(Refused::NotThere(number));
        };
        let phase = incident.phase;
        match phase {
            Phase::Enter => {
                self.close_inside(number);
                self.emit(Event::Retried { token: number });
                self.emit(Event::Jumped { token: number, node, at: self.env.now });
                self.work.push_back(Work::Enter(number, node));
            }
            Phase::Begin => {
                let model = self.model;
                self.close_inside(number);
                self.emit(Event::Retried { token: number });
                if let Some(activity) = model[node].activity() {
                    self.begin_activity(number, node, activity);
                }
            }
            Phase::Leave if self.hosted(number).is_some() && self.retry_multi(number, node) => {}
            Phase::Leave if self.model[node].activity().is_some() => {
                self.emit(Event::Retried { token: number });
                self.complete_activity(number, node);
            }
            Phase::Leave => {
                self.emit(Event::Retried { token: number });
                self.leave(number, node);
            }
        }
        Ok(())
    }

    fn begin_adhoc(&mut self, frame: u32, node: NodeId) -> Result<(), Refused> {
        let is_adhoc = self.state.frame(frame).is_some_and(|frame| matches!(frame.kind, FrameKind::AdHoc(_)));
        let is_inside = self.scope_of(frame).is_some_and(|scope| self.model[scope].implicit_starts.contains(&node));
        if !is_adhoc || !is_inside {
            return Err(Refused::NoSuchStart);
        }
        self.appear_and_enter(frame, node);
        Ok(())
    }
}
