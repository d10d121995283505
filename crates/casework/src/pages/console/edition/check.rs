//! The text of a version, and what stands against a text while somebody draws.

use axum::response::IntoResponse;
use http::{HeaderValue, header};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Answer, Cx, Path, Shell, Typed};

use crate::pages::console::{Opened, faults};
use crate::{
    edition::EditionId,
    fitness,
    pages::course::{self},
};

/// The text as a file.
pub(crate) async fn text(cx: Cx, Path(id): Path<EditionId>) -> Answer {
    let edition = cx.read(move |read| Ok(Opened::of(read, &id)?.edition)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"model.bpmn\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, edition.text).into_response())
}

/// What the modeller shows while somebody draws.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Checked {
    pub findings: Vec<Said>,
}

/// A finding in the reader's language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Said {
    /// Id of the element; empty for the whole.
    pub element: String,
    pub rule: String,
    pub text: String,
    /// `error`: it keeps the model from being published; `warning`: it doesn't.
    pub severity: &'static str,
}

pub(crate) fn said(shell: &Shell, findings: &[fitness::Finding]) -> Vec<Said> {
    let faults = faults(shell, findings, &course::Called::new(), None);
    findings
        .iter()
        .zip(faults)
        .map(|(finding, fault)| Said {
            element: finding.element.clone(),
            rule: finding.rule.clone(),
            text: fault.text,
            severity: if finding.warning { "warning" } else { "error" },
        })
        .collect()
}

/// Checks a text without keeping it.
pub(crate) async fn check(cx: Cx, typed: Typed) -> Answer {
    let text = typed.get("text").to_owned();
    let (_, findings) = cx.read(move |read| fitness::findings(read, &text, None)).await?;
    cx.json(&Checked { findings: said(&cx.shell(""), &findings) })
}
