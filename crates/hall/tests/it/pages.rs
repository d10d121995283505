//! Every page in both languages; every route asked by everyone; what the public sees without an account.

use kernel::access::Role;
use testkit::{Engine, for_each_engine, staff, wang_fang};

use crate::kit::{World, body, rooms};

#[test]
fn every_page_can_be_rendered_in_both_languages() {
    testkit::pages::all(rooms());
}

#[test]
fn every_statement_is_understood_by_each_engine() {
    for_each_engine(async |engine| World::on(&engine).app.check_statements());
}

/// Which classes of people reach what: those who may not are sent away before anything is looked up.
#[test]
fn every_route_of_the_room_turns_away_those_who_may_not() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::on(&Engine::Sqlite);
        let clerk = world.clerk(1);
        let (ticket, _) = world.ticket(&clerk, "A", "none").await;
        let other = body(&world.app, "ch-market");
        let visitors = [
            ("nobody", world.app.nobody()),
            ("person", world.app.as_person(&wang_fang())),
            ("clerk", world.clerk(1)),
            ("other clerk", world.app.as_staff(&staff(50, Role::Clerk, &other))),
            ("helper", world.app.as_staff(&staff(51, Role::Helper, &world.body))),
            ("officer", world.app.as_staff(&staff(52, Role::Officer, &other))),
            ("supervisor", world.supervisor()),
        ];
        let visitors: Vec<(&str, &testkit::Client)> = visitors.iter().map(|(name, client)| (*name, client)).collect();
        let walked = world
            .app
            .walk(&visitors, |route| {
                let ours = ["hall", "counter", "kiosk", "queue", "stuck", "ticket", "appointment"];
                let ours = ours.iter().any(|word| route.path.contains(word));
                let gone = route.path.ends_with("/leaving");
                let address = route.path.replace("{hall}", &world.hall).replace("{ticket}", &ticket);
                let address = ["{appointment}", "{stuck}", "{mandate}", "{item}"]
                    .iter()
                    .fold(address, |text, part| text.replace(part, "nothing"));
                (ours && !gone).then_some(address)
            })
            .await;
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walked.txt");
        if std::env::var("TONGBAN_REVIEW").is_ok() {
            std::fs::write(&file, &walked).unwrap();
        }
        assert_eq!(walked, std::fs::read_to_string(&file).unwrap(), "review tests/walked.txt");
        assert!(!walked.contains(" 500"));
        // Staff of another hall may not know what happens at these counters; nobody and persons are sent away.
        for line in walked.lines().filter(|line| line.contains("/counter/{hall}")) {
            let may = [" 303", " 403", " 404", " 415"].iter().any(|status| line.ends_with(status));
            assert!(may || line.contains(" clerk ") && !line.contains("other clerk"), "{line}");
        }
    });
}

#[test]
fn the_public_finds_halls_waits_and_the_board_and_a_place_in_the_queue_renews_itself() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.clerk(1);
        let nobody = world.app.nobody();
        let _ = nobody.get("/halls").await.ok().has("从化区政务服务中心").has("南平村").has("09:00–12:00, 13:30–17:00");
        let _ = nobody.get(&world.at("/halls/{hall}")).await.ok().has("暂时无法估计");
        world.open(&clerk, "1").await;
        let (ticket, _) = world.ticket(&clerk, "A", "none").await;
        let _ = nobody.get(&world.at("/halls/{hall}")).await.ok().has("分钟").has("年满 70 岁");
        let page = nobody.get(&format!("/queue/{ticket}")).await.ok();
        assert_eq!(page.header("refresh"), "20");
        let _ = page.has("A001").has("前面还有 0 人");
        let still = nobody.get(&format!("/queue/{ticket}?still=true")).await.ok();
        assert_eq!(still.header("refresh"), "");
        world.call(&clerk).await.unwrap();
        let _ = nobody.get(&format!("/queue/{ticket}")).await.ok().has("请到 1 号窗口");
        let board = nobody.get(&world.at("/halls/{hall}/board")).await.ok();
        assert_eq!(board.header("refresh"), "10");
        let _ = board.has("A001");
        let _ = nobody.post_form(&format!("/queue/{ticket}/leaving"), &[]).await.refused(409);
        let (other, _) = world.ticket(&clerk, "A", "none").await;
        nobody.post_form(&format!("/queue/{other}/leaving"), &[]).await.answers(303);
        nobody.post_form(&format!("/queue/{other}/leaving"), &[]).await.answers(303);
        world.end(&clerk).await;
        assert_eq!(world.call(&clerk).await, None, "who gave up is not called");
        let english = world.app.nobody().in_english();
        let _ = english.get(&world.at("/halls/{hall}")).await.ok().has("Who is called when");
        world.verify_state();
    });
}
