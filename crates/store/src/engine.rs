//! The two engines behind one pair of calls: run a statement, read rows. Only this folder and
//! `error`, `value` name a database driver.

pub mod postgres;
pub mod sqlite;
mod tls;

use std::cell::RefCell;

use crate::{Error, Row, Sql, Value};

/// A connection inside a transaction.
pub(crate) enum Conn<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a RefCell<postgres::Session>),
}

impl Conn<'_> {
    pub(crate) fn execute(&self, sql: &Sql, params: &[Value<'_>]) -> Result<usize, Error> {
        match self {
            Conn::Sqlite(conn) => sqlite::execute(conn, sql, params),
            Conn::Postgres(session) => session.borrow_mut().execute(sql, params),
        }
    }

    pub(crate) fn each(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self {
            Conn::Sqlite(conn) => sqlite::each(conn, sql, params, take),
            Conn::Postgres(session) => {
                let rows = session.borrow_mut().query(sql, params)?;
                rows.iter().try_for_each(|row| take(&Row { cells: crate::value::RowOf::Postgres(row) }))
            }
        }
    }
}
