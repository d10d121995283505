//! Whether a bundle is fit to be published 适用性检查: over all combinations of the guiding answers every
//! item is decided, nothing contradicts itself, what an item needs is made before it or held, and no
//! question could be left out. Each finding names its place and the combination that shows it.

mod minimal;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Bundle, Pieces,
    answers::Answers,
    combinations::{self, Combination, Incomplete},
    decide::{Choice, Ready},
    merge, order,
};

/// What is wrong, as a text of the locales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It asks nothing or does nothing.
    Empty,
    /// A condition is not FEEL.
    Unreadable,
    /// A condition reads a name that is no question before it.
    UnknownName,
    /// A condition computes with a number, so that its borders can't be listed.
    Computes,
    /// The catalogue has no such item.
    ItemMissing,
    /// The item has no such material.
    MaterialMissing,
    /// The item has no such field, or the bundle no such item.
    FieldMissing,
    /// One answer can't serve fields of different kinds.
    Unlike,
    /// The condition of a material that is no conditional one.
    NotConditional,
    TooMany,
    /// Answers leave it open.
    Undecidable,
    /// Answers choose no item.
    NothingChosen,
    /// No answers choose the item.
    NeverChosen,
    /// Answers choose two that exclude each other.
    Contradiction,
    /// A licence is needed that nothing makes and nobody said to be held.
    Prerequisite,
    /// Items wait for each other.
    Circle,
    /// Without the question everything is decided as well.
    Needless,
    /// On this way no answer to the question changes anything.
    InVain,
    /// Two choices never make a difference.
    SameChoices,
    /// Fields with the same words that are asked apart.
    LooksSame,
}

impl Trouble {
    /// Of which one is told and is not held up.
    #[must_use]
    pub fn is_warning(self) -> bool {
        matches!(self, Self::InVain | Self::SameChoices | Self::LooksSame)
    }

    /// The key of its text, after `catalogue-things-trouble-`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::UnknownName => "unknown-name",
            Self::Computes => "computes",
            Self::ItemMissing => "item-missing",
            Self::MaterialMissing => "material-missing",
            Self::FieldMissing => "field-missing",
            Self::Unlike => "unlike",
            Self::NotConditional => "not-conditional",
            Self::TooMany => "too-many",
            Self::Undecidable => "undecidable",
            Self::NothingChosen => "nothing-chosen",
            Self::NeverChosen => "never-chosen",
            Self::Contradiction => "contradiction",
            Self::Prerequisite => "prerequisite",
            Self::Circle => "circle",
            Self::Needless => "needless",
            Self::InVain => "in-vain",
            Self::SameChoices => "same-choices",
            Self::LooksSame => "looks-same",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    pub trouble: Trouble,
    pub warning: bool,
    /// `question:KEY`, `item:KEY`, `item:KEY.MATERIAL`, `same:PLACE`, `held:PLACE`, or empty for the whole.
    pub at: String,
    /// The words that are meant.
    pub detail: String,
    /// Guiding answers that show it; empty where it is so under all.
    pub combination: BTreeMap<String, String>,
}

fn finding(trouble: Trouble, at: impl Into<String>, detail: impl Into<String>) -> Finding {
    Finding {
        trouble,
        warning: trouble.is_warning(),
        at: at.into(),
        detail: detail.into(),
        combination: BTreeMap::new(),
    }
}

impl Finding {
    fn under(mut self, answers: &Answers) -> Self {
        self.combination = combinations::pairs(answers);
        self
    }
}

/// What the check counted beside its findings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Report {
    pub questions: usize,
    pub items: usize,
    /// Combinations of guiding answers that were gone through.
    pub combinations: usize,
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing keeps it from being published.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.findings.iter().all(|finding| finding.warning)
    }
}

