//! Suites of runs: a model with its input, and what must come out of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Answer, Doors, Score, files, json, list, text};

/// Runs every case of a suite, also of its groups. Cases that the suite's index calls out of scope
/// may be refused and are counted only when they are answered.
///
/// # Errors
/// When its files can't be read.
pub fn run(doors: &Doors, folder: &Path) -> Result<Score, String> {
    let index = folder.join("index.json");
    let index = if index.exists() { json(&index)? } else { Value::Array(Vec::new()) };
    let out_of_scope = |name: &str| {
        let entries = index.as_array().map_or(&[][..], Vec::as_slice);
        entries.iter().any(|entry| text(entry, "name") == name && entry.get("in_scope") == Some(&Value::Bool(false)))
    };
    let mut score = Score::default();
    for place in groups(&folder.join("cases"))? {
        for (name, input) in files(&place, ".input.json")? {
            let expected = json(&place.join(format!("{name}.expected.json")))?;
            let model = folder.join("models").join(text(&expected, "model"));
            let (model, shown) = (model.to_string_lossy().into_owned(), input.to_string_lossy().into_owned());
            let answer = doors.open(&["process", "run", &model, "--input", &shown, "--json"])?;
            let result = compared(&answer, &expected);
            if result.is_ok() || !out_of_scope(&name) {
                score.count(&name, result);
            }
        }
    }
    Ok(score)
}

fn groups(cases: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(cases).map_err(|error| format!("{}: {error}", cases.display()))?;
    let mut places: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    places.push(cases.to_owned());
    places.sort();
    Ok(places)
}

fn compared(answer: &Answer, expected: &Value) -> Result<(), String> {
    let wanted = text(expected, "outcome");
    let Some(given) = answer.lines.last() else {
        let refused = answer.code == Some(1) && wanted == "refused-or-incident";
        return if refused { Ok(()) } else { Err(format!("no outcome: {}", answer.told)) };
    };
    let outcome = text(given, "outcome");
    if wanted == "refused-or-incident" && matches!(outcome, "refused" | "incident") {
        return Ok(());
    }
    if outcome != wanted {
        return Err(format!("{outcome} instead of {wanted}: {given}"));
    }
    let mut emitted: BTreeMap<&str, u64> = BTreeMap::new();
    for marker in list(given, "emitted").iter().filter_map(Value::as_str) {
        *emitted.entry(marker).or_default() += 1;
    }
    let present: Vec<&str> = list(expected, "present").iter().filter_map(Value::as_str).collect();
    if let Some(wanting) = present.iter().find(|marker| !emitted.contains_key(*marker)) {
        return Err(format!("{wanting} was not emitted"));
    }
    if let Some(counts) = expected.get("emitted").and_then(Value::as_object) {
        emitted.retain(|marker, _| !present.contains(marker));
        let agree = counts.len() == emitted.len()
            && counts.iter().all(|(marker, count)| emitted.get(marker.as_str()).copied() == count.as_u64());
        if !agree {
            return Err(format!("emitted {emitted:?} instead of {counts:?}"));
        }
    }
    let order: Vec<&str> = list(given, "emitted").iter().filter_map(Value::as_str).collect();
    overlapping(&order, list(expected, "overlap"))?;
    for key in ["state", "variables"] {
        if let Some(wanted) = expected.get(key).filter(|wanted| Some(*wanted) != given.get(key)) {
            return Err(format!("{key} {:?} instead of {wanted}", given.get(key)));
        }
    }
    Ok(())
}

/// Pairs of begin and end: all begins come before all ends.
fn overlapping(order: &[&str], pairs: &[Value]) -> Result<(), String> {
    let places = |which: usize| {
        pairs.iter().filter_map(move |pair| {
            let marker = pair.get(which)?.as_str()?;
            order.iter().position(|emitted| *emitted == marker)
        })
    };
    match (places(0).max(), places(1).min()) {
        (Some(last_begin), Some(first_end)) if last_begin > first_end => Err("what should overlap does not".into()),
        _ => Ok(()),
    }
}
