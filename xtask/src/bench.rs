//! `cargo xtask bench`: the product's figures, measured from outside on its release binary, with a
//! load generator on the same cores. What two things cost is compared in alternating rounds, and
//! medians stand in the table; docs/performance.md says the method and keeps the results.

mod engine;
pub mod http;
mod lists;
mod load;
mod pages;
mod people;
mod postgres;
pub mod server;
mod start;
pub mod submissions;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use load::{Round, median};

/// What every bench is given.
pub struct Bench {
    pub root: PathBuf,
    pub binary: PathBuf,
    /// Folder of the stores that were made for benches; they are kept for the next run.
    pub stores: PathBuf,
    pub rounds: u32,
    pub lasting: Duration,
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Figure {
    pub what: String,
    pub target: String,
    pub measured: String,
    /// CPU microseconds of the server for one operation.
    pub server: String,
    pub note: String,
}

type Run = fn(&Bench) -> Result<Vec<Figure>, String>;

const BENCHES: [(&str, Run); 10] = [
    ("start", start::start),
    ("memory", start::memory),
    ("guide", pages::guide),
    ("search", pages::search),
    ("submissions", submissions::embedded),
    ("postgres", postgres::submissions),
    ("lists", lists::clerks),
    ("engine", engine::steps),
    ("timers", engine::timers),
    ("verify", start::verify),
];

/// Runs the named benches, or all; the table in Markdown.
///
/// # Errors
/// The first failure, and the names there are.
pub fn run(root: &Path, arguments: &[String]) -> Result<String, String> {
    let mut bench = Bench::new(root)?;
    let mut names = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<u32>().ok()).ok_or(format!("{word} what?"));
        match word.as_str() {
            "--rounds" => bench.rounds = number()?,
            "--seconds" => bench.lasting = Duration::from_secs(number()?.into()),
            name => names.push(name),
        }
    }
    let known: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
    if let Some(strange) = names.iter().find(|name| !known.contains(name)) {
        return Err(format!("no bench {strange}; there are: {}", known.join(", ")));
    }
    let mut lines =
        vec!["| what | target | measured | server CPU an operation | |".to_owned(), "|---|---|---|---|---|".into()];
    for (name, bench_of) in BENCHES.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        eprintln!("bench: {name}");
        for figure in bench_of(&bench).map_err(|why| format!("{name}: {why}"))? {
            let Figure { what, target, measured, server, note } = figure;
            lines.push(format!("| {what} | {target} | {measured} | {server} | {note} |"));
            eprintln!("{}", lines.last().map(String::as_str).unwrap_or_default());
        }
    }
    Ok(lines.join("\n"))
}

impl Bench {
    pub fn new(root: &Path) -> Result<Self, String> {
        Ok(Self {
            root: root.to_owned(),
            binary: server::binary(root)?,
            stores: std::env::var_os("TONGBAN_BENCH_STORES").map_or_else(|| root.join("target/bench"), PathBuf::from),
            rounds: 7,
            lasting: Duration::from_secs(4),
        })
    }

    /// The demo's world, made once for each binary.
    fn world(&self) -> Result<PathBuf, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.stores.display());
        let built = std::fs::metadata(&self.binary).and_then(|meta| meta.modified()).map_err(failed)?;
        let built = built.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        let world = self.stores.join(format!("demo-{built}"));
        if !world.exists() {
            std::fs::create_dir_all(&self.stores).map_err(failed)?;
            self.tongban(&["demo", "--no-serve", "--data", &world.display().to_string()])?;
        }
        Ok(world)
    }

    /// A fresh copy of it.
    pub fn demo(&self) -> Result<PathBuf, String> {
        self.copy("demo")
    }

    /// A fresh copy of it under a name of its own.
    pub fn copy(&self, name: &str) -> Result<PathBuf, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.stores.display());
        let (world, copy) = (self.world()?, self.stores.join(name));
        if copy.exists() {
            std::fs::remove_dir_all(&copy).map_err(failed)?;
        }
        copy_folder(&world, &copy).map_err(failed)?;
        Ok(copy)
    }

    /// Runs a command of the product to its end; what it printed.
    pub fn tongban(&self, arguments: &[&str]) -> Result<String, String> {
        self.tongban_with(arguments, &[])
    }

    /// The same with settings in its environment.
    fn tongban_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Result<String, String> {
        let mut command = std::process::Command::new(&self.binary);
        let ran = command.args(arguments).envs(settings.iter().copied()).output();
        let ran = ran.map_err(|error| format!("{}: {error}", self.binary.display()))?;
        if ran.status.success() {
            return Ok(String::from_utf8_lossy(&ran.stdout).into_owned());
        }
        Err(format!("tongban {}: {}", arguments.join(" "), String::from_utf8_lossy(&ran.stderr)))
    }
}

pub fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

impl Figure {
    /// A rate, from the medians of its rounds.
    fn rate(what: &str, target: &str, rounds: &[Round]) -> Self {
        let of = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
        let (least, most) = rounds
            .iter()
            .map(Round::rate)
            .fold((f64::MAX, 0.0_f64), |(least, most), rate| (least.min(rate), most.max(rate)));
        Self {
            what: what.into(),
            target: target.into(),
            measured: format!("{:.0}/s", of(Round::rate)),
            server: Self::cost(rounds),
            note: format!(
                "rounds {least:.0} to {most:.0}/s; median {:.1} ms, p99 {:.1} ms; generator {:.0} µs",
                of(|round| round.within(50)),
                of(|round| round.within(99)),
                of(Round::own_cost)
            ),
        }
    }

    fn cost(rounds: &[Round]) -> String {
        format!("{:.0} µs", median(rounds.iter().map(Round::cost)))
    }
}
