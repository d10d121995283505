//! Bodies and their posts: who does what in whose name. People who hold the posts are known to
//! `identity`; what a body offers is known to `catalogue`.

use kernel::{
    CreditCode, DivisionCode, Text,
    access::{Role, Scope},
    division::Level,
    id::{BodyId, PostId},
};
use serde::{Deserialize, Serialize};

/// A body 实施主体.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Body {
    pub id: BodyId,
    /// The name by which files refer to it.
    pub key: String,
    /// Division and serial, nine digits: the beginning of its official numbers.
    pub code: String,
    pub name: Text,
    pub short: Text,
    /// Unified social credit code 统一社会信用代码, where it has one; real ones may fail their check.
    pub uscc: Option<String>,
    pub division: DivisionCode,
    pub level: Level,
    /// Its line 条: a plain Chinese word, as in the item files.
    pub line: String,
    /// The body above it in its line.
    pub superior: Option<BodyId>,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// Made up for the demo.
    pub fictional: bool,
    pub version: i64,
}

/// A body as files give it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBody {
    /// Absent in foreign lists: made from division and name.
    #[serde(default)]
    pub key: Option<String>,
    #[serde(deserialize_with = "text")]
    pub name: Text,
    #[serde(default, deserialize_with = "some_text")]
    pub short: Option<Text>,
    #[serde(default)]
    pub uscc: Option<String>,
    pub division: DivisionCode,
    pub level: Level,
    pub line: String,
    /// Key of the superior.
    #[serde(default)]
    pub superior: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub fictional: bool,
}

/// A text of a file: in Chinese alone, or in both languages.
#[derive(Deserialize)]
#[serde(untagged)]
enum EitherText {
    Zh(String),
    Both(Text),
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    Ok(match EitherText::deserialize(deserializer)? {
        EitherText::Zh(zh) => Text::zh(zh),
        EitherText::Both(text) => text,
    })
}

fn some_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
    text(deserializer).map(Some)
}

impl NewBody {
    /// Why it can't be taken, in words for whoever imports.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let blank = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
        if blank(&self.name.zh) {
            return Some("name: empty or longer than 200 characters".into());
        }
        if blank(&self.line) {
            return Some("line: empty".into());
        }
        if self.key.as_deref().is_some_and(|key| blank(key) || key.chars().any(char::is_whitespace)) {
            return Some("key: empty or with spaces".into());
        }
        let uscc = self.uscc.as_deref().map(CreditCode::read);
        uscc.and_then(Result::err).map(|reason| format!("uscc: {reason}"))
    }
}

/// A post 岗位 of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    pub id: PostId,
    pub key: String,
    pub body: BodyId,
    pub role: Role,
    pub title: Text,
    /// The division that the role reaches, with all below it; the body alone when absent.
    pub reach: Option<DivisionCode>,
    pub version: i64,
}

impl Post {
    /// What holding it allows.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope { post: self.id.clone(), role: self.role, body: self.body.clone(), division: self.reach }
    }
}

/// A post to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPost {
    pub key: String,
    pub body: BodyId,
    pub role: Role,
    pub title: Text,
    pub reach: Option<DivisionCode>,
}
