//! Looks at personal data 查询留痕: each is in the journal before the page is answered, and the
//! person sees who, from which body, what and for which case.

use kernel::{
    Timestamp,
    access::Actor,
    id::{BodyId, PersonId, StaffId},
};
use store::{Entry, Error, Read, Tx};

use crate::records;

/// The same look again within this time is the same look.
const SAME_MILLIS: i64 = 1_000;

/// Records that staff see personal data of `person`: `what` is the key of the text that says what
/// (`casework-look-case`), `case` the number of the case it is for. Persons and the system leave no
/// look. At most one entry a second for the same data.
///
/// # Errors
/// Of the store.
pub fn look(
    tx: &Tx<'_>,
    actor: &Actor,
    person: &PersonId,
    room: &'static str,
    what: &'static str,
    case: Option<&str>,
) -> Result<(), Error> {
    looks(tx, actor, &[(person, case)], room, what)
}

/// As `look`, for a page with the data of several: one entry for all of them.
///
/// # Errors
/// Of the store.
pub fn looks(
    tx: &Tx<'_>,
    actor: &Actor,
    seen: &[(&PersonId, Option<&str>)],
    room: &'static str,
    what: &'static str,
) -> Result<(), Error> {
    let Some(staff) = actor.as_staff() else { return Ok(()) };
    let now = tx.now();
    let since = now.plus_millis(-SAME_MILLIS);
    let mut fresh: Vec<(&PersonId, &str)> = Vec::new();
    for (person, case) in seen {
        let regard = case.unwrap_or_default();
        let asked = [(*person).into(), since.into(), staff.into(), room.into(), what.into(), regard.into()];
        let seen_lately = tx.first(&records::SEEN_LATELY, &asked, |row| row.get::<i64>(0))?.is_some();
        if !seen_lately && !fresh.contains(&(*person, regard)) {
            fresh.push((person, regard));
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let body = body_of(actor);
    let stream = ["looks_", staff.as_str(), "_", &now.date().to_string()].concat();
    let before = tx.first(&records::LOOK_STREAM, &[(&stream).into()], |row| row.get::<i64>(0))?.unwrap_or(0);
    tx.execute(&records::KEEP_LOOK_STREAM, &[(&stream).into(), (before + 1).into()])?;
    for (person, regard) in &fresh {
        let cells = [
            (*person).into(),
            now.into(),
            staff.into(),
            room.into(),
            what.into(),
            (*regard).into(),
            body.into(),
            (&stream).into(),
        ];
        tx.execute(&records::INSERT_LOOK, &cells)?;
    }
    let one = if let [(person, _)] = fresh.as_slice() { Some(person.as_str()) } else { None };
    let list: Vec<_> =
        fresh.iter().map(|(person, case)| serde_json::json!({ "person": person, "case": case })).collect();
    tx.record(Entry {
        room,
        kind: "person.looked",
        stream: &stream,
        version: before,
        subject: one,
        actor,
        title: actor.scopes().first().map_or("staff", |scope| scope.post.as_str()),
        payload: serde_json::json!({ "what": what, "body": body, "seen": list }),
        personal: None,
        state: None,
    })?;
    Ok(())
}

/// The body for which staff look: that of the first post.
fn body_of(actor: &Actor) -> Option<&BodyId> {
    actor.scopes().first().map(|scope| &scope.body)
}

/// One look, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub at: Timestamp,
    pub staff: StaffId,
    pub room: String,
    /// Key of the text that says what was seen.
    pub what: String,
    /// Number of the case it was for; empty when for none.
    pub case: String,
    pub body: Option<BodyId>,
}

/// Looks at a person's data before a moment, newest first.
///
/// # Errors
/// Of the store.
pub fn looks_at(read: &Read<'_>, person: &PersonId, before: Timestamp, limit: u32) -> Result<Vec<Look>, Error> {
    read.rows(&records::LOOKS, &[person.into(), before.into(), limit.into()], |row| {
        Ok(Look {
            at: row.get(0)?,
            staff: row.get(1)?,
            room: row.get(2)?,
            what: row.get(3)?,
            case: row.get(4)?,
            body: row.get(5)?,
        })
    })
}
