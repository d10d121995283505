//! Opening messages: from then on they are read.

use kernel::{Problem, id::PersonId};
use store::{Error, Tx};

use crate::{message::MessageId, records};

/// Marks one message as read and says where it leads.
///
/// # Errors
/// 404 when it is not this person's; of the store.
pub(crate) fn open(tx: &Tx<'_>, person: &PersonId, id: &MessageId) -> Result<String, Error> {
    let message = records::one(tx, person, id.as_str())?.ok_or_else(Problem::not_found)?;
    if message.read_at.is_none() {
        let now = tx.now();
        tx.execute(&records::OPEN, &[person.into(), id.into(), now.into()])?;
    }
    Ok(message.link)
}

/// Marks everything up to a message as read: what came later was not seen.
///
/// # Errors
/// Of the store.
pub(crate) fn open_all(tx: &Tx<'_>, person: &PersonId, newest_seen: &MessageId) -> Result<usize, Error> {
    let now = tx.now();
    tx.execute(&records::OPEN_ALL, &[person.into(), now.into(), newest_seen.into()])
}
