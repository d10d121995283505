//! The journal: who did what, for whom, by what title, when; linked in streams, gap-free in order,
//! under one Merkle tree. Personal content stands beside the entry under a salted commitment, so
//! that it can be erased and the journal still holds.

use std::sync::LazyLock;

use kernel::{Timestamp, access::Actor, id::PersonId};
use seals::{Digest, merkle};
use serde::Serialize;

use crate::{Error, Read, Row, Sql, Tx};

/// What a verb writes of itself.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The room whose officials answer for it.
    pub room: &'static str,
    /// Noun and past participle: `case.accepted`.
    pub kind: &'static str,
    /// The noun's id: the stream.
    pub stream: &'a str,
    /// The noun's version before this act; 0 for a new noun. Two acts on one version: one is run again.
    pub version: i64,
    /// What it is about, when that is not the noun itself.
    pub subject: Option<&'a str>,
    pub actor: &'a Actor,
    /// By what title 名义: `own`, `agent`, `post_...`, `system`.
    pub title: &'a str,
    /// References and facts, no personal data: what subscribers read.
    pub payload: serde_json::Value,
    /// Personal content, sealed under that person's key.
    pub personal: Option<(&'a PersonId, serde_json::Value)>,
    /// Digest of the noun's canonical encoding after the act, with its schema number.
    pub state: Option<(u16, Digest)>,
}

/// The entry that was written.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub version: i64,
    /// The stream's hash link: what a receipt carries at once.
    pub hash: Digest,
}

/// A hash on its way into the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf(pub merkle::LeafHash);

pub(crate) static LAST: Sql = Sql::new("SELECT hash FROM store_entry WHERE stream = $1 AND version = $2");
pub(crate) static INSERT: Sql = Sql::new(
    "INSERT INTO store_entry (stream, version, position, at, actor, behalf, title, room, kind, subject, state_schema, \
     state_digest, commitment, previous, hash, person, salt, payload, personal) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
);

/// Places of two parameters of `INSERT`.
pub(crate) const POSITION: usize = 2;
pub(crate) const HASH: usize = 14;

/// The fields of an entry that its hash covers, in their canonical order.
pub(crate) struct Covered<'a> {
    pub stream: &'a str,
    pub version: i64,
    pub at: i64,
    pub actor: &'a str,
    pub behalf: Option<&'a str>,
    pub title: &'a str,
    pub room: &'a str,
    pub kind: &'a str,
    pub subject: &'a str,
    pub state: Option<(i64, &'a [u8])>,
    pub commitment: &'a [u8],
    pub previous: &'a [u8],
}

impl Covered<'_> {
    /// Version byte 1, then every field with its length (little-endian u32), absent ones as length
    /// 0xFFFFFFFF; integers as 8 bytes. The leaf hash of RFC 6962 section 2.1 is over these bytes.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        fn put(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
            let length = bytes.map_or(u32::MAX, |bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1));
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(bytes.unwrap_or_default());
        }
        out.clear();
        out.push(1);
        out.extend_from_slice(&self.version.to_le_bytes());
        out.extend_from_slice(&self.at.to_le_bytes());
        for text in [
            Some(self.stream),
            Some(self.actor),
            self.behalf,
            Some(self.title),
            Some(self.room),
            Some(self.kind),
            Some(self.subject),
        ] {
            put(out, text.map(str::as_bytes));
        }
        out.extend_from_slice(&self.state.map_or(-1, |(schema, _)| schema).to_le_bytes());
        put(out, self.state.map(|(_, digest)| digest));
        put(out, Some(self.commitment));
        put(out, Some(self.previous));
    }

    pub(crate) fn hash(&self, buffer: &mut Vec<u8>) -> merkle::LeafHash {
        self.encode(buffer);
        merkle::leaf_hash(buffer)
    }
}

