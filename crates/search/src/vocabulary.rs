//! The words that people use and the words that the lists use 用语: synonym groups, stop words, weak
//! words and look-alike characters. The general part is the two files beside this one; a place adds
//! its own as TOML, `[[group]] words = [..] to = [..]`.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde::Deserialize;

use crate::{fold::folded, index::Error, segment::stem};

/// Plain speech to terms of art, one group a line.
const GENERAL: &str = include_str!("general.txt");
/// Words of no weight, and characters taken for one another.
const WORDS: &str = include_str!("words.toml");

/// Who says one of `words` may mean any of `to`.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub words: Vec<String>,
    pub to: Vec<String>,
}

#[derive(Debug, Default)]
struct Inner {
    digest: u64,
    groups: Vec<Group>,
    /// Folded word to its groups; English words by their stems.
    by_word: HashMap<String, Vec<usize>>,
    longest: usize,
    extra: Vec<String>,
    words: Words,
}

/// The general lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Removed wherever they stand.
    pub phrases: HashSet<String>,
    /// Removed at the beginning of what is said.
    pub leading: HashSet<String>,
    /// Removed at its end.
    pub trailing: HashSet<String>,
    /// Removed when they are a word of their own.
    pub stop: HashSet<String>,
    /// Words that half of all names contain: they count little.
    pub weak: HashSet<String>,
    /// Verbs of one character that may stand apart from their object.
    pub verbs: HashSet<String>,
    /// Parts of names that tell a variant of a matter, which one must ask for.
    pub variants: Vec<String>,
    pub english_stop: HashSet<String>,
    /// Sets of characters taken for one another by the eye.
    pub lookalike: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    group: Vec<FileGroup>,
}

#[derive(Deserialize)]
struct FileGroup {
    words: Vec<String>,
    #[serde(default)]
    to: Vec<String>,
}

/// The words an index is opened with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    inner: Arc<Inner>,
}

impl Vocabulary {
    /// The general vocabulary with the groups of `extra` (TOML, may be empty). A group without `to`
    /// says that its words mean the same.
    ///
    /// # Errors
    /// `Error::Vocabulary` if the text is not such TOML.
    pub fn new(extra: &str) -> Result<Self, Error> {
        Self::with_words(extra, &[])
    }

    /// The same with further words for the dictionary, such as names of places and bodies.
    ///
    /// # Errors
    /// `Error::Vocabulary` if the text is not such TOML.
    pub fn with_words(extra: &str, words: &[&str]) -> Result<Self, Error> {
        let file: File = toml::from_str(extra).map_err(|error| Error::Vocabulary(error.to_string()))?;
        let lists: Words = toml::from_str(WORDS).map_err(|error| Error::Vocabulary(error.to_string()))?;
        let mut digest = Digest::default();
        words.iter().for_each(|word| digest.add(word));
        let mut inner = Inner {
            digest: digest.0,
            extra: words.iter().map(|word| folded(word)).collect(),
            words: lists,
            ..Inner::default()
        };
        for group in file.group {
            inner.add(&group.words, &group.to);
        }
        for line in GENERAL.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (words, to) = line.split_once('=').unwrap_or((line, ""));
            let list = |part: &str| -> Vec<String> {
                part.split('、').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            };
            inner.add(&list(words), &list(to));
        }
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Tells one dictionary from another; part of the version of an index. Groups are used when
    /// searching and may change without it.
    pub(crate) fn digest(&self) -> u64 {
        self.inner.digest
    }

    pub(crate) fn words(&self) -> &Words {
        &self.inner.words
    }

    /// Words that the dictionary should know beside its own.
    pub(crate) fn dictionary(&self) -> impl Iterator<Item = &str> {
        self.inner.extra.iter().map(String::as_str)
    }

    /// Every word that someone may say, folded; once for each group it belongs to.
    pub(crate) fn sayings(&self) -> impl Iterator<Item = &str> {
        self.inner.groups.iter().flat_map(|group| &group.words).map(String::as_str)
    }

    /// Every word that someone may mean, folded.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.inner.groups.iter().flat_map(|group| &group.to).map(String::as_str)
    }

    /// Keys of groups: folded words, stems for English.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.inner.by_word.keys().map(String::as_str)
    }

    /// The groups that `word` (folded; stems for English) belongs to.
    pub(crate) fn groups_of(&self, word: &str) -> impl Iterator<Item = &Group> {
        self.inner.by_word.get(word).into_iter().flatten().filter_map(|place| self.inner.groups.get(*place))
    }

    pub(crate) fn knows(&self, word: &str) -> bool {
        self.inner.by_word.contains_key(word)
    }

    /// Characters of the longest word of a group.
    pub(crate) fn longest(&self) -> usize {
        self.inner.longest
    }

    /// Characters that the eye takes for `c`.
    pub(crate) fn lookalikes(&self, c: char) -> impl Iterator<Item = char> {
        self.inner
            .words
            .lookalike
            .iter()
            .filter(move |set| set.contains(c))
            .flat_map(|set| set.chars())
            .filter(move |other| *other != c)
    }
}

impl Inner {
    fn add(&mut self, words: &[String], to: &[String]) {
        let words: Vec<String> = words.iter().map(|word| folded(word.trim())).collect();
        let to: Vec<String> = to.iter().map(|word| folded(word.trim())).collect();
        let place = self.groups.len();
        for word in &words {
            self.longest = self.longest.max(word.chars().count());
            self.by_word.entry(key(word)).or_default().push(place);
        }
        let to = if to.is_empty() { words.clone() } else { to };
        self.groups.push(Group { words, to });
    }
}

/// How a word of a group is looked up: as it is, or by the stems of English words.
pub(crate) fn key(word: &str) -> String {
    if word.is_ascii() { word.split_whitespace().map(stem).collect::<Vec<_>>().join(" ") } else { word.to_owned() }
}

/// FNV-1a: the same number for the same texts on every machine and in every version.
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_adds_its_own_groups() {
        let text = "[[group]]\nwords = [\"開檔口\", \"Street Food\"]\nto = [\"食品经营许可\"]\n";
        let vocabulary = Vocabulary::new(text).unwrap();
        assert_eq!(vocabulary.groups_of("开档口").next().unwrap().to, ["食品经营许可"]);
        assert!(vocabulary.knows("street food"));
        assert_eq!(vocabulary.digest(), Vocabulary::new("").unwrap().digest());
        assert_ne!(vocabulary.digest(), Vocabulary::with_words("", &["前锋区"]).unwrap().digest());
    }

    #[test]
    fn what_is_no_vocabulary_is_refused_with_its_line() {
        let error = Vocabulary::new("[[group]]\nwords = 3\n").unwrap_err();
        assert!(error.to_string().contains("words"), "{error}");
    }

    #[test]
    fn every_general_group_has_words_and_terms() {
        for (number, line) in GENERAL.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (words, to) = line.split_once('=').unwrap_or((line, "、"));
            assert!(!words.trim().is_empty() && !to.trim().is_empty(), "line {}: {line}", number + 1);
            assert!(!line.contains(',') && !line.contains('，'), "line {}: {line}", number + 1);
        }
    }
}
