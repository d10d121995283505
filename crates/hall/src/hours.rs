//! When a hall is open and when it can be booked, on one day, by the working-day calendar. What is
//! valid from when stands in the hall's settings; who is served next is `order`'s.

use kernel::{Calendar, Date, Text, Timestamp, calendar::Kind};
use serde::{Deserialize, Serialize};

/// Spans of a day in minutes since midnight, in order and apart; written `09:00-12:00 13:30-17:00`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Spans(Vec<(u16, u16)>);

/// A text that is no list of spans of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSpans;

impl std::fmt::Display for NotSpans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not spans of a day such as 09:00-12:00 13:30-17:00")
    }
}

const MIDNIGHT: u16 = 24 * 60;

impl Spans {
    /// # Errors
    /// When a span is not two times in order, or two overlap.
    pub fn parse(text: &str) -> Result<Self, NotSpans> {
        let mut out: Vec<(u16, u16)> = Vec::new();
        for part in web::check::half_width(text).split([' ', ',', ';']).filter(|part| !part.is_empty()) {
            let (from, to) = part.split_once('-').ok_or(NotSpans)?;
            let (from, to) = (minute(from)?, minute(to)?);
            let after = out.last().map_or(0, |last| last.1);
            if from >= to || (from < after && !out.is_empty()) {
                return Err(NotSpans);
            }
            out.push((from, to));
        }
        Ok(Self(out))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn all(&self) -> &[(u16, u16)] {
        &self.0
    }

    /// Whether a minute of the day lies in one.
    #[must_use]
    pub fn holds(&self, minute: u16) -> bool {
        self.0.iter().any(|(from, to)| (*from..*to).contains(&minute))
    }

    /// Whether `from` until `to` lies whole in one.
    #[must_use]
    pub fn covers(&self, from: u16, to: u16) -> bool {
        self.0.iter().any(|(begin, end)| *begin <= from && to <= *end)
    }

    /// The spans as moments of a day, in milliseconds since 1970.
    #[must_use]
    pub fn moments(&self, day: Date) -> Vec<(i64, i64)> {
        let start = Timestamp::start_of(day);
        let at = |minute: u16| start.plus_minutes(i64::from(minute)).0;
        self.0.iter().map(|(from, to)| (at(*from), at(*to))).collect()
    }
}

fn minute(text: &str) -> Result<u16, NotSpans> {
    let (hours, minutes) = text.trim().split_once(':').ok_or(NotSpans)?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return Err(NotSpans);
    }
    let (hours, minutes): (u16, u16) = (hours.parse().map_err(|_| NotSpans)?, minutes.parse().map_err(|_| NotSpans)?);
    let whole = hours * 60 + minutes;
    if minutes < 60 && whole <= MIDNIGHT { Ok(whole) } else { Err(NotSpans) }
}

/// `09:05`, of a minute of the day.
#[must_use]
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl TryFrom<String> for Spans {
    type Error = NotSpans;
    fn try_from(text: String) -> Result<Self, NotSpans> {
        Self::parse(&text)
    }
}
impl From<Spans> for String {
    fn from(spans: Spans) -> Self {
        spans.to_string()
    }
}
impl std::fmt::Display for Spans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, (from, to)) in self.0.iter().enumerate() {
            let space = if place > 0 { " " } else { "" };
            write!(f, "{space}{}-{}", clock(*from), clock(*to))?;
        }
        Ok(())
    }
}

/// Opening hours 办公时间 that hold from a day on, or for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub from: Date,
    /// The last day; later hours hold before earlier ones anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// On working days, make-up working days included.
    pub working: Spans,
    /// On Saturdays and Sundays that no notice names.
    #[serde(default)]
    pub weekend: Spans,
    /// On public holidays.
    #[serde(default)]
    pub holiday: Spans,
}

/// What can be booked 预约放号, from a day on or for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    pub from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    pub within: Spans,
    /// Minutes from one time to the next.
    pub every: u16,
    /// Places at each time.
    pub places: u16,
}

/// A day on which a hall is closed, whatever its hours say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    pub date: Date,
    pub reason: Text,
}

/// What a day is at a hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    Open(Spans),
    /// By the calendar or the hours: nobody works.
    Rest,
    /// By a notice of the hall.
    Closed(Text),
}

impl Day {
    #[must_use]
    pub fn spans(&self) -> Spans {
        match self {
            Self::Open(spans) => spans.clone(),
            Self::Rest | Self::Closed(_) => Spans::default(),
        }
    }
}

/// Of what holds on a day, the one that began last; of such, the one entered last.
fn holding<T>(all: &[T], date: Date, dates: impl Fn(&T) -> (Date, Option<Date>)) -> Option<&T> {
    let holds = |one: &&T| {
        let (from, to) = dates(one);
        from <= date && to.is_none_or(|to| date <= to)
    };
    all.iter().filter(holds).max_by_key(|one| dates(one).0)
}

