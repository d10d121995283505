//! The hall as it stands now: who waits, who is at which counter, how long the last people took. The
//! call, the estimate and the pages all look at this one picture.

use kernel::{Calendar, Date, Timestamp};
use store::{Error, Read};

use crate::{
    appointment::Booked,
    estimate::{self, Busy, Desk, Range, Scene},
    hall::Hall,
    hours::Day,
    order::{Caller, Claim, Waiting},
    records,
    sitting::{Sitting, Standing},
    ticket::{State, Ticket},
};

/// Samples of a queue that are looked at.
const SAMPLES: u32 = 60;
/// How old a sample may be.
const SAMPLE_DAYS: i64 = 60;
/// The pace of those served first is that of the last two hours.
const PACE_MILLIS: i64 = 2 * 60 * 60_000;

/// A hall at a moment.
pub(crate) struct Picture {
    pub day: Day,
    pub waiting: Vec<Ticket>,
    pub called: Vec<Ticket>,
    /// Open or on a break.
    pub sittings: Vec<Sitting>,
    pub scene: Scene,
}

impl Picture {
    pub fn of(read: &Read<'_>, hall: &Hall, calendar: &Calendar) -> Result<Self, Error> {
        let now = read.now();
        let today = now.date();
        let day = hall.day(calendar, today);
        let waiting = records::tickets::in_state(read, &hall.id, today, State::Waiting)?;
        let called = records::tickets::in_state(read, &hall.id, today, State::Called)?;
        let mut sittings = records::sittings::of_day(read, &hall.id, today)?;
        sittings.retain(|sitting| sitting.state != Standing::Closed);
        let rule = hall.rule();
        let since = now.plus_minutes(-SAMPLE_DAYS * 24 * 60);
        let queues = hall.settings.queues.iter();
        let samples = queues.map(|queue| records::tickets::samples(read, &hall.id, &queue.letter, since, SAMPLES));
        let scene = Scene {
            now: now.0,
            open: day.spans().moments(today),
            desks: desks(hall, &day, today, now, &sittings, &called),
            waiting: waiting.iter().map(|ticket| ticket.waiting(hall)).collect(),
            samples: samples.collect::<Result<_, Error>>()?,
            usual: hall.settings.queues.iter().map(|queue| u32::from(queue.usual_minutes) * 60).collect(),
            coming: coming(read, hall, today, now)?,
            firsts: firsts(read, hall, today, now)?,
            row: records::tickets::row(read, &hall.id, today, rule.in_a_row)?,
            rule: Some(rule),
        };
        Ok(Self { day, waiting, called, sittings, scene })
    }

    /// Whether people are called at this moment.
    pub fn is_open(&self) -> bool {
        self.scene.open.iter().any(|(from, to)| (*from..*to).contains(&self.scene.now))
    }

    /// Whether tickets are given: from an hour before opening until the last hour has ended.
    pub fn gives_tickets(&self) -> bool {
        const BEFORE: i64 = 60 * 60_000;
        self.scene.open.iter().any(|(from, to)| (*from - BEFORE..*to).contains(&self.scene.now))
    }

    /// The wait of somebody who takes a ticket of a queue now.
    pub fn range_for(&self, hall: &Hall, letter: &str, claim: Claim) -> Option<Range> {
        let queue = hall.place_of_queue(letter)?;
        estimate::range(&self.scene, Waiting { queue, claim, since: self.scene.now, only: None }, seed(hall, letter))
    }

    /// The wait of one who waits already.
    pub fn range_of(&self, hall: &Hall, ticket: &Ticket) -> Option<Range> {
        let me = self.waiting.iter().position(|other| other.id == ticket.id)?;
        let mut scene = self.scene.clone();
        scene.waiting.remove(me);
        let bytes = ticket.id.as_str().bytes();
        let seed = bytes.fold(ticket.version.unsigned_abs(), |sum, byte| sum.rotate_left(5) ^ u64::from(byte));
        estimate::range(&scene, ticket.waiting(hall), seed)
    }

    /// Of those who wait, how many the same counters would call before this one.
    pub fn ahead_of(&self, hall: &Hall, ticket: &Ticket) -> u32 {
        self.range_of(hall, ticket).map_or_else(
            || {
                let before = self.waiting.iter().take_while(|other| other.id != ticket.id);
                u32::try_from(before.filter(|other| other.queue == ticket.queue).count()).unwrap_or(u32::MAX)
            },
            |range| range.ahead,
        )
    }
}

fn seed(hall: &Hall, letter: &str) -> u64 {
    let all = hall.id.as_str().bytes().chain(letter.bytes());
    all.fold(7_305, |sum, byte| sum.rotate_left(5) ^ u64::from(byte))
}

/// The counters that are open; before the hall opens, those that it has.
fn desks(hall: &Hall, day: &Day, today: Date, now: Timestamp, sittings: &[Sitting], called: &[Ticket]) -> Vec<Desk> {
    if sittings.is_empty() {
        let opens = day.spans().moments(today).first().map(|(from, _)| *from).filter(|from| *from > now.0);
        let Some(opens) = opens else { return Vec::new() };
        let counters = hall.settings.counters.iter().zip(0_u8..);
        return counters
            .map(|(counter, place)| Desk {
                caller: Caller { counter: place, queues: hall.mask(&hall.letters_of(counter)) },
                now: Busy::From(opens),
            })
            .collect();
    }
    let desk = |sitting: &Sitting| {
        let here = called.iter().find(|ticket| ticket.counter.as_ref() == Some(&sitting.counter));
        let busy = match (here, sitting.state) {
            (Some(ticket), _) => {
                let queue = hall.place_of_queue(&ticket.queue).unwrap_or(0);
                Busy::With(queue, ticket.called_at.unwrap_or(now).0)
            }
            (None, Standing::Break) => Busy::Break(sitting.since.0),
            _ => Busy::Free,
        };
        let counter = hall.place_of_counter(&sitting.counter).unwrap_or(u8::MAX);
        Desk { caller: Caller { counter, queues: hall.mask(&sitting.queues) }, now: busy }
    };
    sittings.iter().map(desk).collect()
}

/// Who booked for today and may still come.
fn coming(read: &Read<'_>, hall: &Hall, today: Date, now: Timestamp) -> Result<Vec<(i64, u8)>, Error> {
    let grace = i64::from(hall.settings.rules.grace_minutes);
    let all = records::people::of_day(read, &hall.id, today)?;
    let may_come = all.iter().filter(|made| made.state == Booked::Open && made.at() > now.plus_minutes(-grace));
    Ok(may_come.filter_map(|made| Some((made.at().0, hall.place_of_queue(&made.queue)?))).collect())
}

/// Milliseconds between two who are served first, by queue.
fn firsts(read: &Read<'_>, hall: &Hall, today: Date, now: Timestamp) -> Result<Vec<i64>, Error> {
    let counts = records::tickets::firsts(read, &hall.id, today, now.plus_millis(-PACE_MILLIS))?;
    let gap = |letter: &str| {
        let count = counts.iter().find(|(queue, _)| queue == letter).map_or(0, |(_, count)| *count);
        if count == 0 { 0 } else { PACE_MILLIS / count }
    };
    Ok(hall.settings.queues.iter().map(|queue| gap(&queue.letter)).collect())
}
