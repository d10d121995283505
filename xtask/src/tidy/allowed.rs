//! The reviewed lists under `xtask/allowed`: exceptions to a check, one a line, each with its
//! reason. A line that no longer excuses anything is itself a finding, so the lists only hold
//! what is true today.
//!
//! A line is `PATH | WORD | REASON`: WORD is excused in the file PATH, or in every file under it
//! when PATH ends with `/`. `*` as WORD excuses the whole file from that check.

use super::Finding;
use super::tree::Tree;
use std::cell::Cell;

pub struct Allowed<'a> {
    list: String,
    lines: Vec<Line<'a>>,
    broken: Vec<Finding>,
}

struct Line<'a> {
    number: usize,
    path: &'a str,
    word: &'a str,
    used: Cell<bool>,
}

impl<'a> Allowed<'a> {
    /// The list `xtask/allowed/NAME.txt`; empty when there is none.
    pub fn read(tree: &'a Tree, name: &str) -> Self {
        let list = format!("xtask/allowed/{name}.txt");
        let mut lines = Vec::new();
        let mut broken = Vec::new();
        for (text, number) in tree.text(&list).lines().zip(1..) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let mut parts = text.splitn(3, " | ").map(str::trim);
            match (parts.next(), parts.next(), parts.next()) {
                (Some(path), Some(word), Some(reason)) if !reason.is_empty() && !word.is_empty() => {
                    lines.push(Line { number, path, word, used: Cell::new(false) });
                }
                _ => broken.push(Finding::new(&list, number, "a line of this list is `PATH | WORD | REASON`")),
            }
        }
        Self { list, lines, broken }
    }

    /// Whether `word` in `path` is excused.
    pub fn permits(&self, path: &str, word: &str) -> bool {
        let line = self.lines.iter().find(|line| {
            let at = path == line.path || (line.path.ends_with('/') && path.starts_with(line.path));
            at && (line.word == "*" || word.contains(line.word))
        });
        if let Some(line) = line {
            line.used.set(true);
        }
        line.is_some()
    }

    /// `findings` with what is wrong with the list itself.
    pub fn close(self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.extend(self.broken);
        for line in self.lines.iter().filter(|line| !line.used.get()) {
            let text = format!("`{}` in {} is excused but doesn't occur: strike the line", line.word, line.path);
            findings.push(Finding::new(&self.list, line.number, text));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_excuses_what_it_names_and_no_more() {
        let list = "# list\na/b.rs | now | it says why\nc/ | * | whole folder\nd.rs | x |\n";
        let tree = Tree::of(&[("xtask/allowed/clock.txt", list)]);
        let allowed = Allowed::read(&tree, "clock");
        assert!(!allowed.permits("a/b.rs", "env") && !allowed.permits("a/c.rs", "now"));
        assert!(allowed.permits("c/d/e.rs", "anything"));
        let findings = allowed.close(Vec::new());
        let lines: Vec<_> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [4, 2], "the line without a reason, and the one that excused nothing");
    }
}