/// Everything that is wrong with a bundle of these items.
#[must_use]
pub fn fitness(bundle: &Bundle, pieces: &Pieces) -> Report {
    let mut report = Report {
        questions: bundle.questions.len(),
        items: bundle.members.len(),
        findings: by_reading(bundle, pieces),
        ..Report::default()
    };
    if !report.fits() {
        return report;
    }
    let ready = Ready::of(Arc::new(bundle.clone()));
    match combinations::all(&ready) {
        Err(Incomplete::TooMany) => {
            report.findings.push(finding(Trouble::TooMany, "", combinations::MOST.to_string()));
        }
        Err(Incomplete::Open { question, answers }) => {
            let at = ["question:", &question].concat();
            report.findings.push(finding(Trouble::Undecidable, at, "").under(&answers));
        }
        Ok(all) => {
            report.combinations = all.len();
            report.findings.extend(decided(&ready, pieces, &all));
            report.findings.extend(lawful(&ready, pieces, &all));
            report.findings.extend(minimal::minimal(&ready, &all));
        }
    }
    report.findings.extend(looks_same(bundle, pieces));
    report
}

/// What is seen without trying answers.
fn by_reading(bundle: &Bundle, pieces: &Pieces) -> Vec<Finding> {
    let mut out = Vec::new();
    if bundle.members.is_empty() {
        out.push(finding(Trouble::Empty, "", ""));
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for question in &bundle.questions {
        let at = ["question:", &question.key].concat();
        condition(&at, question.when.as_deref(), &known, &mut out);
        if bundle.member(&question.why.item).is_none() {
            out.push(finding(Trouble::ItemMissing, at, &question.why.item));
        }
        known.insert(&question.key);
    }
    for member in &bundle.members {
        let at = ["item:", &member.key].concat();
        condition(&at, member.when.as_deref(), &known, &mut out);
        let others = member.after.iter().chain(&member.apart);
        for other in others.filter(|other| bundle.member(other).is_none()) {
            out.push(finding(Trouble::ItemMissing, &at, other));
        }
        let Some(piece) = pieces.get(&member.key) else {
            out.push(finding(Trouble::ItemMissing, at, [&member.code_system, " ", &member.code].concat()));
            continue;
        };
        for (key, when) in &member.materials {
            let at = [&at, ".", key].concat();
            condition(&at, Some(when), &known, &mut out);
            match piece.item.materials.iter().find(|material| material.key == *key) {
                None => out.push(finding(Trouble::MaterialMissing, at, key)),
                Some(material) if material.necessity != Some(crate::words::Necessity::Conditional) => {
                    out.push(finding(Trouble::NotConditional, at, key));
                }
                Some(_) => {}
            }
        }
        for (key, value) in &member.fills {
            let at = [&at, ".", key].concat();
            condition(&at, Some(value), &known, &mut out);
            if !piece.form.iter().flat_map(|section| &section.fields).any(|field| field.key == *key) {
                out.push(finding(Trouble::FieldMissing, at, key));
            }
        }
        for key in &member.own {
            let field = piece.form.iter().flat_map(|section| &section.fields).any(|field| field.key == *key);
            if !field && !piece.item.materials.iter().any(|material| material.key == *key) {
                out.push(finding(Trouble::MaterialMissing, &at, key));
            }
        }
    }
    for (place, held) in bundle.held.iter().enumerate() {
        condition(&["held:", &place.to_string()].concat(), Some(&held.when), &known, &mut out);
    }
    for set in &bundle.never_both {
        for key in set.iter().filter(|key| bundle.member(key).is_none()) {
            out.push(finding(Trouble::ItemMissing, "", key));
        }
    }
    same(bundle, pieces, &mut out);
    out
}

fn condition(at: &str, text: Option<&str>, known: &BTreeSet<&str>, out: &mut Vec<Finding>) {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return };
    match rules::feel::Expression::parse(text) {
        Err(error) => out.push(finding(Trouble::Unreadable, at, error.to_string())),
        Ok(read) => {
            out.extend(
                read.names().filter(|name| !known.contains(name)).map(|name| finding(Trouble::UnknownName, at, name)),
            );
            if combinations::computes(text) {
                out.push(finding(Trouble::Computes, at, text));
            }
        }
    }
}

