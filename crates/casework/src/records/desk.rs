//! Lists of the desk, the window and the board: fixed statements, paged by key.

use kernel::{Date, Id, division::DivisionCode, id::BodyId};
use store::{Error, Read, Row, Sql};

use super::{
    case::{case, columns},
    parts::visit,
};
use crate::{
    case::{Case, CaseId, State},
    task::Kind,
    visit::{Visit, VisitKind},
};

static DATED: Sql = Sql::new(
    "SELECT case_id, number, kind, due, opened_at FROM casework_task \
     WHERE body = $1 AND state = 'open' AND due IS NOT NULL AND (due > $2 OR (due = $2 AND case_id > $3)) \
     ORDER BY due, case_id LIMIT $4",
);
static UNDATED: Sql = Sql::new(
    "SELECT case_id, number, kind, due, opened_at FROM casework_task \
     WHERE body = $1 AND state = 'open' AND due IS NULL AND case_id > $2 ORDER BY case_id LIMIT $3",
);
// The index of what is not handed out yet holds just that. Ids alone are read from an index: several
// of these lists are merged, and most of what they hold is not on the page.
static UNDELIVERED_BODY: Sql = Sql::new(
    "SELECT id FROM casework_case WHERE body = $1 AND state = 'approved' AND delivered_at IS NULL \
     AND id > $2 AND id < $3 ORDER BY id LIMIT $4",
);
static UNDELIVERED_WINDOW: Sql = Sql::new(
    "SELECT id FROM casework_case WHERE division = $1 AND state = 'approved' AND delivered_at IS NULL \
     AND id > $2 AND id < $3 ORDER BY id LIMIT $4",
);
static IN_STATE_BODY: Sql = Sql::new(
    "SELECT id FROM casework_case WHERE body = $1 AND state = $2 AND id > $3 AND id < $4 ORDER BY id LIMIT $5",
);
static IN_STATE_WINDOW: Sql = Sql::new(
    "SELECT id FROM casework_case WHERE division = $1 AND state = $2 AND id > $3 AND id < $4 ORDER BY id LIMIT $5",
);
// A clock that stands for a special procedure is not late (AL 45).
static LATE: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND ended_at IS NULL AND state <> 'special' \
     AND COALESCE(receipt_due, promised_due, statutory_due) < $2 AND id > $3 ORDER BY id LIMIT $4"
));
static LATE_COUNT: Sql = Sql::new(
    "SELECT COUNT(*) FROM casework_case WHERE body = $1 AND ended_at IS NULL AND state <> 'special' \
     AND COALESCE(receipt_due, promised_due, statutory_due) < $2",
);
static PERIOD: Sql = Sql::new(
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN corrections > 0 THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN deemed THEN 1 ELSE 0 END), 0) AS BIGINT) FROM casework_case WHERE body = $1 AND id > $2",
);
static CORRECTED: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND corrections > 0 AND id > $2 ORDER BY id LIMIT $3"
));
static DEEMED_CASES: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND deemed AND id > $2 ORDER BY id LIMIT $3"
));
static VISIT: Sql = Sql::new(
    "SELECT id, version, number, body, division, item, reason, told, staff, at FROM casework_visit WHERE id = $1",
);

pub(super) static ALL: &[&Sql] = &[
    &DATED,
    &UNDATED,
    &UNDELIVERED_BODY,
    &UNDELIVERED_WINDOW,
    &IN_STATE_BODY,
    &IN_STATE_WINDOW,
    &LATE,
    &LATE_COUNT,
    &PERIOD,
    &CORRECTED,
    &DEEMED_CASES,
    &VISIT,
];

/// What stands for 'no last day' in the key of a task.
pub(crate) const NO_DAY: &str = "9999-12-31";

/// An open task on a list.
#[derive(Debug, Clone)]
pub(crate) struct OpenTask {
    pub case: CaseId,
    pub number: u32,
    pub kind: Kind,
    pub due: Option<Date>,
    pub opened_at: Option<kernel::Timestamp>,
}

impl OpenTask {
    /// The key after which a page begins.
    pub(crate) fn key(&self) -> (String, String) {
        (self.due.map_or_else(|| NO_DAY.to_owned(), |due| due.to_string()), self.case.to_string())
    }
}

fn open_task(row: &Row<'_>) -> Result<OpenTask, Error> {
    Ok(OpenTask {
        case: row.get(0)?,
        number: row.get(1)?,
        kind: if row.get::<String>(2)? == "decide" { Kind::Decide } else { Kind::Review },
        due: row.get(3)?,
        opened_at: row.get(4)?,
    })
}

