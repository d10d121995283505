//! A small judge of JSON schemas (draft 2020-12): it knows the words that our own description uses
//! and no more. What is wrong with a value, and a plain value that fits.
#![cfg(test)]

use serde_json::{Map, Value, json};

/// A value of a schema, as plain as can be.
pub fn example(root: &Value, schema: &Value) -> Value {
    let schema = resolved(root, schema);
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    if let Some(fixed) = schema.get("const") {
        return fixed.clone();
    }
    for word in ["anyOf", "oneOf", "allOf"] {
        if let Some(first) = schema[word].as_array().and_then(|all| all.first()) {
            return example(root, first);
        }
    }
    match kinds(schema).first().copied() {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            required.map(|name| (name.to_owned(), example(root, &schema["properties"][name]))).collect()
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        Some("null") => Value::Null,
        _ => json!("x"),
    }
}

/// The schema itself where `schema` only points to it.
pub fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|address| address.strip_prefix('#')) {
        Some(address) => root.pointer(address).unwrap(),
        None => schema,
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// What is wrong with a value under a schema, the first that is found; `at` is where it stands.
pub fn wrong(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let schema = resolved(root, schema);
    for word in ["anyOf", "oneOf"] {
        if let Some(all) = schema[word].as_array()
            && !all.iter().any(|one| wrong(root, one, value, at).is_none())
        {
            return Some(format!("{at}: fits none of {word}: {value}"));
        }
    }
    if let Some(all) = schema["allOf"].as_array()
        && let Some(found) = all.iter().find_map(|one| wrong(root, one, value, at))
    {
        return Some(found);
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
    {
        return Some(format!("{at}: {value} isn't in the enumeration"));
    }
    let (kind, kinds) = (kind(value), kinds(schema));
    if !kinds.is_empty() && !kinds.iter().any(|known| *known == kind || (*known == "number" && kind == "integer")) {
        return Some(format!("{at}: {kind} where {kinds:?} is described"));
    }
    match value {
        Value::Array(all) => {
            let items = schema.get("items").unwrap_or(&Value::Null);
            all.iter().enumerate().find_map(|(place, one)| wrong(root, items, one, &format!("{at}/{place}")))
        }
        Value::Object(all) => wrong_object(root, schema, all, at),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn wrong_object(root: &Value, schema: &Value, all: &Map<String, Value>, at: &str) -> Option<String> {
    let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if let Some(name) = required.find(|name| !all.contains_key(*name)) {
        return Some(format!("{at}: {name} is required and missing"));
    }
    all.iter().find_map(|(name, value)| {
        let known = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"))?;
        match known {
            Value::Bool(true) => None,
            Value::Bool(false) => Some(format!("{at}/{name} isn't described")),
            known => wrong(root, known, value, &format!("{at}/{name}")),
        }
    })
}

#[test]
fn a_value_is_judged_by_its_schema() {
    let root = json!({ "$defs": { "a": { "type": "object", "required": ["n"], "properties": {
        "n": { "type": "integer" }, "s": { "type": ["string", "null"] }, "l": { "type": "array", "items": { "enum": [1] } },
    }, "additionalProperties": false } } });
    let schema = json!({ "$ref": "#/$defs/a" });
    for (right, value) in [
        (true, json!({ "n": 1 })),
        (true, json!({ "n": 1, "s": null, "l": [1, 1] })),
        (false, json!({})),
        (false, json!({ "n": 1.5 })),
        (false, json!({ "n": 1, "l": [2] })),
        (false, json!({ "n": 1, "x": 2 })),
        (false, json!([])),
    ] {
        assert_eq!(wrong(&root, &schema, &value, "").is_none(), right, "{value}");
    }
    assert_eq!(example(&root, &schema), json!({ "n": 1 }));
}
