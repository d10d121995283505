//! The divisions of the five levels and their history, from the files in `data/divisions`. Some
//! 45,000 rows: written a hundred a statement, with one entry in the journal for all of them.

use std::{collections::BTreeMap, io::Read as _, sync::Arc};

use kernel::{Date, DivisionCode, division::Level};
use store::{Error, Sql, Store, Tx, Value};

use super::{ImportError, changes};
use crate::{
    division::Kind,
    records::{self, many},
};

/// The files, as they lie in `data/divisions`; those ending in `.gz` still packed.
#[derive(Debug, Clone, Copy)]
pub struct DivisionFiles<'a> {
    /// `provinces.csv.gz`
    pub provinces: &'a [u8],
    /// `cities.csv.gz`
    pub cities: &'a [u8],
    /// `areas.csv.gz`
    pub areas: &'a [u8],
    /// `streets.csv.gz`
    pub streets: &'a [u8],
    /// `changes-to-2021.jsonl.gz`
    pub changes: &'a [u8],
    /// `corrections.jsonl`
    pub corrections: &'a [u8],
    /// `specials.csv`
    pub specials: &'a [u8],
    /// `pcc2021-hongkong.csv`
    pub hongkong: &'a [u8],
    /// `pcc2021-macau.csv`
    pub macau: &'a [u8],
    /// `names-en.csv`
    pub english: &'a [u8],
}

/// What was taken over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DivisionReport {
    pub provinces: usize,
    pub cities: usize,
    pub counties: usize,
    pub townships: usize,
    pub zones: usize,
    pub past: usize,
    pub changes: usize,
    /// Events of the source that name no code.
    pub without_code: usize,
    /// The same files had been taken over before; nothing was written.
    pub unchanged: bool,
}

/// Cities whose townships lie directly under them: Dongguan, Zhongshan, Danzhou, Jiayuguan. What
/// the lists give as their county only repeats them.
pub(crate) const WITHOUT_COUNTIES: [&str; 4] = ["4419", "4420", "4604", "6202"];

/// A row to be written.
pub(super) struct Row {
    pub code: DivisionCode,
    pub name: String,
    pub name_en: Option<String>,
    pub level: Level,
    pub parent: Option<DivisionCode>,
    pub kind: Kind,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Takes over divisions and changes; what was there before is replaced as a whole.
///
/// # Errors
/// The first line that can't be read, with its file; of the store.
pub fn divisions(store: &Store, files: &DivisionFiles<'_>) -> Result<DivisionReport, ImportError> {
    let digest = digest(files);
    let mut rows = current(files)?;
    let history = changes::read(files.changes, files.corrections)?;
    history.date(&mut rows);
    let past = history.past(&rows);
    let count = |level: Level| rows.values().filter(|row| row.level == level && row.kind != Kind::Placeholder).count();
    let zones = rows.values().filter(|row| row.kind == Kind::Zone).count();
    let mut report = DivisionReport {
        provinces: count(Level::Province),
        cities: count(Level::City),
        counties: count(Level::County) - zones,
        townships: count(Level::Township),
        zones,
        past: past.len(),
        changes: history.events.len(),
        without_code: history.without_code,
        unchanged: false,
    };
    let rows: Vec<Row> = rows.into_values().chain(past).collect();
    let shared = Arc::new((rows, history.events, digest, report.clone()));
    report.unchanged = !store.write(move |tx| keep(tx, &shared.0, &shared.1, &shared.2, &shared.3))?;
    Ok(report)
}

fn keep(
    tx: &Tx<'_>,
    rows: &[Row],
    events: &[changes::Event],
    digest: &str,
    report: &DivisionReport,
) -> Result<bool, Error> {
    let payload = serde_json::json!({ "digest": digest, "report": report });
    let records = i64::try_from(rows.len() + events.len()).unwrap_or(i64::MAX);
    if !super::note(tx, "import_divisions", "divisions.imported", digest, records, payload)? {
        return Ok(false);
    }
    tx.execute(&records::DROP_DIVISIONS, &[])?;
    tx.execute(&records::DROP_CHANGES, &[])?;
    many_rows(tx, &many::ONE_DIVISION, &many::MANY_DIVISIONS, rows, many::DIVISION_COLUMNS, Row::cells)?;
    many_rows(tx, &many::ONE_CHANGE, &many::MANY_CHANGES, events, many::CHANGE_COLUMNS, changes::Event::cells)?;
    Ok(true)
}

/// A hundred rows a statement, the rest one by one.
fn many_rows<'a, T>(
    tx: &Tx<'_>,
    one: &'static Sql,
    many: &'static Sql,
    rows: &'a [T],
    columns: usize,
    cells: impl Fn(&'a T, &mut Vec<Value<'a>>),
) -> Result<(), Error> {
    let mut values = Vec::with_capacity(many::AT_ONCE * columns);
    for chunk in rows.chunks(many::AT_ONCE) {
        values.clear();
        chunk.iter().for_each(|row| cells(row, &mut values));
        if chunk.len() == many::AT_ONCE {
            tx.execute(many, &values)?;
        } else {
            for row in values.chunks(columns) {
                tx.execute(one, row)?;
            }
        }
    }
    Ok(())
}

