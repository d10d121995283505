//! SQL of bundles.

use std::sync::Arc;

use store::{Error, Read, Row, Sql, Tx, Value};

use crate::bundles::{BundleId, Edition, EditionState};

macro_rules! columns {
    () => {
        "id, version, key, number, state, body, digest, note, drawn_by, drawn_at, published_by, published_at, ended_at, doc"
    };
}

pub(super) static BY_ID: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM catalogue_bundle WHERE id = $1"));
pub(super) static HOLD: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM catalogue_bundle WHERE id = $1 FOR UPDATE"));
pub(super) static STANDING: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM catalogue_bundle WHERE key = $1 AND state = 'published'"));
pub(super) static HOLD_STANDING: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM catalogue_bundle WHERE key = $1 AND state = 'published' FOR UPDATE"
));
pub(super) static OF_KEY: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM catalogue_bundle WHERE key = $1 AND state <> 'discarded' ORDER BY number DESC LIMIT 200"
));
pub(super) static IN_STATE: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM catalogue_bundle WHERE state = $1 ORDER BY sort, id LIMIT 500"));
pub(super) static AFTER: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM catalogue_bundle WHERE id > $1 ORDER BY id LIMIT $2"));
pub(super) static LAST: Sql = Sql::new("SELECT max(number) FROM catalogue_bundle WHERE key = $1");
pub(super) static PUT: Sql = Sql::new(
    "INSERT INTO catalogue_bundle (id, version, key, number, state, name, name_en, sort, body, division, digest, note, \
     drawn_by, drawn_at, published_by, published_at, ended_at, doc) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, key = excluded.key, state = excluded.state, \
     name = excluded.name, name_en = excluded.name_en, sort = excluded.sort, body = excluded.body, \
     division = excluded.division, digest = excluded.digest, note = excluded.note, drawn_by = excluded.drawn_by, \
     drawn_at = excluded.drawn_at, published_by = excluded.published_by, published_at = excluded.published_at, \
     ended_at = excluded.ended_at, doc = excluded.doc",
);

fn edition(row: &Row<'_>) -> Result<Edition, Error> {
    let (state, doc): (String, String) = (row.get(4)?, row.get(13)?);
    Ok(Edition {
        id: row.get(0)?,
        version: row.get(1)?,
        key: row.get(2)?,
        number: row.get(3)?,
        state: super::known(4, &state, EditionState::parse)?,
        body: row.get(5)?,
        digest: row.get(6)?,
        note: row.get(7)?,
        drawn_by: row.get(8)?,
        drawn_at: row.get(9)?,
        published_by: row.get(10)?,
        published_at: row.get(11)?,
        ended_at: row.get(12)?,
        bundle: Arc::new(serde_json::from_str(&doc)?),
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &BundleId) -> Result<Option<Edition>, Error> {
    read.first(&BY_ID, &[id.into()], edition)
}

pub(crate) fn hold(tx: &Tx<'_>, id: &BundleId) -> Result<Option<Edition>, Error> {
    tx.first(&HOLD, &[id.into()], edition)
}

pub(crate) fn standing(read: &Read<'_>, key: &str) -> Result<Option<Edition>, Error> {
    read.first(&STANDING, &[key.into()], edition)
}

pub(crate) fn hold_standing(tx: &Tx<'_>, key: &str) -> Result<Option<Edition>, Error> {
    tx.first(&HOLD_STANDING, &[key.into()], edition)
}

pub(crate) fn of_key(read: &Read<'_>, key: &str) -> Result<Vec<Edition>, Error> {
    read.rows(&OF_KEY, &[key.into()], edition)
}

pub(crate) fn in_state(read: &Read<'_>, state: EditionState) -> Result<Vec<Edition>, Error> {
    read.rows(&IN_STATE, &[state.as_str().into()], edition)
}

pub(crate) fn after(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<Edition>, Error> {
    read.rows(&AFTER, &[after.into(), limit.into()], edition)
}

pub(crate) fn last(read: &Read<'_>, key: &str) -> Result<i64, Error> {
    Ok(read.first(&LAST, &[key.into()], |row| row.get::<Option<i64>>(0))?.flatten().unwrap_or(0))
}

pub(crate) fn put(tx: &Tx<'_>, edition: &Edition, doc: &str, sort: &str) -> Result<(), Error> {
    let bundle = &edition.bundle;
    let params: [Value<'_>; 18] = [
        (&edition.id).into(),
        edition.version.into(),
        (&edition.key).into(),
        edition.number.into(),
        edition.state.as_str().into(),
        (&bundle.name.zh).into(),
        bundle.name.en.as_ref().into(),
        sort.into(),
        (&edition.body).into(),
        (&bundle.division).into(),
        (&edition.digest).into(),
        (&edition.note).into(),
        (&edition.drawn_by).into(),
        edition.drawn_at.into(),
        edition.published_by.as_ref().into(),
        edition.published_at.into(),
        edition.ended_at.into(),
        doc.into(),
    ];
    tx.execute(&PUT, &params).map(drop)
}
