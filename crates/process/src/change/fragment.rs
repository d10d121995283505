//! A fragment 片段 put on a sequence flow: a block with one way in and one way out, drawn as a BPMN document of its own, with
//! gateways, sub-processes and boundary events as it needs. It must be sound by itself; what it declares comes along. Not
//! here: steps one after another, which need no drawing (`derive`).

use std::collections::BTreeSet;

use super::CannotDerive;
use super::derive::ahead;
use super::document::{add_flow, find, parent_of, set};
use crate::bpmn::{self, MODEL};
use crate::executable::executable;
use crate::lint::{Rule, soundness};
use crate::model::{Definition, Event, EventPosition, Model, NodeId, NodeKind};
use crate::xml::{Attribute, Child, Document, Name, Tag};

/// A fragment that can be put in.
pub(super) struct Fragment {
    /// The process's elements, its start, its end and the flows at them aside.
    tags: Vec<Tag>,
    /// Messages, signals, errors, escalations.
    declared: Vec<Tag>,
    entry: Box<str>,
    exit: Exit,
    /// Ids that it brings.
    pub ids: BTreeSet<String>,
}

enum Exit {
    /// The flow that led to the end now leads on.
    Flow(Box<str>),
    /// From this node a new flow leads on.
    Node(Box<str>),
}

fn refused(element: &str, why: &'static str) -> CannotDerive {
    CannotDerive::NotAFragment { element: element.to_owned(), why }
}

impl Fragment {
    /// Reads a fragment.
    ///
    /// # Errors
    /// `NotBpmn`; `NotAFragment` for what isn't one block that can run and is sound.
    pub fn read(text: &str) -> Result<Self, CannotDerive> {
        let model = bpmn::read(text.as_bytes()).map_err(|refusal| CannotDerive::NotBpmn(refusal.to_string()))?;
        let [process] = model.processes.as_slice() else {
            return Err(refused(&model.id, "it has not exactly one process"));
        };
        if let Some(finding) = executable(&model).err().and_then(|findings| findings.into_iter().next()) {
            return Err(refused(&finding.element, finding.rule.hint()));
        }
        let scope = &model[*process];
        if let Some(event) = scope.event_subprocesses.first() {
            return Err(refused(&model[*event].id, "an event sub-process belongs to the whole process"));
        }
        let [start] = scope.starts.as_slice() else {
            return Err(refused(&scope.id, "it has not exactly one start event"));
        };
        let is_plain = model[*start].event().is_some_and(|event| event.definition == Definition::None);
        let ([into], true, true) = (model[*start].outgoing.as_slice(), is_plain, scope.implicit_starts.is_empty())
        else {
            return Err(refused(&model[*start].id, "there is more than one way in"));
        };
        let end = end_of(&model, *start)?;
        let entry = model[*into].target;
        if entry == end {
            return Err(refused(&model[*start].id, "there is nothing in it"));
        }
        is_sound(&model)?;
        let mut gone: Vec<&str> = vec![&model[*start].id, &model[*into].id];
        let exit = match model[end].incoming.as_slice() {
            [flow] => {
                gone.push(&model[end].id);
                Exit::Flow(model[*flow].id.clone())
            }
            _ => Exit::Node(model[end].id.clone()),
        };
        let mut document = model.document().clone();
        let Some(tag) = find(&mut document, &scope.id) else {
            return Err(refused(&scope.id, "it has not exactly one process"));
        };
        let is_kept = |tag: &Tag| {
            let id = tag.attribute("id").unwrap_or_default();
            !gone.contains(&id) && !["extensionElements", "documentation", "laneSet"].contains(&&*tag.name.local)
        };
        let mut tags: Vec<Tag> = tag.tags().filter(|tag| is_kept(tag)).cloned().collect();
        if let Exit::Node(end) = &exit {
            // Several ways lead to the end: they are brought together before one leads on.
            for tag in tags.iter_mut().filter(|tag| tag.attribute("id") == Some(end)) {
                tag.name.local = "exclusiveGateway".into();
                tag.children.clear();
            }
        }
        let is_declared = |tag: &&Tag| {
            let kinds = ["message", "signal", "error", "escalation", "itemDefinition"];
            &*tag.name.space == MODEL && kinds.contains(&&*tag.name.local)
        };
        let declared = model.document().root.tags().filter(is_declared).cloned().collect();
        let mut ids = BTreeSet::new();
        for tag in &tags {
            collect(tag, &mut ids);
        }
        Ok(Self { tags, declared, entry: model[entry].id.clone(), exit, ids })
    }

    /// Puts it on a flow that leads to an element.
    pub fn put(mut self, document: &mut Document, flow: &str, target: &str) {
        let Some(parent) = parent_of(document, flow) else { return };
        let prefix = parent.name.prefix.clone();
        for tag in &mut self.tags {
            renamed(tag, &prefix);
        }
        let exit = match &self.exit {
            Exit::Flow(own) => {
                for tag in self.tags.iter_mut().filter(|tag| tag.attribute("id") == Some(own)) {
                    set(tag, "targetRef", target);
                }
                None
            }
            Exit::Node(node) => Some(node.clone()),
        };
        parent.children.extend(self.tags.into_iter().map(Child::Tag));
        if let Some(exit) = exit {
            add_flow(parent, &format!("{exit}_to_{target}"), &exit, target);
        }
        if let Some(tag) = find(document, flow) {
            set(tag, "targetRef", &self.entry);
        }
        let root_prefix = document.root.name.prefix.clone();
        for mut tag in self.declared {
            let is_there = |own: &Tag| own.attribute("id").is_some() && own.attribute("id") == tag.attribute("id");
            if !document.root.tags().any(is_there) {
                renamed(&mut tag, &root_prefix);
                // Declarations stand before what uses them.
                document.root.children.insert(0, Child::Tag(tag));
            }
        }
    }

