//! Who is burdened 负担 by a change of a running case: more papers, more bodies, more days, a later date, as far as our
//! namespace says so of what still lies ahead. Not here: whether a burden is lawful; the basis is named where there is one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::ClockChange;
use super::derive::ahead;
use crate::model::{Model, NodeId};
use crate::state::{At, State};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burden {
    pub kind: BurdenKind,
    /// The element of the new model that brings it.
    pub element: Box<str>,
    /// The paper, the body, or the days and moments before and after.
    pub detail: String,
    pub legal_basis: Option<Box<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurdenKind {
    Paper,
    Body,
    Days,
    LaterDate,
}

/// What a case would have to bear more than before.
pub(super) fn weigh(old: &Model, was: &State, new: &Model, now: &State, clocks: &[ClockChange]) -> Vec<Burden> {
    let (before, after) = (lies_ahead(old, was), lies_ahead(new, now));
    let mut out = Vec::new();
    let papers = |model: &Model, node: NodeId| model[node].official.papers.clone();
    let bodies = |model: &Model, node: NodeId| model[node].official.body.clone().into_iter().collect();
    more(BurdenKind::Paper, (old, &before), (new, &after), papers, &mut out);
    more(BurdenKind::Body, (old, &before), (new, &after), bodies, &mut out);
    let (had, has) = (days(old, was), days(new, now));
    if has > had {
        // The step that asks for most of what is new stands for all.
        let added = |node: &&NodeId| {
            let own = new[**node].official.days.unwrap_or(0);
            let theirs = old.node(&new[**node].id).and_then(|node| old[node].official.days).unwrap_or(0);
            own.saturating_sub(theirs)
        };
        let element = after.iter().max_by_key(added).copied();
        out.extend(element.map(|node| burden(new, node, BurdenKind::Days, format!("{had} -> {has}"))));
    }
    for clock in clocks {
        let node = new.node(&clock.element);
        let counts = node.is_some_and(|node| {
            let host = new[node].attachment().map(|(host, _)| host);
            new[node].official.clock.is_some() || host.is_some_and(|host| new[host].official.clock.is_some())
        });
        if let (Some(node), true, Some(was), Some(now)) = (node, counts, clock.was, clock.now)
            && now > was
        {
            let detail = format!("{} -> {}", was.rfc3339(), now.rfc3339());
            out.push(burden(new, node, BurdenKind::LaterDate, detail));
        }
    }
    out
}

fn burden(model: &Model, node: NodeId, kind: BurdenKind, detail: String) -> Burden {
    let node = &model[node];
    Burden { kind, element: node.id.clone(), detail, legal_basis: node.official.legal_basis.clone() }
}

fn more(
    kind: BurdenKind,
    before: (&Model, &BTreeSet<NodeId>),
    after: (&Model, &BTreeSet<NodeId>),
    of: impl Fn(&Model, NodeId) -> Vec<Box<str>>,
    out: &mut Vec<Burden>,
) {
    let had: BTreeSet<_> = before.1.iter().flat_map(|node| of(before.0, *node)).collect();
    let mut told: BTreeMap<Box<str>, NodeId> = BTreeMap::new();
    for node in after.1 {
        for each in of(after.0, *node) {
            if !had.contains(&each) {
                told.entry(each).or_insert(*node);
            }
        }
    }
    out.extend(told.into_iter().map(|(what, node)| burden(after.0, node, kind, what.to_string())));
}

fn standing(model: &Model, state: &State) -> Vec<NodeId> {
    let place = |at: At| match at {
        At::Node(node) => node,
        At::Flow(flow) => model[flow].target,
    };
    state.tokens.iter().map(|token| place(token.at)).collect()
}

fn lies_ahead(model: &Model, state: &State) -> BTreeSet<NodeId> {
    ahead(model, standing(model, state))
}

/// The most working days that steps still ahead may take, one after another; a way back isn't counted twice.
fn days(model: &Model, state: &State) -> u32 {
    let mut known = HashMap::new();
    standing(model, state).into_iter().map(|node| longest(model, node, &mut known)).max().unwrap_or(0)
}

/// Entries are set to nothing before they are known, so that a circle ends.
fn longest(model: &Model, from: NodeId, known: &mut HashMap<NodeId, u32>) -> u32 {
    if let Some(days) = known.get(&from) {
        return *days;
    }
    let mut order = Vec::new();
    let mut stack = vec![(from, false)];
    let mut seen = BTreeSet::new();
    while let Some((at, is_done)) = stack.pop() {
        if is_done {
            order.push(at);
        } else if seen.insert(at) {
            stack.push((at, true));
            stack.extend(model[at].outgoing.iter().map(|flow| (model[*flow].target, false)));
        }
    }
    for at in order {
        let next = model[at].outgoing.iter().filter_map(|flow| known.get(&model[*flow].target)).max();
        let own = model[at].official.days.unwrap_or(0) + inside(model, at);
        let total = own + next.copied().unwrap_or(0);
        known.insert(at, total);
    }
    known.get(&from).copied().unwrap_or(0)
}

fn inside(model: &Model, node: NodeId) -> u32 {
    let Some(scope) = model[node].inside() else { return 0 };
    let starts = model[scope].starts.iter().chain(&model[scope].implicit_starts);
    let mut known = HashMap::new();
    starts.map(|start| longest(model, *start, &mut known)).max().unwrap_or(0)
}
