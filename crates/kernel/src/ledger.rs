//! The day account of one clock 时限台账: every day a row, counted or not, with its reason, and the
//! day it ends. Applicant, officer and supervisor read the same account; the statutory and the
//! promised clock are two accounts of the same function. Which clocks a case has, what starts, stops
//! and ends them and who may is for `casework`.

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    calendar::{Calendar, Due, Kind, date_of, number_of},
    limit::{Limit, Unit},
};

/// What is known of one clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The day from which the limit runs; itself not counted.
    pub start: Date,
    pub limit: Limit,
    /// Days, months or hours added 延期, in the unit of the limit.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The day on which what was due was done.
    #[serde(default)]
    pub ended: Option<Date>,
}

/// An extension, such as the 10 working days of Administrative Licensing Law art. 42.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub n: u32,
    /// A key or a text of the caller.
    pub reason: String,
}

/// A time that the limit does not count 不计入期限, such as a hearing or an expert review
/// (Administrative Licensing Law art. 45). Both ends are days that are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub first: Date,
    /// None while it lasts.
    pub last: Option<Date>,
    /// A key or a text of the caller.
    pub reason: String,
}

/// One day of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRow {
    pub date: Date,
    pub counted: bool,
    /// Which day of the limit it is; on counted days.
    pub number: Option<u32>,
    /// After the last day of the limit.
    pub late: bool,
    pub reason: DayReason,
}

/// Why a day counts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DayReason {
    /// The limit runs from this day; day 1 is a later one.
    StartDay,
    Counted,
    /// A Saturday or Sunday worked 调休上班, with its holiday; counted.
    MakeUpWorkingDay {
        name: String,
    },
    /// A weekday of a year whose notice is not there yet; counted.
    ProvisionalWorking,
    Weekend,
    Holiday {
        name: String,
    },
    Paused {
        why: String,
    },
    /// The last day was no working day, so the limit goes on to the next one (Civil Code art. 203).
    Rolled,
    /// What was due has been done.
    Done,
}

impl DayReason {
    /// Key in the locales; a name or a why is its argument.
    #[must_use]
    pub fn message(&self) -> &'static str {
        match self {
            Self::StartDay => "day-start",
            Self::Counted => "day-counted",
            Self::MakeUpWorkingDay { .. } => "day-make-up-working-day",
            Self::ProvisionalWorking => "day-provisional-working",
            Self::Weekend => "day-weekend",
            Self::Holiday { .. } => "day-holiday",
            Self::Paused { .. } => "day-paused",
            Self::Rolled => "day-rolled",
            Self::Done => "day-done",
        }
    }
}

/// How a clock stands 红黄绿灯.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    Green,
    Amber,
    Red,
    Done,
}

impl Light {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Done => "done",
        }
    }
}

/// Where a clock stands on a day; enough for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    #[serde(flatten)]
    pub due: Due,
    /// Days of the limit still to come, in working days or calendar days; 0 on the last day.
    pub left: u32,
    /// Days since the last one, to today or to the end.
    pub late_by: u32,
    /// Today is not counted for a pause; one without an end is taken to end today.
    pub paused: bool,
    pub light: Light,
}

/// Rows are given for this many days at most.
const LONGEST: i64 = 3_660;

impl Terms {
    #[must_use]
    pub fn new(start: Date, limit: Limit) -> Self {
        Self { start, limit, extensions: Vec::new(), pauses: Vec::new(), ended: None }
    }

