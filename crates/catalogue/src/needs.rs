//! What the room needs from above, filled by the binary: figures of handled cases, documents.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{Date, DivisionCode, Text, access::Actor};
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

/// What a source of the state says of whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub value: String,
    pub whence: Whence,
    /// As of when.
    pub on: Date,
}

/// Where the state has something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whence {
    /// A licence in force, by its name.
    Licence(Text),
    /// The register of identities, by the identity document.
    Register,
    /// The sign-in: for whom somebody acts.
    SignIn,
}

/// What the state has of an actor, by source as `bundle::Known` names them; what it doesn't have is
/// absent, and so is everything when nobody is signed in.
pub type States = dyn Fn(&Read<'_>, &Actor, &[&str]) -> Result<BTreeMap<String, Stated>, Error> + Send + Sync;

/// What the room needs from above.
#[derive(Clone)]
pub struct Needs {
    /// The place that the site serves when the reader chose none.
    pub home: DivisionCode,
    pub usual_days: Arc<UsualDays>,
    pub states: Arc<States>,
    /// `None`: the page offers no PDF.
    pub notice_pdf: Option<Arc<NoticePdf>>,
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            home: DivisionCode::COUNTRY,
            usual_days: Arc::new(|_, _| Ok(None)),
            states: Arc::new(|_, _, _| Ok(BTreeMap::new())),
            notice_pdf: None,
        }
    }
}
