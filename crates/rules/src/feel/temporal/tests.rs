use super::*;

#[test]
fn a_day_number_reads_back() {
    for number in (-800_000..800_000).step_by(37) {
        assert_eq!(Date::from_number(number).unwrap().number(), number);
    }
    assert_eq!(Date::parse("1970-01-01").unwrap().number(), 0);
}
