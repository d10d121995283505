//! How often a route may be used by one account or, before sign-in, from one address. The bounds
//! are of one process; they slow guessing and flooding, they do not count anything of the domain.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use governor::{
    Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware, nanos::Nanos, state::keyed::HashMapStateStore,
};
use kernel::{Problem, problem::Refusal};
use store::Store;

/// So many times within so many seconds, then evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Routes with the same name share the bound.
    pub name: &'static str,
    pub times: u32,
    pub within_seconds: u32,
}

type Limiter = RateLimiter<String, HashMapStateStore<String>, StoreClock, NoOpMiddleware<Nanos>>;

/// The bounds in use.
pub(crate) struct Throttles {
    store: Store,
    limiters: Mutex<HashMap<&'static str, std::sync::Arc<Limiter>>>,
    asked: AtomicU64,
}

/// The store's clock, so that tests and the demo set it.
#[derive(Clone)]
struct StoreClock(Store);

impl Clock for StoreClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(self.0.now().0.unsigned_abs()))
    }
}

impl Throttles {
    pub fn new(store: &Store) -> Self {
        Self { store: store.clone(), limiters: Mutex::default(), asked: AtomicU64::new(0) }
    }

    /// # Errors
    /// 429 with the seconds to wait.
    pub fn ask(&self, throttle: &Throttle, sender: &str) -> Result<(), Problem> {
        let Some(limiter) = self.limiter(throttle) else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % 1024 == 1023 {
            limiter.retain_recent();
        }
        limiter.check_key(&sender.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(limiter.clock().now());
            let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
            let mut problem = Problem::new(Refusal::TooOften, "problem-too-often").arg("seconds", seconds.to_string());
            problem.retry_after_seconds = Some(seconds);
            problem
        })
    }

    fn limiter(&self, throttle: &Throttle) -> Option<std::sync::Arc<Limiter>> {
        let times = NonZeroU32::new(throttle.times)?;
        let each = Duration::from_secs(u64::from(throttle.within_seconds)) / throttle.times;
        let quota = Quota::with_period(each)?.allow_burst(times);
        let mut limiters = self.limiters.lock().ok()?;
        let made = limiters.entry(throttle.name).or_insert_with(|| {
            let clock = StoreClock(self.store.clone());
            std::sync::Arc::new(RateLimiter::new(quota, HashMapStateStore::default(), clock))
        });
        Some(made.clone())
    }
}
