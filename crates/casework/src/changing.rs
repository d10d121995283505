//! 个案变更: an officer proposes, a second person outside the case approves or refuses, and what was applied
//! is undone before the next step. What it would do is found out again on the state of the moment; what
//! has become a question since is stale. Not here: what a change does (`change::plan`, `flow`).

use kernel::{
    Problem,
    access::{Actor, Role},
    problem::{FieldProblem, Refusal as Status},
};
use process::change::{Answer, Asks, Burden, Question};
use serde_json::{Value, json};
use store::{Entry, Error, Tx, state_digest};

use crate::{
    act::{Act, CHANGE_REASON, Office},
    case::{Case, CaseId, NotNow, State},
    change::{Asked, Change, ChangeId, ChangeState, Ground, Plan, SCHEMA, Standing},
    flow::Flow,
    matter::Matter,
    permits, records,
    refusal::Refusal,
    task::Task,
};

/// What an officer sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub asked: Asked,
    pub ground: Ground,
    pub legal_basis: String,
    pub reason: String,
    pub answers: Vec<Answer>,
}

/// Posts by which somebody answers for a change.
const SECOND: &[Role] = &[Role::Head, Role::Supervisor, Role::Auditor];
/// The most open questions that are told at once.
const MOST_QUESTIONS: usize = 20;

/// Proposes a change of a case.
///
/// # Errors
/// `Refusal`s of the permit and of the state; `casework-change-open` while another is proposed; what is wrong,
/// at its field: a model that would be unfit, a burden without legal basis, a question without answer.
pub fn propose(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    id: &CaseId,
    seen: Option<i64>,
    proposal: &Proposal,
) -> Result<Change, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let tasks = records::tasks(tx, id)?;
    permits::propose(actor, &case, &tasks)?;
    if seen.is_some_and(|seen| seen != case.version) {
        return Err(Refusal::Stale.into());
    }
    handled(&case)?;
    if records::changes(tx, id)?.iter().any(|change| change.state == ChangeState::Proposed) {
        return Err(Problem::new(Status::Conflict, "casework-change-open").into());
    }
    let standing = Standing::of(tx, office, id)?.ok_or_else(no_process)?;
    let Proposal { asked, ground, legal_basis, reason, answers } = proposal;
    let plan = Plan::of(tx, office, tx.now(), &standing, asked, legal_basis, answers)?;
    stands(&plan, legal_basis)?;
    let mut change = Change {
        id: tx.id(),
        version: 0,
        case: id.clone(),
        body: case.body.clone(),
        state: ChangeState::Proposed,
        ground: *ground,
        legal_basis: legal_basis.clone(),
        reason: tx.seal(&case.person, CHANGE_REASON, reason.as_bytes())?,
        asked: asked.clone(),
        answers: answers.clone(),
        model: standing.model,
        derived: plan.digest,
        burdens: plan.burdens,
        proposer: actor.as_staff().ok_or(Refusal::NotPermitted)?.clone(),
        proposed_at: tx.now(),
        second: None,
        said: None,
        decided_at: None,
        undone_by: None,
        undone_at: None,
        was: None,
        left: None,
    };
    let roles = &[Role::Officer, Role::Head];
    save(&act, &case, &mut change, "change.proposed", roles)?;
    act.save(&mut case, "case.change_proposed", roles, facts(&change))?;
    Ok(change)
}

/// Whether what a plan says may be proposed.
pub(crate) fn stands(plan: &Plan, legal_basis: &str) -> Result<(), Problem> {
    if let Some(finding) = plan.unfit.first() {
        return Err(match finding.rule.as_str() {
            "basis-wanting" => Problem::invalid().field("legal_basis", "casework-change-basis-wanting"),
            "body-unknown" | "body-unclear" => Problem::invalid().field("body", "casework-change-no-body"),
            rule => field("element", "casework-change-unfit", &[("rule", rule), ("element", &finding.element)]),
        });
    }
    // Where no answer helps, the process would not hold from where the case stands.
    if let Some(question) = plan.questions.iter().find(|question| choices(plan, question).is_empty()) {
        let asks = serde_json::to_value(question.asks).ok();
        let rule = asks.as_ref().and_then(Value::as_str).unwrap_or_default();
        let way: Vec<&str> = question.path.iter().chain([&question.element]).map(|id| &**id).collect();
        return Err(field("element", "casework-change-unfit", &[("rule", rule), ("element", &way.join(" > "))]));
    }
    if !plan.questions.is_empty() {
        let mut problem = Problem::invalid();
        for (at, question) in plan.questions.iter().take(MOST_QUESTIONS).enumerate() {
            let may = choices(plan, question).join(", ");
            let one = field("", "casework-change-question", &[("element", &question.element), ("answers", &may)]);
            let name = ["answer_", &at.to_string()].concat();
            problem.fields.extend(one.fields.into_iter().map(|one| FieldProblem { field: name.clone().into(), ..one }));
        }
        return Err(problem);
    }
    if !plan.burdens.is_empty() && legal_basis.is_empty() {
        return Err(Problem::invalid().field("legal_basis", "casework-change-burden-basis"));
    }
    Ok(())
}

