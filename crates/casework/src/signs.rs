//! Signs that a clock was gamed 时限异动: what supervisors look at, and no more than a question. The law counts
//! days (Administrative Licensing Law, art. 42, 45, 82); who wants to look fast may withdraw and let apply again,
//! stop the clock in its last days, receive late what arrived early, or enter work after it was done. Pure: the
//! numbers are in `data/signs.toml`, the rows in `records`.

use std::sync::LazyLock;

use kernel::{Calendar, Date, Limit, Timestamp, id::StaffId, ledger::Terms, limit::Unit};
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, CaseId, State},
    clock::{Clock, Name},
};

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Withdrawn shortly before it was due, and applied for again 临期撤回重报.
    AgainNearDue,
    /// The clock stopped in its last days 临期启动特别程序.
    SpecialLate,
    /// Received after it had arrived 收件晚于到件.
    ReceivedLate,
    /// Received, accepted and decided at one stroke 体外循环.
    AtOnce,
    /// Many decisions of one officer in a few minutes, just before they were due 临期集中办结.
    InBulk,
    /// A second list of corrections; after the first the body must accept (AL 32(5)) 多次补正.
    SecondList,
}

impl Sign {
    pub const ALL: [Self; 6] =
        [Self::AgainNearDue, Self::SpecialLate, Self::ReceivedLate, Self::AtOnce, Self::InBulk, Self::SecondList];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AgainNearDue => "again_near_due",
            Self::SpecialLate => "special_late",
            Self::ReceivedLate => "received_late",
            Self::AtOnce => "at_once",
            Self::InBulk => "in_bulk",
            Self::SecondList => "second_list",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.as_str() == text)
    }
}

/// The numbers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limits {
    /// Who set them.
    pub source: String,
    /// Working days.
    pub again_last_days: u32,
    /// Calendar days.
    pub again_within_days: u32,
    /// Working days.
    pub special_last_days: u32,
    /// Working days.
    pub receipt_days: u32,
    pub at_once_minutes: i64,
    pub bulk_decisions: usize,
    pub bulk_minutes: i64,
    /// Working days.
    pub bulk_last_days: u32,
}

static LIMITS: LazyLock<Option<Limits>> = LazyLock::new(|| toml::from_str(include_str!("../data/signs.toml")).ok());

/// The numbers that hold; a test reads them.
#[must_use]
pub fn limits() -> Option<&'static Limits> {
    LIMITS.as_ref()
}

/// A case with what a sign needs beside it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub case: Case,
    /// Of its statutory clock, where it has one.
    pub terms: Option<Terms>,
    /// The same person applied for the same item within the days after its withdrawal.
    pub again: bool,
    /// Decided on the spot by its nature 即办件.
    pub instant: bool,
}

/// A decision that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub case: CaseId,
    pub by: StaffId,
    pub at: Timestamp,
    pub due: Option<Date>,
}

/// Whether `date` lies within so many working days before `due`, or on it or after.
fn near(calendar: &Calendar, date: Date, due: Date, days: u32) -> bool {
    date >= due || calendar.working_days_between(date, due) <= days
}

/// The signs that one case shows by itself.
#[must_use]
pub fn of_case(seen: &Seen, calendar: &Calendar, limits: &Limits) -> Vec<Sign> {
    let case = &seen.case;
    let mut signs = Vec::new();
    if case.state == State::Withdrawn
        && seen.again
        && let (Some(due), Some(at)) = (case.promised_due.or(case.statutory_due), case.ended_at)
        && near(calendar, at.date(), due, limits.again_last_days)
    {
        signs.push(Sign::AgainNearDue);
    }
    if let Some(terms) = &seen.terms
        && terms.pauses.iter().any(|pause| {
            // The last day as it stood when the clock stopped.
            let mut before = terms.clone();
            before.pauses.retain(|other| other.first < pause.first);
            near(calendar, pause.first, before.due(calendar, pause.first).date, limits.special_last_days)
        })
    {
        signs.push(Sign::SpecialLate);
    }
    if let Some(received) = case.received_at {
        let limit = Limit::new(limits.receipt_days, Unit::WorkingDays);
        let by = Clock::from_arrival(Name::Receipt, case.submitted_at, limit).due(calendar, received.date());
        if received.date() > by {
            signs.push(Sign::ReceivedLate);
        }
    }
    if let (Some(received), Some(decided), false) =
        (case.received_at.or(case.accepted_at), case.decided_at, seen.instant)
        && decided.0 - received.0 < limits.at_once_minutes * 60_000
    {
        signs.push(Sign::AtOnce);
    }
    if case.corrections > 1 {
        signs.push(Sign::SecondList);
    }
    signs
}

/// Cases that were decided in bulk just before they were due: within any so many minutes one officer took
/// at least so many of them. `taken` is in the order of officers and times.
#[must_use]
pub fn in_bulk(taken: &[Taken], calendar: &Calendar, limits: &Limits) -> Vec<CaseId> {
    let pressing: Vec<&Taken> = taken
        .iter()
        .filter(|one| one.due.is_some_and(|due| near(calendar, one.at.date(), due, limits.bulk_last_days)))
        .collect();
    let mut out: Vec<CaseId> = Vec::new();
    for officer in pressing.chunk_by(|one, other| one.by == other.by) {
        let (mut first, mut told) = (0, 0);
        for (last, one) in officer.iter().enumerate() {
            while officer.get(first).is_some_and(|early| one.at.0 - early.at.0 > limits.bulk_minutes * 60_000) {
                first += 1;
            }
            if last + 1 - first >= limits.bulk_decisions {
                out.extend(officer.get(told.max(first)..=last).unwrap_or_default().iter().map(|one| one.case.clone()));
                told = last + 1;
            }
        }
    }
    out
}
