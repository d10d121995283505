//! The outline 流程提纲 of a model: what its drawing says, as numbered entries in reading order, for people who can't see
//! drawings, for paper and for terminals. Words are keys; whoever shows it has the texts. Not here: the drawing (`draw`).

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::model::{
    Definition, EventPosition, FlowId, Gateway, Model, NodeId, NodeKind, Official, Order, Repeat, ScopeId,
    SubprocessForm, Task, TimerForm,
};

/// The outline of a document: its processes in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outline {
    pub processes: Vec<Process>,
    pub messages: Vec<Message>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Process {
    pub element: Box<str>,
    /// Name of the pool or of the process.
    pub name: Box<str>,
    pub entries: Vec<Entry>,
}

/// One node, with what follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// `3`, or inside a sub-process `3.1`.
    pub number: String,
    pub element: Box<str>,
    pub name: Box<str>,
    /// What it is: a key such as `user-task`, `message-catch`, `exclusive-gateway`.
    pub kind: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub lane: Box<str>,
    /// Body and role that act, days, legal basis: what the model says of the office.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub office: Vec<(&'static str, Box<str>)>,
    /// When a timer fires, what condition is waited for, which message: the text of the model.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub detail: Box<str>,
    /// `loop`, `parallel-instances` or `sequential-instances`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<&'static str>,
    pub next: Vec<Next>,
    /// Boundary events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Entry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Entry>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    pub number: String,
    pub element: Box<str>,
    pub name: Box<str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub condition: Box<str>,
    /// The name of the flow.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub label: Box<str>,
    pub is_default: bool,
}

/// A message flow between pools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    pub element: Box<str>,
    pub name: Box<str>,
    pub from: Box<str>,
    pub to: Box<str>,
}

/// The outline of a model.
#[must_use]
pub fn outline(model: &Model) -> Outline {
    let mut numbers = HashMap::new();
    for &process in &model.processes {
        number(model, process, "", &mut numbers);
    }
    let processes = model.processes.iter().map(|&process| {
        let scope = &model[process];
        let pool = model.participants.iter().find(|pool| pool.process == Some(process));
        let name = pool.map(|pool| &pool.name).filter(|name| !name.is_empty()).unwrap_or(&scope.name);
        Process { element: scope.id.clone(), name: name.clone(), entries: entries(model, process, &numbers) }
    });
    let end = |end| match end {
        crate::model::MessageEnd::Node(node) => called(model, node),
        crate::model::MessageEnd::Participant(at) => {
            model.participants.get(at.0 as usize).map(|pool| pool.name.clone()).unwrap_or_default()
        }
    };
    let messages = model.message_flows.iter().map(|flow| Message {
        element: flow.id.clone(),
        name: flow.name.clone(),
        from: end(flow.source),
        to: end(flow.target),
    });
    Outline { processes: processes.collect(), messages: messages.collect() }
}

impl Outline {
    /// The outline as lines of text without prose: number, kind, name, and after an arrow the ways on with their
    /// conditions; `*` marks the default. For terminals.
    #[must_use]
    pub fn plain(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for process in &self.processes {
            lines.push(format!("{} [{}]", process.name, process.element));
            for entry in &process.entries {
                entry.plain(1, &mut lines);
            }
        }
        for message in &self.messages {
            lines.push(format!("message {}: {} -> {}", message.name, flat(&message.from), flat(&message.to)));
        }
        lines
    }
}

impl Entry {
    fn plain(&self, depth: usize, lines: &mut Vec<String>) {
        let mut line =
            format!("{}{} {} {} [{}]", "  ".repeat(depth), self.number, self.kind, flat(&self.name), self.element);
        let facts = [("lane", &*self.lane), ("on", &*self.detail), ("repeats", self.repeat.unwrap_or_default())];
        let office = self.office.iter().map(|(key, value)| (*key, &**value));
        for (key, value) in facts.into_iter().chain(office).filter(|(_, value)| !value.is_empty()) {
            line.push_str(&format!(" ({key}: {})", flat(value)));
        }
        let ways: Vec<String> = self.next.iter().map(Next::plain).collect();
        if !ways.is_empty() {
            line.push_str(" -> ");
            line.push_str(&ways.join(", "));
        }
        lines.push(line);
        for entry in self.beside.iter().chain(&self.inside) {
            entry.plain(depth + 1, lines);
        }
    }
}

impl Next {
    fn plain(&self) -> String {
        let default = if self.is_default { "*" } else { "" };
        let condition =
            if self.condition.is_empty() { String::new() } else { format!(" if {}", flat(&self.condition)) };
        format!("{}{default}{condition}", self.number)
    }
}

