//! What signs are read from: the cases of a body that may show one, and what was decided when. Each
//! statement stands on an index of the body and the time.

use kernel::{
    Timestamp,
    id::{BodyId, PersonId},
};
use store::{Error, Read, Sql};

use super::case::{case, columns};
use crate::{case::Case, signs::Taken};

static SUSPECT: Sql = Sql::new(concat!(
    "SELECT ",
    columns!(),
    " FROM casework_case WHERE body = $1 AND id > $2 AND (corrections > 1 OR received_at > submitted_at + $3 \
     OR decided_at < COALESCE(received_at, accepted_at) + $4 OR (state = 'withdrawn' AND promised_due IS NOT NULL) \
     OR EXISTS (SELECT 1 FROM casework_notice n WHERE n.case_id = casework_case.id AND n.kind = 'special')) \
     ORDER BY id LIMIT $5"
));
static AGAIN: Sql = Sql::new(
    "SELECT 1 FROM casework_case WHERE person = $1 AND id > $2 AND item = $3 AND submitted_at > $4 AND submitted_at <= $5 LIMIT 1",
);
static TAKEN: Sql = Sql::new(
    "SELECT case_id, done_by, done_at, due FROM casework_task \
     WHERE body = $1 AND state = 'done' AND done_at > $2 AND kind = 'decide' AND done_by IS NOT NULL \
     ORDER BY done_by, done_at LIMIT $3",
);
pub(super) static ALL: &[&Sql] = &[&SUSPECT, &AGAIN, &TAKEN];

/// Cases of a body since an id that may show a sign; `late` and `quick` are milliseconds between
/// arrival and receipt, and between receipt and decision.
pub(crate) fn suspects(
    read: &Read<'_>,
    body: &BodyId,
    since: &str,
    late: i64,
    quick: i64,
    limit: u32,
) -> Result<Vec<Case>, Error> {
    read.rows(&SUSPECT, &[body.into(), since.into(), late.into(), quick.into(), limit.into()], case)
}

/// Whether the same person applied for the same item after a case and within these moments.
pub(crate) fn applied_again(
    read: &Read<'_>,
    person: &PersonId,
    case: &Case,
    from: Timestamp,
    to: Timestamp,
) -> Result<bool, Error> {
    let params = [person.into(), (&case.id).into(), (&case.item).into(), from.into(), to.into()];
    Ok(read.first(&AGAIN, &params, |_| Ok(()))?.is_some())
}

/// Decisions of a body since a moment, in the order of officers and times.
pub(crate) fn taken(read: &Read<'_>, body: &BodyId, since: Timestamp, limit: u32) -> Result<Vec<Taken>, Error> {
    read.rows(&TAKEN, &[body.into(), since.into(), limit.into()], |row| {
        Ok(Taken { case: row.get(0)?, by: row.get(1)?, at: row.get(2)?, due: row.get(3)? })
    })
}
