//! Decision tables under each hit policy, and the reasons of their results.

use serde_json::{Value as Json, json};

use crate::feel::env;
use crate::kit::{decide, decision, document, input, inputs, read, table};

/// A table over `n` and what it gives for each number.
fn given(attributes: &str, outputs: &[&str], rules: &str, cases: &[(i64, Json)]) {
    let model = read(&(input("n", "number") + &decision("D", &["n"], &table(attributes, &["n"], outputs, rules))));
    for (n, expected) in cases {
        assert_eq!(decide(&model, "D", &json!({"n": n})), *expected, "{attributes} of {n}");
    }
}

#[test]
fn a_unique_table_gives_its_one_rule_and_nothing_where_several_hold() {
    let rules = "< 10 -> \"low\"\n [5..20] -> \"middle\"";
    given(
        "hitPolicy=\"UNIQUE\"",
        &["o"],
        rules,
        &[(1, json!("low")), (7, json!(null)), (15, json!("middle")), (30, json!(null))],
    );
}

#[test]
fn a_table_without_policy_is_unique() {
    given("", &["o"], "- -> 1\n 5 -> 2", &[(1, json!(1)), (5, json!(null))]);
}

#[test]
fn any_wants_the_same_of_all() {
    let rules = "< 10 -> 1\n > 5 -> 1\n 8 -> 2";
    given("hitPolicy=\"ANY\"", &["o"], rules, &[(7, json!(1)), (8, json!(null))]);
}

#[test]
fn first_takes_the_first_and_rule_order_all() {
    let rules = "> 5 -> \"a\"\n > 3 -> \"b\"\n - -> \"c\"";
    given("hitPolicy=\"FIRST\"", &["o"], rules, &[(9, json!("a")), (4, json!("b")), (1, json!("c"))]);
    given("hitPolicy=\"RULE ORDER\"", &["o"], rules, &[(9, json!(["a", "b", "c"])), (1, json!(["c"]))]);
}

#[test]
fn priority_and_output_order_go_by_the_allowed_values() {
    let rules = "> 1 -> \"low\"\n > 5 -> \"high\"\n > 3 -> \"middle\"";
    let output = ["o of \"high\", \"middle\", \"low\""];
    given("hitPolicy=\"PRIORITY\"", &output, rules, &[(9, json!("high")), (4, json!("middle")), (2, json!("low"))]);
    given("hitPolicy=\"OUTPUT ORDER\"", &output, rules, &[(9, json!(["high", "middle", "low"])), (2, json!(["low"]))]);
}

#[test]
fn collect_gathers_and_reduces() {
    let rules = "> 1 -> 10\n > 5 -> 20\n > 3 -> 20";
    given("hitPolicy=\"COLLECT\"", &["o"], rules, &[(9, json!([10, 20, 20]))]);
    given("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", &["o"], rules, &[(9, json!(50)), (0, json!(null))]);
    given("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", &["o"], rules, &[(9, json!(10))]);
    given("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", &["o"], rules, &[(9, json!(20))]);
    given("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", &["o"], rules, &[(9, json!(3)), (2, json!(1))]);
}

#[test]
fn several_outputs_make_a_context_and_have_defaults() {
    let rules = "> 5 -> 1 | \"x\"";
    let outputs = ["a default 0", "b default \"none\""];
    given("", &outputs, rules, &[(9, json!({"a": 1, "b": "x"})), (1, json!({"a": 0, "b": "none"}))]);
}

#[test]
fn an_output_that_is_not_allowed_is_null_and_so_is_an_input() {
    given("", &["o of \"a\", \"b\""], "1 -> \"a\"\n 2 -> \"c\"", &[(1, json!("a")), (2, json!(null))]);
    let model =
        read(&(input("s", "string") + &decision("D", &["s"], &table("", &["s of \"x\", \"y\""], &["o"], "- -> 1"))));
    assert_eq!(decide(&model, "D", &json!({"s": "x"})), json!(1));
    assert_eq!(decide(&model, "D", &json!({"s": "z"})), json!(null));
}

#[test]
fn cells_compute_and_ask_about_their_input() {
    let rules = "? > 5 and ? < 10 -> n * 2\n in_list(?) -> 0";
    let model = document(&(input("n", "number") + &decision("D", &["n"], &table("", &["n"], &["o"], rules))));
    let model = rules::dmn::Model::read(&model).unwrap();
    assert_eq!(decide(&model, "D", &json!({"n": 7})), json!(14));
    assert_eq!(decide(&model, "D", &json!({"n": 3})), json!(null));
}

#[test]
fn a_result_says_which_rule_gave_it_on_which_values_by_which_article() {
    let rules = "< 50 | \"shop\" -> 100 // Schedule art. 3\n >= 50 | - -> 240 // Schedule art. 4";
    let body = input("area", "number")
        + &input("kind", "string")
        + &decision("Fee", &["area", "kind"], &table("", &["area", "kind"], &["fee"], rules))
        + &decision("Total", &["Fee"], "<literalExpression><text>Fee * 2</text></literalExpression>");
    let model = read(&body);
    let explained = model.explain("Total", &inputs(&json!({"area": 80, "kind": "stall"})), &env()).unwrap();
    assert_eq!(explained.value.as_number(), Some(480.into()));
    let reasons = serde_json::to_value(&explained.decisions).unwrap();
    assert_eq!(
        reasons,
        json!([
            {"decision": "Fee", "given": [{"name": "area", "value": 80}, {"name": "kind", "value": "stall"}], "value": 240, "tables": [{
                "table": "Fee", "hit_policy": "U", "default": false,
                "inputs": [{"name": "area", "value": 80}, {"name": "kind", "value": "stall"}],
                "rules": [{
                    "number": 2,
                    "conditions": [{"input": "area", "test": ">= 50", "value": 80}],
                    "outputs": [{"name": "Fee", "value": 240}],
                    "annotations": [{"name": "Article", "text": "Schedule art. 4"}]
                }]
            }]},
            {"decision": "Total", "given": [{"name": "Fee", "value": 240}], "value": 480, "tables": []}
        ])
    );
    let answer = model.answer("Fee", &json!({"area": 10, "kind": "shop"}), true, &env()).unwrap();
    assert_eq!((&answer["value"], &answer["reasons"][0]["tables"][0]["rules"][0]["number"]), (&json!(100), &json!(1)));
    let none = model.explain("Fee", &inputs(&json!({"area": 10, "kind": "stall"})), &env()).unwrap();
    assert_eq!(none.decisions[0].tables[0].problem, Some("rules-table-none"));
}
