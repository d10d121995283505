//! A version of a model 流程版本: what an editor drew for an item, everywhere or in one division. A draft
//! is written over; what was published never changes, it is followed by another. A case keeps the
//! model it began with. Not here: whether a model is fit for cases (`fitness`), drawing it (`pages`).

use kernel::{Id, Timestamp, division::DivisionCode, id::StaffId};
use serde::{Deserialize, Serialize};

/// The kind of a version's id.
#[derive(Debug)]
pub enum EditionKind {}
impl kernel::id::Kind for EditionKind {
    const PREFIX: &'static str = "edition";
}
pub type EditionId = Id<EditionKind>;

/// Schema of the canonical encoding.
pub const SCHEMA: u16 = 1;
/// Longer texts are no model that a person drew; characters.
pub const LONGEST: usize = 400_000;

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// 草稿: drawn on, no case begins with it.
    Draft,
    /// 生效: new cases begin with it.
    Published,
    /// 停用: followed by another, or taken back; its cases go on.
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

/// A version. Field order is the canonical encoding of its journal digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub id: EditionId,
    pub version: i64,
    pub item: String,
    /// None: wherever the item is handled.
    pub division: Option<DivisionCode>,
    /// Counted from 1 for the item and the place.
    pub number: i64,
    pub state: EditionState,
    /// BPMN 2.0.
    pub text: String,
    /// Digest of the model, in hexadecimal.
    pub digest: String,
    /// What is new and why, in the words of who drew it.
    pub note: String,
    pub drawn_by: StaffId,
    pub drawn_at: Timestamp,
    pub published_by: Option<StaffId>,
    pub published_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// Of published versions the one for a place: that of the smallest division that holds it, else the one
/// for everywhere.
#[must_use]
pub fn for_place<'a, T>(
    published: &'a [T],
    place: &DivisionCode,
    division: impl Fn(&T) -> Option<DivisionCode>,
) -> Option<&'a T> {
    let fits = |one: &&'a T| division(one).is_none_or(|division| division.contains(place));
    published.iter().filter(fits).max_by_key(|one| division(one).map_or(0, |division| division.prefix().len() + 1))
}

#[cfg(test)]
mod tests {
    use super::for_place;

    #[test]
    fn the_version_of_the_smallest_place_goes_before() {
        let all = [None, Some("44"), Some("440117"), Some("4401")];
        let division = |one: &Option<&str>| one.map(|code| code.parse().unwrap());
        let at = |place: &str| for_place(&all, &place.parse().unwrap(), division).copied();
        assert_eq!(at("440117103"), Some(Some("440117")));
        assert_eq!(at("440103"), Some(Some("4401")));
        assert_eq!(at("440300"), Some(Some("44")));
        assert_eq!(at("510000"), Some(None));
        assert_eq!(for_place(&all[1..2], &"51".parse().unwrap(), division), None);
    }
}
