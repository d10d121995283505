//! Models of items by program: the same verbs and permits as the console, texts in and out as BPMN 2.0.

use http::StatusCode;
use kernel::{Problem, Timestamp, division::DivisionCode, id::StaffId};
use process::step::Env;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Answered;
use web::{
    Answer, Check, Cx, Path, State,
    api::{IdempotencyKey, Json},
};

pub use crate::pages::console::edition::Checked;
use crate::{
    Room,
    edition::{Edition, EditionId, EditionState},
    fitness::{self, Finding},
    pages::console::{
        Opened, Subject,
        edition::{place_of, said},
        item::stand,
        past::{Figures, Otherwise, past as replayed},
    },
    permits, publish as publishing, records,
    refusal::Refusal,
};

/// A version of a model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EditionBody {
    pub id: EditionId,
    /// To be named by whoever changes it.
    pub version: i64,
    pub item: String,
    /// Absent: wherever the item is handled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionCode>,
    /// Counted from 1 for the item and the place.
    pub number: i64,
    pub state: EditionState,
    /// Digest of the model, in hexadecimal.
    pub digest: String,
    pub note: String,
    pub drawn_by: StaffId,
    pub drawn_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_by: Option<StaffId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// BPMN 2.0; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl EditionBody {
    fn of(edition: Edition, with_text: bool) -> Self {
        Self {
            id: edition.id,
            version: edition.version,
            item: edition.item,
            division: edition.division,
            number: edition.number,
            state: edition.state,
            digest: edition.digest,
            note: edition.note,
            drawn_by: edition.drawn_by,
            drawn_at: edition.drawn_at,
            published_by: edition.published_by,
            published_at: edition.published_at,
            ended_at: edition.ended_at,
            text: with_text.then_some(edition.text),
        }
    }
}

/// Cases at a step of a model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingBody {
    pub model: String,
    pub element: String,
    pub cases: i64,
    pub late: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// The models of an item.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemModels {
    /// Digest of the model that is generated from the item.
    pub generated: String,
    pub versions: Vec<EditionBody>,
    /// Where the newest 10,000 running cases stand; absent for who may not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Vec<StandingBody>>,
}

/// A draft to begin.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewModel {
    /// `all`, or the code of a division.
    #[schemars(regex(pattern = r"^(all|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"))]
    pub place: String,
    /// BPMN 2.0; absent: what is generated from the item.
    #[serde(default)]
    pub text: Option<String>,
    #[schemars(length(min = 1, max = 200), regex(pattern = web::check::TEXT))]
    pub note: String,
}

/// A text, for a draft or to be checked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewText {
    /// BPMN 2.0.
    pub text: String,
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = web::check::ANY_TEXT))]
    pub note: String,
    /// The version that was seen; not asked for where a text is only checked.
    #[serde(default)]
    pub version: i64,
}

/// The version that was seen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub version: i64,
}

/// What came of a publication.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublishedBody {
    pub published: bool,
    /// What keeps it from being published.
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<EditionBody>,
}

/// Past cases done again on a model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PastBody {
    pub figures: Figures,
    pub otherwise: Vec<Otherwise>,
}

pub(crate) async fn of_item(cx: Cx, State(room): State<Room>, Path(id): Path<String>) -> Answer {
    let (actor, programs, today) = (cx.actor.clone(), room.programs().clone(), cx.now.date());
    let body = cx
        .read(move |read| {
            let subject = Subject::of(read, &id)?;
            let (generated, ..) = subject.generated(&programs)?;
            let editions = records::editions(read, &id)?;
            let standing = if permits::counts(&actor, &subject.body) {
                let all = stand(read, &id, today)?.into_values().flat_map(std::collections::BTreeMap::into_values);
                let body = |one: records::Standing| StandingBody {
                    model: one.model,
                    element: one.element,
                    cases: one.cases,
                    late: one.late,
                    since: one.since,
                };
                Some(all.map(body).collect())
            } else {
                None
            };
            let versions = editions.into_iter().map(|edition| EditionBody::of(edition, false)).collect();
            Ok(ItemModels { generated, versions, standing })
        })
        .await?;
    cx.json(&body)
}

