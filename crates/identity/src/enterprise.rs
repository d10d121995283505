//! Enterprises and other organisations, and who may act for them.

use kernel::{
    Date, DivisionCode, Timestamp,
    id::{EnterpriseId, Kind, PersonId},
};
use serde::{Deserialize, Serialize};

/// An enterprise or other organisation 法人和其他组织.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    pub id: EnterpriseId,
    pub name: String,
    /// Unified social credit code 统一社会信用代码.
    pub uscc: String,
    /// Legal representative 法定代表人.
    pub representative: Option<PersonId>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub division: Option<DivisionCode>,
    pub fictional: bool,
    pub version: i64,
}

/// An enterprise to be taken over, known by its credit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEnterprise {
    pub name: String,
    pub uscc: String,
    pub representative: Option<PersonId>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub division: Option<DivisionCode>,
    pub fictional: bool,
}

/// The kind of a mandate's id.
#[derive(Debug)]
pub enum MandateKindOfId {}
impl Kind for MandateKindOfId {
    const PREFIX: &'static str = "mandate";
}
pub type MandateId = kernel::Id<MandateKindOfId>;

/// A mandate 委托: a person acts for an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    pub id: MandateId,
    pub enterprise: EnterpriseId,
    pub person: PersonId,
    pub kind: MandateKind,
    pub valid_from: Date,
    /// The last day on which it holds.
    pub valid_to: Option<Date>,
    pub ended: Option<Timestamp>,
    pub version: i64,
}

impl Mandate {
    #[must_use]
    pub fn holds(&self, today: Date) -> bool {
        self.ended.is_none() && self.valid_from <= today && self.valid_to.is_none_or(|last| today <= last)
    }
}

/// By what title someone acts for an enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// Legal representative 法定代表人.
    Representative,
    /// Agent 经办人.
    Agent,
}

impl MandateKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Representative => "representative",
            Self::Agent => "agent",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Representative, Self::Agent].into_iter().find(|kind| kind.as_str() == text)
    }
}
