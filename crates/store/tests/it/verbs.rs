//! A verb is one transaction: durable when answered, alone when it fails, run again when another
//! was faster.

use std::sync::Barrier;

use store::{Answered, Error};

use crate::kit::{COUNT, FIND, embedded, on_each_engine, paper_id, put};

#[test]
fn every_registered_statement_is_understood_by_both_engines() {
    on_each_engine(|world| {
        let store = world.open();
        assert!(store.check_statements().unwrap() > 30);
        store.close();
    });
}

#[test]
fn what_was_answered_is_there_after_the_store_opens_again() {
    on_each_engine(|world| {
        let store = world.open();
        store.write(|tx| put(tx, &paper_id(1), "first")).unwrap();
        store.close();
        let store = world.open();
        let words = store.read(|read| read.first(&FIND, &[(&paper_id(1)).into()], |row| row.get::<String>(1))).unwrap();
        assert_eq!(words.as_deref(), Some("first"));
        store.close();
    });
}

#[test]
fn a_verb_that_fails_writes_nothing_and_its_neighbours_are_not_touched() {
    on_each_engine(|world| {
        let store = world.open();
        std::thread::scope(|scope| {
            for number in 0..40 {
                let store = store.clone();
                scope.spawn(move || {
                    let result = store.write(move |tx| {
                        put(tx, &paper_id(number), "words")?;
                        if number % 3 == 0 {
                            return Err(Error::Problem(kernel::Problem::forbidden()));
                        }
                        Ok(())
                    });
                    assert_eq!(result.is_ok(), number % 3 != 0);
                });
            }
        });
        store.settle().unwrap();
        let count = store.read(|read| read.first(&COUNT, &[], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(count, Some(26));
        assert_eq!(store.position().unwrap(), 26, "positions have no gap");
        store.close();
    });
}

#[test]
fn a_verb_that_panics_is_rolled_back_and_the_writer_lives_on() {
    let world = embedded();
    let store = world.open();
    let result = store.write(|tx| {
        put(tx, &paper_id(1), "lost")?;
        if tx.now().0 > 0 {
            panic!("on purpose");
        }
        Ok::<_, Error>(())
    });
    assert!(matches!(result, Err(Error::Engine(_))));
    store.write(|tx| put(tx, &paper_id(2), "kept")).unwrap();
    assert_eq!(store.position().unwrap(), 1);
    store.close();
}

#[test]
fn two_verbs_on_one_noun_at_once_both_succeed_one_after_the_other() {
    on_each_engine(|world| {
        let store = world.open();
        store.write(|tx| put(tx, &paper_id(7), "0")).unwrap();
        let barrier = Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    for _ in 0..5 {
                        store.write(|tx| put(tx, &paper_id(7), "more")).unwrap();
                    }
                });
            }
        });
        let version = store.read(|read| read.first(&FIND, &[(&paper_id(7)).into()], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(version, Some(41));
        store.close();
    });
}

#[test]
fn the_same_idempotency_key_is_answered_alike_and_another_request_under_it_is_refused() {
    on_each_engine(|world| {
        let store = world.open();
        let ask = |words: &'static str| {
            store.write(move |tx| {
                let request = seals::digest::digest(words.as_bytes());
                match tx.answered("person_1", "key-1", &request)? {
                    Answered::New => {
                        tx.answer("person_1", "key-1", &request, "number 1")?;
                        Ok::<_, Error>(Some("number 1".to_owned()))
                    }
                    Answered::Before(answer) => Ok(Some(answer)),
                    Answered::OtherRequest => Ok(None),
                }
            })
        };
        assert_eq!(ask("a").unwrap().as_deref(), Some("number 1"));
        assert_eq!(ask("a").unwrap().as_deref(), Some("number 1"));
        assert_eq!(ask("b").unwrap(), None);
        store.close();
    });
}

#[test]
fn a_second_process_on_the_same_folder_is_told_so() {
    let world = embedded();
    let store = world.open();
    let second = store::Store::open(world.config(), store::Rooms::default());
    assert!(matches!(second, Err(Error::Operator { code: "store-locked", .. })));
    store.close();
}

#[test]
fn a_missing_key_is_named_and_no_new_one_is_made_over_old_rows() {
    let world = embedded();
    world.open().close();
    std::fs::remove_file(world.dir.path().join("data/keys/master.key")).unwrap();
    let again = store::Store::open(world.config(), store::Rooms::default());
    assert!(matches!(again, Err(Error::Operator { code: "store-key-missing", .. })));
}

#[test]
fn a_database_that_is_not_one_is_named() {
    let world = embedded();
    world.open().close();
    std::fs::write(world.database(), vec![7; 20_000]).unwrap();
    let again = store::Store::open(world.config(), store::Rooms::default());
    assert!(matches!(again, Err(Error::Operator { code: "store-corrupt", .. })), "{:?}", again.err());
}

#[test]
fn glances_see_what_was_committed_however_many_look_at_once() {
    on_each_engine(|world| {
        let store = world.open();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            store.write_async(|tx| put(tx, &paper_id(1), "words")).await.unwrap();
            let looks: Vec<_> = (0..64)
                .map(|_| {
                    let looked = store.clone();
                    tokio::spawn(async move {
                        let inner = looked.clone();
                        let look = move || inner.read(|read| read.first(&COUNT, &[], |row| row.get::<i64>(0)));
                        looked.glance(look).await
                    })
                })
                .collect();
            for look in looks {
                assert_eq!(look.await.unwrap().unwrap().unwrap(), Some(1));
            }
        });
        store.close();
    });
}
