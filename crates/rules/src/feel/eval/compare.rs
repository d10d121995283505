//! Equality and order (DMN 1.5, 10.3.2.13 and table 42), membership of lists and ranges.

use std::cmp::Ordering;

use super::super::ast::Comparison;
use super::super::temporal::{DateTime, Time};
use super::super::{Bound, Fault, Range, Shape, Value};
use super::Eval;

impl Eval<'_> {
    pub(crate) fn comparison(&mut self, operator: Comparison, a: &Value, b: &Value) -> Result<Value, Fault> {
        Ok(match operator {
            Comparison::Equal => self.equal(a, b)?.into(),
            Comparison::NotEqual => self.equal(a, b)?.map(|equal| !equal).into(),
            _ => order(a, b).map(|order| holds(operator, order)).into(),
        })
    }

    /// Equality; `None` between different types.
    pub(crate) fn equal(&mut self, a: &Value, b: &Value) -> Result<Option<bool>, Fault> {
        Ok(match (a, b) {
            (Value::Null, Value::Null) => Some(true),
            (Value::Null, _) | (_, Value::Null) => Some(false),
            (Value::Boolean(a), Value::Boolean(b)) => Some(a == b),
            (Value::Number(a), Value::Number(b)) => Some(a == b),
            (Value::String(a), Value::String(b)) => {
                self.step(a.len() as u64 / 64)?;
                Some(a == b)
            }
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Ok(Some(false));
                }
                let mut all = Some(true);
                for (a, b) in a.iter().zip(b.iter()) {
                    self.step(1)?;
                    match self.equal(a, b)? {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => all = None,
                    }
                }
                all
            }
            (Value::Context(a), Value::Context(b)) => {
                if a.len() != b.len() {
                    return Ok(Some(false));
                }
                let mut all = Some(true);
                for (name, a) in a.iter() {
                    self.step(1)?;
                    let Some(b) = b.get(name) else { return Ok(Some(false)) };
                    match self.equal(a, b)? {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => all = None,
                    }
                }
                all
            }
            (Value::Range(a), Value::Range(b)) => self.equal_ranges(a, b)?,
            (Value::Function(a), Value::Function(b)) => Some(std::sync::Arc::ptr_eq(a, b)),
            (Value::DateTime(a), Value::DateTime(b)) => Some(same_moment(a, b)),
            (Value::Time(a), Value::Time(b)) => Some(same_time(a, b)),
            _ => order(a, b).map(Ordering::is_eq),
        })
    }

    fn equal_ranges(&mut self, a: &Range, b: &Range) -> Result<Option<bool>, Fault> {
        if a.shape != b.shape {
            return Ok(Some(false));
        }
        for (a, b) in [(&a.low, &b.low), (&a.high, &b.high)] {
            let same = match (a.value(), b.value()) {
                (None, None) => Some(true),
                (Some(x), Some(y)) if a.included() == b.included() => self.equal(x, y)?,
                _ => Some(false),
            };
            if same != Some(true) {
                return Ok(same);
            }
        }
        Ok(Some(true))
    }

    /// Whether a value is what a test says: equal to it, an item of the list, inside the range.
    pub(crate) fn matches(&mut self, value: &Value, test: &Value) -> Result<Value, Fault> {
        match test {
            Value::Range(range) if !matches!(value, Value::Range(_)) => Ok(within(value, range).into()),
            Value::List(list) => {
                if let Value::List(_) = value
                    && self.equal(value, test)? == Some(true)
                {
                    return Ok(Value::Boolean(true));
                }
                for item in list.iter() {
                    self.step(1)?;
                    let hit = match item {
                        Value::Range(range) if !matches!(value, Value::Range(_)) => within(value, range) == Some(true),
                        item => self.equal(value, item)? == Some(true),
                    };
                    if hit {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            // A truth that is no answer to what was asked is the answer itself.
            Value::Boolean(truth) if !matches!(value, Value::Boolean(_) | Value::Null | Value::List(_)) => {
                Ok((*truth).into())
            }
            test => {
                // A list of one stands for its item.
                if let (Value::List(list), true) = (value, !matches!(test, Value::Null))
                    && let [only] = &**list
                {
                    return Ok(self.equal(only, test)?.into());
                }
                Ok(self.equal(value, test)?.into())
            }
        }
    }
}

fn holds(operator: Comparison, order: Ordering) -> bool {
    match operator {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

/// The order of two values of one type that has an order.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.utc_nanos().cmp(&b.utc_nanos()),
        (Value::DateTime(a), Value::DateTime(b)) => a.instant().cmp(&b.instant()),
        (Value::Date(a), Value::DateTime(b)) => a.midnight().instant().cmp(&b.instant()),
        (Value::DateTime(a), Value::Date(b)) => a.instant().cmp(&b.midnight().instant()),
        (Value::Days(a), Value::Days(b)) => a.cmp(b),
        (Value::Months(a), Value::Months(b)) => a.cmp(b),
        _ => return None,
    })
}

/// Times are equal by their seconds (DMN 1.5, 10.3.2.3.4: the value of a time is a number of seconds).
fn same_moment(a: &DateTime, b: &DateTime) -> bool {
    let seconds = |moment: &DateTime| moment.instant().div_euclid(1_000_000_000);
    a.offset().is_some() == b.offset().is_some() && seconds(a) == seconds(b)
}

fn same_time(a: &Time, b: &Time) -> bool {
    let seconds = |time: &Time| time.utc_nanos().div_euclid(1_000_000_000);
    a.zone.fixed_offset().is_some() == b.zone.fixed_offset().is_some() && seconds(a) == seconds(b)
}

/// Whether the value lies in the range; `None` where they can't be compared.
pub(crate) fn within(value: &Value, range: &Range) -> Option<bool> {
    if range.shape == Shape::Except {
        return order(value, range.low.value()?).map(Ordering::is_ne);
    }
    let above = match &range.low {
        Bound::Open => true,
        Bound::Included(low) => order(value, low)?.is_ge(),
        Bound::Excluded(low) => order(value, low)?.is_gt(),
    };
    let below = match &range.high {
        Bound::Open => true,
        Bound::Included(high) => order(value, high)?.is_le(),
        Bound::Excluded(high) => order(value, high)?.is_lt(),
    };
    Some(above && below)
}

/// A range whose ends have an order, each to the other.
pub(crate) fn checked_range(range: Range) -> Option<Range> {
    let single = |bound: &Bound| bound.value().is_none_or(|value| order(value, value).is_some());
    let good = match (range.low.value(), range.high.value()) {
        (Some(low), Some(high)) => low.type_name() == high.type_name() && order(low, high).is_some(),
        _ => single(&range.low) && single(&range.high),
    };
    good.then_some(range)
}

/// A checked range whose lower end is not above the upper one.
pub(crate) fn ordered_range(range: Range) -> Option<Range> {
    let range = checked_range(range)?;
    match (range.low.value(), range.high.value()) {
        (Some(low), Some(high)) if order(low, high)?.is_gt() => None,
        _ => Some(range),
    }
}
