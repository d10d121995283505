//! `tongban import`: a list of service items through a mapping, or bundles of items. What can't be taken
//! is reported with its reason, the rest goes in, and a second run changes nothing.

use std::path::{Path, PathBuf};

use catalogue::bundles::import::{Outcome as Became, Taken};

use kernel::access::Actor;

use crate::{
    cli::{Import, Place},
    config, fill,
    outcome::{Failure, Outcome, progress, say},
    rooms,
};

pub fn run(command: Import) -> Result<Outcome, Failure> {
    match command {
        Import::Items { file, mapping, place, dry_run } => items(&file, &mapping, &place, dry_run),
        Import::Bundles { files, place, dry_run } => bundles(&files, &place, dry_run),
    }
}

fn items(file: &Path, mapping: &Path, place: &Place, dry_run: bool) -> Result<Outcome, Failure> {
    let text = std::fs::read_to_string(mapping)
        .map_err(|error| Failure::new("import-mapping", format!("{}: {error}", mapping.display())))?;
    let folder = mapping.parent().unwrap_or(Path::new("."));
    let beside = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let parsed = catalogue::Mapping::read_beside(&text, &beside)
        .map_err(|error| Failure::new("import-mapping", format!("{}: {error}", mapping.display())))?;
    let bytes = std::fs::read(file).map_err(|error| Failure::new("io", format!("{}: {error}", file.display())))?;
    let store = store::Store::open(config::of(place)?, rooms::for_store()?)?;
    fill::base(&store, &directory::Directory::new())?;
    let report = catalogue::import::items(&store, &bytes, &parsed, dry_run, &Actor::system("import"))
        .map_err(|error| Failure::new("import", error));
    store.close();
    let report = report?;
    if !place.json {
        for rejected in &report.rejected {
            progress(&format!("line {}: {}", rejected.line, rejected.reason));
        }
    }
    say(&serde_json::to_string(&report)?)?;
    Ok(if report.rejected.is_empty() { Outcome::Holds } else { Outcome::FallsShort })
}

fn bundles(files: &[PathBuf], place: &Place, dry_run: bool) -> Result<Outcome, Failure> {
    let made = rooms::join(&rooms::Kind::default(), None)?;
    let texts = made.house.texts.clone();
    let config = config::of(place)?;
    let store = if dry_run {
        store::Store::beside(config, made.house.rooms())?
    } else {
        store::Store::open(config, made.house.rooms())?
    };
    let mut fit = true;
    for file in files {
        let toml = std::fs::read_to_string(file)
            .map_err(|error| Failure::new("io", format!("{}: {error}", file.display())))?;
        let taken = catalogue::bundles::import::bundle(&store, &toml, &texts, dry_run, &Actor::system("import"))?;
        fit &= taken.outcome != Became::Rejected;
        if place.json { say(&serde_json::to_string(&taken)?)? } else { plain(file, &taken)? }
    }
    store.close();
    Ok(if fit { Outcome::Holds } else { Outcome::FallsShort })
}

/// What became of a file, a line, and a line a finding with the answers that show it.
fn plain(file: &Path, taken: &Taken) -> Result<(), Failure> {
    let became = match taken.outcome {
        Became::New => "new",
        Became::Changed => "changed",
        Became::Unchanged => "unchanged",
        Became::Rejected => "rejected",
    };
    let report = &taken.report;
    say(&format!(
        "{}: {became}; {} questions, {} items, {} combinations of answers, {} findings",
        file.display(),
        report.questions,
        report.items,
        report.combinations,
        report.findings.len()
    ))?;
    if let Some(reason) = &taken.reason {
        say(&format!("  {reason}"))?;
    }
    for finding in &report.findings {
        let answers: Vec<String> = finding.combination.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let under = if answers.is_empty() { String::new() } else { format!(" with {}", answers.join(" ")) };
        let detail = if finding.detail.is_empty() { String::new() } else { format!(": {}", finding.detail) };
        let grade = if finding.warning { "note" } else { "wrong" };
        say(&format!("  {grade} {} {}{detail}{under}", finding.trouble.as_str(), finding.at))?;
    }
    Ok(())
}
