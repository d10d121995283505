//! The calendar against the notice of 2026 and against counting day by day.

use proptest::prelude::*;

use super::*;
use crate::notice::NamedDay;

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The State Council's notice for 2026, spans of days.
pub(crate) fn notice_of_2026() -> Notice {
    let spans = [
        ("元旦", "2026-01-01", 3, true),
        ("元旦", "2026-01-04", 1, false),
        ("春节", "2026-02-14", 1, false),
        ("春节", "2026-02-15", 9, true),
        ("春节", "2026-02-28", 1, false),
        ("清明节", "2026-04-04", 3, true),
        ("劳动节", "2026-05-01", 5, true),
        ("劳动节", "2026-05-09", 1, false),
        ("端午节", "2026-06-19", 3, true),
        ("国庆节", "2026-09-20", 1, false),
        ("中秋节", "2026-09-25", 3, true),
        ("国庆节", "2026-10-01", 7, true),
        ("国庆节", "2026-10-10", 1, false),
    ];
    let days = spans.into_iter().flat_map(|(name, first, count, off)| {
        (0..count).map(move |add| NamedDay { name: name.into(), date: date_of(number_of(date(first)) + add), off })
    });
    Notice { year: 2026, papers: Vec::new(), days: days.collect() }
}

pub(crate) fn calendar() -> Calendar {
    Calendar::new(&[notice_of_2026(), Notice { year: 2027, papers: Vec::new(), days: Vec::new() }])
}

#[test]
fn a_day_is_what_the_notice_says() {
    let calendar = calendar();
    for (text, kind, name, make_up) in [
        ("2026-09-24", Kind::Working, None, false),
        ("2026-09-25", Kind::Holiday, Some("中秋节"), false),
        ("2026-09-26", Kind::Holiday, Some("中秋节"), false),
        ("2026-10-10", Kind::Working, Some("国庆节"), true),
        ("2026-10-11", Kind::Weekend, None, false),
        ("2026-12-31", Kind::Working, None, false),
        ("2027-01-01", Kind::Unknown, None, false),
        ("2027-01-02", Kind::Weekend, None, false),
        ("1949-10-01", Kind::Weekend, None, false),
    ] {
        assert_eq!(calendar.day(date(text)), Day { kind, name, make_up }, "{text}");
    }
    assert!(calendar.has_notice(2026) && !calendar.has_notice(2027));
}

#[test]
fn counting_begins_the_next_day_and_skips_holidays() {
    // Administrative Licensing Law art. 82.
    let calendar = calendar();
    for (from, days, due, provisional) in [
        ("2026-09-24", 1, "2026-09-28", false),
        ("2026-09-25", 20, "2026-10-29", false),
        ("2026-09-30", 1, "2026-10-08", false),
        ("2026-10-08", 2, "2026-10-10", false),
        ("2026-11-20", 1, "2026-11-23", false),
        ("2026-11-20", 0, "2026-11-20", false),
        ("2026-11-21", 0, "2026-11-23", false),
        ("2026-12-31", 1, "2027-01-01", true),
        ("2026-12-01", 45, "2027-02-02", true),
        ("2025-12-31", 1, "2026-01-04", false),
        ("2025-12-30", 1, "2025-12-31", true),
    ] {
        let due = Due { date: date(due), provisional };
        assert_eq!(calendar.due(date(from), days), due, "{days} from {from}");
    }
    assert_eq!(calendar.rolled(date("2026-10-03")), Due { date: date("2026-10-08"), provisional: false });
    assert_eq!(calendar.working_days_between(date("2026-09-25"), date("2026-10-29")), 20);
    assert_eq!(calendar.working_days_between(date("2026-10-29"), date("2026-09-25")), 0);
}

#[test]
fn what_arrives_at_night_or_on_a_holiday_counts_from_the_next_working_day() {
    let calendar = calendar();
    for (day, minute, day_one, on_working_day) in [
        ("2026-11-20", 23 * 60 + 59, "2026-11-23", true),
        ("2026-11-20", 0, "2026-11-23", true),
        ("2026-11-21", 600, "2026-11-23", false),
        ("2026-10-02", 600, "2026-10-08", false),
    ] {
        let arrival = calendar.arrival(Timestamp::start_of(date(day)).plus_minutes(minute));
        assert_eq!(arrival, Arrival { date: date(day), day_one: date(day_one), on_working_day }, "{day}");
    }
}

