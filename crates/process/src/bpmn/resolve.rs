//! Follows the references of a document when all its nodes are there, and makes the indexes of the graph. A reference
//! that leads nowhere is a fault of the model, not an end of the reading.

use std::collections::HashMap;

use super::{MODEL, Pending, Reading, count, expression};
use crate::model::diagram::Edge;
use crate::model::{
    Definition, Element, Event, EventPosition, FaultKind, Flow, FlowId, MessageEnd, MessageFlow, MessageFlowId, Model,
    NodeId, NodeKind, ScopeId, SubprocessForm, Task,
};
use crate::xml::Tag;

impl<'a> Reading<'a> {
    pub(super) fn resolve(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        // Defaults name flows, so flows come first.
        for item in &pending {
            match item {
                Pending::Flow { tag } => self.sequence_flow(tag),
                Pending::MessageFlow { tag } => self.message_flow(tag),
                _ => {}
            }
        }
        for item in &pending {
            match *item {
                Pending::Attachment { boundary, tag } => self.attach(boundary, tag),
                Pending::Default { node, tag, value } => self.default_flow(node, tag, value),
                Pending::Compensated { node, tag, value } => self.compensated(node, tag, value),
                Pending::Lane { lane, tag } => {
                    for inner in tag.tags().filter(|inner| inner.name.is(MODEL, "flowNodeRef")) {
                        let value = inner.text();
                        match self.model.node(self.meant(&value)) {
                            // Lanes come before the lanes inside them: the innermost stays.
                            Some(node) => self.with(node, |node| node.lane = Some(lane)),
                            None if self.model.element(self.meant(&value)).is_some() => {}
                            None if self.tags.contains_key(self.meant(&value)) => {}
                            None => self.missing(tag, "flowNodeRef", value.trim()),
                        }
                    }
                }
                Pending::Association { tag } => self.association(tag),
                Pending::Flow { .. } | Pending::MessageFlow { .. } => {}
            }
        }
        indexes(&mut self.model);
    }

    fn with(&mut self, node: NodeId, change: impl FnOnce(&mut crate::model::Node)) {
        if let Some(node) = self.model.nodes.get_mut(node.0 as usize) {
            change(node);
        }
    }

    fn end(&mut self, tag: &Tag, attribute: &'static str) -> Option<NodeId> {
        let value = tag.attribute(attribute).unwrap_or_default();
        let found = self.model.node(self.meant(value));
        if found.is_none() {
            self.missing(tag, attribute, value);
        }
        found
    }

    fn sequence_flow(&mut self, tag: &'a Tag) {
        let (source, target) = (self.end(tag, "sourceRef"), self.end(tag, "targetRef"));
        let (Some(source), Some(target)) = (source, target) else {
            self.model.loose_flows += 1;
            return;
        };
        let scope = self.model[source].scope;
        if scope != self.model[target].scope {
            let target = self.model[target].id.clone();
            self.fault(tag, FaultKind::CrossesScope { target });
            self.model.loose_flows += 1;
            return;
        }
        let id = FlowId(count(self.model.flows.len()));
        self.model.flows.push(Flow {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            place: tag.place,
            scope,
            source,
            target,
            condition: expression(tag, "conditionExpression").filter(|condition| !condition.text.is_empty()),
            is_default: false,
        });
        if tag.attribute("id").is_none() {
            self.fault(tag, FaultKind::NoId);
        }
        self.register(tag, Element::Flow(id));
        self.with(source, |node| node.outgoing.push(id));
        self.with(target, |node| node.incoming.push(id));
        if let Some(scope) = self.model.scopes.get_mut(scope.0 as usize) {
            scope.flows.push(id);
        }
    }

