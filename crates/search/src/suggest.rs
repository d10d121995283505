//! Help when nothing was found: words of this index that the person may have meant, and its themes.

use tantivy::{Searcher, Term, collector::TopDocs, query::TermQuery, schema::IndexRecordOption};

use crate::{
    document::Kind,
    index::{Error, State},
    reading::letters,
    segment::units,
    understand::Understood,
};

/// How many suggestions help on.
const SUGGESTIONS: usize = 5;

/// Words that would find something: themes first, then names of like sound or with the same characters.
pub(crate) fn suggestions(state: &State, searcher: &Searcher, understood: &Understood) -> Result<Vec<String>, Error> {
    let mut out: Vec<String> = Vec::new();
    let lexicon = state.lexicon(searcher);
    let said: Vec<char> = understood.compressed.chars().collect();
    let sound = letters(&understood.compressed);
    let mut words: Vec<String> = Vec::new();
    if (4..=24).contains(&sound.len()) {
        words.extend(lexicon.near(&sound, 2).into_iter().take(2).map(|entry| entry.word.to_string()));
    }
    let shared = lexicon.matching(|word| word.chars().filter(|c| said.contains(c)).count() * 2 >= word.chars().count());
    words.extend(shared.into_iter().take(SUGGESTIONS).map(|entry| entry.word.to_string()));
    for word in words {
        let known = units(&word)
            .iter()
            .all(|unit| searcher.doc_freq(&Term::from_field_text(state.fields.name, unit)).unwrap_or(0) > 0);
        if known && !out.contains(&word) && out.len() < SUGGESTIONS {
            out.push(word);
        }
    }
    let themes =
        TermQuery::new(Term::from_field_text(state.fields.kind, Kind::Theme.as_str()), IndexRecordOption::Basic);
    for (_, address) in searcher.search(&themes, &TopDocs::with_limit(SUGGESTIONS).order_by_score())? {
        if out.len() < SUGGESTIONS + 3
            && let Some(card) = state.fields.card(&searcher.doc(address)?)
            && !out.contains(&card.title.zh)
        {
            out.push(card.title.zh);
        }
    }
    Ok(out)
}