/// Declarations that fields or papers mean the same.
fn same(bundle: &Bundle, pieces: &Pieces, out: &mut Vec<Finding>) {
    for (place, same) in bundle.same.iter().enumerate() {
        let at = ["same:", &place.to_string()].concat();
        let mut first: Option<&crate::form::Field> = None;
        for name in &same.fields {
            let found = name.split_once('.').and_then(|(member, key)| {
                let mut fields = pieces.get(member)?.form.iter().flat_map(|section| &section.fields);
                fields.find(|field| field.key == key)
            });
            match (found, first) {
                (None, _) => out.push(finding(Trouble::FieldMissing, &at, name)),
                (Some(field), None) => first = Some(field),
                (Some(field), Some(first)) if !merge::alike(first, field) => {
                    out.push(finding(Trouble::Unlike, &at, name));
                }
                _ => {}
            }
        }
        for name in &same.materials {
            let found = name.split_once('.').and_then(|(member, key)| {
                pieces.get(member)?.item.materials.iter().find(|material| material.key == key)
            });
            if found.is_none() {
                out.push(finding(Trouble::MaterialMissing, &at, name));
            }
        }
    }
}

/// Every combination decides everything, and chooses something.
fn decided(ready: &Ready, pieces: &Pieces, all: &[Combination]) -> Vec<Finding> {
    let bundle = &ready.bundle;
    let mut open: BTreeMap<String, &Answers> = BTreeMap::new();
    let mut nothing = None;
    let mut ever: BTreeSet<&str> = BTreeSet::new();
    for one in all {
        for (member, chosen) in bundle.members.iter().zip(&one.decision.members) {
            match chosen {
                None => {
                    open.entry(["item:", &member.key].concat()).or_insert(&one.answers);
                }
                Some(true) => {
                    ever.insert(&member.key);
                }
                Some(false) => {}
            }
        }
        for ((place, key), needed) in ready.decided().zip(&one.decision.materials) {
            // Of an item that isn't chosen no material is needed.
            let chosen = one.decision.members.get(place) == Some(&Some(true));
            if chosen && needed.is_none() {
                let member = bundle.members.get(place).map_or("", |member| member.key.as_str());
                open.entry(["item:", member, ".", key].concat()).or_insert(&one.answers);
            }
        }
        for (place, holds) in one.decision.held.iter().enumerate() {
            if holds.is_none() {
                open.entry(["held:", &place.to_string()].concat()).or_insert(&one.answers);
            }
        }
        if !one.decision.members.contains(&Some(true)) {
            nothing = nothing.or(Some(&one.answers));
        }
    }
    for one in all {
        let choice = ready.choice(&one.answers);
        for (key, field) in choice
            .members
            .iter()
            .filter_map(|key| Some((key, bundle.member(key)?)))
            .flat_map(|(key, member)| member.fills.keys().map(move |field| (key, field)))
        {
            if !choice.fills.get(&(key.clone(), field.clone())).is_some_and(|value| takes(pieces, key, field, value)) {
                open.entry(["item:", key, ".", field].concat()).or_insert(&one.answers);
            }
        }
    }
    let mut out: Vec<Finding> =
        open.into_iter().map(|(at, answers)| finding(Trouble::Undecidable, at, "").under(answers)).collect();
    out.extend(nothing.map(|answers| finding(Trouble::NothingChosen, "", "").under(answers)));
    for member in bundle.members.iter().filter(|member| !ever.contains(member.key.as_str())) {
        out.push(finding(Trouble::NeverChosen, ["item:", &member.key].concat(), ""));
    }
    out
}

/// Whether a field takes a value: one of its choices, yes or no.
fn takes(pieces: &Pieces, member: &str, field: &str, value: &str) -> bool {
    let fields = pieces.get(member).into_iter().flat_map(|piece| &piece.form).flat_map(|section| &section.fields);
    fields.filter(|known| known.key == field).any(|known| match known.kind {
        crate::words::FieldType::YesNo => ["yes", "no"].contains(&value),
        _ => known.choices.is_empty() || known.choices.iter().any(|choice| choice.value == value),
    })
}

