//! The clocks of a case 时限: which run, by which article, and how they begin, stop and end. The
//! arithmetic of days is the kernel's; here is what the law attaches to which act.

use kernel::{
    Date, Timestamp,
    calendar::Calendar,
    ledger::{DayRow, Extension, Pause, Standing, Terms},
    limit::Limit,
};
use serde::{Deserialize, Serialize};

/// Which clock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Name {
    /// 5 working days from arrival to accept or say all that is wanting; AL 32.
    Receipt,
    /// The limit that the law or the item's basis sets 法定时限.
    Statutory,
    /// The limit that the body promises 承诺时限.
    Promised,
    /// 10 working days from the decision to delivery; AL 44.
    Delivery,
    /// The part of one body: its task's number.
    Task(u32),
}

impl Name {
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Receipt => "receipt".into(),
            Self::Statutory => "statutory".into(),
            Self::Promised => "promised".into(),
            Self::Delivery => "delivery".into(),
            Self::Task(number) => format!("task:{number}"),
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "receipt" => Self::Receipt,
            "statutory" => Self::Statutory,
            "promised" => Self::Promised,
            "delivery" => Self::Delivery,
            _ => Self::Task(text.strip_prefix("task:")?.parse().ok()?),
        })
    }

    /// Its kind in one word: tasks are one family, whatever their number.
    #[must_use]
    pub fn family(&self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Statutory => "statutory",
            Self::Promised => "promised",
            Self::Delivery => "delivery",
            Self::Task(_) => "task",
        }
    }

    /// Key of its label in the locales.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Receipt => "casework-clock-receipt",
            Self::Statutory => "casework-clock-statutory",
            Self::Promised => "casework-clock-promised",
            Self::Delivery => "casework-clock-delivery",
            Self::Task(_) => "casework-clock-task",
        }
    }
}

/// Working days to accept or to tell all defects; AL 32.
pub const RECEIPT_DAYS: u32 = 5;
/// Working days to deliver; AL 44.
pub const DELIVERY_DAYS: u32 = 10;
/// Working days to decide on a permit when its own basis says nothing; AL 42.
pub const PERMIT_DAYS: u32 = 20;
/// The same when bodies of one government handle it jointly; AL 26, 42(2).
pub const JOINT_DAYS: u32 = 45;
/// Working days of the lower body of a chain; AL 43.
pub const LOWER_BODY_DAYS: u32 = 20;
/// Working days that the head of the body may add once; AL 42(1).
pub const EXTENSION_DAYS: u32 = 10;
/// Working days that the head of the government may add once to a joint handling; AL 42(2).
pub const JOINT_EXTENSION_DAYS: u32 = 15;
/// Working days before the end at which a clock turns amber.
pub const AMBER: u32 = 3;

/// A clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub name: Name,
    pub terms: Terms,
}

impl Clock {
    /// A clock that begins with an arrival at `at`: what arrives at night or on a day off arrived
    /// then, and day 1 is the next working day (AL 82).
    #[must_use]
    pub fn from_arrival(name: Name, at: Timestamp, limit: Limit) -> Self {
        let terms = Terms { start: at.date(), limit, extensions: Vec::new(), pauses: Vec::new(), ended: None };
        Self { name, terms }
    }

    /// The last day.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, today: Date) -> Date {
        self.terms.due(calendar, today).date
    }

    #[must_use]
    pub fn standing(&self, calendar: &Calendar, today: Date) -> Standing {
        self.terms.standing(calendar, today, AMBER)
    }

    /// Every day a row, for applicant, officer and supervisor alike.
    #[must_use]
    pub fn rows(&self, calendar: &Calendar, today: Date) -> Vec<DayRow> {
        self.terms.rows(calendar, today)
    }

    pub(crate) fn pause(&mut self, first: Date, reason: &str) {
        if self.terms.ended.is_none() {
            self.terms.pauses.push(Pause { first, last: None, reason: reason.into() });
        }
    }

    pub(crate) fn resume(&mut self, last: Date) {
        for pause in self.terms.pauses.iter_mut().filter(|pause| pause.last.is_none()) {
            pause.last = Some(last.max(pause.first));
        }
    }

    pub(crate) fn extend(&mut self, n: u32, reason: &str) {
        self.terms.extensions.push(Extension { n, reason: reason.into() });
    }

    pub(crate) fn end(&mut self, on: Date) {
        self.resume(on);
        self.terms.ended.get_or_insert(on);
    }
}
