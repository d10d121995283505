//! Migrations: numbered SQL files of each room, forward only, with type tokens that are expanded
//! per engine, and a checksum so that a file changed after it ran is noticed.

use crate::{Engine, Error, Sql, Store, engine, engine::Conn};

/// One numbered file of a room.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Counted from 1, without gaps.
    pub number: u32,
    /// The file, by `include_str!`.
    pub sql: &'static str,
}

static OWN: &[Migration] = &[
    Migration { number: 1, sql: include_str!("../migrations/001_store.sql") },
    Migration { number: 2, sql: include_str!("../migrations/002_orphans.sql") },
];

static DONE: Sql = Sql::new("SELECT number, checksum FROM store_migration WHERE room = $1 ORDER BY number");
static NOTE: Sql = Sql::new("INSERT INTO store_migration (room, number, checksum, at) VALUES ($1, $2, $3, $4)");
const TABLE: &str = "CREATE TABLE IF NOT EXISTS store_migration (room @text NOT NULL, number @int NOT NULL, \
                     checksum @text NOT NULL, at @int NOT NULL, PRIMARY KEY (room, number)) @strict";

/// Type tokens, longest first where one begins another.
const TOKENS: [(&str, &str, &str); 8] = [
    ("@strict", "STRICT", ""),
    ("@bytes", "BLOB", "BYTEA"),
    ("@bool", "INTEGER", "BOOLEAN"),
    ("@json", "TEXT", "TEXT COLLATE \"C\""),
    ("@text", "TEXT", "TEXT COLLATE \"C\""),
    ("@date", "TEXT", "TEXT COLLATE \"C\""),
    ("@int", "INTEGER", "BIGINT"),
    ("@id", "TEXT", "TEXT COLLATE \"C\""),
];

/// The file in the words of an engine.
pub(crate) fn expand(sql: &str, engine: &Engine) -> String {
    TOKENS.iter().fold(sql.to_owned(), |text, (token, sqlite, postgres)| {
        text.replace(token, if *engine == Engine::Embedded { sqlite } else { postgres })
    })
}

impl Store {
    /// Runs what is wanting, each file in a transaction of its own.
    pub(crate) fn migrate(&self) -> Result<(), Error> {
        let rooms = std::iter::once(("store", OWN)).chain(self.inner.rooms.migrations.iter().copied());
        match self.engine().clone() {
            Engine::Embedded => {
                let conn = engine::sqlite::writer(&self.inner.folder.database(), None)?;
                let batch = |text: &str| conn.execute_batch(text).map_err(Error::from);
                self.migrate_rooms(rooms, &Conn::Sqlite(&conn), &batch)
            }
            Engine::Postgres(url) => {
                let session = std::cell::RefCell::new(engine::postgres::Session::open(&url)?);
                let batch = |text: &str| session.borrow_mut().batch(text);
                // One node migrates at a time: this runs before any verb, outside of them.
                batch("SELECT pg_advisory_lock(7305)")?;
                let result = self.migrate_rooms(rooms, &Conn::Postgres(&session), &batch);
                batch("SELECT pg_advisory_unlock(7305)")?;
                result
            }
        }
    }

    fn migrate_rooms(
        &self,
        rooms: impl Iterator<Item = (&'static str, &'static [Migration])>,
        conn: &Conn<'_>,
        batch: &dyn Fn(&str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        batch(&expand(TABLE, self.engine()))?;
        for (room, migrations) in rooms {
            let mut done = Vec::new();
            conn.each(&DONE, &[room.into()], &mut |row| {
                done.push((row.get::<u32>(0)?, row.get::<String>(1)?));
                Ok(())
            })?;
            if done.len() > migrations.len() {
                return Err(Error::operator(
                    "store-newer",
                    format!("room {room} has migration {} and this program knows {}", done.len(), migrations.len()),
                ));
            }
            for (index, migration) in migrations.iter().enumerate() {
                let checksum = seals::digest::digest(migration.sql.as_bytes()).to_string();
                match done.get(index) {
                    Some((_, old)) if *old != checksum => {
                        return Err(Error::operator(
                            "store-migration-changed",
                            format!("migration {} of {room} is not the one that ran", migration.number),
                        ));
                    }
                    Some(_) => {}
                    None => {
                        batch("BEGIN")?;
                        let run = batch(&expand(migration.sql, self.engine())).and_then(|()| {
                            let now = self.now();
                            conn.execute(
                                &NOTE,
                                &[room.into(), migration.number.into(), checksum.as_str().into(), now.into()],
                            )
                        });
                        match run {
                            Ok(_) => batch("COMMIT")?,
                            Err(error) => {
                                let _ = batch("ROLLBACK");
                                return Err(Error::Engine(format!(
                                    "migration {} of {room}: {error}",
                                    migration.number
                                )));
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
