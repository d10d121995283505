//! One column of a table: what its input may be, cut at every constant that a cell names into atoms, of which each
//! cell takes in some whole ones.

use std::cmp::Ordering;

use super::super::table::Table;
use crate::feel::ast::{Comparison, Node, Test, Tests};
use crate::feel::builtins::constant;
use crate::feel::eval::compare::order;
use crate::feel::types::{Type, Types};
use crate::feel::{Bound, Range, Shape, Value};

/// A column with its atoms.
pub(super) struct Column {
    atoms: Vec<Atom>,
    /// By rule, by atom.
    cells: Vec<Vec<bool>>,
    /// Every atom that the input may be.
    whole: usize,
}

#[derive(Debug, Clone)]
enum Atom {
    Point(Value),
    /// Between two constants, neither of them; without end where there is none.
    Between(Option<Value>, Option<Value>),
    /// None of the points.
    Other,
}

impl Atom {
    fn point(&self) -> Option<&Value> {
        match self {
            Self::Point(value) => Some(value),
            _ => None,
        }
    }
}

/// What a cell takes in.
enum Set {
    All,
    Of(Vec<Range>),
    Not(Vec<Range>),
    Unknown,
}

impl Column {
    pub(super) fn of(table: &Table, at: usize, types: &Types, clear: &mut [bool]) -> Self {
        let input = table.inputs.get(at);
        let mut sets: Vec<Set> = table.rules.iter().map(|rule| rule.tests.get(at).map_or(Set::All, set)).collect();
        let mut allowed = input.map_or(Set::All, |input| match &input.allowed {
            Some(tests) => set(tests),
            None => allowed_of(&input.kind, types),
        });
        // Constants of one column have one type, that of the first; what has another can't be put in order with them.
        let wanted = sets.iter().chain([&allowed]).find_map(Set::type_name);
        for set in sets.iter_mut().chain([&mut allowed]) {
            if set.type_name().is_some_and(|name| Some(name) != wanted) {
                *set = Set::Unknown;
            }
        }
        let mut points: Vec<Value> = Vec::new();
        let mut ordered = false;
        for set in sets.iter().chain([&allowed]) {
            for range in set.ranges() {
                ordered |= range.low.value().is_none() || range.high.value().is_none() || !is_point(range);
                points.extend([&range.low, &range.high].into_iter().filter_map(Bound::value).cloned());
            }
        }
        if input.is_some_and(|input| matches!(base(&input.kind, types), Type::Boolean)) {
            points.extend([Value::Boolean(true), Value::Boolean(false)]);
        }
        let atoms = atoms(points, ordered);
        let atoms: Vec<Atom> = atoms.into_iter().filter(|atom| allowed.takes(atom).unwrap_or(true)).collect();
        let cells = sets.iter().zip(clear.iter_mut()).map(|(set, clear)| {
            *clear &= !matches!(set, Set::Unknown);
            atoms.iter().map(|atom| set.takes(atom).unwrap_or(true)).collect()
        });
        let cells = cells.collect();
        Self { whole: atoms.len(), atoms, cells }
    }

    pub(super) fn atoms(&self) -> usize {
        self.atoms.len()
    }

    pub(super) fn holds(&self, rule: usize, atom: usize) -> bool {
        self.cells.get(rule).and_then(|cell| cell.get(atom)).copied().unwrap_or(false)
    }

    /// These atoms as FEEL writes them; `None` where they are all there is.
    pub(super) fn text(&self, atoms: &[usize]) -> Option<String> {
        if atoms.len() == self.whole {
            return None;
        }
        let other = atoms.iter().any(|atom| matches!(self.atoms.get(*atom), Some(Atom::Other)));
        if other {
            // All but the constants that aren't meant.
            let left_out = self.atoms.iter().enumerate().filter(|(at, _)| !atoms.contains(at));
            let listed: Vec<String> = left_out.filter_map(|(_, atom)| atom.point().map(written)).collect();
            return Some(format!("not({})", listed.join(", ")));
        }
        let mut out: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(first) = atoms.get(at).copied() {
            let mut last = first;
            at += 1;
            // Neighbours in order make one range.
            while self.joined(last) && atoms.get(at) == Some(&(last + 1)) {
                last += 1;
                at += 1;
            }
            out.push(self.run(first, last));
        }
        Some(out.join(", "))
    }

