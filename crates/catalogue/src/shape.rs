//! How the bodies of an item stand to each other. The list gives a level, a line and stages for each;
//! the order follows the stages (receive, review, decide, deliver), a lower level before a higher
//! one; the same stage at the same level is side by side; complete sets at several levels are
//! alternatives by jurisdiction. Which body is meant is found at case time, from level, line and
//! the applicant's division. What stays open is told to an editor.

use std::collections::BTreeSet;

use directory::Body;
use kernel::{division::Level, id::BodyId};
use serde::{Deserialize, Serialize};

use crate::{
    item::Item,
    words::{Shape, Stage},
};

/// One body's part of the handling, as the list has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub level: Level,
    /// The line 条, a plain Chinese word.
    pub line: String,
    /// The body's key, where the list names the body itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub stages: Vec<Stage>,
}

impl Part {
    fn is_complete(&self) -> bool {
        self.stages.contains(&Stage::Receive) && self.stages.contains(&Stage::Decide)
    }
}

/// One step of a case: a body and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Counted from 1.
    pub number: u16,
    /// Steps with the same group are side by side; groups follow each other, counted from 1.
    pub group: u16,
    pub level: Level,
    /// Empty: the item's own body.
    pub line: String,
    /// The body that is meant; absent while no body or several fit.
    pub body: Option<BodyId>,
    pub stages: Vec<Stage>,
}

/// One way through the bodies: the whole of an item, or one of its alternatives by jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The part that makes it an alternative: where a body of its level and line is competent.
    pub chosen: Option<Part>,
    /// Groups follow each other; the stations of one group are side by side.
    pub groups: Vec<Vec<Station>>,
}

/// A body on the way and what it does; `None`: the item's own body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    pub part: Option<Part>,
    pub stages: Vec<Stage>,
}

/// Every way through the bodies of an item: one, or one for each alternative, the lowest level first.
#[must_use]
pub fn routes(item: &Item) -> Vec<Route> {
    let route = |chosen: Option<&Part>| {
        let station = |(part, stages): (Option<&Part>, Vec<Stage>)| Station { part: part.cloned(), stages };
        let groups = flow(item, chosen).into_iter().map(|group| group.into_iter().map(station).collect());
        Route { chosen: chosen.cloned(), groups: groups.collect() }
    };
    match alternatives(item).as_slice() {
        [] => vec![route(None)],
        rivals => rivals.iter().map(|part| route(Some(part))).collect(),
    }
}

/// Parts that act at the same time, each with its stages; `None`: the item's own body, which the
/// list leaves out.
type Group<'a> = Vec<(Option<&'a Part>, Vec<Stage>)>;

/// By which stages order: phase, then height and stage or the other way round.
type Key = (u8, u8, u8);

type Keyed<'a> = (Key, Option<&'a Part>, Stage);

impl Shape {
    /// The shape of an item: as an editor decided, else from its stages.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        if let Some(shape) = item.shape {
            return shape;
        }
        if alternatives(item).len() > 1 {
            return Self::Alternatives;
        }
        let flow = flow(item, None);
        let parts: BTreeSet<_> =
            flow.iter().flatten().map(|(part, _)| part.map(|part| (part.level, &part.line, &part.body))).collect();
        let levels: BTreeSet<_> =
            flow.iter().flatten().map(|(part, _)| part.map_or(item.level, |part| part.level)).collect();
        if parts.len() <= 1 {
            Self::Single
        } else if flow.iter().any(|group| group.len() > 1) {
            Self::SideBySide
        } else if levels.len() > 1 {
            Self::Chain
        } else {
            Self::Sequence
        }
    }
}

/// The steps of a case on `item`. `resolve` gives the bodies that a part may mean for the
/// applicant's division; `own` is the item's body. Of alternatives the lowest level that has a body
/// there is taken.
#[must_use]
pub fn steps(item: &Item, own: Option<&BodyId>, resolve: &dyn Fn(&Part) -> Vec<Body>) -> Vec<Step> {
    let choices = alternatives(item);
    let chosen = choices.iter().copied().find(|part| !resolve(part).is_empty()).or_else(|| choices.first().copied());
    let mut out = Vec::new();
    for (group, parts) in (1..).zip(flow(item, chosen)) {
        for (part, stages) in parts {
            let body = match part {
                None => own.cloned(),
                Some(part) => only(resolve(part)),
            };
            let number = u16::try_from(out.len() + 1).unwrap_or(u16::MAX);
            let level = part.map_or(item.level, |part| part.level);
            let line = part.map(|part| part.line.clone()).unwrap_or_default();
            out.push(Step { number, group, level, line, body, stages });
        }
    }
    out
}

