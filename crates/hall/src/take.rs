//! Taking a ticket 取号: at a kiosk, at a counter, with the code of an appointment. The number is the
//! next of its letter today; what is promised is kept with it, so that it can be held against what
//! came.

use kernel::{Calendar, Timestamp};
use store::{Error, Tx};

use crate::{
    act::{self, By},
    appointment::{Appointment, Booked},
    hall::{Hall, HallId},
    picture::Picture,
    records,
    refusal::Refusal,
    ticket::{Ground, Origin, State, Ticket},
};

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct NewTicket {
    pub hall: HallId,
    pub queue: String,
    pub item: Option<String>,
    pub first: Option<Ground>,
    pub origin: Origin,
}

/// Takes a ticket.
///
/// # Errors
/// 409 while the hall gives none; 422 for a queue or ground that the hall doesn't have.
pub(crate) fn take(tx: &Tx<'_>, by: &By, new: &NewTicket, calendar: &Calendar) -> Result<Ticket, Error> {
    let hall = records::hold(tx, &new.hall)?.ok_or_else(kernel::Problem::not_found)?;
    give(tx, by, &hall, new, None, calendar)
}

fn give(
    tx: &Tx<'_>,
    by: &By,
    hall: &Hall,
    new: &NewTicket,
    appointment: Option<&Appointment>,
    calendar: &Calendar,
) -> Result<Ticket, Error> {
    let picture = Picture::of(tx, hall, calendar)?;
    if !picture.gives_tickets()
        || hall.settings.counters.is_empty()
        || picture.waiting.len() >= records::tickets::MOST as usize
    {
        return Err(Refusal::HallClosed.into());
    }
    if hall.queue(&new.queue).is_none() {
        return Err(kernel::Problem::invalid().field("queue", "problem-field-choice").into());
    }
    if new.first.is_some_and(|ground| !hall.settings.rules.first.contains(&ground)) {
        return Err(kernel::Problem::invalid().field("first", "problem-field-choice").into());
    }
    let now = tx.now();
    let sequence = records::tickets::last(tx, &hall.id, now.date(), &new.queue)? + 1;
    let mut ticket = Ticket {
        id: tx.id(),
        version: 1,
        hall: hall.id.clone(),
        day: now.date(),
        queue: new.queue.clone(),
        letter: new.queue.clone(),
        sequence,
        state: State::Waiting,
        origin: new.origin,
        first: new.first,
        item: new.item.clone(),
        appointment: appointment.map(|made| made.id.clone()),
        due: appointment.map(Appointment::at),
        taken_at: now,
        low: None,
        high: None,
        sent_from: None,
        only: None,
        counter: None,
        sitting: None,
        preferred: false,
        calls: 0,
        first_call: None,
        called_at: None,
        last_call: None,
        ended_at: None,
        outcome: None,
        told: None,
        case_number: None,
    };
    let range = picture.range_for(hall, &new.queue, ticket.waiting(hall).claim);
    let moment = |millis: i64| Timestamp(now.0 + millis);
    ticket.low = range.map(|range| moment(range.low));
    ticket.high = range.map(|range| moment(range.high));
    act::take(tx, by, &ticket)?;
    Ok(ticket)
}

/// Checks in with the code of an appointment of today at this hall; the same code twice is one ticket.
///
/// # Errors
/// 422 for a code that is none; 409 for an appointment that was cancelled, or while the hall is closed.
pub(crate) fn check_in(
    tx: &Tx<'_>,
    by: &By,
    hall: &HallId,
    code: &str,
    origin: Origin,
    calendar: &Calendar,
) -> Result<Ticket, Error> {
    let hall = records::hold(tx, hall)?.ok_or_else(kernel::Problem::not_found)?;
    let digest = Appointment::digest_of(tx, code);
    let found = records::people::by_digest(tx, &digest, &hall.id, tx.now().date())?;
    let mut made = found.ok_or_else(|| Refusal::NoSuchCode.problem())?;
    if let (Booked::Arrived, Some(ticket)) = (made.state, &made.ticket)
        && let Some(ticket) = records::tickets::by_id(tx, ticket)?
    {
        return Ok(ticket);
    }
    if made.state != Booked::Open {
        return Err(Refusal::NotOpen.into());
    }
    let new = NewTicket {
        hall: hall.id.clone(),
        queue: made.queue.clone(),
        item: made.item.clone(),
        first: made.first,
        origin,
    };
    let ticket = give(tx, by, &hall, &new, Some(&made), calendar)?;
    made.state = Booked::Arrived;
    made.ticket = Some(ticket.id.clone());
    act::rebook(tx, by, "appointment.arrived", &mut made)?;
    Ok(ticket)
}

/// Gives up a ticket that waits; one that is past that stays as it is.
///
/// # Errors
/// 409 when it was called already.
pub(crate) fn leave(tx: &Tx<'_>, by: &By, ticket: &crate::ticket::TicketId) -> Result<Ticket, Error> {
    let found = records::tickets::by_id(tx, ticket)?.ok_or_else(kernel::Problem::not_found)?;
    let mut ticket = found;
    match ticket.state {
        State::Left => Ok(ticket),
        State::Waiting if ticket.day == tx.now().date() => {
            ticket.state = State::Left;
            ticket.ended_at = Some(tx.now());
            act::save(tx, by, "ticket.left", &mut ticket)?;
            Ok(ticket)
        }
        _ => Err(Refusal::TicketOver.into()),
    }
}
