//! SQL of tickets.

use kernel::{Date, Timestamp};
use store::{Error, Read, Row, Sql, Tx, Value};

use super::{some_word, word};
use crate::{
    hall::HallId,
    ticket::{Ground, Origin, Outcome, State, Ticket, TicketId},
};

macro_rules! ticket {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, hall, day, queue, letter, sequence, state, origin, ground, item, appointment, due, taken_at, \
             low, high, sent_from, only_at, counter, sitting, preferred, calls, first_call, called_at, last_call, ended_at, \
             outcome, told, case_number FROM hall_ticket ",
            $rest
        )
    };
}

pub(super) static BY_ID: Sql = Sql::new(ticket!("WHERE id = $1"));
pub(super) static IN_STATE: Sql =
    Sql::new(ticket!("WHERE hall = $1 AND day = $2 AND state = $3 ORDER BY taken_at, letter, sequence LIMIT $4"));
pub(super) static AT_SEAT: Sql = Sql::new(ticket!("WHERE seat = $1"));
pub(super) static BY_NUMBER: Sql = Sql::new(ticket!("WHERE hall = $1 AND day = $2 AND letter = $3 AND sequence = $4"));
pub(super) static OF_DAY: Sql =
    Sql::new(ticket!("WHERE hall = $1 AND day = $2 ORDER BY taken_at, letter, sequence LIMIT $3"));
pub(super) static LAST: Sql =
    Sql::new("SELECT COALESCE(MAX(sequence), 0) FROM hall_ticket WHERE hall = $1 AND day = $2 AND letter = $3");
pub(super) static INSERT: Sql = Sql::new(
    "INSERT INTO hall_ticket (id, version, hall, day, queue, letter, sequence, state, origin, ground, item, appointment, due, \
     taken_at, low, high, sent_from, only_at, counter, sitting, preferred, calls, first_call, called_at, last_call, ended_at, \
     outcome, told, case_number, seat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
     $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) ON CONFLICT DO NOTHING",
);
pub(super) static UPDATE: Sql = Sql::new(
    "UPDATE hall_ticket SET version = $2, queue = $3, state = $4, sent_from = $5, only_at = $6, counter = $7, sitting = $8, \
     preferred = $9, calls = $10, first_call = $11, called_at = $12, last_call = $13, ended_at = $14, outcome = $15, \
     told = $16, case_number = $17, item = $18, seat = $19 WHERE id = $1 AND version = $20",
);
pub(super) static PAGE: Sql = Sql::new(ticket!("WHERE id > $1 ORDER BY id LIMIT $2"));
/// How long the last ones took that were at a counter to their end.
pub(super) static SAMPLES: Sql = Sql::new(
    "SELECT ended_at - called_at FROM hall_ticket WHERE hall = $1 AND queue = $2 AND ended_at >= $3 AND called_at IS NOT NULL \
     ORDER BY ended_at DESC LIMIT $4",
);
pub(super) static ROW: Sql = Sql::new(
    "SELECT preferred FROM hall_ticket WHERE hall = $1 AND day = $2 AND called_at IS NOT NULL AND sent_from IS NULL \
     ORDER BY called_at DESC LIMIT $3",
);
pub(super) static FIRSTS: Sql = Sql::new(
    "SELECT queue, count(*) FROM hall_ticket WHERE hall = $1 AND day = $2 AND taken_at >= $3 AND ground IS NOT NULL GROUP BY queue",
);
pub(super) static WAITING_COUNT: Sql = Sql::new("SELECT count(*) FROM hall_ticket WHERE day = $1 AND state = $2");

/// Waiting in one hall at most that are looked at; a hall with more has other troubles.
pub(crate) const MOST: u32 = 1_000;

fn ticket(row: &Row<'_>) -> Result<Ticket, Error> {
    Ok(Ticket {
        id: row.get(0)?,
        version: row.get(1)?,
        hall: row.get(2)?,
        day: row.get(3)?,
        queue: row.get(4)?,
        letter: row.get(5)?,
        sequence: row.get(6)?,
        state: word(row, 7, State::parse)?,
        origin: word(row, 8, Origin::parse)?,
        first: some_word(row, 9, Ground::parse)?,
        item: row.get(10)?,
        appointment: row.get(11)?,
        due: row.get(12)?,
        taken_at: row.get(13)?,
        low: row.get(14)?,
        high: row.get(15)?,
        sent_from: row.get(16)?,
        only: row.get(17)?,
        counter: row.get(18)?,
        sitting: row.get(19)?,
        preferred: row.get(20)?,
        calls: row.get(21)?,
        first_call: row.get(22)?,
        called_at: row.get(23)?,
        last_call: row.get(24)?,
        ended_at: row.get(25)?,
        outcome: some_word(row, 26, Outcome::parse)?,
        told: row.get(27)?,
        case_number: row.get(28)?,
    })
}

pub(crate) fn by_id(read: &Read<'_>, id: &TicketId) -> Result<Option<Ticket>, Error> {
    read.first(&BY_ID, &[id.into()], ticket)
}

/// The tickets of a day in a state, by arrival.
pub(crate) fn in_state(read: &Read<'_>, hall: &HallId, day: Date, state: State) -> Result<Vec<Ticket>, Error> {
    read.rows(&IN_STATE, &[hall.into(), day.into(), state.as_str().into(), MOST.into()], ticket)
}

