//! Never twice, counted: how often published items ask for a paper that the state made itself, and
//! for how many of these mentions a licence answers instead of the applicant (State Council order
//! 716, art. 7). A mention is a material whose name holds the name of a licence type; what is left
//! are forms, undertakings and papers of third persons that only mention one.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;
use store::{Error, Read};

use crate::{
    records,
    types::{Type, Types},
};

/// Mentions of state-made papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mentions {
    pub asked: u32,
    pub answered: u32,
    /// Names of the materials that stay with the applicant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
}

impl Mentions {
    /// Share of the mentions that a licence answers, in per cent, rounded down; 100 when nothing is asked.
    #[must_use]
    pub fn percent(&self) -> u32 {
        (self.answered * 100).checked_div(self.asked).unwrap_or(100)
    }

    /// Adds the mentions of another item; names are not carried along.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.answered += other.answered;
    }
}

/// Mentions of one item, and of each type by its key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    pub item: Mentions,
    pub by_type: BTreeMap<String, Mentions>,
}

/// How many valid licences of each type the store holds, by the type's key; a type without one is absent.
///
/// # Errors
/// Of the store.
pub fn held(read: &Read<'_>) -> Result<BTreeMap<String, i64>, Error> {
    records::held(read)
}

/// Counts the materials of one item: the name of each, and the key of the type that the item itself
/// says answers it, if it does. A type of which nobody holds a licence answers nothing.
#[must_use]
pub fn count<'a>(
    types: &Types,
    held: &BTreeMap<String, i64>,
    materials: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
) -> Counted {
    let mut counted = Counted::default();
    for (name, said) in materials {
        let kind = said.and_then(|key| types.get(key)).or_else(|| types.answers(name));
        let answer = kind.filter(|kind| held.contains_key(&kind.key));
        let Some(kind) = kind.or_else(|| mentioned(types, name)) else { continue };
        let of_type = counted.by_type.entry(kind.key.clone()).or_default();
        for mentions in [&mut counted.item, of_type] {
            mentions.asked += 1;
            if answer.is_some() {
                mentions.answered += 1;
            } else {
                mentions.left.push(name.to_owned());
            }
        }
    }
    counted
}

/// The type whose name stands in a material's name; the longest name when several do.
fn mentioned<'a>(types: &'a Types, material: &str) -> Option<&'a Arc<Type>> {
    let names = |kind: &'a Arc<Type>| {
        let also = kind.also.iter().map(String::as_str);
        also.chain([&*kind.name.zh]).filter(|name| material.contains(*name)).map(str::len).max()
    };
    types
        .all()
        .iter()
        .filter_map(|kind| Some((names(kind)?, kind)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}
