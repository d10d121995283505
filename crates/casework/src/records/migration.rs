//! Rows of migrations, and of what became of each case.

use store::{Error, Read, Row, Sql, Tx, state_digest};

use super::edition::{division, place};
use crate::{
    case::CaseId,
    edition::EditionId,
    flow::Snapshot,
    migration::{Migration, MigrationId, MigrationState, Verdict},
};

macro_rules! columns {
    () => {
        "id, version, edition, item, division, model, state, transition_rule, begun_by, begun_at, ended_at"
    };
}

static FIND: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_migration WHERE id = $1"));
static HOLD: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_migration WHERE id = $1 FOR UPDATE"));
static OF_EDITION: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM casework_migration WHERE edition = $1 ORDER BY id DESC LIMIT 100"));
static PUT: Sql = Sql::new(concat!(
    "INSERT INTO casework_migration (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET \
     version = excluded.version, state = excluded.state, ended_at = excluded.ended_at"
));
static PAGE: Sql =
    Sql::new(concat!("SELECT ", columns!(), " FROM casework_migration WHERE id > $1 ORDER BY id LIMIT $2"));
static CANDIDATES: Sql = Sql::new(
    "SELECT case_id FROM casework_flow WHERE item = $1 AND running AND model <> $2 AND case_id > $3 ORDER BY case_id LIMIT $4",
);
static LAST: Sql = Sql::new("SELECT max(case_id) FROM casework_migration_case WHERE migration = $1");
static PUT_CASE: Sql = Sql::new(
    "INSERT INTO casework_migration_case (migration, case_id, verdict, undone, was, left_behind, at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (migration, case_id) DO NOTHING",
);
static ROW: Sql = Sql::new(
    "SELECT verdict, undone, was, left_behind FROM casework_migration_case WHERE migration = $1 AND case_id = $2",
);
static TO_UNDO: Sql = Sql::new(
    "SELECT case_id FROM casework_migration_case WHERE migration = $1 AND verdict = 'moves' AND undone = '' \
     ORDER BY case_id LIMIT $2",
);
static UNDONE: Sql =
    Sql::new("UPDATE casework_migration_case SET undone = $3, at = $4 WHERE migration = $1 AND case_id = $2");
static COUNTS: Sql = Sql::new(
    "SELECT verdict, undone, COUNT(*) FROM casework_migration_case WHERE migration = $1 GROUP BY verdict, undone",
);
static LIST: Sql = Sql::new(
    "SELECT case_id FROM casework_migration_case WHERE migration = $1 AND verdict = $2 AND case_id > $3 \
     ORDER BY case_id LIMIT $4",
);

pub(super) static ALL: &[&Sql] =
    &[&FIND, &HOLD, &OF_EDITION, &PUT, &PAGE, &CANDIDATES, &LAST, &PUT_CASE, &ROW, &TO_UNDO, &UNDONE, &COUNTS, &LIST];

fn migration(row: &Row<'_>) -> Result<Migration, Error> {
    let state: String = row.get(6)?;
    Ok(Migration {
        id: row.get(0)?,
        version: row.get(1)?,
        edition: row.get(2)?,
        item: row.get(3)?,
        division: division(&row.get::<String>(4)?)?,
        model: row.get(5)?,
        state: MigrationState::parse(&state).ok_or(Error::Column { column: 6, why: state })?,
        transition_rule: row.get(7)?,
        begun_by: row.get(8)?,
        begun_at: row.get(9)?,
        ended_at: row.get(10)?,
    })
}

/// # Errors
/// Of the engine.
pub fn migration_by_id(read: &Read<'_>, id: &MigrationId) -> Result<Option<Migration>, Error> {
    read.first(&FIND, &[id.into()], migration)
}

pub(crate) fn hold_migration(tx: &Tx<'_>, id: &MigrationId) -> Result<Option<Migration>, Error> {
    tx.first(&HOLD, &[id.into()], migration)
}

/// The migrations to a version, the newest first.
///
/// # Errors
/// Of the engine.
pub fn migrations(read: &Read<'_>, edition: &EditionId) -> Result<Vec<Migration>, Error> {
    read.rows(&OF_EDITION, &[edition.into()], migration)
}

