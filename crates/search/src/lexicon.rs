//! The words of this index by their readings: what an input method is to a keyboard, this is to what
//! was typed without one. Built from the names in the index and the vocabulary when it is first
//! needed after a commit.

use std::collections::HashMap;

use crate::{
    fold::is_han,
    reading::{accent, distance, is_pinyin, is_syllable, readings},
    vocabulary::Vocabulary,
};

/// A word and how likely someone means it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub word: Box<str>,
    pub weight: f32,
}

#[derive(Default)]
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    by_word: HashMap<Box<str>, u32>,
    /// Sorted by the letters of the reading.
    by_letters: Vec<(Box<str>, u32)>,
    /// Sorted by the letters as a southern ear hears them.
    by_accent: Vec<(Box<str>, u32)>,
    /// Sorted by the initials.
    by_initials: Vec<(Box<str>, u32)>,
}

/// How much more a word of plain speech is meant than a word that only names contain.
const SAID: f32 = 2.5;

impl Lexicon {
    /// From words with the number of documents that bear them.
    pub(crate) fn new(named: impl Iterator<Item = (String, u32)>, vocabulary: &Vocabulary) -> Self {
        let mut weights: HashMap<String, f32> = HashMap::new();
        for (word, documents) in named {
            weights.insert(word, f32::ln(1.0 + documents as f32));
        }
        for word in vocabulary.sayings().filter(|word| word.chars().all(is_han)) {
            *weights.entry(word.to_owned()).or_insert(0.0) += SAID;
        }
        for word in vocabulary.terms().filter(|word| word.chars().all(is_han)) {
            weights.entry(word.to_owned()).or_insert(0.5);
        }
        let mut words: Vec<(String, f32)> = weights
            .into_iter()
            .filter(|(word, _)| (2..=12).contains(&word.chars().count()) && word.chars().all(is_han))
            .collect();
        words.sort_by(|a, b| a.0.cmp(&b.0));
        let mut lexicon = Self::default();
        for (word, weight) in words {
            let place = lexicon.entries.len() as u32;
            let length = word.chars().count();
            for reading in readings(&word) {
                lexicon.by_accent.push((accent(&reading.letters).into(), place));
                lexicon.by_letters.push((reading.letters.into(), place));
                if length <= 8 {
                    lexicon.by_initials.push((reading.initials.into(), place));
                }
            }
            lexicon.by_word.insert(word.as_str().into(), place);
            lexicon.entries.push(Entry { word: word.into(), weight });
        }
        for list in [&mut lexicon.by_letters, &mut lexicon.by_accent, &mut lexicon.by_initials] {
            list.sort();
            list.dedup();
            list.shrink_to_fit();
        }
        lexicon
    }

