//! Calling 叫号: a clerk calls the next by the rule, or a ticket by its number; calls again; says that
//! nobody came; sends on; says what was done. Two clerks never have the same ticket, a counter never
//! has two, and pressing twice is pressing once.

use kernel::Calendar;
use store::{Error, Tx};

use crate::{
    act::{self, By},
    hall::{Hall, HallId},
    order::{self, Caller},
    permits::MayServe,
    picture::Picture,
    records,
    refusal::Refusal,
    sitting::{Sitting, Standing},
    ticket::{Outcome, State, Ticket},
};

/// Pressed again within this time it is the same call.
const SAME_MILLIS: i64 = 3_000;

impl MayServe {
    pub(crate) fn by(&self) -> By {
        By::new(&self.actor, &self.title)
    }
}

/// The counter at which the clerk sits now, in this hall.
///
/// # Errors
/// 409 without one.
pub(crate) fn my_sitting(read: &store::Read<'_>, permit: &MayServe, hall: &HallId) -> Result<Sitting, Error> {
    let mine = records::sittings::of_staff(read, &permit.staff, read.now().date())?;
    mine.filter(|sitting| sitting.hall == *hall).ok_or_else(|| Refusal::NoCounter.problem().into())
}

/// Whoever is at the counter.
pub(crate) fn at(read: &store::Read<'_>, sitting: &Sitting) -> Result<Option<Ticket>, Error> {
    let seat = sitting.holds().map(|(place, _)| place);
    seat.map(|seat| records::tickets::at_seat(read, &seat)).transpose().map(Option::flatten)
}

fn here(tx: &Tx<'_>, permit: &MayServe, hall: &HallId) -> Result<(Sitting, Ticket), Error> {
    let sitting = my_sitting(tx, permit, hall)?;
    let ticket = at(tx, &sitting)?.ok_or(Refusal::NoTicket)?;
    Ok((sitting, ticket))
}

/// Calls the next, or the ticket with this number, also one that was missed. `None` when nobody waits.
/// Whoever is at the counter already stays there: called twice is called once.
///
/// # Errors
/// 409 without an open counter or on a break; 422 when no such ticket waits.
pub(crate) fn call(
    tx: &Tx<'_>,
    permit: &MayServe,
    hall: &HallId,
    number: Option<&str>,
    calendar: &Calendar,
) -> Result<Option<Ticket>, Error> {
    let hall = records::hold(tx, hall)?.ok_or_else(kernel::Problem::not_found)?;
    let sitting = my_sitting(tx, permit, &hall.id)?;
    if let Some(ticket) = at(tx, &sitting)? {
        return Ok(Some(ticket));
    }
    if sitting.state != Standing::Open {
        return Err(Refusal::OnBreak.into());
    }
    let now = tx.now();
    let found = match number {
        Some(number) => Some(by_number(tx, &hall, number)?),
        None => next(tx, &hall, &sitting, calendar)?,
    };
    let Some(mut ticket) = found else { return Ok(None) };
    ticket.preferred = order::preferred(&ticket.waiting(&hall), now.0, hall.rule());
    ticket.state = State::Called;
    ticket.counter = Some(sitting.counter.clone());
    ticket.sitting = Some(sitting.id.clone());
    ticket.calls = 1;
    ticket.first_call = ticket.first_call.or(Some(now));
    ticket.called_at = Some(now);
    ticket.last_call = Some(now);
    ticket.ended_at = None;
    act::save(tx, &permit.by(), "ticket.called", &mut ticket)?;
    Ok(Some(ticket))
}

fn next(tx: &Tx<'_>, hall: &Hall, sitting: &Sitting, calendar: &Calendar) -> Result<Option<Ticket>, Error> {
    let picture = Picture::of(tx, hall, calendar)?;
    let counter = hall.place_of_counter(&sitting.counter).unwrap_or(u8::MAX);
    let caller = Caller { counter, queues: hall.mask(&sitting.queues) };
    let called = order::next(&picture.scene.waiting, caller, tx.now().0, picture.scene.row, hall.rule());
    Ok(called.and_then(|index| picture.waiting.into_iter().nth(index)))
}

fn by_number(tx: &Tx<'_>, hall: &Hall, number: &str) -> Result<Ticket, Error> {
    let (letter, sequence) = read_number(number).ok_or(Refusal::NoSuchTicket)?;
    let found = records::tickets::by_number(tx, &hall.id, tx.now().date(), &letter, sequence)?;
    let waits = |ticket: &Ticket| matches!(ticket.state, State::Waiting | State::Missed);
    found.filter(waits).ok_or_else(|| Refusal::NoSuchTicket.problem().into())
}

