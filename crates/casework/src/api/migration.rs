//! Migrations of many running cases by program: the dry run, beginning, pausing, resuming, undoing.

use http::StatusCode;
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{
    Answer, Cx, Path, Query, State,
    api::{Json, with_version},
};

use super::{
    change::BurdenPart,
    staff::{Brought, Nothing},
};
use crate::{
    Room,
    edition::EditionId,
    migrating::Turn,
    migration::{MigrationId, MigrationState, Verdict},
    pages::staff::migrations::{Begun, NewMigration, Open, RawMigration, Told, begin_in, dry_run, edition, turn_in},
};

/// The query of a dry run.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rule {
    /// The transition rule that would be cited.
    pub rule: Option<String>,
}

/// How many cases came to a verdict.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountPart {
    pub verdict: Verdict,
    /// `undone` or `went_on`, once the migration was undone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub undone: String,
    pub count: i64,
}

/// Where a token would go.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovePart {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A timer that would be due at another moment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockPart {
    pub element: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Timestamp>,
}

/// What would become of one case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CasePart {
    pub number: String,
    pub verdict: Verdict,
    pub moves: Vec<MovePart>,
    pub clocks: Vec<ClockPart>,
    pub burdens: Vec<BurdenPart>,
    /// Elements about which a person would have to decide.
    pub questions: Vec<String>,
}

impl CasePart {
    fn of(told: Told) -> Self {
        let judged = told.judged;
        let mut part = Self {
            number: judged.case.number,
            verdict: judged.verdict,
            moves: Vec::new(),
            clocks: Vec::new(),
            burdens: Vec::new(),
            questions: Vec::new(),
        };
        if let Some(line) = judged.line {
            let moved =
                |one: process::change::Moved| MovePart { from: one.from.map(Into::into), to: one.to.map(Into::into) };
            part.moves = line.moves.into_iter().map(moved).collect();
            let clock = |one: process::change::ClockChange| ClockPart {
                element: one.element.into(),
                was: one.was,
                now: one.now,
            };
            part.clocks = line.clocks.into_iter().map(clock).collect();
            part.burdens = line.burdens.into_iter().map(BurdenPart::of).collect();
            part.questions = line.questions.into_iter().map(|question| question.element.into()).collect();
        }
        part
    }
}

/// What would become of the running cases.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DryRunBody {
    pub cases: usize,
    /// There are more than were looked at.
    pub more: bool,
    pub counts: Vec<CountPart>,
    /// The first of each verdict.
    pub first: Vec<CasePart>,
}

/// What would become of the running cases under a published version.
pub(crate) async fn dry(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<EditionId>,
    Query(asked): Query<Rule>,
) -> Answer {
    let actor = cx.actor.clone();
    let (found, _) = cx.read(move |read| edition(read, &actor, &id)).await?;
    let run = dry_run(&cx, &room, &found, asked.rule.filter(|rule| !rule.trim().is_empty())).await?;
    let count = |(verdict, count): (Verdict, i64)| CountPart { verdict, undone: String::new(), count };
    cx.json(&DryRunBody {
        cases: run.total,
        more: run.more,
        counts: run.counts.into_iter().map(count).collect(),
        first: run.first.into_values().flatten().map(CasePart::of).collect(),
    })
}

/// A migration.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MigrationBody {
    pub id: String,
    pub version: i64,
    pub edition: String,
    pub item: String,
    pub state: MigrationState,
    /// Digest of the model to which cases are carried over.
    pub model: String,
    pub transition_rule: String,
    pub begun_by: String,
    pub begun_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    pub counts: Vec<CountPart>,
}

async fn answer(cx: &Cx, room: &Room, id: MigrationId, status: StatusCode) -> Answer {
    let (actor, office, now) = (cx.actor.clone(), room.office(cx.app.store()), cx.now);
    let Open { migration, counts, .. } = cx.read(move |read| Open::load(read, &actor, (&office, now), &id)).await?;
    let count = |(verdict, undone, count): (Verdict, String, i64)| CountPart { verdict, undone, count };
    let body = MigrationBody {
        id: migration.id.to_string(),
        version: migration.version,
        edition: migration.edition.to_string(),
        item: migration.item,
        state: migration.state,
        model: migration.model,
        transition_rule: migration.transition_rule,
        begun_by: migration.begun_by.to_string(),
        begun_at: migration.begun_at,
        ended_at: migration.ended_at,
        counts: counts.into_iter().map(count).collect(),
    };
    Ok(with_version(cx.json_with(status, &body)?, body.version))
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path(id): Path<MigrationId>) -> Answer {
    answer(&cx, &room, id, StatusCode::OK).await
}

async fn begun(cx: &Cx, room: &Room, begun: Begun, brought: Brought, raw: RawMigration) -> Answer {
    let id = begin_in(cx, begun, NewMigration::try_from(raw)?, brought.once).await?;
    answer(cx, room, id, StatusCode::CREATED).await
}

pub(crate) async fn begin(cx: Cx, State(room): State<Room>, brought: Brought, Json(raw): Json<RawMigration>) -> Answer {
    begun(&cx, &room, Begun::Migration, brought, raw).await
}

/// A dry run over all running cases, as a job.
pub(crate) async fn weigh(cx: Cx, State(room): State<Room>, brought: Brought, Json(raw): Json<RawMigration>) -> Answer {
    begun(&cx, &room, Begun::DryRun, brought, raw).await
}

async fn turn(cx: &Cx, room: &Room, id: &MigrationId, brought: Brought, turn: Turn) -> Answer {
    let id = turn_in(cx, id, turn, (brought.once, brought.seen)).await?;
    answer(cx, room, id, StatusCode::OK).await
}

pub(crate) async fn pause(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<MigrationId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    turn(&cx, &room, &id, brought, Turn::Pause).await
}

pub(crate) async fn resume(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<MigrationId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    turn(&cx, &room, &id, brought, Turn::Resume).await
}

pub(crate) async fn undo(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<MigrationId>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    turn(&cx, &room, &id, brought, Turn::Undo).await
}
