//! Just enough of Rust's lexical grammar to tell names from string literals and comments, with
//! lines, and to know which tokens stand in test code. It isn't a parser: the checks ask about
//! words, and the compiler has already seen the rest.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Name,
    /// A string literal of any sort, without quotes, escapes as written.
    Text,
    Punct,
    /// Numbers, characters and lifetimes.
    Other,
}

#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
    /// Behind `#[cfg(test)]`.
    pub test: bool,
}

impl Token {
    pub fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && self.text == text
    }
}

/// The tokens of a Rust source file; comments are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source, line: 1, out: Vec::new() };
    while lexer.step() {}
    let mut out = lexer.out;
    mark_tests(&mut out);
    out
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    out: Vec<Token>,
}

impl Lexer<'_> {
    /// Takes `bytes` bytes off the front, counting lines.
    fn take(&mut self, bytes: usize) -> &str {
        let (head, tail) = self.rest.split_at(bytes.min(self.rest.len()));
        self.line += head.matches('\n').count();
        self.rest = tail;
        head
    }

    fn push(&mut self, kind: Kind, bytes: usize) {
        let line = self.line;
        let text = self.take(bytes).to_owned();
        self.out.push(Token { kind, text, line, test: false });
    }

    /// A literal: `before` bytes of opening, `inside` of content, `after` of closing.
    fn push_text(&mut self, before: usize, inside: usize, after: usize) {
        self.take(before);
        self.push(Kind::Text, inside);
        self.take(after);
    }

    /// One token, comment or run of white space; false at the end of the file.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if first.is_whitespace() {
            let bytes = self.rest.find(|c: char| !c.is_whitespace()).unwrap_or(self.rest.len());
            self.take(bytes);
        } else if self.rest.starts_with("//") {
            let bytes = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take(bytes);
        } else if self.rest.starts_with("/*") {
            self.block_comment();
        } else if let Some((before, hashes)) = raw_string(self.rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = self.rest.get(before..).unwrap_or_default();
            let inside = body.find(&close).unwrap_or(body.len());
            self.push_text(before, inside, close.len());
        } else if let Some(before) = ["\"", "b\"", "c\""].iter().find(|p| self.rest.starts_with(**p)).map(|p| p.len()) {
            let body = self.rest.get(before..).unwrap_or_default();
            self.push_text(before, quoted(body), 1);
        } else if first == '\'' || self.rest.starts_with("b'") {
            self.quote();
        } else if first.is_alphabetic() || first == '_' {
            self.push(Kind::Name, word(self.rest));
        } else if first.is_ascii_digit() {
            self.push(Kind::Other, word(self.rest));
        } else {
            self.push(Kind::Punct, first.len_utf8());
        }
        true
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
            } else {
                let Some(c) = self.rest.chars().next() else { return };
                self.take(c.len_utf8());
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        let open = if self.rest.starts_with("b'") { 2 } else { 1 };
        let body = self.rest.get(open..).unwrap_or_default();
        let mut chars = body.chars();
        let bytes = match (chars.next(), chars.next()) {
            // An escape: the character after the backslash can't close the literal.
            (Some('\\'), Some(c)) => {
                let from = 1 + c.len_utf8();
                let tail = body.get(from..).unwrap_or_default();
                open + from + tail.find('\'').map_or(tail.len(), |at| at + 1)
            }
            (Some(c), Some('\'')) => open + c.len_utf8() + 1,
            _ => open + word(body),
        };
        self.push(Kind::Other, bytes);
    }
}

/// Bytes of the name or number at the start of `text`.
fn word(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// Bytes up to the closing quote of an ordinary string.
fn quoted(body: &str) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    body.len()
}

/// For `r"`, `r#"`, `br"` ...: the bytes of the opening and the number of hashes.
fn raw_string(text: &str) -> Option<(usize, usize)> {
    let prefix = ["r", "br", "cr"]
        .iter()
        .find(|p| text.strip_prefix(**p).is_some_and(|rest| rest.starts_with('"') || rest.starts_with('#')))?;
    let rest = text.get(prefix.len()..)?;
    let hashes = rest.find(|c| c != '#')?;
    rest.get(hashes..)?.starts_with('"').then_some((prefix.len() + hashes + 1, hashes))
}

/// Marks the items behind `#[cfg(test)]`, the attribute included.
fn mark_tests(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let rest = tokens.get_mut(at..).unwrap_or_default();
        if is_test_attribute(rest) {
            let bytes = item_end(rest);
            rest.iter_mut().take(bytes).for_each(|token| token.test = true);
            at += bytes.max(1);
        } else {
            at += 1;
        }
    }
}

/// `#[cfg(test)]`, `#[cfg(any(test, ..))]`, `#![cfg(test)]` or `#[test]`.
fn is_test_attribute(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| !token.is(Kind::Punct, "!")).map(|token| token.text.as_str());
    if (words.next(), words.next()) != (Some("#"), Some("[")) {
        return false;
    }
    match words.next() {
        Some("test") => words.next() == Some("]"),
        Some("cfg") => words.take_while(|word| *word != "]" && *word != "not").any(|word| word == "test"),
        _ => false,
    }
}

/// How many tokens the item that starts with these attributes has; for an inner attribute, all.
fn item_end(tokens: &[Token]) -> usize {
    if tokens.get(1).is_some_and(|token| token.is(Kind::Punct, "!")) {
        return tokens.len();
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Punct) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            ";" if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        tokens(source).into_iter().filter(|token| token.kind == Kind::Text).map(|token| token.text).collect()
    }

    #[test]
    fn literals_are_found_in_every_spelling_and_comments_are_not() {
        let source = "// \"no\"\n/* \"no /* \"no\" */ */ let a = (\"yes \\\" it\", r#\"raw \"q\" \"#, b\"bytes\", r\"\", '\"', '\\'', b'\"');";
        assert_eq!(texts(source), ["yes \\\" it", "raw \"q\" ", "bytes", ""]);
    }

    #[test]
    fn lifetimes_are_not_characters_and_lines_are_counted() {
        let found = tokens("fn a<'x>(b: &'x str) -> char {\n 'y'\n}\nlet c = r#type;");
        assert!(found.iter().any(|token| token.is(Kind::Other, "'x")));
        assert!(found.iter().any(|token| token.is(Kind::Other, "'y'") && token.line == 2));
        assert!(found.iter().any(|token| token.text == "c" && token.line == 4));
    }

    #[test]
    fn an_item_behind_cfg_test_is_marked_and_the_next_is_not() {
        let found = tokens(
            "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests { fn a() { b(); } }\nfn c() {}\n#[cfg(not(test))]\nfn d() {}",
        );
        let test = |name: &str| found.iter().find(|token| token.text == name).is_some_and(|token| token.test);
        assert!(test("tests") && test("b"));
        assert!(!test("c") && !test("d"));
    }
}