/// A text on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A node by its name, or by its id where it has none.
fn called(model: &Model, node: NodeId) -> Box<str> {
    let node = &model[node];
    if node.name.is_empty() { node.id.clone() } else { node.name.clone() }
}

fn number(model: &Model, scope: ScopeId, before: &str, numbers: &mut HashMap<NodeId, String>) {
    let mut next = 0;
    for node in reading_order(model, scope) {
        next += 1;
        let own = format!("{before}{next}");
        if let Some(inside) = model[node].inside() {
            number(model, inside, &format!("{own}."), numbers);
        }
        for (at, &boundary) in model[node].boundaries.iter().enumerate() {
            let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
            numbers.insert(boundary, format!("{own}{letter}"));
        }
        numbers.insert(node, own);
    }
}

/// Nodes of a scope as a reader would follow them: what comes before stands before, turns back aside. Boundary events
/// stand with their hosts.
#[must_use]
pub fn reading_order(model: &Model, scope: ScopeId) -> Vec<NodeId> {
    let scope = &model[scope];
    let is_boundary = |node: NodeId| model[node].attachment().is_some();
    let mut finished = Vec::with_capacity(scope.nodes.len());
    let mut seen: HashMap<NodeId, bool> = HashMap::new();
    let mut roots: Vec<NodeId> = scope.starts.iter().chain(&scope.implicit_starts).copied().collect();
    let aside: HashSet<NodeId> = scope.event_subprocesses.iter().copied().collect();
    let first: HashSet<NodeId> = roots.iter().copied().collect();
    roots.extend(scope.nodes.iter().copied().filter(|node| !aside.contains(node)));
    roots.extend(&scope.event_subprocesses);
    let mut behind: HashMap<NodeId, bool> = HashMap::new();
    for &root in scope.starts.iter().chain(&scope.implicit_starts) {
        walk(model, root, &mut behind, &mut Vec::new());
    }
    // What begins first is read first, so it must be finished last.
    for &root in roots.iter().rev().filter(|&&root| !is_boundary(root)) {
        if first.contains(&root) || !behind.contains_key(&root) {
            walk(model, root, &mut seen, &mut finished);
        }
    }
    finished.reverse();
    finished
}

/// Depth first without recursion: models may be long.
fn walk(model: &Model, root: NodeId, seen: &mut HashMap<NodeId, bool>, finished: &mut Vec<NodeId>) {
    let mut open = vec![(root, false)];
    while let Some((node, is_done)) = open.pop() {
        if is_done {
            if model[node].attachment().is_none() {
                finished.push(node);
            }
            continue;
        }
        if seen.insert(node, true).is_some() {
            continue;
        }
        open.push((node, true));
        // The first way on is finished last, so it is read first. What lies elsewhere is told there.
        let ways = followers(model, node).into_iter().filter(|way| model[*way].scope == model[root].scope);
        open.extend(ways.map(|way| (way, false)));
    }
}

fn followers(model: &Model, node: NodeId) -> Vec<NodeId> {
    let found = &model[node];
    let mut ways: Vec<NodeId> = found.outgoing.iter().map(|&flow| model[flow].target).collect();
    ways.extend(&found.boundaries);
    ways.extend(found.compensated_by);
    if let Some(Definition::Link { name }) = found.event().map(|event| &event.definition) {
        let catches = &model[found.scope].link_catches;
        ways.extend(catches.iter().filter(|(other, _)| other == name).map(|(_, catch)| *catch));
    }
    ways
}

fn entries(model: &Model, scope: ScopeId, numbers: &HashMap<NodeId, String>) -> Vec<Entry> {
    reading_order(model, scope).into_iter().map(|node| entry(model, node, numbers)).collect()
}

fn entry(model: &Model, id: NodeId, numbers: &HashMap<NodeId, String>) -> Entry {
    let node = &model[id];
    let lane = node.lane.and_then(|lane| model.lanes.get(lane.0 as usize));
    let number = |id: NodeId| numbers.get(&id).cloned().unwrap_or_default();
    let next = node.outgoing.iter().map(|&flow| next(model, flow, numbers));
    Entry {
        number: number(id),
        element: node.id.clone(),
        name: node.name.clone(),
        kind: kind(&node.kind),
        lane: lane.map(|lane| lane.name.clone()).unwrap_or_default(),
        office: office(&node.official),
        detail: detail(model, &node.kind),
        repeat: node.activity().and_then(|activity| activity.repeat.as_ref()).map(|repeat| match repeat {
            Repeat::Loop(_) => "loop",
            Repeat::Multi(multi) if multi.is_sequential => "sequential-instances",
            Repeat::Multi(_) => "parallel-instances",
        }),
        next: next.collect(),
        beside: node.boundaries.iter().map(|&boundary| entry(model, boundary, numbers)).collect(),
        inside: node.inside().map(|inside| entries(model, inside, numbers)).unwrap_or_default(),
    }
}

