//! A material 材料: what an item asks for, and what may stand in for it. Which licence answers which
//! material is decided by `licences`.

use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::words::{MaterialKind, MaterialSource, Necessity};

/// A material 材料. What a list does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Within the item.
    pub key: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MaterialKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub necessity: Option<Necessity>,
    /// When a conditional one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<MaterialSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<Text>,
    /// When it is accepted 受理标准.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The licence type or data resource that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Who makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Material {
    /// Whether the state made it, so that nobody has to bring it (State Council order 716, art. 7).
    #[must_use]
    pub fn held_by_the_state(&self) -> bool {
        self.answered_by.is_some()
            || matches!(self.source, Some(MaterialSource::GovernmentData | MaterialSource::GovernmentLicence))
    }

    /// Whether an application may be made without it.
    #[must_use]
    pub fn may_be_left_out(&self) -> bool {
        matches!(self.necessity, Some(Necessity::Conditional | Necessity::LateOk))
    }
}
