//! Suites of decisions: each folder has its models and its tests; the door compares, because the
//! tests carry their own expectations, and answers one line a result node.

use std::path::Path;

use super::{Doors, Score, text};

/// Runs every folder of a suite.
///
/// # Errors
/// When it can't be read.
pub fn run(doors: &Doors, folder: &Path) -> Result<Score, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut places: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    places.sort();
    let mut score = Score::default();
    for place in places {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let answer = doors.open(&["dmn", "test", &place.to_string_lossy(), "--json"])?;
        let results: Vec<_> = answer.lines.iter().filter(|line| line.get("result").is_some()).collect();
        if results.is_empty() {
            score.count(&name, Err(format!("no result: {}", answer.told)));
        }
        for line in results {
            let result = if text(line, "result") == "pass" { Ok(()) } else { Err(line.to_string()) };
            score.count(&format!("{name} {} {}", text(line, "case"), text(line, "node")), result);
        }
    }
    Ok(score)
}
