//! Appointments: times that exist, places that nobody else has, one for a matter, moved and cancelled,
//! checked in, reminded of without anything personal.

use serde_json::{Value, json};
use testkit::{Client, for_each_engine, li_qiang, wang_fang};

use crate::kit::World;

async fn book(world: &World, client: &Client, body: &Value) -> testkit::Answer {
    client.post_json(&world.at("/api/v1/halls/{hall}/appointments"), body).await
}

fn at(day: &str, time: &str) -> Value {
    json!({ "queue": "A", "day": day, "time": time })
}

#[test]
fn only_times_that_the_hall_offers_on_working_days_are_booked() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let wang = world.app.as_person(&wang_fang());
        // Today is Monday 21 September 2026, 10:00.
        let table = [
            ("2026-09-21", "09:00", 422, "past"),
            ("2026-09-21", "10:00", 422, "now"),
            ("2026-09-22", "09:10", 422, "between two times"),
            ("2026-09-22", "12:00", 422, "at noon"),
            ("2026-09-26", "09:00", 422, "Saturday"),
            ("2026-12-22", "09:00", 422, "too far ahead"),
            ("2026-09-22", "09:00", 201, "a time"),
        ];
        for (day, time, status, why) in table {
            let answer = book(&world, &wang, &at(day, time)).await;
            assert_eq!(answer.status, status, "{why}: {}", answer.text());
        }
        let times = world.app.nobody().get(&world.at("/api/v1/halls/{hall}/times?day=2026-09-22")).await.ok().json();
        assert_eq!(times["times"][0], json!({ "time": "09:00", "places": 1 }));
        assert_eq!(times["times"].as_array().unwrap().len(), 13);
        // One for a matter; another matter is another.
        assert_eq!(book(&world, &wang, &at("2026-09-23", "09:00")).await.status, 409);
        assert_eq!(
            book(&world, &wang, &json!({ "queue": "B", "day": "2026-09-23", "time": "09:00" })).await.status,
            201
        );
        world.app.clock.forward_days(5);
        // The day passed and she didn't come: she may book again.
        assert_eq!(book(&world, &wang, &at("2026-09-28", "09:00")).await.status, 201);
        let _ = wang.get("/me/appointments").await.ok().has("未到");
        world.verify_state();
    });
}

#[test]
fn a_place_is_never_booked_twice_and_a_form_sent_twice_is_one() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        let form = [("queue", "A"), ("day", "2026-09-22"), ("time", "14:00"), ("first", "none")];
        let here = world.at("/counter/{hall}/booking");
        let asked = (0..6).map(|_| clerk.post_form(&here, &form));
        let mut statuses: Vec<u16> = join(asked).await.into_iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 303, 409, 409, 409, 409], "two places, six at once");

        let wang = world.app.as_person(&wang_fang());
        let mut form = vec![("queue", "A"), ("day", "2026-09-22"), ("time", "15:00"), ("first", "none")];
        form.push(("once", "0123456789abcdef0123"));
        let here = world.at("/halls/{hall}/booking");
        let first = wang.post_form(&here, &form).await.see_other();
        assert_eq!(wang.post_form(&here, &form).await.see_other(), first, "the same form is the same booking");
        // The same person at once for the same matter: one of them.
        let li = world.app.as_person(&li_qiang());
        let bodies = [at("2026-09-23", "09:00"), at("2026-09-23", "09:30"), at("2026-09-23", "10:00")];
        let asked = bodies.iter().map(|body| book(&world, &li, body));
        let mut statuses: Vec<u16> = join(asked).await.into_iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
        world.verify_state();
    });
}

