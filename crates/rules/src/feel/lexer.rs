//! Text of FEEL as tokens (DMN 1.5, 10.3.1.2). Which words make one name depends on what is known and is decided
//! in `lexical`; here stand only characters.

use crate::Decimal;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    End,
    Number(Decimal),
    String(String),
    /// A run of name characters that begins with one that may begin a name.
    Word,
    Symbol(&'static str),
    /// What no token begins with; also a string without end.
    Bad,
}

const SYMBOLS: [&str; 26] = [
    "..", "**", "!=", "<=", ">=", "->", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "=", "<", ">", ",", ":", ".",
    "?", "@", "'", ";",
];

/// The token at `at` (behind white space and comments), where it begins and ends.
pub(super) fn token(text: &str, at: usize) -> (Token, usize, usize) {
    let start = skip(text, at);
    let rest = text.get(start..).unwrap_or_default();
    let Some(first) = rest.chars().next() else { return (Token::End, start, start) };
    if first == '"' {
        return match string(rest) {
            Some((value, length)) => (Token::String(value), start, start + length),
            None => (Token::Bad, start, text.len()),
        };
    }
    let second_is_digit = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || (first == '.' && second_is_digit) {
        let length = number(rest);
        let value = rest.get(..length).and_then(|digits| digits.parse().ok());
        return (value.map_or(Token::Bad, Token::Number), start, start + length);
    }
    if begins_name(first) {
        let length = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        return (Token::Word, start, start + length);
    }
    match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        Some(symbol) => (Token::Symbol(symbol), start, start + symbol.len()),
        None => (Token::Bad, start, start + first.len_utf8()),
    }
}

/// Behind white space and comments.
pub(super) fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{180e}' | '\u{feff}'));
        at += rest.len() - trimmed.len();
        let length = if trimmed.starts_with("//") {
            trimmed.find(['\n', '\r']).unwrap_or(trimmed.len())
        } else if trimmed.starts_with("/*") {
            trimmed.get(2..).and_then(|inside| inside.find("*/")).map_or(trimmed.len(), |end| end + 4)
        } else {
            return at;
        };
        at += length;
    }
}

/// DMN 1.5, grammar rule 28.
pub(super) fn begins_name(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' | '_' => true,
        c if c.is_ascii() => false,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' => true,
        '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' => !c.is_whitespace(),
        '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' => true,
        '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}' => c != '\u{feff}',
        _ => false,
    }
}

/// DMN 1.5, grammar rule 29.
pub(super) fn continues_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit() || matches!(c, '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// The signs that a name may hold (grammar rule 30).
pub(super) fn joins_name(c: char) -> bool {
    matches!(c, '.' | '/' | '-' | '\'' | '+' | '*' | '’')
}

fn number(text: &str) -> usize {
    let digits = |from: usize| text.bytes().skip(from).take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if text.as_bytes().get(length) == Some(&b'.') {
        let places = digits(length + 1);
        if places > 0 {
            length += 1 + places;
        }
    }
    if matches!(text.as_bytes().get(length), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(text.as_bytes().get(length + 1), Some(b'+' | b'-')));
        let places = digits(length + 1 + signed);
        if places > 0 {
            length += 1 + signed + places;
        }
    }
    length
}

/// A string literal at the beginning of `text`: its value, and its length with quotes.
fn string(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    let mut pending: Option<u32> = None;
    while let Some((at, c)) = chars.next() {
        let c = match c {
            '"' => return Some((out, at + 1)),
            '\\' => match chars.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                kind @ ('u' | 'U') => {
                    let digits = if kind == 'u' { 4 } else { 6 };
                    let mut code = 0;
                    for _ in 0..digits {
                        code = code * 16 + chars.next()?.1.to_digit(16)?;
                    }
                    // Two halves make one character, as in JSON.
                    if (0xd800..0xdc00).contains(&code) {
                        pending = Some(code);
                        continue;
                    }
                    let code = match pending.take() {
                        Some(high) if (0xdc00..0xe000).contains(&code) => {
                            0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00)
                        }
                        _ => code,
                    };
                    char::from_u32(code)?
                }
                c @ ('"' | '\\' | '\'' | '/') => c,
                // Not an escape of FEEL: both characters stand for themselves.
                c => {
                    out.push('\\');
                    c
                }
            },
            c => c,
        };
        out.push(c);
    }
    None
}
