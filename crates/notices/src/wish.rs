//! Saying whether and where one wants mail about news.

use kernel::{access::Actor, id::PersonId};
use store::{Entry, Error, Tx};

use crate::{
    mailbox::{Mailbox, SCHEMA, Wish},
    permits::MyInbox,
    records,
};

/// Keeps the wish. The same wish again changes nothing.
///
/// # Errors
/// Of the store.
pub(crate) fn wish(tx: &Tx<'_>, actor: &Actor, permit: &MyInbox, wish: &Wish) -> Result<(), Error> {
    let person: &PersonId = permit.person();
    let before = records::mailbox_of(tx, person)?;
    if let Some(before) = &before
        && before.wanted == wish.wanted
        && matches!(tx.open_text(person, records::ADDRESS, &before.sealed), Ok(address) if address == wish.address)
    {
        return Ok(());
    }
    if before.is_none() && !wish.wanted && wish.address.is_empty() {
        return Ok(());
    }
    let sealed = tx.seal(person, records::ADDRESS, wish.address.as_bytes())?;
    let version = before.as_ref().map_or(0, |before| before.version);
    let id = before.map_or_else(|| tx.id(), |before| before.id);
    let after = Mailbox { id, version: version + 1, person: person.clone(), sealed, wanted: wish.wanted };
    let (id, sealed) = (&after.id, after.sealed.as_slice());
    if version == 0 {
        let params = [id.into(), after.version.into(), person.into(), sealed.into(), after.wanted.into()];
        tx.execute(&records::INSERT_MAILBOX, &params)?;
    } else {
        tx.execute(&records::UPDATE_MAILBOX, &[id.into(), after.version.into(), sealed.into(), after.wanted.into()])?;
    }
    tx.record(Entry {
        room: "notices",
        kind: "mailbox.changed",
        stream: id.as_str(),
        version,
        subject: Some(person.as_str()),
        actor,
        title: "own",
        payload: serde_json::json!({ "wanted": after.wanted }),
        personal: Some((person, serde_json::json!({ "address": wish.address }))),
        state: Some((SCHEMA, after.digest()?)),
    })?;
    Ok(())
}