    /// The last day, pauses and extensions included. `today` ends a pause that lasts.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, today: Date) -> Due {
        let whole = self.whole_limit();
        let pauses = self.pauses_to(today);
        let mut due = match whole.end_by_calendar(self.start) {
            None => self.due_in_working_days(whole.n, &pauses, calendar),
            Some(last) => self.due_by_calendar(last, &pauses, calendar),
        };
        due.provisional |= self.pause_lasting(today);
        due
    }

    /// Where the clock stands. The light turns amber when `amber` days or fewer are left.
    #[must_use]
    pub fn standing(&self, calendar: &Calendar, today: Date, amber: u32) -> Standing {
        let now = self.ended.unwrap_or(today);
        let due = self.due(calendar, today);
        let pauses = self.pauses_to(today);
        let left = self.days(now.max(self.start), due.date, &pauses, calendar);
        let late_by = self.days(due.date, now, &pauses, calendar);
        let light = match self.ended {
            Some(_) => Light::Done,
            None if today > due.date => Light::Red,
            None if left <= amber => Light::Amber,
            None => Light::Green,
        };
        Standing { due, left, late_by, paused: self.paused(today), light }
    }

    /// Every day from the start to the last of due day, end and today, ten years at most.
    #[must_use]
    pub fn rows(&self, calendar: &Calendar, today: Date) -> Vec<DayRow> {
        let due = self.due(calendar, today).date;
        let last = due.max(self.ended.unwrap_or(today)).min(date_of(number_of(self.start) + LONGEST));
        let nominal = self.nominal_days();
        let mut number = 0;
        let dates = (number_of(self.start)..=number_of(last)).map(date_of);
        dates
            .map(|date| {
                let (mut counted, mut reason) = self.reason(date, calendar, today);
                if counted && date <= due && nominal.is_some_and(|nominal| number >= nominal) {
                    (counted, reason) = (false, DayReason::Rolled);
                }
                number += u32::from(counted);
                DayRow { date, counted, number: counted.then_some(number), late: date > due, reason }
            })
            .collect()
    }

    fn whole_limit(&self) -> Limit {
        let added = self.extensions.iter().fold(0u32, |sum, extension| sum.saturating_add(extension.n));
        Limit { n: self.limit.n.saturating_add(added), unit: self.limit.unit }
    }

    /// Days that a limit by the calendar has before it is rolled.
    fn nominal_days(&self) -> Option<u32> {
        let last = self.whole_limit().end_by_calendar(self.start)?;
        u32::try_from(number_of(last) - number_of(self.start)).ok()
    }

    fn paused(&self, today: Date) -> bool {
        self.ended.is_none() && self.pause_on(today, today).is_some()
    }

    fn pause_lasting(&self, today: Date) -> bool {
        self.ended.is_none() && self.pauses.iter().any(|pause| pause.last.is_none() && pause.first <= today)
    }

    /// Whether the day lies in a pause, and which.
    fn pause_on(&self, date: Date, today: Date) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.first <= date && date <= self.end_of(pause, today))
    }

    /// A pause that lasts ends today, or when all ended; one still to begin is its first day.
    fn end_of(&self, pause: &Pause, today: Date) -> Date {
        pause.last.unwrap_or_else(|| pause.first.max(self.ended.map_or(today, |ended| ended.min(today))))
    }

    /// The paused days after the start in order, without overlap, first and last.
    fn pauses_to(&self, today: Date) -> Vec<(Date, Date)> {
        let spans = self.pauses.iter().map(|pause| (pause.first, self.end_of(pause, today)));
        let mut spans: Vec<_> = spans.filter(|(first, last)| last >= first && *last > self.start).collect();
        spans.sort_unstable();
        let mut free = date_of(number_of(self.start) + 1);
        spans.retain_mut(|(first, last)| {
            *first = free.max(*first);
            free = free.max(date_of(number_of(*last) + 1));
            *first <= *last
        });
        spans
    }

    fn due_in_working_days(&self, n: u32, pauses: &[(Date, Date)], calendar: &Calendar) -> Due {
        // On the spot, begun on a day off, is by the first working day.
        let mut n = if n == 0 && !calendar.counts(self.start) { 1 } else { n };
        let mut due = calendar.due(self.start, n);
        for (first, last) in pauses {
            if *first > due.date {
                break;
            }
            n = n.saturating_add(calendar.working_days_between(before(*first), *last));
            due = calendar.due(self.start, n);
        }
        due
    }

    fn due_by_calendar(&self, last: Date, pauses: &[(Date, Date)], calendar: &Calendar) -> Due {
        let mut end = last;
        let mut due = calendar.rolled(end);
        for (first, last) in pauses {
            if *first > due.date {
                break;
            }
            // Within the days of the limit a pause adds its length; after them it moves the end.
            let length = number_of(*last) - number_of(*first) + 1;
            end = if *first <= end { date_of(number_of(end) + length) } else { date_of(number_of(*last) + 1) };
            due = calendar.rolled(end);
        }
        due
    }

    /// Days that count after `from` up to and including `to`.
    fn days(&self, from: Date, to: Date, pauses: &[(Date, Date)], calendar: &Calendar) -> u32 {
        let count = |from: Date, to: Date| match self.limit.unit {
            Unit::WorkingDays => calendar.working_days_between(from, to),
            _ => u32::try_from(number_of(to) - number_of(from)).unwrap_or(0),
        };
        let paused = pauses.iter().map(|(first, last)| count(from.max(before(*first)), to.min(*last)));
        paused.fold(count(from, to), u32::saturating_sub)
    }

    fn reason(&self, date: Date, calendar: &Calendar, today: Date) -> (bool, DayReason) {
        if date == self.start {
            return (false, DayReason::StartDay);
        }
        if self.ended.is_some_and(|ended| date > ended) {
            return (false, DayReason::Done);
        }
        if let Some(pause) = self.pause_on(date, today) {
            return (false, DayReason::Paused { why: pause.reason.clone() });
        }
        if self.limit.unit != Unit::WorkingDays {
            return (true, DayReason::Counted);
        }
        let day = calendar.day(date);
        let name = day.name.unwrap_or_default().to_owned();
        let reason = match day.kind {
            Kind::Working if day.make_up => DayReason::MakeUpWorkingDay { name },
            Kind::Working => DayReason::Counted,
            Kind::Unknown => DayReason::ProvisionalWorking,
            Kind::Weekend => DayReason::Weekend,
            Kind::Holiday => DayReason::Holiday { name },
        };
        (day.kind.counts(), reason)
    }
}

fn before(date: Date) -> Date {
    date_of(number_of(date) - 1)
}

#[cfg(test)]
mod tests;
