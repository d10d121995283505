//! One place for versions: the root manifest names each dependency with one line of reason, the
//! members say `name.workspace = true`, and every member takes the workspace's lints.

use super::Finding;
use super::tree::Tree;

const ROOT: &str = "Cargo.toml";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, entry) in entries(tree.text(ROOT), |section| section == "workspace.dependencies") {
        if !entry.contains('#') && !entry.contains("path =") {
            findings.push(Finding::new(ROOT, line, "a dependency without its reason: end the line with `# why`"));
        }
    }
    for (path, text) in tree.files.iter().filter(|(path, _)| path.ends_with("/Cargo.toml")) {
        for (line, entry) in entries(text, |section| section.ends_with("dependencies")) {
            if !entry.replace(' ', "").contains("workspace=true") {
                findings.push(Finding::new(path, line, "versions stand in the root manifest: `name.workspace = true`"));
            }
        }
        if !entries(text, |section| section == "lints")
            .iter()
            .any(|(_, entry)| entry.replace(' ', "") == "workspace=true")
        {
            findings.push(Finding::new(path, 1, "without `[lints] workspace = true`"));
        }
    }
    findings
}

/// The entries of the sections that `wanted` picks, each with its line; one that runs over several
/// lines is one entry.
fn entries(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    let mut open = 0_i32;
    for (line, number) in text.lines().zip(1..) {
        let code = line.trim();
        if open > 0 {
            if let Some((_, entry)) = out.last_mut() {
                entry.push_str(code);
            }
        } else if code.starts_with('[') {
            inside = wanted(code.trim_matches(['[', ']']));
            continue;
        } else if inside && !code.is_empty() && !code.starts_with('#') {
            out.push((number, code.to_owned()));
        } else {
            continue;
        }
        open += code.chars().map(|c| if "[{".contains(c) { 1 } else { -i32::from("]}".contains(c)) }).sum::<i32>();
        open *= i32::from(inside);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_says_why_it_is_there() {
        let root = "[workspace.dependencies]\n# heading\nkernel = { path = \"crates/kernel\" }\nserde = \"1\" # types\nrand = \"1\"\nlong = { version = \"1\", features = [\n \"a\",\n] } # why\n[profile.dev]\ndebug = 1\n";
        let found = check(&Tree::of(&[("Cargo.toml", root)]));
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn members_name_no_version_and_take_the_lints() {
        let good = "[dependencies]\nserde.workspace = true\nhttp = { workspace = true }\n[lints]\nworkspace = true\n";
        let bad = "[package]\nname = \"b\"\n[dev-dependencies]\nserde = \"1\"\n";
        let found = check(&Tree::of(&[("crates/a/Cargo.toml", good), ("crates/b/Cargo.toml", bad)]));
        let seen: Vec<_> = found.iter().map(|finding| (finding.path.as_str(), finding.line)).collect();
        assert_eq!(seen, [("crates/b/Cargo.toml", 4), ("crates/b/Cargo.toml", 1)]);
    }
}
