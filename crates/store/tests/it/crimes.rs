//! The crimes: each is committed straight in the database, and `verify` names it.

use std::sync::atomic::Ordering;

use store::{
    Store,
    verify::{Against, Crime, Report, StateFault},
};

use crate::kit::{World, embedded, on_each_engine, paper_id, put};

/// A store with twenty entries under a signed checkpoint, closed.
fn settled(world: &World) {
    let store = world.open();
    for number in 0..10 {
        world.clock.0.fetch_add(1_000, Ordering::SeqCst);
        store.write(move |tx| put(tx, &paper_id(number), "first")).unwrap();
        store.write(move |tx| put(tx, &paper_id(number), "second")).unwrap();
    }
    store.settle().unwrap();
    store.close();
}

fn commit(world: &World, crime: &[&str]) {
    match &world.engine {
        store::Engine::Embedded => {
            let conn = rusqlite::Connection::open(world.database()).unwrap();
            for sql in crime {
                conn.execute_batch(sql).unwrap();
            }
        }
        store::Engine::Postgres(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            for sql in crime {
                client.batch_execute(sql).unwrap();
            }
        }
    }
}

fn verified(store: &Store) -> Report {
    store.verify(&Against::default(), &mut |_| {}).unwrap()
}

fn named_after(crime: &'static [&'static str]) -> Vec<Option<Crime>> {
    let named = std::cell::RefCell::new(Vec::new());
    on_each_engine(|world| {
        settled(world);
        commit(world, crime);
        let store = world.open();
        named.borrow_mut().push(verified(&store).crime);
    });
    named.into_inner()
}

#[test]
fn an_untouched_journal_holds() {
    on_each_engine(|world| {
        settled(world);
        let store = world.open();
        let report = verified(&store);
        assert_eq!((report.entries, report.vouched, report.crime), (20, 20, None));
        let state = store.verify_state(&mut |_| {}).unwrap();
        assert_eq!((state.nouns, state.faults), (10, vec![]));
        // Another process looks while this one works.
        let beside = Store::beside(world.config(), store::Rooms::default()).unwrap();
        assert_eq!(verified(&beside).crime, None);
        assert!(beside.is_locked_by_another().unwrap());
        assert!(
            beside.write(|tx| put(tx, &paper_id(1), "not allowed")).is_err() || world.engine != store::Engine::Embedded
        );
    });
}

#[test]
fn an_altered_entry_is_named() {
    let altered = Some(Crime::Altered { position: 7, stream: paper_id(3) });
    for crime in [
        &["UPDATE store_entry SET actor = 'staff_x' WHERE position = 7"][..],
        &["UPDATE store_entry SET payload = '{\"length\":6000}' WHERE position = 7"],
        &["UPDATE store_entry SET hash = commitment WHERE position = 7"],
        &["UPDATE store_entry SET state_digest = commitment, at = at + 1 WHERE position = 7"],
    ] {
        for named in named_after(crime) {
            assert_eq!(named, altered, "{crime:?}");
        }
    }
}

#[test]
fn a_removed_entry_is_named() {
    for named in named_after(&["DELETE FROM store_entry WHERE position = 7"]) {
        assert_eq!(named, Some(Crime::Removed { position: 7 }));
    }
    // Closed up behind it, so that the numbers have no gap.
    let closed_up = &[
        "DELETE FROM store_entry WHERE position = 7",
        "UPDATE store_entry SET position = -position WHERE position > 7",
        "UPDATE store_entry SET position = -position - 1 WHERE position < 0",
    ];
    for named in named_after(closed_up) {
        assert_eq!(named, Some(Crime::Removed { position: 7 }));
    }
}

#[test]
fn an_inserted_entry_is_named() {
    let insert = &[
        "UPDATE store_entry SET position = -position WHERE position >= 7",
        "UPDATE store_entry SET position = -position + 1 WHERE position < 0",
        "INSERT INTO store_entry (stream, version, position, at, actor, title, room, kind, subject, commitment, previous, hash) \
         SELECT 'paper_x', 1, 7, at, actor, title, room, kind, subject, commitment, previous, hash FROM store_entry WHERE position = 3",
    ];
    for named in named_after(insert) {
        assert_eq!(named, Some(Crime::Inserted { position: 7, stream: "paper_x".into() }));
    }
}

#[test]
fn reordered_entries_are_named() {
    let swap = &[
        "UPDATE store_entry SET position = -1 WHERE position = 7",
        "UPDATE store_entry SET position = 7 WHERE position = 12",
        "UPDATE store_entry SET position = 12 WHERE position = -1",
    ];
    for named in named_after(swap) {
        assert_eq!(named, Some(Crime::Reordered { position: 7, signed_at: 12, stream: paper_id(5) }));
    }
}

#[test]
fn a_cut_tail_is_named_even_when_the_database_agrees_with_itself() {
    for named in named_after(&["DELETE FROM store_entry WHERE position > 15"]) {
        assert_eq!(named, Some(Crime::TailCut { kept: 15, signed: 20 }));
    }
}

#[test]
fn an_older_copy_put_back_is_named() {
    let world = embedded();
    settled(&world);
    let copy = world.dir.path().join("older.db");
    std::fs::copy(world.database(), &copy).unwrap();
    let store = world.open();
    store.write(|tx| put(tx, &paper_id(90), "later")).unwrap();
    store.close();
    std::fs::copy(&copy, world.database()).unwrap();
    let store = world.open();
    assert_eq!(verified(&store).crime, Some(Crime::OlderCopy { kept: 20, signed: 21 }));
    assert!(store.checkpoint().is_err(), "the older copy is not signed over");
}

#[test]
fn an_edited_row_of_state_is_named() {
    on_each_engine(|world| {
        settled(world);
        commit(
            world,
            &[
                "UPDATE test_paper SET words = 'forged' WHERE id = 'paper_00000000000000000000000004'",
                "DELETE FROM test_paper WHERE id = 'paper_00000000000000000000000006'",
                "INSERT INTO test_paper SELECT 'paper_00000000000000000000000077', version, words, open FROM test_paper WHERE id = 'paper_00000000000000000000000001'",
            ],
        );
        let store = world.open();
        assert_eq!(verified(&store).crime, None);
        let faults = store.verify_state(&mut |_| {}).unwrap().faults;
        assert_eq!(
            faults,
            [
                StateFault::Edited { noun: paper_id(4) },
                StateFault::Missing { noun: paper_id(6) },
                StateFault::Unknown { noun: paper_id(77) },
            ]
        );
    });
}

#[test]
fn a_touched_folder_of_checkpoints_is_named_by_a_signed_root() {
    let world = embedded();
    settled(&world);
    commit(&world, &["UPDATE store_entry SET payload = NULL, salt = NULL WHERE position = 7"]);
    let leaves = world.dir.path().join("data/checkpoints/leaves");
    let mut bytes = std::fs::read(&leaves).unwrap();
    bytes[6 * 32] ^= 1;
    std::fs::write(&leaves, bytes).unwrap();
    let store = world.open();
    assert!(matches!(verified(&store).crime, Some(Crime::Altered { position: 7, .. })));
}
