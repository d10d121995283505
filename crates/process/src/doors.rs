//! The doors of the command line and of pages: texts in, lines to print out. No file is read and nothing is printed here.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use serde::Serialize;

use crate::executable::{Rule, executable};
use crate::model::Model;
use crate::step::Env;
use crate::{bpmn, change, rehearse, run};

/// Why a door stayed shut, with what the caller should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Shut {
    /// `model`, `script`, `input`, `state` or `change`.
    pub what: &'static str,
    pub why: String,
}

impl Shut {
    pub(crate) fn new(what: &'static str, why: impl ToString) -> Self {
        Self { what, why: why.to_string() }
    }
}

/// `process rehearse`: plays a script `rehearsal/1`.
///
/// # Errors
/// The model or the script can't be read, or the script names what the model doesn't have.
pub fn rehearse(model: &[u8], script: &[u8]) -> Result<Vec<rehearse::Line>, Shut> {
    let model = bpmn::read(model).map_err(|refusal| Shut::new("model", refusal))?;
    let script: rehearse::Script = serde_json::from_slice(script).map_err(|error| Shut::new("script", error))?;
    rehearse::rehearse(&model, &script).map_err(|why| Shut::new("script", why))
}

/// `process run`: runs models that are deployed together, the first named first. A model that can't be run is an outcome
/// `refused`.
///
/// # Errors
/// The input can't be read.
pub fn run(models: &[&[u8]], input: &[u8]) -> Result<run::Outcome, Shut> {
    let input: run::Input = serde_json::from_slice(input).map_err(|error| Shut::new("input", error))?;
    let mut read = Vec::new();
    for text in models {
        match bpmn::read(text) {
            Ok(model) => read.push(model),
            Err(refusal) => {
                let trouble =
                    run::Trouble { element: String::new(), kind: "not-bpmn".to_owned(), message: refusal.to_string() };
                return Ok(run::refused(vec![trouble]));
            }
        }
    }
    let troubles: Vec<_> = read.iter().flat_map(|model| unfit(model, &input)).collect();
    if !troubles.is_empty() {
        return Ok(run::refused(troubles));
    }
    Ok(run::run(read, &input))
}

/// `process migrate --dry-run`: two models, and states one a line, each alone or as `{"case":..,"state":..}`.
/// `transition_rule`: the rule that lets burdened cases move too.
///
/// # Errors
/// A model or a line can't be read.
pub fn migrate_dry_run(
    from: &[u8],
    to: &[u8],
    states: &[u8],
    transition_rule: Option<&str>,
    now: Timestamp,
    calendar: Arc<Calendar>,
) -> Result<Vec<change::Line>, Shut> {
    change::dry_run_all(from, to, states, transition_rule, &Env::new(now, calendar))
}

/// What keeps a model from being run, but for what the input supplies.
fn unfit(model: &Model, input: &run::Input) -> Vec<run::Trouble> {
    let findings = executable(model).err().unwrap_or_default();
    findings
        .into_iter()
        .filter(|finding| {
            let is_supplied = input.expressions.contains_key(&*finding.element);
            let is_expression = matches!(
                finding.rule,
                Rule::ConditionMissing | Rule::MultiInstanceWithoutCount | Rule::LoopWithoutEnd | Rule::TimerUnset
            );
            // The engine runs events with several definitions.
            finding.rule != Rule::MultipleEvents && !(is_supplied && is_expression)
        })
        .map(|finding| run::Trouble {
            element: finding.element.to_string(),
            kind: serde_json::to_value(finding.rule)
                .ok()
                .and_then(|rule| rule.as_str().map(str::to_owned))
                .unwrap_or_default(),
            message: format!("{} {}", finding.rule.hint(), finding.detail).trim().to_owned(),
        })
        .collect()
}
