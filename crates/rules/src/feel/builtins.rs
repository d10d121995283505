//! The functions of the standard (DMN 1.5, 10.3.4) and ours for the working-day calendar: a table by name. A
//! wrong type or number of arguments gives null.

mod calendar;
mod contexts;
mod conversion;
mod dates;
mod intervals;
mod lists;
mod numbers;
mod pattern;
mod statistics;
mod strings;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::eval::Eval;
use super::temporal::Duration;
use super::{Fault, List, Value};
use crate::Decimal;

/// Words of the longest name.
pub(crate) const MOST_PARTS: usize = 5;

/// What a function does with its arguments.
pub(crate) type Run = fn(&mut Eval<'_>, &[Value]) -> Result<Value, Fault>;

/// A function of the standard.
pub(crate) struct Builtin {
    pub name: &'static str,
    /// Of its first form; `?` marks what may be left out, `*` what may be repeated.
    pub parameters: &'static [&'static str],
    /// Its other forms.
    pub others: &'static [&'static [&'static str]],
    pub run: Run,
}

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Builtin {
    const fn new(name: &'static str, parameters: &'static [&'static str], run: Run) -> Self {
        Self { name, parameters, others: &[], run }
    }

    const fn or(mut self, others: &'static [&'static [&'static str]]) -> Self {
        self.others = others;
        self
    }

    fn forms(&self) -> impl Iterator<Item = &'static [&'static str]> {
        std::iter::once(self.parameters).chain(self.others.iter().copied())
    }

    /// Whether it takes so many arguments.
    pub(crate) fn fits(&self, count: usize) -> bool {
        self.forms().any(|form| {
            let least = form.iter().filter(|name| !name.starts_with('?')).count();
            let endless = form.iter().any(|name| name.starts_with('*'));
            count >= least && (endless || count <= form.len())
        })
    }

    /// Arguments given by name, in their order; `None` where no form has these names.
    pub(crate) fn order(&self, arguments: Vec<Value>, names: &[Arc<str>]) -> Option<Vec<Value>> {
        for form in self.forms() {
            let place = |name: &str| form.iter().position(|parameter| parameter.trim_start_matches(['?', '*']) == name);
            let Some(places) = names.iter().map(|name| place(name)).collect::<Option<Vec<_>>>() else { continue };
            let needed = |at: usize| form.get(at).is_some_and(|name| !name.starts_with('?'));
            if (0..form.len()).any(|at| needed(at) && !places.contains(&at)) {
                continue;
            }
            // What is called a key is one key; several have a name of their own.
            let several = |(name, value): (&Arc<str>, &Value)| &**name == "key" && matches!(value, Value::List(_));
            if names.iter().zip(&arguments).any(several) {
                continue;
            }
            let length = places.iter().max().map_or(0, |most| most + 1);
            let mut out = vec![Value::Null; length];
            for (value, at) in arguments.into_iter().zip(places) {
                if let Some(slot) = out.get_mut(at) {
                    *slot = value;
                }
            }
            return Some(out);
        }
        None
    }
}

/// By name in normal form.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    static BY_NAME: LazyLock<HashMap<&'static str, &'static Builtin>> = LazyLock::new(|| {
        let tables = [
            conversion::TABLE,
            strings::TABLE,
            numbers::TABLE,
            lists::TABLE,
            statistics::TABLE,
            dates::TABLE,
            intervals::TABLE,
            contexts::TABLE,
            calendar::TABLE,
        ];
        tables.into_iter().flatten().map(|builtin| (builtin.name, builtin)).collect()
    });
    BY_NAME.get(name).copied()
}

/// What a node without names means: a literal, or a date, time or duration made of literals.
pub(crate) fn constant(node: &super::ast::Node) -> Option<Value> {
    let env = super::Env::at(kernel::Timestamp(0));
    conversion::constant(&mut Eval::new(&env), node).ok().flatten()
}

pub(crate) fn duration_value(duration: Duration) -> Value {
    match duration {
        Duration::Days(duration) => duration.into(),
        Duration::Months(duration) => duration.into(),
    }
}

/// The argument, or null where it was left out.
fn at(arguments: &[Value], position: usize) -> &Value {
    static NULL: Value = Value::Null;
    arguments.get(position).unwrap_or(&NULL)
}

/// A value that may come as a list of one.
fn single(value: &Value) -> &Value {
    match value {
        Value::List(list) => match &**list {
            [only] => only,
            _ => value,
        },
        value => value,
    }
}

fn text(arguments: &[Value], position: usize) -> Option<&str> {
    single(at(arguments, position)).as_str()
}

fn number(arguments: &[Value], position: usize) -> Option<Decimal> {
    single(at(arguments, position)).as_number()
}

/// An integer; a fraction is cut.
fn integer(arguments: &[Value], position: usize) -> Option<i64> {
    let number = number(arguments, position)?;
    number.round(0, crate::decimal::Rounding::Down)?.to_i64()
}

/// A list, or a single value as a list of it; `None` for null.
fn list(arguments: &[Value], position: usize) -> Option<List> {
    match at(arguments, position) {
        Value::Null => None,
        Value::List(list) => Some(list.clone()),
        single => Some(List::new(vec![single.clone()])),
    }
}

/// The items that a function of one list or of many arguments means.
fn spread(arguments: &[Value]) -> Option<List> {
    match arguments {
        [Value::List(list)] => Some(list.clone()),
        [Value::Null] | [] => None,
        many => Some(List::new(many.to_vec())),
    }
}
