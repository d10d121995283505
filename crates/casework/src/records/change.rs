//! Rows of changes of running cases.

use kernel::{Timestamp, id::BodyId, id::StaffId};
use serde::de::DeserializeOwned;
use store::{Error, Read, Row, Sql, Tx, state_digest};

use crate::{
    case::CaseId,
    change::{Change, ChangeId, ChangeState, Ground},
};

macro_rules! columns {
    () => {
        "id, version, case_id, body, state, ground, legal_basis, reason, operation, answers, model, derived, burdens, \
         proposer, proposed_at, second, said, decided_at, undone_by, undone_at, was, left_behind"
    };
}

static FIND: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_change WHERE id = $1"));
static HOLD: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_change WHERE id = $1 FOR UPDATE"));
static OF_CASE: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM casework_change WHERE case_id = $1 ORDER BY id DESC LIMIT 200"));
static PUT: Sql = Sql::new(concat!(
    "INSERT INTO casework_change (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, burdens = excluded.burdens, \
     second = excluded.second, said = excluded.said, decided_at = excluded.decided_at, undone_by = excluded.undone_by, \
     undone_at = excluded.undone_at, was = excluded.was, left_behind = excluded.left_behind"
));
static PAGE: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_change WHERE id > $1 ORDER BY id LIMIT $2"));
static BY_OFFICER: Sql = Sql::new(
    "SELECT proposer, COUNT(*), CAST(SUM(CASE WHEN state IN ('applied', 'undone') THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN state = 'refused' THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN state = 'undone' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM casework_change WHERE body = $1 AND id > $2 GROUP BY proposer ORDER BY proposer",
);
static OF_OFFICER: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_change WHERE body = $1 AND proposer = $2 AND id > $3 AND state IN ($4, $5) ORDER BY id LIMIT $6"
));
static ALL_OF_OFFICER: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_change WHERE body = $1 AND proposer = $2 AND id > $3 ORDER BY id LIMIT $4"
));
static IS_CHANGED: Sql = Sql::new("SELECT id FROM casework_change WHERE case_id = $1 AND state = 'applied' LIMIT 1");

pub(super) static ALL: &[&Sql] =
    &[&FIND, &HOLD, &OF_CASE, &PUT, &PAGE, &BY_OFFICER, &OF_OFFICER, &ALL_OF_OFFICER, &IS_CHANGED];

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Error> {
    Ok(serde_json::from_str(&row.get::<String>(column)?)?)
}

fn maybe<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, Error> {
    row.get::<Option<String>>(column)?.map(|text| serde_json::from_str(&text)).transpose().map_err(Error::from)
}

fn change(row: &Row<'_>) -> Result<Change, Error> {
    let state: String = row.get(4)?;
    let ground: String = row.get(5)?;
    Ok(Change {
        id: row.get(0)?,
        version: row.get(1)?,
        case: row.get(2)?,
        body: row.get(3)?,
        state: ChangeState::parse(&state).ok_or(Error::Column { column: 4, why: state })?,
        ground: Ground::parse(&ground).ok_or(Error::Column { column: 5, why: ground })?,
        legal_basis: row.get(6)?,
        reason: row.get(7)?,
        asked: json(row, 8)?,
        answers: json(row, 9)?,
        model: row.get(10)?,
        derived: row.get(11)?,
        burdens: json(row, 12)?,
        proposer: row.get(13)?,
        proposed_at: row.get(14)?,
        second: row.get(15)?,
        said: row.get(16)?,
        decided_at: row.get(17)?,
        undone_by: row.get(18)?,
        undone_at: row.get(19)?,
        was: maybe(row, 20)?,
        left: maybe(row, 21)?,
    })
}

/// # Errors
/// Of the engine.
pub fn change_by_id(read: &Read<'_>, id: &ChangeId) -> Result<Option<Change>, Error> {
    read.first(&FIND, &[id.into()], change)
}

pub(crate) fn hold_change(tx: &Tx<'_>, id: &ChangeId) -> Result<Option<Change>, Error> {
    tx.first(&HOLD, &[id.into()], change)
}

/// The changes of a case, the newest first.
///
/// # Errors
/// Of the engine.
pub fn changes(read: &Read<'_>, case: &CaseId) -> Result<Vec<Change>, Error> {
    read.rows(&OF_CASE, &[case.into()], change)
}

/// Whether a case runs as a change of its own left it.
pub(crate) fn is_changed(read: &Read<'_>, case: &CaseId) -> Result<bool, Error> {
    Ok(read.first(&IS_CHANGED, &[case.into()], |row| row.get::<ChangeId>(0))?.is_some())
}

pub(crate) fn put_change(tx: &Tx<'_>, change: &Change) -> Result<(), Error> {
    let (asked, answers) = (serde_json::to_string(&change.asked)?, serde_json::to_string(&change.answers)?);
    let burdens = serde_json::to_string(&change.burdens)?;
    let was = change.was.as_ref().map(serde_json::to_string).transpose()?;
    let left = change.left.as_ref().map(serde_json::to_string).transpose()?;
    let params = [
        (&change.id).into(),
        change.version.into(),
        (&change.case).into(),
        (&change.body).into(),
        change.state.as_str().into(),
        change.ground.as_str().into(),
        (&change.legal_basis).into(),
        change.reason.as_slice().into(),
        (&asked).into(),
        (&answers).into(),
        (&change.model).into(),
        (&change.derived).into(),
        (&burdens).into(),
        (&change.proposer).into(),
        change.proposed_at.into(),
        change.second.as_ref().into(),
        change.said.as_deref().into(),
        change.decided_at.into(),
        change.undone_by.as_ref().into(),
        change.undone_at.into(),
        was.as_deref().into(),
        left.as_deref().into(),
    ];
    tx.execute(&PUT, &params).map(drop)
}

pub(crate) fn change_anchors(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let rows = read.rows(&PAGE, &[after.into(), limit.into()], change)?;
    rows.iter().map(|change| Ok((change.id.to_string(), state_digest(change)?))).collect()
}

/// Changes that an officer proposed in cases of a body: all, applied, refused, undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ByOfficer {
    pub officer: StaffId,
    pub counts: [i64; 4],
}

fn since(from: Timestamp) -> String {
    ChangeId::new(from, [0; 10]).to_string()
}

pub(crate) fn changes_by_officer(read: &Read<'_>, body: &BodyId, from: Timestamp) -> Result<Vec<ByOfficer>, Error> {
    read.rows(&BY_OFFICER, &[body.into(), since(from).as_str().into()], |row| {
        Ok(ByOfficer { officer: row.get(0)?, counts: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?] })
    })
}

/// The changes behind a figure of an officer, oldest first, after an id; `what`: `proposed` for all.
pub(crate) fn changes_of_officer(
    read: &Read<'_>,
    body: &BodyId,
    officer: &StaffId,
    what: &str,
    from: Timestamp,
    after: &str,
    limit: u32,
) -> Result<Vec<Change>, Error> {
    let from = since(from);
    let after = if after > from.as_str() { after } else { &from };
    if what == "proposed" {
        return read.rows(&ALL_OF_OFFICER, &[body.into(), officer.into(), after.into(), limit.into()], change);
    }
    // What was undone had been applied.
    let also = if what == "applied" { "undone" } else { what };
    let params = [body.into(), officer.into(), after.into(), what.into(), also.into(), limit.into()];
    read.rows(&OF_OFFICER, &params, change)
}
