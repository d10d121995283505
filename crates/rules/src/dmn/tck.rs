//! Tests of decision models in the format of the DMN Technology Compatibility Kit: a document of cases, each with
//! inputs and expected results, run against the models beside it.

use serde::Serialize;
use serde_json::Value as Json;

use super::evaluate::Inputs;
use super::model::{Kind, Model};
use super::trace::shown;
use super::xml::{self, Element};
use crate::Decimal;
use crate::feel::eval::Eval;
use crate::feel::temporal::{Date, DateTime, Duration, Time};
use crate::feel::{Context, Env, Value};

/// Numbers may differ by so much: 1e-8.
const TOLERANCE: i32 = -8;

/// What a result node gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Pass,
    Fail,
    /// The model or the test couldn't be read, or a limit was passed.
    Error,
}

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct ResultLine {
    pub dir: String,
    pub case: String,
    pub node: String,
    pub result: Outcome,
    pub expected: Json,
    pub actual: Json,
    pub message: String,
}

/// The last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Total {
    pub passed: usize,
    pub total: usize,
}

/// Runs the tests of a folder on its models; both as file name and text. A line for each result node.
#[must_use]
pub fn run(dir: &str, models: &[(&str, &str)], tests: &[(&str, &str)], env: &Env) -> Vec<ResultLine> {
    let mut lines = Vec::new();
    for (name, text) in tests {
        match xml::read(text, |space| space.contains("/testcase")) {
            Ok(root) => run_document(dir, models, &root, env, &mut lines),
            Err(refusal) => lines.push(ResultLine {
                dir: dir.to_owned(),
                case: String::new(),
                node: (*name).to_owned(),
                result: Outcome::Error,
                expected: Json::Null,
                actual: Json::Null,
                message: refusal.to_string(),
            }),
        }
    }
    lines
}

/// How many of the lines passed.
#[must_use]
pub fn total(lines: &[ResultLine]) -> Total {
    Total { passed: lines.iter().filter(|line| line.result == Outcome::Pass).count(), total: lines.len() }
}

fn run_document(dir: &str, models: &[(&str, &str)], root: &Element, env: &Env, lines: &mut Vec<ResultLine>) {
    let wanted = root.child("modelName").map(|name| name.text.trim()).unwrap_or_default();
    let main = models.iter().find(|(name, _)| *name == wanted).or_else(|| models.first());
    let model = match main {
        Some((name, text)) => {
            let others: Vec<&str> = models.iter().filter(|(other, _)| other != name).map(|(_, text)| *text).collect();
            Model::read_with(text, &others).map_err(|refusal| refusal.to_string())
        }
        None => Err(format!("no model {wanted}")),
    };
    for case in root.all("testCase") {
        for node in case.all("resultNode") {
            let mut line = ResultLine {
                dir: dir.to_owned(),
                case: case.attribute("id").unwrap_or_default().to_owned(),
                node: node.attribute("name").unwrap_or_default().to_owned(),
                result: Outcome::Error,
                expected: Json::Null,
                actual: Json::Null,
                message: String::new(),
            };
            match &model {
                Ok(model) => check(model, root, case, node, env, &mut line),
                Err(message) => line.message.clone_from(message),
            }
            lines.push(line);
        }
    }
}

fn check(model: &Model, root: &Element, case: &Element, node: &Element, env: &Env, line: &mut ResultLine) {
    let error = node.attribute("errorResult").is_some_and(|value| matches!(value.trim(), "true" | "1"));
    let expected = node.child("expected").map(value).unwrap_or_default();
    line.expected = shown(&expected);
    let mut named = Context::new();
    let mut qualified = Vec::new();
    for input in case.all("inputNode") {
        let name = input.attribute("name").unwrap_or_default();
        match input.attribute("namespace") {
            Some(space) => qualified.push((space.to_owned(), name.to_owned(), value(input))),
            None => named.put(name, value(input)),
        }
    }
    let mut inputs = Inputs::named(&named);
    inputs.qualified = qualified;
    let space = node.attribute("namespace").or(root.attribute("namespace"));
    let Some(at) = target(model, case, node, space) else {
        line.message = "no such element in the model".to_owned();
        line.result = if error { Outcome::Pass } else { Outcome::Error };
        return;
    };
    let mut eval = Eval::new(env);
    let result = match model.0.nodes.get(at).map(|node| &node.kind) {
        Some(Kind::Knowledge { .. }) => model.call_knowledge(at, &inputs, &mut eval),
        _ => model.run(at, &inputs, &mut eval, &mut Vec::new()),
    };
    match result {
        Ok(actual) => {
            // A service with several outputs answers with all of them; the node names one.
            let service = case.attribute("type") == Some("decisionService");
            let part = actual.as_context().filter(|_| service).and_then(|all| all.get(&line.node)).cloned();
            let actual = part.unwrap_or(actual);
            line.actual = shown(&actual);
            let good = if error { actual.is_null() || same(&expected, &actual) } else { same(&expected, &actual) };
            line.result = if good { Outcome::Pass } else { Outcome::Fail };
        }
        Err(fault) => {
            line.message = fault.to_string();
            line.result = if error { Outcome::Pass } else { Outcome::Error };
        }
    }
    if line.result != Outcome::Pass && line.message.is_empty() {
        let of = |finding: &&super::Finding| finding.element == line.node || finding.element.is_empty();
        if let Some(finding) = model.findings().iter().find(of) {
            line.message = format!("line {}: {} {}", finding.line, finding.key, finding.detail);
        }
    }
}

