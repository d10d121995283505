//! Lists: fixed statements, paged by key, each on the index of the permit it is filtered with.

use kernel::{
    Date, Timestamp,
    id::{BodyId, EnterpriseId, PersonId},
};
use store::{Error, Read, Row, Sql};

use super::case::{case, columns};
use crate::{
    case::{Case, CaseId, State},
    clock::{Clock, Name},
    task::Kind,
};

static MINE: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE person = $1 AND enterprise IS NULL AND id < $2 ORDER BY id DESC LIMIT $3"
));
static OURS: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE enterprise = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
));
static OF_BODY: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4"
));
static LATE: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND ended_at IS NULL AND promised_due < $2 AND id > $3 ORDER BY id LIMIT $4"
));
static TASKS_OF_BODY: Sql = Sql::new(
    "SELECT t.case_id, t.number, t.kind, t.due, t.opened_at, c.number, c.item_name, c.person, c.applicant, c.waits_for, c.state \
     FROM casework_task t JOIN casework_case c ON c.id = t.case_id \
     WHERE t.body = $1 AND t.state = 'open' AND (t.due > $2 OR (t.due = $2 AND t.case_id > $3)) \
     ORDER BY t.due, t.case_id LIMIT $4",
);
static DEEMED: Sql = Sql::new(
    "SELECT id FROM casework_case WHERE state = $1 AND receipt_due < $2 AND item_type = '01' ORDER BY receipt_due LIMIT $3",
);
static COUNTS: Sql = Sql::new(
    "SELECT state, COUNT(*) FROM casework_case WHERE body = $1 AND ended_at IS NULL GROUP BY state ORDER BY state",
);
static LATE_COUNT: Sql =
    Sql::new("SELECT COUNT(*) FROM casework_case WHERE body = $1 AND ended_at IS NULL AND promised_due < $2");
static OPEN_CLOCKS: Sql = Sql::new(
    "SELECT case_id, name, terms FROM casework_clock WHERE ended IS NULL AND (case_id > $1 OR (case_id = $1 AND name > $2)) \
     ORDER BY case_id, name LIMIT $3",
);
static RECENT_DECISIONS: Sql = Sql::new(
    "SELECT accepted_at, decided_at FROM casework_case WHERE item = $1 AND decided_at > $2 ORDER BY decided_at DESC LIMIT $3",
);

pub(super) static ALL: &[&Sql] =
    &[&MINE, &OURS, &OF_BODY, &LATE, &TASKS_OF_BODY, &DEEMED, &COUNTS, &LATE_COUNT, &OPEN_CLOCKS, &RECENT_DECISIONS];

/// After every id, for lists that run backwards.
pub const END: &str = "case_~";

/// A person's own cases, newest first.
///
/// # Errors
/// Of the engine.
pub fn mine(read: &Read<'_>, person: &PersonId, before: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&MINE, &[person.into(), before.into(), limit.into()], case)
}

/// An enterprise's cases, newest first.
///
/// # Errors
/// Of the engine.
pub fn ours(read: &Read<'_>, enterprise: &EnterpriseId, before: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&OURS, &[enterprise.into(), before.into(), limit.into()], case)
}

/// Cases of a competent body in one state, oldest first.
///
/// # Errors
/// Of the engine.
pub fn of_body(read: &Read<'_>, body: &BodyId, state: State, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&OF_BODY, &[body.into(), state.as_str().into(), after.into(), limit.into()], case)
}

/// Cases of a body that are past their promised day.
///
/// # Errors
/// Of the engine.
pub fn late(read: &Read<'_>, body: &BodyId, today: Date, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&LATE, &[body.into(), today.into(), after.into(), limit.into()], case)
}

/// A row of a body's task list.
#[derive(Debug, Clone)]
pub struct TaskRow {
    pub case: CaseId,
    pub number: u32,
    pub kind: Kind,
    pub due: Option<Date>,
    pub opened_at: Option<Timestamp>,
    pub case_number: String,
    pub item_name: String,
    pub person: PersonId,
    /// Sealed.
    pub applicant: Vec<u8>,
    pub waits_for: String,
    pub state: String,
}

fn task_row(row: &Row<'_>) -> Result<TaskRow, Error> {
    Ok(TaskRow {
        case: row.get(0)?,
        number: row.get(1)?,
        kind: if row.get::<String>(2)? == "decide" { Kind::Decide } else { Kind::Review },
        due: row.get(3)?,
        opened_at: row.get(4)?,
        case_number: row.get(5)?,
        item_name: row.get(6)?,
        person: row.get(7)?,
        applicant: row.get(8)?,
        waits_for: row.get(9)?,
        state: row.get(10)?,
    })
}

/// Open tasks of a body, the most urgent first, after a (due, case) key.
///
/// # Errors
/// Of the engine.
pub fn tasks_of_body(read: &Read<'_>, body: &BodyId, after: (&str, &str), limit: u32) -> Result<Vec<TaskRow>, Error> {
    read.rows(&TASKS_OF_BODY, &[body.into(), after.0.into(), after.1.into(), limit.into()], task_row)
}

/// Permit cases in a state whose five days ran out before `today`; AL 32.
pub(crate) fn overdue_receipts(read: &Read<'_>, state: State, today: Date, limit: u32) -> Result<Vec<CaseId>, Error> {
    read.rows(&DEEMED, &[state.as_str().into(), today.into(), limit.into()], |row| row.get(0))
}

/// Open cases of a body by state.
///
/// # Errors
/// Of the engine.
pub fn counts(read: &Read<'_>, body: &BodyId) -> Result<Vec<(State, i64)>, Error> {
    let rows = read.rows(&COUNTS, &[body.into()], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    Ok(rows.into_iter().filter_map(|(state, count)| Some((State::parse(&state)?, count))).collect())
}

/// How many open cases of a body are past their promised day.
///
/// # Errors
/// Of the engine.
pub fn late_count(read: &Read<'_>, body: &BodyId, today: Date) -> Result<i64, Error> {
    Ok(read.first(&LATE_COUNT, &[body.into(), today.into()], |row| row.get(0))?.unwrap_or(0))
}

/// Clocks that run, in the order of their cases, for the recomputation after a changed calendar.
pub(crate) fn open_clocks(read: &Read<'_>, after: (&str, &str), limit: u32) -> Result<Vec<(CaseId, Clock)>, Error> {
    let rows = read.rows(&OPEN_CLOCKS, &[after.0.into(), after.1.into(), limit.into()], |row| {
        Ok((row.get::<CaseId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
    })?;
    rows.into_iter()
        .filter_map(|(case, name, terms)| Some((case, Name::parse(&name)?, terms)))
        .map(|(case, name, terms)| Ok((case, Clock { name, terms: serde_json::from_str(&terms)? })))
        .collect()
}

/// Acceptance and decision of an item's newest decided cases, for 'usually decided in N days'.
///
/// # Errors
/// Of the engine.
pub fn recent_decisions(
    read: &Read<'_>,
    item: &str,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, Timestamp)>, Error> {
    let rows = read.rows(&RECENT_DECISIONS, &[item.into(), since.into(), limit.into()], |row| {
        Ok((row.get::<Option<Timestamp>>(0)?, row.get::<Option<Timestamp>>(1)?))
    })?;
    Ok(rows.into_iter().filter_map(|(accepted, decided)| accepted.zip(decided)).collect())
}
