//! Rows of versions of models.

use kernel::division::DivisionCode;
use store::{Error, Read, Row, Sql, Tx, state_digest};

use crate::edition::{Edition, EditionId, EditionState, for_place};

macro_rules! columns {
    () => {
        "id, version, item, division, number, state, text, digest, note, drawn_by, drawn_at, published_by, published_at, \
         ended_at"
    };
}

static FIND: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_edition WHERE id = $1"));
static HOLD: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_edition WHERE id = $1 FOR UPDATE"));
static OF_ITEM: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_edition WHERE item = $1 AND state <> 'discarded' ORDER BY division, number DESC LIMIT 200"
));
static PUBLISHED: Sql =
    Sql::new("SELECT division, digest, id FROM casework_edition WHERE item = $1 AND state = 'published'");
static HOLD_PUBLISHED: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_edition WHERE item = $1 AND division = $2 AND state = 'published' FOR UPDATE"
));
static LAST: Sql = Sql::new("SELECT max(number) FROM casework_edition WHERE item = $1 AND division = $2");
static RECENT: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_edition WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
));
static PUT: Sql = Sql::new(concat!(
    "INSERT INTO casework_edition (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET \
     version = excluded.version, state = excluded.state, text = excluded.text, digest = excluded.digest, \
     note = excluded.note, drawn_by = excluded.drawn_by, drawn_at = excluded.drawn_at, \
     published_by = excluded.published_by, published_at = excluded.published_at, ended_at = excluded.ended_at"
));
static PAGE: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM casework_edition WHERE id > $1 ORDER BY id LIMIT $2"));

pub(super) static ALL: &[&Sql] = &[&FIND, &HOLD, &OF_ITEM, &PUBLISHED, &HOLD_PUBLISHED, &LAST, &RECENT, &PUT, &PAGE];

fn edition(row: &Row<'_>) -> Result<Edition, Error> {
    let state: String = row.get(5)?;
    Ok(Edition {
        id: row.get(0)?,
        version: row.get(1)?,
        item: row.get(2)?,
        division: division(&row.get::<String>(3)?)?,
        number: row.get(4)?,
        state: EditionState::parse(&state).ok_or(Error::Column { column: 5, why: state })?,
        text: row.get(6)?,
        digest: row.get(7)?,
        note: row.get(8)?,
        drawn_by: row.get(9)?,
        drawn_at: row.get(10)?,
        published_by: row.get(11)?,
        published_at: row.get(12)?,
        ended_at: row.get(13)?,
    })
}

pub(super) fn division(code: &str) -> Result<Option<DivisionCode>, Error> {
    if code.is_empty() {
        return Ok(None);
    }
    code.parse().map(Some).map_err(|_| Error::Column { column: 3, why: code.to_owned() })
}

pub(super) fn place(division: Option<&DivisionCode>) -> String {
    division.map(|division| division.as_str().to_owned()).unwrap_or_default()
}

/// # Errors
/// Of the engine.
pub fn edition_by_id(read: &Read<'_>, id: &EditionId) -> Result<Option<Edition>, Error> {
    read.first(&FIND, &[id.into()], edition)
}

pub(crate) fn hold_edition(tx: &Tx<'_>, id: &EditionId) -> Result<Option<Edition>, Error> {
    tx.first(&HOLD, &[id.into()], edition)
}

/// Versions of an item, by place, the newest first; without discarded drafts.
///
/// # Errors
/// Of the engine.
pub fn editions(read: &Read<'_>, item: &str) -> Result<Vec<Edition>, Error> {
    read.rows(&OF_ITEM, &[item.into()], edition)
}

/// Versions in a state, the newest first, before an id.
pub(crate) fn editions_in(
    read: &Read<'_>,
    state: EditionState,
    before: &str,
    limit: u32,
) -> Result<Vec<Edition>, Error> {
    let before = if before.is_empty() { "edition_~" } else { before };
    read.rows(&RECENT, &[state.as_str().into(), before.into(), limit.into()], edition)
}

/// Digest and id of the published version for a case in a division; none where the model is generated.
///
/// # Errors
/// Of the engine.
pub fn published_model(read: &Read<'_>, item: &str, at: &DivisionCode) -> Result<Option<(String, EditionId)>, Error> {
    let all = read.rows(&PUBLISHED, &[item.into()], |row| {
        Ok((division(&row.get::<String>(0)?)?, row.get::<String>(1)?, row.get::<EditionId>(2)?))
    })?;
    Ok(for_place(&all, at, |(division, ..)| *division).map(|(_, digest, id)| (digest.clone(), id.clone())))
}

pub(crate) fn hold_published(
    tx: &Tx<'_>,
    item: &str,
    division: Option<&DivisionCode>,
) -> Result<Option<Edition>, Error> {
    tx.first(&HOLD_PUBLISHED, &[item.into(), place(division).into()], edition)
}

/// The number of the newest version for an item and a place; 0 where there is none.
pub(crate) fn last_edition(read: &Read<'_>, item: &str, division: Option<&DivisionCode>) -> Result<i64, Error> {
    let last = read.first(&LAST, &[item.into(), place(division).into()], |row| row.get::<Option<i64>>(0))?;
    Ok(last.flatten().unwrap_or(0))
}

pub(crate) fn put_edition(tx: &Tx<'_>, edition: &Edition) -> Result<(), Error> {
    let params = [
        (&edition.id).into(),
        edition.version.into(),
        (&edition.item).into(),
        place(edition.division.as_ref()).into(),
        edition.number.into(),
        edition.state.as_str().into(),
        (&edition.text).into(),
        (&edition.digest).into(),
        (&edition.note).into(),
        (&edition.drawn_by).into(),
        edition.drawn_at.into(),
        edition.published_by.as_ref().into(),
        edition.published_at.into(),
        edition.ended_at.into(),
    ];
    tx.execute(&PUT, &params).map(drop)
}

pub(crate) fn edition_anchors(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let rows = read.rows(&PAGE, &[after.into(), limit.into()], edition)?;
    rows.iter().map(|edition| Ok((edition.id.to_string(), state_digest(edition)?))).collect()
}