pub(crate) fn put_migration(tx: &Tx<'_>, migration: &Migration) -> Result<(), Error> {
    let params = [
        (&migration.id).into(),
        migration.version.into(),
        (&migration.edition).into(),
        (&migration.item).into(),
        place(migration.division.as_ref()).into(),
        (&migration.model).into(),
        migration.state.as_str().into(),
        (&migration.transition_rule).into(),
        (&migration.begun_by).into(),
        migration.begun_at.into(),
        migration.ended_at.into(),
    ];
    tx.execute(&PUT, &params).map(drop)
}

pub(crate) fn migration_anchors(
    read: &Read<'_>,
    after: &str,
    limit: u32,
) -> Result<Vec<(String, seals::Digest)>, Error> {
    let rows = read.rows(&PAGE, &[after.into(), limit.into()], migration)?;
    rows.iter().map(|migration| Ok((migration.id.to_string(), state_digest(migration)?))).collect()
}

/// Running cases of an item on another model than this, by id.
pub(crate) fn on_other_models(
    read: &Read<'_>,
    item: &str,
    model: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<CaseId>, Error> {
    read.rows(&CANDIDATES, &[item.into(), model.into(), after.into(), limit.into()], |row| row.get(0))
}

/// The last case that a migration looked at; empty before the first.
pub(crate) fn last_migrated(read: &Read<'_>, id: &MigrationId) -> Result<String, Error> {
    let last = read.first(&LAST, &[id.into()], |row| row.get::<Option<String>>(0))?;
    Ok(last.flatten().unwrap_or_default())
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Migrated {
    pub verdict: Verdict,
    /// Empty, `undone`, or `went_on`.
    pub undone: String,
    pub was: Option<Snapshot>,
    pub left: Option<process::state::State>,
}

pub(crate) fn migrated(read: &Read<'_>, id: &MigrationId, case: &CaseId) -> Result<Option<Migrated>, Error> {
    type Text = (String, String, Option<String>, Option<String>);
    let row = |row: &Row<'_>| -> Result<Text, Error> { Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)) };
    let Some((verdict, undone, was, left)) = read.first(&ROW, &[id.into(), case.into()], row)? else {
        return Ok(None);
    };
    Ok(Some(Migrated {
        verdict: Verdict::parse(&verdict).ok_or(Error::Column { column: 0, why: verdict })?,
        undone,
        was: was.map(|text| serde_json::from_str(&text)).transpose()?,
        left: left.map(|text| serde_json::from_str(&text)).transpose()?,
    }))
}

pub(crate) fn put_migrated(tx: &Tx<'_>, id: &MigrationId, case: &CaseId, row: &Migrated) -> Result<(), Error> {
    let was = row.was.as_ref().map(serde_json::to_string).transpose()?;
    let left = row.left.as_ref().map(serde_json::to_string).transpose()?;
    let params = [
        id.into(),
        case.into(),
        row.verdict.as_str().into(),
        (&row.undone).into(),
        was.as_deref().into(),
        left.as_deref().into(),
        tx.now().into(),
    ];
    tx.execute(&PUT_CASE, &params).map(drop)
}

/// Cases that were carried over and not looked at since the migration is being undone.
pub(crate) fn to_undo(read: &Read<'_>, id: &MigrationId, limit: u32) -> Result<Vec<CaseId>, Error> {
    read.rows(&TO_UNDO, &[id.into(), limit.into()], |row| row.get(0))
}

pub(crate) fn set_undone(tx: &Tx<'_>, id: &MigrationId, case: &CaseId, how: &str) -> Result<(), Error> {
    tx.execute(&UNDONE, &[id.into(), case.into(), how.into(), tx.now().into()]).map(drop)
}

/// How many cases came to what, and how many of them were put back or had gone on.
///
/// # Errors
/// Of the engine.
pub fn migration_counts(read: &Read<'_>, id: &MigrationId) -> Result<Vec<(Verdict, String, i64)>, Error> {
    let rows = read.rows(&COUNTS, &[id.into()], |row| Ok((row.get::<String>(0)?, row.get(1)?, row.get(2)?)))?;
    let one = |(verdict, undone, count): (String, String, i64)| {
        let verdict = Verdict::parse(&verdict).ok_or(Error::Column { column: 0, why: verdict })?;
        Ok((verdict, undone, count))
    };
    rows.into_iter().map(one).collect()
}

/// The cases that came to something, by id.
pub(crate) fn migrated_cases(
    read: &Read<'_>,
    id: &MigrationId,
    verdict: Verdict,
    after: &str,
    limit: u32,
) -> Result<Vec<CaseId>, Error> {
    read.rows(&LIST, &[id.into(), verdict.as_str().into(), after.into(), limit.into()], |row| row.get(0))
}
