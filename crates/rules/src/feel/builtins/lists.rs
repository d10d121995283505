//! Functions of lists (DMN 1.5, 10.3.4.4) and `sort` (10.3.4.11).

use super::super::eval::{Eval, compare};
use super::super::{Fault, List, Value};
use super::{Builtin, at, integer, list};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("list contains", &["list", "element"], list_contains),
    Builtin::new("count", &["list"], |_, a| Ok(list(a, 0).and_then(|list| i64::try_from(list.len()).ok()).into())),
    Builtin::new("is empty", &["list"], |_, a| Ok(list(a, 0).map(|list| list.is_empty()).into())),
    Builtin::new("sublist", &["list", "start position", "?length"], sublist),
    Builtin::new("append", &["list", "*item"], append),
    Builtin::new("concatenate", &["*list"], concatenate),
    Builtin::new("insert before", &["list", "position", "newItem"], insert_before),
    Builtin::new("remove", &["list", "position"], remove),
    Builtin::new("reverse", &["list"], reverse),
    Builtin::new("index of", &["list", "match"], index_of),
    Builtin::new("union", &["*list"], union),
    Builtin::new("distinct values", &["list"], distinct_values),
    Builtin::new("flatten", &["list"], flatten),
    Builtin::new("list replace", &["list", "position", "newItem"], list_replace).or(&[&["list", "match", "newItem"]]),
    Builtin::new("sort", &["list", "?precedes"], sort),
];

fn list_contains(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    Ok(position(eval, &list, at(arguments, 1))?.is_some().into())
}

fn position(eval: &mut Eval<'_>, items: &[Value], wanted: &Value) -> Result<Option<usize>, Fault> {
    for (at, item) in items.iter().enumerate() {
        eval.step(1)?;
        if eval.equal(item, wanted)? == Some(true) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The place that a position from 1, or from the end below 0, means in a list of that size.
fn place(position: i64, size: usize) -> Option<usize> {
    let place = match position {
        0 => return None,
        1.. => usize::try_from(position - 1).ok()?,
        _ => size.checked_sub(usize::try_from(position.unsigned_abs()).ok()?)?,
    };
    (place < size).then_some(place)
}

fn sublist(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let part = || {
        let list = list(arguments, 0)?;
        let first = place(integer(arguments, 1)?, list.len())?;
        let length = match arguments.len() {
            2 => list.len() - first,
            _ => usize::try_from(integer(arguments, 2)?).ok().filter(|length| *length > 0)?,
        };
        list.get(first..first.checked_add(length)?).map(<[Value]>::to_vec)
    };
    match part() {
        Some(items) => eval.list(items),
        None => Ok(Value::Null),
    }
}

fn append(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    let mut items = list.to_vec();
    items.extend(arguments.iter().skip(1).cloned());
    eval.list(items)
}

fn concatenate(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let mut out = Vec::new();
    for at in 0..arguments.len() {
        let Some(list) = list(arguments, at) else { return Ok(Value::Null) };
        eval.step(list.len() as u64)?;
        eval.take(list.len() * 32)?;
        out.extend(list.iter().cloned());
    }
    eval.list(out)
}

fn insert_before(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (Some(list), Some(position)) = (list(arguments, 0), integer(arguments, 1)) else { return Ok(Value::Null) };
    let Some(place) = place(position, list.len()) else { return Ok(Value::Null) };
    let mut items = list.to_vec();
    items.insert(place, at(arguments, 2).clone());
    eval.list(items)
}

fn remove(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (Some(list), Some(position)) = (list(arguments, 0), integer(arguments, 1)) else { return Ok(Value::Null) };
    let Some(place) = place(position, list.len()) else { return Ok(Value::Null) };
    let mut items = list.to_vec();
    items.remove(place);
    eval.list(items)
}

fn reverse(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    eval.list(list.iter().rev().cloned().collect())
}

fn index_of(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    let mut out = Vec::new();
    for (place, item) in list.iter().enumerate() {
        eval.step(1)?;
        if eval.equal(item, at(arguments, 1))? == Some(true) {
            out.push(i64::try_from(place + 1).ok().into());
        }
    }
    eval.list(out)
}

fn union(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    match concatenate(eval, arguments)? {
        Value::List(all) => distinct(eval, &all),
        other => Ok(other),
    }
}

fn distinct_values(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    match list(arguments, 0) {
        Some(list) => distinct(eval, &list),
        None => Ok(Value::Null),
    }
}

fn distinct(eval: &mut Eval<'_>, items: &[Value]) -> Result<Value, Fault> {
    let mut out: Vec<Value> = Vec::new();
    for item in items {
        if position(eval, &out, item)?.is_none() {
            out.push(item.clone());
        }
    }
    eval.list(out)
}

fn flatten(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    fn put(eval: &mut Eval<'_>, out: &mut Vec<Value>, list: &[Value]) -> Result<(), Fault> {
        for item in list {
            eval.step(1)?;
            match item {
                Value::List(inner) => eval.deeper(|eval| put(eval, out, inner))?,
                item => {
                    eval.take(32)?;
                    out.push(item.clone());
                }
            }
        }
        Ok(())
    }
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    let mut out = Vec::new();
    put(eval, &mut out, &list)?;
    eval.list(out)
}

fn list_replace(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    let new = at(arguments, 2);
    let mut items = list.to_vec();
    match at(arguments, 1) {
        Value::Number(_) => {
            let place = integer(arguments, 1).and_then(|position| place(position, list.len()));
            match place.and_then(|place| items.get_mut(place)) {
                Some(item) => *item = new.clone(),
                None => return Ok(Value::Null),
            }
        }
        Value::Function(function) => {
            for item in &mut items {
                match eval.apply(function, vec![item.clone(), new.clone()])? {
                    Value::Boolean(true) => *item = new.clone(),
                    Value::Boolean(false) => {}
                    _ => return Ok(Value::Null),
                }
            }
        }
        _ => return Ok(Value::Null),
    }
    eval.list(items)
}

/// By merging, so that a function that contradicts itself still ends.
fn sort(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(list) = list(arguments, 0) else { return Ok(Value::Null) };
    let precedes = match at(arguments, 1) {
        Value::Function(function) => Some(function),
        Value::Null if arguments.len() < 2 => None,
        _ => return Ok(Value::Null),
    };
    let mut good = true;
    let mut before = |eval: &mut Eval<'_>, a: &Value, b: &Value| -> Result<bool, Fault> {
        eval.step(1)?;
        match precedes {
            Some(function) => Ok(eval.apply(function, vec![a.clone(), b.clone()])?.is_true()),
            None => {
                let order = compare::order(a, b);
                good &= order.is_some();
                Ok(order.is_some_and(std::cmp::Ordering::is_lt))
            }
        }
    };
    let mut runs: Vec<Vec<Value>> = list.iter().map(|item| vec![item.clone()]).collect();
    eval.take(list.len() * 64)?;
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut pairs = runs.into_iter();
        while let Some(left) = pairs.next() {
            let Some(right) = pairs.next() else {
                merged.push(left);
                break;
            };
            let mut out = Vec::with_capacity(left.len() + right.len());
            let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                // The left one goes first unless the right one must.
                let next = if before(eval, b, a)? { right.next() } else { left.next() };
                out.extend(next);
            }
            out.extend(left);
            out.extend(right);
            merged.push(out);
        }
        runs = merged;
    }
    if !good {
        return Ok(Value::Null);
    }
    let items = runs.pop().unwrap_or_default();
    Ok(Value::List(List::new(items)))
}
