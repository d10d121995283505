//! 送达 and 撤回申请: the result is handed over, within 10 working days (AL 44); or the applicant
//! takes the application back before a decision.

use kernel::access::{Actor, Role};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId},
    clock::Name,
    decide::end_clocks,
    flow::Flow,
    matter::Matter,
    notice::{self, Facts},
    permits, records,
    task::TaskState,
};

/// Hands the result over at the window.
///
/// # Errors
/// `Refusal`s of the permit and of the state.
pub fn deliver(tx: &Tx<'_>, office: &Office, actor: &Actor, id: &CaseId) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let tasks = records::tasks(tx, id)?;
    permits::deliver(actor, &case, &tasks)?;
    let now = tx.now();
    case.delivered(now)?;
    act.clocks(&mut case, &|clock| {
        if clock.name == Name::Delivery {
            clock.end(now.date());
        }
    })?;
    let roles = [Role::Clerk, Role::Helper, Role::Officer, Role::Head];
    act.save(&mut case, "case.delivered", &roles, json!({ "how": "window" }))?;
    act.tell(&case, None, "casework-message-delivered", &[])?;
    Ok(case)
}

/// The applicant takes the application back.
///
/// # Errors
/// `Refusal`s of the permit and of the state.
pub fn withdraw(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    seen: Option<i64>,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::applicant(actor, &case)?;
    let now = tx.now();
    case.withdrawn(now)?;
    for mut task in records::tasks(tx, id)? {
        if matches!(task.state, TaskState::Waiting | TaskState::Open) {
            task.state = TaskState::Dropped;
            records::put_task(tx, id, &task)?;
        }
    }
    Flow::end(&act, id)?;
    end_clocks(&act, &mut case)?;
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: now.date().to_string(),
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, notice::Kind::Withdrawal, &body, &facts)?;
    act.save(&mut case, "case.withdrawn", &[], json!({}))?;
    act.tell(&case, Some(matter), "casework-message-withdrawn", &[])?;
    Ok(case)
}
