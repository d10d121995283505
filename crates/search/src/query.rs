//! What is asked of the index and what it answers.

use kernel::{Text, division::DivisionCode};

use crate::{
    document::{Audience, Kind},
    why::Why,
};

/// A search. The text is text: quotes, signs and words such as AND have no meaning of their own.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub text: String,
    /// Where the person is; what applies there is found, the nearest level preferred. `None`: everything.
    pub division: Option<DivisionCode>,
    /// Empty: every kind.
    pub kinds: Vec<Kind>,
    pub audience: Option<Audience>,
    /// Labels that a hit must all bear.
    pub tags: Vec<String>,
    /// Hits a page, at most 100.
    pub limit: usize,
    /// How many hits to pass over: `Found::next` of the page before.
    pub after: usize,
}

impl Query {
    /// Ten hits of every kind for `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), limit: 10, ..Self::default() }
    }

    #[must_use]
    pub fn in_division(mut self, division: Option<DivisionCode>) -> Self {
        self.division = division;
        self
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub kind: Kind,
    pub key: String,
    pub title: Text,
    pub summary: String,
    pub body_name: String,
    pub division: Option<DivisionCode>,
    pub why: Why,
    /// Comparable within one answer only.
    pub score: f32,
    /// Keys of others of the same name, such as the same item of the level above.
    pub others: Vec<String>,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// `Query::after` of the next page, if there is one.
    pub next: Option<usize>,
    /// When nothing was found: words that would find something, nearest first.
    pub suggestions: Vec<String>,
    /// When nothing applies in the division asked for: what others have.
    pub elsewhere: Vec<Hit>,
    /// What was searched for instead, when readings or slips were understood: `退休` for `tuixiu`.
    pub corrected: Option<String>,
}
