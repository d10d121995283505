//! Properties: decimals against exact integers, dates against another calendar, texts and documents at random.

use jiff::civil;
use num_bigint::BigInt;
use proptest::prelude::*;
use rules::Decimal;
use rules::decimal::Rounding;
use rules::dmn::Model;
use rules::feel::temporal::Date;
use rules::feel::{Context, Env, Expression, Limits, Scope, UnaryTests, Value};

use crate::feel::env;

/// Sign, up to 34 digits, exponent.
fn decimals() -> impl Strategy<Value = Decimal> {
    let coefficient = prop_oneof![0u128..1000, 0u128..10u128.pow(18), 0u128..10u128.pow(34)];
    (any::<bool>(), coefficient, -40i32..40)
        .prop_map(|(negative, coefficient, exponent)| Decimal::new(negative, coefficient, exponent).unwrap())
}

/// The number times 10 to the 120.
fn scaled(value: Decimal) -> BigInt {
    let power = u32::try_from(value.exponent() + 120).unwrap();
    let size = BigInt::from(value.coefficient()) * BigInt::from(10u32).pow(power);
    if value.is_negative() { -size } else { size }
}

/// Whether a result is the exact one, cut half to even at 34 digits. Both times 10 to the `places`.
fn is_rounded(result: Decimal, exact: &BigInt, places: u32) -> bool {
    let digits = exact.magnitude().to_string();
    let drop = u32::try_from(digits.len().saturating_sub(34)).unwrap();
    let unit = num_bigint::BigUint::from(10u32).pow(drop);
    let (kept, rest) = (exact.magnitude() / &unit, exact.magnitude() % &unit);
    let twice = rest * 2u32;
    let odd = kept.bit(0);
    let up = twice > unit || (twice == unit && odd);
    let rounded = (if up { kept + 1u32 } else { kept }) * unit;
    let power = u32::try_from(result.exponent() + i32::try_from(places).unwrap()).unwrap();
    let got = num_bigint::BigUint::from(result.coefficient()) * num_bigint::BigUint::from(10u32).pow(power);
    let signs =
        rounded == num_bigint::BigUint::ZERO || result.is_negative() == (exact.sign() == num_bigint::Sign::Minus);
    got == rounded && signs
}

