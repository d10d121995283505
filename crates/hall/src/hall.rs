//! A hall 政务大厅 or a service point 服务网点: where it is, who runs it, what can be done there, when,
//! at which counters, and by which numbers it serves. What happens there on a day is in `ticket`,
//! `sitting` and `appointment`.

use kernel::{Calendar, Date, DivisionCode, Text, id::BodyId};
use serde::{Deserialize, Serialize};

use crate::{
    hours::{self, Capacity, Closed, Day, Hours},
    order::Rule,
    ticket::Ground,
};

/// Kind of a hall's id.
#[derive(Debug)]
pub enum HallKind {}
impl kernel::id::Kind for HallKind {
    const PREFIX: &'static str = "hall";
}

/// Names a hall.
pub type HallId = kernel::Id<HallKind>;

/// Number of the canonical encoding.
pub(crate) const SCHEMA: u16 = 1;

/// A hall with counters, or a point in a village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 政务服务大厅.
    Hall,
    /// 便民服务点, grassroots service point 基层服务网点.
    Point,
}

impl Sort {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hall => "hall",
            Self::Point => "point",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Hall, Self::Point].into_iter().find(|sort| sort.as_str() == text)
    }
}

/// A hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hall {
    pub id: HallId,
    pub version: i64,
    /// The name by which files refer to it.
    pub key: String,
    pub sort: Sort,
    /// Where it lies; it serves this division and all below it.
    pub division: DivisionCode,
    /// The body that runs it.
    pub body: BodyId,
    pub name: Text,
    pub settings: Settings,
}

/// What is arranged at a hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub address: Text,
    #[serde(default)]
    pub phone: Option<String>,
    /// Something that visitors should know.
    #[serde(default)]
    pub note: Option<Text>,
    /// The villages that a point serves.
    #[serde(default)]
    pub villages: Vec<Text>,
    pub queues: Vec<Queue>,
    #[serde(default)]
    pub counters: Vec<Counter>,
    pub hours: Vec<Hours>,
    #[serde(default)]
    pub capacity: Vec<Capacity>,
    #[serde(default)]
    pub closed: Vec<Closed>,
    #[serde(default)]
    pub rules: Rules,
    /// Raised when the screens that were made kiosks shall be none any more.
    #[serde(default)]
    pub kiosks: u32,
    /// Made up for the demo.
    #[serde(default)]
    pub fictional: bool,
}

/// A queue 业务类别: what one takes a ticket for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// One capital letter: the beginning of its tickets.
    pub letter: String,
    pub name: Text,
    #[serde(default)]
    pub about: Option<Text>,
    /// Ids of the items received here.
    #[serde(default)]
    pub items: Vec<String>,
    /// Any item that no other queue names 综合受理.
    #[serde(default)]
    pub any: bool,
    /// What one usually takes, in minutes, until the hall has measured it.
    pub usual_minutes: u16,
}

/// A counter 窗口.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    pub number: String,
    #[serde(default)]
    pub name: Option<Text>,
    /// Letters of the queues it can serve; all when empty.
    #[serde(default)]
    pub queues: Vec<String>,
}

/// The numbers of the house rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Who is served first.
    pub first: Vec<Ground>,
    /// From which age, in years.
    pub first_age: u16,
    /// Called with precedence in a row before one without is.
    pub in_a_row: u16,
    /// Calls before somebody counts as not there.
    pub calls: u16,
    /// Minutes by which one may be late for an appointment.
    pub grace_minutes: u16,
    /// Days ahead that can be booked.
    pub ahead_days: u16,
    /// Working days in which a matter that could not be done is answered.
    pub stuck_days: u16,
    /// Seconds after which a kiosk asks whether anybody is there.
    pub kiosk_seconds: u16,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            first: vec![Ground::Age, Ground::Pregnant, Ground::Disability],
            first_age: 70,
            in_a_row: 3,
            calls: 3,
            grace_minutes: 15,
            ahead_days: 14,
            stuck_days: 5,
            kiosk_seconds: 90,
        }
    }
}

