//! Values as JSON and back. Numbers stay numbers (the nearest double where they are no 64-bit integer); dates,
//! times and durations are `{"type": .., "value": ..}`; ranges and functions have no JSON and become their text.

use std::sync::Arc;

use serde_json::{Map, Number, Value as Json, json};

use super::temporal::{Date, DateTime, Duration, Time};
use super::{Fault, List, Value};
use crate::Decimal;

/// More values than this are not written.
const MOST: u64 = 1_000_000;
/// JSON deeper than this reads as null; parsers refuse it before.
const DEEPEST: u32 = 200;

/// Reads JSON. An object with exactly `type` and `value`, where the type is `date`, `time`, `date and time`,
/// `duration` or one of the two durations' names, reads as such a value if its text is one.
#[must_use]
pub fn from_json(json: &Json) -> Value {
    read(json, 0)
}

fn read(json: &Json, depth: u32) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => number_of(number),
        Json::String(text) => Value::String(Arc::from(text.as_str())),
        Json::Array(items) => Value::List(List::new(items.iter().map(|item| read(item, depth + 1)).collect())),
        Json::Object(entries) => typed(entries).unwrap_or_else(|| {
            Value::Context(entries.iter().map(|(name, value)| (name.as_str(), read(value, depth + 1))).collect())
        }),
    }
}

fn number_of(number: &Number) -> Value {
    match number.as_i64() {
        Some(value) => Value::Number(Decimal::from(value)),
        None => number.to_string().parse::<Decimal>().ok().into(),
    }
}

fn typed(entries: &Map<String, Json>) -> Option<Value> {
    if entries.len() != 2 {
        return None;
    }
    let (kind, text) = (entries.get("type")?.as_str()?, entries.get("value")?.as_str()?);
    match kind {
        "date" => Date::parse(text).map(Value::Date),
        "time" => Time::parse(text).map(Value::Time),
        "date and time" | "dateTime" => DateTime::parse(text).map(Value::from),
        "duration" | "days and time duration" | "years and months duration" => {
            Duration::parse(text).map(|duration| match duration {
                Duration::Days(duration) => Value::Days(duration),
                Duration::Months(duration) => Value::Months(duration),
            })
        }
        _ => None,
    }
}

/// Writes JSON.
///
/// # Errors
/// [`Fault::Memory`] where the value has more than a million parts: sharing can make it far larger than it is.
pub fn to_json(value: &Value) -> Result<Json, Fault> {
    let mut left = MOST;
    write(value, &mut left)
}

fn write(value: &Value, left: &mut u64) -> Result<Json, Fault> {
    *left = left.checked_sub(1).ok_or(Fault::Memory)?;
    match value {
        Value::List(list) => list.iter().map(|item| write(item, left)).collect::<Result<_, _>>().map(Json::Array),
        Value::Context(context) => {
            let entries = context.iter().map(|(name, value)| Ok((name.to_string(), write(value, left)?)));
            entries.collect::<Result<_, Fault>>().map(Json::Object)
        }
        // What has no parts is written elsewhere, so that its words take no room at every depth.
        plain => Ok(scalar(plain)),
    }
}

fn scalar(value: &Value) -> Json {
    match value {
        Value::Boolean(value) => Json::Bool(*value),
        Value::Number(number) => json_number(*number),
        Value::String(text) => Json::String(text.to_string()),
        Value::Date(date) => json!({"type": "date", "value": date.to_string()}),
        Value::Time(time) => json!({"type": "time", "value": time.to_string()}),
        Value::DateTime(moment) => json!({"type": "date and time", "value": moment.to_string()}),
        Value::Days(duration) => json!({"type": "days and time duration", "value": duration.to_string()}),
        Value::Months(duration) => json!({"type": "years and months duration", "value": duration.to_string()}),
        Value::Range(_) | Value::Function(_) => Json::String(super::text::literal(value)),
        Value::Null | Value::List(_) | Value::Context(_) => Json::Null,
    }
}

fn json_number(number: Decimal) -> Json {
    if let Some(value) = number.to_i64() {
        return Json::Number(value.into());
    }
    Number::from_f64(number.to_f64()).map_or_else(|| Json::String(number.to_string()), Json::Number)
}
