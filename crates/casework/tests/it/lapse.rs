//! A correction that nobody answers has its end: by law where the item names the provision, else by
//! an act of the body, and never before the last day is over. The National Day holiday of 2026 is 1 to
//! 7 October; Saturday 10 October is worked.

use casework::{
    case::{CaseId, State},
    correct,
    correction::{Defect, Target},
    path::{case as case_page, desk_case},
};
use kernel::{Date, access::Role};
use serde_json::json;
use testkit::for_each_engine;

use crate::kit::{World, paper, refusal};

fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

/// A case of an item in which the body asked for a plan.
fn asked(world: &World, code: &'static str) -> CaseId {
    let id = world.submit(code).case;
    let (matter, of, by) = (world.matter(code), id.clone(), world.staff(1, Role::Officer, "ch-market"));
    let defects =
        vec![Defect { target: Target::Material("plan".into()), version: 1, what: "请标明洗消区".into() }];
    world.act(move |tx, office| correct::ask(tx, office, &by, &matter, &of, None, &defects)).unwrap();
    id
}

fn answer(world: &World, code: &'static str, id: &CaseId) -> Result<casework::case::Case, store::Error> {
    let (matter, id, by) = (world.matter(code), id.clone(), world.applicant());
    let papers = vec![paper("plan", &"c".repeat(64))];
    world.act(move |tx, office| correct::answer(tx, office, &by, &matter, &id, &Default::default(), &papers))
}

#[test]
fn where_a_provision_says_so_a_case_lapses_the_day_after_the_last_and_not_before() {
    // Asked for, and the last of 7 working days.
    let rows =
        [(day(9, 29), day(10, 14)), (day(9, 30), day(10, 15)), (day(10, 9), day(10, 19)), (day(10, 10), day(10, 20))];
    for_each_engine(async |engine| {
        for (on, last) in rows {
            let world = World::on(&engine);
            world.app.clock.set_to(on, 15, 0);
            let (silent, late) = (asked(&world, "lapsing"), asked(&world, "lapsing"));
            for at in [last.yesterday().unwrap(), last] {
                world.app.clock.set_to(at, 23, 59);
                world.app.settle();
                assert_eq!(world.case(&silent).state, State::Correction, "{on} {at}");
            }
            // An answer on the last evening is in time.
            assert_eq!(answer(&world, "lapsing", &late).unwrap().state, State::Received);
            world.app.clock.set_to(last.tomorrow().unwrap(), 0, 30);
            world.app.settle();
            let case = world.case(&silent);
            assert_eq!((case.state, case.next_due()), (State::Terminated, None), "{on}");
            assert_eq!(case.ended_at.unwrap().date(), last.tomorrow().unwrap());
            assert_eq!(world.case(&late).state, State::Received);
            let of = silent.clone();
            let clocks = world.app.read(move |read| casework::records::clocks(read, &of)).unwrap();
            assert!(clocks.iter().all(|clock| clock.terms.ended.is_some()), "{clocks:?}");
            assert_eq!(refusal(answer(&world, "lapsing", &silent)), (409, "casework-not-now"));
            world.verify();
        }
    });
}

#[test]
fn a_lapsed_case_says_so_to_its_applicant_with_the_provision_and_the_remedies() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = asked(&world, "lapsing");
        let (client, page) = (world.client(), case_page(&id));
        client.get(&format!("{page}/correction")).await.ok().has("依照《政府信息公开条例》第三十条，视为放弃申请");
        let number = world.case(&id).number;
        client.get(&format!("{page}/notices/{number}-02")).await.ok().has("第三十条").has("视为放弃申请");
        world.app.clock.forward_days(40);
        world.app.settle();
        client.get(&page).await.ok().has("已终止").has("终止办理决定书").lacks("去补正").has("/copy");
        let printed = client.get(&format!("{page}/notices/{number}-03")).await.ok();
        printed.has("《政府信息公开条例》第三十条").has("行政复议").has("没有在期限内补正");
        client.get("/me/messages").await.ok().has("视为放弃申请").has(&number);
        client.get("/my").await.ok().has("已终止");
        world.client().in_english().get(&page).await.ok().has("Terminated").has("Decision to end the case");
        let told = client.get(&format!("/api/v1/cases/{id}")).await.ok().json();
        assert_eq!((told["state"].as_str(), told["waits_for"].as_str()), (Some("terminated"), Some("nobody")));
        let events = world.app.read(move |read| read.stream(id.as_str())).unwrap();
        let last = events.last().unwrap();
        assert_eq!((last.kind.as_str(), last.actor.as_str()), ("case.terminated", "system:lapsed-correction"));
        assert_eq!(last.payload.as_ref().unwrap()["lapsed_by"], "《政府信息公开条例》第三十条");
    });
}

