//! Renewal 延续 of a permit (AL 50): what is applied for thirty days before the permit ends and is not
//! decided until its last day counts as renewed. Here: which items renew a permit, and when the permit of
//! a case ends. Not here: what follows in law when that moment comes (`renew`).

use catalogue::{item::Item, words::Type};
use kernel::Date;
use licences::{Holder, Licence};
use process::{model::NodeKind, state::Variables};
use rules::feel::Value;
use store::{Error, Read};

use crate::case::Case;

/// The form of the step by which a permit counts as renewed.
pub const RENEW: &str = "renew";
/// Under this name the process keeps the moment from which the permit has no force.
pub(crate) const EXPIRES: &str = "expires";
/// No known end: as licences without one 长期 are dated.
pub(super) const NEVER: Date = Date::constant(9999, 12, 31);
/// Days before its end by which a renewal must be applied for, if nothing else is laid down; AL 50(1).
const AHEAD: i32 = 30;

/// Words of names that ask for a renewal.
const RENEWING: [&str; 3] = ["延续", "续期", "换证"];
/// Words that ask for something else as well: then silence can't tell what would be granted.
const ALSO: [&str; 6] = ["首次", "新办", "新申请", "核发", "变更", "补"];

/// Whether an item renews a permit and nothing else. Only permits are renewed by silence (AL 50).
#[must_use]
pub fn renews(item: &Item) -> bool {
    let name = item.name.zh.as_str();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    item.kind == Type::Permit && has(&RENEWING) && !has(&ALSO)
}

/// The permit that a case asks to renew: of the kind that its item results in, not ended otherwise, the one
/// that holds longest; none where it is not among the licences kept here.
///
/// # Errors
/// Of the store.
pub fn renewed_licence(read: &Read<'_>, item: &Item, case: &Case) -> Result<Option<Licence>, Error> {
    let kind = item.result.as_ref().and_then(|result| result.licence_type.as_deref());
    let Some(kind) = kind.filter(|_| renews(item)) else { return Ok(None) };
    let holder = match &case.enterprise {
        Some(enterprise) => Holder::Enterprise(enterprise.clone()),
        None => Holder::Person(case.person.clone()),
    };
    let mut held = licences::held_by(read, &holder)?;
    held.retain(|licence| {
        licence.kind == kind && matches!(licence.state, licences::State::Valid | licences::State::Suspended)
    });
    // One that had ended when the application came can't be renewed.
    held.retain(|licence| licence.valid_to.is_some_and(|last| last >= case.submitted_at.date()));
    Ok(held.into_iter().max_by_key(|licence| licence.valid_to))
}

/// The first day on which the permit has no force, for the timer of the model; far off where silence renews
/// nothing.
pub(super) fn expires(read: &Read<'_>, item: &Item, case: &Case) -> Result<Date, Error> {
    let last = renewed_licence(read, item, case)?.and_then(|licence| licence.valid_to);
    let applied = case.submitted_at.date();
    let in_time = last.filter(|last| applied.until(*last).is_ok_and(|span| span.get_days() >= AHEAD));
    Ok(in_time.and_then(|last| last.tomorrow().ok()).unwrap_or(NEVER))
}

/// The last day of the permit that the process would renew by itself.
#[must_use]
pub fn last_day(variables: &Variables) -> Option<Date> {
    let Some(Value::Date(first)) = variables.get(EXPIRES) else { return None };
    let first: Date = first.to_string().parse().ok()?;
    if first == NEVER { None } else { first.yesterday().ok() }
}

/// Whether a step of a model renews by law.
pub(crate) fn is_renewing(node: &process::model::Node) -> bool {
    matches!(node.kind, NodeKind::Activity(_)) && node.official.form.as_deref() == Some(RENEW)
}
