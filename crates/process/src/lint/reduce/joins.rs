//! Inclusive blocks: a split and the join behind it, reduced to one step. Not here: joins that wait for more than one split.

use super::{Uses, forget};
use crate::lint::net::{Join, Net, PlaceId, TransitionId};

/// An inclusive join all of whose inputs come from one split, and from nowhere else, waits for all that the split sent:
/// together they are one step.
pub(super) fn replace_joins(net: &mut Net) -> bool {
    let uses = Uses::of(net);
    for at in 0..net.joins.len() {
        let Some(join) = net.joins.get(at) else { continue };
        let joining: Vec<TransitionId> = (0..net.transitions.len())
            .filter(|&id| net.transitions.get(id).is_some_and(|one| !one.gone && one.join == Some(at)))
            .collect();
        if joining.is_empty() || join.inputs.is_empty() {
            continue;
        }
        let inputs = join.inputs.clone();
        let mut givers: Vec<TransitionId> =
            inputs.iter().flat_map(|&input| uses.givers.get(input).cloned().unwrap_or_default()).collect();
        givers.sort_unstable();
        givers.dedup();
        let Some(source) = givers.first().and_then(|&id| net.transitions.get(id)).map(|first| first.take.clone())
        else {
            continue;
        };
        let is_block = source.len() == 1
            && inputs.iter().all(|&input| uses.takers.get(input).is_some_and(Vec::is_empty))
            && inputs.iter().all(|&input| net.places.get(input).is_some_and(|place| place.initial == 0))
            && givers.iter().all(|&id| {
                net.transitions.get(id).is_some_and(|giver| {
                    let mut seen = giver.give.clone();
                    seen.dedup();
                    giver.take == source
                        && seen.len() == giver.give.len()
                        && giver.give.iter().all(|to| inputs.contains(to))
                        && giver.clear.is_empty()
                        && giver.empty.is_empty()
                        && giver.then.is_empty()
                        && giver.join.is_none()
                        && !giver.urgent
                        && !giver.thrown
                })
            })
            && joining.iter().all(|&id| {
                net.transitions.get(id).is_some_and(|one| {
                    one.take.is_empty() && one.then.is_empty() && one.give.iter().all(|to| !source.contains(to))
                })
            });
        // The split's own place mustn't hold two tokens at once unseen: it is counted itself. What passes through the
        // block is seen on its way out.
        let scopes_match = inputs.iter().chain(&source).all(|&place| {
            net.places.get(place).map(|place| place.scope)
                == source.first().and_then(|&first| net.places.get(first)).map(|place| place.scope)
        });
        let goes_on = joining.iter().all(|&id| {
            net.transitions.get(id).is_some_and(|one| {
                one.give.iter().any(|&to| net.places.get(to).is_some_and(|place| place.kind.is_counted()))
            })
        });
        let scope = source.first().and_then(|&first| net.places.get(first)).map_or(u32::MAX, |place| place.scope);
        if !is_block
            || !scopes_match
            || !goes_on
            || uses.observed.contains(&scope)
            || inputs.iter().any(|&input| looked_at_elsewhere(&uses, at, input))
        {
            continue;
        }
        let mut runs: Vec<_> =
            givers.iter().filter_map(|&id| net.transitions.get(id)).flat_map(|one| one.runs.clone()).collect();
        runs.sort_unstable();
        runs.dedup();
        let steps =
            givers.last().and_then(|&id| net.transitions.get(id)).map(|one| one.steps.clone()).unwrap_or_default();
        for id in joining {
            if let Some(one) = net.transitions.get_mut(id) {
                one.join = None;
                one.take = source.clone();
                one.runs.extend(&runs);
                one.steps = steps.iter().chain(&one.steps).copied().collect();
            }
        }
        for id in givers {
            if let Some(one) = net.transitions.get_mut(id) {
                one.gone = true;
            }
        }
        for input in inputs {
            forget(net, input);
        }
        if let Some(join) = net.joins.get_mut(at) {
            *join = Join::default();
        }
        return true;
    }
    false
}

/// Another join that could see a token here could also see one at the split, or behind the join.
fn looked_at_elsewhere(uses: &Uses, own: usize, input: PlaceId) -> bool {
    uses.joins.get(input).is_some_and(|joins| joins.iter().any(|(join, _)| *join != own))
}
