//! Small files: aim at 250 lines, ask at 400, never over 800 unless the file is a table, which its
//! first ten lines say with the word `tidy: table`. ARCHITECTURE.md has at most 200 lines and the
//! kernel at most 3,000 without its tests, so that both stay what a newcomer can read.

use super::Finding;
use super::tree::{Tree, is_test};

const ASK: usize = 400;
const MOST: usize = 800;
const ENDINGS: [&str; 6] = ["rs", "html", "css", "js", "sh", "typ"];
const MARK: &str = "tidy: table";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<_> = sized(tree)
        .filter(|(_, lines)| *lines > MOST)
        .map(|(path, lines)| {
            Finding::new(path, MOST + 1, format!("{lines} lines; the limit is {MOST} unless it is a table"))
        })
        .collect();
    let architecture = tree.text("ARCHITECTURE.md").lines().count();
    if architecture > 200 {
        findings.push(Finding::new("ARCHITECTURE.md", 201, format!("{architecture} lines; the limit is 200")));
    }
    let files = tree.files.iter().filter(|(path, _)| path.starts_with("crates/kernel/src/") && !is_test(path));
    let kernel: usize = files.map(|(_, text)| text.lines().take_while(|line| *line != "#[cfg(test)]").count()).sum();
    if kernel > 3_000 {
        findings.push(Finding::new(
            "crates/kernel/src/lib.rs",
            1,
            format!("the kernel has {kernel} lines; the limit is 3,000"),
        ));
    }
    findings
}

/// A line for each file that should be asked about, longest first; not a failure.
pub fn notes(tree: &Tree) -> Vec<String> {
    let mut long: Vec<_> = sized(tree).filter(|(_, lines)| (ASK + 1..=MOST).contains(lines)).collect();
    long.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    long.into_iter().map(|(path, lines)| format!("note: {path} has {lines} lines: is it one thing?")).collect()
}

/// Files that the limits are for, with their lines.
fn sized(tree: &Tree) -> impl Iterator<Item = (&str, usize)> {
    tree.files
        .iter()
        .filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)))
        .filter(|(_, text)| !text.lines().take(10).any(|line| line.contains(MARK)))
        .map(|(path, text)| (path.as_str(), text.lines().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_fails_a_longish_one_is_asked_about_and_a_table_may_be_long() {
        let (long, longish) = ("\n".repeat(801), "\n".repeat(401));
        let table = format!("//! Codes.\n// tidy: table\n{long}");
        let tree = Tree::of(&[("a.rs", &long), ("b.html", &longish), ("c.rs", &table), ("d.md", &long)]);
        assert_eq!(check(&tree).into_iter().map(|finding| finding.path).collect::<Vec<_>>(), ["a.rs"]);
        assert_eq!(notes(&tree), ["note: b.html has 401 lines: is it one thing?"]);
    }

    #[test]
    fn the_map_and_the_kernel_stay_readable() {
        let (map, kernel) = ("x\n".repeat(201), "// tidy: table\n".repeat(3001));
        let found = check(&Tree::of(&[("ARCHITECTURE.md", &map), ("crates/kernel/src/lib.rs", &kernel)]));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
