//! A model becomes a net: what each node does to tokens. Without data: each condition may hold or not, each event that
//! nothing in the model sets off may come at any time. One instance of each process is looked at. Not here: events that
//! set off others and the boundaries of activities (`compile/events`).

mod events;
mod handlers;
mod nodes;
mod standing;

use std::collections::{HashMap, HashSet};

pub(super) use self::standing::begun;
use super::net::{self, Join, Net, Place, PlaceId, PlaceKind, Transition, TransitionId};
use crate::model::{
    Definition, Event, EventPosition, FlowId, Gateway, MessageEnd, MessageFlowId, Model, NodeId, NodeKind, ScopeId,
    Task,
};

/// The net of processes that speak with each other, by the ids of the scopes.
pub(super) fn net(model: &Model, processes: &[ScopeId]) -> Net {
    let mut compiling = Compiling::new(model, processes);
    for &process in processes {
        compiling.process(process);
    }
    compiling.joins();
    compiling.throwers();
    compiling.fill();
    compiling.net
}

/// Processes that must be looked at together, because messages or signals pass between them.
pub(super) fn groups(model: &Model) -> Vec<Vec<ScopeId>> {
    let mut groups: Vec<Vec<ScopeId>> = model.processes.iter().map(|&process| vec![process]).collect();
    let mut join = |a: ScopeId, b: ScopeId| {
        let at = |groups: &[Vec<ScopeId>], scope| groups.iter().position(|group| group.contains(&scope));
        if let (Some(a), Some(b)) = (at(&groups, a), at(&groups, b))
            && a != b
        {
            let moved = groups.swap_remove(a.max(b));
            if let Some(group) = groups.get_mut(a.min(b)) {
                group.extend(moved);
            }
        }
    };
    for flow in &model.message_flows {
        if let (MessageEnd::Node(source), MessageEnd::Node(target)) = (flow.source, flow.target) {
            join(model.process_of(model[source].scope), model.process_of(model[target].scope));
        }
    }
    let mut signals = HashMap::new();
    for node in &model.nodes {
        if let Some(Definition::Signal(Some(signal))) = node.event().map(|event| &event.definition) {
            let process = model.process_of(node.scope);
            let first = *signals.entry(*signal).or_insert(process);
            join(first, process);
        }
    }
    groups
}

struct Compiling<'a> {
    model: &'a Model,
    net: Net,
    flows: HashMap<FlowId, PlaceId>,
    /// Where a token stands that begins at a node without an incoming flow.
    entries: HashMap<NodeId, PlaceId>,
    /// The places inside a node: held tokens, steps between messages.
    held: HashMap<NodeId, Vec<PlaceId>>,
    scopes: HashMap<ScopeId, PlaceId>,
    armed: HashMap<ScopeId, PlaceId>,
    messages: HashMap<MessageFlowId, PlaceId>,
    /// Transitions of catchers that a thrower of the model sets off, with the node that catches.
    caught: Vec<(NodeId, TransitionId)>,
    /// Transitions of throwers.
    throwing: Vec<(NodeId, TransitionId)>,
    join_of: HashMap<NodeId, usize>,
    /// Activities that a compensation boundary event leads to.
    handlers: HashSet<NodeId>,
    /// Throw and end events with a signal, an error or an escalation.
    throws: Vec<NodeId>,
    /// Transitions that clear a scope, to be filled when all places are there.
    clears: Vec<(TransitionId, ScopeId)>,
    /// Marks by which an event that nobody in the model sends comes once: by boundary event and place of its host.
    once: HashMap<(NodeId, PlaceId), PlaceId>,
    /// The same for event sub-processes, by the scope around them: marked when it begins.
    once_in: HashMap<ScopeId, Vec<PlaceId>>,
    /// The same by start event.
    once_at: HashMap<NodeId, PlaceId>,
    /// Nodes at which tokens of a case stand, with the place of such a token.
    standing: HashMap<NodeId, PlaceId>,
    /// Repeated sub-processes of which a case has begun one turn and may begin another.
    turning: HashSet<NodeId>,
}

