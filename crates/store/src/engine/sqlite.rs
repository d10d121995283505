//! SQLite: how a connection is opened and a statement runs. WAL and synchronous=FULL, so that a
//! commit is on the disk when it is answered; secure_delete, so that erased content is gone.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, ToSql, config::DbConfig, types::ToSqlOutput};

use crate::{Error, Row, Sql, Value, value::RowOf};

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::{Value as Owned, ValueRef};
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(Owned::Null),
            Value::Int(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Value::Bool(truth) => ToSqlOutput::Owned(Owned::Integer((*truth).into())),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The one writing connection. The database grows to `most_bytes` and no further, where that is said.
pub(crate) fn writer(path: &Path, most_bytes: Option<u64>) -> Result<Connection, Error> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    conn.pragma_update(None, "secure_delete", "ON")?;
    conn.pragma_update(None, "cache_size", -32_768)?;
    // What a savepoint may have to put back stays in memory: spilled into a file it is written for
    // every page of every closure, to be thrown away.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // 64 MB of log: pages that every batch changes are written back seldom.
    conn.pragma_update(None, "wal_autocheckpoint", 16_000)?;
    if let Some(most) = most_bytes {
        let page: i64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = i64::try_from(most).unwrap_or(i64::MAX) / page.max(1);
        // Answers with the limit that holds.
        conn.pragma_update_and_check(None, "max_page_count", pages.max(1), |_| Ok(()))?;
    }
    prepare_for_statements(&conn)?;
    Ok(conn)
}

/// Every statement is prepared once and keeps its plan: without the guarantee one whose plan might
/// follow the values of its parameters is parsed anew each time they change.
fn prepare_for_statements(conn: &Connection) -> Result<(), Error> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(512);
    Ok(())
}

/// A reading connection. The file isn't mapped into memory: what was looked at would count as
/// resident until the machine wants it back, and the kernel keeps it anyway.
pub(crate) fn reader(path: &Path) -> Result<Connection, Error> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.pragma_update(None, "cache_size", -8_192)?;
    prepare_for_statements(&conn)?;
    Ok(conn)
}

/// A word to the engine itself, kept prepared.
pub(crate) fn run(conn: &Connection, word: &str) -> Result<(), Error> {
    conn.prepare_cached(word)?.execute([])?;
    Ok(())
}

pub(crate) fn execute(conn: &Connection, sql: &Sql, params: &[Value<'_>]) -> Result<usize, Error> {
    let mut statement = conn.prepare_cached(sql.for_sqlite())?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    // A statement with RETURNING must be stepped to its end; one without has no rows.
    while rows.next()?.is_some() {}
    drop(rows);
    drop(statement);
    Ok(usize::try_from(conn.changes()).unwrap_or(0))
}

pub(crate) fn each(
    conn: &Connection,
    sql: &Sql,
    params: &[Value<'_>],
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = conn.prepare_cached(sql.for_sqlite())?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    while let Some(row) = rows.next()? {
        take(&Row { cells: RowOf::Sqlite(row) })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    #[test]
    fn a_statement_keeps_its_plan_when_its_parameters_change() {
        let dir = tempfile::tempdir().unwrap();
        let conn = super::writer(&dir.path().join("plans.db"), None).unwrap();
        conn.execute_batch(
            "CREATE TABLE part (id INTEGER PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL);
             CREATE INDEX part_open ON part (body, id) WHERE state = 'open';
             CREATE INDEX part_state ON part (body, state, id);",
        )
        .unwrap();
        let mut look = conn.prepare("SELECT id FROM part WHERE body = ?1 AND state = ?2 AND id > ?3 LIMIT ?4").unwrap();
        for state in ["open", "shut", "open", "shut"] {
            let mut rows = look.query(("one", state, 0, 9)).unwrap();
            assert!(rows.next().unwrap().is_none());
        }
        assert_eq!(look.get_status(StatementStatus::RePrepare), 0);
    }
}
