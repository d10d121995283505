//! What analysis finds in tables.

use serde_json::{Value as Json, json};

use crate::kit::{decision, input, read, table};

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
