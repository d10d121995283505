//! What we build upon: every package's licence is on the reviewed list, banned packages are
//! absent, and there is one generation of the cryptographic crates. The lists are
//! `xtask/allowed/{licences,banned,duplicates}.txt`; packages are those that this machine's
//! platform builds.

use super::Finding;
use super::allowed::Allowed;
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

const LOCK: &str = "Cargo.lock";
/// The core of RustCrypto: two generations of one of these mean two sets of traits.
const ONE_GENERATION: [&str; 22] = [
    "aead",
    "argon2",
    "block-buffer",
    "blake2",
    "chacha20",
    "chacha20poly1305",
    "cipher",
    "crypto-common",
    "curve25519-dalek",
    "der",
    "digest",
    "ecdsa",
    "ed25519",
    "ed25519-dalek",
    "elliptic-curve",
    "hmac",
    "pkcs8",
    "sha1",
    "sha2",
    "signature",
    "spki",
    "universal-hash",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = licences(tree);
    findings.extend(banned(tree));
    findings.extend(duplicates(tree));
    findings
}

/// Lines of `licences.txt` are identifiers with a reason (`MIT | permissive`), or name a package
/// whose licence isn't an SPDX expression (`crate NAME | why`).
fn licences(tree: &Tree) -> Vec<Finding> {
    let list = tree.text("xtask/allowed/licences.txt");
    let heads = || list.lines().filter_map(|line| line.split_once(" | ")).map(|(head, _)| head.trim());
    let crates: BTreeSet<&str> = heads().filter_map(|head| head.strip_prefix("crate ")).collect();
    let licences: BTreeSet<&str> = heads().collect();
    let mut out = Vec::new();
    for package in
        tree.packages.iter().filter(|package| package.source.is_some() && !crates.contains(package.name.as_str()))
    {
        let text = package.license.as_deref().unwrap_or_default();
        if !permitted(text, &licences) {
            out.push(Finding::new(
                LOCK,
                1,
                format!("`{} {}` has the licence `{text}`, which isn't on the list", package.name, package.version),
            ));
        }
    }
    out
}

/// Lines of `banned.txt`: `NAME | why`.
fn banned(tree: &Tree) -> Vec<Finding> {
    let bans = tree.text("xtask/allowed/banned.txt").lines().filter_map(|line| line.split_once(" | "));
    let hits = bans.flat_map(|(name, why)| {
        let found = tree.packages.iter().filter(move |package| package.name == name.trim());
        found.map(move |package| Finding::new(LOCK, 1, format!("`{}` is banned: {why}", package.name)))
    });
    hits.collect()
}

/// Lines of `duplicates.txt`: `Cargo.lock | NAME | why there are two`.
fn duplicates(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "duplicates");
    let mut versions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for package in tree.packages.iter().filter(|package| ONE_GENERATION.contains(&package.name.as_str())) {
        versions.entry(&package.name).or_default().insert(generation(&package.version));
    }
    let mut out = Vec::new();
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        if !allowed.permits(LOCK, name) {
            let list = versions.iter().cloned().collect::<Vec<_>>().join(" and ");
            out.push(Finding::new(LOCK, 1, format!("two generations of `{name}`: {list}")));
        }
    }
    allowed.close(out)
}

/// `1.2.3` is generation 1, `0.11.0` is 0.11.
fn generation(version: &str) -> String {
    let mut parts = version.split('.');
    match (parts.next(), parts.next()) {
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (Some(major), _) => major.to_owned(),
        _ => version.to_owned(),
    }
}

/// Whether an SPDX expression can be met by the listed licences. `A/B` is an old way to say OR.
fn permitted(expression: &str, licences: &BTreeSet<&str>) -> bool {
    let text = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = text.split_whitespace().rev().collect();
    let verdict = any(&mut words, licences);
    verdict && words.is_empty()
}

/// `a OR b ...`; `words` is reversed, so that the next one is popped.
fn any(words: &mut Vec<&str>, licences: &BTreeSet<&str>) -> bool {
    let mut verdict = all(words, licences);
    while words.pop_if(|word| *word == "OR").is_some() {
        verdict |= all(words, licences);
    }
    verdict
}

/// `a AND b ...`, binding stronger.
fn all(words: &mut Vec<&str>, licences: &BTreeSet<&str>) -> bool {
    let mut verdict = one(words, licences);
    while words.pop_if(|word| *word == "AND").is_some() {
        verdict &= one(words, licences);
    }
    verdict
}

/// `( .. )`, a licence, or `licence WITH exception`.
fn one(words: &mut Vec<&str>, licences: &BTreeSet<&str>) -> bool {
    let Some(word) = words.pop() else { return false };
    if word == "(" {
        let verdict = any(words, licences);
        return words.pop() == Some(")") && verdict;
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        let exception = words.pop().unwrap_or_default();
        return licences.contains(format!("{word} WITH {exception}").as_str());
    }
    licences.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "MIT | permissive\nApache-2.0 | permissive\nUnicode-3.0 | data\nApache-2.0 WITH LLVM-exception | permissive\ncrate odd | its file is MIT\n";

    #[test]
    fn expressions_are_understood() {
        let licences: BTreeSet<&str> = LIST.lines().map(|line| line.split(" | ").next().unwrap()).collect();
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(permitted(good, &licences), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT GPL-3.0", "MIT WITH thing"] {
            assert!(!permitted(bad, &licences), "{bad}");
        }
    }

    #[test]
    fn a_strange_licence_a_banned_crate_and_a_second_generation_are_named() {
        let lists = [
            ("xtask/allowed/licences.txt", LIST),
            ("xtask/allowed/banned.txt", "openssl-sys | a C build"),
            ("xtask/allowed/duplicates.txt", "Cargo.lock | sha1 | a format asks for it"),
        ];
        let packages = [
            ("copyleft", "1.0.0", "GPL-3.0-only"),
            ("odd", "1.0.0", ""),
            ("openssl-sys", "0.9.1", "MIT"),
            ("sha2", "0.10.9", "MIT"),
            ("sha2", "0.11.0", "MIT"),
            ("sha1", "0.10.0", "MIT"),
            ("sha1", "0.11.0", "MIT"),
        ];
        let found: Vec<_> =
            check(&Tree::of(&lists).with_packages(&packages)).into_iter().map(|finding| finding.text).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found[0].contains("copyleft")
                && found[1].contains("a C build")
                && found[2].contains("sha2`: 0.10 and 0.11"),
            "{found:?}"
        );
    }
}
