//! Bodies: looking them up, and taking them over from files and lists.

use kernel::{DivisionCode, Problem, Text, access::Actor, division::Level, id::BodyId};
use store::{Entry, Error, Read, Tx, Value, state_digest};

use crate::{
    body::{Body, NewBody},
    divisions, records,
};

/// Number of the canonical encoding of a body.
pub(crate) const SCHEMA: u16 = 1;

/// # Errors
/// Of the store.
pub fn by_id(read: &Read<'_>, id: &BodyId) -> Result<Option<Body>, Error> {
    read.first(&records::BODY, &[id.into()], records::body)
}

/// # Errors
/// Of the store.
pub fn by_key(read: &Read<'_>, key: &str) -> Result<Option<Body>, Error> {
    read.first(&records::BODY_BY_KEY, &[key.into()], records::body)
}

/// Bodies of exactly this Chinese name; several divisions may have one.
///
/// # Errors
/// Of the store.
pub fn by_name(read: &Read<'_>, name: &str) -> Result<Vec<Body>, Error> {
    read.rows(&records::BODIES_BY_NAME, &[name.into()], records::body)
}

/// A page of the bodies of exactly this division, by id.
///
/// # Errors
/// Of the store.
pub fn in_division(read: &Read<'_>, division: &DivisionCode, after: &str, limit: u32) -> Result<Vec<Body>, Error> {
    read.rows(&records::BODIES_IN, &[division.into(), after.into(), limit.into()], records::body)
}

