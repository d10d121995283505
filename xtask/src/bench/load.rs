//! Load: so many clients at once for so many seconds, each sending its next request when the last
//! was answered; and what it cost the server in CPU time.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use super::server::cpu_micros;

/// One round of load.
#[derive(Debug, Clone, Default)]
pub struct Round {
    pub done: u64,
    pub seconds: f64,
    /// CPU microseconds of the server and of the generator.
    pub server: u64,
    pub own: u64,
    /// Microseconds of every request, ascending.
    pub took: Vec<u32>,
}

impl Round {
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.seconds.max(1e-9)
    }

    /// CPU microseconds of the server for one operation.
    pub fn cost(&self) -> f64 {
        self.server as f64 / (self.done as f64).max(1.0)
    }

    pub fn own_cost(&self) -> f64 {
        self.own as f64 / (self.done as f64).max(1.0)
    }

    /// Milliseconds within which so many of a hundred were answered.
    pub fn within(&self, percent: usize) -> f64 {
        let place = (self.took.len() * percent / 100).min(self.took.len().saturating_sub(1));
        self.took.get(place).map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures the time that passes")]
pub fn now() -> Instant {
    Instant::now()
}

/// Sends for `lasting`; each client has a thread. The first failure of any ends the round.
///
/// # Errors
/// The words of that failure.
pub fn round<C: Send>(
    clients: &mut [C],
    pid: u32,
    lasting: Duration,
    send: impl Fn(&mut C, u64) -> Result<(), String> + Sync,
) -> Result<Round, String> {
    let failure: Mutex<Option<String>> = Mutex::new(None);
    let all: Mutex<Vec<u32>> = Mutex::new(Vec::new());
    let (server, own, begun) = (cpu_micros(pid), cpu_micros(std::process::id()), now());
    std::thread::scope(|scope| {
        for client in clients.iter_mut() {
            let (failure, all, send) = (&failure, &all, &send);
            scope.spawn(move || {
                let mut took = Vec::with_capacity(4_096);
                let mut count = 0;
                while begun.elapsed() < lasting {
                    let sent = now();
                    if let Err(why) = send(client, count) {
                        if let Ok(mut failure) = failure.lock() {
                            failure.get_or_insert(why);
                        }
                        break;
                    }
                    count += 1;
                    took.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                }
                if let Ok(mut all) = all.lock() {
                    all.extend(took);
                }
            });
        }
    });
    let seconds = begun.elapsed().as_secs_f64();
    let (server, own) = (cpu_micros(pid) - server, cpu_micros(std::process::id()) - own);
    if let Ok(Some(why)) = failure.into_inner() {
        return Err(why);
    }
    let mut took = all.into_inner().unwrap_or_default();
    took.sort_unstable();
    Ok(Round { done: took.len() as u64, seconds, server, own, took })
}

/// The middle of some figures.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = figures.into_iter().collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}