/// `A012`, `a12`, `A-12`.
fn read_number(typed: &str) -> Option<(String, u32)> {
    let typed = web::check::half_width(typed).trim().to_ascii_uppercase();
    let letter = typed.get(..1).filter(|letter| letter.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let digits = typed.get(1..)?.trim_start_matches(['-', ' ']);
    let digits = (digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)?;
    Some((letter.to_owned(), digits.parse().ok()?))
}

/// Calls again whoever was called.
///
/// # Errors
/// 409 when nobody is at the counter.
pub(crate) fn again(tx: &Tx<'_>, permit: &MayServe, hall: &HallId) -> Result<Ticket, Error> {
    let (_, mut ticket) = here(tx, permit, hall)?;
    if ticket.last_call.is_some_and(|last| tx.now().0 - last.0 < SAME_MILLIS) {
        return Ok(ticket);
    }
    ticket.calls += 1;
    ticket.last_call = Some(tx.now());
    act::save(tx, &permit.by(), "ticket.called-again", &mut ticket)?;
    Ok(ticket)
}

/// Nobody came 过号. The ticket can be called by its number all day.
///
/// # Errors
/// 409 before it was called as often as the hall's rule says.
pub(crate) fn missed(tx: &Tx<'_>, permit: &MayServe, hall: &HallId) -> Result<Ticket, Error> {
    let (_, mut ticket) = here(tx, permit, hall)?;
    let rules = records::by_id(tx, hall)?.ok_or_else(kernel::Problem::not_found)?.settings.rules;
    if ticket.calls < u32::from(rules.calls) {
        return Err(Refusal::CallFirst.into());
    }
    ticket.state = State::Missed;
    ticket.ended_at = Some(tx.now());
    act::save(tx, &permit.by(), "ticket.missed", &mut ticket)?;
    Ok(ticket)
}

/// Where somebody is sent on to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Onwards {
    pub queue: Option<String>,
    pub counter: Option<String>,
}

/// Sends on whoever is at the counter to another queue or counter, before all others there.
///
/// # Errors
/// 422 for a queue or counter that the hall doesn't have, or for nowhere.
pub(crate) fn send_on(tx: &Tx<'_>, permit: &MayServe, hall: &HallId, to: &Onwards) -> Result<Ticket, Error> {
    let hall = records::by_id(tx, hall)?.ok_or_else(kernel::Problem::not_found)?;
    let (sitting, mut ticket) = here(tx, permit, &hall.id)?;
    let wrong = |field: &'static str| Error::from(kernel::Problem::invalid().field(field, "problem-field-choice"));
    if let Some(queue) = &to.queue {
        ticket.queue = hall.queue(queue).ok_or_else(|| wrong("queue"))?.letter.clone();
    }
    if let Some(counter) = &to.counter {
        if *counter == sitting.counter || hall.counter(counter).is_none() {
            return Err(wrong("counter"));
        }
    } else if to.queue.is_none() {
        return Err(wrong("queue"));
    }
    ticket.only.clone_from(&to.counter);
    ticket.sent_from = Some(sitting.counter);
    ticket.state = State::Waiting;
    ticket.counter = None;
    ticket.sitting = None;
    ticket.called_at = None;
    act::save(tx, &permit.by(), "ticket.sent-on", &mut ticket)?;
    Ok(ticket)
}

/// What was done.
#[derive(Debug, Clone)]
pub(crate) struct Finish {
    pub outcome: Outcome,
    pub told: Option<String>,
    pub case_number: Option<String>,
    pub item: Option<String>,
}

/// Closes the ticket at the counter. One that could not be done opens its matter in the same
/// transaction: see `stick`.
///
/// # Errors
/// 409 when nobody is at the counter.
pub(crate) fn finish(tx: &Tx<'_>, permit: &MayServe, hall: &HallId, done: &Finish) -> Result<Ticket, Error> {
    let (_, mut ticket) = here(tx, permit, hall)?;
    ticket.state = State::Done;
    ticket.outcome = Some(done.outcome);
    ticket.told.clone_from(&done.told);
    ticket.case_number.clone_from(&done.case_number);
    ticket.item = done.item.clone().or(ticket.item);
    ticket.ended_at = Some(tx.now());
    act::save(tx, &permit.by(), "ticket.done", &mut ticket)?;
    Ok(ticket)
}

#[cfg(test)]
mod tests {
    use super::read_number;

    #[test]
    fn a_number_is_read_as_it_is_called_out() {
        for typed in ["A012", "a12", " A-12 ", "\u{ff21}\u{ff10}\u{ff11}\u{ff12}"] {
            assert_eq!(read_number(typed), Some(("A".into(), 12)), "{typed}");
        }
        for typed in ["", "A", "12", "AB", "\u{738b}12", "A1234567", "A-"] {
            assert_eq!(read_number(typed), None, "{typed}");
        }
    }
}
