//! Paths: entries of contexts, of every item of a list, and properties of dates, times, durations and ranges
//! (DMN 1.5, table 65).

use super::super::temporal::{DaysDuration, Time, Zone};
use super::super::{Bound, Fault, Value};
use super::Eval;

impl Eval<'_> {
    pub(crate) fn path(&mut self, value: &Value, name: &str) -> Result<Value, Fault> {
        Ok(match value {
            Value::Context(context) => context.get(name).cloned().unwrap_or_default(),
            Value::List(list) => {
                let mut out = Vec::with_capacity(list.len());
                for item in list.iter() {
                    self.step(1)?;
                    let entry = self.deeper(|eval| eval.path(item, name))?;
                    out.push(entry);
                }
                self.list(out)?
            }
            value => property(value, name).unwrap_or_default(),
        })
    }
}

fn property(value: &Value, name: &str) -> Option<Value> {
    Some(match (value, name) {
        (Value::Date(date), "year") => i64::from(date.year).into(),
        (Value::Date(date), "month") => i64::from(date.month).into(),
        (Value::Date(date), "day") => i64::from(date.day).into(),
        (Value::Date(date), "weekday") => date.weekday().into(),
        (Value::Date(date), "value") => (date.number() * super::super::temporal::DAY).into(),
        (Value::DateTime(moment), "year" | "month" | "day" | "weekday") => {
            return property(&Value::Date(moment.date), name);
        }
        (Value::DateTime(moment), "time offset") => offset(moment.offset()?),
        (Value::DateTime(moment), "value") => i64::try_from(moment.instant().div_euclid(1_000_000_000)).ok()?.into(),
        (Value::DateTime(moment), name) => return of_time(&moment.time, name),
        (Value::Time(time), "value") => i64::from(time.second).into(),
        (Value::Time(time), name) => return of_time(time, name),
        (Value::Days(duration), name) => {
            let seconds = duration.nanos() / 1_000_000_000;
            let part = match name {
                "days" => seconds / 86_400,
                "hours" => seconds / 3600 % 24,
                "minutes" => seconds / 60 % 60,
                "seconds" => seconds % 60,
                "value" => seconds,
                _ => return None,
            };
            i64::try_from(part).ok()?.into()
        }
        (Value::Months(duration), "years") => (duration.0 / 12).into(),
        (Value::Months(duration), "months") => (duration.0 % 12).into(),
        (Value::Months(duration), "value") => duration.0.into(),
        (Value::Range(range), "start") => range.low.value().cloned().unwrap_or_default(),
        (Value::Range(range), "end") => range.high.value().cloned().unwrap_or_default(),
        (Value::Range(range), "start included") => included(&range.low),
        (Value::Range(range), "end included") => included(&range.high),
        _ => return None,
    })
}

fn included(bound: &Bound) -> Value {
    bound.included().into()
}

fn of_time(time: &Time, name: &str) -> Option<Value> {
    Some(match name {
        "hour" => i64::from(time.hour()).into(),
        "minute" => i64::from(time.minute()).into(),
        "second" => i64::from(time.second % 60).into(),
        "time offset" => offset(time.zone.fixed_offset()?),
        "timezone" => match &time.zone {
            Zone::Named(_) => time.zone.name()?.into(),
            _ => return None,
        },
        _ => return None,
    })
}

fn offset(seconds: i32) -> Value {
    Value::Days(DaysDuration { seconds: i64::from(seconds), nano: 0 })
}
