//! A visit without a case is recorded at the window: why nothing was opened and what was told.

use kernel::{
    access::{Actor, Role},
    division::DivisionCode,
    id::BodyId,
};
use serde_json::json;
use store::{Entry, Error, Tx, state_digest};

use crate::{
    refusal::Refusal,
    visit::{REASONS, Visit},
};

/// What the clerk writes down; nothing about the visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVisit {
    pub body: BodyId,
    pub division: DivisionCode,
    pub item: Option<String>,
    pub reason: String,
    pub told: String,
}

/// Records a visit; `number` was drawn before.
///
/// # Errors
/// `NotPermitted` to anyone but a clerk or helper of that window; what is wanting.
pub fn record(tx: &Tx<'_>, actor: &Actor, new: &NewVisit, number: &str) -> Result<Visit, Error> {
    let at_window = actor.post_at(Role::Clerk, &new.body).or_else(|| actor.post_at(Role::Helper, &new.body));
    let post = at_window.ok_or(Refusal::NotPermitted)?;
    let staff = actor.as_staff().ok_or(Refusal::NotPermitted)?.clone();
    if !REASONS.contains(&new.reason.as_str()) {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    if new.told.trim().is_empty() {
        return Err(Refusal::ReasonWanting("told").into());
    }
    let visit = Visit {
        id: tx.id(),
        version: 1,
        number: number.to_owned(),
        body: new.body.clone(),
        division: new.division,
        item: new.item.clone(),
        reason: new.reason.clone(),
        told: new.told.trim().to_owned(),
        staff,
        at: tx.now(),
    };
    crate::records::put_visit(tx, &visit)?;
    tx.record(Entry {
        room: "casework",
        kind: "visit.recorded",
        stream: visit.id.as_str(),
        version: 0,
        subject: None,
        actor,
        title: post.post.as_str(),
        payload: json!({ "number": visit.number, "body": visit.body, "item": visit.item, "reason": visit.reason }),
        personal: None,
        state: Some((1, state_digest(&visit)?)),
    })?;
    Ok(visit)
}
