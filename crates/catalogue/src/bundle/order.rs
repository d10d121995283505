//! Who comes before whom in a bundle 先后: an item whose licence, or what it enters in a register, is a
//! material or a filled field of another comes before it and feeds it; an editor may add and correct.
//! The rest stands side by side. With the days of each the longest way through is the time of all.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Limit, limit::Unit};

use super::{Bundle, Member, Pieces, decide::Choice};
use crate::words::Necessity;

/// What of one item another makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feed {
    /// The item that makes it.
    pub by: String,
    /// The item that needs it.
    pub to: String,
    pub what: Fed,
}

/// A material or a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fed {
    Material(String),
    Field(String),
}

/// Everything among the chosen items that one makes and another needs.
#[must_use]
pub fn feeds(bundle: &Bundle, pieces: &Pieces, choice: &Choice) -> Vec<Feed> {
    let chosen = |key: &str| bundle.member(key).zip(pieces.get(key));
    let all: Vec<_> = choice.members.iter().filter_map(|key| chosen(key)).collect();
    let mut out = Vec::new();
    for (to, piece) in &all {
        for (by, maker) in &all {
            if by.key == to.key || to.apart.contains(&by.key) {
                continue;
            }
            let licence = maker.item.result.as_ref().and_then(|result| result.licence_type.as_deref());
            let fed = |what: Fed| Feed { by: by.key.clone(), to: to.key.clone(), what };
            for material in piece.item.materials.iter().filter(|material| !to.own.contains(&material.key)) {
                if material.answered_by.as_deref().is_some_and(|kind| Some(kind) == licence) {
                    out.push(fed(Fed::Material(material.key.clone())));
                }
            }
            for field in piece.form.iter().flat_map(|section| &section.fields) {
                let from = field.prefill.as_deref().filter(|_| !to.own.contains(&field.key));
                if from.is_some_and(|source| gives(by, licence, source)) {
                    out.push(fed(Fed::Field(field.key.clone())));
                }
            }
        }
    }
    out.sort();
    // What two make is fed by the first.
    out.dedup_by(|later, first| later.to == first.to && later.what == first.what);
    out
}

fn gives(by: &Member, licence: Option<&str>, source: &str) -> bool {
    let face = source.strip_prefix("licence:").and_then(|rest| rest.split_once('.')).map(|(kind, _)| kind);
    by.gives.iter().any(|given| given == source) || (face.is_some() && face == licence)
}

/// The items that come directly before each chosen one.
#[must_use]
pub fn before(bundle: &Bundle, pieces: &Pieces, choice: &Choice) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> =
        choice.members.iter().map(|key| (key.clone(), BTreeSet::new())).collect();
    for feed in feeds(bundle, pieces, choice) {
        let counts = match &feed.what {
            Fed::Material(key) => needed(pieces, choice, &feed.to, key) != Some(false),
            Fed::Field(_) => true,
        };
        if counts && let Some(known) = out.get_mut(&feed.to) {
            known.insert(feed.by);
        }
    }
    for key in &choice.members {
        for earlier in bundle.member(key).iter().flat_map(|member| &member.after) {
            if choice.members.contains(earlier)
                && let Some(known) = out.get_mut(key)
            {
                known.insert(earlier.clone());
            }
        }
    }
    out
}

/// Whether a material is needed under a choice; `None`: under its own condition.
#[must_use]
pub fn needed(pieces: &Pieces, choice: &Choice, member: &str, material: &str) -> Option<bool> {
    if let Some(decided) = choice.materials.get(&(member.to_owned(), material.to_owned())) {
        return Some(*decided);
    }
    let known = pieces.get(member)?.item.materials.iter().find(|known| known.key == material)?;
    (known.necessity != Some(Necessity::Conditional)).then_some(true)
}

/// Items in groups: a group begins when the one before it has ended; within a group side by side.
///
/// # Errors
/// The items that wait for each other in a circle.
pub fn lanes(before: &BTreeMap<String, BTreeSet<String>>, order: &[String]) -> Result<Vec<Vec<String>>, Vec<String>> {
    let mut left: Vec<&String> = order.iter().filter(|key| before.contains_key(*key)).collect();
    let mut done: BTreeSet<&String> = BTreeSet::new();
    let mut out: Vec<Vec<String>> = Vec::new();
    while !left.is_empty() {
        let (now, later): (Vec<&String>, Vec<&String>) = left
            .iter()
            .copied()
            .partition(|key| before.get(*key).is_none_or(|earlier| earlier.iter().all(|one| done.contains(one))));
        if now.is_empty() {
            return Err(left.into_iter().cloned().collect());
        }
        done.extend(now.iter().copied());
        out.push(now.into_iter().cloned().collect());
        left = later;
    }
    Ok(out)
}

/// The longest way through: working days from the first application to the last decision, where every
/// item takes its days from `days` and begins when what comes before it has ended.
#[must_use]
pub fn longest(
    before: &BTreeMap<String, BTreeSet<String>>,
    lanes: &[Vec<String>],
    days: &dyn Fn(&str) -> Option<u32>,
) -> (u32, Vec<String>) {
    let mut ends: BTreeMap<&str, (u32, Option<&str>)> = BTreeMap::new();
    for key in lanes.iter().flatten() {
        let earlier = before.get(key).into_iter().flatten();
        let last = earlier.filter_map(|one| Some((ends.get(one.as_str())?.0, one.as_str()))).max();
        let begins = last.map_or(0, |(end, _)| end);
        ends.insert(key, (begins + days(key).unwrap_or(0), last.map(|(_, one)| one)));
    }
    let Some((mut at, (total, _))) = ends.iter().max_by_key(|(_, (end, _))| *end).map(|(key, end)| (*key, *end)) else {
        return (0, Vec::new());
    };
    let mut path = vec![at.to_owned()];
    while let Some((_, Some(earlier))) = ends.get(at) {
        path.push((*earlier).to_owned());
        at = earlier;
    }
    path.reverse();
    (total, path)
}

/// A limit in working days, for sums only: five of seven calendar days, 21 of a month, 250 of a year;
/// hours are those of the clock. What is due when is the calendar's affair, not this one's.
#[must_use]
pub fn working_days(limit: Limit) -> u32 {
    match limit.unit {
        Unit::WorkingDays => limit.n,
        Unit::CalendarDays => limit.n.saturating_mul(5).div_ceil(7),
        Unit::Hours => limit.n.div_ceil(24),
        Unit::Months => limit.n.saturating_mul(21),
        Unit::Years => limit.n.saturating_mul(250),
    }
}
