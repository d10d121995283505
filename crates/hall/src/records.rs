//! All SQL of the room: here the halls and the list of all statements, below by noun.

use kernel::{DivisionCode, Text, id::BodyId};
use store::{Error, Migration, Read, Row, Sql, Tx};

use crate::hall::{Hall, HallId, Sort};

pub(crate) mod people;
pub(crate) mod sittings;
pub(crate) mod stuck;
pub(crate) mod tickets;

pub(crate) static MIGRATIONS: &[Migration] =
    &[Migration { number: 1, sql: include_str!("../migrations/001_hall.sql") }];

macro_rules! hall {
    ($rest:literal) => {
        concat!("SELECT id, version, key, sort, division, body, name, name_en, settings FROM hall_hall ", $rest)
    };
}

static BY_ID: Sql = Sql::new(hall!("WHERE id = $1"));
static BY_KEY: Sql = Sql::new(hall!("WHERE key = $1"));
static AT: Sql = Sql::new(hall!("WHERE division = $1 ORDER BY id LIMIT $2"));
static WITHIN: Sql = Sql::new(hall!("WHERE division >= $1 AND division < $2 ORDER BY division, id LIMIT $3"));
static OF_BODY: Sql = Sql::new(hall!("WHERE body = $1 ORDER BY id LIMIT $2"));
static PAGE: Sql = Sql::new(hall!("WHERE id > $1 ORDER BY id LIMIT $2"));
static INSERT: Sql = Sql::new(
    "INSERT INTO hall_hall (id, version, key, sort, division, body, name, name_en, settings, held) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
);
static UPDATE: Sql = Sql::new(
    "UPDATE hall_hall SET version = $2, sort = $3, division = $4, body = $5, name = $6, name_en = $7, settings = $8 \
     WHERE id = $1 AND version = $9",
);
/// One after the other: whoever changes the queue of a hall marks its row, so that of two at once the
/// later is run again and sees what the earlier did. Not part of the noun.
static HOLD: Sql = Sql::new("UPDATE hall_hall SET held = held + 1 WHERE id = $1");

pub(crate) static ALL: &[&Sql] = &[
    &BY_ID,
    &BY_KEY,
    &AT,
    &WITHIN,
    &OF_BODY,
    &PAGE,
    &INSERT,
    &UPDATE,
    &HOLD,
    &tickets::BY_ID,
    &tickets::IN_STATE,
    &tickets::AT_SEAT,
    &tickets::BY_NUMBER,
    &tickets::OF_DAY,
    &tickets::LAST,
    &tickets::INSERT,
    &tickets::UPDATE,
    &tickets::PAGE,
    &tickets::SAMPLES,
    &tickets::ROW,
    &tickets::FIRSTS,
    &tickets::WAITING_COUNT,
    &sittings::OF_DAY,
    &sittings::OF_STAFF,
    &sittings::INSERT,
    &sittings::UPDATE,
    &sittings::PAGE,
    &sittings::OPEN_COUNT,
    &people::BY_ID,
    &people::OF_PERSON,
    &people::OF_DAY,
    &people::BY_DIGEST,
    &people::BY_OPEN,
    &people::INSERT,
    &people::UPDATE,
    &people::PAGE,
    &people::MANDATE,
    &people::MANDATES,
    &people::MANDATES_OF_STAFF,
    &people::INSERT_MANDATE,
    &people::UPDATE_MANDATE,
    &people::MANDATE_PAGE,
    &stuck::BY_ID,
    &stuck::BY_NUMBER,
    &stuck::OF_BODY,
    &stuck::WITHIN,
    &stuck::OF_HOLDER,
    &stuck::OVERDUE,
    &stuck::INSERT,
    &stuck::UPDATE,
    &stuck::PAGE,
];

/// A cell with a word that is none of ours.
pub(crate) fn word<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
    let text: String = row.get(column)?;
    parse(&text).ok_or_else(|| Error::Column { column, why: ["not known here: ", &text].concat() })
}

/// As `word`, where there may be none.
pub(crate) fn some_word<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| parse(&text).ok_or_else(|| Error::Column { column, why: ["not known here: ", &text].concat() }))
        .transpose()
}

fn hall(row: &Row<'_>) -> Result<Hall, Error> {
    Ok(Hall {
        id: row.get(0)?,
        version: row.get(1)?,
        key: row.get(2)?,
        sort: word(row, 3, Sort::parse)?,
        division: row.get(4)?,
        body: row.get(5)?,
        name: Text { zh: row.get(6)?, en: row.get(7)? },
        settings: serde_json::from_str(&row.get::<String>(8)?)?,
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &HallId) -> Result<Option<Hall>, Error> {
    read.first(&BY_ID, &[id.into()], hall)
}

pub(crate) fn by_key(read: &Read<'_>, key: &str) -> Result<Option<Hall>, Error> {
    read.first(&BY_KEY, &[key.into()], hall)
}

/// The halls of exactly this division.
pub(crate) fn at(read: &Read<'_>, division: &DivisionCode, limit: u32) -> Result<Vec<Hall>, Error> {
    read.rows(&AT, &[division.into(), limit.into()], hall)
}

/// The halls of a division and all below it.
pub(crate) fn within(read: &Read<'_>, division: &DivisionCode, limit: u32) -> Result<Vec<Hall>, Error> {
    let from = division.prefix();
    let to = [from, "~"].concat();
    read.rows(&WITHIN, &[from.into(), to.into(), limit.into()], hall)
}

pub(crate) fn of_body(read: &Read<'_>, body: &BodyId) -> Result<Vec<Hall>, Error> {
    read.rows(&OF_BODY, &[body.into(), 100_u32.into()], hall)
}

pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<Hall>, Error> {
    read.rows(&PAGE, &[after.into(), limit.into()], hall)
}

pub(crate) fn insert(tx: &Tx<'_>, hall: &Hall) -> Result<(), Error> {
    let params = [
        (&hall.id).into(),
        hall.version.into(),
        (&hall.key).into(),
        hall.sort.as_str().into(),
        (&hall.division).into(),
        (&hall.body).into(),
        (&hall.name.zh).into(),
        hall.name.en.as_ref().into(),
        serde_json::to_string(&hall.settings)?.into(),
    ];
    tx.execute(&INSERT, &params).map(drop)
}

/// Whether the row was still at `version`.
pub(crate) fn update(tx: &Tx<'_>, hall: &Hall, version: i64) -> Result<bool, Error> {
    let params = [
        (&hall.id).into(),
        hall.version.into(),
        hall.sort.as_str().into(),
        (&hall.division).into(),
        (&hall.body).into(),
        (&hall.name.zh).into(),
        hall.name.en.as_ref().into(),
        serde_json::to_string(&hall.settings)?.into(),
        version.into(),
    ];
    Ok(tx.execute(&UPDATE, &params)? == 1)
}

/// Holds the hall's row until the transaction ends, and reads it.
pub(crate) fn hold(tx: &Tx<'_>, id: &HallId) -> Result<Option<Hall>, Error> {
    tx.execute(&HOLD, &[id.into()])?;
    by_id(tx, id)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn halls_page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let halls = page(read, after, limit)?;
    halls.iter().map(|hall| Ok((hall.id.to_string(), store::state_digest(hall)?))).collect()
}
