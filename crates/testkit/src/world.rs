//! Time and chance of a test: a clock that stands until it is moved, and chance that is the same
//! in every run.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use kernel::{Chance, Clock, Date, Timestamp};
use sha2::{Digest, Sha256};

/// A clock that stands until it is moved. It begins on Monday 21 September 2026, 10:00 in China.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        let begin = Timestamp::start_of(Date::constant(2026, 9, 21)).plus_minutes(600);
        Self(Arc::new(AtomicI64::new(begin.0)))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// To `hour`:`minute` in China on `date`.
    pub fn set_to(&self, date: Date, hour: i64, minute: i64) {
        self.set(Timestamp::start_of(date).plus_minutes(hour * 60 + minute));
    }

    pub fn forward_minutes(&self, minutes: i64) {
        self.set(self.now().plus_minutes(minutes));
    }

    pub fn forward_days(&self, days: i64) {
        self.forward_minutes(days * 24 * 60);
    }

    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }
}

/// Chance from a counter: different each time, the same in every run.
#[derive(Clone, Default)]
pub struct TestChance(Arc<AtomicU64>);

impl Chance for TestChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::SeqCst);
            let digest = Sha256::digest(count.to_be_bytes());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}
