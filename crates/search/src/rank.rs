//! The order of what was found. The engine proposes candidates; here each is weighed by how much of
//! what was said its name bears, in which words, and how little else it says.

use crate::{
    fold::is_han,
    known::Known,
    scale::{Scale, Wording},
    segment::{Run, grams, runs, stem},
    why::{By, Field, Why},
};

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
const LABELS: f32 = 0.55;
const SUMMARY: f32 = 0.4;
const BODY: f32 = 0.45;
/// How much wordings count beside the best of their notion.
const FURTHER: f32 = 0.12;

impl Scale {
    /// Weighs one card.
    pub(crate) fn weigh(&self, card: &Known) -> Weighed {
        let title = self.view(&card.name, Field::Title, TITLE);
        let mut views = vec![title];
        views.extend(card.aka.iter().map(|aka| self.view(aka, Field::Aka, AKA)));
        if self.latin && !card.english.is_empty() {
            views.push(self.view(&card.english, Field::English, TITLE));
        }
        if self.latin && !card.labels.is_empty() {
            views.push(self.view(&card.labels, Field::English, LABELS));
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
        let aka = card.aka_pairs.iter().map(|pairs| self.likeness(pairs) * AKA);
        let likeness = aka.fold(self.likeness(&card.pairs) * TITLE, f32::max);
        let mut score = total * (0.55 + 0.45 * share) + self.possible * 0.45 * likeness * likeness;
        let just = |name: &str, bare: &str| !name.is_empty() && (name == self.whole || bare == self.line);
        let named = card.aka.iter().zip(&card.bare_aka).find(|(aka, bare)| just(aka, bare)).map(|(aka, _)| aka);
        let titled = just(&card.name, &card.bare);
        if titled || named.is_some() {
            // Named in just these words, what answers a whole event goes before one part of it.
            score += self.possible * 0.35 * card.weight.max(1.0);
        } else if !self.whole.is_empty() && card.name.starts_with(&self.whole) {
            score += self.possible * 0.12;
        }
        score *= 1.0 + 0.16 * self.focus(&card.name, &used);
        let unasked = self.variants.iter().filter(|variant| card.name.contains(variant.as_str())).count();
        score *= 0.94_f32.powi(unasked.min(3) as i32);
        score *= 1.0 + 0.08 * card.weight;
        let why = match best {
            _ if titled => self.exactly(Field::Title, &card.name),
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
        0.75 * part * part * part
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
    fn likeness(&self, other: &[String]) -> f32 {
        if self.compressed.is_empty() {
            return 0.0;
        }
        let common = self.compressed.iter().filter(|pair| other.binary_search(pair).is_ok()).count();
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
