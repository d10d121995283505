//! Bundles as they are kept: editions 版本 of which one a key is published, each entered in the journal.
//! What is published never changes, another edition follows it; an application keeps the one it began
//! with. What a bundle says and means is `bundle`'s.

use std::{collections::BTreeMap, sync::Arc};

use directory::bodies;
use kernel::{Id, Timestamp, id::BodyId};
use seals::Digest;
use serde::{Deserialize, Serialize};
use store::{Error, Read, state_digest};
use web::Texts;

use crate::{
    bundle::{Bundle, Piece, Pieces},
    form::{self, Applicant},
    look,
    published::Published,
    records::bundles as records,
    words::Audience,
};

pub mod act;
pub mod import;
pub mod outlook;

/// The kind of an edition's id.
#[derive(Debug)]
pub enum BundleKind {}
impl kernel::id::Kind for BundleKind {
    const PREFIX: &'static str = "bundle";
}

/// Id of one edition of a bundle.
pub type BundleId = Id<BundleKind>;

/// Schema of the canonical encoding.
pub(crate) const SCHEMA: u16 = 1;

/// Where an edition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// 草稿.
    Draft,
    /// 生效.
    Published,
    /// 停用: followed by another, or taken back.
    Ended,
    /// 作废: a draft that was given up.
    Discarded,
}

impl EditionState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Ended => "ended",
            Self::Discarded => "discarded",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Ended, Self::Discarded].into_iter().find(|state| state.as_str() == text)
    }
}

/// An edition 版本.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub id: BundleId,
    pub version: i64,
    pub key: String,
    /// Counted from 1 for the key.
    pub number: i64,
    pub state: EditionState,
    /// The body that leads.
    pub body: BodyId,
    /// Of the bundle as JSON.
    pub digest: String,
    /// What is new, and why.
    pub note: String,
    /// As the journal names who drew it.
    pub drawn_by: String,
    pub drawn_at: Timestamp,
    pub published_by: Option<String>,
    pub published_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub bundle: Arc<Bundle>,
}

/// The canonical encoding of an edition.
#[derive(Serialize)]
struct State<'a> {
    id: &'a str,
    version: i64,
    key: &'a str,
    number: i64,
    state: &'a str,
    body: &'a str,
    digest: &'a str,
    note: &'a str,
    drawn_by: &'a str,
    drawn_at: Timestamp,
    published_by: Option<&'a str>,
    published_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
}

/// Digest of an edition; `doc` of what stands in its row.
fn digest(edition: &Edition, doc: &str) -> Result<Digest, Error> {
    state_digest(&State {
        id: edition.id.as_str(),
        version: edition.version,
        key: &edition.key,
        number: edition.number,
        state: edition.state.as_str(),
        body: edition.body.as_str(),
        digest: &seals::digest::digest(doc.as_bytes()).to_string(),
        note: &edition.note,
        drawn_by: &edition.drawn_by,
        drawn_at: edition.drawn_at,
        published_by: edition.published_by.as_deref(),
        published_at: edition.published_at,
        ended_at: edition.ended_at,
    })
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let editions = records::after(read, after, limit)?;
    editions
        .iter()
        .map(|edition| Ok((edition.id.to_string(), digest(edition, &serde_json::to_string(&*edition.bundle)?)?)))
        .collect()
}

/// Every published bundle, in the order of the names' readings.
///
/// # Errors
/// Of the store.
pub fn published(read: &Read<'_>) -> Result<Vec<Edition>, Error> {
    records::in_state(read, EditionState::Published)
}

/// The published edition of a bundle.
///
/// # Errors
/// Of the store.
pub fn standing(read: &Read<'_>, key: &str) -> Result<Option<Edition>, Error> {
    records::standing(read, key)
}

/// An edition by its id, whatever its state.
///
/// # Errors
/// Of the store.
pub fn by_id(read: &Read<'_>, id: &BundleId) -> Result<Option<Edition>, Error> {
    records::by_id(read, id)
}

/// An edition with the items that it names, as they stand.
#[derive(Debug, Clone)]
pub struct Opened {
    pub bundle: Arc<Bundle>,
    /// By the keys of the bundle; what the catalogue doesn't have is absent.
    pub items: BTreeMap<String, Published>,
    pub pieces: Pieces,
}

/// The items of a bundle, with the forms of this kind of applicant.
///
/// # Errors
/// Of the store.
pub fn open(read: &Read<'_>, bundle: &Arc<Bundle>, applicant: Applicant, texts: &Texts) -> Result<Opened, Error> {
    let mut opened = Opened { bundle: bundle.clone(), items: BTreeMap::new(), pieces: Pieces::new() };
    for member in &bundle.members {
        let Some(found) = look::by_code(read, &member.code_system, &member.code)? else { continue };
        // Where no case is opened here nobody fills in a form here.
        let form =
            if found.item.opens_cases() { form::of(&found.item, applicant, texts) } else { form::Form::default() };
        let piece = Piece { item: found.item.clone(), form };
        opened.pieces.insert(member.key.clone(), piece);
        opened.items.insert(member.key.clone(), found);
    }
    Ok(opened)
}

/// For whom the forms of a bundle are made where nobody is signed in.
#[must_use]
pub fn applicant(bundle: &Bundle) -> Applicant {
    if bundle.audience.contains(&Audience::Person) { Applicant::Person } else { Applicant::Enterprise }
}

/// The body that leads a bundle.
///
/// # Errors
/// Of the store.
pub fn lead(read: &Read<'_>, bundle: &Bundle) -> Result<Option<directory::Body>, Error> {
    bodies::by_key(read, &bundle.body)
}
