//! Looking up items and themes: what other rooms call.

use directory::{Body, bodies, divisions};
use kernel::{DivisionCode, id::BodyId};
use seals::Digest;
use store::{Error, Read, Value};

use crate::{
    ItemId, import,
    item::Item,
    parsed,
    published::{Card, Narrow, Published, Theme},
    records,
    shape::{Part, Step, steps},
};

/// Number of the canonical encoding of an item.
pub(crate) const SCHEMA: u16 = 1;

/// An item, as it stands or as it stood at `version`.
///
/// # Errors
/// Of the store.
pub fn item(read: &Read<'_>, id: &ItemId, version: Option<i64>) -> Result<Option<Published>, Error> {
    let now = parsed::current(read, id)?;
    match version {
        Some(wanted) if now.as_ref().is_none_or(|now| now.version != wanted) => {
            read.first(&records::OLD, &[id.into(), wanted.into()], records::published)
        }
        _ => Ok(now),
    }
}

/// An item by its code in a code system.
///
/// # Errors
/// Of the store.
pub fn by_code(read: &Read<'_>, system: &str, code: &str) -> Result<Option<Published>, Error> {
    read.first(&records::BY_CODE, &[system.into(), code.into()], records::published)
}

/// A page of all items, by id.
///
/// # Errors
/// Of the store.
pub fn all(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<Published>, Error> {
    read.rows(&records::AFTER, &[after.into(), limit.into()], records::published)
}

/// How many items there are.
///
/// # Errors
/// Of the store.
pub fn count(read: &Read<'_>) -> Result<i64, Error> {
    Ok(read.first(&records::COUNT, &[], |row| row.get(0))?.unwrap_or(0))
}

/// A line of a list by its item.
///
/// # Errors
/// Of the store.
pub fn card(read: &Read<'_>, id: &ItemId) -> Result<Option<Card>, Error> {
    read.first(&records::CARD, &[id.into()], records::card)
}

/// A page of a list in the order of the names' readings, after the item with the id `after`, which
/// may be empty.
///
/// # Errors
/// Of the store.
pub fn list(read: &Read<'_>, narrow: &Narrow, after: &str, limit: u32) -> Result<Vec<Card>, Error> {
    let before = match after.parse::<ItemId>() {
        Ok(id) => card(read, &id)?,
        Err(_) => None,
    };
    let (sort, id) = before.map_or_else(Default::default, |card| (card.sort, card.id.to_string()));
    let place =
        |place: usize| narrow.places.get(place).or(narrow.places.first()).map(ToString::to_string).unwrap_or_default();
    let params: Vec<Value<'_>> = vec![
        sort.into(),
        id.into(),
        limit.into(),
        place(0).into(),
        place(1).into(),
        place(2).into(),
        place(3).into(),
        place(4).into(),
        narrow.body.as_ref().map(BodyId::as_str).unwrap_or_default().into(),
        narrow.theme.as_deref().unwrap_or_default().into(),
        narrow.reader.map(crate::published::Reader::as_str).unwrap_or_default().into(),
        narrow.mode.map(crate::words::Mode::as_str).unwrap_or_default().into(),
    ];
    read.rows(&records::LIST, &params, records::card)
}

/// A page of the power list 权力清单 of a body: by type, then by the names' readings.
///
/// # Errors
/// Of the store.
pub fn of_body(read: &Read<'_>, body: &BodyId, after: &str, limit: u32) -> Result<Vec<Card>, Error> {
    let before = match after.parse::<ItemId>() {
        Ok(id) => card(read, &id)?,
        Err(_) => None,
    };
    let (kind, sort, id) = before.map_or_else(
        || ("", String::new(), String::new()),
        |card| (card.kind.as_str(), card.sort, card.id.to_string()),
    );
    read.rows(&records::OF_BODY, &[body.into(), kind.into(), sort.into(), id.into(), limit.into()], records::card)
}

/// Every theme, in order.
///
/// # Errors
/// Of the store.
pub fn themes(read: &Read<'_>) -> Result<Vec<Theme>, Error> {
    read.rows(&records::THEMES, &[], records::theme)
}

/// # Errors
/// Of the store.
pub fn theme(read: &Read<'_>, key: &str) -> Result<Option<Theme>, Error> {
    read.first(&records::THEME, &[key.into()], records::theme)
}

/// The themes under which an item stands.
///
/// # Errors
/// Of the store.
pub fn themes_of(read: &Read<'_>, id: &ItemId) -> Result<Vec<Theme>, Error> {
    read.rows(&records::THEMES_OF_ITEM, &[id.into()], records::theme)
}

/// The bodies that a part of the handling may mean for someone in `division`.
///
/// # Errors
/// Of the store.
pub fn bodies_for(read: &Read<'_>, part: &Part, division: &DivisionCode) -> Result<Vec<Body>, Error> {
    if let Some(key) = &part.body {
        return Ok(bodies::by_key(read, key)?.into_iter().collect());
    }
    let found = bodies::find(read, part.level, &part.line, division)?;
    match division.at_level(part.level) {
        // A store without divisions still knows bodies by the digits of their code.
        Some(place) if found.is_empty() => bodies::at(read, &place, part.level, &part.line),
        _ => Ok(found),
    }
}

/// The steps of a case on an item for an applicant in `division`, with the bodies found.
///
/// # Errors
/// Of the store.
pub fn steps_for(read: &Read<'_>, item: &Item, own: &BodyId, division: &DivisionCode) -> Result<Vec<Step>, Error> {
    let mut found = Vec::with_capacity(item.stages.len());
    for part in &item.stages {
        found.push((part, bodies_for(read, part, division)?));
    }
    let resolve = |part: &Part| {
        found.iter().find(|(known, _)| *known == part).map(|(_, bodies)| bodies.clone()).unwrap_or_default()
    };
    Ok(steps(item, Some(own), &resolve))
}

/// The place and what serves it from above, the nearest first.
///
/// # Errors
/// Of the store.
pub fn places_of(read: &Read<'_>, division: &DivisionCode) -> Result<Vec<DivisionCode>, Error> {
    let mut places: Vec<DivisionCode> = divisions::path(read, division)?.into_iter().map(|above| above.code).collect();
    if places.is_empty() {
        places = division.lineage();
    }
    places.push(*division);
    places.push(DivisionCode::COUNTRY);
    places.sort_unstable_by_key(|code| std::cmp::Reverse(code.level()));
    places.dedup();
    // A village is served by its township.
    places.retain(|code| code.level() != kernel::division::Level::Village);
    Ok(places)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    read.rows(&records::DIGESTS, &[after.into(), limit.into()], |row| {
        let (id, body): (String, String) = (row.get(0)?, row.get(2)?);
        let doc: String = row.get(4)?;
        let digest = import::state(&id, row.get(1)?, &body, &doc)?;
        Ok((id, digest))
    })
}
