//! The process of a case 办理流程: the engine says which body's turn it is, the case says what that
//! means in law. A verb that completes a task steps the engine in its own transaction, holding the
//! case's row, so that two who finish at once wait for each other and one of them opens what comes
//! next. Tasks are a projection of the tokens. Not here: legal state (`case`), arithmetic of days
//! (`clock`), the engine itself (`process`).

mod alone;
mod generate;
mod heard;
mod migrate;
mod place;
mod programs;
mod reasons;
mod renewal;
mod rules;
mod tasks;

use std::{cell::RefCell, sync::Arc};

use process::{
    event::Event,
    model::{Activity, NodeId, NodeKind},
    program::Program,
    state::{State, Status, Variables},
    step::{Env, Input, advance},
};
use serde_json::json;
use store::{Error, Read};

use crate::{
    act::Act,
    case::{Case, CaseId},
    matter::Matter,
    records,
    task::{Kind, Outcome, Task, TaskState},
};

pub use alone::Alone;
pub use generate::{Form, model as generated};
pub use heard::{LICENCE_ISSUED, OPINION_DISAGREED, OPINION_GIVEN, SPECIAL_BEGAN, SPECIAL_ENDED, is_heard};
pub use migrate::Snapshot;
pub use place::Place;
pub use programs::Programs;
pub use reasons::{FiredRule, Given, Reason};
pub(crate) use renewal::is_renewing;
pub use renewal::{RENEW, last_day as renewed_until, renewed_licence, renews};
pub(crate) use rules::{ANSWERS, facts as facts_of};
pub use rules::{Rules, may_be_fact};

/// More turns than this no forecast looks ahead.
const HORIZON: u32 = 64;

/// The process of one case, loaded.
pub(crate) struct Flow {
    model: String,
    program: Arc<Program>,
    rules: Arc<Rules>,
    state: State,
    /// What happened since it was loaded.
    events: Vec<Event>,
    /// Its item, where it has no row yet.
    begun_for: Option<String>,
    /// The step was passed by which the permit counts as renewed.
    renewed: bool,
    /// Why its tables decided as they did, since it was loaded.
    reasons: Vec<Reason>,
}

impl Flow {
    /// Begins the process of a case that was accepted, and writes the tasks that will come if all agree.
    pub(crate) fn begin(act: &Act<'_, '_>, matter: &Matter, case: &Case) -> Result<(Self, Vec<Task>), Error> {
        let mut flow = Self::started(act, matter, case)?;
        flow.do_outside(act)?;
        let mut tasks = Vec::new();
        for (node, turn) in flow.forecast(act) {
            let number = u32::try_from(tasks.len() + 1).unwrap_or(u32::MAX);
            tasks.push(flow.task(act.tx, matter, case, node, number, turn)?);
        }
        Ok((flow, tasks))
    }

    fn started(act: &Act<'_, '_>, matter: &Matter, case: &Case) -> Result<Self, Error> {
        let programs = &act.office.programs;
        let (digest, program) = match records::published_model(act.tx, &case.item, &case.division)? {
            Some((digest, _)) => {
                let text = || records::model(act.tx, &digest)?.ok_or_else(|| broken("its text is not there"));
                let program = programs.get(&digest, &text)?;
                (digest, program)
            }
            None => {
                let make = || generate::model(&matter.item);
                let (digest, text) = programs.generated(&matter.id, matter.version, &make)?;
                if records::model(act.tx, &digest)?.is_none() {
                    records::put_model(act.tx, &digest, &text)?;
                }
                let program = programs.get(&digest, &|| Ok(text.to_string()))?;
                (digest, program)
            }
        };
        let rules = programs.rules(&digest, &program);
        let mut flow = Self {
            model: digest,
            program,
            rules,
            state: State::new(),
            events: Vec::new(),
            begun_for: Some(case.item.clone()),
            renewed: false,
            reasons: Vec::new(),
        };
        let process = flow.program.model.processes.first().copied().ok_or_else(|| broken("it has no process"))?;
        let mut facts = facts(act.tx, matter, case)?;
        if !flow.rules.facts().is_empty()
            && let serde_json::Value::Object(all) = &mut facts
        {
            let declared = match crate::correct::declared(act.tx, case) {
                Err(Error::Erased) => crate::draft::Answers::new(),
                other => other?,
            };
            all.insert(ANSWERS.into(), facts_of(&matter.item, flow.rules.facts(), &declared));
        }
        let variables = Variables::of_json(&facts);
        flow.take(act, Input::Start { process, event: None, variables })?;
        Ok(flow)
    }

