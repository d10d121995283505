//! Verification: every entry is hashed again from its columns and held against the hashes and the
//! signed checkpoints kept outside the database; every noun's row against the digest in its newest
//! entry. Constant memory; reads beside a running server.

mod state;

use std::path::PathBuf;

use seals::{
    Checkpoint, VerifyingKey,
    merkle::{Frontier, LeafHash},
};
use serde::Serialize;

use crate::{
    Error, Row, Sql, Store,
    checkpoints::{self, Leaves},
    journal, sequence,
    value::Cell,
};

pub use state::{StateFault, StateReport};

static ENTRIES: Sql = Sql::new(
    "SELECT position, version, at, stream, actor, behalf, title, room, kind, subject, state_schema, state_digest, \
     commitment, previous, hash, salt, payload, person, personal \
     FROM store_entry WHERE position > $1 ORDER BY position LIMIT $2",
);
pub(crate) static ALL: &[&Sql] = &[&ENTRIES, &state::ANCHORS];

const AT_ONCE: u32 = 20_000;

/// What to hold the journal against.
#[derive(Debug, Default)]
pub struct Against {
    /// The folder of checkpoints; the store's own when absent.
    pub checkpoints: Option<PathBuf>,
    /// One more checkpoint, kept by others.
    pub checkpoint: Option<String>,
    /// Begin after this position, whose tree a checkpoint vouches for (`--from`).
    pub from: Option<String>,
}

/// What was done to the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "crime")]
pub enum Crime {
    /// The entry's columns, payload or hash are not what was signed.
    Altered { position: u64, stream: String },
    /// The entry that was signed here is gone.
    Removed { position: u64 },
    /// An entry stands here that was never signed.
    Inserted { position: u64, stream: String },
    /// The entry was signed at another position.
    Reordered { position: u64, signed_at: u64, stream: String },
    /// Entries after `kept` are gone, up to `signed`.
    TailCut { kept: u64, signed: u64 },
    /// The whole database is an older copy of itself.
    OlderCopy { kept: u64, signed: u64 },
    /// Every entry agrees with its hash kept outside, but not with a signed root: the folder of
    /// checkpoints was touched.
    Root { size: u64 },
}

/// The result of a verification.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub entries: u64,
    /// The newest signed size that held.
    pub vouched: u64,
    pub checkpoints: usize,
    /// Entries whose content was erased by right: the commitment stands, the content is gone.
    pub erased: u64,
    pub crime: Option<Crime>,
}

impl Store {
    /// Verifies the journal. `progress` is told the position now and then.
    ///
    /// # Errors
    /// `verify-checkpoint` for a note that does not hold; of the engine.
    pub fn verify(&self, against: &Against, progress: &mut dyn FnMut(u64)) -> Result<Report, Error> {
        let folder = against.checkpoints.clone().unwrap_or_else(|| self.inner.folder.checkpoints().to_owned());
        let keys = self.verifying_keys(&folder)?;
        let origin = &self.inner.origin;
        let mut signed = checkpoints::all(&folder, origin, &keys)?;
        if let Some(text) = &against.checkpoint {
            signed.push(self.opened(text, &keys)?);
            signed.sort_by_key(|checkpoint| checkpoint.head.size);
        }
        let from = against.from.as_deref().map(|text| self.opened(text, &keys)).transpose()?;
        let start = from.as_ref().map_or(0, |checkpoint| checkpoint.head.size);
        // From a checkpoint on, only the hashes outside vouch: the root before it is taken as given.
        let mut frontier = from.is_none().then(Frontier::new);
        let mut run = Run {
            outside: Leaves::open(&folder, start)?,
            report: Report { entries: start, vouched: start, checkpoints: signed.len(), erased: 0, crime: None },
            buffer: Vec::with_capacity(1024),
        };
        let mut due = signed.iter().filter(|checkpoint| checkpoint.head.size > start).peekable();
        let tree_size = self.read(sequence::frontier)?.size();
        loop {
            let after = i64::try_from(run.report.entries).unwrap_or(i64::MAX);
            let page: Vec<Seen> =
                self.read(|read| read.rows(&ENTRIES, &[after.into(), AT_ONCE.into()], |row| run.see(read, row)))?;
            let full = page.len() == AT_ONCE as usize;
            for (index, seen) in page.iter().enumerate() {
                if run.hold(seen, page.get(index + 1)).is_some() {
                    run.name_reordered(&folder, seen)?;
                    return Ok(run.report);
                }
                if let Some(frontier) = &mut frontier {
                    frontier.append(LeafHash(seals::Digest(seen.hash)));
                    while let Some(next) = due.peek().filter(|next| next.head.size == run.report.entries) {
                        if next.head.root != frontier.root() {
                            run.report.crime = Some(Crime::Root { size: next.head.size });
                            return Ok(run.report);
                        }
                        run.report.vouched = next.head.size;
                        due.next();
                    }
                }
            }
            progress(run.report.entries);
            if !full {
                break;
            }
        }
        let most = signed.last().map_or(0, |checkpoint| checkpoint.head.size);
        let left = run.outside.by_ref().count() as u64;
        let outside = if left > 0 { run.report.entries + left } else { 0 };
        let promised = most.max(outside);
        if promised > run.report.entries {
            let (kept, signed) = (run.report.entries, promised);
            run.report.crime = Some(if tree_size == kept {
                Crime::OlderCopy { kept, signed }
            } else {
                Crime::TailCut { kept, signed }
            });
        }
        Ok(run.report)
    }

