//! Why a request did not get its answer: a refusal, which the person is told, or a fault, which
//! only the log is told. Handlers return it with `?`; the gate renders it.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Problem;

/// A refusal or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Fail {
    #[error("{0}")]
    Problem(Problem),
    /// Opaque to users; logged once with the correlation id.
    #[error("{0}")]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

/// What a handler answers.
pub type Answer = Result<Response, Fail>;

impl Fail {
    /// A fault without an error behind it.
    #[must_use]
    pub fn fault(what: &str) -> Self {
        Self::Fault(what.into())
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Problem(problem) => {
                StatusCode::from_u16(problem.refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<store::Error> for Fail {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Problem(problem) => Self::Problem(problem),
            store::Error::Busy => Self::Problem(busy()),
            error if error.is_disk_full() => {
                tracing::error!(%error, "nothing can be saved");
                Self::Problem(disk_full())
            }
            store::Error::Erased => Self::Problem(Problem::new(kernel::problem::Refusal::Gone, "problem-erased")),
            other => Self::Fault(Box::new(other)),
        }
    }
}

impl From<askama::Error> for Fail {
    fn from(error: askama::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<serde_json::Error> for Fail {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}

/// 503: too much at once; come back in a moment.
pub(crate) fn busy() -> Problem {
    let mut problem = Problem::new(kernel::problem::Refusal::Unavailable, "problem-busy");
    problem.retry_after_seconds = Some(2);
    problem
}

/// 503: nothing can be saved for want of space; what is there can be read.
fn disk_full() -> Problem {
    let mut problem = Problem::new(kernel::problem::Refusal::Unavailable, "problem-disk-full");
    problem.retry_after_seconds = Some(60);
    problem
}

/// Carries the failure from the handler to the gate, which knows the reader's language.
#[derive(Clone)]
pub(crate) struct Failed(pub Arc<Fail>);

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

/// The same without a page, where none can be made.
pub(crate) fn busy_response() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
