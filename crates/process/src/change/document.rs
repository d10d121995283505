//! Editing the document of a model: elements found by id, flows retargeted, nodes added and taken out. What isn't
//! touched stays as it was read.

use crate::bpmn::MODEL;
use crate::model::official::NAMESPACE;
use crate::xml::{Attribute, Child, Document, Name, Tag, XMLNS};

/// The prefix under which our namespace is declared where the document has none.
const PREFIX: &str = "tongban";

pub fn find<'a>(document: &'a mut Document, id: &str) -> Option<&'a mut Tag> {
    find_in(&mut document.root, id)
}

fn find_in<'a>(tag: &'a mut Tag, id: &str) -> Option<&'a mut Tag> {
    if tag.attribute("id") == Some(id) {
        return Some(tag);
    }
    tag.children.iter_mut().find_map(|child| match child {
        Child::Tag(tag) => find_in(tag, id),
        _ => None,
    })
}

/// The element that directly holds the one of this id.
pub fn parent_of<'a>(document: &'a mut Document, id: &str) -> Option<&'a mut Tag> {
    parent_in(&mut document.root, id)
}

fn parent_in<'a>(tag: &'a mut Tag, id: &str) -> Option<&'a mut Tag> {
    if tag.tags().any(|child| child.attribute("id") == Some(id)) {
        return Some(tag);
    }
    tag.children.iter_mut().find_map(|child| match child {
        Child::Tag(tag) => parent_in(tag, id),
        _ => None,
    })
}

/// Takes an element out, and its shape or edge in the diagram.
pub fn remove(document: &mut Document, id: &str) {
    remove_in(&mut document.root, id);
}

fn remove_in(tag: &mut Tag, id: &str) {
    tag.children.retain(|child| match child {
        Child::Tag(tag) => tag.attribute("id") != Some(id) && tag.attribute("bpmnElement") != Some(id),
        _ => true,
    });
    for child in &mut tag.children {
        if let Child::Tag(tag) = child {
            // A lane names its nodes.
            if tag.name.is(MODEL, "laneSet") || tag.name.is(MODEL, "lane") {
                tag.children.retain(|child| !matches!(child, Child::Tag(reference) if reference.name.is(MODEL, "flowNodeRef") && reference.text().trim() == id));
            }
            remove_in(tag, id);
        }
    }
}

pub fn set(tag: &mut Tag, local: &str, value: &str) {
    set_name(tag, Name { space: "".into(), local: local.into(), prefix: Box::default() }, value);
}

fn set_name(tag: &mut Tag, name: Name, value: &str) {
    match tag.attributes.iter_mut().find(|attribute| attribute.name == name) {
        Some(attribute) => attribute.value = value.into(),
        None => tag.attributes.push(Attribute { name, value: value.into() }),
    }
}

/// Sets an attribute of our own namespace.
pub fn set_official(tag: &mut Tag, local: &str, value: &str) {
    set_name(tag, Name { space: NAMESPACE.into(), local: local.into(), prefix: PREFIX.into() }, value);
}

/// Makes our prefix known at the root.
pub fn declare(document: &mut Document) {
    let name = Name { space: XMLNS.into(), local: PREFIX.into(), prefix: "xmlns".into() };
    let is_declared = document.root.attributes.iter().any(|attribute| attribute.name == name);
    if !is_declared {
        document.root.attributes.push(Attribute { name, value: NAMESPACE.into() });
    }
}

/// Adds an element of the standard's namespace, written with its parent's prefix.
pub fn add<'a>(parent: &'a mut Tag, local: &str, id: &str) -> Option<&'a mut Tag> {
    let name = Name { space: MODEL.into(), local: local.into(), prefix: parent.name.prefix.clone() };
    let mut tag = Tag { name, ..Tag::default() };
    set(&mut tag, "id", id);
    parent.children.push(Child::Tag(tag));
    match parent.children.last_mut() {
        Some(Child::Tag(tag)) => Some(tag),
        _ => None,
    }
}

pub fn add_flow(parent: &mut Tag, id: &str, from: &str, to: &str) {
    if let Some(tag) = add(parent, "sequenceFlow", id) {
        set(tag, "sourceRef", from);
        set(tag, "targetRef", to);
    }
}

/// `incoming` and `outgoing` only repeat what flows say; after a change they would be wrong.
pub fn forget_repeated_flows(tag: &mut Tag) {
    tag.children.retain(|child| match child {
        Child::Tag(tag) => !tag.name.is(MODEL, "incoming") && !tag.name.is(MODEL, "outgoing"),
        _ => true,
    });
    for child in &mut tag.children {
        if let Child::Tag(tag) = child {
            forget_repeated_flows(tag);
        }
    }
}

/// Sets the text that a process carries in an element of our own inside its extension elements; an empty text takes it out.
pub fn carry(document: &mut Document, process: &str, local: &str, text: &str) {
    declare(document);
    let Some(tag) = find(document, process) else { return };
    let is_extensions = |child: &Child| matches!(child, Child::Tag(tag) if tag.name.is(MODEL, "extensionElements"));
    if !tag.children.iter().any(is_extensions) {
        let name = Name { space: MODEL.into(), local: "extensionElements".into(), prefix: tag.name.prefix.clone() };
        // Documentation alone may stand before it.
        let is_documentation = |child: &Child| matches!(child, Child::Tag(tag) if tag.name.is(MODEL, "documentation"));
        let at = tag.children.iter().rposition(is_documentation).map_or(0, |at| at + 1);
        tag.children.insert(at, Child::Tag(Tag { name, ..Tag::default() }));
    }
    for child in &mut tag.children {
        if let Child::Tag(extensions) = child
            && extensions.name.is(MODEL, "extensionElements")
        {
            extensions.children.retain(|child| !matches!(child, Child::Tag(tag) if tag.name.is(NAMESPACE, local)));
            if !text.is_empty() {
                let name = Name { space: NAMESPACE.into(), local: local.into(), prefix: PREFIX.into() };
                let children = vec![Child::Text(text.into())];
                extensions.children.push(Child::Tag(Tag { name, children, ..Tag::default() }));
            }
            return;
        }
    }
}

/// The text that a process carries in an element of our own; empty where there is none.
pub fn carried(tag: &Tag, local: &str) -> String {
    let inside = tag.tags().filter(|inner| inner.name.is(MODEL, "extensionElements")).flat_map(Tag::tags);
    inside.filter(|inner| inner.name.is(NAMESPACE, local)).map(Tag::text).next().unwrap_or_default()
}
