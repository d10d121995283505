//! A ticket 排队号: somebody waits, is called, is served. It names nobody; a person is known only
//! through an appointment made with an account. Who is called next is `order`'s.

use kernel::{Date, Timestamp};
use serde::Serialize;

use crate::{
    appointment::AppointmentId,
    hall::{Hall, HallId},
    order::{Claim, Waiting},
    sitting::SittingId,
};

/// Kind of a ticket's id.
#[derive(Debug)]
pub enum TicketKind {}
impl kernel::id::Kind for TicketKind {
    const PREFIX: &'static str = "ticket";
}

/// Names a ticket; its 80 bits of chance are the permit to see its place in the queue.
pub type TicketId = kernel::Id<TicketKind>;

pub(crate) const SCHEMA: u16 = 1;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$inner])* #[serde(rename = $word)] $variant,)* }
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
            /// Key of its words.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Why somebody is served first 优先服务.
    Ground {
        Age = "age", "hall-ground-age";
        Pregnant = "pregnant", "hall-ground-pregnant";
        Disability = "disability", "hall-ground-disability";
        Infant = "infant", "hall-ground-infant";
    }
}

words! {
    /// What a ticket is.
    State {
        Waiting = "waiting", "hall-state-waiting";
        Called = "called", "hall-state-called";
        Done = "done", "hall-state-done";
        Missed = "missed", "hall-state-missed";
        Left = "left", "hall-state-left";
    }
}

words! {
    /// Where it was taken.
    Origin {
        Kiosk = "kiosk", "hall-origin-kiosk";
        Counter = "counter", "hall-origin-counter";
        Helper = "helper", "hall-origin-helper";
    }
}

words! {
    /// What was done 办理结果.
    Outcome {
        CaseBegun = "case", "hall-outcome-case";
        Advised = "advice", "hall-outcome-advice";
        HandedOut = "handed", "hall-outcome-handed";
        TurnedAway = "turned_away", "hall-outcome-turned-away";
        Stuck = "stuck", "hall-outcome-stuck";
    }
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ticket {
    pub id: TicketId,
    pub version: i64,
    pub hall: HallId,
    pub day: Date,
    /// The queue it waits in, by its letter.
    pub queue: String,
    /// The letter and number that are called: they stay when it is sent on.
    pub letter: String,
    pub sequence: u32,
    pub state: State,
    pub origin: Origin,
    pub first: Option<Ground>,
    pub item: Option<String>,
    pub appointment: Option<AppointmentId>,
    /// The moment that was booked.
    pub due: Option<Timestamp>,
    pub taken_at: Timestamp,
    /// Between which moments it was said to be called.
    pub low: Option<Timestamp>,
    pub high: Option<Timestamp>,
    /// The counter that sent it on.
    pub sent_from: Option<String>,
    /// The only counter that may call it.
    pub only: Option<String>,
    pub counter: Option<String>,
    pub sitting: Option<SittingId>,
    /// It was called with precedence.
    pub preferred: bool,
    pub calls: u32,
    pub first_call: Option<Timestamp>,
    /// When its present counter called it.
    pub called_at: Option<Timestamp>,
    pub last_call: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
    /// What a visitor who was turned away was told; nothing about the visitor.
    pub told: Option<String>,
    pub case_number: Option<String>,
}

impl Ticket {
    /// What is called: `A012`.
    #[must_use]
    pub fn number(&self) -> String {
        format!("{}{:03}", self.letter, self.sequence)
    }

    /// How it waits, to the rule and the estimate.
    #[must_use]
    pub fn waiting(&self, hall: &Hall) -> Waiting {
        let claim = match (&self.sent_from, self.first, self.due) {
            (Some(_), ..) => Claim::SentOn,
            (_, Some(_), _) => Claim::First,
            (_, _, Some(due)) => Claim::Booked(due.0),
            _ => Claim::Plain,
        };
        Waiting {
            queue: hall.place_of_queue(&self.queue).unwrap_or(u8::MAX),
            claim,
            since: self.taken_at.0,
            only: self.only.as_deref().and_then(|number| hall.place_of_counter(number)),
        }
    }

    /// What is unique while it is at a counter.
    #[must_use]
    pub(crate) fn seat(&self) -> Option<String> {
        let counter = self.counter.as_ref().filter(|_| self.state == State::Called)?;
        Some([self.hall.as_str(), "/", &self.day.to_string(), "/", counter].concat())
    }

    /// Whether it was called within what was promised; `None` where nothing was, or it was not called.
    #[must_use]
    pub fn kept(&self) -> Option<bool> {
        let (low, high, called) = (self.low?, self.high?, self.first_call?);
        Some(low <= called && called <= high)
    }
}
