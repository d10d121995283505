//! A bundle 一件事: the items that an event of a life or a business needs, chosen by guiding questions
//! 情形引导, in the form of docs/formats/bundles.md. Pure: which answers choose what is in `decide`,
//! whether that is fit in `fitness`, what is asked once in `merge`, who comes before whom in `order`.
//! Editions and their publication stand in `bundles`, applications in `casework`.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{DivisionCode, Text};
use serde::{Deserialize, Serialize};

use crate::{
    form::{Choice, Form},
    item::{Basis, Item},
    words::Audience,
};

pub mod answers;
mod combinations;
pub mod decide;
pub mod fitness;
pub mod merge;
pub mod order;
pub mod pairs;

/// A bundle. Unknown keys are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// In addresses; stays the same over all editions.
    pub key: String,
    pub name: Text,
    /// One or two plain sentences.
    pub summary: Text,
    /// Plain names that people use; searched, never shown as the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    /// `person`, `enterprise` or both.
    pub audience: Vec<Audience>,
    pub division: DivisionCode,
    /// Key of the body that leads 牵头部门.
    pub body: String,
    /// Themes that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// Provenance: `demo` marks what was written for the demo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(rename = "question", default)]
    pub questions: Vec<Question>,
    #[serde(rename = "item", default)]
    pub members: Vec<Member>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<Same>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
    /// Sets of items of which no answers may choose two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never_both: Vec<Vec<String>>,
}

/// A guiding question 情形引导.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Within the bundle; its name in conditions.
    pub key: String,
    pub kind: Kind,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    #[serde(rename = "choice", default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// FEEL over the questions before it; absent: always asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Where the state may have the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    pub why: Why,
}

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    YesNo,
    Choice,
    /// A whole number.
    Number,
    /// A division.
    Place,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::YesNo, Self::Choice, Self::Number, Self::Place];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::YesNo => "yesno",
            Self::Choice => "choice",
            Self::Number => "number",
            Self::Place => "place",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where the state may have the answer: then it isn't asked (State Council order 716, art. 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// `person.age`, `acting.enterprise`, `licence:TYPE` (a yes where one is held), `licence:TYPE.FIELD`.
    pub source: String,
    /// What the source says, to the answer that it means; empty: as it stands.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// Why a question is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    pub text: Text,
    /// Key of the item that it decides on.
    pub item: String,
    /// The law that makes the difference.
    pub basis: Basis,
    /// Why no source of the state has the answer, or not for everyone.
    pub no_source: Text,
}

/// An item of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Within the bundle.
    pub key: String,
    pub code_system: String,
    pub code: String,
    /// FEEL over the questions; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Items that come before it though no licence of theirs is a material of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Items that do not come before it though a licence of theirs answers a material of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// Materials and fields answered by what the applicant holds before, not by what the bundle makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<String>,
    /// Sources of fields that its result fills, such as `enterprise.uscc`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gives: Vec<String>,
    /// Fields that the guiding answers fill: field key to FEEL that gives the value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fills: BTreeMap<String, String>,
    /// Conditional materials that the guiding questions decide on: material key to FEEL.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub materials: BTreeMap<String, String>,
}

/// Fields, or materials, of several items that mean the same and are asked once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// The question where the words of the first don't fit all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// `ITEM.FIELD`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// `ITEM.MATERIAL`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<String>,
}

/// Answers that say that the applicant holds a licence already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Key of a licence type.
    pub licence: String,
    /// FEEL over the questions.
    pub when: String,
}

/// An item with its form, as the pure functions take it.
#[derive(Debug, Clone)]
pub struct Piece {
    pub item: Arc<Item>,
    pub form: Form,
}

/// The items of a bundle by their keys in it; what isn't in the catalogue is absent.
pub type Pieces = BTreeMap<String, Piece>;

/// Most of anything in one bundle.
pub const MOST: usize = 60;

impl Bundle {
    /// A bundle from a file in TOML.
    ///
    /// # Errors
    /// Why it can't be taken, for whoever imports it.
    pub fn read(toml: &str) -> Result<Self, String> {
        let bundle: Self = toml::from_str(toml).map_err(|error| error.to_string())?;
        bundle.judge().map(|()| bundle)
    }

    /// What its types can't say: keys, choices, sizes. What depends on items is judged by `fitness`.
    ///
    /// # Errors
    /// What is wrong, with its place.
    pub fn judge(&self) -> Result<(), String> {
        if !is_slug(&self.key) || self.name.zh.trim().is_empty() {
            return Err(format!("key {:?}: small letters, digits and hyphens, and a name", self.key));
        }
        if self.questions.len() > MOST || self.members.len() > MOST || self.same.len() > 4 * MOST {
            return Err(format!("more than {MOST} questions or items"));
        }
        unique("question", self.questions.iter().map(|question| question.key.as_str()))?;
        unique("item", self.members.iter().map(|member| member.key.as_str()))?;
        for question in &self.questions {
            question.judge().map_err(|why| format!("question {}: {why}", question.key))?;
        }
        for same in &self.same {
            if same.fields.is_empty() == same.materials.is_empty() {
                return Err("same: either fields or materials".into());
            }
        }
        Ok(())
    }

    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.key == key)
    }

    /// Whether it was written for the demo 为演示编写.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.note.as_deref() == Some("demo")
    }
}

impl Question {
    fn judge(&self) -> Result<(), String> {
        if (self.kind == Kind::Choice) == self.choices.is_empty() {
            return Err("choices exactly with the kind choice".into());
        }
        if self.kind == Kind::Choice && self.choices.len() < 2 {
            return Err("a choice between at least two".into());
        }
        unique("choice", self.choices.iter().map(|choice| choice.value.as_str()))?;
        if self.kind == Kind::Number && self.min.unwrap_or(0) >= self.max.unwrap_or(answers::LARGEST) {
            return Err("min is not less than max".into());
        }
        match &self.known {
            Some(known) if !is_source(&known.source) => Err(format!("known: {:?} is no source", known.source)),
            _ => Ok(()),
        }
    }
}

fn unique<'a>(what: &str, keys: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    for key in keys {
        if !is_key(key) {
            return Err(format!("{what} {key:?}: small letters, digits and underscores, a letter first"));
        }
        if !seen.insert(key) {
            return Err(format!("{what} {key}: twice"));
        }
    }
    Ok(())
}

/// A name within a bundle, which FEEL reads as one name.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !["and", "or", "not", "in", "if", "then", "else", "for", "true", "false", "null", "some", "every", "between"]
            .contains(&text)
}

/// A word of an address.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether the state can be asked for it.
#[must_use]
pub fn is_source(text: &str) -> bool {
    match text.strip_prefix("licence:") {
        Some(rest) => !rest.is_empty() && rest.split('.').count() <= 2 && !rest.split('.').any(str::is_empty),
        None => ["person.age", "acting.enterprise"].contains(&text),
    }
}

/// The answers to a question that can make a difference.
#[must_use]
pub fn combinations_of(bundle: &Bundle, question: &Question) -> Vec<answers::Answer> {
    combinations::domain(bundle, question)
}
