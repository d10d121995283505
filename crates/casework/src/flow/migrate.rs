//! The process of a case on another model: mapped by the engine, its tasks brought along, and put back as it
//! was. Not here: whether that is allowed, and which model it is (`changing`, `migrating`).

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use process::{
    change::{Answer, Question},
    event::Event,
    model::NodeId,
    program::Program,
    state::{Owner, State, Variables},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Error;

use super::{ANSWERS, Flow, Rules, env, facts_of};
use crate::{
    accept::waits_for,
    act::Act,
    case::Case,
    clock::Name,
    matter::Matter,
    records,
    task::{Task, TaskState},
};

/// How the process of a case stood: what is needed to put it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Digest of the model.
    pub model: String,
    pub state: State,
    pub tasks: Vec<Task>,
}

impl Flow {
    pub(crate) fn snapshot(&self, tasks: &[Task]) -> Snapshot {
        Snapshot { model: self.model.clone(), state: self.state.clone(), tasks: tasks.to_vec() }
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Carries the process over to another model.
    ///
    /// # Errors
    /// Of the store. The questions that stand open are no error: then nothing has changed.
    pub(crate) fn migrate(
        &mut self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &Case,
        (digest, program): (&str, &Arc<Program>),
        answers: &[Answer],
    ) -> Result<Result<(), Vec<Question>>, Error> {
        let rules = act.office.programs.rules(digest, program);
        // What the rules of the new model ask for and those of the old did not.
        if rules.facts().iter().any(|fact| !self.rules.facts().contains(fact)) {
            let variables = self.declared(act, matter, case, &rules)?;
            let event = Event::Assigned { owner: Owner::Frame(1), variables };
            self.state.apply(&event);
            self.events.push(event);
        }
        let (known, now, calendar) = (rules.clone(), act.tx.now(), act.office.calendar.clone());
        let reasons = RefCell::new(Vec::new());
        let decide = |name: &str, variables: &Variables| {
            let (value, why) = known.explain(name, variables, now, &calendar)?;
            reasons.borrow_mut().extend(why);
            Ok(value)
        };
        let env = env(act).deciding(&decide);
        let events = match process::change::migrate(&self.program, program, &self.state, answers, &env) {
            Ok(events) => events,
            Err(questions) => return Ok(Err(questions)),
        };
        for event in &events {
            self.state.apply(event);
        }
        self.events.extend(events);
        self.reasons.extend(reasons.take());
        digest.clone_into(&mut self.model);
        self.program = program.clone();
        self.rules = rules;
        self.do_outside(act)?;
        Ok(Ok(()))
    }

    /// The answers of the declaration that rules ask for.
    fn declared(&self, act: &Act<'_, '_>, matter: &Matter, case: &Case, rules: &Rules) -> Result<Variables, Error> {
        let declared = match crate::correct::declared(act.tx, case) {
            Err(Error::Erased) => crate::draft::Answers::new(),
            other => other?,
        };
        Ok(Variables::of_json(&json!({ ANSWERS: facts_of(&matter.item, rules.facts(), &declared) })))
    }

    /// Brings the tasks along after `migrate`: what another body handles now is handed over, what stands open
    /// opens, what will come is foreseen anew. Says which bodies' tasks opened.
    pub(crate) fn follow(
        &self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &mut Case,
        tasks: &mut Vec<Task>,
        was: &Program,
    ) -> Result<Vec<String>, Error> {
        let open_before = open_numbers(tasks);
        for task in tasks.iter_mut().filter(|task| matches!(task.state, TaskState::Open | TaskState::Waiting)) {
            let place = |program: &Program| {
                let node = program.model.node(&task.element)?;
                program.model[node].official.body.clone()
            };
            if place(was) != place(&self.program) && task.token.is_some() == (task.state == TaskState::Open) {
                task.state = TaskState::Dropped;
                records::put_task(act.tx, &case.id, task)?;
            }
        }
        let opened = self.settle(act, matter, case, tasks)?;
        self.foresee(act, matter, case, tasks, &open_before)?;
        let open_now = open_numbers(tasks);
        end_clocks(act, case, &open_before.difference(&open_now).copied().collect())?;
        case.waits_for = waits_for(tasks);
        Ok(opened)
    }

    /// What will come if everybody agrees, in its turns.
    fn foresee(
        &self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &Case,
        tasks: &mut Vec<Task>,
        open_before: &BTreeSet<u32>,
    ) -> Result<(), Error> {
        let of = |state: TaskState| tasks.iter().filter(move |task| task.state == state);
        let kept = of(TaskState::Open).filter(|task| open_before.contains(&task.number)).map(|task| task.turn).max();
        let now = kept.unwrap_or_else(|| of(TaskState::Done).map(|task| task.turn).max().unwrap_or(0) + 1);
        for task in tasks.iter_mut().filter(|task| task.state == TaskState::Open && task.turn != now) {
            task.turn = now;
            records::put_task(act.tx, &case.id, task)?;
        }
        let mut used = BTreeSet::new();
        for (node, turn) in self.forecast(act) {
            if turn == 1 && self.stands(node) {
                continue;
            }
            self.expect(act, matter, case, tasks, (node, now + turn - 1), &mut used)?;
        }
        for task in tasks.iter_mut().filter(|task| task.state == TaskState::Waiting && !used.contains(&task.number)) {
            task.state = TaskState::Dropped;
            records::put_task(act.tx, &case.id, task)?;
        }
        tasks.sort_by_key(|task| (task.turn, task.number));
        Ok(())
    }

    fn expect(
        &self,
        act: &Act<'_, '_>,
        matter: &Matter,
        case: &Case,
        tasks: &mut Vec<Task>,
        (node, turn): (NodeId, u32),
        used: &mut BTreeSet<u32>,
    ) -> Result<(), Error> {
        let number = tasks.iter().map(|task| task.number).max().unwrap_or(0) + 1;
        let twin = self.task(act.tx, matter, case, node, number, turn)?;
        let is_same = |task: &&mut Task| {
            task.state == TaskState::Waiting
                && task.element == twin.element
                && task.body == twin.body
                && !used.contains(&task.number)
        };
        match tasks.iter_mut().find(is_same) {
            Some(task) => {
                used.insert(task.number);
                if task.turn != turn {
                    task.turn = turn;
                    records::put_task(act.tx, &case.id, task)?;
                }
            }
            None => {
                used.insert(number);
                records::put_task(act.tx, &case.id, &twin)?;
                tasks.push(twin);
            }
        }
        Ok(())
    }

    fn stands(&self, node: NodeId) -> bool {
        self.state.tasks().any(|(_, at)| at == node)
    }

    /// Puts the process and its tasks back as they were.
    pub(crate) fn restore(
        &mut self,
        act: &Act<'_, '_>,
        case: &mut Case,
        tasks: &mut [Task],
        was: &Snapshot,
    ) -> Result<(), Error> {
        let text = || records::model(act.tx, &was.model)?.ok_or_else(|| super::broken("its text is not there"));
        self.program = act.office.programs.get(&was.model, &text)?;
        self.rules = act.office.programs.rules(&was.model, &self.program);
        self.model.clone_from(&was.model);
        // Numbers of tokens are never used twice.
        let last = was.state.last.max(self.state.last);
        self.state = State { last, ..was.state.clone() };
        self.events.push(Event::Migrated { state: Box::new(self.state.clone()) });
        let open_before = open_numbers(tasks);
        for task in tasks.iter_mut() {
            match was.tasks.iter().find(|before| before.number == task.number) {
                Some(before) => {
                    task.state = before.state;
                    task.turn = before.turn;
                    task.token = before.token;
                    task.opened_at = before.opened_at;
                    task.due = before.due;
                }
                None if matches!(task.state, TaskState::Open | TaskState::Waiting) => task.state = TaskState::Dropped,
                None => {}
            }
            records::put_task(act.tx, &case.id, task)?;
        }
        let open_now = open_numbers(tasks);
        for mut clock in records::clocks(act.tx, &case.id)? {
            if matches!(clock.name, Name::Task(number) if open_now.contains(&number)) && clock.terms.ended.is_some() {
                clock.terms.ended = None;
                act.put(&case.id, &clock)?;
            }
        }
        end_clocks(act, case, &open_before.difference(&open_now).copied().collect())?;
        case.waits_for = waits_for(tasks);
        self.save(act, &case.id)
    }
}

fn open_numbers(tasks: &[Task]) -> BTreeSet<u32> {
    tasks.iter().filter(|task| task.state == TaskState::Open).map(|task| task.number).collect()
}

/// The clocks of tasks that were taken back end today.
fn end_clocks(act: &Act<'_, '_>, case: &mut Case, gone: &BTreeSet<u32>) -> Result<(), Error> {
    if gone.is_empty() {
        return Ok(());
    }
    let today = act.tx.now().date();
    act.clocks(case, &|clock| {
        if matches!(clock.name, Name::Task(number) if gone.contains(&number)) {
            clock.end(today);
        }
    })
}
