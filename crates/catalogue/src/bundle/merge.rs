//! What several items of a bundle need is asked once 一次填报: fields of the same source of the state, or
//! declared to mean the same, become one; what an earlier item makes isn't asked at all. The answers
//! go back to each item as if it had been asked alone. Checking them is `casework`'s, by each item's
//! own form.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::Text;

use super::{
    Bundle, Pieces,
    decide::Choice,
    order::{self, Fed, Feed},
};
use crate::{
    form::{Field, Section, ShowIf},
    material::Material,
    words::{FieldType, Necessity},
};

/// The one form and the one list of materials of the chosen items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub fields: Vec<Asked>,
    pub materials: Vec<Wanted>,
    /// What is never asked because an earlier item makes it.
    pub feeds: Vec<Feed>,
    /// What is never asked because the guiding answers say it: item, field, value.
    pub filled: Vec<(String, String, String)>,
    /// The sections in which the fields stand: key, title, and places in `fields`.
    sections: Vec<Part>,
}

/// A section of the one form: key, title, places in its fields.
type Part = (String, Text, Vec<usize>);

/// A question of the one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As it stands in a form: its key is unique in the bundle, `show_if` names keys of the one form.
    pub field: Field,
    pub takes: Vec<Take>,
}

/// A field of an item that takes its answer from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    pub member: String,
    pub field: String,
    /// The item's own condition, with the key of the one form.
    pub show_if: Option<ShowIf>,
    pub required: bool,
}

/// A material of the one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Unique in the bundle.
    pub key: String,
    pub material: Material,
    /// Item and key of the material there.
    pub takes: Vec<(String, String)>,
    /// `false`: needed only under its own condition, which the guiding questions don't decide.
    pub decided: bool,
}

/// Field key to answer, as in `casework`.
pub type Typed = BTreeMap<String, String>;

/// The one form of a choice.
#[must_use]
pub fn merge(bundle: &Bundle, pieces: &Pieces, choice: &Choice) -> Merged {
    let feeds = order::feeds(bundle, pieces, choice);
    let before = order::before(bundle, pieces, choice);
    // In the order in which they are handled, so that what one asks stands before what hangs on it.
    let order = order::lanes(&before, &choice.members).map_or_else(|_| choice.members.clone(), |lanes| lanes.concat());
    let fed: BTreeSet<(&str, &Fed)> = feeds.iter().map(|feed| (feed.to.as_str(), &feed.what)).collect();
    let mut fields = Fields::new(bundle);
    let mut filled = Vec::new();
    for key in &order {
        let Some(piece) = pieces.get(key) else { continue };
        let mut sources = BTreeSet::new();
        for section in &piece.form {
            fields.section(key, section);
            let said = |field: &Field| {
                let condition = field.show_if.as_ref()?;
                let value = choice.fills.get(&(key.clone(), condition.field.clone()))?;
                Some(value == wanted(&condition.is))
            };
            for field in &section.fields {
                if let Some(value) = choice.fills.get(&(key.clone(), field.key.clone())) {
                    filled.push((key.clone(), field.key.clone(), value.clone()));
                } else if said(field) != Some(false) && !fed.contains(&(key.as_str(), &Fed::Field(field.key.clone()))) {
                    let first = field.prefill.as_ref().is_none_or(|source| sources.insert(source.clone()));
                    fields.take(key, field, first);
                }
            }
        }
    }
    let materials = materials(bundle, pieces, choice, &order, &fed);
    let (fields, sections) = fields.done();
    Merged { fields, materials, feeds, filled, sections }
}

/// The form while it grows.
struct Fields<'a> {
    bundle: &'a Bundle,
    /// `ITEM.FIELD` to the place of its declaration.
    declared: HashMap<&'a str, usize>,
    fields: Vec<Asked>,
    /// By declaration and by source: place in `fields`.
    by_declaration: HashMap<usize, usize>,
    by_source: HashMap<(String, FieldType), usize>,
    /// `(item, field)` to place in `fields`.
    places: HashMap<(String, String), usize>,
    sections: Vec<Part>,
}

impl<'a> Fields<'a> {
    fn new(bundle: &'a Bundle) -> Self {
        let declared = bundle.same.iter().enumerate();
        Self {
            bundle,
            declared: declared
                .flat_map(|(place, same)| same.fields.iter().map(move |name| (name.as_str(), place)))
                .collect(),
            fields: Vec::new(),
            by_declaration: HashMap::new(),
            by_source: HashMap::new(),
            places: HashMap::new(),
            sections: Vec::new(),
        }
    }

    fn section(&mut self, member: &str, section: &Section) {
        self.sections.push(([member, "-", &section.key].concat(), section.title.clone(), Vec::new()));
    }

