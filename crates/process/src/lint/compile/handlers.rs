//! Handlers of compensation with an inside of their own: while something throws, each of those meant may run, and the
//! thrower waits for it. Handlers that are tasks end by themselves and need no places. Not here: in which order they run,
//! and whether what they undo was done; they are looked at as if it were, as often as anything is undone.

use super::Compiling;
use super::events::is_event_subprocess;
use crate::lint::net::{PlaceId, PlaceKind, Transition};
use crate::model::{Definition, NodeId, ScopeId};

impl Compiling<'_> {
    /// The inside of a handler; what throws begins it.
    pub(super) fn handler(&mut self, id: NodeId) {
        let model = self.model;
        if let Some(scope) = model[id].inside().filter(|scope| !model[*scope].nodes.is_empty()) {
            self.begun(scope);
            self.inside(scope);
            self.complete(scope, Vec::new());
        }
    }

    /// Where a thrower stands while handlers run: where it arrived, if none of those meant has an inside.
    pub(super) fn undoing(&mut self, id: NodeId, arrived: PlaceId) -> PlaceId {
        let meant = self.meant(id);
        if meant.is_empty() {
            return arrived;
        }
        let scope = self.model[id].scope;
        let undoing = self.place(PlaceKind::Held(id), scope);
        self.held.entry(id).or_default().push(undoing);
        self.add(Transition { steps: vec![id], take: vec![arrived], give: vec![undoing], ..Transition::default() });
        for (handler, inside) in meant {
            let Some(&running) = self.scopes.get(&inside) else { continue };
            let waiting = self.place(PlaceKind::Held(id), scope);
            self.held.entry(id).or_default().push(waiting);
            let mut give = self.begun(inside);
            give.extend(self.model[inside].starts.clone().into_iter().flat_map(|start| self.outgoing(start)));
            give.push(waiting);
            let (steps, empty) = (vec![handler], vec![running]);
            self.add(Transition {
                steps: steps.clone(),
                runs: steps,
                take: vec![undoing],
                give,
                empty: empty.clone(),
                ..Transition::default()
            });
            self.add(Transition { take: vec![waiting], give: vec![undoing], empty, ..Transition::default() });
        }
        undoing
    }

    /// The handlers with an inside that an event may set off, with that inside.
    fn meant(&self, id: NodeId) -> Vec<(NodeId, ScopeId)> {
        let model = self.model;
        let activity = match model[id].event().map(|event| &event.definition) {
            Some(Definition::Compensation { activity, .. }) => *activity,
            _ => None,
        };
        let mut next = match activity {
            Some(activity) => vec![activity],
            None => {
                // An event sub-process undoes what was done in the scope around it.
                let own = model[id].scope;
                let around = model[own].owner.filter(|owner| is_event_subprocess(model, *owner));
                model[around.map_or(own, |owner| model[owner].scope)].nodes.clone()
            }
        };
        let compensates = |node: NodeId| {
            let definition = model[node].event().map(|event| &event.definition);
            matches!(definition, Some(Definition::Compensation { .. }))
        };
        let mut found: Vec<(NodeId, ScopeId)> = Vec::new();
        while let Some(node) = next.pop() {
            let at_border = model[node].boundaries.iter().filter(|boundary| compensates(**boundary));
            let own = at_border.filter_map(|boundary| model[*boundary].compensated_by);
            let inner = model[node].inside().filter(|_| !self.is_handler(node) && !is_event_subprocess(model, node));
            let events = inner.map(|scope| model[scope].event_subprocesses.clone()).unwrap_or_default();
            let is_meant = |event: &NodeId| {
                model[*event]
                    .inside()
                    .is_some_and(|inside| model[inside].starts.iter().any(|start| compensates(*start)))
            };
            let event = events.into_iter().find(is_meant);
            for handler in own.chain(event) {
                let inside = model[handler].inside().filter(|inside| !model[*inside].nodes.is_empty());
                if let Some(inside) = inside.filter(|inside| !found.iter().any(|(_, other)| other == inside)) {
                    found.push((handler, inside));
                }
            }
            if event.is_none() {
                next.extend(inner.into_iter().flat_map(|scope| model[scope].nodes.iter().copied()));
            }
        }
        // A handler that throws itself isn't begun once more by that.
        found.retain(|(_, inside)| !super::events::lies_in(model, model[id].scope, *inside));
        found
    }
}
