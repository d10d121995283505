//! The machine's clock and chance: the only place of the program that reads them.

use std::sync::atomic::{AtomicI64, Ordering};

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

/// The machine's chance.
#[derive(Debug, Clone, Copy)]
pub struct MachineChance;

impl Chance for MachineChance {
    #[expect(clippy::disallowed_methods, reason = "the one place that takes the machine's chance")]
    fn fill(&self, bytes: &mut [u8]) {
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
