//! The fuzz body: damaged models, expressions and decision models, one after another, each determined by a seed and its
//! number. `fuzz MINUTES SEED FROM PROGRESS` goes on from a number until the time is over, and writes the number under
//! work into the file PROGRESS, so that who started it knows what brought it down; `fuzz show SEED NUMBER` prints an
//! input, `fuzz again SEED NUMBER` does it once more and falls where it falls. Not here: bounds of memory, and starting again after a fall (`cargo xtask long fuzz`).
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it found")]
#![expect(clippy::disallowed_methods, reason = "a tool reads the machine's clock")]

mod damage;
mod endure;

use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use damage::Seeds;

/// An input that takes longer is a failure: the product would have kept a thread as long.
const LONGEST: Duration = Duration::from_secs(30);
/// The stack of a server's thread.
const STACK: usize = 2 << 20;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["show", seed, number] => number_of(seed).and_then(|seed| show(seed, number_of(number)?)),
        ["again", seed, number] => number_of(seed).and_then(|seed| again(seed, number_of(number)?)),
        [minutes, seed, from, progress] => run(minutes, seed, from, progress),
        _ => Err("usage: fuzz MINUTES SEED FROM PROGRESS, or fuzz show|again SEED NUMBER".to_owned()),
    };
    match done {
        Ok(code) => code,
        Err(why) => {
            eprintln!("fuzz: {why}");
            ExitCode::from(2)
        }
    }
}

fn number_of(text: &str) -> Result<u64, String> {
    text.parse().map_err(|error| format!("{text}: {error}"))
}

fn show(seed: u64, number: u64) -> Result<ExitCode, String> {
    let input = Seeds::read()?.input(seed, number);
    println!("{}: {} bytes", input.kind.name(), input.bytes.len());
    println!("{}", String::from_utf8_lossy(&input.bytes));
    Ok(ExitCode::SUCCESS)
}

fn again(seed: u64, number: u64) -> Result<ExitCode, String> {
    let was_read = endure::endure(&Seeds::read()?.input(seed, number))?;
    println!("{}", if was_read { "read, and nothing found" } else { "refused" });
    Ok(ExitCode::SUCCESS)
}

/// What one run says at its end, a line of JSON.
#[derive(serde::Serialize, Default)]
struct Told {
    from: u64,
    to: u64,
    counts: std::collections::BTreeMap<&'static str, u64>,
    /// Inputs that were read, not refused.
    read: u64,
    slowest_ms: u64,
    slowest: u64,
    failures: Vec<(u64, String)>,
    /// The most memory that was in use, in KiB.
    peak_kib: u64,
}

fn run(minutes: &str, seed: &str, from: &str, progress: &str) -> Result<ExitCode, String> {
    let minutes: f64 = minutes.parse().map_err(|error| format!("{minutes}: {error}"))?;
    let (seed, from) = (number_of(seed)?, number_of(from)?);
    let until = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let seeds = Seeds::read()?;
    let file = std::fs::File::create(progress).map_err(|error| format!("{progress}: {error}"))?;
    let at = Arc::new(AtomicU64::new(from));
    let watched = at.clone();
    std::thread::spawn(move || watch(&watched));
    // What fails says why in its report.
    std::panic::set_hook(Box::new(|_| {}));
    let work = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut told = Told { from, to: from, ..Told::default() };
        while Instant::now() < until {
            let number = told.to;
            at.store(number, Ordering::Relaxed);
            file.write_at(&number.to_le_bytes(), 0).map_err(|error| error.to_string())?;
            told.one(&seeds, seed, number);
            told.to += 1;
        }
        Ok::<_, String>(told)
    });
    let told = work.map_err(|error| error.to_string())?.join().map_err(|_| "the worker fell".to_owned())?;
    let mut told = told?;
    told.peak_kib = peak();
    println!("{}", serde_json::to_string(&told).map_err(|error| error.to_string())?);
    Ok(ExitCode::SUCCESS)
}

impl Told {
    fn one(&mut self, seeds: &Seeds, seed: u64, number: u64) {
        let input = seeds.input(seed, number);
        let began = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| endure::endure(&input)));
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if took > self.slowest_ms {
            (self.slowest_ms, self.slowest) = (took, number);
        }
        *self.counts.entry(input.kind.name()).or_default() += 1;
        match ended {
            Ok(Ok(was_read)) => self.read += u64::from(was_read),
            Ok(Err(why)) => self.failures.push((number, why)),
            Err(panic) => {
                let said = panic.downcast_ref::<String>().cloned();
                let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                self.failures.push((number, ["panicked: ", &said.unwrap_or_default()].concat()));
            }
        }
    }
}

/// Ends everything when one input takes too long.
fn watch(at: &AtomicU64) {
    let (mut last, mut since) = (u64::MAX, Instant::now());
    loop {
        std::thread::sleep(Duration::from_millis(200));
        let now = at.load(Ordering::Relaxed);
        if now != last {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > LONGEST {
            eprintln!("fuzz: input {now} takes longer than {} s", LONGEST.as_secs());
            std::process::exit(3);
        }
    }
}

/// The most memory that this process had, in KiB, as Linux says it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
