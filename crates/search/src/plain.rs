//! Plain speech 大白话: what is only said to be polite or to ask is taken away, and what people call a
//! matter is found among the groups of the vocabulary, also when other words stand in between.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    segment::{Run, Segmenter, runs},
    vocabulary::Vocabulary,
};

/// What was said, without what has no weight.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Said {
    /// Words that count, in order.
    pub words: Vec<String>,
    /// The same in one string.
    pub compressed: String,
    pub matches: Vec<Match>,
}

/// A group of the vocabulary that was meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    /// The group's word that was recognised.
    pub said: String,
    pub to: Vec<String>,
}

/// A group's word that is several words to the dictionary.
struct Several {
    word: String,
    parts: Vec<String>,
}

/// The ear: vocabulary and dictionary together.
pub(crate) struct Speech {
    pub vocabulary: Vocabulary,
    pub segmenter: Arc<Segmenter>,
    /// By their longest part.
    several: HashMap<String, Vec<Several>>,
}

/// Words further apart than this do not belong together.
const APART: usize = 6;

impl Speech {
    pub(crate) fn new(vocabulary: Vocabulary) -> Self {
        let segmenter = Segmenter::of(&vocabulary);
        let mut speech = Self { vocabulary, segmenter, several: HashMap::new() };
        let mut several: HashMap<String, Vec<Several>> = HashMap::new();
        for word in speech.vocabulary.keys().filter(|word| !word.is_ascii()) {
            let parts = speech.kept(word);
            let letters: usize = parts.iter().map(|part| part.chars().count()).sum();
            if parts.len() < 2 || letters < 3 {
                continue;
            }
            if let Some(anchor) = parts.iter().max_by_key(|part| part.len()).cloned() {
                several.entry(anchor).or_default().push(Several { word: word.to_owned(), parts });
            }
        }
        speech.several = several;
        speech
    }

    /// Understands folded text.
    pub(crate) fn hear(&self, text: &str) -> Said {
        let mut words = self.kept(text);
        if words.is_empty() {
            words = self.cut(text);
        }
        let compressed = words.concat();
        let mut found: Vec<String> = Vec::new();
        for line in [text, &compressed] {
            for stretch in line.split(|c: char| !c.is_alphanumeric()) {
                found.extend(self.within(stretch));
                found.extend(self.parted(stretch));
            }
        }
        found.extend(self.apart(&words));
        for word in &words {
            if !found.iter().any(|known| known.contains(word.as_str())) {
                found.extend(self.of_its_kind(word));
            }
        }
        Said { compressed, matches: self.matches(found), words }
    }

    /// The words of `text` that count.
    fn kept(&self, text: &str) -> Vec<String> {
        let lists = self.vocabulary.words();
        let bare = without(text, &lists.phrases);
        let mut out = Vec::new();
        for (_, run) in runs(&bare) {
            match run {
                Run::Latin(latin) => out.push(latin.to_owned()),
                Run::Han(han) => {
                    let trimmed = trim(han, &lists.leading, &lists.trailing);
                    let words = self.segmenter.words(trimmed);
                    out.extend(words.into_iter().filter(|word| !lists.stop.contains(*word)).map(str::to_owned));
                }
            }
        }
        out
    }

    fn cut(&self, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        for (_, run) in runs(text) {
            match run {
                Run::Latin(latin) => out.push(latin.to_owned()),
                Run::Han(han) => out.extend(self.segmenter.words(han).into_iter().map(str::to_owned)),
            }
        }
        out
    }

    /// Group words that stand in a stretch without signs as they are. Those of two characters must be words of it, or
    /// begin or end a longer one (`拍卖` in `拍卖行`); a single one must be a word.
    fn within(&self, text: &str) -> Vec<String> {
        let mut borders: HashSet<usize> = HashSet::from([0]);
        let mut parts: HashSet<(usize, usize)> = HashSet::new();
        let mut at = 0;
        for word in self.segmenter.words(text) {
            let end = at + word.len();
            let second: usize = word.chars().take(2).map(char::len_utf8).sum();
            let last: usize = word.chars().rev().take(2).map(char::len_utf8).sum();
            parts.extend([(at, at + second), (end - last, end)]);
            at = end;
            borders.insert(at);
        }
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut found = Vec::new();
        for (place, from) in starts.iter().enumerate() {
            for (length, to) in starts.iter().skip(place + 1).take(self.vocabulary.longest()).enumerate() {
                let Some(part) = text.get(*from..*to) else { continue };
                let whole = borders.contains(from) && borders.contains(to);
                let fits = whole || length > 1 || (length == 1 && parts.contains(&(*from, *to)));
                if fits && self.vocabulary.knows(part) {
                    found.push(part.to_owned());
                }
            }
        }
        found
    }

