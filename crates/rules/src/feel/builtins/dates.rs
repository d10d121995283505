//! Functions of dates and times (DMN 1.5, 10.3.4.8 and 10.3.4.7), and `is`.

use super::super::eval::Eval;
use super::super::temporal::{Date, DateTime, Time, Zone};
use super::super::{Fault, Value};
use super::{Builtin, at, single};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("now", &[], |eval, _| Ok(now(eval).into())),
    Builtin::new("today", &[], |eval, _| Ok(now(eval).map(|moment| moment.date).into())),
    Builtin::new("day of week", &["date"], |_, a| Ok(date(a).map(|date| named(&DAYS, date.weekday())).into())),
    Builtin::new("month of year", &["date"], |_, a| {
        Ok(date(a).map(|date| named(&MONTHS, i64::from(date.month))).into())
    }),
    Builtin::new("day of year", &["date"], |_, a| Ok(date(a).map(Date::day_of_year).into())),
    Builtin::new("week of year", &["date"], |_, a| Ok(date(a).map(Date::week_of_year).into())),
    Builtin::new("last day of month", &["date"], |_, a| Ok(date(a).and_then(last_of_month).into())),
    Builtin::new("is", &["value1", "value2"], is),
];

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn named(names: &[&'static str], number: i64) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

fn date(arguments: &[Value]) -> Option<Date> {
    match single(at(arguments, 0)) {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date),
        _ => None,
    }
}

fn last_of_month(date: Date) -> Option<Date> {
    Date { day: 1, ..date }.plus_months(1)?.plus_days(-1)
}

/// The moment of the surroundings, at their offset.
fn now(eval: &Eval<'_>) -> Option<DateTime> {
    let offset = eval.env.offset_minutes.clamp(-18 * 60, 18 * 60) * 60;
    let millis = i128::from(eval.env.now.0) + i128::from(offset) * 1000;
    DateTime::from_local(millis * 1_000_000, Zone::Offset(offset))
}

/// The same value of the same type, zones told apart (DMN 1.5, 10.3.4.7).
fn is(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (a, b) = (at(arguments, 0), at(arguments, 1));
    Ok(Value::Boolean(match (a, b) {
        (Value::Time(a), Value::Time(b)) => same_time(a, b),
        (Value::DateTime(a), Value::DateTime(b)) => a.date == b.date && same_time(&a.time, &b.time),
        (Value::Date(_), Value::DateTime(_)) | (Value::DateTime(_), Value::Date(_)) => false,
        (a, b) => eval.equal(a, b)? == Some(true),
    }))
}

fn same_time(a: &Time, b: &Time) -> bool {
    a == b
}
