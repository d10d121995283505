//! What tables decided while a decision was evaluated: which rules fired on which values, with the texts that the
//! model gives: labels, conditions, annotations. What a reader is told is made of these.

use serde::Serialize;
use serde_json::Value as Json;

use crate::feel::{Value, to_json};

/// More tables than this are not kept of one evaluation.
const MOST: usize = 1_000;

/// What tables decided, in the order in which they did.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    pub fired: Vec<Fired>,
    /// Something was left out because there was too much.
    pub cut: bool,
}

/// One evaluation of a decision table.
#[derive(Debug, Clone, Serialize)]
pub struct Fired {
    /// The name of the decision or knowledge model that it belongs to.
    pub table: String,
    pub hit_policy: &'static str,
    pub inputs: Vec<Given>,
    /// The rules that held, in the order of the table, or of their outputs where the policy says so.
    pub rules: Vec<FiredRule>,
    /// No rule held, and the outputs are those by default.
    pub default: bool,
    /// Why there is no result, by key, such as `rules-table-several`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<&'static str>,
}

/// An input with its value.
#[derive(Debug, Clone, Serialize)]
pub struct Given {
    /// Its label, else its expression.
    pub name: String,
    pub value: Json,
}

/// A rule that held.
#[derive(Debug, Clone, Serialize)]
pub struct FiredRule {
    /// From 1, as the table numbers them.
    pub number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it asks for, without the inputs that it doesn't look at.
    pub conditions: Vec<Condition>,
    pub outputs: Vec<Given>,
    /// Its annotations that say something: the article it rests on, a remark.
    pub annotations: Vec<Note>,
}

/// What a rule asks of an input.
#[derive(Debug, Clone, Serialize)]
pub struct Condition {
    pub input: String,
    pub test: String,
    pub value: Json,
}

/// An annotation of a rule.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    pub name: String,
    pub text: String,
}

impl Trace {
    pub(crate) fn push(&mut self, fired: Fired) {
        if self.fired.len() >= MOST {
            self.cut = true;
        } else {
            self.fired.push(fired);
        }
    }
}

/// The value for a reader; null where it is too large to show.
pub(crate) fn shown(value: &Value) -> Json {
    to_json(value).unwrap_or_default()
}
