//! Functions of contexts (DMN 1.5, 10.3.4.10) and `is`.

use std::sync::Arc;

use super::super::eval::Eval;
use super::super::{Context, Fault, Value};
use super::{Builtin, at, list, text};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("get value", &["m", "key"], get_value).or(&[&["context", "key"]]),
    Builtin::new("get entries", &["m"], get_entries).or(&[&["context"]]),
    Builtin::new("context", &["entries"], context),
    Builtin::new("context put", &["context", "key", "value"], put).or(&[&["context", "keys", "value"]]),
    Builtin::new("context merge", &["contexts"], merge),
];

fn get_value(_: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let value = at(arguments, 0).as_context().and_then(|context| context.get(text(arguments, 1)?).cloned());
    Ok(value.unwrap_or_default())
}

fn get_entries(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Value::Context(context) = at(arguments, 0) else { return Ok(Value::Null) };
    let mut out = Vec::with_capacity(context.len());
    for (name, value) in context.iter() {
        let entry = vec![("key".into(), Value::String(name.clone())), ("value".into(), value.clone())];
        out.push(eval.context_of(entry)?);
    }
    eval.list(out)
}

fn context(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(entries) = list(arguments, 0) else { return Ok(Value::Null) };
    let mut out: Vec<(Arc<str>, Value)> = Vec::with_capacity(entries.len());
    let mut seen = std::collections::HashSet::new();
    for entry in entries.iter() {
        let Value::Context(entry) = entry else { return Ok(Value::Null) };
        let (Some(Value::String(key)), Some(value)) = (entry.get("key"), entry.get("value")) else {
            return Ok(Value::Null);
        };
        if !seen.insert(key.clone()) {
            return Ok(Value::Null);
        }
        out.push((key.clone(), value.clone()));
    }
    eval.context_of(out)
}

fn put(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Value::Context(context) = at(arguments, 0) else { return Ok(Value::Null) };
    let value = at(arguments, 2);
    match at(arguments, 1) {
        Value::String(key) => with(eval, context, key, value.clone()),
        Value::List(keys) => match keys.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
            Some(keys) if !keys.is_empty() => nested(eval, context, &keys, value),
            _ => Ok(Value::Null),
        },
        _ => Ok(Value::Null),
    }
}

fn nested(eval: &mut Eval<'_>, context: &Context, keys: &[&str], value: &Value) -> Result<Value, Fault> {
    let Some((key, rest)) = keys.split_first() else { return Ok(value.clone()) };
    if rest.is_empty() {
        return with(eval, context, key, value.clone());
    }
    match context.get(key) {
        Some(Value::Context(inner)) => {
            let inner = eval.deeper(|eval| nested(eval, inner, rest, value))?;
            if inner.is_null() { Ok(inner) } else { with(eval, context, key, inner) }
        }
        _ => Ok(Value::Null),
    }
}

fn with(eval: &mut Eval<'_>, context: &Context, key: &str, value: Value) -> Result<Value, Fault> {
    eval.take((context.len() + 1) * 64)?;
    eval.step(context.len() as u64)?;
    eval.shallow(Value::Context(context.clone().with(key, value)))
}

fn merge(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(contexts) = list(arguments, 0) else { return Ok(Value::Null) };
    let mut out = Context::new();
    for context in contexts.iter() {
        let Value::Context(context) = context else { return Ok(Value::Null) };
        eval.take(context.len() * 64)?;
        for (name, value) in context.iter() {
            eval.step(1)?;
            out.put(name.clone(), value.clone());
        }
    }
    eval.shallow(Value::Context(out))
}
