//! The pages of the invitation and of supervisors, and the API.

use kernel::access::Role;
use ratings::routes;
use serde_json::json;
use testkit::{for_each_engine, li_qiang, staff, wang_fang};

use crate::kit::*;

#[test]
fn every_page_can_be_rendered_and_has_its_texts() {
    testkit::pages::all(rooms());
}

#[test]
fn whoever_holds_the_invitation_rates_once_without_an_account() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let token = delivered(&app, "case_a", &body, &wang_fang());
        let (client, page) = (app.nobody(), routes::rate(&token));
        client.get("/rate/x").await.not_found();
        client.get("/rate/00000000000000000000000000000000").await.not_found();
        client.get(&page).await.ok().has("公司设立登记").lacks("checked").lacks("王");
        let english = app.nobody().in_english();
        english.get(&page).await.ok().has("Registering a company").has("Conghua Market").lacks("公司设立登记");
        english.get(&format!("{page}?level=1")).await.ok().has("Registering a company").lacks("公司设立登记");
        client.get(&format!("{page}?sent=1")).await.refused(422).has("f-level");
        client.get(&format!("{page}?level=9")).await.refused(422);
        client.get(&format!("{page}?level=1")).await.ok().has("办理太慢").lacks("办理速度快").lacks("checked");
        client.get(&format!("{page}?level=4")).await.ok().has("办理速度快").lacks("办理太慢");
        let long = "长".repeat(501);
        for (level, reason, comment) in [
            ("9", "slow", ""),
            ("x", "slow", ""),
            ("4", "slow", ""),
            ("1", "none", ""),
            ("1", "slow", &long),
            ("1", "slow", "a\u{0}b"),
        ] {
            client.post_form(&page, &[("level", level), ("reasons", reason), ("comment", comment)]).await.refused(422);
        }
        let fields = [("level", "2"), ("reasons", "slow"), ("reasons", "twice"), ("comment", "太慢了😞")];
        assert_eq!(client.post_form(&page, &fields).await.see_other(), page);
        client.get(&page).await.ok().has("您已经评价").has("不满意");
        client.post_form(&page, &fields).await.refused(409).has("您已经评价");
        client.post_json(&format!("/api/v1/ratings/{token}"), &json!({ "level": 5 })).await.refused(409);
        app.nobody().in_english().get(&page).await.ok().has("You have rated this").has("Registering a company");
        verify_state(&app, 4);
    });
}

#[test]
fn an_invitation_ends_after_ninety_days() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let token = delivered(&app, "case_a", &body, &wang_fang());
        let page = routes::rate(&token);
        app.clock.forward_days(89);
        app.nobody().get(&page).await.ok();
        app.clock.forward_days(1);
        app.nobody().get(&page).await.refused(410).has("评价已经截止");
        app.nobody().post_form(&page, &[("level", "5")]).await.refused(410);
        app.nobody().post_json(&format!("/api/v1/ratings/{token}"), &json!({ "level": 5 })).await.refused(410);
        let rates = app.nobody().get(&format!("/api/v1/items/{ITEM}/rates")).await.ok().json();
        assert_eq!((rates["rated"].as_i64(), rates["closed"].as_i64(), rates.get("good")), (Some(0), Some(1), None));
        assert_eq!(rates["unrated"]["numerator"], 1);
    });
}

#[test]
fn the_person_finds_the_invitation_from_the_inbox_and_nobody_else_does() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let wang = wang_fang();
        let token = delivered(&app, "case_a", &body, &wang);
        let client = app.as_person(&wang);
        client.get("/me/messages").await.ok().has("请您评价这次办理").has("公司设立登记").lacks(&token);
        let page = app.as_person(&wang).in_english().get("/me/messages").await.ok();
        page.has("“Registering a company”").lacks("公司设立登记");
        let message = client.get("/api/v1/messages").await.ok().json()["items"][0]["id"].as_str().unwrap().to_owned();
        let mine = client.post_form(&format!("/me/messages/{message}"), &[]).await.see_other();
        assert_eq!(mine, routes::mine("case_a"));
        assert_eq!(client.get(&mine).await.see_other(), routes::rate(&token));
        app.as_person(&li_qiang()).get(&mine).await.not_found();
        client.get(&routes::mine("case_none")).await.not_found();
        let officer = staff(1, Role::Officer, &body);
        app.as_staff(&officer).get(&mine).await.refused(403);
        app.as_staff(&officer).get(routes::CONSOLE).await.refused(403);
    });
}

