//! An e-licence 电子证照 as its row says, and its face 照面信息 as its sealed record says. How it stands
//! on a day follows from both; papers of cases are not licences.

use std::fmt;

use kernel::{
    Date, Id, Text, Timestamp,
    id::{BodyId, EnterpriseId, Kind, PersonId},
};
use serde::{Deserialize, Serialize};

use crate::{
    act::{Act, Ground},
    state::{Standing, State},
};

/// The kind of a licence's id.
#[derive(Debug)]
pub enum LicenceKind {}
impl Kind for LicenceKind {
    const PREFIX: &'static str = "lic";
}
pub type LicenceId = Id<LicenceKind>;

/// Number of the canonical encoding.
pub(crate) const SCHEMA: u16 = 1;

/// Whose licence it is 持证主体.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    Person(PersonId),
    Enterprise(EnterpriseId),
}

impl Holder {
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person(person) => person.as_str(),
            Self::Enterprise(enterprise) => enterprise.as_str(),
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().map(Self::Person).ok().or_else(|| text.parse().map(Self::Enterprise).ok())
    }

    /// For whom the actor looks: the enterprise acted for, or themselves.
    #[must_use]
    pub fn of(actor: &kernel::access::Actor) -> Option<Self> {
        let person = actor.as_person()?;
        Some(actor.for_enterprise().map_or_else(|| Self::Person(person.clone()), |it| Self::Enterprise(it.clone())))
    }

    /// Under whose key the face is sealed. An enterprise has a key of its own: the store knows it by
    /// the same 26 characters.
    pub(crate) fn key_owner(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person.clone()),
            Self::Enterprise(enterprise) => {
                let (_, rest) = enterprise.as_str().split_once('_')?;
                ["person_", rest].concat().parse().ok()
            }
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    pub id: LicenceId,
    pub version: i64,
    /// Key of its type.
    pub kind: String,
    /// What it is called.
    pub name: Text,
    /// GB/T 36904.
    pub identifier: String,
    /// The short code of the public verification page; unguessable.
    pub code: String,
    pub holder: Holder,
    /// Who is told what becomes of it.
    pub contact: Option<PersonId>,
    pub issuer: BodyId,
    pub issuer_name: Text,
    pub issued_at: Timestamp,
    pub valid_from: Date,
    /// Its last day; absent: without end 长期.
    pub valid_to: Option<Date>,
    pub state: State,
    /// Since when it is in this state.
    pub since: Date,
    /// The case or other matter it came from.
    pub matter: Option<String>,
    pub replaces: Option<LicenceId>,
    pub replaced_by: Option<LicenceId>,
    /// 样本: without legal force.
    pub sample: bool,
    /// The sealed record, sealed once more.
    pub(crate) record: Vec<u8>,
}

impl Licence {
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        self.state.standing(self.valid_from, self.valid_to, today)
    }

    #[must_use]
    pub fn expired(&self, today: Date) -> bool {
        self.valid_to.is_some_and(|to| to < today)
    }

    /// The licence after an act, if the law allows it now on this ground.
    pub(crate) fn changed(mut self, act: Act, ground: Ground, today: Date) -> Option<Self> {
        let expired = self.expired(today);
        if !act.rests_on(ground, self.state, expired) {
            return None;
        }
        self.state = self.state.after(act, expired)?;
        self.since = today;
        self.version += 1;
        Some(self)
    }

    /// What the journal anchors.
    pub(crate) fn digest(&self) -> Result<seals::Digest, store::Error> {
        #[derive(Serialize)]
        struct Anchor<'a> {
            id: &'a LicenceId,
            version: i64,
            kind: &'a str,
            name: &'a Text,
            identifier: &'a str,
            code: &'a str,
            holder: &'a str,
            contact: Option<&'a PersonId>,
            issuer: &'a BodyId,
            issuer_name: &'a Text,
            issued_at: Timestamp,
            valid: (Date, Option<Date>),
            state: State,
            since: Date,
            matter: Option<&'a str>,
            replaces: Option<&'a LicenceId>,
            replaced_by: Option<&'a LicenceId>,
            sample: bool,
            record: seals::Digest,
        }
        store::state_digest(&Anchor {
            id: &self.id,
            version: self.version,
            kind: &self.kind,
            name: &self.name,
            identifier: &self.identifier,
            code: &self.code,
            holder: self.holder.as_str(),
            contact: self.contact.as_ref(),
            issuer: &self.issuer,
            issuer_name: &self.issuer_name,
            issued_at: self.issued_at,
            valid: (self.valid_from, self.valid_to),
            state: self.state,
            since: self.since,
            matter: self.matter.as_deref(),
            replaces: self.replaces.as_ref(),
            replaced_by: self.replaced_by.as_ref(),
            sample: self.sample,
            record: seals::digest(&self.record),
        })
    }
}

/// A field of the face with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceField {
    pub key: String,
    pub label: Text,
    pub value: String,
}

/// What is sealed: the payload of the record, schema 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    #[serde(rename = "type")]
    pub kind: String,
    pub name: Text,
    pub holder_kind: String,
    pub holder_name: String,
    /// Number of the holder's document, or credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_number: Option<String>,
    pub fields: Vec<FaceField>,
    pub issuer_name: Text,
    pub valid_from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The code of the public verification page.
    pub code: String,
}

/// What became of a licence, one line a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub version: i64,
    /// `None`: it was issued.
    pub act: Option<Act>,
    pub ground: Option<Ground>,
    /// `None` when there is none or it was erased.
    pub reason: Option<String>,
    pub state: State,
    pub at: Timestamp,
}
