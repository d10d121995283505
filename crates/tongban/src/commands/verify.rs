//! `tongban verify`: the journal and its state, a licence or a receipt. It reads beside a running
//! server and changes nothing.

use std::path::Path;

use seals::{SealedRecord, VerifyingKey};
use serde_json::json;
use store::verify::Against;

use crate::{
    cli::{Verify, VerifyJournal, VerifyWhat},
    config,
    outcome::{Failure, Outcome, progress, say},
    rooms,
};

pub fn run(command: Verify) -> Result<Outcome, Failure> {
    match command.what {
        None => journal(&command.journal),
        Some(VerifyWhat::Licence { file, key, place }) => record("licence", &file, key.as_deref(), &place),
        Some(VerifyWhat::Receipt { file, key, place }) => record("notice", &file, key.as_deref(), &place),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new("io", format!("{}: {error}", path.display())))
}

fn journal(command: &VerifyJournal) -> Result<Outcome, Failure> {
    let place = &command.place;
    let store = store::Store::beside(config::of(place)?, rooms::for_store()?)?;
    let against = Against {
        checkpoints: None,
        checkpoint: command.checkpoint.as_deref().map(read).transpose()?,
        from: command.from.as_deref().map(read).transpose()?,
    };
    let mut told = 0;
    let mut tell = |position: u64| {
        if position >= told + 500_000 {
            told = position;
            progress(&format!("{position} entries"));
        }
    };
    let report = store.verify(&against, &mut tell)?;
    let state = if command.state {
        let mut tell = |nouns: u64| progress(&format!("{nouns} nouns"));
        Some(store.verify_state(&mut tell)?)
    } else {
        None
    };
    let holds = report.crime.is_none() && state.as_ref().is_none_or(|state| state.faults.is_empty());
    if place.json {
        say(&serde_json::to_string(&json!({ "holds": holds, "journal": report, "state": state }))?)?;
    } else {
        say(&format!(
            "{} entries, {} vouched for by {} checkpoints, {} erased by right",
            report.entries, report.vouched, report.checkpoints, report.erased
        ))?;
        if let Some(crime) = &report.crime {
            say(&format!("the journal does not hold: {}", serde_json::to_string(crime)?))?;
        }
        if let Some(state) = &state {
            say(&format!("{} nouns compared", state.nouns))?;
            for fault in &state.faults {
                say(&format!("state does not hold: {}", serde_json::to_string(fault)?))?;
            }
        }
        say(if holds { "it holds" } else { "it does not hold" })?;
    }
    Ok(if holds { Outcome::Holds } else { Outcome::FallsShort })
}

/// A sealed record in a file: a PDF that carries it, or its text.
fn record(kind: &str, file: &Path, key: Option<&Path>, place: &crate::cli::Place) -> Result<Outcome, Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::new("io", format!("{}: {error}", file.display())))?;
    let text = match documents::extract_record(&bytes) {
        Some(text) => text,
        None => String::from_utf8(bytes)
            .map_err(|_| Failure::new("verify-record", "the file carries no sealed record and is none"))?,
    };
    let key_file = key.map_or_else(|| place.data.join("checkpoints/verifying.key"), Path::to_owned);
    let key: VerifyingKey = read(&key_file)?
        .trim()
        .parse()
        .map_err(|error| Failure::new("verify-key", format!("{}: {error}", key_file.display())))?;
    let parsed = SealedRecord::parse(text.trim()).map_err(|error| error.to_string());
    let keys = [key];
    let verified = parsed
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|record| record.verify(&keys).map_err(|error| error.to_string()));
    let (holds, answer) = match verified {
        Ok(verified) if verified.record.kind == kind => {
            (true, json!({ "holds": true, "sample": verified.record.sample, "record": verified.record }))
        }
        Ok(verified) => (false, json!({ "holds": false, "why": format!("it is a {}", verified.record.kind) })),
        Err(why) => (false, json!({ "holds": false, "why": why })),
    };
    say(&if place.json { serde_json::to_string(&answer)? } else { serde_json::to_string_pretty(&answer)? })?;
    Ok(if holds { Outcome::Holds } else { Outcome::FallsShort })
}
