//! 超期说明: a body that is late says why, in writing and dated. The applicant sees on the case by
//! whom it is late, why, and what can be done; the clock runs on and stays late. A reason is no
//! extension: only AL 42 and 45 lengthen and stop the clock.

use kernel::access::{Actor, Role};
use serde_json::json;
use store::{Error, Read, Tx};

use crate::{
    act::{Act, Office, RECORD},
    case::{Case, CaseId, NotNow},
    matter::Matter,
    notice::{self, Facts, Line, Notice},
    permits, printing, records,
    refusal::Refusal,
};

/// Gives the reason why the case is late.
///
/// # Errors
/// `Refusal`s of the permit; a case that is not late; a reason that is wanting.
pub fn explain(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    reason: &str,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let tasks = records::tasks(tx, id)?;
    permits::explain(actor, &case, &tasks)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    let today = tx.now().date();
    let Some(due) = case.next_due().filter(|due| today > *due) else {
        return Err(NotNow { state: case.state, article: "AL 42" }.into());
    };
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: today.to_string(),
        lines: vec![Line { what: reason.trim().to_owned(), place: None }],
        bases: vec!["casework-basis-al-42".into()],
        days: vec![("casework-day-was-due".into(), due.to_string())],
        remedies: Some("casework-remedies-delay".into()),
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, notice::Kind::Delay, &body, &facts)?;
    act.save(&mut case, "case.delay_explained", &[Role::Head, Role::Officer], json!({ "due": due }))?;
    act.tell(&case, Some(matter), "casework-message-delay", &[])?;
    Ok(case)
}

/// The newest reason that was given for being late; nothing when none was, or when the applicant's
/// data were erased.
///
/// # Errors
/// Of the store.
pub(crate) fn reason_given(read: &Read<'_>, case: &Case, notices: &[Notice]) -> Result<Option<String>, Error> {
    let Some(notice) = notices.iter().rev().find(|notice| notice.kind == notice::Kind::Delay) else {
        return Ok(None);
    };
    match read.open_text(&case.person, RECORD, &notice.record) {
        Err(Error::Erased) => Ok(None),
        record => Ok(printing::facts(&record?)?.lines.into_iter().next().map(|line| line.what)),
    }
}
