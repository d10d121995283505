//! What a manager arranges, with dates; what it does to what was booked; helpers within their mandates.

use testkit::{for_each_engine, wang_fang};

use crate::kit::World;

#[test]
fn hours_and_times_hold_from_a_day_on_and_a_closed_day_cancels_what_was_booked() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (supervisor, nobody) = (world.supervisor(), world.app.nobody());
        let here = world.at("/halls/{hall}/arrangements");
        let wang = world.app.as_person(&wang_fang());
        let body = serde_json::json!({ "queue": "A", "day": "2026-09-24", "time": "09:00" });
        let made = wang.post_json(&world.at("/api/v1/halls/{hall}/appointments"), &body).await.answers(201).json();
        for (fields, field) in [
            (vec![("what", "hours"), ("from", "2026-09-20"), ("working", "09:00-12:00")], "from"),
            (vec![("what", "hours"), ("from", "2026-09-23"), ("working", "12:00-09:00")], "working"),
            (vec![("what", "hours"), ("from", "2026-09-23"), ("to", "2026-09-22"), ("working", "09:00-12:00")], "to"),
            (
                vec![
                    ("what", "capacity"),
                    ("from", "2026-09-23"),
                    ("within", "09:00-12:00"),
                    ("every", "1"),
                    ("places", "2"),
                ],
                "every",
            ),
            (vec![("what", "closed"), ("from", "2026-09-24")], "reason"),
        ] {
            let answer = supervisor.post_form(&here, &fields).await.refused(422);
            let page = answer.text();
            // The form that was sent stands open, with its message at the field.
            assert!(
                page.contains(&format!("#f-{field}\"")) && page.contains(&format!("id=\"e-{field}\"")),
                "{field}: {page}"
            );
            assert_eq!(page.matches("<details open>").count(), 1);
        }
        let hours = [("what", "hours"), ("from", "2026-09-23"), ("to", "2026-09-23"), ("working", "10:00-11:00")];
        supervisor.post_form(&here, &hours).await.answers(303);
        let places =
            [("what", "capacity"), ("from", "2026-09-25"), ("within", "09:00-10:00"), ("every", "15"), ("places", "9")];
        supervisor.post_form(&here, &places).await.answers(303);
        for (day, first, count) in [("2026-09-22", "09:00", 13), ("2026-09-23", "10:00", 2), ("2026-09-25", "09:00", 4)]
        {
            let times = nobody.get(&world.at(&format!("/api/v1/halls/{{hall}}/times?day={day}"))).await.ok().json();
            let times = times["times"].as_array().unwrap();
            assert_eq!((times[0]["time"].as_str(), times.len()), (Some(first), count), "{day}");
        }
        supervisor
            .post_form(&here, &[("what", "closed"), ("from", "2026-09-24"), ("reason", "盘点")])
            .await
            .answers(303);
        let _ = wang.get(&format!("/me/appointments/{}", made["id"].as_str().unwrap())).await.ok().has("已取消");
        world.app.settle();
        let _ = wang.get("/me/messages").await.ok().has("闭厅");
        let _ = nobody.get(&world.at("/halls/{hall}")).await.ok().has("盘点");
        world.verify_state();
    });
}

#[test]
fn the_board_of_the_day_counts_and_its_file_has_a_line_a_ticket() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        world.open(&clerk, "1").await;
        for _ in 0..3 {
            world.ticket(&clerk, "A", "none").await;
        }
        world.call(&clerk).await.unwrap();
        world.app.clock.forward_minutes(9);
        world.end(&clerk).await;
        let today = world.supervisor().get(&world.at("/api/v1/halls/{hall}/today")).await.ok().json();
        let all = &today["all"];
        let counts = (&all["taken"], &all["waiting"], &all["done"], &all["longest_wait"], &all["mean_service"]);
        assert_eq!(counts, (&3.into(), &2.into(), &1.into(), &9.into(), &9.into()));
        assert_eq!(
            (&all["promised"], &all["kept"]),
            (&1.into(), &1.into()),
            "the first was called at once, as promised"
        );
        let _ = world.supervisor().get(&world.at("/halls/{hall}/today")).await.ok().has("100%（1/1）");
        let file = world.supervisor().get(&world.at("/halls/{hall}/today.csv")).await.ok();
        assert_eq!(file.text().lines().count(), 4);
        assert!(file.text().contains("\"A001\""));
        let _ = clerk.get(&world.at("/halls/{hall}/today")).await.refused(403);
    });
}

#[test]
fn a_helper_books_within_a_mandate_with_consent_and_not_after_it_was_revoked() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (helper, id) = world.helper();
        let helper = world.app.as_staff(&helper);
        let supervisor = world.supervisor();
        let help = format!("/halls/{}/help", world.point);
        let _ = helper.get(&help).await.refused(403);
        let mandates = format!("/halls/{}/helpers", world.point);
        let _ = supervisor.get(&mandates).await.ok().has("张小燕");
        let given = |from: &'static str, to: &'static str| {
            vec![("staff", id.clone()), ("division", "440117".into()), ("from", from.to_owned()), ("to", to.to_owned())]
        };
        for (from, to) in [("2026-09-20", "2026-09-30"), ("2026-09-21", "2028-01-01"), ("2026-09-21", "2026-09-20")] {
            let fields = given(from, to);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let _ = supervisor.post_form(&mandates, &fields).await.refused(422);
        }
        let fields = given("2026-09-21", "2026-09-30");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let _ = helper.post_form(&mandates, &fields).await.refused(403);
        supervisor.post_form(&mandates, &fields).await.answers(303);

        // The point takes no appointments itself: the hall of the district does.
        let _ = helper.get("/counter/points").await.ok().has(&help);
        let _ = helper.get(&format!("{help}?queue=A&day=2026-09-22")).await.ok().has("name=\"consent\"");
        let mut form = vec![("queue", "A"), ("day", "2026-09-22"), ("time", "09:00"), ("first", "age")];
        let _ = helper.post_form(&help, &form).await.refused(422).has("id=\"e-consent\"");
        form.push(("consent", "signed"));
        let slip = helper.post_form(&help, &form).await.see_other();
        let page = helper.get(&slip).await.ok().has("书面签字").text();
        let code = page.split("class=\"official\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let clerk = world.clerk(1);
        world.app.clock.forward_days(1);
        clerk.post_form(&world.at("/counter/{hall}/check-in"), &[("code", &code)]).await.answers(303);

        let list = supervisor.get(&mandates).await.ok().text();
        let revoke = list
            .split("action=\"")
            .find(|part| part.contains("/revocation"))
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        supervisor.post_form(&revoke, &[]).await.answers(303);
        supervisor.post_form(&revoke, &[]).await.answers(303);
        let _ = helper.post_form(&help, &form).await.refused(403);
        let _ = helper.get(&slip).await.refused(403);
        world.verify_state();
    });
}
