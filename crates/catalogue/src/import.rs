//! Taking a list over: every row becomes an item or is rejected with its line and reason; the rest
//! goes in, in a few transactions; a second run changes nothing. Files are read by whoever calls:
//! here are only bytes. What stays open is told to an editor as an ambiguity.

use std::sync::Arc;

use kernel::access::Actor;
use serde::{Deserialize, Serialize};
use store::Store;

use crate::mapping::Mapping;

mod cell;
mod open;
mod plan;
mod publish;
mod row;
mod rows;

pub use cell::{limit as parse_limit, parts as parse_parts};
pub(crate) use publish::state;

/// What became of the rows 导入报告.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub read: usize,
    pub created: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub rejected: Vec<Rejected>,
    pub ambiguous: Vec<Ambiguous>,
}

/// A row that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Of the file, counted from 1.
    pub line: usize,
    pub reason: String,
}

/// Something that the list leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguous {
    pub line: usize,
    /// Of the item.
    pub code: String,
    /// In the program's words.
    pub what: String,
    pub kind: Open,
    /// The words of the list that are meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The kinds of what lists leave open, each a text in the locales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    NobodyReceives,
    NobodyDecides,
    SeveralReceive,
    SeveralDecide,
    Alternatives,
    BesideAlternatives,
    StagesUnreadable,
    LineUnknown,
    NoBody,
    SeveralBodies,
    NameTwice,
    PromiseLater,
    ConditionsCut,
    BodyCodeWrong,
    ThemeUnknown,
}

impl Open {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NobodyReceives => "nobody-receives",
            Self::NobodyDecides => "nobody-decides",
            Self::SeveralReceive => "several-receive",
            Self::SeveralDecide => "several-decide",
            Self::Alternatives => "alternatives",
            Self::BesideAlternatives => "beside-alternatives",
            Self::StagesUnreadable => "stages-unreadable",
            Self::LineUnknown => "line-unknown",
            Self::NoBody => "no-body",
            Self::SeveralBodies => "several-bodies",
            Self::NameTwice => "name-twice",
            Self::PromiseLater => "promise-later",
            Self::ConditionsCut => "conditions-cut",
            Self::BodyCodeWrong => "body-code-wrong",
            Self::ThemeUnknown => "theme-unknown",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::NobodyReceives => "stages: no body receives; the lowest that reviews, or the item's own, is taken to",
            Self::NobodyDecides => "stages: no body decides; the item's own is taken to",
            Self::SeveralReceive => "stages: several bodies of one level receive; taken side by side",
            Self::SeveralDecide => "stages: several bodies decide; the lower one is taken to go first",
            Self::Alternatives => "stages: complete at several levels; taken as alternatives by jurisdiction",
            Self::BesideAlternatives => "stages: a body beside the alternatives; taken to take part in each",
            Self::StagesUnreadable => "stages: not written as the mapping says; left out",
            Self::LineUnknown => "stages: the label names no line of the directory",
            Self::NoBody => "stages: no body of this level and line",
            Self::SeveralBodies => "stages: several bodies of this level and line",
            Self::NameTwice => "name: another item of the list has the same",
            Self::PromiseLater => "promised: may end later than the limit of the law",
            Self::ConditionsCut => "conditions: they end with a colon, the list after it is wanting",
            Self::BodyCodeWrong => "code: the body's credit code in it fails its check",
            Self::ThemeUnknown => "themes: no theme has this name",
        }
    }

    fn at(self, line: usize, code: &str, detail: impl Into<String>) -> Ambiguous {
        let detail = detail.into();
        let mut what = self.words().to_owned();
        if !detail.is_empty() {
            what.push_str(": ");
            what.push_str(&detail);
        }
        Ambiguous { line, code: code.to_owned(), what, kind: self, detail }
    }
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The whole file can't be read.
    #[error("{0}")]
    File(String),
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Takes a list over, or with `dry_run` says what would become of it.
///
/// # Errors
/// A file that can't be unpacked or has no head; of the store. Rows that can't be read are in the
/// report.
pub fn items(
    store: &Store,
    bytes: &[u8],
    mapping: &Mapping,
    dry_run: bool,
    actor: &Actor,
) -> Result<Report, ImportError> {
    let rows = rows::read(bytes, mapping)?;
    let mapping = Arc::new(mapping.clone());
    let (plan, mut report) = store.read(|read| plan::make(read, rows, &mapping))?;
    if !dry_run {
        publish::all(store, plan, &mapping, &mut report, actor)?;
    }
    Ok(report)
}
