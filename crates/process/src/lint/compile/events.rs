//! Events: what they wait for, whom throwers set off, boundaries and event sub-processes. An event for which the model
//! has a sender or thrower waits for it; any other may come at any time. Not here: what activities do.

use std::collections::HashMap;

use super::Compiling;
use crate::lint::net::{PlaceId, PlaceKind, Transition, TransitionId};
use crate::model::{
    DeclaredId, Definition, Event, EventPosition, Model, NodeId, Repeat, ScopeId, SubprocessForm, Task, TimerForm,
};

/// Throwers times catchers that are followed.
const THROWN: usize = 50_000;

impl Compiling<'_> {
    /// Adds a transition for an event that happens: with the message it takes, or when a thrower fires it, or at any
    /// time. `clears` is the scope that it interrupts.
    pub(super) fn set_off(&mut self, node: NodeId, base: Transition, clears: Option<ScopeId>) -> Vec<TransitionId> {
        let mut added = Vec::new();
        let model = self.model;
        let incoming: Vec<_> = model[node].messages.iter().filter(|&&flow| self.is_incoming(node, flow)).collect();
        let places: Vec<PlaceId> = incoming.iter().filter_map(|flow| self.messages.get(flow).copied()).collect();
        let takes_messages = match model[node].event().map(|event| &event.definition) {
            None | Some(Definition::Message(_) | Definition::Multiple { .. }) => true,
            // A drawing may leave the definition out.
            Some(Definition::None) => {
                !matches!(model[node].event(), Some(Event { position: EventPosition::Start { .. }, .. }))
            }
            Some(_) => false,
        };
        if takes_messages && !places.is_empty() {
            for place in &places {
                let mut transition = base.clone();
                transition.take.push(*place);
                added.push(self.add(transition));
            }
            if places.len() < incoming.len() {
                added.push(self.add(base));
            }
        } else if self.is_thrown(node) {
            let id = self.add(Transition { thrown: true, ..base });
            self.caught.push((node, id));
            added.push(id);
        } else {
            added.push(self.add(base));
        }
        if let Some(scope) = clears {
            for &id in &added {
                self.clears.push((id, scope));
            }
        }
        added
    }

    /// A start event of a process.
    pub(super) fn start(&mut self, start: NodeId, take: Vec<PlaceId>, give: Vec<PlaceId>) {
        self.set_off(start, Transition { steps: vec![start], take, give, ..Transition::default() }, None);
    }

    pub(super) fn catch(&mut self, id: NodeId) {
        if matches!(self.model[id].event(), Some(Event { definition: Definition::Link { .. }, .. })) {
            self.goes_on(id);
            return;
        }
        for arrived in self.arrivals(id) {
            let give = self.onward(id, arrived);
            self.set_off(id, Transition { steps: vec![id], take: vec![arrived], give, ..Transition::default() }, None);
        }
    }

    /// Intermediate throw events and end events.
    pub(super) fn throw(&mut self, id: NodeId) {
        let model = self.model;
        let Some(event) = model[id].event() else { return };
        let is_end = event.position == EventPosition::End;
        let sent: Vec<PlaceId> =
            model[id].messages.iter().filter_map(|flow| self.messages.get(flow).copied()).collect();
        let mut counted = Vec::new();
        for arrived in self.arrivals(id) {
            if self.is_plain_end(id) && !model[id].incoming.is_empty() {
                counted.push(arrived);
                continue;
            }
            let mut give = match &event.definition {
                Definition::Link { name } if !is_end => self.linked(id, name),
                _ if is_end => Vec::new(),
                _ => self.outgoing(id),
            };
            if give.is_empty() {
                let ended = self.ended(id, arrived);
                give.push(ended);
                counted.push(ended);
            }
            give.extend(&sent);
            let compensates = matches!(event.definition, Definition::Compensation { .. } | Definition::Cancel);
            let runs = if compensates { vec![id] } else { Vec::new() };
            let take = vec![if compensates { self.undoing(id, arrived) } else { arrived }];
            let transition = Transition { steps: vec![id], runs, take, give, ..Transition::default() };
            let added = self.add(transition);
            match event.definition {
                Definition::Terminate => self.clears.push((added, model[id].scope)),
                Definition::Signal(_)
                | Definition::Error { .. }
                | Definition::Escalation { .. }
                | Definition::Cancel => {
                    self.throwing.push((id, added));
                }
                _ => {}
            }
        }
        if is_end && model[model[id].scope].owner.is_none() {
            self.net.ends.push((id, counted));
        }
    }

    fn linked(&self, id: NodeId, name: &str) -> Vec<PlaceId> {
        let scope = &self.model[self.model[id].scope];
        let catches = scope.link_catches.iter().filter(|(other, _)| **other == *name);
        catches.flat_map(|(_, catch)| self.outgoing(*catch)).collect()
    }

    /// Marks that let boundary events without a sender in the model come once while their host runs.
    pub(super) fn once(&mut self, boundaries: &[NodeId], host: PlaceId) -> Vec<PlaceId> {
        let mut marks = Vec::new();
        for &boundary in boundaries {
            let repeats = self.model[boundary].attachment().is_some_and(|(_, interrupting)| !interrupting);
            if repeats && self.comes_by_itself(boundary) {
                let scope = ScopeId(self.net.places.get(host).map_or(u32::MAX, |place| place.scope));
                let mark = self.place(PlaceKind::Armed, scope);
                self.once.insert((boundary, host), mark);
                marks.push(mark);
            }
        }
        marks
    }

    /// The marks of a host's boundary events.
    pub(super) fn once_places(&self, host: NodeId, held: PlaceId) -> Vec<PlaceId> {
        let boundaries = self.model[host].boundaries.iter();
        boundaries.filter_map(|&boundary| self.once.get(&(boundary, held)).copied()).collect()
    }

    fn comes_by_itself(&self, node: NodeId) -> bool {
        // A cycle comes again and again; of a timer that says nothing nobody knows.
        if let Some(Definition::Timer(timer)) = self.model[node].event().map(|event| &event.definition)
            && matches!(timer.form, TimerForm::Cycle | TimerForm::Unset)
        {
            return false;
        }
        let is_sent = self.model[node].messages.iter().any(|flow| self.messages.contains_key(flow));
        !is_sent && !self.is_thrown(node)
    }

    /// Boundary events of an activity whose token is held at a place; `inside` is cleared where it is a sub-process.
    pub(super) fn boundary_transitions(
        &mut self,
        boundaries: &[NodeId],
        held: PlaceId,
        once: &[PlaceId],
        inside: Option<ScopeId>,
    ) {
        for &boundary in boundaries {
            let Some((_, interrupting)) = self.model[boundary].attachment() else { continue };
            let mut take = vec![held];
            let mut give = self.outgoing(boundary);
            if give.is_empty() {
                give.push(self.place(PlaceKind::Ended(None), self.model[boundary].scope));
            }
            let mut clear = Vec::new();
            if interrupting {
                clear.extend(once);
            } else {
                give.push(held);
                take.extend(self.once.get(&(boundary, held)));
            }
            let base = Transition { steps: vec![boundary], take, give, clear, ..Transition::default() };
            self.set_off(boundary, base, inside.filter(|_| interrupting));
        }
    }

    pub(super) fn event_subprocess(&mut self, id: NodeId, inside: ScopeId) {
        let model = self.model;
        let around = model[id].scope;
        let (Some(&running), Some(&surrounding), Some(&armed)) =
            (self.scopes.get(&inside), self.scopes.get(&around), self.armed.get(&around))
        else {
            return;
        };
        // What begins there without a start event has its place before it is looked at.
        self.begun(inside);
        self.inside(inside);
        for &start in &model[inside].starts {
            let Some(event) = model[start].event() else { continue };
            if matches!(event.definition, Definition::Compensation { .. }) {
                continue;
            }
            let interrupting = matches!(event.position, EventPosition::Start { interrupting: true });
            let mut give = vec![surrounding];
            give.extend(self.begun(inside));
            give.extend(self.outgoing(start));
            let mut take = vec![surrounding, armed];
            if !interrupting {
                give.push(armed);
                if self.comes_by_itself(start) {
                    // Once in a run of the scope around it.
                    let mark = self.place(PlaceKind::Armed, around);
                    take.push(mark);
                    self.once_in.entry(around).or_default().push(mark);
                    self.once_at.insert(start, mark);
                }
            }
            let (steps, runs, empty) = (vec![start], vec![id], vec![running]);
            let base = Transition { steps, runs, take, give, empty, ..Transition::default() };
            self.set_off(start, base, interrupting.then_some(around));
        }
        self.complete(inside, Vec::new());
    }

    /// Whether something in the model sets this event off, so that it doesn't come by itself. What items of its host
    /// throw may come whenever the host runs.
    fn is_thrown(&self, node: NodeId) -> bool {
        let model = self.model;
        let Some(event) = model[node].event() else { return false };
        let host = model[node].attachment().and_then(|(host, _)| model[host].activity());
        if let Some(Repeat::Multi(multi)) = host.and_then(|host| host.repeat.as_ref())
            && multi
                .behavior
                .thrown()
                .iter()
                .any(|thrown| std::mem::discriminant(*thrown) == std::mem::discriminant(&event.definition))
        {
            return false;
        }
        let within = model[node].attachment().and_then(|(host, _)| model[host].inside());
        let within = within.or_else(|| {
            // The start of an event sub-process hears what happens around it.
            let owner = model[model[node].scope].owner?;
            is_event_subprocess(model, owner).then(|| model[owner].scope)
        });
        let throws = |matches: &dyn Fn(&Definition) -> bool| {
            self.throws.iter().any(|&other| {
                let is_inside = within.is_none_or(|scope| lies_in(model, model[other].scope, scope));
                is_inside && is_thrower(model, other, matches)
            })
        };
        match &event.definition {
            Definition::Signal(Some(signal)) => self
                .throws
                .iter()
                .any(|&other| is_thrower(model, other, &|thrown| *thrown == Definition::Signal(Some(*signal)))),
            Definition::Error { error, .. } => {
                within.is_some()
                    && throws(
                        &|thrown| matches!(thrown, Definition::Error { error: other, .. } if meets(model, *error, *other)),
                    )
            }
            Definition::Escalation { escalation, .. } => {
                within.is_some()
                    && throws(
                        &|thrown| matches!(thrown, Definition::Escalation { escalation: other, .. } if meets(model, *escalation, *other)),
                    )
            }
            Definition::Cancel => true,
            _ => false,
        }
    }

    /// Joins throwers with those who catch what they throw.
    pub(super) fn throwers(&mut self) {
        let model = self.model;
        // By signal, for each catcher its transitions.
        let mut heard: HashMap<Option<DeclaredId>, Vec<Vec<TransitionId>>> = HashMap::new();
        let mut last = None;
        for &(catcher, id) in &self.caught {
            let Some(Definition::Signal(signal)) = model[catcher].event().map(|event| &event.definition) else {
                continue;
            };
            let lists = heard.entry(*signal).or_default();
            match lists.last_mut().filter(|_| last == Some(catcher)) {
                Some(list) => list.push(id),
                None => lists.push(vec![id]),
            }
            last = Some(catcher);
        }
        let most = heard.values().map(Vec::len).max().unwrap_or(0);
        if most * self.throwing.len() > THROWN {
            self.net.unknown = self.throwing.first().map(|(thrower, _)| *thrower);
            return;
        }
        for (thrower, transition) in std::mem::take(&mut self.throwing) {
            let Some(event) = model[thrower].event() else { continue };
            let then = match &event.definition {
                Definition::Signal(signal) => heard.get(signal).cloned().unwrap_or_default(),
                definition => vec![self.outward(thrower, definition)],
            };
            if let Some(found) = self.net.transitions.get_mut(transition) {
                found.then = then;
            }
        }
    }

    /// Catchers of an error, escalation or cancellation from the thrower outwards; at one place those that name it first.
    fn outward(&self, thrower: NodeId, thrown: &Definition) -> Vec<TransitionId> {
        let model = self.model;
        let mut found = Vec::new();
        let (mut scope, mut from) = (Some(model[thrower].scope), None);
        while let Some(at) = scope {
            let owner = model[at].owner;
            let mut level: Vec<(bool, bool, TransitionId)> = Vec::new();
            for &(catcher, id) in &self.caught {
                let Some(event) = model[catcher].event() else { continue };
                let Some(is_exact) = catches(model, &event.definition, thrown) else { continue };
                let host = model[catcher].attachment().map(|(host, _)| host);
                let inside = model[catcher].scope;
                let is_inner = host.is_none()
                    && model[inside].parent == Some(at)
                    && Some(inside) != from
                    && model[inside].owner.is_some_and(|owner| is_event_subprocess(model, owner));
                if is_inner || (host.is_some() && host == owner) {
                    level.push((!is_exact, !is_inner, id));
                }
            }
            level.sort_unstable();
            found.extend(level.into_iter().map(|(_, _, id)| id));
            from = Some(at);
            scope = model[at].parent;
        }
        found
    }
}

