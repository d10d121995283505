//! The desk, the window and the board by program: the same verbs, the same permits, the same looks.

use http::StatusCode;
use kernel::{Date, Problem, Timestamp, id::BodyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Read, Tx};
use web::{
    Answer, Cx, Fail, HeaderMap, Path, Query, State,
    api::{After, IdempotencyKey, Json, Listed, if_match, with_version},
    check::{ANY_LINES, LINES},
};

use crate::{
    Room, accept as accepting,
    case::{Case, CaseId, State as CaseState},
    clock_acts, correct,
    correction::Defect,
    deliver as handing,
    draft::Answers,
    explain, hand_over as handing_over, lapse, matter,
    pages::staff::{
        acts::{Desk, Sent, carry},
        board::{self, Figures},
        case::{REASONS, covered_answers, looked, visible},
        clock::{self as clock_page, NewPause, RawPause},
        correction::at_versions,
        decision,
        handover::{NewHandover, RawHandover},
        masked_applicant,
        reach::Reach,
        turn_away::{RawGround, TurnAway},
        visits::{RawVisit, Told, record_in},
    },
    paper::{Level, Source},
    records, review,
    task::{Kind, Outcome, TaskState},
    turn_away as refusing,
    visit::Visit,
};

/// An act that needs no words.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

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

/// An act that needs its reason.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReason {
    #[schemars(length(min = 1, max = 1000), regex(pattern = LINES))]
    pub reason: String,
}

/// An open task of the caller's bodies; the name masked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskBody {
    pub case: CaseId,
    pub number: String,
    pub task: u32,
    pub kind: Kind,
    pub item: String,
    pub applicant: String,
    pub state: CaseState,
    /// `applicant`, `window`, a body's id, `bodies:N`, `nobody`.
    pub waits_for: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// After which the next page begins.
    #[serde(skip)]
    key: String,
}

/// The part of one body.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskPart {
    pub number: u32,
    pub turn: u32,
    pub kind: Kind,
    pub body: BodyId,
    pub state: TaskState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
}

/// A paper without its content.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaperPart {
    pub material: String,
    pub version: u32,
    pub source: Source,
    pub level: Level,
}

/// A case as those see it who handle it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeskCase {
    pub id: CaseId,
    pub number: String,
    pub version: i64,
    pub state: CaseState,
    pub waits_for: String,
    pub item: String,
    pub item_name: String,
    pub body: BodyId,
    pub division: String,
    /// Masked where it is a person.
    pub applicant: String,
    pub submitted_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Accepted by law.
    pub deemed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub receipt_due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub promised_due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub statutory_due: Option<Date>,
    pub corrections: u32,
    /// The last day to answer an open correction; after it the body may end the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub answer_by: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    pub tasks: Vec<TaskPart>,
    pub papers: Vec<PaperPart>,
    /// What was declared; personal values are covered unless the caller says why they must be seen.
    pub answers: Answers,
}

/// A visit without a case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitBody {
    pub id: String,
    pub number: String,
    pub body: BodyId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    pub reason: String,
    pub told: String,
    pub at: Timestamp,
}

impl VisitBody {
    fn of(visit: Visit) -> Self {
        Self {
            id: visit.id.to_string(),
            number: visit.number,
            body: visit.body,
            item: visit.item,
            reason: visit.reason,
            told: visit.told,
            at: visit.at,
        }
    }
}

/// My tasks.
pub(crate) async fn tasks(cx: Cx, Query(after): Query<After>) -> Answer {
    let actor = cx.actor.clone();
    let limit = after.limit();
    let found = cx
        .read(move |read| {
            let reach = Reach::of(read, &actor)?;
            let key = after.key().split_once(',').unwrap_or_default();
            let mut out = Vec::new();
            for task in reach.tasks(read, key, limit + 1)? {
                let Some(case) = records::find(read, &task.case)? else { continue };
                let (due, id) = task.key();
                out.push(TaskBody {
                    number: case.number.clone(),
                    task: task.number,
                    kind: task.kind,
                    item: case.item_name.clone(),
                    applicant: masked_applicant(read, &case)?,
                    state: case.state,
                    waits_for: case.waits_for.text(),
                    due: task.due,
                    opened_at: task.opened_at,
                    key: [due, id].join(","),
                    case: case.id,
                });
            }
            Ok(out)
        })
        .await?;
    cx.json(&Listed::of(found, limit, |task| task.key.clone()))
}

/// The query of a case.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Why {
    /// `examine`, `identify`, `contact`, `complaint`: then nothing is covered, and the person sees why.
    #[schemars(extend("enum" = ["", "examine", "identify", "contact", "complaint", null]))]
    pub reason: Option<String>,
}

