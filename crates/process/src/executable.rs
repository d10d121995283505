//! Whether the engine can run a model 可执行性: each element that it can't carry out, with the rule that it breaks. A model
//! that is only drawn may break them. Not here: soundness (`lint`), and expressions that can't be read; those become
//! incidents where a token needs them.

mod nodes;
mod rule;

use serde::Serialize;

pub use self::rule::Rule;
use crate::model::{FaultKind, Model, Place};

/// What keeps a model from being run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the element, or its kind where it has none.
    pub element: Box<str>,
    pub place: Place,
    pub rule: Rule,
    /// What the rule is about here: a name, a value, another element. Empty where there is nothing to say.
    pub detail: Box<str>,
}

/// Whether the engine can run a model.
///
/// # Errors
/// All that keeps it from being run, in document order of the rules' elements.
pub fn executable(model: &Model) -> Result<(), Vec<Finding>> {
    let mut findings: Vec<Finding> = model.faults.iter().filter_map(fault).collect();
    if model.processes.is_empty() {
        findings.push(Finding {
            element: model.id.clone(),
            place: Place::default(),
            rule: Rule::NoProcess,
            detail: Box::default(),
        });
    }
    nodes::check(model, &mut findings);
    findings.sort_by_key(|finding| finding.place);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// A fault of the document as a finding, if it is one that the engine would stumble over.
fn fault(fault: &crate::model::Fault) -> Option<Finding> {
    let (rule, detail) = match &fault.kind {
        FaultKind::DuplicateId => (Rule::DuplicateId, Box::default()),
        // A lane without its node, a number in the diagram: the drawing suffers, the process doesn't.
        FaultKind::MissingReference { attribute: "flowNodeRef", .. }
        | FaultKind::BadValue { attribute: "x" | "y" | "width" | "height", .. } => return None,
        FaultKind::MissingReference { attribute, value } => {
            (Rule::MissingReference, format!("{attribute}=\"{value}\"").into())
        }
        FaultKind::CrossesScope { target } => (Rule::CrossesScope, target.clone()),
        FaultKind::NoId => (Rule::NoId, Box::default()),
        FaultKind::UnknownElement { name } => (Rule::UnknownElement, name.clone()),
        FaultKind::BadValue { attribute, value } => (Rule::BadValue, format!("{attribute}=\"{value}\"").into()),
    };
    Some(Finding { element: fault.element.clone(), place: fault.place, rule, detail })
}
