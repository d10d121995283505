//! What staff do to a case by program: the verbs of the desk, with what they take.

use schemars::JsonSchema;
use serde::Deserialize;
use web::{
    Answer, Cx, Path, State,
    api::Json,
    check::{ANY_LINES, LINES},
};

use super::{Brought, Nothing, RawReason, act};
use crate::{
    Room, accept as accepting,
    case::CaseId,
    clock_acts, correct,
    correction::Defect,
    deliver as handing, explain, hand_over as handing_over, lapse,
    pages::staff::{
        clock::{self as clock_page, NewPause, RawPause},
        correction::at_versions,
        decision,
        handover::{NewHandover, RawHandover},
        turn_away::{RawGround, TurnAway},
    },
    review,
    task::Kind,
    turn_away as refusing,
};

/// The list of a correction.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDefects {
    #[schemars(length(min = 1))]
    pub defects: Vec<RawDefect>,
}

/// One defect: at a material or a field of the item.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDefect {
    pub target: crate::correction::Target,
    /// What is wrong and how to mend it.
    #[schemars(length(min = 1, max = 500), regex(pattern = LINES))]
    pub what: String,
}

/// The opinion of a body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpinion {
    /// `agree` or `disagree`.
    #[schemars(extend("enum" = ["agree", "disagree"]))]
    pub outcome: String,
    #[schemars(length(min = 1, max = 2000), regex(pattern = LINES))]
    pub words: String,
    /// The caller's open task when absent.
    #[serde(default)]
    pub task: Option<u32>,
}

/// A decision.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "if" = { "properties": { "outcome": { "const": "deny" } } },
    "then" = { "required": ["words"], "properties": { "words": { "pattern": LINES } } },
))]
pub struct RawDecision {
    /// `approve` or `deny`.
    #[schemars(extend("enum" = ["approve", "deny"]))]
    pub outcome: String,
    /// Reasons; wanted for a denial.
    #[serde(default)]
    #[schemars(length(max = 2000), regex(pattern = ANY_LINES))]
    pub words: String,
    #[serde(default)]
    pub task: Option<u32>,
}

pub(crate) async fn receive(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, &id, "receive", brought, |tx, desk, id| {
        accepting::receive(tx, desk.office, desk.actor, id, desk.seen)
    })
    .await
}

pub(crate) async fn accept(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, &id, "accept", brought, |tx, desk, id| {
        let matter = desk.matter(tx, id)?;
        accepting::accept(tx, desk.office, desk.actor, &matter, id, desk.seen)
    })
    .await
}

pub(crate) async fn ask(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawDefects>,
) -> Answer {
    let mut check = web::Check::new();
    let one =
        |raw: RawDefect| Defect { what: check.lines("defects", &raw.what, 1..=500), target: raw.target, version: 0 };
    let defects: Vec<Defect> = raw.defects.into_iter().map(one).collect();
    check.done()?;
    act(&cx, &room, &id, "ask", brought, move |tx, desk, id| {
        let matter = desk.matter(tx, id)?;
        let defects = at_versions(tx, id, &defects)?;
        correct::ask(tx, desk.office, desk.actor, &matter, id, desk.seen, &defects)
    })
    .await
}

pub(crate) async fn refuse(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawGround>,
) -> Answer {
    let TurnAway { ground, reason } = TurnAway::try_from(raw)?;
    act(&cx, &room, &id, "refuse", brought, move |tx, desk, id| {
        let matter = desk.matter(tx, id)?;
        refusing::turn_away(tx, desk.office, desk.actor, &matter, id, desk.seen, &ground, &reason)
    })
    .await
}

pub(crate) async fn terminate(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawReason>,
) -> Answer {
    let reason = clock_page::reason(&raw.reason)?;
    act(&cx, &room, &id, "terminate", brought, move |tx, desk, id| {
        let matter = desk.matter(tx, id)?;
        lapse::terminate(tx, desk.office, desk.actor, &matter, id, desk.seen, &reason)
    })
    .await
}

pub(crate) async fn opine(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawOpinion>,
) -> Answer {
    let (agrees, words) = decision::opinion(&raw.outcome, &raw.words)?;
    act(&cx, &room, &id, "opine", brought, move |tx, desk, id| {
        desk.fresh(tx, id)?;
        let number = match raw.task {
            Some(number) => number,
            None => decision::my_task(tx, desk, id, Kind::Review)?,
        };
        let matter = desk.matter(tx, id)?;
        review::review(tx, desk.office, desk.actor, &matter, id, number, agrees, &words)
    })
    .await
}

pub(crate) async fn decide(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawDecision>,
) -> Answer {
    let decided = decision::decision(&raw.outcome, &raw.words)?;
    act(&cx, &room, &id, "decide", brought, move |tx, desk, id| {
        let number = match raw.task {
            Some(number) => number,
            None => decision::my_task(tx, desk, id, Kind::Decide)?,
        };
        decision::decide_in(tx, desk, id, number, &decided)
    })
    .await
}

/// An open task goes to another of the same body.
pub(crate) async fn hand_over(
    cx: Cx,
    State(room): State<Room>,
    Path((id, number)): Path<(CaseId, u32)>,
    brought: Brought,
    Json(raw): Json<RawHandover>,
) -> Answer {
    let NewHandover { officer, reason } = NewHandover::try_from(raw)?;
    act(&cx, &room, &id, "hand-over", brought, move |tx, desk, id| {
        handing_over::hand_over(tx, desk.office, desk.actor, id, desk.seen, number, &officer, &reason)
    })
    .await
}

pub(crate) async fn pause(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawPause>,
) -> Answer {
    let NewPause { procedure, reason, expected_end } = NewPause::try_from(raw)?;
    act(&cx, &room, &id, "pause", brought, move |tx, desk, id| {
        desk.fresh(tx, id)?;
        let matter = desk.matter(tx, id)?;
        clock_acts::pause(tx, desk.office, desk.actor, &matter, id, procedure, &reason, expected_end)
    })
    .await
}

pub(crate) async fn resume(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, &id, "resume", brought, |tx, desk, id| {
        desk.fresh(tx, id)?;
        clock_acts::resume(tx, desk.office, desk.actor, id)
    })
    .await
}

pub(crate) async fn extend(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawReason>,
) -> Answer {
    let reason = clock_page::reason(&raw.reason)?;
    act(&cx, &room, &id, "extend", brought, move |tx, desk, id| {
        desk.fresh(tx, id)?;
        let matter = desk.matter(tx, id)?;
        clock_acts::extend(tx, desk.office, desk.actor, &matter, id, &reason)
    })
    .await
}

pub(crate) async fn explain(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawReason>,
) -> Answer {
    let reason = clock_page::reason(&raw.reason)?;
    act(&cx, &room, &id, "explain", brought, move |tx, desk, id| {
        desk.fresh(tx, id)?;
        let matter = desk.matter(tx, id)?;
        explain::explain(tx, desk.office, desk.actor, &matter, id, &reason)
    })
    .await
}

pub(crate) async fn deliver(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, &id, "deliver", brought, |tx, desk, id| {
        desk.fresh(tx, id)?;
        handing::deliver(tx, desk.office, desk.actor, id)
    })
    .await
}
