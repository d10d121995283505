//! Cases before their applicant by program, and before anyone with the receipt.

use axum::extract::State;
use kernel::{Date, DivisionCode, Problem, Timestamp, ledger::Light, limit::Limit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Read;
use web::{
    Answer, Cx, Path, Query,
    api::{After, Json, Listed, with_version},
};

use crate::{
    Room,
    case::{Case, CaseId, State as Legal},
    correct,
    correction::Target,
    pages::{
        case::{Whole, own},
        days, words,
    },
    receipt, records,
    refusal::Refusal,
};

/// What stands on the slip.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTrack {
    #[schemars(length(min = 1))]
    pub number: String,
    #[schemars(length(min = 1))]
    pub secret: String,
}

/// A case on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseBody {
    pub id: CaseId,
    pub number: String,
    pub item: String,
    pub item_version: i64,
    pub item_name: String,
    pub body: String,
    pub division: DivisionCode,
    pub state: Legal,
    /// `applicant`, `window`, a body's id, `bodies:3` or `nobody`.
    pub waits_for: String,
    /// Milliseconds since 1970 UTC.
    pub submitted_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    /// Accepted by law because nothing was said in time.
    pub deemed: bool,
    #[schemars(with = "Option<String>")]
    pub receipt_due: Option<Date>,
    #[schemars(with = "Option<String>")]
    pub statutory_due: Option<Date>,
    #[schemars(with = "Option<String>")]
    pub promised_due: Option<Date>,
    pub licence: Option<String>,
    /// What must be corrected, while it must.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<DefectBody>,
    pub version: i64,
}

/// What must be corrected.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DefectBody {
    pub target: Target,
    pub what: String,
    #[schemars(with = "String")]
    pub answer_by: Date,
}

impl CaseBody {
    pub(crate) fn of(case: &Case, defects: Vec<DefectBody>) -> Self {
        Self {
            id: case.id.clone(),
            number: case.number.clone(),
            item: case.item.clone(),
            item_version: case.item_version,
            item_name: case.item_name.clone(),
            body: case.body.to_string(),
            division: case.division,
            state: case.state,
            waits_for: case.waits_for.text(),
            submitted_at: case.submitted_at,
            accepted_at: case.accepted_at,
            decided_at: case.decided_at,
            delivered_at: case.delivered_at,
            deemed: case.deemed,
            receipt_due: case.receipt_due,
            statutory_due: case.statutory_due,
            promised_due: case.promised_due,
            licence: case.licence.clone(),
            defects,
            version: case.version,
        }
    }
}

/// A clock with every day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClockBody {
    /// `receipt`, `statutory`, `promised`, `delivery`, `task:2`.
    pub name: String,
    #[schemars(with = "String")]
    pub start: Date,
    pub limit: Limit,
    #[schemars(with = "String")]
    pub due: Date,
    /// The year's calendar is not there yet.
    pub provisional: bool,
    pub left: u32,
    pub late_by: u32,
    pub paused: bool,
    pub light: Light,
    pub days: Vec<DayBody>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct DayBody {
    #[schemars(with = "String")]
    pub date: Date,
    pub counted: bool,
    pub number: Option<u32>,
    pub late: bool,
    /// In the language asked for.
    pub reason: String,
}

/// All clocks of a case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Clocks {
    pub clocks: Vec<ClockBody>,
}

/// A case as its slip tells it: no personal data.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrackBody {
    pub number: String,
    pub item_name: String,
    pub body: String,
    pub state: Legal,
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// What comes next, in the language asked for.
    pub next: String,
    pub events: Vec<EventBody>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct EventBody {
    pub at: String,
    pub what: String,
}

pub(crate) async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let (actor, limit) = (cx.actor.clone(), after.limit());
    let cases = cx
        .read(move |read| {
            let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
            let before = if after.key().is_empty() { records::END } else { after.key() };
            match actor.for_enterprise() {
                Some(enterprise) => records::ours(read, enterprise, before, limit + 1),
                None => records::mine(read, person, before, limit + 1),
            }
        })
        .await?;
    let bodies = cases.iter().map(|case| CaseBody::of(case, Vec::new())).collect();
    cx.json(&Listed::of(bodies, limit, |case: &CaseBody| case.id.to_string()))
}

/// The case as it stands, with what must be corrected.
pub(super) fn body(read: &Read<'_>, case: &Case) -> Result<CaseBody, store::Error> {
    let mut defects = Vec::new();
    if case.state == Legal::Correction {
        for correction in records::corrections(read, &case.id)?.iter().filter(|it| it.answered_at.is_none()) {
            let found = correct::defects(read, case, correction)?.into_iter();
            let answer_by = correction.answer_by;
            defects.extend(found.map(|defect| DefectBody { target: defect.target, what: defect.what, answer_by }));
        }
    }
    Ok(CaseBody::of(case, defects))
}

pub(crate) async fn one(cx: Cx, Path(id): Path<CaseId>) -> Answer {
    let actor = cx.actor.clone();
    let shown = cx.read(move |read| body(read, &own(read, &actor, &id)?)).await?;
    let version = shown.version;
    Ok(with_version(cx.json(&shown)?, version))
}

pub(crate) async fn clocks(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let actor = cx.actor.clone();
    let clocks = cx
        .read(move |read| {
            own(read, &actor, &id)?;
            records::clocks(read, &id)
        })
        .await?;
    let (calendar, today, shell) = (room.needs().directory.calendar(), cx.now.date(), cx.shell(""));
    let clock = |clock: &crate::clock::Clock| {
        let standing = clock.standing(&calendar, today);
        let day = |row: &kernel::ledger::DayRow| DayBody {
            date: row.date,
            counted: row.counted,
            number: row.number,
            late: row.late,
            reason: words::day_reason(&shell, &row.reason),
        };
        ClockBody {
            name: clock.name.text(),
            start: clock.terms.start,
            limit: clock.terms.limit,
            due: standing.due.date,
            provisional: standing.due.provisional,
            left: standing.left,
            late_by: standing.late_by,
            paused: standing.paused,
            light: standing.light,
            days: clock.rows(&calendar, today).iter().map(day).collect(),
        }
    };
    cx.json(&Clocks { clocks: clocks.iter().map(clock).collect() })
}

pub(crate) async fn track(cx: Cx, Json(raw): Json<RawTrack>) -> Answer {
    let whole = cx
        .read(move |read| {
            let case = receipt::follow(read, &raw.number, &raw.secret)?;
            Whole::load(read, case.ok_or_else(|| Problem::invalid().field("number", "casework-track-wrong"))?)
        })
        .await?;
    let (shell, case) = (cx.shell(""), &whole.case);
    let event = |event: &store::Event| {
        let what = days::event_word(&shell, &event.kind)?;
        Some(EventBody { at: event.at.rfc3339(), what })
    };
    cx.json(&TrackBody {
        number: case.number.clone(),
        item_name: case.item_name.clone(),
        body: words::name(&shell, &whole.names, &case.body).to_owned(),
        state: case.state,
        due: case.next_due(),
        next: words::next(&shell, case, &whole.names, whole.matter.is_permit()),
        events: whole
            .events
            .iter()
            .filter(|event| crate::pages::days::is_told(&event.kind))
            .filter_map(event)
            .collect(),
    })
}
