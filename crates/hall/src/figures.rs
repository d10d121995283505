//! The figures of a day at a hall, for its manager: who waits how long, by counter and by queue, who
//! was called within what was promised. Every figure is a count of tickets; none is about a person.

use kernel::Timestamp;

use crate::{
    hall::Hall,
    sitting::{Sitting, Standing},
    ticket::{Outcome, State, Ticket},
};

/// Counts of some tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub taken: u32,
    pub waiting: u32,
    pub called: u32,
    pub done: u32,
    pub missed: u32,
    pub left: u32,
    pub turned_away: u32,
    pub stuck: u32,
    /// Called, of those to whom a range was promised.
    pub promised: u32,
    pub kept: u32,
    /// Millis: the longest wait of those who wait.
    pub longest: i64,
    waited: i64,
    first_calls: u32,
    served: i64,
    ended: u32,
}

impl Counts {
    fn add(&mut self, ticket: &Ticket, now: Timestamp) {
        self.taken += 1;
        match ticket.state {
            State::Waiting => {
                self.waiting += 1;
                self.longest = self.longest.max(now.0 - ticket.taken_at.0);
            }
            State::Called => self.called += 1,
            State::Done => self.done += 1,
            State::Missed => self.missed += 1,
            State::Left => self.left += 1,
        }
        self.turned_away += u32::from(ticket.outcome == Some(Outcome::TurnedAway));
        self.stuck += u32::from(ticket.outcome == Some(Outcome::Stuck));
        if let Some(kept) = ticket.kept() {
            self.promised += 1;
            self.kept += u32::from(kept);
        }
        if let Some(call) = ticket.first_call {
            self.first_calls += 1;
            self.waited += call.0 - ticket.taken_at.0;
        }
        if let (Some(called), Some(ended), State::Done) = (ticket.called_at, ticket.ended_at, ticket.state) {
            self.ended += 1;
            self.served += ended.0 - called.0;
        }
    }

    /// Minutes from taking a ticket to the first call, on average.
    pub fn mean_wait(&self) -> Option<i64> {
        (self.first_calls > 0).then(|| self.waited / i64::from(self.first_calls) / 60_000)
    }

    /// Minutes at the counter, on average.
    pub fn mean_service(&self) -> Option<i64> {
        (self.ended > 0).then(|| self.served / i64::from(self.ended) / 60_000)
    }

    /// Called within the promised range, in a hundred.
    pub fn kept_percent(&self) -> Option<u32> {
        (self.promised > 0).then(|| (self.kept * 100 + self.promised / 2) / self.promised)
    }

    /// Minutes that the longest of those who wait has waited.
    pub fn longest_minutes(&self) -> i64 {
        self.longest / 60_000
    }
}

/// A day at a hall.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    pub all: Counts,
    /// In the order of the hall's queues.
    pub queues: Vec<(String, Counts)>,
    /// Counters that were open, with what they are now.
    pub counters: Vec<(String, Standing, Counts)>,
}

impl Figures {
    pub fn of(hall: &Hall, tickets: &[Ticket], sittings: &[Sitting], now: Timestamp) -> Self {
        let mut all = Counts::default();
        for ticket in tickets {
            all.add(ticket, now);
        }
        let of = |keep: &dyn Fn(&Ticket) -> bool| {
            let mut counts = Counts::default();
            for ticket in tickets.iter().filter(|ticket| keep(ticket)) {
                counts.add(ticket, now);
            }
            counts
        };
        let queues =
            hall.settings.queues.iter().map(|queue| (queue.letter.clone(), of(&|ticket| ticket.queue == queue.letter)));
        let counters = hall.settings.counters.iter().filter_map(|counter| {
            let last = sittings.iter().rev().find(|sitting| sitting.counter == counter.number)?;
            let counts = of(&|ticket| ticket.counter.as_ref() == Some(&counter.number));
            Some((counter.number.clone(), last.state, counts))
        });
        Self { all, queues: queues.collect(), counters: counters.collect() }
    }
}
