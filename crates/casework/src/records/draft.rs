//! Rows of drafts. Answers are sealed for the person.

use kernel::{
    Timestamp,
    division::DivisionCode,
    id::{EnterpriseId, PersonId},
};
use store::{Error, Read, Row, Sql, Tx};

use crate::draft::{Answers, Draft, DraftId};

static FIND: Sql = Sql::new(
    "SELECT id, person, enterprise, item, item_version, division, answers, version, begun_at, changed_at, submitted \
     FROM casework_draft WHERE id = $1",
);
static HOLD: Sql = Sql::new(
    "SELECT id, person, enterprise, item, item_version, division, answers, version, begun_at, changed_at, submitted \
     FROM casework_draft WHERE id = $1 FOR UPDATE",
);
static MINE: Sql = Sql::new(
    "SELECT id, person, enterprise, item, item_version, division, answers, version, begun_at, changed_at, submitted \
     FROM casework_draft WHERE person = $1 AND changed_at < $2 AND submitted IS NULL ORDER BY changed_at DESC LIMIT $3",
);
static LIVING: Sql = Sql::new(
    "SELECT id, person, enterprise, item, item_version, division, answers, version, begun_at, changed_at, submitted \
     FROM casework_draft WHERE person = $1 AND COALESCE(enterprise, '') = $2 AND item = $3 AND division = $4 \
     AND submitted IS NULL ORDER BY changed_at DESC LIMIT 1",
);
static DROP_PAPERS: Sql = Sql::new("DELETE FROM casework_paper WHERE matter = $1");
static INSERT: Sql = Sql::new(
    "INSERT INTO casework_draft (id, person, enterprise, item, item_version, division, answers, version, begun_at, changed_at, submitted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)",
);
static UPDATE: Sql = Sql::new(
    "UPDATE casework_draft SET answers = $2, version = $3, changed_at = $4, division = $5, submitted = $6 WHERE id = $1",
);
static DELETE: Sql = Sql::new("DELETE FROM casework_draft WHERE id = $1 AND submitted IS NULL");

pub(super) static ALL: &[&Sql] = &[&FIND, &HOLD, &MINE, &LIVING, &INSERT, &UPDATE, &DELETE, &DROP_PAPERS];

const ANSWERS: &str = "casework_draft.answers";

/// A row whose answers are still sealed.
fn sealed(row: &Row<'_>) -> Result<(Draft, Vec<u8>), Error> {
    let draft = Draft {
        id: row.get(0)?,
        person: row.get(1)?,
        enterprise: row.get(2)?,
        item: row.get(3)?,
        item_version: row.get(4)?,
        division: row.get(5)?,
        answers: Answers::new(),
        version: row.get(7)?,
        begun_at: row.get(8)?,
        changed_at: row.get(9)?,
        submitted: row.get(10)?,
    };
    Ok((draft, row.get(6)?))
}

fn open(read: &Read<'_>, (mut draft, sealed): (Draft, Vec<u8>)) -> Result<Draft, Error> {
    draft.answers = serde_json::from_slice(&read.open(&draft.person, ANSWERS, &sealed)?)?;
    Ok(draft)
}

/// # Errors
/// Of the engine; `Error::Erased` when the person was erased.
pub fn draft(read: &Read<'_>, id: &DraftId) -> Result<Option<Draft>, Error> {
    read.first(&FIND, &[id.into()], sealed)?.map(|found| open(read, found)).transpose()
}

pub(crate) fn hold_draft(tx: &Tx<'_>, id: &DraftId) -> Result<Option<Draft>, Error> {
    tx.first(&HOLD, &[id.into()], sealed)?.map(|found| open(tx, found)).transpose()
}

/// Drafts of a person that were not submitted, newest change first, before a moment.
///
/// # Errors
/// Of the engine.
pub fn my_drafts(read: &Read<'_>, person: &PersonId, before: Timestamp, limit: u32) -> Result<Vec<Draft>, Error> {
    let rows = read.rows(&MINE, &[person.into(), before.into(), limit.into()], sealed)?;
    rows.into_iter().map(|found| open(read, found)).collect()
}

pub(crate) fn insert_draft(tx: &Tx<'_>, draft: &Draft) -> Result<(), Error> {
    let answers = tx.seal(&draft.person, ANSWERS, &serde_json::to_vec(&draft.answers)?)?;
    let params = [
        (&draft.id).into(),
        (&draft.person).into(),
        draft.enterprise.as_ref().into(),
        (&draft.item).into(),
        draft.item_version.into(),
        (&draft.division).into(),
        (&answers).into(),
        draft.version.into(),
        draft.begun_at.into(),
        draft.changed_at.into(),
    ];
    tx.execute(&INSERT, &params).map(drop)
}

pub(crate) fn update_draft(tx: &Tx<'_>, draft: &Draft) -> Result<(), Error> {
    let answers = tx.seal(&draft.person, ANSWERS, &serde_json::to_vec(&draft.answers)?)?;
    let params = [
        (&draft.id).into(),
        (&answers).into(),
        draft.version.into(),
        draft.changed_at.into(),
        (&draft.division).into(),
        draft.submitted.as_ref().into(),
    ];
    tx.execute(&UPDATE, &params).map(drop)
}

pub(crate) fn delete_draft(tx: &Tx<'_>, id: &DraftId) -> Result<usize, Error> {
    tx.execute(&DELETE, &[id.into()])
}

/// The draft that lives for this applicant, item and division.
pub(crate) fn living_draft(
    tx: &Tx<'_>,
    person: &PersonId,
    enterprise: Option<&EnterpriseId>,
    item: &str,
    division: &DivisionCode,
) -> Result<Option<Draft>, Error> {
    let whom = enterprise.map_or("", EnterpriseId::as_str);
    let found = tx.first(&LIVING, &[person.into(), whom.into(), item.into(), division.into()], sealed)?;
    found.map(|found| open(tx, found)).transpose()
}

pub(crate) fn drop_papers(tx: &Tx<'_>, matter: &str) -> Result<usize, Error> {
    tx.execute(&DROP_PAPERS, &[matter.into()])
}
