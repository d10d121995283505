//! Sessions: who is signed in where. The secret is with the browser or the program; the store
//! knows its digest.

use kernel::{
    Timestamp,
    id::{EnterpriseId, Kind, PersonId, StaffId},
};

/// The kind of a session's id.
#[derive(Debug)]
pub enum SessionIdKind {}
impl Kind for SessionIdKind {
    const PREFIX: &'static str = "session";
}
pub type SessionId = kernel::Id<SessionIdKind>;

/// Minutes without a request after which a session ends.
pub const IDLE_MINUTES: i64 = 30;
/// Minutes after which it ends in any case.
pub const LONGEST_MINUTES: i64 = 12 * 60;
/// Requests within this many milliseconds of the last one noted are not noted.
pub(crate) const NOTED_MILLIS: i64 = 60_000;

/// Who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    Person(PersonId),
    Staff(StaffId),
}

impl Account {
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person(id) => id.as_str(),
            Self::Staff(id) => id.as_str(),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse().map(Self::Person).ok().or_else(|| text.parse().map(Self::Staff).ok())
    }
}

/// A session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: Account,
    pub kind: SessionKind,
    pub acting_for: Option<EnterpriseId>,
    /// Family of the browser or program, nothing more.
    pub agent: String,
    pub started: Timestamp,
    pub used: Timestamp,
    pub until: Timestamp,
}

impl Session {
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.until && now < self.used.plus_minutes(IDLE_MINUTES)
    }
}

/// How a session is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// By the cookie of a browser.
    Browser,
    /// As a bearer token of a program.
    Program,
}

impl SessionKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Program => "program",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Browser, Self::Program].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The digest under which a secret is kept.
#[must_use]
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    seals::digest::digest_parts(&[b"identity/session/1", secret.as_bytes()]).0
}

/// `Firefox`, `Edge`, `Chrome`, `Safari`, `WeChat`, or `-`: enough to tell one's own sessions apart.
#[must_use]
pub(crate) fn agent_family(user_agent: &str) -> &'static str {
    let known = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("HeadlessChrome", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    known.into_iter().find(|(mark, _)| user_agent.contains(mark)).map_or("-", |(_, name)| name)
}
