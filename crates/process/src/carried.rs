//! What a process carries beside its drawing 随附规则: the decision tables (DMN) that its business-rule tasks ask, and which
//! answers of the form become facts for its conditions. Both stand in the document, in our own namespace, so that the
//! digest of a model covers them. Not here: what they mean (`rules`), and where facts come from.

use crate::bpmn;
use crate::change::document::{carried, carry, declare, find, set_official};
use crate::model::Model;
use crate::model::official::NAMESPACE;
use crate::xml::{Refusal, Tag};

/// The element that holds the tables.
const DECISIONS: &str = "decisions";
/// The attribute that names the answers.
const FACTS: &str = "facts";

/// The DMN text that the first process carries; empty where there is none.
#[must_use]
pub fn decisions(model: &Model) -> String {
    process_of(model).map(|tag| carried(tag, DECISIONS)).unwrap_or_default()
}

/// Keys of the answers that become facts.
#[must_use]
pub fn facts(model: &Model) -> Vec<String> {
    let named = process_of(model).and_then(|tag| tag.attribute_in(NAMESPACE, FACTS)).unwrap_or_default();
    named.split_whitespace().map(str::to_owned).collect()
}

/// The model with other tables and facts.
///
/// # Errors
/// The document can't be read again.
pub fn with(model: &Model, decisions: &str, facts: &[String]) -> Result<Model, Refusal> {
    let mut document = model.document().clone();
    if let Some(process) = model.processes.first().map(|id| model[*id].id.to_string()) {
        carry(&mut document, &process, DECISIONS, decisions);
        declare(&mut document);
        if let Some(tag) = find(&mut document, &process) {
            set_official(tag, FACTS, &facts.join(" "));
        }
    }
    bpmn::model_of(document)
}

fn process_of(model: &Model) -> Option<&Tag> {
    let process = model.processes.first()?;
    let id = &*model[*process].id;
    model.document().root.tags().find(|tag| tag.attribute("id") == Some(id))
}