/// The element that a result node asks.
fn target(model: &Model, case: &Element, node: &Element, space: Option<&str>) -> Option<usize> {
    let kind = case.attribute("type").unwrap_or("decision");
    let name = match kind {
        "decision" => node.attribute("name"),
        _ => case.attribute("invocableName").or(node.attribute("name")),
    }?;
    let inner = &model.0;
    space
        .and_then(|space| inner.qualified.get(&(space.to_owned(), name.to_owned())))
        .or_else(|| inner.names.get(name))
        .or_else(|| inner.qualified.iter().find(|((_, other), _)| other == name).map(|(_, at)| at))
        .copied()
}

/// A value as tests write it: `value`, `component`s or `list`.
fn value(element: &Element) -> Value {
    if let Some(list) = element.child("list") {
        return if is_nil(list) { Value::Null } else { list.all("item").map(value).collect::<Vec<_>>().into() };
    }
    if element.child("component").is_some() {
        let components = element.all("component").filter(|component| component.attribute("name").is_some());
        let entries = components.map(|component| (component.attribute("name").unwrap_or_default(), value(component)));
        return Value::Context(entries.collect());
    }
    element.child("value").map(simple).unwrap_or_default()
}

fn is_nil(element: &Element) -> bool {
    element.attribute_local("nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
}

fn simple(element: &Element) -> Value {
    if is_nil(element) {
        return Value::Null;
    }
    let text = element.text.as_str();
    let trimmed = text.trim();
    let kind = element.attribute_local("type").unwrap_or_default();
    match kind.rsplit(':').next().unwrap_or_default() {
        "boolean" => Value::Boolean(matches!(trimmed, "true" | "1")),
        "decimal" | "double" | "float" | "integer" | "int" | "long" => trimmed.parse::<Decimal>().ok().into(),
        "date" => Date::parse(trimmed).into(),
        "time" => Time::parse(trimmed).into(),
        "dateTime" => DateTime::parse(trimmed).into(),
        "duration" | "dayTimeDuration" | "yearMonthDuration" => match Duration::parse(trimmed) {
            Some(Duration::Days(duration)) => duration.into(),
            Some(Duration::Months(duration)) => duration.into(),
            None => Value::Null,
        },
        _ => text.into(),
    }
}

/// Whether a result is what was expected.
fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => {
            a == b
                || a.checked_sub(*b).is_some_and(|apart| {
                    Decimal::new(false, 1, TOLERANCE).is_some_and(|tolerance| apart.abs() <= tolerance)
                })
        }
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Value::Context(a), Value::Context(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (Value::Null, Value::Null) => true,
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::Time(a), Value::Time(b)) => a.utc_nanos() == b.utc_nanos() && zoned(a) == zoned(b),
        (Value::DateTime(a), Value::DateTime(b)) => a.instant() == b.instant() && zoned(&a.time) == zoned(&b.time),
        (Value::Days(a), Value::Days(b)) => a == b,
        (Value::Months(a), Value::Months(b)) => a == b,
        // A duration of nothing is of either kind.
        (Value::Days(a), Value::Months(b)) | (Value::Months(b), Value::Days(a)) => a.nanos() == 0 && b.0 == 0,
        _ => false,
    }
}

fn zoned(time: &Time) -> bool {
    time.zone != crate::feel::temporal::Zone::Local
}
