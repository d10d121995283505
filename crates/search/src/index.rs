//! The index as a whole: opened or rebuilt, changed, committed with the subscriber's position, and
//! searched. It never outlives its version: an index of another version, vocabulary or a damaged one
//! is thrown away and starts at position 0.

use std::{
    collections::HashMap,
    fmt, fs,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

use tantivy::{
    DocAddress, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term, directory::MmapDirectory,
    indexer::NoMergePolicy,
};

use crate::{
    document::Document,
    find,
    known::Known,
    lexicon::Lexicon,
    plain::Speech,
    query::{Found, Query},
    schema::{Fields, VERSION},
    vocabulary::Vocabulary,
};

/// The least that the engine accepts; given back after each commit.
const WRITER_BYTES: usize = 15_000_000;
/// More segments than this are made one at the next commit.
const SEGMENTS: usize = 8;
/// Cards kept for ranking, some kilobytes each.
const CARDS: usize = 8_192;
/// So far the position on disk may fall behind while nothing changes.
const UNWRITTEN: i64 = 1_000;

/// What goes wrong with an index. Nothing here is the fault of who searches.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the folder of the index: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the folder holds something else than an index: {0}")]
    NotAnIndex(String),
    #[error("the index: {0}")]
    Engine(#[from] TantivyError),
    #[error("the vocabulary: {0}")]
    Vocabulary(String),
}

/// The index. Clones are the same index; searching and changing may go on at the same time.
#[derive(Clone)]
pub struct Index {
    state: Arc<State>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

pub(crate) struct State {
    engine: tantivy::Index,
    reader: IndexReader,
    pub fields: Fields,
    vocabulary: Vocabulary,
    speech: OnceLock<Speech>,
    lexicon: RwLock<Option<(u64, Arc<Lexicon>)>>,
    /// Cards lately weighed, of one generation.
    known: Mutex<(u64, HashMap<DocAddress, Arc<Known>>)>,
    writer: Mutex<Option<IndexWriter>>,
    /// A position that nothing was changed for; not on disk yet.
    ahead: AtomicI64,
}

impl Index {
    /// Opens the index in `dir`, made where it is wanting and rebuilt empty where it is of another
    /// version, vocabulary or unreadable; `None` keeps it in memory.
    ///
    /// # Errors
    /// The folder cannot be written, or holds something that is not an index.
    pub fn open(dir: Option<&Path>, vocabulary: Vocabulary) -> Result<Self, Error> {
        let fields = Fields::new();
        let engine = match dir {
            None => tantivy::Index::create_in_ram(fields.schema.clone()),
            Some(dir) => on_disk(dir, &fields, &vocabulary)?,
        };
        let mut engine = engine;
        engine.set_tokenizers(Fields::tokenizers());
        let reader =
            engine.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(200).try_into()?;
        Ok(Self {
            state: Arc::new(State {
                engine,
                reader,
                fields,
                vocabulary,
                speech: OnceLock::new(),
                lexicon: RwLock::new(None),
                known: Mutex::default(),
                writer: Mutex::new(None),
                ahead: AtomicI64::new(0),
            }),
        })
    }

    /// The position of the last commit; 0 for a new or rebuilt index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn position(&self) -> Result<i64, Error> {
        Ok(self.state.lasting()?.max(self.state.ahead.load(Ordering::Acquire)))
    }

    /// How many documents can be found.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.state.searcher().num_docs()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds documents, in place of those of the same key. Found after the next commit.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn put(&self, documents: &[Document]) -> Result<(), Error> {
        let segmenter = &self.state.speech().segmenter;
        let mut guard = self.state.writer();
        let writer = self.state.writing(&mut guard)?;
        for document in documents {
            writer.delete_term(Term::from_field_text(self.state.fields.key, &document.key));
            writer.add_document(self.state.fields.entry(document, segmenter))?;
        }
        Ok(())
    }

    /// Takes a document out, with the next commit.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn remove(&self, key: &str) -> Result<(), Error> {
        let mut guard = self.state.writer();
        let writer = self.state.writing(&mut guard)?;
        writer.delete_term(Term::from_field_text(self.state.fields.key, key));
        Ok(())
    }

    /// Takes every document out, with the next commit.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn clear(&self) -> Result<(), Error> {
        let mut guard = self.state.writer();
        self.state.writing(&mut guard)?.delete_all_documents()?;
        Ok(())
    }

    /// Makes changes lasting and visible together with the position they lead to. Where nothing was
    /// changed the position is kept in memory and written once in a while: after a crash a few events
    /// are read again.
    ///
    /// # Errors
    /// The index cannot be written; the changes since the last commit are lost then and must be
    /// made again from `position()`.
    pub fn commit(&self, position: i64) -> Result<(), Error> {
        let mut guard = self.state.writer();
        if guard.is_none() && (0..UNWRITTEN).contains(&(position - self.state.lasting()?)) {
            self.state.ahead.store(position, Ordering::Release);
            return Ok(());
        }
        self.state.writing(&mut guard)?;
        let Some(mut writer) = guard.take() else { return Ok(()) };
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&position.to_string());
        prepared.commit()?;
        let segments = self.state.engine.searchable_segment_ids()?;
        if segments.len() > SEGMENTS {
            writer.merge(&segments).wait()?;
        }
        writer.wait_merging_threads()?;
        self.state.ahead.store(0, Ordering::Release);
        self.state.reader.reload()?;
        Ok(())
    }

    /// Searches what is committed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        find::search(&self.state, query)
    }

    /// Loads what the first search would wait for.
    pub fn warm(&self) {
        let searcher = self.state.searcher();
        self.state.speech();
        self.state.lexicon(&searcher);
    }
}

