//! A published version for many running cases: the dry run, pause and resume, a job that was killed, the undoing,
//! who is burdened and stays.

use std::{collections::BTreeMap, sync::Arc};

use casework::{
    Office,
    case::CaseId,
    change::{Asked, Ground, Op},
    changing::Proposal,
    deem::LoadMatter,
    edition::Edition,
    flow::{Programs, generated},
    migrating::{self, Turn},
    migration::{Migration, MigrationId, MigrationState, Verdict},
};
use kernel::access::{Actor, Role};
use process::change::{NewStep, Operation, derive};
use testkit::for_each_engine;

use crate::{
    change_kit::{accepted, agree, approve, finish, first_then_two, flow, propose, publish, supervisor, tasks},
    kit::{World, aside, refusal},
};

/// The generated model of an item with one review more before the decision.
pub fn with_review_by(world: &World, body: &str) -> String {
    let model = process::bpmn::read(generated(&world.matter("single").item).as_bytes()).unwrap();
    let review = model.node("review_1").unwrap();
    let step = NewStep {
        id: "more".into(),
        body: Some(body.into()),
        actor: Some("officer".into()),
        form: Some("review".into()),
        legal_basis: Some("AL 34".into()),
        ..NewStep::default()
    };
    let flow = model[model[review].outgoing[0]].id.to_string();
    process::bpmn::write(&derive(&model, &[Operation::Insert { flow, steps: vec![step] }]).unwrap().model)
}

fn judged(world: &World, edition: &Edition, rule: Option<&'static str>) -> BTreeMap<Verdict, usize> {
    let (office, edition, now) = (world.office.clone(), edition.clone(), world.app.store.now());
    let (all, next) =
        world.app.read(move |read| migrating::dry_run(read, &office, now, &edition, rule, "", 100)).unwrap();
    assert_eq!(next, None);
    all.into_iter().fold(BTreeMap::new(), |mut counts, one| {
        *counts.entry(one.verdict).or_default() += 1;
        counts
    })
}

fn begin(world: &World, edition: &Edition, by: &Actor, rule: &'static str) -> Result<Migration, store::Error> {
    let (edition, by) = (edition.id.clone(), by.clone());
    world.act(move |tx, _| migrating::begin(tx, &by, &edition, rule))
}

fn turn(world: &World, id: &MigrationId, by: &Actor, turn: Turn) -> Result<Migration, store::Error> {
    let (id, by) = (id.clone(), by.clone());
    world.act(move |tx, _| migrating::turn(tx, &by, &id, None, turn))
}

fn batch(world: &World, id: &MigrationId, limit: u32) -> bool {
    let load: Arc<LoadMatter> = Arc::new(casework::matter::of_case_without_form);
    aside(|| migrating::batch(&world.app.store, &world.office, &load, id, limit).unwrap())
}

fn state(world: &World, id: &MigrationId) -> MigrationState {
    let id = id.clone();
    world.app.read(move |read| casework::records::migration_by_id(read, &id)).unwrap().unwrap().state
}

fn counts(world: &World, id: &MigrationId) -> Vec<(Verdict, String, i64)> {
    let id = id.clone();
    let mut all = world.app.read(move |read| casework::records::migration_counts(read, &id)).unwrap();
    all.sort();
    all
}

fn model(world: &World, id: &CaseId) -> String {
    let id = id.clone();
    world.app.read(move |read| casework::records::flow(read, &id)).unwrap().unwrap().0
}

