//! Whether a model is fit for cases 适用性: beside what the engine and the linter ask, what the law and
//! this room ask. Every way ends with a decision (AL 38), whatever asks a body or a paper more names its
//! basis, and nothing waits for what nobody here would do. Not here: who may publish it (`permits`).

use std::collections::BTreeSet;

use catalogue::Item;
use process::{
    carried, inspect,
    model::{
        Activity, Definition, EventPosition, FlowId, Gateway, Model, NodeId, NodeKind, ScopeId, SubprocessForm, Task,
    },
};
use rules::dmn;
use serde::Serialize;
use store::{Error, Read};

use crate::{
    flow::{Place, is_heard, is_renewing, may_be_fact, renews},
    task::Kind,
};

/// What keeps a model from being published, at an element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// Id of the element; empty for the model as a whole.
    pub element: String,
    /// Name of the rule: of the engine, of the linter, or of this room.
    pub rule: String,
    /// What it is about: a name, a value, another element.
    pub detail: String,
    /// Elements that act on the way there.
    pub path: Vec<String>,
    /// Worth knowing, and no hindrance.
    pub warning: bool,
}

/// Everything that keeps a text from being published, and what is worth knowing of it; the model where it can
/// be read at all. `item`: whose cases are to go by it, where that is known.
///
/// # Errors
/// Of the store.
pub fn findings(read: &Read<'_>, text: &str, item: Option<&Item>) -> Result<(Option<Model>, Vec<Finding>), Error> {
    let model = match process::bpmn::read(text.as_bytes()) {
        Ok(model) => model,
        Err(refusal) => return Ok((None, vec![finding("", "not-bpmn", &refusal.to_string())])),
    };
    let report = inspect::report(&model);
    let mut found: Vec<Finding> = report
        .findings
        .into_iter()
        .map(|line| Finding {
            path: line.path.iter().map(ToString::to_string).collect(),
            ..finding(&line.element, &line.rule, &line.detail)
        })
        .collect();
    let text = carried::decisions(&model);
    let decisions = (!text.trim().is_empty()).then(|| dmn::Model::read(&text));
    let decisions = match decisions {
        Some(Err(refusal)) => {
            found.push(finding("", "decisions-unreadable", &refusal.to_string()));
            None
        }
        Some(Ok(decisions)) => Some(decisions),
        None => None,
    };
    Fitness { read, model: &model, item, decisions: decisions.as_ref(), found: &mut found }.examine()?;
    Ok((Some(model), found))
}

pub(crate) fn finding(element: &str, rule: &str, detail: &str) -> Finding {
    Finding {
        element: element.to_owned(),
        rule: rule.to_owned(),
        detail: detail.to_owned(),
        path: Vec::new(),
        warning: false,
    }
}

struct Fitness<'a, 'b> {
    read: &'a Read<'b>,
    model: &'a Model,
    item: Option<&'a Item>,
    decisions: Option<&'a dmn::Model>,
    found: &'a mut Vec<Finding>,
}

impl Fitness<'_, '_> {
    fn tell(&mut self, element: &str, rule: &str, detail: &str) {
        self.found.push(finding(element, rule, detail));
    }

    fn examine(&mut self) -> Result<(), Error> {
        let model = self.model;
        let [process] = model.processes.as_slice() else {
            if !model.processes.is_empty() {
                self.tell("", "several-processes", "");
            }
            return Ok(());
        };
        for id in model.node_ids() {
            self.node(id)?;
        }
        self.rules();
        if !model.node_ids().any(|id| is_decision(model, id)) {
            self.tell("", "no-decision", "");
        } else if let Some(end) = end_without_decision(model, *process) {
            self.tell(&model[end].id, "decision-avoidable", "");
        }
        Ok(())
    }

