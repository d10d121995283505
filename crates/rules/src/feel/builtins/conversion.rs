//! Functions that make one type of another (DMN 1.5, 10.3.4.1), and `not`.

use super::super::eval::Eval;
use super::super::parser::{Lexical, Parser};
use super::super::temporal::{Date, DateTime, Duration, MonthsDuration, Time, Zone};
use super::super::{Bound, Fault, Range, Shape, Value, ast, expression};
use super::{Builtin, at, duration_value, number, single, text};
use crate::Decimal;
use crate::decimal::Rounding;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("date", &["from"], |_, a| Ok(date(a).into())).or(&[&["year", "month", "day"]]),
    Builtin::new("time", &["from"], |_, a| Ok(time(a).into())).or(&[&["hour", "minute", "second", "?offset"]]),
    Builtin::new("date and time", &["from"], |_, a| Ok(date_and_time(a).into())).or(&[
        &["date", "time"],
        &["year", "month", "day", "hour", "minute", "second", "?offset"],
        &["year", "month", "day", "hour", "minute", "second", "timezone"],
    ]),
    Builtin::new("duration", &["from"], |_, a| {
        Ok(match single(at(a, 0)) {
            Value::String(text) => Duration::parse(text).map(duration_value).unwrap_or_default(),
            value @ (Value::Days(_) | Value::Months(_)) => value.clone(),
            _ => Value::Null,
        })
    }),
    Builtin::new("years and months duration", &["from", "to"], |_, a| Ok(months_between(a).into())),
    Builtin::new("number", &["from", "?grouping separator", "?decimal separator"], |_, a| Ok(number_of(a).into())),
    Builtin::new("string", &["from"], string),
    Builtin::new("range", &["from"], range),
    Builtin::new("not", &["negand"], |_, a| {
        Ok(match single(at(a, 0)) {
            Value::Boolean(value) => (!value).into(),
            _ => Value::Null,
        })
    }),
];

fn date(arguments: &[Value]) -> Option<Date> {
    if arguments.len() == 3 {
        return Date::new(whole(arguments, 0)?, whole(arguments, 1)?, whole(arguments, 2)?);
    }
    match single(at(arguments, 0)) {
        Value::String(text) => Date::parse(text),
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date),
        _ => None,
    }
}

/// A number without fraction.
fn whole(arguments: &[Value], position: usize) -> Option<i64> {
    number(arguments, position)?.to_i64()
}

fn time(arguments: &[Value]) -> Option<Time> {
    if arguments.len() >= 3 {
        return clock(arguments, 0);
    }
    match single(at(arguments, 0)) {
        Value::String(text) => Time::parse(text),
        Value::Time(time) => Some(time.clone()),
        Value::DateTime(moment) => Some(moment.time.clone()),
        Value::Date(date) => Some(date.midnight().time),
        _ => None,
    }
}

/// Hour, minute, second with fraction, and perhaps an offset or the name of a zone.
fn clock(arguments: &[Value], from: usize) -> Option<Time> {
    let second = number(arguments, from + 2)?;
    let nanos = second.checked_mul(Decimal::from(1_000_000_000))?.round(0, Rounding::Down)?.to_i64()?;
    let zone = match single(at(arguments, from + 3)) {
        Value::Null => Zone::Local,
        Value::Days(offset) if offset.seconds.abs() <= 18 * 3600 => Zone::Offset(i32::try_from(offset.seconds).ok()?),
        Value::String(name) => Zone::named(name)?,
        _ => return None,
    };
    let (seconds, nanos) = (nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000));
    Time::new(whole(arguments, from)?, whole(arguments, from + 1)?, seconds, nanos, zone)
}

fn date_and_time(arguments: &[Value]) -> Option<DateTime> {
    match arguments.len() {
        1 => match single(at(arguments, 0)) {
            Value::String(text) => DateTime::parse(text).or_else(|| {
                let time = Time { second: 0, nano: 0, zone: Zone::Local };
                Some(DateTime { date: Date::parse(text)?, time })
            }),
            Value::DateTime(moment) => Some((**moment).clone()),
            Value::Date(date) => Some(date.midnight()),
            _ => None,
        },
        2 => {
            let date = match single(at(arguments, 0)) {
                Value::Date(date) => *date,
                Value::DateTime(moment) => moment.date,
                _ => return None,
            };
            match single(at(arguments, 1)) {
                Value::Time(time) => Some(DateTime { date, time: time.clone() }),
                _ => None,
            }
        }
        _ => Some(DateTime { date: date(arguments.get(..3)?)?, time: clock(arguments, 3)? }),
    }
}

