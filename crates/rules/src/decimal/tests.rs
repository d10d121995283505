use super::*;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_third_has_34_digits() {
    let third = Decimal::ONE.checked_div(Decimal::from(3)).unwrap();
    assert_eq!(third.to_string(), format!("0.{}", "3".repeat(34)));
}

#[test]
fn ties_go_to_the_even_neighbour() {
    assert_eq!(number("2.5").round(0, Rounding::HalfEven).unwrap(), number("2"));
    assert_eq!(number("-3.5").round(0, Rounding::HalfEven).unwrap(), number("-4"));
}