/// What `date` is.
#[must_use]
pub fn day(hours: &[Hours], closed: &[Closed], calendar: &Calendar, date: Date) -> Day {
    if let Some(closed) = closed.iter().find(|closed| closed.date == date) {
        return Day::Closed(closed.reason.clone());
    }
    let Some(hours) = holding(hours, date, |hours| (hours.from, hours.to)) else { return Day::Rest };
    let spans = match calendar.day(date).kind {
        Kind::Working | Kind::Unknown => &hours.working,
        Kind::Weekend => &hours.weekend,
        Kind::Holiday => &hours.holiday,
    };
    if spans.is_empty() { Day::Rest } else { Day::Open(spans.clone()) }
}

/// The times that can be booked on a working day that is open: minutes of the day, and places at each.
#[must_use]
pub fn times(capacity: &[Capacity], open: &Day, calendar: &Calendar, date: Date) -> (Vec<u16>, u16) {
    let Day::Open(open) = open else { return (Vec::new(), 0) };
    let Some(capacity) = holding(capacity, date, |one| (one.from, one.to)) else { return (Vec::new(), 0) };
    if !calendar.counts(date) || capacity.every == 0 {
        return (Vec::new(), 0);
    }
    let mut times = Vec::new();
    for (from, to) in capacity.within.all() {
        let mut minute = *from;
        while minute + capacity.every <= *to {
            if open.covers(minute, minute + capacity.every) {
                times.push(minute);
            }
            minute += capacity.every;
        }
    }
    (times, capacity.places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::notice::Notice;

    #[test]
    fn spans_are_read_strictly() {
        for good in ["09:00-12:00 13:30-17:00", "00:00-24:00", "", "\u{ff10}9:00-12:00"] {
            assert!(Spans::parse(good).is_ok(), "{good}");
        }
        for bad in ["9-12", "12:00-09:00", "09:00-12:00 11:00-13:00", "09:00-24:30", "09:60-10:00", "x", "09:00"] {
            assert!(Spans::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Spans::parse("09:00-12:00,13:30-17:00").unwrap().to_string(), "09:00-12:00 13:30-17:00");
    }

    fn calendar() -> Calendar {
        let notice: Notice = serde_json::from_str(
            r#"{"year":2026,"papers":[],"days":[{"name":"x","date":"2026-10-01","isOffDay":true},{"name":"x","date":"2026-10-10","isOffDay":false}]}"#,
        )
        .unwrap();
        Calendar::new([&notice])
    }

    #[test]
    fn a_day_is_open_by_the_hours_that_began_last_and_the_calendar() {
        let date = Date::constant;
        let spans = |text| Spans::parse(text).unwrap();
        let always = Hours {
            from: date(2026, 1, 1),
            to: None,
            working: spans("09:00-17:00"),
            weekend: spans("09:00-12:00"),
            holiday: Spans::default(),
        };
        let autumn = Hours {
            from: date(2026, 9, 1),
            to: Some(date(2026, 9, 30)),
            working: spans("08:00-16:00"),
            ..always.clone()
        };
        let closed = [Closed { date: date(2026, 9, 8), reason: Text::zh("x") }];
        let hours = [always, autumn];
        let day = |at| day(&hours, &closed, &calendar(), at);
        let table = [
            (date(2025, 12, 31), Day::Rest),
            (date(2026, 8, 31), Day::Open(spans("09:00-17:00"))),
            (date(2026, 9, 1), Day::Open(spans("08:00-16:00"))),
            (date(2026, 9, 5), Day::Open(spans("09:00-12:00"))),
            (date(2026, 9, 8), Day::Closed(Text::zh("x"))),
            (date(2026, 10, 1), Day::Rest),
            (date(2026, 10, 10), Day::Open(spans("09:00-17:00"))),
            (date(2026, 10, 12), Day::Open(spans("09:00-17:00"))),
        ];
        for (at, is) in table {
            assert_eq!(day(at), is, "{at}");
        }
        let capacity =
            [Capacity { from: date(2026, 1, 1), to: None, within: spans("08:30-10:30"), every: 30, places: 2 }];
        let times = |at| times(&capacity, &day(at), &calendar(), at).0;
        assert_eq!(times(date(2026, 8, 31)), [540, 570, 600]);
        assert_eq!(times(date(2026, 9, 1)), [510, 540, 570, 600]);
        assert!(times(date(2026, 9, 5)).is_empty(), "a Saturday that is open is not booked");
        assert_eq!(times(date(2026, 10, 10)), [540, 570, 600], "a make-up working day is");
    }
}
