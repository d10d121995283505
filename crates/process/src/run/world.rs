//! The world of a run: its cases, its queue of what is to be done now, its virtual clock. Cases hear each other's
//! messages and signals, call each other, and start each other.

mod messages;
mod starts;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use kernel::{Calendar, Timestamp};

use super::effects::Effect;
use super::input::{Arrival, Input};
use super::{Outcome, Trouble, Verdict};
use crate::event::Event;
use crate::expression::{Compiled, text};
use crate::model::{Activity, Model, NodeId, ScopeId, Task};
use crate::program::Program;
use crate::state::{State, Status, Variables};
use crate::step::{self, Env, Refused};
use crate::time;

/// More steps than this end a run that never comes to rest.
const MOST_STEPS: u32 = 100_000;
/// Cases called from each other at most this deep, and as many in all.
const DEEPEST: u32 = 50;
const MOST_CASES: usize = 2_000;

pub struct World<'a> {
    input: &'a Input,
    programs: Vec<Program>,
    cases: Vec<Case>,
    now: Timestamp,
    began: Timestamp,
    last: Timestamp,
    until: Option<Timestamp>,
    queue: VecDeque<Todo>,
    /// Tasks that are busy, starts by timer, arrivals: what happens later, in order of time and of being planned.
    later: Vec<(Timestamp, Todo)>,
    visits: HashMap<String, usize>,
    kept: Vec<Message>,
    emitted: Vec<String>,
    troubles: Vec<Trouble>,
    calendar: Arc<Calendar>,
    steps: u32,
}

struct Case {
    program: usize,
    state: State,
    /// The case and token that called this one.
    caller: Option<(usize, u32)>,
    depth: u32,
    is_over: bool,
}

#[derive(Clone)]
struct Message {
    name: Box<str>,
    key: Option<Box<str>>,
    variables: Variables,
    /// Case and node that sent it.
    from: Option<(usize, NodeId)>,
}

#[derive(Clone)]
enum Todo {
    Start {
        program: usize,
        process: ScopeId,
        event: Option<NodeId>,
        variables: Variables,
    },
    Step {
        case: usize,
        input: step::Input,
    },
    /// A task wants doing.
    Work {
        case: usize,
        token: u32,
        node: NodeId,
    },
    /// The effects of a script task from this one on.
    Script {
        case: usize,
        token: u32,
        node: NodeId,
        from: usize,
    },
    Call {
        case: usize,
        token: u32,
        node: NodeId,
        process: Box<str>,
        variables: Variables,
    },
    Deliver(Message),
    Signal {
        name: Box<str>,
        from: Option<usize>,
        variables: Variables,
    },
    /// A start event by timer.
    Timer {
        program: usize,
        node: NodeId,
        alarm: crate::state::Alarm,
    },
}

impl<'a> World<'a> {
    /// # Errors
    /// The input names what the models don't have.
    pub fn new(models: Vec<Model>, input: &'a Input) -> Result<Self, Trouble> {
        let overrides = input.overrides();
        let outside = |id: &str| input.scripts.contains_key(id);
        let programs = models.into_iter().map(|model| Program::with(Arc::new(model), &overrides, outside)).collect();
        let at = input.at.as_deref().unwrap_or("2026-01-05T09:00:00");
        let bad = |what: &str, text: &str| Trouble {
            element: String::new(),
            kind: "input".to_owned(),
            message: format!("{what}: {text}"),
        };
        let began = time::moment(at).ok_or_else(|| bad("no moment", at))?;
        let calendar = Arc::new(Calendar::default());
        let after = |text: &str| {
            let period = time::period(text).and_then(|period| period.after(began, &calendar));
            period.ok_or_else(|| bad("no duration", text))
        };
        let until = input.until.as_deref().map(&after).transpose()?;
        let mut later = Vec::new();
        for arrival in &input.arrive {
            later.push((after(&arrival.after)?, arrived(arrival)));
        }
        let mut world = Self {
            input,
            programs,
            cases: Vec::new(),
            now: began,
            began,
            last: began,
            until,
            queue: VecDeque::new(),
            later,
            visits: HashMap::new(),
            kept: Vec::new(),
            emitted: Vec::new(),
            troubles: Vec::new(),
            calendar: calendar.clone(),
            steps: 0,
        };
        world.arm_starts();
        for id in &input.start {
            world.plan_start(id).ok_or_else(|| bad("no process", id))?;
        }
        Ok(world)
    }

