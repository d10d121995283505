//! What is told of a model 模型检查报告: what it holds, whether it can run, whether it is sound, in one report for the command
//! line and for pages; and the model written back. Not here: how any of it is found out.

use serde::Serialize;

use crate::bpmn;
use crate::diff::{self, Difference};
use crate::executable::executable;
use crate::lint::{self, soundness};
use crate::model::{Model, Place};
use crate::outline::{self, Outline};
use crate::xml::Refusal;

/// The report of `process lint`, one JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Id of the document.
    pub id: Box<str>,
    /// Address of the model, in hexadecimal.
    pub digest: String,
    pub counts: Counts,
    /// The engine can run it.
    pub executable: bool,
    pub safe: Option<bool>,
    pub sound: Option<bool>,
    pub message_sound: Option<bool>,
    pub dead: Vec<Box<str>>,
    /// States visited to tell.
    pub states: usize,
    pub findings: Vec<Line>,
}

/// What a document holds, at any depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub flow_nodes: usize,
    pub sequence_flows: usize,
    pub message_flows: usize,
    pub processes: usize,
}

/// A finding: of `executable` (kind `refusal`) or of the linter (kind `soundness`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub kind: &'static str,
    pub rule: String,
    pub element: Box<str>,
    pub line: u32,
    pub column: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub detail: Box<str>,
    pub hint: &'static str,
    /// Elements that act on the way there.
    pub path: Vec<Box<str>>,
}

/// Reads and checks a document.
///
/// # Errors
/// What can't be read as BPMN, with line and column.
pub fn lint(text: &[u8]) -> Result<Report, Refusal> {
    Ok(report(&bpmn::read(text)?))
}

/// Reads a document and writes it back.
///
/// # Errors
/// What can't be read as BPMN, with line and column.
pub fn roundtrip(text: &[u8]) -> Result<String, Refusal> {
    bpmn::read(text).map(|model| bpmn::write(&model))
}

/// Reads a document and outlines it.
///
/// # Errors
/// What can't be read as BPMN, with line and column.
pub fn outline(text: &[u8]) -> Result<Outline, Refusal> {
    bpmn::read(text).map(|model| outline::outline(&model))
}

/// Reads two documents and compares them.
///
/// # Errors
/// What can't be read as BPMN, with line and column; of the first document first.
pub fn diff(before: &[u8], after: &[u8]) -> Result<Difference, Refusal> {
    Ok(diff::diff(&bpmn::read(before)?, &bpmn::read(after)?))
}

/// The report on a model.
#[must_use]
pub fn report(model: &Model) -> Report {
    let refusals = executable(model).err().unwrap_or_default();
    let found = soundness(model);
    let is_executable = refusals.is_empty();
    let mut findings: Vec<Line> = refusals
        .into_iter()
        .map(|finding| Line {
            kind: "refusal",
            rule: name(&finding.rule),
            hint: finding.rule.hint(),
            detail: finding.detail,
            ..line(finding.element, finding.place)
        })
        .collect();
    findings.extend(found.problems.into_iter().map(|problem| Line {
        kind: "soundness",
        rule: name(&problem.rule),
        hint: hint(problem.rule),
        path: problem.path,
        ..line(problem.element, problem.place)
    }));
    Report {
        id: model.id.clone(),
        digest: model.digest.to_string(),
        counts: counts(model),
        executable: is_executable,
        safe: found.safe,
        sound: found.sound,
        message_sound: found.message_sound,
        dead: found.dead,
        states: found.states,
        findings,
    }
}

/// What a model holds; flows with an end that isn't there are counted too.
#[must_use]
pub fn counts(model: &Model) -> Counts {
    Counts {
        flow_nodes: model.nodes.len(),
        sequence_flows: model.flows.len() + model.loose_flows as usize,
        message_flows: model.message_flows.len() + model.loose_message_flows as usize,
        processes: model.processes.len(),
    }
}

fn line(element: Box<str>, place: Place) -> Line {
    let (kind, hint, detail) = ("", "", Box::default());
    Line { kind, rule: String::new(), element, line: place.line, column: place.column, detail, hint, path: Vec::new() }
}

/// The name of a rule as it stands in output.
fn name(rule: &impl Serialize) -> String {
    serde_json::to_value(rule).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What to do about a problem of soundness, in English for those who work at the command line.
#[must_use]
pub fn hint(rule: lint::Rule) -> &'static str {
    match rule {
        lint::Rule::Deadlock => {
            "tokens wait here for others that never come; join what was split with a gateway of the same kind"
        }
        lint::Rule::EndlessLoop => "there is no way out of this repetition; give it one",
        lint::Rule::DeadActivity => "nothing leads here; connect it, or take it out",
        lint::Rule::LackOfSynchronisation => {
            "parallel branches meet here without being joined, so what follows would run more than once; join them first"
        }
        lint::Rule::UnboundedRepetition => "each turn of the repetition leaves another token; join before turning back",
        lint::Rule::EndReachedTwice => "one instance reaches this end more than once; join its branches before it",
        lint::Rule::MessageLeft => "a message can be sent when nobody takes it any more; receive it on every path",
        lint::Rule::NotDecided => "there are too many states, or something that the check doesn't know; simplify",
    }
}
