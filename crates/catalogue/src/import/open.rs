//! What an item leaves open, for an editor: by itself, and beside the other items of its list.

use std::collections::{BTreeSet, HashMap};

use kernel::{Calendar, division::Level};

use super::{Ambiguous, Open};
use crate::{
    item::Item,
    shape::{Part, alternatives},
    words::Stage,
};

/// What the item alone leaves open.
pub(super) fn alone(line: usize, item: &Item, calendar: &Calendar) -> Vec<Ambiguous> {
    let mut open: Vec<Ambiguous> = stages(item).into_iter().map(|kind| kind.at(line, &item.code, "")).collect();
    if let (Some(law), Some(promise)) = (item.statutory, item.promised)
        && promise.first_later_than(law, calendar).is_some()
    {
        let words = |limit: kernel::Limit| format!("{} {}", limit.n, limit.unit.as_str());
        open.push(Open::PromiseLater.at(line, &item.code, format!("{} > {}", words(promise), words(law))));
    }
    open
}

fn stages(item: &Item) -> Vec<Open> {
    let parts = &item.stages;
    if parts.is_empty() || item.shape.is_some() {
        return Vec::new();
    }
    let with = |stage| parts.iter().filter(move |part: &&Part| part.stages.contains(&stage));
    let same_level = |stage| {
        let levels: Vec<Level> = with(stage).map(|part| part.level).collect();
        levels.len() > levels.iter().collect::<BTreeSet<_>>().len()
    };
    let rivals = alternatives(item).len();
    [
        (Open::NobodyReceives, with(Stage::Receive).next().is_none()),
        (Open::NobodyDecides, with(Stage::Decide).next().is_none()),
        (Open::SeveralReceive, same_level(Stage::Receive)),
        (Open::Alternatives, rivals > 1),
        (Open::BesideAlternatives, rivals > 1 && rivals < parts.len()),
        (Open::SeveralDecide, rivals == 0 && with(Stage::Decide).count() > 1),
    ]
    .into_iter()
    .filter_map(|(kind, there)| there.then_some(kind))
    .collect()
}

/// Items that bear the same name: which is meant can't be told from it.
pub(super) fn twins(items: &[(usize, &Item)]) -> Vec<Ambiguous> {
    let mut by_name: HashMap<&str, Vec<(usize, &Item)>> = HashMap::new();
    for (line, item) in items {
        by_name.entry(&item.name.zh).or_default().push((*line, item));
    }
    let mut open = Vec::new();
    for twins in by_name.values().filter(|twins| twins.len() > 1) {
        for (line, item) in twins {
            let others: Vec<&str> = twins
                .iter()
                .filter(|(_, other)| other.code != item.code)
                .map(|(_, other)| other.code.as_str())
                .collect();
            open.push(Open::NameTwice.at(*line, &item.code, others.join(", ")));
        }
    }
    open
}