    /// Until nothing can happen any more, or the time is over.
    pub fn run(&mut self) {
        while self.steps < MOST_STEPS {
            if let Some(todo) = self.queue.pop_front() {
                self.steps += 1;
                self.carry_out(todo);
            } else if !self.wait() {
                return;
            }
        }
        let message = format!("the run didn't come to rest within {MOST_STEPS} steps");
        self.troubles.push(Trouble { element: String::new(), kind: "spinning".to_owned(), message });
    }

    /// Goes on to the next moment at which something happens. False: nothing will, or not in time.
    fn wait(&mut self) -> bool {
        self.forget_void_work();
        let planned = self.later.iter().map(|(at, _)| *at).min();
        let living = self.cases.iter().filter(|case| !case.is_over);
        let timer = living.filter_map(|case| Some(case.state.timers().first()?.0)).min();
        let Some(next) = planned.into_iter().chain(timer).min() else { return false };
        if self.until.is_some_and(|until| next > until) {
            return false;
        }
        self.now = self.now.max(next);
        let now = self.now;
        if timer.is_some_and(|timer| timer <= now) {
            let due = |case: &Case| !case.is_over && case.state.timers().first().is_some_and(|(due, ..)| *due <= now);
            let cases: Vec<_> = (0..self.cases.len()).filter(|at| self.cases.get(*at).is_some_and(due)).collect();
            for case in cases {
                self.queue.push_back(Todo::Step { case, input: step::Input::Time });
            }
        }
        let (due, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.later).into_iter().partition(|(at, _)| *at <= now);
        self.later = rest;
        self.queue.extend(due.into_iter().map(|(_, todo)| todo));
        true
    }

    /// Work planned for a token that has gone is void, and no reason to wait.
    fn forget_void_work(&mut self) {
        let cases = &self.cases;
        self.later.retain(|(_, todo)| match todo {
            Todo::Script { case, token, node, .. } => cases
                .get(*case)
                .and_then(|case| case.state.token(*token))
                .is_some_and(|token| token.node() == Some(*node)),
            _ => true,
        });
    }

    fn carry_out(&mut self, todo: Todo) {
        self.last = self.now;
        match todo {
            Todo::Start { program, process, event, variables } => {
                self.start(program, process, event, variables, None);
            }
            Todo::Step { case, input } => self.step(case, input),
            Todo::Work { case, token, node } => self.work(case, token, node),
            Todo::Script { case, token, node, from } => self.script(case, token, node, from),
            Todo::Call { case, token, node, process, variables } => self.call(case, token, node, &process, variables),
            Todo::Deliver(message) => self.deliver(message),
            Todo::Signal { name, from, variables } => self.signal(&name, from, &variables),
            Todo::Timer { program, node, alarm } => self.timed_start(program, node, &alarm),
        }
    }

    fn program(&self, at: usize) -> Option<&Program> {
        self.programs.get(at)
    }

    fn model(&self, case: usize) -> Option<Arc<Model>> {
        self.program(self.cases.get(case)?.program).map(|program| program.model.clone())
    }

    fn variables(&self) -> Variables {
        Variables::of_json(&serde_json::Value::Object(self.input.variables.clone()))
    }

