//! The applicant's journey by program: hand in files, apply, follow, correct, withdraw.

mod apply;
mod case;

use std::collections::BTreeMap;

use axum::extract::State;
use http::HeaderMap;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{
    Answer, Cx, Path,
    api::{Json, if_match, with_version},
};

use crate::{
    Room,
    case::CaseId,
    correct, deliver,
    matter::{self},
    pages::case::own,
};

pub use apply::{Applied, FileBody, RawApplication};
use apply::{RawPaper, papers};
pub(crate) use apply::{apply, file};
use case::body;
pub use case::{CaseBody, Clocks, RawTrack, TrackBody};
pub(crate) use case::{clocks, list, one, track};

/// An answer to a correction.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCorrection {
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    #[serde(default)]
    pub papers: Vec<RawPaper>,
}

/// Nothing is to be said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

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
