//! Every address of a room stands in its route table with its class of actor. The table's type
//! already demands a class, and the router made from it checks origin and class before a handler
//! runs; what could go round it is kept here: a router built beside the table, a class hidden in a
//! variable, a mutating route open to the public that nobody reviewed (`xtask/allowed/routes.txt`),
//! and an act without a journal entry whose reason isn't a sentence. That journalled acts do write
//! their entry is seen by the rooms' tests.

use super::Finding;
use super::allowed::Allowed;
use super::lexer::{Kind, Token};
use super::tree::{Rust, Tree};
use std::collections::BTreeMap;

/// Rooms that make the router from the tables.
const BUILDERS: [&str; 3] = ["web", "tongban", "testkit"];
const MUTATING: [&str; 4] = ["post", "put", "patch", "delete"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "routes");
    let mut findings = Vec::new();
    for (room, file) in tree.product() {
        let table = file.path.ends_with("/src/routes.rs") || file.path.contains("/src/routes/");
        if !BUILDERS.contains(&room) {
            for token in names_in_order(file)
                .filter(|token| ["Router", "MethodRouter", "routing"].contains(&token.text.as_str()))
            {
                findings.push(Finding::new(
                    &file.path,
                    token.line,
                    "a router beside the route table: use `web::Routes`",
                ));
            }
            let mut names = names_in_order(file);
            while let Some(token) = names.find(|token| token.text == "Routes" && !table) {
                if names.next().is_some_and(|token| token.text == "new") {
                    findings.push(Finding::new(
                        &file.path,
                        token.line,
                        "the room's addresses stand in routes.rs, on one page",
                    ));
                }
            }
        }
        if table {
            let constants = constants(&file.tokens);
            findings.extend(calls(file).filter_map(|call| judge(&file.path, &call, &constants, &allowed)));
        }
    }
    allowed.close(findings)
}

fn names_in_order(file: &Rust) -> impl Iterator<Item = &Token> {
    file.tokens.iter().filter(|token| token.kind == Kind::Name && !token.test)
}

/// `NAME(..)` with what stands before it: `.NAME(` or `on::NAME(`.
struct Call<'a> {
    name: &'a str,
    on: Option<&'a str>,
    line: usize,
    arguments: &'a [Token],
}

fn calls(file: &Rust) -> impl Iterator<Item = Call<'_>> {
    let tokens = file.tokens.as_slice();
    tokens.windows(3).enumerate().filter_map(move |(at, window)| {
        let [before, name, open] = window else { return None };
        let called = name.kind == Kind::Name && open.is(Kind::Punct, "(") && !name.test;
        let on = before
            .is(Kind::Punct, ":")
            .then(|| tokens.get(at.checked_sub(2)?))
            .flatten()
            .map(|token| token.text.as_str());
        let method = before.is(Kind::Punct, ".");
        let arguments = tokens.get(at + 3..)?;
        let end = arguments.iter().scan(1, depth).position(|depth| depth == 0).unwrap_or(arguments.len());
        (called && (method || on.is_some())).then(|| Call {
            name: &name.text,
            on,
            line: name.line,
            arguments: arguments.get(..end).unwrap_or_default(),
        })
    })
}

/// The depth of parentheses after `token`.
fn depth(depth: &mut i32, token: &Token) -> Option<i32> {
    *depth += i32::from(token.is(Kind::Punct, "(")) - i32::from(token.is(Kind::Punct, ")"));
    Some(*depth)
}

/// `const NAME: &str = "TEXT";`
fn constants(tokens: &[Token]) -> BTreeMap<&str, &str> {
    let starts =
        tokens.windows(2).enumerate().filter(|(_, pair)| matches!(pair, [word, _] if word.is(Kind::Name, "const")));
    let named = starts.filter_map(|(at, pair)| {
        let mut value = tokens.get(at..)?.iter().take_while(|token| !token.is(Kind::Punct, ";"));
        Some((pair.last()?.text.as_str(), value.find(|token| token.kind == Kind::Text)?.text.as_str()))
    });
    named.collect()
}

fn judge(path: &str, call: &Call<'_>, constants: &BTreeMap<&str, &str>, allowed: &Allowed<'_>) -> Option<Finding> {
    let names = |word: &str| call.arguments.iter().any(|token| token.is(Kind::Name, word));
    // Texts as written or as a constant of this file; a constant from elsewhere by its name.
    let literals = || {
        let words = call.arguments.iter().filter(|token| [Kind::Text, Kind::Name].contains(&token.kind));
        words.map(|token| constants.get(token.text.as_str()).copied().unwrap_or(&token.text))
    };
    let general = call.name == "route" && MUTATING.iter().any(|method| names(&method.to_uppercase()));
    if call.name == "unjournalled" && !literals().any(|reason| reason.split_whitespace().count() >= 3) {
        return Some(Finding::new(path, call.line, "an act without a journal entry says why, in a sentence"));
    }
    if call.on.is_some() || !(MUTATING.contains(&call.name) || general) {
        return None;
    }
    let address = if general { literals().find(|word| word.starts_with('/')) } else { literals().next() };
    let address = address.unwrap_or_default();
    if !names("Class") {
        return Some(Finding::new(
            path,
            call.line,
            format!("the class of actor isn't spelt out at `{address}`: `Class::..`"),
        ));
    }
    (names("Public") && !allowed.permits(path, address)).then(|| {
        Finding::new(
            path,
            call.line,
            format!("`{address}` lets the public change something: review it in xtask/allowed/routes.txt"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, source: &str, list: &str) -> Vec<(usize, String)> {
        let files = [(path, source), ("xtask/allowed/routes.txt", list)];
        check(&Tree::of(&files)).into_iter().map(|finding| (finding.line, finding.text)).collect()
    }

    const TABLE: &str = "const WHY: &str = \"it only changes the language\"; fn routes(s: S) -> Vec<Route> {\n Routes::new(s)\n .get(\"/a\", Class::Public, \"a\", pages::a)\n .post(\"/b\", Class::Citizen, \"b\", pages::b)\n .post(\"/c\", Class::Public, \"c\", pages::c)\n .unjournalled(WHY)\n .done() }";
    const LIST: &str = "crates/casework/src/routes.rs | /c | anyone may choose a language";

    #[test]
    fn a_table_whose_openings_are_reviewed_is_content() {
        assert!(found("crates/casework/src/routes.rs", TABLE, LIST).is_empty());
    }

    #[test]
    fn an_opening_to_the_public_that_nobody_reviewed_is_named() {
        let seen = found("crates/casework/src/routes.rs", TABLE, "");
        assert!(matches!(seen.as_slice(), [(5, text)] if text.contains("`/c`")), "{seen:?}");
    }

    #[test]
    fn a_hidden_class_and_a_poor_reason_are_named() {
        let source = "fn r() { t.delete(\"/a\", class, \"a\", f(1))\n .unjournalled(\"no\")\n .route(Method::PATCH, \"/b\", c, \"b\", g) }";
        let lines: Vec<_> =
            found("crates/casework/src/routes.rs", source, "").into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3]);
    }

    #[test]
    fn a_router_or_a_table_elsewhere_is_named() {
        assert_eq!(found("crates/casework/src/lib.rs", "fn a() { axum::Router::new(); }", "").len(), 1);
        assert_eq!(found("crates/casework/src/pages.rs", "fn a() { web::Routes::new(s) }", "").len(), 1);
        assert!(found("crates/web/src/router.rs", "fn a() { axum::Router::new(); }", "").is_empty());
    }
}
