//! What stops and lengthens the clocks: the closed list of special procedures (AL 45), each with
//! basis and expected end told in writing, and the extension by the head, once (AL 42).

use catalogue::words::{Shape, SpecialName};
use kernel::{
    Date,
    access::{Actor, Role},
};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId},
    clock::{self, Name},
    flow::{self, Flow},
    matter::Matter,
    notice::{self, Facts, Line},
    permits, records,
    refusal::Refusal,
};

/// Why an extension was given; the key stands in the account of days.
const EXTENDED: &str = "casework-extended";

/// Begins a special procedure: the statutory, promised and task clocks stop.
///
/// # Errors
/// `Refusal`s of the permit and of the state; a reason or end that is wanting.
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn pause(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    procedure: SpecialName,
    reason: &str,
    expected_end: Date,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let tasks = records::tasks(tx, id)?;
    permits::rule_the_clock(actor, &case, &tasks)?;
    let now = tx.now();
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    if expected_end < now.date() {
        return Err(Refusal::ReasonWanting("expected_end").into());
    }
    case.special_began()?;
    let first = now.date().tomorrow().unwrap_or(now.date());
    let why = format!("casework-special-{}", procedure.as_str().replace('_', "-"));
    act.clocks(&mut case, &|clock| {
        if clock.name != Name::Delivery {
            clock.pause(first, &why);
        }
    })?;
    let basis =
        matter.item.specials.iter().find(|special| special.name == procedure).and_then(|special| special.basis.clone());
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: now.date().to_string(),
        lines: vec![Line { what: reason.trim().to_owned(), place: Some(why) }],
        bases: std::iter::once("casework-basis-al-45".to_owned()).chain(basis).collect(),
        days: vec![("casework-day-expected-end".into(), expected_end.to_string())],
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, notice::Kind::Special, &body, &facts)?;
    Flow::tell(&act, id, flow::SPECIAL_BEGAN)?;
    let facts = json!({ "procedure": procedure, "expected_end": expected_end });
    act.save(&mut case, "case.paused", &[Role::Head], facts)?;
    act.tell(&case, Some(matter), "casework-message-paused", &[("day", expected_end.to_string())])?;
    Ok(case)
}

/// Ends a special procedure: the clocks run on from the next day.
///
/// # Errors
/// `Refusal`s of the permit and of the state.
pub fn resume(tx: &Tx<'_>, office: &Office, actor: &Actor, id: &CaseId) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let tasks = records::tasks(tx, id)?;
    permits::rule_the_clock(actor, &case, &tasks)?;
    case.special_ended()?;
    let today = tx.now().date();
    act.clocks(&mut case, &|clock| clock.resume(today))?;
    Flow::tell(&act, id, flow::SPECIAL_ENDED)?;
    act.save(&mut case, "case.resumed", &[Role::Head], json!({}))?;
    act.tell(&case, None, "casework-message-resumed", &[])?;
    Ok(case)
}

/// Extends the decision clock by the days of AL 42, once, and tells the reason.
///
/// # Errors
/// `Refusal`s of the permit and of the state; a second extension; a reason that is wanting.
pub fn extend(
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
    permits::rule_the_clock(actor, &case, &tasks)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    let clocks = records::clocks(tx, id)?;
    let decision = |name: &Name| matches!(name, Name::Statutory | Name::Promised);
    let again = clocks.iter().any(|clock| decision(&clock.name) && !clock.terms.extensions.is_empty());
    if case.accepted_at.is_none() || case.state.ended() || again {
        return Err(crate::case::NotNow { state: case.state, article: "AL 42" }.into());
    }
    let joint = matter.shape() == Shape::SideBySide;
    let days = if joint { clock::JOINT_EXTENSION_DAYS } else { clock::EXTENSION_DAYS };
    act.clocks(&mut case, &|clock| {
        if decision(&clock.name) || matches!(clock.name, Name::Task(_)) {
            clock.extend(days, EXTENDED);
        }
    })?;
    let last = case.statutory_due.or(case.promised_due);
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: tx.now().date().to_string(),
        lines: vec![Line { what: reason.trim().to_owned(), place: None }],
        bases: vec!["casework-basis-al-42".into()],
        days: last.iter().map(|day| ("casework-day-new-end".to_owned(), day.to_string())).collect(),
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, notice::Kind::Extension, &body, &facts)?;
    act.save(&mut case, "case.extended", &[Role::Head], json!({ "days": days }))?;
    act.tell(
        &case,
        Some(matter),
        "casework-message-extended",
        &[("day", last.map(|day| day.to_string()).unwrap_or_default())],
    )?;
    Ok(case)
}

/// Computes every running clock anew after the calendar changed; says how many dates moved. Runs in
/// pages, so that no verb waits for it.
///
/// # Errors
/// Of the engine.
pub fn recompute(store: &store::Store, office: &Office) -> Result<u64, Error> {
    let (mut case_after, mut name_after) = (String::new(), String::new());
    let mut moved = 0;
    loop {
        let page = store.read(|read| records::open_clocks(read, (&case_after, &name_after), 500))?;
        let Some((last, clock)) = page.last() else { return Ok(moved) };
        (case_after, name_after) = (last.to_string(), clock.name.text());
        let office = office.clone();
        moved += store.write(move |tx| {
            let actor = Actor::system("calendar");
            let act = Act { tx, office: &office, actor: &actor };
            let mut moved = 0;
            for (id, clock) in &page {
                let before = records::hold(tx, id)?;
                let Some(mut case) = before.clone() else { continue };
                let due = act.put(id, clock)?;
                if clock.name == Name::Receipt && case.receipt_due.is_some() {
                    case.receipt_due = Some(due);
                    crate::jobs::deem_after(tx, due)?;
                }
                case.provisional = false;
                act.clocks(&mut case, &|_| {})?;
                if before.as_ref() != Some(&case) {
                    moved += 1;
                    act.save(&mut case, "case.recomputed", &[], json!({ "clock": clock.name.text(), "due": due }))?;
                }
            }
            Ok::<u64, Error>(moved)
        })?;
    }
}
