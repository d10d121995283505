//! The order of what was found. The engine proposes candidates; here each is weighed by how much of
//! what was said its name bears, in which words, and how little else it says.

use std::collections::HashMap;

use crate::{
    fold::is_han,
    schema::Card,
    segment::{Run, grams, runs, stem, units},
    understand::Understood,
    why::{By, Field, Why},
};

/// A unit of matching with how rare it is in names.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub text: String,
    /// Likelihood that its presence says something; 0 for what no name bears.
    pub rarity: f32,
    /// For the engine: the weight of the best wording it belongs to.
    pub weight: f32,
}

struct Wording {
    text: String,
    units: Vec<usize>,
    rarity: f32,
    /// What it counts when a title bears it whole.
    worth: f32,
    weight: f32,
    by: By,
}

struct Notion {
    typed: String,
    wordings: Vec<Wording>,
}

/// A query made ready to weigh cards.
pub(crate) struct Scale {
    pub units: Vec<Unit>,
    places: HashMap<String, usize>,
    notions: Vec<Notion>,
    /// The most that a document can reach.
    possible: f32,
    compressed: Vec<String>,
    whole: String,
    line: String,
    by: By,
    variants: Vec<String>,
    /// Whether any unit is of letters.
    latin: bool,
}

/// What a card weighs.
pub(crate) struct Weighed {
    pub score: f32,
    /// Share of what was said that it answers, 0 to 1.
    pub share: f32,
    pub why: Why,
    /// The place of the notion that it answers best.
    pub notion: Option<usize>,
}

/// How much each field counts.
const TITLE: f32 = 1.0;
const AKA: f32 = 0.97;
const SUMMARY: f32 = 0.4;
const BODY: f32 = 0.45;
/// How much wordings count beside the best of their notion.
const FURTHER: f32 = 0.12;

