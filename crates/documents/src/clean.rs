//! What a text of data becomes before it is set: characters that are never drawn, or that would
//! reorder or hide others, are left out; what has no glyph becomes the geta mark and is reported.
//! Nothing is escaped, because the typesetter takes data as text and never as markup.

use serde_json::Value;

use crate::fonts::{GETA, has_glyph};

/// The text as it will be shown. New characters without a glyph are added to `missing`.
pub(crate) fn clean(text: &str, missing: &mut Vec<char>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => shown.push(' '),
            _ if character.is_control() || is_invisible(character) => {}
            _ if has_glyph(character) => shown.push(character),
            _ => {
                if !missing.contains(&character) {
                    missing.push(character);
                }
                shown.push(GETA);
            }
        }
    }
    shown
}

/// Cleans every text inside `value` in place; keys are ours. Returns how many characters it holds.
pub(crate) fn clean_all(value: &mut Value, missing: &mut Vec<char>) -> usize {
    match value {
        Value::String(text) => {
            let count = text.chars().count();
            *text = clean(text, missing);
            count
        }
        Value::Array(items) => items.iter_mut().map(|item| clean_all(item, missing) + 1).sum(),
        Value::Object(fields) => fields.values_mut().map(|item| clean_all(item, missing) + 1).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Format characters of Unicode: soft hyphen, zero-width and direction marks, byte order mark,
/// variation selectors, tags. Direction overrides can make a text read as another.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_are_left_out_and_lines_kept() {
        let mut missing = Vec::new();
        assert_eq!(clean("a\u{0}\u{7}\u{202E}b\r\nc\rd\te\u{FEFF}", &mut missing), "ab\nc\nd e");
        assert!(missing.is_empty());
    }

    #[test]
    fn a_character_without_glyph_is_shown_as_geta_and_reported_once() {
        let mut missing = Vec::new();
        assert_eq!(clean("\u{1F600}甲\u{1F600}", &mut missing), "〓甲〓");
        assert_eq!(missing, ['\u{1F600}']);
    }
}
