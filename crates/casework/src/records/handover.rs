//! Rows of hand-overs inside a body.

use store::{Error, Read, Sql, Tx};

use crate::{case::CaseId, hand_over::Handover};

static OF_CASE: Sql =
    Sql::new("SELECT task, by, to_whom, at, reason FROM casework_handover WHERE case_id = $1 ORDER BY number");
static PUT: Sql = Sql::new(
    "INSERT INTO casework_handover (case_id, number, task, by, to_whom, at, reason) \
     SELECT CAST($1 AS TEXT), coalesce(max(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), \
     CAST($5 AS BIGINT), $6 FROM casework_handover WHERE case_id = $1",
);

pub(super) static ALL: &[&Sql] = &[&OF_CASE, &PUT];

/// The hand-overs of a case, in order.
///
/// # Errors
/// Of the engine.
pub fn handovers(read: &Read<'_>, case: &CaseId) -> Result<Vec<Handover>, Error> {
    read.rows(&OF_CASE, &[case.into()], |row| {
        Ok(Handover { task: row.get(0)?, by: row.get(1)?, to: row.get(2)?, at: row.get(3)?, reason: row.get(4)? })
    })
}

pub(crate) fn put_handover(tx: &Tx<'_>, case: &CaseId, made: &Handover) -> Result<(), Error> {
    let Handover { task, by, to, at, reason } = made;
    let params = [case.into(), (*task).into(), by.into(), to.into(), (*at).into(), reason.as_slice().into()];
    tx.execute(&PUT, &params).map(drop)
}
