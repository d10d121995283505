//! A process without its case: the rows that the process of a case has (its state, what happened, its
//! tasks, when it wants to be woken), written by the same code, so that a bench can say what a durable
//! step costs. Only for stores that are marked as those of a bench: no case stands behind these rows.

use std::sync::Arc;

use kernel::{Timestamp, access::Actor, id::BodyId};
use process::{
    state::{State, Variables},
    step::Input,
};
use store::{Error, Read, Tx};

use super::{Flow, broken, said};
use crate::{
    act::{Act, Office},
    case::CaseId,
    records,
    task::{Kind, Outcome, Task, TaskState},
};

/// A model, ready to be run.
#[derive(Clone)]
pub struct Alone {
    office: Office,
    actor: Actor,
    body: BodyId,
    digest: String,
    text: Arc<str>,
}

impl Alone {
    /// `text` is BPMN; every task is `body`'s.
    ///
    /// # Errors
    /// `Error::Engine` for a model that can't be run.
    pub fn new(office: Office, body: BodyId, text: &str) -> Result<Self, Error> {
        let model = process::bpmn::read(text.as_bytes()).map_err(|why| broken(&why.to_string()))?;
        let (actor, digest) = (Actor::system("bench"), model.digest.to_string());
        let alone = Self { office, actor, body, digest, text: text.into() };
        alone.program()?;
        Ok(alone)
    }

    fn program(&self) -> Result<Arc<process::program::Program>, Error> {
        self.office.programs.get(&self.digest, &|| Ok(self.text.to_string()))
    }

    /// Begins a process under the id of a case that there isn't.
    ///
    /// # Errors
    /// Of the engine and the store.
    pub fn begin(&self, tx: &Tx<'_>, case: &CaseId, facts: &serde_json::Value) -> Result<(), Error> {
        let act = Act { tx, office: &self.office, actor: &self.actor };
        let program = self.program()?;
        let rules = self.office.programs.rules(&self.digest, &program);
        let process = program.model.processes.first().copied().ok_or_else(|| broken("it has no process"))?;
        let begun_for = Some("bench".to_owned());
        let mut flow = Flow {
            model: self.digest.clone(),
            program,
            rules,
            state: State::new(),
            events: Vec::new(),
            begun_for,
            reasons: Vec::new(),
            renewed: false,
        };
        flow.take(&act, Input::Start { process, event: None, variables: Variables::of_json(facts) })?;
        self.open(&act, &flow, case, &mut Vec::new())?;
        flow.save(&act, case)
    }

    /// Completes the first open task, and opens what comes next; `false` where none is open.
    ///
    /// # Errors
    /// Of the engine and the store.
    pub fn complete(&self, tx: &Tx<'_>, case: &CaseId) -> Result<bool, Error> {
        let act = Act { tx, office: &self.office, actor: &self.actor };
        let mut tasks = records::tasks(tx, case)?;
        let Some(mut flow) = Flow::running(&act, case)? else { return Ok(false) };
        let Some(task) = tasks.iter_mut().find(|task| task.state == TaskState::Open) else { return Ok(false) };
        (task.state, task.done_at, task.outcome) = (TaskState::Done, Some(tx.now()), Some(Outcome::Agree));
        records::put_task(tx, case, task)?;
        let token = task.token.ok_or_else(|| broken("a task without its token"))?;
        flow.take(&act, Input::Complete { token, variables: said(task) })?;
        self.open(&act, &flow, case, &mut tasks)?;
        flow.save(&act, case)?;
        Ok(true)
    }

    /// Sets off the timers that are due.
    ///
    /// # Errors
    /// Of the engine and the store.
    pub fn wake(&self, tx: &Tx<'_>, case: &CaseId) -> Result<(), Error> {
        let act = Act { tx, office: &self.office, actor: &self.actor };
        let Some(mut flow) = Flow::running(&act, case)? else { return Ok(()) };
        flow.wake(&act)?;
        self.open(&act, &flow, case, &mut records::tasks(tx, case)?)?;
        flow.save(&act, case)
    }

    /// Processes that want to be woken by now, the earliest first.
    ///
    /// # Errors
    /// Of the store.
    pub fn due(read: &Read<'_>, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, Error> {
        records::due_flows(read, now, limit)
    }

    fn open(&self, act: &Act<'_, '_>, flow: &Flow, case: &CaseId, tasks: &mut Vec<Task>) -> Result<(), Error> {
        for (token, node) in flow.state.tasks() {
            if tasks.iter().any(|task| task.token == Some(token.number) && task.element == flow.id(node)) {
                continue;
            }
            let number = u32::try_from(tasks.len() + 1).unwrap_or(u32::MAX);
            let mut task = Task::new(number, number, Kind::Review, self.body.clone());
            (task.state, task.token, task.opened_at) = (TaskState::Open, Some(token.number), Some(act.tx.now()));
            task.element = flow.id(node).to_owned();
            records::put_task(act.tx, case, &task)?;
            tasks.push(task);
        }
        Ok(())
    }
}
