//! What comes in from outside comes through one door: only `store` names a database driver (and
//! `testkit`, which makes databases for tests), HTTP
//! stands in a few named files of a room, requests to others leave through `outbound.rs` or
//! `connectors/`, and only `tongban` reads the environment, the system clock and chance.
//! Exceptions are reviewed in `xtask/allowed/doors.txt`.

use super::Finding;
use super::allowed::Allowed;
use super::lexer::{Kind, Token};
use super::tree::{Rust, Tree};

/// A group of names and where they may stand.
struct Door {
    /// A path such as `SystemTime::now`, or one name, which then must be used as a path or import.
    names: &'static [&'static str],
    what: &'static str,
    open: fn(room: &str, path: &str) -> bool,
}

const DOORS: [Door; 6] = [
    Door {
        names: &["rusqlite", "libsqlite3_sys", "postgres", "postgres_types", "tokio_postgres", "sqlx", "diesel"],
        what: "a database driver outside `store`",
        open: |room, _| ["store", "testkit"].contains(&room),
    },
    Door {
        names: &["axum", "http", "tower", "tower_http", "hyper", "StatusCode", "HeaderMap", "IntoResponse", "Redirect"],
        what: "HTTP outside `web`, routes.rs, pages, api.rs and the room's door lib.rs",
        open: |room, path| ["web", "tongban", "testkit"].contains(&room) || is_face(path),
    },
    Door {
        names: &["reqwest", "ureq", "hyper_util", "lettre", "TcpStream", "UdpSocket"],
        what: "a request to others outside outbound.rs and connectors/",
        open: |room, path| ["tongban", "testkit"].contains(&room) || stands(path, &["outbound", "connectors"]),
    },
    Door {
        names: &[
            "env::var",
            "env::vars",
            "env::var_os",
            "env::vars_os",
            "env::args",
            "env::args_os",
            "env::current_dir",
            "env::set_var",
            "option_env!",
        ],
        what: "the environment is read outside `tongban`",
        open: |room, _| ["tongban", "testkit"].contains(&room),
    },
    Door {
        names: &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "Utc::now",
            "Local::now",
            "OffsetDateTime::now_utc",
        ],
        what: "the system clock is read outside `tongban`: time is a parameter",
        open: |room, _| room == "tongban",
    },
    Door {
        names: &[
            "getrandom",
            "rand",
            "OsRng",
            "SysRng",
            "ThreadRng",
            "thread_rng",
            "fastrand",
            "Uuid::new_v4",
            "Uuid::now_v7",
        ],
        what: "chance is taken outside `tongban`: it is a parameter",
        open: |room, _| ["tongban", "testkit"].contains(&room),
    },
];

/// Packages that only one room may depend on, outside of its tests.
const DRIVERS: [&str; 6] = ["rusqlite", "libsqlite3-sys", "postgres", "postgres-types", "tokio-postgres", "sqlx"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "doors");
    let mut findings = Vec::new();
    for (room, file) in tree.product() {
        for door in DOORS.iter().filter(|door| !(door.open)(room, &file.path)) {
            let text = tree.text(&file.path);
            let names: Vec<_> = door.names.iter().copied().filter(|name| text.contains(head(name))).collect();
            for (line, name) in uses(file, &names) {
                if !allowed.permits(&file.path, name) {
                    findings.push(Finding::new(&file.path, line, format!("`{name}`: {}", door.what)));
                }
            }
        }
    }
    for package in tree.members().filter(|package| !["store", "testkit"].contains(&package.name.as_str())) {
        let drivers = package
            .dependencies
            .iter()
            .filter(|d| d.kind.as_deref() != Some("dev") && DRIVERS.contains(&d.name.as_str()));
        findings.extend(drivers.map(|driver| {
            let text = format!("`{}` depends on `{}`: only `store` knows a database driver", package.name, driver.name);
            Finding::new(&format!("crates/{}/Cargo.toml", package.name), 1, text)
        }));
    }
    allowed.close(findings)
}

/// The files of a room that speak HTTP: its route table, pages, API and door.
fn is_face(path: &str) -> bool {
    path.ends_with("/src/lib.rs") || stands(path, &["routes", "pages", "api"])
}

