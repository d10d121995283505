//! An hour of damaged input: the fuzz body of the process room, within a bound of memory, started again behind whatever
//! brings it down, until the time is over. Not here: the inputs and what is done with them (`crates/process/examples`).

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;

/// Address space of the body, in KiB: four times what the largest document and its check should need.
const MEMORY_KIB: u32 = 4 << 20;
/// More falls than this, and the run ends: something is broken, and not only here and there.
const MOST_FALLS: usize = 20;

/// The last line of a body that ended well.
#[derive(Deserialize, Default)]
struct Told {
    to: u64,
    counts: std::collections::BTreeMap<String, u64>,
    read: u64,
    slowest_ms: u64,
    slowest: u64,
    failures: Vec<(u64, String)>,
    peak_kib: u64,
}

/// Runs the body for so many minutes.
///
/// # Errors
/// Inputs that failed, each with the command that shows it.
#[expect(clippy::disallowed_methods, reason = "how long it has run, by the machine's clock")]
pub fn fuzz(root: &Path, minutes: f64, seed: u64) -> Result<String, String> {
    let binary = built(root)?;
    let progress = binary.with_file_name("fuzz.progress");
    let began = Instant::now();
    let lasting = Duration::from_secs_f64(minutes * 60.0);
    let (mut from, mut all, mut falls) = (0, Told::default(), Vec::new());
    loop {
        let left = lasting.saturating_sub(began.elapsed()).as_secs_f64() / 60.0;
        if left <= 0.0 || falls.len() > MOST_FALLS {
            break;
        }
        // Parts of some minutes, so that a fall loses little of what was counted.
        let part = left.min(5.0);
        let ran = Command::new("sh")
            .args(["-c", "ulimit -v \"$1\" && ulimit -c 0 && shift && exec \"$@\"", "fuzz"])
            .arg(MEMORY_KIB.to_string())
            .arg(&binary)
            .args([part.to_string(), seed.to_string(), from.to_string()])
            .arg(&progress)
            .output()
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        let last = String::from_utf8_lossy(&ran.stdout).lines().last().and_then(|line| serde_json::from_str(line).ok());
        match last.filter(|_| ran.status.success()) {
            Some(told) => {
                from = all.add(told);
                eprintln!("fuzz: {from} inputs, {} failed", all.failures.len() + falls.len());
            }
            None => {
                let said = String::from_utf8_lossy(&ran.stderr);
                let at = std::fs::read(&progress).ok().and_then(|bytes| bytes.get(..8)?.try_into().ok());
                let Some(at) = at.map(u64::from_le_bytes) else { return Err(format!("the body didn't begin: {said}")) };
                falls.push((at, format!("{}: {}", ran.status, said.lines().next().unwrap_or("no word"))));
                from = at + 1;
            }
        }
    }
    falls.append(&mut all.failures);
    for (number, _) in &falls {
        // What an input was depends on the files it was made of, and they change.
        let shown = Command::new(&binary).args(["show", &seed.to_string(), &number.to_string()]).output();
        let kept = shown
            .and_then(|shown| std::fs::write(binary.with_file_name(format!("fuzz.{seed}.{number}")), shown.stdout));
        kept.map_err(|error| format!("input {number}: {error}"))?;
    }
    let seconds = began.elapsed().as_secs_f64();
    let counts: Vec<String> = all.counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let show = |number: u64| format!("{} show {seed} {number}", binary.display());
    let mut lines = vec![format!(
        "{from} damaged inputs in {:.0} s ({}), {} of them read; slowest {} ms ({}); at most {} MiB",
        seconds,
        counts.join(", "),
        all.read,
        all.slowest_ms,
        show(all.slowest),
        all.peak_kib / 1024
    )];
    lines.extend(falls.iter().map(|(number, why)| format!("failed: {why} ({})", show(*number))));
    let text = lines.join("\n");
    if falls.is_empty() { Ok(text) } else { Err(text) }
}

impl Told {
    /// Where the next begins.
    fn add(&mut self, other: Self) -> u64 {
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        self.read += other.read;
        if other.slowest_ms > self.slowest_ms {
            (self.slowest_ms, self.slowest) = (other.slowest_ms, other.slowest);
        }
        self.failures.extend(other.failures);
        self.peak_kib = self.peak_kib.max(other.peak_kib);
        other.to
    }
}

/// The body, optimised as the product is, and with its sums checked.
fn built(root: &Path) -> Result<std::path::PathBuf, String> {
    let made = Command::new("cargo")
        .current_dir(root)
        .args(["build", "--release", "-p", "process", "--example", "fuzz"])
        .args(["--config", "profile.release.package.process.overflow-checks=true"])
        .args(["--config", "profile.release.package.rules.overflow-checks=true"])
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !made.success() {
        return Err("the fuzz body was not compiled".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), std::path::PathBuf::from);
    Ok(target.join("release/examples/fuzz"))
}
