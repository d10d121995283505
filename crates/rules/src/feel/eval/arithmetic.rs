//! Arithmetic (DMN 1.5, tables 55 to 60): numbers, strings, and dates, times and durations with each other.

use std::sync::Arc;

use super::super::ast::{Arithmetic, Node};
use super::super::temporal::{DateTime, DaysDuration, MonthsDuration};
use super::super::{Fault, Value};
use super::{Eval, Frame};
use crate::Decimal;
use crate::decimal::Rounding;

impl Eval<'_> {
    pub(super) fn arithmetic(
        &mut self,
        first: &Node,
        rest: &[(Arithmetic, Node)],
        frame: &mut Frame<'_>,
    ) -> Result<Value, Fault> {
        let mut value = self.node(first, frame)?;
        for (operator, node) in rest {
            let right = self.node(node, frame)?;
            value = match (operator, &value, &right) {
                (_, Value::Number(a), Value::Number(b)) => numbers(*operator, *a, *b).into(),
                (Arithmetic::Add, Value::String(a), Value::String(b)) => {
                    self.take(a.len() + b.len() + 16)?;
                    Value::String(Arc::from(format!("{a}{b}")))
                }
                (Arithmetic::Add, a, b) => add(a, b).unwrap_or_default(),
                (Arithmetic::Subtract, a, b) => subtract(a, b).unwrap_or_default(),
                (Arithmetic::Multiply, a, b) => multiply(a, b).unwrap_or_default(),
                (Arithmetic::Divide, a, b) => divide(a, b).unwrap_or_default(),
                (Arithmetic::Power, _, _) => Value::Null,
            };
        }
        Ok(value)
    }
}

fn numbers(operator: Arithmetic, a: Decimal, b: Decimal) -> Option<Decimal> {
    match operator {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Power => a.pow(b),
    }
}

pub(super) fn negated(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.negated().into(),
        Value::Days(duration) => DaysDuration::from_nanos(-duration.nanos()).into(),
        Value::Months(duration) => MonthsDuration(-duration.0).into(),
        _ => Value::Null,
    }
}

fn add(a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Days(a), Value::Days(b)) => DaysDuration::from_nanos(a.nanos() + b.nanos())?.into(),
        (Value::Months(a), Value::Months(b)) => MonthsDuration::new(a.0 + b.0)?.into(),
        (moment, Value::Days(duration)) | (Value::Days(duration), moment) => moved(moment, *duration)?,
        (moment, Value::Months(duration)) | (Value::Months(duration), moment) => moved_months(moment, duration.0)?,
        _ => return None,
    })
}

fn subtract(a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Days(a), Value::Days(b)) => DaysDuration::from_nanos(a.nanos() - b.nanos())?.into(),
        (Value::Months(a), Value::Months(b)) => MonthsDuration::new(a.0 - b.0)?.into(),
        (moment, Value::Days(duration)) => moved(moment, DaysDuration::from_nanos(-duration.nanos())?)?,
        (moment, Value::Months(duration)) => moved_months(moment, -duration.0)?,
        (Value::Time(a), Value::Time(b)) => {
            if a.zone.fixed_offset().is_some() != b.zone.fixed_offset().is_some() {
                return None;
            }
            DaysDuration::from_nanos(i128::from(a.utc_nanos()) - i128::from(b.utc_nanos()))?.into()
        }
        (Value::Date(a), Value::Date(b)) => {
            DaysDuration::from_nanos(a.midnight().instant() - b.midnight().instant())?.into()
        }
        (Value::DateTime(a), Value::DateTime(b)) => between(a, b)?,
        (Value::Date(a), Value::DateTime(b)) => between(&a.midnight(), b)?,
        (Value::DateTime(a), Value::Date(b)) => between(a, &b.midnight())?,
        _ => return None,
    })
}

/// From `b` to `a`, where both have a zone or neither.
fn between(a: &DateTime, b: &DateTime) -> Option<Value> {
    if a.offset().is_some() != b.offset().is_some() {
        return None;
    }
    Some(DaysDuration::from_nanos(a.instant() - b.instant())?.into())
}

fn moved(moment: &Value, duration: DaysDuration) -> Option<Value> {
    Some(match moment {
        // A date moves by whole days: what lies on the day after any hour is that day.
        Value::Date(date) => date.midnight().plus(duration)?.date.into(),
        Value::Time(time) => time.plus(duration).into(),
        Value::DateTime(moment) => moment.plus(duration)?.into(),
        _ => return None,
    })
}

fn moved_months(moment: &Value, months: i64) -> Option<Value> {
    Some(match moment {
        Value::Date(date) => date.plus_months(months)?.into(),
        Value::DateTime(moment) => moment.plus_months(months)?.into(),
        _ => return None,
    })
}

fn multiply(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Days(duration), Value::Number(times)) | (Value::Number(times), Value::Days(duration)) => {
            days(nanos(*duration)?.checked_mul(*times)?)
        }
        (Value::Months(duration), Value::Number(times)) | (Value::Number(times), Value::Months(duration)) => {
            months(Decimal::from(duration.0).checked_mul(*times)?)
        }
        _ => None,
    }
}

fn divide(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Days(duration), Value::Number(by)) => days(nanos(*duration)?.checked_div(*by)?),
        (Value::Months(duration), Value::Number(by)) => months(Decimal::from(duration.0).checked_div(*by)?),
        (Value::Days(a), Value::Days(b)) => Some(nanos(*a)?.checked_div(nanos(*b)?)?.into()),
        (Value::Months(a), Value::Months(b)) => Some(Decimal::from(a.0).checked_div(Decimal::from(b.0))?.into()),
        _ => None,
    }
}

fn nanos(duration: DaysDuration) -> Option<Decimal> {
    let nanos = duration.nanos();
    Decimal::new(nanos < 0, nanos.unsigned_abs(), 0)
}

fn days(nanos: Decimal) -> Option<Value> {
    let whole = nanos.round(0, Rounding::Down)?.trimmed();
    let size = whole.coefficient().checked_mul(10u128.checked_pow(u32::try_from(whole.exponent()).ok()?)?)?;
    let size = i128::try_from(size).ok()?;
    Some(DaysDuration::from_nanos(if whole.is_negative() { -size } else { size })?.into())
}

fn months(months: Decimal) -> Option<Value> {
    Some(MonthsDuration::new(months.round(0, Rounding::Down)?.to_i64()?)?.into())
}
