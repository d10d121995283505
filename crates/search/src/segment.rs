//! Cutting folded text: words by the dictionary, and pairs of characters so that what no dictionary
//! knows still matches. The same cuts serve the index and the query.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use jieba_rs::Jieba;
use tantivy::tokenizer::{Language, SimpleTokenizer, Stemmer, TextAnalyzer};

use crate::{fold::is_han, vocabulary::Vocabulary};

/// A stretch of folded text of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run<'a> {
    Han(&'a str),
    /// Letters and digits.
    Latin(&'a str),
}

impl<'a> Run<'a> {
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Han(text) | Self::Latin(text) => text,
        }
    }
}

/// The stretches of `text`, with the byte each begins at; punctuation parts them.
pub(crate) fn runs(text: &str) -> Vec<(usize, Run<'_>)> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Han,
        Latin,
        Other,
    }
    let class = |c: char| match c {
        c if is_han(c) => Class::Han,
        c if c.is_alphanumeric() => Class::Latin,
        _ => Class::Other,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut current = Class::Other;
    let ends = text.char_indices().map(|(at, c)| (at, class(c))).chain([(text.len(), Class::Other)]);
    let mut last = Class::Other;
    for (at, now) in ends {
        if now != current || at == text.len() {
            if let Some(part) = text.get(start..at).filter(|part| !part.is_empty()) {
                match current {
                    Class::Han => out.push((start, Run::Han(part))),
                    Class::Latin => out.push((start, Run::Latin(part))),
                    Class::Other => {}
                }
            }
            start = at;
            current = now;
        }
        last = now;
    }
    debug_assert!(last == Class::Other);
    out
}

/// Single characters and neighbouring pairs of a run of Chinese characters.
pub(crate) fn grams(han: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = han.char_indices().map(|(at, _)| at).chain([han.len()]).collect();
    let windows = |width: usize| {
        let starts = starts.clone();
        (0..starts.len().saturating_sub(width))
            .filter_map(move |place| Some((*starts.get(place)?, *starts.get(place + width)?)))
    };
    windows(1).chain(windows(2)).filter_map(move |(from, to)| han.get(from..to))
}

/// The units that `text` is matched by: pairs for longer runs, the character for single ones, and
/// stems for letters (marked, so that they never meet a character).
pub(crate) fn units(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (_, run) in runs(text) {
        match run {
            Run::Han(han) => {
                let single = han.chars().count() == 1;
                out.extend(grams(han).filter(|gram| single || gram.chars().count() == 2).map(str::to_owned));
            }
            Run::Latin(latin) => out.push(stem(latin)),
        }
    }
    out.dedup();
    out
}

/// Stem of one English word, lower case; digits and other scripts unchanged.
pub(crate) fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut analyser =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(Stemmer::new(Language::English)).build();
    let mut stream = analyser.token_stream(word);
    let mut out = String::new();
    while let Some(token) = stream.next() {
        out.push_str(&token.text);
    }
    out
}

/// The dictionary. Some 35 MB, loaded once for each vocabulary when the first word is cut.
pub(crate) struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// The segmenter of `vocabulary`, shared by every index that uses the same.
    pub(crate) fn of(vocabulary: &Vocabulary) -> Arc<Self> {
        type Shared = Vec<(u64, Weak<Segmenter>)>;
        static SHARED: Mutex<Shared> = Mutex::new(Vec::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.retain(|(_, segmenter)| segmenter.strong_count() > 0);
        let digest = vocabulary.digest();
        if let Some(known) = shared.iter().find(|(of, _)| *of == digest).and_then(|(_, weak)| weak.upgrade()) {
            return known;
        }
        let mut jieba = Jieba::new();
        for word in vocabulary.dictionary() {
            jieba.add_word(word, Some(2_000), None);
        }
        let segmenter = Arc::new(Self { jieba });
        shared.push((digest, Arc::downgrade(&segmenter)));
        segmenter
    }

    /// Words of a run of Chinese characters, in order, without overlap.
    pub(crate) fn words<'a>(&self, han: &'a str) -> Vec<&'a str> {
        self.jieba.cut(han, false).into_iter().map(|token| token.word).collect()
    }

    /// What the index stores for `text`: units, single characters, and words of three and more.
    pub(crate) fn terms(&self, text: &str, singles: bool) -> String {
        let mut out = String::with_capacity(text.len() * 3);
        let mut push = |term: &str| {
            out.push_str(term);
            out.push(' ');
        };
        for (_, run) in runs(text) {
            match run {
                Run::Latin(latin) => push(&stem(latin)),
                Run::Han(han) => {
                    let single = han.chars().count() == 1;
                    for gram in grams(han) {
                        if single || singles || gram.chars().count() == 2 {
                            push(gram);
                        }
                    }
                    for token in self.jieba.cut_for_search(han, false) {
                        if token.word.chars().count() > 2 {
                            push(token.word);
                        }
                    }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_parted_by_script_and_punctuation() {
        let runs = runs("办理a类证(新)ⅱ");
        let texts: Vec<&str> = runs.iter().map(|(_, run)| run.text()).collect();
        assert_eq!(texts, ["办理", "a", "类证", "新", "ⅱ"]);
    }

    #[test]
    fn units_are_pairs_or_the_only_character() {
        assert_eq!(units("公积金 税"), ["公积", "积金", "税"]);
        assert_eq!(units("pensions"), ["pension"]);
    }
}
