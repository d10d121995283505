//! What the room needs from above, filled by the binary: figures of handled cases, documents.

use std::sync::Arc;

use kernel::DivisionCode;
use store::{Error, Read};

use crate::{ItemId, sheet::Sheet};

/// What the history of an item says: half of the last cases were decided in so many working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    pub days: u32,
    /// Of how many cases.
    pub cases: u32,
}

/// `usually decided in N days`, where enough cases were.
pub type UsualDays = dyn Fn(&Read<'_>, &ItemId) -> Result<Option<Usual>, Error> + Send + Sync;
/// A one-time notice as PDF; the reason for the log when there is none.
pub type NoticePdf = dyn Fn(&Sheet) -> Result<Vec<u8>, String> + Send + Sync;

/// What the room needs from above.
#[derive(Clone)]
pub struct Needs {
    /// The place that the site serves when the reader chose none.
    pub home: DivisionCode,
    pub usual_days: Arc<UsualDays>,
    /// `None`: the page offers no PDF.
    pub notice_pdf: Option<Arc<NoticePdf>>,
}

impl Default for Needs {
    fn default() -> Self {
        Self { home: DivisionCode::COUNTRY, usual_days: Arc::new(|_, _| Ok(None)), notice_pdf: None }
    }
}
