//! The mailbox 邮件提醒 of a person: the address at which they want to hear that there is news.

use kernel::{
    Id, Problem,
    id::{Kind, PersonId},
};
use serde::Deserialize;
use web::Check;

/// The kind of a mailbox's id.
#[derive(Debug)]
pub enum MailboxKind {}
impl Kind for MailboxKind {
    const PREFIX: &'static str = "mailbox";
}
pub type MailboxId = Id<MailboxKind>;

/// Number of the canonical encoding.
pub(crate) const SCHEMA: u16 = 1;

/// A mailbox as its row is; the address stays sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub id: MailboxId,
    pub version: i64,
    pub person: PersonId,
    pub sealed: Vec<u8>,
    pub wanted: bool,
}

impl Mailbox {
    /// What the journal anchors.
    pub(crate) fn digest(&self) -> Result<seals::Digest, store::Error> {
        let address = seals::digest(&self.sealed);
        store::state_digest(&(&self.id, self.version, &self.person, address, self.wanted))
    }
}

/// What a person types.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMailbox {
    #[serde(default)]
    pub address: String,
    /// `on` or nothing.
    #[serde(default)]
    pub wanted: String,
    #[serde(default, rename = "once")]
    pub _once: String,
}

/// The wish of a person about mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub address: String,
    pub wanted: bool,
}

impl TryFrom<RawMailbox> for Wish {
    type Error = Problem;

    fn try_from(raw: RawMailbox) -> Result<Self, Problem> {
        let wanted = raw.wanted == "on";
        let mut check = Check::new();
        let address =
            if wanted || !raw.address.trim().is_empty() { check.email("address", &raw.address) } else { String::new() };
        if !check.failed() && !address.is_empty() && address.parse::<lettre::Address>().is_err() {
            check.wrong("address", "problem-field-email");
        }
        check.done()?;
        Ok(Self { address, wanted })
    }
}
