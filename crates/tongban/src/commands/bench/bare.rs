//! The bare store: the rows that one submission writes, committed again and again by as many
//! threads as there were clients, with nothing read and nothing decided. What a submission over HTTP
//! reaches of this is the worth of all that stands above the store.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use store::{Error, Sql, Step, Value};

use super::application::{self, Twice};
use crate::{
    cli::Place,
    outcome::{Failure, Outcome, say},
};

/// A statement with the places of the texts that must be new each time, and what comes before the
/// running part of them.
struct Written {
    sql: Sql,
    params: Vec<Value<'static>>,
    fresh: Vec<(usize, String, usize)>,
}

fn written(twice: &Twice) -> Vec<Written> {
    let fresh = application::fresh_texts(twice);
    let ran = twice.one.iter().filter_map(|step| if let Step::Ran(ran) = step { Some(ran) } else { None });
    ran.filter(|ran| ran.acts)
        .map(|ran| Written {
            sql: Sql::new(ran.text),
            fresh: ran
                .params
                .iter()
                .enumerate()
                .filter_map(|(place, param)| match param {
                    Value::Text(text) => {
                        let before = fresh.get(text.as_ref())?;
                        Some((place, before.clone(), text.len() - before.len()))
                    }
                    _ => None,
                })
                .collect(),
            params: ran.params.clone(),
        })
        .collect()
}

pub fn run(place: &Place, clients: u32, seconds: u64) -> Result<Outcome, Failure> {
    let (opened, _clock) = super::open(place)?;
    let twice = application::twice(opened)?;
    let rows = Arc::new(written(&twice));
    let store = twice.store.clone();
    // Another run in this folder must not take the numbers of this one.
    let from = u64::try_from(store.now().0).unwrap_or(0) % 1_000_000_000 * 1_000;
    let (next, lasting) = (AtomicU64::new(from), Duration::from_secs(seconds));
    let (cpu, begun) = (cpu_micros(), now());
    let done = std::thread::scope(|scope| {
        let client = || {
            let mut done = 0_u64;
            while begun.elapsed() < lasting {
                let (rows, turn) = (rows.clone(), next.fetch_add(1, Ordering::Relaxed));
                store.write(move |tx| {
                    rows.iter().try_for_each(|row| {
                        let mut params = row.params.clone();
                        for (place, before, width) in &row.fresh {
                            let width = *width;
                            if let Some(param) = params.get_mut(*place) {
                                *param = format!("{before}{turn:0width$}").into();
                            }
                        }
                        tx.replay(&row.sql, &mut params)
                    })
                })?;
                done += 1;
            }
            Ok::<u64, Error>(done)
        };
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(Err(Error::Busy))).sum::<Result<u64, Error>>()
    })?;
    let line = json!({
        "done": done,
        "seconds": begun.elapsed().as_secs_f64(),
        "cpu_micros": cpu_micros() - cpu,
        "written": rows.len(),
        "ran": twice.one.iter().filter(|step| matches!(step, Step::Ran(_))).count(),
        "transactions": twice.one.iter().filter(|step| matches!(step, Step::Began { .. })).count(),
    });
    store.close();
    say(&line.to_string())?;
    Ok(Outcome::Holds)
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the time that passes")]
pub(super) fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// CPU microseconds of this process, as the kernel counts them, in hundredths of a second.
pub(super) fn cpu_micros() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    after.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum::<u64>() * 10_000
}