impl<'a> Compiling<'a> {
    fn new(model: &'a Model, processes: &[ScopeId]) -> Self {
        let mut compiling = Self {
            model,
            net: Net::default(),
            flows: HashMap::new(),
            entries: HashMap::new(),
            held: HashMap::new(),
            scopes: HashMap::new(),
            armed: HashMap::new(),
            messages: HashMap::new(),
            caught: Vec::new(),
            throwing: Vec::new(),
            join_of: HashMap::new(),
            handlers: model.nodes.iter().filter_map(|node| node.compensated_by).collect(),
            throws: model
                .node_ids()
                .filter(|&node| throws(model, node) && processes.contains(&model.process_of(model[node].scope)))
                .collect(),
            clears: Vec::new(),
            once: HashMap::new(),
            once_in: HashMap::new(),
            once_at: HashMap::new(),
            standing: HashMap::new(),
            turning: HashSet::new(),
        };
        for scope in model.scope_ids().filter(|&scope| processes.contains(&model.process_of(scope))) {
            compiling.places(scope);
        }
        for (at, flow) in model.message_flows.iter().enumerate() {
            let id = MessageFlowId(u32::try_from(at).unwrap_or(u32::MAX));
            let (MessageEnd::Node(source), MessageEnd::Node(target)) = (flow.source, flow.target) else { continue };
            let is_here = |node: NodeId| processes.contains(&model.process_of(model[node].scope));
            if is_here(source) && is_here(target) && sends(model, source) && receives(model, target) {
                let place = compiling.place(PlaceKind::Message(id.0), ScopeId(u32::MAX));
                compiling.messages.insert(id, place);
            }
        }
        compiling
    }

    fn place(&mut self, kind: PlaceKind, scope: ScopeId) -> PlaceId {
        self.net.places.push(Place { kind, scope: scope.0, initial: 0, gone: false });
        self.net.places.len() - 1
    }

    fn add(&mut self, transition: Transition) -> TransitionId {
        self.net.transitions.push(transition);
        self.net.transitions.len() - 1
    }

    fn places(&mut self, scope: ScopeId) {
        let owner = self.model[scope].parent.unwrap_or(ScopeId(u32::MAX));
        let place = self.place(PlaceKind::Scope, owner);
        self.scopes.insert(scope, place);
        if let Some(owner) = self.model[scope].owner {
            let is_event = events::is_event_subprocess(self.model, owner);
            self.net.scopes.push(net::Scope { scope: scope.0, mark: place, owner, is_event });
        }
        if !self.model[scope].event_subprocesses.is_empty() {
            let place = self.place(PlaceKind::Armed, scope);
            self.armed.insert(scope, place);
        }
        for &flow in &self.model[scope].flows {
            let kind = if self.is_plain_end(self.model[flow].target) {
                PlaceKind::Ended(Some(flow))
            } else {
                PlaceKind::Flow(flow)
            };
            let place = self.place(kind, scope);
            self.flows.insert(flow, place);
        }
    }

    /// An end event at which nothing happens but the end of the token, where nobody can come in between.
    fn is_plain_end(&self, node: NodeId) -> bool {
        let scope = &self.model[self.model[node].scope];
        let is_undisturbed = scope.owner.is_none() && scope.event_subprocesses.is_empty();
        is_undisturbed
            && self.model[node]
                .event()
                .is_some_and(|event| event.position == EventPosition::End && event.definition == Definition::None)
            && self.model[node].messages.is_empty()
    }

    fn process(&mut self, process: ScopeId) {
        let model = self.model;
        let ready = self.place(PlaceKind::Ready, ScopeId(u32::MAX));
        if let Some(place) = self.net.places.get_mut(ready) {
            place.initial = 1;
        }
        let running = self.scopes.get(&process).copied().unwrap_or(0);
        self.net.running.push(running);
        let begun = self.begun(process);
        let mut ways = 0;
        for &start in &model[process].starts {
            ways += 1;
            let mut give = self.begun(process);
            give.extend(self.outgoing(start));
            self.start(start, vec![ready], give);
        }
        let instantiating: Vec<NodeId> =
            model[process].implicit_starts.iter().copied().filter(|&node| instantiates(model, node)).collect();
        for node in instantiating {
            ways += 1;
            let mut give = begun.clone();
            give.extend(self.entry(node));
            self.add(Transition { take: vec![ready], give, ..Transition::default() });
        }
        if ways == 0 {
            self.add(Transition { take: vec![ready], give: begun, ..Transition::default() });
        }
        self.inside(process);
        self.complete(process, Vec::new());
    }

