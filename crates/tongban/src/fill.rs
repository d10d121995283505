//! Fills a store with the world of the demo: divisions, calendars, bodies, themes, items, people,
//! their licences. Every part can be run again and then changes nothing.

use kernel::access::Actor;
use store::Store;

use crate::{
    data,
    outcome::{Failure, progress},
};

/// Who fills.
fn actor() -> Actor {
    Actor::system("demo")
}

/// What every installation needs, a demo or not: divisions and calendars.
pub fn base(store: &Store, directory: &directory::Directory) -> Result<(), Failure> {
    let failed = |error: directory::import::ImportError| Failure::new("import", error);
    directory::import::divisions(store, &data::DIVISIONS).map_err(failed)?;
    let years: Vec<&[u8]> = data::HOLIDAYS.iter().map(|text| text.as_bytes()).collect();
    directory::import::holidays(store, directory, &years).map_err(failed)?;
    Ok(directory.load(store)?)
}

/// The demo's bodies, themes, items and people.
pub fn demo(store: &Store) -> Result<(), Failure> {
    directory::import::bodies(store, data::BODIES).map_err(|error| Failure::new("import", error))?;
    catalogue::themes::import(store, data::THEMES, &actor()).map_err(|error| Failure::new("import", error))?;
    for list in data::LISTS {
        let beside = |_: &str| Some(data::BODY_LINES.to_owned());
        let mapping = catalogue::Mapping::read_beside(list.mapping, &beside)
            .map_err(|error| Failure::new("import-mapping", error))?;
        let report = catalogue::import::items(store, list.bytes, &mapping, false, &actor())
            .map_err(|error| Failure::new("import", error))?;
        if report.created + report.changed > 0 {
            progress(&format!(
                "items of {}: {} read, {} new, {} changed, {} rejected, {} to be looked at by an editor",
                mapping.list,
                report.read,
                report.created,
                report.changed,
                report.rejected.len(),
                report.ambiguous.len()
            ));
        }
    }
    identity::import::people(store, data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    Ok(())
}
