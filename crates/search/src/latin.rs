//! Letters that were typed where words were meant: English labels, pinyin in full or begun, initials,
//! and letters mixed with characters (`退xiu`). What they mean is told as Chinese words or, for
//! English, as it is.

use crate::{
    lexicon::{Entry, Lexicon},
    plain::Speech,
    reading::{distance, is_pinyin, syllables_of},
    segment::{Run, stem},
    vocabulary::key,
    why::By,
};

/// What a stretch of letters means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    /// Letters that the index or the vocabulary knows as they are.
    Word { typed: String, to: Vec<String> },
    /// Chinese words, the likeliest first, others with their likelihood against it.
    Chinese { typed: String, text: String, others: Vec<(String, f32)>, by: By },
}

/// How many other readings are searched beside the likeliest.
const OTHERS: usize = 5;

/// Words of letters that stood side by side.
pub(crate) fn phrase(
    words: &[&str],
    speech: &Speech,
    lexicon: &Lexicon,
    documents: &dyn Fn(&str) -> u64,
) -> Vec<Meaning> {
    let mut out = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        let known = (1..=rest.len().min(5)).rev().find_map(|length| {
            let part = rest.get(..length)?;
            let text = part.join(" ");
            speech.vocabulary.knows(&key(&text)).then_some((text, length))
        });
        if let Some((text, length)) = known {
            let to = speech.vocabulary.groups_of(&key(&text)).flat_map(|group| group.to.clone()).collect();
            out.push(Meaning::Word { typed: text, to });
            rest = rest.get(length..).unwrap_or(&[]);
            continue;
        }
        rest = after;
        if speech.vocabulary.words().english_stop.contains(*first) && words.len() > 1 && !is_pinyin(&words.concat()) {
            continue;
        }
        let known = documents(&stem(first)) > 0;
        if known {
            out.push(Meaning::Word { typed: (*first).to_owned(), to: Vec::new() });
        }
        // Known letters may still be a reading: `hukou` stands in English texts too.
        if !known || is_pinyin(first) {
            unknown.push(first);
        }
    }
    let read = read(&unknown, lexicon);
    if read.is_empty() {
        out.extend(unknown.iter().filter(|word| documents(&stem(word)) == 0).filter_map(|word| slip(word, speech)));
    }
    out.extend(read);
    out
}

/// Letters as readings, all words together or each for itself.
fn read(words: &[&str], lexicon: &Lexicon) -> Vec<Meaning> {
    if words.is_empty() {
        return Vec::new();
    }
    let together = words.concat();
    let typed = words.join(" ");
    if let Some(meaning) = chinese(&typed, &together, lexicon) {
        return vec![meaning];
    }
    if words.len() == 1 {
        return Vec::new();
    }
    words.iter().filter_map(|word| chinese(word, word, lexicon)).collect()
}

/// One string of letters as Chinese words.
fn chinese(typed: &str, letters: &str, lexicon: &Lexicon) -> Option<Meaning> {
    if !letters.bytes().all(|byte| byte.is_ascii_lowercase()) || !(2..=60).contains(&letters.len()) {
        return None;
    }
    let exact = lexicon.read_as(letters);
    if !exact.is_empty() {
        return meaning(typed, &exact, By::Pinyin);
    }
    let near = || lexicon.near(letters, if letters.len() >= 9 { 2 } else { 1 });
    if !is_pinyin(letters)
        && letters.len() <= 12
        && let Some(meant) = meaning(typed, &near(), By::Pinyin)
        && lexicon.initials(letters).is_empty()
    {
        return Some(meant);
    }
    if let Some(words) = lexicon.decode(letters) {
        let text: String = words.iter().map(|entry| entry.word.as_ref()).collect::<Vec<_>>().join(" ");
        return Some(Meaning::Chinese { typed: typed.to_owned(), text, others: Vec::new(), by: By::Pinyin });
    }
    let initials = lexicon.initials(letters);
    if !initials.is_empty() {
        return meaning(typed, &initials, By::Initials);
    }
    if letters.len() < 4 {
        return None;
    }
    let begun = lexicon.begins(letters);
    if !begun.is_empty() {
        return meaning(typed, &begun, By::Pinyin);
    }
    meaning(typed, &near(), By::Pinyin)
}

