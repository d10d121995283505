//! `verify --state`: the rows of every noun against the digest in the noun's newest entry. Both
//! are read in the order of their ids and merged, so memory stays constant.

use seals::Digest;
use serde::Serialize;

use crate::{Error, Noun, Sql, Store};

/// The newest anchored entry of each stream in a range of ids.
pub(crate) static ANCHORS: Sql = Sql::new(
    "SELECT e.stream, e.state_schema, e.state_digest, e.version FROM store_entry e \
     WHERE e.stream > $1 AND e.stream < $2 AND e.version = \
     (SELECT MAX(l.version) FROM store_entry l WHERE l.stream = e.stream AND l.state_schema IS NOT NULL) \
     ORDER BY e.stream LIMIT $3",
);

const AT_ONCE: u32 = 5_000;

/// What is wrong with a noun's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum StateFault {
    /// The row is not what the newest entry anchors.
    Edited { noun: String },
    /// The row is gone without an entry that ends it.
    Missing { noun: String },
    /// The row has no entry at all.
    Unknown { noun: String },
    /// The entry was anchored under another schema than the program's.
    OtherSchema { noun: String, found: i64, wanted: u16 },
}

/// The result of comparing state with journal.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StateReport {
    pub nouns: u64,
    /// The first faults, at most 100.
    pub faults: Vec<StateFault>,
}

struct Anchor {
    stream: String,
    schema: i64,
    digest: [u8; 32],
}

impl Store {
    /// Compares every row of every registered noun with its newest entry.
    ///
    /// # Errors
    /// Of the engine.
    pub fn verify_state(&self, progress: &mut dyn FnMut(u64)) -> Result<StateReport, Error> {
        let mut report = StateReport::default();
        for noun in &self.inner.rooms.nouns {
            self.verify_noun(noun, &mut report, progress)?;
        }
        Ok(report)
    }

    fn verify_noun(&self, noun: &Noun, report: &mut StateReport, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        let (first, end) = (format!("{}_", noun.prefix), format!("{}`", noun.prefix));
        let (mut rows_after, mut anchors_after) = (first.clone(), first);
        let (mut rows, mut anchors) = (Vec::new().into_iter().peekable(), Vec::new().into_iter().peekable());
        let (mut rows_left, mut anchors_left) = (true, true);
        while report.faults.len() < 100 {
            if rows.peek().is_none() && rows_left {
                let page = self.read(|read| (noun.page)(read, &rows_after, AT_ONCE))?;
                rows_left = page.len() == AT_ONCE as usize;
                if let Some((id, _)) = page.last() {
                    rows_after.clone_from(id);
                }
                rows = page.into_iter().peekable();
            }
            if anchors.peek().is_none() && anchors_left {
                let page = self.read(|read| {
                    read.rows(&ANCHORS, &[anchors_after.as_str().into(), end.as_str().into(), AT_ONCE.into()], |row| {
                        Ok(Anchor { stream: row.get(0)?, schema: row.get(1)?, digest: row.get(2)? })
                    })
                })?;
                anchors_left = page.len() == AT_ONCE as usize;
                if let Some(anchor) = page.last() {
                    anchors_after.clone_from(&anchor.stream);
                }
                anchors = page.into_iter().peekable();
            }
            let fault = match (rows.peek(), anchors.peek()) {
                (None, None) => break,
                (Some((id, _)), Some(anchor)) if *id < anchor.stream => {
                    let fault = StateFault::Unknown { noun: id.clone() };
                    rows.next();
                    Some(fault)
                }
                (Some((id, _)), None) => {
                    let fault = StateFault::Unknown { noun: id.clone() };
                    rows.next();
                    Some(fault)
                }
                (Some((id, digest)), Some(anchor)) if *id == anchor.stream => {
                    let fault = compare(noun, anchor, digest);
                    rows.next();
                    anchors.next();
                    fault
                }
                (_, Some(anchor)) => {
                    let fault = StateFault::Missing { noun: anchor.stream.clone() };
                    anchors.next();
                    Some(fault)
                }
            };
            report.nouns += 1;
            report.faults.extend(fault);
            if report.nouns.is_multiple_of(50_000) {
                progress(report.nouns);
            }
        }
        Ok(())
    }
}

fn compare(noun: &Noun, anchor: &Anchor, digest: &Digest) -> Option<StateFault> {
    if anchor.schema != i64::from(noun.schema) {
        let (found, wanted) = (anchor.schema, noun.schema);
        return Some(StateFault::OtherSchema { noun: anchor.stream.clone(), found, wanted });
    }
    (anchor.digest != digest.0).then(|| StateFault::Edited { noun: anchor.stream.clone() })
}
