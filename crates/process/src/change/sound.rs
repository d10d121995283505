//! Whether a case can go on under the new model from where its tokens would stand: the linter's search begins there, and
//! what it finds that didn't hang over the case before is a question with the path that leads there. Not here: whether
//! the derived model is sound from its beginning (whoever publishes or proposes asks `lint::soundness`).

use super::Asks;
use crate::lint::{Bounds, Problem, Rule, Soundness, soundness_from_within};
use crate::model::{Model, NodeId};
use crate::state::{State, Token};

/// What one check may cost: a case changes while a person waits, and many move in one job.
const BOUNDS: Bounds = Bounds { states: 20_000, steps: 200_000, work: 30_000_000, nodes: 10_000 };

/// Trouble ahead of a case: what is asked, about which element, and what leads there.
pub(super) struct Trouble {
    pub asks: Asks,
    pub element: Box<str>,
    pub path: Vec<Box<str>>,
    /// Who would have to go back, where one token alone could.
    pub token: Option<u32>,
}

pub(super) fn ahead(old: &Model, was: &State, new: &Model, now: &State) -> Vec<Trouble> {
    let after = soundness_from_within(new, now, BOUNDS, true);
    let found: Vec<(Asks, &Problem)> =
        after.problems.iter().filter_map(|problem| Some((asked(problem.rule)?, problem))).collect();
    let lost: Vec<NodeId> =
        after.dead.iter().filter_map(|id| new.node(id)).filter(|node| new[*node].official.is_mandatory).collect();
    if found.is_empty() && lost.is_empty() {
        return Vec::new();
    }
    let before = soundness_from_within(old, was, BOUNDS, true);
    let mut out: Vec<Trouble> = found
        .into_iter()
        .filter(|(_, problem)| !hung_over(&before, problem))
        .map(|(asks, problem)| Trouble {
            asks,
            element: problem.element.clone(),
            path: problem.path.clone(),
            token: None,
        })
        .collect();
    for node in lost {
        let id = &new[node].id;
        // A required step that was done, or was passed over before, stays as it is.
        if old.node(id).is_none() || !before.dead.contains(id) {
            let token = one_in_scope(new, now, node);
            out.push(Trouble { asks: Asks::RequiredStepLost, element: id.clone(), path: Vec::new(), token });
        }
    }
    out
}

/// The same trouble lay ahead under the old model; what couldn't be told is told no better of any element.
fn hung_over(before: &Soundness, problem: &Problem) -> bool {
    before.problems.iter().any(|other| {
        other.rule == problem.rule && (other.element == problem.element || problem.rule == Rule::NotDecided)
    })
}

fn asked(rule: Rule) -> Option<Asks> {
    match rule {
        Rule::Deadlock => Some(Asks::Deadlock),
        Rule::EndlessLoop => Some(Asks::EndlessLoop),
        Rule::LackOfSynchronisation => Some(Asks::LackOfSynchronisation),
        Rule::UnboundedRepetition => Some(Asks::UnboundedRepetition),
        Rule::EndReachedTwice => Some(Asks::EndReachedTwice),
        Rule::NotDecided => Some(Asks::NotDecided),
        // Steps behind the case are dead and were done; messages to others are theirs to take.
        Rule::DeadActivity | Rule::MessageLeft => None,
    }
}

/// The only token that stands in the scope of a node.
fn one_in_scope(model: &Model, state: &State, node: NodeId) -> Option<u32> {
    let stands = |token: &&Token| token.node().is_some_and(|at| model[at].scope == model[node].scope);
    let mut standing = state.tokens.iter().filter(stands);
    let first = standing.next()?.number;
    standing.next().is_none().then_some(first)
}