    fn opened(&self, text: &str, keys: &[VerifyingKey]) -> Result<Checkpoint, Error> {
        Checkpoint::open(text, &self.inner.origin, keys)
            .map(|opened| opened.checkpoint)
            .map_err(|error| Error::operator("verify-checkpoint", error.to_string()))
    }

    fn verifying_keys(&self, folder: &std::path::Path) -> Result<Vec<VerifyingKey>, Error> {
        let mut keys = vec![self.inner.keys.signing.verifying_key().clone()];
        if let Ok(text) = std::fs::read_to_string(folder.join("verifying.key")) {
            let key = text
                .trim()
                .parse()
                .map_err(|error| Error::operator("verify-checkpoint", format!("verifying.key: {error}")))?;
            keys.push(key);
        }
        Ok(keys)
    }
}

/// An entry as it stands in the database.
struct Seen {
    position: u64,
    /// Hashed again from the columns.
    hash: [u8; 32],
    /// Columns, stored hash and commitment agree.
    agrees: bool,
    stream: String,
}

struct Run {
    outside: Leaves,
    report: Report,
    buffer: Vec<u8>,
}

impl Run {
    fn see(&mut self, read: &crate::Read<'_>, row: &Row<'_>) -> Result<Seen, Error> {
        let out = &mut self.buffer;
        out.clear();
        out.push(1);
        out.extend_from_slice(&row.get::<i64>(1)?.to_le_bytes());
        out.extend_from_slice(&row.get::<i64>(2)?.to_le_bytes());
        for column in 3..10 {
            row.cell(column, |cell| put(out, cell))?;
        }
        out.extend_from_slice(&row.get::<Option<i64>>(10)?.unwrap_or(-1).to_le_bytes());
        for column in 11..14 {
            row.cell(column, |cell| put(out, cell))?;
        }
        let hash = seals::merkle::leaf_hash(out).0.0;
        let mut agrees = row.get::<[u8; 32]>(14)? == hash;
        match (row.get::<Option<Vec<u8>>>(15)?, row.get::<Option<String>>(16)?) {
            (Some(salt), Some(payload)) => {
                let personal = match (row.get::<Option<kernel::id::PersonId>>(17)?, row.get::<Option<Vec<u8>>>(18)?) {
                    (Some(person), Some(sealed)) => {
                        read.open(&person, "store_entry.personal", &sealed).unwrap_or_default()
                    }
                    _ => Vec::new(),
                };
                agrees &= journal::commitment(&salt, &payload, &personal).0 == row.get::<[u8; 32]>(12)?;
            }
            _ => self.report.erased += 1,
        }
        let position = u64::try_from(row.get::<i64>(0)?).unwrap_or(0);
        Ok(Seen { position, hash, agrees, stream: row.get(3)? })
    }

    /// Holds one entry against what was kept outside.
    fn hold(&mut self, seen: &Seen, next: Option<&Seen>) -> Option<&Crime> {
        let expected = self.report.entries + 1;
        let signed = self.outside.next();
        let crime = if seen.position != expected {
            Some(Crime::Removed { position: expected })
        } else if signed.is_some_and(|signed| signed != seen.hash) {
            let after = self.outside.next();
            let (position, stream) = (expected, seen.stream.clone());
            // Numbered anew after a removal or an insertion: the neighbours tell.
            if after == Some(seen.hash) && next.is_none_or(|next| signed != Some(next.hash)) {
                Some(Crime::Removed { position })
            } else if after != Some(seen.hash) && next.is_some_and(|next| signed == Some(next.hash)) {
                Some(Crime::Inserted { position, stream })
            } else {
                Some(Crime::Altered { position, stream })
            }
        } else if !seen.agrees {
            Some(Crime::Altered { position: expected, stream: seen.stream.clone() })
        } else {
            None
        };
        self.report.crime = crime;
        if self.report.crime.is_none() {
            self.report.entries = expected;
        }
        self.report.crime.as_ref()
    }

    /// An entry that looks altered, but was signed at another position, was moved.
    fn name_reordered(&mut self, folder: &std::path::Path, seen: &Seen) -> Result<(), Error> {
        if let Some(Crime::Altered { position, stream }) = &self.report.crime
            && let Some(index) = Leaves::open(folder, 0)?.position(|hash| hash == seen.hash)
            && index as u64 + 1 != *position
        {
            self.report.crime =
                Some(Crime::Reordered { position: *position, signed_at: index as u64 + 1, stream: stream.clone() });
        }
        Ok(())
    }
}

fn put(out: &mut Vec<u8>, cell: Cell<'_>) {
    let bytes = match cell {
        Cell::Text(text) => Some(text.as_bytes()),
        Cell::Bytes(bytes) => Some(bytes),
        _ => None,
    };
    let length = bytes.map_or(u32::MAX, |bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1));
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes.unwrap_or_default());
}