fn whole(read: &Read<'_>, cx: &Cx, case: Case, full: bool) -> Result<DeskCase, Error> {
    let declared = match correct::declared(read, &case) {
        Err(Error::Erased) => Answers::new(),
        other => other?,
    };
    let form = matter::of_case(read, &case, cx.app.texts())?.form;
    let answer_by = match case.state {
        CaseState::Correction => records::corrections(read, &case.id)?.pop().map(|open| open.answer_by),
        _ => None,
    };
    let answers = if full { declared } else { covered_answers(&form, &declared) };
    let part = |task: crate::task::Task| TaskPart {
        number: task.number,
        turn: task.turn,
        kind: task.kind,
        body: task.body,
        state: task.state,
        outcome: task.outcome,
        due: task.due,
    };
    let paper = |paper: crate::paper::Paper| PaperPart {
        material: paper.material,
        version: paper.version,
        source: paper.source,
        level: paper.level,
    };
    Ok(DeskCase {
        tasks: records::tasks(read, &case.id)?.into_iter().map(part).collect(),
        papers: records::papers(read, case.id.as_str())?.into_iter().map(paper).collect(),
        answers,
        applicant: masked_applicant(read, &case)?,
        number: case.number,
        version: case.version,
        state: case.state,
        waits_for: case.waits_for.text(),
        item: case.item,
        item_name: case.item_name,
        body: case.body,
        division: case.division.as_str().to_owned(),
        submitted_at: case.submitted_at,
        accepted_at: case.accepted_at,
        decided_at: case.decided_at,
        delivered_at: case.delivered_at,
        deemed: case.deemed,
        receipt_due: case.receipt_due,
        promised_due: case.promised_due,
        statutory_due: case.statutory_due,
        corrections: case.corrections,
        answer_by,
        licence: case.licence,
        id: case.id,
    })
}

/// The case as it stands; the look is recorded before it is sent.
async fn answer(cx: &Cx, id: &CaseId, why: Option<&'static str>) -> Answer {
    let (asker, wanted, full) = (cx.clone(), id.clone(), why.is_some());
    let (case, body) = cx
        .read(move |read| {
            let case = visible(read, &asker.actor, &wanted)?;
            Ok((case.clone(), whole(read, &asker, case, full)?))
        })
        .await?;
    looked(cx, &case, why.unwrap_or("casework-look-program")).await?;
    Ok(with_version(cx.json(&body)?, body.version))
}

/// One case.
pub(crate) async fn case(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<Why>) -> Answer {
    let why = match asked.reason.as_deref() {
        None | Some("") => None,
        Some(reason) => {
            let known = REASONS.iter().find(|(known, _)| *known == reason).map(|(_, key)| *key);
            Some(known.ok_or_else(|| Problem::invalid().field("reason", "problem-field-choice"))?)
        }
    };
    answer(&cx, &id, why).await
}

/// What every act of a program brings beside its body.
pub(crate) struct Brought {
    pub seen: Option<i64>,
    pub once: Option<String>,
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Brought {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &S) -> Result<Self, Fail> {
        let IdempotencyKey(once) = IdempotencyKey::from_request_parts(parts, state).await?;
        Ok(Self { seen: version(&parts.headers)?, once })
    }
}

fn version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    if_match(headers)
}

async fn act(
    cx: &Cx,
    room: &Room,
    id: &CaseId,
    name: &'static str,
    brought: Brought,
    run: impl Fn(&Tx<'_>, &Desk<'_>, &CaseId) -> Result<Case, Error> + Send + 'static,
) -> Answer {
    let sent = Sent { id: id.clone(), name, once: brought.once, seen: brought.seen };
    carry(cx, room, sent, run).await?;
    answer(cx, id, None).await
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

/// A visit without a case.
pub(crate) async fn visit(
    cx: Cx,
    State(room): State<Room>,
    IdempotencyKey(key): IdempotencyKey,
    Json(raw): Json<RawVisit>,
) -> Answer {
    let visit = record_in(&cx, &room, Told::try_from(raw)?, key).await?;
    cx.json_with(StatusCode::CREATED, &VisitBody::of(visit))
}

/// The figures of the caller's first division, or of the own body.
pub(crate) async fn board(cx: Cx, Query(after): Query<After>) -> Answer {
    let (actor, now, limit) = (cx.actor.clone(), cx.now, after.limit());
    let found = cx.read(move |read| board::load(read, &actor, "", after.key(), limit, now)).await?;
    let listed: Listed<Figures> = Listed { items: found.figures, next: found.next };
    cx.json(&listed)
}
