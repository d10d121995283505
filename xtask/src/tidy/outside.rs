//! No path outside the repository, so that a fresh clone is all there is: a `../` in a file leads
//! to something in the tree, and no file names somebody's home or work folder. `.ci/run` alone may
//! look beside the repository. Attack strings and the like are reviewed in
//! `xtask/allowed/outside.txt`.

use super::Finding;
use super::allowed::Allowed;
use super::tree::Tree;

const EXEMPT: [&str; 1] = [".ci/run"];
/// Roots of machines; with the letter after, so that this list doesn't find itself.
const ABSOLUTE: [&str; 5] = ["/home/", "/root/", "/work/", "/Users/", "/mnt/"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "outside");
    let mut findings = Vec::new();
    let files =
        tree.files.iter().filter(|(path, _)| !EXEMPT.contains(&path.as_str()) && !path.starts_with("xtask/allowed/"));
    for (path, text) in files {
        for (line, number) in text.lines().zip(1..) {
            for found in upwards(line).into_iter().filter(|found| !inside(tree, path, found)).chain(absolute(line)) {
                if !allowed.permits(path, &found) {
                    findings.push(Finding::new(path, number, format!("`{found}` is outside the repository")));
                }
            }
        }
    }
    allowed.close(findings)
}

fn is_path_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-/".contains(c)
}

/// Paths on the line that begin with `../`.
fn upwards(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !is_path_char(c));
    words.filter_map(|word| word.find("../").and_then(|at| word.get(at..))).map(str::to_owned).collect()
}

/// Absolute paths on the line that name a place on someone's machine.
fn absolute(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !is_path_char(c));
    let names = |word: &&str| ABSOLUTE.iter().any(|root| word.starts_with(root) && word.len() > root.len());
    words.filter(names).map(str::to_owned).collect()
}

/// Whether `found` leads to something in the tree: from the folder of the file, or from the folder
/// of its package (as with `CARGO_MANIFEST_DIR` and in tests, which run there).
fn inside(tree: &Tree, path: &str, found: &str) -> bool {
    let folder: Vec<&str> = path.split('/').collect();
    let file = folder.len().saturating_sub(1);
    let package = if path.starts_with("crates/") { 2 } else { 1 };
    [file, package.min(file)].into_iter().any(|depth| {
        let mut base: Vec<&str> = folder.iter().take(depth).copied().collect();
        let mut out_of_tree = false;
        for part in found.split('/') {
            match part {
                "" | "." => {}
                ".." => out_of_tree |= base.pop().is_none(),
                name => base.push(name),
            }
        }
        !out_of_tree && tree.has(&base.join("/"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text), ("data/demo/bodies.jsonl", ""), ("crates/kernel/src/lib.rs", "")]);
        check(&tree).into_iter().map(|finding| finding.text.split('`').nth(1).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_path_out_of_the_tree_is_named() {
        assert_eq!(found("crates/store/src/a.rs", "include_str!(\"../../../../other/a\")"), ["../../../../other/a"]);
        assert_eq!(found("check", "cat ../other/file"), ["../other/file"]);
        assert_eq!(
            found("docs/a.md", "[x](../../other/b.md) and /home/someone/x"),
            ["../../other/b.md", "/home/someone/x"]
        );
    }

    #[test]
    fn a_path_within_and_the_ci_script_are_content() {
        assert!(found("crates/store/src/a.rs", "include_str!(\"../../../data/demo/bodies.jsonl\")").is_empty());
        assert!(
            found("crates/store/src/a/b.rs", "concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../data/demo\")").is_empty()
        );
        assert!(found("docs/a.md", "[x](../crates/kernel/src/lib.rs) ... /usr/bin").is_empty());
        assert!(found(".ci/run", "ls ../other").is_empty());
    }
}
