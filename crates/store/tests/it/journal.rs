//! The journal: gap-free, linked, read by subscribers exactly once.

use std::sync::Arc;

use store::{Error, Subscriber};

use crate::kit::{COUNT, INSERT, on_each_engine, paper_id, put};

#[test]
fn entries_are_numbered_without_gaps_in_the_order_of_their_streams() {
    on_each_engine(|world| {
        let store = world.open();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let store = store.clone();
                scope.spawn(move || {
                    for number in 0..20 {
                        store.write(move |tx| put(tx, &paper_id(number % 5 + thread * 5), "x")).unwrap();
                    }
                });
            }
        });
        store.settle().unwrap();
        let events = store.read(|read| read.events_after(0, 1_000)).unwrap();
        let positions: Vec<i64> = events.iter().map(|event| event.position).collect();
        assert_eq!(positions, (1..=160).collect::<Vec<_>>());
        for thread in 0..8 {
            let stream = paper_id(thread * 5);
            let versions: Vec<i64> =
                events.iter().filter(|event| event.stream == stream).map(|event| event.version).collect();
            assert_eq!(versions, [1, 2, 3, 4]);
        }
        store.close();
    });
}

#[test]
fn a_subscriber_takes_each_event_once_and_one_that_fails_does_not_hold_up_the_rest() {
    on_each_engine(|world| {
        let store = world.open_with(|mut rooms| {
            rooms.subscribers.push(Subscriber {
                name: "test.copy",
                kinds: &["paper.written"],
                handle: Arc::new(|tx, event| {
                    if event.subject == paper_id(3) {
                        return Err(Error::Engine("can't take this one".into()));
                    }
                    if !event.stream.starts_with("paper_9") {
                        let copy = event.stream.replace("paper_0", "paper_9");
                        tx.execute(&INSERT, &[(&copy).into(), 1.into(), "copy".into(), true.into()])?;
                    }
                    Ok(())
                }),
            });
            rooms
        });
        for number in 0..10 {
            store.write(move |tx| put(tx, &paper_id(number), "x")).unwrap();
        }
        store.settle().unwrap();
        store.settle().unwrap();
        let count = store.read(|read| read.first(&COUNT, &[], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(count, Some(10 + 9));
        assert_eq!(store.dead_events().unwrap(), 1);
        store.close();
    });
}
