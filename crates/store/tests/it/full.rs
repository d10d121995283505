//! A full disk: writers are told so with one code, readers read on, nothing is half-written, and when
//! there is space again it goes on by itself. The limit of the database's size stands for the disk.

use std::sync::{Arc, Barrier};

use store::{Error, JobHandler, JobState, NewJob, Sql, Store, Subscriber, Tx};

use crate::kit::{COUNT, FIND, World, embedded, paper_id, put};

static COPY: Sql = Sql::new(
    "INSERT INTO test_paper (id, version, words, open) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET words = excluded.words",
);
static BALLAST: Sql = Sql::new("DELETE FROM test_paper WHERE id <= $1");

fn small(world: &World) -> Store {
    let config = store::Config { most_bytes: Some(1 << 20), ..world.config() };
    world.open_as(config, |rooms| rooms)
}

fn rows(store: &Store) -> i64 {
    store.read(|read| read.first(&COUNT, &[], |row| row.get(0))).unwrap().unwrap_or(0)
}

/// Writes until it is told that there is no space; how many rows were answered.
fn filled(store: &Store) -> usize {
    for number in 0..10_000 {
        match store.write(move |tx| put(tx, &paper_id(number), &"x".repeat(4_000))) {
            Ok(_) => {}
            Err(error) => {
                assert!(error.is_disk_full(), "{error}");
                return number;
            }
        }
    }
    unreachable!("it never filled");
}

#[test]
fn who_writes_is_told_who_reads_reads_on_and_it_recovers_by_itself() {
    let world = embedded();
    let store = small(&world);
    let written = filled(&store);
    assert!(written > 20, "{written}");
    // What was answered is there, what was refused isn't, and the journal agrees.
    assert_eq!(rows(&store), i64::try_from(written).unwrap());
    assert_eq!(store.position().unwrap(), i64::try_from(written).unwrap());
    for _ in 0..3 {
        let refused = store.write(|tx| put(tx, &paper_id(99_999), &"x".repeat(4_000))).unwrap_err();
        assert!(matches!(&refused, Error::Operator { code: "store-disk-full", .. }), "{refused}");
        let found = store.read(|read| read.first(&FIND, &[paper_id(99_999).into()], |_| Ok(()))).unwrap();
        assert_eq!(found, None);
    }
    let state = store.verify_state(&mut |_| ()).unwrap();
    assert!(state.faults.is_empty(), "{state:?}");
    // Space is made: the server goes on without anybody's doing.
    let last = paper_id(written / 2);
    store.write(move |tx| tx.execute(&BALLAST, &[(&last).into()])).unwrap();
    store.write(|tx| put(tx, &paper_id(99_999), &"x".repeat(4_000))).unwrap();
    assert_eq!(store.position().unwrap(), i64::try_from(written + 1).unwrap());
    store.close();
}

#[test]
fn everyone_of_a_batch_that_did_not_fit_is_told_so_and_nobody_is_told_otherwise() {
    let world = embedded();
    let store = small(&world);
    let barrier = Barrier::new(16);
    let answered: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..16)
            .map(|writer| {
                let (store, barrier) = (&store, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let number = |round: usize| writer * 1_000 + round;
                    (0..60)
                        .filter(|round| {
                            let id = paper_id(number(*round));
                            let done = store.write(move |tx| put(tx, &id, &"x".repeat(3_000)));
                            assert!(done.as_ref().err().is_none_or(Error::is_disk_full), "{done:?}");
                            done.is_ok()
                        })
                        .count()
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert!(answered < 16 * 60, "it never filled");
    assert_eq!(rows(&store), i64::try_from(answered).unwrap());
    assert_eq!(store.position().unwrap(), i64::try_from(answered).unwrap());
    assert!(store.verify_state(&mut |_| ()).unwrap().faults.is_empty());
    store.close();
    // Opened again it is whole.
    let store = world.open();
    assert_eq!(rows(&store), i64::try_from(answered).unwrap());
    store.write(|tx| put(tx, &paper_id(77_777), "more")).unwrap();
    store.close();
}

#[test]
fn events_and_jobs_wait_for_space_and_none_is_set_aside() {
    let world = embedded();
    let config = store::Config { most_bytes: Some(1 << 20), ..world.config() };
    let store = world.open_as(config, |mut rooms| {
        rooms.subscribers.push(Subscriber {
            name: "test.copies",
            kinds: &["paper.written"],
            handle: Arc::new(|tx, event| {
                let id = paper_id(usize::try_from(event.position).unwrap_or(0) + 500_000);
                tx.execute(&COPY, &[(&id).into(), 1.into(), "y".repeat(9_000).into(), true.into()]).map(drop)
            }),
        });
        rooms.jobs.push(JobHandler {
            kind: "test.big",
            tries: 2,
            run: Arc::new(|store, _| {
                let act = |tx: &Tx<'_>| put(tx, &paper_id(900_000), &"z".repeat(9_000));
                store.write(act).map(drop).map_err(|error| error.to_string())
            }),
        });
        rooms
    });
    store
        .write(|tx| tx.job(&NewJob { kind: "test.big", payload: serde_json::json!({}), due: None, once: None }))
        .unwrap();
    let written = filled(&store);
    for _ in 0..4 {
        // Either may be refused for want of space, and nothing else.
        for error in [store.run_subscribers().err(), store.run_due_jobs().err()].into_iter().flatten() {
            assert!(error.is_disk_full(), "{error}");
        }
        world.clock.0.fetch_add(7_200_000, std::sync::atomic::Ordering::SeqCst);
    }
    assert_eq!((store.dead_events().unwrap(), store.job_count(JobState::Dead).unwrap()), (0, 0));
    let last = paper_id(written);
    store.write(move |tx| tx.execute(&BALLAST, &[(&last).into()])).unwrap();
    for _ in 0..written {
        // What was copied is cleared as it comes: the copies of all would not fit.
        store.run_due_jobs().unwrap();
        if store.run_subscribers().is_ok_and(|read| read == 0) && store.job_count(JobState::Waiting).unwrap() == 0 {
            break;
        }
        let copies = paper_id(700_000);
        store.write(move |tx| tx.execute(&BALLAST, &[(&copies).into()])).unwrap();
        world.clock.0.fetch_add(7_200_000, std::sync::atomic::Ordering::SeqCst);
    }
    assert_eq!((store.dead_events().unwrap(), store.job_count(JobState::Dead).unwrap()), (0, 0));
    assert_eq!(store.job_count(JobState::Waiting).unwrap(), 0, "the job was done");
    assert_eq!(store.run_subscribers().unwrap(), 0, "every event was taken");
    store.close();
}

#[test]
fn an_error_of_the_system_for_want_of_space_is_told_as_such_and_others_are_not() {
    for (number, full) in [(28, true), (122, true), (27, true), (5, false), (13, false)] {
        let error = Error::from(std::io::Error::from_raw_os_error(number));
        assert_eq!(error.is_disk_full(), full, "{number}: {error}");
    }
}
