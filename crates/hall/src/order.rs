//! Who is called next: the stated rule, as one pure function. The page of a hall says it in words,
//! the estimate plays it, and the verb that calls obeys it, so that none of them can differ.
//!
//! Whoever was sent on from another counter comes first: they have queued already. Then those served
//! first (of age, pregnant, with a disability), then appointments whose time has come, then the
//! others, each by arrival. After so many with precedence in a row one without is called, so that
//! nobody waits for ever. An appointment before its time is called only if nobody else waits; who
//! comes too late for it waits with the others.

/// How one came to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    SentOn,
    First,
    /// For this moment, in milliseconds since 1970.
    Booked(i64),
    Plain,
}

/// Somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Place of the queue among the hall's.
    pub queue: u8,
    pub claim: Claim,
    /// Since when, in milliseconds since 1970.
    pub since: i64,
    /// Sent to this counter alone.
    pub only: Option<u8>,
}

/// A counter that calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Place of the counter among the hall's.
    pub counter: u8,
    /// The queues it serves, a bit each.
    pub queues: u32,
}

impl Caller {
    /// Whether it serves whoever waits.
    #[must_use]
    pub fn serves(self, waiting: &Waiting) -> bool {
        match waiting.only {
            Some(only) => only == self.counter,
            None => self.queues >> waiting.queue.min(31) & 1 == 1,
        }
    }
}

/// The numbers of the rule: data of the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Called with precedence in a row before one without is; 0: no bound.
    pub in_a_row: u16,
    /// How late one may come to an appointment, in milliseconds.
    pub grace: i64,
}

/// Places in the order, the smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    SentOn,
    Turn,
    First,
    Due,
    Plain,
    Early,
}

fn place(waiting: &Waiting, now: i64, row: u16, rule: Rule) -> Place {
    match waiting.claim {
        Claim::SentOn => Place::SentOn,
        Claim::First => Place::First,
        Claim::Booked(at) if waiting.since > at + rule.grace => plain(row, rule),
        Claim::Booked(at) if at <= now => Place::Due,
        Claim::Booked(_) => Place::Early,
        Claim::Plain => plain(row, rule),
    }
}

fn plain(row: u16, rule: Rule) -> Place {
    if rule.in_a_row > 0 && row >= rule.in_a_row { Place::Turn } else { Place::Plain }
}

/// Whether being called now is a precedence that counts towards `in_a_row`.
#[must_use]
pub fn preferred(waiting: &Waiting, now: i64, rule: Rule) -> bool {
    matches!(place(waiting, now, 0, rule), Place::First | Place::Due)
}

