//! How long one will wait, as a range. The queue is played forward some hundred times: each counter
//! that is open takes whom the rule names, for as long as one of the last people of that queue took,
//! drawn at random; those who have booked come, and so do some who are served first. The range holds
//! the middle of what came out. It is the same for the same queue: chance comes from a seed.
//!
//! What it can't know: counters that open or close later, and a case unlike those before.

use crate::order::{self, Caller, Rule, Waiting};

/// A counter that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    pub caller: Caller,
    pub now: Busy,
}

/// What a counter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    Free,
    /// With somebody of a queue since a moment.
    With(u8, i64),
    /// Away since a moment.
    Break(i64),
    /// It will open at a moment.
    From(i64),
}

/// The hall at a moment; all moments in milliseconds since 1970.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    pub now: i64,
    /// When people are called, today.
    pub open: Vec<(i64, i64)>,
    pub desks: Vec<Desk>,
    pub waiting: Vec<Waiting>,
    /// How long the last people took, in seconds, by queue, the newest first.
    pub samples: Vec<Vec<u32>>,
    /// What one usually takes, in seconds, by queue: of use while there are few samples.
    pub usual: Vec<u32>,
    /// Appointments still to come: when, and to which queue.
    pub coming: Vec<(i64, u8)>,
    /// Milliseconds between two who are served first, by queue; 0 where none came of late.
    pub firsts: Vec<i64>,
    pub row: u16,
    pub rule: Option<Rule>,
}

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Milliseconds from now.
    pub low: i64,
    pub high: i64,
    /// Whether the hall closes before the end of the range.
    pub closes: bool,
    /// Who waits in queues that the same counters serve, and would be called before.
    pub ahead: u32,
    pub desks: u32,
    /// Seconds that one of this queue takes on average.
    pub mean: u32,
}

const MINUTE: i64 = 60_000;
/// From the end of one to the call of the next, and the way to the counter.
const BETWEEN: i64 = 20_000;
/// Runs: more make the range steadier, fewer are enough for a long queue.
const RUNS: usize = 160;
/// Fewer samples than this are mixed with the usual time.
const ENOUGH: usize = 12;
/// Tenths of the usual time, evenly likely, while nothing better is known.
const SPREAD: [i64; 8] = [3, 5, 6, 8, 10, 12, 16, 22];
/// How far each run believes the times to be off, in percent: the samples are few and days differ.
const DOUBT: [i64; 7] = [80, 88, 94, 100, 106, 113, 122];
/// Parts of a hundred runs that lie below and above the range.
const BELOW: usize = 6;
const ABOVE: usize = 94;

/// Chance from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or(0) % bound.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

/// The range in which `mine`, who comes last to wait, will be called; `None` where no counter serves
/// the queue, or the hall isn't open any more today.
#[must_use]
pub fn range(scene: &Scene, mine: Waiting, seed: u64) -> Option<Range> {
    let rule = scene.rule?;
    let serves = |desk: &&Desk| desk.caller.serves(&mine);
    let desks = u32::try_from(scene.desks.iter().filter(serves).count()).unwrap_or(u32::MAX);
    if desks == 0 || !scene.open.iter().any(|(_, to)| *to > scene.now) {
        return None;
    }
    let mut dice = Dice(seed);
    let runs = (12_000 / (scene.waiting.len() + 40)).clamp(60, RUNS);
    let mut waits: Vec<i64> = (0..runs).map(|_| run(scene, mine, rule, &mut dice)).collect();
    waits.sort_unstable();
    let part = |of: usize| waits.get((waits.len() * of / 100).min(waits.len() - 1)).copied().unwrap_or(0);
    let (low, high) = (part(BELOW), part(ABOVE));
    let last = scene.open.iter().map(|(_, to)| *to - scene.now).max().unwrap_or(0);
    let closes = high > last;
    // More than half of the runs end at closed doors: nothing is promised.
    if part(50) > last {
        return None;
    }
    let (low, high) = rounded(low, high.min(last));
    Some(Range { low, high, closes, ahead: ahead(scene, &mine), desks, mean: mean(scene, mine.queue) })
}

