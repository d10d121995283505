//! What a closure holds: `Read` for looking, `Tx` for acting. Ids, chance and the clock come from
//! `Tx`, because a closure may be run again.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    sync::Arc,
};

use kernel::{Id, Timestamp, id::Kind};

use crate::{Error, Row, Sql, Value, engine::Conn, journal::Leaf, recording::Recorder, secrecy::Vault};

/// A transaction that only looks.
pub struct Read<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) env: &'a Env,
    pub(crate) again: Cell<bool>,
    /// A statement was refused for want of space: the engine may have rolled everything back.
    pub(crate) full: Cell<bool>,
    /// What it sees may be its own, and never be committed.
    pub(crate) acts: bool,
}

/// What every transaction is given by the store.
pub(crate) struct Env {
    pub clock: Arc<dyn kernel::Clock>,
    pub chance: Arc<dyn kernel::Chance>,
    pub vault: Vault,
    pub recorder: Recorder,
}

impl<'a> Read<'a> {
    pub(crate) fn on(conn: Conn<'a>, env: &'a Env) -> Self {
        Self { conn, env, again: Cell::new(false), full: Cell::new(false), acts: false }
    }

    /// The looking half of a transaction that acts.
    pub(crate) fn acting(conn: Conn<'a>, env: &'a Env) -> Self {
        Self { acts: true, ..Self::on(conn, env) }
    }
}

impl Read<'_> {
    /// The moment by the store's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    fn note<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &result {
            self.again.set(self.again.get() || error.is_again());
            self.full.set(self.full.get() || error.is_disk_full());
        }
        result
    }

    /// Every row, mapped.
    ///
    /// # Errors
    /// Of the engine, or of `map`.
    pub fn rows<T>(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut out = Vec::new();
        self.env.recorder.ran(sql, params, false);
        self.note(self.conn.each(sql, params, &mut |row| {
            out.push(map(row)?);
            Ok(())
        }))?;
        Ok(out)
    }

    /// The first row, if any, mapped.
    ///
    /// # Errors
    /// Of the engine, or of `map`.
    pub fn first<T>(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut out = None;
        self.env.recorder.ran(sql, params, false);
        self.note(self.conn.each(sql, params, &mut |row| {
            if out.is_none() {
                out = Some(map(row)?);
            }
            Ok(())
        }))?;
        Ok(out)
    }
}

/// A transaction that acts. It looks as `Read` does.
pub struct Tx<'a> {
    pub(crate) read: Read<'a>,
    /// Entries are numbered here (SQLite: one writer) or later by the sequencer (PostgreSQL).
    pub(crate) numbering: Option<&'a Numbering>,
    /// An entry or a job was written: the loops have something to do.
    pub(crate) stirs: Cell<bool>,
}

/// The numbers that the one writer gives while a batch runs.
pub(crate) struct Numbering {
    pub next: Cell<i64>,
    pub leaves: RefCell<Vec<Leaf>>,
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl Tx<'_> {
    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// Of the engine; `Error::Constraint` for a violated key.
    pub fn execute(&self, sql: &Sql, params: &[Value<'_>]) -> Result<usize, Error> {
        self.env.recorder.ran(sql, params, true);
        self.note(self.conn.execute(sql, params))
    }

    /// A new id.
    #[must_use]
    pub fn id<K: Kind>(&self) -> Id<K> {
        Id::new(self.now(), self.chance())
    }

    /// Fresh chance.
    #[must_use]
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.env.chance.fill(&mut bytes);
        bytes
    }
}
