//! Zones of times: none, an offset, or a name of the IANA database as compiled in.

use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::Date;

/// Where a time is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Zone {
    /// It says no zone.
    #[default]
    Local,
    /// Seconds east of UTC, less than a day.
    Offset(i32),
    /// By name, such as `Asia/Shanghai`.
    Named(TimeZone),
}

impl Zone {
    /// By name of the IANA database.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        static BUNDLED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
        if matches!(name, "Z" | "z") {
            return None;
        }
        BUNDLED.get(name).ok().map(Self::Named)
    }

    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(zone) => zone.iana_name(),
            _ => None,
        }
    }

    /// The offset that holds at every date, where there is one.
    pub(crate) fn fixed_offset(&self) -> Option<i32> {
        match self {
            Self::Offset(seconds) => Some(*seconds),
            Self::Local => None,
            // A time without date has no rule to go by; the offset of a winter's day in the north is taken.
            Self::Named(_) => self.offset_at(Date { year: 2000, month: 1, day: 1 }, 0),
        }
    }

    /// The offset at a local date and second of the day; of two where the clock is put back, the first.
    pub(crate) fn offset_at(&self, date: Date, second: u32) -> Option<i32> {
        let zone = match self {
            Self::Local => return None,
            Self::Offset(seconds) => return Some(*seconds),
            Self::Named(zone) => zone,
        };
        let year = i16::try_from(date.year.clamp(-9_000, 9_000)).ok()?;
        let day = if date.month == 2 { date.day.min(28) } else { date.day };
        let hour = i8::try_from(second / 3600).ok()?;
        let (minute, second) = (i8::try_from(second / 60 % 60).ok()?, i8::try_from(second % 60).ok()?);
        let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(day).ok()?);
        let local = civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
        Some(match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.seconds(),
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before.seconds(),
        })
    }
}
