//! Times of timers 计时: ISO 8601 dates, durations and cycles as BPMN writes them, and one form more, `P20WD`: 20 working
//! days by the calendar, over at the end of the last of them. Days, months and years are counted in China. Not here: what
//! a limit of the law means (`kernel::ledger`).

use kernel::{Calendar, Date, Limit, Timestamp};

use crate::model::TimerForm;
use crate::state::Alarm;
use rules::feel::Value;

const DAY: i64 = 86_400_000;

/// What a timer says, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    At(Timestamp),
    After(Period),
    /// Fires every period; how often (none: for ever), and when first, if it says so.
    Every {
        period: Box<str>,
        times: Option<u32>,
        first: Option<Timestamp>,
    },
}

/// A length of time: months, days, milliseconds, or working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    pub months: i32,
    pub days: i32,
    pub millis: i64,
    pub working_days: u32,
}

/// Reads a timer's text. None: it is in no form known here.
#[must_use]
pub fn schedule(form: TimerForm, text: &str) -> Option<Schedule> {
    let text = text.trim();
    match form {
        TimerForm::Date => moment(text).map(Schedule::At),
        TimerForm::Duration => period(text).map(Schedule::After),
        TimerForm::Cycle => cycle(text).or_else(|| period(text).map(|_| every(text, None, None))),
        TimerForm::Unset => moment(text).map(Schedule::At).or_else(|| period(text).map(Schedule::After)),
    }
}

/// The schedule that a computed value means.
#[must_use]
pub fn of_value(form: TimerForm, value: &Value) -> Option<Schedule> {
    schedule(form, &crate::expression::text(value))
}

impl Schedule {
    /// The alarm of a timer armed at `now`.
    #[must_use]
    pub fn alarm(&self, now: Timestamp, calendar: &Calendar) -> Option<Alarm> {
        match self {
            Self::At(due) => Some(Alarm { due: *due, from: now, every: None }),
            Self::After(period) => Some(Alarm { due: period.after(now, calendar)?, from: now, every: None }),
            Self::Every { times: Some(0), .. } => None,
            Self::Every { period: text, times, first } => {
                let due = match first {
                    Some(first) => *first,
                    None => period(text)?.after(now, calendar)?,
                };
                Some(Alarm { due, from: now, every: Some((text.clone(), times.map(|times| times - 1))) })
            }
        }
    }
}

impl Alarm {
    /// The next alarm of a cycle after this one fired.
    #[must_use]
    pub fn next(&self, calendar: &Calendar) -> Option<Self> {
        let (text, left) = self.every.as_ref()?;
        let left = match left {
            Some(0) => return None,
            Some(left) => Some(left - 1),
            None => None,
        };
        let due = period(text)?.after(self.due, calendar)?;
        // A period of nothing would fire for ever in one moment.
        (due > self.due).then(|| Self { due, from: self.due, every: Some((text.clone(), left)) })
    }
}

impl Period {
    /// The moment that lies this long after `from`. None: beyond the calendar of the machine.
    #[must_use]
    pub fn after(self, from: Timestamp, calendar: &Calendar) -> Option<Timestamp> {
        let mut at = from;
        if self.working_days > 0 {
            at = Limit::working_days(self.working_days).due_at(from, calendar).late_from;
        }
        if self.months != 0 {
            let date = at.date();
            let of_day = at.0 - Timestamp::start_of(date).0;
            let later = date.checked_add(jiff::Span::new().try_months(self.months).ok()?).ok()?;
            at = Timestamp::start_of(later).plus_millis(of_day);
        }
        Some(at.plus_millis(i64::from(self.days) * DAY).plus_millis(self.millis))
    }
}

fn every(text: &str, times: Option<u32>, first: Option<Timestamp>) -> Schedule {
    Schedule::Every { period: text.into(), times, first }
}

/// `R3/PT10H`, `R/2026-01-01T00:00:00Z/P1D`.
fn cycle(text: &str) -> Option<Schedule> {
    let mut parts = text.strip_prefix('R')?.split('/');
    let times = match parts.next()? {
        "" | "-1" => None,
        number => Some(number.parse().ok()?),
    };
    let (second, third) = (parts.next()?, parts.next());
    match (third, parts.next()) {
        (None, _) => period(second).map(|_| every(second, times, None)),
        (Some(third), None) if period(third).is_some() => Some(every(third, times, Some(moment(second)?))),
        _ => None,
    }
}

/// An ISO 8601 duration, or `PnWD`.
#[must_use]
pub fn period(text: &str) -> Option<Period> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let text = text.strip_prefix('P')?;
    if let Some(days) = text.strip_suffix("WD") {
        let working_days = days.parse().ok().filter(|_| sign > 0)?;
        return Some(Period { working_days, ..Period::default() });
    }
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    if (date.is_empty() && time.is_none()) || time == Some("") {
        return None;
    }
    let mut out = Period::default();
    for (number, unit) in fields(date)? {
        let number = i32::try_from(number.whole()?).ok()?;
        match unit {
            'Y' => out.months = out.months.checked_add(number.checked_mul(12 * sign)?)?,
            'M' => out.months = out.months.checked_add(number * sign)?,
            'W' => out.days = out.days.checked_add(number.checked_mul(7 * sign)?)?,
            'D' => out.days = out.days.checked_add(number * sign)?,
            _ => return None,
        }
    }
    for (number, unit) in fields(time.unwrap_or(""))? {
        let each = match unit {
            'H' => 3_600_000,
            'M' => 60_000,
            'S' => 1_000,
            _ => return None,
        };
        out.millis = out.millis.checked_add(number.times(each)?.checked_mul(i64::from(sign))?)?;
    }
    Some(out)
}

