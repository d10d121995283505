//! Personal content: sealed per person, gone with the key, and the journal still holds.

use kernel::{Timestamp, access::Actor, id::PersonId};
use store::{Entry, Error};

use crate::kit::on_each_engine;

#[test]
fn erased_content_is_gone_and_the_journal_still_verifies() {
    on_each_engine(|world| {
        let store = world.open();
        let person = PersonId::new(Timestamp(1), [7; 10]);
        let whose = person.clone();
        let sealed = store
            .write(move |tx| {
                let actor = Actor::person(whose.clone());
                tx.record(Entry {
                    room: "test",
                    kind: "paper.signed",
                    stream: "sheet_00000000000000000000000001",
                    version: 0,
                    subject: None,
                    actor: &actor,
                    title: "own",
                    payload: serde_json::json!({ "pages": 1 }),
                    personal: Some((&whose, serde_json::json!({ "name": "somebody" }))),
                    state: None,
                })?;
                tx.seal(&whose, "test.name", b"somebody")
            })
            .unwrap();
        store.settle().unwrap();
        let look = |sealed: &[u8]| store.read(|read| read.open_text(&person, "test.name", sealed));
        assert_eq!(look(&sealed).unwrap(), "somebody");
        let elsewhere = store.read(|read| read.open(&person, "test.other", &sealed));
        assert!(elsewhere.is_err(), "a sealed field does not open in another place");
        let event = store.read(|read| read.events_after(0, 1)).unwrap().remove(0);
        assert_eq!(store.read(|read| event.personal(read)).unwrap()["name"], "somebody");
        store.checkpoint().unwrap();

        let whose = person.clone();
        store.write(move |tx| tx.erase(&whose)).unwrap();
        assert!(matches!(look(&sealed), Err(Error::Erased)));
        let event = store.read(|read| read.events_after(0, 1)).unwrap().remove(0);
        assert!(event.payload.is_none());
        assert!(matches!(store.read(|read| event.personal(read)), Err(Error::Erased)));
        let report = store.verify(&store::verify::Against::default(), &mut |_| {}).unwrap();
        assert_eq!((report.entries, report.erased, report.crime), (1, 1, None));
        store.close();
    });
}

#[test]
fn a_look_that_began_before_an_erasure_does_not_keep_the_key() {
    on_each_engine(|world| {
        let store = world.open();
        let person = PersonId::new(Timestamp(1), [8; 10]);
        let whose = person.clone();
        let sealed = store.write(move |tx| tx.seal(&whose, "test.name", b"somebody")).unwrap();
        let look = |read: &store::Read<'_>| read.open_text(&person, "test.name", &sealed);
        store
            .read(|read| {
                // The snapshot begins with its first statement.
                read.events_after(0, 1)?;
                let whose = person.clone();
                store.write(move |tx| tx.erase(&whose))?;
                assert_eq!(look(read)?, "somebody", "what was seen before the erasure is seen to the end");
                Ok::<_, Error>(())
            })
            .unwrap();
        assert!(matches!(store.read(look), Err(Error::Erased)));
        store.close();
    });
}

#[test]
fn a_key_of_an_act_that_was_refused_seals_nothing_later() {
    on_each_engine(|world| {
        let store = world.open();
        let person = PersonId::new(Timestamp(1), [9; 10]);
        let whose = person.clone();
        let refused = store.write(move |tx| {
            let sealed = tx.seal(&whose, "test.name", b"one")?;
            tx.open(&whose, "test.name", &sealed)?;
            Err::<(), _>(Error::Busy)
        });
        assert!(refused.is_err());
        let whose = person.clone();
        let sealed = store.write(move |tx| tx.seal(&whose, "test.name", b"two")).unwrap();
        store.close();
        let store = world.open();
        let look = |read: &store::Read<'_>| read.open_text(&person, "test.name", &sealed);
        assert_eq!(store.read(look).unwrap(), "two");
        store.close();
    });
}
