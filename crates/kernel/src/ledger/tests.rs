//! The account by table, and against counting day by day under random calendars and pauses.

use proptest::prelude::*;

use super::*;
use crate::calendar::tests::{any_calendar, any_date, calendar, date};

fn pause(first: &str, last: Option<&str>) -> Pause {
    Pause { first: date(first), last: last.map(date), reason: "expert-review".into() }
}

fn shown(rows: &[DayRow]) -> Vec<String> {
    let row = |row: &DayRow| {
        let number = row.number.map_or("-".into(), |number| number.to_string());
        format!("{} {number} {}", row.date.strftime("%m-%d"), row.reason.message().trim_start_matches("day-"))
    };
    rows.iter().map(row).collect()
}

#[test]
fn every_day_is_a_row_with_its_reason() {
    let terms = Terms::new(date("2026-10-07"), Limit::working_days(3));
    let rows = terms.rows(&calendar(), date("2026-10-09"));
    let expected = ["10-07 - start", "10-08 1 counted", "10-09 2 counted", "10-10 3 make-up-working-day"];
    assert_eq!(shown(&rows), expected);
    assert_eq!(rows[3].reason, DayReason::MakeUpWorkingDay { name: "国庆节".into() });

    let terms = Terms::new(date("2026-09-24"), Limit::working_days(2));
    let expected = [
        "09-24 - start",
        "09-25 - holiday",
        "09-26 - holiday",
        "09-27 - holiday",
        "09-28 1 counted",
        "09-29 2 counted",
    ];
    assert_eq!(shown(&terms.rows(&calendar(), date("2026-09-24"))), expected);

    let terms = Terms::new(date("2026-12-31"), Limit::working_days(2));
    let expected = [
        "12-31 - start",
        "01-01 1 provisional-working",
        "01-02 - weekend",
        "01-03 - weekend",
        "01-04 2 provisional-working",
    ];
    assert_eq!(shown(&terms.rows(&calendar(), date("2026-12-31"))), expected);
    assert!(terms.due(&calendar(), date("2026-12-31")).provisional);
}

#[test]
fn a_late_case_goes_on_counting_until_it_is_done() {
    let mut terms = Terms::new(date("2026-11-16"), Limit::working_days(2));
    let today = date("2026-11-20");
    let rows = terms.rows(&calendar(), today);
    let expected = ["11-16 - start", "11-17 1 counted", "11-18 2 counted", "11-19 3 counted", "11-20 4 counted"];
    assert_eq!(shown(&rows), expected);
    assert_eq!(rows.iter().map(|row| row.late).collect::<Vec<_>>(), [false, false, false, true, true]);
    let standing = terms.standing(&calendar(), today, 1);
    assert_eq!((standing.late_by, standing.left, standing.light), (2, 0, Light::Red));

    terms.ended = Some(date("2026-11-19"));
    let standing = terms.standing(&calendar(), date("2027-03-01"), 1);
    assert_eq!((standing.late_by, standing.left, standing.light), (1, 0, Light::Done));
    assert_eq!(terms.rows(&calendar(), date("2027-03-01")).len(), 4);
}

#[test]
fn a_case_done_early_shows_the_days_it_did_not_need() {
    let terms = Terms { ended: Some(date("2026-11-17")), ..Terms::new(date("2026-11-16"), Limit::working_days(3)) };
    let expected = ["11-16 - start", "11-17 1 counted", "11-18 - done", "11-19 - done"];
    assert_eq!(shown(&terms.rows(&calendar(), date("2026-11-20"))), expected);
    assert_eq!(terms.standing(&calendar(), date("2026-11-20"), 1).left, 2);
}

#[test]
fn an_extension_adds_to_the_limit() {
    // Administrative Licensing Law art. 42: 20 working days, and 10 once.
    let mut terms = Terms::new(date("2026-09-25"), Limit::working_days(20));
    assert_eq!(terms.due(&calendar(), date("2026-09-25")).date, date("2026-10-29"));
    terms.extensions.push(Extension { n: 10, reason: "complex".into() });
    assert_eq!(terms.due(&calendar(), date("2026-09-25")).date, date("2026-11-12"));
}

#[test]
fn the_days_of_an_expert_review_do_not_count() {
    // Administrative Licensing Law art. 45.
    let mut terms = Terms::new(date("2026-11-16"), Limit::working_days(3));
    terms.pauses = vec![pause("2026-11-18", Some("2026-11-19"))];
    let today = date("2026-11-16");
    let expected = [
        "11-16 - start",
        "11-17 1 counted",
        "11-18 - paused",
        "11-19 - paused",
        "11-20 2 counted",
        "11-21 - weekend",
        "11-22 - weekend",
        "11-23 3 counted",
    ];
    assert_eq!(shown(&terms.rows(&calendar(), today)), expected);
    // One that begins on the last day moves the last day; one after it changes nothing.
    terms.pauses = vec![pause("2026-11-19", Some("2026-11-20"))];
    assert_eq!(terms.due(&calendar(), today).date, date("2026-11-23"));
    terms.pauses = vec![pause("2026-11-20", Some("2026-11-25"))];
    assert_eq!(terms.due(&calendar(), today).date, date("2026-11-19"));
}

#[test]
fn a_pause_that_lasts_is_taken_to_end_today_and_said_to_be_provisional() {
    let terms =
        Terms { pauses: vec![pause("2026-11-17", None)], ..Terms::new(date("2026-11-16"), Limit::working_days(1)) };
    for (today, due) in [("2026-11-17", "2026-11-18"), ("2026-11-18", "2026-11-19"), ("2026-11-22", "2026-11-23")] {
        let standing = terms.standing(&calendar(), date(today), 0);
        assert_eq!(standing.due, Due { date: date(due), provisional: true }, "{today}");
        assert!(standing.paused && standing.light == Light::Green && standing.left == 1);
    }
    assert!(!terms.due(&calendar(), date("2026-11-16")).provisional);
}

