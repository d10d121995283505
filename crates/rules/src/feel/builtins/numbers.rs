//! Functions of numbers (DMN 1.5, 10.3.4.5).

use super::super::eval::Eval;
use super::super::temporal::{DaysDuration, MonthsDuration};
use super::super::{Fault, Value};
use super::{Builtin, at, integer, number, single};
use crate::Decimal;
use crate::decimal::Rounding;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("decimal", &["n", "scale"], |_, a| Ok(rounded(a, Rounding::HalfEven, None))),
    Builtin::new("floor", &["n", "?scale"], |_, a| Ok(rounded(a, Rounding::Floor, Some(0)))),
    Builtin::new("ceiling", &["n", "?scale"], |_, a| Ok(rounded(a, Rounding::Ceiling, Some(0)))),
    Builtin::new("round up", &["n", "scale"], |_, a| Ok(rounded(a, Rounding::Up, None))),
    Builtin::new("round down", &["n", "scale"], |_, a| Ok(rounded(a, Rounding::Down, None))),
    Builtin::new("round half up", &["n", "scale"], |_, a| Ok(rounded(a, Rounding::HalfUp, None))),
    Builtin::new("round half down", &["n", "scale"], |_, a| Ok(rounded(a, Rounding::HalfDown, None))),
    Builtin::new("abs", &["n"], abs),
    Builtin::new("modulo", &["dividend", "divisor"], |_, a| Ok(two(a, Decimal::modulo))),
    Builtin::new("sqrt", &["number"], |_, a| Ok(one(a, Decimal::sqrt))),
    Builtin::new("log", &["number"], |_, a| Ok(one(a, Decimal::ln))),
    Builtin::new("exp", &["number"], |_, a| Ok(one(a, Decimal::exp))),
    Builtin::new("odd", &["number"], |_, a| Ok(parity(a, true))),
    Builtin::new("even", &["number"], |_, a| Ok(parity(a, false))),
];

fn one(arguments: &[Value], run: fn(Decimal) -> Option<Decimal>) -> Value {
    number(arguments, 0).and_then(run).into()
}

fn two(arguments: &[Value], run: fn(Decimal, Decimal) -> Option<Decimal>) -> Value {
    let value = number(arguments, 0).and_then(|a| run(a, number(arguments, 1)?));
    value.into()
}

/// Scales from -6111 to 6176, as the standard says.
fn rounded(arguments: &[Value], rounding: Rounding, usual: Option<i64>) -> Value {
    let scale = if arguments.len() > 1 { integer(arguments, 1) } else { usual };
    let scale = scale.filter(|scale| (-6111..=6176).contains(scale)).and_then(|scale| i32::try_from(scale).ok());
    let value = scale.and_then(|scale| number(arguments, 0)?.round(scale, rounding));
    value.into()
}

fn abs(_: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(match single(at(arguments, 0)) {
        Value::Number(number) => number.abs().into(),
        Value::Days(duration) => {
            let nanos = duration.nanos();
            DaysDuration::from_nanos(nanos.abs()).into()
        }
        Value::Months(duration) => MonthsDuration::new(duration.0.abs()).into(),
        _ => Value::Null,
    })
}

fn parity(arguments: &[Value], odd: bool) -> Value {
    let rest =
        number(arguments, 0).filter(|number| number.is_integer()).and_then(|number| number.modulo(Decimal::from(2)));
    rest.map(|rest| rest.is_zero() != odd).into()
}
