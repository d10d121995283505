//! The applicant's journey by program: hand in files, apply, follow, correct, withdraw.

use std::collections::BTreeMap;

use axum::extract::State;
use catalogue::ItemId;
use http::{HeaderMap, StatusCode};
use kernel::{
    Date, DivisionCode, Problem, Timestamp,
    access::{Actor, OnBehalf},
    id::EnterpriseId,
    ledger::Light,
    limit::Limit,
    problem::Refusal as Status,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Answered, Read, Tx};
use web::{
    Answer, Cx, Fail, Path, Query, Typed,
    api::{After, IdempotencyKey, Json, Listed, if_match, with_version},
};

use crate::{
    Room,
    case::{Case, CaseId, Channel, State as Legal},
    correct,
    correction::Target,
    deliver, drafting, known,
    matter::{self, Matter},
    pages::{
        case::{Whole, own},
        days,
        papers::kept,
        words,
    },
    paper::{Level, Paper, Source},
    receipt, records,
    refusal::Refusal,
    submit::{Drawn, NUMBERS, Submission, prepare_slip, submit_with},
};

/// A file that was taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileBody {
    /// By which it is named in an application: SHA-256 of its content.
    pub file: String,
    pub media: String,
    /// Bytes.
    pub size: u64,
}

/// A paper of an application.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPaper {
    /// Key of the item's material.
    #[schemars(length(min = 1))]
    pub material: String,
    /// From `POST /files`.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub file: String,
    /// The file's name, only to be shown.
    #[serde(default)]
    pub name: String,
}

/// An application.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawApplication {
    pub item: ItemId,
    /// Where the matter belongs; the item's own division when absent.
    #[serde(default)]
    pub division: Option<String>,
    /// Field key to value; several choices are parted by a line break. What the state knows is
    /// filled in where a field is absent.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    #[serde(default)]
    pub papers: Vec<RawPaper>,
    /// The enterprise for which the person applies.
    #[serde(default)]
    pub enterprise: Option<EnterpriseId>,
}

/// An application that arrived.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    pub id: CaseId,
    pub number: String,
    /// The receipt secret, told once.
    pub secret: Option<String>,
}

/// An answer to a correction.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCorrection {
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    #[serde(default)]
    pub papers: Vec<RawPaper>,
}

/// What stands on the slip.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTrack {
    #[schemars(length(min = 1))]
    pub number: String,
    #[schemars(length(min = 1))]
    pub secret: String,
}

/// Nothing is to be said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

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

/// A file, as the part `file` of a multipart body.
pub(crate) async fn file(cx: Cx, typed: Typed) -> Answer {
    let upload = typed.files_of("file").next().cloned();
    let upload = upload.ok_or_else(|| Problem::invalid().field("file", "casework-file-none"))?;
    let file = kept(&cx, "file", &upload).await?;
    let (actor, named) = (cx.actor.clone(), file.clone());
    cx.write(move |tx| drafting::name_file(tx, &actor, "file", &named, "").map(drop)).await?;
    cx.json_with(StatusCode::CREATED, &FileBody { file: file.digest, media: file.media, size: file.size })
}

/// Papers by the digests of files that were taken before.
fn papers(tx: &Tx<'_>, actor: &Actor, matter: &Matter, raw: &[RawPaper]) -> Result<Vec<Paper>, store::Error> {
    let mut wrong = Problem::invalid();
    let mut papers: Vec<Paper> = Vec::new();
    for (place, paper) in raw.iter().enumerate() {
        let at = |field: &str| format!("papers[{place}].{field}");
        if !matter.item.materials.iter().any(|material| material.key == paper.material) {
            wrong = wrong.field(at("material"), "problem-field-choice");
        } else if papers.iter().any(|other| other.material == paper.material) {
            wrong = wrong.field(at("material"), "casework-paper-twice");
        } else {
            match tx.file(&paper.file)? {
                // It was counted and named when it was taken.
                Some(file) => papers.push(drafting::paper(tx, actor, &paper.material, &file, &paper.name)?),
                None => wrong = wrong.field(at("file"), "casework-file-gone"),
            }
        }
    }
    if wrong.fields.is_empty() { Ok(papers) } else { Err(wrong.into()) }
}

/// A paper as far as it is known before its file was looked up: enough for the slip.
fn expected(raw: &RawPaper, at: Timestamp) -> Paper {
    Paper {
        material: raw.material.clone(),
        version: 1,
        source: Source::Applicant,
        reference: String::new(),
        name: None,
        media: None,
        size: None,
        level: Level::C,
        at,
    }
}

/// For whom the person applies: as signed in, or by a mandate that holds.
fn acting(read: &Read<'_>, actor: &Actor, enterprise: Option<&EnterpriseId>) -> Result<Actor, store::Error> {
    let Some(enterprise) = enterprise else { return Ok(actor.clone()) };
    let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
    if identity::may_act_for(read, person, enterprise)?.is_none() {
        return Err(Problem::invalid().field("enterprise", "problem-forbidden").into());
    }
    Ok(Actor { on_behalf: Some(OnBehalf::Enterprise(enterprise.clone())), ..actor.clone() })
}

