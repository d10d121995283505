//! The index that people search: built from what rooms hold, kept up by reading the journal, with
//! its position inside its own commit. It can be deleted at any time and builds itself anew.

use std::{path::Path, sync::Arc, time::Duration};

use catalogue::ItemId;
use search::{Index, Vocabulary};
use store::{Error, Read, Store};

use crate::{data, outcome::Failure};

/// Themes are found by their key, after this.
pub const THEME: &str = "theme:";
/// Bundles likewise.
pub const THING: &str = "thing:";

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
                for id in changed {
                    if let Some(document) = store.read(|read| catalogue::document_of(read, &id))? {
                        self.index.put(&[document]).map_err(failed)?;
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
            let (documents, next) = store.read(|read| catalogue::documents(read, &after, AT_ONCE))?;
            self.index.put(&documents).map_err(failed)?;
            let Some(next) = next else { break };
            after = next;
        }
        let mut after = String::new();
        loop {
            let (documents, next) = store.read(|read| catalogue::body_documents(read, &after, AT_ONCE))?;
            self.index.put(&documents).map_err(failed)?;
            let Some(next) = next else { break };
            after = next;
        }
        let themes = store.read(catalogue::theme_documents)?;
        self.index.put(&themes).map_err(failed)?;
        let bundles = store.read(catalogue::bundle_documents)?;
        self.index.put(&bundles).map_err(failed)
    }
}

/// Items touched between two positions; `None` when so much is that all is built anew.
fn touched(read: &Read<'_>, from: i64, to: i64) -> Result<Option<Vec<ItemId>>, Error> {
    let mut ids: Vec<ItemId> = Vec::new();
    let mut after = from;
    while after < to {
        let events = read.events_after(after, 1_000)?;
        let Some(last) = events.last() else { break };
        after = last.position;
        for event in &events {
            // Drafts of bundles are nobody's to find.
            let bundle = matches!(event.kind.as_str(), "bundle.published" | "bundle.ended");
            if bundle || event.stream.starts_with("body_") || event.stream.starts_with("theme_") {
                return Ok(None);
            }
            ids.extend(event.stream.parse::<ItemId>());
        }
        if ids.len() > 2_000 {
            return Ok(None);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}
