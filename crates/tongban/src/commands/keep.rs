//! `tongban backup`, `restore`, `migrate` and `export`: the store as a whole.

use serde_json::json;

use crate::{
    cli::{Backup, Export, Place, Restore},
    commands::materials,
    config,
    outcome::{Failure, Outcome, progress, say},
    rooms,
};

pub fn backup(command: &Backup) -> Result<Outcome, Failure> {
    let manifest = store::backup(&config::of(&command.place)?, &command.to, command.with_keys)?;
    if command.place.json {
        say(
            &json!({ "position": manifest.position, "files": manifest.files.len(), "keys": manifest.keys }).to_string()
        )?;
    } else {
        say(&format!("{} entries, {} files in {}", manifest.position, manifest.files.len(), command.to.display()))?;
        if !manifest.keys {
            progress("the keys are not in it: keep DIR/keys elsewhere, or nothing of it can be read");
        }
    }
    Ok(Outcome::Holds)
}

pub fn restore(command: &Restore) -> Result<Outcome, Failure> {
    let (manifest, store) = store::restore(&command.from, config::of(&command.place)?, rooms::for_store()?)?;
    let report = store.verify(&store::verify::Against::default(), &mut |_| {})?;
    store.close();
    let holds = report.crime.is_none();
    if command.place.json {
        say(&json!({ "holds": holds, "position": manifest.position, "journal": report }).to_string())?;
    } else {
        say(&format!(
            "{} entries restored; {}",
            manifest.position,
            if holds { "it holds" } else { "it does not hold" }
        ))?;
    }
    Ok(if holds { Outcome::Holds } else { Outcome::FallsShort })
}

pub fn migrate(place: &Place) -> Result<Outcome, Failure> {
    let store = store::Store::open(config::of(place)?, rooms::for_store()?)?;
    let statements = store.check_statements()?;
    store.close();
    say(&if place.json {
        json!({ "statements": statements }).to_string()
    } else {
        format!("the tables are those of this program; {statements} statements understood")
    })?;
    Ok(Outcome::Holds)
}

pub fn export(command: Export) -> Result<Outcome, Failure> {
    match command {
        Export::Person { id, place } => {
            let store = store::Store::beside(config::of(&place)?, rooms::for_store()?)?;
            let person = id.parse().map_err(|error| Failure::usage(format!("{id}: {error}")))?;
            let data = store.read(|read| identity::export_person(read, &person))?;
            say(&serde_json::to_string_pretty(&data)?)?;
        }
        Export::Materials { place } => return materials::run(&place),
        Export::Journal { mut after, place } => {
            let store = store::Store::beside(config::of(&place)?, rooms::for_store()?)?;
            loop {
                let events = store.read(|read| read.events_after(after, 1_000))?;
                let Some(last) = events.last() else { break };
                after = last.position;
                for event in &events {
                    say(&serde_json::to_string(event)?)?;
                }
            }
        }
    }
    Ok(Outcome::Holds)
}
