//! The rules that a model carries 流程规则: its decision tables, and the answers of the form that it may ask
//! for. An editor names these answers one by one, and only numbers, choices, yes and no, and days: what
//! stands in a process is not sealed, so nothing that names or describes a person may. Not here: the
//! tables themselves (`rules`).

use std::sync::Arc;

use catalogue::{item::Item, words::FieldType};
use kernel::{Calendar, Timestamp};
use process::{carried, model::Model, state::Variables};
use rules::{
    dmn,
    feel::{Env, Value},
};
use serde_json::{Map, Value as Json, json};

use super::reasons::Reason;
use crate::draft::Answers;

/// Under this name the facts stand in the process.
pub const ANSWERS: &str = "answers";

/// The rules of one model.
#[derive(Debug, Default)]
pub struct Rules {
    decisions: Option<dmn::Model>,
    facts: Vec<String>,
}

impl Rules {
    pub(crate) fn of(model: &Model) -> Self {
        let text = carried::decisions(model);
        let decisions = if text.trim().is_empty() { None } else { dmn::Model::read(&text).ok() };
        Self { decisions, facts: carried::facts(model) }
    }

    pub(crate) fn facts(&self) -> &[String] {
        &self.facts
    }

    /// What a decision comes to.
    ///
    /// # Errors
    /// There is no such decision, or a limit was passed.
    pub(crate) fn decide(
        &self,
        decision: &str,
        variables: &Variables,
        now: Timestamp,
        calendar: &Arc<Calendar>,
    ) -> Result<Value, String> {
        self.explain(decision, variables, now, calendar).map(|(value, _)| value)
    }

    /// The same, with what its tables looked at and which rules held.
    ///
    /// # Errors
    /// As `decide`.
    pub(crate) fn explain(
        &self,
        decision: &str,
        variables: &Variables,
        now: Timestamp,
        calendar: &Arc<Calendar>,
    ) -> Result<(Value, Vec<Reason>), String> {
        let decisions = self.decisions.as_ref().ok_or_else(|| "the model carries no decisions".to_owned())?;
        let env = Env { calendar: Some(calendar.clone()), ..Env::at(now) };
        let explained = decisions.explain(decision, &variables.0, &env).map_err(|failure| failure.to_string())?;
        let reasons = Reason::of(&explained);
        Ok((explained.value, reasons))
    }
}

/// Whether an answer to a field may become a fact.
#[must_use]
pub fn may_be_fact(item: &Item, key: &str) -> bool {
    let fields = || item.form.iter().flat_map(|section| &section.fields);
    fields().any(|field| {
        field.key == key
            && field.prefill.as_deref().is_none_or(|from| !from.starts_with("person."))
            && matches!(field.kind, FieldType::Number | FieldType::YesNo | FieldType::Choice | FieldType::Date)
    })
}

/// The facts of a declaration that a model asks for, as FEEL reads them.
pub(crate) fn facts(item: &Item, wanted: &[String], answers: &Answers) -> Json {
    let fields: Vec<_> = item.form.iter().flat_map(|section| &section.fields).collect();
    let mut out = Map::new();
    for key in wanted.iter().filter(|key| may_be_fact(item, key)) {
        let typed = answers.get(key).map(String::as_str).unwrap_or_default();
        let kind = fields.iter().find(|field| field.key == *key).map(|field| field.kind);
        out.insert(key.clone(), fact(kind, typed));
    }
    Json::Object(out)
}

/// One answer as a value.
pub(crate) fn fact(kind: Option<FieldType>, typed: &str) -> Json {
    match kind {
        _ if typed.is_empty() => Json::Null,
        Some(FieldType::Number) => typed.parse::<serde_json::Number>().map_or(Json::Null, Json::Number),
        Some(FieldType::YesNo) => json!(typed == "yes"),
        Some(FieldType::Date) => json!({ "type": "date", "value": typed }),
        _ => json!(typed),
    }
}