fn only(mut bodies: Vec<Body>) -> Option<BodyId> {
    if bodies.len() == 1 { bodies.pop().map(|body| body.id) } else { None }
}

/// Parts that could each do the whole, at several levels; the lowest level first.
pub(crate) fn alternatives(item: &Item) -> Vec<&Part> {
    let mut complete: Vec<&Part> = item.stages.iter().filter(|part| part.is_complete()).collect();
    complete.sort_by_key(|part| std::cmp::Reverse(part.level));
    let levels: BTreeSet<_> = complete.iter().map(|part| part.level).collect();
    if levels.len() > 1 { complete } else { Vec::new() }
}

/// The parts in groups. Receiving and reviewing go up level by level: the lower body does both
/// before the higher one begins (Administrative Licensing Law art. 35, 43). Deciding and delivering
/// follow.
fn flow<'a>(item: &'a Item, chosen: Option<&Part>) -> Vec<Group<'a>> {
    let rivals = alternatives(item);
    let chosen = chosen.or_else(|| rivals.first().copied());
    let left_out = |part: &Part| rivals.contains(&part) && chosen.is_some_and(|chosen| chosen != part);
    let parts: Vec<&Part> = item.stages.iter().filter(|part| !left_out(part)).collect();
    if parts.is_empty() {
        return vec![vec![(None, Stage::ALL.to_vec())]];
    }
    let mut keyed: Vec<Keyed<'a>> = Vec::new();
    let has = |stage| parts.iter().any(|part: &&Part| part.stages.contains(&stage));
    let own_level = item.level;
    let lowest = parts.iter().map(|part| part.level).max().unwrap_or(own_level);
    let upwards =
        !has(Stage::Receive) || parts.iter().any(|part| part.level == lowest && part.stages.contains(&Stage::Receive));
    let key = |level: Level, stage: Stage| {
        let height = Level::ALL.len() as u8 - level as u8;
        match stage {
            Stage::Receive | Stage::Review if upwards => (0, height, stage as u8),
            Stage::Receive | Stage::Review => (0, stage as u8, height),
            Stage::Decide => (1, height, 0),
            Stage::Deliver => (2, height, 0),
        }
    };
    for part in &parts {
        keyed.extend(part.stages.iter().map(|stage| (key(part.level, *stage), Some(*part), *stage)));
    }
    // The list may leave out the body whose item it is; that nobody receives or decides can't be.
    let own = || own_part(&parts, own_level);
    if !has(Stage::Receive) {
        let reviewing = parts.iter().copied().filter(|part| part.stages.contains(&Stage::Review));
        let first = reviewing.max_by_key(|part| part.level).or_else(own);
        let level = first.map_or(own_level, |part| part.level);
        keyed.push((key(level, Stage::Receive), first, Stage::Receive));
        if !has(Stage::Review) {
            keyed.push((key(level, Stage::Review), first, Stage::Review));
        }
    }
    if !has(Stage::Decide) {
        keyed.push((key(own_level, Stage::Decide), own(), Stage::Decide));
    }
    keyed.sort_by_key(|(key, _, _)| *key);
    grouped(keyed)
}

/// The part of the item's own body: the only one at its level, or the only one there that receives.
fn own_part<'a>(parts: &[&'a Part], level: Level) -> Option<&'a Part> {
    let at_level: Vec<&Part> = parts.iter().copied().filter(|part| part.level == level).collect();
    let receiving: Vec<&Part> = at_level.iter().copied().filter(|part| part.stages.contains(&Stage::Receive)).collect();
    match (at_level.as_slice(), receiving.as_slice()) {
        ([one], _) | (_, [one]) => Some(one),
        _ => None,
    }
}

/// Parts under one key are side by side; neighbouring groups of one same part become one.
fn grouped(keyed: Vec<Keyed<'_>>) -> Vec<Group<'_>> {
    let mut groups: Vec<(Key, Group<'_>)> = Vec::new();
    for (key, part, stage) in keyed {
        match groups.last_mut() {
            Some((last, group)) if *last == key => group.push((part, vec![stage])),
            _ => groups.push((key, vec![(part, vec![stage])])),
        }
    }
    let mut merged: Vec<Group<'_>> = Vec::new();
    for (_, group) in groups {
        let same = |before: &Group<'_>| {
            before.len() == 1
                && group.len() == 1
                && before.first().map(|(part, _)| part) == group.first().map(|(part, _)| part)
        };
        match (merged.last_mut(), group.first()) {
            (Some(before), Some((_, stages))) if same(before) => {
                if let Some((_, so_far)) = before.first_mut() {
                    so_far.extend(stages);
                }
            }
            _ => merged.push(group),
        }
    }
    merged
}