/// A page of all bodies, by id.
///
/// # Errors
/// Of the store.
pub fn all(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<Body>, Error> {
    read.rows(&records::BODIES, &[after.into(), limit.into()], records::body)
}

/// The bodies of a line that are competent at a level for someone in `division`: those of the
/// ancestor at that level, else of the nearest above it. Several: the choice is a person's. None
/// when the division itself is above the level.
///
/// # Errors
/// Of the store.
pub fn find(read: &Read<'_>, level: Level, line: &str, division: &DivisionCode) -> Result<Vec<Body>, Error> {
    let Some(place) = divisions::at_level(read, division, level)? else { return Ok(Vec::new()) };
    let mut places: Vec<(DivisionCode, Level)> = vec![(place, level)];
    for above in divisions::path(read, &place)?.iter().rev().filter(|above| above.code != place) {
        places.push((above.code, above.level));
    }
    for (place, level) in places {
        let found = at(read, &place, level, line)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The bodies of a line at a level of exactly this division.
///
/// # Errors
/// Of the store.
pub fn at(read: &Read<'_>, division: &DivisionCode, level: Level, line: &str) -> Result<Vec<Body>, Error> {
    read.rows(&records::BODIES_AT, &[division.into(), level.as_str().into(), line.into()], records::body)
}

/// What became of a body that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ensured {
    Created,
    Changed,
    Unchanged,
}

/// Takes a body over: made when its key (or, without one, its name in its division) is new,
/// altered where it differs.
///
/// # Errors
/// A refusal when it can't be taken (its superior is not known, its text is wrong); of the store.
pub fn ensure(tx: &Tx<'_>, new: &NewBody) -> Result<Body, Error> {
    ensure_as(tx, &Actor::system("import"), new).map(|(body, _)| body)
}

/// As `ensure`, by an actor, saying what became of it.
///
/// # Errors
/// As `ensure`.
pub fn ensure_as(tx: &Tx<'_>, actor: &Actor, new: &NewBody) -> Result<(Body, Ensured), Error> {
    if new.wrong().is_some() {
        return Err(Problem::invalid().into());
    }
    let key = new.key.clone().unwrap_or_else(|| made_key(new));
    let superior = match &new.superior {
        None => None,
        Some(superior) => {
            let found = by_key(tx, superior)?
                .ok_or_else(|| Problem::invalid().field("superior", "directory-superior-unknown"))?;
            Some(found.id)
        }
    };
    let before = by_key(tx, &key)?;
    let (id, code, version) = match &before {
        Some(before) => (before.id.clone(), before.code.clone(), before.version),
        None => (tx.id(), next_code(tx, &new.division)?, 0),
    };
    let body = Body {
        id,
        key,
        code,
        name: new.name.clone(),
        short: new.short.clone().unwrap_or_else(|| new.name.clone()),
        uscc: new.uscc.clone(),
        division: new.division,
        level: new.level,
        line: new.line.clone(),
        superior,
        address: new.address.clone(),
        phone: new.phone.clone(),
        fictional: new.fictional,
        version,
    };
    match before {
        Some(before) if before == body => Ok((before, Ensured::Unchanged)),
        Some(_) => Ok((keep(tx, actor, body)?, Ensured::Changed)),
        None => Ok((keep(tx, actor, body)?, Ensured::Created)),
    }
}

fn keep(tx: &Tx<'_>, actor: &Actor, mut body: Body) -> Result<Body, Error> {
    let before = body.version;
    body.version += 1;
    let level = body.level.as_str();
    let text = |text: &Text| (Value::from(text.zh.clone()), Value::from(text.en.clone()));
    let ((name, name_en), (short, short_en)) = (text(&body.name), text(&body.short));
    if before == 0 {
        tx.execute(
            &records::INSERT_BODY,
            &[
                (&body.id).into(),
                (&body.key).into(),
                (&body.code).into(),
                name,
                name_en,
                short,
                short_en,
                body.uscc.as_ref().into(),
                (&body.division).into(),
                level.into(),
                (&body.line).into(),
                body.superior.as_ref().into(),
                body.address.as_ref().into(),
                body.phone.as_ref().into(),
                body.fictional.into(),
                body.version.into(),
            ],
        )?;
    } else {
        tx.execute(
            &records::UPDATE_BODY,
            &[
                (&body.id).into(),
                name,
                name_en,
                short,
                short_en,
                body.uscc.as_ref().into(),
                (&body.division).into(),
                level.into(),
                (&body.line).into(),
                body.superior.as_ref().into(),
                body.address.as_ref().into(),
                body.phone.as_ref().into(),
                body.fictional.into(),
                body.version.into(),
            ],
        )?;
    }
    tx.record(Entry {
        room: "directory",
        kind: if before == 0 { "body.registered" } else { "body.changed" },
        stream: body.id.as_str(),
        version: before,
        subject: None,
        actor,
        title: "system",
        payload: serde_json::json!({ "body": body.id, "key": body.key, "division": body.division }),
        personal: None,
        state: Some((SCHEMA, state_digest(&body)?)),
    })?;
    Ok(body)
}

/// Foreign lists name bodies by division and name alone.
fn made_key(new: &NewBody) -> String {
    let digest = seals::digest::digest(new.name.zh.as_bytes()).to_string();
    let tail: String = digest.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    ["list-", new.division.as_str(), "-", &tail].concat()
}

/// Six digits of the division and a serial within it.
fn next_code(tx: &Tx<'_>, division: &DivisionCode) -> Result<String, Error> {
    let place = division.as_str().get(..6).unwrap_or("000000");
    let (first, beyond) = ([place, "000"].concat(), [place, "999~"].concat());
    let last =
        tx.first(&records::LAST_BODY_CODE, &[first.into(), beyond.into()], |row| row.get::<Option<String>>(0))?;
    let last = last.flatten().and_then(|code| code.get(6..)?.parse::<u32>().ok()).unwrap_or(0);
    let serial = (last + 1).to_string();
    let zeros = "000".get(serial.len().min(3)..).unwrap_or_default();
    Ok([place, zeros, &serial].concat())
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let bodies = all(read, after, limit)?;
    bodies.iter().map(|body| Ok((body.id.to_string(), state_digest(body)?))).collect()
}
