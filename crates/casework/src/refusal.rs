//! What a verb of this room refuses, and the status and message of each.

use kernel::{
    Date, Problem,
    problem::{FieldProblem, Refusal as Status},
};

use crate::case::NotNow;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such case, or this actor may not know of it.
    NotFound,
    /// Known, but this actor may not do this.
    NotPermitted,
    /// The state does not allow it; the article that says so.
    NotNow(NotNow),
    /// The applicant may still answer, to the end of this day.
    StillOpen(Date),
    /// It has changed since the person saw it.
    Stale,
    /// Required fields and papers that are wanting or wrong.
    Incomplete(Vec<FieldProblem>),
    /// The item opens no case here.
    NoCaseHere,
    /// The item is not for this kind of applicant.
    WrongAudience,
    /// No body is competent for the item in this division; an editor must say which.
    NoBody,
    /// Who drew or proposed it would also answer for it: a second person must.
    SameHand,
    /// Who had a part in the case would answer for changing it: a second person outside the case must.
    NotOutside,
    /// A model that is not fit for cases.
    Unfit,
    /// A reason must be given.
    ReasonWanting(&'static str),
}

impl Refusal {
    #[must_use]
    pub fn problem(self) -> Problem {
        match self {
            Self::NotFound => Problem::not_found(),
            Self::NotPermitted => Problem::forbidden(),
            Self::NotNow(now) => Problem::new(Status::Conflict, "casework-not-now")
                .arg("state", now.state.as_str())
                .arg("article", slug(now.article)),
            Self::StillOpen(day) => {
                Problem::new(Status::Conflict, "casework-answer-still-open").arg("day", day.to_string())
            }
            Self::Stale => Problem::stale(),
            Self::Incomplete(fields) => Problem { fields, ..Problem::invalid() },
            Self::NoCaseHere => Problem::new(Status::Conflict, "casework-no-case-here"),
            Self::WrongAudience => Problem::new(Status::Forbidden, "casework-wrong-audience"),
            Self::NoBody => Problem::new(Status::Conflict, "casework-no-body"),
            Self::Unfit => Problem::new(Status::Conflict, "casework-models-unfit"),
            Self::SameHand => Problem::new(Status::Forbidden, "casework-same-hand"),
            Self::NotOutside => Problem::new(Status::Forbidden, "casework-not-outside"),
            Self::ReasonWanting(field) => Problem::invalid().field(field, "casework-reason-wanting"),
        }
    }
}

/// `AL 32(1), 32(2)` as the locales name it: `al-32-1-32-2`.
fn slug(article: &str) -> String {
    let parts = article.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        refusal.problem()
    }
}

impl From<Refusal> for store::Error {
    fn from(refusal: Refusal) -> Self {
        Self::Problem(refusal.problem())
    }
}

impl From<NotNow> for store::Error {
    fn from(now: NotNow) -> Self {
        Refusal::NotNow(now).into()
    }
}
