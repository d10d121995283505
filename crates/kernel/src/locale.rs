//! The languages of the product and texts of data that exist in both. Texts of the program itself
//! stand in each room's `locales`, not here.

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Locale {
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// From a BCP 47 tag or an Accept-Language header; the first known one in the order given.
    #[must_use]
    pub fn from_tag(text: &str) -> Option<Self> {
        text.split(',').find_map(|part| {
            let tag = part.trim().to_ascii_lowercase();
            if tag.starts_with("zh") {
                Some(Self::Zh)
            } else if tag.starts_with("en") {
                Some(Self::En)
            } else {
                None
            }
        })
    }
}

/// A text of data, Chinese always, English where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Text {
    pub zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    #[must_use]
    pub fn zh(text: impl Into<String>) -> Self {
        Self { zh: text.into(), en: None }
    }

    #[must_use]
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: Some(en.into()) }
    }

    /// The text in `locale`, Chinese where English is wanting.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        match (locale, &self.en) {
            (Locale::En, Some(en)) => en,
            _ => &self.zh,
        }
    }

    /// The language that `get` really gives, for the `lang` attribute.
    #[must_use]
    pub fn lang(&self, locale: Locale) -> &'static str {
        if locale == Locale::En && self.en.is_some() { "en" } else { "zh-CN" }
    }
}
