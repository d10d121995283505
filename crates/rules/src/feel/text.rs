//! Values as text: what the function `string` gives, and the same with quotes for messages.

use std::fmt::Write as _;

use super::{Bound, Range, Shape, Value};

/// More text than this is cut. Messages may be; the function `string` gives up instead.
pub(crate) const MOST: usize = 1 << 20;

/// As the function `string` writes it: a string without quotes; inside lists and contexts with them.
pub(crate) fn string(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        _ => literal(value),
    }
}

/// As FEEL reads it, strings in quotes.
pub(crate) fn literal(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value);
    out
}

fn put(out: &mut String, value: &Value) {
    if out.len() > MOST {
        return;
    }
    let written = match value {
        Value::Null => out.write_str("null"),
        Value::Boolean(value) => write!(out, "{value}"),
        Value::Number(number) => write!(out, "{number}"),
        Value::String(text) => {
            out.push('"');
            for c in text.chars() {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    c => out.push(c),
                }
            }
            out.write_char('"')
        }
        Value::Date(date) => write!(out, "{date}"),
        Value::Time(time) => write!(out, "{time}"),
        Value::DateTime(moment) => write!(out, "{moment}"),
        Value::Days(duration) => write!(out, "{duration}"),
        Value::Months(duration) => write!(out, "{duration}"),
        Value::List(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                put(out, item);
            }
            out.write_char(']')
        }
        Value::Context(context) => {
            out.push('{');
            for (at, (name, value)) in context.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' '));
                if plain {
                    out.push_str(name);
                } else {
                    put(out, &Value::String(name.clone()));
                }
                out.push_str(": ");
                put(out, value);
            }
            out.write_char('}')
        }
        Value::Range(range) => {
            put_range(out, range);
            Ok(())
        }
        Value::Function(function) => write!(out, "{function:?}"),
    };
    // Writing to a string doesn't fail.
    debug_assert!(written.is_ok());
}

fn put_range(out: &mut String, range: &Range) {
    if range.shape != Shape::Between {
        out.push_str(if range.shape == Shape::Only { "=" } else { "!=" });
        return put(out, range.low.value().unwrap_or(&Value::Null));
    }
    match (&range.low, &range.high) {
        (Bound::Open, Bound::Open) => out.push_str("(null..null)"),
        (Bound::Open, high) => {
            out.push_str(if high.included() { "<=" } else { "<" });
            put(out, high.value().unwrap_or(&Value::Null));
        }
        (low, Bound::Open) => {
            out.push_str(if low.included() { ">=" } else { ">" });
            put(out, low.value().unwrap_or(&Value::Null));
        }
        (low, high) => {
            out.push(if low.included() { '[' } else { '(' });
            put(out, low.value().unwrap_or(&Value::Null));
            out.push_str("..");
            put(out, high.value().unwrap_or(&Value::Null));
            out.push(if high.included() { ']' } else { ')' });
        }
    }
}
