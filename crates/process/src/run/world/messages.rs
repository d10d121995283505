//! Messages and signals between the cases of a run, and to whoever they start.

use super::{Message, Todo, World};
use crate::model::{Activity, Declared, Definition, EventPosition, Gateway, MessageEnd, Model, NodeId, NodeKind, Task};
use crate::program::{Program, parts};
use crate::state::Variables;
use crate::step;

/// Messages that nobody waits for yet.
const MOST_KEPT: usize = 1_000;

impl World<'_> {
    /// A message goes to whom its message flow leads; else to whoever waits for its name; else it starts a process;
    /// else it is kept until somebody waits.
    pub(super) fn deliver(&mut self, message: Message) {
        if !self.try_deliver(&message) && self.kept.len() < MOST_KEPT {
            self.kept.push(message);
        }
    }

    pub(super) fn hand_kept_messages(&mut self) {
        let mut at = 0;
        while let Some(message) = self.kept.get(at).cloned() {
            if self.is_awaited(&message) {
                self.kept.remove(at);
                self.queue.push_back(Todo::Deliver(message));
            } else {
                at += 1;
            }
        }
    }

    fn is_awaited(&self, message: &Message) -> bool {
        let target = self.target(message);
        self.cases.iter().filter(|case| !case.is_over).any(|case| {
            let Some(program) = self.program(case.program) else { return false };
            step::would_take(program, &case.state, &self.input_of(message, target, case.program))
        })
    }

    /// The node to which the message flow of the sender leads, with its program.
    fn target(&self, message: &Message) -> Option<(usize, NodeId)> {
        let (case, node) = message.from?;
        let program = self.cases.get(case)?.program;
        let model = &self.program(program)?.model;
        let flows = model[node].messages.iter().filter_map(|flow| model.message_flows.get(flow.0 as usize));
        let mut leads = flows.filter(|flow| flow.source == MessageEnd::Node(node));
        leads.find_map(|flow| match flow.target {
            MessageEnd::Node(target) => Some((program, target)),
            MessageEnd::Participant(_) => None,
        })
    }

    fn input_of(&self, message: &Message, target: Option<(usize, NodeId)>, program: usize) -> step::Input {
        step::Input::Message {
            name: message.name.clone(),
            key: message.key.clone(),
            node: target.filter(|(at, _)| *at == program).map(|(_, node)| node),
            variables: message.variables.clone(),
        }
    }

    fn try_deliver(&mut self, message: &Message) -> bool {
        let target = self.target(message);
        for at in 0..self.cases.len() {
            let Some(case) = self.cases.get(at).filter(|case| !case.is_over) else { continue };
            let Some(program) = self.program(case.program) else { continue };
            let input = self.input_of(message, target, case.program);
            if step::would_take(program, &case.state, &input) {
                self.step(at, input);
                return true;
            }
        }
        let Some((program, node)) = self.start_for(message, target) else { return false };
        let Some(model) = self.program(program).map(|program| program.model.clone()) else { return false };
        let mut variables = self.variables();
        for (name, value) in message.variables.0.iter() {
            variables.set(name, value.clone());
        }
        self.start(program, model[node].scope, Some(node), variables, None);
        true
    }

    /// The start event, instantiating receive task or event behind an instantiating gateway that takes a message.
    fn start_for(&self, message: &Message, target: Option<(usize, NodeId)>) -> Option<(usize, NodeId)> {
        let fits = |program: &Program, at: usize, node: NodeId| match target {
            Some((wanted, target)) if wanted == at => target == node && starts_case(&program.model, node),
            _ => {
                !message.name.is_empty()
                    && message_name(&program.model, node) == Some(&message.name)
                    && starts_case(&program.model, node)
            }
        };
        self.programs.iter().enumerate().find_map(|(at, program)| {
            program.model.node_ids().find(|node| fits(program, at, *node)).map(|node| (at, node))
        })
    }

    /// A signal is heard by every case but the one that sent it (it has heard), and by every start event that waits.
    pub(super) fn signal(&mut self, name: &str, from: Option<usize>, variables: &Variables) {
        for case in 0..self.cases.len() {
            if Some(case) != from && self.cases.get(case).is_some_and(|case| !case.is_over) {
                self.step(case, step::Input::Signal { name: name.into(), variables: variables.clone() });
            }
        }
        let mut starts = Vec::new();
        for (at, program) in self.programs.iter().enumerate() {
            let model = &program.model;
            for start in model.processes.iter().flat_map(|process| &model[*process].starts) {
                let hears = |definition: &Definition| match definition {
                    Definition::Signal(Some(signal)) => {
                        model.declared.get(signal.0 as usize).is_some_and(|each| *name == *declared_name(each))
                    }
                    _ => false,
                };
                if model[*start].event().is_some_and(|event| parts(&event.definition).iter().any(hears)) {
                    starts.push((at, model[*start].scope, *start));
                }
            }
        }
        for (program, process, start) in starts {
            let variables = self.variables();
            self.start(program, process, Some(start), variables, None);
        }
    }
}

fn declared_name(declared: &Declared) -> &str {
    if declared.name.is_empty() { &declared.id } else { &declared.name }
}

/// The name of the message that a node waits for.
fn message_name(model: &Model, node: NodeId) -> Option<&str> {
    let message = match &model[node].kind {
        NodeKind::Event(event) => parts(&event.definition).iter().find_map(|definition| match definition {
            Definition::Message(message) => *message,
            _ => None,
        }),
        NodeKind::Activity(Activity { task: Task::Receive { message, .. }, .. }) => *message,
        _ => None,
    };
    message.and_then(|message| model.declared.get(message.0 as usize)).map(declared_name)
}

/// Whether something that happens at a node begins a case.
fn starts_case(model: &Model, node: NodeId) -> bool {
    let is_process = model[model[node].scope].owner.is_none();
    is_process
        && match &model[node].kind {
            NodeKind::Event(event) if matches!(event.position, EventPosition::Start { .. }) => true,
            NodeKind::Activity(Activity { task: Task::Receive { instantiate: true, .. }, .. }) => true,
            _ => model[node].incoming.iter().any(|flow| {
                let source = &model[model[*flow].source];
                matches!(source.kind, NodeKind::Gateway(Gateway::EventBased { instantiate: true, .. }))
            }),
        }
}
