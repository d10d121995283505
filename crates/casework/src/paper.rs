//! A paper 材料 handed in with a draft or a case: where it came from and how far it is to be
//! trusted. The file itself lies in the store, named by its content.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a paper came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A valid licence of the holder that the state issued; nothing was asked.
    Licence,
    /// What an authoritative source knows of the person; nothing was asked.
    Record,
    /// Uploaded or handed over by the applicant.
    Applicant,
    /// To come later, with a commitment 容缺.
    Later,
}

impl Source {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Record => "record",
            Self::Applicant => "applicant",
            Self::Later => "later",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "licence" => Self::Licence,
            "record" => Self::Record,
            "later" => Self::Later,
            _ => Self::Applicant,
        }
    }
}

/// Trust level of electronic materials (State Council General Office 2016-108).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Level {
    /// Made by the issuing authority.
    A,
    /// Checked at a counter against the original.
    B,
    /// Uploaded.
    C,
    /// Made by the applicant, with a commitment of truth.
    D,
}

impl Level {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "A" => Self::A,
            "B" => Self::B,
            "C" => Self::C,
            _ => Self::D,
        }
    }
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Key of the item's material.
    pub material: String,
    pub version: u32,
    pub source: Source,
    /// The licence's id, the record's name, or the file's digest.
    pub reference: String,
    /// The file's name as the person had it, sealed.
    #[serde(skip)]
    pub name: Option<Vec<u8>>,
    pub media: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    pub level: Level,
    pub at: Timestamp,
}