    /// Whether the atom and the one behind it lie side by side.
    fn joined(&self, atom: usize) -> bool {
        match (self.atoms.get(atom), self.atoms.get(atom + 1)) {
            (Some(Atom::Between(_, Some(high))), Some(Atom::Point(point))) => same(high, point),
            (Some(Atom::Point(point)), Some(Atom::Between(Some(low), _))) => same(low, point),
            _ => false,
        }
    }

    fn run(&self, first: usize, last: usize) -> String {
        let low = match self.atoms.get(first) {
            Some(Atom::Point(value)) => Bound::Included(value.clone()),
            Some(Atom::Between(Some(value), _)) => Bound::Excluded(value.clone()),
            _ => Bound::Open,
        };
        if first == last
            && let Bound::Included(value) = &low
        {
            return written(value);
        }
        let high = match self.atoms.get(last) {
            Some(Atom::Point(value)) => Bound::Included(value.clone()),
            Some(Atom::Between(_, Some(value))) => Bound::Excluded(value.clone()),
            _ => Bound::Open,
        };
        match (&low, &high) {
            (Bound::Open, Bound::Included(high)) => format!("<= {}", written(high)),
            (Bound::Open, Bound::Excluded(high)) => format!("< {}", written(high)),
            (Bound::Included(low), Bound::Open) => format!(">= {}", written(low)),
            (Bound::Excluded(low), Bound::Open) => format!("> {}", written(low)),
            (low, high) => {
                let (open, close) = (if low.included() { '[' } else { '(' }, if high.included() { ']' } else { ')' });
                let end = |bound: &Bound| bound.value().map(written).unwrap_or_default();
                format!("{open}{}..{}{close}", end(low), end(high))
            }
        }
    }
}

impl Set {
    fn ranges(&self) -> &[Range] {
        match self {
            Self::Of(ranges) | Self::Not(ranges) => ranges,
            Self::All | Self::Unknown => &[],
        }
    }

    /// The type of its constants.
    fn type_name(&self) -> Option<&'static str> {
        let mut bounds = self.ranges().iter().flat_map(|range| [&range.low, &range.high]);
        bounds.find_map(Bound::value).map(Value::type_name)
    }

    /// Whether the atom lies in it; `None` where that isn't known.
    fn takes(&self, atom: &Atom) -> Option<bool> {
        match self {
            Self::All => Some(true),
            Self::Unknown => None,
            Self::Of(ranges) => Some(ranges.iter().any(|range| inside(atom, range))),
            Self::Not(ranges) => Some(!ranges.iter().any(|range| inside(atom, range))),
        }
    }
}

fn inside(atom: &Atom, range: &Range) -> bool {
    let compared = |a: &Value, b: &Value, good: fn(Ordering) -> bool| order(a, b).is_some_and(good);
    match atom {
        Atom::Other => false,
        Atom::Point(point @ Value::Boolean(_)) => range.low.value().is_some_and(|value| same(value, point)),
        Atom::Point(point) => crate::feel::eval::compare::within(point, range) == Some(true),
        Atom::Between(low, high) => {
            let from = match (range.low.value(), low) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(bound), Some(low)) => compared(bound, low, Ordering::is_le),
            };
            let to = match (range.high.value(), high) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(bound), Some(high)) => compared(bound, high, Ordering::is_ge),
            };
            from && to
        }
    }
}

/// The atoms between points in order; of points alone, themselves and all else.
fn atoms(mut points: Vec<Value>, ordered: bool) -> Vec<Atom> {
    let booleans = points.iter().any(|point| matches!(point, Value::Boolean(_)));
    if !ordered || booleans {
        let mut out: Vec<Value> = Vec::new();
        for point in points {
            if !out.iter().any(|known| same(known, &point)) {
                out.push(point);
            }
        }
        let mut atoms: Vec<Atom> = out.into_iter().map(Atom::Point).collect();
        if !booleans {
            atoms.push(Atom::Other);
        }
        return atoms;
    }
    points.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
    points.dedup_by(|a, b| order(a, b) == Some(Ordering::Equal));
    let mut atoms = Vec::with_capacity(2 * points.len() + 1);
    let mut before = None;
    for point in points {
        atoms.push(Atom::Between(before, Some(point.clone())));
        atoms.push(Atom::Point(point.clone()));
        before = Some(point);
    }
    atoms.push(Atom::Between(before, None));
    atoms
}