/// Whole months from one date to the other.
fn months_between(arguments: &[Value]) -> Option<MonthsDuration> {
    let moment = |position| match single(at(arguments, position)) {
        Value::Date(date) => Some((*date, 0)),
        Value::DateTime(moment) => Some((moment.date, i64::from(moment.time.second))),
        _ => None,
    };
    let (from, to) = (moment(0)?, moment(1)?);
    let index = |date: Date| i64::from(date.year) * 12 + i64::from(date.month);
    let mut months = index(to.0) - index(from.0);
    let (left, right) = ((from.0.day, from.1), (to.0.day, to.1));
    if months > 0 && right < left {
        months -= 1;
    } else if months < 0 && right > left {
        months += 1;
    }
    MonthsDuration::new(months)
}

/// With separators of groups and of the fraction.
fn number_of(arguments: &[Value]) -> Option<Decimal> {
    if let Value::Number(number) = single(at(arguments, 0)) {
        return (arguments.len() == 1).then_some(*number);
    }
    let from = text(arguments, 0)?;
    let separator = |position| match at(arguments, position) {
        Value::Null => Some(None),
        value => single(value).as_str().map(Some),
    };
    let (grouping, point) = (separator(1)?, separator(2)?);
    if grouping.is_some_and(|grouping| !matches!(grouping, " " | "," | "."))
        || point.is_some_and(|point| !matches!(point, "," | "."))
        || (grouping.is_some() && grouping == point)
    {
        return None;
    }
    let mut digits = from.to_owned();
    if let Some(grouping) = grouping {
        digits = digits.replace(grouping, "");
    }
    if let Some(point) = point {
        if point != "." && digits.contains('.') {
            return None;
        }
        digits = digits.replace(point, ".");
    }
    digits.parse().ok()
}

fn string(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    match at(arguments, 0) {
        Value::Null => Ok(Value::Null),
        value @ Value::String(_) => Ok(value.clone()),
        value => {
            let text = super::super::text::string(value);
            if text.len() > super::super::text::MOST {
                return Err(Fault::Memory);
            }
            eval.step(text.len() as u64 / 8)?;
            eval.string(text)
        }
    }
}

/// A range from its text, whose ends are literals.
fn range(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Some(text) = text(arguments, 0).filter(|text| text.len() <= 1000 && text.trim().starts_with(['[', '(', ']']))
    else {
        return Ok(Value::Null);
    };
    eval.step(text.len() as u64)?;
    let mut lexical = Lexical::new(&expression::Names::default());
    let ends = match Parser::new(text, &mut lexical).expression_to_end() {
        Ok(ast::Node::Range(ends)) => ends,
        Ok(ast::Node::Literal(Value::Range(range))) => {
            let range = super::super::eval::compare::ordered_range((*range).clone());
            return Ok(range.map_or(Value::Null, |range| Value::Range(range.into())));
        }
        _ => return Ok(Value::Null),
    };
    let [low, high] = &*ends;
    let mut bound = |end: &ast::End| -> Result<Option<Bound>, Fault> {
        Ok(match end {
            ast::End::Open => Some(Bound::Open),
            ast::End::Included(node) => constant(eval, node)?.map(Bound::Included),
            ast::End::Excluded(node) => constant(eval, node)?.map(Bound::Excluded),
        })
    };
    let (Some(low), Some(high)) = (bound(low)?, bound(high)?) else { return Ok(Value::Null) };
    Ok(super::super::eval::compare::ordered_range(Range { low, high, shape: Shape::Between })
        .map_or(Value::Null, |range| Value::Range(range.into())))
}

/// What a literal or a call of a date's, time's or duration's function with a literal means.
pub(super) fn constant(eval: &mut Eval<'_>, node: &ast::Node) -> Result<Option<Value>, Fault> {
    match node {
        ast::Node::Literal(Value::Null) => Ok(None),
        ast::Node::Literal(value) => Ok(Some(value.clone())),
        ast::Node::Call(call) => {
            let ast::Node::Known(name, builtin) = &call.function else { return Ok(None) };
            if !matches!(&**name, "date" | "time" | "date and time" | "duration") || !call.names.is_empty() {
                return Ok(None);
            }
            let mut arguments = Vec::new();
            for argument in &call.arguments {
                let ast::Node::Literal(value) = argument else { return Ok(None) };
                arguments.push(value.clone());
            }
            if !builtin.fits(arguments.len()) {
                return Ok(None);
            }
            let value = (builtin.run)(eval, &arguments)?;
            Ok((!value.is_null()).then_some(value))
        }
        _ => Ok(None),
    }
}
