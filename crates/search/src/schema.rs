//! The fields of the index on disk and how a document becomes one of its entries.

use kernel::{Text, division::DivisionCode};
use serde::{Deserialize, Serialize};
use tantivy::{
    TantivyDocument,
    schema::{BytesOptions, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions, document::Value},
    tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer},
};

use crate::{
    document::{Document, Kind},
    fold::{folded, is_han},
    segment::{Run, Segmenter, runs, stem},
};

/// Changes whenever entries are made otherwise, so that old indexes are rebuilt.
pub(crate) const VERSION: u32 = 2;

/// No name of words longer than this is learnt for readings.
const NAME: usize = 8;
/// Longer texts are cut: what stands at the end of the conditions finds nothing better.
const LONGEST: usize = 6_000;

#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    pub key: Field,
    pub kind: Field,
    /// The division itself; `all` where there is none.
    pub division: Field,
    /// The division and every one above it.
    pub above: Field,
    pub audience: Field,
    pub tag: Field,
    /// Title, plain names and English labels.
    pub name: Field,
    /// Summary, body and text.
    pub rest: Field,
    /// Words of the names, for the lexicon.
    pub word: Field,
    /// What ranking and showing need, as JSON.
    pub card: Field,
}

/// What is kept of a document beside its terms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub kind: Kind,
    pub key: String,
    pub title: Text,
    pub summary: String,
    pub body: String,
    pub division: Option<String>,
    pub weight: f32,
    /// Folded title.
    pub name: String,
    /// Folded plain names.
    pub aka: Vec<String>,
    /// Stems of the English title.
    pub english: String,
    /// Stems of the English labels.
    pub labels: String,
    /// Folded summary and body where they differ from what is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_body: Option<String>,
}

impl Card {
    pub(crate) fn plain_summary(&self) -> &str {
        self.folded_summary.as_deref().unwrap_or(&self.summary)
    }

    pub(crate) fn plain_body(&self) -> &str {
        self.folded_body.as_deref().unwrap_or(&self.body)
    }
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        let terms = |record| {
            TextOptions::default()
                .set_indexing_options(TextFieldIndexing::default().set_tokenizer("spaced").set_index_option(record))
        };
        let key = builder.add_text_field("key", STRING);
        let kind = builder.add_text_field("kind", STRING);
        let division = builder.add_text_field("division", STRING);
        let above = builder.add_text_field("above", STRING);
        let audience = builder.add_text_field("audience", STRING);
        let tag = builder.add_text_field("tag", STRING);
        let name = builder.add_text_field("name", terms(IndexRecordOption::WithFreqs));
        let rest = builder.add_text_field("rest", terms(IndexRecordOption::WithFreqs));
        let word = builder.add_text_field("word", STRING);
        let card = builder.add_bytes_field("card", BytesOptions::default().set_stored());
        let schema = builder.build();
        Self { schema, key, kind, division, above, audience, tag, name, rest, word, card }
    }

    /// Terms arrive cut and separated by spaces.
    pub(crate) fn tokenizers() -> TokenizerManager {
        let manager = TokenizerManager::default();
        manager.register("spaced", TextAnalyzer::from(WhitespaceTokenizer::default()));
        manager
    }

    pub(crate) fn entry(&self, document: &Document, segmenter: &Segmenter) -> TantivyDocument {
        let name = folded(&document.title.zh);
        let aka: Vec<String> = document.aka.iter().map(|aka| folded(aka)).collect();
        let labels = english(&document.labels_en);
        let english = english(document.title.en.as_deref().unwrap_or(""));
        let mut entry = TantivyDocument::default();
        entry.add_text(self.key, &document.key);
        entry.add_text(self.kind, document.kind.as_str());
        entry.add_text(self.division, division_term(document.division));
        for above in document.division.iter().flat_map(DivisionCode::lineage) {
            entry.add_text(self.above, above.as_str());
        }
        if document.audience.is_empty() {
            entry.add_text(self.audience, "all");
        }
        for audience in &document.audience {
            entry.add_text(self.audience, audience.as_str());
        }
        for tag in &document.tags {
            entry.add_text(self.tag, tag);
        }
        let mut terms = segmenter.terms(&name, true);
        for aka in &aka {
            terms.push_str(&segmenter.terms(aka, true));
        }
        terms.push_str(&english);
        terms.push_str(&labels);
        entry.add_text(self.name, terms);
        let text: String = document.text.chars().take(LONGEST).collect();
        let rest = [&document.summary, &document.body_name, &text].map(|text| segmenter.terms(&folded(text), false));
        entry.add_text(self.rest, rest.concat());
        for word in names(&name, &aka, segmenter) {
            entry.add_text(self.word, word);
        }
        let card = Card {
            kind: document.kind,
            key: document.key.clone(),
            title: document.title.clone(),
            summary: document.summary.clone(),
            body: document.body_name.clone(),
            division: document.division.map(|division| division.as_str().to_owned()),
            weight: document.weight.clamp(0.0, 3.0),
            name,
            aka,
            english,
            labels,
            folded_summary: differing(&document.summary),
            folded_body: differing(&document.body_name),
        };
        // A card of texts and numbers always has a JSON form; an empty one would be passed over.
        entry.add_bytes(self.card, &serde_json::to_vec(&card).unwrap_or_default());
        entry
    }

    pub(crate) fn card(&self, entry: &TantivyDocument) -> Option<Card> {
        serde_json::from_slice(entry.get_first(self.card)?.as_bytes()?).ok()
    }
}

pub(crate) fn division_term(division: Option<DivisionCode>) -> String {
    division.map_or_else(|| "all".to_owned(), |division| division.as_str().to_owned())
}

fn differing(text: &str) -> Option<String> {
    Some(folded(text)).filter(|folded| folded != text)
}

/// Stems of English words, each with a space behind.
fn english(text: &str) -> String {
    let mut out = String::new();
    for (_, run) in runs(&folded(text)) {
        if let Run::Latin(latin) = run {
            out.push_str(&stem(latin));
            out.push(' ');
        }
    }
    out
}

/// Words, neighbouring words together, and whole plain names: what may be typed by its reading.
fn names(title: &str, aka: &[String], segmenter: &Segmenter) -> Vec<String> {
    let mut out = Vec::new();
    for text in aka.iter().map(String::as_str).chain([title]) {
        for (_, run) in runs(text) {
            let Run::Han(han) = run else { continue };
            let words = segmenter.words(han);
            for width in 1..=3 {
                for window in words.windows(width) {
                    let joined = window.concat();
                    if (2..=NAME).contains(&joined.chars().count()) {
                        out.push(joined);
                    }
                }
            }
        }
    }
    out.extend(aka.iter().filter(|aka| aka.chars().count() <= NAME && aka.chars().all(is_han)).cloned());
    out.sort();
    out.dedup();
    out
}
