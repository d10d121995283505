//! The staff's side over HTTP: the desk, the case and its acts, the window, the board, programs.

use casework::{case::CaseId, path::desk_case};
use kernel::access::{Actor, Role, Who};
use serde_json::json;
use testkit::{Client, for_each_engine};

use crate::kit::{PLACE, World};

const NAME: &str = "王芳";
const NUMBER: &str = "440305199003071228";

fn as_staff(world: &World, number: u8, role: Role, key: &'static str) -> Client {
    world.app.as_staff(&world.staff(number, role, key))
}

fn watching(world: &World, number: u8, role: Role) -> Actor {
    let mut actor = world.staff(number, role, "ch-gov");
    if let Who::Staff { scopes, .. } = &mut actor.who {
        scopes[0].division = Some(PLACE.parse().unwrap());
    }
    actor
}

fn version(world: &World, id: &CaseId) -> String {
    world.case(id).version.to_string()
}

fn state(world: &World, id: &CaseId) -> String {
    world.case(id).state.as_str().to_owned()
}

#[test]
fn an_application_goes_over_the_desk_to_its_decision() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let case = desk_case(&done.case);
        // The window takes it over from its list, where the name is covered.
        let clerk = world.app.as_staff(&world.clerk());
        let list = clerk.get("/desk").await.ok().has(&done.number).lacks(NAME).lacks(NUMBER);
        assert!(!list.text().contains("[["), "{}", list.text());
        clerk.get("/window").await.ok().has(&done.number).lacks(NAME);
        let found = clerk.get(&format!("/window/find?number={}", done.number)).await.see_other();
        assert_eq!(found, case);
        clerk.get("/window/find?number=440117001").await.refused(422).has("本窗口没有");
        clerk.get(&case).await.ok().has("接件").lacks("受理通知").lacks(NUMBER).lacks(NAME);
        clerk.post_form(&format!("{case}/acceptance"), &[]).await.refused(403);
        let next = clerk
            .post_form(&format!("{case}/receipt"), &[("seen", "1"), ("from", "submitted"), ("then", "next")])
            .await
            .see_other();
        assert_eq!(next, "/desk?view=submitted");
        assert_eq!(state(&world, &done.case), "received");
        // The officer reviews; the head decides with the officer's words before her.
        let officer = as_staff(&world, 1, Role::Officer, "ch-market");
        let head = as_staff(&world, 2, Role::Head, "ch-market");
        officer.get("/desk?view=received").await.ok().has(&done.number).lacks(NAME);
        let once = [("seen", "2"), ("once", "0123456789abcdef0123")];
        assert_eq!(officer.post_form(&format!("{case}/acceptance"), &once).await.see_other(), case);
        // The same form again is the same act.
        assert_eq!(officer.post_form(&format!("{case}/acceptance"), &once).await.see_other(), case);
        assert_eq!(state(&world, &done.case), "accepted");
        let page = head.get("/desk").await.ok().has(&done.number).has("审核").lacks(NAME);
        assert!(!page.text().contains("[["));
        let page = officer.get(&case).await.ok().has("/tasks/1/opinion");
        assert!(!page.text().contains("[["), "{}", page.text());
        officer
            .post_form(&format!("{case}/tasks/1/opinion"), &[("outcome", "agree"), ("words", "")])
            .await
            .refused(422);
        officer
            .post_form(&format!("{case}/tasks/1/opinion"), &[("outcome", "agree"), ("words", "现场符合条件")])
            .await
            .see_other();
        officer.get(&format!("{case}/tasks/2/decision")).await.refused(403);
        head.get(&case).await.ok().has("现场符合条件").has("/tasks/2/decision");
        let decision = format!("{case}/tasks/2/decision");
        head.get(&decision).await.ok();
        head.post_form(&decision, &[("outcome", "deny"), ("words", "")]).await.refused(422);
        let seen = version(&world, &done.case);
        head.post_form(&decision, &[("outcome", "approve"), ("words", ""), ("seen", &seen)]).await.see_other();
        assert_eq!(state(&world, &done.case), "approved");
        head.get("/desk").await.ok().lacks(&done.number);
        world.verify();
    });
}

#[test]
fn what_is_covered_is_shown_to_who_says_why_and_the_person_sees_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let case = desk_case(&done.case);
        let officer = as_staff(&world, 1, Role::Officer, "ch-market");
        officer.get(&case).await.ok().lacks(NUMBER).lacks(NAME).has("榕树下");
        officer.post_form(&format!("{case}/data"), &[]).await.refused(422);
        officer.get(&case).await.ok().lacks(NUMBER);
        officer.post_form(&format!("{case}/data"), &[("reason", "identify")]).await.see_other();
        officer.get(&case).await.ok().has(NUMBER).has(NAME);
        // To a colleague it is still covered, and after a while to everyone.
        as_staff(&world, 2, Role::Head, "ch-market").get(&case).await.ok().lacks(NUMBER);
        world.client().get("/me/looks").await.ok().has("核对身份").has("打开办件").has(&done.number);
        world.app.clock.forward_minutes(16);
        officer.get(&case).await.ok().lacks(NUMBER);
        // Lists leave no look.
        let before = looks(&world);
        officer.get("/desk").await.ok();
        assert_eq!(looks(&world), before);
    });
}

