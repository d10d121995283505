//! Suites of models that other tools wrote: each is read and written back whole, or refused with its
//! place; what the linter counts is what the suite's index counted.

use std::path::Path;

use serde_json::Value;

use super::{Doors, Score, json, list, text, tree::Element};

/// What is counted in a model.
const COUNTS: [&str; 4] = ["flow_nodes", "sequence_flows", "message_flows", "processes"];

/// Runs every model of a suite.
///
/// # Errors
/// When its index can't be read.
pub fn run(doors: &Doors, folder: &Path) -> Result<Score, String> {
    let index = json(&folder.join("index.json"))?;
    let mut score = Score::default();
    for entry in ["reference", "exports"].into_iter().flat_map(|part| list(&index, part)) {
        let file = text(entry, "file");
        score.count(file, exchanged(doors, &folder.join(file), entry));
    }
    Ok(score)
}

fn exchanged(doors: &Doors, file: &Path, entry: &Value) -> Result<(), String> {
    let path = file.to_string_lossy();
    let lint = doors.open(&["process", "lint", &path, "--json"])?;
    let written = doors.open(&["process", "roundtrip", &path])?;
    if entry.get("well_formed") == Some(&Value::Bool(false)) {
        let refused = written.code == Some(1) && written.told.contains("line ");
        return if refused { Ok(()) } else { Err(format!("not refused with its place: {}", written.told)) };
    }
    if written.code != Some(0) {
        return Err(format!("not written back: {}", written.told));
    }
    let counts = lint.lines.iter().find_map(|line| line.get("counts")).ok_or("the linter counts nothing")?;
    for key in COUNTS {
        if let Some(wanted) = entry.get(key).filter(|wanted| counts.get(key) != Some(wanted)) {
            return Err(format!("{key}: {:?} instead of {wanted}", counts.get(key)));
        }
    }
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let Ok(original) = String::from_utf8(bytes) else { return Ok(()) };
    match Element::read(original.trim_start_matches('\u{feff}'))?.difference(&Element::read(&written.text)?) {
        Some(difference) => Err(format!("written back otherwise: {difference}")),
        None => Ok(()),
    }
}
