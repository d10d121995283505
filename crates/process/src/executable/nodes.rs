//! The rules for nodes, scope by scope. Not here: faults of the document, which the reader found.

use super::{Finding, Rule};
use crate::model::{
    Activity, Definition, Event, EventPosition, Gateway, Model, Node, NodeId, NodeKind, Repeat, ScopeId,
    SubprocessForm, Task, TimerForm,
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut checking = Checking { model, findings };
    for id in model.node_ids() {
        match &model[id].kind {
            NodeKind::Event(event) => checking.event(id, event),
            NodeKind::Activity(activity) => checking.activity(id, activity),
            NodeKind::Gateway(gateway) => checking.gateway(id, *gateway),
        }
    }
    for &process in &model.processes {
        let scope = &model[process];
        if scope.starts.is_empty() && scope.implicit_starts.is_empty() {
            checking.findings.push(Finding {
                element: scope.id.clone(),
                place: scope.place,
                rule: Rule::NothingToStart,
                detail: Box::default(),
            });
        }
    }
}

struct Checking<'a> {
    model: &'a Model,
    findings: &'a mut Vec<Finding>,
}

impl Checking<'_> {
    fn find(&mut self, id: NodeId, rule: Rule, detail: &str) {
        let Node { id: element, place, .. } = &self.model[id];
        self.findings.push(Finding { element: element.clone(), place: *place, rule, detail: detail.into() });
    }

    fn event(&mut self, id: NodeId, event: &Event) {
        let model = self.model;
        let node = &model[id];
        match &event.definition {
            Definition::Multiple { definitions, .. } => {
                // Those of one event are waited for or thrown together; these go elsewhere or end something.
                let alone = definitions.iter().find(|one| {
                    matches!(
                        one,
                        Definition::Link { .. }
                            | Definition::Terminate
                            | Definition::Cancel
                            | Definition::Error { .. }
                            | Definition::Compensation { .. }
                    )
                });
                if let Some(alone) = alone {
                    self.find(id, Rule::MultipleEvents, kind(alone));
                }
                return;
            }
            Definition::Timer(timer) if timer.form == TimerForm::Unset || timer.expression.text.is_empty() => {
                self.find(id, Rule::TimerUnset, "");
            }
            Definition::Conditional(condition) if condition.text.is_empty() => {
                self.find(id, Rule::ConditionMissing, "");
            }
            _ => {}
        }
        match event.position {
            EventPosition::Start { .. } => {
                if !node.incoming.is_empty() {
                    self.find(id, Rule::StartWithIncoming, "");
                }
                self.start(id, &event.definition);
            }
            EventPosition::Catch => match &event.definition {
                Definition::Message(_)
                | Definition::Timer(_)
                | Definition::Signal(_)
                | Definition::Conditional(_)
                | Definition::Link { .. } => {}
                Definition::None => self.find(id, Rule::CatchWithoutTrigger, ""),
                other => self.find(id, Rule::CatchWithoutTrigger, kind(other)),
            },
            EventPosition::Boundary { host, .. } => self.boundary(id, host, &event.definition),
            EventPosition::Throw => match &event.definition {
                Definition::Link { name } => {
                    let catches = &model[node.scope].link_catches;
                    if !catches.iter().any(|(other, _)| other == name) {
                        self.find(id, Rule::LinkWithoutTarget, name);
                    }
                }
                Definition::None
                | Definition::Message(_)
                | Definition::Signal(_)
                | Definition::Escalation { .. }
                | Definition::Compensation { .. } => {}
                other => self.find(id, Rule::ThrowKind, kind(other)),
            },
            EventPosition::End => {
                if !node.outgoing.is_empty() {
                    self.find(id, Rule::EndWithOutgoing, "");
                }
                match &event.definition {
                    Definition::Cancel if !self.is_in_transaction(node.scope) => {
                        self.find(id, Rule::CancelOutsideTransaction, "");
                    }
                    Definition::Timer(_) | Definition::Conditional(_) | Definition::Link { .. } => {
                        self.find(id, Rule::ThrowKind, kind(&event.definition));
                    }
                    _ => {}
                }
            }
        }
    }

    fn start(&mut self, id: NodeId, definition: &Definition) {
        let model = self.model;
        let owner = model[model[id].scope].owner;
        let form = owner.and_then(|owner| form(model, owner));
        match form {
            None => match definition {
                Definition::None
                | Definition::Message(_)
                | Definition::Timer(_)
                | Definition::Signal(_)
                | Definition::Conditional(_) => {}
                other => self.find(id, Rule::StartTrigger, kind(other)),
            },
            Some(SubprocessForm::Event) => match definition {
                Definition::None | Definition::Terminate | Definition::Link { .. } | Definition::Cancel => {
                    self.find(id, Rule::EventSubprocessStart, kind(definition));
                }
                _ => {}
            },
            Some(_) if *definition != Definition::None => self.find(id, Rule::SubprocessStart, kind(definition)),
            Some(_) => {}
        }
    }

    fn boundary(&mut self, id: NodeId, host: NodeId, definition: &Definition) {
        if !self.model[id].incoming.is_empty() {
            self.find(id, Rule::BoundaryWithIncoming, "");
        }
        match definition {
            Definition::None => self.find(id, Rule::BoundaryWithoutTrigger, ""),
            Definition::Link { .. } | Definition::Terminate => {
                self.find(id, Rule::BoundaryWithoutTrigger, kind(definition));
            }
            Definition::Cancel if form(self.model, host) != Some(&SubprocessForm::Transaction) => {
                self.find(id, Rule::CancelOutsideTransaction, "");
            }
            _ => {}
        }
    }

    fn is_in_transaction(&self, mut scope: ScopeId) -> bool {
        while let Some(owner) = self.model[scope].owner {
            if form(self.model, owner) == Some(&SubprocessForm::Transaction) {
                return true;
            }
            scope = self.model[owner].scope;
        }
        false
    }

    fn activity(&mut self, id: NodeId, activity: &Activity) {
        let model = self.model;
        let node = &model[id];
        match &activity.task {
            Task::Call { called } if called.is_empty() && node.handling.called.is_none() => {
                self.find(id, Rule::CallWithoutProcess, "");
            }
            Task::Subprocess(inside) if inside.form == SubprocessForm::Event => {
                if !node.incoming.is_empty() || !node.outgoing.is_empty() {
                    self.find(id, Rule::EventSubprocessConnected, "");
                }
                if model[inside.scope].starts.len() != 1 {
                    self.find(id, Rule::EventSubprocessStart, "");
                }
            }
            _ => {}
        }
        match &activity.repeat {
            Some(Repeat::Loop(turns)) if turns.condition.is_none() && turns.maximum.is_none() => {
                self.find(id, Rule::LoopWithoutEnd, "");
            }
            Some(Repeat::Multi(multi)) if multi.behavior.thrown().iter().any(|thrown| !is_told(thrown)) => {
                self.find(id, Rule::ThrowKind, "behavior");
            }
            Some(Repeat::Multi(multi)) if multi.cardinality.is_none() && multi.collection.is_none() => {
                self.find(id, Rule::MultiInstanceWithoutCount, "");
            }
            _ => {}
        }
    }

    fn gateway(&mut self, id: NodeId, gateway: Gateway) {
        let model = self.model;
        match gateway {
            Gateway::Complex => self.find(id, Rule::ComplexGateway, ""),
            Gateway::EventBased { parallel, instantiate } => {
                // It waits for the other events of a case that one of them began (BPMN 2.0.2, 10.6.6).
                if parallel && !instantiate {
                    self.find(id, Rule::ParallelEventGateway, "");
                }
                for &flow in &model[id].outgoing {
                    let target = &model[model[flow].target];
                    let waits = match &target.kind {
                        NodeKind::Event(event) => event.position == EventPosition::Catch,
                        NodeKind::Activity(activity) => {
                            matches!(activity.task, Task::Receive { .. }) && target.boundaries.is_empty()
                        }
                        NodeKind::Gateway(_) => false,
                    };
                    if !waits {
                        self.find(id, Rule::GatewayTarget, &target.id);
                    }
                }
            }
            Gateway::Exclusive | Gateway::Parallel | Gateway::Inclusive => {}
        }
    }
}

/// What an item that completes may throw: it tells of something, and ends nothing by itself.
fn is_told(definition: &Definition) -> bool {
    matches!(
        definition,
        Definition::Signal(_) | Definition::Message(_) | Definition::Escalation { .. } | Definition::Error { .. }
    )
}

fn form(model: &Model, node: NodeId) -> Option<&SubprocessForm> {
    match &model[node].activity()?.task {
        Task::Subprocess(inside) => Some(&inside.form),
        _ => None,
    }
}

/// The standard's word for a definition.
fn kind(definition: &Definition) -> &'static str {
    match definition {
        Definition::None => "none",
        Definition::Message(_) => "message",
        Definition::Timer(_) => "timer",
        Definition::Signal(_) => "signal",
        Definition::Error { .. } => "error",
        Definition::Escalation { .. } => "escalation",
        Definition::Conditional(_) => "conditional",
        Definition::Link { .. } => "link",
        Definition::Terminate => "terminate",
        Definition::Compensation { .. } => "compensation",
        Definition::Cancel => "cancel",
        Definition::Multiple { .. } => "multiple",
    }
}