struct Ready {
    actor: Actor,
    matter: Matter,
    known: known::Known,
    division: DivisionCode,
}

async fn ready(cx: &Cx, room: &Room, raw: &RawApplication) -> Result<Ready, Fail> {
    let typed = raw.division.as_deref().map(str::parse::<DivisionCode>).transpose();
    let typed = typed.map_err(|_| Problem::invalid().field("division", "casework-field-division"))?;
    let (room, actor, texts, raw) = (room.clone(), cx.actor.clone(), cx.app.texts().clone(), raw.clone());
    cx.glance(move |read| {
        let actor = acting(read, &actor, raw.enterprise.as_ref())?;
        let found = catalogue::item(read, &raw.item, None)?;
        let found = found.ok_or_else(|| Problem::invalid().field("item", "problem-field-choice"))?;
        let home = found.item.division;
        let division = typed.unwrap_or(home);
        if !directory::divisions::lies_in(read, &division, &home)? {
            return Err(Problem::invalid().field("division", "casework-field-division").into());
        }
        let whom = matter::applicant(actor.for_enterprise().is_some());
        let matter = matter::of_item(read, found, &division, whom, &texts)?;
        drafting::suits(&actor, &matter)?;
        let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
        let known = known::known(read, &room.needs().types, &matter, person, actor.for_enterprise())?;
        Ok(Ready { known, actor, matter, division })
    })
    .await
}

pub(crate) async fn apply(
    cx: Cx,
    State(room): State<Room>,
    IdempotencyKey(key): IdempotencyKey,
    Json(raw): Json<RawApplication>,
) -> Answer {
    let Ready { actor, matter, known, division } = ready(&cx, &room, &raw).await?;
    let store = cx.app.store();
    let year = cx.now.date().year();
    let number = room.needs().directory.draw_number_async(store, &matter.body, NUMBERS, year).await?;
    let mut drawn = Drawn { secret: receipt::secret(store.keys(), &number), number, at: cx.now, slip: None };
    let submission = Submission {
        draft: None,
        enterprise: actor.for_enterprise().cloned(),
        division,
        answers: known.under(&raw.answers),
        papers: Vec::new(),
        held: known.held(),
        applicant: known.applicant.clone(),
        channel: Channel::Program,
    };
    let office = room.office(store);
    let handed = raw.papers.iter().map(|paper| expected(paper, cx.now)).collect();
    drawn.slip = prepare_slip(&office, &matter, &submission, handed, &drawn)?;
    let key = key.map(|key| serde_json::to_vec(&raw).map(|asked| (key, seals::digest::digest(&asked)))).transpose()?;
    let applied: Applied = cx
        .write(move |tx| {
            let whom = actor.journal_name();
            if let Some((key, asked)) = &key {
                match tx.answered(&whom, key, asked)? {
                    Answered::New => {}
                    Answered::Before(answer) => return Ok(serde_json::from_str(&answer)?),
                    Answered::OtherRequest => return Err(Problem::new(Status::Conflict, "casework-key-used").into()),
                }
            }
            let papers = papers(tx, &actor, &matter, &raw.papers)?;
            let done = submit_with(tx, &office, &actor, &matter, &submission, papers, &drawn)?;
            let applied = Applied { id: done.case, number: done.number, secret: done.secret };
            if let Some((key, asked)) = &key {
                tx.answer(&whom, key, asked, &serde_json::to_string(&applied)?)?;
            }
            Ok(applied)
        })
        .await?;
    cx.json_with(StatusCode::CREATED, &applied)
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
fn body(read: &Read<'_>, case: &Case) -> Result<CaseBody, store::Error> {
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

pub(crate) async fn correct(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    Json(raw): Json<RawCorrection>,
) -> Answer {
    let (office, actor, texts) = (room.office(cx.app.store()), cx.actor.clone(), cx.app.texts().clone());
    let shown = cx
        .write(move |tx| {
            let case = own(tx, &actor, &id)?;
            let matter = matter::of_case(tx, &case, &texts)?;
            let papers = papers(tx, &actor, &matter, &raw.papers)?;
            let case = correct::answer(tx, &office, &actor, &matter, &id, &raw.answers, &papers)?;
            body(tx, &case)
        })
        .await?;
    let version = shown.version;
    Ok(with_version(cx.json(&shown)?, version))
}

pub(crate) async fn withdraw(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    headers: HeaderMap,
    Json(Nothing {}): Json<Nothing>,
) -> Answer {
    let seen = if_match(&headers)?;
    let (office, actor) = (room.office(cx.app.store()), cx.actor.clone());
    let shown = cx
        .write(move |tx| {
            let case = own(tx, &actor, &id)?;
            let matter = matter::of_case_without_form(tx, &case)?;
            body(tx, &deliver::withdraw(tx, &office, &actor, &matter, &id, seen)?)
        })
        .await?;
    let version = shown.version;
    Ok(with_version(cx.json(&shown)?, version))
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
