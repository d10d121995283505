//! A refusal that reaches whoever asked: what kind it is, which message names it, and at which
//! field it stands. Faults of the machine are not problems: they are errors of their room, opaque
//! to users and logged once at the edge.

use std::borrow::Cow;

/// The kinds of refusal, each one HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// 400: not readable at all.
    Unreadable,
    /// 401: nobody is signed in, or not strongly enough.
    SignIn,
    /// 403: known, but not permitted.
    Forbidden,
    /// 404: not there, or may not be known to be there.
    NotFound,
    /// 409: it has changed since it was read, or is no longer in a state that allows this.
    Conflict,
    /// 410: was there and has ended.
    Gone,
    /// 413: too large.
    TooLarge,
    /// 415: a type that is not taken.
    WrongType,
    /// 422: read, understood, and not acceptable as it stands; see the fields.
    Invalid,
    /// 429: too often; see `retry_after_seconds`.
    TooOften,
    /// 500: a fault; its details are in the log under the correlation id.
    Fault,
    /// 503: not now; see `retry_after_seconds`.
    Unavailable,
}

impl Refusal {
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Unreadable => 400,
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::WrongType => 415,
            Self::Invalid => 422,
            Self::TooOften => 429,
            Self::Fault => 500,
            Self::Unavailable => 503,
        }
    }
}

/// Name and value of a variable of a message.
pub type Arg = (&'static str, String);

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form and in the JSON body.
    pub field: Cow<'static, str>,
    /// Key of the message in the locales.
    pub message: &'static str,
    pub args: Vec<Arg>,
}

/// A refusal with its message and fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub refusal: Refusal,
    /// Key of the message in the locales, and the stable `code` of the JSON answer.
    pub message: &'static str,
    pub args: Vec<Arg>,
    pub fields: Vec<FieldProblem>,
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    #[must_use]
    pub fn new(refusal: Refusal, message: &'static str) -> Self {
        Self { refusal, message, args: Vec::new(), fields: Vec::new(), retry_after_seconds: None }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>, message: &'static str) -> Self {
        self.fields.push(FieldProblem { field: field.into(), message, args: Vec::new() });
        self
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Refusal::NotFound, "problem-not-found")
    }

    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(Refusal::Forbidden, "problem-forbidden")
    }

    /// 422 with no field yet; add them with `field`.
    #[must_use]
    pub fn invalid() -> Self {
        Self::new(Refusal::Invalid, "problem-invalid")
    }

    /// 409: somebody else was faster.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(Refusal::Conflict, "problem-stale")
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.refusal.status(), self.message)
    }
}
impl std::error::Error for Problem {}
