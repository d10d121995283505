//! Cases on their processes: the engine says whose turn it is, through restarts, special procedures
//! and withdrawal; cases that began before there were processes go on.

use casework::{
    Office,
    case::{CaseId, State, WaitsFor},
    flow::{Place, Programs, generated},
    task::{Kind, Task, TaskState},
};
use catalogue::words::SpecialName;
use kernel::{Date, access::Role, division::Level};
use process::state::{State as FlowState, Status};
use testkit::for_each_engine;

use crate::kit::{REVIEWERS, World};

fn tasks(world: &World, id: &CaseId) -> Vec<Task> {
    let id = id.clone();
    world.app.read(move |read| casework::records::tasks(read, &id)).unwrap()
}

fn flow(world: &World, id: &CaseId) -> FlowState {
    let id = id.clone();
    world.app.read(move |read| casework::records::flow(read, &id)).unwrap().unwrap().1
}

/// What stands open in the tasks is what stands in the process.
fn agree(world: &World, id: &CaseId) {
    let mut standing: Vec<u32> = flow(world, id).tasks().map(|(token, _)| token.number).collect();
    let open = tasks(world, id).into_iter().filter(|task| task.state == TaskState::Open);
    let mut tokens: Vec<u32> = open.filter_map(|task| task.token).collect();
    standing.sort_unstable();
    tokens.sort_unstable();
    assert_eq!(standing, tokens);
}

#[test]
fn a_case_goes_on_where_it_stood_after_the_program_was_started_anew() {
    for_each_engine(async |engine| {
        let mut world = World::on(&engine);
        let id = world.submit("joint").case;
        world.accept("joint", &id, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        for (number, key) in (10_u8..).zip(REVIEWERS) {
            agree(&world, &id);
            // Nothing but what is stored is known.
            world.office = Office { programs: std::sync::Arc::new(Programs::default()), ..world.office.clone() };
            let body = world.body(key).id;
            let task = tasks(&world, &id).into_iter().find(|task| task.body == body).unwrap().number;
            world.review("joint", &id, &world.staff(number, Role::Officer, key), task).unwrap();
        }
        agree(&world, &id);
        let decision = tasks(&world, &id).into_iter().find(|task| task.kind == Kind::Decide).unwrap();
        assert_eq!(decision.state, TaskState::Open);
        let head = world.staff(2, Role::Head, "ch-market");
        assert_eq!(world.decide("joint", &id, &head, decision.number, true).unwrap().state, State::Approved);
        assert_eq!(flow(&world, &id).status, Status::Completed);
        world.verify();
    });
}

#[test]
fn a_case_without_a_process_is_led_to_where_its_tasks_stand() {
    static FORGET: store::Sql = store::Sql::new("DELETE FROM casework_flow WHERE case_id = $1");
    static FORGET_STEPS: store::Sql =
        store::Sql::new("UPDATE casework_task SET element = NULL, token = NULL WHERE case_id = $1");
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("chain").case;
        let (low, high) = (world.staff(1, Role::Officer, "ch-market"), world.staff(2, Role::Officer, "gz-market"));
        world.accept("chain", &id, &low).unwrap();
        world.review("chain", &id, &low, 1).unwrap();
        let of = id.clone();
        world
            .act(move |tx, _| {
                tx.execute(&FORGET, &[(&of).into()])?;
                tx.execute(&FORGET_STEPS, &[(&of).into()])
            })
            .unwrap();
        let case = world.review("chain", &id, &high, 2).unwrap();
        assert_eq!(case.waits_for, WaitsFor::Body(world.body("gz-market").id));
        agree(&world, &id);
        let head = world.staff(3, Role::Head, "gz-market");
        assert_eq!(world.decide("chain", &id, &head, 3, true).unwrap().state, State::Approved);
    });
}

/// AL 45: a special procedure runs beside the bodies; AL 38: before the decision the applicant may withdraw.
#[test]
fn a_special_procedure_stands_in_the_process_until_it_ends() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("special").case;
        let head = world.staff(2, Role::Head, "ch-market");
        world.accept("special", &id, &head).unwrap();
        let before = flow(&world, &id).tokens.len();
        let (matter, of, by) = (world.matter("special"), id.clone(), head.clone());
        world
            .act(move |tx, office| {
                let end = Date::constant(2027, 1, 5);
                casework::clock_acts::pause(tx, office, &by, &matter, &of, SpecialName::Hearing, "听证", end)
            })
            .unwrap();
        assert_eq!(flow(&world, &id).tokens.len(), before + 1, "the procedure stands beside the body");
        let (of, by) = (id.clone(), head.clone());
        world.act(move |tx, office| casework::clock_acts::resume(tx, office, &by, &of)).unwrap();
        assert_eq!(flow(&world, &id).tokens.len(), before);
        agree(&world, &id);
        let (matter, of, by) = (world.matter("special"), id.clone(), world.applicant());
        world.act(move |tx, office| casework::deliver::withdraw(tx, office, &by, &matter, &of, None)).unwrap();
        assert_eq!(flow(&world, &id).status, Status::Cancelled);
        assert!(tasks(&world, &id).iter().all(|task| task.state == TaskState::Dropped));
    });
}

#[test]
fn what_a_model_says_of_a_body_is_read_back() {
    for place in
        [Place::Own, Place::Named("gz-fire".into()), Place::Competent { level: Level::City, line: "消防".into() }]
    {
        assert_eq!(Place::parse(&place.text()), place);
    }
    assert_eq!(Place::parse("somewhere/else"), Place::Own);
}

#[test]
fn items_of_one_shape_share_one_model_and_every_model_is_sound() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let model = |code| generated(&world.matter(code).item);
        assert_eq!(model("single"), model("benefit"), "neither name nor kind nor body makes another model");
        let all = ["single", "chain", "joint", "special", "opinions", "renewal"].map(model);
        let words = |code| casework::flow::Form::of(&world.matter(code).item).words();
        assert_eq!(words("joint"), ["side_by_side"], "the one that decides takes no part in the review");
        assert_eq!(words("opinions"), ["side_by_side", "joint_opinion"]);
        assert_eq!(words("special"), ["single", "special"]);
        assert_eq!(words("renewal"), ["single", "renewal"]);
        for text in &all {
            assert_eq!(all.iter().filter(|other| *other == text).count(), 1);
            let report = process::inspect::lint(text.as_bytes()).unwrap();
            assert!(report.executable, "{:?}", report.findings);
            assert_eq!((report.sound, report.findings.as_slice()), (Some(true), &[][..]), "{text}");
        }
    });
}

static STUMBLE: store::Sql = store::Sql::new("UPDATE casework_flow SET incidents = 2 WHERE case_id = $1");

#[test]
fn cases_at_an_incident_of_their_process_are_counted_for_operators() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let officer = world.staff(1, Role::Officer, "ch-market");
        let ids = [world.submit("single").case, world.submit("single").case];
        for id in &ids {
            world.accept("single", id, &officer).unwrap();
        }
        assert_eq!(world.app.read(casework::records::flows_at_incidents).unwrap(), 0);
        let id = ids[0].clone();
        world.app.write(move |tx| tx.execute(&STUMBLE, &[(&id).into()])).unwrap();
        assert_eq!(world.app.read(casework::records::flows_at_incidents).unwrap(), 1);
        world.app.settle();
    });
}
