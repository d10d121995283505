//! The working-day calendar 工作日历: weekends, public holidays and make-up working days as the State
//! Council's yearly notices set them, and the counting of limits over it (Administrative Licensing
//! Law art. 82, Civil Code art. 200 to 203). Where notices are kept and which body has which calendar
//! is for `directory`; office hours are no part of it.
//!
//! A year without a notice is provisional: weekends are known, other days are taken for working days
//! and every date computed over them says so. Days that a notice names in a neighbouring year (30
//! December 2006 in the notice for 2007) hold there too.

use serde::{Deserialize, Serialize};

use crate::{Date, Timestamp, notice::Notice};

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Working day 工作日, make-up working days included.
    Working,
    /// Saturday or Sunday that no notice names.
    Weekend,
    /// Day off by a notice 法定节假日 or moved day of rest.
    Holiday,
    /// Monday to Friday in a year without notice: counted as a working day, provisionally.
    Unknown,
}

impl Kind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Unknown => "unknown",
        }
    }

    /// Whether a limit in working days counts it.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Working | Self::Unknown)
    }
}

/// A day with the name that a notice gives it: the holiday's, on its make-up working days as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    pub kind: Kind,
    pub name: Option<&'a str>,
    /// A Saturday or Sunday worked 调休上班.
    pub make_up: bool,
}

/// The last day of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Due {
    #[serde(rename = "due")]
    #[schemars(with = "String")]
    pub date: Date,
    /// It rests on a year without notice, or on a pause that has not ended.
    pub provisional: bool,
}

/// When something arrived, and when its limits begin to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The civil date in China, whatever the hour or the day.
    pub date: Date,
    /// Day 1 of a limit in working days.
    pub day_one: Date,
    pub on_working_day: bool,
}

/// The notices, ready for counting.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    named: Vec<Named>,
    noticed: Vec<i16>,
}

#[derive(Debug, Clone)]
struct Named {
    /// Days since 1970-01-01.
    day: i64,
    off: bool,
    name: Box<str>,
    /// Working days more than Mondays to Fridays, up to and including this day.
    surplus: i64,
}

impl Calendar {
    /// From the yearly notices; where two name a day, the later in order holds. A notice without
    /// days is none.
    #[must_use]
    pub fn new<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Self {
        Self::with_local(notices, [])
    }