impl State {
    /// The position on disk.
    fn lasting(&self) -> Result<i64, Error> {
        let payload = self.engine.load_metas()?.payload;
        Ok(payload.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(crate) fn speech(&self) -> &Speech {
        self.speech.get_or_init(|| Speech::new(self.vocabulary.clone()))
    }

    /// The lexicon of the documents that `searcher` sees.
    pub(crate) fn lexicon(&self, searcher: &Searcher) -> Arc<Lexicon> {
        let generation = searcher.generation().generation_id();
        let known = self.lexicon.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, lexicon)) = known.as_ref()
            && *of == generation
        {
            return Arc::clone(lexicon);
        }
        drop(known);
        let lexicon = Arc::new(Lexicon::new(self.named(searcher), &self.vocabulary));
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = Some((generation, Arc::clone(&lexicon)));
        lexicon
    }

    /// The words of names with the number of documents that bear them; a segment that cannot be read
    /// adds none.
    fn named(&self, searcher: &Searcher) -> impl Iterator<Item = (String, u32)> + use<> {
        let mut words = HashMap::<String, u32>::new();
        for segment in searcher.segment_readers() {
            let Ok(inverted) = segment.inverted_index(self.fields.word) else { continue };
            let Ok(mut terms) = inverted.terms().stream() else { continue };
            while terms.advance() {
                if let Ok(word) = std::str::from_utf8(terms.key()) {
                    *words.entry(word.to_owned()).or_default() += terms.value().doc_freq;
                }
            }
        }
        words.into_iter()
    }

    /// A card, read from the engine once for each generation of the index.
    pub(crate) fn card(&self, searcher: &Searcher, address: DocAddress) -> Result<Option<Arc<Known>>, Error> {
        let generation = searcher.generation().generation_id();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != generation || known.1.len() >= CARDS {
            *known = (generation, HashMap::new());
        }
        if let Some(card) = known.1.get(&address) {
            return Ok(Some(Arc::clone(card)));
        }
        let Some(card) = self.fields.card(&searcher.doc(address)?) else { return Ok(None) };
        let card = Arc::new(Known::new(card));
        known.1.insert(address, Arc::clone(&card));
        Ok(Some(card))
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing<'a>(&self, guard: &'a mut Option<IndexWriter>) -> Result<&'a mut IndexWriter, Error> {
        if guard.is_none() {
            let writer = self.engine.writer_with_num_threads(1, WRITER_BYTES)?;
            // Merged by hand in `commit`, so that nothing works on when the writer is given back.
            writer.set_merge_policy(Box::new(NoMergePolicy));
            *guard = Some(writer);
        }
        guard.as_mut().ok_or_else(|| TantivyError::InternalError("no writer".into()).into())
    }
}

/// Opens or makes the index in `dir`.
fn on_disk(dir: &Path, fields: &Fields, vocabulary: &Vocabulary) -> Result<tantivy::Index, Error> {
    let stamp = format!("tongban search {VERSION} {} {:016x}\n", tantivy::version_string(), vocabulary.digest());
    let stamp_file = dir.join("version");
    fs::create_dir_all(dir)?;
    let found = fs::read_to_string(&stamp_file).unwrap_or_default();
    if found == stamp
        && let Ok(engine) = tantivy::Index::open_in_dir(dir)
        && engine.schema() == fields.schema
        && engine.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    {
        return Ok(engine);
    }
    if fs::read_dir(dir)?.next().is_some() && !found.starts_with("tongban search ") {
        return Err(Error::NotAnIndex(dir.display().to_string()));
    }
    fs::remove_dir_all(dir)?;
    fs::create_dir_all(dir)?;
    // The stamp first: a folder with a stamp and no index is rebuilt, one without is not ours.
    fs::write(&stamp_file, stamp)?;
    let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
    Ok(tantivy::Index::create(directory, fields.schema.clone(), tantivy::IndexSettings::default())?)
}