    fn message_flow(&mut self, tag: &'a Tag) {
        let mut end = |attribute: &'static str| {
            let value = tag.attribute(attribute).unwrap_or_default();
            match self.model.element(self.meant(value)) {
                Some(Element::Node(node)) => Some(MessageEnd::Node(node)),
                Some(Element::Participant(participant)) => Some(MessageEnd::Participant(participant)),
                // Some tools name the process instead of its pool.
                Some(Element::Process(process)) => self.model.participant_of(process).map(MessageEnd::Participant),
                _ => None,
            }
            .or_else(|| {
                self.missing(tag, attribute, value);
                None
            })
        };
        let (source, target) = (end("sourceRef"), end("targetRef"));
        let (Some(source), Some(target)) = (source, target) else {
            self.model.loose_message_flows += 1;
            return;
        };
        let id = MessageFlowId(count(self.model.message_flows.len()));
        let message = self.declared(tag, "messageRef");
        self.model.message_flows.push(MessageFlow {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            place: tag.place,
            source,
            target,
            message,
            source_x: None,
            target_x: None,
        });
        self.register(tag, Element::MessageFlow(id));
        for end in [source, target] {
            match end {
                MessageEnd::Node(node) => self.with(node, |node| node.messages.push(id)),
                MessageEnd::Participant(at) => {
                    if let Some(participant) = self.model.participants.get_mut(at.0 as usize) {
                        participant.messages.push(id);
                    }
                }
            }
        }
    }

    fn attach(&mut self, boundary: NodeId, tag: &Tag) {
        let value = tag.attribute("attachedToRef").unwrap_or_default();
        let found = self.model.node(self.meant(value));
        let found = found.filter(|&host| {
            self.model[host].activity().is_some() && self.model[host].scope == self.model[boundary].scope
        });
        let Some(host) = found else {
            self.missing(tag, "attachedToRef", value);
            return;
        };
        self.with(boundary, |node| {
            if let NodeKind::Event(Event { position: EventPosition::Boundary { host: at, .. }, .. }) = &mut node.kind {
                *at = host;
            }
        });
        self.with(host, |node| node.boundaries.push(boundary));
    }

    fn default_flow(&mut self, node: NodeId, tag: &Tag, value: &str) {
        let flow = self.model.flow(self.meant(value)).filter(|&flow| self.model[flow].source == node);
        match flow {
            Some(flow) => {
                self.with(node, |node| node.default = Some(flow));
                if let Some(flow) = self.model.flows.get_mut(flow.0 as usize) {
                    flow.is_default = true;
                }
            }
            None => self.missing(tag, "default", value),
        }
    }

    fn compensated(&mut self, node: NodeId, tag: &Tag, value: &str) {
        match self.model.node(self.meant(value)) {
            Some(found) => self.with(node, |node| {
                if let NodeKind::Event(Event { definition: Definition::Compensation { activity, .. }, .. }) =
                    &mut node.kind
                {
                    *activity = Some(found);
                }
            }),
            None => self.missing(tag, "activityRef", value),
        }
    }

    /// Only the association of a compensation boundary event with its handler is of account.
    fn association(&mut self, tag: &Tag) {
        let of = |name: &str| tag.attribute(name).and_then(|value| self.model.node(self.meant(value)));
        let (Some(source), Some(target)) = (of("sourceRef"), of("targetRef")) else { return };
        for (boundary, handler) in [(source, target), (target, source)] {
            let event = self.model[boundary].event();
            let compensates = event.is_some_and(|event| {
                matches!(event.position, EventPosition::Boundary { .. })
                    && matches!(event.definition, Definition::Compensation { .. })
            });
            // A handler lies where the event does; an association across a border leads to none.
            let is_beside = self.model[handler].scope == self.model[boundary].scope;
            if compensates && is_beside && self.model[handler].activity().is_some() {
                self.with(boundary, |node| node.compensated_by = Some(handler));
            }
        }
    }

    /// Docking points of message flows from the diagram; flows at a node go from left to right by them.
    pub(super) fn dock(&mut self) {
        let model = &mut self.model;
        let edges: HashMap<&str, &Edge> = model.diagram.edges.iter().map(|edge| (&*edge.element, edge)).collect();
        for flow in &mut model.message_flows {
            if let Some(edge) = edges.get(&*flow.id) {
                flow.source_x = edge.points.first().map(|point| point.x);
                flow.target_x = edge.points.last().map(|point| point.x);
            }
        }
        let flows = &model.message_flows;
        for (at, node) in model.nodes.iter_mut().enumerate() {
            let here = MessageEnd::Node(NodeId(count(at)));
            let docked = |id: &MessageFlowId| {
                let flow = flows.get(id.0 as usize);
                flow.and_then(|flow| if flow.source == here { flow.source_x } else { flow.target_x })
            };
            node.messages.sort_by(|a, b| docked(a).unwrap_or(0.0).total_cmp(&docked(b).unwrap_or(0.0)));
        }
    }
}

fn indexes(model: &mut Model) {
    for at in 0..count(model.scopes.len()) {
        let scope = &model[ScopeId(at)];
        let (mut starts, mut implicit, mut event_subprocesses, mut links) = (vec![], vec![], vec![], vec![]);
        for &id in &scope.nodes {
            let node = &model[id];
            match &node.kind {
                NodeKind::Event(Event { position: EventPosition::Start { .. }, .. }) => starts.push(id),
                NodeKind::Event(Event { position: EventPosition::Boundary { .. }, .. }) => {}
                NodeKind::Event(Event { position: EventPosition::Catch, definition: Definition::Link { name } }) => {
                    links.push((name.clone(), id));
                }
                NodeKind::Activity(activity) => match &activity.task {
                    Task::Subprocess(subprocess) if subprocess.form == SubprocessForm::Event => {
                        event_subprocesses.push(id);
                    }
                    _ if activity.is_for_compensation => {}
                    _ if node.incoming.is_empty() => implicit.push(id),
                    _ => {}
                },
                _ if node.incoming.is_empty() => implicit.push(id),
                _ => {}
            }
        }
        if let Some(scope) = model.scopes.get_mut(at as usize) {
            scope.starts = starts;
            scope.implicit_starts = implicit;
            scope.event_subprocesses = event_subprocesses;
            scope.link_catches = links;
        }
    }
}
