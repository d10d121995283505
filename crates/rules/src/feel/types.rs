//! Types of FEEL (DMN 1.5, 10.3.2.7): of `instance of`, of parameters and of item definitions, and how a value is
//! made to fit one.

use std::sync::Arc;

use super::UnaryTests;

/// A type of FEEL.
#[derive(Debug, Clone, Default)]
pub(crate) enum Type {
    #[default]
    Any,
    Null,
    Number,
    String,
    Boolean,
    Date,
    Time,
    DateTime,
    Days,
    Months,
    List(Arc<Type>),
    /// Entries that it must have.
    Context(Arc<[(Arc<str>, Type)]>),
    Range(Arc<Type>),
    /// `None` where any function will do.
    Function(Option<Arc<(Vec<Type>, Type)>>),
    /// A type of the model, by its place in the table of types.
    Item(usize),
    /// A name that means nothing: no value is an instance of it.
    Unknown,
}

/// A type of a model 数据类型.
#[derive(Debug)]
pub(crate) struct Item {
    pub base: Type,
    pub collection: bool,
    /// Which values of the base (of a collection: which items) are allowed.
    pub allowed: Option<UnaryTests>,
    /// Which whole values are allowed, checked after all else (DMN 1.5 `typeConstraint`).
    pub constraint: Option<UnaryTests>,
}

/// The types of a model.
pub(crate) type Types = Arc<[Item]>;

impl Type {
    /// A type of the standard by its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Any" => Self::Any,
            "Null" => Self::Null,
            "number" => Self::Number,
            "string" => Self::String,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "time" => Self::Time,
            "date and time" | "dateTime" => Self::DateTime,
            "days and time duration" | "dayTimeDuration" => Self::Days,
            "years and months duration" | "yearMonthDuration" => Self::Months,
            "list" => Self::List(Arc::new(Self::Any)),
            "context" => Self::Context(Arc::from([])),
            "range" => Self::Range(Arc::new(Self::Any)),
            "function" => Self::Function(None),
            _ => return None,
        })
    }
}
