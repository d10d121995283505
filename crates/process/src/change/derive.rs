//! A model derived from another by operations, and what they mean for tokens that stand at the elements touched. Not
//! here: whether the operations are allowed to whoever asks; only what the model itself forbids.

use super::document::{add, add_flow, declare, find, forget_repeated_flows, parent_of, remove, set, set_official};
use super::fragment::Fragment;
use super::{NewStep, Operation};
use crate::model::{FlowId, Model, NodeId, NodeKind};
use crate::{bpmn, model};

/// A derived model, with what follows for running cases.
#[derive(Debug)]
pub struct Derived {
    pub model: Model,
    /// Tokens at the first element go on at the second.
    pub forwards: Vec<(Box<str>, Box<str>)>,
    /// Where a token stands at the first element, one more appears at the second.
    pub births: Vec<(Box<str>, Box<str>)>,
}

/// Why an operation can't be carried out on this model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotDerive {
    #[error("the model has no {what} {id}")]
    Unknown { what: &'static str, id: String },
    #[error("{0} may not be skipped")]
    Mandatory(String),
    #[error("the id {0} is taken")]
    Taken(String),
    #[error("{0} has conditions, several ways out or events at its border; change the model itself")]
    NotSimple(String),
    #[error("{from} can't be reached from {to}: that isn't going back")]
    NotBack { from: String, to: String },
    #[error("the flow {flow} and {to} don't lie in the same scope")]
    CrossesScope { flow: String, to: String },
    #[error("not a block with one way in and one way out, {element}: {why}")]
    NotAFragment { element: String, why: &'static str },
    #[error("the fragment is not sound: {rule:?} at {element}, by {}", path.join(" > "))]
    Unsound { element: String, rule: crate::lint::Rule, path: Vec<Box<str>> },
    #[error("the derived document isn't BPMN: {0}")]
    NotBpmn(String),
}

/// Derives a model.
///
/// # Errors
/// The first operation that can't be carried out.
pub fn derive(from: &Model, operations: &[Operation]) -> Result<Derived, CannotDerive> {
    let mut derived = Derived { model: from.clone(), forwards: Vec::new(), births: Vec::new() };
    for operation in operations {
        derived.apply(operation)?;
    }
    Ok(derived)
}

/// The model with names for elements, by id, where they have none.
///
/// # Errors
/// `NotBpmn`, where the document can't be read again.
pub fn named(from: &Model, names: &std::collections::BTreeMap<String, String>) -> Result<Model, CannotDerive> {
    let mut document = from.document().clone();
    for (id, name) in names {
        if let Some(tag) = find(&mut document, id).filter(|tag| tag.attribute("name").is_none_or(str::is_empty)) {
            set(tag, "name", name);
        }
    }
    bpmn::model_of(document).map_err(|refusal| CannotDerive::NotBpmn(refusal.to_string()))
}

impl Derived {
    fn apply(&mut self, operation: &Operation) -> Result<(), CannotDerive> {
        match operation {
            Operation::Skip { element } => self.skip(element),
            Operation::Insert { flow, steps } => self.insert(flow, steps),
            Operation::InsertFragment { flow, fragment } => self.insert_fragment(flow, fragment),
            Operation::Beside { element, step } => self.beside(element, step),
            Operation::Repeat { element, from } => self.repeat(element, from),
            Operation::Rewire { flow, to } => self.rewire(flow, to),
            Operation::Reassign { element, body, actor } => self.reassign(element, body.as_deref(), actor.as_deref()),
        }
    }

    fn node(&self, id: &str) -> Result<NodeId, CannotDerive> {
        self.model.node(id).ok_or_else(|| CannotDerive::Unknown { what: "element", id: id.to_owned() })
    }

    fn flow(&self, id: &str) -> Result<FlowId, CannotDerive> {
        self.model.flow(id).ok_or_else(|| CannotDerive::Unknown { what: "sequence flow", id: id.to_owned() })
    }

    fn free(&self, id: &str) -> Result<(), CannotDerive> {
        if id.is_empty() || self.model.element(id).is_some() { Err(CannotDerive::Taken(id.to_owned())) } else { Ok(()) }
    }

    fn edit(&mut self, with: impl FnOnce(&mut crate::xml::Document)) -> Result<(), CannotDerive> {
        let mut document = self.model.document().clone();
        with(&mut document);
        forget_repeated_flows(&mut document.root);
        self.model = bpmn::model_of(document).map_err(|refusal| CannotDerive::NotBpmn(refusal.to_string()))?;
        Ok(())
    }

    /// An activity with at most one plain way out and nothing at its border.
    fn is_simple(&self, node: NodeId) -> bool {
        let node = &self.model[node];
        let is_plain = |flow: &FlowId| self.model[*flow].condition.is_none();
        matches!(node.kind, NodeKind::Activity(_)) && node.outgoing.len() == 1 && node.outgoing.iter().all(is_plain)
    }

    fn skip(&mut self, element: &str) -> Result<(), CannotDerive> {
        let id = self.node(element)?;
        if self.model[id].official.is_mandatory {
            return Err(CannotDerive::Mandatory(element.to_owned()));
        }
        let Some(out) = self.model[id].outgoing.first().copied().filter(|_| self.is_simple(id)) else {
            return Err(CannotDerive::NotSimple(element.to_owned()));
        };
        let model = &self.model;
        let next = model[model[out].target].id.clone();
        let incoming: Vec<_> = model[id].incoming.iter().map(|flow| model[*flow].id.clone()).collect();
        let mut gone = vec![model[id].id.clone(), model[out].id.clone()];
        gone.extend(only_after(model, id));
        self.edit(|document| {
            for flow in &incoming {
                if let Some(tag) = find(document, flow) {
                    set(tag, "targetRef", &next);
                }
            }
            for id in &gone {
                remove(document, id);
            }
        })?;
        self.forwards.push((element.into(), next));
        Ok(())
    }

    fn insert(&mut self, flow: &str, steps: &[NewStep]) -> Result<(), CannotDerive> {
        let id = self.flow(flow)?;
        for step in steps {
            self.free(&step.id)?;
        }
        let target = self.model[self.model[id].target].id.to_string();
        self.edit(|document| {
            declare(document);
            let Some(parent) = parent_of(document, flow) else { return };
            for (at, step) in steps.iter().enumerate() {
                put_step(parent, step);
                let next = steps.get(at + 1).map_or(target.as_str(), |next| &next.id);
                add_flow(parent, &format!("{}_to_{next}", step.id), &step.id, next);
            }
            if let (Some(first), Some(tag)) = (steps.first(), find(document, flow)) {
                set(tag, "targetRef", &first.id);
            }
        })
    }

    fn insert_fragment(&mut self, flow: &str, fragment: &str) -> Result<(), CannotDerive> {
        let id = self.flow(flow)?;
        let fragment = Fragment::read(fragment)?;
        if let Some(clash) = fragment.clash(&self.model) {
            return Err(CannotDerive::Taken(clash));
        }
        for id in &fragment.ids {
            self.free(id)?;
        }
        let target = self.model[self.model[id].target].id.to_string();
        self.edit(|document| fragment.put(document, flow, &target))
    }

    fn beside(&mut self, element: &str, step: &NewStep) -> Result<(), CannotDerive> {
        let id = self.node(element)?;
        let (fork, join) = (format!("{}_fork", step.id), format!("{}_join", step.id));
        for new in [&step.id, &fork, &join] {
            self.free(new)?;
        }
        let node = &self.model[id];
        if !self.is_simple(id) || node.incoming.is_empty() || !node.boundaries.is_empty() {
            return Err(CannotDerive::NotSimple(element.to_owned()));
        }
        let ids = |flows: &[FlowId]| flows.iter().map(|flow| self.model[*flow].id.clone()).collect::<Vec<_>>();
        let (incoming, outgoing) = (ids(&node.incoming), ids(&node.outgoing));
        self.edit(|document| {
            declare(document);
            for flow in &incoming {
                if let Some(tag) = find(document, flow) {
                    set(tag, "targetRef", &fork);
                }
            }
            for flow in &outgoing {
                if let Some(tag) = find(document, flow) {
                    set(tag, "sourceRef", &join);
                }
            }
            let Some(parent) = parent_of(document, element) else { return };
            put_step(parent, step);
            for gateway in [&fork, &join] {
                add(parent, "parallelGateway", gateway);
            }
            for (from, to) in [(&*fork, element), (&*fork, &*step.id), (element, &*join), (&*step.id, &*join)] {
                add_flow(parent, &format!("{from}_to_{to}"), from, to);
            }
        })?;
        self.births.push((element.into(), step.id.as_str().into()));
        Ok(())
    }

    fn repeat(&mut self, element: &str, from: &str) -> Result<(), CannotDerive> {
        let (to, at) = (self.node(element)?, self.node(from)?);
        if !reaches(&self.model, to, at) {
            return Err(CannotDerive::NotBack { from: from.to_owned(), to: element.to_owned() });
        }
        self.forwards.push((from.into(), element.into()));
        Ok(())
    }

    fn rewire(&mut self, flow: &str, to: &str) -> Result<(), CannotDerive> {
        let (id, target) = (self.flow(flow)?, self.node(to)?);
        if self.model[id].scope != self.model[target].scope {
            return Err(CannotDerive::CrossesScope { flow: flow.to_owned(), to: to.to_owned() });
        }
        self.edit(|document| {
            if let Some(tag) = find(document, flow) {
                set(tag, "targetRef", to);
            }
        })
    }

    fn reassign(&mut self, element: &str, body: Option<&str>, actor: Option<&str>) -> Result<(), CannotDerive> {
        self.node(element)?;
        self.edit(|document| {
            declare(document);
            let Some(tag) = find(document, element) else { return };
            for (name, value) in [("body", body), ("actor", actor)] {
                if let Some(value) = value {
                    set_official(tag, name, value);
                }
            }
        })
    }
}

fn put_step(parent: &mut crate::xml::Tag, step: &NewStep) {
    let Some(tag) = add(parent, "userTask", &step.id) else { return };
    if !step.name.is_empty() {
        set(tag, "name", &step.name);
    }
    let days = step.days.map(|days| days.to_string());
    let papers = Some(step.papers.join(" ")).filter(|papers| !papers.is_empty());
    let official = [
        ("body", &step.body),
        ("actor", &step.actor),
        ("form", &step.form),
        ("days", &days),
        ("papers", &papers),
        ("legalBasis", &step.legal_basis),
    ];
    for (name, value) in official {
        if let Some(value) = value {
            set_official(tag, name, value);
        }
    }
}

/// Whether a token at one node can come to another along sequence flows.
pub(super) fn reaches(model: &Model, from: NodeId, to: NodeId) -> bool {
    ahead(model, [from]).contains(&to)
}

/// The nodes that tokens at some nodes can come to, these included: along flows, from hosts to their boundary events, into
/// sub-processes, over links.
pub(super) fn ahead(model: &Model, from: impl IntoIterator<Item = NodeId>) -> std::collections::BTreeSet<NodeId> {
    let mut found = std::collections::BTreeSet::new();
    let mut next: Vec<NodeId> = from.into_iter().collect();
    while let Some(at) = next.pop() {
        if !found.insert(at) {
            continue;
        }
        let node = &model[at];
        next.extend(node.outgoing.iter().map(|flow| model[*flow].target));
        next.extend(&node.boundaries);
        if let Some(inside) = node.inside() {
            next.extend(model[inside].starts.iter().chain(&model[inside].implicit_starts));
        }
        if let Some(model::Event { definition: model::Definition::Link { name }, .. }) = node.event() {
            next.extend(
                model[node.scope].link_catches.iter().filter(|(each, _)| each == name).map(|(_, catch)| *catch),
            );
        }
    }
    found
}

/// The events at the border of a node, and what can only be reached by them, flows included.
fn only_after(model: &Model, node: NodeId) -> Vec<Box<str>> {
    let mut gone: Vec<NodeId> = model[node].boundaries.clone();
    let mut flows: Vec<FlowId> = Vec::new();
    let mut at = 0;
    while let Some(id) = gone.get(at).copied() {
        at += 1;
        flows.extend(&model[id].outgoing);
        for flow in &model[id].outgoing {
            let target = model[*flow].target;
            let is_left = model[target].incoming.iter().all(|flow| flows.contains(flow));
            if is_left && !gone.contains(&target) {
                gone.push(target);
                gone.extend(&model[target].boundaries);
            }
        }
    }
    let nodes = gone.iter().map(|id| model[*id].id.clone());
    nodes.chain(flows.iter().map(|id| model[*id].id.clone())).collect()
}
