//! What differs between two models 模型比较: elements by their ids, with the attributes and contents that changed. Elements
//! that this engine doesn't understand are compared too. Not here: what a change means for running cases.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bpmn::{DIAGRAM, MODEL};
use crate::model::Model;
use crate::xml::{Child, Tag};

/// What differs from the first model to the second.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Difference {
    /// Nothing but the drawing differs, or nothing at all.
    pub same_meaning: bool,
    /// The diagram differs.
    pub redrawn: bool,
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub what: What,
    /// Id of the element.
    pub element: Box<str>,
    /// The element's name in BPMN, such as `userTask`.
    pub kind: Box<str>,
    pub name: Box<str>,
    /// What changed in it; for a new or removed element nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aspects: Vec<Aspect>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Added,
    Removed,
    Changed,
}

/// An attribute or a child element without an id. Absent is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aspect {
    /// Name of the attribute or of the child element; `parent` where the element lies elsewhere now.
    pub name: Box<str>,
    pub before: Option<Box<str>>,
    pub after: Option<Box<str>>,
}

/// Compares two models.
#[must_use]
pub fn diff(before: &Model, after: &Model) -> Difference {
    let (old, new) = (&before.document().root, &after.document().root);
    let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
    index(old, "", &mut first);
    index(new, "", &mut second);
    let mut changes = Vec::new();
    for (id, (tag, parent)) in &first {
        match second.get(id) {
            None => changes.push((tag.place, change(What::Removed, tag))),
            Some((other, other_parent)) => {
                let mut aspects = aspects(tag, other);
                if parent != other_parent {
                    let (before, after) = (Some((*parent).into()), Some((*other_parent).into()));
                    aspects.push(Aspect { name: "parent".into(), before, after });
                }
                if !aspects.is_empty() {
                    changes.push((other.place, Change { aspects, ..change(What::Changed, other) }));
                }
            }
        }
    }
    let added = second.iter().filter(|(id, _)| !first.contains_key(*id));
    changes.extend(added.map(|(_, (tag, _))| (tag.place, change(What::Added, tag))));
    changes.sort_by_key(|(place, change)| (change.what, *place));
    let changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
    Difference { same_meaning: changes.is_empty(), redrawn: drawing(old) != drawing(new), changes }
}

impl Difference {
    /// The difference as lines of text: `+`, `-` or `~`, kind, name and id; below, what changed in it.
    #[must_use]
    pub fn plain(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for Change { what, element, kind, name, aspects } in &self.changes {
            let sign = match what {
                What::Added => '+',
                What::Removed => '-',
                What::Changed => '~',
            };
            lines.push(format!("{sign} {kind} {} [{element}]", name.split_whitespace().collect::<Vec<_>>().join(" ")));
            for Aspect { name, before, after } in aspects {
                let text = |value: &Option<Box<str>>| value.as_deref().unwrap_or("(none)").replace('\n', " ");
                lines.push(format!("    {name}: {} -> {}", text(before), text(after)));
            }
        }
        lines
    }
}

fn change(what: What, tag: &Tag) -> Change {
    let text = |name: &str| Box::from(tag.attribute(name).unwrap_or_default());
    Change { what, element: text("id"), kind: tag.name.local.clone(), name: text("name"), aspects: Vec::new() }
}

/// All elements of the standard that have an id, with the id of the one around them.
fn index<'a>(tag: &'a Tag, parent: &'a str, into: &mut BTreeMap<&'a str, (&'a Tag, &'a str)>) {
    if &*tag.name.space != MODEL {
        return;
    }
    let id = tag.attribute("id").unwrap_or_default();
    if !id.is_empty() {
        into.entry(id).or_insert((tag, parent));
    }
    for inner in tag.tags() {
        index(inner, if id.is_empty() { parent } else { id }, into);
    }
}

fn drawing(root: &Tag) -> Vec<&Tag> {
    root.tags().filter(|tag| tag.name.is(DIAGRAM, "BPMNDiagram")).collect()
}

fn aspects(before: &Tag, after: &Tag) -> Vec<Aspect> {
    let mut found = Vec::new();
    if before.name != after.name {
        let (old, new) = (Some(before.name.local.clone()), Some(after.name.local.clone()));
        found.push(Aspect { name: "kind".into(), before: old, after: new });
    }
    let (old, new) = (facts(before), facts(after));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (before, after) = (old.get(name), new.get(name));
        if before != after {
            let text = |fact: Option<&String>| fact.map(|text| text.as_str().into());
            found.push(Aspect { name: name.as_str().into(), before: text(before), after: text(after) });
        }
    }
    found
}

/// Attributes, and children without an id of their own, as texts.
fn facts(tag: &Tag) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for attribute in tag.attributes.iter().filter(|attribute| !attribute.name.is_declaration()) {
        facts.insert(attribute.name.local.to_string(), attribute.value.to_string());
    }
    // The root's own text and what tools say of themselves don't matter.
    for name in ["exporter", "exporterVersion"] {
        facts.remove(name);
    }
    for inner in tag.tags() {
        let is_own = &*inner.name.space == MODEL && inner.attribute("id").is_some();
        let is_copy = matches!(&*inner.name.local, "incoming" | "outgoing");
        if is_own || is_copy || inner.name.is(DIAGRAM, "BPMNDiagram") {
            // Elements with an id speak for themselves, but for the text right inside.
            continue;
        }
        let fact = facts.entry(inner.name.local.to_string()).or_insert_with(String::new);
        if !fact.is_empty() {
            fact.push('\n');
        }
        plain(inner, fact);
    }
    let text = tag.text();
    if !text.trim().is_empty() {
        facts.insert("text".to_owned(), text.trim().to_owned());
    }
    facts
}

/// The content of an element as text: its words, and of nested elements also names and attributes.
fn plain(tag: &Tag, into: &mut String) {
    for attribute in tag.attributes.iter().filter(|attribute| !attribute.name.is_declaration()) {
        if &*attribute.name.space != "http://www.w3.org/2001/XMLSchema-instance" {
            into.push_str(&format!("{}={} ", attribute.name.local, attribute.value));
        }
    }
    for child in &tag.children {
        match child {
            Child::Text(text) => into.push_str(text.trim()),
            Child::Tag(inner) => {
                into.push_str(&format!("<{}> ", inner.name.local));
                plain(inner, into);
            }
            Child::Comment(_) | Child::Instruction(_) => {}
        }
    }
}
