//! Starting, remembering and proving: how soon the demo answers, what it holds in memory, how large
//! the binary is, and how fast the journal is verified.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    Bench, Figure, copy_folder,
    http::Client,
    load::{median, now},
    server::{Server, cpu_micros, memory_kilobytes},
    submissions,
};

/// Cases lived through the verbs, for memory and verification.
const LIVED: u32 = 100_000;

/// From nothing and from an existing store to the first page, and the size of the binary.
pub fn start(bench: &Bench) -> Result<Vec<Figure>, String> {
    let (mut nothing, mut existing) = (Vec::new(), Vec::new());
    for _ in 0..bench.rounds {
        let data = bench.stores.join("start");
        let _ = std::fs::remove_dir_all(&data);
        nothing.push(answers(bench, &data)?);
        existing.push(answers(bench, &data)?);
    }
    let lived = lived(bench)?;
    let mut large = Vec::new();
    for _ in 0..bench.rounds {
        large.push(answers(bench, &lived)?);
    }
    let figure = |what: &str, target: &str, took: &[(f64, f64)]| {
        let slowest = took.iter().map(|(seconds, _)| *seconds).fold(0.0, f64::max);
        Figure {
            what: what.into(),
            target: target.into(),
            measured: format!("{:.2} s", median(took.iter().map(|(seconds, _)| *seconds))),
            server: format!("{:.2} s", median(took.iter().map(|(_, cpu)| *cpu))),
            note: format!("slowest {slowest:.2} s"),
        }
    };
    let bytes = std::fs::metadata(&bench.binary).map_err(|error| error.to_string())?.len();
    Ok(vec![
        figure("`tongban demo` answers, from nothing", "5 s", &nothing),
        figure("`tongban demo` answers, with an existing store", "1 s", &existing),
        figure("`tongban demo` answers, with 100,000 cases", "1 s", &large),
        Figure {
            what: "size of the binary".into(),
            target: "80 MB".into(),
            measured: format!("{:.1} MB", bytes as f64 / 1e6),
            server: String::new(),
            note: String::new(),
        },
    ])
}

/// Seconds to the first page, and CPU seconds until then.
fn answers(bench: &Bench, data: &Path) -> Result<(f64, f64), String> {
    let begun = now();
    let server = Server::demo(&bench.binary, data, &[])?;
    Client::new(server.address).get("/")?.expect(200)?;
    let took = (begun.elapsed().as_secs_f64(), cpu_micros(server.pid()) as f64 / 1e6);
    server.stop()?;
    Ok(took)
}

/// Memory with 100,000 cases, after pages, searches and submissions.
pub fn memory(bench: &Bench) -> Result<Vec<Figure>, String> {
    let copy = bench.stores.join("memory");
    let _ = std::fs::remove_dir_all(&copy);
    copy_folder(&lived(bench)?, &copy).map_err(|error| error.to_string())?;
    let server = Server::demo(&bench.binary, &copy, &[])?;
    let mut client = Client::new(server.address);
    client.get("/")?.expect(200)?;
    let begun = memory_kilobytes(server.pid(), "VmRSS");
    let list = client.get("/api/v1/items?limit=200")?.expect(200)?.json()?;
    for item in list.get("items").and_then(|items| items.as_array()).into_iter().flatten() {
        client.get(item.get("page").and_then(|page| page.as_str()).unwrap_or("/"))?.expect(200)?;
    }
    let mut applicants = submissions::applicants(server.address)?;
    super::load::round(&mut applicants, server.pid(), Duration::from_secs(5), submissions::send)?;
    let (resident, most) = (memory_kilobytes(server.pid(), "VmRSS"), memory_kilobytes(server.pid(), "VmHWM"));
    server.stop()?;
    let _ = std::fs::remove_dir_all(&copy);
    let megabytes = |kilobytes: u64| format!("{:.0} MB", kilobytes as f64 * 1_024.0 / 1e6);
    Ok(vec![Figure {
        what: "resident memory with 100,000 cases".into(),
        target: "200 MB".into(),
        measured: megabytes(resident),
        server: String::new(),
        note: format!(
            "{} when it first answers, {} at most; after 200 guides and 5 s of submissions from 64 clients",
            megabytes(begun),
            megabytes(most)
        ),
    }])
}

/// Verifying the journal of 100,000 cases, and their state.
pub fn verify(bench: &Bench) -> Result<Vec<Figure>, String> {
    let data = lived(bench)?;
    let mut figures = Vec::new();
    for (what, target, more) in
        [("`tongban verify`", "200,000 entries/s", None), ("`tongban verify --state`", "", Some("--state"))]
    {
        let mut rates = Vec::new();
        let (mut costs, mut most, mut entries) = (Vec::new(), 0, 0);
        for _ in 0..bench.rounds {
            let begun = now();
            let mut child = Command::new(&bench.binary)
                .args(["verify", "--json", "--data"])
                .arg(&data)
                .args(more)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .map_err(|error| error.to_string())?;
            let mut cpu = 0;
            while child.try_wait().map_err(|error| error.to_string())?.is_none() {
                // A process that has ended and was not waited for still has its CPU time.
                cpu = cpu_micros(child.id()).max(cpu);
                most = memory_kilobytes(child.id(), "VmHWM").max(most);
                std::thread::sleep(Duration::from_millis(5));
            }
            let took = begun.elapsed().as_secs_f64();
            let said = child.wait_with_output().map_err(|error| error.to_string())?;
            let said: serde_json::Value = serde_json::from_slice(&said.stdout).map_err(|error| error.to_string())?;
            if said.get("holds") != Some(&true.into()) {
                return Err(format!("it does not hold: {said}"));
            }
            entries = said.pointer("/journal/entries").and_then(serde_json::Value::as_u64).unwrap_or(0);
            rates.push(entries as f64 / took);
            costs.push(cpu as f64 / entries.max(1) as f64);
        }
        figures.push(Figure {
            what: what.into(),
            target: target.into(),
            measured: format!("{:.0} entries/s", median(rates.iter().copied())),
            server: format!("{:.1} µs", median(costs)),
            note: format!("{entries} entries, at most {:.0} MB resident", most as f64 * 1_024.0 / 1e6),
        });
    }
    Ok(figures)
}

/// A store of 100,000 cases that were lived through the verbs, made once; that takes some minutes.
fn lived(bench: &Bench) -> Result<PathBuf, String> {
    let kept = bench.stores.join(format!("lived-{LIVED}"));
    if kept.join("lived").exists() {
        return Ok(kept);
    }
    let _ = std::fs::remove_dir_all(&kept);
    bench.tongban(&["demo", "--no-serve", "--cases", &LIVED.to_string(), "--data", &kept.display().to_string()])?;
    std::fs::write(kept.join("lived"), "").map_err(|error| error.to_string())?;
    Ok(kept)
}
