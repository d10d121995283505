//! SQL of sittings.

use kernel::{Date, id::StaffId};
use store::{Error, Read, Row, Sql, Tx, Value};

use super::word;
use crate::{
    hall::HallId,
    sitting::{Sitting, Standing},
};

macro_rules! sitting {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, hall, day, counter, staff, queues, state, opened_at, since, closed_at FROM hall_sitting ",
            $rest
        )
    };
}

pub(super) static OF_DAY: Sql = Sql::new(sitting!("WHERE hall = $1 AND day = $2 ORDER BY id"));
pub(super) static OF_STAFF: Sql = Sql::new(sitting!("WHERE holder = $1"));
pub(super) static INSERT: Sql = Sql::new(
    "INSERT INTO hall_sitting (id, version, hall, day, counter, staff, queues, state, opened_at, since, closed_at, place, holder) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
);
pub(super) static UPDATE: Sql = Sql::new(
    "UPDATE hall_sitting SET version = $2, queues = $3, state = $4, since = $5, closed_at = $6, place = $7, holder = $8 \
     WHERE id = $1 AND version = $9",
);
pub(super) static PAGE: Sql = Sql::new(sitting!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(super) static OPEN_COUNT: Sql = Sql::new("SELECT count(*) FROM hall_sitting WHERE day = $1 AND place IS NOT NULL");

fn sitting(row: &Row<'_>) -> Result<Sitting, Error> {
    Ok(Sitting {
        id: row.get(0)?,
        version: row.get(1)?,
        hall: row.get(2)?,
        day: row.get(3)?,
        counter: row.get(4)?,
        staff: row.get(5)?,
        queues: serde_json::from_str(&row.get::<String>(6)?)?,
        state: word(row, 7, Standing::parse)?,
        opened_at: row.get(8)?,
        since: row.get(9)?,
        closed_at: row.get(10)?,
    })
}

/// All of a day, those that have ended too.
pub(crate) fn of_day(read: &Read<'_>, hall: &HallId, day: Date) -> Result<Vec<Sitting>, Error> {
    read.rows(&OF_DAY, &[hall.into(), day.into()], sitting)
}

/// Where a clerk sits on a day.
pub(crate) fn of_staff(read: &Read<'_>, staff: &StaffId, day: Date) -> Result<Option<Sitting>, Error> {
    let holder = [staff.as_str(), "/", &day.to_string()].concat();
    read.first(&OF_STAFF, &[holder.into()], sitting)
}

/// Whether neither counter nor clerk had one.
pub(crate) fn insert(tx: &Tx<'_>, sitting: &Sitting) -> Result<bool, Error> {
    let (place, holder) = sitting.holds().unzip();
    let params: [Value<'_>; 13] = [
        (&sitting.id).into(),
        sitting.version.into(),
        (&sitting.hall).into(),
        sitting.day.into(),
        (&sitting.counter).into(),
        (&sitting.staff).into(),
        serde_json::to_string(&sitting.queues)?.into(),
        sitting.state.as_str().into(),
        sitting.opened_at.into(),
        sitting.since.into(),
        sitting.closed_at.into(),
        place.into(),
        holder.into(),
    ];
    Ok(tx.execute(&INSERT, &params)? == 1)
}

/// Whether the row was still at `version`.
pub(crate) fn update(tx: &Tx<'_>, sitting: &Sitting, version: i64) -> Result<bool, Error> {
    let (place, holder) = sitting.holds().unzip();
    let params: [Value<'_>; 9] = [
        (&sitting.id).into(),
        sitting.version.into(),
        serde_json::to_string(&sitting.queues)?.into(),
        sitting.state.as_str().into(),
        sitting.since.into(),
        sitting.closed_at.into(),
        place.into(),
        holder.into(),
        version.into(),
    ];
    Ok(tx.execute(&UPDATE, &params)? == 1)
}

/// Counters open on a day in all halls.
pub(crate) fn open_count(read: &Read<'_>, day: Date) -> Result<i64, Error> {
    Ok(read.first(&OPEN_COUNT, &[day.into()], |row| row.get(0))?.unwrap_or(0))
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn digests(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let sittings = read.rows(&PAGE, &[after.into(), limit.into()], sitting)?;
    sittings.iter().map(|sitting| Ok((sitting.id.to_string(), store::state_digest(sitting)?))).collect()
}
