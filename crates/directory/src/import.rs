//! Taking over the lists that the product ships with: divisions and their history, bodies,
//! holidays. Each import can be run again; what is unchanged is left alone. Files are read by
//! whoever calls: here are only bytes.

mod bodies;
mod changes;
mod divisions;
mod holidays;

use kernel::access::Actor;
use store::{Entry, Error, Tx};

use crate::records;

pub use bodies::{BodyReport, bodies};
pub(crate) use divisions::WITHOUT_COUNTIES;
pub use divisions::{DivisionFiles, DivisionReport, divisions};
pub use holidays::{HolidayReport, holidays};

/// Why a file can't be taken over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{file}: line {line}: {why}")]
    Line { file: &'static str, line: usize, why: String },
    #[error("{file}: {why}")]
    File { file: &'static str, why: String },
    #[error(transparent)]
    Store(#[from] Error),
}

/// A noun of the journal: what was imported last.
#[derive(serde::Serialize)]
pub(crate) struct Import<'a> {
    pub id: &'a str,
    pub version: i64,
    pub digest: &'a str,
    pub records: i64,
}

pub(crate) const SCHEMA: u16 = 1;

/// Notes an import with its digest and count in one entry; `false` when the same was there.
fn note(
    tx: &Tx<'_>,
    id: &str,
    kind: &'static str,
    digest: &str,
    records: i64,
    payload: serde_json::Value,
) -> Result<bool, Error> {
    let before = tx.first(&records::IMPORT, &[id.into()], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)))?;
    if before.as_ref().is_some_and(|(_, before)| before == digest) {
        return Ok(false);
    }
    let before = before.map_or(0, |(version, _)| version);
    let import = Import { id, version: before + 1, digest, records };
    tx.execute(&records::KEEP_IMPORT, &[id.into(), import.version.into(), digest.into(), records.into()])?;
    tx.record(Entry {
        room: "directory",
        kind,
        stream: id,
        version: before,
        subject: None,
        actor: &Actor::system("import"),
        title: "system",
        payload,
        personal: None,
        state: Some((SCHEMA, store::state_digest(&import)?)),
    })?;
    Ok(true)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &store::Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    read.rows(&records::IMPORTS, &[after.into(), limit.into()], |row| {
        let (id, digest): (String, String) = (row.get(0)?, row.get(2)?);
        let import = Import { id: &id, version: row.get(1)?, digest: &digest, records: row.get(3)? };
        let digest = store::state_digest(&import)?;
        Ok((id, digest))
    })
}
