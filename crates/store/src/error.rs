//! What can go wrong in the store. A `Problem` is a refusal raised inside a verb and rolls it back;
//! everything else is a fault whose text is for the log, never for a user.

use kernel::Problem;

/// An error of the store or a refusal raised inside a transaction.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal by a verb: the transaction rolled back and the person is told.
    #[error("{0}")]
    Problem(#[from] Problem),
    /// A unique key or another constraint was violated.
    #[error("constraint violated: {0}")]
    Constraint(String),
    /// Another transaction was faster; the store runs the closure again.
    #[error("transaction must be run again: {0}")]
    Again(String),
    /// The engine failed.
    #[error("store engine: {0}")]
    Engine(String),
    /// A row does not hold what its type promises.
    #[error("column {column}: {why}")]
    Column { column: usize, why: String },
    /// Personal content whose key was destroyed.
    #[error("the content was erased")]
    Erased,
    /// Something in the folder or the configuration; the code has a page in docs/errors.
    #[error("{code}: {detail}")]
    Operator { code: &'static str, detail: String },
    /// A payload that can't be written or read as JSON.
    #[error("payload: {0}")]
    Payload(#[from] serde_json::Error),
    #[error("file: {0}")]
    Io(std::io::Error),
    /// The store is shutting down or too many writers wait.
    #[error("the store takes no more work now")]
    Busy,
}

/// Code of the page in docs/errors.
pub(crate) const DISK_FULL: &str = "store-disk-full";

/// Whether an error, or what is behind it, is that there is no space or no quota left.
pub(crate) fn wants_space(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| matches!(io.kind(), StorageFull | QuotaExceeded | FileTooLarge))
        || io.and_then(std::io::Error::get_ref).is_some_and(|inner| wants_space(inner))
        || error.source().is_some_and(wants_space)
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if wants_space(&error) { Self::disk_full(error.to_string()) } else { Self::Io(error) }
    }
}

impl Error {
    pub(crate) fn operator(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Operator { code, detail: detail.into() }
    }

    /// Nothing more can be written for want of space.
    #[must_use]
    pub fn disk_full(detail: impl Into<String>) -> Self {
        Self::operator(DISK_FULL, detail)
    }

    /// Whether it was refused for want of space: what was to be written was not, and can be later.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Operator { code: DISK_FULL, .. })
    }

    /// Whether the same closure may succeed when run again.
    #[must_use]
    pub fn is_again(&self) -> bool {
        matches!(self, Self::Again(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::Constraint(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Again(error.to_string()),
            Some(ErrorCode::DiskFull) => Self::disk_full(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::operator("store-corrupt", error.to_string())
            }
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let text = error
            .as_db_error()
            .map_or_else(|| error.to_string(), |db| format!("{}: {}", db.code().code(), db.message()));
        match error.code() {
            Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => Self::Again(text),
            // Two writers of one stream: the loser reads the noun again and is told what changed.
            Some(&SqlState::UNIQUE_VIOLATION)
                if error.as_db_error().and_then(|db| db.table()).is_some_and(|table| table == "store_entry") =>
            {
                Self::Again(text)
            }
            Some(&SqlState::DISK_FULL) => Self::disk_full(text),
            Some(state) if state.code().starts_with("23") => Self::Constraint(text),
            _ => Self::Engine(text),
        }
    }
}
