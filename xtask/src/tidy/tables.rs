//! A room's tables are its own: table names carry the room's name (`casework_case`), a room's
//! migrations create no other, and no SQL of a room names another room's table. Tests are free:
//! some of them commit crimes straight in the database.

use super::Finding;
use super::lexer::Kind;
use super::tree::{Tree, room};
use std::collections::BTreeSet;

/// Words after which SQL names a table.
const BEFORE_TABLE: [&str; 9] = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "VIEW", "REFERENCES", "ON", "EXISTS"];
/// Words that end a list of tables.
const AFTER_FROM: [&str; 8] = ["WHERE", "GROUP", "ORDER", "SET", "VALUES", "SELECT", "LIMIT", ")"];
/// Words by which a string literal is known to be SQL; written in capitals, as all our SQL is.
const STATEMENTS: [&str; 8] = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "WITH"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let rooms = tree.rooms();
    let mut findings = Vec::new();
    for (path, sql) in tree.files.iter().filter(|(path, _)| path.ends_with(".sql") && path.contains("/migrations/")) {
        let Some(own) = room(path) else { continue };
        let sql = without_comments(sql);
        findings.extend(foreign(path, own, &rooms, &sql, 1));
        findings.extend(unnamed(path, own, &sql));
    }
    for (own, file) in tree.product() {
        for token in file.tokens.iter().filter(|token| token.kind == Kind::Text && !token.test) {
            if words(&token.text).any(|(_, word)| STATEMENTS.contains(&word)) {
                findings.extend(foreign(&file.path, own, &rooms, &token.text, token.line));
            }
        }
    }
    findings
}

/// Tables of other rooms that `sql`, whose first line is `line`, names.
fn foreign(path: &str, own: &str, rooms: &BTreeSet<&str>, sql: &str, line: usize) -> Vec<Finding> {
    let mut out = Vec::new();
    // `FROM a, b`: inside the clause a comma announces a table as well.
    let (mut table_next, mut in_from) = (false, false);
    for (offset, word) in words(sql) {
        let upper = word.to_ascii_uppercase();
        if BEFORE_TABLE.contains(&upper.as_str()) {
            table_next = true;
            in_from = upper == "FROM";
        } else if word == "," {
            table_next = in_from;
        } else if AFTER_FROM.contains(&upper.as_str()) {
            (table_next, in_from) = (false, false);
        } else if !["IF", "NOT", "ONLY"].contains(&upper.as_str()) {
            let owner = rooms.iter().find(|room| word.strip_prefix(**room).is_some_and(|rest| rest.starts_with('_')));
            if let (true, Some(owner)) = (table_next, owner.filter(|owner| **owner != own)) {
                out.push(Finding::new(
                    path,
                    line + offset,
                    format!("`{word}` is a table of `{owner}`: ask that room instead"),
                ));
            }
            table_next = false;
        }
    }
    out
}

/// Tables that a migration creates without the room's name in front.
fn unnamed(path: &str, own: &str, sql: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    let list: Vec<_> = words(sql).collect();
    for (at, (offset, _)) in list.iter().enumerate().filter(|(_, (_, word))| word.eq_ignore_ascii_case("TABLE")) {
        let created = at
            .checked_sub(1)
            .and_then(|at| list.get(at))
            .is_some_and(|(_, before)| before.eq_ignore_ascii_case("CREATE"));
        let name = list.iter().skip(at + 1).map(|(_, word)| *word).find(|word| !["IF", "NOT", "EXISTS"].contains(word));
        if let (true, Some(name)) = (created, name)
            && !name.strip_prefix(own).is_some_and(|rest| rest.starts_with('_'))
        {
            out.push(Finding::new(
                path,
                offset + 1,
                format!("the table `{name}` doesn't carry the room's name: `{own}_...`"),
            ));
        }
    }
    out
}

/// Names and single punctuation marks with the number of line breaks before them.
fn words(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.split('\n').enumerate().flat_map(|(line, text)| {
        let mut rest = text;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            let name = |c: char| c.is_alphanumeric() || c == '_';
            let end = if name(first) { rest.find(|c| !name(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
            let (word, tail) = rest.split_at(end);
            rest = tail;
            Some((line, word))
        })
    })
}

/// `sql` with its `--` comments cut off.
fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<Finding> {
        let mut all = vec![("crates/casework/src/lib.rs", ""), ("crates/ratings/src/lib.rs", "")];
        all.extend(files);
        check(&Tree::of(&all))
    }

    #[test]
    fn a_statement_on_another_rooms_table_is_named_with_its_line() {
        let source = "const A: &str = \"SELECT id\n FROM ratings_rating, casework_case\n JOIN casework_file ON casework_file.ratings_n = 1\";";
        let findings = found(&[("crates/ratings/src/records.rs", source)]);
        let seen: Vec<_> =
            findings.iter().map(|finding| (finding.line, finding.text.split('`').nth(1).unwrap())).collect();
        assert_eq!(seen, [(2, "casework_case"), (3, "casework_file"), (3, "casework_file")]);
    }

    #[test]
    fn a_room_may_name_its_own_and_tests_may_name_any() {
        let source = "const A: &str = \"UPDATE ratings_rating SET a = 1\"; const B: &str = \"from casework_case\";\n#[cfg(test)] mod tests { const C: &str = \"DELETE FROM casework_case\"; }";
        assert!(
            found(&[("crates/ratings/src/records.rs", source), ("crates/ratings/tests/it/main.rs", source)]).is_empty()
        );
    }

    #[test]
    fn a_migration_creates_only_tables_with_the_rooms_name() {
        let sql = "-- CREATE TABLE casework_x\nCREATE TABLE ratings_rating (id @id);\nCREATE TABLE IF NOT EXISTS rating2 (\n c @id REFERENCES casework_case (id));";
        let findings = found(&[("crates/ratings/migrations/0001_first.sql", sql)]);
        let text: Vec<_> = findings.iter().map(|finding| (finding.line, finding.text.as_str())).collect();
        assert_eq!(findings.len(), 2, "{text:?}");
        assert!(text.iter().any(|(line, text)| *line == 3 && text.contains("rating2")));
        assert!(text.iter().any(|(line, text)| *line == 4 && text.contains("casework_case")));
    }
}