    fn env(&self) -> Env<'static> {
        Env::new(self.now, self.calendar.clone())
    }

    fn start(
        &mut self,
        program: usize,
        process: ScopeId,
        event: Option<NodeId>,
        variables: Variables,
        caller: Option<(usize, u32)>,
    ) {
        let depth = caller.and_then(|(case, _)| self.cases.get(case)).map_or(0, |case| case.depth + 1);
        if self.cases.len() >= MOST_CASES || depth > DEEPEST {
            let message = "too many cases call or start each other".to_owned();
            match caller {
                Some((case, token)) => {
                    self.step(case, step::Input::Fail { token, message: message.into() });
                }
                None => self.troubles.push(Trouble { element: String::new(), kind: "limit".to_owned(), message }),
            }
            return;
        }
        let case = self.cases.len();
        self.cases.push(Case { program, state: State::new(), caller, depth, is_over: false });
        self.step(case, step::Input::Start { process, event, variables });
        self.hand_kept_messages();
    }

    fn step(&mut self, at: usize, input: step::Input) {
        let env = self.env();
        let Some(case) = self.cases.get_mut(at) else { return };
        let Some(program) = self.programs.get(case.program) else { return };
        match step::advance(program, &mut case.state, input, &env) {
            Ok(events) => {
                for event in &events {
                    self.follow(at, event);
                }
                if !self.kept.is_empty() {
                    self.hand_kept_messages();
                }
            }
            Err(Refused::NoSuchStart) => {
                let element = program.model[case.state.process].id.to_string();
                self.troubles.push(Trouble {
                    element,
                    kind: "start".to_owned(),
                    message: Refused::NoSuchStart.to_string(),
                });
            }
            // What was planned for a token that is gone is void.
            Err(_) => {}
        }
    }

    /// What an event of one case means to the others and to the world.
    fn follow(&mut self, case: usize, event: &Event) {
        match event {
            Event::Activated { token, node } => self.queue.push_back(Todo::Work { case, token: *token, node: *node }),
            Event::Called { token, node, process, variables } => self.queue.push_back(Todo::Call {
                case,
                token: *token,
                node: *node,
                process: process.clone(),
                variables: variables.clone(),
            }),
            Event::Sent { node, name, key, variables, .. } => self.queue.push_back(Todo::Deliver(Message {
                name: name.clone(),
                key: key.clone(),
                variables: variables.clone(),
                from: Some((case, *node)),
            })),
            Event::Signalled { name, .. } => {
                let variables = Variables::default();
                self.queue.push_back(Todo::Signal { name: name.clone(), from: Some(case), variables });
            }
            Event::Escalated { code, caught: false, .. } => {
                if let Some((case, token)) = self.cases.get(case).and_then(|case| case.caller) {
                    let input = step::Input::Escalate { token, code: code.clone(), variables: Variables::default() };
                    self.queue.push_back(Todo::Step { case, input });
                }
            }
            Event::Withdrawn { token } | Event::Jumped { token, .. } => self.cancel_called(case, *token),
            Event::Finished { status, .. } => self.finished(case, status),
            _ => {}
        }
    }

    /// A call is left before the called case has ended: that case ends too.
    fn cancel_called(&mut self, case: usize, token: u32) {
        let is_it = |called: &Case| called.caller == Some((case, token)) && !called.is_over;
        if let Some(called) = self.cases.iter().position(is_it) {
            if let Some(called) = self.cases.get_mut(called) {
                called.caller = None;
            }
            self.queue.push_back(Todo::Step { case: called, input: step::Input::Cancel });
        }
    }

    fn finished(&mut self, at: usize, status: &Status) {
        let Some(case) = self.cases.get_mut(at) else { return };
        case.is_over = true;
        let variables = case.state.variables().clone();
        let Some((caller, token)) = case.caller else { return };
        let input = match status {
            Status::Uncaught(code) => step::Input::Error { token, code: code.clone(), variables },
            Status::Completed => step::Input::Returned { token, variables },
            _ => return,
        };
        self.queue.push_back(Todo::Step { case: caller, input });
    }

    fn call(&mut self, case: usize, token: u32, node: NodeId, process: &str, variables: Variables) {
        let own = self.cases.get(case).map_or(0, |case| case.program);
        let mut programs: Vec<_> = (0..self.programs.len()).collect();
        programs.sort_by_key(|at| *at != own);
        let found = programs.into_iter().find_map(|at| Some((at, self.program(at)?.model.process(process)?)));
        match found {
            Some((program, process)) => self.start(program, process, None, variables, Some((case, token))),
            // A global task is nobody's process: it is a task like another.
            None if self.is_global_task(case, process) => self.work(case, token, node),
            None => {
                let message = format!("no process {process} is deployed").into();
                self.step(case, step::Input::Fail { token, message });
            }
        }
    }

    fn is_global_task(&self, case: usize, id: &str) -> bool {
        self.model(case).is_some_and(|model| model.element(id) == Some(crate::model::Element::Other))
    }

    fn work(&mut self, case: usize, token: u32, node: NodeId) {
        let Some(model) = self.model(case) else { return };
        let id = model[node].id.to_string();
        let called = match model[node].activity() {
            Some(Activity { task: Task::Call { called }, .. }) => called.to_string(),
            _ => id.clone(),
        };
        if self.input.scripts.contains_key(&id) || self.input.scripts.contains_key(&called) {
            self.script(case, token, node, 0);
            return;
        }
        let visit = self.visits.entry(id.clone()).or_default();
        let data = self.input.tasks.get(&id).and_then(|entries| entries.get(*visit));
        *visit += 1;
        let variables = data.map(Variables::of_json).unwrap_or_default();
        self.complete(case, token, variables);
    }

    fn complete(&mut self, case: usize, token: u32, variables: Variables) {
        let is_call = self.cases.get(case).and_then(|case| case.state.token(token)).map(|token| token.doing.clone());
        let input = match is_call {
            Some(crate::state::Doing::Calling) => step::Input::Returned { token, variables },
            _ => step::Input::Complete { token, variables },
        };
        self.step(case, input);
    }

    fn script(&mut self, case: usize, token: u32, node: NodeId, from: usize) {
        let is_there = |case: &Case| case.state.token(token).is_some_and(|token| token.node() == Some(node));
        let Some(model) = self.model(case).filter(|_| self.cases.get(case).is_some_and(is_there)) else { return };
        let id = &model[node].id;
        let called = match model[node].activity() {
            Some(Activity { task: Task::Call { called }, .. }) => called,
            _ => id,
        };
        let input = self.input;
        let effects = input.scripts.get(&**id).or_else(|| input.scripts.get(&**called)).map_or(&[][..], Vec::as_slice);
        for (at, effect) in effects.iter().enumerate().skip(from) {
            match effect {
                Effect::Emit(marker) => self.emitted.push(marker.clone()),
                Effect::EmitValue(feel) => match self.evaluate(case, token, feel) {
                    Ok(value) => self.emitted.push(text(&value)),
                    Err(why) => return self.step(case, step::Input::Fail { token, message: why.into() }),
                },
                Effect::Set(values) => {
                    for (name, feel) in values {
                        match self.evaluate(case, token, feel) {
                            Ok(value) => {
                                let mut variables = Variables::default();
                                variables.set(name, value);
                                self.step(case, step::Input::Assign { token: Some(token), variables });
                            }
                            Err(why) => return self.step(case, step::Input::Fail { token, message: why.into() }),
                        }
                    }
                }
                Effect::Wait(period) => {
                    match time::period(period).and_then(|each| each.after(self.now, &self.calendar)) {
                        Some(at_time) => {
                            self.later.push((at_time, Todo::Script { case, token, node, from: at + 1 }));
                            return;
                        }
                        None => {
                            let message = format!("no duration: {period}").into();
                            return self.step(case, step::Input::Fail { token, message });
                        }
                    }
                }
                Effect::Error(code) => {
                    let variables = Variables::default();
                    return self.step(case, step::Input::Error { token, code: code.as_str().into(), variables });
                }
            }
        }
        self.complete(case, token, Variables::default());
    }

    fn evaluate(&self, case: usize, token: u32, feel: &str) -> Result<rules::feel::Value, String> {
        let Some(case) = self.cases.get(case) else { return Err("no such case".to_owned()) };
        let Some(program) = self.program(case.program) else { return Err("no such model".to_owned()) };
        step::evaluate(program, &case.state, token, &Compiled::of_feel(feel), &self.env())
    }

    pub fn outcome(mut self) -> Outcome {
        let mut uncaught = false;
        for case in &self.cases {
            let Some(program) = self.programs.get(case.program) else { continue };
            for (token, incident) in case.state.incidents() {
                let element = token.node().map(|node| program.model[node].id.to_string()).unwrap_or_default();
                let kind = serde_json::to_value(incident.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
                let message = incident.message.to_string();
                self.troubles.push(Trouble { element, kind: kind.unwrap_or_default(), message });
            }
            uncaught |= case.caller.is_none() && matches!(case.state.status, Status::Uncaught(_));
        }
        let first = self.cases.first();
        let state = match first.map(|case| &case.state.status) {
            Some(Status::Completed) => "completed",
            Some(Status::Cancelled) => "cancelled",
            Some(Status::Uncaught(_)) => "failed",
            _ => "waiting",
        };
        let variables = first.map(|case| case.state.variables().to_json());
        let outcome = match (self.troubles.is_empty(), uncaught) {
            (false, _) => Verdict::Incident,
            (true, true) => Verdict::UncaughtError,
            (true, false) => Verdict::Ok,
        };
        Outcome {
            format: "run-outcome/1",
            emitted: self.emitted,
            outcome,
            state,
            variables: variables.unwrap_or_else(|| serde_json::json!({})),
            time: time::duration_text(self.last.0 - self.began.0),
            incidents: self.troubles,
        }
    }
}

fn arrived(arrival: &Arrival) -> Todo {
    let variables = Variables::of_json(&serde_json::Value::Object(arrival.variables.clone()));
    match &arrival.signal {
        Some(signal) => Todo::Signal { name: signal.as_str().into(), from: None, variables },
        None => Todo::Deliver(Message {
            name: arrival.message.as_deref().unwrap_or_default().into(),
            key: arrival.key.as_deref().map(Into::into),
            variables,
            from: None,
        }),
    }
}