impl Scale {
    /// `documents`: how many names bear a unit, of `all`. `variants`: parts of names that one must
    /// ask for.
    pub(crate) fn new(
        understood: &Understood,
        documents: &dyn Fn(&str) -> u64,
        all: u64,
        variants: &[String],
    ) -> Self {
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

    /// Weighs one card.
    pub(crate) fn weigh(&self, card: &Card) -> Weighed {
        let title = self.view(&card.name, Field::Title, TITLE);
        let mut views = vec![title];
        views.extend(card.aka.iter().map(|aka| self.view(aka, Field::Aka, AKA)));
        if !card.english.is_empty() {
            views.push(self.view(&card.english, Field::English, TITLE));
        }
        views.push(self.view(card.plain_summary(), Field::Summary, SUMMARY));
        views.push(self.view(card.plain_body(), Field::Body, BODY));

        let mut total = 0.0;
        let mut best: Option<(f32, Field, By, &str, usize)> = None;
        let mut terms: Vec<(Field, String)> = Vec::new();
        let mut used = vec![false; self.units.len()];
        for (place, notion) in self.notions.iter().enumerate() {
            let mut top: Option<(f32, &View<'_>, &Wording)> = None;
            let mut sum = 0.0;
            for wording in &notion.wordings {
                let mut most = 0.0;
                for view in &views {
                    let value = wording.worth * view.factor * self.share(wording, view);
                    if value > top.as_ref().map_or(0.0, |(most, ..)| *most) {
                        top = Some((value, view, wording));
                    }
                    most = f32::max(most, value);
                }
                sum += most;
            }
            if let Some((value, view, wording)) = top {
                // Further wordings in the same name make it a little surer.
                total += value + (FURTHER * (sum - value)).min(0.25 * value);
                terms.push((view.field, self.matched(wording, view)));
                if view.field == Field::Title {
                    for unit in &wording.units {
                        if let Some(mark) = used.get_mut(*unit) {
                            *mark = true;
                        }
                    }
                }
                if best.is_none_or(|(most, ..)| value > most) {
                    best = Some((value, view.field, wording.by, &notion.typed, place));
                }
            }
        }
        let share = if self.possible > 0.0 { total / self.possible } else { 0.0 };
        let likeness = views
            .iter()
            .filter(|view| matches!(view.field, Field::Title | Field::Aka))
            .map(|view| self.likeness(view.text) * view.factor)
            .fold(0.0, f32::max);
        let mut score = total * (0.55 + 0.45 * share) + self.possible * 0.45 * likeness * likeness;
        let just = |name: &str| !name.is_empty() && (name == self.whole || bare(name) == self.line);
        let named = card.aka.iter().find(|aka| just(aka));
        if just(&card.name) || named.is_some() {
            score += self.possible * 0.35;
        } else if !self.whole.is_empty() && card.name.starts_with(&self.whole) {
            score += self.possible * 0.12;
        }
        score *= 1.0 + 0.16 * self.focus(&card.name, &used);
        let unasked = self.variants.iter().filter(|variant| card.name.contains(variant.as_str())).count();
        score *= 0.94_f32.powi(unasked.min(3) as i32);
        score *= 1.0 + 0.08 * card.weight;
        let why = match best {
            _ if just(&card.name) => self.exactly(Field::Title, &card.name),
            _ if named.is_some() => self.exactly(Field::Aka, named.map_or("", String::as_str)),
            Some((_, field, by, typed, _)) => {
                let mut terms: Vec<String> = terms
                    .into_iter()
                    .filter(|(of, term)| *of == field && !term.is_empty())
                    .flat_map(|(_, term)| term.split(' ').map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
                terms.dedup();
                Why { field, by, typed: typed.to_owned(), terms }
            }
            None => Why { field: Field::Text, by: By::Exact, typed: self.whole.clone(), terms: Vec::new() },
        };
        Weighed { score, share, why, notion: best.map(|(.., place)| place) }
    }

    fn exactly(&self, field: Field, name: &str) -> Why {
        Why { field, by: self.by, typed: name.to_owned(), terms: vec![name.to_owned()] }
    }

    fn view<'a>(&self, text: &'a str, field: Field, factor: f32) -> View<'a> {
        let mut present = vec![false; self.units.len()];
        for (_, run) in runs(text) {
            let mut mark = |unit: &str| {
                if let Some(place) = self.places.get(unit).and_then(|place| present.get_mut(*place)) {
                    *place = true;
                }
            };
            match run {
                Run::Han(han) => grams(han).for_each(mark),
                // The labels are stems already; a stem's stem is rarely another.
                Run::Latin(latin) if self.latin => {
                    mark(latin);
                    mark(&stem(latin));
                }
                Run::Latin(_) => {}
            }
        }
        View { text, field, factor, present }
    }

    /// How much of a wording a field bears: all of it in one piece 1.
    fn share(&self, wording: &Wording, view: &View<'_>) -> f32 {
        let mut found = 0.0;
        let mut all = true;
        for place in &wording.units {
            if view.present.get(*place).copied().unwrap_or(false) {
                found += self.units.get(*place).map_or(0.0, |unit| unit.rarity);
            } else {
                all = false;
            }
        }
        if found <= 0.0 {
            return 0.0;
        }
        if all {
            return if view.field == Field::English || view.text.contains(&wording.text) { 1.0 } else { 0.88 };
        }
        let part = found / wording.rarity;
        0.75 * part * part * part.min(1.0)
    }

    /// The pieces of a wording that a field bears, with spaces between.
    fn matched(&self, wording: &Wording, view: &View<'_>) -> String {
        if view.text.contains(&wording.text) {
            return wording.text.clone();
        }
        let mut out = String::new();
        let mut last = None;
        for place in &wording.units {
            if !view.present.get(*place).copied().unwrap_or(false) {
                last = None;
                continue;
            }
            let Some(unit) = self.units.get(*place) else { continue };
            // Pairs overlap by one character.
            let joined = last.is_some_and(|before: &str| {
                before.chars().last() == unit.text.chars().next() && unit.text.chars().all(is_han)
            });
            if joined {
                out.extend(unit.text.chars().skip(1));
            } else {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&unit.text);
            }
            last = Some(unit.text.as_str());
        }
        out
    }

    /// Dice's coefficient of the pairs of what was said and of a name.
    fn likeness(&self, name: &str) -> f32 {
        if self.compressed.is_empty() {
            return 0.0;
        }
        let other = pairs(name);
        let common = self.compressed.iter().filter(|pair| other.contains(pair)).count();
        2.0 * common as f32 / (self.compressed.len() + other.len()) as f32
    }

    /// The share of a title's pairs that were meant: short names of just that go first.
    fn focus(&self, title: &str, used: &[bool]) -> f32 {
        let (mut all, mut meant) = (0_u32, 0_u32);
        for (_, run) in runs(title) {
            let Run::Han(han) = run else { continue };
            for gram in grams(han).filter(|gram| gram.chars().count() == 2) {
                all += 1;
                meant += u32::from(self.places.get(gram).and_then(|place| used.get(*place)).copied().unwrap_or(false));
            }
        }
        if all == 0 { 0.0 } else { meant as f32 / all as f32 }
    }
}

struct View<'a> {
    text: &'a str,
    field: Field,
    factor: f32,
    /// By unit.
    present: Vec<bool>,
}

/// The name without signs.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Distinct pairs of characters, single ones where they stand alone.
fn pairs(text: &str) -> Vec<String> {
    let mut all = units(text);
    all.sort();
    all.dedup();
    all
}
