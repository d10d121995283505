//! The machine's clock and chance: the only place of the program that reads them.

use std::{
    cell::RefCell,
    sync::atomic::{AtomicI64, Ordering},
};

use kernel::{Chance, Clock, Timestamp};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's chance. What is asked for in a few bytes is taken from a small store of each thread:
/// a submission asks ten times, and each time would be a call of the system.
#[derive(Debug, Clone, Copy)]
pub struct MachineChance;

/// Bytes taken from the machine at once.
const AT_ONCE: usize = 512;

thread_local! {
    /// Fresh chance, and how much of it was given out; that part holds zeros.
    static FRESH: RefCell<([u8; AT_ONCE], usize)> = const { RefCell::new(([0; AT_ONCE], AT_ONCE)) };
}

impl Chance for MachineChance {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() > AT_ONCE / 8 {
            return MachineChance::ask(bytes);
        }
        FRESH.with_borrow_mut(|(fresh, given)| {
            if *given + bytes.len() > AT_ONCE {
                MachineChance::ask(fresh);
                *given = 0;
            }
            if let Some(part) = fresh.get_mut(*given..*given + bytes.len()) {
                bytes.copy_from_slice(part);
                part.fill(0);
                *given += bytes.len();
            }
        });
    }
}

impl MachineChance {
    #[expect(clippy::disallowed_methods, reason = "the one place that takes the machine's chance")]
    fn ask(bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without chance no id, salt or secret is safe: nothing may go on.
            tracing::error!(%error, "the machine gives no chance");
            std::process::abort();
        }
    }
}

/// The machine's clock, or the time of the story while a demo lives its cases.
#[derive(Debug, Default)]
pub struct DemoClock {
    /// Milliseconds since 1970 UTC; 0: the machine's.
    told: AtomicI64,
}

impl DemoClock {
    /// From now on it is `at`; `None`: the machine's time again.
    pub fn tell(&self, at: Option<Timestamp>) {
        self.told.store(at.map_or(0, |at| at.0), Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match self.told.load(Ordering::SeqCst) {
            0 => MachineClock.now(),
            told => Timestamp(told),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_chance_is_given_twice() {
        let mut seen = BTreeSet::new();
        for length in (1..=600).cycle().take(2_000) {
            let mut bytes = vec![0_u8; length + 16];
            MachineChance.fill(&mut bytes);
            for part in bytes.chunks_exact(16) {
                assert_ne!(part, [0; 16]);
                assert!(seen.insert(part.to_vec()));
            }
        }
    }
}
