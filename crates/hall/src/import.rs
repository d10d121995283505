//! Halls from a file: bodies by their keys, items by their codes. Run again it changes what differs,
//! but never what a manager arranged since: hours, times to book, closed days and kiosks stay.

use kernel::{Date, DivisionCode, Text, access::Actor};
use serde::Deserialize;
use serde_json::json;
use store::{Error, Store, Tx};

use crate::{
    act::{self, By},
    hall::{Hall, Settings, Sort},
    mandate::Mandate,
    records,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hall: Vec<RawHall>,
    #[serde(default)]
    mandate: Vec<RawMandate>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHall {
    key: String,
    sort: Sort,
    division: DivisionCode,
    /// Key of the body that runs it.
    body: String,
    name: Text,
    /// The system of the codes by which queues name items.
    #[serde(default)]
    code_system: String,
    settings: Settings,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMandate {
    /// Key of a hall.
    hall: String,
    /// Key of a member of staff.
    staff: String,
    division: DivisionCode,
    from: Date,
    to: Date,
}

/// A file that can't be taken over.
#[derive(Debug)]
pub enum ImportError {
    Unreadable(String),
    Hall { key: String, why: String },
    Store(Error),
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(why) => f.write_str(why),
            Self::Hall { key, why } => write!(f, "{key}: {why}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}
impl std::error::Error for ImportError {}
impl From<Error> for ImportError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Takes a file of halls over; how many were new or changed.
///
/// # Errors
/// Names the hall that contradicts itself or names what isn't there; then nothing was written.
pub fn halls(store: &Store, text: &str, actor: &Actor) -> Result<usize, ImportError> {
    let file: File = toml::from_str(text).map_err(|error| ImportError::Unreadable(error.to_string()))?;
    for raw in &file.hall {
        Hall::sound(&raw.settings).map_err(|why| ImportError::Hall { key: raw.key.clone(), why: why.into() })?;
    }
    let by = By::new(actor, "system");
    let taken = store.write(move |tx| {
        let mut changed = 0;
        for raw in &file.hall {
            changed += usize::from(ensure(tx, &by, raw)?);
        }
        for raw in &file.mandate {
            changed += usize::from(mandate(tx, &by, raw)?);
        }
        Ok::<_, Error>(changed)
    })?;
    Ok(taken)
}

fn unknown(what: &str, key: &str) -> Error {
    Error::Engine(["halls: no ", what, " ", key].concat())
}

/// Whether it was new or differed.
fn ensure(tx: &Tx<'_>, by: &By, raw: &RawHall) -> Result<bool, Error> {
    let body = directory::bodies::by_key(tx, &raw.body)?.ok_or_else(|| unknown("body", &raw.body))?;
    let mut settings = raw.settings.clone();
    for queue in &mut settings.queues {
        for item in &mut queue.items {
            let found = catalogue::by_code(tx, &raw.code_system, item)?.ok_or_else(|| unknown("item", item))?;
            *item = found.id.to_string();
        }
    }
    let before = records::by_key(tx, &raw.key)?;
    let mut hall = Hall {
        id: before.as_ref().map_or_else(|| tx.id(), |hall| hall.id.clone()),
        version: before.as_ref().map_or(0, |hall| hall.version),
        key: raw.key.clone(),
        sort: raw.sort,
        division: raw.division,
        body: body.id,
        name: raw.name.clone(),
        settings,
    };
    if let Some(before) = before {
        hall.settings.hours.clone_from(&before.settings.hours);
        hall.settings.capacity.clone_from(&before.settings.capacity);
        hall.settings.closed.clone_from(&before.settings.closed);
        hall.settings.kiosks = before.settings.kiosks;
        if hall == before {
            return Ok(false);
        }
    }
    let kind = if hall.version == 0 { "hall.made" } else { "hall.changed" };
    act::arrange(tx, by, kind, &mut hall, json!({ "from": "file" }))?;
    Ok(true)
}

/// Whether the helper had none like it.
fn mandate(tx: &Tx<'_>, by: &By, raw: &RawMandate) -> Result<bool, Error> {
    let hall = records::by_key(tx, &raw.hall)?.ok_or_else(|| unknown("hall", &raw.hall))?;
    let staff = identity::staff_by_key(tx, &raw.staff)?.ok_or_else(|| unknown("member of staff", &raw.staff))?;
    let like = |one: &Mandate| one.staff == staff.id && one.from == raw.from && one.to == raw.to;
    if records::people::mandates_of(tx, &hall.id)?.iter().any(like) {
        return Ok(false);
    }
    let mut mandate = Mandate {
        id: tx.id(),
        version: 0,
        hall: hall.id,
        staff: staff.id,
        division: raw.division,
        items: Vec::new(),
        from: raw.from,
        to: raw.to,
        revoked_at: None,
    };
    act::entrust(tx, by, "mandate.given", &mut mandate)?;
    Ok(true)
}
