//! Booking a time 预约, moving it, cancelling it. A place is a row that nobody else can have: whether
//! it is free is decided by the store, not by a comparison made before.

use kernel::{Calendar, Date, Problem, id::PersonId};
use store::{Error, NewJob, Tx};

use crate::{
    act::{self, By as Whose},
    appointment::{Appointment, Booked, By, Consent},
    hall::{Hall, HallId},
    jobs,
    mandate::MandateId,
    permits::Own,
    records,
    refusal::Refusal,
    ticket::Ground,
};

/// What is to be booked.
#[derive(Debug, Clone)]
pub(crate) struct NewBooking {
    pub hall: HallId,
    pub queue: Option<String>,
    pub item: Option<String>,
    pub day: Date,
    pub minute: u16,
    pub person: Option<PersonId>,
    pub first: Option<Ground>,
    pub origin: By,
    pub mandate: Option<MandateId>,
    pub consent: Option<Consent>,
}

/// Books.
///
/// # Errors
/// 422 for a time that can't be booked, or a queue that isn't there; 409 when every place is taken, or
/// the person has one open for the same.
pub(crate) fn book(tx: &Tx<'_>, by: &Whose, new: &NewBooking, calendar: &Calendar) -> Result<Appointment, Error> {
    let hall = records::hold(tx, &new.hall)?.ok_or_else(Problem::not_found)?;
    let wrong = |field: &'static str| Error::from(Problem::invalid().field(field, "problem-field-choice"));
    let queue = match (&new.queue, &new.item) {
        (_, Some(item)) => hall.queue_for(item).ok_or_else(|| wrong("item"))?,
        (Some(letter), None) => hall.queue(letter).ok_or_else(|| wrong("queue"))?,
        (None, None) => return Err(wrong("queue")),
    };
    if new.first.is_some_and(|ground| !hall.settings.rules.first.contains(&ground)) {
        return Err(wrong("first"));
    }
    bookable(tx, &hall, new.day, new.minute, calendar)?;
    let id = tx.id();
    let code = Appointment::code(tx, &id);
    let mut made = Appointment {
        id,
        version: 1,
        hall: hall.id.clone(),
        day: new.day,
        minute: new.minute,
        queue: queue.letter.clone(),
        item: new.item.clone(),
        person: new.person.clone(),
        first: new.first,
        state: Booked::Open,
        origin: new.origin,
        mandate: new.mandate.clone(),
        consent: new.consent,
        digest: Appointment::digest_of(tx, &code).0.to_vec(),
        made_at: tx.now(),
        ticket: None,
        place: 0,
    };
    release_missed(tx, &made)?;
    made.place = free_place(tx, &hall, made.day, made.minute, calendar)?;
    if !act::book(tx, by, &made)? {
        return Err(Refusal::Full.into());
    }
    remind(tx, &made)?;
    Ok(made)
}

/// # Errors
/// 422 for a time that is past, too far ahead, or none of the hall's.
fn bookable(tx: &Tx<'_>, hall: &Hall, day: Date, minute: u16, calendar: &Calendar) -> Result<(), Error> {
    let now = tx.now();
    let ahead = now.plus_minutes(i64::from(hall.settings.rules.ahead_days) * 24 * 60).date();
    let (times, _) = hall.times(calendar, day);
    let past = day < now.date() || (day == now.date() && minute <= now.minute_of_day());
    if past || day > ahead || !times.contains(&minute) { Err(Refusal::NotATime.into()) } else { Ok(()) }
}

/// The first of the places at a time that nobody holds.
fn free_place(tx: &Tx<'_>, hall: &Hall, day: Date, minute: u16, calendar: &Calendar) -> Result<u16, Error> {
    let (_, places) = hall.times(calendar, day);
    let all = records::people::of_day(tx, &hall.id, day)?;
    let held: Vec<u16> =
        all.iter().filter(|made| made.minute == minute && made.held().is_some()).map(|made| made.place).collect();
    (0..places).find(|place| !held.contains(place)).ok_or_else(|| Refusal::Full.problem().into())
}

/// The person's open appointment for the same: one of a day that passed was missed, another refuses.
fn release_missed(tx: &Tx<'_>, made: &Appointment) -> Result<(), Error> {
    let Some(open) = made.open() else { return Ok(()) };
    let Some(mut before) = records::people::by_open(tx, &open)? else { return Ok(()) };
    if before.day >= tx.now().date() {
        return Err(Refusal::HasOne.into());
    }
    before.state = Booked::Missed;
    before.place = 0;
    act::rebook(tx, &Whose::system("hall"), "appointment.missed", &mut before)
}

/// A message on the day before, for whoever has an account.
fn remind(tx: &Tx<'_>, made: &Appointment) -> Result<(), Error> {
    let before = made.at().plus_minutes(-24 * 60);
    if made.person.is_none() || before <= tx.now() {
        return Ok(());
    }
    let payload = serde_json::json!({ "appointment": made.id, "version": made.version });
    tx.job(&NewJob { kind: jobs::REMIND, payload, due: Some(before), once: None })
}

/// Moves an appointment to another time of its hall.
///
/// # Errors
/// As `book`; 409 when it isn't open any more.
pub(crate) fn shift(
    tx: &Tx<'_>,
    own: &Own,
    made: &Appointment,
    day: Date,
    minute: u16,
    calendar: &Calendar,
) -> Result<Appointment, Error> {
    let hall = records::hold(tx, &made.hall)?.ok_or_else(Problem::not_found)?;
    let mut made = made.clone();
    if made.state != Booked::Open || made.day < tx.now().date() {
        return Err(Refusal::NotOpen.into());
    }
    if (made.day, made.minute) == (day, minute) {
        return Ok(made);
    }
    bookable(tx, &hall, day, minute, calendar)?;
    made.place = free_place(tx, &hall, day, minute, calendar)?;
    (made.day, made.minute) = (day, minute);
    act::rebook(tx, &Whose::new(&own.actor, "own"), "appointment.moved", &mut made)?;
    remind(tx, &made)?;
    Ok(made)
}

/// Cancels an appointment; one that is cancelled stays so.
///
/// # Errors
/// 409 when it was used.
pub(crate) fn cancel(tx: &Tx<'_>, own: &Own, made: &Appointment) -> Result<Appointment, Error> {
    cancel_as(tx, &Whose::new(&own.actor, "own"), made)
}

pub(crate) fn cancel_as(tx: &Tx<'_>, by: &Whose, made: &Appointment) -> Result<Appointment, Error> {
    let mut made = made.clone();
    match made.state {
        Booked::Cancelled => Ok(made),
        Booked::Open => {
            made.state = Booked::Cancelled;
            made.place = 0;
            act::rebook(tx, by, "appointment.cancelled", &mut made)?;
            Ok(made)
        }
        Booked::Arrived | Booked::Missed => Err(Refusal::NotOpen.into()),
    }
}
