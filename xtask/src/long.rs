//! `cargo xtask long`: what takes too long for every change. The release binary is killed under load
//! again and again, and its disk is made to forget what was not synced, as when the power fails; each
//! time nothing that was acknowledged may be lost, nothing be there twice, and `verify` must hold. And damaged models and
//! expressions, as long as asked for.

mod disk;
mod fuzz;
mod ledger;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::bench::{Bench, server::Server};
use disk::Dice;
use ledger::Ledger;

const USAGE: &str = "usage: cargo xtask long [kills [N]] [cuts [N]], or cargo xtask long fuzz MINUTES [SEED]";

/// Runs what is named, or all.
///
/// # Errors
/// What was lost, doubled or didn't verify.
pub fn run(root: &Path, arguments: &[String]) -> Result<String, String> {
    if let [what, words @ ..] = arguments
        && what == "fuzz"
    {
        let minutes =
            words.first().map_or(Ok(60.0), |word| word.parse()).map_err(|error| format!("{error}; {USAGE}"))?;
        let seed = words.get(1).map_or(Ok(1), |word| word.parse()).map_err(|error| format!("{error}; {USAGE}"))?;
        return fuzz::fuzz(root, minutes, seed);
    }
    let times = |name: &str, usual: u32| -> Option<u32> {
        let place = arguments.iter().position(|word| word == name);
        if arguments.is_empty() {
            return Some(usual);
        }
        place.map(|place| arguments.get(place + 1).and_then(|word| word.parse().ok()).unwrap_or(usual))
    };
    let (kill, cut) = (times("kills", 200), times("cuts", 20));
    if kill.is_none() && cut.is_none() {
        return Err(USAGE.into());
    }
    let bench = Bench::new(root)?;
    let mut lines = Vec::new();
    if let Some(times) = kill {
        lines.push(kills(&bench, times)?);
    }
    if let Some(times) = cut {
        lines.push(cuts(&bench, root, times)?);
    }
    Ok(lines.join("\n"))
}

/// `verify --state`, beside the server.
fn verified(bench: &Bench, data: &Path) -> Result<u64, String> {
    let said = bench.tongban(&["verify", "--state", "--json", "--data", &data.display().to_string()])?;
    let said: serde_json::Value = serde_json::from_str(said.trim()).map_err(|error| format!("{error}: {said}"))?;
    let entries = said.get("journal").and_then(|journal| journal.get("entries")).and_then(serde_json::Value::as_u64);
    match said.get("holds").and_then(serde_json::Value::as_bool) {
        Some(true) => Ok(entries.unwrap_or(0)),
        _ => Err(format!("verify does not hold: {said}")),
    }
}

fn kills(bench: &Bench, times: u32) -> Result<String, String> {
    let data = bench.demo()?;
    let mut dice = Dice(20_261_122);
    let mut server = Server::demo(&bench.binary, &data, &[])?;
    let mut ledger = Ledger::open(server.address)?;
    let (mut again, mut told, mut entries) = (0, 0, 0);
    for time in 1..=times {
        let wait = Duration::from_millis(100 + dice.below(500));
        ledger.hammer(|| {
            std::thread::sleep(wait);
            server.kill();
            Ok(())
        })?;
        server = Server::demo(&bench.binary, &data, &[])?;
        ledger.moved(server.address);
        let count = ledger.settle().map_err(|why| format!("kill {time}: {why}"))?;
        entries = verified(bench, &data).map_err(|why| format!("kill {time}: {why}"))?;
        (again, told) = (again + count.sent_again, count.told);
        if time % 10 == 0 {
            eprintln!("long: {time} kills, {told} applications, {entries} entries");
        }
    }
    server.stop()?;
    Ok(format!(
        "{times} kills under load: {told} applications acknowledged, {again} sent again after no answer, none lost, none doubled, \
         {entries} entries verified with their state after each"
    ))
}

