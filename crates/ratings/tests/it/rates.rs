//! The arithmetic of rates, as properties.

use proptest::prelude::*;
use ratings::{LEAST, Rates, Share, percent};

fn counts() -> impl Strategy<Value = Rates> {
    (0i64..50_000, 0i64..50_000, 0i64..50_000).prop_map(|(good, bad, unrated)| Rates {
        good,
        bad,
        rated: good + bad,
        closed: good + bad + unrated,
    })
}

proptest! {
    #[test]
    fn good_and_bad_are_the_whole_and_the_unrated_stay_unrated(rates in counts()) {
        match (rates.good(), rates.bad()) {
            (Some(good), Some(bad)) => {
                prop_assert_eq!((good.numerator, good.denominator), (rates.good, rates.rated));
                prop_assert_eq!(good.numerator + bad.numerator, good.denominator);
                prop_assert!((999_999..=1_000_000).contains(&(good.millionths + bad.millionths)));
            }
            (None, None) => prop_assert_eq!(rates.rated, 0),
            other => prop_assert!(false, "{:?}", other),
        }
        match rates.unrated() {
            Some(unrated) => prop_assert_eq!((unrated.numerator, unrated.denominator), (rates.closed - rates.rated, rates.closed)),
            None => prop_assert_eq!(rates.closed, 0),
        }
        prop_assert_eq!(rates.comparable(), rates.rated >= LEAST);
    }

    #[test]
    fn the_interval_holds_the_share_and_narrows_with_more(numerator in 0i64..2_000, more in 0i64..2_000) {
        let denominator = numerator + more;
        let Some(share) = Share::of(numerator, denominator) else { return Ok(()) };
        prop_assert!(0 <= share.low && share.low <= share.millionths && share.millionths <= share.high && share.high <= 1_000_000);
        let larger = Share::of(numerator * 10, denominator * 10).unwrap();
        prop_assert!(larger.high - larger.low <= share.high - share.low + 1);
    }

    #[test]
    fn an_unrated_handling_more_changes_no_other_rate(rates in counts()) {
        let more = Rates { closed: rates.closed + 1, ..rates };
        prop_assert_eq!((more.good(), more.bad()), (rates.good(), rates.bad()));
    }
}

#[test]
fn wilsons_interval_is_that_of_the_tables() {
    // 27 of 28: 82.3 % to 99.4 %; 0 of 10: 0 % to 27.8 %.
    let share = Share::of(27, 28).unwrap();
    assert_eq!(
        (percent(share.millionths), percent(share.low), percent(share.high)),
        ("96.4".into(), "82.3".into(), "99.4".into())
    );
    let none = Share::of(0, 10).unwrap();
    assert_eq!((percent(none.low), percent(none.high)), ("0.0".into(), "27.8".into()));
    assert_eq!(Share::of(1, 0), None);
    assert_eq!(Share::of(2, 1), None);
    assert_eq!(percent(1_000_000), "100.0");
}
