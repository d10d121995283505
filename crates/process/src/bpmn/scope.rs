//! Processes and the insides of sub-processes: which elements they hold. Not here: what a node says of itself (`node`).

use super::{MODEL, Pending, Reading, count, documentation, official};
use crate::model::{
    Data, DataKind, Element, FaultKind, Lane, LaneId, NodeId, NodeKind, Scope, ScopeId, Subprocess, Task,
};
use crate::xml::Tag;

impl<'a> Reading<'a> {
    pub(super) fn process(&mut self, tag: &'a Tag) {
        let scope = self.scope(tag, None);
        let is_executable = tag.attribute("isExecutable").is_some().then(|| self.truth(tag, "isExecutable", false));
        if let Some(found) = self.model.scopes.get_mut(scope.0 as usize) {
            found.is_executable = is_executable;
        }
        self.register(tag, Element::Process(scope));
        self.model.processes.push(scope);
        if tag.attribute("id").is_none() {
            self.fault(tag, FaultKind::NoId);
        }
        self.elements(tag, scope);
    }

    fn scope(&mut self, tag: &Tag, owner: Option<(NodeId, ScopeId)>) -> ScopeId {
        let id = ScopeId(count(self.model.scopes.len()));
        self.model.scopes.push(Scope {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            place: tag.place,
            owner: owner.map(|(node, _)| node),
            parent: owner.map(|(_, scope)| scope),
            documentation: documentation(tag),
            official: official::read(tag, &mut self.model.faults),
            ..Scope::default()
        });
        id
    }

    fn elements(&mut self, tag: &'a Tag, scope: ScopeId) {
        for inner in tag.tags().filter(|inner| &*inner.name.space == MODEL) {
            match &*inner.name.local {
                "sequenceFlow" => self.pending.push(Pending::Flow { tag: inner }),
                "association" => self.pending.push(Pending::Association { tag: inner }),
                "laneSet" => self.lanes(inner, None),
                "dataObject" => self.data(inner, scope, DataKind::Object),
                "dataObjectReference" => self.data(inner, scope, DataKind::Reference),
                "dataStoreReference" => self.data(inner, scope, DataKind::Store),
                "property" => self.data(inner, scope, DataKind::Property),
                "ioSpecification" => {
                    for part in inner.tags() {
                        match &*part.name.local {
                            "dataInput" => self.data(part, scope, DataKind::Input),
                            "dataOutput" => self.data(part, scope, DataKind::Output),
                            _ => {}
                        }
                    }
                }
                name if QUIET.contains(&name) => {}
                name => match self.kind(inner, scope) {
                    Some(kind) => self.node(inner, scope, kind),
                    None => self.fault(inner, FaultKind::UnknownElement { name: name.into() }),
                },
            }
        }
    }

    fn node(&mut self, tag: &'a Tag, scope: ScopeId, kind: NodeKind) {
        let id = NodeId(count(self.model.nodes.len()));
        let node = self.described(tag, scope, kind);
        self.model.nodes.push(node);
        if let Some(scope) = self.model.scopes.get_mut(scope.0 as usize) {
            scope.nodes.push(id);
        }
        if tag.attribute("id").is_none() {
            self.fault(tag, FaultKind::NoId);
        }
        self.register(tag, Element::Node(id));
        self.references(tag, id);
        // The kind was made before the inside had its place.
        let inside = self.model[id].inside().map(|_| self.scope(tag, Some((id, scope))));
        if let Some(inside) = inside {
            if let Some(NodeKind::Activity(activity)) =
                self.model.nodes.get_mut(id.0 as usize).map(|node| &mut node.kind)
                && let Task::Subprocess(Subprocess { scope, .. }) = &mut activity.task
            {
                *scope = inside;
            }
            self.elements(tag, inside);
        }
    }

    fn lanes(&mut self, set: &'a Tag, parent: Option<LaneId>) {
        for tag in set.tags().filter(|tag| tag.name.is(MODEL, "lane")) {
            let id = LaneId(count(self.model.lanes.len()));
            self.model.lanes.push(Lane {
                id: tag.attribute("id").unwrap_or_default().into(),
                name: tag.attribute("name").unwrap_or_default().into(),
                parent,
                official: official::read(tag, &mut self.model.faults),
            });
            self.register(tag, Element::Lane(id));
            self.pending.push(Pending::Lane { lane: id, tag });
            for inner in tag.tags().filter(|inner| inner.name.is(MODEL, "childLaneSet")) {
                self.lanes(inner, Some(id));
            }
        }
    }

    fn data(&mut self, tag: &Tag, scope: ScopeId, kind: DataKind) {
        let refers_to = tag.attribute("dataObjectRef").or(tag.attribute("dataStoreRef")).unwrap_or_default();
        let data = Data {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            kind,
            is_collection: self.truth(tag, "isCollection", false),
            refers_to: refers_to.into(),
        };
        if let Some(scope) = self.model.scopes.get_mut(scope.0 as usize) {
            scope.data.push(data);
        }
    }
}

/// Elements of a process or sub-process that hold no token: kept, of no account here or read elsewhere.
const QUIET: [&str; 25] = [
    "documentation",
    "extensionElements",
    "auditing",
    "monitoring",
    "incoming",
    "outgoing",
    "textAnnotation",
    "group",
    "dataInputAssociation",
    "dataOutputAssociation",
    "performer",
    "humanPerformer",
    "potentialOwner",
    "resourceRole",
    "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics",
    "completionCondition",
    "supports",
    "supportedInterfaceRef",
    "ioBinding",
    "correlationSubscription",
    "partitionElementRef",
    "categoryValueRef",
    "artifact",
    "definitionalCollaborationRef",
];
