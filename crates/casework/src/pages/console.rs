//! The console of models 流程编制台: which items have models of their own, how each item is handled and
//! where its cases stand, drafts and their faults, comparison, rehearsal, and past cases done again.
//! Names no person but the staff who draw and publish.

pub(crate) mod compare;
pub(crate) mod edition;
pub(crate) mod item;
pub(crate) mod past;
pub(crate) mod rehearse;
pub(crate) mod samples;

use std::sync::Arc;

use catalogue::{ItemId, Published};
use directory::Body;
use kernel::division::DivisionCode;
use process::model::Model;
use store::{Error, Read};
use web::{Shell, Texts};

use super::course;
use crate::{
    edition::{Edition, EditionId, EditionState},
    flow::{Programs, generated},
    records,
    refusal::Refusal,
};

/// An item with the body that offers it.
pub(crate) struct Subject {
    pub item: Published,
    pub body: Body,
}

impl Subject {
    pub(crate) fn of(read: &Read<'_>, id: &str) -> Result<Self, Error> {
        let id: ItemId = id.parse().map_err(|_| Refusal::NotFound)?;
        let item = catalogue::item(read, &id, None)?.ok_or(Refusal::NotFound)?;
        let body = directory::bodies::by_id(read, &item.body)?.ok_or(Refusal::NotFound)?;
        Ok(Self { item, body })
    }

    /// Digest and model that are generated from the item.
    pub(crate) fn generated(&self, programs: &Programs) -> Result<(String, Arc<str>, Arc<Model>), Error> {
        let make = || generated(&self.item.item);
        let (digest, text) = programs.generated(self.item.id.as_str(), self.item.version, &make)?;
        let program = programs.get(&digest, &|| Ok(text.to_string()))?;
        Ok((digest, text, program.model.clone()))
    }

    /// The generated model as a draft begins with it: its steps with names.
    pub(crate) fn begun(&self, programs: &Programs, texts: &Texts) -> Result<String, Error> {
        let (_, text, model) = self.generated(programs)?;
        let named = process::change::named(&model, &course::plain_names(texts, &model));
        Ok(named.map_or_else(|_| text.to_string(), |named| process::bpmn::write(&named)))
    }
}

/// A version with its item.
pub(crate) struct Opened {
    pub edition: Edition,
    pub subject: Subject,
}

impl Opened {
    pub(crate) fn of(read: &Read<'_>, id: &EditionId) -> Result<Self, Error> {
        let edition = records::edition_by_id(read, id)?.ok_or(Refusal::NotFound)?;
        let subject = Subject::of(read, &edition.item)?;
        Ok(Self { edition, subject })
    }
}

/// Where a version holds, in words.
pub(crate) fn place_word(shell: &Shell, read: &Read<'_>, division: Option<&DivisionCode>) -> Result<String, Error> {
    let Some(code) = division else { return Ok(shell.t("casework-models-everywhere").into_owned()) };
    let names = directory::divisions::path(read, code)?;
    let names: Vec<&str> = names.iter().map(|division| shell.text(&division.name)).collect();
    Ok(if names.is_empty() { code.to_string() } else { names.join(" ") })
}

/// The tag of a state: kind and word.
pub(crate) fn state_tag(shell: &Shell, state: EditionState) -> (&'static str, String) {
    let kind = match state {
        EditionState::Draft => "waiting",
        EditionState::Published => "done",
        EditionState::Ended | EditionState::Discarded => "off",
    };
    (kind, shell.t(&["casework-edition-", state.as_str()].concat()).into_owned())
}

/// The frame of a page about an item's models.
pub(crate) fn shell(cx: &web::Cx, title: String, item: &str, name: &str) -> Shell {
    use crate::routes::console as to;
    let shell = cx.shell(title).wide().crumb(cx.t("casework-models-title"), to::MODELS);
    if item.is_empty() { shell } else { shell.crumb(name.to_owned(), to::of_item(item)) }
}

/// What a finding says, in the reader's language.
pub(crate) struct Fault {
    pub element: String,
    pub text: String,
    pub path: String,
}

pub(crate) fn faults(
    shell: &Shell,
    findings: &[crate::fitness::Finding],
    called: &course::Called,
    model: Option<&Model>,
) -> Vec<Fault> {
    let name = |id: &str| {
        let own = model.and_then(|model| model.node(id).map(|node| model[node].name.to_string()));
        called.get(id).cloned().or(own.filter(|name| !name.is_empty())).unwrap_or_else(|| id.to_owned())
    };
    let fault = |finding: &crate::fitness::Finding| {
        let mut text = shell.t(&["casework-rule-", &finding.rule].concat()).into_owned();
        if !finding.detail.is_empty() {
            text = shell.t2("casework-rule-detail", "rule", text, "detail", finding.detail.as_str());
        }
        Fault {
            element: if finding.element.is_empty() { String::new() } else { name(&finding.element) },
            text,
            path: finding.path.iter().map(|id| name(id)).collect::<Vec<_>>().join(" → "),
        }
    };
    findings.iter().map(fault).collect()
}