    /// The process of a case that has one.
    pub(crate) fn running(act: &Act<'_, '_>, case: &CaseId) -> Result<Option<Self>, Error> {
        let Some((model, state)) = records::flow(act.tx, case)? else { return Ok(None) };
        let text = || records::model(act.tx, &model)?.ok_or_else(|| broken("its text is not there"));
        let program = act.office.programs.get(&model, &text)?;
        let rules = act.office.programs.rules(&model, &program);
        Ok(Some(Self {
            model,
            program,
            rules,
            state,
            events: Vec::new(),
            begun_for: None,
            renewed: false,
            reasons: Vec::new(),
        }))
    }

    /// The process of a case. One that was accepted before there were processes begins now and is
    /// led to where its tasks stand.
    pub(crate) fn of(act: &Act<'_, '_>, matter: &Matter, case: &Case, tasks: &mut [Task]) -> Result<Self, Error> {
        if let Some(flow) = Self::running(act, &case.id)? {
            return Ok(flow);
        }
        let mut flow = Self::started(act, matter, case)?;
        flow.do_outside(act)?;
        for task in tasks.iter_mut() {
            let ahead: Vec<NodeId> = flow.forecast(act).into_iter().map(|(node, _)| node).collect();
            for node in ahead {
                let twin = flow.task(act.tx, matter, case, node, task.number, task.turn)?;
                if twin.kind == task.kind && twin.body == task.body {
                    task.element = twin.element;
                    task.token = flow.state.tasks().find(|(_, at)| *at == node).map(|(token, _)| token.number);
                    break;
                }
            }
            if let (TaskState::Done, Some(token)) = (task.state, task.token) {
                flow.take(act, Input::Complete { token, variables: said(task) })?;
                flow.do_outside(act)?;
            }
        }
        Ok(flow)
    }

    /// A task is done; what it came to is a fact that gateways may ask for.
    pub(crate) fn complete(&mut self, act: &Act<'_, '_>, task: &Task) -> Result<(), Error> {
        // A decision that the model forgot stands beside the process.
        let Some(token) = task.token else { return Ok(()) };
        self.take(act, Input::Complete { token, variables: said(task) })?;
        self.do_outside(act)
    }

    /// Tells the process of a case of something; a model that doesn't wait for it is not disturbed.
    pub(crate) fn tell(act: &Act<'_, '_>, case: &CaseId, message: &str) -> Result<(), Error> {
        let Some(mut flow) = Self::running(act, case)? else { return Ok(()) };
        if flow.hear(act, message, &json!({}))? { flow.save(act, case) } else { Ok(()) }
    }

    /// Sets off the timers that are due.
    pub(crate) fn wake(&mut self, act: &Act<'_, '_>) -> Result<(), Error> {
        self.take(act, Input::Time)?;
        self.do_outside(act)
    }

    /// Whether the permit counts as renewed since this was loaded: nobody decided until it ended (AL 50).
    pub(crate) fn renewed(&self) -> bool {
        self.renewed
    }

    /// The case ended without a decision: whatever still waits is taken back.
    pub(crate) fn end(act: &Act<'_, '_>, case: &CaseId) -> Result<(), Error> {
        let Some(mut flow) = Self::running(act, case)? else { return Ok(()) };
        flow.stop(act)?;
        flow.save(act, case)
    }

    /// Nothing comes after the decision.
    pub(crate) fn stop(&mut self, act: &Act<'_, '_>) -> Result<(), Error> {
        if self.state.status == Status::Running { self.take(act, Input::Cancel) } else { Ok(()) }
    }

