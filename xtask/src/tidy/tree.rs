//! The tree as a value: file names with their contents and what cargo knows of the packages. The
//! checks are functions over it, so that a test can plant a violation in a tree of three files.

use super::lexer::{self, Token};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Endings of the files whose contents the checks read; of others only the name is known.
const READ: [&str; 15] =
    ["rs", "toml", "html", "txt", "xml", "svg", "typ", "sql", "ftl", "css", "js", "json", "md", "sh", "yml"];
/// Scripts without an ending.
const SCRIPTS: [&str; 2] = ["check", ".ci/run"];
/// Longer files are data, whatever their ending.
const LONGEST: u64 = 2_000_000;

#[derive(Debug, Default)]
pub struct Tree {
    /// Path from the root, `/` between its parts, to the content; empty where it isn't read.
    pub files: BTreeMap<String, String>,
    pub packages: Vec<Package>,
    rust: Vec<Rust>,
}

/// A Rust source file as tokens.
#[derive(Debug)]
pub struct Rust {
    pub path: String,
    pub tokens: Vec<Token>,
}

/// A package as `cargo metadata` describes it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    /// Absent for members of the workspace.
    pub source: Option<String>,
    pub dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `dev`, `build` or absent.
    pub kind: Option<String>,
}

impl Tree {
    pub fn new(files: BTreeMap<String, String>, packages: Vec<Package>) -> Self {
        let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let rust = rust.map(|(path, text)| Rust { path: path.clone(), tokens: lexer::tokens(text) }).collect();
        Self { files, packages, rust }
    }

    /// The working tree under `root` and its packages.
    pub fn load(root: &Path) -> Result<Self, String> {
        let ignored = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let mut skipped: Vec<&str> = ignored.lines().filter(|line| line.ends_with('/')).collect();
        skipped.push(".git/");
        let mut files = BTreeMap::new();
        collect(root, "", &skipped, &mut files)?;
        Ok(Self::new(files, packages(root)?))
    }

    /// Rust files of the product and of this tool, tests included.
    pub fn rust(&self) -> impl Iterator<Item = &Rust> {
        self.rust.iter()
    }

    /// Rust files of the rooms, without their tests.
    pub fn product(&self) -> impl Iterator<Item = (&str, &Rust)> {
        self.rust.iter().filter(|file| !is_test(&file.path)).filter_map(|file| Some((room(&file.path)?, file)))
    }

    /// Templates of the rooms.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| room(path).is_some() && path.contains("/templates/"))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Names of the folders under `crates`.
    pub fn rooms(&self) -> BTreeSet<&str> {
        self.files.keys().filter_map(|path| room(path)).collect()
    }

    /// Members of the workspace.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    pub fn text(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// A file or a folder of that name stands in the tree.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(name, _)| name.starts_with(&folder))
    }
}

/// The room a path belongs to: `crates/ROOM/...`.
pub fn room(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split_once('/').map(|(room, _)| room)
}

/// Tests beside the sources, and the other targets of a package that aren't the product.
pub fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || ["/tests/", "/benches/", "/examples/"].iter().any(|folder| path.contains(folder))
}

/// Walks `root/under` but for the folders that git ignores; symbolic links aren't followed.
fn collect(root: &Path, under: &str, skipped: &[&str], files: &mut BTreeMap<String, String>) -> Result<(), String> {
    let folder = root.join(under);
    let say = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(&folder).map_err(say)? {
        let entry = entry.map_err(say)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
        let kind = entry.file_type().map_err(say)?;
        if kind.is_dir() {
            let (anywhere, anchored) = (format!("{name}/"), format!("/{path}/"));
            if !skipped.iter().any(|line| *line == anywhere || *line == anchored) {
                collect(root, &path, skipped, files)?;
            }
        } else if kind.is_file() {
            let content = if is_read(&path) && entry.metadata().map_err(say)?.len() <= LONGEST {
                let bytes = std::fs::read(entry.path()).map_err(say)?;
                String::from_utf8(bytes).unwrap_or_default()
            } else {
                String::new()
            };
            files.insert(path, content);
        }
    }
    Ok(())
}

fn is_read(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let data = path.starts_with("data/") && ending != "toml" && ending != "md";
    SCRIPTS.contains(&path) || (READ.contains(&ending) && !data)
}

/// `cargo metadata` for this machine's platform, without the network.
fn packages(root: &Path) -> Result<Vec<Package>, String> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let version = output(Command::new("rustc").arg("-vV"), "rustc -vV")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("x86_64-unknown-linux-gnu");
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host]).current_dir(root);
    let json = output(&mut command, "cargo metadata")?;
    let metadata: Metadata = serde_json::from_str(&json).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(metadata.packages)
}

fn output(command: &mut Command, name: &str) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{name} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// Small trees for the tests of the checks.
#[cfg(test)]
impl Tree {
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(), Vec::new())
    }

    /// Adds members of the workspace: a name and its dependencies (`dev:NAME` for tests only).
    pub fn with_members(mut self, members: &[(&str, &[&str])]) -> Self {
        for (name, dependencies) in members {
            let dependencies = dependencies.iter().map(|name| match name.strip_prefix("dev:") {
                Some(name) => Dependency { name: name.to_owned(), kind: Some("dev".to_owned()) },
                None => Dependency { name: (*name).to_owned(), kind: None },
            });
            self.packages.push(Package {
                name: (*name).to_owned(),
                dependencies: dependencies.collect(),
                ..Package::default()
            });
        }
        self
    }

    /// Adds packages of the registry: name, version, licence.
    pub fn with_packages(mut self, packages: &[(&str, &str, &str)]) -> Self {
        self.packages.extend(packages.iter().map(|(name, version, license)| Package {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            license: Some((*license).to_owned()),
            source: Some("registry".to_owned()),
            dependencies: Vec::new(),
        }));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_known_by_what_stands_in_it() {
        let tree = Tree::of(&[("crates/a-b/src/lib.rs", ""), ("crates/a/src/lib.rs", "")]);
        assert!(tree.has("crates/a/") && tree.has("crates/a/src/lib.rs"));
        assert!(!tree.has("crates/a/src/li"));
        assert_eq!(tree.rooms().into_iter().collect::<Vec<_>>(), ["a", "a-b"]);
    }
}