/// To minutes that people understand: whole ones near by, fives and tens far away, never too narrow.
fn rounded(low: i64, high: i64) -> (i64, i64) {
    let step = |at: i64| match at / MINUTE {
        ..15 => MINUTE,
        15..60 => 5 * MINUTE,
        _ => 10 * MINUTE,
    };
    let low = if low < 2 * MINUTE { 0 } else { low - low % step(low) };
    let high = high + MINUTE / 2;
    let high = high + (step(high) - high % step(high)) % step(high);
    (low, high.max(low + 3 * MINUTE))
}

/// Those who would be called before `mine` if all were called now.
fn ahead(scene: &Scene, mine: &Waiting) -> u32 {
    let shares = |one: &&Waiting| scene.desks.iter().any(|desk| desk.caller.serves(mine) && desk.caller.serves(one));
    let before = |one: &&Waiting| {
        one.since < mine.since || order::preferred(one, scene.now, scene.rule.unwrap_or(Rule { in_a_row: 0, grace: 0 }))
    };
    u32::try_from(scene.waiting.iter().filter(shares).filter(before).count()).unwrap_or(u32::MAX)
}

/// Seconds on average, from the samples, or the usual time while they are few.
fn mean(scene: &Scene, queue: u8) -> u32 {
    let samples = scene.samples.get(usize::from(queue)).map_or(&[][..], Vec::as_slice);
    let usual = scene.usual.get(usize::from(queue)).copied().unwrap_or(600);
    if samples.len() < ENOUGH {
        return usual;
    }
    let sum: u64 = samples.iter().map(|seconds| u64::from(*seconds)).sum();
    u32::try_from(sum / samples.len() as u64).unwrap_or(usual)
}

/// Milliseconds that somebody of a queue takes, one drawn; at least `beyond`.
fn service(scene: &Scene, queue: u8, beyond: i64, doubt: i64, dice: &mut Dice) -> i64 {
    let samples = scene.samples.get(usize::from(queue)).map_or(&[][..], Vec::as_slice);
    let usual = i64::from(scene.usual.get(usize::from(queue)).copied().unwrap_or(600)) * 1000;
    for _ in 0..12 {
        let known = dice.below(ENOUGH) < samples.len();
        let drawn = match dice.one(samples).filter(|_| known) {
            Some(seconds) => i64::from(seconds) * 1000,
            None => dice.one(&SPREAD).map_or(usual, |tenths| usual * tenths / 10),
        };
        let drawn = drawn * doubt / 100;
        if drawn > beyond {
            return drawn;
        }
    }
    // Longer already than any of those before: as long again by half of the usual.
    beyond + usual / 2
}

/// When a counter that is free at `at` may call: in the hours, else never today.
fn callable(open: &[(i64, i64)], at: i64) -> Option<i64> {
    open.iter().find(|(_, to)| at < *to).map(|(from, _)| at.max(*from))
}

/// The wait of `mine` in one run; `i64::MAX` when the hall closes before.
fn run(scene: &Scene, mine: Waiting, rule: Rule, dice: &mut Dice) -> i64 {
    let doubt = dice.one(&DOUBT).unwrap_or(100);
    let mut free: Vec<(i64, Caller)> =
        scene.desks.iter().map(|desk| (begins(scene, desk, doubt, dice), desk.caller)).collect();
    let mut waiting = scene.waiting.clone();
    let me = waiting.len();
    let mut ids: Vec<usize> = (0..=me).collect();
    waiting.push(mine);
    let mut coming = arrivals(scene, dice);
    coming.sort_unstable_by_key(|one| std::cmp::Reverse(one.since));
    let mut row = scene.row;
    for _ in 0..4 * (me + 200) {
        let Some((desk, (at, caller))) = free.iter().copied().enumerate().min_by_key(|(_, (at, _))| *at) else { break };
        let Some(at) = callable(&scene.open, at) else { break };
        while coming.last().is_some_and(|one| one.since <= at) {
            waiting.extend(coming.pop());
            ids.push(usize::MAX);
        }
        let Some(called) = order::next(&waiting, caller, at, row, rule) else {
            let later = coming.last().map_or(i64::MAX, |one| one.since.max(at + 1));
            if let Some(place) = free.get_mut(desk) {
                place.0 = later;
            }
            continue;
        };
        if ids.get(called) == Some(&me) {
            return (at - scene.now).max(0);
        }
        let one = waiting.remove(called);
        ids.remove(called);
        row = if order::preferred(&one, at, rule) { row.saturating_add(1) } else { 0 };
        if let Some(place) = free.get_mut(desk) {
            place.0 = at + service(scene, one.queue, 0, doubt, dice) + BETWEEN;
        }
    }
    i64::MAX
}

