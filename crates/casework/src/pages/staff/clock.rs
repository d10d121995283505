//! What the head of the body may do to the clock: begin one of the special procedures of AL 45,
//! extend once (AL 42); and what a late body owes: the reason. Each is told in writing.

use askama::Template;
use catalogue::words::SpecialName;
use kernel::{Date, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Answer, Check, Choice, Cx, Form, Path, Query, Shell, State, Typed, check::LINES};

use super::{
    acts::{Sent, carry, done},
    case::{From, shell},
    turn_away::plain,
};
use crate::{
    Room, case::CaseId, clock_acts, explain, lapse, path, permits, records, refusal::Refusal, routes::staff as to,
};

/// As it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPause {
    /// `hearing`, `tender`, `auction`, `inspection`, `testing`, `quarantine`, `appraisal`, `expert_review`.
    #[schemars(extend("enum" = PROCEDURES.map(SpecialName::as_str)))]
    pub procedure: String,
    #[schemars(length(min = 1, max = 1000), regex(pattern = LINES))]
    pub reason: String,
    /// The day on which it is expected to end.
    #[schemars(extend("format" = "date"))]
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
    /// Of the pause alone.
    pub procedures: Vec<Choice>,
    pub lead: String,
}

/// Which act the page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pause,
    Extension,
    Delay,
    Termination,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Extension => "extension",
            Self::Delay => "delay",
            Self::Termination => "termination",
        }
    }

    fn address(self) -> &'static str {
        match self {
            Self::Pause => to::PAUSE,
            Self::Extension => to::EXTENSION,
            Self::Delay => to::DELAY,
            Self::Termination => to::TERMINATION,
        }
    }
}

async fn show(cx: &Cx, id: &CaseId, from: &str, form: Form, of: Kind) -> Answer {
    let case = plain(cx, id).await?;
    let wanted = id.clone();
    let tasks = cx.read(move |read| records::tasks(read, &wanted)).await?;
    match of {
        Kind::Delay => permits::explain(&cx.actor, &case, &tasks).map(drop),
        Kind::Termination => permits::accept(&cx.actor, &case).map(drop),
        Kind::Pause | Kind::Extension => permits::rule_the_clock(&cx.actor, &case, &tasks).map(drop),
    }
    .map_err(Refusal::problem)?;
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let name = of.name();
    let title = cx.t(&["casework-desk-act-", name].concat());
    let shell = shell(cx, title, from).crumb(case.item_name.clone(), back.clone());
    let page = ClockPage {
        action: to::of_case(of.address(), id),
        back,
        number: case.number,
        seen: case.version,
        from: from.to_owned(),
        procedures: if of == Kind::Pause { procedures(&shell) } else { Vec::new() },
        lead: shell.t(&["casework-desk-lead-", name].concat()).into_owned(),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn pause_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, Kind::Pause).await
}

pub(crate) async fn extension_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, Kind::Extension).await
}

pub(crate) async fn delay_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, Kind::Delay).await
}

pub(crate) async fn termination_page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form, Kind::Termination).await
}

async fn again(cx: &Cx, id: &CaseId, typed: &Typed, fail: web::Fail, of: Kind) -> Answer {
    let form = cx.form_again(typed, fail)?.labelled(&[
        ("procedure", &cx.t("casework-desk-procedure")),
        ("reason", &cx.t("casework-desk-reason")),
        ("expected_end", &cx.t("casework-desk-expected-end")),
    ]);
    show(cx, id, typed.get("from"), form, of).await
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
        Err(fail) => again(&cx, &id, &typed, fail, Kind::Pause).await,
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
    give(&cx, &room, &id, &typed, Kind::Extension).await
}

pub(crate) async fn explain(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    give(&cx, &room, &id, &typed, Kind::Delay).await
}

pub(crate) async fn terminate(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    give(&cx, &room, &id, &typed, Kind::Termination).await
}

/// Carries out the act that needs no more than a reason.
async fn give(cx: &Cx, room: &Room, id: &CaseId, typed: &Typed, of: Kind) -> Answer {
    let result = match reason(typed.get("reason")) {
        Err(problem) => Err(problem.into()),
        Ok(reason) => {
            let sent = Sent::of(id, of.name(), typed);
            carry(cx, room, sent, move |tx, desk, id| {
                desk.fresh(tx, id)?;
                let matter = desk.matter(tx, id)?;
                if of == Kind::Termination {
                    return lapse::terminate(tx, desk.office, desk.actor, &matter, id, None, &reason);
                }
                let act = if of == Kind::Delay { explain::explain } else { clock_acts::extend };
                act(tx, desk.office, desk.actor, &matter, id, &reason)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(cx, typed, id).await,
        Err(fail) => again(cx, id, typed, fail, of).await,
    }
}
