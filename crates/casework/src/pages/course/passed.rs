//! The course of one case: what it passed, where it stands and what is to come, on whatever models it ran.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kernel::Timestamp;
use process::{
    event::Event,
    model::{Model, NodeId},
    state::{At, State, Status},
};
use store::{Error, Read};
use web::Shell;

use super::{Course, Keys, Standing, called, course, keys, task_word};
use crate::pages::{
    changed::Changed,
    reasons,
    words::{self, Names},
};
use crate::{
    case::Case,
    flow::{Programs, Reason, renewed_until},
    matter::Matter,
    records,
    task::{Task, TaskState},
};

/// The process of one case, loaded.
pub(crate) struct Loaded {
    pub model: Arc<Model>,
    pub state: State,
    /// Elements that were passed: nodes and flows.
    pub trodden: BTreeSet<String>,
    pub keys: Keys,
    pub reasons: Vec<(Timestamp, Reason)>,
    pub changed: Changed,
}

impl Loaded {
    /// None for a case that was not accepted, or was before there were processes.
    pub(crate) fn of(read: &Read<'_>, programs: &Programs, case: &Case) -> Result<Option<Self>, Error> {
        let Some((digest, state)) = records::flow(read, &case.id)? else { return Ok(None) };
        let load = |digest: &str| -> Result<Arc<Model>, Error> {
            let text =
                || records::model(read, digest)?.ok_or_else(|| Error::Engine("process: its text is not there".into()));
            Ok(programs.get(digest, &text)?.model.clone())
        };
        let model = load(&digest)?;
        let trodden = trodden(&records::flow_events(read, &case.id)?, &load)?;
        let (keys, reasons) = (keys(read, &model)?, records::reasons(read, &case.id)?);
        let changed = Changed::of(read, programs, case)?;
        Ok(Some(Self { model, state, trodden, keys, reasons, changed }))
    }

    /// What is done, where the case stands, what is late there, and what will come.
    pub(crate) fn standing(&self, shell: &Shell, tasks: &[Task], today: kernel::Date) -> BTreeMap<String, Standing> {
        let mut out = BTreeMap::new();
        let mut put = |element: &str, key: &str, class: &'static str| {
            out.insert(element.to_owned(), Standing { count: 0, label: shell.t(key).into_owned(), class });
        };
        for element in &self.trodden {
            put(element, "casework-task-done", "is-done");
        }
        for task in tasks.iter().filter(|task| !task.element.is_empty()) {
            match task.state {
                TaskState::Done => put(&task.element, "casework-task-done", "is-done"),
                // What was done once and will be done again is to come.
                TaskState::Waiting => put(&task.element, "casework-task-waiting", ""),
                TaskState::Open | TaskState::Dropped => {}
            }
        }
        let standing = self.state.tokens.iter().filter_map(|token| match token.at {
            At::Node(node) => Some(node),
            At::Flow(_) => None,
        });
        for node in standing {
            put(&self.model[node].id, "casework-task-open", "is-current");
        }
        for task in tasks.iter().filter(|task| task.state == TaskState::Open) {
            if task.due.is_some_and(|due| today > due) {
                put(&task.element, "casework-light-late", "is-late");
            }
        }
        out
    }

    pub(crate) fn course(
        &self,
        shell: &Shell,
        matter: &Matter,
        names: &Names,
        tasks: &[Task],
        today: kernel::Date,
    ) -> Course {
        let mut called = called(shell, &self.model, &self.keys);
        // In a case each step has its body.
        for task in tasks.iter().filter(|task| !task.element.is_empty()) {
            let body = words::name(shell, names, &task.body);
            let Some(node) = self.model.node(&task.element).filter(|_| !body.is_empty()) else { continue };
            let what = task_word(shell, &self.model[node].name, Some(task.kind.as_str()));
            called.insert(task.element.clone(), shell.t2("casework-step-of", "what", what, "body", body));
        }
        let standing = self.standing(shell, tasks, today);
        let until = renewed_until(self.state.variables()).filter(|_| self.state.status == Status::Running);
        let by_law = until.map(|day| shell.t1("casework-course-renewed", "day", shell.date(day))).unwrap_or_default();
        let reasons = reasons::rows(shell, &matter.item, &self.reasons);
        let drawn = course(shell, &self.model, &called, &standing, "course", &shell.t("casework-course-title"));
        Course { reasons, by_law, changed: self.changed.rows(shell, matter), ..drawn }
    }
}

/// Elements that a case passed, on whatever model it ran then: what a change left where it was keeps its id.
fn trodden(events: &[Event], load: &dyn Fn(&str) -> Result<Arc<Model>, Error>) -> Result<BTreeSet<String>, Error> {
    let mut out = BTreeSet::new();
    let mut model: Option<Arc<Model>> = None;
    for event in events {
        match event {
            Event::Started { model: digest, .. } => model = Some(load(&digest.to_string())?),
            Event::Migrated { state } => model = Some(load(&state.model.to_string())?),
            event => {
                if let Some(model) = &model {
                    passed(model, event, &mut out);
                }
            }
        }
    }
    Ok(out)
}

fn passed(model: &Model, event: &Event, out: &mut BTreeSet<String>) {
    let node = |id: NodeId| model.nodes.get(id.0 as usize).map(|node| node.id.to_string());
    let flow = |id: process::model::FlowId| model.flows.get(id.0 as usize).map(|flow| flow.id.to_string());
    match event {
        Event::Completed { node: at, .. } | Event::Appeared { node: at, .. } | Event::Joined { node: at, .. } => {
            out.extend(node(*at));
        }
        Event::Took { flow: way, to, .. } | Event::Split { flow: way, to, .. } => {
            out.extend(flow(*way));
            out.extend(node(*to).filter(|_| model[*to].activity().is_none()));
        }
        _ => {}
    }
}
