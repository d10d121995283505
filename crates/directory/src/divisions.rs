//! Looking divisions up: by code, in the real tree, and through what became of old codes.

use std::collections::BTreeSet;

use kernel::{Date, DivisionCode, division::Level};
use store::{Error, Read};

use crate::{
    division::{Change, ChangeKind, Division, Kind, Resolution},
    records,
};

/// The division that bears `code` or last bore it; placeholders too.
///
/// # Errors
/// Of the store.
pub fn get(read: &Read<'_>, code: &DivisionCode) -> Result<Option<Division>, Error> {
    read.first(&records::DIVISION, &[code.into()], records::division)
}

/// The divisions directly below, in the order of their codes: townships below a city without
/// counties, counties below a province that has such.
///
/// # Errors
/// Of the store.
pub fn children(read: &Read<'_>, code: &DivisionCode) -> Result<Vec<Division>, Error> {
    children_after(read, code, "", 10_000)
}

/// A page of `children`: those whose code is after `after`.
///
/// # Errors
/// Of the store.
pub fn children_after(read: &Read<'_>, code: &DivisionCode, after: &str, limit: u32) -> Result<Vec<Division>, Error> {
    read.rows(&records::CHILDREN, &[code.into(), after.into(), limit.into()], records::division)
}

/// From the province down to the division itself; placeholders and the country are left out. Empty
/// for a code that no division bears.
///
/// # Errors
/// Of the store.
pub fn path(read: &Read<'_>, code: &DivisionCode) -> Result<Vec<Division>, Error> {
    let mut path = Vec::new();
    let mut next = Some(*code);
    while let Some(code) = next.filter(|code| *code != DivisionCode::COUNTRY && path.len() < 6) {
        let Some(division) = get(read, &code)? else { break };
        next = division.parent;
        if division.kind != Kind::Placeholder || path.is_empty() {
            path.push(division);
        }
    }
    path.reverse();
    Ok(path)
}

/// Whether `inner` is `outer` or lies in it in the real tree.
///
/// # Errors
/// Of the store.
pub fn lies_in(read: &Read<'_>, inner: &DivisionCode, outer: &DivisionCode) -> Result<bool, Error> {
    if outer.contains(inner) {
        return Ok(true);
    }
    Ok(path(read, inner)?.iter().any(|division| division.code == *outer))
}

/// Divisions down to the county whose name contains `words`.
///
/// # Errors
/// Of the store.
pub fn named(read: &Read<'_>, words: &str, limit: u32) -> Result<Vec<Division>, Error> {
    let words: String = words.chars().filter(|char| !char.is_whitespace()).flat_map(escaped).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let pattern = ["%", &words, "%"].concat();
    read.rows(&records::DIVISIONS_NAMED, &[pattern.into(), limit.into()], records::division)
}

fn escaped(char: char) -> impl Iterator<Item = char> {
    matches!(char, '%' | '_' | '!').then_some('!').into_iter().chain([char])
}

/// What `code` stands for on a day: with a day of the past, the division that bore it then. The
/// sources name only the year of a change, so in that year the new holds already.
///
/// # Errors
/// Of the store.
pub fn resolve(read: &Read<'_>, code: &DivisionCode, on: Date) -> Result<Resolution, Error> {
    let found = get(read, code)?;
    let changes = changes(read, code)?;
    let year = on.year();
    if let Some((next, _)) = changes.iter().find(|(change, _)| change.year > year)
        && let Some(division) = holder_before(found.as_ref(), next)
    {
        return Ok(Resolution::Current(division));
    }
    match found {
        Some(division) if division.kind != Kind::Past => {
            let begun = division.valid_from.is_none_or(|from| from.year() <= year);
            Ok(if begun { Resolution::Current(division) } else { Resolution::Unknown })
        }
        _ => after_the_end(read, code, &changes, year),
    }
}

