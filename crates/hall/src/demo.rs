//! A morning at a hall for a demonstration: people come, clerks call and serve, through the same verbs
//! as pages and programs, with the clock told. What is drawn is chosen, not found.

use kernel::{Calendar, Timestamp, access::Actor};
use store::{Error, Read, Tx};

use crate::{
    act::By,
    call::{self, Finish},
    hall::Hall,
    permits::MayServe,
    picture::Picture,
    records,
    sit::{self, Opening},
    stick::{self, NewStuck},
    take::{self, NewTicket},
    ticket::{Ground, Origin, Outcome},
};

/// The hall with this key, unless it has tickets of today already.
///
/// # Errors
/// Of the store.
pub fn empty_today(read: &Read<'_>, key: &str) -> Result<Option<Hall>, Error> {
    let Some(hall) = records::by_key(read, key)? else { return Ok(None) };
    let tickets = records::tickets::of_day(read, &hall.id, read.now().date())?;
    Ok(tickets.is_empty().then_some(hall))
}

/// One step of the story, at the moment that the clock tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody takes a ticket of the queue at this place, served first or not.
    Comes(u8, bool),
    /// The clerk at this place ends whoever is there and calls the next.
    Calls(u8),
}

/// Opens a counter for a clerk.
///
/// # Errors
/// Of the store; a refusal where the counter is taken.
pub fn open(tx: &Tx<'_>, hall: &Hall, clerk: &Actor, counter: &str) -> Result<(), Error> {
    let permit = MayServe::of(clerk, hall)?;
    let opening = Opening { hall: hall.id.clone(), counter: counter.to_owned(), queues: Vec::new() };
    sit::open(tx, &permit, &opening).map(drop)
}

/// Lives one step; nothing happens where the hall gives no tickets at that moment.
///
/// # Errors
/// Of the store.
pub fn live(tx: &Tx<'_>, hall: &Hall, clerks: &[Actor], step: Step, calendar: &Calendar) -> Result<(), Error> {
    match step {
        Step::Comes(queue, first) => {
            let Some(queue) = hall.settings.queues.get(usize::from(queue)) else { return Ok(()) };
            if !Picture::of(tx, hall, calendar)?.gives_tickets() {
                return Ok(());
            }
            let first = first.then_some(Ground::Age).filter(|ground| hall.settings.rules.first.contains(ground));
            let new = NewTicket {
                hall: hall.id.clone(),
                queue: queue.letter.clone(),
                item: queue.items.first().cloned(),
                first,
                origin: Origin::Kiosk,
            };
            take::take(tx, &By::system("kiosk"), &new, calendar).map(drop)
        }
        Step::Calls(clerk) => {
            let Some(clerk) = clerks.get(usize::from(clerk)) else { return Ok(()) };
            let permit = MayServe::of(clerk, hall)?;
            let sitting = call::my_sitting(tx, &permit, &hall.id)?;
            if call::at(tx, &sitting)?.is_some() {
                let outcome = if tx.now().0 / 1000 % 3 == 0 { Outcome::CaseBegun } else { Outcome::Advised };
                let done = Finish { outcome, told: None, case_number: None, item: None };
                call::finish(tx, &permit, &hall.id, &done)?;
            }
            call::call(tx, &permit, &hall.id, None, calendar).map(drop)
        }
    }
}

/// The moment at which the story of a morning begins: so long before now, but today.
#[must_use]
pub fn begins(now: Timestamp, minutes: i64) -> Timestamp {
    now.plus_minutes(-minutes).max(Timestamp::start_of(now.date()))
}

/// Under which letter the numbers of matters are drawn.
pub const STUCK_NUMBERS: &str = crate::stuck::NUMBERS;

/// Opens a matter that could not be done, at the moment that the clock tells.
///
/// # Errors
/// Of the store.
pub fn stuck(
    tx: &Tx<'_>,
    hall: &Hall,
    clerk: &Actor,
    number: &str,
    words: &str,
    calendar: &Calendar,
) -> Result<(), Error> {
    let permit = MayServe::of(clerk, hall)?;
    let new = NewStuck {
        number: number.to_owned(),
        body: hall.body.clone(),
        item: None,
        ticket: None,
        person: None,
        words: words.to_owned(),
        contact: None,
    };
    stick::open(tx, &permit.by(), hall, &new, calendar).map(drop)
}
