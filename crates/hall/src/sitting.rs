//! A sitting: a clerk has opened a counter for a day, serves some of its queues, takes breaks, closes.

use kernel::{Date, Timestamp, id::StaffId};
use serde::Serialize;

use crate::{hall::HallId, ticket::words};

/// Kind of a sitting's id.
#[derive(Debug)]
pub enum SittingKind {}
impl kernel::id::Kind for SittingKind {
    const PREFIX: &'static str = "sitting";
}

/// Names a sitting.
pub type SittingId = kernel::Id<SittingKind>;

pub(crate) const SCHEMA: u16 = 1;

words! {
    /// What a counter is.
    Standing {
        Open = "open", "hall-standing-open";
        Break = "break", "hall-standing-break";
        Closed = "closed", "hall-standing-closed";
    }
}

/// A sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sitting {
    pub id: SittingId,
    pub version: i64,
    pub hall: HallId,
    pub day: Date,
    pub counter: String,
    pub staff: StaffId,
    /// Letters of the queues it serves.
    pub queues: Vec<String>,
    pub state: Standing,
    pub opened_at: Timestamp,
    /// Since when it is in its state.
    pub since: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Sitting {
    /// What is unique while it is open: the counter's, and the clerk's.
    #[must_use]
    pub(crate) fn holds(&self) -> Option<(String, String)> {
        let day = self.day.to_string();
        let place = [self.hall.as_str(), "/", &day, "/", &self.counter].concat();
        let holder = [self.staff.as_str(), "/", &day].concat();
        (self.state != Standing::Closed).then_some((place, holder))
    }
}
