//! Regular expressions of FEEL, which are those of XPath (XQuery and XPath Functions 3.1, 5.6): rewritten to the
//! engine's own, compiled once and kept, run with a bound on going back.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fancy_regex::{Regex, RegexBuilder};

use super::super::eval::Eval;
use super::super::{Fault, Value};
use super::{at, single, text};

/// Patterns that are kept.
const KEPT: usize = 256;
const LONGEST: usize = 2_000;

pub(super) fn matches(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (Some(input), Some(pattern)) = (text(arguments, 0), compiled(arguments, 2)) else { return Ok(Value::Null) };
    eval.step(pattern.cost(input))?;
    let regex = &pattern.regex;
    regex.is_match(input).map(Value::Boolean).map_err(|_| Fault::Steps)
}

pub(super) fn replace(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (Some(input), Some(replacement)) = (text(arguments, 0), text(arguments, 2)) else { return Ok(Value::Null) };
    let Some(pattern) = compiled(arguments, 3) else { return Ok(Value::Null) };
    eval.step(pattern.cost(input))?;
    let regex = &pattern.regex;
    let literal = flags(arguments, 3).is_some_and(|flags| flags.contains('q'));
    let groups = regex.captures_len() - 1;
    let parts = if literal { Some(vec![Part::Text(replacement.to_owned())]) } else { parts(replacement, groups) };
    let Some(parts) = parts else { return Ok(Value::Null) };
    // A pattern that matches nothing at all would match everywhere (err:FORX0003).
    if regex.is_match("").map_err(|_| Fault::Steps)? {
        return Ok(Value::Null);
    }
    let (mut out, mut from) = (String::new(), 0);
    for captures in regex.captures_iter(input) {
        let captures = captures.map_err(|_| Fault::Steps)?;
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(input.get(from..whole.start()).unwrap_or_default());
        for part in &parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Group(group) => out.push_str(captures.get(*group).map_or("", |group| group.as_str())),
            }
        }
        from = whole.end();
        eval.step(pattern.cost(""))?;
        if out.len() > 1 << 26 {
            return Err(Fault::Memory);
        }
    }
    out.push_str(input.get(from..).unwrap_or_default());
    eval.string(out)
}

pub(super) fn split(eval: &mut Eval<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let (Some(input), Some(pattern)) = (text(arguments, 0), compiled(arguments, 9)) else { return Ok(Value::Null) };
    eval.step(pattern.cost(input))?;
    let (mut out, mut from) = (Vec::new(), 0);
    for found in pattern.regex.find_iter(input) {
        let found = found.map_err(|_| Fault::Steps)?;
        eval.step(pattern.cost(""))?;
        if found.end() == found.start() {
            return Ok(Value::Null);
        }
        out.push(Value::from(input.get(from..found.start()).unwrap_or_default()));
        from = found.end();
    }
    out.push(Value::from(input.get(from..).unwrap_or_default()));
    eval.take(input.len())?;
    eval.list(out)
}

/// Blocks of Unicode by the names that XPath gives them; others are unknown.
const BLOCKS: [(&str, u32, u32); 22] = [
    ("BasicLatin", 0, 0x7f),
    ("Latin-1Supplement", 0x80, 0xff),
    ("LatinExtended-A", 0x100, 0x17f),
    ("LatinExtended-B", 0x180, 0x24f),
    ("IPAExtensions", 0x250, 0x2af),
    ("Greek", 0x370, 0x3ff),
    ("GreekandCoptic", 0x370, 0x3ff),
    ("Cyrillic", 0x400, 0x4ff),
    ("Armenian", 0x530, 0x58f),
    ("Hebrew", 0x590, 0x5ff),
    ("Arabic", 0x600, 0x6ff),
    ("Tibetan", 0xf00, 0xfff),
    ("Thai", 0xe00, 0xe7f),
    ("Mongolian", 0x1800, 0x18af),
    ("GeneralPunctuation", 0x2000, 0x206f),
    ("CurrencySymbols", 0x20a0, 0x20cf),
    ("CJKSymbolsandPunctuation", 0x3000, 0x303f),
    ("Hiragana", 0x3040, 0x309f),
    ("Katakana", 0x30a0, 0x30ff),
    ("Bopomofo", 0x3100, 0x312f),
    ("CJKUnifiedIdeographs", 0x4e00, 0x9fff),
    ("HangulSyllables", 0xac00, 0xd7af),
];