/// The place in `waiting` of whoever `caller` calls next. `row` is how many were called with
/// precedence since one without was.
#[must_use]
pub fn next(waiting: &[Waiting], caller: Caller, now: i64, row: u16, rule: Rule) -> Option<usize> {
    let served = waiting.iter().enumerate().filter(|(_, one)| caller.serves(one));
    served
        .min_by_key(|(index, one)| {
            let place = place(one, now, row, rule);
            let moment = match one.claim {
                Claim::Booked(at) if matches!(place, Place::Due | Place::Early) => at,
                _ => one.since,
            };
            (place, moment, *index)
        })
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: Rule = Rule { in_a_row: 2, grace: 10 };

    fn one(claim: Claim, since: i64) -> Waiting {
        Waiting { queue: 0, claim, since, only: None }
    }

    const ANY: Caller = Caller { counter: 0, queues: 1 };

    #[test]
    fn the_rule_as_a_table() {
        use Claim::{Booked, First, Plain, SentOn};
        let table: [(&str, &[Waiting], u16, Option<usize>); 10] = [
            ("nobody waits", &[], 0, None),
            ("by arrival", &[one(Plain, 7), one(Plain, 5)], 0, Some(1)),
            ("served first", &[one(Plain, 5), one(First, 9)], 0, Some(1)),
            ("an appointment whose time has come", &[one(Plain, 5), one(Booked(90), 80)], 0, Some(1)),
            ("one before its time waits", &[one(Plain, 95), one(Booked(120), 10)], 0, Some(0)),
            ("but is called when nobody else waits", &[one(Booked(120), 10)], 0, Some(0)),
            ("who comes late waits with the others", &[one(Booked(40), 60), one(Plain, 55)], 0, Some(1)),
            ("sent on before all", &[one(First, 5), one(SentOn, 99)], 0, Some(1)),
            ("after two in a row one without precedence", &[one(First, 5), one(Plain, 99)], 2, Some(1)),
            ("if one waits", &[one(First, 5), one(Booked(90), 80)], 2, Some(0)),
        ];
        for (what, waiting, row, called) in table {
            assert_eq!(next(waiting, ANY, 100, row, RULE), called, "{what}");
        }
        let only = Waiting { only: Some(3), ..one(SentOn, 5) };
        assert_eq!(next(&[only], ANY, 100, 0, RULE), None);
        assert_eq!(next(&[only], Caller { counter: 3, queues: 0 }, 100, 0, RULE), Some(0));
        let other = Waiting { queue: 1, ..one(Plain, 5) };
        assert_eq!(next(&[other], ANY, 100, 0, RULE), None);
    }

    fn claims() -> impl Strategy<Value = Claim> {
        prop_oneof![
            1 => Just(Claim::SentOn),
            3 => Just(Claim::First),
            3 => (0_i64..2_000).prop_map(Claim::Booked),
            5 => Just(Claim::Plain)
        ]
    }

    fn queue() -> impl Strategy<Value = Vec<Waiting>> {
        let waiting = (0_u8..3, claims(), 0_i64..1_000, proptest::option::of(0_u8..3));
        let waiting = waiting.prop_map(|(queue, claim, since, only)| Waiting { queue, claim, since, only });
        proptest::collection::vec(waiting, 0..40)
    }

    proptest! {
        #[test]
        fn a_counter_calls_whom_it_serves_and_nobody_of_equal_claim_who_came_later(
            waiting in queue(), queues in 0_u32..8, counter in 0_u8..3, row in 0_u16..4
        ) {
            let caller = Caller { counter, queues };
            let called = next(&waiting, caller, 1_000, row, RULE);
            prop_assert_eq!(called.is_none(), !waiting.iter().any(|one| caller.serves(one)));
            if let Some(called) = called.map(|index| waiting[index]) {
                prop_assert!(caller.serves(&called));
                let earlier = |one: &&Waiting| caller.serves(one) && one.claim == called.claim && one.since < called.since;
                let comes_late = matches!(called.claim, Claim::Booked(at) if called.since > at + RULE.grace);
                let booked = matches!(called.claim, Claim::Booked(_));
                let earlier = waiting.iter().find(earlier);
                prop_assert!(booked || comes_late || earlier.is_none(), "{:?} before {:?}", called, earlier);
            }
        }

        #[test]
        fn nobody_waits_for_ever_behind_precedence(mut waiting in queue()) {
            // One without precedence waits; however many with it come, it is called in its turn.
            waiting.retain(|one| one.claim != Claim::SentOn && one.only.is_none());
            waiting.push(Waiting { queue: 0, claim: Claim::Plain, since: -1, only: None });
            let (caller, mut row, mut calls) = (Caller { counter: 0, queues: 7 }, 0, 0);
            loop {
                let index = next(&waiting, caller, 5_000, row, RULE).unwrap();
                let called = waiting.remove(index);
                calls += 1;
                if called.since == -1 {
                    break;
                }
                row = if preferred(&called, 5_000, RULE) { row + 1 } else { 0 };
                waiting.push(Waiting { queue: 0, claim: Claim::First, since: 4_000, only: None });
                prop_assert!(calls <= usize::from(RULE.in_a_row) + 1, "called as number {}", calls);
            }
        }
    }
}