    /// The same with local days off and on, such as 三月三 in Guangxi: they go before the national
    /// ones and do not make a year noticed.
    #[must_use]
    pub fn with_local<'a>(
        national: impl IntoIterator<Item = &'a Notice>,
        local: impl IntoIterator<Item = &'a Notice>,
    ) -> Self {
        let mut days = std::collections::BTreeMap::new();
        let mut noticed = std::collections::BTreeSet::new();
        let national = national.into_iter().inspect(|notice| {
            if !notice.days.is_empty() {
                noticed.insert(notice.year);
            }
        });
        for named in national.chain(local).flat_map(|notice| &notice.days) {
            days.insert(number_of(named.date), named);
        }
        let mut surplus = 0;
        let named = days.into_iter().map(|(day, named)| {
            surplus += i64::from(!named.off) - i64::from(!is_weekend(day));
            Named { day, off: named.off, name: named.name.as_str().into(), surplus }
        });
        Self { named: named.collect(), noticed: noticed.into_iter().collect() }
    }

    /// Whether the notice of the year is known.
    #[must_use]
    pub fn has_notice(&self, year: i16) -> bool {
        self.noticed.binary_search(&year).is_ok()
    }

    /// The years whose notice is known, in order.
    #[must_use]
    pub fn noticed_years(&self) -> &[i16] {
        &self.noticed
    }

    #[must_use]
    pub fn day(&self, date: Date) -> Day<'_> {
        let day = number_of(date);
        let weekend = is_weekend(day);
        let named = self.named.binary_search_by_key(&day, |named| named.day).ok().and_then(|at| self.named.get(at));
        let kind = match named {
            Some(named) if named.off => Kind::Holiday,
            Some(_) => Kind::Working,
            None if weekend => Kind::Weekend,
            None if self.has_notice(date.year()) => Kind::Working,
            None => Kind::Unknown,
        };
        Day { kind, name: named.map(|named| &*named.name), make_up: weekend && kind == Kind::Working }
    }

    /// Whether a limit in working days counts the day.
    #[must_use]
    pub fn counts(&self, date: Date) -> bool {
        self.day(date).kind.counts()
    }

    /// The last of `working_days` after `from`, which itself is not counted. No days at all end on
    /// `from`, or on the next working day where nobody works on `from`.
    #[must_use]
    pub fn due(&self, from: Date, working_days: u32) -> Due {
        if working_days == 0 {
            return self.rolled(from);
        }
        let target = self.through(number_of(from)).saturating_add(i64::from(working_days));
        let date = date_of(self.reach(target));
        Due { date, provisional: self.unsure(date_of(number_of(from) + 1), date) }
    }

    /// The day itself where it is a working day, else the next one (Civil Code art. 203).
    #[must_use]
    pub fn rolled(&self, last: Date) -> Due {
        let date = if self.counts(last) { last } else { self.next_working_day(last) };
        Due { date, provisional: self.unsure(last, date) }
    }

    /// The first working day after `date`.
    #[must_use]
    pub fn next_working_day(&self, date: Date) -> Date {
        date_of(self.reach(self.through(number_of(date)).saturating_add(1)))
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let count = self.through(number_of(to)) - self.through(number_of(from));
        u32::try_from(count).unwrap_or(0)
    }

    /// What arrives online at night or on a holiday arrived then; day 1 is the next working day
    /// (Administrative Licensing Law art. 82: counting begins the next day).
    #[must_use]
    pub fn arrival(&self, at: Timestamp) -> Arrival {
        let date = at.date();
        Arrival { date, day_one: self.next_working_day(date), on_working_day: self.counts(date) }
    }

    /// Whether a year from `first` to `last` has no notice.
    fn unsure(&self, first: Date, last: Date) -> bool {
        !(first.year()..=last.year()).all(|year| self.has_notice(year))
    }

    /// Working days up to and including `day`, from a fixed day of long ago.
    fn through(&self, day: i64) -> i64 {
        let before = self.named.partition_point(|named| named.day <= day);
        weekdays_through(day) + self.surplus_before(before)
    }

    /// The first day with `target` working days through it.
    fn reach(&self, target: i64) -> i64 {
        let at = self.named.partition_point(|named| weekdays_through(named.day) + named.surplus < target);
        let plain = weekday_numbered(target - self.surplus_before(at));
        self.named.get(at).map_or(plain, |named| plain.min(named.day))
    }

    fn surplus_before(&self, count: usize) -> i64 {
        count.checked_sub(1).and_then(|at| self.named.get(at)).map_or(0, |named| named.surplus)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs().div_euclid(86_400)
}

/// The date of a day number; the ends of the calendar where it lies beyond.
pub(crate) fn date_of(day: i64) -> Date {
    let span = jiff::Span::new().try_days(day);
    let end = if day < 0 { Date::MIN } else { Date::MAX };
    span.and_then(|span| EPOCH.checked_add(span)).unwrap_or(end)
}

/// 1970-01-01 was a Thursday: day -3 is a Monday.
fn is_weekend(day: i64) -> bool {
    (day + 3).rem_euclid(7) >= 5
}

/// Mondays to Fridays from day -3 to `day`; negative before.
fn weekdays_through(day: i64) -> i64 {
    let days = day + 4;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The Monday to Friday that is number `count` from day -3.
fn weekday_numbered(count: i64) -> i64 {
    let before = count - 1;
    before.div_euclid(5) * 7 + before.rem_euclid(5) - 3
}

#[cfg(test)]
pub(crate) mod tests;
