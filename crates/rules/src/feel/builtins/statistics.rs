//! Functions that make one value of many (DMN 1.5, 10.3.4.4): sums, extremes, middles, and of truths.

use std::cmp::Ordering;

use super::super::eval::{Eval, compare};
use super::super::{Fault, Value};
use super::{Builtin, list, spread};
use crate::Decimal;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("min", &["list"], |eval, a| extreme(eval, a, Ordering::Less)).or(&[&["*c"]]),
    Builtin::new("max", &["list"], |eval, a| extreme(eval, a, Ordering::Greater)).or(&[&["*c"]]),
    Builtin::new("sum", &["list"], |eval, a| folded(eval, a, Decimal::ZERO, Decimal::checked_add)).or(&[&["*n"]]),
    Builtin::new("product", &["list"], |eval, a| folded(eval, a, Decimal::ONE, Decimal::checked_mul)).or(&[&["*n"]]),
    Builtin::new("mean", &["list"], |eval, a| Ok(numbers(eval, a)?.as_deref().and_then(mean).into())).or(&[&["*n"]]),
    Builtin::new("median", &["list"], |eval, a| Ok(numbers(eval, a)?.and_then(median).into())).or(&[&["*n"]]),
    Builtin::new("stddev", &["list"], |eval, a| Ok(numbers(eval, a)?.as_deref().and_then(deviation).into()))
        .or(&[&["*n"]]),
    Builtin::new("mode", &["list"], mode).or(&[&["*n"]]),
    Builtin::new("all", &["list"], |eval, a| truth(eval, a, false)).or(&[&["*b"]]),
    Builtin::new("any", &["list"], |eval, a| truth(eval, a, true)).or(&[&["*b"]]),
    Builtin::new("and", &["list"], |eval, a| truth(eval, a, false)).or(&[&["*b"]]),
    Builtin::new("or", &["list"], |eval, a| truth(eval, a, true)).or(&[&["*b"]]),
];

fn extreme(eval: &mut Eval<'_>, arguments: &[Value], wanted: Ordering) -> Result<Value, Fault> {
    let Some(items) = spread(arguments) else { return Ok(Value::Null) };
    eval.step(items.len() as u64)?;
    let Some((first, rest)) = items.split_first() else { return Ok(Value::Null) };
    let mut best = first;
    if compare::order(best, best).is_none() {
        return Ok(Value::Null);
    }
    for item in rest {
        match compare::order(item, best) {
            Some(order) if order == wanted => best = item,
            Some(_) => {}
            None => return Ok(Value::Null),
        }
    }
    Ok(best.clone())
}

/// The numbers; `None` where there is something else, or nothing.
fn numbers(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Option<Vec<Decimal>>, Fault> {
    let Some(items) = spread(arguments) else { return Ok(None) };
    eval.step(items.len() as u64)?;
    Ok(items.iter().map(Value::as_number).collect::<Option<Vec<_>>>().filter(|numbers| !numbers.is_empty()))
}

fn folded(
    eval: &mut Eval<'_>,
    arguments: &[Value],
    start: Decimal,
    run: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Result<Value, Fault> {
    let total = numbers(eval, arguments)?.and_then(|numbers| numbers.into_iter().try_fold(start, run));
    Ok(total.into())
}

fn mean(numbers: &[Decimal]) -> Option<Decimal> {
    let total = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))?;
    total.checked_div(Decimal::from(u64::try_from(numbers.len()).ok()?))
}

fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    if numbers.len() % 2 == 1 {
        return Some(upper);
    }
    numbers.get(middle - 1)?.checked_add(upper)?.checked_div(Decimal::from(2))
}

/// Of a sample: divided by one less than the count.
fn deviation(numbers: &[Decimal]) -> Option<Decimal> {
    let mean = mean(numbers)?;
    let squares = numbers.iter().try_fold(Decimal::ZERO, |sum, number| {
        let apart = number.checked_sub(mean)?;
        sum.checked_add(apart.checked_mul(apart)?)
    })?;
    let count = u64::try_from(numbers.len()).ok()?.checked_sub(1).filter(|count| *count > 0)?;
    squares.checked_div(Decimal::from(count))?.sqrt()
}

/// The most frequent numbers, in order.
fn mode(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(items) = spread(arguments) else { return Ok(Value::Null) };
    eval.step(items.len() as u64)?;
    let Some(mut numbers) = items.iter().map(Value::as_number).collect::<Option<Vec<_>>>() else {
        return Ok(Value::Null);
    };
    numbers.sort_unstable();
    let runs: Vec<_> = numbers.chunk_by(|a, b| a == b).collect();
    let most = runs.iter().map(|run| run.len()).max().unwrap_or(0);
    let modes = runs.iter().filter(|run| run.len() == most).filter_map(|run| run.first());
    eval.list(modes.map(|number| Value::from(*number)).collect())
}

/// `any` and `all` by three-valued logic.
fn truth(eval: &mut Eval<'_>, arguments: &[Value], decisive: bool) -> Result<Value, Fault> {
    let items = match arguments {
        [_] => list(arguments, 0),
        many => spread(many),
    };
    let Some(items) = items else { return Ok(Value::Null) };
    eval.step(items.len() as u64)?;
    let mut sure = true;
    for item in items.iter() {
        match item {
            Value::Boolean(value) if *value == decisive => return Ok(Value::Boolean(decisive)),
            Value::Boolean(_) => {}
            _ => sure = false,
        }
    }
    Ok(if sure { Value::Boolean(!decisive) } else { Value::Null })
}
