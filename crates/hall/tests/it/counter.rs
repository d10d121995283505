//! At the counter: who is called, that nobody has the same ticket, that pressing twice is pressing once.

use std::collections::BTreeSet;

use testkit::for_each_engine;

use crate::kit::World;

#[test]
fn a_ticket_lives_from_the_counter_that_gives_it_to_the_one_that_ends_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (one, two) = (world.clerk(1), world.clerk(2));
        let here = world.at("/counter/{hall}");
        let _ = one.get(&here).await.ok().has("name=\"counter\"");
        world.open(&one, "1").await;
        world.open(&two, "3").await;
        // A counter taken, a counter of a clerk who sits elsewhere, a counter that isn't there.
        let sitting = world.at("/counter/{hall}/sitting");
        let _ = world.clerk(3).post_form(&sitting, &[("counter", "1")]).await.refused(409);
        let _ = one.post_form(&sitting, &[("counter", "2")]).await.refused(409);
        let _ = world.clerk(3).post_form(&sitting, &[("counter", "9")]).await.refused(422).has("id=\"summary\"");

        let (first, number) = world.ticket(&one, "A", "none").await;
        assert_eq!(number, "A001");
        let (_, of_age) = world.ticket(&one, "A", "age").await;
        let (_, business) = world.ticket(&one, "B", "none").await;
        assert_eq!((of_age.as_str(), business.as_str()), ("A002", "B001"));
        // The third counter serves businesses alone; on the first the one served first goes before.
        assert_eq!(world.call(&two).await.as_deref(), Some("B001"));
        assert_eq!(world.call(&one).await.as_deref(), Some("A002"));
        // Called while somebody is there: the same one.
        assert_eq!(world.call(&one).await.as_deref(), Some("A002"));
        let _ = one.get(&here).await.ok().has("A002").has("data-key=\"a\"").lacks("/call/missed");

        // Not there: not before it was called as often as the rule says.
        let missed = world.at("/counter/{hall}/call/missed");
        let _ = one.post_form(&missed, &[]).await.refused(409);
        world.app.clock.forward_minutes(1);
        one.post_form(&world.at("/counter/{hall}/call/again"), &[]).await.answers(303);
        one.post_form(&missed, &[]).await.answers(303);
        assert_eq!(world.call(&one).await.as_deref(), Some("A001"));
        world.end(&one).await;
        assert_eq!(world.call(&one).await, None, "nobody waits");
        // Who was missed is called by the number when they come back.
        let call = world.at("/counter/{hall}/call");
        let _ = one.post_form(&call, &[("number", "A009")]).await.refused(422).has("id=\"e-number\"");
        one.post_form(&call, &[("number", "a-2")]).await.answers(303);
        let _ = one.get(&here).await.ok().has("A002");

        // Sent on to businesses: before whoever waits there.
        let (_, later) = world.ticket(&one, "B", "age").await;
        assert_eq!(later, "B002");
        let onwards = world.at("/counter/{hall}/call/onwards");
        let _ = one.post_form(&onwards, &[("queue", "")]).await.refused(422);
        one.post_form(&onwards, &[("queue", "B"), ("counter", "3")]).await.answers(303);
        assert_eq!(world.call(&one).await.as_deref(), Some("B002"), "A002 is for counter 3 alone");
        world.end(&two).await;
        assert_eq!(world.call(&two).await.as_deref(), Some("A002"));

        // A break and the end of the sitting wait for whoever is there.
        let standing = world.at("/counter/{hall}/standing");
        let _ = two.post_form(&standing, &[("standing", "closed")]).await.refused(409);
        world.end(&two).await;
        two.post_form(&standing, &[("standing", "break")]).await.answers(303);
        let _ = two.post_form(&call, &[]).await.refused(409);
        two.post_form(&standing, &[("standing", "open")]).await.answers(303);
        two.post_form(&standing, &[("standing", "closed")]).await.answers(303);
        let page = world.app.nobody().get(&format!("/queue/{first}")).await.ok();
        let _ = page.has("A001").lacks("/leaving");
        world.verify_state();
    });
}

#[test]
fn two_clerks_never_call_the_same_ticket_and_a_double_click_calls_one() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerks = [world.clerk(1), world.clerk(2)];
        world.open(&clerks[0], "1").await;
        world.open(&clerks[1], "2").await;
        let mut tickets = BTreeSet::new();
        for _ in 0..24 {
            tickets.insert(world.ticket(&clerks[0], "A", "none").await.1);
        }
        assert_eq!(tickets.len(), 24, "no number is given twice");
        let mut called = BTreeSet::new();
        while called.len() < 24 {
            // Both press at once, and each presses twice.
            let (a, b, c, d) = tokio::join!(
                world.call(&clerks[0]),
                world.call(&clerks[1]),
                world.call(&clerks[0]),
                world.call(&clerks[1])
            );
            assert_eq!(a, c, "a double click is one call");
            assert_eq!(b, d);
            assert_ne!(a, b, "two clerks never have the same ticket");
            assert!(called.insert(a.unwrap()) && called.insert(b.unwrap()));
            world.end(&clerks[0]).await;
            world.end(&clerks[1]).await;
        }
        assert_eq!(called, tickets);
        world.verify_state();
    });
}

#[test]
fn what_was_turned_away_says_what_was_told_and_a_case_number_is_checked() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        world.open(&clerk, "1").await;
        world.ticket(&clerk, "A", "none").await;
        world.call(&clerk).await.unwrap();
        let end = world.at("/counter/{hall}/call/end");
        for (fields, field) in [
            (vec![("outcome", "turned_away")], "told"),
            (vec![("outcome", "stuck"), ("told", "")], "told"),
            (vec![("outcome", "case"), ("case_number", "12345")], "case_number"),
            (vec![("outcome", "nothing")], "outcome"),
        ] {
            let _ = clerk.post_form(&end, &fields).await.refused(422).has(&format!("id=\"e-{field}\""));
        }
        clerk.post_form(&end, &[("outcome", "turned_away"), ("told", "缺户口簿")]).await.answers(303);
        // Sent again after the answer was lost: nobody is there any more.
        let _ = clerk.post_form(&end, &[("outcome", "turned_away"), ("told", "缺户口簿")]).await.refused(409);
        world.verify_state();
    });
}

#[test]
fn tickets_are_given_from_an_hour_before_until_the_hall_closes() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        let today = world.app.clock.today();
        let body = serde_json::json!({ "queue": "A" });
        for (hour, minute, status) in
            [(7, 59, 409), (8, 0, 201), (11, 59, 201), (12, 15, 409), (13, 0, 201), (17, 0, 409)]
        {
            world.app.clock.set_to(today, hour, minute);
            let answer = clerk.post_json(&world.at("/api/v1/halls/{hall}/tickets"), &body).await;
            assert_eq!(answer.status, status, "{hour}:{minute} {}", answer.text());
        }
    });
}
