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
    let suspect = |text: &str| text.contains("../") || ABSOLUTE.iter().any(|root| text.contains(root));
    for (path, text) in files.filter(|(_, text)| suspect(text)) {
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| suspect(line)) {
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

/// Whether `found` leads to something in the tree or to what is built in it: from the folder of
/// the file, of its package (as with `CARGO_MANIFEST_DIR` and in tests, which run there) or of its
/// package's sources (as in a README that quotes them).
fn inside(tree: &Tree, path: &str, found: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let folder = parts.split_last().map(|(_, folder)| folder).unwrap_or_default();
    let depth = if path.starts_with("crates/") { 2 } else { 1 };
    let package = folder.get(..depth).unwrap_or(folder);
    let sources = [package, &["src"]].concat();
    [folder, package, &sources]
        .into_iter()
        .filter_map(|base| resolve(base, found))
        .any(|path| path.starts_with("target/") || tree.has(&path))
}

/// `found` from the folder `base`; nothing when it leaves the tree.
fn resolve(base: &[&str], found: &str) -> Option<String> {
    let mut base = base.to_vec();
    for part in found.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(base.pop()?),
            name => base.push(name),
        }
    }
    Some(base.join("/"))
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
        assert!(
            found("crates/store/README.md", "`include_str!(\"../../kernel/src/lib.rs\")`, ../../target/pages")
                .is_empty()
        );
        assert!(found(".ci/run", "ls ../other").is_empty());
    }
}
