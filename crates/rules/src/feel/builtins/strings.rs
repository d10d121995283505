//! Functions of strings (DMN 1.5, 10.3.4.3). Positions and lengths count characters, not bytes or halves.

use super::super::eval::Eval;
use super::super::{Fault, Value};
use super::{Builtin, at, integer, list, pattern, single, text};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("substring", &["string", "start position", "?length"], |eval, a| made(eval, substring(a))),
    Builtin::new("string length", &["string"], |_, a| {
        Ok(text(a, 0).and_then(|text| i64::try_from(text.chars().count()).ok()).into())
    }),
    Builtin::new("upper case", &["string"], |eval, a| made(eval, text(a, 0).map(str::to_uppercase))),
    Builtin::new("lower case", &["string"], |eval, a| made(eval, text(a, 0).map(str::to_lowercase))),
    Builtin::new("substring before", &["string", "match"], |eval, a| {
        made(eval, pair(a).map(|(text, part)| text.split_once(part).map_or("", |(before, _)| before).to_owned()))
    }),
    Builtin::new("substring after", &["string", "match"], |eval, a| {
        made(eval, pair(a).map(|(text, part)| text.split_once(part).map_or("", |(_, after)| after).to_owned()))
    }),
    Builtin::new("contains", &["string", "match"], |_, a| Ok(pair(a).map(|(text, part)| text.contains(part)).into())),
    Builtin::new("starts with", &["string", "match"], |_, a| {
        Ok(pair(a).map(|(text, part)| text.starts_with(part)).into())
    }),
    Builtin::new("ends with", &["string", "match"], |_, a| Ok(pair(a).map(|(text, part)| text.ends_with(part)).into())),
    Builtin::new("matches", &["input", "pattern", "?flags"], pattern::matches),
    Builtin::new("replace", &["input", "pattern", "replacement", "?flags"], pattern::replace),
    Builtin::new("split", &["string", "delimiter"], pattern::split),
    Builtin::new("string join", &["list", "?delimiter"], join),
    Builtin::new("trim", &["string"], |eval, a| made(eval, text(a, 0).map(|text| text.trim().to_owned()))),
];

fn made(eval: &mut Eval<'_>, text: Option<String>) -> Result<Value, Fault> {
    match text {
        Some(text) => eval.string(text),
        None => Ok(Value::Null),
    }
}

fn pair(arguments: &[Value]) -> Option<(&str, &str)> {
    Some((text(arguments, 0)?, text(arguments, 1)?))
}

/// From a position counted from 1, or from the end below 0.
fn substring(arguments: &[Value]) -> Option<String> {
    let text = text(arguments, 0)?;
    let start = integer(arguments, 1)?;
    let size = text.chars().count();
    let first = match start {
        0 => return None,
        1.. => usize::try_from(start - 1).ok()?,
        _ => size.checked_sub(usize::try_from(start.unsigned_abs()).ok()?)?,
    };
    if first >= size {
        return None;
    }
    let length = match at(arguments, 2) {
        Value::Null if arguments.len() < 3 => usize::MAX,
        _ => usize::try_from(integer(arguments, 2)?).ok().filter(|length| *length > 0)?,
    };
    Some(text.chars().skip(first).take(length).collect())
}

/// Nulls in the list are left out.
fn join(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(items) = list(arguments, 0) else { return Ok(Value::Null) };
    let part = |position| match single(at(arguments, position)) {
        Value::Null => Some(""),
        value => value.as_str(),
    };
    let Some(delimiter) = part(1) else { return Ok(Value::Null) };
    let mut out = String::new();
    let mut first = true;
    for item in items.iter() {
        eval.step(1)?;
        let text = match item {
            Value::Null => continue,
            Value::String(text) => text,
            _ => return Ok(Value::Null),
        };
        eval.take(text.len() + delimiter.len())?;
        if !first {
            out.push_str(delimiter);
        }
        first = false;
        out.push_str(text);
    }
    eval.string(out)
}
