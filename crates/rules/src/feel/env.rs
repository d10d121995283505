//! What an evaluation is given besides names: the moment, the working-day calendar, and the limits; and what is
//! said when a limit is passed.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};

/// The surroundings of an evaluation. The same expression, scope and surroundings give the same value.
#[derive(Debug, Clone)]
pub struct Env {
    /// What `now()` and `today()` mean.
    pub now: Timestamp,
    /// Minutes east of UTC of `now()` and `today()`: China's 480 by default.
    pub offset_minutes: i32,
    /// For `working days between` and its kin; without it they give null.
    pub calendar: Option<Arc<Calendar>>,
    pub limits: Limits,
}

impl Env {
    /// At a moment in China, without calendar, with the usual limits.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now, offset_minutes: 480, calendar: None, limits: Limits::default() }
    }
}

/// How much one evaluation may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes evaluated, items visited.
    pub steps: u64,
    /// Evaluations inside each other; also how deeply values may be nested. At most 500, whatever is asked.
    pub depth: u32,
    /// Bytes of lists, contexts and strings made, also of those dropped again.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 5_000_000, depth: 400, memory: 64 << 20 }
    }
}

/// A limit was passed: the evaluation gave up. The text is for logs; pages have their own under [`Fault::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the expression takes more steps than allowed")]
    Steps,
    #[error("the expression or its value is nested more deeply than allowed")]
    Depth,
    #[error("the expression makes more values than allowed")]
    Memory,
}

impl Fault {
    /// The key of its text.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Steps => "rules-fault-steps",
            Self::Depth => "rules-fault-depth",
            Self::Memory => "rules-fault-memory",
        }
    }
}