    /// What is marked when a scope begins, its start events aside.
    fn begun(&mut self, scope: ScopeId) -> Vec<PlaceId> {
        let model = self.model;
        let mut give: Vec<PlaceId> = self.scopes.get(&scope).copied().into_iter().collect();
        give.extend(self.armed.get(&scope));
        for &node in &model[scope].implicit_starts {
            if !instantiates(model, node) || model[scope].owner.is_some() {
                give.extend(self.entry(node));
            }
        }
        give
    }

    fn entry(&mut self, node: NodeId) -> Option<PlaceId> {
        if let Some(&place) = self.entries.get(&node) {
            return Some(place);
        }
        let place = self.place(PlaceKind::Held(node), self.model[node].scope);
        self.entries.insert(node, place);
        self.held.entry(node).or_default().push(place);
        Some(place)
    }

    /// Where tokens arrive at a node.
    fn arrivals(&mut self, node: NodeId) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> =
            self.model[node].incoming.iter().filter_map(|flow| self.flows.get(flow).copied()).collect();
        // A case that stands at a gateway has joined there already.
        if places.is_empty() || !self.joins_or_splits(node) {
            places.extend(self.entries.get(&node));
        }
        places
    }

    fn outgoing(&self, node: NodeId) -> Vec<PlaceId> {
        self.model[node].outgoing.iter().filter_map(|flow| self.flows.get(flow).copied()).collect()
    }

    /// Where the token goes on: the outgoing flows, or an end of its own.
    fn onward(&mut self, node: NodeId, arrived: PlaceId) -> Vec<PlaceId> {
        let give = self.outgoing(node);
        if give.is_empty() { vec![self.ended(node, arrived)] } else { give }
    }

    /// The place that counts the tokens that came to their end at a node from one arrival.
    fn ended(&mut self, node: NodeId, arrived: PlaceId) -> PlaceId {
        let flow = match self.net.places.get(arrived).map(|place| place.kind) {
            Some(PlaceKind::Flow(flow)) => Some(flow),
            _ => None,
        };
        self.place(PlaceKind::Ended(flow), self.model[node].scope)
    }

    /// The completion of a scope: nothing holds it up any more.
    fn complete(&mut self, scope: ScopeId, give: Vec<PlaceId>) {
        let Some(&running) = self.scopes.get(&scope) else { return };
        let is_process = self.model[scope].owner.is_none();
        let here = |kind: fn(PlaceKind) -> bool, net: &Net| -> Vec<PlaceId> {
            let places = net.places.iter().enumerate();
            places.filter(|(_, place)| place.scope == scope.0 && kind(place.kind)).map(|(at, _)| at).collect()
        };
        let empty = here(PlaceKind::holds_up, &self.net);
        // What came to an end in a process is looked at when all is over.
        let mut clear = if is_process { Vec::new() } else { here(PlaceKind::is_ended, &self.net) };
        clear.extend(self.armed.get(&scope));
        self.add(Transition { take: vec![running], give, empty, clear, urgent: true, ..Transition::default() });
    }

    /// All places inside a scope and the scopes below, its own mark excepted.
    fn all_inside(&self, scope: ScopeId) -> Vec<PlaceId> {
        let is_inside = |at: u32| -> bool {
            let mut at = Some(ScopeId(at));
            while let Some(found) = at {
                if found == scope {
                    return true;
                }
                at = self.model.scopes.get(found.0 as usize).and_then(|scope| scope.parent);
            }
            false
        };
        let places = self.net.places.iter().enumerate();
        places.filter(|(_, place)| is_inside(place.scope)).map(|(at, _)| at).collect()
    }

    /// What could only be known when all places were there: what is cleared, and which marks a scope begins with.
    fn fill(&mut self) {
        for (id, scope) in std::mem::take(&mut self.clears) {
            let inside = self.all_inside(scope);
            if let Some(transition) = self.net.transitions.get_mut(id) {
                transition.clear.extend(inside);
            }
        }
        for (scope, marks) in std::mem::take(&mut self.once_in) {
            let Some(armed) = self.armed.get(&scope) else { continue };
            // Whatever begins the scope arms it; what only passes the mark on takes it too.
            for transition in &mut self.net.transitions {
                if transition.give.contains(armed) && !transition.take.contains(armed) {
                    transition.give.extend(&marks);
                }
                if transition.urgent && transition.clear.contains(armed) {
                    transition.clear.extend(&marks);
                }
            }
        }
    }

    /// For each inclusive join the places from which a token may still come to each of its inputs, along sequence flows
    /// and links, without passing the join.
    fn joins(&mut self) {
        let joins: Vec<(NodeId, usize)> = self.join_of.iter().map(|(node, join)| (*node, *join)).collect();
        for (node, join) in joins {
            let mut found = Join { inputs: self.arrivals(node), before: Vec::new() };
            for &input in &self.model[node].incoming {
                found.before.push(self.before(node, input));
            }
            found.before.resize(found.inputs.len(), Vec::new());
            if let Some(join) = self.net.joins.get_mut(join) {
                *join = found;
            }
        }
    }

    fn before(&self, join: NodeId, input: FlowId) -> Vec<PlaceId> {
        let model = self.model;
        let mut seen: Vec<PlaceId> = Vec::new();
        let mut visited = vec![false; model.nodes.len()];
        let mut pending = vec![model[input].source];
        while let Some(node) = pending.pop() {
            if node == join || visited.get(node.0 as usize).copied().unwrap_or(true) {
                continue;
            }
            if let Some(visited) = visited.get_mut(node.0 as usize) {
                *visited = true;
            }
            seen.extend(self.held.get(&node).into_iter().flatten());
            seen.extend(model[node].inside().and_then(|inside| self.scopes.get(&inside)));
            for &flow in &model[node].incoming {
                seen.extend(self.flows.get(&flow));
                pending.push(model[flow].source);
            }
            if let Some(Event { position: EventPosition::Catch, definition: Definition::Link { name } }) =
                model[node].event()
            {
                pending.extend(model[model[node].scope].nodes.iter().filter(|&&other| {
                    matches!(model[other].event(), Some(Event { position: EventPosition::Throw,
                        definition: Definition::Link { name: other } }) if other == name)
                }));
            }
        }
        seen.sort_unstable();
        seen.dedup();
        seen
    }
}

