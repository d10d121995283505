//! Clocks: acceptance by law, correction once, pauses, extensions, lateness. The National Day
//! holiday of 2026 is 1 to 7 October; Saturday 10 October is worked.

use casework::{
    case::{CaseId, State},
    clock::{Clock, Name},
    correct,
    correction::{Defect, Target},
    draft::Answers,
};
use catalogue::words::SpecialName;
use kernel::{
    Date,
    access::{Actor, Role},
};
use testkit::for_each_engine;

use crate::kit::{World, paper, refusal};

fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

fn clock(world: &World, id: &CaseId, name: &Name) -> Clock {
    let id = id.clone();
    let clocks = world.app.read(move |read| casework::records::clocks(read, &id)).unwrap();
    clocks.into_iter().find(|clock| clock.name == *name).unwrap()
}

#[test]
fn nothing_said_in_five_working_days_is_acceptance_from_the_day_of_arrival() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        world.app.clock.set_to(day(9, 29), 23, 50);
        let done = world.submit("single");
        let other = world.submit("benefit");
        let case = world.case(&done.case);
        // 30 September is day 1; the holiday is not counted; 8, 9 and the worked Saturday 10 are 2, 3
        // and 4; Monday 12 is 5.
        assert_eq!(case.receipt_due, Some(day(10, 12)));
        for (at, state) in
            [(day(10, 11), State::Submitted), (day(10, 12), State::Submitted), (day(10, 13), State::Accepted)]
        {
            world.app.clock.set_to(at, 23, 0);
            world.app.settle();
            assert_eq!(world.case(&done.case).state, state, "{at}");
        }
        let case = world.case(&done.case);
        assert!(case.deemed);
        // Retroactively: accepted the day it arrived, and the clocks run from then.
        assert_eq!(case.accepted_at.unwrap().date(), day(9, 29));
        assert_eq!(clock(&world, &done.case, &Name::Statutory).terms.start, day(9, 29));
        assert_eq!(case.promised_due, Some(day(10, 19)));
        // Only permits are accepted by law.
        assert_eq!(world.case(&other.case).state, State::Submitted);
        world.verify();
    });
}

fn defects() -> Vec<Defect> {
    vec![
        Defect { target: Target::Field("area".into()), version: 1, what: "面积与布局图不符".into() },
        Defect { target: Target::Material("plan".into()), version: 1, what: "请标明洗消区".into() },
    ]
}

fn ask(world: &World, id: &CaseId, by: &Actor, defects: Vec<Defect>) -> Result<casework::case::Case, store::Error> {
    let (matter, id, by) = (world.matter("single"), id.clone(), by.clone());
    world.act(move |tx, office| correct::ask(tx, office, &by, &matter, &id, None, &defects))
}

fn answer(world: &World, id: &CaseId, area: &str, plan: bool) -> Result<casework::case::Case, store::Error> {
    let (matter, id, by) = (world.matter("single"), id.clone(), world.applicant());
    let changed: Answers = [("area".to_owned(), area.to_owned())].into();
    let papers = if plan { vec![paper("plan", &"c".repeat(64))] } else { Vec::new() };
    world.act(move |tx, office| correct::answer(tx, office, &by, &matter, &id, &changed, &papers))
}

#[test]
fn everything_is_asked_for_once_and_then_it_must_be_accepted() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let officer = world.staff(1, Role::Officer, "ch-market");
        let id = world.submit("single").case;
        let nowhere = vec![Defect { target: Target::Material("nothing".into()), version: 1, what: "缺".into() }];
        assert_eq!(refusal(ask(&world, &id, &officer, nowhere)).0, 422);
        let case = ask(&world, &id, &officer, defects()).unwrap();
        assert_eq!((case.state, case.receipt_due), (State::Correction, None));
        // Each defect must be touched, all at once.
        let Err(store::Error::Problem(problem)) = answer(&world, &id, "60", false) else { panic!("taken") };
        let told: Vec<&str> = problem.fields.iter().map(|field| &*field.field).collect();
        assert_eq!(told, ["area", "material.plan"]);
        world.app.clock.forward_days(3);
        let case = answer(&world, &id, "80", true).unwrap();
        // Answered on Thursday 24 September; the 25th is the Mid-Autumn holiday.
        assert_eq!((case.state, case.corrections), (State::Received, 1));
        let (again, message) = refusal(ask(&world, &id, &officer, defects()));
        assert_eq!((again, message), (409, "casework-not-now"));
        let matter = world.matter("single");
        let (by, of) = (officer.clone(), id.clone());
        let ground = casework::turn_away::Ground::NotEligible;
        let away = world.act(move |tx, office| {
            casework::turn_away::turn_away(tx, office, &by, &matter, &of, None, &ground, "不符合")
        });
        assert_eq!(refusal(away).1, "casework-not-now");
        // The officer says nothing: accepted by law, from the day the correction arrived.
        world.app.clock.forward_days(30);
        world.app.settle();
        let case = world.case(&id);
        assert_eq!((case.state, case.deemed, case.accepted_at.unwrap().date()), (State::Accepted, true, day(9, 24)));
        world.verify();
    });
}

