//! What single cells mean.

use catalogue::import::parse_limit;
use catalogue::mapping::Limits;
use kernel::{Limit, limit::Unit};

#[test]
fn a_limit_has_its_unit_and_what_has_none_is_refused() {
    let units =
        [("工作日", Unit::WorkingDays), ("自然日", Unit::CalendarDays), ("小时", Unit::Hours), ("年", Unit::Years)];
    let limits = Limits {
        pattern: "{n}({unit})".into(),
        units: units.into_iter().map(|(word, unit)| (word.to_owned(), unit)).collect(),
    };
    for (text, n, unit) in [
        ("30(工作日)", 30, Unit::WorkingDays),
        ("91(自然日)", 91, Unit::CalendarDays),
        ("30（工作日）", 30, Unit::WorkingDays),
        (" ３０(工作日) ", 30, Unit::WorkingDays),
        ("0(工作日)", 0, Unit::WorkingDays),
        ("2(小时)", 2, Unit::Hours),
        ("1(年)", 1, Unit::Years),
    ] {
        assert_eq!(parse_limit(text, &limits), Ok(Limit::new(n, unit)), "{text}");
    }
    for text in [
        "",
        "工作日",
        "30",
        "30()",
        "30(周)",
        "(工作日)",
        "三十(工作日)",
        "30工作日",
        "-3(工作日)",
        "99999999999(工作日)",
        "3.5(工作日)",
    ] {
        assert!(parse_limit(text, &limits).is_err(), "{text}");
    }
}
