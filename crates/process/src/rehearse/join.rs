//! Joins: where tokens wait for each other, under one parent.

use super::visits::{At, Phase, Rehearsal, VisitId};
use crate::model::{FlowId, NodeId};
use crate::program::upstream;

impl Rehearsal<'_> {
    /// Tokens that stand at a gateway under a parent, the oldest first.
    fn waiting_at(&self, node: NodeId, parent: Option<VisitId>) -> Vec<VisitId> {
        let is_here = |id: &VisitId| {
            self.visit(*id).is_some_and(|visit| {
                visit.at == At::Node(node)
                    && visit.parent == parent
                    && visit.phase == Phase::Running
                    && !visit.is_finishing
            })
        };
        self.ids().filter(is_here).collect()
    }

    fn oldest_by(&self, waiting: &[VisitId], flow: FlowId) -> Option<VisitId> {
        waiting.iter().copied().find(|id| self.visit(*id).is_some_and(|visit| visit.by == Some(flow)))
    }

    pub fn try_parallel_join(&mut self, id: VisitId, node: NodeId) {
        let model = self.model;
        let incoming = &model[node].incoming;
        if incoming.len() < 2 {
            self.finish_later(id);
            return;
        }
        let waiting = self.waiting_at(node, self.parent(id));
        let taken: Option<Vec<_>> = incoming.iter().map(|flow| self.oldest_by(&waiting, *flow)).collect();
        if let Some(taken) = taken {
            self.consume(id, taken);
        }
    }

    /// One token leaves, the others that came together are gone.
    fn consume(&mut self, leaves: VisitId, mut taken: Vec<VisitId>) {
        taken.sort_unstable();
        let leaves = if taken.contains(&leaves) { leaves } else { taken.last().copied().unwrap_or(leaves) };
        for other in taken.into_iter().filter(|other| *other != leaves) {
            self.destroy(other);
        }
        self.finish_later(leaves);
    }

    pub fn try_inclusive_join(&mut self, id: VisitId, node: NodeId) {
        let model = self.model;
        let incoming = &model[node].incoming;
        let parent = self.parent(id);
        if incoming.len() < 2 {
            self.finish_later(id);
            return;
        }
        let waiting = self.waiting_at(node, parent);
        let (filled, empty): (Vec<FlowId>, Vec<FlowId>) =
            incoming.iter().partition(|flow| self.oldest_by(&waiting, **flow).is_some());
        let holders = self.holders(node, parent, &filled, &empty);
        if holders.is_empty() {
            let taken: Vec<_> = filled.iter().filter_map(|flow| self.oldest_by(&waiting, *flow)).collect();
            self.consume(id, taken);
            if let Some(surplus) = self.waiting_at(node, parent).first().copied() {
                self.try_inclusive_join(surplus, node);
            }
        } else if let Some(oldest) = waiting.first().copied() {
            self.change(oldest, |visit| {
                if visit.held_back_by.is_empty() {
                    visit.held_back_by = holders;
                }
            });
        }
    }

    /// Visits elsewhere that can still come by a flow that has no token, and by none that has one.
    fn holders(&self, node: NodeId, parent: Option<VisitId>, filled: &[FlowId], empty: &[FlowId]) -> Vec<VisitId> {
        let reach = |flow: &FlowId| (*flow, upstream(self.model, *flow, node));
        let (to_filled, to_empty): (Vec<_>, Vec<_>) =
            (filled.iter().map(reach).collect(), empty.iter().map(reach).collect());
        let holds = |id: &VisitId| {
            let Some(visit) = self.visit(*id) else { return false };
            if visit.parent != parent || !self.is_living(*id) {
                return false;
            }
            // A token that has come to this gateway but not yet looked, looks first.
            if visit.at == At::Node(node) {
                return visit.phase == Phase::Created;
            }
            let reaches = |(flow, from): &(FlowId, std::collections::HashSet<NodeId>)| match visit.at {
                At::Node(at) => from.contains(&at),
                At::Flow(at) => at == *flow || (self.model[at].target != node && from.contains(&self.model[at].target)),
                _ => false,
            };
            to_empty.iter().any(reaches) && !to_filled.iter().any(reaches)
        };
        self.ids().filter(holds).collect()
    }

    /// A visit has ended: a token that it held back looks again when none of those is left.
    pub fn look_again(&mut self, ended: VisitId) {
        let held: Vec<_> = self
            .ids()
            .filter(|id| {
                self.is_living(*id) && self.visit(*id).is_some_and(|visit| visit.held_back_by.contains(&ended))
            })
            .collect();
        for id in held {
            let still = |by: &VisitId| self.is_living(*by);
            let is_held = self.visit(id).is_some_and(|visit| visit.held_back_by.iter().any(still));
            if !is_held && let Some(node) = self.node(id) {
                self.change(id, |visit| visit.held_back_by.clear());
                self.try_inclusive_join(id, node);
            }
        }
    }
}