/// When a counter can call again.
fn begins(scene: &Scene, desk: &Desk, doubt: i64, dice: &mut Dice) -> i64 {
    match desk.now {
        Busy::Free => scene.now + BETWEEN / 2,
        Busy::With(queue, since) => since + service(scene, queue, scene.now - since, doubt, dice) + BETWEEN,
        Busy::Break(since) => (since + i64::try_from(dice.below(20)).unwrap_or(0) * MINUTE).max(scene.now + MINUTE),
        Busy::From(at) => at.max(scene.now) + BETWEEN,
    }
}

/// Who else will come with precedence in the next four hours: most of those who booked, and some who
/// are served first, at the pace of late.
fn arrivals(scene: &Scene, dice: &mut Dice) -> Vec<Waiting> {
    let mut out: Vec<Waiting> = Vec::new();
    for (at, queue) in &scene.coming {
        if dice.below(100) < 85 {
            let since = (*at).max(scene.now);
            out.push(Waiting { queue: *queue, claim: order::Claim::Booked(*at), since, only: None });
        }
    }
    for (queue, gap) in scene.firsts.iter().enumerate().filter(|(_, gap)| **gap > 0) {
        let mut at = scene.now;
        let queue = u8::try_from(queue).unwrap_or(u8::MAX);
        loop {
            // From almost at once to twice the gap: on average one a gap.
            at += gap * i64::try_from(dice.below(200)).unwrap_or(100) / 100 + 1;
            if at > scene.now + 240 * MINUTE || out.len() > 200 {
                break;
            }
            out.push(Waiting { queue, claim: order::Claim::First, since: at, only: None });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Claim;

    fn plain(since: i64) -> Waiting {
        Waiting { queue: 0, claim: Claim::Plain, since, only: None }
    }

    fn scene(desks: usize, waiting: i64) -> Scene {
        let caller = |counter| Caller { counter, queues: 1 };
        Scene {
            now: 1_000,
            open: vec![(0, 480 * MINUTE)],
            desks: (0..desks).map(|n| Desk { caller: caller(n as u8), now: Busy::Free }).collect(),
            waiting: (0..waiting).map(plain).collect(),
            samples: vec![vec![600; 30]],
            usual: vec![600],
            coming: Vec::new(),
            firsts: vec![0],
            row: 0,
            rule: Some(Rule { in_a_row: 3, grace: 15 * MINUTE }),
        }
    }

    #[test]
    fn an_empty_hall_calls_at_once_and_a_queue_takes_its_time() {
        let now = range(&scene(2, 0), plain(1_000), 7).unwrap();
        assert_eq!((now.low, now.high, now.ahead), (0, 3 * MINUTE, 0));
        // Six before, two counters, ten minutes each: half an hour.
        let six = range(&scene(2, 6), plain(1_000), 7).unwrap();
        assert!(six.low >= 20 * MINUTE && six.low <= 30 * MINUTE, "{six:?}");
        assert!(six.high >= 30 * MINUTE && six.high <= 45 * MINUTE, "{six:?}");
        assert_eq!((six.ahead, six.desks, six.mean), (6, 2, 600));
        assert_eq!(range(&scene(2, 6), plain(1_000), 7), Some(six), "the same queue, the same range");
    }

    #[test]
    fn more_counters_shorten_it_and_nothing_is_promised_that_nobody_can_keep() {
        let one = range(&scene(1, 8), plain(1_000), 7).unwrap();
        let four = range(&scene(4, 8), plain(1_000), 7).unwrap();
        assert!(four.high < one.low, "{four:?} {one:?}");
        assert_eq!(range(&scene(0, 0), plain(1_000), 7), None, "no counter");
        let mut late = scene(1, 8);
        late.open = vec![(0, 20 * MINUTE)];
        assert_eq!(range(&late, plain(1_000), 7), None, "it closes before");
        let mut noon = scene(1, 2);
        noon.open = vec![(0, 10 * MINUTE), (100 * MINUTE, 200 * MINUTE)];
        assert!(range(&noon, plain(1_000), 7).unwrap().high >= 100 * MINUTE, "nobody is called at noon");
    }
}