#[test]
fn thirty_cases_are_carried_over_and_put_back() {
    for_each_engine(async |engine| {
        let mut world = World::on(&engine);
        // One stands where the new version has nothing, one was changed by itself, one is decided.
        publish(&world, "single", &first_then_two("first", "fire", "water"));
        let odd = accepted(&world, "single");
        let edition = publish(&world, "single", &generated(&world.matter("single").item));
        let cases: Vec<CaseId> = (0..30).map(|_| accepted(&world, "single")).collect();
        let own = accepted(&world, "single");
        let asked =
            Asked { op: Op::Skip, element: "review_1".into(), to: None, body: None, days: None, papers: vec![] };
        let wish = Proposal {
            asked,
            ground: Ground::NotApplicable,
            legal_basis: String::new(),
            reason: "不适用".into(),
            answers: vec![],
        };
        let change = propose(&world, &own, &world.staff(1, Role::Officer, "ch-market"), &wish).unwrap();
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        let over = accepted(&world, "single");
        finish(&world, "single", &over);
        let before: Vec<_> = cases.iter().map(|id| (model(&world, id), tasks(&world, id))).collect();
        let next = publish(&world, "single", &with_review_by(&world, "own"));
        assert_eq!(refusal(begin(&world, &edition, &world.staff(82, Role::Head, "ch-market"), "")).1, "problem-stale");
        let expected = BTreeMap::from([(Verdict::Moves, 30), (Verdict::Asks, 1), (Verdict::Own, 1)]);
        assert_eq!(judged(&world, &next, None), expected);
        // Who may not; whoever drew it may not either.
        for (actor, expected) in [
            (Actor::nobody(), 403),
            (world.applicant(), 403),
            (world.staff(83, Role::Officer, "ch-market"), 403),
            (world.staff(84, Role::Head, "ch-fire"), 403),
            (supervisor(&world, 9), 403),
            (world.staff(80, Role::Editor, "ch-market"), 403),
        ] {
            assert_eq!(refusal(begin(&world, &next, &actor, "")).0, expected, "{actor:?}");
        }
        let head = world.staff(82, Role::Head, "ch-market");
        let id = begin(&world, &next, &head, "").unwrap().id;
        assert_eq!(refusal(begin(&world, &next, &head, "")).1, "casework-migration-open");
        assert!(batch(&world, &id, 10));
        let moved = |world: &World| cases.iter().filter(|case| model(world, case) == next.digest).count();
        let first = moved(&world);
        assert!((8..=10).contains(&first), "{first}");
        // Paused, nothing moves; a killed program begins anew where it was.
        turn(&world, &id, &head, Turn::Pause).unwrap();
        assert_eq!(refusal(turn(&world, &id, &head, Turn::Pause)).1, "problem-stale");
        assert_eq!(refusal(turn(&world, &id, &world.staff(84, Role::Head, "ch-fire"), Turn::Resume)).0, 403);
        assert!(!batch(&world, &id, 10));
        world.app.settle();
        assert_eq!((moved(&world), state(&world, &id)), (first, MigrationState::Paused));
        world.office = Office { programs: Arc::new(Programs::default()), ..world.office.clone() };
        turn(&world, &id, &head, Turn::Resume).unwrap();
        assert!(batch(&world, &id, 7));
        world.app.settle();
        assert_eq!((moved(&world), state(&world, &id)), (30, MigrationState::Done));
        let none = String::new;
        let all = [(Verdict::Moves, none(), 30), (Verdict::Asks, none(), 1), (Verdict::Own, none(), 1)];
        assert_eq!(counts(&world, &id), all);
        assert_ne!(model(&world, &odd), next.digest);
        for case in &cases {
            agree(&world, case);
            let of = case.clone();
            let events = world.app.read(move |read| read.stream(of.as_str())).unwrap();
            assert_eq!(events.iter().filter(|event| event.kind == "case.migrated").count(), 1);
            let steps: Vec<String> = tasks(&world, case).into_iter().map(|task| task.element).collect();
            assert_eq!(steps, ["review_1", "more", "decide_2"]);
        }
        // Two go on; the others are put back as they were.
        for case in &cases[..2] {
            world.review("single", case, &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
        }
        turn(&world, &id, &head, Turn::Undo).unwrap();
        assert!(batch(&world, &id, 10));
        world.app.settle();
        assert_eq!(state(&world, &id), MigrationState::Undone);
        let moves: Vec<_> =
            counts(&world, &id).into_iter().filter(|(verdict, ..)| *verdict == Verdict::Moves).collect();
        assert_eq!(moves, [(Verdict::Moves, "undone".into(), 28), (Verdict::Moves, "went_on".into(), 2)]);
        for (case, (model_before, tasks_before)) in cases.iter().zip(&before).skip(2) {
            assert_eq!(&model(&world, case), model_before);
            let now: Vec<_> = tasks(&world, case).into_iter().filter(|task| task.element != "more").collect();
            assert_eq!(&now, tasks_before);
            agree(&world, case);
        }
        assert_eq!(finish(&world, "single", &cases[0]), ["more", "decide_2"]);
        assert_eq!(finish(&world, "single", &cases[7]), ["review_1", "decide_2"]);
        assert_eq!(refusal(turn(&world, &id, &head, Turn::Undo)).1, "problem-stale");
        world.verify();
    });
}

#[test]
fn who_would_be_burdened_stays_unless_a_rule_is_cited() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let early = accepted(&world, "single");
        let late = accepted(&world, "single");
        world.review("single", &late, &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
        let edition = publish(&world, "single", &with_review_by(&world, "@ch-fire"));
        assert_eq!(judged(&world, &edition, None), BTreeMap::from([(Verdict::Moves, 1), (Verdict::Stays, 1)]));
        assert_eq!(judged(&world, &edition, Some("办法第三十条")), BTreeMap::from([(Verdict::Moves, 2)]));
        let head = world.staff(82, Role::Head, "ch-market");
        let id = begin(&world, &edition, &head, "").unwrap().id;
        world.app.settle();
        assert_eq!(state(&world, &id), MigrationState::Done);
        assert_eq!((model(&world, &late) == edition.digest, model(&world, &early) == edition.digest), (true, false));
        let told = |world: &World| {
            let person = world.wang.clone();
            let all = world.app.read(move |read| notices::newest(read, &person, 100)).unwrap();
            all.iter().filter(|message| message.key == "casework-message-changed").count()
        };
        assert_eq!(told(&world), 0);
        // With a rule it moves too, and its applicant is told.
        let id = begin(&world, &edition, &head, "《办法》第三十条").unwrap().id;
        world.app.settle();
        assert_eq!(counts(&world, &id), [(Verdict::Moves, String::new(), 1)]);
        assert_eq!((model(&world, &early), told(&world)), (edition.digest.clone(), 1));
        assert_eq!(flow(&world, &early).tokens.len(), 1);
        assert_eq!(finish(&world, "single", &early), ["review_1", "more", "decide_2"]);
        assert_eq!(finish(&world, "single", &late), ["decide_2"]);
        world.verify();
    });
}

