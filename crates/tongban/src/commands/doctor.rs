//! `tongban doctor`: looks at what an operator answers for and says what to do about each.

use kernel::Clock as _;
use serde_json::json;
use store::JobState;

use crate::{
    cli::Place,
    config,
    machine::MachineClock,
    outcome::{Failure, Outcome, say},
    rooms,
};

/// One finding.
struct Finding {
    what: &'static str,
    good: bool,
    found: String,
    /// What to do about it.
    advice: &'static str,
}

pub fn run(place: &Place) -> Result<Outcome, Failure> {
    let mut findings = Vec::new();
    let mut add = |what, good, found: String, advice| findings.push(Finding { what, good, found, advice });
    let config = match config::of(place) {
        Ok(config) => {
            add("configuration", true, "understood".into(), "");
            config
        }
        Err(failure) => {
            add("configuration", false, failure.detail, "mend the file; docs/handbook lists every key");
            return report(place, &findings);
        }
    };
    let now = MachineClock.now();
    let sane = now.date().year() >= 2026 && now.date().year() < 2100;
    add("clock", sane, now.rfc3339(), "set the machine's clock and keep it with NTP: statutory days rest on it");
    let free = free_bytes(&config.dir);
    let enough = free.is_none_or(|free| free > 1 << 30);
    let found = free.map_or_else(|| "not known".into(), |free| format!("{} MiB free", free >> 20));
    add("disk", enough, found, "less than 1 GiB is free: move the folder or clear the disk before writes are refused");
    if let Some(most) = config.most_bytes {
        let size = std::fs::metadata(config.dir.join("tongban.db")).map_or(0, |meta| meta.len());
        let found = format!("{} of {} MiB", size >> 20, most >> 20);
        add(
            "database",
            size < most / 10 * 9,
            found,
            "raise database_most_mib before writes are refused, or move to PostgreSQL",
        );
    }
    let keys = ["master.key", "signing.key"].iter().all(|name| config.dir.join("keys").join(name).exists());
    add(
        "keys",
        keys,
        if keys { "there" } else { "wanting" }.into(),
        "put DIR/keys back from where you keep it; without it nothing sealed can be read",
    );
    match store::Store::beside(config, rooms::for_store()?) {
        Err(error) => add("store", false, error.to_string(), "see the page of this code in docs/errors"),
        Ok(store) => {
            let position = store.position()?;
            add("store", true, format!("{position} entries"), "");
            let lock = if store.is_locked_by_another()? { "a server works in it" } else { "no server works in it" };
            add("server", true, lock.into(), "");
            let (waiting, dead) = (store.job_count(JobState::Waiting)?, store.job_count(JobState::Dead)?);
            add(
                "jobs",
                dead == 0,
                format!("{waiting} waiting, {dead} dead"),
                "look at the dead jobs' errors, mend the cause, and revive them",
            );
            let set_aside = store.dead_events()?;
            add(
                "subscribers",
                set_aside == 0,
                format!("{set_aside} events set aside"),
                "the log says which event and why; mend and rebuild the subscriber",
            );
            let incidents = store.read(casework::records::flows_at_incidents)?;
            add(
                "processes",
                incidents == 0,
                format!("{incidents} cases stand at an incident of their process"),
                "open these cases: mend the model or move the case on; until then the body decides by hand",
            );
            let halls = store.read(|read| hall::load(read, now.date()))?;
            add(
                "halls",
                true,
                format!(
                    "{} counters open, {} tickets waiting, {} matters that could not be done overdue",
                    halls.counters_open, halls.tickets_waiting, halls.stuck_overdue
                ),
                "",
            );
            let (orphans, bytes) = store.orphans_waiting()?;
            add(
                "files",
                true,
                format!("{orphans} that nothing names ({} KiB), removed within two days", bytes >> 10),
                "",
            );
            let index = rooms::index_dir(store.dir());
            let found = if index.exists() { "there" } else { "not built yet" };
            add("index", true, found.into(), "");
            let last = store.dir().join("checkpoints/latest").exists();
            add(
                "checkpoints",
                last || position == 0,
                if last { "signed" } else { "none yet" }.into(),
                "start the server once: it signs a checkpoint within seconds",
            );
        }
    }
    report(place, &findings)
}

fn report(place: &Place, findings: &[Finding]) -> Result<Outcome, Failure> {
    let good = findings.iter().all(|finding| finding.good);
    for finding in findings {
        if place.json {
            let advice = if finding.good { "" } else { finding.advice };
            say(&json!({ "what": finding.what, "good": finding.good, "found": finding.found, "advice": advice })
                .to_string())?;
        } else {
            say(&format!("{:4} {:14} {}", if finding.good { "ok" } else { "BAD" }, finding.what, finding.found))?;
            if !finding.good {
                say(&format!("     {:14} {}", "", finding.advice))?;
            }
        }
    }
    Ok(if good { Outcome::Holds } else { Outcome::FallsShort })
}

/// Free bytes of the file system of a folder, by `df`, where there is one.
fn free_bytes(dir: &std::path::Path) -> Option<u64> {
    let at = dir.ancestors().find(|at| at.exists())?;
    let output = std::process::Command::new("df").args(["-Pk", "--"]).arg(at).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kib * 1024)
}
