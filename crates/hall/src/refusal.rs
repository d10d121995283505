//! What the room refuses, each with its message. The statuses are those of the API's description.

use kernel::{Problem, problem::Refusal as Status};

/// Why a verb was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nobody works there at this time.
    HallClosed,
    /// The time isn't one that can be booked.
    NotATime,
    /// Every place at that time is taken.
    Full,
    /// The person has one for this already.
    HasOne,
    /// It was cancelled, or used.
    NotOpen,
    /// No appointment of today at this hall has this code.
    NoSuchCode,
    /// Somebody else sits there.
    CounterTaken,
    /// The clerk sits at another counter.
    SitsElsewhere,
    /// No counter is open in the clerk's name.
    NoCounter,
    /// The counter is on a break.
    OnBreak,
    /// Somebody is at the counter.
    HasTicket,
    /// Nobody is at the counter.
    NoTicket,
    /// Called too few times to count as not there.
    CallFirst,
    /// No such ticket waits.
    NoSuchTicket,
    /// The ticket is past that.
    TicketOver,
    /// Answered already.
    Answered,
    /// Nothing in the mandates allows it.
    NoMandate,
    /// The screen isn't a kiosk of this hall.
    NotAKiosk,
    /// Somebody is signed in at a kiosk.
    KioskSignedIn,
}

impl Refusal {
    pub fn problem(self) -> Problem {
        let conflict = |message| Problem::new(Status::Conflict, message);
        let at = |field: &'static str, message| Problem::invalid().field(field, message);
        match self {
            Self::HallClosed => conflict("problem-hall-closed"),
            Self::NotATime => at("time", "problem-hall-not-a-time"),
            Self::Full => conflict("problem-hall-full"),
            Self::HasOne => conflict("problem-hall-has-one"),
            Self::NotOpen => conflict("problem-hall-not-open"),
            Self::NoSuchCode => at("code", "problem-hall-no-such-code"),
            Self::CounterTaken => conflict("problem-hall-counter-taken"),
            Self::SitsElsewhere => conflict("problem-hall-sits-elsewhere"),
            Self::NoCounter => conflict("problem-hall-no-counter"),
            Self::OnBreak => conflict("problem-hall-on-break"),
            Self::HasTicket => conflict("problem-hall-has-ticket"),
            Self::NoTicket => conflict("problem-hall-no-ticket"),
            Self::CallFirst => conflict("problem-hall-call-first"),
            Self::NoSuchTicket => at("number", "problem-hall-no-such-ticket"),
            Self::TicketOver => conflict("problem-hall-ticket-over"),
            Self::Answered => conflict("problem-hall-answered"),
            Self::NoMandate => Problem::new(Status::Forbidden, "problem-hall-no-mandate"),
            Self::NotAKiosk => Problem::new(Status::Forbidden, "problem-hall-not-a-kiosk"),
            Self::KioskSignedIn => Problem::new(Status::Forbidden, "problem-hall-kiosk-signed-in"),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        refusal.problem()
    }
}
impl From<Refusal> for store::Error {
    fn from(refusal: Refusal) -> Self {
        refusal.problem().into()
    }
}
