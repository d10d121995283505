//! A query made ready to weigh cards: its notions with the units of matching that word them, each
//! with how rare it is in the names of this index.

use std::collections::HashMap;

use crate::{fold::is_han, segment::units, understand::Understood, why::By};

/// A unit of matching with how rare it is in names.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub text: String,
    /// Likelihood that its presence says something; 0 for what no name bears.
    pub rarity: f32,
    /// For the engine: the weight of the best wording it belongs to.
    pub weight: f32,
}

pub(crate) struct Wording {
    pub text: String,
    pub units: Vec<usize>,
    pub rarity: f32,
    /// What it counts when a title bears it whole.
    pub worth: f32,
    /// Against the other wordings of its notion.
    pub weight: f32,
    pub by: By,
}

pub(crate) struct Notion {
    pub typed: String,
    pub wordings: Vec<Wording>,
}

/// A query made ready to weigh cards.
pub(crate) struct Scale {
    pub units: Vec<Unit>,
    pub places: HashMap<String, usize>,
    pub notions: Vec<Notion>,
    /// The most that a document can reach.
    pub possible: f32,
    pub compressed: Vec<String>,
    pub whole: String,
    pub line: String,
    pub by: By,
    pub variants: Vec<String>,
    /// Whether any unit is of letters.
    pub latin: bool,
}

impl Scale {
    /// `documents`: how many names bear a unit, of `all`. `variants`: parts of names that one must
    /// ask for.
    pub(crate) fn new(understood: &Understood, documents: &dyn Fn(&str) -> u64, all: u64, variants: &[String]) -> Self {
        let mut scale = Self {
            units: Vec::new(),
            places: HashMap::new(),
            notions: Vec::new(),
            possible: 0.0,
            compressed: pairs(&understood.compressed),
            whole: understood.compressed.clone(),
            line: understood.line.clone(),
            by: understood.by.unwrap_or(By::Exact),
            variants: Vec::new(),
            latin: false,
        };
        for notion in &understood.notions {
            let mut wordings = Vec::new();
            for wording in &notion.wordings {
                let places: Vec<usize> =
                    units(&wording.text).into_iter().map(|unit| scale.place(unit, documents, all)).collect();
                let rarities = places.iter().filter_map(|place| scale.units.get(*place)).map(|unit| unit.rarity);
                let rarity: f32 = rarities.sum();
                if places.is_empty() || rarity <= 0.0 {
                    continue;
                }
                let length = places.len().min(5) as f32;
                let telling = rarity / places.len() as f32 * (0.75 + 0.25 * length);
                for place in &places {
                    if let Some(unit) = scale.units.get_mut(*place) {
                        unit.weight = unit.weight.max(notion.weight * wording.weight);
                    }
                }
                wordings.push(Wording {
                    text: wording.text.clone(),
                    units: places,
                    rarity,
                    worth: telling,
                    weight: wording.weight,
                    by: wording.by,
                });
            }
            // Wordings of one notion are worth nearly the same, or the longest term would always win.
            let most = wordings.iter().map(|wording| wording.worth).fold(0.0, f32::max);
            for wording in &mut wordings {
                wording.worth = notion.weight * wording.weight * (0.9 * most + 0.1 * wording.worth);
            }
            scale.possible += wordings.iter().map(|wording| wording.worth).fold(0.0, f32::max);
            if !wordings.is_empty() {
                scale.notions.push(Notion { typed: notion.typed.clone(), wordings });
            }
        }
        let asked = |variant: &&String| {
            !understood.notions.iter().any(|notion| {
                notion.wordings.iter().any(|wording| wording.weight >= 0.7 && wording.text.contains(variant.as_str()))
            })
        };
        scale.latin = scale.units.iter().any(|unit| !unit.text.chars().all(is_han));
        scale.variants = variants.iter().filter(asked).cloned().collect();
        scale
    }

    fn place(&mut self, unit: String, documents: &dyn Fn(&str) -> u64, all: u64) -> usize {
        if let Some(place) = self.places.get(&unit) {
            return *place;
        }
        let bearing = documents(&unit) as f32;
        let rarity = if bearing > 0.0 { f32::ln(1.0 + (all as f32 - bearing + 0.5) / (bearing + 0.5)) } else { 0.0 };
        let place = self.units.len();
        self.units.push(Unit { text: unit.clone(), rarity: rarity.max(0.0), weight: 0.0 });
        self.places.insert(unit, place);
        place
    }
}

/// Distinct pairs of characters, single ones where they stand alone.
pub(crate) fn pairs(text: &str) -> Vec<String> {
    let mut all = units(text);
    all.sort();
    all.dedup();
    all
}
