//! `tongban import items`: a list of service items through a mapping. Rows that can't be read are
//! reported with line and reason, the rest goes in, and a second run changes nothing.

use std::path::Path;

use kernel::access::Actor;

use crate::{
    cli::Import,
    config, fill,
    outcome::{Failure, Outcome, progress, say},
    rooms,
};

pub fn run(command: Import) -> Result<Outcome, Failure> {
    let Import::Items { file, mapping, place, dry_run } = command;
    let text = std::fs::read_to_string(&mapping)
        .map_err(|error| Failure::new("import-mapping", format!("{}: {error}", mapping.display())))?;
    let folder = mapping.parent().unwrap_or(Path::new("."));
    let beside = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let parsed = catalogue::Mapping::read_beside(&text, &beside)
        .map_err(|error| Failure::new("import-mapping", format!("{}: {error}", mapping.display())))?;
    let bytes = std::fs::read(&file).map_err(|error| Failure::new("io", format!("{}: {error}", file.display())))?;
    let store = store::Store::open(config::of(&place)?, rooms::for_store()?)?;
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
