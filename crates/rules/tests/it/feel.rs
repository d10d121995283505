//! Each line of `feel.txt` is an expression and what it gives.

use std::sync::Arc;

use kernel::notice::{NamedDay, Notice};
use kernel::{Calendar, Timestamp};
use rules::feel::{Context, Env, Expression, Names, Scope, UnaryTests, Value, from_json, to_json};
use serde_json::json;

/// 2026-11-22T10:00:00+08:00, a Sunday, with the days around the National Day of that year.
pub fn env() -> Env {
    let day = |text: &str, off| NamedDay { name: "国庆节".into(), date: text.parse().unwrap(), off };
    let off = ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"];
    let mut days: Vec<NamedDay> = off.into_iter().map(|text| day(text, true)).collect();
    days.push(day("2026-10-10", false));
    let calendar = Calendar::new(&[Notice { year: 2026, papers: Vec::new(), days }]);
    Env { calendar: Some(Arc::new(calendar)), ..Env::at(Timestamp(1_795_312_800_000)) }
}

fn value(text: &str) -> String {
    let scope = Scope::new(Context::new());
    match Expression::parse(text) {
        Ok(expression) => match expression.evaluate(&scope, &env()) {
            Ok(value) => format!("{value:?}"),
            Err(fault) => format!("fault {fault:?}"),
        },
        Err(error) => format!("syntax {}", error.key),
    }
}

#[test]
fn every_line_of_the_table_holds() {
    let table = include_str!("feel.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in table.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (text, expected) = line.rsplit_once("=>").unwrap();
        count += 1;
        let (got, expected) = (value(text.trim()), expected.trim());
        // What is expected is FEEL too, so that it may be written in any of its forms.
        if got != expected && got != value(expected) {
            wrong.push(format!("{}: {} => {got}, not {expected}", number + 1, text.trim()));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_condition_reads_the_scope() {
    let condition = Expression::parse("amount > 1000 and kind = \"shop\"").unwrap();
    assert_eq!(condition.names().collect::<Vec<_>>(), ["amount", "kind"]);
    let scope: Context = [("amount", Value::from(1001)), ("kind", Value::from("shop"))].into_iter().collect();
    assert!(condition.holds(&Scope::new(scope), &env()).unwrap());
}

#[test]
fn a_name_with_signs_is_one_where_it_is_known() {
    let scope: Context = [("total-fee", Value::from(5)), ("total", 9.into()), ("fee", 2.into())].into_iter().collect();
    let scope = Scope::new(scope);
    let names: Names = ["total-fee", "total", "fee"].into_iter().collect();
    let known = Expression::parse_with("total-fee * 2", &names).unwrap();
    assert_eq!(format!("{:?}", known.evaluate(&scope, &env()).unwrap()), "10");
    assert_eq!(known.names().collect::<Vec<_>>(), ["total-fee"]);
    let unknown = Expression::parse("total-fee * 2").unwrap();
    assert_eq!(format!("{:?}", unknown.evaluate(&scope, &env()).unwrap()), "5");
}

#[test]
fn words_side_by_side_are_one_name_and_inner_layers_go_first() {
    let outer: Context = [("date of birth", Value::from("outer")), ("other", 1.into())].into_iter().collect();
    let scope = Scope::new(outer).inside([("date of birth", Value::from("inner"))].into_iter().collect());
    let expression = Expression::parse("date of birth = \"inner\" and other = 1").unwrap();
    assert_eq!(expression.names().collect::<Vec<_>>(), ["date of birth", "other"]);
    assert!(expression.holds(&scope, &env()).unwrap());
}

#[test]
fn a_variable_may_be_called_like_a_function() {
    let scope: Context = [("count", Value::from(3)), ("date", "x".into())].into_iter().collect();
    let expression = Expression::parse("count + 1 = 4 and date = \"x\"").unwrap();
    assert!(expression.holds(&Scope::new(scope), &env()).unwrap());
}

#[test]
fn unary_tests_ask_about_one_value() {
    let scope = Scope::new([("limit", Value::from(10))].into_iter().collect());
    for (tests, value, passes) in [
        ("-", json!(5), true),
        ("5", json!(5), true),
        ("< 5, > 7", json!(6), false),
        ("< 5, > 7", json!(8), true),
        ("[1..5]", json!(5), true),
        ("not(1, 2)", json!(2), false),
        ("not(1, 2)", json!(3), true),
        ("\"a\", \"b\"", json!("b"), true),
        ("< limit", json!(9), true),
        ("? > limit and ? < 20", json!(15), true),
        ("? > limit and ? < 20", json!(25), false),
        ("starts with(?, \"gov\")", json!("government"), true),
        ("null", json!(null), true),
        ("not(null)", json!(null), false),
        ("true", json!(true), true),
        ("true", json!(false), false),
        ("[1, 2, 3]", json!(2), true),
        ("list contains(?, 2)", json!([1, 2]), true),
    ] {
        let read = UnaryTests::parse(tests).unwrap();
        assert_eq!(read.test(&from_json(&value), &scope, &env()).unwrap(), passes, "{tests} of {value}");
    }
}

#[test]
fn an_error_says_where() {
    let error = Expression::parse("amount >\n  1000 and and").unwrap_err();
    assert_eq!((error.line, error.column, error.key), (2, 12, "rules-syntax-unexpected"));
    assert_eq!(error.found, "and");
}

#[test]
fn json_goes_in_and_out() {
    let value = json!({
        "amount": 12.5, "count": 3, "name": "王芳", "none": null, "list": [1, true],
        "day": {"type": "date", "value": "2026-11-22"},
        "limit": {"type": "days and time duration", "value": "P1DT2H"},
        "plain": {"type": "shop", "value": "1"}
    });
    assert_eq!(to_json(&from_json(&value)).unwrap(), value);
}

#[test]
fn what_is_compiled_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let expression = Expression::parse("for i in 1..10 return i * n").unwrap();
    shared(&expression);
    shared(&UnaryTests::parse("-").unwrap());
    let scope = Scope::new([("n", Value::from(2))].into_iter().collect());
    shared(&scope);
    let sums: Vec<String> = std::thread::scope(|threads| {
        let run = || format!("{:?}", expression.evaluate(&scope, &env()).unwrap());
        let running: Vec<_> = (0..4).map(|_| threads.spawn(run)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(sums.iter().all(|sum| sum == "[2, 4, 6, 8, 10, 12, 14, 16, 18, 20]"));
}
