//! How a verb ends: the row is written where it was, and its entry beside it. A row that moved on in
//! between is refused as stale; where two act at once, the engine runs the later one again.

use kernel::{Problem, access::Actor};
use serde_json::{Value, json};
use store::{Entry, Error, Tx, state_digest};

use crate::{
    appointment::{self, Appointment},
    hall::{self, Hall},
    mandate::{self, Mandate},
    records,
    sitting::{self, Sitting},
    stuck::{self, Stuck},
    ticket::{self, Ticket},
};

/// Who acts, and by what title.
#[derive(Debug, Clone)]
pub(crate) struct By {
    pub actor: Actor,
    pub title: String,
}

impl By {
    pub fn new(actor: &Actor, title: &str) -> Self {
        Self { actor: actor.clone(), title: title.to_owned() }
    }

    /// A screen, or a rule of the house.
    pub fn system(name: &'static str) -> Self {
        Self::new(&Actor::system(name), "system")
    }
}

fn stale<T>() -> Result<T, Error> {
    Err(Problem::stale().into())
}

fn entry<'a>(by: &'a By, kind: &'static str, stream: &'a str, version: i64, payload: Value) -> Entry<'a> {
    let (actor, title) = (&by.actor, by.title.as_str());
    Entry { room: "hall", kind, stream, version, subject: None, actor, title, payload, personal: None, state: None }
}

/// A new ticket.
pub(crate) fn take(tx: &Tx<'_>, by: &By, made: &Ticket) -> Result<(), Error> {
    if !records::tickets::insert(tx, made)? {
        return stale();
    }
    let payload = json!({ "hall": made.hall, "number": made.number(), "queue": made.queue, "origin": made.origin,
        "appointment": made.appointment });
    let state = Some((ticket::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, "ticket.taken", made.id.as_str(), 0, payload) }).map(drop)
}

/// A ticket as it stands after an act.
pub(crate) fn save(tx: &Tx<'_>, by: &By, kind: &'static str, ticket: &mut Ticket) -> Result<(), Error> {
    let before = ticket.version;
    ticket.version += 1;
    if !records::tickets::update(tx, ticket, before)? {
        return stale();
    }
    let payload = json!({ "hall": ticket.hall, "number": ticket.number(), "queue": ticket.queue,
        "counter": ticket.counter, "state": ticket.state, "outcome": ticket.outcome, "case": ticket.case_number });
    let state = Some((ticket::SCHEMA, state_digest(ticket)?));
    tx.record(Entry { state, ..entry(by, kind, ticket.id.as_str(), before, payload) }).map(drop)
}

/// A counter opened; whether neither it nor the clerk was taken.
pub(crate) fn open(tx: &Tx<'_>, by: &By, made: &Sitting) -> Result<bool, Error> {
    if !records::sittings::insert(tx, made)? {
        return Ok(false);
    }
    let payload = json!({ "hall": made.hall, "counter": made.counter, "queues": made.queues });
    let state = Some((sitting::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, "counter.opened", made.id.as_str(), 0, payload) })?;
    Ok(true)
}

/// A sitting as it stands after an act.
pub(crate) fn sit(tx: &Tx<'_>, by: &By, kind: &'static str, sitting: &mut Sitting) -> Result<(), Error> {
    let before = sitting.version;
    sitting.version += 1;
    if !records::sittings::update(tx, sitting, before)? {
        return stale();
    }
    let payload = json!({ "hall": sitting.hall, "counter": sitting.counter, "queues": sitting.queues });
    let state = Some((sitting::SCHEMA, state_digest(sitting)?));
    tx.record(Entry { state, ..entry(by, kind, sitting.id.as_str(), before, payload) }).map(drop)
}

/// An appointment made; whether its place was free.
pub(crate) fn book(tx: &Tx<'_>, by: &By, made: &Appointment) -> Result<bool, Error> {
    if !records::people::insert(tx, made)? {
        return Ok(false);
    }
    let state = Some((appointment::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, "appointment.made", made.id.as_str(), 0, payload_of(made)) })?;
    Ok(true)
}

fn payload_of(made: &Appointment) -> Value {
    json!({ "hall": made.hall, "day": made.day, "minute": made.minute, "queue": made.queue, "item": made.item,
        "origin": made.origin, "mandate": made.mandate, "consent": made.consent, "ticket": made.ticket })
}

/// An appointment as it stands after an act; whether its new place was free.
pub(crate) fn rebook(tx: &Tx<'_>, by: &By, kind: &'static str, made: &mut Appointment) -> Result<(), Error> {
    let before = made.version;
    made.version += 1;
    if !records::people::update(tx, made, before)? {
        return stale();
    }
    let state = Some((appointment::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, kind, made.id.as_str(), before, payload_of(made)) }).map(drop)
}

/// A matter opened.
pub(crate) fn stick(tx: &Tx<'_>, by: &By, made: &Stuck) -> Result<(), Error> {
    records::stuck::insert(tx, made)?;
    let payload = json!({ "number": made.number, "hall": made.hall, "body": made.body, "item": made.item, "ticket": made.ticket,
        "due": made.due, "division": made.division });
    let state = Some((stuck::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, "stuck.opened", made.id.as_str(), 0, payload) }).map(drop)
}

/// A matter as it stands after an act.
pub(crate) fn settle(tx: &Tx<'_>, by: &By, kind: &'static str, made: &mut Stuck) -> Result<(), Error> {
    let before = made.version;
    made.version += 1;
    if !records::stuck::update(tx, made, before)? {
        return stale();
    }
    let payload = json!({ "number": made.number, "body": made.body, "outcome": made.outcome });
    let state = Some((stuck::SCHEMA, state_digest(made)?));
    tx.record(Entry { state, ..entry(by, kind, made.id.as_str(), before, payload) }).map(drop)
}

/// A hall made, or as it stands after an act.
pub(crate) fn arrange(tx: &Tx<'_>, by: &By, kind: &'static str, hall: &mut Hall, what: Value) -> Result<(), Error> {
    let before = hall.version;
    hall.version += 1;
    if before == 0 {
        records::insert(tx, hall)?;
    } else if !records::update(tx, hall, before)? {
        return stale();
    }
    let state = Some((hall::SCHEMA, state_digest(hall)?));
    let payload = json!({ "hall": hall.id, "key": hall.key, "what": what });
    tx.record(Entry { state, ..entry(by, kind, hall.id.as_str(), before, payload) }).map(drop)
}

/// A mandate given or revoked.
pub(crate) fn entrust(tx: &Tx<'_>, by: &By, kind: &'static str, mandate: &mut Mandate) -> Result<(), Error> {
    let before = mandate.version;
    mandate.version += 1;
    if before == 0 {
        records::people::insert_mandate(tx, mandate)?;
    } else if !records::people::update_mandate(tx, mandate, before)? {
        return stale();
    }
    let payload = json!({ "hall": mandate.hall, "staff": mandate.staff, "division": mandate.division, "items": mandate.items,
        "from": mandate.from, "to": mandate.to });
    let state = Some((mandate::SCHEMA, state_digest(mandate)?));
    tx.record(Entry { state, ..entry(by, kind, mandate.id.as_str(), before, payload) }).map(drop)
}
