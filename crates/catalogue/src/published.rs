//! What the catalogue holds: an item with its id and version, a line of a list, a theme. Looking
//! them up is `look`'s, changing them `import`'s.

use std::sync::Arc;

use kernel::{DivisionCode, Text, Timestamp, division::Level, id::BodyId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    ItemId,
    item::Item,
    words::{Audience, Mode, Type},
};

/// An item as it stands, or stood at a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Published {
    pub id: ItemId,
    pub version: i64,
    /// The body that answers for it.
    pub body: BodyId,
    /// Since when this version stands.
    pub at: Timestamp,
    #[serde(serialize_with = "whole", deserialize_with = "shared")]
    pub item: Arc<Item>,
}

fn whole<S: Serializer>(item: &Arc<Item>, to: S) -> Result<S::Ok, S::Error> {
    item.as_ref().serialize(to)
}

fn shared<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Item>, D::Error> {
    Item::deserialize(from).map(Arc::new)
}

/// A line of a list of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Card {
    pub id: ItemId,
    pub version: i64,
    pub code: String,
    pub name: Text,
    /// By which lists are ordered.
    #[serde(skip)]
    pub sort: String,
    #[serde(rename = "type")]
    pub kind: Type,
    pub body: BodyId,
    pub division: DivisionCode,
    pub level: Level,
    pub mode: Mode,
    pub person: bool,
    pub enterprise: bool,
}

/// A theme 主题: what people come for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Theme {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub version: i64,
    pub key: String,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<Text>,
    /// Persons or enterprises.
    pub audience: Audience,
    #[serde(skip)]
    pub place: i64,
}

/// What a list of items is narrowed by; nothing: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// A place, with everything above it that serves it, the nearest first.
    pub places: Vec<DivisionCode>,
    pub body: Option<BodyId>,
    /// Key of a theme.
    pub theme: Option<String>,
    pub reader: Option<Reader>,
    pub mode: Option<Mode>,
}

/// For whom a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Person,
    Enterprise,
    /// Small enterprises 小微企业.
    Small,
}

impl Reader {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Enterprise => "enterprise",
            Self::Small => "small",
        }
    }
}
