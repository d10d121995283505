//! `cargo xtask conformance DIR`: runs the public suites of process engines and rule engines through
//! the doors of the command line, as anyone outside could, and compares. It knows the formats of the
//! suites and nothing of what stands in them. What is run is the binary of `cargo build`, or the one
//! that TONGBAN_BIN names.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

mod decisions;
mod interchange;
mod outcomes;
mod rehearsal;
mod tree;

/// What a suite came to.
#[derive(Debug, Default)]
pub struct Score {
    pub passed: u32,
    pub total: u32,
    /// One line each: what failed, and how.
    pub failures: Vec<String>,
}

impl Score {
    /// Counts one case; `Err` says how it failed.
    pub fn count(&mut self, name: &str, result: Result<(), String>) {
        self.total += 1;
        match result {
            Ok(()) => self.passed += 1,
            Err(why) => self.failures.push(format!("{name}: {why}")),
        }
    }
}

/// A suite: its folder, how it is run, and how many in a thousand must pass.
struct Suite {
    folder: &'static str,
    what: &'static str,
    run: fn(&Doors, &Path) -> Result<Score, String>,
    per_mille: u32,
}

const SUITES: &[Suite] = &[
    Suite { folder: "token-simulation", what: "token-simulation", run: rehearsal::run, per_mille: 1000 },
    Suite { folder: "betsy", what: "betsy", run: outcomes::run, per_mille: 1000 },
    Suite { folder: "spiff-arena", what: "spiff-arena", run: outcomes::run, per_mille: 1000 },
    Suite { folder: "dmn-tck/compliance-level-2", what: "dmn-tck level 2", run: decisions::run, per_mille: 1000 },
    Suite { folder: "dmn-tck/compliance-level-3", what: "dmn-tck level 3", run: decisions::run, per_mille: 990 },
    Suite { folder: "bpmn-miwg", what: "bpmn-miwg", run: interchange::run, per_mille: 1000 },
];

/// The binary under test.
pub struct Doors(PathBuf);

/// What a door answered.
pub struct Answer {
    pub lines: Vec<Value>,
    pub text: String,
    pub told: String,
    pub code: Option<i32>,
}

impl Doors {
    /// Runs a command and reads its standard output.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn open(&self, args: &[&str]) -> Result<Answer, String> {
        let output =
            Command::new(&self.0).args(args).output().map_err(|error| format!("{}: {error}", self.0.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(Answer {
            lines: text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
            told: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            code: output.status.code(),
            text,
        })
    }
}

/// Runs every suite of the folder.
///
/// # Errors
/// A suite under its number, or one that can't be run.
pub fn run(root: &Path, folder: Option<String>) -> Result<String, String> {
    let folder = PathBuf::from(folder.ok_or("usage: cargo xtask conformance DIR")?);
    let doors = Doors(binary(root)?);
    let mut short = Vec::new();
    for suite in SUITES {
        let place = folder.join(suite.folder);
        if !place.is_dir() {
            return Err(format!("{}: there is no such suite", place.display()));
        }
        let score = (suite.run)(&doors, &place)?;
        for failure in &score.failures {
            println!("  {}: {failure}", suite.what);
        }
        println!("{}: {}/{}", suite.what, score.passed, score.total);
        if score.total == 0 || score.passed * 1000 < score.total * suite.per_mille {
            short.push(suite.what);
        }
    }
    if short.is_empty() {
        Ok("every suite holds".into())
    } else {
        Err(format!("under their numbers: {}", short.join(", ")))
    }
}

/// The binary: the one that is named, or the one that cargo builds now.
fn binary(root: &Path) -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("TONGBAN_BIN") {
        return Ok(named.into());
    }
    // The whole workspace at once, as `check` builds it, so that nothing is compiled a second time.
    let built = Command::new(env!("CARGO")).args(["build", "--workspace", "--quiet"]).current_dir(root).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("the program can't be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(root.join(target).join("debug/tongban"))
}

/// A JSON file.
fn json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// A text of an object, or nothing.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The members of a list, or none.
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Files of a folder with an ending, in order, each with its stem.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let stem = path.file_name()?.to_str()?.strip_suffix(ending)?.to_owned();
            Some((stem, path))
        })
        .collect();
    found.sort();
    Ok(found)
}
