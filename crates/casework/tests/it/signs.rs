//! Signs that a clock was gamed: each rule at its edge as a table, and the board that shows them.

use casework::{
    case::{Case, State},
    signs::{Limits, Seen, Sign, Taken, in_bulk, limits, of_case},
};
use kernel::{
    Calendar, Date, Limit, Timestamp,
    access::{Actor, Role, Who},
    id::StaffId,
    ledger::{Pause, Terms},
    limit::Unit,
};
use testkit::for_each_engine;

use crate::kit::{World, aside};

fn numbers() -> &'static Limits {
    limits().unwrap()
}

/// Weekdays work, Saturdays and Sundays don't; nothing else is known of the year.
fn calendar() -> Calendar {
    Calendar::default()
}

fn day(day: i8) -> Date {
    Date::constant(2026, 6, day)
}

fn at(on: i8, minutes: i64) -> Timestamp {
    Timestamp::start_of(day(on)).plus_minutes(minutes)
}

/// Arrived on Monday 1 June at nine, received at ten, due on Friday 12 June.
fn plain(world: &World) -> Case {
    let done = world.submit("single");
    let mut case = world.case(&done.case);
    case.submitted_at = at(1, 9 * 60);
    case.received_at = Some(at(1, 10 * 60));
    case.accepted_at = Some(at(1, 10 * 60));
    (case.promised_due, case.statutory_due) = (Some(day(12)), Some(day(12)));
    case
}

fn signs(case: &Case, change: impl Fn(&mut Seen)) -> Vec<Sign> {
    let mut seen = Seen { case: case.clone(), terms: None, again: false, instant: false };
    change(&mut seen);
    of_case(&seen, &calendar(), numbers())
}

#[test]
fn each_sign_begins_at_its_edge() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let case = plain(&world);
        let withdrawn = |on: i8, again: bool| {
            signs(&case, |seen| {
                (seen.case.state, seen.case.ended_at, seen.again) = (State::Withdrawn, Some(at(on, 60)), again);
            })
        };
        // Tuesday 9 June is three working days before Friday 12 June; Monday is four.
        assert_eq!(withdrawn(8, true), []);
        assert_eq!(withdrawn(9, true), [Sign::AgainNearDue]);
        assert_eq!(withdrawn(9, false), [], "who doesn't apply again only changed their mind");

        let stopped = |on: i8| {
            signs(&case, |seen| {
                let limit = Limit::new(9, Unit::WorkingDays);
                let pauses = vec![Pause { first: day(on), last: None, reason: "review".into() }];
                seen.terms = Some(Terms { start: day(1), limit, extensions: Vec::new(), pauses, ended: None });
            })
        };
        // Nine working days from Monday 1 June end on Friday 12 June.
        assert_eq!(stopped(9), []);
        assert_eq!(stopped(10), [Sign::SpecialLate], "two working days before");

        let received = |on: i8| signs(&case, |seen| seen.case.received_at = Some(at(on, 60)));
        assert_eq!(received(2), []);
        assert_eq!(received(3), [Sign::ReceivedLate], "the second working day");

        let decided = |minutes: i64, instant: bool| {
            signs(&case, |seen| {
                let received = seen.case.received_at.unwrap();
                (seen.case.decided_at, seen.instant) = (Some(received.plus_minutes(minutes)), instant);
            })
        };
        assert_eq!(decided(20, false), []);
        assert_eq!(decided(19, false), [Sign::AtOnce]);
        assert_eq!(decided(19, true), [], "what is decided on the spot is no sign");

        assert_eq!(signs(&case, |seen| seen.case.corrections = 1), []);
        assert_eq!(signs(&case, |seen| seen.case.corrections = 2), [Sign::SecondList]);
    });
}

#[test]
fn decisions_are_in_bulk_only_together_by_one_and_when_due() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let case = plain(&world).id;
        let staff = |n: u8| StaffId::new(Timestamp(1), [n; 10]);
        let row = |by: u8, every: i64, due: i8, how_many: i64| -> Vec<Taken> {
            let one = |n| Taken { case: case.clone(), by: staff(by), at: at(11, n * every), due: Some(day(due)) };
            (0..how_many).map(one).collect()
        };
        let counted = |taken: &[Taken]| in_bulk(taken, &calendar(), numbers()).len();
        assert_eq!(counted(&row(1, 1, 12, 7)), 0, "seven are not eight");
        assert_eq!(counted(&row(1, 1, 12, 8)), 8);
        assert_eq!(counted(&row(1, 1, 12, 20)), 20, "each once");
        assert_eq!(counted(&row(1, 3, 12, 20)), 0, "spread over an hour");
        assert_eq!(counted(&row(1, 1, 16, 20)), 0, "not due before three working days are over");
        let two = [row(1, 1, 12, 4), row(2, 1, 12, 4)].concat();
        assert_eq!(counted(&two), 0, "of two officers");
    });
}

fn watching(world: &World, number: u8, role: Role) -> Actor {
    let mut actor = world.staff(number, role, "ch-gov");
    if let Who::Staff { scopes, .. } = &mut actor.who {
        scopes[0].division = Some("440117".parse().unwrap());
    }
    actor
}

#[test]
fn the_board_counts_signs_and_opens_their_cases_without_persons() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let done = world.submit("single");
        let officer = world.staff(1, Role::Officer, "ch-market");
        world.accept("single", &done.case, &officer).unwrap();
        let head = world.staff(2, Role::Head, "ch-market");
        world.review("single", &done.case, &officer, 1).unwrap();
        world.decide("single", &done.case, &head, 2, true).unwrap();
        let supervisor = world.app.as_staff(&watching(&world, 8, Role::Supervisor));
        let leader = world.app.as_staff(&watching(&world, 9, Role::Leader));
        let market = world.body("ch-market").id.to_string();
        let figures = supervisor.get("/api/v1/board/signs").await.ok().json();
        let row = figures["items"].as_array().unwrap().iter().find(|row| row["body"] == market.as_str()).cloned();
        let counts = row.unwrap()["counts"].clone();
        let of =
            |sign: &str| counts.as_array().unwrap().iter().find(|one| one["sign"] == sign).unwrap()["cases"].clone();
        assert_eq!((of("at_once"), of("in_bulk"), of("second_list")), (1.into(), 0.into(), 0.into()));
        let page = supervisor.get("/board/signs").await.ok().has("一次走完").lacks("王芳");
        let opened = format!("/board/signs/cases?body={market}");
        assert!(page.text().contains(&opened), "the figure opens its rows");
        let rows = opened + "&sign=at_once";
        let desk = casework::path::desk_case(&done.case);
        supervisor.get(&rows).await.ok().has(&done.number).has(&desk).lacks("王芳");
        leader.get(&rows).await.ok().has(&done.number).lacks(&desk);
        supervisor.get(&rows.replace("at_once", "unheard_of")).await.not_found();
        // A head asks for the own body only.
        let civil = world.body("ch-civil").id;
        let own = world.app.as_staff(&head);
        own.get(&rows).await.ok();
        own.get(&format!("/board/signs/cases?body={civil}&sign=at_once")).await.not_found();
        aside(|| world.verify());
    });
}
