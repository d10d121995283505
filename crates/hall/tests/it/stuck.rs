//! The desk for what can't get done: a number, a clock, an answer, and who may see it.

use kernel::access::Role;
use testkit::{for_each_engine, staff, wang_fang};

use crate::kit::{World, body};

#[test]
fn what_could_not_be_done_is_answered_within_its_days_and_followed_by_its_slip() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        world.open(&clerk, "1").await;
        world.ticket(&clerk, "A", "none").await;
        world.call(&clerk).await.unwrap();
        let fields = [("outcome", "stuck"), ("told", "三个部门互相推"), ("contact", "13800138001")];
        let page = clerk.post_form(&world.at("/counter/{hall}/call/end"), &fields).await.see_other();
        assert!(page.starts_with("/desk/stuck/stuck_"), "{page}");
        let slip = clerk.get(&page).await.ok().has("三个部门互相推").has("13800138001").has("2026年9月28日").text();
        let number = slip.split("class=\"official\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let secret = slip.rsplit("class=\"official\">").next().unwrap().split('<').next().unwrap().to_owned();
        assert!(directory::is_number(&number), "{number}");

        // The supervisor sees it and doesn't answer; others don't know of it.
        let supervisor = world.supervisor();
        let _ = supervisor.get("/desk/stuck").await.ok().has(&number);
        let _ = supervisor.get(&page).await.ok().has("三个部门互相推").lacks(&secret).lacks("/answer");
        let answer = format!("{page}/answer");
        let said = [("outcome", "solved"), ("words", "已协调三部门，当天办结")];
        let _ = supervisor.post_form(&answer, &said).await.refused(403);
        let market = body(&world.app, "ch-market");
        let officer = world.app.as_staff(&staff(40, Role::Officer, &market));
        let _ = officer.get(&page).await.not_found();
        let _ = officer.post_form(&answer, &said).await.not_found();

        // Passed on: the other body answers, the clock runs on.
        clerk.post_form(&format!("{page}/passing"), &[("body", market.as_str())]).await.answers(303);
        let _ = clerk.get(&page).await.not_found();
        world.app.clock.forward_days(7);
        let _ = officer.get("/desk/stuck").await.ok().has("即将到期");
        world.app.clock.forward_days(1);
        let _ = supervisor.get("/desk/stuck").await.ok().has("已超期");
        let late = world.app.read(|read| hall::load(read, read.now().date())).unwrap();
        assert_eq!(late.stuck_overdue, 1);
        let _ = officer.post_form(&answer, &[("outcome", "solved"), ("words", "")]).await.refused(422);
        officer.post_form(&answer, &said).await.answers(303);
        let _ = officer.post_form(&answer, &said).await.refused(409);

        let nobody = world.app.nobody();
        for (number, secret) in [(number.as_str(), "AAAA-AAAA"), ("1", secret.as_str()), ("", "")] {
            let _ = nobody.post_form("/stuck", &[("number", number), ("secret", secret)]).await.refused(422);
        }
        let found = nobody.post_form("/stuck", &[("number", &number), ("secret", &secret.to_lowercase())]).await.ok();
        let _ = found.has("已协调三部门").lacks("13800138001").lacks("互相推");
        world.verify_state();
    });
}

#[test]
fn a_person_reports_online_is_told_of_the_answer_and_can_be_forgotten() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let wang = world.app.as_person(&wang_fang());
        let form = "/me/stuck/new";
        let _ = wang.get(form).await.ok().has(&world.hall);
        let _ = wang.post_form(form, &[("words", "跑了三趟"), ("hall", "")]).await.refused(422).has("id=\"e-hall\"");
        let fields = [("words", "跑了三趟"), ("hall", world.hall.as_str()), ("once", "0123456789abcdef0123")];
        wang.post_form(form, &fields).await.answers(303);
        wang.post_form(form, &fields).await.answers(303);
        let clerk = world.clerk(1);
        let listed = clerk.get("/api/v1/stuck").await.ok().json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "the same form is one matter");
        let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
        let _ = clerk.get(&format!("/desk/stuck/{id}")).await.ok().has("跑了三趟");
        let said = serde_json::json!({ "outcome": "begun", "words": "已立案" });
        clerk.post_json(&format!("/api/v1/stuck/{id}/answer"), &said).await.ok();
        world.app.settle();
        let _ = wang.get("/me/stuck").await.ok().has("已立案");
        let _ = wang.get("/me/messages").await.ok().has("办不成事");
        let _ = wang.get("/me/looks").await.ok().has("反映的办不成事");
        let person = wang_fang().id;
        world.app.write(move |tx| tx.erase(&person)).unwrap();
        let _ = clerk.get(&format!("/desk/stuck/{id}")).await.ok().lacks("跑了三趟").has("已依法删除");
        world.verify_state();
    });
}
