//! Why something was found, in words that a page can show: which field, which words of it, and by
//! which way of understanding. Explains; decides nothing.

use crate::fold::folded;

/// Where a document matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Title,
    /// A plain name.
    Aka,
    Summary,
    Body,
    /// Materials, conditions and the like.
    Text,
    English,
}

/// How what was typed became what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    Exact,
    /// Full pinyin, also with a slip, and characters of the same sound.
    Pinyin,
    /// First letters of the syllables.
    Initials,
    /// Traditional characters 繁体.
    Traditional,
    /// Another word for the same matter.
    Synonym,
    /// A character taken for another by the eye.
    Lookalike,
    English,
}

/// Why a hit is a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub field: Field,
    pub by: By,
    /// What was typed, as understood: `领钱`.
    pub typed: String,
    /// What stands in the field: `养老金`. See [`highlight`].
    pub terms: Vec<String>,
}

/// `text` cut into pieces, true for those that `terms` name, so that a page can mark them.
#[must_use]
pub fn highlight<'a>(text: &'a str, terms: &[String]) -> Vec<(bool, &'a str)> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let plain: Vec<char> = folded(text).chars().collect();
    let mut marked = vec![false; starts.len()];
    // Folding keeps lengths but for rare phrases; without that nothing can be placed.
    if plain.len() + 1 == starts.len() {
        for term in terms {
            let term: Vec<char> = term.chars().collect();
            if term.is_empty() {
                continue;
            }
            for (from, window) in plain.windows(term.len()).enumerate() {
                if window == term.as_slice() {
                    marked.iter_mut().skip(from).take(term.len()).for_each(|mark| *mark = true);
                }
            }
        }
    }
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let mut from = 0;
    for (place, pair) in starts.windows(2).enumerate() {
        let (Some(mark), Some(end)) = (marked.get(place), pair.last()) else { continue };
        let next = marked.get(place + 1).copied().filter(|_| *end < text.len());
        if next != Some(*mark) {
            pieces.extend(text.get(from..*end).map(|part| (*mark, part)));
            from = *end;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_is_marked_in_the_text_as_shown() {
        let pieces = highlight("企业职工基本养老金申领（Ａ）", &["养老金".into(), "a".into()]);
        assert_eq!(pieces, [(false, "企业职工基本"), (true, "养老金"), (false, "申领（"), (true, "Ａ"), (false, "）")]);
        assert_eq!(highlight("", &["x".into()]), []);
    }
}