fn field(name: &'static str, message: &'static str, args: &[(&'static str, &str)]) -> Problem {
    let args = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let field = FieldProblem { field: name.into(), message, args };
    Problem { fields: vec![field], ..Problem::invalid() }
}

/// The answers that a question takes, as forms and programs send them.
pub(crate) fn choices(plan: &Plan, question: &Question) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(token) = question.token {
        let token = token.to_string();
        // Who would be met again where it stands ends there, and is done again on the way.
        if question.asks == Asks::Doubled {
            return vec![["drop:", &token].concat()];
        }
        out.extend(question.options.iter().map(|to| ["move:", &token, ":", to].concat()));
        if question.options.is_empty() {
            let steps = plan.program.model.node_ids().map(|node| plan.program.model[node].id.to_string());
            let steps = steps.filter(|id| crate::change::is_step(&plan.program.model, id));
            out.extend(steps.map(|to| ["move:", &token, ":", &to].concat()));
        }
        out.push(["drop:", &token].concat());
    } else if question.asks == Asks::HandlerGone {
        out.push(["forget:", &question.element].concat());
    } else {
        out.extend(question.options.iter().map(|at| ["add:", at].concat()));
    }
    out
}

/// An answer as it was sent: `move:TOKEN:ELEMENT`, `drop:TOKEN`, `forget:ELEMENT`, `add:ELEMENT`; what is
/// added stands beside the first token (0).
#[must_use]
pub fn answer(text: &str) -> Option<Answer> {
    let (what, rest) = text.split_once(':')?;
    match what {
        "move" => {
            let (token, to) = rest.split_once(':')?;
            Some(Answer::Move { token: token.parse().ok()?, to: to.to_owned() })
        }
        "drop" => Some(Answer::Drop { token: rest.parse().ok()? }),
        "forget" => Some(Answer::Forget { element: rest.to_owned() }),
        "add" => Some(Answer::Add { beside: 0, at: rest.to_owned() }),
        _ => None,
    }
}

/// Approves a change, and applies it: the case runs on the derived model from now on.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where it is no proposal any more, or can't be done as it was proposed.
pub fn approve(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    change: &ChangeId,
    seen: Option<i64>,
) -> Result<Change, Error> {
    let act = Act { tx, office, actor };
    let (mut case, mut change, mut tasks) = held(&act, By::Second, id, change, (ChangeState::Proposed, seen))?;
    handled(&case)?;
    let mut flow = Flow::running(&act, id)?.ok_or(Refusal::Stale)?;
    if flow.model() != change.model {
        return Err(Refusal::Stale.into());
    }
    let standing =
        Standing { model: change.model.clone(), program: flow.program().clone(), state: flow.state().clone() };
    let plan = Plan::of(tx, office, tx.now(), &standing, &change.asked, &change.legal_basis, &change.answers)?;
    if plan.digest != change.derived || stands(&plan, &change.legal_basis).is_err() {
        return Err(Refusal::Stale.into());
    }
    let was = flow.snapshot(&tasks);
    if records::model(tx, &plan.digest)?.is_none() {
        records::put_model(tx, &plan.digest, &plan.text)?;
    }
    if flow.migrate(&act, matter, &case, (&plan.digest, &plan.program), &plan.answers)?.is_err() {
        return Err(Refusal::Stale.into());
    }
    let opened = flow.follow(&act, matter, &mut case, &mut tasks, &plan.old)?;
    change.state = ChangeState::Applied;
    change.burdens = plan.burdens;
    change.second = actor.as_staff().cloned();
    change.decided_at = Some(tx.now());
    change.was = Some(was);
    change.left = Some(flow.state().clone());
    save(&act, &case, &mut change, "change.applied", SECOND)?;
    let mut more = facts(&change);
    if let Value::Object(more) = &mut more {
        more.insert("burdens".into(), serde_json::to_value(&change.burdens)?);
        more.insert("opened".into(), json!(opened));
    }
    act.save(&mut case, "case.changed", SECOND, more)?;
    tell_burdens(&act, &case, matter, &change.burdens, &change.legal_basis)?;
    Ok(change)
}

/// Tells the applicant at once when anything gets longer or more, and on what basis.
pub(crate) fn tell_burdens(
    act: &Act<'_, '_>,
    case: &Case,
    matter: &Matter,
    burdens: &[Burden],
    basis: &str,
) -> Result<(), Error> {
    if burdens.is_empty() {
        return Ok(());
    }
    act.tell(case, Some(matter), "casework-message-changed", &[("basis", basis.to_owned())])
}

/// Refuses a change; the case goes on as before.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where it is no proposal any more; a reason that is wanting.
pub fn refuse(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    id: &CaseId,
    change: &ChangeId,
    seen: Option<i64>,
    reason: &str,
) -> Result<Change, Error> {
    let act = Act { tx, office, actor };
    let (mut case, mut change, _) = held(&act, By::Second, id, change, (ChangeState::Proposed, seen))?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    change.state = ChangeState::Refused;
    change.second = actor.as_staff().cloned();
    change.said = Some(tx.seal(&case.person, CHANGE_REASON, reason.trim().as_bytes())?);
    change.decided_at = Some(tx.now());
    save(&act, &case, &mut change, "change.refused", SECOND)?;
    act.save(&mut case, "case.change_refused", SECOND, facts(&change))?;
    Ok(change)
}

/// Its proposer takes a change back.
///
/// # Errors
/// `NotPermitted` to others; `Stale` where it is no proposal any more.
pub fn withdraw(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    id: &CaseId,
    change: &ChangeId,
    seen: Option<i64>,
) -> Result<Change, Error> {
    let act = Act { tx, office, actor };
    let (mut case, mut change, _) = held(&act, By::Proposer, id, change, (ChangeState::Proposed, seen))?;
    change.state = ChangeState::Withdrawn;
    change.decided_at = Some(tx.now());
    let roles = &[Role::Officer, Role::Head];
    save(&act, &case, &mut change, "change.withdrawn", roles)?;
    act.save(&mut case, "case.change_withdrawn", roles, facts(&change))?;
    Ok(change)
}

/// Undoes a change before the next step: the process and its tasks are as they were.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where it isn't applied; `casework-change-gone-on` where the case went on.
pub fn undo(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    id: &CaseId,
    change: &ChangeId,
    seen: Option<i64>,
) -> Result<Change, Error> {
    let act = Act { tx, office, actor };
    let (mut case, mut change, mut tasks) = held(&act, By::Second, id, change, (ChangeState::Applied, seen))?;
    let mut flow = Flow::running(&act, id)?.ok_or(Refusal::Stale)?;
    let stands_still = flow.model() == change.derived && change.left.as_ref() == Some(flow.state());
    let Some(was) = change.was.as_ref().filter(|_| stands_still && !case.state.ended()) else {
        return Err(gone_on());
    };
    flow.restore(&act, &mut case, &mut tasks, was)?;
    change.state = ChangeState::Undone;
    change.undone_by = actor.as_staff().cloned();
    change.undone_at = Some(tx.now());
    save(&act, &case, &mut change, "change.undone", SECOND)?;
    act.save(&mut case, "case.change_undone", SECOND, facts(&change))?;
    if !change.burdens.is_empty() {
        act.tell(&case, None, "casework-message-change-undone", &[])?;
    }
    Ok(change)
}

fn gone_on() -> Error {
    Problem::new(Status::Conflict, "casework-change-gone-on").into()
}

pub(crate) fn no_process() -> Error {
    Problem::new(Status::Conflict, "casework-change-no-process").into()
}

/// By whom something is done with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Who answers for it, outside the case.
    Second,
    Proposer,
}