#[test]
fn local_days_go_before_national_ones_and_make_no_year_noticed() {
    let local = |text: &str, off| Notice {
        year: date(text).year(),
        papers: Vec::new(),
        days: vec![NamedDay { name: "三月三".into(), date: date(text), off }],
    };
    let calendar = Calendar::with_local(&[notice_of_2026()], &[local("2026-04-20", true), local("2027-04-09", true)]);
    assert_eq!(calendar.day(date("2026-04-20")).kind, Kind::Holiday);
    assert_eq!(calendar.day(date("2027-04-09")).kind, Kind::Holiday);
    assert_eq!(calendar.noticed_years(), [2026]);
}

#[test]
fn counting_ends_at_the_end_of_the_calendar() {
    assert_eq!(calendar().due(date("2026-01-01"), u32::MAX).date, Date::MAX);
    assert_eq!(calendar().next_working_day(Date::MAX), Date::MAX);
    assert!(calendar().due(Date::MIN, 3).provisional);
}

/// Days of 2025 to 2028 off or worked at random, with some of the years noticed.
pub(crate) fn any_calendar() -> impl Strategy<Value = Calendar> {
    let days = proptest::collection::vec((0i64..1461, any::<bool>()), 0..120);
    (days, any::<[bool; 4]>()).prop_map(|(days, noticed)| {
        let first = number_of(date("2025-01-01"));
        let notices = [2025, 2026, 2027, 2028].into_iter().zip(noticed).filter(|(_, noticed)| *noticed);
        let notices: Vec<Notice> = notices
            .map(|(year, _)| {
                let named = days.iter().map(|(day, off)| (date_of(first + day), *off));
                let named = named.filter(|(date, _)| date.year() == year);
                let days = named.map(|(date, off)| NamedDay { name: "节".into(), date, off }).collect();
                Notice { year, papers: Vec::new(), days }
            })
            .collect();
        Calendar::new(&notices)
    })
}

pub(crate) fn any_date() -> impl Strategy<Value = Date> {
    (0i64..1700).prop_map(|add| date_of(number_of(date("2024-10-01")) + add))
}

fn naive_due(calendar: &Calendar, from: Date, working_days: u32) -> Date {
    let (mut at, mut left) = (from, working_days);
    while left > 0 {
        at = at.tomorrow().unwrap();
        left -= u32::from(calendar.day(at).kind.counts());
    }
    at
}

proptest! {
    #[test]
    fn a_due_date_is_what_counting_day_by_day_gives(
        calendar in any_calendar(), from in any_date(), working_days in 1u32..200,
    ) {
        let due = calendar.due(from, working_days);
        prop_assert_eq!(due.date, naive_due(&calendar, from, working_days));
        prop_assert_eq!(calendar.working_days_between(from, due.date), working_days);
        let mut counted = std::iter::successors(from.tomorrow().ok(), |at| at.tomorrow().ok());
        let unsure = counted.by_ref().take_while(|at| *at <= due.date).any(|at| !calendar.has_notice(at.year()));
        prop_assert_eq!(due.provisional, unsure);
    }

    #[test]
    fn a_rolled_date_is_the_first_working_day_not_before(calendar in any_calendar(), last in any_date()) {
        let rolled = calendar.rolled(last).date;
        prop_assert!(rolled >= last && calendar.counts(rolled));
        prop_assert_eq!(calendar.working_days_between(last, rolled), u32::from(rolled != last));
    }

    #[test]
    fn a_day_number_reads_back(day in -3_000_000i64..2_900_000) {
        prop_assert_eq!(number_of(date_of(day)), day);
        let weekday = date_of(day).weekday();
        prop_assert_eq!(is_weekend(day), matches!(weekday, jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday));
    }
}