fn looks(world: &World) -> usize {
    let person = world.wang.clone();
    world.app.read(move |read| identity::looks_at(read, &person, kernel::Timestamp(i64::MAX), 100)).unwrap().len()
}

#[test]
fn of_two_who_decide_at_once_one_does_and_what_the_other_typed_is_there() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        world.accept("single", &done.case, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        world.review("single", &done.case, &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
        let decision = format!("{}/tasks/2/decision", desk_case(&done.case));
        let seen = version(&world, &done.case);
        let one = as_staff(&world, 2, Role::Head, "ch-market");
        let other = as_staff(&world, 3, Role::Head, "ch-market");
        let yes = [("outcome", "approve"), ("words", ""), ("seen", seen.as_str())];
        let no = [("outcome", "deny"), ("words", "面积不够，不符合条件"), ("seen", seen.as_str())];
        let (first, second) = tokio::join!(one.post_form(&decision, &yes), other.post_form(&decision, &no));
        let mut statuses = [first.status, second.status];
        statuses.sort();
        assert_eq!(statuses, [303, 409]);
        if second.status == 409 {
            second.has("面积不够，不符合条件").has("已被更新");
        }
        world.verify();
    });
}

#[test]
fn an_old_version_is_refused_and_a_correction_is_asked_once() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let case = desk_case(&done.case);
        let officer = as_staff(&world, 1, Role::Officer, "ch-market");
        as_staff(&world, 2, Role::Head, "ch-market").post_form(&format!("{case}/receipt"), &[]).await.see_other();
        officer.post_form(&format!("{case}/acceptance"), &[("seen", "1")]).await.refused(409).has("已被更新");
        let correction = format!("{case}/correction");
        let page = officer.get(&correction).await.ok().has("布局图").has("只能告知一次");
        assert!(!page.text().contains("[["));
        officer.post_form(&correction, &[]).await.refused(422).has("至少勾选一处");
        let wordless = [("at", "m.plan"), ("at", "f.area"), ("words.f.area", "与平面图不一致")];
        officer.post_form(&correction, &wordless).await.refused(422).has("与平面图不一致").has("checked");
        let right =
            [("at", "m.plan"), ("words.m.plan", "缺少后厨"), ("at", "f.area"), ("words.f.area", "与平面图不一致")];
        officer.post_form(&correction, &right).await.see_other();
        assert_eq!(state(&world, &done.case), "correction");
        officer.post_form(&correction, &right).await.refused(409);
        // Turned away with the right body named.
        let second = world.submit("single");
        let refusal = format!("{}/refusal", desk_case(&second.case));
        let page = officer.get(&refusal).await.ok();
        assert!(!page.text().contains("[["));
        officer.post_form(&refusal, &[("ground", "not_ours"), ("reason", "属于卫生健康部门")]).await.refused(422);
        let ours = [("ground", "not_ours"), ("reason", "属于卫生健康部门"), ("right_body", "从化区卫生健康局")];
        officer.post_form(&refusal, &ours).await.see_other();
        assert_eq!(state(&world, &second.case), "refused");
        world.verify();
    });
}

#[test]
fn the_clock_is_stopped_run_on_and_extended_once_by_the_head() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let case = desk_case(&done.case);
        world.accept("single", &done.case, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        let officer = as_staff(&world, 1, Role::Officer, "ch-market");
        let head = as_staff(&world, 2, Role::Head, "ch-market");
        officer.get(&format!("{case}/pause")).await.refused(403);
        let page = head.get(&format!("{case}/pause")).await.ok().has("听证");
        assert!(!page.text().contains("[["));
        let wrong = [("procedure", "hearing"), ("reason", "听证"), ("expected_end", "明天")];
        head.post_form(&format!("{case}/pause"), &wrong).await.refused(422);
        let right = [("procedure", "hearing"), ("reason", "申请人要求听证"), ("expected_end", "2030-01-04")];
        head.post_form(&format!("{case}/pause"), &right).await.see_other();
        assert_eq!(state(&world, &done.case), "special");
        head.get("/desk?view=special").await.ok().has(&done.number).has("不计时");
        head.post_form(&format!("{case}/resumption"), &[]).await.see_other();
        head.get(&format!("{case}/extension")).await.ok();
        head.post_form(&format!("{case}/extension"), &[("reason", "需要补充论证")]).await.see_other();
        head.post_form(&format!("{case}/extension"), &[("reason", "再延一次")]).await.refused(409).has("再延一次");
        head.get(&format!("{case}/days")).await.ok().has("暂停");
        world.verify();
    });
}

