//! All SQL of the room.

use std::collections::BTreeMap;

use kernel::{Date, Text, id::BodyId};
use seals::{Digest, SealedRecord};
use store::{Error, Migration, Read, Row, Sql};

use crate::{
    act::{Act, Ground},
    licence::{Change, Face, Holder, Licence, LicenceId},
    state::State,
};

pub(crate) static MIGRATIONS: &[Migration] =
    &[Migration { number: 1, sql: include_str!("../migrations/001_licences.sql") }];

macro_rules! licence {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, type, name, name_en, identifier, code, holder, contact, issuer, issuer_name, \
             issuer_name_en, issued_at, valid_from, valid_to, state, since, matter, replaces, replaced_by, sample, record \
             FROM licences_licence ",
            $rest
        )
    };
}

pub(crate) static BY_ID: Sql = Sql::new(licence!("WHERE id = $1"));
pub(crate) static BY_CODE: Sql = Sql::new(licence!("WHERE code = $1"));
pub(crate) static BY_IDENTIFIER: Sql = Sql::new(licence!("WHERE identifier = $1"));
pub(crate) static OF_HOLDER: Sql = Sql::new(licence!("WHERE holder = $1 AND id > $2 ORDER BY id LIMIT $3"));
/// The one in force that holds longest, the newest of such.
pub(crate) static OF_TYPE: Sql = Sql::new(licence!(
    "WHERE holder = $1 AND type = $2 AND state = $3 AND valid_from <= $4 \
     ORDER BY COALESCE(valid_to, '9999-12-31') DESC, issued_at DESC, id LIMIT 1"
));
pub(crate) static NEWEST_OF_ISSUER: Sql = Sql::new(licence!("WHERE issuer = $1 AND id < $2 ORDER BY id DESC LIMIT $3"));
pub(crate) static HELD: Sql = Sql::new("SELECT type, count(*) FROM licences_licence WHERE state = $1 GROUP BY type");
pub(crate) static PAGE: Sql = Sql::new(licence!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT: Sql = Sql::new(
    "INSERT INTO licences_licence (id, version, type, name, name_en, identifier, code, holder, contact, issuer, issuer_name, \
     issuer_name_en, issued_at, valid_from, valid_to, state, since, matter, replaces, replaced_by, sample, record) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, NULL, $20, $21)",
);
pub(crate) static UPDATE: Sql = Sql::new(
    "UPDATE licences_licence SET version = $2, state = $3, since = $4, replaced_by = $5 WHERE id = $1 AND version = $6",
);
pub(crate) static INSERT_CHANGE: Sql = Sql::new(
    "INSERT INTO licences_change (licence, version, act, ground, reason, state, body, at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(crate) static CHANGES: Sql =
    Sql::new("SELECT version, act, ground, reason, state, at FROM licences_change WHERE licence = $1 ORDER BY version");

pub(crate) static ALL: &[&Sql] = &[
    &BY_ID,
    &BY_CODE,
    &BY_IDENTIFIER,
    &OF_HOLDER,
    &OF_TYPE,
    &NEWEST_OF_ISSUER,
    &HELD,
    &PAGE,
    &INSERT,
    &UPDATE,
    &INSERT_CHANGE,
    &CHANGES,
];

/// Where the record is sealed.
pub(crate) const RECORD: &str = "licences_licence.record";
/// Where a reason is sealed.
pub(crate) const REASON: &str = "licences_change.reason";

fn strange(column: usize, text: &str) -> Error {
    Error::Column { column, why: ["not known here: ", text].concat() }
}

fn text(row: &Row<'_>, zh: usize, en: usize) -> Result<Text, Error> {
    Ok(Text { zh: row.get(zh)?, en: row.get(en)? })
}

fn licence(row: &Row<'_>) -> Result<Licence, Error> {
    let holder: String = row.get(7)?;
    let state: String = row.get(15)?;
    Ok(Licence {
        id: row.get(0)?,
        version: row.get(1)?,
        kind: row.get(2)?,
        name: text(row, 3, 4)?,
        identifier: row.get(5)?,
        code: row.get(6)?,
        holder: Holder::parse(&holder).ok_or_else(|| strange(7, &holder))?,
        contact: row.get(8)?,
        issuer: row.get(9)?,
        issuer_name: text(row, 10, 11)?,
        issued_at: row.get(12)?,
        valid_from: row.get(13)?,
        valid_to: row.get(14)?,
        state: State::parse(&state).ok_or_else(|| strange(15, &state))?,
        since: row.get(16)?,
        matter: row.get(17)?,
        replaces: row.get(18)?,
        replaced_by: row.get(19)?,
        sample: row.get(20)?,
        record: row.get(21)?,
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &LicenceId) -> Result<Option<Licence>, Error> {
    read.first(&BY_ID, &[id.into()], licence)
}

pub(crate) fn by_code(read: &Read<'_>, code: &str) -> Result<Option<Licence>, Error> {
    read.first(&BY_CODE, &[code.into()], licence)
}

pub(crate) fn by_identifier(read: &Read<'_>, identifier: &str) -> Result<Option<Licence>, Error> {
    read.first(&BY_IDENTIFIER, &[identifier.into()], licence)
}

/// Licences of a holder after an id, in the order of their issue.
pub(crate) fn of_holder(read: &Read<'_>, holder: &Holder, after: &str, limit: u32) -> Result<Vec<Licence>, Error> {
    read.rows(&OF_HOLDER, &[holder.as_str().into(), after.into(), limit.into()], licence)
}

/// The one of a type in state valid (by their last act) and begun that ends last.
pub(crate) fn of_type(read: &Read<'_>, holder: &Holder, kind: &str, today: Date) -> Result<Option<Licence>, Error> {
    read.first(&OF_TYPE, &[holder.as_str().into(), kind.into(), State::Valid.as_str().into(), today.into()], licence)
}

/// How many of each type are in state valid (by their last act).
pub(crate) fn held(read: &Read<'_>) -> Result<BTreeMap<String, i64>, Error> {
    let counts = read.rows(&HELD, &[State::Valid.as_str().into()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.into_iter().collect())
}

/// What a body issued, newest first, before an id.
pub(crate) fn of_issuer(read: &Read<'_>, issuer: &BodyId, before: &str, limit: u32) -> Result<Vec<Licence>, Error> {
    let before = if before.is_empty() { "lic`" } else { before };
    read.rows(&NEWEST_OF_ISSUER, &[issuer.into(), before.into(), limit.into()], licence)
}

/// Licences with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let licences = read.rows(&PAGE, &[after.into(), limit.into()], licence)?;
    licences.iter().map(|licence| Ok((licence.id.to_string(), licence.digest()?))).collect()
}

/// The text of the sealed record.
///
/// # Errors
/// `Error::Erased` when the holder's key is gone; of the store.
pub(crate) fn record_text(read: &Read<'_>, licence: &Licence) -> Result<String, Error> {
    let owner = licence.holder.key_owner().ok_or(Error::Erased)?;
    read.open_text(&owner, RECORD, &licence.record)
}

/// What stands on the face.
///
/// # Errors
/// As `record_text`.
pub(crate) fn face(read: &Read<'_>, licence: &Licence) -> Result<Face, Error> {
    let text = record_text(read, licence)?;
    let record = SealedRecord::parse(&text).map_err(|error| Error::Column { column: 21, why: error.to_string() })?;
    Ok(serde_json::from_value(record.record().payload.clone())?)
}

/// What became of a licence, oldest first.
pub(crate) fn changes(read: &Read<'_>, licence: &Licence) -> Result<Vec<Change>, Error> {
    let owner = licence.holder.key_owner();
    let rows = read.rows(&CHANGES, &[(&licence.id).into()], |row| {
        let (act, ground, state): (String, Option<String>, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let change = Change {
            version: row.get(0)?,
            act: Act::parse(&act),
            ground: ground.as_deref().and_then(Ground::parse),
            reason: None,
            state: State::parse(&state).ok_or_else(|| strange(4, &state))?,
            at: row.get(5)?,
        };
        Ok((change, row.get::<Option<Vec<u8>>>(3)?))
    })?;
    rows.into_iter()
        .map(|(mut change, sealed)| {
            if let (Some(sealed), Some(owner)) = (sealed, &owner) {
                change.reason = match read.open_text(owner, REASON, &sealed) {
                    Ok(reason) => Some(reason),
                    Err(Error::Erased) => None,
                    Err(error) => return Err(error),
                };
            }
            Ok(change)
        })
        .collect()
}
