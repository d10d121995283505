//! What analysis finds in tables.

use proptest::prelude::*;
use rules::dmn::analysis::Region;
use rules::feel::{Scope, UnaryTests, from_json};
use serde_json::{Value as Json, json};

use crate::feel::env;
use crate::kit::{decide, decision, input, read, table};

fn analysed(attributes: &str, inputs: &[&str], rules: &str) -> Json {
    let body = input("n", "number")
        + &input("s", "string")
        + &input("b", "boolean")
        + &decision("D", &["n", "s", "b"], &table(attributes, inputs, &["o of \"high\", \"low\""], rules));
    let found = read(&body).analyse();
    assert_eq!(found.len(), 1);
    serde_json::to_value(&found[0]).unwrap()
}

#[test]
fn a_table_that_answers_all_once_has_no_findings() {
    let found = analysed("", &["n"], "< 10 -> \"low\"\n >= 10 -> \"high\"");
    assert_eq!(found["gaps"], json!([]));
    assert_eq!(found["overlaps"], json!([]));
    assert_eq!(found["masked"], json!([]));
    assert_eq!(found["cut"], json!(false));
}

#[test]
fn gaps_and_overlaps_of_numbers_are_named() {
    let found = analysed("", &["n"], "< 10 -> \"low\"\n [5..20) -> \"high\"\n > 20 -> \"low\"");
    assert_eq!(found["gaps"], json!([[{"input": "n", "test": "20"}]]));
    assert_eq!(
        found["overlaps"],
        json!([{"rules": [1, 2], "region": [{"input": "n", "test": "[5..10)"}], "conflict": true}])
    );
}

#[test]
fn closed_lists_and_booleans_are_whole_when_all_are_named() {
    let rules = "\"a\" | true -> \"low\"\n \"a\" | false -> \"high\"\n \"b\" | - -> \"low\"";
    let closed = analysed("", &["s of \"a\", \"b\"", "b"], rules);
    assert_eq!(closed["gaps"], json!([]));
    let open = analysed("", &["s", "n"], "\"a\" | < 1 -> \"low\"\n \"b\" | - -> \"low\"");
    assert_eq!(
        open["gaps"],
        json!([
            [{"input": "s", "test": "\"a\""}, {"input": "n", "test": ">= 1"}],
            [{"input": "s", "test": "not(\"a\", \"b\")"}]
        ])
    );
}

#[test]
fn a_rule_that_never_decides_is_masked() {
    let rules = "> 5 -> \"low\"\n > 3 -> \"low\"\n [4..9] -> \"high\"\n - -> \"low\"";
    let found = analysed("hitPolicy=\"FIRST\"", &["n"], rules);
    assert_eq!(found["masked"], json!([{"rule": 3, "by": [2, 1]}]));
    let found = analysed("hitPolicy=\"PRIORITY\"", &["n"], "- -> \"high\"\n > 3 -> \"low\"");
    assert_eq!(found["masked"], json!([{"rule": 2, "by": [1]}]));
    let never = analysed("", &["s of \"a\", \"b\""], "\"a\" -> \"low\"\n \"b\" -> \"low\"\n \"c\" -> \"high\"");
    assert_eq!(never["masked"], json!([{"rule": 3, "by": []}]));
}

#[test]
fn any_conflicts_only_where_outputs_differ() {
    let found = analysed("hitPolicy=\"ANY\"", &["n"], "> 5 -> \"low\"\n > 3 -> \"low\"\n > 4 -> \"high\"");
    let conflicts: Vec<_> =
        found["overlaps"].as_array().unwrap().iter().map(|overlap| overlap["conflict"].clone()).collect();
    assert_eq!(conflicts, [json!(false), json!(true), json!(true)]);
}

#[test]
fn dates_are_cut_and_what_computes_is_named() {
    let rules = "< date(\"2026-01-01\") -> \"low\"\n [@\"2026-01-01\"..@\"2026-12-31\"] -> \"high\"";
    let found = analysed("", &["n"], rules);
    assert_eq!(found["gaps"], json!([[{"input": "n", "test": "> @\"2026-12-31\""}]]));
    let found = analysed("", &["n"], "? * 2 > 5 -> \"low\"\n 1 -> \"high\"");
    assert_eq!(found["not_understood"], json!([1]));
    assert_eq!(found["gaps"], json!([]));
}

