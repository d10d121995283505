//! Addresses: filled from a route's pattern, and judged before anyone is sent to one.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// `/items/{id}` and an id become `/items/item_01J...`; parts are filled in order and encoded.
/// A part too few leaves its place empty.
#[must_use]
pub fn fill(pattern: &str, parts: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut parts = parts.iter();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        if let Some(part) = parts.next() {
            out.push_str(&encode(&part.to_string()));
        }
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// `path` with a query of the pairs whose value is not empty.
#[must_use]
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut mark = if path.contains('?') { '&' } else { '?' };
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(mark);
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
        mark = '&';
    }
    out
}

/// Percent-encoded for a path segment or a query value.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// `next` if it stays on this site, else `/`: a sign-in page must not send people elsewhere.
#[must_use]
pub fn stay_here(next: &str) -> &str {
    let inside = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2000
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside { next } else { "/" }
}

/// Whether `path` fits a route's pattern.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let same = |(part, sent): (&str, &str)| part == sent || (part.starts_with('{') && !sent.is_empty());
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_encoded_and_a_foreign_address_becomes_home() {
        assert_eq!(fill("/items/{id}/guide", &[&"a/b c"]), "/items/a%2Fb%20c/guide");
        assert_eq!(with_query("/search", &[("q", "a&b"), ("after", "")]), "/search?q=a%26b");
        assert_eq!(stay_here("/my/cases?after=1"), "/my/cases?after=1");
        for bad in ["https://x.example", "//x.example", "/\\x.example", "/a\r\nb", "", "x"] {
            assert_eq!(stay_here(bad), "/");
        }
    }
}