    fn take(&mut self, act: &Act<'_, '_>, input: Input) -> Result<(), Error> {
        let (rules, now, calendar) = (self.rules.clone(), act.tx.now(), act.office.calendar.clone());
        let reasons = RefCell::new(Vec::new());
        let decide = |name: &str, variables: &Variables| {
            let (value, why) = rules.explain(name, variables, now, &calendar)?;
            reasons.borrow_mut().extend(why);
            Ok(value)
        };
        let events = advance(&self.program, &mut self.state, input, &env(act).deciding(&decide))
            .map_err(|refused| broken(&refused.to_string()))?;
        self.events.extend(events);
        self.reasons.extend(reasons.into_inner());
        Ok(())
    }

    /// Steps that nobody has to do here pass at once: what they send or call, other rooms hear from the journal.
    fn do_outside(&mut self, act: &Act<'_, '_>) -> Result<(), Error> {
        for _ in 0..HORIZON {
            let passing = self.state.tasks().find(|(_, node)| !self.by_people(*node));
            let Some((token, node)) = passing.map(|(token, node)| (token.number, node)) else { return Ok(()) };
            self.renewed |= is_renewing(&self.program.model[node]);
            self.take(act, Input::Complete { token, variables: Variables::default() })?;
        }
        Ok(())
    }

    fn by_people(&self, node: NodeId) -> bool {
        use process::model::Task as Step;
        let kind = self.program.model.nodes.get(node.0 as usize).map(|node| &node.kind);
        matches!(kind, Some(NodeKind::Activity(Activity { task: Step::User | Step::Manual, .. })))
    }

    fn id(&self, node: NodeId) -> &str {
        self.program.model.nodes.get(node.0 as usize).map_or("", |node| &node.id)
    }

    fn kind(&self, node: NodeId) -> Kind {
        let form = self.program.model.nodes.get(node.0 as usize).and_then(|node| node.official.form.as_deref());
        if form == Some(Kind::Decide.as_str()) { Kind::Decide } else { Kind::Review }
    }

    pub(crate) fn save(&self, act: &Act<'_, '_>, case: &CaseId) -> Result<(), Error> {
        records::put_flow(act.tx, case, self.begun_for.as_deref(), &self.model, &self.state)?;
        if !self.events.is_empty() {
            records::put_flow_events(act.tx, case, &self.events)?;
        }
        records::put_reasons(act.tx, case, &self.reasons)?;
        match self.state.timers().first() {
            Some((due, ..)) if due.date() < renewal::NEVER => crate::jobs::wake_at(act.tx, *due),
            _ => Ok(()),
        }
    }

    /// Digest of the model, for the journal.
    pub(crate) fn model(&self) -> &str {
        &self.model
    }
}

/// What a task came to, as `outcome` and under the id of its step.
fn said(task: &Task) -> Variables {
    let outcome = task.outcome.unwrap_or(Outcome::Agree);
    Variables::of_json(&json!({ "outcome": outcome, task.element.as_str(): outcome }))
}

/// What gateways may ask: facts and references, never personal data.
fn facts(read: &Read<'_>, matter: &Matter, case: &Case) -> Result<serde_json::Value, Error> {
    let mut jurisdiction = matter.item.level;
    for route in catalogue::shape::routes(&matter.item) {
        let Some(part) = &route.chosen else { break };
        if !catalogue::bodies_for(read, part, &case.division)?.is_empty() {
            jurisdiction = part.level;
            break;
        }
    }
    let mut facts = json!({
        "case": case.id,
        "item": case.item,
        "division": case.division,
        "enterprise": case.enterprise.is_some(),
        "jurisdiction": jurisdiction.as_str(),
    });
    if let (true, Some(all)) = (renews(&matter.item), facts.as_object_mut()) {
        let first = renewal::expires(read, &matter.item, case)?.to_string();
        all.insert(renewal::EXPIRES.into(), json!({ "type": "date", "value": first }));
    }
    Ok(facts)
}

fn env<'a>(act: &Act<'_, '_>) -> Env<'a> {
    Env::new(act.tx.now(), act.office.calendar.clone())
}

fn broken(what: &str) -> Error {
    Error::Engine(format!("process: {what}"))
}
