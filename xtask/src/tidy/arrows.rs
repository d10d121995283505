//! Arrows only as drawn. ARCHITECTURE.md holds the drawing in a fenced block named `arrows`; a
//! line `search -> store` lets `search` depend on `store` and on all that stands below it, and
//! `-> *` on everything. Cargo knows what each crate really depends on. Tests may use more: the
//! test kit, which a line `testkit as dev-dependency` names.

use super::Finding;
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "ARCHITECTURE.md";

#[derive(Debug, Default)]
struct Drawing {
    /// A crate, the line it is drawn on, and what stands directly below it.
    rows: BTreeMap<String, (usize, Vec<String>)>,
    for_tests: BTreeSet<String>,
    findings: Vec<Finding>,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Drawing { rows, for_tests, mut findings } = drawing(tree.text(FILE));
    if rows.is_empty() {
        return vec![Finding::new(FILE, 1, "no fenced block named `arrows` with the drawing of the rooms")];
    }
    let members: BTreeSet<&str> = tree.members().map(|package| package.name.as_str()).collect();
    for (name, (line, below)) in &rows {
        for name in std::iter::once(name).chain(below).filter(|name| *name != "*" && !members.contains(name.as_str())) {
            findings.push(Finding::new(FILE, *line, format!("`{name}` is drawn, but there is no such crate")));
        }
        if reach(&rows, name).contains(name.as_str()) {
            findings.push(Finding::new(FILE, *line, format!("the drawing has a circle through `{name}`")));
        }
    }
    for package in tree.members() {
        if !rows.contains_key(&package.name) {
            findings.push(Finding::new(FILE, 1, format!("the crate `{}` isn't in the drawing", package.name)));
            continue;
        }
        let below = reach(&rows, &package.name);
        for dependency in package.dependencies.iter().filter(|d| members.contains(d.name.as_str())) {
            let drawn = below.contains(dependency.name.as_str()) || below.contains("*");
            let test = dependency.kind.as_deref() == Some("dev") && for_tests.contains(&dependency.name);
            if !drawn && !test {
                let text = format!(
                    "`{}` depends on `{}`, which is not below it in the drawing",
                    package.name, dependency.name
                );
                findings.push(Finding::new(&manifest(tree, &package.name), 1, text));
            }
        }
    }
    findings
}

/// The manifest of a member: rooms stand under `crates`.
fn manifest(tree: &Tree, name: &str) -> String {
    let room = format!("crates/{name}/Cargo.toml");
    if tree.files.contains_key(&room) { room } else { format!("{name}/Cargo.toml") }
}

fn drawing(text: &str) -> Drawing {
    let mut out = Drawing::default();
    let mut inside = false;
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.starts_with("```") {
            inside = line == "```arrows";
        } else if let (true, Some(name)) = (inside, line.strip_suffix(" as dev-dependency")) {
            out.for_tests.insert(name.trim().to_owned());
        } else if let (true, Some((name, below))) = (inside, line.split_once("->")) {
            let below = below.split_whitespace().map(str::to_owned).collect();
            out.rows.insert(name.trim().to_owned(), (number, below));
        } else if inside && !line.is_empty() {
            out.findings.push(Finding::new(
                FILE,
                number,
                "a line of the drawing is `room -> room ...` or `room as dev-dependency`",
            ));
        }
    }
    out
}

/// Everything below `name`, not counting itself unless there is a circle.
fn reach<'a>(rows: &'a BTreeMap<String, (usize, Vec<String>)>, name: &str) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    let mut open: Vec<&str> =
        rows.get(name).map(|(_, below)| below.iter().map(String::as_str).collect()).unwrap_or_default();
    while let Some(next) = open.pop() {
        if out.insert(next) {
            open.extend(rows.get(next).into_iter().flat_map(|(_, below)| below.iter().map(String::as_str)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str =
        "```arrows\nkernel ->\nstore -> kernel\nweb -> store\napp -> *\nkit -> web\nkit as dev-dependency\n```\n";

    fn found(drawn: &str, members: &[(&str, &[&str])]) -> Vec<String> {
        check(&Tree::of(&[(FILE, drawn)]).with_members(members)).into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn what_is_drawn_may_be_used_through_several_storeys() {
        let members: &[(&str, &[&str])] = &[
            ("kernel", &["serde"]),
            ("store", &["kernel", "dev:kit"]),
            ("web", &["kernel"]),
            ("app", &["web"]),
            ("kit", &["store"]),
        ];
        assert!(found(DRAWN, members).is_empty());
    }

    #[test]
    fn an_arrow_upwards_is_named() {
        let members: &[(&str, &[&str])] =
            &[("kernel", &[]), ("store", &["web"]), ("web", &["kit"]), ("app", &[]), ("kit", &[])];
        let text = found(DRAWN, members).join("\n");
        assert!(text.contains("`store` depends on `web`") && text.contains("`web` depends on `kit`"), "{text}");
    }

    #[test]
    fn crates_and_drawing_name_each_other() {
        let text =
            found(DRAWN, &[("kernel", &[]), ("store", &[]), ("web", &[]), ("app", &[]), ("attic", &[])]).join("\n");
        assert!(text.contains("`attic` isn't in the drawing") && text.contains("`kit` is drawn"), "{text}");
    }

    #[test]
    fn a_circle_and_a_missing_drawing_are_named() {
        assert!(found("```arrows\na -> b\nb -> a\n```", &[("a", &[]), ("b", &[])]).join("").contains("circle"));
        assert!(found("no drawing", &[]).join("").contains("no fenced block"));
    }
}