#[test]
fn a_visit_without_a_case_leaves_a_slip() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let clerk = world.app.as_staff(&world.clerk());
        clerk.get("/window/visits").await.ok().has("还没有登记");
        clerk.get("/window/visits/new").await.ok();
        clerk.post_form("/window/visits/new", &[("reason", "papers"), ("told", "")]).await.refused(422);
        let told = [("reason", "papers"), ("told", "缺房屋租赁合同"), ("item", "食品经营许可")];
        let slip = clerk.post_form("/window/visits/new", &told).await.see_other();
        let page = clerk.get(&slip).await.ok().has("缺房屋租赁合同").has("材料不齐");
        assert!(!page.text().contains("[["));
        clerk.get("/window/visits").await.ok().has("缺房屋租赁合同");
        as_staff(&world, 5, Role::Clerk, "gz-market").get(&slip).await.not_found();
        let told = json!({"reason": "system", "told": "明天再来"});
        let answer = clerk.post_json("/api/v1/visits", &told).await.answers(201);
        assert_eq!(answer.json()["reason"], "system");
        world.verify();
    });
}

#[test]
fn the_board_shows_what_is_late_by_whom_and_never_a_person() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let late = world.submit("single");
        world.accept("single", &late.case, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        let lying = world.submit("benefit");
        world.app.clock.forward_days(40);
        let supervisor = world.app.as_staff(&watching(&world, 8, Role::Supervisor));
        let leader = world.app.as_staff(&watching(&world, 9, Role::Leader));
        let page = supervisor.get("/board").await.ok().has("市场监督管理").lacks(NAME);
        assert!(!page.text().contains("[["));
        let market = world.body("ch-market").id;
        let rows = format!("/board/cases?body={market}&what=late");
        let page = supervisor.get(&rows).await.ok().has(&late.number).has("没有在期限内").lacks(NAME);
        page.has(&desk_case(&late.case));
        leader.get(&rows).await.ok().has(&late.number).lacks(&desk_case(&late.case));
        leader.get(&desk_case(&late.case)).await.not_found();
        supervisor.get(&desk_case(&late.case)).await.ok();
        let civil = world.body("ch-civil").id;
        supervisor
            .get(&format!("/board/cases?body={civil}&what=late"))
            .await
            .ok()
            .has(&lying.number)
            .has("窗口没有接件");
        supervisor.get("/board/figures.csv").await.ok().has("市场监督管理");
        supervisor.get(&format!("/board/cases.csv?body={market}&what=late")).await.ok().has(&late.number);
        // A head sees the own body, nobody else's.
        let head = as_staff(&world, 2, Role::Head, "ch-market");
        head.get("/board").await.ok().has("市场监督管理").lacks("民政");
        head.get(&format!("/board/cases?body={civil}&what=late")).await.not_found();
        let figures = supervisor.get("/api/v1/board").await.ok().json();
        let market = market.to_string();
        let of = |figures: &serde_json::Value| {
            figures["items"].as_array().unwrap().iter().find(|row| row["body"] == market.as_str()).cloned().unwrap()
        };
        assert_eq!(of(&figures)["late"], 1);
        world.app.settle();
    });
}

#[test]
fn a_program_does_the_same_under_the_same_permits() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let officer = as_staff(&world, 1, Role::Officer, "ch-market");
        let head = as_staff(&world, 2, Role::Head, "ch-market");
        let other = as_staff(&world, 4, Role::Officer, "ch-civil");
        let act = |name: &str| format!("/api/v1/cases/{}/{name}", done.case);
        let none = json!({});
        other.post_json(&act("acceptance"), &none).await.refused(404);
        let stale = [("if-match", "\"v9\"")];
        officer.post_json_with(&act("acceptance"), &none, &stale).await.refused(409);
        officer.post_json(&act("receipt"), &none).await.ok();
        let key = [("idempotency-key", "one"), ("if-match", "\"v2\"")];
        let accepted = officer.post_json_with(&act("acceptance"), &none, &key).await.ok();
        assert_eq!(accepted.header("etag"), "\"v3\"");
        officer.post_json_with(&act("acceptance"), &none, &key).await.ok();
        let tasks = officer.get("/api/v1/tasks").await.ok().lacks(NAME).json();
        assert_eq!(tasks["items"][0]["number"], done.number.as_str());
        let case = officer.get(&format!("/api/v1/desk/cases/{}", done.case)).await.ok().json();
        assert_eq!(case["answers"]["shop_name"], "榕树下");
        assert_ne!(case["answers"]["id"], NUMBER);
        let full = format!("/api/v1/desk/cases/{}?reason=examine", done.case);
        assert_eq!(officer.get(&full).await.ok().json()["answers"]["id"], NUMBER);
        officer.get(&format!("/api/v1/desk/cases/{}?reason=because", done.case)).await.refused(422);
        world.client().get("/me/looks").await.ok().has("审查申请");
        officer.post_json(&act("opinions"), &json!({"outcome": "agree", "words": "同意"})).await.ok();
        officer.post_json(&act("decision"), &json!({"outcome": "approve"})).await.refused(403);
        head.post_json(&act("decision"), &json!({"outcome": "deny"})).await.refused(422);
        let decided = head.post_json(&act("decision"), &json!({"outcome": "approve"})).await.ok().json();
        assert_eq!(decided["state"], "approved");
        world.verify();
    });
}

