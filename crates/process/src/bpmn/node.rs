//! A node of the graph from its element: kind, repetition, mappings. Not here: events (`event`), words of vendors
//! (`vendor`).

use super::{MODEL, Pending, Reading, documentation, expression, official, text_of, vendor};
use crate::model::{
    Activity, Behavior, Expression, FaultKind, Gateway, MultiInstance, Node, NodeId, NodeKind, Order, Repeat, ScopeId,
    Script, StandardLoop, Subprocess, SubprocessForm, Task,
};
use crate::xml::Tag;

impl<'a> Reading<'a> {
    /// What an element is, if it is a node at all.
    pub(super) fn kind(&mut self, tag: &'a Tag, scope: ScopeId) -> Option<NodeKind> {
        if let Some(event) = self.event(tag) {
            return Some(NodeKind::Event(event));
        }
        if let Some(gateway) = self.gateway(tag) {
            return Some(NodeKind::Gateway(gateway));
        }
        let task = match &*tag.name.local {
            "task" => Task::Abstract,
            "userTask" => Task::User,
            "manualTask" => Task::Manual,
            "serviceTask" => Task::Service,
            "businessRuleTask" => Task::BusinessRule,
            "sendTask" => Task::Send { message: self.declared(tag, "messageRef") },
            "receiveTask" => Task::Receive {
                message: self.declared(tag, "messageRef"),
                instantiate: self.truth(tag, "instantiate", false),
            },
            "scriptTask" => Task::Script(script(tag)),
            "callActivity" => Task::Call { called: tag.attribute("calledElement").unwrap_or_default().into() },
            "subProcess" | "transaction" | "adHocSubProcess" => {
                // The inside takes its place when the node has one.
                Task::Subprocess(Subprocess { scope, form: self.form(tag) })
            }
            _ => return None,
        };
        let is_for_compensation = self.truth(tag, "isForCompensation", false);
        Some(NodeKind::Activity(Activity { task, repeat: self.repeat(tag), is_for_compensation }))
    }

    fn gateway(&mut self, tag: &Tag) -> Option<Gateway> {
        Some(match &*tag.name.local {
            "exclusiveGateway" => Gateway::Exclusive,
            "parallelGateway" => Gateway::Parallel,
            "inclusiveGateway" => Gateway::Inclusive,
            "complexGateway" => Gateway::Complex,
            "eventBasedGateway" => Gateway::EventBased {
                instantiate: self.truth(tag, "instantiate", false),
                parallel: tag.attribute("eventGatewayType") == Some("Parallel"),
            },
            _ => return None,
        })
    }

    fn form(&mut self, tag: &Tag) -> SubprocessForm {
        match &*tag.name.local {
            "transaction" => SubprocessForm::Transaction,
            "adHocSubProcess" => SubprocessForm::AdHoc {
                ordering: if tag.attribute("ordering") == Some("Sequential") {
                    Order::Sequential
                } else {
                    Order::Parallel
                },
                completion: expression(tag, "completionCondition").filter(|condition| !condition.text.is_empty()),
                cancel_remaining: self.truth(tag, "cancelRemainingInstances", true),
            },
            _ if self.truth(tag, "triggeredByEvent", false) => SubprocessForm::Event,
            _ => SubprocessForm::Embedded,
        }
    }

    /// The node without its references.
    pub(super) fn described(&mut self, tag: &Tag, scope: ScopeId, kind: NodeKind) -> Node {
        let (inputs, outputs) = vendor::mappings(tag);
        Node {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            place: tag.place,
            scope,
            kind,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            default: None,
            lane: None,
            boundaries: Vec::new(),
            messages: Vec::new(),
            compensated_by: None,
            handling: vendor::handling(tag),
            official: official::read(tag, &mut self.model.faults),
            inputs,
            outputs,
            documentation: documentation(tag),
        }
    }

    /// References of a node to others, to be followed when all are there.
    pub(super) fn references(&mut self, tag: &'a Tag, node: NodeId) {
        if let Some(value) = tag.attribute("default").filter(|value| !value.is_empty()) {
            self.pending.push(Pending::Default { node, tag, value });
        }
        if &*tag.name.local == "boundaryEvent" {
            self.pending.push(Pending::Attachment { boundary: node, tag });
        }
        if let Some(definition) = tag.tag(MODEL, "compensateEventDefinition")
            && let Some(value) = definition.attribute("activityRef").filter(|value| !value.is_empty())
        {
            self.pending.push(Pending::Compensated { node, tag, value });
        }
    }

