//! Figures: how many conditions and tables one core evaluates in a second. Run in release:
//! `cargo test -p rules --release -- --ignored --nocapture figures`.

use std::hint::black_box;
use std::time::Instant;

use rules::dmn::Model;
use rules::feel::{Context, Expression, Scope, UnaryTests, Value};

use crate::feel::env;

/// Nanoseconds of processor time that this thread has used; of the clock where the system doesn't say.
fn used(start: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.unwrap_or_else(|| start.elapsed().as_secs_f64() * 1e9)
}

/// Nanoseconds of processor time an operation: the median of seven rounds.
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "figures of the machine")]
fn measured(name: &str, rounds: u32, mut run: impl FnMut()) {
    let mut times = Vec::new();
    let start = Instant::now();
    for _ in 0..7 {
        let before = used(start);
        for _ in 0..rounds {
            run();
        }
        times.push((used(start) - before) / f64::from(rounds));
    }
    times.sort_by(f64::total_cmp);
    println!("{name}: {:.0} ns, {:.0} a second", times[3], 1e9 / times[3]);
}

#[test]
#[ignore = "figures, in release"]
fn figures_of_conditions_and_tables() {
    let env = env();
    let condition = Expression::parse("amount > 1000 and kind = \"shop\"").unwrap();
    let context: Context = [("amount", Value::from(1500)), ("kind", Value::from("shop"))].into_iter().collect();
    let scope = Scope::new(context.clone());
    measured("gateway condition", 2_000_000, || {
        assert!(black_box(&condition).holds(black_box(&scope), &env).unwrap());
    });
    measured("gateway condition with its scope", 1_000_000, || {
        let context: Context = [("amount", Value::from(1500)), ("kind", Value::from(7))].into_iter().collect();
        assert!(!black_box(&condition).holds(&Scope::new(context), &env).unwrap());
    });
    let sum = Expression::parse("(price * quantity - discount) / 3 + 0.01").unwrap();
    let prices: Context = [("price", Value::from(1999)), ("quantity", Value::from(3)), ("discount", Value::from(100))]
        .into_iter()
        .collect();
    let prices = Scope::new(prices);
    measured("arithmetic with a quotient of 34 digits", 300_000, || {
        black_box(black_box(&sum).evaluate(black_box(&prices), &env).unwrap());
    });
    let tests = UnaryTests::parse("[18..65), > 100").unwrap();
    let age = Value::from(30);
    measured("unary tests", 1_000_000, || assert!(black_box(&tests).test(&age, &scope, &env).unwrap()));
    let model = Model::read(include_str!("models/fees.dmn")).unwrap();
    assert!(model.findings().is_empty(), "{:?}", model.findings());
    let inputs: Context = [("area", Value::from(180)), ("kind", Value::from("restaurant"))].into_iter().collect();
    measured("table of 10 rules", 300_000, || {
        black_box(black_box(&model).evaluate("Fee", black_box(&inputs), &env).unwrap());
    });
    measured("the same with its reasons", 100_000, || {
        black_box(black_box(&model).explain("Fee", black_box(&inputs), &env).unwrap());
    });
}