impl Row {
    fn cells<'a>(&'a self, out: &mut Vec<Value<'a>>) {
        out.extend([
            (&self.code).into(),
            (&self.name).into(),
            self.name_en.as_ref().into(),
            self.level.as_str().into(),
            self.parent.as_ref().into(),
            self.kind.as_str().into(),
            self.from.into(),
            self.to.into(),
        ]);
    }
}

/// What holds today, by code.
fn current(files: &DivisionFiles<'_>) -> Result<BTreeMap<DivisionCode, Row>, ImportError> {
    let mut rows = BTreeMap::new();
    let lists: [(&'static str, &[u8], bool); 7] = [
        ("specials.csv", files.specials, false),
        ("provinces.csv.gz", files.provinces, true),
        ("cities.csv.gz", files.cities, true),
        ("areas.csv.gz", files.areas, true),
        ("streets.csv.gz", files.streets, true),
        ("pcc2021-hongkong.csv", files.hongkong, false),
        ("pcc2021-macau.csv", files.macau, false),
    ];
    for (file, bytes, packed) in lists {
        let text = if packed { unpack(file, bytes)? } else { utf8(file, bytes.to_vec())? };
        for (code, name) in csv_rows(file, &text)? {
            rows.entry(code).or_insert_with(|| row(code, name));
        }
    }
    for (code, name) in csv_rows("names-en.csv", &utf8("names-en.csv", files.english.to_vec())?)? {
        if let Some(row) = rows.get_mut(&code) {
            row.name_en = Some(name);
        }
    }
    lift(&mut rows);
    Ok(rows)
}

fn row(code: DivisionCode, name: String) -> Row {
    let placeholder = is_placeholder(&code);
    let zone = code.level() == Level::County && code.as_str().as_bytes().get(4) == Some(&b'7');
    let kind = match (placeholder, zone) {
        (true, _) => Kind::Placeholder,
        (false, true) => Kind::Zone,
        (false, false) => Kind::Ordinary,
    };
    Row { code, name, name_en: None, level: code.level(), parent: code.parent(), kind, from: None, to: None }
}

/// Codes that only group others: the city level of the direct-controlled cities and of counties
/// directly under a province (its last two digits 90), and the repetition of Jiayuguan.
fn is_placeholder(code: &DivisionCode) -> bool {
    let prefix = code.prefix();
    match code.level() {
        Level::City => prefix.ends_with("90") || ["11", "12", "31", "50"].iter().any(|city| prefix.starts_with(city)),
        Level::County => prefix.ends_with("01") && prefix.get(..4).is_some_and(|city| WITHOUT_COUNTIES.contains(&city)),
        _ => false,
    }
}

/// What lies under a placeholder lies under what is above it.
fn lift(rows: &mut BTreeMap<DivisionCode, Row>) {
    let above: BTreeMap<DivisionCode, Option<DivisionCode>> =
        rows.values().filter(|row| row.kind == Kind::Placeholder).map(|row| (row.code, row.code.parent())).collect();
    for row in rows.values_mut() {
        while let Some(Some(parent)) = row.parent.and_then(|parent| above.get(&parent)) {
            row.parent = Some(*parent);
        }
    }
}

fn csv_rows(file: &'static str, text: &str) -> Result<Vec<(DivisionCode, String)>, ImportError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (place, record) in reader.records().enumerate() {
        let wrong = |why: String| ImportError::Line { file, line: place + 2, why };
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let (code, name) = (record.get(0).unwrap_or_default(), record.get(1).unwrap_or_default());
        let code = code.parse().map_err(|_| wrong(["not a division code: ", code].concat()))?;
        if name.is_empty() {
            return Err(wrong("no name".into()));
        }
        rows.push((code, name.to_owned()));
    }
    Ok(rows)
}

pub(super) fn unpack(file: &'static str, bytes: &[u8]) -> Result<String, ImportError> {
    let mut text = Vec::new();
    // A packed bomb is no list of ours.
    let most = 64 << 20;
    flate2::read::GzDecoder::new(bytes)
        .take(most)
        .read_to_end(&mut text)
        .map_err(|error| ImportError::File { file, why: error.to_string() })?;
    utf8(file, text)
}

pub(super) fn utf8(file: &'static str, bytes: Vec<u8>) -> Result<String, ImportError> {
    String::from_utf8(bytes).map_err(|error| ImportError::File { file, why: error.to_string() })
}

fn digest(files: &DivisionFiles<'_>) -> String {
    let parts = [
        files.provinces,
        files.cities,
        files.areas,
        files.streets,
        files.changes,
        files.corrections,
        files.specials,
        files.hongkong,
        files.macau,
        files.english,
    ];
    seals::digest::digest_parts(&parts).to_string()
}
