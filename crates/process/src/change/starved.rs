//! Joins that would wait for ever: a parallel join to which a token can come, while one of its flows has none and none
//! can come by it. Cheap, and told by element; the linter's search from a marking says more. Not here: joins that starve
//! because a choice went elsewhere.

use std::collections::BTreeSet;

use crate::model::{FlowId, Gateway, Model, NodeId, NodeKind};
use crate::state::{At, State};

/// Join and flow, by id.
pub(super) fn starved(model: &Model, state: &State) -> BTreeSet<(Box<str>, Box<str>)> {
    let mut out = BTreeSet::new();
    let joins = model
        .node_ids()
        .filter(|id| model[*id].kind == NodeKind::Gateway(Gateway::Parallel) && model[*id].incoming.len() > 1);
    for join in joins {
        let feeds: Vec<(FlowId, BTreeSet<NodeId>)> =
            model[join].incoming.iter().map(|flow| (*flow, before(model, *flow, join))).collect();
        let frames: BTreeSet<u32> = state.tokens.iter().map(|token| token.frame).collect();
        for frame in frames {
            let here: Vec<At> =
                state.tokens.iter().filter(|token| token.frame == frame).map(|token| token.at).collect();
            let is_fed = |(flow, from): &(FlowId, BTreeSet<NodeId>)| {
                here.iter().any(|at| match at {
                    At::Flow(each) => each == flow || from.contains(&model[*each].target),
                    At::Node(node) => from.contains(node),
                })
            };
            if feeds.iter().any(is_fed) {
                let hungry = feeds.iter().filter(|feed| !is_fed(feed));
                out.extend(hungry.map(|(flow, _)| (model[join].id.clone(), model[*flow].id.clone())));
            }
        }
    }
    out
}

/// The nodes from which a flow can be reached without passing the join: along flows, over links, from hosts to the events
/// at their border.
fn before(model: &Model, flow: FlowId, join: NodeId) -> BTreeSet<NodeId> {
    let mut out: BTreeSet<NodeId> = BTreeSet::new();
    let mut next = vec![model[flow].source];
    while let Some(at) = next.pop() {
        if at == join || out.contains(&at) {
            continue;
        }
        out.extend(crate::program::upstream(model, flow, join));
        out.insert(at);
        next.extend(model[at].incoming.iter().map(|flow| model[*flow].source));
        next.extend(model[at].attachment().map(|(host, _)| host));
    }
    out
}