/// A number of a field in thousandths, so that `PT0.5S` is exact.
#[derive(Clone, Copy)]
struct Thousandths(i64);

impl Thousandths {
    fn whole(self) -> Option<i64> {
        (self.0 % 1_000 == 0).then_some(self.0 / 1_000)
    }

    fn times(self, millis: i64) -> Option<i64> {
        self.0.checked_mul(millis).map(|out| out / 1_000)
    }
}

fn fields(text: &str) -> Option<Vec<(Thousandths, char)>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, tail) = rest.split_at(end);
        let unit = tail.chars().next()?;
        out.push((thousandths(number)?, unit));
        rest = tail.get(1..)?;
    }
    Some(out)
}

fn thousandths(text: &str) -> Option<Thousandths> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) || whole.is_empty() {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: i64 = whole.parse().ok()?;
    Some(Thousandths(whole.checked_mul(1_000)?.checked_add(part.parse().ok()?)?))
}

/// A date (its beginning), a date and time in China, or with an offset.
#[must_use]
pub fn moment(text: &str) -> Option<Timestamp> {
    let Some((date, time)) = text.split_once('T') else {
        return text.parse::<Date>().ok().map(Timestamp::start_of);
    };
    if time.ends_with(['Z', 'z']) || time.contains(['+', '-']) {
        let plain = text.split_once('[').map_or(text, |(plain, _)| plain);
        return plain.parse::<jiff::Timestamp>().ok().map(|at| Timestamp(at.as_millisecond()));
    }
    let time: jiff::civil::Time = time.parse().ok()?;
    let of_day = time.duration_since(jiff::civil::Time::midnight()).as_millis();
    let midnight = Timestamp::start_of(date.parse::<Date>().ok()?);
    Some(midnight.plus_millis(i64::try_from(of_day).ok()?))
}

/// Milliseconds as an ISO 8601 duration, such as `PT10S` or `P1DT2H`.
#[must_use]
pub fn duration_text(millis: i64) -> String {
    if millis == 0 {
        return "PT0S".to_owned();
    }
    let (sign, millis) = (if millis < 0 { "-" } else { "" }, millis.unsigned_abs());
    let (days, hours, minutes) = (millis / 86_400_000, millis / 3_600_000 % 24, millis / 60_000 % 60);
    let (seconds, rest) = (millis / 1_000 % 60, millis % 1_000);
    let mut out = format!("{sign}P");
    if days > 0 {
        out += &format!("{days}D");
    }
    if hours + minutes + seconds + rest > 0 {
        out.push('T');
    }
    for (number, unit) in [(hours, 'H'), (minutes, 'M')] {
        if number > 0 {
            out += &format!("{number}{unit}");
        }
    }
    match (seconds, rest) {
        (0, 0) => {}
        (_, 0) => out += &format!("{seconds}S"),
        _ => out += format!("{seconds}.{rest:03}").trim_end_matches('0'),
    }
    if rest > 0 {
        out.push('S');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_the_standard_are_read() {
        let at = |text: &str| period(text).and_then(|period| period.after(Timestamp(0), &Calendar::default()));
        assert_eq!(at("PT10S"), Some(Timestamp(10_000)));
        assert_eq!(at("PT0.5S"), Some(Timestamp(500)));
        assert_eq!(at("P1DT2H"), Some(Timestamp(93_600_000)));
        assert_eq!(at("P2W"), Some(Timestamp(14 * DAY)));
        assert_eq!(at("P1M"), Some(Timestamp(31 * DAY)));
        assert_eq!(at("-PT1S"), Some(Timestamp(-1_000)));
        for wrong in ["", "P", "PT", "10", "P1.5D", "PT1", "P1H", "PTxS", "P99999999999D"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn working_days_end_with_the_last_of_them() {
        // Friday 2026-11-20, noon in China: the second working day is Tuesday.
        let from = moment("2026-11-20T12:00:00").unwrap();
        let due = period("P2WD").and_then(|period| period.after(from, &Calendar::default()));
        assert_eq!(due, moment("2026-11-25"));
    }

    #[test]
    fn cycles_count_down() {
        let schedule = schedule(TimerForm::Cycle, "R2/PT1M").unwrap();
        let first = schedule.alarm(Timestamp(0), &Calendar::default()).unwrap();
        assert_eq!(first.due, Timestamp(60_000));
        let second = first.next(&Calendar::default()).unwrap();
        assert_eq!(second.due, Timestamp(120_000));
        assert_eq!(second.next(&Calendar::default()), None);
    }

    #[test]
    fn a_length_is_written_as_it_is_read() {
        for text in ["PT0S", "PT10S", "PT1M", "P1D", "P3DT4H5M6S", "PT0.25S"] {
            let millis = period(text).unwrap().after(Timestamp(0), &Calendar::default()).unwrap().0;
            assert_eq!(duration_text(millis), text);
        }
    }

    #[test]
    fn moments_have_an_offset_or_are_in_china() {
        assert_eq!(moment("1970-01-01T08:00:00"), Some(Timestamp(0)));
        assert_eq!(moment("1970-01-01T00:00:00Z"), Some(Timestamp(0)));
        assert_eq!(moment("1970-01-01T01:00:00+01:00"), Some(Timestamp(0)));
        assert_eq!(moment("tomorrow"), None);
    }
}