fn next(model: &Model, flow: FlowId, numbers: &HashMap<NodeId, String>) -> Next {
    let flow = &model[flow];
    let target = &model[flow.target];
    Next {
        number: numbers.get(&flow.target).cloned().unwrap_or_default(),
        element: target.id.clone(),
        name: target.name.clone(),
        condition: flow.condition.as_ref().map(|condition| condition.text.clone()).unwrap_or_default(),
        label: flow.name.clone(),
        is_default: flow.is_default,
    }
}

/// The key of what a node is.
#[must_use]
pub fn kind(kind: &NodeKind) -> String {
    match kind {
        NodeKind::Gateway(gateway) => match gateway {
            Gateway::Exclusive => "exclusive-gateway",
            Gateway::Parallel => "parallel-gateway",
            Gateway::Inclusive => "inclusive-gateway",
            Gateway::EventBased { .. } => "event-based-gateway",
            Gateway::Complex => "complex-gateway",
        }
        .to_owned(),
        NodeKind::Activity(activity) => match &activity.task {
            Task::Abstract => "task",
            Task::User => "user-task",
            Task::Manual => "manual-task",
            Task::Service => "service-task",
            Task::Send { .. } => "send-task",
            Task::Receive { .. } => "receive-task",
            Task::Script(_) => "script-task",
            Task::BusinessRule => "business-rule-task",
            Task::Call { .. } => "call-activity",
            Task::Subprocess(inside) => match inside.form {
                SubprocessForm::Embedded => "sub-process",
                SubprocessForm::Event => "event-sub-process",
                SubprocessForm::Transaction => "transaction",
                SubprocessForm::AdHoc { ordering: Order::Parallel, .. } => "ad-hoc-sub-process",
                SubprocessForm::AdHoc { ordering: Order::Sequential, .. } => "sequential-ad-hoc-sub-process",
            },
        }
        .to_owned(),
        NodeKind::Event(event) => {
            let position = match event.position {
                EventPosition::Start { interrupting: true } => "start",
                EventPosition::Start { interrupting: false } => "start-beside",
                EventPosition::Catch => "catch",
                EventPosition::Throw => "throw",
                EventPosition::Boundary { interrupting: true, .. } => "boundary",
                EventPosition::Boundary { interrupting: false, .. } => "boundary-beside",
                EventPosition::End => "end",
            };
            format!("{}-{position}", definition(&event.definition))
        }
    }
}

fn definition(definition: &Definition) -> &'static str {
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

fn detail(model: &Model, kind: &NodeKind) -> Box<str> {
    let declared = |id: &Option<crate::model::DeclaredId>| {
        let declared = id.and_then(|id| model.declared.get(id.0 as usize));
        declared.map(|declared| declared.name.clone()).unwrap_or_default()
    };
    match kind {
        NodeKind::Event(event) => match &event.definition {
            Definition::Message(id) | Definition::Signal(id) => declared(id),
            Definition::Error { error: id, .. } | Definition::Escalation { escalation: id, .. } => declared(id),
            Definition::Timer(timer) if timer.form != TimerForm::Unset => timer.expression.text.clone(),
            Definition::Conditional(condition) => condition.text.clone(),
            Definition::Link { name } => name.clone(),
            _ => Box::default(),
        },
        NodeKind::Activity(activity) => match &activity.task {
            Task::Call { called } => called.clone(),
            Task::Send { message } | Task::Receive { message, .. } => declared(message),
            _ => Box::default(),
        },
        NodeKind::Gateway(_) => Box::default(),
    }
}

fn office(official: &Official) -> Vec<(&'static str, Box<str>)> {
    let list = |items: &[Box<str>]| (!items.is_empty()).then(|| items.join(" ").into_boxed_str());
    let found = [
        ("body", official.body.clone()),
        ("actor", official.actor.clone()),
        ("form", official.form.clone()),
        ("clock", official.clock.clone()),
        ("days", official.days.map(|days| days.to_string().into())),
        ("papers", list(&official.papers)),
        ("documents", list(&official.documents)),
        ("legal-basis", official.legal_basis.clone()),
        ("mandatory", official.is_mandatory.then(|| "true".into())),
    ];
    found.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}