/// The case first, then the change: so those who come at once wait for each other. Proves that the actor may, and
/// that the change stands as it was seen.
fn held(
    act: &Act<'_, '_>,
    by: By,
    id: &CaseId,
    change: &ChangeId,
    (state, seen): (ChangeState, Option<i64>),
) -> Result<(Case, Change, Vec<Task>), Error> {
    let case = act.hold(id, None)?;
    let tasks = records::tasks(act.tx, id)?;
    permits::see_staff(act.actor, &case, &tasks)?;
    let change = records::hold_change(act.tx, change)?.filter(|change| change.case == *id).ok_or(Refusal::NotFound)?;
    match by {
        By::Second => permits::second(act.actor, &case, &tasks, &change, &act.tx.stream(id.as_str())?).map(drop)?,
        By::Proposer => permits::withdraw_change(act.actor, &case, &tasks, &change).map(drop)?,
    }
    if change.state != state || seen.is_some_and(|seen| seen != change.version) {
        return Err(Refusal::Stale.into());
    }
    Ok((case, change, tasks))
}

/// Between acceptance and decision.
pub(crate) fn handled(case: &Case) -> Result<(), Error> {
    if matches!(case.state, State::Accepted | State::Special) {
        Ok(())
    } else {
        Err(NotNow { state: case.state, article: "AL 45" }.into())
    }
}

fn facts(change: &Change) -> Value {
    json!({
        "change": change.id, "change_state": change.state, "ground": change.ground, "operation": change.asked.op,
        "legal_basis": change.legal_basis, "model": change.model, "derived": change.derived,
    })
}

fn save(act: &Act<'_, '_>, case: &Case, change: &mut Change, kind: &'static str, roles: &[Role]) -> Result<(), Error> {
    let before = change.version;
    change.version += 1;
    records::put_change(act.tx, change)?;
    let title = permits::title(act.actor, roles, &case.body);
    let mut payload = facts(change);
    if let Value::Object(payload) = &mut payload {
        payload.insert("case".into(), json!(case.id));
        payload.insert("asked".into(), serde_json::to_value(&change.asked)?);
        payload.insert("answers".into(), serde_json::to_value(&change.answers)?);
    }
    act.tx.record(Entry {
        room: "casework",
        kind,
        stream: change.id.as_str(),
        version: before,
        subject: Some(case.id.as_str()),
        actor: act.actor,
        title: &title,
        payload,
        personal: None,
        state: Some((SCHEMA, state_digest(change)?)),
    })?;
    Ok(())
}
