//! Looks at personal data: recorded, batched, shown.

use identity::{look, looks_at, staff_actor};
use kernel::{Timestamp, access::Actor};
use testkit::for_each_engine;

use crate::kit::world;

#[test]
fn a_look_is_recorded_once_a_second_and_the_person_sees_it() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (person, clerk) = (world.people.persons["wangfang"].clone(), world.people.staff["clerk"].clone());
        let looks = |case: Option<&'static str>| {
            let (person, clerk) = (person.clone(), clerk.clone());
            world
                .app
                .write(move |tx| {
                    let actor = staff_actor(tx, &clerk)?;
                    look(tx, &actor, &person, "casework", "identity-look-profile", case)
                })
                .unwrap();
        };
        let count = || {
            let person = person.clone();
            world.app.read(move |read| looks_at(read, &person, Timestamp(i64::MAX), 100)).unwrap().len()
        };
        for _ in 0..20 {
            looks(Some("4401000012026A000000015"));
        }
        assert_eq!(count(), 1);
        looks(None);
        assert_eq!(count(), 2, "another regard is another look");
        world.app.clock.forward_minutes(1);
        looks(Some("4401000012026A000000015"));
        assert_eq!(count(), 3);
        let client = world.wang_fang().await;
        let page = client.get("/me/looks").await.ok();
        page.has("周敏").has("示范区政务服务中心").has("身份信息").has("4401000012026A000000015");
        world.signed_in("liqiang", "liqiang's password").await.get("/me/looks").await.ok().has("还没有工作人员");
        world.app.settle();
        let whose = person.clone();
        let entries = world.app.read(move |read| read.about(whose.as_str(), Timestamp(i64::MAX), 100)).unwrap();
        assert_eq!(entries.iter().filter(|entry| entry.kind == "person.looked").count(), 3);
        world.verify();
    });
}

#[test]
fn a_page_with_several_persons_is_one_entry_and_ones_own_page_none() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let seen: Vec<_> = world.people.persons.values().cloned().collect();
        let clerk = world.people.staff["clerk"].clone();
        let listed = seen.clone();
        world
            .app
            .write(move |tx| {
                let actor = staff_actor(tx, &clerk)?;
                let seen: Vec<_> = listed.iter().map(|person| (person, None)).collect();
                identity::looks(tx, &actor, &seen, "casework", "identity-look-profile")?;
                let own = Actor::person(listed[0].clone());
                look(tx, &own, &listed[0], "casework", "identity-look-profile", None)
            })
            .unwrap();
        world.app.settle();
        let events = world.app.read(|read| read.events_after(0, 1000)).unwrap();
        assert_eq!(events.iter().filter(|event| event.kind == "person.looked").count(), 1);
        for person in seen {
            let found = world.app.read(move |read| looks_at(read, &person, Timestamp(i64::MAX), 10)).unwrap();
            assert_eq!(found.len(), 1);
        }
        world.verify();
    });
}

#[test]
fn the_list_is_read_page_by_page() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (person, clerk) = (world.people.persons["wangfang"].clone(), world.people.staff["clerk"].clone());
        for _ in 0..60 {
            world.app.clock.forward_minutes(2);
            let (person, clerk) = (person.clone(), clerk.clone());
            world
                .app
                .write(move |tx| {
                    look(tx, &staff_actor(tx, &clerk)?, &person, "casework", "identity-look-profile", None)
                })
                .unwrap();
        }
        let client = world.wang_fang().await;
        let first = client.get("/me/looks").await.ok();
        assert_eq!(first.text().matches("周敏").count(), 50);
        let text = first.text();
        let next =
            text.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap().split('"').next().unwrap();
        assert_eq!(client.get(next).await.ok().text().matches("周敏").count(), 10);
    });
}
