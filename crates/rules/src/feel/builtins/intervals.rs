//! Relations of points and ranges (DMN 1.5, table 78, after Allen's interval algebra). A point is taken for the
//! range from itself to itself where a relation allows points.

use std::cmp::Ordering;

use super::super::eval::compare;
use super::super::{Bound, Range, Value};
use super::{Builtin, at};

type Holds = fn(&Side, &Side) -> Option<bool>;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("before", &["point1", "point2"], |_, a| Ok(relation(a, before, Points::Any))).or(FORMS),
    Builtin::new("after", &["point1", "point2"], |_, a| Ok(relation(a, |a, b| before(b, a), Points::Any))).or(FORMS),
    Builtin::new("meets", &["range1", "range2"], |_, a| Ok(relation(a, meets, Points::None))),
    Builtin::new("met by", &["range1", "range2"], |_, a| Ok(relation(a, |a, b| meets(b, a), Points::None))),
    Builtin::new("overlaps", &["range1", "range2"], |_, a| Ok(relation(a, overlaps, Points::None))),
    Builtin::new("overlaps before", &["range1", "range2"], |_, a| Ok(relation(a, overlaps_before, Points::None))),
    Builtin::new("overlaps after", &["range1", "range2"], |_, a| {
        Ok(relation(a, |a, b| overlaps_before(b, a), Points::None))
    }),
    Builtin::new("finishes", &["point", "range"], |_, a| Ok(relation(a, finishes, Points::First))).or(FORMS),
    Builtin::new("finished by", &["range", "point"], |_, a| Ok(relation(a, |a, b| finishes(b, a), Points::Second)))
        .or(FORMS),
    Builtin::new("includes", &["range", "point"], |_, a| Ok(relation(a, includes, Points::Second))).or(FORMS),
    Builtin::new("during", &["point", "range"], |_, a| Ok(relation(a, |a, b| includes(b, a), Points::First))).or(FORMS),
    Builtin::new("starts", &["point", "range"], |_, a| Ok(relation(a, starts, Points::First))).or(FORMS),
    Builtin::new("started by", &["range", "point"], |_, a| Ok(relation(a, |a, b| starts(b, a), Points::Second)))
        .or(FORMS),
    Builtin::new("coincides", &["point1", "point2"], |_, a| Ok(relation(a, coincides, Points::Both))).or(FORMS),
];

const FORMS: &[&[&str]] =
    &[&["range1", "range2"], &["point", "range"], &["range", "point"], &["range", "value"], &["value", "range"]];

/// Where points may stand.
#[derive(Clone, Copy, PartialEq)]
enum Points {
    None,
    First,
    Second,
    Any,
    /// Both or neither.
    Both,
}

struct Side {
    low: Bound,
    high: Bound,
}

fn relation(arguments: &[Value], holds: Holds, points: Points) -> Value {
    let (a, b) = (at(arguments, 0), at(arguments, 1));
    let point = |value: &Value| !matches!(value, Value::Range(_));
    let allowed = match points {
        Points::None => !point(a) && !point(b),
        Points::First => !point(b),
        Points::Second => !point(a),
        Points::Any => true,
        Points::Both => point(a) == point(b),
    };
    if !allowed {
        return Value::Null;
    }
    let (Some(a), Some(b)) = (side(a), side(b)) else { return Value::Null };
    holds(&a, &b).into()
}

fn side(value: &Value) -> Option<Side> {
    match value {
        Value::Range(range) => {
            let Range { low, high, .. } = &**range;
            Some(Side { low: low.clone(), high: high.clone() })
        }
        point => {
            compare::order(point, point)?;
            Some(Side { low: Bound::Included(point.clone()), high: Bound::Included(point.clone()) })
        }
    }
}

/// The order of two lower ends, ignoring whether they are included.
fn lows(a: &Bound, b: &Bound) -> Option<Ordering> {
    match (a.value(), b.value()) {
        (None, None) => Some(Ordering::Equal),
        (None, _) => Some(Ordering::Less),
        (_, None) => Some(Ordering::Greater),
        (Some(a), Some(b)) => compare::order(a, b),
    }
}

fn highs(a: &Bound, b: &Bound) -> Option<Ordering> {
    match (a.value(), b.value()) {
        (None, None) => Some(Ordering::Equal),
        (None, _) => Some(Ordering::Greater),
        (_, None) => Some(Ordering::Less),
        (Some(a), Some(b)) => compare::order(a, b),
    }
}

/// The order of an upper end to a lower one.
fn across(high: &Bound, low: &Bound) -> Option<Ordering> {
    match (high.value(), low.value()) {
        (Some(high), Some(low)) => compare::order(high, low),
        _ => Some(Ordering::Greater),
    }
}

fn before(a: &Side, b: &Side) -> Option<bool> {
    let order = across(&a.high, &b.low)?;
    Some(order.is_lt() || (order.is_eq() && !(a.high.included() && b.low.included())))
}

fn meets(a: &Side, b: &Side) -> Option<bool> {
    Some(across(&a.high, &b.low)?.is_eq() && a.high.included() && b.low.included())
}

/// Whether the upper end reaches the lower one.
fn reaches(high: &Bound, low: &Bound) -> Option<bool> {
    let order = across(high, low)?;
    Some(order.is_gt() || (order.is_eq() && high.included() && low.included()))
}

fn overlaps(a: &Side, b: &Side) -> Option<bool> {
    Some(reaches(&a.high, &b.low)? & reaches(&b.high, &a.low)?)
}

fn overlaps_before(a: &Side, b: &Side) -> Option<bool> {
    let (low, high) = (lows(&a.low, &b.low)?, highs(&a.high, &b.high)?);
    let starts = low.is_lt() || (low.is_eq() && a.low.included() && !b.low.included());
    let ends = high.is_lt() || (high.is_eq() && (!a.high.included() || b.high.included()));
    Some(starts && reaches(&a.high, &b.low)? && ends)
}

fn finishes(a: &Side, b: &Side) -> Option<bool> {
    let (low, high) = (lows(&a.low, &b.low)?, highs(&a.high, &b.high)?);
    let starts = low.is_gt() || (low.is_eq() && (!a.low.included() || b.low.included()));
    Some(high.is_eq() && a.high.included() == b.high.included() && starts)
}

fn includes(a: &Side, b: &Side) -> Option<bool> {
    let (low, high) = (lows(&a.low, &b.low)?, highs(&a.high, &b.high)?);
    let starts = low.is_lt() || (low.is_eq() && (a.low.included() || !b.low.included()));
    let ends = high.is_gt() || (high.is_eq() && (a.high.included() || !b.high.included()));
    Some(starts && ends)
}

fn starts(a: &Side, b: &Side) -> Option<bool> {
    let (low, high) = (lows(&a.low, &b.low)?, highs(&a.high, &b.high)?);
    let ends = high.is_lt() || (high.is_eq() && (!a.high.included() || b.high.included()));
    Some(low.is_eq() && a.low.included() == b.low.included() && ends)
}

fn coincides(a: &Side, b: &Side) -> Option<bool> {
    let same = lows(&a.low, &b.low)?.is_eq() && highs(&a.high, &b.high)?.is_eq();
    Some(same && a.low.included() == b.low.included() && a.high.included() == b.high.included())
}