/// Nothing contradicts itself; what an item needs is made before it or held; no circle.
fn lawful(ready: &Ready, pieces: &Pieces, all: &[Combination]) -> Vec<Finding> {
    let bundle = &ready.bundle;
    let mut out = Vec::new();
    let mut told: BTreeSet<(Trouble, String)> = BTreeSet::new();
    let mut seen: BTreeSet<Vec<Option<bool>>> = BTreeSet::new();
    for one in all {
        let mut whole = one.decision.members.clone();
        whole.extend(&one.decision.materials);
        whole.extend(&one.decision.held);
        if !seen.insert(whole) {
            continue;
        }
        let choice = ready.choice(&one.answers);
        let mut tell = |trouble, at: String, detail: String| {
            if told.insert((trouble, [at.as_str(), &detail].concat())) {
                out.push(finding(trouble, at, detail).under(&one.answers));
            }
        };
        for set in &bundle.never_both {
            let both: Vec<&str> = set.iter().filter(|key| choice.members.contains(key)).map(String::as_str).collect();
            if both.len() > 1 {
                tell(Trouble::Contradiction, String::new(), both.join(", "));
            }
        }
        for (member, licence) in unmet(bundle, pieces, &choice) {
            tell(Trouble::Prerequisite, ["item:", &member].concat(), licence);
        }
        if let Err(circle) = order::lanes(&order::before(bundle, pieces, &choice), &choice.members) {
            tell(Trouble::Circle, String::new(), circle.join(", "));
        }
    }
    out
}

/// Items that need a licence which some item of the bundle makes, but none that is chosen, and of which
/// nobody said that it is held.
fn unmet(bundle: &Bundle, pieces: &Pieces, choice: &Choice) -> Vec<(String, String)> {
    let makes = |key: &str| {
        let result = pieces.get(key).and_then(|piece| piece.item.result.as_ref());
        result.and_then(|result| result.licence_type.clone())
    };
    let made: BTreeSet<String> = bundle.members.iter().filter_map(|member| makes(&member.key)).collect();
    let mut out = Vec::new();
    for key in &choice.members {
        let (Some(member), Some(piece)) = (bundle.member(key), pieces.get(key)) else { continue };
        for material in piece.item.materials.iter().filter(|material| !member.own.contains(&material.key)) {
            let Some(licence) = material.answered_by.clone().filter(|kind| made.contains(kind)) else { continue };
            let needed = order::needed(pieces, choice, key, &material.key) == Some(true);
            let by_another = choice
                .members
                .iter()
                .any(|other| other != key && !member.apart.contains(other) && makes(other).as_ref() == Some(&licence));
            if needed && !by_another && !choice.held.contains(&licence) {
                out.push((key.clone(), licence));
            }
        }
    }
    out
}

/// Fields of the same words, kind and choices that are asked apart: perhaps one question. Texts that
/// tell of the item itself are not compared.
fn looks_same(bundle: &Bundle, pieces: &Pieces) -> Vec<Finding> {
    let choice =
        Choice { members: bundle.members.iter().map(|member| member.key.clone()).collect(), ..Choice::default() };
    let merged = merge::merge(bundle, pieces, &choice);
    let mut by_words: BTreeMap<&str, Vec<&merge::Asked>> = BTreeMap::new();
    for asked in &merged.fields {
        by_words.entry(&asked.field.label.zh).or_default().push(asked);
    }
    let mut out = Vec::new();
    for alike in by_words.into_values().filter(|alike| alike.len() > 1) {
        let Some(first) = alike.first() else { continue };
        let others = alike.iter().skip(1).filter(|other| {
            let apart = other.takes.iter().all(|take| first.takes.iter().all(|known| known.member != take.member));
            apart && merge::alike(&first.field, &other.field)
        });
        for other in others {
            out.push(finding(Trouble::LooksSame, "", [&first.field.key, ", ", &other.field.key].concat()));
        }
    }
    out
}
