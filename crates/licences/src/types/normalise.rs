//! How the name of a material is read: width, brackets, refusal, parts, patterns, insides. The words
//! are data; the steps are those that the head of `material-normalising.toml` numbers.

use serde::Deserialize;

/// The words of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    strip_parens: bool,
    paren_fallback: bool,
    split_on: Vec<String>,
    drop_chars: String,
    refuse_contains: Vec<String>,
    strip_prefixes: Vec<String>,
    strip_suffixes: Vec<String>,
    #[serde(default)]
    pub(super) patterns: Vec<Pattern>,
}

/// A second look at the undivided text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    contains_all: Vec<String>,
    contains_none: Vec<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

type Look<'a> = &'a dyn Fn(&str) -> Option<usize>;

impl Rules {
    /// Longest words first, as the steps want them.
    pub(super) fn sorted(mut self) -> Self {
        for words in [&mut self.split_on, &mut self.strip_prefixes, &mut self.strip_suffixes] {
            words.retain(|word| !word.is_empty());
            words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        }
        self
    }

    /// The place of the type that answers `material`.
    pub(super) fn decide(&self, material: &str, by_material: Look<'_>, by_key: Look<'_>) -> Option<usize> {
        let (text, insides) = self.without_brackets(&half_width(material));
        if self.refuse_contains.iter().any(|word| text.contains(word.as_str())) {
            return None;
        }
        self.by_parts(&text, by_material)
            .or_else(|| self.by_pattern(&text).and_then(|pattern| by_key(&pattern.kind)))
            .or_else(|| {
                let insides = insides.iter().filter(|_| self.paren_fallback);
                insides.filter_map(|inside| self.by_parts(inside, by_material)).next()
            })
    }

    /// Step 2: what stands outside all brackets, and what stood inside, from left to right.
    fn without_brackets(&self, text: &str) -> (String, Vec<String>) {
        let mut chars: Vec<(usize, char)> = text.trim().chars().enumerate().collect();
        let mut insides: Vec<(usize, String)> = Vec::new();
        while self.strip_parens
            && let Some((open, close)) = innermost(&chars)
        {
            let removed: Vec<(usize, char)> = chars.drain(open..=close).collect();
            let place = removed.first().map_or(0, |(place, _)| *place);
            let count = removed.len();
            insides.push((place, removed.iter().skip(1).take(count.saturating_sub(2)).map(|(_, c)| *c).collect()));
        }
        insides.sort_by_key(|(place, _)| *place);
        (chars.iter().map(|(_, c)| *c).collect(), insides.into_iter().map(|(_, inside)| inside).collect())
    }

    /// Step 4.
    fn by_parts(&self, text: &str, by_material: Look<'_>) -> Option<usize> {
        let mut parts = vec![text.to_owned()];
        for word in &self.split_on {
            parts = parts.iter().flat_map(|part| part.split(word.as_str())).map(str::to_owned).collect();
        }
        parts.iter().find_map(|part| by_material(self.bare(&self.without_marks(part))))
    }

    fn without_marks(&self, text: &str) -> String {
        text.chars().filter(|c| !self.drop_chars.contains(*c)).collect()
    }

    fn bare<'t>(&self, part: &'t str) -> &'t str {
        let mut rest = part;
        while let Some(shorter) = self
            .strip_prefixes
            .iter()
            .find_map(|prefix| rest.strip_prefix(prefix.as_str()).filter(|shorter| !shorter.is_empty()))
        {
            rest = shorter;
        }
        while let Some(shorter) = self
            .strip_suffixes
            .iter()
            .find_map(|suffix| rest.strip_suffix(suffix.as_str()).filter(|shorter| !shorter.is_empty()))
        {
            rest = shorter;
        }
        rest
    }

    /// Step 5.
    fn by_pattern(&self, text: &str) -> Option<&Pattern> {
        let text = self.without_marks(text);
        self.patterns.iter().find(|pattern| {
            pattern.contains_all.iter().all(|word| text.contains(word.as_str()))
                && !pattern.contains_none.iter().any(|word| text.contains(word.as_str()))
        })
    }
}

/// Step 1.
fn half_width(text: &str) -> String {
    web::check::half_width(text)
}

/// The first pair of brackets with none of them inside.
fn innermost(chars: &[(usize, char)]) -> Option<(usize, usize)> {
    let mut open: Option<(usize, char)> = None;
    for (place, (_, c)) in chars.iter().enumerate() {
        match (*c, open) {
            ('(', _) => open = Some((place, ')')),
            ('[', _) => open = Some((place, ']')),
            ('\u{3010}', _) => open = Some((place, '\u{3011}')),
            (c, Some((from, close))) if c == close => return Some((from, place)),
            _ => {}
        }
    }
    None
}