#[test]
fn calendar_days_count_all_days_and_end_on_a_working_day() {
    // Civil Code art. 203.
    let mut terms = Terms::new(date("2026-11-19"), Limit::calendar_days(2));
    let expected = ["11-19 - start", "11-20 1 counted", "11-21 2 counted", "11-22 - rolled", "11-23 - rolled"];
    assert_eq!(shown(&terms.rows(&calendar(), date("2026-11-19"))), expected);
    terms.pauses = vec![pause("2026-11-20", Some("2026-11-22"))];
    assert_eq!(terms.due(&calendar(), date("2026-11-19")).date, date("2026-11-24"));
}

#[test]
fn the_light_turns_amber_near_the_end() {
    let terms = Terms::new(date("2026-11-16"), Limit::working_days(4));
    for (today, left, light) in [
        ("2026-11-15", 4, Light::Green),
        ("2026-11-17", 3, Light::Green),
        ("2026-11-18", 2, Light::Amber),
        ("2026-11-20", 0, Light::Amber),
        ("2026-11-21", 0, Light::Red),
    ] {
        let standing = terms.standing(&calendar(), date(today), 2);
        assert_eq!((standing.left, standing.light), (left, light), "{today}");
    }
}

#[test]
fn an_absurd_limit_gives_no_more_than_ten_years_of_rows() {
    let terms = Terms::new(date("2026-11-16"), Limit::working_days(u32::MAX));
    assert_eq!(terms.rows(&calendar(), date("2026-11-16")).len(), 3_661);
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let pause = (0i64..60, proptest::option::of(-1i64..20));
    let unit = prop_oneof![Just(Unit::WorkingDays), Just(Unit::CalendarDays)];
    let ended = proptest::option::weighted(0.2, 0i64..90);
    (any_date(), 0u32..40, unit, 0u32..10, proptest::collection::vec(pause, 0..4), ended).prop_map(
        |(start, n, unit, extended, pauses, ended)| {
            let after = |days: i64| date_of(number_of(start) + days);
            let pauses = pauses.into_iter().map(|(first, length)| Pause {
                first: after(first),
                last: length.map(|length| after(first + length)),
                reason: "inspection".into(),
            });
            Terms {
                start,
                limit: Limit { n, unit },
                extensions: vec![Extension { n: extended, reason: "complex".into() }],
                pauses: pauses.collect(),
                ended: ended.map(after),
            }
        },
    )
}

/// The due date by walking: count the days that are neither paused nor, in working days, off, and go
/// on while the day is paused or off.
fn naive_due(terms: &Terms, calendar: &Calendar, today: Date) -> Date {
    let working = terms.limit.unit == Unit::WorkingDays;
    let paused = |at: Date| at > terms.start && terms.pause_on(at, today).is_some();
    let mut left = terms.whole_limit().n;
    let mut at = terms.start;
    while left > 0 {
        at = date_of(number_of(at) + 1);
        left -= u32::from(!paused(at) && (!working || calendar.counts(at)));
    }
    while paused(at) || !calendar.counts(at) {
        at = date_of(number_of(at) + 1);
    }
    at
}

proptest! {
    #[test]
    fn the_due_date_is_what_walking_the_days_gives(
        terms in any_terms(), calendar in any_calendar(), later in 0i64..90,
    ) {
        let today = date_of(number_of(terms.start) + later);
        prop_assert_eq!(terms.due(&calendar, today).date, naive_due(&terms, &calendar, today));
    }

    #[test]
    fn rows_and_standing_tell_the_same(terms in any_terms(), calendar in any_calendar(), later in 0i64..90) {
        let today = date_of(number_of(terms.start) + later);
        let terms = Terms { ended: None, ..terms };
        let standing = terms.standing(&calendar, today, 3);
        let rows = terms.rows(&calendar, today);
        let dates: Vec<i64> = rows.iter().map(|row| number_of(row.date)).collect();
        prop_assert!(dates.windows(2).all(|pair| pair[1] == pair[0] + 1));
        prop_assert_eq!(rows[0].date, terms.start);
        let numbers: Vec<u32> = rows.iter().filter_map(|row| row.number).collect();
        prop_assert!(numbers.iter().zip(1..).all(|(number, expected)| *number == expected));
        let in_time = rows.iter().filter(|row| row.counted && !row.late).count();
        let on_the_spot = terms.whole_limit().n == 0;
        prop_assert!(on_the_spot || in_time == terms.whole_limit().n as usize);
        let late = rows.iter().filter(|row| row.counted && row.late).count();
        prop_assert_eq!(late, standing.late_by as usize);
        if terms.limit.unit == Unit::WorkingDays {
            let ahead = rows.iter().filter(|row| row.counted && !row.late && row.date > today).count();
            prop_assert_eq!(ahead, standing.left as usize);
        }
        prop_assert_eq!(standing.light == Light::Red, today > standing.due.date);
    }

    #[test]
    fn a_promise_within_the_law_is_never_due_later(
        terms in any_terms(), calendar in any_calendar(), shorter in 0u32..40, later in 0i64..90,
    ) {
        let today = date_of(number_of(terms.start) + later);
        let mut promise = terms.clone();
        promise.limit.n = terms.limit.n.saturating_sub(shorter);
        prop_assert!(promise.due(&calendar, today).date <= terms.due(&calendar, today).date);
    }
}
