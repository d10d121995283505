//! A migration and a dry run whose process is killed, again and again: what is done stays done, what is left is
//! done by the next process, and no case is carried over twice. TONGBAN_KILLS says how often at most.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use casework::{
    Office,
    case::CaseId,
    deem::LoadMatter,
    flow::Programs,
    migrating,
    migration::{MigrationId, MigrationState, Verdict},
};
use directory::Directory;
use kernel::{Chance, access::Role};
use store::{Config, Store};
use testkit::{Engine, TestClock};

use crate::{
    change_kit::{accepted, publish},
    kit::{World, aside, modules},
    migrations::with_review_by,
};

const DIR: &str = "TONGBAN_MOVER_DIR";
const WHAT: &str = "TONGBAN_MOVER_MIGRATION";
const ROUND: &str = "TONGBAN_MOVER_ROUND";
const CASES: usize = 40;

/// Not secret; different in each process.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
            *byte = (next ^ (next >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_be_bytes()[0];
        }
    }
}

/// The rooms on a folder, as a program that was started anew.
fn open(dir: &Path, round: u64) -> (Store, Office) {
    let directory = Directory::new();
    let house = web::House::of(modules(&directory)).unwrap();
    let clock = TestClock::default();
    clock.forward_days(1);
    let config = Config {
        dir: dir.to_owned(),
        engine: store::Engine::Embedded,
        checkpoints: None,
        origin: "tongban.test".into(),
        clock: Arc::new(clock),
        chance: Arc::new(Counting(AtomicU64::new(round * 7_919 + 1_000_003))),
        connections: 4,
        most_bytes: None,
    };
    let store = Store::open(config, house.rooms()).unwrap();
    directory.load(&store).unwrap();
    let office = Office {
        calendar: directory.calendar(),
        keys: store.keys().clone(),
        sample: true,
        programs: Arc::new(Programs::default()),
    };
    (store, office)
}

/// Not a test of its own: the child of the one below, which goes on until it is killed or nothing is left.
#[test]
fn mover() {
    let (Ok(dir), Ok(id), Ok(round)) = (std::env::var(DIR), std::env::var(WHAT), std::env::var(ROUND)) else { return };
    let id: MigrationId = id.parse().unwrap();
    let (store, office) = open(&PathBuf::from(dir), round.parse().unwrap());
    let load: Arc<LoadMatter> = Arc::new(casework::matter::of_case_without_form);
    loop {
        let more = migrating::batch(&store, &office, &load, &id, 3).unwrap();
        println!("batch {more}");
        if !more {
            break;
        }
    }
    store.close();
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// How many times it was started until it was through; each but the last was killed after so many batches.
fn driven(dir: &Path, id: &MigrationId) -> u64 {
    for round in 1.. {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::mover", "--nocapture"])
            .env(DIR, dir)
            .env(WHAT, id.as_str())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut batches = 0;
        let mut is_through = false;
        for line in lines.filter(|line| line.contains("batch ")) {
            batches += 1;
            is_through |= line.contains("batch false");
            // In the middle of the batch after this one.
            if batches == 2 + round % 2 && !is_through {
                std::thread::sleep(std::time::Duration::from_millis(round * 3 % 11));
                child.kill().unwrap();
                break;
            }
        }
        child.wait().unwrap();
        if is_through {
            return round;
        }
        assert!(round < 60, "it gets nowhere");
    }
    unreachable!()
}

#[test]
fn a_migration_whose_process_is_killed_goes_on_and_moves_nobody_twice() {
    let world = World::on(&Engine::Sqlite);
    let cases: Vec<CaseId> = (0..CASES).map(|_| accepted(&world, "single")).collect();
    let next = publish(&world, "single", &with_review_by(&world, "own"));
    let (edition, head) = (next.id.clone(), world.staff(82, Role::Head, "ch-market"));
    let id = world.act(move |tx, _| migrating::begin(tx, &head, &edition, "")).unwrap().id;
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    copied(world.app.store.dir(), &dir);
    aside(|| {
        let started = driven(&dir, &id);
        assert!(started > 3, "it was killed: {started}");
        let (store, _) = open(&dir, 1_000);
        let migration = store.read(|read| casework::records::migration_by_id(read, &id)).unwrap().unwrap();
        assert_eq!(migration.state, MigrationState::Done);
        let counts = store.read(|read| casework::records::migration_counts(read, &id)).unwrap();
        assert_eq!(counts, [(Verdict::Moves, String::new(), i64::try_from(CASES).unwrap())]);
        for case in &cases {
            let (model, _) = store.read(|read| casework::records::flow(read, case)).unwrap().unwrap();
            assert_eq!(model, next.digest);
            let events = store.read(|read| read.stream(case.as_str())).unwrap();
            assert_eq!(events.iter().filter(|event| event.kind == "case.migrated").count(), 1, "{case}");
        }
        store.settle().unwrap();
        assert_eq!(store.verify_state(&mut |_| {}).unwrap().faults, []);
        store.close();
    });
    world.app.settle();
}

#[test]
fn a_dry_run_of_more_cases_than_one_job_weighs_is_counted_whole_and_touches_nobody() {
    testkit::for_each_engine(async |engine| {
        let world = World::on(&engine);
        let cases: Vec<CaseId> = (0..230).map(|_| accepted(&world, "single")).collect();
        let officer = world.staff(1, Role::Officer, "ch-market");
        for case in &cases[..7] {
            world.review("single", case, &officer, 1).unwrap();
        }
        let next = publish(&world, "single", &with_review_by(&world, "@ch-fire"));
        let supervisor = world.app.as_staff(&world.staff(9, Role::Supervisor, "ch-market"));
        let wish = serde_json::json!({"edition": next.id});
        let made = supervisor.post_json("/api/v1/moves/weighings", &wish).await.answers(201).json();
        assert_eq!(made["state"], "weighing");
        let elsewhere = world.app.as_staff(&world.staff(8, Role::Head, "ch-fire"));
        elsewhere.post_json("/api/v1/moves/weighings", &wish).await.not_found();
        // While it is under way the migration itself may begin; nothing of the dry run is carried over.
        world.app.settle();
        let one = format!("/api/v1/moves/{}", made["id"].as_str().unwrap());
        let done = supervisor.get(&one).await.ok().json();
        assert_eq!(done["state"], "weighed");
        let mut counts: Vec<_> = done["counts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["verdict"].as_str().unwrap(), one["count"].as_i64().unwrap()))
            .collect();
        counts.sort_unstable();
        assert_eq!(counts, [("moves", 7), ("stays", 223)]);
        let page = supervisor.get(&format!("/console/moves/{}", made["id"].as_str().unwrap())).await.ok();
        page.has("预演完成").has("不动：会增加负担").has("另有部门").has("230").has("/console/moves/new").lacks("[[");
        for case in &cases {
            let of = case.clone();
            let (model, _) = world.app.read(move |read| casework::records::flow(read, &of)).unwrap().unwrap();
            assert_ne!(model, next.digest);
        }
        // It can't be paused, resumed or undone: there is nothing to put back.
        let head = world.app.as_staff(&world.staff(82, Role::Head, "ch-market"));
        for turn in ["pause", "resumption", "undoing"] {
            head.post_json(&format!("{one}/{turn}"), &serde_json::json!({})).await.refused(409);
        }
        world.verify();
    });
}