    /// The decision tables that the model carries, and the answers that it asks for.
    fn rules(&mut self) {
        for key in carried::facts(self.model) {
            if self.item.is_some_and(|item| !may_be_fact(item, &key)) {
                self.tell("", "fact-unknown", &key);
            }
        }
        let Some(decisions) = self.decisions else { return };
        for one in decisions.findings() {
            let detail = [one.element.as_str(), one.detail.as_str()].join(" ");
            self.tell("", "decisions-faulty", detail.trim());
        }
        for table in decisions.analyse() {
            for gap in &table.gaps {
                let detail = [table.table.as_str(), &region(gap)].join(": ");
                self.warn("decision-gap", &detail);
            }
            for overlap in table.overlaps.iter().filter(|overlap| overlap.conflict) {
                let [one, other] = overlap.rules;
                self.warn("decision-overlap", &format!("{}: {one}, {other}", table.table));
            }
            for masked in &table.masked {
                self.warn("decision-masked", &format!("{}: {}", table.table, masked.rule));
            }
        }
    }

    fn warn(&mut self, rule: &str, detail: &str) {
        self.found.push(Finding { warning: true, ..finding("", rule, detail) });
    }

    fn node(&mut self, id: NodeId) -> Result<(), Error> {
        let node = &self.model[id];
        match &node.kind {
            NodeKind::Activity(activity) => {
                if matches!(activity.task, Task::User | Task::Manual) {
                    self.task(id)?;
                } else if activity.task == Task::BusinessRule {
                    self.decision(id);
                } else if is_renewing(node) {
                    self.renewal(id);
                } else if self.by_nobody(activity) {
                    self.tell(&node.id, "nobody-does-it", "");
                }
            }
            NodeKind::Event(event) => {
                let start = matches!(event.position, EventPosition::Start { .. });
                let of_process = self.model.processes.contains(&node.scope);
                if start && of_process && event.definition != Definition::None {
                    self.tell(&node.id, "start-not-plain", "");
                }
                for part in process::program::parts(&event.definition) {
                    self.event(id, event.position, part);
                }
            }
            NodeKind::Gateway(_) => {}
        }
        Ok(())
    }

    /// A step that asks a table: the model must carry it.
    fn decision(&mut self, id: NodeId) {
        let node = &self.model[id];
        let asked = node.handling.decision.as_deref().unwrap_or_default();
        let is_there = self.decisions.is_some_and(|decisions| decisions.decisions().any(|name| name == asked));
        if !is_there {
            self.tell(&node.id, "decision-unknown", asked);
        }
    }

    /// Silence renews a permit and gives none (AL 50): so the step stands alone behind the timer of an event
    /// sub-process, and in the model of an item that renews.
    fn renewal(&mut self, id: NodeId) {
        let (model, node) = (self.model, &self.model[id]);
        let begins_with_timer = |start: &NodeId| {
            model[*start].event().is_some_and(|event| {
                matches!(event.definition, Definition::Timer(_))
                    && event.position == EventPosition::Start { interrupting: true }
            })
        };
        let scope = &model[node.scope];
        let alone = model.node_ids().filter(|other| model[*other].scope == node.scope).count() == 3;
        let starts = scope.starts.as_slice();
        let behind_timer = !starts.is_empty() && starts.iter().all(begins_with_timer);
        let service = node.activity().is_some_and(|activity| activity.task == Task::Service);
        if !(service && alone && behind_timer) || self.item.is_some_and(|item| !renews(item)) {
            self.tell(&node.id, "renewal-misplaced", "");
        }
        if node.official.legal_basis.as_deref().unwrap_or_default().trim().is_empty() {
            self.tell(&node.id, "basis-wanting", "");
        }
    }

    /// Steps that the engine hands out and that this room has nobody for.
    fn by_nobody(&self, activity: &Activity) -> bool {
        matches!(activity.task, Task::Service | Task::Send { .. } | Task::Receive { .. } | Task::Call { .. })
    }

    fn event(&mut self, id: NodeId, position: EventPosition, part: &Definition) {
        let node = &self.model[id];
        let throws = matches!(position, EventPosition::Throw | EventPosition::End);
        let (Definition::Message(declared) | Definition::Signal(declared)) = part else { return };
        let declared = declared.and_then(|declared| self.model.declared.get(declared.0 as usize));
        let name = declared.map_or("", |declared| &declared.name);
        if throws {
            self.tell(&node.id, "nobody-hears-it", name);
        } else if !is_heard(name) {
            self.tell(&node.id, "nobody-sends-it", name);
        } else if position == EventPosition::Catch && !self.is_one_of_several(id) && !self.is_beside_the_way(id) {
            // It is heard of when it happens; if it never does, the days of the case run on.
            self.found.push(Finding { warning: true, ..finding(&node.id, "may-never-come", name) });
        }
    }