impl Hall {
    /// What `date` is here.
    #[must_use]
    pub fn day(&self, calendar: &Calendar, date: Date) -> Day {
        hours::day(&self.settings.hours, &self.settings.closed, calendar, date)
    }

    /// The times that can be booked on `date`, and the places at each.
    #[must_use]
    pub fn times(&self, calendar: &Calendar, date: Date) -> (Vec<u16>, u16) {
        hours::times(&self.settings.capacity, &self.day(calendar, date), calendar, date)
    }

    #[must_use]
    pub fn queue(&self, letter: &str) -> Option<&Queue> {
        self.settings.queues.iter().find(|queue| queue.letter == letter)
    }

    #[must_use]
    pub fn counter(&self, number: &str) -> Option<&Counter> {
        self.settings.counters.iter().find(|counter| counter.number == number)
    }

    /// The queue that receives an item.
    #[must_use]
    pub fn queue_for(&self, item: &str) -> Option<&Queue> {
        let queues = &self.settings.queues;
        let named = queues.iter().find(|queue| queue.items.iter().any(|known| known == item));
        named.or_else(|| queues.iter().find(|queue| queue.any))
    }

    /// The place of a queue among the hall's.
    #[must_use]
    pub fn place_of_queue(&self, letter: &str) -> Option<u8> {
        let place = self.settings.queues.iter().position(|queue| queue.letter == letter)?;
        u8::try_from(place).ok()
    }

    /// The place of a counter among the hall's.
    #[must_use]
    pub fn place_of_counter(&self, number: &str) -> Option<u8> {
        let place = self.settings.counters.iter().position(|counter| counter.number == number)?;
        u8::try_from(place).ok()
    }

    /// Queues as bits, by their letters.
    #[must_use]
    pub fn mask(&self, letters: &[String]) -> u32 {
        letters.iter().filter_map(|letter| self.place_of_queue(letter)).fold(0, |mask, place| mask | 1 << place.min(31))
    }

    #[must_use]
    pub fn rule(&self) -> Rule {
        let rules = &self.settings.rules;
        Rule { in_a_row: rules.in_a_row, grace: i64::from(rules.grace_minutes) * 60_000 }
    }

    /// The letters that a counter can serve.
    #[must_use]
    pub fn letters_of(&self, counter: &Counter) -> Vec<String> {
        let all = self.settings.queues.iter().map(|queue| queue.letter.clone());
        all.filter(|letter| counter.queues.is_empty() || counter.queues.contains(letter)).collect()
    }

    /// Why the settings can't be, in words for whoever imports.
    ///
    /// # Errors
    /// A short text of what contradicts itself.
    pub fn sound(settings: &Settings) -> Result<(), &'static str> {
        let letters: Vec<&str> = settings.queues.iter().map(|queue| queue.letter.as_str()).collect();
        let one_letter = |text: &&str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if letters.is_empty() || letters.len() > 26 || !letters.iter().all(one_letter) {
            return Err("queues are named by one capital letter each, and there is at least one");
        }
        let twice = |all: &[&str]| {
            all.iter().enumerate().any(|(place, one)| all.iter().skip(place + 1).any(|other| other == one))
        };
        let counters: Vec<&str> = settings.counters.iter().map(|counter| counter.number.as_str()).collect();
        if twice(&letters) || twice(&counters) || counters.len() > 200 {
            return Err("a queue or a counter stands twice");
        }
        let known = |counter: &Counter| counter.queues.iter().all(|letter| letters.contains(&letter.as_str()));
        if !settings.counters.iter().all(known) {
            return Err("a counter serves a queue that is none");
        }
        if settings.hours.is_empty() || settings.capacity.iter().any(|one| one.every < 5 || one.places > 200) {
            return Err("there are hours; times to book are five minutes apart or more, with at most 200 places");
        }
        Ok(())
    }
}
