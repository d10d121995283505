//! 接件 and 受理: the window takes a case over with a dated slip; the competent body accepts it
//! with a dated, sealed voucher, and from then on the decision clock runs (AL 32).

use kernel::{
    Timestamp,
    access::{Actor, Role},
};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId, WaitsFor},
    clock::{Clock, Name},
    flow::Flow,
    matter::Matter,
    notice::{self, Facts},
    permits, records,
    task::{Task, TaskState},
};

/// The window takes the case over.
///
/// # Errors
/// `Refusal`s of the permit and of the state.
pub fn receive(tx: &Tx<'_>, office: &Office, actor: &Actor, id: &CaseId, seen: Option<i64>) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::receive(actor, &case)?;
    case.received(tx.now())?;
    act.save(&mut case, "case.received", &[Role::Clerk, Role::Officer, Role::Head], json!({}))?;
    act.tell(&case, None, "casework-message-received", &[])?;
    Ok(case)
}

/// The competent body accepts.
///
/// # Errors
/// `Refusal`s of the permit and of the state.
pub fn accept(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    seen: Option<i64>,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::accept(actor, &case)?;
    let at = tx.now();
    enter_handling(&act, matter, &mut case, at, false)?;
    Ok(case)
}

/// Accepted by a person at `from`, or by law from the day the papers arrived.
pub(crate) fn enter_handling(
    act: &Act<'_, '_>,
    matter: &Matter,
    case: &mut Case,
    from: Timestamp,
    deemed: bool,
) -> Result<(), Error> {
    case.accepted(from, deemed)?;
    let now = act.tx.now();
    act.clocks(case, &|clock| {
        if clock.name == Name::Receipt {
            clock.end(now.date());
        }
    })?;
    let mut days = Vec::new();
    for (name, limit) in [(Name::Statutory, matter.statutory()), (Name::Promised, matter.item.promised)] {
        let Some(limit) = limit else { continue };
        let clock = Clock::from_arrival(name.clone(), from, limit);
        let due = act.put(&case.id, &clock)?;
        days.push((name.label().to_owned(), due.to_string()));
    }
    act.clocks(case, &|_| {})?;
    let (flow, mut tasks) = Flow::begin(act, matter, case)?;
    for task in &tasks {
        records::put_task(act.tx, &case.id, task)?;
    }
    let opened = flow.settle(act, matter, case, &mut tasks)?;
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(case)?,
        body: matter.body.name.zh.clone(),
        title: if deemed { "deemed" } else { "own" }.into(),
        date: from.date().to_string(),
        days,
        bases: vec!["casework-basis-al-32".into(), "casework-basis-al-42".into()],
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(case, notice::Kind::Acceptance, &body, &facts)?;
    let kind = if deemed { "case.deemed_accepted" } else { "case.accepted" };
    act.save(
        case,
        kind,
        &[Role::Officer, Role::Head],
        json!({ "opened": opened, "from": from, "model": flow.model() }),
    )?;
    act.tell(case, Some(matter), if deemed { "casework-message-deemed" } else { "casework-message-accepted" }, &[])
}

/// For whom the case waits, from what is open.
pub(crate) fn waits_for(tasks: &[Task]) -> WaitsFor {
    let open: Vec<&Task> = tasks.iter().filter(|task| task.state == TaskState::Open).collect();
    match open.as_slice() {
        [] => WaitsFor::Nobody,
        [one] => WaitsFor::Body(one.body.clone()),
        many => WaitsFor::Bodies(u32::try_from(many.len()).unwrap_or(u32::MAX)),
    }
}
