//! A limit of time 时限 with its unit, and the day it ends: statutory limits, promised limits, limits
//! for correction and for remedies. Where there is none there is no `Limit`; what pauses or extends
//! one is in `ledger`.
//!
//! Counting begins the next day (Administrative Licensing Law art. 82, Civil Code art. 201). A limit
//! in calendar days, months or years whose last day is no working day ends on the next one (Civil
//! Code art. 203); a month without the day ends on its last (art. 202).

use serde::{Deserialize, Serialize};

use crate::{
    Date, Timestamp,
    calendar::{Calendar, Due, date_of, number_of},
};

/// Unit of a limit 时限单位.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 小时, running on through nights.
    Hours,
    /// 工作日.
    WorkingDays,
    /// 自然日, 日 where a law other than the Administrative Licensing Law says so.
    CalendarDays,
    /// 月.
    Months,
    /// 年.
    Years,
}

impl Unit {
    pub const ALL: [Self; 5] = [Self::Hours, Self::WorkingDays, Self::CalendarDays, Self::Months, Self::Years];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::WorkingDays => "working_days",
            Self::CalendarDays => "calendar_days",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text)
    }
}

/// A limit 时限: `{"n":20,"unit":"working_days"}`. None at all of a unit means on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Limit {
    pub n: u32,
    pub unit: Unit,
}

/// The last moment of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueAt {
    /// What comes at this moment or later is late.
    pub late_from: Timestamp,
    pub provisional: bool,
}

impl Limit {
    #[must_use]
    pub const fn new(n: u32, unit: Unit) -> Self {
        Self { n, unit }
    }

    #[must_use]
    pub const fn working_days(n: u32) -> Self {
        Self { n, unit: Unit::WorkingDays }
    }

    #[must_use]
    pub const fn calendar_days(n: u32) -> Self {
        Self { n, unit: Unit::CalendarDays }
    }

    /// The last day of the limit that begins on `from`. Hours are taken by the day: less than 24 end
    /// the same day, more end after the days they begin; `due_at` knows the hour.
    #[must_use]
    pub fn due(self, from: Date, calendar: &Calendar) -> Due {
        match self.end_by_calendar(from) {
            Some(last) => calendar.rolled(last),
            None => calendar.due(from, self.n),
        }
    }

    /// The last moment of the limit that begins at `from`: the end of the last day, or for hours the
    /// hour itself, put off to the same hour of the next working day where its day is none.
    #[must_use]
    pub fn due_at(self, from: Timestamp, calendar: &Calendar) -> DueAt {
        if self.unit == Unit::Hours {
            let plain = from.plus_minutes(i64::from(self.n) * 60);
            let rolled = calendar.rolled(plain.date());
            let days = number_of(rolled.date) - number_of(plain.date());
            return DueAt { late_from: plain.plus_millis(days * 86_400_000), provisional: rolled.provisional };
        }
        let due = self.due(from.date(), calendar);
        DueAt { late_from: Timestamp::start_of(date_of(number_of(due.date) + 1)), provisional: due.provisional }
    }

    /// The first start date at which this promise 承诺时限 would end later than the limit of the law
    /// 法定时限; none where it never does. Computed as dates from every day of the years whose notice
    /// is known, so that 30 calendar days stand beside 20 working days in the worst of calendars.
    #[must_use]
    pub fn first_later_than(self, law: Self, calendar: &Calendar) -> Option<Date> {
        if self.unit == law.unit && self.n <= law.n {
            return None;
        }
        let years = calendar.noticed_years();
        let first = Date::new(years.first().copied().unwrap_or(2000), 1, 1).unwrap_or(Date::MIN);
        let last = Date::new(years.last().copied().unwrap_or(2003), 12, 31).unwrap_or(Date::MAX);
        (number_of(first)..=number_of(last))
            .map(date_of)
            .find(|from| self.due(*from, calendar).date > law.due(*from, calendar).date)
    }

