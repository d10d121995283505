//! A kiosk: made by a manager, used by anybody, left clean.

use testkit::{Client, for_each_engine, wang_fang};

use crate::kit::World;

/// A browser that a manager made a kiosk and signed out of.
async fn kiosk(world: &World) -> Client {
    let supervisor = world.supervisor();
    supervisor.post_form(&world.at("/halls/{hall}/kiosk"), &[]).await.answers(303);
    let client = world.app.nobody();
    client.set_cookie("tb_kiosk", &supervisor.cookie("tb_kiosk").unwrap());
    client
}

#[test]
fn a_ticket_is_taken_at_a_kiosk_alone_and_once_for_one_showing_of_the_form() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let ticket = world.at("/kiosk/{hall}/ticket");
        let form = [("queue", "A"), ("first", "pregnant"), ("once", "0123456789abcdef0123")];
        // From the street, and with an account: no.
        let _ = world.app.nobody().post_form(&ticket, &form).await.refused(403);
        let _ = world.app.nobody().get(&world.at("/kiosk/{hall}")).await.ok().has("还不是本大厅的自助终端");
        let kiosk = kiosk(&world).await;
        let signed_in = world.app.as_person(&wang_fang());
        signed_in.set_cookie("tb_kiosk", &kiosk.cookie("tb_kiosk").unwrap());
        let _ = signed_in.post_form(&ticket, &form).await.refused(403);
        let _ = signed_in.get(&world.at("/kiosk/{hall}")).await.ok().has("/sign-out");

        let home = kiosk.get(&world.at("/kiosk/{hall}")).await.ok();
        assert_eq!(home.header("cache-control"), "no-store");
        let _ = home.has("/kiosk/").lacks("/sign-in").lacks("/search");
        let _ = kiosk.post_form(&ticket, &[("queue", "Z"), ("first", "none")]).await.refused(422).has("id=\"summary\"");
        let _ = kiosk.post_form(&ticket, &[("first", "none")]).await.refused(422);
        let taken = kiosk.post_form(&ticket, &form).await.see_other();
        assert_eq!(kiosk.post_form(&ticket, &form).await.see_other(), taken, "pressed twice is one ticket");
        let page = kiosk.get(&taken).await.ok();
        assert!(page.header("refresh").ends_with("/end"), "{}", page.header("refresh"));
        let _ = page.has("A001").has("孕妇");
        world.verify_state();
    });
}

#[test]
fn nobody_answers_and_everything_left_is_gone() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let kiosk = kiosk(&world).await;
        let form = kiosk.get(&world.at("/kiosk/{hall}/check-in")).await.ok();
        assert_eq!(form.header("refresh"), world.at("90;url=/kiosk/{hall}/still"));
        assert_eq!(form.header("cache-control"), "no-store");
        let still = kiosk.get(&world.at("/kiosk/{hall}/still")).await.ok();
        assert_eq!(still.header("refresh"), world.at("20;url=/kiosk/{hall}/end"));
        for name in ["tb_lang", "tb_look", "tb_place", "tb_kept"] {
            kiosk.set_cookie(name, "en");
        }
        let end = kiosk.get(&world.at("/kiosk/{hall}/end")).await;
        assert_eq!(end.see_other(), world.at("/kiosk/{hall}"));
        assert_eq!(end.header("clear-site-data"), "\"cache\"");
        for name in ["tb_lang", "tb_look", "tb_place", "tb_kept"] {
            assert_eq!(kiosk.cookie(name), None, "{name} was left behind");
        }
        assert!(kiosk.cookie("tb_kiosk").is_some(), "it stays a kiosk");
        // The manager ends all kiosks at once.
        let supervisor = world.supervisor();
        supervisor.post_form(&world.at("/halls/{hall}/arrangements"), &[("what", "kiosks")]).await.answers(303);
        let _ = kiosk.get(&world.at("/kiosk/{hall}/check-in")).await.refused(403);
        world.verify_state();
    });
}

#[test]
fn at_a_kiosk_one_checks_in_and_a_wrong_code_or_number_says_so() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let kiosk = kiosk(&world).await;
        let wang = world.app.as_person(&wang_fang());
        let body = serde_json::json!({ "queue": "B", "day": "2026-09-21", "time": "11:00" });
        let made = wang.post_json(&world.at("/api/v1/halls/{hall}/appointments"), &body).await.answers(201).json();
        let check_in = world.at("/kiosk/{hall}/check-in");
        let _ = kiosk.post_form(&check_in, &[("code", "AAAA-AAAA")]).await.refused(422).has("id=\"e-code\"");
        let taken = kiosk.post_form(&check_in, &[("code", made["code"].as_str().unwrap())]).await.see_other();
        let _ = kiosk.get(&taken).await.ok().has("B001");
        let case = world.at("/kiosk/{hall}/case");
        let _ = kiosk.post_form(&case, &[("number", "x"), ("secret", "y")]).await.refused(422).has("id=\"e-number\"");
        let _ = kiosk.get(&world.at("/kiosk/{hall}/items")).await.ok();
        world.verify_state();
    });
}