proptest! {
    #[test]
    fn a_sum_is_the_exact_one_rounded(a in decimals(), b in decimals()) {
        let exact = scaled(a) + scaled(b);
        prop_assert!(is_rounded(a.checked_add(b).unwrap(), &exact, 120));
        let exact = scaled(a) - scaled(b);
        prop_assert!(is_rounded(a.checked_sub(b).unwrap(), &exact, 120));
    }

    #[test]
    fn a_product_is_the_exact_one_rounded(a in decimals(), b in decimals()) {
        let exact = scaled(a) * scaled(b);
        prop_assert!(is_rounded(a.checked_mul(b).unwrap(), &exact, 240));
    }

    #[test]
    fn a_quotient_lies_within_half_a_unit(a in decimals(), b in decimals()) {
        prop_assume!(!b.is_zero());
        let quotient = a.checked_div(b).unwrap();
        // |a - q * b| * 2 <= |unit * b|, all times 10 to the 400.
        let power = |exponent: i32| BigInt::from(10u32).pow(u32::try_from(exponent + 280).unwrap());
        let unit = power(quotient.exponent());
        let signed = |value: Decimal| {
            let size = BigInt::from(value.coefficient());
            if value.is_negative() { -size } else { size }
        };
        let difference = scaled(a) * power(0) - signed(quotient) * &unit * scaled(b);
        let bound = unit * scaled(b);
        prop_assert!(difference.magnitude() * 2u32 <= *bound.magnitude());
    }

    #[test]
    fn order_is_that_of_the_exact_numbers(a in decimals(), b in decimals()) {
        prop_assert_eq!(a.cmp(&b), scaled(a).cmp(&scaled(b)));
    }

    #[test]
    fn text_reads_back(a in decimals()) {
        let read: Decimal = a.to_string().parse().unwrap();
        prop_assert_eq!(read, a);
    }

    #[test]
    fn a_rest_fits_its_quotient(a in -10_000_000i64..10_000_000, b in -10_000i64..10_000) {
        prop_assume!(b != 0);
        let rest = Decimal::from(a).modulo(Decimal::from(b)).unwrap();
        let expected = a - b * a.div_euclid(b);
        let expected = if expected != 0 && b < 0 { expected + b } else { expected };
        prop_assert_eq!(rest, Decimal::from(expected));
    }

    #[test]
    fn cutting_goes_the_way_it_says(a in decimals(), scale in -5i32..10) {
        let floor = a.round(scale, Rounding::Floor).unwrap();
        let ceiling = a.round(scale, Rounding::Ceiling).unwrap();
        prop_assert!(floor <= a && a <= ceiling);
        let near = a.round(scale, Rounding::HalfEven).unwrap();
        prop_assert!(near == floor || near == ceiling);
    }

    #[test]
    fn a_root_squared_comes_back(a in 0u64..u64::MAX) {
        let root = Decimal::from(a).sqrt().unwrap();
        let squared = root.checked_mul(root).unwrap();
        let apart = squared.checked_sub(Decimal::from(a)).unwrap().abs();
        let near = Decimal::new(false, 1, -12).unwrap();
        prop_assert!(apart <= near, "{apart}");
    }

    #[test]
    fn the_logarithm_undoes_the_exponential(a in -5_000_000i64..5_000_000) {
        let value = Decimal::new(a < 0, u128::from(a.unsigned_abs()), -4).unwrap();
        let back = value.exp().unwrap().ln().unwrap();
        let apart = back.checked_sub(value).unwrap().abs();
        prop_assert!(apart <= Decimal::new(false, 1, -30).unwrap(), "{apart}");
    }

    #[test]
    fn dates_are_those_of_another_calendar(year in -9999i16..9999, month in 1i8..=12, day in 1i8..=31, add in -400i64..400) {
        let ours = Date::new(year.into(), month.into(), day.into());
        let theirs = civil::Date::new(year, month, day).ok();
        prop_assert_eq!(ours.is_some(), theirs.is_some());
        let (Some(ours), Some(theirs)) = (ours, theirs) else { return Ok(()) };
        prop_assert_eq!(ours.weekday(), i64::from(theirs.weekday().to_monday_one_offset()));
        prop_assert_eq!(ours.day_of_year(), i64::from(theirs.day_of_year()));
        prop_assert_eq!(ours.week_of_year(), i64::from(theirs.iso_week_date().week()));
        if let Ok(later) = theirs.checked_add(jiff::Span::new().days(add)) {
            let moved = ours.plus_days(add).unwrap();
            prop_assert_eq!((i16::try_from(moved.year).unwrap(), moved.month, moved.day), (later.year(), later.month().unsigned_abs(), later.day().unsigned_abs()));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,80}") {
        let _ = Expression::parse(&text);
        let _ = UnaryTests::parse(&text);
        let _ = Model::read(&text);
    }

    #[test]
    fn a_document_with_a_mistake_is_read_or_refused(at in 0usize..4000, length in 0usize..40, put in "[<>/\"=a-z &;]{0,6}") {
        let text = include_str!("models/fees.dmn");
        let from = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let to = (from + length..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let text = format!("{}{put}{}", &text[..from], &text[to.max(from)..]);
        if let Ok(model) = Model::read(&text) {
            let inputs: Context = [("area", Value::from(5)), ("kind", "shop".into())].into_iter().collect();
            let _ = model.explain("Fee", &inputs, &env());
            let _ = model.analyse();
        }
    }

    #[test]
    fn halves_of_two_expressions_end(a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), cut in 0usize..60, from in 0usize..60) {
        let lines: Vec<&str> = include_str!("feel.txt").lines().filter_map(|line| Some(line.rsplit_once("=>")?.0)).collect();
        let head: String = a.get(&lines).chars().take(cut).collect();
        let tail: String = b.get(&lines).chars().skip(from).collect();
        let text = format!("{head}{tail}");
        let narrow = Env { limits: Limits { steps: 20_000, depth: 100, memory: 1 << 20 }, ..env() };
        if let Ok(expression) = Expression::parse(&text)
            && let Ok(value) = expression.evaluate(&Scope::default(), &narrow)
        {
            let _ = rules::feel::to_json(&value);
            let _ = format!("{value:?}");
        }
        if let Ok(tests) = UnaryTests::parse(&text) {
            let _ = tests.test(&Value::from("foobar"), &Scope::default(), &narrow);
        }
    }

    #[test]
    fn words_of_the_language_in_any_order_end(parts in prop::collection::vec(0usize..PARTS.len(), 0..30)) {
        let text: Vec<&str> = parts.into_iter().map(|part| PARTS[part]).collect();
        let text = text.join(" ");
        let narrow = Env { limits: Limits { steps: 10_000, depth: 100, memory: 1 << 20 }, ..env() };
        if let Ok(expression) = Expression::parse(&text) {
            let first = expression.evaluate(&Scope::default(), &narrow).map(|value| format!("{value:?}"));
            let second = expression.evaluate(&Scope::default(), &narrow).map(|value| format!("{value:?}"));
            prop_assert_eq!(first, second);
        }
        if let Ok(tests) = UnaryTests::parse(&text) {
            let _ = tests.test(&1.into(), &Scope::default(), &narrow);
        }
    }
}

const PARTS: [&str; 60] = [
    "1",
    "2.5",
    "\"a\"",
    "x",
    "y",
    "item",
    "?",
    "null",
    "true",
    "false",
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "between",
    "and",
    "or",
    "not",
    "instance of",
    "list<",
    "function(",
    "@\"P1D\"",
    "@\"2026-01-01\"",
    "date(",
    "count(",
    "sum(",
    "string(",
    "{a: 1}",
    "[1, 2]",
    "[1..3]",
    "partial",
    "number",
    "sort(",
    "matches(\"a\",",
];
