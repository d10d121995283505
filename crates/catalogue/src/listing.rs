//! What is known of each list that was taken over: where it comes from, what it does not have, and
//! the last report with what it leaves open for an editor.

use kernel::{Text, Timestamp, access::Actor};
use seals::Digest;
use serde::Serialize;
use store::{Entry, Error, Read, Row, Tx, state_digest};

use crate::{import::Report, mapping::Mapping, records};

/// A list 来源清单 with its last report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub id: String,
    pub version: i64,
    pub list: String,
    pub at: Timestamp,
    pub source: Option<Text>,
    /// Keys of items that the list does not have.
    pub absent: Vec<String>,
    pub report: Report,
}

pub(crate) const SCHEMA: u16 = 1;

#[derive(Serialize)]
struct State<'a> {
    id: &'a str,
    version: i64,
    source: &'a str,
    absent: &'a str,
    report: &'a str,
}

fn listing(row: &Row<'_>) -> Result<Listing, Error> {
    let (source, absent, report): (String, String, String) = (row.get(4)?, row.get(5)?, row.get(6)?);
    Ok(Listing {
        id: row.get(0)?,
        version: row.get(1)?,
        list: row.get(2)?,
        at: row.get(3)?,
        source: serde_json::from_str(&source)?,
        absent: serde_json::from_str(&absent)?,
        report: serde_json::from_str(&report)?,
    })
}

fn id_of(list: &str) -> String {
    ["itemlist_", list].concat()
}

/// Every list, by name.
///
/// # Errors
/// Of the store.
pub fn all(read: &Read<'_>) -> Result<Vec<Listing>, Error> {
    read.rows(&records::LISTS, &["".into(), 1000_u32.into()], listing)
}

/// # Errors
/// Of the store.
pub fn by_name(read: &Read<'_>, list: &str) -> Result<Option<Listing>, Error> {
    read.first(&records::LISTING, &[id_of(list).into()], listing)
}

/// Keeps the report when something was written or the report differs: a run that changes nothing
/// leaves no trace.
pub(crate) fn keep(tx: &Tx<'_>, mapping: &Mapping, report: &Report, actor: &Actor) -> Result<(), Error> {
    let id = id_of(&mapping.list);
    let before = by_name(tx, &mapping.list)?;
    let same = before.as_ref().is_some_and(|before| {
        let open = (&before.report.rejected, &before.report.ambiguous);
        open == (&report.rejected, &report.ambiguous)
            && before.source == mapping.source
            && before.absent == mapping.fields_absent
    });
    if same && report.created + report.changed == 0 {
        return Ok(());
    }
    let before = before.map_or(0, |before| before.version);
    let source = serde_json::to_string(&mapping.source)?;
    let absent = serde_json::to_string(&mapping.fields_absent)?;
    let text = serde_json::to_string(report)?;
    tx.execute(
        &records::KEEP_LIST,
        &[
            (&id).into(),
            (before + 1).into(),
            (&mapping.list).into(),
            tx.now().into(),
            (&source).into(),
            (&absent).into(),
            (&text).into(),
        ],
    )?;
    let state = State { id: &id, version: before + 1, source: &source, absent: &absent, report: &text };
    tx.record(Entry {
        room: "catalogue",
        kind: "list.imported",
        stream: &id,
        version: before,
        subject: None,
        actor,
        title: "system",
        payload: serde_json::json!({
            "list": mapping.list, "read": report.read, "created": report.created, "changed": report.changed,
            "unchanged": report.unchanged, "rejected": report.rejected.len(), "ambiguous": report.ambiguous.len(),
        }),
        personal: None,
        state: Some((SCHEMA, state_digest(&state)?)),
    })?;
    Ok(())
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    read.rows(&records::LISTS, &[after.into(), limit.into()], |row| {
        let (id, source, absent, report): (String, String, String, String) =
            (row.get(0)?, row.get(4)?, row.get(5)?, row.get(6)?);
        let digest =
            state_digest(&State { id: &id, version: row.get(1)?, source: &source, absent: &absent, report: &report })?;
        Ok((id, digest))
    })
}