#[test]
fn where_no_provision_says_so_the_body_ends_it_by_an_act_with_its_reason() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        world.app.clock.set_to(day(9, 30), 15, 0);
        let (id, other, answered) = (asked(&world, "single"), asked(&world, "single"), asked(&world, "single"));
        let (page, desk) = (case_page(&id), desk_case(&id));
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market"));
        let reason = [("reason", "两次电话联系，没有补正"), ("seen", "2")];
        // Up to the last of 15 working days nobody ends it.
        world.app.clock.set_to(day(10, 27), 23, 59);
        officer.get(&desk).await.ok().has("等待补正").has("10月27日").lacks("/termination");
        let refused = officer.post_form(&format!("{desk}/termination"), &reason).await.refused(409);
        refused.has("不能终止办理").has("两次电话联系，没有补正");
        officer.get("/desk?view=correction").await.ok().has("等待补正");
        world.app.clock.set_to(day(10, 28), 0, 1);
        world.app.settle();
        // It does not end by itself, and can still be answered.
        assert_eq!(world.case(&id).state, State::Correction);
        officer.get("/desk?view=correction").await.ok().has("逾期未补正");
        world.client().get(&page).await.ok().has("已过").has("仍然可以补正");
        assert_eq!(answer(&world, "single", &answered).unwrap().state, State::Received);
        let told = officer.get(&format!("/api/v1/desk/cases/{id}")).await.ok().json();
        assert_eq!(told["answer_by"], "2026-10-27");
        officer.get(&desk).await.ok().has("逾期未补正").has(&format!("{desk}/termination"));
        officer.get(&format!("{desk}/termination")).await.ok();
        officer.post_form(&format!("{desk}/termination"), &[("reason", ""), ("seen", "2")]).await.refused(422);
        // Whoever may not decide on the acceptance may not end it either.
        let elsewhere = world.app.as_staff(&world.staff(3, Role::Officer, "ch-civil"));
        elsewhere.post_form(&format!("{desk}/termination"), &reason).await.not_found();
        world.app.as_staff(&world.clerk()).post_form(&format!("{desk}/termination"), &reason).await.refused(403);
        assert_eq!(officer.post_form(&format!("{desk}/termination"), &reason).await.see_other(), desk);
        let case = world.case(&id);
        assert_eq!(case.state, State::Terminated);
        world.client().get(&page).await.ok().has("已终止").has("终止办理决定书");
        let printed = world.client().get(&format!("{page}/notices/{}-03", case.number)).await.ok();
        printed.has("两次电话联系，没有补正").has("行政复议").lacks("视为放弃");
        world.client().get("/me/messages").await.ok().has("理由见决定书");
        // The same by a program.
        let address = format!("/api/v1/cases/{other}/termination");
        let body = json!({ "reason": "没有补正" });
        let done = officer.post_json_with(&address, &body, &[("if-match", "\"v2\"")]).await.ok().json();
        assert_eq!((done["state"].as_str(), done.get("answer_by")), (Some("terminated"), None));
        officer.post_json(&address, &body).await.refused(409);
        officer.get("/desk?view=correction").await.ok().lacks(&case.number);
        world.verify();
    });
}