fn meaning(typed: &str, entries: &[&Entry], by: By) -> Option<Meaning> {
    let first = entries.first()?;
    let scale = first.weight.max(1.0);
    let others = entries
        .iter()
        .skip(1)
        .take(OTHERS)
        .map(|entry| (entry.word.to_string(), (0.35 + 0.6 * entry.weight / scale).min(0.95)))
        .collect();
    Some(Meaning::Chinese { typed: typed.to_owned(), text: first.word.to_string(), others, by })
}

/// An English word of the vocabulary that differs by one slip.
fn slip(word: &str, speech: &Speech) -> Option<Meaning> {
    if word.len() < 5 {
        return None;
    }
    let wanted = stem(word);
    let mut near: Vec<(usize, &str)> = speech
        .vocabulary
        .keys()
        .filter(|known| known.is_ascii())
        .filter_map(|known| distance(&wanted, known, 1 + usize::from(wanted.len() > 8)).map(|edits| (edits, known)))
        .collect();
    near.sort_unstable();
    let (_, known) = near.first()?;
    let to = speech.vocabulary.groups_of(known).flat_map(|group| group.to.clone()).collect();
    Some(Meaning::Word { typed: (*known).to_owned(), to })
}

/// Characters and letters in one piece (`退xiu`, `she保`): the words that can be read so.
pub(crate) fn mixed(runs: &[Run<'_>], lexicon: &Lexicon) -> Option<Meaning> {
    let typed: String = runs.iter().map(|run| run.text()).collect();
    let letters = runs.iter().filter(|run| matches!(run, Run::Latin(_)));
    if letters.clone().any(|run| !run.text().bytes().all(|byte| byte.is_ascii_lowercase())) {
        return None;
    }
    let han: Vec<&str> = runs.iter().filter(|run| matches!(run, Run::Han(_))).map(|run| run.text()).collect();
    let found = lexicon.matching(|word| {
        if !han.iter().all(|part| word.contains(part)) {
            return false;
        }
        let chars: Vec<char> = word.chars().collect();
        fits(&chars, runs)
    });
    meaning(&typed, &found, By::Pinyin)
}

/// Whether a word can be read as the runs say, its letters in full or by initials.
fn fits(word: &[char], runs: &[Run<'_>]) -> bool {
    let Some((first, rest)) = runs.split_first() else { return word.is_empty() };
    match first {
        Run::Han(han) => {
            let length = han.chars().count();
            word.len() >= length
                && han.chars().zip(word).all(|(c, known)| c == *known)
                && word.get(length..).is_some_and(|word| fits(word, rest))
        }
        Run::Latin(latin) => {
            let Some((c, after)) = word.split_first() else { return false };
            syllables_of(*c).iter().any(|syllable| {
                let initial = syllable.get(..1).unwrap_or("");
                [syllable.as_str(), initial].iter().any(|part| match latin.strip_prefix(part) {
                    Some("") => fits(after, rest),
                    Some(more) => {
                        let mut longer = vec![Run::Latin(more)];
                        longer.extend(rest);
                        fits(after, &longer)
                    }
                    None => false,
                })
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_letters_together_are_a_word() {
        let word: Vec<char> = "退休".chars().collect();
        assert!(fits(&word, &[Run::Han("退"), Run::Latin("xiu")]));
        assert!(fits(&word, &[Run::Latin("tui"), Run::Han("休")]));
        assert!(fits(&word, &[Run::Han("退"), Run::Latin("x")]));
        assert!(!fits(&word, &[Run::Han("退"), Run::Latin("huo")]));
    }
}