    /// Takes a field of an item. `first`: no field of the item before it has the same source; a second
    /// one means somebody else, such as the legal representative beside the applicant.
    fn take(&mut self, member: &str, field: &Field, first: bool) {
        let name = [member, ".", &field.key].concat();
        let declared = self.declared.get(name.as_str()).copied();
        let source = field.prefill.clone().filter(|_| first).map(|source| (source, field.kind));
        let known = declared.and_then(|place| self.by_declaration.get(&place)).copied();
        let known = known.or_else(|| source.as_ref().and_then(|source| self.by_source.get(source)).copied());
        // Two fields of one item are two questions, unless someone declared that they are one.
        let known = known.filter(|place| {
            let asked = self.fields.get(*place);
            asked.is_some_and(|asked| {
                alike(&asked.field, field)
                    && (declared.is_some() || asked.takes.iter().all(|take| take.member != member))
            })
        });
        // A field that hangs on one which isn't asked is asked as if it hung on nothing.
        let show_if = field.show_if.as_ref().and_then(|condition| {
            let place = self.places.get(&(member.to_owned(), condition.field.clone()))?;
            Some(ShowIf { field: self.fields.get(*place)?.field.key.clone(), is: condition.is.clone() })
        });
        let take = Take { member: member.to_owned(), field: field.key.clone(), show_if, required: field.required };
        let place = match known {
            Some(place) => {
                if let Some(asked) = self.fields.get_mut(place) {
                    join(&mut asked.field, field);
                    asked.takes.push(take);
                }
                place
            }
            None => {
                let label = declared.and_then(|place| self.bundle.same.get(place)).and_then(|same| same.label.clone());
                let mut asked = field.clone();
                asked.label = label.unwrap_or(asked.label);
                asked.key = name;
                self.fields.push(Asked { field: asked, takes: vec![take] });
                let place = self.fields.len() - 1;
                if let Some((_, _, places)) = self.sections.last_mut() {
                    places.push(place);
                }
                place
            }
        };
        self.places.insert((member.to_owned(), field.key.clone()), place);
        if let Some(declared) = declared {
            self.by_declaration.entry(declared).or_insert(place);
        }
        if let Some(source) = source {
            self.by_source.entry(source).or_insert(place);
        }
    }

    fn done(mut self) -> (Vec<Asked>, Vec<Part>) {
        for asked in &mut self.fields {
            let first = asked.takes.first().and_then(|take| take.show_if.clone());
            let same = asked.takes.iter().all(|take| take.show_if == first);
            asked.field.show_if = if same { first } else { None };
            // Where conditions differ it must be answered if it is needed without any.
            asked.field.required = asked.takes.iter().any(|take| take.required && (same || take.show_if.is_none()));
        }
        self.sections.retain(|(_, _, places)| !places.is_empty());
        (self.fields, self.sections)
    }
}

/// Whether one answer can serve both.
#[must_use]
pub fn alike(one: &Field, other: &Field) -> bool {
    let values = |field: &Field| field.choices.iter().map(|choice| choice.value.clone()).collect::<BTreeSet<_>>();
    one.kind == other.kind && values(one) == values(other)
}

/// The narrower limits of both; what one says and the other doesn't.
fn join(asked: &mut Field, field: &Field) {
    asked.max = match (asked.max, field.max) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    asked.min = match (asked.min, field.min) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    asked.prefill = asked.prefill.take().or_else(|| field.prefill.clone());
    asked.hint = asked.hint.take().or_else(|| field.hint.clone());
    asked.why = asked.why.take().or_else(|| field.why.clone());
}

fn materials(
    bundle: &Bundle,
    pieces: &Pieces,
    choice: &Choice,
    order: &[String],
    fed: &BTreeSet<(&str, &Fed)>,
) -> Vec<Wanted> {
    let declared: HashMap<&str, usize> = bundle
        .same
        .iter()
        .enumerate()
        .flat_map(|(place, same)| same.materials.iter().map(move |name| (name.as_str(), place)))
        .collect();
    let mut by_declaration: HashMap<usize, usize> = HashMap::new();
    let mut by_name: HashMap<(String, Option<String>), usize> = HashMap::new();
    let mut out: Vec<Wanted> = Vec::new();
    for member in order {
        for material in pieces.get(member).iter().flat_map(|piece| &piece.item.materials) {
            let needed = order::needed(pieces, choice, member, &material.key);
            if needed == Some(false) || fed.contains(&(member.as_str(), &Fed::Material(material.key.clone()))) {
                continue;
            }
            let full = [member, ".", &material.key].concat();
            let declaration = declared.get(full.as_str()).copied();
            let name = (plain(&material.name.zh), material.answered_by.clone());
            let known =
                declaration.and_then(|place| by_declaration.get(&place)).or_else(|| by_name.get(&name)).copied();
            let place = match known {
                Some(place) => {
                    if let Some(wanted) = out.get_mut(place) {
                        wanted.takes.push((member.clone(), material.key.clone()));
                        strengthen(wanted, material, needed.is_some());
                    }
                    place
                }
                None => {
                    let mut wanted = Wanted {
                        key: full.clone(),
                        material: material.clone(),
                        takes: vec![(member.clone(), material.key.clone())],
                        decided: needed.is_some(),
                    };
                    let label =
                        declaration.and_then(|place| bundle.same.get(place)).and_then(|same| same.label.clone());
                    wanted.material.name = label.unwrap_or(wanted.material.name);
                    if wanted.decided && wanted.material.necessity == Some(Necessity::Conditional) {
                        wanted.material.necessity = Some(Necessity::Required);
                    }
                    out.push(wanted);
                    out.len() - 1
                }
            };
            if let Some(declaration) = declaration {
                by_declaration.entry(declaration).or_insert(place);
            }
            by_name.entry(name).or_insert(place);
        }
    }
    out
}

