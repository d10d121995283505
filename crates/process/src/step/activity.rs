//! Activities: what begins when a token arrives, and what follows when the work is done. Not here: repetition
//! (`repeat`), the inside of sub-processes (`scope`).

use rules::feel::Value;

use super::data::Sight;
use super::{Stepper, Trouble};
use crate::event::Event;
use crate::model::{Activity, FlowId, NodeId, Script, SubprocessForm, Task};
use crate::state::{Compensable, FrameKind, IncidentKind, Owner, Phase, Variables};

/// What an activity's end leads to.
enum Next {
    Flows(Vec<FlowId>),
    /// It was one item or turn of a repeated activity.
    Item,
    /// It was a compensation handler.
    Handler,
}

impl Stepper<'_> {
    pub(super) fn enter_activity(&mut self, token: u32, id: NodeId, activity: &Activity) {
        if !self.is_item(token, id)
            && let Err(trouble) = self.arm_boundaries(token, id)
        {
            self.fail(token, Phase::Enter, trouble);
            return;
        }
        self.begin_activity(token, id, activity);
    }

    /// The work itself; what is around the activity is armed.
    pub(super) fn begin_activity(&mut self, token: u32, id: NodeId, activity: &Activity) {
        let result = match &activity.repeat {
            Some(repeat) if !self.is_item(token, id) => self.begin_repeat(token, id, repeat),
            _ => self.begin_body(token, id, activity),
        };
        if let Err(trouble) = result {
            self.fail(token, Phase::Begin, trouble);
        }
    }

    /// Whether the token does one item of the activity at which it stands.
    pub(super) fn is_item(&self, token: u32, id: NodeId) -> bool {
        let frame = self.state.token(token).and_then(|token| self.state.frame(token.frame));
        frame.is_some_and(|frame| matches!(frame.kind, FrameKind::Item(_)) && frame.node == Some(id))
    }

    fn begin_body(&mut self, token: u32, id: NodeId, activity: &Activity) -> Result<(), Trouble> {
        self.map_inputs(token, id)?;
        match &activity.task {
            Task::Abstract => self.complete_activity(token, id),
            Task::User | Task::Manual | Task::Service => self.emit(Event::Activated { token, node: id }),
            Task::BusinessRule => self.decide(token, id)?,
            Task::Script(script) => self.run_script(token, id, script)?,
            Task::Send { message } => {
                self.send(token, id, *message)?;
                self.complete_activity(token, id);
            }
            Task::Receive { .. } => {
                self.arm(Owner::Token(token), id)?;
                self.emit(Event::Waited { token });
            }
            Task::Call { called } => self.call(token, id, called)?,
            Task::Subprocess(inside) => match inside.form {
                // Only its start event sets off an event sub-process.
                SubprocessForm::Event => self.unsupported(token, "an event sub-process on a flow"),
                SubprocessForm::AdHoc { .. } => self.open_subprocess(token, id, FrameKind::AdHoc(0)),
                _ => self.open_subprocess(token, id, FrameKind::Subprocess),
            },
        }
        Ok(())
    }

    fn run_script(&mut self, token: u32, id: NodeId, script: &Script) -> Result<(), Trouble> {
        let program = self.program;
        if program.is_script_outside(id) {
            self.emit(Event::Activated { token, node: id });
            return Ok(());
        }
        if script.text.trim().is_empty() {
            self.complete_activity(token, id);
            return Ok(());
        }
        let Some(code) = &program.code(id).script else { return Ok(()) };
        let value = self.value(self.sight_of(token), code, &self.model[id].id)?;
        // Without a variable for the result, the entries of a context are the variables.
        let variables = match (&script.result, value) {
            (Some(name), value) => Variables([(&**name, value)].into_iter().collect()),
            (None, Value::Context(context)) => Variables(context),
            (None, _) => Variables::default(),
        };
        self.complete_with(token, id, &variables);
        Ok(())
    }

    fn decide(&mut self, token: u32, id: NodeId) -> Result<(), Trouble> {
        let node = &self.model[id];
        let (Some(decision), Some(decide)) = (&node.handling.decision, self.env.decide) else {
            self.emit(Event::Activated { token, node: id });
            return Ok(());
        };
        let variables = self.all_variables(self.sight_of(token));
        let failed = |why: String| Trouble::new(IncidentKind::Called, format!("decision {decision}: {why}"));
        let value = decide(decision, &variables).map_err(failed)?;
        let variables = match (&node.handling.result, value) {
            (Some(name), value) => Variables([(&**name, value)].into_iter().collect()),
            (None, Value::Context(context)) => Variables(context),
            (None, value) => Variables([(&**decision, value)].into_iter().collect()),
        };
        self.complete_with(token, id, &variables);
        Ok(())
    }

    fn call(&mut self, token: u32, id: NodeId, called: &str) -> Result<(), Trouble> {
        let (node, program) = (&self.model[id], self.program);
        let process: Box<str> = match (&program.code(id).called, &node.handling.called) {
            (Some(expression), _) => {
                crate::expression::text(&self.value(self.sight_of(token), expression, &node.id)?).into()
            }
            (None, Some(named)) => named.clone(),
            (None, None) => called.into(),
        };
        if process.is_empty() {
            let message = format!("{} doesn't say which process it calls", node.id);
            return Err(Trouble::new(IncidentKind::Called, message));
        }
        let mapped = self.state.token(token).map(|token| token.locals.clone()).unwrap_or_default();
        let passes_all = node.inputs.is_empty() || node.handling.passes_all_in;
        let variables = if passes_all { self.all_variables(self.sight_of(token)) } else { mapped };
        self.emit(Event::Called { token, node: id, process, variables });
        Ok(())
    }

    /// The work is done and gave these values.
    pub(super) fn complete_with(&mut self, token: u32, id: NodeId, variables: &Variables) {
        if self.program.code(id).outputs.is_empty() {
            self.assign(self.sight_of(token), variables);
        } else {
            self.assign_at(Owner::Token(token), variables.clone());
        }
        self.complete_activity(token, id);
    }

    /// The activity is done: outputs, the flows out of it, compensation. What can fail comes before anything is closed,
    /// so that it can be tried again.
    pub(super) fn complete_activity(&mut self, token: u32, id: NodeId) {
        match self.prepare_completion(token, id) {
            Ok((next, inner, adhoc_done)) => self.complete_now(token, id, next, inner, adhoc_done),
            Err(trouble) => self.fail(token, Phase::Leave, trouble),
        }
    }

    fn prepare_completion(&mut self, token: u32, id: NodeId) -> Result<(Next, Option<u32>, bool), Trouble> {
        let inner = self.hosted(token);
        let repeats = inner.and_then(|inner| self.state.frame(inner)).is_some_and(|frame| frame.kind.repeats());
        if !repeats && !self.program.code(id).outputs.is_empty() {
            let inside = inner.map(|frame| Sight { token: 0, frame });
            self.map_outputs(token, inside.unwrap_or(self.sight_of(token)), id)?;
        }
        let Some(frame) = self.state.token(token).map(|token| token.frame) else {
            return Ok((Next::Handler, None, false));
        };
        let next = if self.is_item(token, id) {
            Next::Item
        } else if matches!(self.state.frame(frame).map(|frame| &frame.kind), Some(FrameKind::Compensation(_))) {
            Next::Handler
        } else {
            Next::Flows(self.choose(token, id)?)
        };
        let adhoc_done = self.is_adhoc_done(frame)?;
        Ok((next, inner, adhoc_done))
    }

    fn complete_now(&mut self, token: u32, id: NodeId, next: Next, inner: Option<u32>, adhoc_done: bool) {
        let Some(frame) = self.state.token(token).map(|token| token.frame) else { return };
        let entry = self.compensable(id, inner);
        if let Some(inner) = inner {
            self.clear(inner, None);
            self.emit(Event::Closed { frame: inner });
        }
        self.emit(Event::Completed { token, node: id, at: self.env.now });
        if let (Some(entry), Next::Flows(_) | Next::Item) = (entry, &next) {
            self.emit(Event::Logged { frame: self.scope_frame(frame), entry });
        }
        match next {
            Next::Flows(flows) => self.take(token, &flows.repeat(self.program.quantities(id).1)),
            Next::Item => self.item_done(token, id, frame),
            Next::Handler => self.end(token),
        }
        if adhoc_done {
            self.finish_adhoc(frame);
        }
    }

    /// What to remember so that the activity can be compensated; none if nothing could be done.
    fn compensable(&self, id: NodeId, inner: Option<u32>) -> Option<Compensable> {
        let number = self.next_number();
        let inner = inner.and_then(|inner| self.state.frame(inner));
        if inner.is_some_and(|frame| frame.kind.repeats()) {
            return None;
        }
        let log = inner.map(|frame| frame.log.clone()).unwrap_or_default();
        let has_own = self.handler_of(id).is_some() || self.compensation_event_subprocess(id).is_some();
        if !has_own && log.is_empty() {
            return None;
        }
        let variables = inner.map(|frame| frame.variables.clone()).unwrap_or_default();
        Some(Compensable { number, node: id, variables, log })
    }
}
