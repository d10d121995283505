//! Habits that clippy doesn't know: a Rust file opens with a paragraph on what it is for, modules
//! are `name.rs` beside `name/`, and a lint is set aside by `#[expect(.., reason = "..")]`, which
//! complains when it is no longer needed, never by `#[allow]`.

use super::Finding;
use super::lexer::{Kind, Token};
use super::tree::{Rust, Tree, is_test};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if name == "mod.rs" {
            findings.push(Finding::new(&file.path, 1, "`name.rs` beside `name/`, not mod.rs"));
        }
        let opening = tree.text(&file.path).lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if !opening.starts_with("//!") && !is_test(&file.path) && name != "build.rs" {
            findings.push(Finding::new(
                &file.path,
                1,
                "the file doesn't open with a `//!` paragraph on what it is for",
            ));
        }
        findings.extend(attributes(file));
    }
    findings
}

/// `#[allow(..)]`, and `#[expect(..)]` without a reason.
fn attributes(file: &Rust) -> Vec<Finding> {
    let mut out = Vec::new();
    for (at, token) in file.tokens.iter().enumerate().filter(|(_, token)| token.is(Kind::Punct, "#")) {
        let rest = file.tokens.get(at + 1..).unwrap_or_default();
        let rest: Vec<&Token> = rest.iter().skip_while(|token| token.is(Kind::Punct, "!")).collect();
        let inside = || rest.iter().take_while(|token| !token.is(Kind::Punct, "]"));
        if !rest.first().is_some_and(|token| token.is(Kind::Punct, "[")) {
            continue;
        }
        // The name stands first, or inside a `cfg_attr`.
        let head = inside().filter(|token| token.kind == Kind::Name).take(4);
        let head: Vec<&str> = head.map(|token| token.text.as_str()).collect();
        let names =
            |word: &str| head.first() == Some(&word) || (head.first() == Some(&"cfg_attr") && head.contains(&word));
        if names("allow") {
            out.push(Finding::new(&file.path, token.line, "`#[allow]`: use `#[expect(.., reason = \"..\")]`"));
        }
        if names("expect") && !inside().any(|token| token.is(Kind::Name, "reason")) {
            out.push(Finding::new(&file.path, token.line, "`#[expect]` without a reason"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, source: &str) -> Vec<String> {
        check(&Tree::of(&[(path, source)]))
            .into_iter()
            .map(|finding| format!("{} {}", finding.line, finding.text))
            .collect()
    }

    #[test]
    fn each_habit_is_kept() {
        assert!(found("crates/a/src/mod.rs", "//! A.").join("").contains("not mod.rs"));
        assert!(found("crates/a/src/lib.rs", "use b;").join("").contains("doesn't open"));
        assert!(found("crates/a/src/lib.rs", "//! A.\n#![allow(x)]").join("").starts_with("2 `#[allow]`"));
        assert!(found("crates/a/src/lib.rs", "//! A.\n#[cfg_attr(test, allow(x))]").join("").contains("#[allow]"));
        assert!(found("crates/a/src/lib.rs", "//! A.\n#[expect(x)]\nfn a() {}").join("").contains("without a reason"));
    }

    #[test]
    fn a_good_file_is_content() {
        let source = "//! A.\n// #[allow(x)]\n#[expect(x, reason = \"y\")]\n#[derive(Debug)]\nstruct A;\nconst B: &str = \"#[allow(z)]\";";
        assert!(found("crates/a/src/lib.rs", source).is_empty());
        assert!(found("crates/a/tests/it/main.rs", "use b;").is_empty());
    }
}
