//! A rating 评价 and the invitation to it 评价邀请: one rating a handling, given by whoever holds the
//! invitation. Nothing is preselected; who does not rate is unrated.

use std::sync::LazyLock;

use kernel::{
    Id, Problem, Text, Timestamp,
    id::{BodyId, Kind, PersonId},
};
use schemars::JsonSchema;
use seals::Digest;
use serde::{Deserialize, Serialize};
use web::Check;

/// The kind of an invitation's id.
#[derive(Debug)]
pub enum InvitationKind {}
impl Kind for InvitationKind {
    const PREFIX: &'static str = "invitation";
}
pub type InvitationId = Id<InvitationKind>;

/// The kind of a rating's id.
#[derive(Debug)]
pub enum RatingKind {}
impl Kind for RatingKind {
    const PREFIX: &'static str = "rating";
}
pub type RatingId = Id<RatingKind>;

/// The kind of an order's id.
#[derive(Debug)]
pub enum OrderKind {}
impl Kind for OrderKind {
    const PREFIX: &'static str = "order";
}
pub type OrderId = Id<OrderKind>;

/// Number of the canonical encodings.
pub(crate) const SCHEMA: u16 = 1;

/// Days that an invitation holds.
pub(crate) const DAYS: i64 = 90;

/// One of five levels 五级评价.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    VeryUnsatisfied = 1,
    NotSatisfied,
    BasicallySatisfied,
    Satisfied,
    VerySatisfied,
}

impl Level {
    /// Best first, as they are shown.
    pub const ALL: [Self; 5] =
        [Self::VerySatisfied, Self::Satisfied, Self::BasicallySatisfied, Self::NotSatisfied, Self::VeryUnsatisfied];

    #[must_use]
    pub fn number(self) -> i64 {
        self as i64
    }

    #[must_use]
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// 差评: an order follows.
    #[must_use]
    pub fn is_bad(self) -> bool {
        self <= Self::NotSatisfied
    }

    /// Key of its word in the locales.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::VerySatisfied => "ratings-level-5",
            Self::Satisfied => "ratings-level-4",
            Self::BasicallySatisfied => "ratings-level-3",
            Self::NotSatisfied => "ratings-level-2",
            Self::VeryUnsatisfied => "ratings-level-1",
        }
    }
}

/// A reason that can be ticked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub key: String,
    pub levels: Vec<i64>,
    pub label: Text,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    list: i64,
    #[serde(rename = "reason")]
    reasons: Vec<Reason>,
}

static REASONS: LazyLock<Reasons> =
    LazyLock::new(|| toml::from_str(include_str!("../reasons.toml")).unwrap_or_default());

/// Number of the list of reasons in use.
pub(crate) fn list() -> i64 {
    REASONS.list
}

/// The reasons of a level, in their order.
pub(crate) fn reasons(level: Level) -> impl Iterator<Item = &'static Reason> {
    REASONS.reasons.iter().filter(move |reason| reason.levels.contains(&level.number()))
}

/// A reason by its key; of an older list it may be gone.
pub(crate) fn reason(key: &str) -> Option<&'static Reason> {
    REASONS.reasons.iter().find(|reason| reason.key == key)
}

/// An invitation as its row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    /// The handling it is for: a case.
    pub handling: String,
    /// Its official number.
    pub number: String,
    pub digest: Digest,
    /// Sealed under the person's key.
    pub(crate) token: Vec<u8>,
    pub person: PersonId,
    pub item: String,
    pub item_name: String,
    pub body: BodyId,
    pub channel: String,
    /// Kind of the entry by which the handling ended.
    pub ended: String,
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
}

impl Invitation {
    /// The month in which the handling ended: all of its counts stand there.
    #[must_use]
    pub fn period(&self) -> String {
        let date = self.made_at.date();
        format!("{:04}-{:02}", date.year(), date.month())
    }

    pub(crate) fn anchor(&self) -> Result<Digest, store::Error> {
        store::state_digest(&(
            (&self.id, &self.handling, &self.number, self.digest, seals::digest(&self.token), &self.person),
            (&self.item, &self.item_name, &self.body, &self.channel, &self.ended, self.made_at, self.expires_at),
        ))
    }
}

/// A rating as its row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rating {
    pub id: RatingId,
    pub version: i64,
    pub invitation: InvitationId,
    pub item: String,
    pub body: BodyId,
    pub level: i64,
    pub reasons: String,
    pub list: i64,
    pub comment: Option<Vec<u8>>,
    pub given_at: Timestamp,
}

impl Rating {
    pub(crate) fn anchor(&self) -> Result<Digest, store::Error> {
        let comment = self.comment.as_deref().map(seals::digest);
        store::state_digest(&(
            (&self.id, self.version, &self.invitation, &self.item, &self.body),
            (self.level, &self.reasons, self.list, comment, self.given_at),
        ))
    }
}

/// An order that a bad rating opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub id: OrderId,
    pub version: i64,
    pub rating: RatingId,
    pub item: String,
    pub item_name: String,
    pub body: BodyId,
    pub division: String,
    pub level: i64,
    pub reasons: String,
    pub state: String,
    pub opened_at: Timestamp,
}

impl Order {
    pub(crate) fn anchor(&self) -> Result<Digest, store::Error> {
        store::state_digest(&(
            (&self.id, self.version, &self.rating, &self.item, &self.item_name, &self.body),
            (&self.division, self.level, &self.reasons, &self.state, self.opened_at),
        ))
    }
}

/// What the rater gives.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRating {
    /// 5 very satisfied to 1 very unsatisfied.
    #[schemars(range(min = 1, max = 5))]
    pub level: i64,
    /// Keys of the reasons of that level.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// At most 500 characters.
    #[serde(default)]
    #[schemars(length(max = 500), regex(pattern = web::check::ANY_LINES))]
    pub comment: String,
}

/// A rating to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRating {
    pub level: Level,
    pub reasons: Vec<String>,
    pub comment: String,
}

impl TryFrom<RawRating> for NewRating {
    type Error = Problem;

    fn try_from(raw: RawRating) -> Result<Self, Problem> {
        let mut check = Check::new();
        let level = check.choice("level", &raw.level.to_string(), |text| text.parse().ok().and_then(Level::of));
        let mut chosen: Vec<String> = Vec::new();
        for key in raw.reasons {
            if !level.is_some_and(|level| reasons(level).any(|reason| reason.key == key)) {
                check.wrong("reasons", "problem-field-choice");
                break;
            }
            if !chosen.contains(&key) {
                chosen.push(key);
            }
        }
        let comment = check.lines("comment", &raw.comment, 0..=500);
        check.done()?;
        let Some(level) = level else { return Err(Problem::invalid()) };
        Ok(Self { level, reasons: chosen, comment })
    }
}