pub(crate) async fn begin(
    cx: Cx,
    State(room): State<Room>,
    Path(item): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Json(raw): Json<NewModel>,
) -> Answer {
    let mut check = Check::new();
    let place = place_of(&mut check, &raw.place);
    let note = check.text("note", &raw.note, 1..=200);
    check.done()?;
    let (actor, programs, texts) = (cx.actor.clone(), room.programs().clone(), cx.app.texts().clone());
    let edition = cx
        .write(move |tx| {
            let subject = Subject::of(tx, &item)?;
            permits::draw(&actor, &subject.body, place.flatten().as_ref())?;
            let (who, text) = (actor.journal_name(), raw.text.clone());
            let said = [item.as_str(), &raw.place, &note, text.as_deref().unwrap_or_default()].join("\n");
            let request = seals::digest::digest(said.as_bytes());
            if let Some(key) = &key {
                match tx.answered(&who, key, &request)? {
                    Answered::Before(id) => {
                        let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
                        return Ok(records::edition_by_id(tx, &id)?.ok_or(Refusal::NotFound)?);
                    }
                    Answered::OtherRequest => {
                        return Err(Problem::new(kernel::problem::Refusal::Conflict, "casework-key-used").into());
                    }
                    Answered::New => {}
                }
            }
            let text = match text {
                Some(text) => text,
                None => subject.begun(&programs, &texts)?,
            };
            let drawn = publishing::Drawn { text, note: note.clone() };
            let edition = publishing::begin(tx, &actor, &subject.body, &item, place.flatten(), &drawn)?;
            if let Some(key) = &key {
                tx.answer(&who, key, &request, edition.id.as_str())?;
            }
            Ok(edition)
        })
        .await?;
    cx.json_with(StatusCode::CREATED, &EditionBody::of(edition, true))
}

pub(crate) async fn edition(cx: Cx, Path(id): Path<EditionId>) -> Answer {
    let opened = cx.read(move |read| Opened::of(read, &id)).await?;
    cx.json(&EditionBody::of(opened.edition, true))
}

pub(crate) async fn redraw(cx: Cx, Path(id): Path<EditionId>, Json(raw): Json<NewText>) -> Answer {
    let mut check = Check::new();
    let note = check.text("note", &raw.note, 1..=200);
    check.done()?;
    let actor = cx.actor.clone();
    let edition = cx
        .write(move |tx| {
            let opened = Opened::of(tx, &id)?;
            let drawn = publishing::Drawn { text: raw.text.clone(), note: note.clone() };
            publishing::redraw(tx, &actor, &opened.subject.body, &id, raw.version, &drawn)
        })
        .await?;
    cx.json(&EditionBody::of(edition, true))
}

pub(crate) async fn publish(cx: Cx, Path(id): Path<EditionId>, Json(seen): Json<Seen>) -> Answer {
    let actor = cx.actor.clone();
    let published = cx
        .write(move |tx| {
            let opened = Opened::of(tx, &id)?;
            let Subject { item, body } = &opened.subject;
            publishing::publish(tx, &actor, body, &item.item, &id, seen.version)
        })
        .await?;
    cx.json(&match published {
        publishing::Published::Done(edition) => {
            PublishedBody { published: true, findings: Vec::new(), model: Some(EditionBody::of(*edition, false)) }
        }
        publishing::Published::Unfit(findings) => PublishedBody { published: false, findings, model: None },
    })
}

pub(crate) async fn end(cx: Cx, Path(id): Path<EditionId>, Json(seen): Json<Seen>) -> Answer {
    let actor = cx.actor.clone();
    let edition = cx
        .write(move |tx| {
            let opened = Opened::of(tx, &id)?;
            publishing::end(tx, &actor, &opened.subject.body, &id, seen.version)
        })
        .await?;
    cx.json(&EditionBody::of(edition, false))
}

pub(crate) async fn past(cx: Cx, State(room): State<Room>, Path(id): Path<EditionId>) -> Answer {
    let (actor, programs) = (cx.actor.clone(), room.programs().clone());
    let (now, calendar) = (cx.now, room.needs().directory.calendar());
    let found = cx
        .read(move |read| {
            let opened = Opened::of(read, &id)?;
            if !permits::counts(&actor, &opened.subject.body) {
                return Err(Refusal::NotPermitted.into());
            }
            replayed(read, &programs, &opened, &Env::new(now, calendar.clone()))
        })
        .await?;
    cx.json(&PastBody { figures: found.figures, otherwise: found.rows })
}

pub(crate) async fn check(cx: Cx, Json(raw): Json<NewText>) -> Answer {
    let (_, findings) = cx.read(move |read| fitness::findings(read, &raw.text, None)).await?;
    cx.json(&Checked { findings: said(&cx.shell(""), &findings) })
}
