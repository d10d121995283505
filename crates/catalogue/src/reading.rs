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
