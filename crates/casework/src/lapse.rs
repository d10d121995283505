//! 终止 of a case whose correction nobody answered. The Administrative Licensing Law asks for all
//! defects at once (AL 32(4)) and says nothing of silence; so silence ends nothing by itself. Where
//! the item names a provision by which the application then counts as given up (such as article 30 of
//! the Regulation on Open Government Information), a job ends the case when the time stated in the
//! request has run out. Everywhere else the competent body may end it by an act, after that time, with
//! its reason and the remedies (AL 7). An answer that comes before either is taken, however late.

use std::sync::Arc;

use kernel::{
    Date,
    access::{Actor, Role},
};
use serde_json::json;
use store::{Error, Store, Tx};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId, State},
    correct,
    correction::Correction,
    decide::end_clocks,
    deem::LoadMatter,
    flow::Flow,
    matter::Matter,
    notice::{self, Facts, Line},
    permits, records,
    refusal::Refusal,
};

/// The competent body ends a case whose applicant was silent.
///
/// # Errors
/// `Refusal`s of the permit and of the state; `Refusal::StillOpen` up to the last day of the answer; a reason
/// that is wanting.
pub fn terminate(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    seen: Option<i64>,
    reason: &str,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::accept(actor, &case)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    let open = records::corrections(tx, id)?.into_iter().find(|correction| correction.answered_at.is_none());
    if let Some(correction) = open.filter(|_| case.state == State::Correction) {
        let last = last_day(office, matter, &correction);
        if tx.now().date() <= last {
            return Err(Refusal::StillOpen(last).into());
        }
    }
    end(&act, matter, &mut case, None, reason.trim())?;
    Ok(case)
}

/// Ends the cases that lapsed by now; says how many. Each case is a transaction of its own.
///
/// # Errors
/// Of the engine.
pub fn lapse(store: &Store, office: &Office, load: &Arc<LoadMatter>) -> Result<usize, Error> {
    let today = store.now().date();
    let (mut done, mut after) = (0, (String::new(), String::new()));
    loop {
        let due = store.read(|read| records::overdue_corrections(read, today, (&after.0, &after.1), 100))?;
        let Some((day, id)) = due.last() else { return Ok(done) };
        after = (day.to_string(), id.to_string());
        for (_, id) in due {
            done += usize::from(lapse_one(store, office, load, id)?);
        }
    }
}

fn lapse_one(store: &Store, office: &Office, load: &Arc<LoadMatter>, id: CaseId) -> Result<bool, Error> {
    let (office, load) = (office.clone(), load.clone());
    store.write(move |tx| {
        let actor = Actor::system("lapsed-correction");
        let act = Act { tx, office: &office, actor: &actor };
        let mut case = act.hold(&id, None)?;
        // The applicant may have been faster between the list and here.
        let open = records::corrections(tx, &id)?.into_iter().find(|correction| correction.answered_at.is_none());
        let Some(correction) = open.filter(|_| case.state == State::Correction) else { return Ok(false) };
        let Some(basis) = correction.lapse.clone() else { return Ok(false) };
        let matter = load(tx, &case)?;
        let last = last_day(&office, &matter, &correction);
        if tx.now().date() <= last {
            // The calendar gave more days than the notice said.
            crate::jobs::lapse_after(tx, last)?;
            return Ok(false);
        }
        end(&act, &matter, &mut case, Some(&basis), &basis)?;
        Ok::<bool, Error>(true)
    })
}

/// The last day of the answer: as it was told, or later where the calendar has since given more days.
fn last_day(office: &Office, matter: &Matter, correction: &Correction) -> Date {
    let counted = correct::answer_limit(&matter.item).due(correction.asked_at.date(), &office.calendar).date;
    counted.max(correction.answer_by)
}

fn end(
    act: &Act<'_, '_>,
    matter: &Matter,
    case: &mut Case,
    lapsed_by: Option<&str>,
    reason: &str,
) -> Result<(), Error> {
    let now = act.tx.now();
    case.terminated(now)?;
    // Files of an answer that was begun and never given.
    records::drop_papers(act.tx, &correct::parking(&case.id))?;
    Flow::end(act, &case.id)?;
    end_clocks(act, case)?;
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(case)?,
        body: matter.body.name.zh.clone(),
        title: if lapsed_by.is_some() { "lapsed" } else { "own" }.into(),
        date: now.date().to_string(),
        lines: if lapsed_by.is_some() { Vec::new() } else { vec![Line { what: reason.to_owned(), place: None }] },
        bases: lapsed_by.map_or_else(|| vec!["casework-basis-al-32".to_owned()], |basis| vec![basis.to_owned()]),
        remedies: Some("casework-remedies".into()),
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(case, notice::Kind::Termination, &body, &facts)?;
    act.save(case, "case.terminated", &[Role::Officer, Role::Head], json!({ "lapsed_by": lapsed_by }))?;
    let key = if lapsed_by.is_some() { "casework-message-lapsed" } else { "casework-message-terminated" };
    act.tell(case, Some(matter), key, &[])
}
