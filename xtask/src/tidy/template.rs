//! Reads an askama template as three things: the expressions and tags between double braces, the
//! text that a reader of the page would see, and everything but comments. It understands as much
//! HTML as our own templates use.

/// Some text and the line where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub line: usize,
    pub text: String,
}

/// A template taken apart.
#[derive(Debug, Default)]
pub struct Template {
    /// The insides of `{{ }}` and `{% %}`.
    pub code: Vec<Piece>,
    /// The rest, code and comments blanked; line breaks kept.
    markup: String,
}

/// Attributes whose value is shown or read out.
const VISIBLE: [&str; 7] = ["alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"];

impl Template {
    pub fn parse(source: &str) -> Self {
        let mut out = Self::default();
        let mut rest = source;
        let mut line = 1;
        while let Some(c) = rest.chars().next() {
            let close = ["{{", "{%", "{#"].iter().zip(["}}", "%}", "#}"]).find(|(open, _)| rest.starts_with(**open));
            let Some((open, close)) = close else {
                out.markup.push(c);
                line += usize::from(c == '\n');
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            };
            let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
            let (inside, tail) = rest.split_at(end);
            if *open != "{#" {
                out.code.push(Piece { line, text: inside.to_owned() });
            }
            let breaks = inside.matches('\n').count();
            out.markup.push(' ');
            out.markup.extend(std::iter::repeat_n('\n', breaks));
            line += breaks;
            rest = tail;
        }
        out
    }

    /// What stands outside code and comments, line by line.
    pub fn markup_lines(&self) -> impl Iterator<Item = Piece> + '_ {
        self.markup.lines().zip(1..).map(|(text, line)| Piece { line, text: text.to_owned() })
    }

    /// Text nodes and visible attributes, without entities, scripts and styles.
    pub fn visible(&self) -> Vec<Piece> {
        let mut out = Vec::new();
        let mut rest = self.markup.as_str();
        let mut line = 1;
        while !rest.is_empty() {
            let end = if rest.starts_with("<!--") {
                rest.find("-->").map_or(rest.len(), |at| at + 3)
            } else if is_tag(rest) {
                let end = tag_end(rest);
                let tag = rest.get(..end).unwrap_or_default();
                visible_attributes(tag, line, &mut out);
                end + raw_content(tag, rest.get(end..).unwrap_or_default())
            } else {
                // A `<` that opens no tag is text: step over it.
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
                push_words(rest.get(..end).unwrap_or_default(), line, &mut out);
                end
            };
            let (head, tail) = rest.split_at(end);
            line += head.matches('\n').count();
            rest = tail;
        }
        out
    }
}

/// String literals in an expression or tag of a template.
pub fn literals(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some((_, tail)) = rest.split_once('"') {
        let Some((text, after)) = tail.split_once('"') else { break };
        out.push(text.to_owned());
        rest = after;
    }
    out
}

/// A start or end tag or a declaration begins here.
fn is_tag(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('<') && chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!')
}

/// Bytes of the tag, `>` included, minding quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Bytes of what a reader doesn't see after `tag`: the inside of a script or a style.
fn raw_content(tag: &str, after: &str) -> usize {
    ["script", "style"]
        .iter()
        .find(|name| tag.get(1..).is_some_and(|t| t.starts_with(**name)))
        .map_or(0, |name| after.find(&format!("</{name}")).unwrap_or(after.len()))
}

fn visible_attributes(tag: &str, line: usize, out: &mut Vec<Piece>) {
    let button = tag.starts_with("<input")
        && ["submit", "button", "reset"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\"")));
    let names = VISIBLE.iter().copied().chain(button.then_some("value"));
    for name in names {
        let open = format!("{name}=\"");
        let Some((before, value)) = tag.split_once(&open) else { continue };
        if before.ends_with(|c: char| c.is_whitespace()) {
            let value = value.split('"').next().unwrap_or_default();
            push_words(value, line + before.matches('\n').count(), out);
        }
    }
}

/// Pushes each line of `text` that holds a word, without its entities.
fn push_words(text: &str, line: usize, out: &mut Vec<Piece>) {
    for (part, line) in text.split('\n').zip(line..) {
        let plain = without_attributes(&without_entities(part));
        if has_word(&plain) {
            out.push(Piece { line, text: plain.trim().to_owned() });
        }
    }
}

/// A macro may hold attributes alone, for the tag that calls it: `aria-invalid="true"`.
fn without_attributes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rfind(|c: char| !(c.is_ascii_lowercase() || c == '-')).map_or(0, |at| at + 1);
        out.push_str(before.get(..name).unwrap_or(before));
        rest = after.split_once('"').map_or("", |(_, tail)| tail);
    }
    out + rest
}

fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';') {
            Some((name, after)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') => out.push_str(after),
            _ => out.push_str(part),
        }
    }
    out
}

/// Two letters in a row, or one Chinese character.
fn has_word(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if c.is_alphabetic() { run + 1 } else { 0 };
        run >= 2 || is_cjk(c)
    })
}

/// Chinese characters and full-width punctuation.
pub fn is_cjk(c: char) -> bool {
    is_ideograph(c) || matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3000..=0x303F | 0xFF00..=0xFFEF)
}

/// Chinese characters.
pub fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_reader_sees_is_found_with_its_line() {
        let source = "{# Note: fine #}\n<p class=\"lead\">{{ t(\"web-a\") }}</p>\n<p>\n Bare words</p><img alt=\"A picture\">\n<style>p { color: red }</style><!-- also fine -->&nbsp;&middot; 3 > 2\n<input type=\"submit\" value=\"Go on\">";
        let found = Template::parse(source).visible();
        let seen: Vec<_> = found.iter().map(|piece| (piece.line, piece.text.as_str())).collect();
        assert_eq!(seen, [(4, "Bare words"), (4, "A picture"), (6, "Go on")]);
    }

    #[test]
    fn attributes_that_a_macro_holds_alone_are_not_text() {
        let template = Template::parse(
            "{% macro a() %}{% if b %} aria-invalid=\"true\"{% endif %} data-x=\"{{ y }} z\"{% endmacro %}",
        );
        assert!(template.visible().is_empty());
    }

    #[test]
    fn code_is_kept_apart_with_its_literals() {
        let template = Template::parse("<a {% if a < b %}class=\"x\"{% endif %}>\n{{ t(\"web-a\", \"b\") }}</a>");
        assert_eq!(template.code.iter().map(|piece| piece.line).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(literals(&template.code.last().unwrap().text), ["web-a", "b"]);
        assert!(template.visible().is_empty());
    }
}
