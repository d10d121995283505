//! The kill loop: a process that acknowledges what it wrote is killed at a moment of chance, again
//! and again on one store. Nothing acknowledged may be lost, nothing doubled, and the journal holds.
//! TONGBAN_KILLS says how often (10 in a check, 200 in the long run).

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    time::Duration,
};

use store::{Config, Engine, Migration, Noun, Rooms, Sql, Store, verify::Against};

use crate::kit::{SetClock, embedded, paper_id, put};

const DIR: &str = "TONGBAN_HAMMER_DIR";
const ROUND: &str = "TONGBAN_HAMMER_ROUND";

/// Not a test of its own: the child of the loop below, which writes until it is killed.
#[test]
fn hammer() {
    let (Ok(dir), Ok(round)) = (std::env::var(DIR), std::env::var(ROUND)) else { return };
    let round: usize = round.parse().unwrap();
    let store = open(dir.into(), round);
    store.start().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let store = store.clone();
            scope.spawn(move || {
                for number in 0.. {
                    let id = paper_id(round * 10_000_000 + thread * 100_000 + number);
                    let named = id.clone();
                    store.write(move |tx| put(tx, &named, "written")).unwrap();
                    // Acknowledged: from here on it may never be lost.
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "acknowledged {id}").unwrap();
                    out.flush().unwrap();
                }
            });
        }
    });
}

static TABLES: &[Migration] = &[Migration {
    number: 1,
    sql: "CREATE TABLE test_paper (id @id PRIMARY KEY, version @int NOT NULL, words @text NOT NULL, open @bool NOT NULL) @strict;",
}];
static COUNT: Sql = Sql::new("SELECT COUNT(*) FROM test_paper");
static ONE: Sql = Sql::new("SELECT version FROM test_paper WHERE id = $1");

fn open(dir: std::path::PathBuf, round: usize) -> Store {
    let now = 1_790_000_000_000 + i64::try_from(round).unwrap() * 1_000;
    let config = Config {
        dir,
        engine: Engine::Embedded,
        checkpoints: None,
        origin: "tongban-test".into(),
        clock: std::sync::Arc::new(SetClock(now.into())),
        chance: std::sync::Arc::new(crate::kit::CountingChance((round as u64 * 7_919 + 1).into())),
        connections: 4,
        most_bytes: None,
    };
    let noun = Noun { prefix: "paper", schema: 1, page: crate::kit::page };
    let rooms = Rooms { migrations: vec![("test", TABLES)], nouns: vec![noun], ..Rooms::default() };
    Store::open(config, rooms).unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_process_is_killed() {
    let kills: usize = std::env::var("TONGBAN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let world = embedded();
    let dir = world.dir.path().join("data");
    let mut acknowledged = BTreeSet::new();
    for round in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::hammer", "--nocapture"])
            .env(DIR, &dir)
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            lines
                .lines()
                .map_while(Result::ok)
                .filter_map(|line| Some(line.split_once("acknowledged ")?.1.to_owned()))
                .collect::<Vec<_>>()
        });
        std::thread::sleep(Duration::from_millis(120 + (round as u64 * 37) % 250));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());

        let store = open(dir.clone(), 1_000 + round);
        for id in &acknowledged {
            // A line that the kill cut short names no whole id.
            if id.len() == paper_id(0).len() {
                let version = store.read(|read| read.first(&ONE, &[id.into()], |row| row.get::<i64>(0))).unwrap();
                assert_eq!(version, Some(1), "{id} was acknowledged in round {round} or before");
            }
        }
        let report = store.verify(&Against::default(), &mut |_| {}).unwrap();
        assert_eq!(report.crime, None, "round {round}");
        let rows = store.read(|read| read.first(&COUNT, &[], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(rows, Some(i64::try_from(report.entries).unwrap()), "one entry a row, no gap");
        assert_eq!(store.verify_state(&mut |_| {}).unwrap().faults, []);
        store.close();
    }
    assert!(acknowledged.len() > kills, "the hammer struck: {}", acknowledged.len());
}