fn cuts(bench: &Bench, root: &Path, times: u32) -> Result<String, String> {
    let data = bench.demo()?;
    let shim = compiled(root, &bench.stores)?;
    let log = bench.stores.join("power.log");
    let mut dice = Dice(1_234_567);
    let server = Server::demo(&bench.binary, &data, &[])?;
    let mut ledger = Ledger::open(server.address)?;
    server.stop()?;
    let (mut again, mut told, mut entries) = (0, 0, 0);
    let (mut lost, mut torn, mut kept, mut names) = (0, 0, 0, 0);
    for time in 1..=times {
        let server = watched(bench, &data, &log, &shim)?;
        ledger.moved(server.address);
        let wait = Duration::from_millis(300 + dice.below(1_500));
        ledger.hammer(|| {
            std::thread::sleep(wait);
            server.kill();
            Ok(())
        })?;
        let kind = if time % 4 == 0 { disk::Kind::LosesAll } else { disk::Kind::LosesSome };
        let cut = disk::cut(&data, &log, kind, &mut dice).map_err(|error| format!("cut {time}: {error}"))?;
        lost += cut.lost_writes;
        torn += cut.torn_writes;
        kept += cut.kept_writes;
        names += cut.lost_names;
        let server = Server::demo(&bench.binary, &data, &[]).map_err(|why| format!("cut {time}: {why}"))?;
        ledger.moved(server.address);
        let count = ledger.settle().map_err(|why| format!("cut {time}: {why}"))?;
        entries = verified(bench, &data).map_err(|why| format!("cut {time}: {why}"))?;
        (again, told) = (again + count.sent_again, count.told);
        server.stop()?;
        eprintln!("long: cut {time}: {cut:?}, {told} applications, {entries} entries");
    }
    let found = lie(bench, &data, &log, &shim, ledger)?;
    forget(&log)?;
    eprintln!("long: on a disk that lies the check says: {found}");
    Ok(format!(
        "{times} power cuts under load: {told} applications acknowledged, {again} sent again after no answer, none lost, none \
         doubled, {entries} entries verified with their state after each; of the writes not synced {lost} lost, {torn} torn, {kept} \
         kept, and {names} changes of names lost"
    ))
}

/// The server with all that it writes written down.
fn watched(bench: &Bench, data: &Path, log: &Path, shim: &Path) -> Result<Server, String> {
    forget(log)?;
    let (folder, log, library) = (data.display().to_string(), log.display().to_string(), shim.display().to_string());
    let settings = [("TONGBAN_POWER_DIR", folder.as_str()), ("TONGBAN_POWER_LOG", &log), ("LD_PRELOAD", &library)];
    Server::demo(&bench.binary, data, &settings)
}

/// The check of the check: where the disk did not keep what it said it had, something must be found.
fn lie(bench: &Bench, data: &Path, log: &Path, shim: &Path, mut ledger: Ledger) -> Result<String, String> {
    let server = watched(bench, data, log, shim)?;
    ledger.moved(server.address);
    ledger.hammer(|| {
        std::thread::sleep(Duration::from_millis(1_000));
        server.kill();
        Ok(())
    })?;
    disk::cut(data, log, disk::Kind::Lies, &mut Dice(1)).map_err(|error| error.to_string())?;
    let server = match Server::demo(&bench.binary, data, &[]) {
        Ok(server) => server,
        Err(why) => return Ok(why),
    };
    ledger.moved(server.address);
    match ledger.settle() {
        Err(why) => Ok(why),
        Ok(_) => Err("a disk that lies was not noticed: the cuts prove nothing".into()),
    }
}

fn forget(log: &Path) -> Result<(), String> {
    let saved = PathBuf::from([log.display().to_string().as_str(), ".saved"].concat());
    for gone in [std::fs::remove_file(log), std::fs::remove_dir_all(saved)] {
        match gone {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.to_string()),
            _ => {}
        }
    }
    Ok(())
}

/// The library that writes down what a cut would take, made with the machine's C compiler.
fn compiled(root: &Path, stores: &Path) -> Result<PathBuf, String> {
    let library = stores.join("power.so");
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-o"])
        .arg(&library)
        .arg(root.join("xtask/src/long/power.c"))
        .args(["-ldl", "-lpthread"])
        .status()
        .map_err(|error| format!("cc: {error}"))?;
    if made.success() { Ok(library) } else { Err("power.c was not compiled".into()) }
}
