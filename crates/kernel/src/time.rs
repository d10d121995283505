//! Moments and dates. A moment is milliseconds UTC; a legal date is a civil date in China, which
//! has kept UTC+8 without summer time since 1991. The clock and chance are parameters: only the
//! binary reads the machine's.

use serde::{Deserialize, Serialize};

pub use jiff::civil::Date;

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

const OFFSET_MILLIS: i64 = 8 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

impl Timestamp {
    /// The civil date in China at this moment.
    #[must_use]
    pub fn date(self) -> Date {
        let days = (self.0 + OFFSET_MILLIS).div_euclid(DAY_MILLIS);
        let epoch = Date::constant(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().days(days.clamp(-300_000, 300_000))).unwrap_or(epoch)
    }

    /// Minutes since midnight in China, 0 to 1439.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        let millis = (self.0 + OFFSET_MILLIS).rem_euclid(DAY_MILLIS);
        u16::try_from(millis / 60_000).unwrap_or(0)
    }

    /// Midnight in China at the beginning of `date`.
    #[must_use]
    pub fn start_of(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        let days = epoch.until(date).map_or(0, |span| i64::from(span.get_days()));
        Self(days * DAY_MILLIS - OFFSET_MILLIS)
    }

    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_millis(minutes.saturating_mul(60_000))
    }

    /// `2026-11-22 09:05`, time in China.
    #[must_use]
    pub fn minute_text(self) -> String {
        let minute = self.minute_of_day();
        format!("{} {:02}:{:02}", self.date(), minute / 60, minute % 60)
    }

    /// RFC 3339 with the offset of China, for programs.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let millis = (self.0 + OFFSET_MILLIS).rem_euclid(DAY_MILLIS);
        let (seconds, rest) = (millis / 1000, millis % 1000);
        format!("{}T{:02}:{:02}:{:02}.{rest:03}+08:00", self.date(), seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

/// Where the time comes from. Tests set it, the demo injects it, the binary reads the machine's.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Where chance comes from: ids, salts, secrets.
pub trait Chance: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_belongs_to_the_date_in_china() {
        let before_midnight = Timestamp(1_795_190_399_000); // 2026-11-20T15:59:59Z
        assert_eq!(before_midnight.date(), Date::constant(2026, 11, 20));
        assert_eq!(before_midnight.minute_of_day(), 23 * 60 + 59);
        assert_eq!(before_midnight.plus_millis(1000).date(), Date::constant(2026, 11, 21));
        assert_eq!(Timestamp::start_of(Date::constant(2026, 11, 21)), before_midnight.plus_millis(1000));
        assert_eq!(before_midnight.rfc3339(), "2026-11-20T23:59:59.000+08:00");
    }
}
