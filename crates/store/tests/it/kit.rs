//! Worlds for the tests: a store with one table of its own, on each engine, with a clock and chance
//! that the test sets.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use kernel::{Chance, Clock, Timestamp, access::Actor};
use seals::Digest;
use store::{Config, Engine, Entry, Error, Migration, Noun, Read, Rooms, Sql, Store, Tx, state_digest};

pub struct SetClock(pub AtomicI64);
impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Different at each call and in each world; not secret.
pub struct CountingChance(pub AtomicU64);
impl Chance for CountingChance {
    fn fill(&self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
            let mixed = (next ^ (next >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_le_bytes();
            for (to, from) in piece.iter_mut().zip(mixed) {
                *to = from;
            }
        }
    }
}

static TEST_TABLES: &[Migration] = &[Migration {
    number: 1,
    sql: "CREATE TABLE test_paper (id @id PRIMARY KEY, version @int NOT NULL, words @text NOT NULL, open @bool NOT NULL) @strict;",
}];
pub static INSERT: Sql = Sql::new("INSERT INTO test_paper (id, version, words, open) VALUES ($1, $2, $3, $4)");
pub static UPDATE: Sql = Sql::new("UPDATE test_paper SET version = $2, words = $3 WHERE id = $1");
pub static FIND: Sql = Sql::new("SELECT version, words FROM test_paper WHERE id = $1");
pub static PAGE: Sql = Sql::new("SELECT id, version, words FROM test_paper WHERE id > $1 ORDER BY id LIMIT $2");
pub static COUNT: Sql = Sql::new("SELECT COUNT(*) FROM test_paper");

#[derive(serde::Serialize)]
struct Paper<'a>(&'a str, i64, &'a str);

pub fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    read.rows(&PAGE, &[after.into(), limit.into()], |row| {
        let (id, version, words): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let digest = state_digest(&Paper(&id, version, &words))?;
        Ok((id, digest))
    })
}

/// Writes the words of a paper as a verb would: state and entry in one transaction.
pub fn put(tx: &Tx<'_>, id: &str, words: &str) -> Result<i64, Error> {
    let before = tx.first(&FIND, &[id.into()], |row| row.get::<i64>(0))?;
    let version = before.unwrap_or(0) + 1;
    match before {
        None => tx.execute(&INSERT, &[id.into(), version.into(), words.into(), true.into()])?,
        Some(_) => tx.execute(&UPDATE, &[id.into(), version.into(), words.into()])?,
    };
    let actor = Actor::system("test");
    let recorded = tx.record(Entry {
        room: "test",
        kind: "paper.written",
        stream: id,
        version: before.unwrap_or(0),
        subject: None,
        actor: &actor,
        title: "own",
        payload: serde_json::json!({ "length": words.len() }),
        personal: None,
        state: Some((1, state_digest(&Paper(id, version, words))?)),
    })?;
    assert_eq!(recorded.version, version);
    Ok(version)
}

pub fn paper_id(number: usize) -> String {
    format!("paper_{number:026}")
}

pub struct World {
    pub dir: tempfile::TempDir,
    pub engine: Engine,
    pub clock: Arc<SetClock>,
    seed: u64,
}

impl World {
    pub fn config(&self) -> Config {
        Config {
            dir: self.dir.path().join("data"),
            engine: self.engine.clone(),
            checkpoints: None,
            origin: "tongban-test".into(),
            clock: self.clock.clone(),
            chance: Arc::new(CountingChance(AtomicU64::new(self.seed + u64::from(std::process::id())))),
            connections: 4,
            most_bytes: None,
        }
    }

    pub fn open(&self) -> Store {
        self.open_with(|rooms| rooms)
    }

    pub fn open_with(&self, more: impl FnOnce(Rooms) -> Rooms) -> Store {
        self.open_as(self.config(), more)
    }

    pub fn open_as(&self, config: Config, more: impl FnOnce(Rooms) -> Rooms) -> Store {
        let rooms = Rooms {
            migrations: vec![("test", TEST_TABLES)],
            statements: vec![&INSERT, &UPDATE, &FIND, &PAGE, &COUNT],
            nouns: vec![Noun { prefix: "paper", schema: 1, page }],
            ..Rooms::default()
        };
        Store::open(config, more(rooms)).unwrap()
    }

    pub fn database(&self) -> PathBuf {
        self.dir.path().join("data/tongban.db")
    }
}

fn world(engine: Engine) -> World {
    static WORLDS: AtomicU64 = AtomicU64::new(1);
    World {
        dir: tempfile::tempdir().unwrap(),
        engine,
        clock: Arc::new(SetClock(AtomicI64::new(1_790_000_000_000))),
        seed: WORLDS.fetch_add(1_000_003, Ordering::SeqCst),
    }
}

/// Runs a test in a world of each engine that is there.
pub fn on_each_engine(test: impl Fn(&World)) {
    test(&world(Engine::Embedded));
    if let Ok(url) = std::env::var("TONGBAN_TEST_POSTGRES") {
        let base = postgres_database(&url);
        test(&world(Engine::Postgres(base)));
    }
}

/// A world on the embedded store, for what only it has.
pub fn embedded() -> World {
    world(Engine::Embedded)
}

/// An empty database of this test's own in the cluster.
fn postgres_database(url: &str) -> String {
    static NAMES: AtomicU64 = AtomicU64::new(0);
    let name = format!("store_{}_{}", std::process::id(), NAMES.fetch_add(1, Ordering::SeqCst));
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let mut parts: postgres::Config = url.parse().unwrap();
    parts.dbname(&name);
    let host = match &parts.get_hosts()[0] {
        postgres::config::Host::Tcp(host) => host.clone(),
        postgres::config::Host::Unix(path) => path.display().to_string(),
    };
    let port = parts.get_ports().first().copied().unwrap_or(5432);
    format!("host={host} port={port} user={} dbname={name}", parts.get_user().unwrap_or("postgres"))
}
