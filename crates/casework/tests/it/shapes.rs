//! How bodies stand to each other: from a lower one up, and eight side by side that meet once.

use casework::{
    case::{CaseId, State, WaitsFor},
    task::{Kind, Task, TaskState},
};
use kernel::access::Role;
use testkit::for_each_engine;

use crate::kit::{REVIEWERS, World, refusal};

fn tasks(world: &World, id: &CaseId) -> Vec<Task> {
    let id = id.clone();
    world.app.read(move |read| casework::records::tasks(read, &id)).unwrap()
}

#[test]
fn eight_bodies_review_at_once_and_the_decision_opens_once() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("joint").case;
        let officer = world.staff(1, Role::Officer, "ch-market");
        let case = world.accept("joint", &id, &officer).unwrap();
        assert_eq!(case.waits_for, WaitsFor::Bodies(8));
        let open = tasks(&world, &id);
        assert_eq!(open.iter().filter(|task| task.state == TaskState::Open && task.kind == Kind::Review).count(), 8);
        let matter = world.matter("joint");
        std::thread::scope(|scope| {
            for (number, key) in (10_u8..).zip(REVIEWERS) {
                let by = world.staff(number, Role::Officer, key);
                let body = world.body(key).id;
                let task = open.iter().find(|task| task.body == body).unwrap().number;
                let (store, office) = (world.app.store.clone(), world.office.clone());
                let (matter, id) = (matter.clone(), id.clone());
                scope.spawn(move || {
                    store
                        .write(move |tx| casework::review::review(tx, &office, &by, &matter, &id, task, true, "同意"))
                        .unwrap();
                });
            }
        });
        let after = tasks(&world, &id);
        let decisions: Vec<&Task> = after.iter().filter(|task| task.kind == Kind::Decide).collect();
        assert_eq!(decisions.len(), 1);
        assert_eq!(decisions[0].state, TaskState::Open);
        let events = {
            let of = id.clone();
            world.app.read(move |read| read.stream(of.as_str())).unwrap()
        };
        let opened = events.iter().filter(|event| {
            let opened = event.payload.as_ref().and_then(|payload| payload["opened"].as_array().map(Vec::len));
            event.kind == "case.body_finished" && opened.unwrap_or(0) > 0
        });
        assert_eq!(opened.count(), 1);
        let page = world.client().get(&casework::path::case(&id)).await.ok();
        page.has("部门并联办理");
        let head = world.staff(2, Role::Head, "ch-market");
        let case = world.decide("joint", &id, &head, decisions[0].number, true).unwrap();
        assert_eq!(case.state, State::Approved);
        crate::kit::aside(|| world.verify());
    });
}

#[test]
fn a_chain_goes_up_body_by_body() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("chain").case;
        // The lower body receives: the higher one has nothing to accept.
        let (low, high) = (world.staff(1, Role::Officer, "ch-market"), world.staff(2, Role::Officer, "gz-market"));
        assert_eq!(refusal(world.accept("chain", &id, &high)).0, 404);
        world.accept("chain", &id, &low).unwrap();
        let all = tasks(&world, &id);
        let order: Vec<(u32, &str, TaskState)> = all
            .iter()
            .map(|task| (task.number, if task.body == world.body("ch-market").id { "low" } else { "high" }, task.state))
            .collect();
        assert_eq!(
            order,
            [(1, "low", TaskState::Open), (2, "high", TaskState::Waiting), (3, "high", TaskState::Waiting)]
        );
        // Before its turn the higher body can do nothing.
        assert_eq!(refusal(world.review("chain", &id, &high, 2)), (409, "problem-stale"));
        world.review("chain", &id, &low, 1).unwrap();
        world.review("chain", &id, &high, 2).unwrap();
        let head = world.staff(3, Role::Head, "gz-market");
        assert_eq!(world.decide("chain", &id, &head, 3, true).unwrap().state, State::Approved);
        world.verify();
    });
}

/// AL 26(2): the one body that accepted asks the others for their opinions and then handles it as one.
#[test]
fn the_body_that_leads_closes_the_review_when_all_opinions_are_in() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("opinions").case;
        let lead = world.staff(1, Role::Officer, "ch-market");
        world.accept("opinions", &id, &lead).unwrap();
        let who = |task: &Task| match task.body {
            ref body if *body == world.body("ch-market").id => "market",
            ref body if *body == world.body("ch-fire").id => "fire",
            _ => "health",
        };
        let standing = |state: TaskState| -> Vec<(&str, Kind)> {
            tasks(&world, &id).iter().filter(|task| task.state == state).map(|task| (who(task), task.kind)).collect()
        };
        let ahead = [("market", Kind::Review), ("market", Kind::Decide)];
        assert_eq!(standing(TaskState::Open), [("fire", Kind::Review), ("health", Kind::Review)]);
        assert_eq!(standing(TaskState::Waiting), ahead);
        world.review("opinions", &id, &world.staff(2, Role::Officer, "ch-health"), 2).unwrap();
        assert_eq!(standing(TaskState::Waiting), ahead, "one opinion is not all");
        assert_eq!(refusal(world.review("opinions", &id, &lead, 3)), (409, "problem-stale"));
        world.review("opinions", &id, &world.staff(3, Role::Officer, "ch-fire"), 1).unwrap();
        assert_eq!(standing(TaskState::Open), [("market", Kind::Review)]);
        world.review("opinions", &id, &lead, 3).unwrap();
        let head = world.staff(4, Role::Head, "ch-market");
        assert_eq!(world.decide("opinions", &id, &head, 4, true).unwrap().state, State::Approved);
        world.verify();
    });
}