/// Open tasks of a body after a (due, case) key: the most urgent first, those without a last day at
/// the end.
pub(crate) fn open_tasks(
    read: &Read<'_>,
    body: &BodyId,
    after: (&str, &str),
    limit: u32,
) -> Result<Vec<OpenTask>, Error> {
    let mut tasks = Vec::new();
    if after.0 != NO_DAY {
        tasks = read.rows(&DATED, &[body.into(), after.0.into(), after.1.into(), limit.into()], open_task)?;
    }
    let room = limit.saturating_sub(u32::try_from(tasks.len()).unwrap_or(limit));
    if room > 0 {
        let from = if after.0 == NO_DAY { after.1 } else { "" };
        tasks.extend(read.rows(&UNDATED, &[body.into(), from.into(), room.into()], open_task)?);
    }
    Ok(tasks)
}

/// The part of a list that is asked for: ids between two, and how many at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Between<'a> {
    pub after: &'a str,
    pub before: &'a str,
    pub limit: u32,
}

/// Granted by a body and not handed out yet, oldest first.
pub(crate) fn undelivered_of_body(read: &Read<'_>, body: &BodyId, ids: Between<'_>) -> Result<Vec<CaseId>, Error> {
    let params = [body.into(), ids.after.into(), ids.before.into(), ids.limit.into()];
    read.rows(&UNDELIVERED_BODY, &params, |row| row.get(0))
}

/// Granted to someone of a division and not handed out yet, oldest first.
pub(crate) fn undelivered_at(read: &Read<'_>, division: &DivisionCode, ids: Between<'_>) -> Result<Vec<CaseId>, Error> {
    let params = [division.into(), ids.after.into(), ids.before.into(), ids.limit.into()];
    read.rows(&UNDELIVERED_WINDOW, &params, |row| row.get(0))
}

/// Open cases of a body past the day by which the next thing was to happen.
pub(crate) fn late_cases(
    read: &Read<'_>,
    body: &BodyId,
    today: Date,
    after: &str,
    limit: u32,
) -> Result<Vec<Case>, Error> {
    read.rows(&LATE, &[body.into(), today.into(), after.into(), limit.into()], case)
}

/// How many of them.
pub(crate) fn late_cases_count(read: &Read<'_>, body: &BodyId, today: Date) -> Result<i64, Error> {
    Ok(read.first(&LATE_COUNT, &[body.into(), today.into()], |row| row.get(0))?.unwrap_or(0))
}

/// Cases of a body since an id: all, those with a correction, those accepted by law.
pub(crate) fn period(read: &Read<'_>, body: &BodyId, since: &str) -> Result<(i64, i64, i64), Error> {
    let found = read.first(&PERIOD, &[body.into(), since.into()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.unwrap_or_default())
}

/// Cases of a body with a correction, after an id.
pub(crate) fn corrected_cases(read: &Read<'_>, body: &BodyId, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&CORRECTED, &[body.into(), after.into(), limit.into()], case)
}

/// Cases of a body that were accepted by law, after an id.
pub(crate) fn deemed_cases(read: &Read<'_>, body: &BodyId, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
    read.rows(&DEEMED_CASES, &[body.into(), after.into(), limit.into()], case)
}

/// Cases of a body in a state, oldest first, as the desk's views ask.
pub(crate) fn in_state_of_body(
    read: &Read<'_>,
    body: &BodyId,
    state: State,
    ids: Between<'_>,
) -> Result<Vec<CaseId>, Error> {
    let params = [body.into(), state.as_str().into(), ids.after.into(), ids.before.into(), ids.limit.into()];
    read.rows(&IN_STATE_BODY, &params, |row| row.get(0))
}

/// Cases of a division in a state, oldest first.
pub(crate) fn in_state_at(
    read: &Read<'_>,
    division: &DivisionCode,
    state: State,
    ids: Between<'_>,
) -> Result<Vec<CaseId>, Error> {
    let params = [division.into(), state.as_str().into(), ids.after.into(), ids.before.into(), ids.limit.into()];
    read.rows(&IN_STATE_WINDOW, &params, |row| row.get(0))
}

/// One visit.
pub(crate) fn visit_by_id(read: &Read<'_>, id: &Id<VisitKind>) -> Result<Option<Visit>, Error> {
    read.first(&VISIT, &[id.into()], visit)
}