#[test]
fn a_migration_is_begun_and_watched_from_its_page() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let cases: Vec<CaseId> = (0..3).map(|_| accepted(&world, "single")).collect();
        world.review("single", &cases[0], &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
        let edition = publish(&world, "single", &with_review_by(&world, "@ch-fire"));
        let head = world.app.as_staff(&world.staff(82, Role::Head, "ch-market"));
        let drawer = world.app.as_staff(&world.staff(80, Role::Editor, "ch-market"));
        let new = format!("/console/moves/new?edition={}", edition.id);
        let number = world.case(&cases[1]).number;
        let page = head.get(&new).await.ok().has("会怎样").has("不动：会增加负担").has(&number).has("另有部门");
        assert!(!page.text().contains("[["), "{}", page.text());
        head.get(&format!("{new}&rule=x")).await.ok().lacks("不动：会增加负担");
        drawer.get(&new).await.ok().lacks("name=\"transition_rule\"");
        world.app.as_staff(&world.staff(84, Role::Head, "ch-fire")).get(&new).await.not_found();
        world.client().get(&new).await.refused(403);
        let form = [("edition", edition.id.as_str()), ("transition_rule", "")];
        drawer.post_form("/console/moves", &form).await.refused(403);
        let one = head.post_form("/console/moves", &form).await.see_other();
        head.get(&one).await.ok().has("正在进行").has("/pause");
        head.post_form(&format!("{one}/pause"), &[("seen", "1")]).await.see_other();
        head.post_form("/console/moves", &form).await.refused(409);
        head.post_form(&format!("{one}/resumption"), &[("seen", "2")]).await.see_other();
        world.app.settle();
        let page = head.get(&one).await.ok().has("已完成").has("改按新版本").has("/undoing");
        assert!(!page.text().contains("[["), "{}", page.text());
        world.client().get(&format!("/cases/{}", cases[0])).await.ok().has("改按新版流程办理").has("统一调整");
        head.post_form(&format!("{one}/undoing"), &[]).await.see_other();
        world.app.settle();
        head.get(&one).await.ok().has("已撤销").has("已恢复原样");
        // The same by program.
        let program = world.app.as_staff(&world.staff(82, Role::Head, "ch-market")).as_program();
        let run = program.get(&format!("/api/v1/editions/{}/dry-run", edition.id)).await.ok().json();
        assert_eq!((run["cases"].as_i64(), run["more"].as_bool()), (Some(3), Some(false)));
        let stays: Vec<_> = run["first"].as_array().unwrap().iter().filter(|one| one["verdict"] == "stays").collect();
        assert_eq!((stays.len(), stays[0]["burdens"][0]["kind"].as_str()), (2, Some("body")));
        let wish = serde_json::json!({"edition": edition.id, "transition_rule": "《办法》第三十条"});
        let made = program.post_json("/api/v1/moves", &wish).await.answers(201).json();
        let one = format!("/api/v1/moves/{}", made["id"].as_str().unwrap());
        program.post_json(&format!("{one}/pause"), &serde_json::json!({})).await.ok();
        program.post_json(&format!("{one}/resumption"), &serde_json::json!({})).await.ok();
        world.app.settle();
        let done = program.get(&one).await.ok().json();
        assert_eq!((done["state"].as_str(), done["counts"][0]["count"].as_i64()), (Some("done"), Some(3)));
        program.post_json(&format!("{one}/undoing"), &serde_json::json!({})).await.ok();
        world.app.settle();
        assert_eq!(program.get(&one).await.ok().json()["state"], "undone");
        world.verify();
    });
}
