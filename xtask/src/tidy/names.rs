//! Names in ARCHITECTURE.md exist: what stands there between backticks and looks like a path, a
//! path of Rust names or a single name is found in the tree, so that the page can't outlive what
//! it describes. Commands (with a space), URLs and patterns are left alone.

use super::Finding;
use super::lexer::Kind;
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "ARCHITECTURE.md";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let words = Words::of(tree);
    let spans = spans(tree.text(FILE));
    let missing = spans.into_iter().filter(|(_, name)| !exists(tree, &words, name));
    missing.map(|(line, name)| Finding::new(FILE, line, format!("`{name}` is named here but doesn't exist"))).collect()
}

/// Names of the Rust sources, of all and by room, and the words of the other files.
#[derive(Default)]
struct Words<'a> {
    all: BTreeSet<&'a str>,
    by_room: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Words<'a> {
    fn of(tree: &'a Tree) -> Self {
        let mut out = Self::default();
        for file in tree.rust() {
            let names = file.tokens.iter().filter(|token| token.kind == Kind::Name).map(|token| token.text.as_str());
            let mut parts = file.path.split(['/', '.']);
            let first = parts.next().unwrap_or_default();
            let room = if first == "crates" { parts.next().unwrap_or_default() } else { first };
            let stems = file.path.split(['/', '.']);
            out.by_room.entry(room).or_default().extend(names.chain(stems));
        }
        out.all.extend(out.by_room.values().flatten());
        for (path, text) in &tree.files {
            out.all.extend(path.split(['/', '.']));
            if !path.ends_with(".rs") && !path.ends_with(".md") && !path.starts_with("data/") {
                out.all.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')));
            }
        }
        out
    }
}

/// The code spans of a Markdown page outside of fenced blocks.
fn spans(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut fenced = false;
    for (line, number) in text.lines().zip(1..) {
        fenced ^= line.trim_start().starts_with("```");
        if !fenced {
            out.extend(line.split('`').skip(1).step_by(2).map(|span| (number, span)));
        }
    }
    out
}

fn exists(tree: &Tree, words: &Words, span: &str) -> bool {
    let name = span.trim_end_matches("()").trim_end_matches('!');
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:*".contains(c);
    if name.starts_with(['/', '-', '.', '#']) && !tree.has(name) && !name.starts_with(".c")
        || !name.chars().all(plain)
        || name.contains("://")
    {
        return true;
    }
    if let Some((first, rest)) = name.split_once("::") {
        let last = rest.rsplit("::").next().unwrap_or_default();
        // The path begins with a room or with a name of some room.
        return words
            .by_room
            .get(first)
            .map_or_else(|| words.all.contains(first) && words.all.contains(last), |own| own.contains(last));
    }
    if name.contains(['/', '*']) || name.rsplit_once('.').is_some_and(|(_, ending)| !ending.is_empty()) {
        return tree.has(name) || tree.files.keys().any(|path| ends_with_pattern(path, name));
    }
    words.all.contains(name)
        || tree.has(name)
        || tree.packages.iter().any(|package| package.name == name)
        || name.split('-').all(|part| words.all.contains(part))
}

/// Whether some tail of `path` (cut at a `/`), or of a folder above it, fits `pattern`, in which
/// `*` stands for any part of a name.
fn ends_with_pattern(path: &str, pattern: &str) -> bool {
    let pattern: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(pattern.len()).any(|window| window.iter().zip(&pattern).all(|(part, pattern)| fits(part, pattern)))
}

fn fits(part: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => {
            part.len() >= before.len() + after.len() && part.starts_with(before) && part.ends_with(after)
        }
        None => part == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str) -> Vec<String> {
        let files = [
            (FILE, page),
            ("crates/casework/src/case.rs", "pub enum State { Draft }"),
            ("crates/casework/src/pages/window.rs", "fn receive() {}"),
            ("crates/store/migrations/0001_journal.sql", "CREATE TABLE store_entry"),
            (".ci/run", ""),
        ];
        check(&Tree::of(&files)).into_iter().map(|finding| finding.text.split('`').nth(1).unwrap().to_owned()).collect()
    }

    #[test]
    fn names_of_things_that_exist_are_content() {
        let page = "`casework` `case::State` `casework::case` `src/case.rs` `pages/` `crates/*/src/case.rs` `receive()` `store_entry` `.ci/run` `/cases/{id}` `cargo xtask tidy` `--data`\n```\n`gone`\n```\n";
        assert_eq!(found(page), Vec::<String>::new());
    }

    #[test]
    fn names_of_things_that_are_gone_are_named() {
        assert_eq!(
            found("`archive` `case::Gone` `casework::receipt` `src/gone.rs` `crates/store/gone/` `.ci/gone`"),
            ["archive", "case::Gone", "casework::receipt", "src/gone.rs", "crates/store/gone/", ".ci/gone",]
        );
    }
}