    /// Behind an event-based gateway, where something else may come first.
    fn is_one_of_several(&self, id: NodeId) -> bool {
        let model = self.model;
        model[id]
            .incoming
            .iter()
            .any(|flow| matches!(model[model[*flow].source].gateway(), Some(Gateway::EventBased { .. })))
    }

    /// Inside an event sub-process, which was set off by its own event.
    fn is_beside_the_way(&self, id: NodeId) -> bool {
        !self.model.processes.contains(&self.model[id].scope)
    }

    /// A step that people do: what it is, who does it, and on what basis.
    fn task(&mut self, id: NodeId) -> Result<(), Error> {
        let node = &self.model[id];
        let official = &node.official;
        match official.form.as_deref() {
            Some("review" | "decide") => {}
            other => self.tell(&node.id, "form-wanting", other.unwrap_or_default()),
        }
        let body = official.body.as_deref().unwrap_or_default();
        match Place::parse(body) {
            Place::Own if body != "own" => self.tell(&node.id, "body-unclear", body),
            Place::Named(key) if directory::bodies::by_key(self.read, &key)?.is_none() => {
                self.tell(&node.id, "body-unknown", &key);
            }
            _ => {}
        }
        if official.legal_basis.as_deref().unwrap_or_default().trim().is_empty() {
            self.tell(&node.id, "basis-wanting", "");
        }
        if is_decision(self.model, id) && !official.is_mandatory {
            self.tell(&node.id, "decision-not-mandatory", "");
        }
        if node.activity().is_some_and(|activity| activity.repeat.is_some()) && is_decision(self.model, id) {
            self.tell(&node.id, "decision-repeated", "");
        }
        Ok(())
    }
}

fn is_decision(model: &Model, id: NodeId) -> bool {
    let node = &model[id];
    node.official.form.as_deref() == Some(Kind::Decide.as_str())
        && node.activity().is_some_and(|activity| matches!(activity.task, Task::User | Task::Manual))
}

/// An end of a scope that can be come to without a decision. A parallel join is passed only by those
/// who come from all sides.
fn end_without_decision(model: &Model, scope: ScopeId) -> Option<NodeId> {
    let inside = &model[scope];
    let mut reached: BTreeSet<NodeId> = inside.starts.iter().chain(&inside.implicit_starts).copied().collect();
    let mut flows: BTreeSet<FlowId> = BTreeSet::new();
    loop {
        let before = (reached.len(), flows.len());
        for id in reached.clone() {
            reached.extend(&model[id].boundaries);
            if passes_without(model, id) {
                flows.extend(&model[id].outgoing);
            }
        }
        for flow in &flows {
            let target = model[*flow].target;
            let joins = model[target].gateway() == Some(Gateway::Parallel);
            if !joins || model[target].incoming.iter().all(|flow| flows.contains(flow)) {
                reached.insert(target);
            }
        }
        if (reached.len(), flows.len()) == before {
            break;
        }
    }
    let ends = |id: &NodeId| {
        model[*id].outgoing.is_empty()
            && passes_without(model, *id)
            && !is_beside(model, *id)
            && !throws_link(model, *id)
    };
    reached.into_iter().find(ends)
}

fn passes_without(model: &Model, id: NodeId) -> bool {
    !is_decision(model, id) && model[id].inside().is_none_or(|inside| end_without_decision(model, inside).is_some())
}

/// Set off by its own event, beside the way.
fn is_beside(model: &Model, id: NodeId) -> bool {
    matches!(
        model[id].activity().map(|activity| &activity.task),
        Some(Task::Subprocess(inside)) if inside.form == SubprocessForm::Event
    )
}

fn throws_link(model: &Model, id: NodeId) -> bool {
    model[id].event().is_some_and(|event| {
        event.position == EventPosition::Throw && matches!(event.definition, Definition::Link { .. })
    })
}

/// A part of what inputs may be, in words of FEEL.
fn region(region: &dmn::analysis::Region) -> String {
    region.0.iter().map(|side| [side.input.as_str(), side.test.as_str()].join(" ")).collect::<Vec<_>>().join(", ")
}
