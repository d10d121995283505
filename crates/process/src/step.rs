//! One step 推进 of a case: an input comes in, and everything that can move without help moves; what happened is the list
//! of events. Pure and deterministic: time, calendar and decisions come in through `Env`. What goes wrong where a token
//! stands becomes an incident on that token; what spins is stopped by a budget and named. Not here: applying events to a
//! state (`event`), and delivering what a case sends to others (`run` shows how).

mod activity;
mod arrive;
mod catch;
mod compensate;
mod data;
mod input;
mod leave;
mod repeat;
mod resume;
mod scope;
mod throw;

pub(crate) use self::resume::{armed_since, resume};

use std::collections::VecDeque;
use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use rules::feel::{self, Value};

use crate::event::Event;
use crate::expression::Compiled;
use crate::model::{FlowId, Model, NodeId, ScopeId};
use crate::program::Program;
use crate::state::{At, Doing, Incident, IncidentKind, Owner, Phase, State, Token, Variables};

/// What comes to a case from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Starts the case; at an event, or where the process begins by itself.
    Start {
        process: ScopeId,
        event: Option<NodeId>,
        variables: Variables,
    },
    /// A task is done.
    Complete {
        token: u32,
        variables: Variables,
    },
    /// A task or called process ended in an error of the model 业务错误, which may be caught there.
    Error {
        token: u32,
        code: Box<str>,
        variables: Variables,
    },
    /// A task or called process tells of something without ending.
    Escalate {
        token: u32,
        code: Box<str>,
        variables: Variables,
    },
    /// A called process ended well; its variables.
    Returned {
        token: u32,
        variables: Variables,
    },
    /// A message; `node` where it can only mean that event or task.
    Message {
        name: Box<str>,
        key: Option<Box<str>>,
        node: Option<NodeId>,
        variables: Variables,
    },
    Signal {
        name: Box<str>,
        variables: Variables,
    },
    /// Sets off every timer that is due now.
    Time,
    /// Looks again at every condition: something that they read has changed outside.
    Look,
    /// Facts, for the scope in which the token stands or for the process.
    Assign {
        token: Option<u32>,
        variables: Variables,
    },
    /// The task can't be done for a reason that is no error of the model; an incident.
    Fail {
        token: u32,
        message: Box<str>,
    },
    /// Tries again where an incident stopped.
    Retry {
        token: u32,
    },
    /// Begins an activity of a running ad-hoc sub-process.
    Begin {
        frame: u32,
        node: NodeId,
    },
    /// Ends the case from outside.
    Cancel,
}

/// The world as a step sees it.
#[derive(Clone)]
pub struct Env<'a> {
    pub now: Timestamp,
    pub calendar: Arc<Calendar>,
    pub(crate) feel: feel::Env,
    /// Answers a business-rule task: the decision by its reference, on all variables in sight. None: such tasks are done
    /// outside, as service tasks are.
    pub decide: Option<&'a Decide<'a>>,
    pub limits: Limits,
}

/// Gives a decision's result, or why there is none.
pub type Decide<'a> = dyn Fn(&str, &Variables) -> Result<Value, String> + 'a;

/// Bounds of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes entered.
    pub nodes: u32,
    /// Items of one multi-instance activity.
    pub items: u32,
}

/// Why an input doesn't fit the case; the case is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the case is not running")]
    NotRunning,
    #[error("the case has begun")]
    Begun,
    #[error("the state belongs to another model")]
    OtherModel,
    #[error("there is no token {0}")]
    NoToken(u32),
    #[error("token {0} doesn't stand where this could be done")]
    NotThere(u32),
    #[error("the model has no such process or start")]
    NoSuchStart,
    #[error("nothing waits for this message")]
    NobodyWaits,
}

impl Default for Limits {
    fn default() -> Self {
        Self { nodes: 10_000, items: 1_000 }
    }
}

impl<'a> Env<'a> {
    #[must_use]
    pub fn new(now: Timestamp, calendar: Arc<Calendar>) -> Self {
        let feel = feel::Env { calendar: Some(calendar.clone()), ..feel::Env::at(now) };
        Self { now, calendar, feel, decide: None, limits: Limits::default() }
    }

    /// The same world at another moment.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        let feel = feel::Env { calendar: Some(self.calendar.clone()), ..feel::Env::at(now) };
        Self { now, feel, ..self }
    }

    #[must_use]
    pub fn deciding(self, decide: &'a Decide<'a>) -> Self {
        Self { decide: Some(decide), ..self }
    }
}

/// The events that an input brings about; the state stays as it is.
///
/// # Errors
/// The input doesn't fit the case.
pub fn step(program: &Program, state: &State, input: Input, env: &Env<'_>) -> Result<Vec<Event>, Refused> {
    advance(program, &mut state.clone(), input, env)
}

/// As `step`, and the state follows the events.
///
/// # Errors
/// The input doesn't fit the case; then the state is unchanged.
pub fn advance(program: &Program, state: &mut State, input: Input, env: &Env<'_>) -> Result<Vec<Event>, Refused> {
    let mut stepper = Stepper::new(program, state, env);
    stepper.receive(input)?;
    stepper.settle_all();
    Ok(stepper.events)
}

