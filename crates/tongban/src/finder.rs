//! The index that people search: built from what rooms hold, kept up by reading the journal, with
//! its position inside its own commit. It can be deleted at any time and builds itself anew.

use std::{path::Path, sync::Arc, time::Duration};

use catalogue::{Mode, Published, words};
use directory::Body;
use kernel::Text;
use search::{Audience, Document, Index, Kind, Vocabulary};
use store::{Error, Read, Store};

use crate::{data, outcome::Failure};

/// Key prefixes: what a document stands for.
pub const ITEM: &str = "item:";
pub const BODY: &str = "body:";
pub const THEME: &str = "theme:";

/// The index and how it is fed.
#[derive(Clone)]
pub struct Finder {
    pub index: Arc<Index>,
}

const AT_ONCE: u32 = 500;

impl Finder {
    /// Opens the index in a folder, or in memory.
    pub fn open(dir: Option<&Path>) -> Result<Self, Failure> {
        let vocabulary = Vocabulary::new(data::SYNONYMS).map_err(|error| Failure::new("search-vocabulary", error))?;
        let index = Index::open(dir, vocabulary).map_err(|error| Failure::new("search-index", error))?;
        Ok(Self { index: Arc::new(index) })
    }

    /// Takes what is new in the journal; builds everything when the index is new.
    pub fn follow(&self, store: &Store) -> Result<(), Failure> {
        let failed = |error: search::Error| Failure::new("search-index", error);
        let position = self.index.position().map_err(failed)?;
        let newest = store.position()?;
        if newest == position {
            return Ok(());
        }
        let changed = if position == 0 { None } else { store.read(|read| touched(read, position, newest))? };
        match changed {
            Some(changed) if changed.is_empty() => {}
            Some(changed) => {
                for key in changed {
                    let found = store.read(|read| self.one(read, &key))?;
                    match found {
                        Some(document) => self.index.put(&[document]).map_err(failed)?,
                        None => self.index.remove(&key).map_err(failed)?,
                    }
                }
            }
            None => {
                self.index.clear().map_err(failed)?;
                self.everything(store)?;
            }
        }
        self.index.commit(newest).map_err(failed)
    }

    /// Keeps following in the background until the store closes.
    pub fn start(self, store: Store) -> std::io::Result<()> {
        std::thread::Builder::new()
            .name("finder".into())
            .spawn(move || {
                while Arc::strong_count(&self.index) > 1 {
                    if let Err(failure) = self.follow(&store) {
                        tracing::warn!(detail = %failure.detail, "the index does not follow");
                    }
                    std::thread::sleep(Duration::from_millis(500));
                }
            })
            .map(drop)
    }

    fn everything(&self, store: &Store) -> Result<(), Failure> {
        let failed = |error: search::Error| Failure::new("search-index", error);
        let mut after = String::new();
        loop {
            let page = store.read(|read| {
                let items = catalogue::all(read, &after, AT_ONCE)?;
                let mut documents = Vec::with_capacity(items.len());
                for item in &items {
                    documents.push(self.item(read, item)?);
                }
                Ok::<_, Error>((items.last().map(|item| item.id.to_string()), documents))
            })?;
            self.index.put(&page.1).map_err(failed)?;
            let Some(last) = page.0 else { break };
            after = last;
        }
        let mut after = String::new();
        loop {
            let bodies = store.read(|read| directory::bodies::all(read, &after, AT_ONCE))?;
            let Some(last) = bodies.last() else { break };
            after = last.id.to_string();
            self.index.put(&bodies.iter().map(body).collect::<Vec<_>>()).map_err(failed)?;
        }
        let themes = store.read(catalogue::themes)?;
        let documents: Vec<Document> = themes.iter().map(theme).collect();
        self.index.put(&documents).map_err(failed)
    }

    fn one(&self, read: &Read<'_>, key: &str) -> Result<Option<Document>, Error> {
        if let Some(id) = key.strip_prefix(ITEM).and_then(|id| id.parse().ok()) {
            return catalogue::item(read, &id, None)?.map(|item| self.item(read, &item)).transpose();
        }
        if let Some(id) = key.strip_prefix(BODY).and_then(|id| id.parse().ok()) {
            return Ok(directory::bodies::by_id(read, &id)?.as_ref().map(body));
        }
        Ok(None)
    }

    fn item(&self, read: &Read<'_>, published: &Published) -> Result<Document, Error> {
        let item = &published.item;
        let body = directory::bodies::by_id(read, &published.body)?;
        let themes = catalogue::themes_of(read, &published.id)?;
        let mut document = Document::new(Kind::Item, [ITEM, published.id.as_str()].concat(), item.name.clone());
        document.aka.clone_from(&item.aka);
        document.summary = item.summary.as_ref().map(|text| text.zh.clone()).unwrap_or_default();
        document.body_name = body.map(|body| body.name.zh).unwrap_or_default();
        let materials = item.materials.iter().map(|material| material.name.zh.as_str());
        let conditions = item.conditions.as_ref().map(|text| text.zh.chars().take(600).collect::<String>());
        document.text = materials.chain(conditions.as_deref()).collect::<Vec<_>>().join("\n");
        let english = item.summary.as_ref().and_then(|text| text.en.clone());
        let themes_en = themes.iter().filter_map(|theme| theme.name.en.clone());
        document.labels_en = english.into_iter().chain(themes_en).collect::<Vec<_>>().join(", ");
        document.division = Some(item.division);
        let known = item.note.is_some() || !item.materials.is_empty();
        document.weight = f32::from(u8::from(item.mode == Mode::Case)) * 0.6 + f32::from(u8::from(known)) * 0.4;
        let person = item.audience.contains(&words::Audience::Person);
        let firm = item.audience.iter().any(|audience| *audience != words::Audience::Person);
        document.audience.extend(person.then_some(Audience::Person));
        document.audience.extend(firm.then_some(Audience::Enterprise));
        document.tags = themes.iter().map(|theme| [THEME, &theme.key].concat()).collect();
        document.tags.push(["mode:", item.mode.as_str()].concat());
        Ok(document)
    }
}

fn body(body: &Body) -> Document {
    let mut document = Document::new(Kind::Body, [BODY, body.id.as_str()].concat(), body.name.clone());
    document.aka = vec![body.short.zh.clone(), body.line.clone()];
    document.summary = body.address.clone().unwrap_or_default();
    document.division = Some(body.division);
    document
}

fn theme(theme: &catalogue::Theme) -> Document {
    let mut document = Document::new(Kind::Theme, [THEME, &theme.key].concat(), theme.name.clone());
    document.summary = theme.plain.clone().map(|plain: Text| plain.zh).unwrap_or_default();
    document
}

/// Keys touched between two positions; `None` when there are so many that all is built anew.
fn touched(read: &Read<'_>, from: i64, to: i64) -> Result<Option<Vec<String>>, Error> {
    let mut keys = Vec::new();
    let mut after = from;
    while after < to {
        let events = read.events_after(after, 1_000)?;
        let Some(last) = events.last() else { break };
        after = last.position;
        for event in &events {
            if event.stream.starts_with("item_") {
                keys.push([ITEM, &event.stream].concat());
            } else if event.stream.starts_with("body_") {
                keys.push([BODY, &event.stream].concat());
            } else if event.stream.starts_with("theme_") {
                return Ok(None);
            }
        }
        if keys.len() > 2_000 {
            return Ok(None);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(Some(keys))
}
