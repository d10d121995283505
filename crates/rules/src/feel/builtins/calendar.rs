//! Our functions for the working-day calendar 工作日, counted as limits are (Administrative Licensing Law art. 82):
//! by the calendar of the surroundings, null without one. No part of the standard.

use kernel::{Calendar, Date as Civil};

use super::super::eval::Eval;
use super::super::temporal::Date;
use super::super::{Fault, Value};
use super::{Builtin, at, integer, single};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("working days between", &["from", "to"], between),
    Builtin::new("add working days", &["date", "days"], add),
    Builtin::new("is working day", &["date"], is_working_day),
    Builtin::new("next working day", &["date"], next),
];

/// Working days after `from` up to and including `to`; negative where `to` is earlier.
fn between(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(counted(eval, arguments).into())
}

fn counted(eval: &Eval<'_>, arguments: &[Value]) -> Option<i64> {
    let calendar = eval.env.calendar.as_deref()?;
    let (from, to) = (date(arguments, 0)?, date(arguments, 1)?);
    Some(if from <= to {
        i64::from(calendar.working_days_between(from, to))
    } else {
        -i64::from(calendar.working_days_between(to, from))
    })
}

/// The last of `days` working days after the date, which itself is not counted; none of them end on the date, or
/// on the next working day. Not for negative numbers.
fn add(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(on(eval, arguments, |calendar, date| {
        let days = u32::try_from(integer(arguments, 1)?).ok().filter(|days| *days <= 100_000)?;
        civil(calendar.due(date, days).date)
    }))
}

fn is_working_day(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(on(eval, arguments, |calendar, date| Some(calendar.counts(date).into())))
}

/// The first working day after the date.
fn next(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(on(eval, arguments, |calendar, date| civil(calendar.next_working_day(date))))
}

fn on(eval: &Eval<'_>, arguments: &[Value], run: impl Fn(&Calendar, Civil) -> Option<Value>) -> Value {
    let calendar = eval.env.calendar.as_deref();
    calendar.and_then(|calendar| run(calendar, date(arguments, 0)?)).unwrap_or_default()
}

fn date(arguments: &[Value], position: usize) -> Option<Civil> {
    let date = match single(at(arguments, position)) {
        Value::Date(date) => *date,
        Value::DateTime(moment) => moment.date,
        _ => return None,
    };
    Civil::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn civil(date: Civil) -> Option<Value> {
    Date::new(i64::from(date.year()), i64::from(date.month()), i64::from(date.day())).map(Value::Date)
}