/// A pattern, compiled.
struct Pattern {
    regex: Regex,
    /// It refers to its own groups, so that finding may take long; else the time is linear.
    goes_back: bool,
    length: usize,
}

impl Pattern {
    /// Steps that one search in a text counts for.
    fn cost(&self, input: &str) -> u64 {
        let linear = input.len() as u64 * (1 + self.length as u64 / 32) + 1;
        if self.goes_back { linear + BACKTRACK as u64 / 20 } else { linear }
    }
}

/// How often a search may go back.
const BACKTRACK: usize = 200_000;
const BACK: [&str; 9] = ["(?:\\1", "(?:\\2", "(?:\\3", "(?:\\4", "(?:\\5", "(?:\\6", "(?:\\7", "(?:\\8", "(?:\\9"];

enum Part {
    Text(String),
    Group(usize),
}

/// `$1` is a group, `\$` and `\\` stand for themselves, anything else behind them is an error (err:FORX0004).
fn parts(replacement: &str, groups: usize) -> Option<Vec<Part>> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut chars = replacement.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next().filter(|c| matches!(c, '\\' | '$'))?),
            '$' => {
                let mut group = usize::try_from(chars.next()?.to_digit(10)?).ok()?;
                // As many digits as still name a group.
                while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                    let longer = group * 10 + usize::try_from(digit).ok()?;
                    if longer > groups {
                        break;
                    }
                    group = longer;
                    chars.next();
                }
                out.push(Part::Text(std::mem::take(&mut text)));
                if group <= groups {
                    out.push(Part::Group(group));
                }
            }
            c => text.push(c),
        }
    }
    out.push(Part::Text(text));
    Some(out)
}

fn flags(arguments: &[Value], position: usize) -> Option<&str> {
    match single(at(arguments, position)) {
        Value::Null => Some(""),
        value => value.as_str(),
    }
}

/// The pattern of the second argument with the flags of another.
fn compiled(arguments: &[Value], position: usize) -> Option<Arc<Pattern>> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Option<Arc<Pattern>>>>> = LazyLock::new(Mutex::default);
    let pattern = text(arguments, 1)?;
    let flags = flags(arguments, position)?;
    if pattern.len() > LONGEST || !flags.chars().all(|flag| "smixq".contains(flag)) {
        return None;
    }
    let key = format!("{flags}/{pattern}");
    if let Some(regex) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return regex.clone();
    }
    let regex = rewritten(pattern, flags).and_then(|text| {
        let mut builder = RegexBuilder::new(&text);
        builder.backtrack_limit(BACKTRACK).delegate_size_limit(1 << 20).delegate_dfa_size_limit(1 << 20);
        let goes_back = BACK.iter().any(|back| text.contains(back));
        let regex = builder.build().ok()?;
        Some(Arc::new(Pattern { regex, goes_back, length: pattern.len() }))
    });
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KEPT {
        known.clear();
    }
    known.insert(key, regex.clone());
    regex
}