/// Salt, then payload and personal plaintext, each with its length.
pub(crate) fn commitment(salt: &[u8], payload: &str, personal: &[u8]) -> Digest {
    seals::digest::digest_parts(&[b"tongban-commitment-1", salt, payload.as_bytes(), personal])
}

pub(crate) static NO_PREVIOUS: LazyLock<[u8; 32]> = LazyLock::new(|| [0; 32]);

impl Tx<'_> {
    /// Writes the entry of a verb: exactly one a noun changed, in the verb's own transaction.
    ///
    /// # Errors
    /// `Error::Again` when another act on the same version was faster; of the engine.
    pub fn record(&self, entry: Entry<'_>) -> Result<Recorded, Error> {
        let version = entry.version + 1;
        let previous = if version == 1 {
            *NO_PREVIOUS
        } else {
            self.first(&LAST, &[entry.stream.into(), entry.version.into()], |row| row.get::<[u8; 32]>(0))?
                .ok_or_else(|| Error::Again(format!("{} has no version {}", entry.stream, entry.version)))?
        };
        let at = self.now();
        let salt: [u8; 32] = self.chance();
        let payload = serde_json::to_string(&entry.payload)?;
        let (person, plain) = match &entry.personal {
            Some((person, value)) => (Some(*person), serde_json::to_vec(value)?),
            None => (None, Vec::new()),
        };
        let personal = person.map(|person| self.seal(person, "store_entry.personal", &plain)).transpose()?;
        let commitment = commitment(&salt, &payload, &plain);
        let (actor, behalf) = (entry.actor.journal_name(), entry.actor.journal_behalf());
        let subject = entry.subject.unwrap_or(entry.stream);
        let digest = entry.state.map(|(schema, digest)| (i64::from(schema), digest));
        let covered = Covered {
            stream: entry.stream,
            version,
            at: at.0,
            actor: &actor,
            behalf: behalf.as_deref(),
            title: entry.title,
            room: entry.room,
            kind: entry.kind,
            subject,
            state: digest.as_ref().map(|(schema, digest)| (*schema, digest.0.as_slice())),
            commitment: &commitment.0,
            previous: &previous,
        };
        let leaf = covered.hash(&mut Vec::with_capacity(512));
        let position = self.numbering.map(|numbering| numbering.next.get());
        let written = self.execute(
            &INSERT,
            &[
                entry.stream.into(),
                version.into(),
                position.into(),
                at.into(),
                actor.as_str().into(),
                behalf.as_deref().into(),
                entry.title.into(),
                entry.room.into(),
                entry.kind.into(),
                subject.into(),
                digest.as_ref().map(|(schema, _)| *schema).into(),
                digest.as_ref().map(|(_, digest)| digest.0.as_slice()).into(),
                commitment.0.as_slice().into(),
                previous.as_slice().into(),
                leaf.0.0.as_slice().into(),
                person.map(|person| person.as_str()).into(),
                salt.as_slice().into(),
                payload.as_str().into(),
                personal.as_deref().into(),
            ],
        );
        match written {
            Err(Error::Constraint(why)) => {
                self.read.again.set(true);
                return Err(Error::Again(why));
            }
            other => other?,
        };
        self.stirs.set(true);
        if let Some(numbering) = self.numbering {
            numbering.next.set(numbering.next.get() + 1);
            numbering.leaves.borrow_mut().push(Leaf(leaf));
        }
        Ok(Recorded { version, hash: leaf.0 })
    }
}

/// An entry as subscribers and pages read it.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    pub position: i64,
    pub stream: String,
    pub version: i64,
    pub at: Timestamp,
    pub actor: String,
    pub behalf: Option<String>,
    pub title: String,
    pub room: String,
    pub kind: String,
    pub subject: String,
    /// `None` when erased.
    pub payload: Option<serde_json::Value>,
    #[serde(skip)]
    sealed: Option<(PersonId, Vec<u8>)>,
}

pub(crate) const EVENT_COLUMNS: usize = 13;

