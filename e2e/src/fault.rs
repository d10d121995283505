//! What went wrong on a journey, for whoever reads the test's output.

use std::fmt;

/// A sentence, and what was seen instead. Printed as it is, also by a failing test.
pub struct Fault(String);

/// How a journey and its steps end.
pub type Done = Result<(), Fault>;

impl Fault {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The element was on a page that is no longer there.
    pub(crate) fn is_stale(&self) -> bool {
        self.0.contains("stale element reference")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<fantoccini::error::CmdError> for Fault {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self(format!("the browser refused: {error}"))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