    /// A verb of one character and the end of its object, with what stands between: `盖房` in
    /// `盖两层新房`, `养狗` in `养了条小狗`.
    fn parted(&self, text: &str) -> Vec<String> {
        let words = self.segmenter.words(text);
        let mut found = Vec::new();
        for (place, verb) in words.iter().enumerate() {
            if verb.chars().count() != 1 || !self.vocabulary.words().verbs.contains(*verb) {
                continue;
            }
            for object in words.iter().skip(place + 1).take(4) {
                let end = object.chars().next_back().map(|last| format!("{verb}{last}"));
                found.extend(end.filter(|word| self.vocabulary.knows(word)));
            }
        }
        found
    }

    /// The pattern that a word ends like: `*店` for a kind of shop that no group names.
    fn of_its_kind(&self, word: &str) -> Option<String> {
        let length = word.chars().count();
        (1..length).filter(|skip| length - skip <= 2).find_map(|skip| {
            let end: String = word.chars().skip(skip).collect();
            let pattern = format!("*{end}");
            self.vocabulary.knows(&pattern).then_some(pattern)
        })
    }

    /// Group words whose parts were said not far from each other, in any order if all are words of two
    /// characters and more.
    fn apart(&self, words: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for (place, word) in words.iter().enumerate() {
            let near: Vec<&String> = words.iter().skip(place.saturating_sub(APART)).take(2 * APART + 1).collect();
            for several in self.several.get(word).into_iter().flatten() {
                // `公司要开专票` is not `开公司`: a verb of one character goes before its object.
                let ordered = several.parts.iter().any(|part| part.chars().count() == 1);
                let mut rest = near.iter();
                let said = several
                    .parts
                    .iter()
                    .all(|part| if ordered { rest.any(|word| *word == part) } else { near.contains(&part) });
                if said {
                    found.push(several.word.clone());
                }
            }
        }
        found
    }

    /// The groups of the words found; a word inside a longer one found is not meant by itself.
    fn matches(&self, mut found: Vec<String>) -> Vec<Match> {
        found.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then(a.cmp(b)));
        found.dedup();
        let mut matches: Vec<Match> = Vec::new();
        for word in found {
            if matches.iter().any(|longer| inside(&word, &longer.said)) {
                continue;
            }
            let mut to: Vec<String> = Vec::new();
            for group in self.vocabulary.groups_of(&word) {
                for term in group.to.iter().filter(|term| **term != word) {
                    if !to.contains(term) {
                        to.push(term.clone());
                    }
                }
            }
            matches.push(Match { said: word, to });
        }
        matches
    }
}

/// Whether the characters of `word` all stand in `longer`, in order.
fn inside(word: &str, longer: &str) -> bool {
    let mut rest = longer.chars();
    word != longer && word.chars().all(|c| rest.any(|other| other == c))
}

/// `text` with every phrase of the list made a space, longest first.
fn without(text: &str, phrases: &HashSet<String>) -> String {
    let longest = phrases.iter().map(|phrase| phrase.chars().count()).max().unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    'next: while let Some(first) = rest.chars().next() {
        let ends: Vec<usize> =
            rest.char_indices().map(|(at, _)| at).skip(1).chain([rest.len()]).take(longest).collect();
        for end in ends.into_iter().rev() {
            if rest.get(..end).is_some_and(|part| phrases.contains(part)) {
                out.push(' ');
                rest = rest.get(end..).unwrap_or("");
                continue 'next;
            }
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or("");
    }
    out
}

/// A run without the words that only open or close a question.
fn trim<'a>(run: &'a str, leading: &HashSet<String>, trailing: &HashSet<String>) -> &'a str {
    let mut rest = run;
    loop {
        let begin = leading.iter().filter_map(|word| rest.strip_prefix(word.as_str())).min_by_key(|rest| rest.len());
        let end = trailing.iter().filter_map(|word| rest.strip_suffix(word.as_str())).min_by_key(|rest| rest.len());
        match begin.or(end) {
            Some(shorter) if !shorter.is_empty() => rest = shorter,
            _ => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech() -> Speech {
        let own = "[[group]]\nwords = [\"开饭馆\"]\nto = [\"食品经营许可\"]\n[[group]]\nwords = [\"饭馆\"]\nto = [\"餐饮\"]\n";
        Speech::new(Vocabulary::new(own).unwrap())
    }

    #[test]
    fn politeness_and_questions_have_no_weight() {
        let said = speech().hear("你好，请问我想退休需要什么材料呢");
        assert_eq!(said.compressed, "退休");
    }

    #[test]
    fn a_matter_is_recognised_with_words_in_between() {
        let said = speech().hear("想开个小饭馆");
        let words: Vec<&str> = said.matches.iter().map(|found| found.said.as_str()).collect();
        assert!(words.contains(&"开饭馆") || words.contains(&"开小饭馆"), "{said:?}");
        assert!(!words.contains(&"饭馆"), "a word inside a longer one is not meant by itself");
    }

    #[test]
    fn what_is_only_politeness_is_still_searched() {
        assert!(!speech().hear("怎么办").words.is_empty());
    }
}
