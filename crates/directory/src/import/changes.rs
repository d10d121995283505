//! The history of divisions: one event a line, with what became of a code. Corrections stand
//! instead of the events of the same old code and year.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Date, DivisionCode};
use serde::Deserialize;
use store::Value;

use super::{
    ImportError,
    divisions::{Row, unpack, utf8},
};
use crate::division::{ChangeKind, Kind};

/// The words of the source for kinds of change.
const KINDS: &str = include_str!("../../data/change-kinds.csv");

#[derive(Deserialize)]
struct Line {
    year: i16,
    #[serde(rename = "type")]
    kind: String,
    old: Side,
    new: Side,
    #[serde(default)]
    doc_no: Option<String>,
}

#[derive(Deserialize)]
struct Side {
    code: Option<String>,
    name: Option<String>,
    #[serde(default)]
    parent_code: Option<String>,
}

/// An event with the code that it ended or changed.
pub(super) struct Event {
    pub year: i16,
    pub place: i64,
    pub kind: ChangeKind,
    pub old: DivisionCode,
    pub old_name: String,
    pub old_parent: Option<DivisionCode>,
    pub new: Option<DivisionCode>,
    pub new_name: Option<String>,
    pub document: Option<String>,
}

impl Event {
    pub fn cells<'a>(&'a self, out: &mut Vec<Value<'a>>) {
        out.extend([
            (&self.old).into(),
            i64::from(self.year).into(),
            self.place.into(),
            self.kind.as_str().into(),
            (&self.old_name).into(),
            self.old_parent.as_ref().into(),
            self.new.as_ref().into(),
            self.new_name.as_ref().into(),
            self.document.as_ref().into(),
        ]);
    }
}

/// All events, ordered by old code and year.
pub(super) struct History {
    pub events: Vec<Event>,
    pub without_code: usize,
    /// The last year in which a code was given to a division.
    begun: BTreeMap<DivisionCode, i16>,
}

pub(super) fn read(packed: &[u8], corrections: &[u8]) -> Result<History, ImportError> {
    const FILE: &str = "changes-to-2021.jsonl.gz";
    const OURS: &str = "corrections.jsonl";
    let kinds = kinds();
    let ours = lines(OURS, &utf8(OURS, corrections.to_vec())?)?;
    let corrected: BTreeSet<(String, i16)> =
        ours.iter().filter_map(|line| Some((short(line.old.code.as_ref()?), line.year))).collect();
    let theirs = lines(FILE, &unpack(FILE, packed)?)?;
    let theirs = theirs
        .into_iter()
        .filter(|line| line.old.code.as_ref().is_none_or(|code| !corrected.contains(&(short(code), line.year))));
    let mut history = History { events: Vec::new(), without_code: 0, begun: BTreeMap::new() };
    for line in theirs.chain(ours) {
        history.take(line, &kinds);
    }
    history.events.sort_by_key(|event| (event.old, event.year));
    let mut last = None;
    let mut place = 0;
    for event in &mut history.events {
        place = if last == Some((event.old, event.year)) { place + 1 } else { 0 };
        last = Some((event.old, event.year));
        event.place = place;
    }
    Ok(history)
}

fn lines(file: &'static str, text: &str) -> Result<Vec<Line>, ImportError> {
    let read = |(place, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| ImportError::Line { file, line: place + 1, why: error.to_string() })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

fn short(code: &str) -> String {
    code.parse::<DivisionCode>().map_or_else(|_| code.to_owned(), |code| code.to_string())
}

/// The kinds that end or change a code; others of the source say nothing of codes.
fn kinds() -> BTreeMap<&'static str, &'static str> {
    KINDS.lines().skip(1).filter_map(|line| line.split_once(',')).collect()
}

impl History {
    fn take(&mut self, line: Line, kinds: &BTreeMap<&str, &str>) {
        let code = |text: Option<&String>| text.and_then(|text| text.parse::<DivisionCode>().ok());
        let (old, new) = (code(line.old.code.as_ref()), code(line.new.code.as_ref()));
        if old.is_none() && new.is_none() {
            self.without_code += 1;
            return;
        }
        let kind = kinds.get(line.kind.as_str()).and_then(|word| ChangeKind::parse(word));
        if let Some(new) = new
            && kind != Some(ChangeKind::Abolished)
            && (old != Some(new) || kind == Some(ChangeKind::Reassigned))
        {
            let begun = self.begun.entry(new).or_insert(line.year);
            *begun = line.year.max(*begun);
        }
        let (Some(old), Some(kind)) = (old, kind) else { return };
        self.events.push(Event {
            year: line.year,
            place: 0,
            kind,
            old,
            old_name: line.old.name.unwrap_or_default(),
            old_parent: code(line.old.parent_code.as_ref()),
            new,
            new_name: line.new.name,
            document: line.doc_no,
        });
    }

    /// Says of rows in use from when they are, where it is known.
    pub fn date(&self, rows: &mut BTreeMap<DivisionCode, Row>) {
        for (code, year) in &self.begun {
            if let Some(row) = rows.get_mut(code) {
                row.from = Date::new(*year, 1, 1).ok();
            }
        }
    }

    /// Codes out of use, with their last name.
    pub fn past(&self, rows: &BTreeMap<DivisionCode, Row>) -> Vec<Row> {
        let mut past: BTreeMap<DivisionCode, Row> = BTreeMap::new();
        for event in self.events.iter().filter(|event| !rows.contains_key(&event.old)) {
            // In the order of years: the last one stands.
            let row = Row {
                code: event.old,
                name: event.old_name.clone(),
                name_en: None,
                level: event.old.level(),
                parent: event.old_parent.filter(|parent| *parent != event.old),
                kind: Kind::Past,
                from: self.begun.get(&event.old).and_then(|year| Date::new(*year, 1, 1).ok()),
                to: Date::new(event.year, 1, 1).ok(),
            };
            past.insert(event.old, row);
        }
        past.into_values().collect()
    }
}