/// Whoever is at a counter.
pub(crate) fn at_seat(read: &Read<'_>, seat: &str) -> Result<Option<Ticket>, Error> {
    read.first(&AT_SEAT, &[seat.into()], ticket)
}

pub(crate) fn by_number(
    read: &Read<'_>,
    hall: &HallId,
    day: Date,
    letter: &str,
    sequence: u32,
) -> Result<Option<Ticket>, Error> {
    read.first(&BY_NUMBER, &[hall.into(), day.into(), letter.into(), sequence.into()], ticket)
}

pub(crate) fn of_day(read: &Read<'_>, hall: &HallId, day: Date) -> Result<Vec<Ticket>, Error> {
    read.rows(&OF_DAY, &[hall.into(), day.into(), 5_000_u32.into()], ticket)
}

/// The highest number given of a letter today.
pub(crate) fn last(read: &Read<'_>, hall: &HallId, day: Date, letter: &str) -> Result<u32, Error> {
    let last = read.first(&LAST, &[hall.into(), day.into(), letter.into()], |row| row.get::<i64>(0))?;
    Ok(last.and_then(|last| u32::try_from(last).ok()).unwrap_or(0))
}

/// Whether its number and its seat were free.
pub(crate) fn insert(tx: &Tx<'_>, ticket: &Ticket) -> Result<bool, Error> {
    let params: [Value<'_>; 30] = [
        (&ticket.id).into(),
        ticket.version.into(),
        (&ticket.hall).into(),
        ticket.day.into(),
        (&ticket.queue).into(),
        (&ticket.letter).into(),
        ticket.sequence.into(),
        ticket.state.as_str().into(),
        ticket.origin.as_str().into(),
        ticket.first.map(Ground::as_str).into(),
        ticket.item.as_ref().into(),
        ticket.appointment.as_ref().into(),
        ticket.due.into(),
        ticket.taken_at.into(),
        ticket.low.into(),
        ticket.high.into(),
        ticket.sent_from.as_ref().into(),
        ticket.only.as_ref().into(),
        ticket.counter.as_ref().into(),
        ticket.sitting.as_ref().into(),
        ticket.preferred.into(),
        ticket.calls.into(),
        ticket.first_call.into(),
        ticket.called_at.into(),
        ticket.last_call.into(),
        ticket.ended_at.into(),
        ticket.outcome.map(Outcome::as_str).into(),
        ticket.told.as_ref().into(),
        ticket.case_number.as_ref().into(),
        ticket.seat().into(),
    ];
    Ok(tx.execute(&INSERT, &params)? == 1)
}

/// Whether the row was still at `version`.
pub(crate) fn update(tx: &Tx<'_>, ticket: &Ticket, version: i64) -> Result<bool, Error> {
    let params: [Value<'_>; 20] = [
        (&ticket.id).into(),
        ticket.version.into(),
        (&ticket.queue).into(),
        ticket.state.as_str().into(),
        ticket.sent_from.as_ref().into(),
        ticket.only.as_ref().into(),
        ticket.counter.as_ref().into(),
        ticket.sitting.as_ref().into(),
        ticket.preferred.into(),
        ticket.calls.into(),
        ticket.first_call.into(),
        ticket.called_at.into(),
        ticket.last_call.into(),
        ticket.ended_at.into(),
        ticket.outcome.map(Outcome::as_str).into(),
        ticket.told.as_ref().into(),
        ticket.case_number.as_ref().into(),
        ticket.item.as_ref().into(),
        ticket.seat().into(),
        version.into(),
    ];
    Ok(tx.execute(&UPDATE, &params)? == 1)
}

/// Seconds that the last ones of a queue took since a moment, the newest first.
pub(crate) fn samples(
    read: &Read<'_>,
    hall: &HallId,
    queue: &str,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<u32>, Error> {
    let took =
        read.rows(&SAMPLES, &[hall.into(), queue.into(), since.into(), limit.into()], |row| row.get::<i64>(0))?;
    Ok(took.into_iter().map(|millis| u32::try_from(millis / 1000).unwrap_or(0)).collect())
}

/// How many were called with precedence since one without was.
pub(crate) fn row(read: &Read<'_>, hall: &HallId, day: Date, most: u16) -> Result<u16, Error> {
    let called = read.rows(&ROW, &[hall.into(), day.into(), most.into()], |row| row.get::<bool>(0))?;
    Ok(u16::try_from(called.into_iter().take_while(|preferred| *preferred).count()).unwrap_or(u16::MAX))
}

/// How many who are served first took a ticket since a moment, by queue.
pub(crate) fn firsts(read: &Read<'_>, hall: &HallId, day: Date, since: Timestamp) -> Result<Vec<(String, i64)>, Error> {
    read.rows(&FIRSTS, &[hall.into(), day.into(), since.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Who waits on a day in all halls.
pub(crate) fn waiting_count(read: &Read<'_>, day: Date) -> Result<i64, Error> {
    let count = read.first(&WAITING_COUNT, &[day.into(), State::Waiting.as_str().into()], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn digests(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let tickets = read.rows(&PAGE, &[after.into(), limit.into()], ticket)?;
    tickets.iter().map(|ticket| Ok((ticket.id.to_string(), store::state_digest(ticket)?))).collect()
}
