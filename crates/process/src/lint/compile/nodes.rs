//! What gateways and activities do to tokens. Not here: what sets off events.

use super::Compiling;
use crate::lint::net::{PlaceId, PlaceKind, Transition};
use crate::model::{
    Definition, EventPosition, Gateway, MessageEnd, MessageFlowId, NodeId, NodeKind, ScopeId, Subprocess,
    SubprocessForm, Task,
};

/// Inclusive gateways with more ways out than this aren't looked at in all their combinations.
const WAYS: usize = 10;

impl Compiling<'_> {
    pub(super) fn inside(&mut self, scope: ScopeId) {
        let model = self.model;
        for &id in &model[scope].nodes {
            let node = &model[id];
            match &node.kind {
                NodeKind::Gateway(gateway) => {
                    self.gateway(id, *gateway);
                    self.past_the_join(id, *gateway);
                }
                NodeKind::Event(event) => match event.position {
                    EventPosition::Catch => self.catch(id),
                    EventPosition::Throw | EventPosition::End => self.throw(id),
                    // Starts are taken where their scope begins, boundaries where their host stands.
                    EventPosition::Start { .. } | EventPosition::Boundary { .. } => self.goes_on(id),
                },
                NodeKind::Activity(activity) => match &activity.task {
                    Task::Subprocess(inside) if inside.form == SubprocessForm::Event => {
                        self.event_subprocess(id, inside.scope);
                    }
                    _ if self.is_handler(id) => self.handler(id),
                    // One that is only drawn, without an inside, takes its time like a task.
                    Task::Subprocess(inside) if model[inside.scope].nodes.is_empty() => self.task(id),
                    Task::Subprocess(inside) => self.subprocess(id, inside),
                    _ => self.task(id),
                },
            }
        }
    }

    fn gateway(&mut self, id: NodeId, gateway: Gateway) {
        let arrivals = self.arrivals(id);
        let act = |take: Vec<PlaceId>, give: Vec<PlaceId>| Transition {
            steps: vec![id],
            take,
            give,
            ..Transition::default()
        };
        match gateway {
            Gateway::Exclusive => {
                for &arrived in &arrivals {
                    for way in self.outgoing(id) {
                        self.add(act(vec![arrived], vec![way]));
                    }
                    if self.model[id].outgoing.is_empty() {
                        let ended = self.ended(id, arrived);
                        self.add(act(vec![arrived], vec![ended]));
                    }
                }
            }
            Gateway::Parallel => {
                let Some(&first) = arrivals.first() else { return };
                let give = self.onward(id, first);
                self.add(act(arrivals, give));
            }
            Gateway::Inclusive | Gateway::Complex => {
                if gateway == Gateway::Complex {
                    self.net.unknown.get_or_insert(id);
                }
                let joins = arrivals.len() > 1 && gateway == Gateway::Inclusive;
                if joins {
                    self.net.joins.push(crate::lint::net::Join::default());
                    self.join_of.insert(id, self.net.joins.len() - 1);
                    for give in self.combinations(id, None) {
                        let join = self.join_of.get(&id).copied();
                        self.add(Transition { join, ..act(Vec::new(), give) });
                    }
                } else {
                    for &arrived in &arrivals {
                        for give in self.combinations(id, Some(arrived)) {
                            self.add(act(vec![arrived], give));
                        }
                    }
                }
            }
            Gateway::EventBased { parallel: true, .. } => {
                // Each event is waited for on its own.
                for &arrived in &arrivals {
                    let give = self.onward(id, arrived);
                    self.add(act(vec![arrived], give));
                }
            }
            Gateway::EventBased { .. } => {
                for &arrived in &arrivals {
                    for &way in &self.model[id].outgoing {
                        let (target, Some(&flow)) = (self.model[way].target, self.flows.get(&way)) else { continue };
                        let give = self.onward(target, flow);
                        let runs = self.model[target].activity().map(|_| target).into_iter().collect();
                        let base = Transition { steps: vec![id, target], runs, ..act(vec![arrived], give) };
                        self.set_off(target, base, None);
                    }
                }
            }
        }
    }

    /// The sets of flows that an inclusive gateway may take: any of those with conditions, or the default alone.
    pub(super) fn combinations(&mut self, id: NodeId, arrived: Option<PlaceId>) -> Vec<Vec<PlaceId>> {
        let node = &self.model[id];
        let default = node.default.and_then(|flow| self.flows.get(&flow).copied());
        let ways: Vec<PlaceId> = self.outgoing(id).into_iter().filter(|way| Some(*way) != default).collect();
        let mut found = self.subsets(id, &ways);
        found.extend(default.map(|way| vec![way]));
        if found.is_empty() {
            let kind = PlaceKind::Ended(None);
            let ended = arrived.map(|arrived| self.ended(id, arrived));
            let ended = ended.unwrap_or_else(|| self.place(kind, self.model[id].scope));
            found.push(vec![ended]);
        }
        found
    }

    /// All sets with at least one member; of too many only the smallest and the whole.
    fn subsets(&mut self, id: NodeId, ways: &[PlaceId]) -> Vec<Vec<PlaceId>> {
        if ways.len() > WAYS {
            self.net.partial.get_or_insert(id);
            let mut found: Vec<Vec<PlaceId>> = ways.iter().map(|way| vec![*way]).collect();
            found.push(ways.to_vec());
            return found;
        }
        let members = |set: u32| ways.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1).map(|(_, way)| *way);
        (1..1_u32 << ways.len()).map(|set| members(set).collect()).collect()
    }

    /// Where the token may go on behind an activity: conditions on its flows make it an inclusive split.
    fn ways_on(&mut self, id: NodeId, arrived: Option<PlaceId>) -> Vec<Vec<PlaceId>> {
        let node = &self.model[id];
        if node.outgoing.is_empty() {
            let ended = match arrived {
                Some(arrived) => self.ended(id, arrived),
                None => self.place(PlaceKind::Ended(None), node.scope),
            };
            return vec![vec![ended]];
        }
        let (mut sure, mut conditional, mut default) = (Vec::new(), Vec::new(), None);
        for &flow in &node.outgoing {
            let Some(&place) = self.flows.get(&flow) else { continue };
            if node.default == Some(flow) {
                default = Some(place);
            } else if self.model[flow].condition.is_some() {
                conditional.push(place);
            } else {
                sure.push(place);
            }
        }
        if conditional.is_empty() {
            sure.extend(default);
            return vec![sure];
        }
        let mut found = self.subsets(id, &conditional);
        for set in &mut found {
            set.extend(&sure);
        }
        if default.is_some() || !sure.is_empty() {
            sure.extend(default);
            found.push(sure);
        }
        found
    }

    /// Messages of an activity from left to right: it sends, and before each that it waits for it holds its token.
    fn exchange(&self, id: NodeId) -> Vec<(Option<PlaceId>, Vec<PlaceId>)> {
        let mut steps: Vec<(Option<PlaceId>, Vec<PlaceId>)> = vec![(None, Vec::new())];
        for message in &self.model[id].messages {
            let Some(&place) = self.messages.get(message) else { continue };
            if self.is_incoming(id, *message) {
                steps.push((Some(place), Vec::new()));
            } else if let Some((_, sent)) = steps.last_mut() {
                sent.push(place);
            }
        }
        if steps.len() > 1 && steps.first().is_some_and(|(_, sent)| sent.is_empty()) {
            steps.remove(0);
        }
        steps
    }

    pub(super) fn is_incoming(&self, id: NodeId, message: MessageFlowId) -> bool {
        let flow = self.model.message_flows.get(message.0 as usize);
        flow.is_some_and(|flow| flow.target == MessageEnd::Node(id))
    }

    fn task(&mut self, id: NodeId) {
        let node = &self.model[id];
        let is_receive = matches!(node.activity().map(|activity| &activity.task), Some(Task::Receive { .. }));
        let boundaries = self.boundaries(id);
        for arrived in self.arrivals(id) {
            let exchange = self.exchange(id);
            let is_held = !boundaries.is_empty() || exchange.len() > 1;
            let mut at = arrived;
            let mut runs = vec![id];
            if is_held && !is_receive {
                at = self.hold(id, arrived, &boundaries, std::mem::take(&mut runs));
            } else if is_held {
                at = self.hold(id, arrived, &boundaries, Vec::new());
            }
            if self.entries.get(&id) == Some(&arrived) {
                self.standing.insert(id, at);
            }
            let done = self.once_places(id, at);
            let ways = self.ways_on(id, Some(arrived));
            if is_receive {
                // Any one message will do.
                for way in ways {
                    let mut sent: Vec<PlaceId> = exchange.iter().flat_map(|(_, sent)| sent.clone()).collect();
                    sent.extend(way);
                    let steps = vec![id];
                    let base =
                        Transition { steps, runs: vec![id], take: vec![at], give: sent, ..Transition::default() };
                    self.set_off(id, Transition { clear: done.clone(), ..base }, None);
                }
                continue;
            }
            let last = exchange.len().saturating_sub(1);
            for (index, (awaited, sent)) in exchange.into_iter().enumerate() {
                let mut take = vec![at];
                take.extend(awaited);
                let steps = vec![id];
                let runs = std::mem::take(&mut runs);
                let step = Transition { steps, runs, take, give: sent, ..Transition::default() };
                if index == last {
                    for way in &ways {
                        let mut step = step.clone();
                        step.give.extend(way);
                        step.clear.extend(&done);
                        self.add(step);
                    }
                } else {
                    let next = self.place(PlaceKind::Held(id), self.model[id].scope);
                    self.held.entry(id).or_default().push(next);
                    self.boundary_transitions(&boundaries, next, &done, None);
                    let mut step = step;
                    step.give.push(next);
                    self.add(step);
                    at = next;
                }
            }
        }
    }

    /// The token stays at the activity, where its boundary events see it.
    fn hold(&mut self, id: NodeId, arrived: PlaceId, boundaries: &[NodeId], runs: Vec<NodeId>) -> PlaceId {
        let held = self.place(PlaceKind::Held(id), self.model[id].scope);
        self.held.entry(id).or_default().push(held);
        let once = self.once(boundaries, held);
        let mut give = vec![held];
        give.extend(&once);
        self.add(Transition { steps: vec![id], runs, take: vec![arrived], give, ..Transition::default() });
        self.boundary_transitions(boundaries, held, &once, None);
        held
    }

    fn subprocess(&mut self, id: NodeId, inside: &Subprocess) {
        let scope = inside.scope;
        let Some(&running) = self.scopes.get(&scope) else { return };
        let mut give = self.begun(scope);
        for &start in &self.model[scope].starts {
            give.extend(self.outgoing(start));
        }
        self.inside(scope);
        let boundaries = self.boundaries(id);
        let once = self.once(&boundaries, running);
        let inner = give.clone();
        give.extend(&once);
        for arrived in self.arrivals(id) {
            let mut at = arrived;
            for (awaited, sent) in self.exchange(id) {
                if awaited.is_none() && sent.is_empty() {
                    continue;
                }
                let next = self.place(PlaceKind::Held(id), self.model[id].scope);
                let mut take = vec![at];
                take.extend(awaited);
                let mut give = sent;
                give.push(next);
                self.add(Transition { steps: vec![id], take, give, ..Transition::default() });
                at = next;
            }
            let give = give.clone();
            let (steps, runs, empty) = (vec![id], vec![id], vec![running]);
            self.add(Transition { steps, runs, take: vec![at], give, empty, ..Transition::default() });
        }
        self.boundary_transitions(&boundaries, running, &once, Some(scope));
        let turns = self.turning.contains(&id);
        let mut ways = self.ways_on(id, None);
        if let (1, false, Some(way)) = (ways.len(), turns, ways.pop()) {
            self.complete(scope, way);
        } else {
            let ways = self.ways_on(id, None);
            let done = self.place(PlaceKind::Held(id), self.model[id].scope);
            self.held.entry(id).or_default().push(done);
            self.complete(scope, vec![done]);
            for give in ways {
                let clear = if turns { once.clone() } else { Vec::new() };
                self.add(Transition { steps: vec![id], take: vec![done], give, clear, ..Transition::default() });
            }
            if turns {
                let (steps, empty) = (vec![id], vec![running]);
                self.add(Transition { steps, take: vec![done], give: inner, empty, ..Transition::default() });
            }
        }
        // What could come once comes no more when the scope has completed.
        if let Some(complete) = self.net.transitions.iter_mut().rev().find(|found| found.urgent).filter(|_| !turns) {
            complete.clear.extend(once);
        }
    }

    /// Runs only when something is compensated, outside the normal flow.
    pub(super) fn is_handler(&self, id: NodeId) -> bool {
        let node = &self.model[id];
        node.activity().is_some_and(|activity| activity.is_for_compensation)
            || (node.incoming.is_empty() && self.handlers.contains(&id))
    }

    /// Boundary events that can be set off in the normal course.
    fn boundaries(&self, id: NodeId) -> Vec<NodeId> {
        let compensates = |id: NodeId| {
            let definition = self.model[id].event().map(|event| &event.definition);
            matches!(definition, Some(Definition::Compensation { .. }))
        };
        self.model[id].boundaries.iter().copied().filter(|&boundary| !compensates(boundary)).collect()
    }
}
