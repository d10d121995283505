//! A matter that could not be done 办不成事: someone was turned away or is stuck between bodies, and
//! somebody must answer within some working days. What the person says is sealed.

use kernel::{
    Calendar, Date, DivisionCode, Timestamp,
    id::{BodyId, PersonId},
};
use serde::Serialize;

use crate::{
    hall::HallId,
    ticket::{TicketId, words},
};

/// Kind of a matter's id.
#[derive(Debug)]
pub enum StuckKind {}
impl kernel::id::Kind for StuckKind {
    const PREFIX: &'static str = "stuck";
}

/// Names a matter.
pub type StuckId = kernel::Id<StuckKind>;

pub(crate) const SCHEMA: u16 = 1;

/// Under which letter its official numbers are drawn.
pub const NUMBERS: &str = "B";

words! {
    /// What came of it.
    Answer {
        Solved = "solved", "hall-answer-solved";
        Begun = "begun", "hall-answer-begun";
        Elsewhere = "elsewhere", "hall-answer-elsewhere";
        Impossible = "impossible", "hall-answer-impossible";
        Withdrawn = "withdrawn", "hall-answer-withdrawn";
    }
}

/// A matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stuck {
    pub id: StuckId,
    pub version: i64,
    pub number: String,
    pub hall: HallId,
    pub division: DivisionCode,
    /// Who answers.
    pub body: BodyId,
    pub item: Option<String>,
    pub ticket: Option<TicketId>,
    /// Whose key seals the words: the person's, or one of the matter's own.
    pub holder: PersonId,
    /// Whether the holder is a person with an account.
    pub known: bool,
    #[serde(skip)]
    pub words: Vec<u8>,
    #[serde(skip)]
    pub contact: Option<Vec<u8>>,
    pub opened_at: Timestamp,
    /// The last working day for an answer.
    pub due: Date,
    /// How often it was passed to another body; the clock runs on.
    pub passed: u32,
    pub outcome: Option<Answer>,
    #[serde(skip)]
    pub answer: Option<Vec<u8>>,
    pub answered_at: Option<Timestamp>,
}

/// How it stands with the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    Answered,
    Running,
    /// The last day or the one before.
    Soon,
    Late,
}

impl Stuck {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    pub(crate) fn state(&self) -> &'static str {
        if self.is_open() { OPEN } else { ANSWERED }
    }

    #[must_use]
    pub fn light(&self, calendar: &Calendar, today: Date) -> Light {
        if !self.is_open() {
            Light::Answered
        } else if today > self.due {
            Light::Late
        } else if calendar.working_days_between(today, self.due) <= 1 {
            Light::Soon
        } else {
            Light::Running
        }
    }
}

pub(crate) const OPEN: &str = "open";
pub(crate) const ANSWERED: &str = "answered";
