//! A statement: one text in the subset that both engines share, registered by its room so that one
//! test prepares every statement on both. The adapter rewrites it once for SQLite.

use std::sync::OnceLock;

/// A statement with `$1`-style parameters.
pub struct Sql {
    text: &'static str,
    sqlite: OnceLock<String>,
}

impl std::fmt::Debug for Sql {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

impl Sql {
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, sqlite: OnceLock::new() }
    }

    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    pub(crate) fn for_sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| rewrite(self.text))
    }
}

/// `$n` becomes `?n` (SQLite numbers `$name` by first appearance, which would silently swap
/// parameters); row locks go, because one writer needs none. Quoted text stays.
fn rewrite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
        }
        if c == '$' && !quoted && chars.peek().is_some_and(char::is_ascii_digit) {
            out.push('?');
        } else {
            out.push(c);
        }
    }
    for lock in [" FOR UPDATE SKIP LOCKED", " FOR UPDATE", " FOR SHARE"] {
        out = out.replace(lock, "");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_and_locks_dropped_for_sqlite() {
        let sql = Sql::new("SELECT a FROM t WHERE b = $2 AND c = '$1' AND d = $1 FOR UPDATE SKIP LOCKED");
        assert_eq!(sql.for_sqlite(), "SELECT a FROM t WHERE b = ?2 AND c = '$1' AND d = ?1");
    }
}