#[test]
fn supervisors_see_the_bad_ratings_of_what_they_supervise_and_not_who_gave_them() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let elsewhere = crate::kit::body(&app, "hz-market", "440112");
        for (case, of, level) in [("case_a", &body, 1), ("case_b", &elsewhere, 2), ("case_c", &body, 5)] {
            let token = delivered(&app, case, of, &wang_fang());
            let rating = json!({ "level": level, "reasons": [], "comment": "王芳 13800138001" });
            app.nobody().post_json(&format!("/api/v1/ratings/{token}"), &rating).await.answers(201);
        }
        let seen = async |actor| app.as_staff(&actor).get(routes::CONSOLE).await.ok();
        let own = seen(supervisor(&body, None)).await.has("ch-market").lacks("hz-market").has("非常不满意");
        let county = seen(supervisor(&body, Some("440117"))).await.has("ch-market").lacks("hz-market");
        let city = seen(supervisor(&body, Some("440100"))).await.has("ch-market").has("hz-market");
        seen(supervisor(&body, Some("450000"))).await.has("没有待整改的差评");
        let english = app.as_staff(&supervisor(&body, None)).in_english().get(routes::CONSOLE).await.ok();
        english.has("Registering a company").lacks("公司设立登记");
        for page in [own, county, city] {
            for secret in ["13800138001", "王芳", "case_", "440117001-2026-1"] {
                assert!(!page.text().contains(secret), "{secret}");
            }
        }
    });
}

#[test]
fn rates_stand_on_item_and_body_pages_with_numerator_and_denominator() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let wang = wang_fang();
        for number in 0..11 {
            let token = delivered(&app, &format!("case_{number}"), &body, &wang);
            if number < 10 {
                let level = if number == 0 { 1 } else { 4 };
                app.nobody()
                    .post_json(&format!("/api/v1/ratings/{token}"), &json!({ "level": level }))
                    .await
                    .answers(201);
                app.clock.forward_minutes(1);
            }
        }
        let rates = app.nobody().get(&format!("/api/v1/items/{ITEM}/rates")).await.ok().json();
        assert_eq!((rates["good"]["numerator"].as_i64(), rates["good"]["denominator"].as_i64()), (Some(9), Some(10)));
        assert_eq!((rates["bad"]["numerator"].as_i64(), rates["comparable"].as_bool()), (Some(1), Some(true)));
        assert_eq!(rates["unrated"]["millionths"], 1_000_000 / 11);
        let texts = app.app.texts().clone();
        let (asked, mine) = (body.to_string(), wang.actor());
        let fragments = app
            .read(move |read| {
                let offers = ratings::offers();
                let ask = |name: &str, subject: &str| {
                    let offer = &offers.iter().find(|(place, _)| *place == name).unwrap().1;
                    let subjects = [subject];
                    let ask = web::slots::Ask {
                        subjects: &subjects,
                        actor: &mine,
                        locale: kernel::Locale::Zh,
                        texts: &texts,
                    };
                    offer(read, &ask).map(|mut fragments| fragments.remove(0).0)
                };
                Ok([
                    ask("item.rates", ITEM)?,
                    ask("body.rates", &asked)?,
                    ask("item.rates", "item_none")?,
                    ask("casework.case-rating", "case_10")?,
                    ask("casework.case-rating", "case_0")?,
                ])
            })
            .unwrap();
        assert!(fragments[0].contains("90.0%（9/10") && fragments[0].contains("9.1%（1/11"), "{}", fragments[0]);
        assert_eq!(fragments[0], fragments[1]);
        assert!(fragments[2].contains("还没有人评价"));
        assert!(fragments[3].contains(&routes::mine("case_10")) && fragments[4].contains("已评价"));
    });
}