#[test]
fn the_clock_stops_for_a_special_procedure_and_is_extended_once() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (officer, head) = (world.staff(1, Role::Officer, "ch-market"), world.staff(2, Role::Head, "ch-market"));
        world.app.clock.set_to(day(10, 12), 9, 0);
        let id = world.submit("single").case;
        let case = world.accept("single", &id, &officer).unwrap();
        assert_eq!((case.promised_due, case.statutory_due), (Some(day(10, 26)), Some(day(11, 9))));
        let pause = |by: &Actor| {
            let (matter, of, by) = (world.matter("single"), id.clone(), by.clone());
            world.act(move |tx, office| {
                let end = day(10, 30);
                casework::clock_acts::pause(tx, office, &by, &matter, &of, SpecialName::ExpertReview, "评审", end)
            })
        };
        assert_eq!(refusal(pause(&officer)).0, 403);
        pause(&head).unwrap();
        assert_eq!(refusal(world.decide("single", &id, &head, 2, true)).0, 409);
        world.app.clock.set_to(day(10, 16), 15, 0);
        let (of, by) = (id.clone(), head.clone());
        let case = world.act(move |tx, office| casework::clock_acts::resume(tx, office, &by, &of)).unwrap();
        // 13 to 16 October were not counted: four working days more.
        assert_eq!((case.promised_due, case.statutory_due), (Some(day(10, 30)), Some(day(11, 13))));
        let rows = clock(&world, &id, &Name::Promised).rows(&world.office.calendar, day(10, 16));
        assert_eq!(rows.iter().filter(|row| matches!(row.reason, kernel::ledger::DayReason::Paused { .. })).count(), 4);
        let extend = || {
            let (matter, of, by) = (world.matter("single"), id.clone(), head.clone());
            world.act(move |tx, office| casework::clock_acts::extend(tx, office, &by, &matter, &of, "情况复杂"))
        };
        let case = extend().unwrap();
        assert_eq!(case.promised_due, Some(day(11, 13)));
        assert_eq!(refusal(extend()), (409, "casework-not-now"));
        // Decided late: late it stays, and no light turns green again.
        world.app.clock.set_to(day(11, 18), 10, 0);
        world.review("single", &id, &officer, 1).unwrap();
        world.decide("single", &id, &head, 2, true).unwrap();
        let promised = clock(&world, &id, &Name::Promised);
        let standing = promised.standing(&world.office.calendar, day(11, 30));
        assert_eq!((standing.late_by, standing.light), (3, kernel::ledger::Light::Done));
        world.verify();
    });
}

#[test]
fn a_case_is_withdrawn_before_its_decision_and_not_after() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (officer, head) = (world.staff(1, Role::Officer, "ch-market"), world.staff(2, Role::Head, "ch-market"));
        let withdraw = |id: &CaseId, seen: Option<i64>| {
            let (matter, of, by) = (world.matter("single"), id.clone(), world.applicant());
            world.act(move |tx, office| casework::deliver::withdraw(tx, office, &by, &matter, &of, seen))
        };
        let id = world.submit("single").case;
        world.accept("single", &id, &officer).unwrap();
        assert_eq!(refusal(withdraw(&id, Some(1))), (409, "problem-stale"));
        assert_eq!(withdraw(&id, Some(2)).unwrap().state, State::Withdrawn);
        assert_eq!(refusal(world.review("single", &id, &officer, 1)).0, 409);
        let decided = world.submit("single").case;
        world.accept("single", &decided, &officer).unwrap();
        world.review("single", &decided, &officer, 1).unwrap();
        assert_eq!(refusal(world.decide("single", &decided, &officer, 2, true)).0, 403);
        let case = world.decide("single", &decided, &head, 2, false).unwrap();
        assert_eq!(case.state, State::Denied);
        assert_eq!(refusal(withdraw(&decided, None)), (409, "casework-not-now"));
        world.verify();
    });
}

/// AL 42: the limit is kept or extended; a reason lengthens nothing, and only who is late owes one.
#[test]
fn a_late_body_says_why_and_the_applicant_reads_it_on_the_case() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        world.app.clock.set_to(day(9, 29), 10, 0);
        let done = world.submit("single");
        let officer = world.staff(1, Role::Officer, "ch-market");
        world.accept("single", &done.case, &officer).unwrap();
        let due = world.case(&done.case).promised_due.unwrap();
        let explain = |by: Actor, reason: &'static str| {
            let (matter, id) = (world.matter("single"), done.case.clone());
            world.act(move |tx, office| casework::explain::explain(tx, office, &by, &matter, &id, reason))
        };
        // The day before and on the day it is not late.
        for at in [due.yesterday().unwrap(), due] {
            world.app.clock.set_to(at, 17, 0);
            assert_eq!(refusal(explain(officer.clone(), "专家未到")).0, 409, "{at}");
        }
        let page = casework::path::case(&done.case);
        world.app.clock.set_to(due.tomorrow().unwrap(), 9, 0);
        world.client().get(&page).await.ok().has("部门还没有说明原因");
        assert_eq!(refusal(explain(world.clerk(), "专家未到")).0, 403);
        assert_eq!(refusal(explain(world.staff(5, Role::Officer, "ch-tax"), "专家未到")).0, 404);
        assert_eq!(refusal(explain(officer.clone(), "  ")).0, 422);
        explain(officer, "评审专家未到，预计10月23日办结").unwrap();
        world.client().get(&page).await.ok().has("评审专家未到，预计10月23日办结").has("超期说明");
        assert_eq!(world.case(&done.case).promised_due, Some(due), "a reason lengthens nothing");
        world.app.settle();
        world.verify();
    });
}