    /// What it declares that stands in the other model under the same id as something else.
    pub fn clash(&self, model: &Model) -> Option<String> {
        let own = |id: &str| model.document().root.tags().find(|tag| tag.attribute("id") == Some(id)).cloned();
        let clashes = self.declared.iter().filter_map(|tag| {
            let id = tag.attribute("id")?;
            match own(id) {
                Some(other) => (other != *tag).then(|| id.to_owned()),
                None => model.element(id).map(|_| id.to_owned()),
            }
        });
        clashes.into_iter().next()
    }
}

/// The one end to which the way in leads, reminders beside it left aside; they end by themselves.
fn end_of(model: &Model, start: NodeId) -> Result<NodeId, CannotDerive> {
    let process = model[start].scope;
    let mut beside = BTreeSet::new();
    for &node in &model[process].nodes {
        let is_beside = matches!(model[node].attachment(), Some((_, false)));
        if is_beside {
            beside.extend(model[node].outgoing.iter().map(|flow| model[*flow].target));
        }
    }
    let main = main_way(model, start);
    let mut ends = Vec::new();
    for &node in model[process].nodes.iter().filter(|node| main.contains(node)) {
        match &model[node].kind {
            NodeKind::Event(Event { position: EventPosition::End, definition: Definition::None }) => ends.push(node),
            NodeKind::Event(Event { position: EventPosition::End, .. }) => {
                return Err(refused(&model[node].id, "it is another way out"));
            }
            NodeKind::Event(Event { definition: Definition::Link { .. }, .. }) => {
                return Err(refused(&model[node].id, "a link leads through the whole process"));
            }
            _ if model[node].outgoing.is_empty() && !is_undoing(model, node) => {
                return Err(refused(&model[node].id, "it is another way out"));
            }
            _ => {}
        }
    }
    // A reminder may end, but nothing else than the block.
    let away = ahead(model, beside).into_iter().find(|node| {
        matches!(
            model[*node].event(),
            Some(Event { position: EventPosition::End, definition: Definition::Terminate }) if model[*node].scope == process
        )
    });
    match (ends.as_slice(), away) {
        ([end], None) => Ok(*end),
        (_, Some(away)) => Err(refused(&model[away].id, "it would end the whole process")),
        _ => Err(refused(&model[process].id, "it has not exactly one end event")),
    }
}

/// The nodes of the process to which the token that comes in may come, not those beside it.
fn main_way(model: &Model, start: NodeId) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut next = vec![start];
    while let Some(at) = next.pop() {
        if found.insert(at) {
            next.extend(model[at].outgoing.iter().map(|flow| model[*flow].target));
            let interrupts = |id: &&NodeId| matches!(model[**id].attachment(), Some((_, true)));
            next.extend(model[at].boundaries.iter().filter(interrupts));
        }
    }
    found
}

/// A compensation event at a border, and its handler.
fn is_undoing(model: &Model, node: NodeId) -> bool {
    let is_event = model[node].event().is_some_and(|event| matches!(event.definition, Definition::Compensation { .. }));
    is_event || model[node].activity().is_some_and(|activity| activity.is_for_compensation)
}

fn is_sound(model: &Model) -> Result<(), CannotDerive> {
    let found = soundness(model);
    let worst = found.problems.into_iter().find(|problem| {
        matches!(
            problem.rule,
            Rule::Deadlock
                | Rule::EndlessLoop
                | Rule::LackOfSynchronisation
                | Rule::UnboundedRepetition
                | Rule::EndReachedTwice
                | Rule::DeadActivity
        )
    });
    match worst {
        Some(problem) => {
            Err(CannotDerive::Unsound { element: problem.element.to_string(), rule: problem.rule, path: problem.path })
        }
        None => Ok(()),
    }
}

fn collect(tag: &Tag, ids: &mut BTreeSet<String>) {
    ids.extend(tag.attribute("id").map(str::to_owned));
    for child in tag.tags() {
        collect(child, ids);
    }
}

/// Elements of the standard are written with the prefix of where they come to; a namespace declared without a prefix would
/// take them elsewhere.
fn renamed(tag: &mut Tag, prefix: &str) {
    let is_default = |attribute: &Attribute| attribute.name.is_declaration() && attribute.name.prefix.is_empty();
    tag.attributes.retain(|attribute| !is_default(attribute));
    if &*tag.name.space == MODEL {
        tag.name = Name { prefix: prefix.into(), ..tag.name.clone() };
    }
    for child in &mut tag.children {
        if let Child::Tag(child) = child {
            renamed(child, prefix);
        }
    }
}