    pub(crate) fn knows(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// Words read exactly so, likeliest first.
    pub(crate) fn read_as(&self, letters: &str) -> Vec<&Entry> {
        self.ranked(equal(&self.by_letters, letters))
    }

    /// Words of these initials, likeliest first; shorter words before longer ones cannot differ here.
    pub(crate) fn initials(&self, initials: &str) -> Vec<&Entry> {
        self.ranked(equal(&self.by_initials, initials))
    }

    /// Words whose reading begins so, likeliest first, for a word that is still being typed.
    pub(crate) fn begins(&self, letters: &str) -> Vec<&Entry> {
        let from = self.by_letters.partition_point(|(known, _)| known.as_ref() < letters);
        let part = self.by_letters.iter().skip(from).take_while(|(known, _)| known.starts_with(letters)).take(400);
        self.ranked(part.map(|(_, place)| *place))
    }

    /// Words read nearly so: the same but for an accent, else within `most` edits.
    pub(crate) fn near(&self, letters: &str, most: usize) -> Vec<&Entry> {
        let alike = self.sounds_like(letters);
        if !alike.is_empty() {
            return alike;
        }
        let mut best = most;
        let mut found: Vec<(usize, u32)> = Vec::new();
        for (known, place) in &self.by_letters {
            if known.len().abs_diff(letters.len()) <= best
                && let Some(edits) = distance(letters, known, best)
            {
                best = edits;
                found.push((edits, *place));
            }
        }
        self.ranked(found.into_iter().filter(|(edits, _)| *edits == best).map(|(_, place)| place))
    }

    /// Words that a southern ear takes for these letters, likeliest first.
    pub(crate) fn sounds_like(&self, letters: &str) -> Vec<&Entry> {
        let spoken = accent(letters);
        self.ranked(equal(&self.by_accent, &spoken).collect::<Vec<_>>())
    }

    /// Words that `test` accepts, likeliest first.
    pub(crate) fn matching(&self, test: impl Fn(&str) -> bool) -> Vec<&Entry> {
        let places = self.entries.iter().enumerate().filter(|(_, entry)| test(&entry.word));
        self.ranked(places.map(|(place, _)| place as u32).collect::<Vec<_>>())
    }

    /// Letters as a string of known words, `None` unless words make up most of it. Syllables that
    /// belong to no word are passed over; in a longer line single letters as well, where a finger
    /// slipped.
    pub(crate) fn decode(&self, letters: &str) -> Option<Vec<&Entry>> {
        #[derive(Clone, Copy)]
        struct Step {
            score: f32,
            covered: usize,
            from: usize,
            entry: Option<u32>,
        }
        let mut steps: Vec<Option<Step>> = vec![None; letters.len() + 1];
        *steps.first_mut()? = Some(Step { score: 0.0, covered: 0, from: 0, entry: None });
        for from in 0..letters.len() {
            let Some(before) = steps.get(from).copied().flatten() else { continue };
            for to in from + 1..=letters.len().min(from + 40) {
                let Some(part) = letters.get(from..to) else { continue };
                let length = part.len();
                let mut offer = |score: f32, covered: usize, entry: Option<u32>| {
                    let step = Step { score: before.score + score, covered: before.covered + covered, from, entry };
                    if let Some(place) = steps.get_mut(to)
                        && place.is_none_or(|known| known.score < step.score)
                    {
                        *place = Some(step);
                    }
                };
                if is_syllable(part) {
                    offer(-2.0, 0, None);
                } else if length == 1 && letters.len() >= 9 {
                    offer(-3.0, 0, None);
                }
                if length >= 3
                    && let Some(place) = self.likeliest(equal(&self.by_letters, part))
                {
                    let weight = self.entries.get(place as usize).map_or(0.0, |entry| entry.weight);
                    offer((length as f32).powf(1.2) + weight.min(6.0) - 2.0, length, Some(place));
                }
            }
        }
        let mut at = letters.len();
        let last = steps.get(at).copied().flatten()?;
        let least = if is_pinyin(letters) { 6 } else { 5 };
        if last.covered * 10 < letters.len() * least {
            return None;
        }
        let mut words = Vec::new();
        while at > 0 {
            let step = steps.get(at).copied().flatten()?;
            words.extend(step.entry.and_then(|place| self.entries.get(place as usize)));
            at = step.from;
        }
        words.reverse();
        // One word and some letters may be anything, also English.
        (words.len() > 1 || least > 5).then_some(words)
    }

    fn likeliest(&self, places: impl Iterator<Item = u32>) -> Option<u32> {
        let weight = |place: &u32| self.entries.get(*place as usize).map_or(0.0, |entry| entry.weight);
        places.max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }

    fn ranked(&self, places: impl IntoIterator<Item = u32>) -> Vec<&Entry> {
        let mut found: Vec<u32> = places.into_iter().collect();
        found.sort_unstable();
        found.dedup();
        let mut entries: Vec<&Entry> = found.into_iter().filter_map(|place| self.entries.get(place as usize)).collect();
        entries.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        entries
    }
}

fn equal<'a>(list: &'a [(Box<str>, u32)], key: &'a str) -> impl Iterator<Item = u32> + 'a {
    let from = list.partition_point(|(known, _)| known.as_ref() < key);
    list.iter().skip(from).take_while(move |(known, _)| known.as_ref() == key).map(|(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let words = ["退休", "公积金", "提取", "养老保险", "居民身份证", "通讯"];
        Lexicon::new(words.iter().map(|word| ((*word).to_owned(), 2)), &Vocabulary::new("").unwrap())
    }

    fn first<'a>(entries: &[&'a Entry]) -> &'a str {
        entries.first().map_or("", |entry| &entry.word)
    }

    #[test]
    fn words_are_found_by_reading_initials_and_beginning() {
        let lexicon = lexicon();
        assert_eq!(first(&lexicon.read_as("tuixiu")), "退休");
        assert_eq!(first(&lexicon.initials("gjj")), "公积金");
        assert!(lexicon.begins("yanglaob").iter().any(|entry| &*entry.word == "养老保险"));
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let lexicon = lexicon();
        assert_eq!(first(&lexicon.near("tuixui", 1)), "退休");
        assert_eq!(first(&lexicon.near("gonjijin", 1)), "公积金");
        assert_eq!(first(&lexicon.sounds_like("gonjijing")), "公积金");
        assert!(lexicon.sounds_like("dongjijin").is_empty());
    }

    #[test]
    fn a_line_of_letters_becomes_words() {
        let lexicon = lexicon();
        let words: Vec<&str> =
            lexicon.decode("gongjijintiqu").unwrap().iter().map(|entry| entry.word.as_ref()).collect();
        assert_eq!(words.concat(), "公积金提取");
        assert!(lexicon.decode("qqqq").is_none());
    }
}
