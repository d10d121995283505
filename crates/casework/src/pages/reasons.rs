//! Why a case goes this way 规则依据, in words: which rule of which table fired, what it looked at, and the
//! article that it cites. Applicant and officer read the same. Not here: what is kept of it (`flow`).

use catalogue::{form::Field, item::Item, words::FieldType};
use kernel::{Date, Timestamp};
use serde_json::Value as Json;
use web::Shell;

use crate::flow::{ANSWERS, FiredRule, Given, Reason};

/// One table that was asked.
pub(crate) struct ReasonRow {
    /// What was asked: the question of the model, else the name of the decision.
    pub about: String,
    pub when: String,
    /// What was looked at, with its values.
    pub given: Vec<(String, String)>,
    pub rules: Vec<RuleRow>,
}

/// A rule that held, or that none did.
pub(crate) struct RuleRow {
    pub words: String,
    /// The article, or a remark: name and text.
    pub notes: Vec<(String, String)>,
}

/// The reasons of a case, in order.
pub(crate) fn rows(shell: &Shell, item: &Item, reasons: &[(Timestamp, Reason)]) -> Vec<ReasonRow> {
    reasons.iter().map(|(at, reason)| row(shell, item, *at, reason)).collect()
}

fn row(shell: &Shell, item: &Item, at: Timestamp, reason: &Reason) -> ReasonRow {
    let mut rules: Vec<RuleRow> = reason.rules.iter().map(|rule| fired(shell, item, rule)).collect();
    if rules.is_empty() {
        let key = if reason.default { "casework-reason-default" } else { "casework-reason-none" };
        rules.push(RuleRow { words: shell.t(key).into_owned(), notes: Vec::new() });
    }
    let pair = |given: &Given| (named(shell, item, &given.name), value(shell, item, &given.name, &given.value));
    ReasonRow {
        about: if reason.question.is_empty() { reason.decision.clone() } else { reason.question.clone() },
        when: shell.moment(at),
        given: reason.given.iter().map(pair).collect(),
        rules,
    }
}

fn fired(shell: &Shell, item: &Item, rule: &FiredRule) -> RuleRow {
    let asks: Vec<String> = rule
        .conditions
        .iter()
        .map(|(input, test)| {
            let test = asked(shell, item, input, test);
            shell.t2("casework-reason-condition", "name", named(shell, item, input), "test", test)
        })
        .collect();
    let gave: Vec<String> = rule.outputs.iter().map(|given| value(shell, item, "", &given.value)).collect();
    let between = shell.t("casework-reason-and").into_owned();
    let words = sentence(shell, rule.number, &asks.join(&between), &gave.join(&between));
    RuleRow { words, notes: rule.notes.clone() }
}

/// What a rule that held says.
pub(crate) fn sentence(shell: &Shell, number: usize, conditions: &str, result: &str) -> String {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    if conditions.is_empty() {
        return shell.t2("casework-reason-always", "number", number, "result", result);
    }
    shell.tn("casework-reason-fired", &[("number", &number), ("conditions", &conditions), ("result", &result)])
}

/// The question of the form that an input means.
fn field<'a>(item: &'a Item, input: &str) -> Option<&'a Field> {
    let key = input.trim().strip_prefix(ANSWERS)?.strip_prefix('.')?;
    item.form.iter().flat_map(|section| &section.fields).find(|field| field.key == key)
}

/// What an input is called: as the form calls it, else as the model does.
fn named(shell: &Shell, item: &Item, input: &str) -> String {
    const FACTS: [&str; 6] = ["item", "division", "enterprise", "jurisdiction", "outcome", "expires"];
    match field(item, input) {
        Some(field) => shell.text(&field.label).to_owned(),
        None if FACTS.contains(&input.trim()) => {
            shell.t(&["casework-reason-fact-", input.trim()].concat()).into_owned()
        }
        None => input.to_owned(),
    }
}

fn value(shell: &Shell, item: &Item, input: &str, value: &Json) -> String {
    match value {
        Json::Null => shell.t("casework-reason-nothing").into_owned(),
        Json::Bool(holds) => shell.t(if *holds { "casework-reason-yes" } else { "casework-reason-no" }).into_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => word(shell, item, input, text),
        Json::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| self::value(shell, item, input, one)).collect();
            all.join(&shell.t("casework-reason-and"))
        }
        Json::Object(of) => match (of.get("type").and_then(Json::as_str), of.get("value").and_then(Json::as_str)) {
            (Some("date"), Some(day)) => day.parse::<Date>().map_or_else(|_| day.to_owned(), |day| shell.date(day)),
            (Some(_), Some(text)) => text.to_owned(),
            _ => value.to_string(),
        },
    }
}

/// A word as the form shows it where it is a choice there.
fn word(shell: &Shell, item: &Item, input: &str, text: &str) -> String {
    let choice = field(item, input)
        .filter(|field| field.kind == FieldType::Choice)
        .and_then(|field| field.choices.iter().find(|choice| choice.value == text));
    choice.map_or_else(|| text.to_owned(), |choice| shell.text(&choice.label).to_owned())
}

/// What a rule asks of an input: comparisons of FEEL in words, anything longer as the table says it.
fn asked(shell: &Shell, item: &Item, input: &str, test: &str) -> String {
    const SIGNS: [(&str, &str); 4] = [
        ("<=", "casework-reason-at-most"),
        (">=", "casework-reason-at-least"),
        ("<", "casework-reason-below"),
        (">", "casework-reason-above"),
    ];
    let test = test.trim();
    let plain = |text: &str| literal(shell, item, input, text.trim());
    for (sign, key) in SIGNS {
        if let Some(value) = test.strip_prefix(sign).and_then(plain) {
            return shell.t1(key, "value", value);
        }
    }
    let range = test.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.split_once(".."));
    if let Some((Some(from), Some(to))) = range.map(|(from, to)| (plain(from), plain(to))) {
        return shell.t2("casework-reason-between", "from", from, "to", to);
    }
    let all: Option<Vec<String>> = test.split(',').map(plain).collect();
    match all {
        Some(all) => shell.t1("casework-reason-is", "value", all.join(&shell.t("casework-reason-or"))),
        None => test.to_owned(),
    }
}

/// A literal of FEEL as a reader writes it; none for anything else.
fn literal(shell: &Shell, item: &Item, input: &str, text: &str) -> Option<String> {
    if let Some(text) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return (!text.contains('"')).then(|| word(shell, item, input, text));
    }
    match text {
        "true" | "false" => Some(value(shell, item, input, &Json::Bool(text == "true"))),
        number => number.parse::<serde_json::Number>().ok().map(|number| number.to_string()),
    }
}
