//! What a run is given, `run/1`.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::effects::Effect;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Input {
    /// Ids of the processes to start, in this order.
    #[serde(default)]
    pub start: Vec<String>,
    #[serde(default)]
    pub variables: serde_json::Map<String, Json>,
    /// FEEL in place of the model's own expressions: element, then attribute.
    #[serde(default)]
    pub expressions: HashMap<String, HashMap<String, String>>,
    /// What script tasks do in place of their text.
    #[serde(default)]
    pub scripts: HashMap<String, Vec<Effect>>,
    /// Data with which tasks are completed, one entry a visit.
    #[serde(default)]
    pub tasks: HashMap<String, Vec<Json>>,
    /// Virtual time up to which to run, inclusive.
    #[serde(default)]
    pub until: Option<String>,
    /// Messages and signals from outside, at their time; an addition of ours.
    #[serde(default)]
    pub arrive: Vec<Arrival>,
    /// The moment at which virtual time begins; without it 2026-01-05 at 9 in China, a Monday.
    #[serde(default)]
    pub at: Option<String>,
}

/// Something that comes from outside while the run goes on.
#[derive(Debug, Clone, Deserialize)]
pub struct Arrival {
    /// ISO 8601 duration from the start.
    pub after: String,
    #[serde(default)]
    pub message: Option<String>,
    #[serde(default)]
    pub key: Option<String>,
    #[serde(default)]
    pub signal: Option<String>,
    #[serde(default)]
    pub variables: serde_json::Map<String, Json>,
}

impl Input {
    #[must_use]
    pub fn overrides(&self) -> crate::program::Overrides {
        let one = |(id, attributes): (&String, &HashMap<String, String>)| {
            let id = id.clone();
            attributes.clone().into_iter().map(move |(attribute, text)| ((id.clone(), attribute), text))
        };
        self.expressions.iter().flat_map(one).collect()
    }
}