/// All at once.
async fn join<F: Future<Output = T>, T>(all: impl Iterator<Item = F>) -> Vec<T> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut out: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        let mut waits = false;
        for (one, place) in all.iter_mut().zip(&mut out).filter(|(_, place)| place.is_none()) {
            match one.as_mut().poll(cx) {
                std::task::Poll::Ready(value) => *place = Some(value),
                std::task::Poll::Pending => waits = true,
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    out.into_iter().map(Option::unwrap).collect()
}

#[test]
fn an_appointment_is_moved_cancelled_and_nobody_elses_business() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (wang, li) = (world.app.as_person(&wang_fang()), world.app.as_person(&li_qiang()));
        let made = book(&world, &wang, &at("2026-09-22", "09:00")).await.answers(201).json();
        let id = made["id"].as_str().unwrap();
        let page = format!("/me/appointments/{id}");
        let _ = wang.get(&page).await.ok().has(made["code"].as_str().unwrap());
        for foreign in [&li, &world.clerk(1), &world.app.nobody()] {
            let status = foreign.get(&page).await.status;
            assert!([303, 403, 404].contains(&status), "{status}");
        }
        let _ = li.post_form(&page, &[("day", "2026-09-23"), ("time", "09:00")]).await.not_found();
        let _ = li.post_form(&format!("{page}/cancellation"), &[]).await.not_found();
        let _ = wang.get(&format!("{page}?day=2026-09-24")).await.ok().has("value=\"10:30\"");
        let _ = wang.post_form(&page, &[("day", "2026-09-26"), ("time", "10:30")]).await.refused(422);
        wang.post_form(&page, &[("day", "2026-09-24"), ("time", "10:30")]).await.answers(303);
        let times = world.app.nobody().get(&world.at("/api/v1/halls/{hall}/times?day=2026-09-22")).await.ok().json();
        assert_eq!(times["times"][0]["places"], 2, "its old place is free again");
        wang.post_form(&format!("{page}/cancellation"), &[]).await.answers(303);
        wang.post_form(&format!("{page}/cancellation"), &[]).await.answers(303);
        let _ = wang.post_form(&page, &[("day", "2026-09-25"), ("time", "10:30")]).await.refused(409);
        let _ = book(&world, &wang, &at("2026-09-24", "10:30")).await.answers(201);
        world.verify_state();
    });
}

#[test]
fn checked_in_with_its_code_it_goes_before_those_without_when_its_time_has_come() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (wang, clerk) = (world.app.as_person(&wang_fang()), world.clerk(1));
        let made = book(&world, &wang, &at("2026-09-21", "10:30")).await.answers(201).json();
        let code = made["code"].as_str().unwrap();
        world.open(&clerk, "1").await;
        let check_in = world.at("/counter/{hall}/check-in");
        for wrong in ["", "7Q2M-9XKD", "x"] {
            let _ = clerk.post_form(&check_in, &[("code", wrong)]).await.refused(422).has("id=\"e-code\"");
        }
        let (_, plain) = world.ticket(&clerk, "A", "none").await;
        clerk.post_form(&check_in, &[("code", &code.to_lowercase())]).await.answers(303);
        clerk.post_form(&check_in, &[("code", code)]).await.answers(303);
        // It is 10:00: before its time whoever waits is called.
        assert_eq!(world.call(&clerk).await, Some(plain));
        world.end(&clerk).await;
        let (_, later) = world.ticket(&clerk, "A", "none").await;
        world.app.clock.forward_minutes(30);
        assert_eq!(world.call(&clerk).await.as_deref(), Some("A002"), "the same code twice is one ticket");
        world.end(&clerk).await;
        assert_eq!(world.call(&clerk).await, Some(later));
        let page = format!("/me/appointments/{}", made["id"].as_str().unwrap());
        let _ = wang.get(&page).await.ok().has("已报到").has("/queue/ticket_");
        let _ = wang.post_form(&format!("{page}/cancellation"), &[]).await.refused(409);
        world.verify_state();
    });
}

#[test]
fn a_reminder_comes_the_day_before_and_only_for_the_time_that_holds() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let wang = world.app.as_person(&wang_fang());
        let made = book(&world, &wang, &at("2026-09-24", "09:00")).await.answers(201).json();
        let time = format!("/api/v1/appointments/{}/time", made["id"].as_str().unwrap());
        wang.post_json(&time, &json!({ "day": "2026-09-25", "time": "11:00" })).await.ok();
        world.app.settle();
        world.app.clock.set_to("2026-09-23".parse().unwrap(), 9, 30);
        world.app.settle();
        let _ = wang.get("/me/messages").await.ok().lacks("2026-09-2");
        world.app.clock.set_to("2026-09-24".parse().unwrap(), 11, 30);
        world.app.settle();
        let _ = wang.get("/me/messages").await.ok().has("2026-09-25 11:00");
        world.verify_state();
    });
}
