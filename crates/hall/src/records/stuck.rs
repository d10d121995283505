//! SQL of matters that could not be done.

use kernel::{
    Date, DivisionCode,
    id::{BodyId, PersonId},
};
use store::{Error, Read, Row, Sql, Tx, Value};

use super::some_word;
use crate::stuck::{Answer, OPEN, Stuck, StuckId};

macro_rules! stuck {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, number, hall, division, body, item, ticket, holder, known, words, contact, opened_at, \
             due, passed, outcome, answer, answered_at FROM hall_stuck ",
            $rest
        )
    };
}

pub(super) static BY_ID: Sql = Sql::new(stuck!("WHERE id = $1"));
pub(super) static BY_NUMBER: Sql = Sql::new(stuck!("WHERE number = $1"));
pub(super) static OF_BODY: Sql = Sql::new(stuck!("WHERE body = $1 AND state = $2 ORDER BY due, id LIMIT $3"));
pub(super) static WITHIN: Sql =
    Sql::new(stuck!("WHERE state = $1 AND division >= $2 AND division < $3 ORDER BY due, id LIMIT $4"));
pub(super) static OF_HOLDER: Sql = Sql::new(stuck!("WHERE holder = $1 ORDER BY id DESC LIMIT $2"));
pub(super) static OVERDUE: Sql = Sql::new("SELECT count(*) FROM hall_stuck WHERE state = $1 AND due < $2");
pub(super) static INSERT: Sql = Sql::new(
    "INSERT INTO hall_stuck (id, version, number, hall, division, body, item, ticket, holder, known, words, contact, \
     state, opened_at, due, passed, outcome, answer, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
     $13, $14, $15, $16, $17, $18, $19)",
);
pub(super) static UPDATE: Sql = Sql::new(
    "UPDATE hall_stuck SET version = $2, body = $3, state = $4, passed = $5, outcome = $6, answer = $7, answered_at = $8 \
     WHERE id = $1 AND version = $9",
);
pub(super) static PAGE: Sql = Sql::new(stuck!("WHERE id > $1 ORDER BY id LIMIT $2"));

/// Where the words, the contact and the answer are sealed.
pub(crate) const WORDS: &str = "hall_stuck.words";
pub(crate) const CONTACT: &str = "hall_stuck.contact";
pub(crate) const ANSWER: &str = "hall_stuck.answer";

fn stuck(row: &Row<'_>) -> Result<Stuck, Error> {
    Ok(Stuck {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        hall: row.get(3)?,
        division: row.get(4)?,
        body: row.get(5)?,
        item: row.get(6)?,
        ticket: row.get(7)?,
        holder: row.get(8)?,
        known: row.get(9)?,
        words: row.get(10)?,
        contact: row.get(11)?,
        opened_at: row.get(12)?,
        due: row.get(13)?,
        passed: row.get(14)?,
        outcome: some_word(row, 15, Answer::parse)?,
        answer: row.get(16)?,
        answered_at: row.get(17)?,
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &StuckId) -> Result<Option<Stuck>, Error> {
    read.first(&BY_ID, &[id.into()], stuck)
}

pub(crate) fn by_number(read: &Read<'_>, number: &str) -> Result<Option<Stuck>, Error> {
    read.first(&BY_NUMBER, &[number.into()], stuck)
}

/// A body's in a state, those due first first.
pub(crate) fn of_body(read: &Read<'_>, body: &BodyId, state: &str, limit: u32) -> Result<Vec<Stuck>, Error> {
    read.rows(&OF_BODY, &[body.into(), state.into(), limit.into()], stuck)
}

/// Those of a division and all below it.
pub(crate) fn within(read: &Read<'_>, division: &DivisionCode, state: &str, limit: u32) -> Result<Vec<Stuck>, Error> {
    let from = division.prefix();
    let to = [from, "~"].concat();
    read.rows(&WITHIN, &[state.into(), from.into(), to.into(), limit.into()], stuck)
}

pub(crate) fn of_holder(read: &Read<'_>, holder: &PersonId, limit: u32) -> Result<Vec<Stuck>, Error> {
    read.rows(&OF_HOLDER, &[holder.into(), limit.into()], stuck)
}

/// How many are open past their last day.
pub(crate) fn overdue(read: &Read<'_>, today: Date) -> Result<i64, Error> {
    Ok(read.first(&OVERDUE, &[OPEN.into(), today.into()], |row| row.get(0))?.unwrap_or(0))
}

pub(crate) fn insert(tx: &Tx<'_>, made: &Stuck) -> Result<(), Error> {
    let params: [Value<'_>; 19] = [
        (&made.id).into(),
        made.version.into(),
        (&made.number).into(),
        (&made.hall).into(),
        (&made.division).into(),
        (&made.body).into(),
        made.item.as_ref().into(),
        made.ticket.as_ref().into(),
        (&made.holder).into(),
        made.known.into(),
        made.words.as_slice().into(),
        made.contact.as_deref().into(),
        made.state().into(),
        made.opened_at.into(),
        made.due.into(),
        made.passed.into(),
        made.outcome.map(Answer::as_str).into(),
        made.answer.as_deref().into(),
        made.answered_at.into(),
    ];
    tx.execute(&INSERT, &params).map(drop)
}

/// Whether the row was still at `version`.
pub(crate) fn update(tx: &Tx<'_>, made: &Stuck, version: i64) -> Result<bool, Error> {
    let params: [Value<'_>; 9] = [
        (&made.id).into(),
        made.version.into(),
        (&made.body).into(),
        made.state().into(),
        made.passed.into(),
        made.outcome.map(Answer::as_str).into(),
        made.answer.as_deref().into(),
        made.answered_at.into(),
        version.into(),
    ];
    Ok(tx.execute(&UPDATE, &params)? == 1)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn digests(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let all = read.rows(&PAGE, &[after.into(), limit.into()], stuck)?;
    all.iter().map(|made| Ok((made.id.to_string(), store::state_digest(made)?))).collect()
}
