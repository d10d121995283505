//! Each line of `feel.txt` is an expression and what it gives.

use kernel::Timestamp;
use rules::feel::{Context, Env, Expression, Scope, Value};

/// 2026-11-22T10:00:00+08:00, a Sunday.
pub fn env() -> Env {
    Env::at(Timestamp(1_795_312_800_000))
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