/// XPath's pattern as the engine reads it; `None` where XPath doesn't know it.
fn rewritten(pattern: &str, flags: &str) -> Option<String> {
    let has = |flag| flags.contains(flag);
    let mut out = String::from("(?");
    out.push_str(if has('i') { "i" } else { "" });
    out.push_str(if has('m') { "m" } else { "" });
    out.push_str(if has('s') { "s" } else { "" });
    out = if out.len() > 2 { out + ")" } else { String::new() };
    if has('q') {
        return Some(out + &fancy_regex::escape(pattern));
    }
    let mut chars = pattern.chars().peekable();
    let mut depth = 0usize;
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut out, chars.next()?, &mut chars, depth > 0)?,
            // White space outside of classes is none of the pattern.
            ' ' | '\t' | '\n' | '\r' if has('x') && depth == 0 => {}
            '#' if depth == 0 => out.push_str("\\#"),
            '[' => {
                depth += 1;
                out.push('[');
                if chars.peek() == Some(&'^') {
                    chars.next();
                    out.push('^');
                }
            }
            ']' if depth > 0 => {
                depth -= 1;
                out.push(']');
            }
            // Subtraction of classes.
            '-' if depth > 0 && chars.peek() == Some(&'[') => out.push_str("--"),
            '&' | '~' if depth > 0 => {
                out.push('\\');
                out.push(c);
            }
            '.' if depth == 0 && !has('s') => out.push_str("[^\\n\\r]"),
            '(' if depth == 0 => {
                out.push('(');
                if chars.peek() == Some(&'?') {
                    chars.next();
                    if chars.next() != Some(':') {
                        return None;
                    }
                    out.push_str("?:");
                }
            }
            '*' | '+' | '?' | '}' if depth == 0 => {
                out.push(c);
                match chars.peek() {
                    Some('?') => {
                        chars.next();
                        out.push('?');
                    }
                    Some('+') => return None,
                    _ => {}
                }
                if matches!(chars.peek(), Some('*' | '+' | '?')) {
                    return None;
                }
            }
            '{' if depth == 0 => {
                out.push('{');
                if !chars.peek().is_some_and(char::is_ascii_digit) {
                    return None;
                }
            }
            c => out.push(c),
        }
    }
    (depth == 0).then_some(out)
}

fn escape(
    out: &mut String,
    c: char,
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    in_class: bool,
) -> Option<()> {
    // A set inside a class stands without its own brackets where the engine nests them.
    match c {
        'n' | 'r' | 't' | 'd' | 'D' => {
            out.push('\\');
            out.push(c);
        }
        's' => out.push_str("[ \\t\\n\\r]"),
        'S' => out.push_str("[^ \\t\\n\\r]"),
        'w' => out.push_str("[^\\p{P}\\p{Z}\\p{C}]"),
        'W' => out.push_str("[\\p{P}\\p{Z}\\p{C}]"),
        'i' => out.push_str("[\\p{L}_:]"),
        'I' => out.push_str("[^\\p{L}_:]"),
        'c' => out.push_str("[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}._:\\-\u{b7}]"),
        'C' => out.push_str("[^\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}._:\\-\u{b7}]"),
        'p' | 'P' => {
            if chars.next()? != '{' {
                return None;
            }
            let mut name = String::new();
            loop {
                match chars.next()? {
                    '}' => break,
                    c => name.push(c),
                }
            }
            let inside = if c == 'p' { "" } else { "^" };
            match BLOCKS.iter().find(|(block, _, _)| name.strip_prefix("Is") == Some(*block)) {
                Some((_, first, last)) => out.push_str(&format!("[{inside}\\x{{{first:x}}}-\\x{{{last:x}}}]")),
                None => {
                    let known = name.len() <= 2 && name.starts_with(['L', 'M', 'N', 'P', 'Z', 'S', 'C']);
                    if !known {
                        return None;
                    }
                    out.push_str(&format!("\\{c}{{{name}}}"));
                }
            }
        }
        '1'..='9' if !in_class => {
            let mut group = c.to_digit(10)?;
            let opened = u32::try_from(
                out.matches('(').count().saturating_sub(out.matches("(?").count() + out.matches("\\(").count()),
            )
            .ok()?;
            while let Some(digit) =
                chars.peek().and_then(|c| c.to_digit(10)).filter(|digit| group * 10 + digit <= opened)
            {
                group = group * 10 + digit;
                chars.next();
            }
            if group > opened {
                return None;
            }
            out.push_str(&format!("(?:\\{group})"));
        }
        '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' | '$' => {
            out.push('\\');
            out.push(c);
        }
        _ => return None,
    }
    Some(())
}
