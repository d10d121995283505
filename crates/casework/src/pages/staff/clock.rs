//! What the head of the body may do to the clock: begin one of the special procedures of AL 45,
//! extend once (AL 42); each with its reason, told in writing.

use askama::Template;
use catalogue::words::SpecialName;
use kernel::{Date, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Answer, Check, Choice, Cx, Form, Path, Query, Shell, State, Typed};

use super::{
    acts::{Sent, carry, done},
    case::{From, shell},
    turn_away::plain,
};
use crate::{Room, case::CaseId, clock_acts, path, permits, records, refusal::Refusal, routes::staff as to};

/// As it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPause {
    /// `hearing`, `tender`, `auction`, `inspection`, `testing`, `quarantine`, `appraisal`, `expert_review`.
    pub procedure: String,
    pub reason: String,
    /// The day on which it is expected to end.
    pub expected_end: String,
}

/// A special procedure to begin.
#[derive(Debug, Clone)]
pub struct NewPause {
    pub procedure: SpecialName,
    pub reason: String,
    pub expected_end: Date,
}

impl TryFrom<RawPause> for NewPause {
    type Error = Problem;

    fn try_from(raw: RawPause) -> Result<Self, Problem> {
        let mut check = Check::new();
        let procedure = check.choice("procedure", &raw.procedure, SpecialName::parse);
        let reason = check.lines("reason", &raw.reason, 1..=1000);
        let expected_end = check.date("expected_end", &raw.expected_end);
        check.done()?;
        match (procedure, expected_end) {
            (Some(procedure), Some(expected_end)) => Ok(Self { procedure, reason, expected_end }),
            _ => Err(Problem::invalid()),
        }
    }
}

const PROCEDURES: [SpecialName; 8] = [
    SpecialName::Hearing,
    SpecialName::Tender,
    SpecialName::Auction,
    SpecialName::Inspection,
    SpecialName::Testing,
    SpecialName::Quarantine,
    SpecialName::Appraisal,
    SpecialName::ExpertReview,
];

/// The procedures of AL 45.
pub(crate) fn procedures(shell: &Shell) -> Vec<Choice> {
    let label =
        |name: &SpecialName| shell.t(&["casework-special-", &name.as_str().replace('_', "-")].concat()).into_owned();
    PROCEDURES.iter().map(|name| Choice::new(name.as_str(), label(name))).collect()
}

#[derive(Template)]
#[template(path = "casework/desk_clock.html")]
pub(crate) struct ClockPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub from: String,
    /// Empty on the page of the extension.
    pub procedures: Vec<Choice>,
    pub lead: String,
}

async fn show(cx: &Cx, id: &CaseId, from: &str, form: Form, pauses: bool) -> Answer {
    let case = plain(cx, id).await?;
    let wanted = id.clone();
    let tasks = cx.read(move |read| records::tasks(read, &wanted)).await?;
    permits::rule_the_clock(&cx.actor, &case, &tasks).map_err(Refusal::problem)?;
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let name = if pauses { "pause" } else { "extension" };
    let title = cx.t(&["casework-desk-act-", name].concat());
    let shell = shell(cx, title, from).crumb(case.item_name.clone(), back.clone());
    let page = ClockPage {
        action: to::of_case(if pauses { to::PAUSE } else { to::EXTENSION }, id),
        back,
        number: case.number,
        seen: case.version,
        from: from.to_owned(),
        procedures: if pauses { procedures(&shell) } else { Vec::new() },
        lead: shell.t(&["casework-desk-lead-", name].concat()).into_owned(),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn pause_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, true).await
}

pub(crate) async fn extension_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, false).await
}

async fn again(cx: &Cx, id: &CaseId, typed: &Typed, fail: web::Fail, pauses: bool) -> Answer {
    let form = cx.form_again(typed, fail)?.labelled(&[
        ("procedure", &cx.t("casework-desk-procedure")),
        ("reason", &cx.t("casework-desk-reason")),
        ("expected_end", &cx.t("casework-desk-expected-end")),
    ]);
    show(cx, id, typed.get("from"), form, pauses).await
}

pub(crate) async fn pause(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let result = match typed.command::<RawPause, NewPause>() {
        Err(problem) => Err(problem.into()),
        Ok(new) => {
            let sent = Sent::of(&id, "pause", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                desk.fresh(tx, id)?;
                let matter = desk.matter(tx, id)?;
                let NewPause { procedure, reason, expected_end } = &new;
                clock_acts::pause(tx, desk.office, desk.actor, &matter, id, *procedure, reason, *expected_end)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => again(&cx, &id, &typed, fail, true).await,
    }
}

/// A reason in words.
pub(crate) fn reason(typed: &str) -> Result<String, Problem> {
    let mut check = Check::new();
    let reason = check.lines("reason", typed, 1..=1000);
    check.done()?;
    Ok(reason)
}

pub(crate) async fn extend(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let result = match reason(typed.get("reason")) {
        Err(problem) => Err(problem.into()),
        Ok(reason) => {
            let sent = Sent::of(&id, "extend", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                desk.fresh(tx, id)?;
                let matter = desk.matter(tx, id)?;
                clock_acts::extend(tx, desk.office, desk.actor, &matter, id, &reason)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => again(&cx, &id, &typed, fail, false).await,
    }
}