/// What became of a code that no division bears any more.
fn after_the_end(
    read: &Read<'_>,
    code: &DivisionCode,
    changes: &[(Change, Option<DivisionCode>)],
    year: i16,
) -> Result<Resolution, Error> {
    let ended = |(change, to): &&(Change, Option<DivisionCode>)| ends(change, to.as_ref()) && change.year <= year;
    let Some((last, _)) = changes.iter().rev().find(ended) else { return Ok(Resolution::Unknown) };
    let mut codes = BTreeSet::new();
    follow(read, code, last.year, &mut BTreeSet::new(), &mut codes)?;
    // A city that ended with its counties: they, too, say where it went.
    for (change, to) in
        read.rows(&records::CHANGES_BELOW, &[code.into(), i64::from(last.year).into()], records::change)?
    {
        if ends(&change, to.as_ref()) {
            follow(read, &change.old_code, change.year, &mut BTreeSet::new(), &mut codes)?;
        }
    }
    let mut divisions = Vec::new();
    for code in &codes {
        divisions.extend(get(read, code)?);
    }
    Ok(Resolution::Successors(divisions, last.clone()))
}

/// Whether the event took the code away from its division, rather than renaming it in place.
fn ends(change: &Change, to: Option<&DivisionCode>) -> bool {
    change.kind != ChangeKind::Reassigned && to != Some(&change.old_code)
}

fn changes(read: &Read<'_>, code: &DivisionCode) -> Result<Vec<(Change, Option<DivisionCode>)>, Error> {
    read.rows(&records::CHANGES, &[code.into()], records::change)
}

/// The division that bore the code before a change, under its name of then.
fn holder_before(found: Option<&Division>, change: &Change) -> Option<Division> {
    let mut division = found?.clone();
    if division.name.zh != change.old_name {
        division.name = kernel::Text::zh(change.old_name.clone());
    }
    if change.kind != ChangeKind::Renamed {
        division.valid_from = None;
        division.valid_to = Date::new(change.year, 1, 1).ok();
        division.kind = Kind::Past;
    }
    Some(division)
}

/// Follows a code from the year in which it changed to codes in use.
fn follow(
    read: &Read<'_>,
    code: &DivisionCode,
    year: i16,
    seen: &mut BTreeSet<DivisionCode>,
    out: &mut BTreeSet<DivisionCode>,
) -> Result<(), Error> {
    if !seen.insert(*code) {
        return Ok(());
    }
    let changes = changes(read, code)?;
    let onward = changes.iter().filter(|(change, to)| change.year >= year && ends(change, to.as_ref()));
    let first = onward.clone().map(|(change, _)| change.year).min();
    for to in onward.filter(|(change, _)| Some(change.year) == first).filter_map(|(_, to)| *to) {
        match get(read, &to)? {
            Some(division) if division.kind != Kind::Past => {
                out.insert(to);
            }
            _ => follow(read, &to, first.unwrap_or(year), seen, out)?,
        }
    }
    Ok(())
}

/// The ancestor at `level` in the real tree; where the tree has none there (a city without
/// counties), the nearest above it. `None` when the division itself is above `level`.
///
/// # Errors
/// Of the store.
pub fn at_level(read: &Read<'_>, code: &DivisionCode, level: Level) -> Result<Option<DivisionCode>, Error> {
    if level == Level::Country {
        return Ok(Some(DivisionCode::COUNTRY));
    }
    let path = path(read, code)?;
    if path.last().is_none_or(|last| last.level < level && last.code.level() < level && !has_none_at(last, level)) {
        return Ok(None);
    }
    Ok(path.iter().rev().find(|division| division.level <= level).map(|division| division.code))
}

/// A city without counties stands for its own county level.
fn has_none_at(division: &Division, level: Level) -> bool {
    level == Level::County
        && division.level == Level::City
        && crate::import::WITHOUT_COUNTIES.contains(&division.code.prefix())
}
