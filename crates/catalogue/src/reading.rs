//! Readings of names, by which lists order: both engines then order alike, as a dictionary does.

use pinyin::ToPinyin;

/// Syllable by syllable; characters without a reading stand for themselves, quotation marks and
/// brackets for nothing.
pub(crate) fn reading(name: &str) -> String {
    let mut out = String::with_capacity(name.len() * 2);
    for (c, syllable) in name.chars().zip(name.to_pinyin()) {
        match syllable {
            Some(syllable) => {
                out.push_str(syllable.plain());
                out.push(' ');
            }
            None if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            None => {}
        }
    }
    out
}

/// A word for addresses from a name: its letters, or the readings of its characters, joined by hyphens;
/// at most 60.
pub(crate) fn slug(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(reading).collect();
    let mut out = String::new();
    for c in words.join(" ").chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(60);
    out.trim_end_matches('-').to_owned()
}