pub(super) fn is_event_subprocess(model: &Model, node: NodeId) -> bool {
    let task = model[node].activity().map(|activity| &activity.task);
    matches!(task, Some(Task::Subprocess(inside)) if inside.form == SubprocessForm::Event)
}

pub(super) fn lies_in(model: &Model, mut scope: ScopeId, above: ScopeId) -> bool {
    loop {
        if scope == above {
            return true;
        }
        match model[scope].parent {
            Some(parent) => scope = parent,
            None => return false,
        }
    }
}

fn is_thrower(model: &Model, node: NodeId, matches: &dyn Fn(&Definition) -> bool) -> bool {
    model[node].event().is_some_and(|event| {
        matches!(event.position, EventPosition::Throw | EventPosition::End) && matches(&event.definition)
    })
}

/// Whether a catcher's reference admits what is thrown: the same element, the same code, or no reference at all.
fn meets(model: &Model, catcher: Option<DeclaredId>, thrown: Option<DeclaredId>) -> bool {
    let code = |id: DeclaredId| model.declared.get(id.0 as usize).map(|declared| &declared.code);
    match (catcher, thrown) {
        (None, _) => true,
        (Some(catcher), Some(thrown)) => {
            catcher == thrown || code(catcher).is_some_and(|own| !own.is_empty() && Some(own) == code(thrown))
        }
        (Some(_), None) => false,
    }
}

/// Whether a definition catches another, and by name.
fn catches(model: &Model, catcher: &Definition, thrown: &Definition) -> Option<bool> {
    let by = |catcher: Option<DeclaredId>, thrown| meets(model, catcher, thrown).then_some(catcher.is_some());
    match (catcher, thrown) {
        (Definition::Error { error: own, .. }, Definition::Error { error, .. }) => by(*own, *error),
        (Definition::Escalation { escalation: own, .. }, Definition::Escalation { escalation, .. }) => {
            by(*own, *escalation)
        }
        (Definition::Cancel, Definition::Cancel) => Some(true),
        _ => None,
    }
}
