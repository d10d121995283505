//! The desk, the window and the board by program: the same verbs, the same permits, the same looks.

mod acts;
mod case;

use http::StatusCode;
use kernel::{Date, Problem, Timestamp, id::BodyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Tx};
use web::{
    Answer, Cx, Fail, HeaderMap, Query, State,
    api::{After, IdempotencyKey, Json, Listed, if_match},
    check::LINES,
};

use crate::{
    Room,
    case::{Case, CaseId, State as CaseState},
    pages::staff::{
        acts::{Desk, Sent, carry},
        board::{self, Figures},
        masked_applicant,
        reach::Reach,
        visits::{RawVisit, Told, record_in},
    },
    records,
    task::Kind,
    visit::Visit,
};

pub use acts::{RawDecision, RawDefects, RawOpinion};
pub(crate) use acts::{
    accept, ask, decide, deliver, explain, extend, hand_over, opine, pause, receive, refuse, resume, terminate,
};
use case::answer;
pub(crate) use case::case;
pub use case::{DeskCase, Why};

/// An act that needs no words.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

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