/// A paper that one item needs at once is needed at once.
fn strengthen(wanted: &mut Wanted, material: &Material, decided: bool) {
    let rank = |necessity: Option<Necessity>, decided: bool| match necessity {
        Some(Necessity::Conditional) if !decided => 0,
        Some(Necessity::LateOk) => 1,
        _ => 2,
    };
    if rank(material.necessity, decided) > rank(wanted.material.necessity, wanted.decided) {
        wanted.material.necessity = if material.necessity == Some(Necessity::Conditional) {
            Some(Necessity::Required)
        } else {
            material.necessity
        };
    }
    wanted.decided |= decided;
    if let (Some(one), Some(other)) = (wanted.material.copies, material.copies) {
        wanted.material.copies = Some(one.saturating_add(other));
    }
    wanted.material.answered_by = wanted.material.answered_by.take().or_else(|| material.answered_by.clone());
}

/// A name of a paper without what lists add to it: brackets, `original`, `copy`, `both copies`.
#[must_use]
pub fn plain(name: &str) -> String {
    let bare = name.split(['(', '\u{ff08}']).next().unwrap_or(name);
    let bare = bare
        .trim_end_matches("\u{539f}\u{4ef6}")
        .trim_end_matches("\u{590d}\u{5370}\u{4ef6}")
        .trim_end_matches("\u{6b63}\u{526f}\u{672c}");
    bare.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Merged {
    /// The one form as sections, to be asked like an item's own.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let field = |place: &usize| self.fields.get(*place).map(|asked| asked.field.clone());
        self.sections
            .iter()
            .map(|(key, title, places)| Section {
                key: key.clone(),
                title: title.clone(),
                fields: places.iter().filter_map(field).collect(),
            })
            .collect()
    }

    /// The answers of each item, under the keys of its own form; an item that takes none has none.
    #[must_use]
    pub fn split(&self, answers: &Typed) -> BTreeMap<String, Typed> {
        let mut out: BTreeMap<String, Typed> = BTreeMap::new();
        for (member, field, value) in &self.filled {
            out.entry(member.clone()).or_default().insert(field.clone(), value.clone());
        }
        for asked in &self.fields {
            let Some(value) = answers.get(&asked.field.key) else { continue };
            for take in &asked.takes {
                if take.show_if.as_ref().is_none_or(|condition| holds(condition, answers)) {
                    out.entry(take.member.clone()).or_default().insert(take.field.clone(), value.clone());
                }
            }
        }
        out
    }

    /// The materials of each item that a paper of the one list answers: item and its key there.
    #[must_use]
    pub fn papers(&self, key: &str) -> &[(String, String)] {
        self.materials.iter().find(|wanted| wanted.key == key).map_or(&[], |wanted| wanted.takes.as_slice())
    }

    /// Whether a question is asked, given the answers to those before it.
    #[must_use]
    pub fn is_asked(asked: &Asked, answers: &Typed) -> bool {
        asked.takes.iter().any(|take| take.show_if.as_ref().is_none_or(|condition| holds(condition, answers)))
    }

    /// How many fields the items have one by one, without what they feed each other.
    #[must_use]
    pub fn fields_apart(&self) -> usize {
        self.fields.iter().map(|asked| asked.takes.len()).sum()
    }

    /// How many materials they have one by one.
    #[must_use]
    pub fn materials_apart(&self) -> usize {
        self.materials.iter().map(|wanted| wanted.takes.len()).sum()
    }
}

/// Forms may say `true` and `false` where answers are yes and no.
fn wanted(is: &str) -> &str {
    match is {
        "true" => "yes",
        "false" => "no",
        other => other,
    }
}

fn holds(condition: &ShowIf, answers: &Typed) -> bool {
    let wanted = wanted(&condition.is);
    answers.get(&condition.field).is_some_and(|value| value.lines().any(|line| line == wanted))
}
