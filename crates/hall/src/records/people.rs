//! SQL of appointments and of helpers' mandates.

use kernel::{
    Date,
    id::{PersonId, StaffId},
};
use seals::Digest;
use store::{Error, Read, Row, Sql, Tx, Value};

use super::{some_word, word};
use crate::{
    appointment::{Appointment, AppointmentId, Booked, By, Consent},
    hall::HallId,
    mandate::{Mandate, MandateId},
    ticket::Ground,
};

macro_rules! appointment {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, hall, day, minute, queue, item, person, ground, state, origin, mandate, consent, digest, \
             made_at, ticket, place FROM hall_appointment ",
            $rest
        )
    };
}

pub(super) static BY_ID: Sql = Sql::new(appointment!("WHERE id = $1"));
pub(super) static OF_PERSON: Sql = Sql::new(appointment!("WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3"));
pub(super) static OF_DAY: Sql = Sql::new(appointment!("WHERE hall = $1 AND day = $2 ORDER BY minute, id LIMIT $3"));
pub(super) static BY_DIGEST: Sql = Sql::new(appointment!("WHERE digest = $1 AND hall = $2 AND day = $3"));
pub(super) static BY_OPEN: Sql = Sql::new(appointment!("WHERE open = $1"));
pub(super) static INSERT: Sql = Sql::new(
    "INSERT INTO hall_appointment (id, version, hall, day, minute, queue, item, person, ground, state, origin, mandate, consent, \
     digest, made_at, ticket, place, open) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
     $17, $18) ON CONFLICT DO NOTHING",
);
pub(super) static UPDATE: Sql = Sql::new(
    "UPDATE hall_appointment SET version = $2, day = $3, minute = $4, state = $5, ticket = $6, place = $7, open = $8, ground = $9 \
     WHERE id = $1 AND version = $10",
);
pub(super) static PAGE: Sql = Sql::new(appointment!("WHERE id > $1 ORDER BY id LIMIT $2"));

macro_rules! mandate {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, hall, staff, division, items, valid_from, valid_to, revoked_at FROM hall_mandate ",
            $rest
        )
    };
}