    fn repeat(&mut self, tag: &Tag) -> Option<Repeat> {
        if let Some(found) = tag.tag(MODEL, "standardLoopCharacteristics") {
            let maximum = found.attribute("loopMaximum").map(str::trim).filter(|value| !value.is_empty());
            let parsed = maximum.and_then(|value| value.parse().ok());
            if let Some(value) = maximum.filter(|_| parsed.is_none()) {
                self.fault(tag, FaultKind::BadValue { attribute: "loopMaximum", value: value.into() });
            }
            return Some(Repeat::Loop(StandardLoop {
                test_before: self.truth(found, "testBefore", false),
                maximum: parsed,
                condition: expression(found, "loopCondition").filter(|condition| !condition.text.is_empty()),
            }));
        }
        let found = tag.tag(MODEL, "multiInstanceLoopCharacteristics")?;
        let mut multi = MultiInstance {
            is_sequential: self.truth(found, "isSequential", false),
            cardinality: expression(found, "loopCardinality").filter(|cardinality| !cardinality.text.is_empty()),
            completion: expression(found, "completionCondition").filter(|condition| !condition.text.is_empty()),
            ..MultiInstance::default()
        };
        let referred = |local: &str| {
            let reference = found.tag(MODEL, local)?.text();
            self.variable(tag, self.meant(&reference))
        };
        multi.collection = referred("loopDataInputRef").map(|text| Expression { text, language: Box::default() });
        multi.output_collection = referred("loopDataOutputRef");
        let name =
            |local: &str| found.tag(MODEL, local).and_then(|item| item.attribute("name").or(item.attribute("id")));
        multi.element = name("inputDataItem").map(Box::from);
        multi.output_element =
            name("outputDataItem").map(|text| Expression { text: text.into(), language: Box::default() });
        multi.behavior = Box::new(self.behavior(found));
        vendor::multi_instance(found, &mut multi);
        Some(Repeat::Multi(multi))
    }

    fn behavior(&mut self, tag: &Tag) -> Behavior {
        let mut named = |attribute: &'static str| {
            let value = tag.attribute(attribute).filter(|value| !value.trim().is_empty())?;
            match self.tags.get(self.meant(value)).copied() {
                Some(shared) => self.definition(tag, shared),
                None => {
                    self.missing(tag, attribute, value);
                    None
                }
            }
        };
        match tag.attribute("behavior") {
            Some("None") => named("noneBehaviorEventRef").map_or(Behavior::All, Behavior::Each),
            Some("One") => named("oneBehaviorEventRef").map_or(Behavior::All, Behavior::First),
            Some("Complex") => {
                let mut all = Vec::new();
                for each in tag.tags().filter(|each| each.name.is(MODEL, "complexBehaviorDefinition")) {
                    let Some(condition) = expression(each, "condition") else { continue };
                    for inner in each.tag(MODEL, "event").into_iter().flat_map(Tag::tags) {
                        all.extend(self.definition(tag, inner).map(|definition| (condition.clone(), definition)));
                    }
                }
                Behavior::When(all)
            }
            Some("All") | None => Behavior::All,
            Some(other) => {
                self.fault(tag, FaultKind::BadValue { attribute: "behavior", value: other.into() });
                Behavior::All
            }
        }
    }

    /// The variable that a data element of an activity stands for: the data object associated with it, or itself.
    fn variable(&self, activity: &Tag, id: &str) -> Option<Box<str>> {
        let other_end = activity.tags().find_map(|tag| {
            let (own, other) = match &*tag.name.local {
                "dataInputAssociation" => ("targetRef", "sourceRef"),
                "dataOutputAssociation" => ("sourceRef", "targetRef"),
                _ => return None,
            };
            let is_of_this = tag.tag(MODEL, own).is_some_and(|end| self.meant(&end.text()) == id);
            tag.tag(MODEL, other).filter(|_| is_of_this).map(Tag::text)
        });
        let id = other_end.as_deref().map_or(id, |other| self.meant(other));
        let tag = self.tags.get(id)?;
        let named = tag.attribute("name").filter(|name| !name.is_empty());
        let object = || tag.attribute("dataObjectRef").and_then(|object| self.tags.get(self.meant(object)));
        named.or_else(|| object()?.attribute("name")).or(Some(id)).map(Box::from)
    }
}

fn script(tag: &Tag) -> Script {
    let text = tag.tag(MODEL, "script").map(|script| text_of(script).text).unwrap_or_default();
    let (own, result) = vendor::script(tag);
    Script {
        format: tag.attribute("scriptFormat").unwrap_or_default().into(),
        text: if text.is_empty() { own.unwrap_or_default() } else { text },
        result,
    }
}
