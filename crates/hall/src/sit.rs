//! A clerk opens a counter 开窗, takes a break, comes back, closes.

use store::{Error, Tx};

use crate::{
    act,
    call::{self, my_sitting},
    hall::HallId,
    permits::MayServe,
    records,
    refusal::Refusal,
    sitting::{Sitting, Standing},
};

/// What is to be opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub hall: HallId,
    pub counter: String,
    /// Letters; all that the counter can serve when empty.
    pub queues: Vec<String>,
}

/// Opens a counter. Opening the same again changes what it serves.
///
/// # Errors
/// 422 for a counter or queue that the hall doesn't have; 409 when somebody sits there, or the clerk elsewhere.
pub(crate) fn open(tx: &Tx<'_>, permit: &MayServe, new: &Opening) -> Result<Sitting, Error> {
    let hall = records::by_id(tx, &new.hall)?.ok_or_else(kernel::Problem::not_found)?;
    let wrong = |field: &'static str| kernel::Problem::invalid().field(field, "problem-field-choice");
    let counter = hall.counter(&new.counter).ok_or_else(|| wrong("counter"))?;
    let can = hall.letters_of(counter);
    if !new.queues.iter().all(|letter| can.contains(letter)) {
        return Err(wrong("queues").into());
    }
    let queues = if new.queues.is_empty() { can } else { new.queues.clone() };
    let now = tx.now();
    if let Some(mut mine) = records::sittings::of_staff(tx, &permit.staff, now.date())? {
        if mine.hall != hall.id || mine.counter != counter.number {
            return Err(Refusal::SitsElsewhere.into());
        }
        if mine.queues != queues {
            mine.queues = queues;
            act::sit(tx, &permit.by(), "counter.changed", &mut mine)?;
        }
        return Ok(mine);
    }
    let sitting = Sitting {
        id: tx.id(),
        version: 1,
        hall: hall.id.clone(),
        day: now.date(),
        counter: counter.number.clone(),
        staff: permit.staff.clone(),
        queues,
        state: Standing::Open,
        opened_at: now,
        since: now,
        closed_at: None,
    };
    if act::open(tx, &permit.by(), &sitting)? { Ok(sitting) } else { Err(Refusal::CounterTaken.into()) }
}

/// A break, the end of one, or the end of the sitting; what is so already stays.
///
/// # Errors
/// 409 without a counter, or with somebody at it.
pub(crate) fn change(tx: &Tx<'_>, permit: &MayServe, hall: &HallId, to: Standing) -> Result<Sitting, Error> {
    let mut sitting = my_sitting(tx, permit, hall)?;
    if sitting.state == to {
        return Ok(sitting);
    }
    if call::at(tx, &sitting)?.is_some() {
        return Err(Refusal::HasTicket.into());
    }
    sitting.state = to;
    sitting.since = tx.now();
    let kind = match to {
        Standing::Open => "counter.resumed",
        Standing::Break => "counter.paused",
        Standing::Closed => {
            sitting.closed_at = Some(tx.now());
            "counter.closed"
        }
    };
    act::sit(tx, &permit.by(), kind, &mut sitting)?;
    Ok(sitting)
}
