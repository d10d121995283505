//! Values of FEEL (DMN 1.5, 10.3.2). Immutable; lists, contexts, ranges and functions are shared, so that a clone
//! costs a count. How deeply a value is nested is kept with it, so that nothing that walks a value can overflow.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Context;
pub use super::function::Function;
use super::temporal::{Date, DateTime, DaysDuration, MonthsDuration, Time};
use crate::Decimal;

/// A value of FEEL.
#[derive(Clone, Default)]
pub enum Value {
    #[default]
    Null,
    Boolean(bool),
    Number(Decimal),
    String(Arc<str>),
    Date(Date),
    Time(Time),
    DateTime(Arc<DateTime>),
    /// Days and time duration.
    Days(DaysDuration),
    /// Years and months duration.
    Months(MonthsDuration),
    List(List),
    Context(Context),
    Range(Arc<Range>),
    Function(Arc<Function>),
}

impl Value {
    /// The name of its type as FEEL writes it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime(_) => "date and time",
            Self::Days(_) => "days and time duration",
            Self::Months(_) => "years and months duration",
            Self::List(_) => "list",
            Self::Context(_) => "context",
            Self::Range(_) => "range",
            Self::Function(_) => "function",
        }
    }

    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_list(&self) -> Option<&List> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_context(&self) -> Option<&Context> {
        match self {
            Self::Context(context) => Some(context),
            _ => None,
        }
    }

    pub(crate) fn depth(&self) -> u32 {
        match self {
            Self::List(list) => list.0.depth,
            Self::Context(context) => context.depth(),
            Self::Range(range) => {
                1 + range.low.value().map_or(0, Self::depth).max(range.high.value().map_or(0, Self::depth))
            }
            Self::Function(function) => function.depth(),
            _ => 0,
        }
    }
}

/// An ordered list. Cheap to clone; reads as a slice.
#[derive(Clone, Default)]
pub struct List(Arc<Items>);

#[derive(Clone, Default)]
struct Items {
    items: Vec<Value>,
    depth: u32,
}

impl List {
    #[must_use]
    pub fn new(items: Vec<Value>) -> Self {
        let depth = 1 + items.iter().map(Value::depth).max().unwrap_or(0);
        Self(Arc::new(Items { items, depth }))
    }

    /// Adds an item, in place where nobody else holds this list.
    pub(crate) fn push(&mut self, value: Value) {
        let inner = Arc::make_mut(&mut self.0);
        inner.depth = inner.depth.max(1 + value.depth());
        inner.items.push(value);
    }

    /// Whether somebody else holds it too.
    pub(crate) fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    #[must_use]
    pub fn to_vec(&self) -> Vec<Value> {
        self.0.items.clone()
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0.items
    }
}

/// One end of a range.
#[derive(Clone, Debug, Default)]
pub enum Bound {
    /// No end on this side.
    #[default]
    Open,
    Included(Value),
    Excluded(Value),
}

impl Bound {
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Open => None,
            Self::Included(value) | Self::Excluded(value) => Some(value),
        }
    }

    #[must_use]
    pub fn included(&self) -> bool {
        matches!(self, Self::Included(_))
    }
}

/// A range 区间 of values that have an order.
#[derive(Clone, Debug, Default)]
pub struct Range {
    pub low: Bound,
    pub high: Bound,
    pub shape: Shape,
}

/// What a range takes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// What lies between its ends.
    #[default]
    Between,
    /// `(= 5)`: the value that both ends are.
    Only,
    /// `(!= 5)`: all but the value that both ends are.
    Except,
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Number(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value.into())
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(List::new(items))
    }
}

impl From<List> for Value {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}

impl From<Context> for Value {
    fn from(context: Context) -> Self {
        Self::Context(context)
    }
}

impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(Arc::new(value))
    }
}

impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl From<Time> for Value {
    fn from(value: Time) -> Self {
        Self::Time(value)
    }
}

impl From<DaysDuration> for Value {
    fn from(value: DaysDuration) -> Self {
        Self::Days(value)
    }
}

impl From<MonthsDuration> for Value {
    fn from(value: MonthsDuration) -> Self {
        Self::Months(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    /// Null where there is none.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// As the FEEL function `string` writes it, but with quotes around strings.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", super::text::literal(self))
    }
}
