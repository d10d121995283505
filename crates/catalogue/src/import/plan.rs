//! What an import is going to do: every row judged, beside the rows before it and beside what the
//! catalogue holds. Nothing is written here.

use std::collections::{BTreeMap, HashMap, HashSet};

use directory::{Body, NewBody, bodies};
use kernel::{Calendar, CreditCode, Text, id::BodyId};
use store::{Error, Read};

use super::{Ambiguous, Open, Rejected, Report, open, row, rows};
use crate::{
    ItemId,
    item::Item,
    mapping::{Key, Mapping},
    records,
};

/// What is to be written.
pub(super) struct Plan {
    /// Bodies that the directory does not have.
    pub bodies: Vec<NewBody>,
    pub items: Vec<Change>,
}

/// An item that is new or differs.
pub(super) struct Change {
    pub item: Item,
    pub doc: String,
    pub digest: String,
    /// The item's id and version before.
    pub before: Option<(ItemId, i64)>,
    pub body: Answers,
}

/// The body of an item.
#[derive(Clone)]
pub(super) enum Answers {
    Known(BodyId),
    /// Place in `Plan::bodies`.
    New(usize),
}

struct Known {
    id: ItemId,
    version: i64,
    digest: String,
}

struct Making<'a, 'r> {
    read: &'a Read<'r>,
    mapping: &'a Mapping,
    calendar: Calendar,
    /// What the catalogue holds, by code system and code.
    known: HashMap<String, HashMap<String, Known>>,
    lines: HashMap<(String, String), usize>,
    bodies: Vec<NewBody>,
    answers: HashMap<String, Answers>,
    /// Bodies by level and line in a division, as the directory and this list have them.
    places: HashMap<String, Vec<String>>,
}

pub(super) fn make(read: &Read<'_>, rows: Vec<rows::Line>, mapping: &Mapping) -> Result<(Plan, Report), Error> {
    let mut making = Making {
        read,
        mapping,
        calendar: Calendar::new([]),
        known: HashMap::new(),
        lines: HashMap::new(),
        bodies: Vec::new(),
        answers: HashMap::new(),
        places: HashMap::new(),
    };
    let mut report = Report { read: rows.len(), ..Report::default() };
    let (mut taken, mut changes) = (Vec::new(), Vec::new());
    for rows::Line { line, content } in rows {
        let judged = content.and_then(|content| match content {
            rows::Content::Item(text) => Item::read(&text).map(|item| (item, Vec::new())),
            rows::Content::Cells(cells) => row::item(line, &cells, mapping),
        });
        let judged = match judged {
            Ok((item, open)) => making.body(&item)?.map(|answers| (item, open, answers)),
            Err(reason) => Err(reason),
        };
        match judged.and_then(|(item, open, answers)| making.alone(line, &item).map(|()| (item, open, answers))) {
            Ok((item, open, answers)) => {
                report.ambiguous.extend(open);
                report.ambiguous.extend(open::alone(line, &item, &making.calendar));
                changes.extend(making.change(&item, answers, &mut report)?);
                taken.push((line, item));
            }
            Err(reason) => report.rejected.push(Rejected { line, reason }),
        }
    }
    let named: Vec<(usize, &Item)> = taken.iter().map(|(line, item)| (*line, item)).collect();
    report.ambiguous.extend(open::twins(&named));
    for (line, item) in &taken {
        making.who_is_meant(*line, item, &mut report.ambiguous)?;
    }
    themes(read, &taken, &mut report.ambiguous)?;
    report.ambiguous.sort_by(|a, b| (a.line, a.kind, &a.detail).cmp(&(b.line, b.kind, &b.detail)));
    Ok((Plan { bodies: making.bodies, items: changes }, report))
}

impl Making<'_, '_> {
    /// Whether the code is borne by no line before.
    fn alone(&mut self, line: usize, item: &Item) -> Result<(), String> {
        match self.lines.insert((item.code_system.clone(), item.code.clone()), line) {
            None => Ok(()),
            Some(before) => {
                self.lines.insert((item.code_system.clone(), item.code.clone()), before);
                Err(format!("code: {} stands on line {before} already", item.code))
            }
        }
    }

