//! How a command ends: it holds, it falls short, or it failed for a reason with a code that has a
//! page in docs/errors.

use std::{io::Write, process::ExitCode};

/// The end of a command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Holds,
    FallsShort,
}

impl Outcome {
    pub fn code(self) -> ExitCode {
        match self {
            Self::Holds => ExitCode::SUCCESS,
            Self::FallsShort => ExitCode::from(1),
        }
    }
}

/// A command that could not run.
#[derive(Debug)]
pub struct Failure {
    /// Name of its page in docs/errors.
    pub code: &'static str,
    pub detail: String,
    /// 1, or 2 when the command was wrongly used.
    pub exit: u8,
}

impl Failure {
    pub fn new(code: &'static str, detail: impl ToString) -> Self {
        Self { code, detail: detail.to_string(), exit: 1 }
    }

    pub fn usage(detail: impl ToString) -> Self {
        Self { code: "usage", detail: detail.to_string(), exit: 2 }
    }

    /// One clear line on standard error.
    pub fn report(&self) -> ExitCode {
        let line = self.detail.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(std::io::stderr(), "tongban: {line} [{}: see docs/errors/{}.md]", self.code, self.code);
        ExitCode::from(self.exit)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Operator { code, detail } => Self::new(code, detail),
            store::Error::Problem(problem) => {
                let fields = problem.fields.iter().map(|field| format!("{}: {}", field.field, field.message));
                let fields = fields.collect::<Vec<_>>().join(", ");
                Self::new("refused", format!("{problem} {fields}"))
            }
            other => Self::new("store-fault", other),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("io", error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new("io", error)
    }
}

/// Writes a line to standard output; a reader that has gone ends the program quietly.
pub fn say(line: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => Ok(other?),
    }
}

/// Writes progress to standard error.
pub fn progress(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
