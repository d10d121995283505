//! Parameters and columns, the same for both engines. Five kinds of cell exist: null, integer,
//! text, bytes and truth; everything else is one of them with a meaning.

use std::borrow::Cow;

use kernel::{Date, Id, Timestamp, division::DivisionCode, id::Kind};

use crate::Error;

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Bool(bool),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}
impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}
impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}
impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}
impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}
impl From<u16> for Value<'_> {
    fn from(number: u16) -> Self {
        Self::Int(number.into())
    }
}
impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}
impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.0)
    }
}
impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Self::Text(Cow::Owned(date.to_string()))
    }
}
impl<'a> From<&'a DivisionCode> for Value<'a> {
    fn from(code: &'a DivisionCode) -> Self {
        Self::Text(Cow::Owned(code.to_string()))
    }
}
impl<'a, K: Kind> From<&'a Id<K>> for Value<'a> {
    fn from(id: &'a Id<K>) -> Self {
        Self::Text(Cow::Borrowed(id.as_str()))
    }
}
impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A cell of a row, borrowed from the engine.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Bool(bool),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A type that a cell can be read as.
pub trait Column: Sized {
    /// # Errors
    /// A short text of what was found instead.
    fn from_cell(cell: Cell<'_>) -> Result<Self, String>;
}

fn other<T>(wanted: &str, cell: Cell<'_>) -> Result<T, String> {
    let found = match cell {
        Cell::Null => "null",
        Cell::Int(_) => "an integer",
        Cell::Bool(_) => "a truth value",
        Cell::Text(_) => "text",
        Cell::Bytes(_) => "bytes",
    };
    Err(format!("wanted {wanted}, found {found}"))
}

impl Column for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            _ => other("text", cell),
        }
    }
}
impl Column for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => Ok(number),
            _ => other("an integer", cell),
        }
    }
}
impl Column for u32 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let number = i64::from_cell(cell)?;
        Self::try_from(number).map_err(|_| format!("{number} is out of range"))
    }
}
impl Column for u16 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let number = i64::from_cell(cell)?;
        Self::try_from(number).map_err(|_| format!("{number} is out of range"))
    }
}
impl Column for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bool(truth) => Ok(truth),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            _ => other("a truth value", cell),
        }
    }
}
impl Column for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            _ => other("bytes", cell),
        }
    }
}
impl<const N: usize> Column for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => bytes.try_into().map_err(|_| format!("wanted {N} bytes, found {}", bytes.len())),
            _ => other("bytes", cell),
        }
    }
}
impl Column for Timestamp {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        i64::from_cell(cell).map(Self)
    }
}
impl Column for Date {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|error| format!("{text:?} is no date: {error}")),
            _ => other("a date", cell),
        }
    }
}
impl Column for DivisionCode {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| format!("{text:?} is no division code")),
            _ => other("a division code", cell),
        }
    }
}
impl<K: Kind> Column for Id<K> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|error| format!("{text:?}: {error}")),
            _ => other("an id", cell),
        }
    }
}
impl<T: Column> Column for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Null => Ok(None),
            _ => T::from_cell(cell).map(Some),
        }
    }
}

/// A row of an answer.
pub struct Row<'a> {
    pub(crate) cells: RowOf<'a>,
}

pub(crate) enum RowOf<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// `Error::Column` when it holds something else.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        self.cell(index, T::from_cell)?.map_err(|why| Error::Column { column: index, why })
    }

    /// The cell at `index`, borrowed.
    pub(crate) fn cell<T>(&self, index: usize, take: impl FnOnce(Cell<'_>) -> T) -> Result<T, Error> {
        let wrong = |why: String| Error::Column { column: index, why };
        match &self.cells {
            RowOf::Sqlite(row) => {
                let cell = match row.get_ref(index)? {
                    rusqlite::types::ValueRef::Null => Cell::Null,
                    rusqlite::types::ValueRef::Integer(number) => Cell::Int(number),
                    rusqlite::types::ValueRef::Text(bytes) => {
                        Cell::Text(std::str::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?)
                    }
                    rusqlite::types::ValueRef::Blob(bytes) => Cell::Bytes(bytes),
                    rusqlite::types::ValueRef::Real(_) => return Err(wrong("found a real number".into())),
                };
                Ok(take(cell))
            }
            RowOf::Postgres(row) => crate::engine::postgres::cell(row, index, take),
        }
    }
}
