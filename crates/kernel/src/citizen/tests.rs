//! GB 11643 by table and by property.

use proptest::prelude::*;

use super::*;
use crate::identifiers::Verdict;

const TODAY: Date = Date::constant(2026, 11, 22);

fn verdict(text: &str) -> Verdict {
    CitizenId::read(text, TODAY).into()
}

fn numbered(division: &str, birth: &str, sequence: &str) -> String {
    let body = [division, birth, sequence].concat();
    format!("{body}{}", check(&body).unwrap())
}

#[test]
fn a_citizen_id_is_judged_by_gb_11643() {
    use Verdict::{Invalid, Valid, Warn};
    let table = [
        ("11010519491231002X", Valid),
        ("11010519491231002x", Valid),
        (" １１０１０５１９４９１２３１００２Ｘ ", Valid),
        ("110105194912310021", Invalid(Reason::CheckCharacter)),
        ("11010519491231002Y", Invalid(Reason::Characters)),
        ("1101051949123100X2", Invalid(Reason::Characters)),
        ("11010519491231002", Invalid(Reason::Length)),
        ("11010519491231002XX", Invalid(Reason::Length)),
        ("一一〇一〇五", Invalid(Reason::Characters)),
        ("😀", Invalid(Reason::Characters)),
        ("", Invalid(Reason::Empty)),
        ("110105491231002", Warn(Reason::OldForm)),
        ("110105490231002", Invalid(Reason::Date)),
    ];
    for (text, expected) in table {
        assert_eq!(verdict(text), expected, "{text}");
    }
}

#[test]
fn the_birth_date_exists_and_is_past() {
    for (birth, expected) in [
        ("20240229", Verdict::Valid),
        ("20230229", Verdict::Invalid(Reason::Date)),
        ("20231301", Verdict::Invalid(Reason::Date)),
        ("00000101", Verdict::Invalid(Reason::Date)),
        ("20261122", Verdict::Valid),
        ("20261123", Verdict::Invalid(Reason::FutureDate)),
        ("18000101", Verdict::Warn(Reason::GreatAge)),
    ] {
        assert_eq!(verdict(&numbered("110105", birth, "002")), expected, "{birth}");
    }
}

#[test]
fn an_unknown_division_is_doubted_and_never_refused() {
    for (division, expected) in [
        ("440106", Verdict::Valid),
        ("710000", Verdict::Valid),
        ("810000", Verdict::Valid),
        ("820000", Verdict::Valid),
        ("830000", Verdict::Valid),
        ("840000", Verdict::Warn(Reason::UnknownDivision)),
        ("944840", Verdict::Valid),
        ("999840", Verdict::Warn(Reason::UnknownDivision)),
        ("160101", Verdict::Warn(Reason::UnknownDivision)),
        ("000000", Verdict::Warn(Reason::UnknownDivision)),
    ] {
        assert_eq!(verdict(&numbered(division, "19900101", "002")), expected, "{division}");
    }
    let read = CitizenId::read_where("11010519491231002X", TODAY, &|code| code.as_str() != "110105").unwrap();
    assert_eq!(read.doubt, Some(Reason::UnknownDivision));
    let resident = numbered("810000", "19900101", "002");
    assert_eq!(CitizenId::read_where(&resident, TODAY, &|_| false).unwrap().doubt, None);
}

#[test]
fn the_form_of_fifteen_digits_is_converted() {
    let read = CitizenId::read("110105491231002", TODAY).unwrap();
    assert_eq!(read.value.as_str(), "11010519491231002X");
    let centenarian = CitizenId::read("110105981231996", TODAY).unwrap().value;
    assert_eq!(centenarian.birth_date(), Date::constant(1898, 12, 31));
}

#[test]
fn a_number_tells_birth_sex_and_holder_and_hides_itself_in_logs() {
    let id = CitizenId::read("11010519491231002X", TODAY).unwrap().value;
    assert_eq!(id.birth_date(), Date::constant(1949, 12, 31));
    assert_eq!(id.sex(), Sex::Female);
    assert_eq!(id.holder(), Holder::Citizen);
    assert_eq!(id.division().unwrap().as_str(), "110105");
    assert_eq!(format!("{id:?}"), "1***************2X");
    let stored = serde_json::to_string(&id).unwrap();
    assert_eq!(serde_json::from_str::<CitizenId>(&stored).unwrap(), id);
    assert!(serde_json::from_str::<CitizenId>("\"110105194912310021\"").is_err());
}

fn any_id() -> impl Strategy<Value = String> {
    (110_000u32..660_000, 1900i16..2026, 1i8..=12, 1i8..=28, 0u16..1000).prop_map(|(division, y, m, d, sequence)| {
        let division: DivisionCode = division.to_string().parse().unwrap();
        CitizenId::build(&division, Date::new(y, m, d).unwrap(), sequence).unwrap().as_str().to_owned()
    })
}

proptest! {
    #[test]
    fn what_is_built_is_read(text in any_id()) {
        let id = CitizenId::read(&text, TODAY).unwrap().value;
        prop_assert_eq!(id.as_str(), text);
    }

    #[test]
    fn one_wrong_digit_is_noticed(text in any_id(), place in 0usize..18, digit in 0u8..10) {
        let mut wrong = text.clone();
        wrong.replace_range(place..=place, &digit.to_string());
        prop_assert_eq!(CitizenId::read(&wrong, TODAY).is_ok(), wrong == text);
    }

    #[test]
    fn two_neighbours_changed_over_are_noticed(text in any_id(), place in 0usize..17) {
        let mut bytes = text.clone().into_bytes();
        bytes.swap(place, place + 1);
        let wrong = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(CitizenId::read(&wrong, TODAY).is_ok(), wrong == text);
    }

    #[test]
    fn no_text_brings_the_reader_down(text in any::<String>()) {
        let _ = CitizenId::read(&text, TODAY);
    }
}
