//! All SQL of the room.

use kernel::id::PersonId;
use seals::Digest;
use store::{Error, Read, Row, Sql};

use crate::{mailbox::Mailbox, message::Message};

pub(crate) static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_notices.sql") }];

pub(crate) static INSERT: Sql = Sql::new(
    "INSERT INTO notices_message (id, person, key, args, link, sent_at, read_at) VALUES ($1, $2, $3, $4, $5, $6, NULL)",
);
pub(crate) static FIRST: Sql = Sql::new(
    "SELECT id, key, args, link, sent_at, read_at FROM notices_message WHERE person = $1 ORDER BY id DESC LIMIT $2",
);
pub(crate) static BEFORE: Sql = Sql::new(
    "SELECT id, key, args, link, sent_at, read_at FROM notices_message \
     WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
);
pub(crate) static ONE: Sql =
    Sql::new("SELECT id, key, args, link, sent_at, read_at FROM notices_message WHERE person = $1 AND id = $2");
pub(crate) static OPEN: Sql =
    Sql::new("UPDATE notices_message SET read_at = $3 WHERE person = $1 AND id = $2 AND read_at IS NULL");
pub(crate) static OPEN_ALL: Sql =
    Sql::new("UPDATE notices_message SET read_at = $2 WHERE person = $1 AND read_at IS NULL AND id <= $3");
/// Every page asks, so it counts no further than anyone reads.
pub(crate) static UNREAD: Sql = Sql::new(
    "SELECT COUNT(*) FROM (SELECT id FROM notices_message WHERE person = $1 AND read_at IS NULL LIMIT 100) AS unread",
);

pub(crate) static MAILBOX: Sql =
    Sql::new("SELECT id, version, person, address, wanted FROM notices_mailbox WHERE person = $1");
pub(crate) static INSERT_MAILBOX: Sql =
    Sql::new("INSERT INTO notices_mailbox (id, version, person, address, wanted) VALUES ($1, $2, $3, $4, $5)");
pub(crate) static UPDATE_MAILBOX: Sql =
    Sql::new("UPDATE notices_mailbox SET version = $2, address = $3, wanted = $4 WHERE id = $1");
pub(crate) static MAILBOXES: Sql =
    Sql::new("SELECT id, version, person, address, wanted FROM notices_mailbox WHERE id > $1 ORDER BY id LIMIT $2");

pub(crate) static ALL: &[&Sql] = &[
    &INSERT,
    &FIRST,
    &BEFORE,
    &ONE,
    &OPEN,
    &OPEN_ALL,
    &UNREAD,
    &MAILBOX,
    &INSERT_MAILBOX,
    &UPDATE_MAILBOX,
    &MAILBOXES,
];

/// Where the variables of a message are sealed.
pub(crate) const ARGS: &str = "notices_message.args";
/// Where the address of a mailbox is sealed.
pub(crate) const ADDRESS: &str = "notices_mailbox.address";

/// A row with its variables still sealed.
type Sealed = (Message, Option<Vec<u8>>);

fn message(row: &Row<'_>) -> Result<Sealed, Error> {
    let message = Message {
        id: row.get(0)?,
        key: row.get(1)?,
        args: Some(Vec::new()),
        link: row.get(3)?,
        sent_at: row.get(4)?,
        read_at: row.get(5)?,
    };
    Ok((message, row.get(2)?))
}

fn opened(read: &Read<'_>, person: &PersonId, (mut message, sealed): Sealed) -> Result<Message, Error> {
    if let Some(sealed) = sealed {
        message.args = match read.open(person, ARGS, &sealed) {
            Ok(plain) => Some(serde_json::from_slice(&plain)?),
            Err(Error::Erased) => None,
            Err(error) => return Err(error),
        };
    }
    Ok(message)
}

/// Messages of a person, newest first, after the one named.
pub(crate) fn of_person(read: &Read<'_>, person: &PersonId, after: &str, limit: u32) -> Result<Vec<Message>, Error> {
    let rows = if after.is_empty() {
        read.rows(&FIRST, &[person.into(), limit.into()], message)?
    } else {
        read.rows(&BEFORE, &[person.into(), after.into(), limit.into()], message)?
    };
    rows.into_iter().map(|row| opened(read, person, row)).collect()
}

pub(crate) fn one(read: &Read<'_>, person: &PersonId, id: &str) -> Result<Option<Message>, Error> {
    let row = read.first(&ONE, &[person.into(), id.into()], message)?;
    row.map(|row| opened(read, person, row)).transpose()
}

fn mailbox(row: &Row<'_>) -> Result<Mailbox, Error> {
    Ok(Mailbox { id: row.get(0)?, version: row.get(1)?, person: row.get(2)?, sealed: row.get(3)?, wanted: row.get(4)? })
}

pub(crate) fn mailbox_of(read: &Read<'_>, person: &PersonId) -> Result<Option<Mailbox>, Error> {
    read.first(&MAILBOX, &[person.into()], mailbox)
}

/// Mailboxes with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let mailboxes = read.rows(&MAILBOXES, &[after.into(), limit.into()], mailbox)?;
    mailboxes.iter().map(|mailbox| Ok((mailbox.id.to_string(), mailbox.digest()?))).collect()
}
