//! Values in a state: FEEL's, written as JSON that gives back the same value, and compared by what they say. Numbers that
//! JSON would round, dates, times and durations are written as `{"type":..,"value":..}`. Not here: what may be a variable.

use std::sync::Arc;

use rules::Decimal;
use rules::feel::{Context, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Variables 变量 by name: references and facts for gateways, never free personal data.
#[derive(Debug, Clone, Default)]
pub struct Variables(pub Context);

/// One value.
#[derive(Debug, Clone, Default)]
pub struct Fact(pub Value);

impl Variables {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub fn set(&mut self, name: &str, value: Value) {
        self.0.put(name, value);
    }

    /// The variables that a JSON object holds; anything else gives none.
    #[must_use]
    pub fn of_json(json: &serde_json::Value) -> Self {
        match read(json, 0) {
            Value::Context(context) => Self(context),
            _ => Self::default(),
        }
    }

    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        write(&Value::Context(self.0.clone()))
    }
}

impl FromIterator<(Arc<str>, Value)> for Variables {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl PartialEq for Variables {
    fn eq(&self, other: &Self) -> bool {
        let has = |(name, value): (&Arc<str>, &Value)| other.get(name).is_some_and(|theirs| same(theirs, value));
        self.0.len() == other.0.len() && self.0.iter().all(has)
    }
}

impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

fn same(one: &Value, other: &Value) -> bool {
    write(one) == write(other)
}

impl Serialize for Variables {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().map(|(name, value)| (&**name, write(value))))
    }
}

impl<'de> Deserialize<'de> for Variables {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = serde_json::Map::deserialize(from)?;
        Ok(json.iter().map(|(name, value)| (Arc::from(name.as_str()), read(value, 0))).collect())
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        write(&self.0).serialize(out)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(from).map(|json| Self(read(&json, 0)))
    }
}

/// A value as JSON. Functions and ranges are no facts: they are written as null.
fn write(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Null | Value::Range(_) | Value::Function(_) => Json::Null,
        Value::Boolean(holds) => Json::Bool(*holds),
        Value::String(text) => Json::String(text.to_string()),
        Value::Number(number) => number_json(*number),
        Value::List(list) => list.iter().map(write).collect(),
        Value::Context(context) => {
            Json::Object(context.iter().map(|(name, value)| (name.to_string(), write(value))).collect())
        }
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::Days(_) | Value::Months(_) => {
            rules::feel::to_json(value).unwrap_or_default()
        }
    }
}

fn number_json(number: Decimal) -> serde_json::Value {
    match number.to_i64() {
        Some(whole) => whole.into(),
        None => serde_json::json!({ "type": "number", "value": number.to_string() }),
    }
}

/// Values are nested at most this deep; what lies deeper is null.
const DEEPEST: u32 = 64;

fn read(json: &serde_json::Value, depth: u32) -> Value {
    use serde_json::Value as Json;
    if depth > DEEPEST {
        return Value::Null;
    }
    match json {
        Json::Null => Value::Null,
        Json::Bool(holds) => Value::Boolean(*holds),
        Json::String(text) => Value::String(text.as_str().into()),
        Json::Number(number) => number.to_string().parse::<Decimal>().map_or(Value::Null, Value::Number),
        Json::Array(items) => items.iter().map(|item| read(item, depth + 1)).collect::<Vec<_>>().into(),
        Json::Object(entries) => match (entries.get("type"), entries.get("value")) {
            (Some(Json::String(kind)), Some(Json::String(text))) if entries.len() == 2 && kind == "number" => {
                text.parse::<Decimal>().map_or(Value::Null, Value::Number)
            }
            (Some(Json::String(_)), Some(Json::String(_))) if entries.len() == 2 => rules::feel::from_json(json),
            _ => {
                let entry = |(name, value): (&String, &Json)| (Arc::<str>::from(name.as_str()), read(value, depth + 1));
                Value::Context(entries.iter().map(entry).collect())
            }
        },
    }
}
