//! Worlds for the tests: a store with this room's tables on each engine, and a clock that the test
//! sets.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use directory::import::DivisionFiles;
use kernel::{Chance, Clock, Timestamp};
use store::{Config, Engine, Store};

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

pub struct World {
    pub dir: tempfile::TempDir,
    pub engine: Engine,
    pub clock: Arc<SetClock>,
    seed: u64,
}

impl World {
    pub fn open(&self) -> Store {
        let config = Config {
            dir: self.dir.path().join("data"),
            engine: self.engine.clone(),
            checkpoints: None,
            origin: "tongban-test".into(),
            clock: self.clock.clone(),
            chance: Arc::new(CountingChance(AtomicU64::new(self.seed + u64::from(std::process::id())))),
            connections: 4,
            most_bytes: None,
        };
        Store::open(config, directory::rooms()).unwrap()
    }
}

/// Runs a test in a world of each engine that is there.
pub fn on_each_engine(test: impl Fn(&World)) {
    test(&world(Engine::Embedded));
    if let Ok(url) = std::env::var("TONGBAN_TEST_POSTGRES") {
        test(&world(Engine::Postgres(database(&url))));
    }
}

fn world(engine: Engine) -> World {
    static WORLDS: AtomicU64 = AtomicU64::new(1);
    World {
        dir: tempfile::tempdir().unwrap(),
        engine,
        clock: Arc::new(SetClock(AtomicI64::new(1_795_000_000_000))),
        seed: WORLDS.fetch_add(1_000_003, Ordering::SeqCst),
    }
}

/// An empty database of this test's own in the cluster.
fn database(url: &str) -> String {
    static NAMES: AtomicU64 = AtomicU64::new(0);
    let name = format!("directory_{}_{}", std::process::id(), NAMES.fetch_add(1, Ordering::SeqCst));
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

macro_rules! data {
    ($file:literal) => {
        include_bytes!(concat!("../../../../data/divisions/", $file))
    };
}

/// The files that the product ships with.
pub const FILES: DivisionFiles<'static> = DivisionFiles {
    provinces: data!("provinces.csv.gz"),
    cities: data!("cities.csv.gz"),
    areas: data!("areas.csv.gz"),
    streets: data!("streets.csv.gz"),
    changes: data!("changes-to-2021.jsonl.gz"),
    corrections: data!("corrections.jsonl"),
    specials: data!("specials.csv"),
    hongkong: data!("pcc2021-hongkong.csv"),
    macau: data!("pcc2021-macau.csv"),
    english: data!("names-en.csv"),
};
