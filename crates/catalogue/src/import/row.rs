//! A row of a foreign list becomes an item, by the mapping. Only what the row says is taken over.

use std::collections::BTreeMap;

use kernel::{CreditCode, Text, division::Level};
use serde_json::Value;

use super::{Ambiguous, Open, cell};
use crate::{
    item::{Item, Place},
    mapping::{Key, Mapping},
    material::Material,
    mode,
    words::{Audience, Depth, Mode, Type},
};

/// The cells of one row under a mapping.
struct Row<'a> {
    cells: &'a BTreeMap<String, Value>,
    mapping: &'a Mapping,
}

impl Row<'_> {
    /// Every text under a key, in the order of its columns.
    fn all(&self, key: Key) -> Result<Vec<String>, String> {
        let Some(columns) = self.mapping.columns.get(&key) else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for name in columns.names() {
            let found = cell::texts(self.cells.get(name), self.mapping).map_err(|why| format!("{name}: {why}"))?;
            for text in found {
                if !out.contains(&text) {
                    out.push(text);
                }
            }
        }
        Ok(out)
    }

    fn one(&self, key: Key) -> Result<Option<String>, String> {
        Ok(self.all(key)?.into_iter().next())
    }

    fn needed(&self, key: Key) -> Result<String, String> {
        self.one(key)?.ok_or_else(|| format!("{key:?}: empty").to_lowercase())
    }

    /// The word by the table of the key; without a table the word itself.
    fn value<T>(&self, key: Key, word: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, String> {
        let table = self.mapping.values.get(&key);
        let meant = table.and_then(|table| table.get(word)).map_or(word, String::as_str);
        parse(meant).ok_or_else(|| format!("{key:?}: the word {word:?} is not in the mapping").to_lowercase())
    }

    fn maybe<T>(&self, key: Key, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        self.one(key)?.map(|word| self.value(key, &word, &parse)).transpose()
    }

    fn truth(&self, key: Key) -> Result<Option<bool>, String> {
        self.maybe(key, |word| match word {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    fn limit(&self, key: Key) -> Result<Option<kernel::Limit>, String> {
        let text = self.one(key)?;
        text.map(|text| {
            cell::limit(&text, &self.mapping.limits).map_err(|why| format!("{key:?}: {why}").to_lowercase())
        })
        .transpose()
    }
}

/// The item of a row, and what the row leaves open.
///
/// # Errors
/// Why the row can't be taken.
pub(super) fn item(
    line: usize,
    cells: &BTreeMap<String, Value>,
    mapping: &Mapping,
) -> Result<(Item, Vec<Ambiguous>), String> {
    let row = Row { cells, mapping };
    let code = row.needed(Key::Code)?;
    let division = row.maybe(Key::Division, |word| word.parse().ok())?.or(mapping.division);
    let level = row.maybe(Key::Level, Level::parse)?.or(mapping.level);
    let mut open = Vec::new();
    let mut item = Item {
        code_system: mapping.code_system.clone(),
        basic_code: row.one(Key::BasicCode)?,
        handling_code: row.one(Key::HandlingCode)?,
        name: Text::zh(row.needed(Key::Name)?),
        aka: plain_names(row.all(Key::Aka)?, &mapping.aka_marks),
        summary: row.one(Key::Summary)?.map(Text::zh),
        kind: row.value(Key::Type, &row.needed(Key::Type)?, Type::parse)?,
        division: division.ok_or("division: neither the row nor the mapping says it")?,
        level: level.ok_or("level: neither the row nor the mapping says it")?,
        body: row.needed(Key::Body)?,
        audience: row
            .all(Key::Audience)?
            .iter()
            .map(|word| row.value(Key::Audience, word, Audience::parse))
            .collect::<Result<_, _>>()?,
        mode: Mode::Case,
        link: row.one(Key::Link)?.filter(|link| is_web(link)),
        platform: row.one(Key::Platform)?,
        booking: row.one(Key::Booking)?.filter(|link| is_web(link)),
        statutory: row.limit(Key::Statutory)?,
        promised: row.limit(Key::Promised)?,
        conditions: row.one(Key::Conditions)?.map(Text::zh),
        places: row.all(Key::Places)?.iter().map(|text| place(text, mapping)).collect(),
        advice: row.one(Key::Advice)?.map(Text::zh),
        complaint: row.one(Key::Complaint)?.map(Text::zh),
        visits: row
            .one(Key::Visits)?
            .map(|text| text.parse().map_err(|_| format!("visits: {text:?} is no number")))
            .transpose()?,
        courier: row.truth(Key::Courier)?,
        depth: row.maybe(Key::Depth, Depth::parse)?,
        themes: row.all(Key::Themes)?.into_iter().filter(|theme| !mapping.themes_ignored.contains(theme)).collect(),
        materials: materials(row.all(Key::Materials)?),
        note: Some(["list:", &mapping.list].concat()),
        ..Item::empty(code)
    };
    item.appointment = item.booking.is_some().then_some(true);
    if let Some(text) = row.one(Key::Stages)? {
        match cell::parts(&text, &mapping.stages) {
            Ok((parts, unknown)) => {
                item.stages = parts;
                open.extend(unknown.into_iter().map(|label| Open::LineUnknown.at(line, &item.code, label)));
            }
            Err(why) => open.push(Open::StagesUnreadable.at(line, &item.code, why)),
        }
    }
    if item.conditions.as_ref().is_some_and(|text| text.zh.trim_end().ends_with(['\u{ff1a}', ':'])) {
        open.push(Open::ConditionsCut.at(line, &item.code, ""));
    }
    if let Some(own) = row.one(Key::BodyCode)? {
        let credit = credit_code(&item.code, &own);
        if !credit.is_some_and(checks) {
            open.push(Open::BodyCodeWrong.at(line, &item.code, credit.unwrap_or(own.as_str())));
        }
    }
    item.mode = mode::of(&item, &mapping.modes);
    if item.mode == Mode::Booking && item.link.is_none() {
        item.link.clone_from(&item.booking);
    }
    item.judge()?;
    Ok((item, open))
}

/// The body's credit code at the beginning of an item's code, when it holds the organisation's.
pub(super) fn credit_code<'a>(code: &'a str, organisation: &str) -> Option<&'a str> {
    code.get(..18).filter(|credit| credit.get(8..17) == Some(organisation))
}

fn checks(code: &str) -> bool {
    matches!(CreditCode::read(code), Ok(read) if read.doubt.is_none())
}

fn is_web(link: &str) -> bool {
    (link.starts_with("http://") || link.starts_with("https://")) && !link.contains(char::is_whitespace)
}

fn plain_names(cells: Vec<String>, marks: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for cell in cells {
        for name in cell.split(|c| marks.contains(c)).map(str::trim).filter(|name| !name.is_empty()) {
            if !out.iter().any(|known| known == name) {
                out.push(name.to_owned());
            }
        }
    }
    out
}

fn place(text: &str, mapping: &Mapping) -> Place {
    let stripped = mapping.places.strip.iter().find_map(|prefix| text.strip_prefix(prefix.as_str()));
    Place { address: stripped.unwrap_or(text).trim().to_owned(), ..Place::default() }
}

fn materials(names: Vec<String>) -> Vec<Material> {
    let material = |(number, name): (usize, String)| Material {
        key: ["m", &number.to_string()].concat(),
        name: Text::zh(name),
        kind: None,
        necessity: None,
        condition: None,
        source: None,
        copies: None,
        spec: None,
        standard: None,
        basis: None,
        answered_by: None,
        issuer: None,
    };
    (1..).zip(names).map(material).collect()
}
