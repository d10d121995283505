//! The yearly notices of holidays. A changed notice is announced as `calendar.changed`, so that
//! open clocks are computed again.

use std::sync::Arc;

use kernel::notice::Notice;
use store::Store;

use super::ImportError;
use crate::{handle::Directory, records};

/// What became of the notices.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct HolidayReport {
    pub read: usize,
    /// Years whose notice is new or different.
    pub changed: Vec<i16>,
}

/// Takes over notices, one JSON text a year, and renews the calendar of this process.
///
/// # Errors
/// The first text that is no notice; of the store.
pub fn holidays(store: &Store, directory: &Directory, years: &[&[u8]]) -> Result<HolidayReport, ImportError> {
    const FILE: &str = "holidays";
    let mut notices = Vec::new();
    for bytes in years {
        let text = super::divisions::utf8(FILE, bytes.to_vec())?;
        let notice = Notice::parse(&text).map_err(|error| ImportError::File { file: FILE, why: error.to_string() })?;
        notices.push(notice);
    }
    let shared = Arc::new(notices);
    let report = store.write(move |tx| {
        let mut report = HolidayReport { read: shared.len(), changed: Vec::new() };
        for notice in shared.iter() {
            let text = serde_json::to_string(notice)?;
            let digest = seals::digest::digest(text.as_bytes()).to_string();
            let stream = ["import_holidays-", &notice.year.to_string()].concat();
            let days = i64::try_from(notice.days.len()).unwrap_or(i64::MAX);
            let payload = serde_json::json!({ "year": notice.year, "digest": digest, "days": days });
            if super::note(tx, &stream, "calendar.changed", &digest, days, payload)? {
                tx.execute(&records::KEEP_NOTICE, &[i64::from(notice.year).into(), text.into()])?;
                report.changed.push(notice.year);
            }
        }
        Ok::<_, store::Error>(report)
    })?;
    directory.load(store)?;
    Ok(report)
}
