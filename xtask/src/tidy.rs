//! `cargo xtask tidy`: the project's invariants as checks over the tree. Each check is one file
//! under `tidy/`, named after what it keeps, with a test that plants a violation. What the
//! compiler, clippy or a test of the running product can see better isn't checked here.

mod allowed;
mod arrows;
mod doors;
mod lexer;
mod licences;
mod links;
mod locales;
mod manifests;
mod names;
mod outside;
mod routes;
mod sizes;
mod style;
mod tables;
mod template;
mod texts;
mod tree;

use std::path::Path;
use std::time::Instant;
use tree::Tree;

/// A check: its name, and what it finds in a tree.
struct Check {
    name: &'static str,
    run: fn(&Tree) -> Vec<Finding>,
}

const CHECKS: [Check; 13] = [
    Check { name: "arrows", run: arrows::check },
    Check { name: "doors", run: doors::check },
    Check { name: "licences", run: licences::check },
    Check { name: "links", run: links::check },
    Check { name: "locales", run: locales::check },
    Check { name: "manifests", run: manifests::check },
    Check { name: "names", run: names::check },
    Check { name: "outside", run: outside::check },
    Check { name: "routes", run: routes::check },
    Check { name: "sizes", run: sizes::check },
    Check { name: "style", run: style::check },
    Check { name: "tables", run: tables::check },
    Check { name: "texts", run: texts::check },
];

/// Something that breaks an invariant, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub text: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }
}

/// Runs every check over the tree at `root`: a line of praise, or the findings.
pub fn run(root: &Path) -> Result<String, String> {
    #[expect(clippy::disallowed_methods, reason = "how long the checks took is printed")]
    let begun = Instant::now();
    let tree = Tree::load(root)?;
    let mut lines = Vec::new();
    for check in CHECKS {
        let mut findings = (check.run)(&tree);
        findings.sort();
        findings.dedup();
        lines.extend(findings.iter().map(|f| format!("{}:{}: [{}] {}", f.path, f.line, check.name, f.text)));
    }
    let notes = sizes::notes(&tree);
    let took = begun.elapsed().as_secs_f64();
    let found = lines.len();
    lines.extend(notes);
    lines.push(format!("tidy: {} files, {} checks, {found} findings, {took:.1} s", tree.files.len(), CHECKS.len()));
    let report = lines.join("\n");
    if found == 0 { Ok(report) } else { Err(report) }
}
