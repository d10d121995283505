//! Slips of whoever types characters: the wrong one of the same sound, of nearly the same sound to a
//! southern ear, or of the same look. Slips in letters are the business of `latin`.

use crate::{
    reading::letters,
    segment::{Run, grams, runs},
    understand::{Replaced, Sense},
    why::By,
};

/// Puts right what was typed by sound or by shape: where characters stand together that no name
/// bears, a word of the index of the same sound, look or nearly the same sound.
pub(crate) fn mend(line: &str, sense: &Sense<'_>, replaced: &mut Vec<Replaced>) -> String {
    let mut out = line.to_owned();
    for (_, run) in runs(line) {
        let Run::Han(han) = run else { continue };
        let words = sense.speech.segmenter.words(han);
        let strange = |pair: &str| (sense.documents)(pair) == 0;
        if !grams(han).any(|gram| gram.chars().count() == 2 && strange(gram)) {
            continue;
        }
        let spans = (2..=4).rev().flat_map(|width| words.windows(width));
        let mut mended: Vec<String> = Vec::new();
        for span in spans {
            let text = span.concat();
            let length = text.chars().count();
            let loose = span.iter().any(|word| word.chars().count() == 1);
            let fresh = !mended.iter().any(|done| done.contains(&text) || text.contains(done.as_str()));
            let stop = &sense.speech.vocabulary.words().stop;
            // `打学生` is no slip for `大学生`: a verb beside a whole word stands for itself.
            let verbs = &sense.speech.vocabulary.words().verbs;
            let whole = span.iter().any(|word| word.chars().count() > 1);
            let bare = span.iter().any(|word| stop.contains(*word) || (whole && verbs.contains(*word)));
            let odd = grams(&text).any(|gram| gram.chars().count() == 2 && strange(gram));
            if !(2..=6).contains(&length) || !loose || bare || !fresh || !odd || sense.speech.vocabulary.knows(&text) {
                continue;
            }
            if let Some((word, by)) = meant(&text, sense) {
                out = out.replacen(&text, &word, 1);
                mended.push(text.clone());
                replaced.push(Replaced { typed: text, text: word, by, others: Vec::new() });
            }
        }
    }
    out
}

/// The word of the index that `text` is a slip for.
fn meant(text: &str, sense: &Sense<'_>) -> Option<(String, By)> {
    let lexicon = (sense.lexicon)();
    if lexicon.knows(text) {
        return None;
    }
    for (at, c) in text.char_indices() {
        for other in sense.speech.vocabulary.lookalikes(c) {
            let mut word = text.to_owned();
            word.replace_range(at..at + c.len_utf8(), other.encode_utf8(&mut [0; 4]));
            if lexicon.knows(&word) {
                return Some((word, By::Lookalike));
            }
        }
    }
    let sound = letters(text);
    let alike = |word: &str| {
        let same = word.chars().zip(text.chars()).filter(|(a, b)| a == b).count();
        word.chars().count() == text.chars().count() && same > 0
    };
    if let Some(entry) = lexicon.read_as(&sound).into_iter().find(|entry| alike(&entry.word)) {
        return Some((entry.word.to_string(), By::Pinyin));
    }
    if text.chars().count() >= 3 {
        let near = lexicon.sounds_like(&sound);
        let close = |word: &str| {
            let same = word.chars().zip(text.chars()).filter(|(a, b)| a == b).count();
            word.chars().count() == text.chars().count() && same + 1 >= text.chars().count()
        };
        return near.into_iter().find(|entry| close(&entry.word)).map(|entry| (entry.word.to_string(), By::Pinyin));
    }
    None
}
