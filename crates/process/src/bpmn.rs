//! Reads BPMN 2.0 into a model and writes it back. What isn't understood stays in the document and is written as it was
//! read; docs/formats/bpmn.md says what is understood. Not here: whether the model can be run or is sound.

mod collaboration;
mod diagram;
mod event;
mod node;
mod official;
mod resolve;
mod scope;
mod vendor;

use std::collections::HashMap;

use crate::model::{Declared, DeclaredId, DeclaredKind, Element, Expression, Fault, FaultKind, Model, NodeId};
use crate::xml::{self, Child, Document, Limits, Refusal, RefusalKind, Tag};

/// Namespaces of the standard: the model, the diagram, its geometry, its layout.
pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
pub const DIAGRAM: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
pub const GEOMETRY: &str = "http://www.omg.org/spec/DD/20100524/DC";
pub const LAYOUT: &str = "http://www.omg.org/spec/DD/20100524/DI";

/// Reads a document within the usual limits.
///
/// # Errors
/// What can't be read as BPMN at all, with line and column. What is wrong with single elements is in `Model::faults`.
pub fn read(text: &[u8]) -> Result<Model, Refusal> {
    read_within(text, &Limits::default())
}

/// Reads a document within given limits.
///
/// # Errors
/// As `read`.
pub fn read_within(text: &[u8], limits: &Limits) -> Result<Model, Refusal> {
    model_of(xml::read(text, limits)?)
}

/// The text of a model: the document it was read from.
#[must_use]
pub fn write(model: &Model) -> String {
    xml::write(model.document())
}

/// The model of a document that was built or changed.
///
/// # Errors
/// A root that isn't BPMN's.
pub fn model_of(document: Document) -> Result<Model, Refusal> {
    let root = &document.root;
    if !root.name.is(MODEL, "definitions") {
        let kind = RefusalKind::NotBpmn { root: format!("{{{}}}{}", root.name.space, root.name.local) };
        return Err(Refusal { place: root.place, kind });
    }
    let mut reading = Reading::default();
    reading.model.id = root.attribute("id").unwrap_or_default().into();
    reading.model.name = root.attribute("name").unwrap_or_default().into();
    reading.model.target_namespace = root.attribute("targetNamespace").unwrap_or_default().into();
    reading.model.digest = xml::digest(&document);
    reading.index(root);
    reading.declarations(root);
    for tag in root.tags().filter(|tag| tag.name.is(MODEL, "process")) {
        reading.process(tag);
    }
    for tag in root.tags().filter(|tag| tag.name.is(MODEL, "collaboration")) {
        reading.collaboration(tag);
    }
    reading.resolve();
    diagram::read(root, &mut reading.model);
    reading.dock();
    reading.name_the_rest();
    let mut model = reading.model;
    model.document = document;
    Ok(model)
}

/// What is known while a document is read: references are followed when all nodes are there.
#[derive(Default)]
struct Reading<'a> {
    model: Model,
    /// The elements of the standard by id; of two with the same the first.
    tags: HashMap<&'a str, &'a Tag>,
    pending: Vec<Pending<'a>>,
}

/// A reference to be followed later, with what the fault would name.
enum Pending<'a> {
    Flow { tag: &'a Tag },
    Attachment { boundary: NodeId, tag: &'a Tag },
    Default { node: NodeId, tag: &'a Tag, value: &'a str },
    Compensated { node: NodeId, tag: &'a Tag, value: &'a str },
    Lane { lane: crate::model::LaneId, tag: &'a Tag },
    Association { tag: &'a Tag },
    MessageFlow { tag: &'a Tag },
}

impl<'a> Reading<'a> {
    /// Finds all ids, and those that stand twice. Ids of the diagram are a world of their own.
    fn index(&mut self, tag: &'a Tag) {
        if &*tag.name.space == MODEL
            && let Some(id) = tag.attribute("id")
            && self.tags.insert(id, tag).is_some_and(|first| {
                self.tags.insert(id, first);
                true
            })
        {
            self.fault(tag, FaultKind::DuplicateId);
        }
        if tag.name.is(MODEL, "extensionElements") {
            return;
        }
        for child in &tag.children {
            if let Child::Tag(inner) = child {
                self.index(inner);
            }
        }
    }

    fn declarations(&mut self, root: &Tag) {
        for tag in root.tags().filter(|tag| &*tag.name.space == MODEL) {
            let kind = match &*tag.name.local {
                "message" => DeclaredKind::Message,
                "signal" => DeclaredKind::Signal,
                "error" => DeclaredKind::Error,
                "escalation" => DeclaredKind::Escalation,
                _ => continue,
            };
            let text = |name: &str| Box::from(tag.attribute(name).unwrap_or_default());
            let code = if kind == DeclaredKind::Error { text("errorCode") } else { text("escalationCode") };
            let id = DeclaredId(count(self.model.declared.len()));
            let correlation = vendor::correlation(tag);
            self.model.declared.push(Declared { id: text("id"), name: text("name"), kind, code, correlation });
            self.register(tag, Element::Declared(id));
        }
    }

    /// Ids that stand for nothing in the graph.
    fn name_the_rest(&mut self) {
        for id in self.tags.keys() {
            self.model.by_id.entry(Box::from(*id)).or_insert(Element::Other);
        }
    }

    fn register(&mut self, tag: &Tag, element: Element) {
        if let Some(id) = tag.attribute("id") {
            self.model.by_id.entry(id.into()).or_insert(element);
        }
    }

    fn fault(&mut self, tag: &Tag, kind: FaultKind) {
        let element = tag.attribute("id").unwrap_or(&tag.name.local).into();
        self.model.faults.push(Fault { element, place: tag.place, kind });
    }

    fn missing(&mut self, tag: &Tag, attribute: &'static str, value: &str) {
        self.fault(tag, FaultKind::MissingReference { attribute, value: value.into() });
    }

    /// The id that a reference means: as it stands, or without the prefix of a qualified name.
    fn meant<'b>(&self, reference: &'b str) -> &'b str {
        let reference = reference.trim();
        match reference.split_once(':') {
            Some((_, local)) if !self.tags.contains_key(reference) => local,
            _ => reference,
        }
    }

    fn truth(&mut self, tag: &Tag, attribute: &'static str, otherwise: bool) -> bool {
        match tag.attribute(attribute).map(str::trim) {
            None | Some("") => otherwise,
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(value) => {
                let value = Box::from(value);
                self.fault(tag, FaultKind::BadValue { attribute, value });
                otherwise
            }
        }
    }
}

/// The expression inside an element, none if there is no such element.
fn expression(tag: &Tag, local: &str) -> Option<Expression> {
    tag.tag(MODEL, local).map(text_of)
}

/// The expression that an element holds.
fn text_of(tag: &Tag) -> Expression {
    Expression { text: tag.text().trim().into(), language: tag.attribute("language").unwrap_or_default().into() }
}

fn documentation(tag: &Tag) -> Box<str> {
    let texts = tag.tags().filter(|inner| inner.name.is(MODEL, "documentation"));
    let texts: Vec<String> =
        texts.map(|inner| inner.text().trim().to_owned()).filter(|text| !text.is_empty()).collect();
    texts.join("\n").into()
}

/// Arenas are far below the limits on a document's parts.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