#[test]
fn every_staff_page_and_act_asks_who_stands_before_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let nobody = world.app.nobody();
        let citizen = world.client();
        let wrong = as_staff(&world, 4, Role::Officer, "ch-civil");
        let clerk = world.app.as_staff(&world.clerk());
        let supervisor = world.app.as_staff(&watching(&world, 8, Role::Supervisor));
        let visitors = [
            ("nobody", &nobody),
            ("citizen", &citizen),
            ("wrong-body", &wrong),
            ("clerk", &clerk),
            ("supervisor", &supervisor),
        ];
        let body = world.body("ch-market").id;
        let staff = |route: &web::Route| {
            let ours =
                ["/desk", "/window", "/board", "/api/v1/tasks", "/api/v1/desk", "/api/v1/visits", "/api/v1/board"];
            let acts = [
                "receipt",
                "acceptance",
                "corrections",
                "refusal",
                "opinions",
                "decision",
                "pause",
                "resumption",
                "extension",
                "delivery",
                "tasks/{number}/handover",
            ];
            let act = route.path.strip_prefix("/api/v1/cases/{id}/").is_some_and(|act| acts.contains(&act));
            if !act && !ours.iter().any(|prefix| route.path.starts_with(prefix))
                || route.path.starts_with("/desk/licences")
            {
                return None;
            }
            let path = route.path.replace("{material}", "plan").replace("{number}", "1");
            let path = if path.starts_with("/window/visits") {
                path.replace("{id}", "visit_01J00000000000000000000000")
            } else {
                path
            };
            let path = path.replace("{id}", done.case.as_str());
            Some(if path.starts_with("/board/cases") { format!("{path}?body={body}&what=late") } else { path })
        };
        // A well-formed act of the wrong body finds no case, by form and by program.
        let case = desk_case(&done.case);
        let words = [
            ("outcome", "agree"),
            ("words", "x"),
            ("at", "m.plan"),
            ("words.m.plan", "x"),
            ("ground", "not_required"),
            ("reason", "examine"),
            ("procedure", "hearing"),
            ("expected_end", "2030-01-04"),
            ("officer", "staff_01J00000000000000000000000"),
        ];
        for act in [
            "data",
            "receipt",
            "acceptance",
            "correction",
            "refusal",
            "tasks/1/opinion",
            "tasks/2/decision",
            "tasks/1/handover",
            "pause",
            "resumption",
            "extension",
            "termination",
            "delivery",
        ] {
            wrong.post_form(&format!("{case}/{act}"), &words).await.not_found();
        }
        for (act, body) in [
            ("receipt", json!({})),
            ("acceptance", json!({})),
            ("resumption", json!({})),
            ("delivery", json!({})),
            ("corrections", json!({"defects": [{"target": {"at": "material", "key": "plan"}, "what": "x"}]})),
            ("refusal", json!({"ground": "not_required", "reason": "x"})),
            ("extension", json!({"reason": "x"})),
            ("termination", json!({"reason": "x"})),
            ("opinions", json!({"outcome": "agree", "words": "x"})),
            ("decision", json!({"outcome": "approve"})),
            ("pause", json!({"procedure": "hearing", "reason": "x", "expected_end": "2030-01-04"})),
        ] {
            wrong.post_json(&format!("/api/v1/cases/{}/{act}", done.case), &body).await.not_found();
        }
        assert_eq!(state(&world, &done.case), "submitted");
        let walked = world.app.walk(&visitors, staff).await;
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/staff_walked.txt");
        if std::env::var("TONGBAN_REVIEW").is_ok() {
            std::fs::write(&file, &walked).unwrap();
        }
        assert_eq!(walked, std::fs::read_to_string(&file).unwrap_or_default());
        world.app.settle();
    });
}