/// A constant as a cell may say it.
fn written(value: &Value) -> String {
    match value {
        Value::Number(_) | Value::String(_) | Value::Boolean(_) => format!("{value:?}"),
        moment => format!("@\"{moment:?}\""),
    }
}

fn is_point(range: &Range) -> bool {
    match (&range.low, &range.high) {
        (Bound::Included(low), Bound::Included(high)) => same(low, high),
        _ => false,
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        _ => order(a, b) == Some(Ordering::Equal),
    }
}

fn set(tests: &Tests) -> Set {
    let (tests, negated) = match tests {
        Tests::Any => return Set::All,
        Tests::Of(tests) => (tests, false),
        Tests::Not(tests) => (tests, true),
    };
    let mut ranges = Vec::new();
    for test in tests {
        if !put(test, &mut ranges) {
            return Set::Unknown;
        }
    }
    // Constants of different types can't be put in one order.
    if mixed(&ranges) {
        return Set::Unknown;
    }
    if negated { Set::Not(ranges) } else { Set::Of(ranges) }
}

fn mixed(ranges: &[Range]) -> bool {
    let mut types =
        ranges.iter().flat_map(|range| [&range.low, &range.high]).filter_map(Bound::value).map(Value::type_name);
    let first = types.next();
    types.any(|name| Some(name) != first)
}

/// Adds what a test takes in; false where it computes.
fn put(test: &Test, out: &mut Vec<Range>) -> bool {
    match test {
        Test::Compare(operator, node) => {
            let Some(value) = value(node) else { return false };
            let (low, high) = match operator {
                Comparison::Equal => return put_value(value, out),
                Comparison::NotEqual => {
                    out.push(range(Bound::Open, Bound::Excluded(value.clone())));
                    (Bound::Excluded(value), Bound::Open)
                }
                Comparison::Less => (Bound::Open, Bound::Excluded(value)),
                Comparison::LessOrEqual => (Bound::Open, Bound::Included(value)),
                Comparison::Greater => (Bound::Excluded(value), Bound::Open),
                Comparison::GreaterOrEqual => (Bound::Included(value), Bound::Open),
            };
            out.push(range(low, high));
            true
        }
        Test::Value { reads_input: true, .. } => false,
        Test::Value { node: Node::List(items), .. } => {
            items.iter().all(|item| value(item).is_some_and(|value| put_value(value, out)))
        }
        Test::Value { node, .. } => value(node).is_some_and(|value| put_value(value, out)),
    }
}

fn put_value(value: Value, out: &mut Vec<Range>) -> bool {
    match value {
        Value::Range(range) if range.shape == Shape::Except => false,
        Value::Range(range) => {
            out.push((*range).clone());
            true
        }
        value if matches!(value, Value::Boolean(_)) || order(&value, &value).is_some() => {
            out.push(range(Bound::Included(value.clone()), Bound::Included(value)));
            true
        }
        _ => false,
    }
}

fn range(low: Bound, high: Bound) -> Range {
    Range { low, high, shape: Shape::Between }
}

fn value(node: &Node) -> Option<Value> {
    match node {
        Node::Literal(value) => Some(value.clone()),
        Node::Range(ends) => {
            let mut bounds = Vec::with_capacity(2);
            for end in ends.iter() {
                bounds.push(match end {
                    crate::feel::ast::End::Open => Bound::Open,
                    crate::feel::ast::End::Included(node) => Bound::Included(constant(node)?),
                    crate::feel::ast::End::Excluded(node) => Bound::Excluded(constant(node)?),
                });
            }
            let high = bounds.pop()?;
            Some(Value::Range(range(bounds.pop()?, high).into()))
        }
        node => constant(node),
    }
}

/// The type that a type of the model stands for.
fn base<'t>(kind: &'t Type, types: &'t Types) -> &'t Type {
    let mut kind = kind;
    for _ in 0..=types.len() {
        match kind {
            Type::Item(at) => match types.get(*at) {
                Some(item) if !item.collection => kind = &item.base,
                _ => return &Type::Any,
            },
            kind => return kind,
        }
    }
    &Type::Any
}

/// What the type allows.
fn allowed_of(kind: &Type, types: &Types) -> Set {
    match kind {
        Type::Item(at) => match types.get(*at).and_then(|item| item.allowed.as_ref()) {
            Some(tests) => set(tests.root()),
            None => Set::All,
        },
        _ => Set::All,
    }
}
