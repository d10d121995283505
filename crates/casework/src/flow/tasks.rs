//! Tasks as a projection of the tokens of a process: what stands open opens, what the process took back is
//! dropped, and what will come if everybody agrees is foreseen. Not here: stepping (`flow`).

use process::{
    model::NodeId,
    state::{Status, Variables},
    step::Input,
};
use serde_json::json;
use store::{Error, Read};

use super::{Flow, HORIZON, Place};
use crate::{
    accept::waits_for,
    act::Act,
    case::Case,
    clock::{Clock, Name},
    matter::Matter,
    records,
    task::{Kind, Outcome, Task, TaskState},
};

impl Flow {
    /// The steps that come if everybody agrees, each with its turn; steps of one turn are side by side.
    pub(super) fn forecast(&self, act: &Act<'_, '_>) -> Vec<(NodeId, u32)> {
        let (model, program, rules) = (self.model.clone(), self.program.clone(), self.rules.clone());
        let (state, begun_for) = (self.state.clone(), None);
        let (events, reasons) = (Vec::new(), Vec::new());
        let mut ahead = Self { model, program, rules, state, events, begun_for, renewed: false, reasons };
        let mut out = Vec::new();
        for turn in 1..=HORIZON {
            let open: Vec<(u32, NodeId)> = ahead.state.tasks().map(|(token, node)| (token.number, node)).collect();
            if open.is_empty() {
                break;
            }
            for (token, node) in open {
                out.push((node, turn));
                let outcome = if self.kind(node) == Kind::Decide { Outcome::Approve } else { Outcome::Agree };
                let variables = Variables::of_json(&json!({ "outcome": outcome, self.id(node): outcome }));
                if ahead.take(act, Input::Complete { token, variables }).is_err() || ahead.do_outside(act).is_err() {
                    return out;
                }
            }
        }
        out
    }

    pub(super) fn task(
        &self,
        read: &Read<'_>,
        matter: &Matter,
        case: &Case,
        node: NodeId,
        number: u32,
        turn: u32,
    ) -> Result<Task, Error> {
        let official = self.program.model.nodes.get(node.0 as usize).map(|node| &node.official);
        let place = Place::parse(official.and_then(|official| official.body.as_deref()).unwrap_or_default());
        let mut task = Task::new(number, turn, self.kind(node), place.body(read, matter, case)?);
        task.element = self.id(node).to_owned();
        Ok(task)
    }

    /// Brings the tasks up to the tokens, and writes both: what opened begins its clock, what the
    /// process took back is dropped. Says which bodies' tasks opened.
    pub(crate) fn settle(
        &self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &mut Case,
        tasks: &mut Vec<Task>,
    ) -> Result<Vec<String>, Error> {
        let standing: Vec<(u32, NodeId)> = self.state.tasks().map(|(token, node)| (token.number, node)).collect();
        // A token keeps its number as it goes on: which task it stands for says its step as well.
        let is_at = |task: &Task, (token, node): &(u32, NodeId)| {
            task.state == TaskState::Open && task.token == Some(*token) && task.element == self.id(*node)
        };
        let stands = |task: &Task| task.token.is_none() || standing.iter().any(|at| is_at(task, at));
        for task in tasks.iter_mut().filter(|task| task.state == TaskState::Open && !stands(task)) {
            task.state = TaskState::Dropped;
            records::put_task(act.tx, &case.id, task)?;
        }
        let mut opened = Vec::new();
        for (token, node) in &standing {
            if tasks.iter().any(|task| is_at(task, &(*token, *node))) {
                continue;
            }
            let place = match self.expected(tasks, *node) {
                Some(place) => place,
                None => {
                    let last = |of: &dyn Fn(&Task) -> u32| tasks.iter().map(of).max().unwrap_or(0) + 1;
                    let (number, turn) = (last(&|task| task.number), last(&|task| task.turn));
                    tasks.push(self.task(act.tx, matter, case, *node, number, turn)?);
                    tasks.len() - 1
                }
            };
            let days = self.program.model[*node].official.days;
            let own = days.map(|days| kernel::Limit::new(days, kernel::limit::Unit::WorkingDays));
            opened.extend(open(act, matter, case, tasks, place, *token, own)?);
        }
        if self.state.status != Status::Running {
            for task in tasks.iter_mut().filter(|task| matches!(task.state, TaskState::Waiting | TaskState::Open)) {
                task.state = TaskState::Dropped;
                records::put_task(act.tx, &case.id, task)?;
            }
        }
        if self.state.status == Status::Completed && !case.state.ended() {
            opened.extend(self.forgotten(act, matter, case, tasks)?);
        }
        case.waits_for = waits_for(tasks);
        self.save(act, &case.id)?;
        Ok(opened)
    }

    /// A model that ends without a decision leaves the case to the body that offers the item: no
    /// process ends a case, only a decision does (AL 38).
    fn forgotten(
        &self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &Case,
        tasks: &mut Vec<Task>,
    ) -> Result<Option<String>, Error> {
        let next = |of: &dyn Fn(&Task) -> u32| tasks.iter().map(of).max().unwrap_or(0) + 1;
        let mut task =
            Task::new(next(&|task| task.number), next(&|task| task.turn), Kind::Decide, matter.body.id.clone());
        task.state = TaskState::Open;
        task.opened_at = Some(act.tx.now());
        records::put_task(act.tx, &case.id, &task)?;
        tracing::warn!(case = %case.id, model = %self.model, "a process ended without a decision");
        let body = task.body.to_string();
        tasks.push(task);
        Ok(Some(body))
    }

    /// The first task that was foreseen for a step and has not opened.
    fn expected(&self, tasks: &[Task], node: NodeId) -> Option<usize> {
        let id = self.id(node);
        tasks.iter().position(|task| task.state == TaskState::Waiting && task.element == id)
    }
}

/// Opens a task; `own` are the days that the step itself may take.
fn open(
    act: &Act<'_, '_>,
    matter: &Matter,
    case: &Case,
    tasks: &mut [Task],
    place: usize,
    token: u32,
    own: Option<kernel::Limit>,
) -> Result<Option<String>, Error> {
    let all = tasks.to_vec();
    let Some(task) = tasks.get_mut(place) else { return Ok(None) };
    let now = act.tx.now();
    task.state = TaskState::Open;
    task.token = Some(token);
    task.opened_at = Some(now);
    if let Some(limit) = own.or_else(|| matter.task_limit(task, &all)) {
        task.due = Some(act.put(&case.id, &Clock::from_arrival(Name::Task(task.number), now, limit))?);
    }
    records::put_task(act.tx, &case.id, task)?;
    Ok(Some(task.body.to_string()))
}
