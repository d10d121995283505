//! The promise held against days that were made up: each person who takes a ticket is told a range by
//! the room's own estimate, then the day goes on and it is seen when they are really called.
//!
//! A day is nine to five with people coming at random (a Poisson process), twice as fast from nine to
//! half past ten and from two to three; three queues take 6, 11 and 17 minutes on average, spread as a
//! log-normal with sigma 0.6; four counters, two of them general, take breaks of 5 to 15 minutes; one
//! opens late; 12 in a hundred are served first, 7 don't come when called (90 seconds are lost), and
//! 16 have booked, of whom 85 in a hundred come. The estimate knows the last 60 people of each queue,
//! as in the room, and nothing of what is to come.

use hall::{
    estimate::{Busy, Desk, Scene, range},
    order::{self, Caller, Claim, Rule, Waiting},
};

const MINUTE: i64 = 60_000;
const OPEN: i64 = 8 * 60 * MINUTE;
const MEANS: [f64; 3] = [6.0, 11.0, 17.0];
const MASKS: [u32; 4] = [0b111, 0b111, 0b011, 0b100];
const RULE: Rule = Rule { in_a_row: 3, grace: 15 * MINUTE };

/// Chance that tells the same days every time.
struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn percent(&mut self, share: u32) -> bool {
        self.unit() * 100.0 < f64::from(share)
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.unit().max(1e-12), self.unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Milliseconds of a service, log-normal about the queue's mean.
    fn service(&mut self, queue: usize) -> i64 {
        let sigma: f64 = 0.6;
        let factor = (sigma * self.normal() - sigma * sigma / 2.0).exp();
        ((MEANS[queue] * factor).clamp(0.7, 90.0) * MINUTE as f64) as i64
    }
}

/// Somebody of the day.
struct Person {
    waiting: Waiting,
    takes: i64,
    stays_away: bool,
    promised: Option<(i64, i64)>,
}

/// A day's people, in the order in which they come; appointments with their times.
fn people(chance: &mut Chance) -> (Vec<Person>, Vec<(i64, u8)>) {
    let mut out = Vec::new();
    let mut booked = Vec::new();
    let mut at = 0.0;
    loop {
        let hour = at / 60.0;
        let fast = hour < 1.5 || (5.0..6.0).contains(&hour);
        let per_minute = if fast { 0.42 } else { 0.21 };
        at += -chance.unit().max(1e-12).ln() / per_minute;
        if at > 455.0 {
            break;
        }
        let queue = match chance.unit() {
            share if share < 0.45 => 0,
            share if share < 0.8 => 1,
            _ => 2,
        };
        let claim = if chance.percent(12) { Claim::First } else { Claim::Plain };
        out.push(person(chance, queue, claim, (at * MINUTE as f64) as i64));
    }
    for place in 0..16 {
        let (due, queue) = (30 * MINUTE * place, u8::try_from(place % 3).unwrap());
        booked.push((due, queue));
        if chance.percent(85) {
            let early = (chance.unit() * 12.0 - 2.0) * MINUTE as f64;
            out.push(person(chance, usize::from(queue), Claim::Booked(due), (due - early as i64).max(0)));
        }
    }
    out.sort_by_key(|one| one.waiting.since);
    (out, booked)
}

fn person(chance: &mut Chance, queue: usize, claim: Claim, since: i64) -> Person {
    let waiting = Waiting { queue: u8::try_from(queue).unwrap(), claim, since, only: None };
    let stays_away = chance.percent(7);
    Person { waiting, takes: if stays_away { 90_000 } else { chance.service(queue) }, stays_away, promised: None }
}

/// A counter of the day: when it can call again, with whom and since when it is.
struct Counter {
    caller: Caller,
    free: i64,
    with: Option<(u8, i64)>,
    pause: Option<(i64, i64)>,
    opens: i64,
}

/// What a day showed.
#[derive(Default)]
struct Shown {
    promised: u32,
    within: u32,
    early: u32,
    late: u32,
    /// Minutes between the middle of the range and the call.
    error: f64,
    width: f64,
    wait: f64,
}