    /// The last day by the calendar alone, before it is rolled; none for working days.
    pub(crate) fn end_by_calendar(self, from: Date) -> Option<Date> {
        let n = i64::from(self.n);
        let months = |n| jiff::Span::new().try_months(n).and_then(|span| from.checked_add(span)).unwrap_or(Date::MAX);
        match self.unit {
            Unit::WorkingDays => None,
            Unit::Hours if self.n < 24 => Some(from),
            Unit::Hours => Some(date_of(number_of(from) + i64::from(self.n.div_ceil(24)))),
            Unit::CalendarDays => Some(date_of(number_of(from) + n)),
            Unit::Months => Some(months(n)),
            Unit::Years => Some(months(n * 12)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::tests::{any_calendar, any_date, calendar, date};

    #[test]
    fn a_limit_ends_as_its_unit_says() {
        let calendar = calendar();
        for (n, unit, from, due) in [
            (20, Unit::WorkingDays, "2026-09-25", "2026-10-29"),
            // Administrative Reconsideration Law art. 20: 60 days, here ending in a holiday.
            (60, Unit::CalendarDays, "2026-08-05", "2026-10-08"),
            (60, Unit::CalendarDays, "2026-08-11", "2026-10-10"),
            (1, Unit::Months, "2026-01-31", "2026-02-28"),
            (6, Unit::Months, "2026-01-15", "2026-07-15"),
            (1, Unit::Years, "2025-10-03", "2026-10-08"),
            (2, Unit::Hours, "2026-11-20", "2026-11-20"),
            (24, Unit::Hours, "2026-11-19", "2026-11-20"),
            (48, Unit::Hours, "2026-11-20", "2026-11-23"),
            (0, Unit::CalendarDays, "2026-11-20", "2026-11-20"),
        ] {
            assert_eq!(Limit { n, unit }.due(date(from), &calendar).date, date(due), "{n} {unit:?} from {from}");
        }
        let never = Limit { n: u32::MAX, unit: Unit::Years };
        assert_eq!(never.due(date("2026-01-01"), &calendar).date, Date::MAX);
    }

    #[test]
    fn hours_end_at_their_hour_and_days_at_midnight() {
        let calendar = calendar();
        let at = |day, hour: i64| Timestamp::start_of(date(day)).plus_minutes(hour * 60);
        for (limit, from, late_from) in [
            (Limit::new(2, Unit::Hours), at("2026-11-20", 10), at("2026-11-20", 12)),
            (Limit::new(2, Unit::Hours), at("2026-11-20", 23), at("2026-11-23", 1)),
            (Limit::new(24, Unit::Hours), at("2026-11-20", 10), at("2026-11-23", 10)),
            (Limit::working_days(5), at("2026-11-20", 10), at("2026-11-28", 0)),
        ] {
            assert_eq!(limit.due_at(from, &calendar).late_from, late_from, "{limit:?}");
        }
    }

    #[test]
    fn a_promise_is_held_against_the_law_in_the_worst_calendar() {
        let calendar = calendar();
        for (promise, law, later) in [
            (Limit::working_days(5), Limit::working_days(20), false),
            (Limit::working_days(21), Limit::working_days(20), true),
            (Limit::calendar_days(20), Limit::working_days(20), false),
            // 30 days are mostly longer than 20 working days, and shorter over the Spring Festival.
            (Limit::calendar_days(30), Limit::working_days(20), true),
            (Limit::working_days(15), Limit::calendar_days(20), true),
            (Limit::calendar_days(60), Limit::new(2, Unit::Months), true),
            (Limit::calendar_days(59), Limit::new(2, Unit::Months), false),
            (Limit::new(12, Unit::Months), Limit::new(1, Unit::Years), false),
            (Limit::new(24, Unit::Hours), Limit::working_days(1), false),
        ] {
            assert_eq!(promise.first_later_than(law, &calendar).is_some(), later, "{promise:?} under {law:?}");
        }
    }

    #[test]
    fn a_limit_is_written_with_its_unit() {
        let text = r#"{"n":20,"unit":"working_days"}"#;
        assert_eq!(serde_json::to_string(&Limit::working_days(20)).unwrap(), text);
        assert_eq!(serde_json::from_str::<Limit>(text).unwrap(), Limit::working_days(20));
        for unit in Unit::ALL {
            assert_eq!(Unit::parse(unit.as_str()), Some(unit));
        }
    }

    proptest! {
        #[test]
        fn a_limit_in_calendar_days_ends_on_a_working_day_not_before(
            calendar in any_calendar(), from in any_date(), n in 0u32..100,
        ) {
            let due = Limit::calendar_days(n).due(from, &calendar).date;
            prop_assert!(calendar.counts(due) && number_of(due) >= number_of(from) + i64::from(n));
            // So many calendar days never end later than so many working days.
            prop_assert!(due <= Limit::working_days(n).due(from, &calendar).date);
        }
    }
}
