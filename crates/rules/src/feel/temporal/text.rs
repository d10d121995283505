//! Dates, times and durations as text: XML Schema's lexical forms, with `@Zone/Name` behind a time as FEEL adds.

use std::fmt::{self, Write as _};

use super::{DAY, Date, DateTime, DaysDuration, MonthsDuration, NANOS, Time, Zone};

impl Date {
    /// `[-]YYYY-MM-DD`, years of four to nine digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = sign(text);
        let mut parts = rest.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() < 4 || year.len() > 9 || (year.len() > 4 && year.starts_with('0')) {
            return None;
        }
        let year = number(year)?;
        Self::new(if negative { -year } else { year }, two(month)?, two(day)?)
    }
}

impl Time {
    /// `HH:MM:SS[.fraction][Z|+HH:MM[:SS]|@Zone/Name]`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let clock_end = text.find(['Z', 'z', '+', '-', '@']).unwrap_or(text.len());
        let (clock, zone) = text.split_at_checked(clock_end)?;
        let zone = zone_of(zone)?;
        let (whole, fraction) = match clock.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, nanos(fraction)?),
            None => (clock, 0),
        };
        let mut parts = whole.split(':');
        let (hour, minute, second) = (two(parts.next()?)?, two(parts.next()?)?, two(parts.next()?)?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(hour, minute, second, fraction, zone)
    }
}

impl DateTime {
    /// A date, `T`, and a time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let date = Date::parse(date)?;
        // The end of a day is written 24:00:00 in XML Schema.
        if let Some(rest) = time.strip_prefix("24:00:00") {
            let rest = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches('0'));
            let time = Time::parse(&format!("00:00:00{rest}"))?;
            return Some(Self { date: date.plus_days(1)?, time });
        }
        Some(Self { date, time: Time::parse(time)? })
    }
}

/// A duration of either kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    Days(DaysDuration),
    Months(MonthsDuration),
}

impl Duration {
    /// `[-]PnYnM` or `[-]PnDTnHnMnS`; not both kinds in one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = sign(text);
        let rest = rest.strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        if time.is_empty() && date.ends_with(['Y', 'M']) {
            let mut rest = date;
            let years = take(&mut rest, 'Y')?;
            let months = take(&mut rest, 'M')?;
            let total = years.unwrap_or(0).checked_mul(12)?.checked_add(months.unwrap_or(0))?;
            return rest.is_empty().then_some(Self::Months(MonthsDuration::new(if negative {
                -total
            } else {
                total
            })?));
        }
        let (mut date, mut time) = (date, time);
        let days = take(&mut date, 'D')?.unwrap_or(0);
        let hours = take(&mut time, 'H')?.unwrap_or(0);
        let minutes = take(&mut time, 'M')?.unwrap_or(0);
        let (seconds, fraction) = match time.strip_suffix('S') {
            Some(seconds) => match seconds.split_once('.') {
                Some((whole, "")) => (number(whole)?, 0),
                Some((whole, fraction)) => (number(whole)?, nanos(fraction)?),
                None => (number(seconds)?, 0),
            },
            None if time.is_empty() => (0, 0),
            None => return None,
        };
        if !date.is_empty() {
            return None;
        }
        let seconds = i128::from(days) * i128::from(DAY)
            + i128::from(hours) * 3600
            + i128::from(minutes) * 60
            + i128::from(seconds);
        let total = seconds * i128::from(NANOS) + i128::from(fraction);
        DaysDuration::from_nanos(if negative { -total } else { total }).map(Self::Days)
    }
}

fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest))
}

/// The number before `unit`, if it is there; `None` where what is there is no number.
fn take(text: &mut &str, unit: char) -> Option<Option<i64>> {
    match text.split_once(unit) {
        Some((digits, rest)) => {
            *text = rest;
            number(digits).map(Some)
        }
        None => Some(None),
    }
}

fn number(digits: &str) -> Option<i64> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn two(digits: &str) -> Option<i64> {
    if digits.len() == 2 { number(digits) } else { None }
}

/// A fraction of a second; what is finer than a nanosecond is cut.
fn nanos(fraction: &str) -> Option<i64> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = format!("{fraction:0<9}");
    number(text.get(..9)?)
}

fn zone_of(text: &str) -> Option<Zone> {
    match text.chars().next() {
        None => Some(Zone::Local),
        Some('Z' | 'z') => (text.len() == 1).then_some(Zone::Offset(0)),
        Some('@') => Zone::named(text.get(1..)?),
        Some(sign) => {
            let mut parts = text.get(1..)?.split(':');
            let (hours, minutes) = (two(parts.next()?)?, two(parts.next()?)?);
            let seconds = parts.next().map_or(Some(0), two)?;
            if parts.next().is_some() || minutes > 59 || seconds > 59 {
                return None;
            }
            let total = hours * 3600 + minutes * 60 + seconds;
            if total > 18 * 3600 {
                return None;
            }
            i32::try_from(if sign == '-' { -total } else { total }).ok().map(Zone::Offset)
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second % 60)?;
        fraction(f, self.nano)?;
        write!(f, "{}", self.zone)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => Ok(()),
            Self::Offset(0) => f.write_char('Z'),
            Self::Offset(seconds) => {
                let size = seconds.unsigned_abs();
                let sign = if *seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
                if size % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", size % 60) }
            }
            Self::Named(_) => write!(f, "@{}", self.name().unwrap_or_default()),
        }
    }
}

impl fmt::Display for MonthsDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.0.unsigned_abs() / 12, self.0.unsigned_abs() % 12);
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        if years > 0 {
            write!(f, "{years}Y")?;
        }
        if months > 0 || years == 0 {
            write!(f, "{months}M")?;
        }
        Ok(())
    }
}

impl fmt::Display for DaysDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.nanos();
        let size = nanos.unsigned_abs();
        let (total, nano) = (size / 1_000_000_000, size % 1_000_000_000);
        let (days, rest) = (total / 86_400, total % 86_400);
        let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
        f.write_str(if nanos < 0 { "-P" } else { "P" })?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if days > 0 && rest == 0 && nano == 0 {
            return Ok(());
        }
        f.write_char('T')?;
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        if seconds > 0 || nano > 0 || (days == 0 && rest == 0) {
            write!(f, "{seconds}")?;
            fraction(f, u32::try_from(nano).unwrap_or(0))?;
            f.write_char('S')?;
        }
        Ok(())
    }
}

fn fraction(f: &mut fmt::Formatter<'_>, nano: u32) -> fmt::Result {
    if nano == 0 {
        return Ok(());
    }
    let digits = format!("{nano:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}
