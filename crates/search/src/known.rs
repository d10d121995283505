//! A card as ranking reads it: what is the same for every query is worked out once, when the card is
//! read from the engine.

use std::ops::Deref;

use crate::{scale::pairs, schema::Card};

/// A card with what ranking asks of it.
pub(crate) struct Known {
    card: Card,
    /// The name without signs.
    pub bare: String,
    pub bare_aka: Vec<String>,
    /// Distinct pairs of characters of the name, in order.
    pub pairs: Vec<String>,
    pub aka_pairs: Vec<Vec<String>>,
}

impl Known {
    pub fn new(card: Card) -> Self {
        Self {
            bare: bare(&card.name),
            bare_aka: card.aka.iter().map(|aka| bare(aka)).collect(),
            pairs: pairs(&card.name),
            aka_pairs: card.aka.iter().map(|aka| pairs(aka)).collect(),
            card,
        }
    }
}

impl Deref for Known {
    type Target = Card;

    fn deref(&self) -> &Card {
        &self.card
    }
}

/// The name without signs.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}
