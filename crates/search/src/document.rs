//! What a room announces: one document for each thing that people may look for. Texts arrive as they
//! are shown; folding, segmentation and readings are the index's own affair.

use kernel::{Text, division::DivisionCode};
use serde::{Deserialize, Serialize};

/// What a document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Service item 政务服务事项.
    Item,
    /// Body 实施主体.
    Body,
    /// Theme 一件事主题.
    Theme,
    /// Guide or article 指南、知识.
    Guide,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Item, Self::Body, Self::Theme, Self::Guide];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Body => "body",
            Self::Theme => "theme",
            Self::Guide => "guide",
        }
    }
}

/// Whom a document is for 服务对象, in the two classes that people choose between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Natural persons 自然人.
    Person,
    /// Enterprises and other organisations 法人和其他组织.
    Enterprise,
}

impl Audience {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Enterprise => "enterprise",
        }
    }
}

/// One thing that can be found. `key` is unique in the whole index: the room's prefix is part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub kind: Kind,
    pub key: String,
    pub title: Text,
    /// Plain names that people use; searched, never shown as the name.
    pub aka: Vec<String>,
    pub summary: String,
    /// Name of the body that answers for it, empty where there is none.
    pub body_name: String,
    /// What else may be looked for: materials, conditions. Counts least.
    pub text: String,
    /// English words for what has no English title, separated by spaces or commas.
    pub labels_en: String,
    /// Where it applies, with everything below; `None`: everywhere.
    pub division: Option<DivisionCode>,
    /// A slight preference from 0 to 1: popular, or opens a case here; above 1, up to 3, for what answers
    /// the whole event that somebody tells of.
    pub weight: f32,
    /// Empty: everybody.
    pub audience: Vec<Audience>,
    /// Exact labels to narrow by, such as `theme:birth` or `mode:case`.
    pub tags: Vec<String>,
}

impl Document {
    /// A document of a kind with nothing but key and title.
    #[must_use]
    pub fn new(kind: Kind, key: impl Into<String>, title: Text) -> Self {
        Self {
            kind,
            key: key.into(),
            title,
            aka: Vec::new(),
            summary: String::new(),
            body_name: String::new(),
            text: String::new(),
            labels_en: String::new(),
            division: None,
            weight: 0.0,
            audience: Vec::new(),
            tags: Vec::new(),
        }
    }
}
