//! Changes of one running case by program: the same verbs and permits as on the desk.

use http::StatusCode;
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use web::{
    Answer, Cx, Path, State,
    api::{Json, Listed, with_version},
};

use super::staff::{Brought, Nothing, RawReason};
use crate::{
    Room,
    case::CaseId,
    change::{Change, ChangeId, ChangeState, Ground, Op},
    changing::Proposal,
    pages::staff::{
        case::visible,
        change::{Act, act_in},
        changes::{RawChange, propose_in},
        clock::reason,
    },
    permits, records,
    refusal::Refusal,
};

/// What the applicant bears more.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BurdenPart {
    /// `paper`, `body`, `days`, `later_date`.
    pub kind: String,
    /// The step that brings it.
    pub element: String,
    pub detail: String,
}

impl BurdenPart {
    pub(super) fn of(burden: process::change::Burden) -> Self {
        let kind = serde_json::to_value(burden.kind).ok();
        Self {
            kind: kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
            element: burden.element.into(),
            detail: burden.detail,
        }
    }
}

/// A change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeBody {
    pub id: String,
    pub version: i64,
    pub case: CaseId,
    pub state: ChangeState,
    pub operation: Op,
    pub element: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    pub papers: Vec<String>,
    pub ground: Ground,
    pub legal_basis: String,
    /// Digest of the model before.
    pub model: String,
    /// Digest of the model after.
    pub derived: String,
    pub burdens: Vec<BurdenPart>,
    pub proposer: String,
    pub proposed_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
}

impl ChangeBody {
    fn of(change: Change) -> Self {
        Self {
            id: change.id.to_string(),
            version: change.version,
            case: change.case,
            state: change.state,
            operation: change.asked.op,
            element: change.asked.element,
            to: change.asked.to,
            body: change.asked.body,
            days: change.asked.days,
            papers: change.asked.papers,
            ground: change.ground,
            legal_basis: change.legal_basis,
            model: change.model,
            derived: change.derived,
            burdens: change.burdens.into_iter().map(BurdenPart::of).collect(),
            proposer: change.proposer.to_string(),
            proposed_at: change.proposed_at,
            second: change.second.map(|staff| staff.to_string()),
            decided_at: change.decided_at,
            undone_at: change.undone_at,
        }
    }
}

/// The changes of a case, the newest first.
pub(crate) async fn list(cx: Cx, Path(id): Path<CaseId>) -> Answer {
    let actor = cx.actor.clone();
    let found = cx
        .read(move |read| {
            let case = visible(read, &actor, &id)?;
            permits::see_staff(&actor, &case, &records::tasks(read, &id)?)?;
            records::changes(read, &id)
        })
        .await?;
    cx.json(&Listed { items: found.into_iter().map(ChangeBody::of).collect(), next: None })
}

async fn answer(cx: &Cx, id: &CaseId, change: ChangeId, status: StatusCode) -> Answer {
    let (actor, case) = (cx.actor.clone(), id.clone());
    let found = cx
        .read(move |read| {
            let found = visible(read, &actor, &case)?;
            permits::see_staff(&actor, &found, &records::tasks(read, &case)?)?;
            let change = records::change_by_id(read, &change)?.filter(|change| change.case == case);
            change.ok_or_else(|| Refusal::NotFound.into())
        })
        .await?;
    let body = ChangeBody::of(found);
    Ok(with_version(cx.json_with(status, &body)?, body.version))
}

/// One change.
pub(crate) async fn one(cx: Cx, Path((id, change)): Path<(CaseId, ChangeId)>) -> Answer {
    answer(&cx, &id, change, StatusCode::OK).await
}

/// Proposes. What the engine asks stands in the 422 at `answer_N`, with the answers that it takes.
pub(crate) async fn propose(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    brought: Brought,
    Json(raw): Json<RawChange>,
) -> Answer {
    let proposal = Proposal::try_from(raw)?;
    let change = propose_in(&cx, &room, &id, brought.once, brought.seen, &proposal).await?;
    answer(&cx, &id, change, StatusCode::CREATED).await
}

async fn act(
    cx: &Cx,
    room: &Room,
    (id, change): (CaseId, ChangeId),
    act: Act,
    reason: String,
    brought: Brought,
) -> Answer {
    let change = act_in(cx, room, (&id, &change), act, reason, (brought.once, brought.seen)).await?;
    answer(cx, &id, change, StatusCode::OK).await
}

pub(crate) async fn approve(
    cx: Cx,
    State(room): State<Room>,
    Path(of): Path<(CaseId, ChangeId)>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, of, Act::Approve, String::new(), brought).await
}

pub(crate) async fn refuse(
    cx: Cx,
    State(room): State<Room>,
    Path(of): Path<(CaseId, ChangeId)>,
    brought: Brought,
    Json(raw): Json<RawReason>,
) -> Answer {
    act(&cx, &room, of, Act::Refuse, reason(&raw.reason)?, brought).await
}

pub(crate) async fn withdraw(
    cx: Cx,
    State(room): State<Room>,
    Path(of): Path<(CaseId, ChangeId)>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, of, Act::Withdraw, String::new(), brought).await
}

pub(crate) async fn undo(
    cx: Cx,
    State(room): State<Room>,
    Path(of): Path<(CaseId, ChangeId)>,
    brought: Brought,
    Json(_): Json<Nothing>,
) -> Answer {
    act(&cx, &room, of, Act::Undo, String::new(), brought).await
}
