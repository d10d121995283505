//! Dates, times and durations of FEEL (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9): the proleptic Gregorian calendar with
//! years of up to nine digits, zones by offset or by name of the IANA database, which is compiled in.

mod text;
mod zone;

pub use text::Duration;
pub use zone::Zone;

/// Seconds a day.
pub(crate) const DAY: i64 = 86_400;
const NANOS: i64 = 1_000_000_000;
const YEARS: i64 = 999_999_999;

/// A date 日期.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// `None` where there is no such day.
    #[must_use]
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        if year.abs() > YEARS || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year: i32::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The date of a day number; `None` beyond nine digits of years.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let shifted = number.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self::new(year + era * 400 + i64::from(month <= 2), month, day)
    }

    /// Months later, on the last day of the month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        Self::new(year, month, i64::from(self.day).min(days_in_month(year, month)))
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// 1 for Monday to 7 for Sunday.
    #[must_use]
    pub fn weekday(self) -> i64 {
        (self.number() + 3).rem_euclid(7) + 1
    }

    /// 1 to 366.
    #[must_use]
    pub fn day_of_year(self) -> i64 {
        let first = Self { month: 1, day: 1, ..self };
        self.number() - first.number() + 1
    }

    /// The week by ISO 8601, 1 to 53.
    #[must_use]
    pub fn week_of_year(self) -> i64 {
        // The week belongs to the year in which its Thursday lies.
        let thursday = self.number() - self.weekday() + 4;
        Self::from_number(thursday).map_or(0, |date| (date.day_of_year() - 1) / 7 + 1)
    }

    /// At midnight UTC.
    #[must_use]
    pub fn midnight(self) -> DateTime {
        DateTime { date: self, time: Time { second: 0, nano: 0, zone: Zone::Offset(0) } }
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A time of day 时间, local or with a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Of the day, 0 to 86,399.
    pub second: u32,
    pub nano: u32,
    pub zone: Zone,
}

impl Time {
    #[must_use]
    pub fn new(hour: i64, minute: i64, second: i64, nano: i64, zone: Zone) -> Option<Self> {
        let good = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..NANOS).contains(&nano);
        let second = u32::try_from(hour * 3600 + minute * 60 + second).ok()?;
        good.then_some(Self { second, nano: u32::try_from(nano).ok()?, zone })
    }

    #[must_use]
    pub fn hour(&self) -> u32 {
        self.second / 3600
    }

    #[must_use]
    pub fn minute(&self) -> u32 {
        self.second / 60 % 60
    }

    /// Nanoseconds since midnight UTC, where its zone has one offset all year; since local midnight without zone.
    #[must_use]
    pub fn utc_nanos(&self) -> i64 {
        let offset = self.zone.fixed_offset().unwrap_or(0);
        (i64::from(self.second) - i64::from(offset)) * NANOS + i64::from(self.nano)
    }

    /// Later by a duration, around midnight.
    #[must_use]
    pub fn plus(&self, duration: DaysDuration) -> Self {
        let nanos = i128::from(self.second) * i128::from(NANOS) + i128::from(self.nano) + duration.nanos();
        let nanos = nanos.rem_euclid(i128::from(DAY * NANOS));
        let second = u32::try_from(nanos / i128::from(NANOS)).unwrap_or(0);
        let nano = u32::try_from(nanos % i128::from(NANOS)).unwrap_or(0);
        Self { second, nano, zone: self.zone.clone() }
    }
}

/// A date with a time 日期时间.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime {
    pub date: Date,
    pub time: Time,
}

impl DateTime {
    /// Seconds east of UTC at this moment; `None` without zone.
    #[must_use]
    pub fn offset(&self) -> Option<i32> {
        self.time.zone.offset_at(self.date, self.time.second)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; read as UTC where it has no zone.
    #[must_use]
    pub fn instant(&self) -> i128 {
        let seconds = self.date.number() * DAY + i64::from(self.time.second) - i64::from(self.offset().unwrap_or(0));
        i128::from(seconds) * i128::from(NANOS) + i128::from(self.time.nano)
    }

    #[must_use]
    pub fn plus(&self, duration: DaysDuration) -> Option<Self> {
        // Days are 24 hours; in a named zone the clock may show another hour afterwards.
        let before = self.offset().unwrap_or(0);
        let local = self.instant() + i128::from(before) * i128::from(NANOS);
        let moved = Self::from_local(local.checked_add(duration.nanos())?, self.time.zone.clone())?;
        let after = moved.offset().unwrap_or(before);
        if after == before {
            return Some(moved);
        }
        let shift = i128::from(after - before) * i128::from(NANOS);
        Self::from_local(local + duration.nanos() + shift, self.time.zone.clone())
    }

    #[must_use]
    pub fn plus_months(&self, months: i64) -> Option<Self> {
        Some(Self { date: self.date.plus_months(months)?, time: self.time.clone() })
    }

    /// The local date and time that many nanoseconds after 1970-01-01T00:00:00.
    #[must_use]
    pub fn from_local(nanos: i128, zone: Zone) -> Option<Self> {
        let day = i128::from(DAY) * i128::from(NANOS);
        let date = Date::from_number(i64::try_from(nanos.div_euclid(day)).ok()?)?;
        let rest = nanos.rem_euclid(day);
        let second = u32::try_from(rest / i128::from(NANOS)).ok()?;
        let nano = u32::try_from(rest % i128::from(NANOS)).ok()?;
        Some(Self { date, time: Time { second, nano, zone } })
    }
}

/// A duration in days, hours, minutes, seconds: nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaysDuration {
    pub seconds: i64,
    /// 0 to 999,999,999, added to the seconds also where they are negative.
    pub nano: u32,
}

impl DaysDuration {
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let unit = i128::from(NANOS);
        let seconds = i64::try_from(nanos.div_euclid(unit)).ok()?;
        // Halves of the range, so that sums of two never leave 64 bits.
        (seconds.unsigned_abs() < 1 << 62)
            .then_some(Self { seconds, nano: u32::try_from(nanos.rem_euclid(unit)).unwrap_or(0) })
    }

    #[must_use]
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS) + i128::from(self.nano)
    }
}

/// A duration in years and months: months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthsDuration(pub i64);

impl MonthsDuration {
    /// `None` beyond twelve digits of years.
    #[must_use]
    pub fn new(months: i64) -> Option<Self> {
        (months.unsigned_abs() < 12_000_000_000_000).then_some(Self(months))
    }
}

#[cfg(test)]
mod tests;
