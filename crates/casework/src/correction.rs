//! A correction 补正: every defect at once, each at a material or a field of the version that the
//! applicant saw (AL 32(4)).

use kernel::{Date, Timestamp, id::StaffId};
use serde::{Deserialize, Serialize};

/// What a defect points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", tag = "at", content = "key")]
pub enum Target {
    Material(String),
    Field(String),
}

impl Target {
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Material(key) | Self::Field(key) => key,
        }
    }
}

/// One defect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Defect {
    pub target: Target,
    /// Version of the paper or declaration that has it; 0 for a paper that is wanting.
    pub version: u32,
    /// What is wrong and how to mend it, as the officer wrote it.
    pub what: String,
}

/// A list of defects that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub number: u32,
    /// `Vec<Defect>` as JSON, sealed.
    pub defects: Vec<u8>,
    pub asked_at: Timestamp,
    pub asked_by: StaffId,
    pub answer_by: Date,
    pub answered_at: Option<Timestamp>,
    /// The provision by which the application counts as given up when nobody answers in time.
    pub lapse: Option<String>,
}
