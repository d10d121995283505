//! Links in the documentation lead somewhere: the target of every relative Markdown link stands in
//! the tree, and when it names a heading of a Markdown file, that heading is there.

use super::Finding;
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for (number, target) in links(text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, heading) =
                target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
            let resolved = resolve(path, file);
            if !tree.has(&resolved) {
                findings.push(Finding::new(path, number, format!("the link `{target}` leads to nothing in the tree")));
            } else if let Some(heading) = heading.filter(|_| resolved.ends_with(".md"))
                && !headings(tree.text(&resolved)).any(|slug| slug == heading)
            {
                findings.push(Finding::new(path, number, format!("{resolved} has no heading `#{heading}`")));
            }
        }
    }
    findings
}

/// Targets of inline links and pictures outside of fenced blocks and code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut fenced = false;
    for (line, number) in text.lines().zip(1..) {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split([')', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains('`') {
                out.push((number, target));
            }
        }
    }
    out
}

/// `target` as seen from the file `path`; an empty one is the file itself.
fn resolve(path: &str, target: &str) -> String {
    if target.is_empty() {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The anchors of a Markdown file's headings, as forges make them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        title
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_link_or_heading_is_named() {
        let readme = "# Tongban\n[a](docs/a.md) [b](docs/b.md#two-words) [c](docs/gone.md)\n[d](docs/a.md#gone) [e](#tongban) [f](https://example.org/x)\n```\n[g](no)\n```\n";
        let tree =
            Tree::of(&[("README.md", readme), ("docs/a.md", ""), ("docs/b.md", "## Two words!\n[up](../README.md)")]);
        let found: Vec<_> = check(&tree).into_iter().map(|finding| (finding.line, finding.text)).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].0 == 2 && found[0].1.contains("docs/gone.md"));
        assert!(found[1].0 == 3 && found[1].1.contains("#gone"));
    }
}