/// Lives a day; `samples` are the last services by queue, the newest first, and grow.
fn day(chance: &mut Chance, samples: &mut [Vec<u32>], shown: &mut Shown) {
    let (mut people, booked) = people(chance);
    let mut counters: Vec<Counter> = MASKS
        .iter()
        .enumerate()
        .map(|(place, mask)| {
            let begins = (90.0 + chance.unit() * 240.0) * MINUTE as f64;
            let lasts = (5.0 + chance.unit() * 10.0) * MINUTE as f64;
            let opens = if place == 1 { 20 * MINUTE } else { 0 };
            Counter {
                caller: Caller { counter: u8::try_from(place).unwrap(), queues: *mask },
                free: opens,
                with: None,
                pause: Some((begins as i64, begins as i64 + lasts as i64)),
                opens,
            }
        })
        .collect();
    let mut queue: Vec<usize> = Vec::new();
    let (mut next, mut row) = (0, 0_u16);
    let mut came: Vec<(i64, u8)> = Vec::new();
    let mut calls = 0;
    loop {
        let arrival = people.get(next).map_or(i64::MAX, |one| one.waiting.since);
        let calling = counters
            .iter()
            .enumerate()
            .filter(|(_, counter)| queue.iter().any(|index| counter.caller.serves(&people[*index].waiting)))
            .map(|(place, counter)| {
                (counter.free.max(queue.iter().map(|index| people[*index].waiting.since).min().unwrap_or(0)), place)
            })
            .min();
        let moment = calling.map_or(i64::MAX, |(at, _)| at);
        if arrival == i64::MAX && moment == i64::MAX {
            break;
        }
        if arrival <= moment {
            let mine = people[next].waiting;
            let scene = scene(arrival, &counters, &queue, &people, samples, &booked, &came, row);
            people[next].promised =
                range(&scene, mine, arrival.unsigned_abs()).map(|range| (arrival + range.low, arrival + range.high));
            if matches!(mine.claim, Claim::First) {
                came.push((arrival, mine.queue));
            }
            queue.push(next);
            next += 1;
            continue;
        }
        let (at, place) = calling.unwrap();
        if let Some((from, to)) = counters[place].pause.filter(|(from, _)| at >= *from) {
            counters[place].free = at.max(from).max(to);
            counters[place].pause = None;
            counters[place].with = None;
            continue;
        }
        let waiting: Vec<Waiting> = queue.iter().map(|index| people[*index].waiting).collect();
        let Some(called) = order::next(&waiting, counters[place].caller, at, row, RULE) else { break };
        let index = queue.remove(called);
        calls += 1;
        row = if order::preferred(&waiting[called], at, RULE) { row + 1 } else { 0 };
        let one = &people[index];
        if at < OPEN
            && let Some((low, high)) = one.promised
        {
            shown.promised += 1;
            shown.within += u32::from(low <= at && at <= high);
            shown.early += u32::from(at < low);
            shown.late += u32::from(at > high);
            shown.error += ((low + high) / 2 - at).abs() as f64 / MINUTE as f64;
            shown.width += (high - low) as f64 / MINUTE as f64;
            shown.wait += (at - one.waiting.since) as f64 / MINUTE as f64;
        }
        let took = one.takes;
        let list = &mut samples[usize::from(one.waiting.queue)];
        list.insert(0, u32::try_from(took / 1000).unwrap());
        list.truncate(60);
        let between = 10_000 + (chance.unit() * 30_000.0) as i64;
        let _ = one.stays_away;
        counters[place].with = Some((one.waiting.queue, at));
        counters[place].free = at + took + between;
    }
    assert_eq!(calls, people.len(), "everybody was called");
}

#[expect(clippy::too_many_arguments, reason = "the state of a made-up day, handed over once")]
fn scene(
    now: i64,
    counters: &[Counter],
    queue: &[usize],
    people: &[Person],
    samples: &[Vec<u32>],
    booked: &[(i64, u8)],
    came: &[(i64, u8)],
    row: u16,
) -> Scene {
    let desks = counters.iter().filter(|counter| counter.opens <= now).map(|counter| Desk {
        caller: counter.caller,
        now: match (counter.with, counter.free > now) {
            (Some((queue, since)), true) => Busy::With(queue, since),
            // On a break, as its clerk has said.
            (None, true) => Busy::Break(now),
            _ => Busy::Free,
        },
    });
    let checked_in = |due: i64, of: u8| {
        people
            .iter()
            .any(|one| one.waiting.claim == Claim::Booked(due) && one.waiting.queue == of && one.waiting.since <= now)
    };
    let lately = |of: u8| came.iter().filter(|(at, queue)| *queue == of && *at >= now - 120 * MINUTE).count();
    Scene {
        now,
        open: vec![(0, OPEN)],
        desks: desks.collect(),
        waiting: queue.iter().map(|index| people[*index].waiting).collect(),
        samples: samples.to_vec(),
        usual: MEANS.iter().map(|mean| (*mean * 60.0) as u32).collect(),
        coming: booked.iter().copied().filter(|(due, of)| *due > now - RULE.grace && !checked_in(*due, *of)).collect(),
        firsts: (0..3)
            .map(|of| match lately(of) {
                0 => 0,
                count => 120 * MINUTE / i64::try_from(count).unwrap(),
            })
            .collect(),
        row,
        rule: Some(RULE),
    }
}

#[test]
fn at_least_four_of_five_are_called_within_the_range_they_were_told() {
    let mut shown = Shown::default();
    let mut chance = Chance(20_261_122);
    let mut samples = vec![Vec::new(); 3];
    // The first day fills the window of samples and isn't counted.
    day(&mut chance, &mut samples, &mut Shown::default());
    for _ in 0..20 {
        day(&mut chance, &mut samples, &mut shown);
    }
    let part = |count: u32| f64::from(count) * 100.0 / f64::from(shown.promised);
    let mean = |sum: f64| sum / f64::from(shown.promised);
    println!(
        "20 days, {} promises: {:.1} % called within the range ({:.1} % earlier, {:.1} % later); mean wait {:.1} min, \
         mean width {:.1} min, mean error of the middle {:.1} min",
        shown.promised,
        part(shown.within),
        part(shown.early),
        part(shown.late),
        mean(shown.wait),
        mean(shown.width),
        mean(shown.error)
    );
    assert!(shown.promised > 1_500, "{} promises", shown.promised);
    assert!(part(shown.within) >= 80.0, "{:.1} % within the range", part(shown.within));
    // A range that says nothing would hold as well.
    assert!(mean(shown.error) <= 6.0, "the middle is off by {:.1} min", mean(shown.error));
}