    /// The body of an item: by key, else by name in the division; foreign lists bring their own.
    fn body(&mut self, item: &Item) -> Result<Result<Answers, String>, Error> {
        let key = format!("{}/{}", item.division, item.body);
        if let Some(known) = self.answers.get(&key) {
            return Ok(Ok(known.clone()));
        }
        let mut found: Vec<Body> = bodies::by_key(self.read, &item.body)?.into_iter().collect();
        if found.is_empty() {
            found = bodies::by_name(self.read, &item.body)?;
            found.retain(|body| body.division == item.division);
            // Bodies with a key of their own go before those that some list brought.
            found.sort_by_key(|body| body.key.starts_with("list-"));
        }
        let answers = match found.into_iter().next() {
            Some(body) => Answers::Known(body.id),
            None if self.mapping.columns.is_empty() => {
                return Ok(Err(format!("body: no body has the key or name {:?}", item.body)));
            }
            None => {
                self.bodies.push(self.new_body(item));
                Answers::New(self.bodies.len() - 1)
            }
        };
        self.answers.insert(key, answers.clone());
        Ok(Ok(answers))
    }

    fn new_body(&self, item: &Item) -> NewBody {
        let credit = self.mapping.columns.contains_key(&Key::BodyCode).then(|| item.code.get(..18)).flatten();
        NewBody {
            key: None,
            name: Text::zh(item.body.clone()),
            short: None,
            uscc: credit.filter(|code| CreditCode::read(code).is_ok()).map(str::to_owned),
            division: item.division,
            level: item.level,
            line: self.mapping.bodies.line(&item.body).to_owned(),
            superior: None,
            address: None,
            phone: None,
            fictional: false,
        }
    }

    fn change(&mut self, item: &Item, body: Answers, report: &mut Report) -> Result<Option<Change>, Error> {
        if !self.known.contains_key(&item.code_system) {
            let mut all = HashMap::new();
            self.read.rows(&records::KNOWN, &[(&item.code_system).into()], |row| {
                all.insert(row.get(0)?, Known { id: row.get(1)?, version: row.get(2)?, digest: row.get(3)? });
                Ok(())
            })?;
            self.known.insert(item.code_system.clone(), all);
        }
        let known = self.known.get(&item.code_system).and_then(|all| all.get(&item.code));
        let doc = serde_json::to_string(item)?;
        let digest = seals::digest::digest(doc.as_bytes()).to_string();
        let before = match known {
            Some(known) if known.digest == digest => {
                report.unchanged += 1;
                return Ok(None);
            }
            Some(known) => {
                report.changed += 1;
                Some((known.id.clone(), known.version))
            }
            None => {
                report.created += 1;
                None
            }
        };
        Ok(Some(Change { item: item.clone(), doc, digest, before, body }))
    }

    /// Labels of the item's own level and above mean one body whoever applies: it should be there.
    fn who_is_meant(&mut self, line: usize, item: &Item, open: &mut Vec<Ambiguous>) -> Result<(), Error> {
        for part in item.stages.iter().filter(|part| part.body.is_none()) {
            let Some(place) = item.division.at_level(part.level) else { continue };
            let label = format!("{} {}", part.level.as_str(), part.line);
            if open.iter().any(|known| {
                known.line == line && known.kind == Open::LineUnknown && known.detail.ends_with(&part.line)
            }) {
                continue;
            }
            let key = format!("{place} {label}");
            if !self.places.contains_key(&key) {
                let mut names: Vec<String> = bodies::at(self.read, &place, part.level, &part.line)?
                    .into_iter()
                    .map(|body| body.name.zh)
                    .collect();
                let new = self
                    .bodies
                    .iter()
                    .filter(|body| body.division == place && body.level == part.level && body.line == part.line);
                names.extend(new.map(|body| body.name.zh.clone()));
                self.places.insert(key.clone(), names);
            }
            match self.places.get(&key).map(Vec::as_slice) {
                Some([_]) => {}
                Some([]) | None => open.push(Open::NoBody.at(line, &item.code, label)),
                Some(names) => {
                    open.push(Open::SeveralBodies.at(line, &item.code, format!("{label}: {}", names.join(", "))));
                }
            }
        }
        Ok(())
    }
}

/// Words of themes that no theme has, each once; while no themes are there, none.
fn themes(read: &Read<'_>, taken: &[(usize, Item)], open: &mut Vec<Ambiguous>) -> Result<(), Error> {
    let mut known: HashSet<String> = HashSet::new();
    read.rows(&records::THEME_WORDS, &[], |row| {
        known.insert(row.get(1)?);
        Ok(())
    })?;
    if known.is_empty() {
        return Ok(());
    }
    let mut unknown: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (line, item) in taken {
        for word in item.themes.iter().filter(|word| !known.contains(*word)) {
            unknown.entry(word).or_insert((*line, &item.code));
        }
    }
    open.extend(unknown.into_iter().map(|(word, (line, code))| Open::ThemeUnknown.at(line, code, word)));
    Ok(())
}
