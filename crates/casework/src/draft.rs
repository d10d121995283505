//! A draft 草稿: what someone typed towards an application, as typed, right or wrong. It binds
//! nobody, may be resumed on another device, and becomes one case however often it is submitted.

use std::collections::BTreeMap;

use kernel::{
    Id, Timestamp,
    division::DivisionCode,
    id::{EnterpriseId, Kind, PersonId},
};

use crate::case::CaseId;

/// The kind of a draft's id.
#[derive(Debug)]
pub enum DraftKind {}
impl Kind for DraftKind {
    const PREFIX: &'static str = "draft";
}
pub type DraftId = Id<DraftKind>;

/// Field key to what was typed; several choices are joined by a newline.
pub type Answers = BTreeMap<String, String>;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub person: PersonId,
    pub enterprise: Option<EnterpriseId>,
    pub item: String,
    pub item_version: i64,
    /// Where the matter belongs.
    pub division: DivisionCode,
    pub answers: Answers,
    pub version: i64,
    pub begun_at: Timestamp,
    pub changed_at: Timestamp,
    /// The case it became.
    pub submitted: Option<CaseId>,
}
