//! Applications by program: files, the papers that name them, and the sending.

use std::collections::BTreeMap;

use axum::extract::State;
use catalogue::ItemId;
use http::StatusCode;
use kernel::{
    DivisionCode, Problem, Timestamp,
    access::{Actor, OnBehalf},
    id::EnterpriseId,
    problem::Refusal as Status,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Answered, Read, Tx};
use web::{
    Answer, Cx, Fail, Typed,
    api::{IdempotencyKey, Json},
};

use crate::{
    Room,
    case::{CaseId, Channel},
    drafting, known,
    matter::{self, Matter},
    pages::papers::kept,
    paper::{Level, Paper, Source},
    receipt,
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
pub(super) fn papers(
    tx: &Tx<'_>,
    actor: &Actor,
    matter: &Matter,
    raw: &[RawPaper],
) -> Result<Vec<Paper>, store::Error> {
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