pub(crate) static AFTER: Sql = Sql::new(
    "SELECT position, stream, version, at, actor, behalf, title, room, kind, subject, payload, person, personal \
     FROM store_entry WHERE position > $1 ORDER BY position LIMIT $2",
);
static OF_STREAM: Sql = Sql::new(
    "SELECT COALESCE(position, 0), stream, version, at, actor, behalf, title, room, kind, subject, payload, person, personal \
     FROM store_entry WHERE stream = $1 ORDER BY version",
);
pub(crate) static ALL: &[&Sql] = &[&LAST, &INSERT, &AFTER, &OF_STREAM, &OF_SUBJECT];

static OF_SUBJECT: Sql = Sql::new(
    "SELECT COALESCE(position, 0), stream, version, at, actor, behalf, title, room, kind, subject, payload, person, personal \
     FROM store_entry WHERE subject = $1 AND at <= $2 ORDER BY at DESC LIMIT $3",
);

pub(crate) fn event(row: &Row<'_>) -> Result<Event, Error> {
    debug_assert_eq!(EVENT_COLUMNS, 13);
    let payload: Option<String> = row.get(10)?;
    let sealed = match (row.get::<Option<PersonId>>(11)?, row.get::<Option<Vec<u8>>>(12)?) {
        (Some(person), Some(bytes)) => Some((person, bytes)),
        _ => None,
    };
    Ok(Event {
        position: row.get(0)?,
        stream: row.get(1)?,
        version: row.get(2)?,
        at: row.get(3)?,
        actor: row.get(4)?,
        behalf: row.get(5)?,
        title: row.get(6)?,
        room: row.get(7)?,
        kind: row.get(8)?,
        subject: row.get(9)?,
        payload: payload.map(|text| serde_json::from_str(&text)).transpose()?,
        sealed,
    })
}

impl Event {
    /// The personal content; `Error::Erased` when its key is gone or there was none.
    ///
    /// # Errors
    /// As said; of the engine.
    pub fn personal(&self, read: &Read<'_>) -> Result<serde_json::Value, Error> {
        let (person, sealed) = self.sealed.as_ref().ok_or(Error::Erased)?;
        let plain = read.open(person, "store_entry.personal", sealed)?;
        Ok(serde_json::from_slice(&plain)?)
    }
}

impl Read<'_> {
    /// Entries after a position, in order.
    ///
    /// # Errors
    /// Of the engine.
    pub fn events_after(&self, position: i64, limit: u32) -> Result<Vec<Event>, Error> {
        self.rows(&AFTER, &[position.into(), limit.into()], event)
    }

    /// The whole stream of a noun, oldest first.
    ///
    /// # Errors
    /// Of the engine.
    pub fn stream(&self, stream: &str) -> Result<Vec<Event>, Error> {
        self.rows(&OF_STREAM, &[stream.into()], event)
    }

    /// Entries about a subject at or before a moment, newest first.
    ///
    /// # Errors
    /// Of the engine.
    pub fn about(&self, subject: &str, before: Timestamp, limit: u32) -> Result<Vec<Event>, Error> {
        self.rows(&OF_SUBJECT, &[subject.into(), before.into(), limit.into()], event)
    }
}

/// The digest of a noun's canonical encoding, for `Entry::state` and `verify --state`.
///
/// # Errors
/// When the noun can't be written as JSON.
pub fn state_digest<T: Serialize>(noun: &T) -> Result<Digest, Error> {
    Ok(seals::digest::digest(&serde_json::to_vec(noun)?))
}

/// Ids after the given one in order, with the digest of each row as it stands.
pub type NounPage = fn(&Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error>;

/// A kind of noun whose rows `verify --state` compares with the journal.
pub struct Noun {
    /// Prefix of its ids, which are its streams.
    pub prefix: &'static str,
    /// Number of the canonical encoding; a migration that changes it re-anchors.
    pub schema: u16,
    pub page: NounPage,
}