pub(super) static MANDATE: Sql = Sql::new(mandate!("WHERE id = $1"));
pub(super) static MANDATES: Sql = Sql::new(mandate!("WHERE hall = $1 ORDER BY id"));
pub(super) static MANDATES_OF_STAFF: Sql = Sql::new(mandate!("WHERE staff = $1 ORDER BY id"));
pub(super) static INSERT_MANDATE: Sql = Sql::new(
    "INSERT INTO hall_mandate (id, version, hall, staff, division, items, valid_from, valid_to, revoked_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
pub(super) static UPDATE_MANDATE: Sql =
    Sql::new("UPDATE hall_mandate SET version = $2, revoked_at = $3 WHERE id = $1 AND version = $4");
pub(super) static MANDATE_PAGE: Sql = Sql::new(mandate!("WHERE id > $1 ORDER BY id LIMIT $2"));

fn appointment(row: &Row<'_>) -> Result<Appointment, Error> {
    // `hall/day/minute/place` while it holds one.
    let place: Option<String> = row.get(16)?;
    let place = place.and_then(|place| place.rsplit('/').next()?.parse().ok()).unwrap_or(0);
    Ok(Appointment {
        id: row.get(0)?,
        version: row.get(1)?,
        hall: row.get(2)?,
        day: row.get(3)?,
        minute: row.get(4)?,
        queue: row.get(5)?,
        item: row.get(6)?,
        person: row.get(7)?,
        first: some_word(row, 8, Ground::parse)?,
        state: word(row, 9, Booked::parse)?,
        origin: word(row, 10, By::parse)?,
        mandate: row.get(11)?,
        consent: some_word(row, 12, Consent::parse)?,
        digest: row.get(13)?,
        made_at: row.get(14)?,
        ticket: row.get(15)?,
        place,
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &AppointmentId) -> Result<Option<Appointment>, Error> {
    read.first(&BY_ID, &[id.into()], appointment)
}

/// A person's, the newest first, before an id.
pub(crate) fn of_person(
    read: &Read<'_>,
    person: &PersonId,
    before: &str,
    limit: u32,
) -> Result<Vec<Appointment>, Error> {
    let before = if before.is_empty() { "appt`" } else { before };
    read.rows(&OF_PERSON, &[person.into(), before.into(), limit.into()], appointment)
}

/// All of a day, by their times.
pub(crate) fn of_day(read: &Read<'_>, hall: &HallId, day: Date) -> Result<Vec<Appointment>, Error> {
    read.rows(&OF_DAY, &[hall.into(), day.into(), 10_000_u32.into()], appointment)
}

pub(crate) fn by_digest(
    read: &Read<'_>,
    digest: &Digest,
    hall: &HallId,
    day: Date,
) -> Result<Option<Appointment>, Error> {
    read.first(&BY_DIGEST, &[digest.0.as_slice().into(), hall.into(), day.into()], appointment)
}

/// The open one of a person for an item.
pub(crate) fn by_open(read: &Read<'_>, open: &str) -> Result<Option<Appointment>, Error> {
    read.first(&BY_OPEN, &[open.into()], appointment)
}

/// Whether the place was free and the person had none open for this.
pub(crate) fn insert(tx: &Tx<'_>, made: &Appointment) -> Result<bool, Error> {
    let params: [Value<'_>; 18] = [
        (&made.id).into(),
        made.version.into(),
        (&made.hall).into(),
        made.day.into(),
        made.minute.into(),
        (&made.queue).into(),
        made.item.as_ref().into(),
        made.person.as_ref().into(),
        made.first.map(Ground::as_str).into(),
        made.state.as_str().into(),
        made.origin.as_str().into(),
        made.mandate.as_ref().into(),
        made.consent.map(Consent::as_str).into(),
        made.digest.as_slice().into(),
        made.made_at.into(),
        made.ticket.as_ref().into(),
        made.held().into(),
        made.open().into(),
    ];
    Ok(tx.execute(&INSERT, &params)? == 1)
}

/// Whether the row was still at `version`.
pub(crate) fn update(tx: &Tx<'_>, made: &Appointment, version: i64) -> Result<bool, Error> {
    let params: [Value<'_>; 10] = [
        (&made.id).into(),
        made.version.into(),
        made.day.into(),
        made.minute.into(),
        made.state.as_str().into(),
        made.ticket.as_ref().into(),
        made.held().into(),
        made.open().into(),
        made.first.map(Ground::as_str).into(),
        version.into(),
    ];
    Ok(tx.execute(&UPDATE, &params)? == 1)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn digests(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let all = read.rows(&PAGE, &[after.into(), limit.into()], appointment)?;
    all.iter().map(|made| Ok((made.id.to_string(), store::state_digest(made)?))).collect()
}

fn mandate(row: &Row<'_>) -> Result<Mandate, Error> {
    Ok(Mandate {
        id: row.get(0)?,
        version: row.get(1)?,
        hall: row.get(2)?,
        staff: row.get(3)?,
        division: row.get(4)?,
        items: serde_json::from_str(&row.get::<String>(5)?)?,
        from: row.get(6)?,
        to: row.get(7)?,
        revoked_at: row.get(8)?,
    })
}

pub(crate) fn mandate_by_id(read: &Read<'_>, id: &MandateId) -> Result<Option<Mandate>, Error> {
    read.first(&MANDATE, &[id.into()], mandate)
}

pub(crate) fn mandates_of(read: &Read<'_>, hall: &HallId) -> Result<Vec<Mandate>, Error> {
    read.rows(&MANDATES, &[hall.into()], mandate)
}

pub(crate) fn mandates_of_staff(read: &Read<'_>, staff: &StaffId) -> Result<Vec<Mandate>, Error> {
    read.rows(&MANDATES_OF_STAFF, &[staff.into()], mandate)
}

pub(crate) fn insert_mandate(tx: &Tx<'_>, mandate: &Mandate) -> Result<(), Error> {
    let params: [Value<'_>; 9] = [
        (&mandate.id).into(),
        mandate.version.into(),
        (&mandate.hall).into(),
        (&mandate.staff).into(),
        (&mandate.division).into(),
        serde_json::to_string(&mandate.items)?.into(),
        mandate.from.into(),
        mandate.to.into(),
        mandate.revoked_at.into(),
    ];
    tx.execute(&INSERT_MANDATE, &params).map(drop)
}

/// Whether the row was still at `version`.
pub(crate) fn update_mandate(tx: &Tx<'_>, mandate: &Mandate, version: i64) -> Result<bool, Error> {
    let params = [(&mandate.id).into(), mandate.version.into(), mandate.revoked_at.into(), version.into()];
    Ok(tx.execute(&UPDATE_MANDATE, &params)? == 1)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn mandate_digests(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let all = read.rows(&MANDATE_PAGE, &[after.into(), limit.into()], mandate)?;
    all.iter().map(|mandate| Ok((mandate.id.to_string(), store::state_digest(mandate)?))).collect()
}