#[test]
fn constants_of_several_types_in_one_column_are_not_put_in_order() {
    let types = ["{}", "\"{}\"", "@\"2026-01-{}\"", "@\"P{}D\"", "@\"P{}Y\"", "{}"];
    let rules: Vec<String> =
        (10..30).map(|at| format!("> {} -> \"low\"", types[at % 6].replace("{}", &at.to_string()))).collect();
    let found = analysed("", &["n"], &rules.join("\n"));
    assert!(found["not_understood"].as_array().unwrap().len() > 10);
    let booleans = analysed("", &["b"], "true -> \"low\"\n 5 -> \"low\"\n > \"x\" -> \"high\"");
    assert_eq!(booleans["not_understood"], json!([2, 3]));
}

#[test]
fn a_table_of_many_columns_ends() {
    let names: Vec<String> = (0..12).map(|at| format!("n + {at}")).collect();
    let inputs: Vec<&str> = names.iter().map(String::as_str).collect();
    let rules: String = (0..40)
        .map(|rule| {
            let cells: Vec<String> = (0..12).map(|column| format!("> {}", (rule * 7 + column * 3) % 40)).collect();
            cells.join(" | ") + " -> \"low\"\n"
        })
        .collect();
    let found = analysed("", &inputs, &rules);
    assert_eq!(found["cut"], json!(true));
}

/// A cell over small whole numbers.
fn cell() -> impl Strategy<Value = String> {
    let number = 0i32..6;
    prop_oneof![
        Just("-".to_owned()),
        number.clone().prop_map(|n| n.to_string()),
        (number.clone(), 0usize..5).prop_map(|(n, at)| format!("{} {n}", ["<", "<=", ">", ">=", "!="][at])),
        (number.clone(), 0i32..4, any::<bool>(), any::<bool>()).prop_map(|(low, more, open, close)| {
            format!("{}{low}..{}{}", if open { '(' } else { '[' }, low + more, if close { ')' } else { ']' })
        }),
        (number.clone(), number.clone()).prop_map(|(a, b)| format!("not({a}, {b})")),
        (number.clone(), number).prop_map(|(a, b)| format!("{a}, > {b}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn gaps_are_where_no_rule_answers_and_overlaps_where_two_do(rules in prop::collection::vec((cell(), cell()), 1..5)) {
        let lines: Vec<String> = rules.iter().map(|(a, b)| format!("{a} | {b} -> 1")).collect();
        let logic = table("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", &["x", "y"], &["o"], &lines.join("\n"));
        let body = input("x", "number") + &input("y", "number") + &decision("D", &["x", "y"], &logic);
        let model = read(&body);
        let found = model.analyse().remove(0);
        let test = |text: &str, value: f64| {
            UnaryTests::parse(text).unwrap().test(&from_json(&json!(value)), &Scope::default(), &env()).unwrap()
        };
        let mut seen = vec![false; rules.len()];
        for half in 0..(14 * 14) {
            let (x, y) = (f64::from(half / 14) / 2.0 - 0.5, f64::from(half % 14) / 2.0 - 0.5);
            let holding: Vec<usize> =
                (0..rules.len()).filter(|at| test(&rules[*at].0, x) && test(&rules[*at].1, y)).map(|at| at + 1).collect();
            let inside = |region: &Region| {
                region.0.iter().all(|side| test(&side.test, if side.input == "x" { x } else { y }))
            };
            let answered = decide(&model, "D", &json!({"x": x, "y": y}));
            prop_assert_eq!(answered, if holding.is_empty() { json!(null) } else { json!(holding.len()) });
            prop_assert_eq!(found.gaps.iter().any(inside), holding.is_empty(), "at {} {}", x, y);
            for overlap in found.overlaps.iter().filter(|overlap| inside(&overlap.region)) {
                prop_assert!(overlap.rules.iter().all(|rule| holding.contains(rule)), "at {} {}", x, y);
            }
            for (at, a) in holding.iter().enumerate() {
                seen[a - 1] = true;
                for b in &holding[at + 1..] {
                    prop_assert!(found.overlaps.iter().any(|overlap| overlap.rules == [*a, *b]));
                }
            }
        }
        let masked: Vec<usize> = found.masked.iter().map(|masked| masked.rule).collect();
        let never: Vec<usize> = (1..=rules.len()).filter(|rule| !seen[rule - 1]).collect();
        prop_assert_eq!(masked, never);
    }
}