/// Begins an instance by itself.
fn instantiates(model: &Model, node: NodeId) -> bool {
    match &model[node].kind {
        NodeKind::Gateway(Gateway::EventBased { instantiate, .. }) => *instantiate,
        NodeKind::Activity(activity) => matches!(activity.task, Task::Receive { instantiate: true, .. }),
        _ => false,
    }
}

/// Brings about what others may catch.
fn throws(model: &Model, node: NodeId) -> bool {
    model[node].event().is_some_and(|event| {
        matches!(event.position, EventPosition::Throw | EventPosition::End)
            && matches!(
                event.definition,
                Definition::Signal(_) | Definition::Error { .. } | Definition::Escalation { .. }
            )
    })
}

fn sends(model: &Model, node: NodeId) -> bool {
    match &model[node].kind {
        NodeKind::Activity(_) => true,
        NodeKind::Event(event) => matches!(event.position, EventPosition::Throw | EventPosition::End),
        NodeKind::Gateway(_) => false,
    }
}

fn receives(model: &Model, node: NodeId) -> bool {
    match &model[node].kind {
        NodeKind::Activity(_) => true,
        NodeKind::Event(event) => !matches!(event.position, EventPosition::Throw | EventPosition::End),
        NodeKind::Gateway(_) => false,
    }
}