/// `path` is `src/NAME.rs` or stands under `src/NAME/` for one of the names.
fn stands(path: &str, names: &[&str]) -> bool {
    let Some((_, inside)) = path.split_once("/src/") else { return false };
    let first = inside.split(['/', '.']).next().unwrap_or_default();
    names.contains(&first)
}

/// The first word of a name.
fn head(name: &str) -> &str {
    name.split([':', '!']).next().unwrap_or(name)
}

/// Where the names are used outside of tests.
fn uses<'a>(file: &Rust, names: &[&'a str]) -> Vec<(usize, &'a str)> {
    let mut out = Vec::new();
    if names.is_empty() {
        return out;
    }
    for (at, token) in file.tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Name && !token.test) {
        let rest = file.tokens.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| file.tokens.get(at));
        out.extend(names.iter().filter(|name| is_use(before, rest, name)).map(|name| (token.line, *name)));
    }
    out
}

/// The tokens at `rest` spell `name`: a path `A::b` or `a!` as written, a type by its name alone,
/// and a crate when a path goes on from it or an import ends with it.
fn is_use(before: Option<&Token>, rest: &[Token], name: &str) -> bool {
    let mut words = rest.iter().map(|token| token.text.as_str());
    if let Some(name) = name.strip_suffix('!') {
        return words.next() == Some(name) && words.next() == Some("!");
    }
    if let Some((head, tail)) = name.split_once("::") {
        return words.next() == Some(head)
            && words.next() == Some(":")
            && words.next() == Some(":")
            && words.next() == Some(tail);
    }
    if words.next() != Some(name) {
        return false;
    }
    let field = before.is_some_and(|token| token.is(Kind::Punct, ".") || token.is(Kind::Punct, ":"));
    let next = (words.next(), words.next());
    let imported = before.is_some_and(|token| token.is(Kind::Name, "use") || token.is(Kind::Name, "crate"));
    let a_type = name.starts_with(|c: char| c.is_ascii_uppercase());
    a_type || (!field && next == (Some(":"), Some(":"))) || imported
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, source: &str) -> Vec<String> {
        check(&Tree::of(&[(path, source)])).into_iter().map(|f| f.text.split('`').nth(1).unwrap().to_owned()).collect()
    }

    #[test]
    fn each_door_is_kept() {
        assert_eq!(found("crates/casework/src/records.rs", "use rusqlite::Row;"), ["rusqlite"]);
        assert_eq!(found("crates/casework/src/decide.rs", "fn a() -> http::Method { axum::x() }"), ["http", "axum"]);
        assert_eq!(found("crates/casework/src/jobs.rs", "fn a() { lettre::send(); }"), ["lettre"]);
        assert_eq!(
            found("crates/web/src/layout.rs", "fn a() { std::env::var(\"A\"); option_env!(\"B\"); }"),
            ["env::var", "option_env!"]
        );
        assert_eq!(found("crates/store/src/tx.rs", "let a = std::time::SystemTime::now();"), ["SystemTime::now"]);
        assert_eq!(found("crates/identity/src/session.rs", "use getrandom;\nlet a = OsRng;"), ["getrandom", "OsRng"]);
    }

    #[test]
    fn open_doors_are_open() {
        for (path, source) in [
            ("crates/store/src/sqlite.rs", "use rusqlite::Row;"),
            ("crates/casework/src/routes.rs", "use axum::x;"),
            ("crates/casework/src/pages/window.rs", "use axum::x;"),
            ("crates/notices/src/outbound.rs", "use lettre::x;"),
            ("crates/tongban/src/main.rs", "let a = SystemTime::now(); std::env::var(a); getrandom::fill(b);"),
            ("crates/casework/tests/it/main.rs", "use rusqlite::Row;"),
            (
                "crates/casework/src/case.rs",
                "let http = 1; self.rand = clock.now(); let a = env!(\"X\");\n#[cfg(test)] mod tests { use rand::x; }",
            ),
        ] {
            assert!(found(path, source).is_empty(), "{path}");
        }
    }

    #[test]
    fn a_driver_among_the_dependencies_is_named() {
        let tree =
            Tree::default().with_members(&[("store", &["rusqlite"]), ("casework", &["postgres", "dev:rusqlite"])]);
        let text: Vec<_> = check(&tree).into_iter().map(|finding| finding.text).collect();
        assert_eq!(text, ["`casework` depends on `postgres`: only `store` knows a database driver"]);
    }
}
