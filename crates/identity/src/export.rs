//! Everything this room holds on one person, for the person: a copy under the Personal Information
//! Protection Law 个人信息保护法, article 45.

use kernel::{Timestamp, id::PersonId};
use serde_json::{Value, json};
use store::{Error, Read};

use crate::{enterprises, look, persons, session::Account, sessions};

/// Looks and entries in one export at most.
const MOST: u32 = 10_000;

/// Profile, mandates, sessions, looks and the journal's entries about a person.
///
/// # Errors
/// 404; `Error::Erased`; of the store.
pub fn export_person(read: &Read<'_>, person: &PersonId) -> Result<Value, Error> {
    let profile = persons::profile(read, person)?;
    let moment = |at: Timestamp| Value::from(at.rfc3339());
    let enterprises: Vec<Value> = enterprises::mandates_of(read, person)?
        .into_iter()
        .map(|mandate| {
            let enterprise = enterprises::enterprise(read, &mandate.enterprise)?;
            Ok(json!({ "mandate": mandate, "enterprise": enterprise }))
        })
        .collect::<Result<_, Error>>()?;
    let sessions: Vec<Value> = sessions::of(read, &Account::Person(person.clone()))?
        .iter()
        .map(|session| json!({ "kind": session.kind.as_str(), "agent": session.agent, "started": moment(session.started), "used": moment(session.used) }))
        .collect();
    let forever = Timestamp(i64::MAX);
    let looks: Vec<Value> = look::looks_at(read, person, forever, MOST)?
        .into_iter()
        .map(|look| json!({ "at": moment(look.at), "staff": look.staff, "body": look.body, "room": look.room, "what": look.what, "case": look.case }))
        .collect();
    let entries: Vec<Value> = read
        .about(person.as_str(), forever, MOST)?
        .into_iter()
        .map(|event| json!({ "at": moment(event.at), "kind": event.kind, "actor": event.actor, "room": event.room }))
        .collect();
    Ok(
        json!({ "profile": profile, "enterprises": enterprises, "sessions": sessions, "looks": looks, "journal": entries }),
    )
}