/// An expression as a token would see it, for effects that are computed outside.
///
/// # Errors
/// The text isn't FEEL, or a limit was passed.
pub fn evaluate(
    program: &Program,
    state: &State,
    token: u32,
    expression: &Compiled,
    env: &Env<'_>,
) -> Result<Value, String> {
    let mut state = state.clone();
    let stepper = Stepper::new(program, &mut state, env);
    stepper.value(stepper.sight_of(token), expression, "").map_err(|trouble| trouble.message)
}

/// Whether a message would find someone who waits.
#[must_use]
pub fn would_take(program: &Program, state: &State, input: &Input) -> bool {
    let Input::Message { name, key, node, .. } = input else { return false };
    let env = Env::new(Timestamp(0), Arc::default());
    let mut state = state.clone();
    Stepper::new(program, &mut state, &env).message_taker(name, key.as_deref(), *node).is_some()
}

/// What is still to be done in this step, first in, first out.
#[derive(Debug, Clone)]
enum Work {
    Enter(u32, NodeId),
    /// A parallel join may fire.
    Join(NodeId, u32),
    /// A frame may be empty.
    Settle(u32),
    Fire(Owner, NodeId, u8),
}

struct Stepper<'a> {
    program: &'a Program,
    model: &'a Model,
    env: &'a Env<'a>,
    state: &'a mut State,
    events: Vec<Event>,
    work: VecDeque<Work>,
    left: u32,
    trail: Vec<NodeId>,
    look: bool,
}

/// Why something didn't work where a token stands.
struct Trouble {
    kind: IncidentKind,
    message: String,
}

impl Trouble {
    fn new(kind: IncidentKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl<'a> Stepper<'a> {
    fn new(program: &'a Program, state: &'a mut State, env: &'a Env<'a>) -> Self {
        Self {
            program,
            model: &program.model,
            env,
            state,
            events: Vec::new(),
            work: VecDeque::new(),
            left: env.limits.nodes,
            trail: Vec::new(),
            look: false,
        }
    }
}

impl Stepper<'_> {
    fn emit(&mut self, event: Event) {
        self.state.apply(&event);
        self.events.push(event);
    }

    fn next_number(&self) -> u32 {
        self.state.last + 1
    }

    fn is_running(&self) -> bool {
        self.state.status == crate::state::Status::Running
    }

    /// Works until nothing moves without help; joins that depend on where others are look last.
    fn settle_all(&mut self) {
        loop {
            while let Some(work) = self.work.pop_front() {
                if !self.is_running() {
                    self.work.clear();
                    return;
                }
                self.carry_out(work);
            }
            if !(self.look_at_conditions() || self.fire_inclusive_joins()) {
                return;
            }
        }
    }

    fn carry_out(&mut self, work: Work) {
        match work {
            Work::Enter(token, node) => {
                let is_there = |token: &Token| token.at == At::Node(node) && token.doing == Doing::Moving;
                if !self.state.token(token).is_some_and(is_there) {
                    return;
                }
                if self.left == 0 {
                    self.stop_spinning(token, node);
                    return;
                }
                self.left -= 1;
                if self.trail.len() == TRAIL {
                    self.trail.remove(0);
                }
                self.trail.push(node);
                self.enter(token, node);
            }
            Work::Join(node, frame) => self.try_join(node, frame),
            Work::Settle(frame) => self.settle(frame),
            Work::Fire(owner, node, part) => self.fire(owner, node, part, Variables::default()),
        }
    }

    fn stop_spinning(&mut self, token: u32, node: NodeId) {
        let name = |id: &NodeId| self.model[*id].id.to_string();
        let since = self.trail.iter().rposition(|each| *each == node).unwrap_or(0);
        let path: Vec<_> = self.trail.iter().skip(since).map(name).chain([name(&node)]).collect();
        let message = format!("{} nodes were entered in one step; last: {}", self.env.limits.nodes, path.join(" > "));
        self.fail(token, Phase::Enter, Trouble::new(IncidentKind::Spinning, message));
    }

    fn fail(&mut self, token: u32, phase: Phase, trouble: Trouble) {
        let incident = Incident { kind: trouble.kind, phase, message: trouble.message.into() };
        self.emit(Event::Failed { token, incident: Box::new(incident) });
    }

    /// A new token at a node, to be entered in its turn.
    fn appear(&mut self, frame: u32, node: NodeId) -> u32 {
        let token = self.next_number();
        self.emit(Event::Appeared { token, frame, node, at: self.env.now });
        token
    }

    fn appear_and_enter(&mut self, frame: u32, node: NodeId) {
        let token = self.appear(frame, node);
        self.work.push_back(Work::Enter(token, node));
    }

    fn end(&mut self, token: u32) {
        if let Some(frame) = self.state.token(token).map(|token| token.frame) {
            self.emit(Event::Ended { token });
            self.work.push_back(Work::Settle(frame));
        }
    }

    /// Whether a token waits on its flow before this node.
    fn is_join(&self, flow: FlowId) -> bool {
        use crate::model::{Gateway, NodeKind};
        let target = self.model[flow].target;
        let node = &self.model[target];
        match node.kind {
            NodeKind::Gateway(Gateway::Parallel | Gateway::Inclusive) => node.incoming.len() > 1,
            NodeKind::Activity(_) => self.program.quantities(target).0 > 1,
            _ => false,
        }
    }
}

/// How many nodes are remembered to name what spins.
const TRAIL: usize = 64;
