//! Which body 办理部门 a step of a model means. A model names level and line, not a place, and the
//! body is found when the step opens, from the division of the case.

use catalogue::shape::Part;
use kernel::{division::Level, id::BodyId};
use store::{Error, Read};

use crate::{case::Case, matter::Matter};

/// `own`, `@KEY` or `LEVEL/LINE`, as the attribute `body` of a model says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The body that offers the item.
    Own,
    /// A body by its key.
    Named(String),
    /// The body of this line at this level, where the case belongs.
    Competent { level: Level, line: String },
}

impl Place {
    #[must_use]
    pub fn of(part: Option<&Part>) -> Self {
        match part {
            None => Self::Own,
            Some(Part { body: Some(key), .. }) => Self::Named(key.clone()),
            Some(part) => Self::Competent { level: part.level, line: part.line.clone() },
        }
    }

    /// Words that name no place mean the own body.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if let Some(key) = text.strip_prefix('@') {
            return Self::Named(key.to_owned());
        }
        match text.split_once('/').map(|(level, line)| (Level::parse(level), line)) {
            Some((Some(level), line)) => Self::Competent { level, line: line.to_owned() },
            _ => Self::Own,
        }
    }

    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Own => "own".into(),
            Self::Named(key) => format!("@{key}"),
            Self::Competent { level, line } => format!("{}/{line}", level.as_str()),
        }
    }

    /// The body that is meant in this case. Where none or several fit it falls to the body that offers
    /// the item; the import report told an editor.
    ///
    /// # Errors
    /// Of the store.
    pub(crate) fn body(&self, read: &Read<'_>, matter: &Matter, case: &Case) -> Result<BodyId, Error> {
        let part = match self {
            Self::Own => return Ok(matter.body.id.clone()),
            Self::Named(key) => part(Level::County, "", Some(key)),
            Self::Competent { level, line } => part(*level, line, None),
        };
        let mut found = catalogue::bodies_for(read, &part, &case.division)?;
        Ok(if found.len() == 1 { found.pop().map(|body| body.id) } else { None }
            .unwrap_or_else(|| matter.body.id.clone()))
    }
}

fn part(level: Level, line: &str, body: Option<&String>) -> Part {
    Part { level, line: line.to_owned(), body: body.cloned(), stages: Vec::new() }
}
