//! What a script task does in a run, in place of its text.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Appends a marker to the outcome.
    Emit(String),
    /// Appends a value as text; FEEL.
    EmitValue(String),
    /// Sets variables; FEEL.
    Set(BTreeMap<String, String>),
    /// Keeps the task busy; an ISO 8601 duration.
    Wait(String),
    /// Throws an error of the model.
    Error(String),
}
