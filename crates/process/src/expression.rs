//! Expressions of a model, compiled: FEEL, also where it is wrapped as Zeebe (`=...`) or Camunda (`${...}`) write it.
//! What can't be read stays with its reason until a token needs it. Not here: FEEL itself (`rules`).

use rules::feel::{Env, Expression, Scope, Value};

use crate::model;

#[derive(Debug, Clone)]
pub struct Compiled {
    text: Box<str>,
    parsed: Result<Expression, Box<str>>,
}

impl Compiled {
    #[must_use]
    pub fn new(expression: &model::Expression) -> Self {
        Self::of_text(&expression.text)
    }

    /// A text as models write it, wrapped or not.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let bare = text.trim();
        let bare = bare.strip_prefix('=').unwrap_or(bare).trim();
        let inside =
            bare.strip_prefix("${").or_else(|| bare.strip_prefix("#{")).and_then(|rest| rest.strip_suffix('}'));
        Self::of_feel(inside.unwrap_or(bare))
    }

    #[must_use]
    pub fn of_feel(text: &str) -> Self {
        let parsed = Expression::parse(text).map_err(|error| error.to_string().into_boxed_str());
        Self { text: text.into(), parsed }
    }

    /// A script in FEEL; in another language it can't be run.
    #[must_use]
    pub fn of_script(format: &str, text: &str) -> Self {
        if format.is_empty() || format.to_ascii_lowercase().contains("feel") {
            return Self::of_text(text);
        }
        Self { text: text.into(), parsed: Err(format!("scripts in {format} are not run").into()) }
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// # Errors
    /// The text isn't FEEL, or a limit was passed.
    pub fn value(&self, scope: &Scope, env: &Env) -> Result<Value, String> {
        let parsed = self.parsed.as_ref().map_err(ToString::to_string)?;
        parsed.evaluate(scope, env).map_err(|fault| fault.to_string())
    }
}

/// A value as plain text: a string as it is, anything else as FEEL writes it.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Null => "null".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::DateTime(moment) => moment.to_string(),
        Value::Days(duration) => duration.to_string(),
        Value::Months(duration) => duration.to_string(),
        other => format!("{other:?}"),
    }
}
