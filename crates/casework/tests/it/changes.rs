//! Changes of one running case: each operation driven to a decision, who may not, the second person, burdens and
//! their basis, what was undone, what was overtaken.

use casework::{
    case::WaitsFor,
    change::{Asked, Change, ChangeState, Op},
    changing::{self, Proposal},
    task::{Task, TaskState},
};
use kernel::access::{Actor, Role};
use process::{
    change::{Answer, BurdenKind},
    state::State as FlowState,
};
use store::Error;
use testkit::for_each_engine;

use crate::change_kit::{
    accepted, adding, agree, approve, asked, because, finish, first_then_two, flow, forked, messages, officer, propose,
    publish, supervisor, tasks, through, undo,
};
use crate::kit::{REVIEWERS, World, refusal};

#[test]
fn each_operation_leads_to_a_decision() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let single = |proposal: &Proposal| through(&world, "single", &accepted(&world, "single"), proposal);
        assert_eq!(single(&because(asked(Op::Skip, "review_1"))), ["decide_2"]);
        assert_eq!(single(&because(adding(Op::After, "review_1", "@ch-fire"))), ["review_1", "added_1", "decide_2"]);
        assert_eq!(single(&because(adding(Op::Before, "review_1", "@ch-fire"))), ["added_1", "review_1", "decide_2"]);
        let path = single(&because(adding(Op::Beside, "review_1", "@ch-fire")));
        assert_eq!((path.len(), path[2].as_str()), (3, "decide_2"));
        assert_eq!(single(&because(adding(Op::Reassign, "review_1", "@ch-fire"))), ["review_1", "decide_2"]);
        // Back to what was done, once more through everything.
        let id = accepted(&world, "single");
        world.review("single", &id, &officer(&world), 1).unwrap();
        let back = Asked { to: Some("decide_2".into()), ..asked(Op::Repeat, "review_1") };
        assert_eq!(through(&world, "single", &id, &because(back)), ["review_1", "decide_2"]);
        // A reviewer before the decision that is open already.
        let id = accepted(&world, "single");
        world.review("single", &id, &officer(&world), 1).unwrap();
        assert_eq!(
            through(&world, "single", &id, &because(adding(Op::Before, "decide_2", "@ch-fire"))),
            ["added_1", "decide_2"]
        );
        // What follows is another: past what has to be done it doesn't lead.
        let id = accepted(&world, "chain");
        let past = Asked { to: Some("decide_3".into()), ..asked(Op::Lead, "review_1") };
        let (status, _) = refusal(propose(&world, &id, &officer(&world), &because(past)));
        assert_eq!(status, 422, "a step would be left that nobody can come to");
        // One of two ways need not pass the last review.
        publish(&world, "single", &forked());
        let id = accepted(&world, "single");
        let past = Asked { to: Some("decide".into()), ..asked(Op::Lead, "plain") };
        assert_eq!(through(&world, "single", &id, &because(past)), ["plain", "decide"]);
        world.verify();
    });
}

#[test]
fn who_handles_a_step_changes_with_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Reassign, "review_1", "@ch-fire"))).unwrap();
        assert_eq!(change.burdens.iter().map(|burden| burden.kind).collect::<Vec<_>>(), [BurdenKind::Body]);
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        assert_eq!(world.case(&id).waits_for, WaitsFor::Body(world.body("ch-fire").id));
        let all = tasks(&world, &id);
        assert_eq!(all.iter().filter(|task| task.state == TaskState::Dropped).count(), 1);
        let open = all.iter().find(|task| task.state == TaskState::Open).unwrap();
        assert_eq!(refusal(world.review("single", &id, &officer(&world), open.number)).0, 403);
        world.review("single", &id, &world.staff(30, Role::Officer, "ch-fire"), open.number).unwrap();
        world.verify();
    });
}

#[test]
fn a_body_joins_those_side_by_side_and_the_decision_waits_for_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "joint");
        // One of them has finished and waits for the others.
        let first = tasks(&world, &id).into_iter().find(|task| task.state == TaskState::Open).unwrap();
        world.review("joint", &id, &testkit::staff(20, Role::Officer, &first.body), first.number).unwrap();
        let second = tasks(&world, &id).into_iter().find(|task| task.state == TaskState::Open).unwrap();
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Beside, &second.element, "@ch-civil"))).unwrap();
        approve(&world, "joint", &change, &supervisor(&world, 9)).unwrap();
        let all = tasks(&world, &id);
        let open: Vec<&Task> = all.iter().filter(|task| task.state == TaskState::Open).collect();
        assert_eq!(open.len(), REVIEWERS.len());
        assert!(open.iter().all(|task| task.turn == open[0].turn), "they are side by side");
        assert!(open.iter().any(|task| task.body == world.body("ch-civil").id));
        // One before another of them that is open: who waits at the join is not met again.
        let third =
            open.iter().find(|task| !task.element.starts_with("added") && task.element != second.element).unwrap();
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, &third.element, "@ch-traffic")));
        let change = match change {
            Ok(change) => change,
            // The district has no such body.
            Err(_) => {
                propose(&world, &id, &officer(&world), &because(adding(Op::Before, &third.element, "@ch-market")))
                    .unwrap()
            }
        };
        approve(&world, "joint", &change, &supervisor(&world, 9)).unwrap();
        assert_eq!(finish(&world, "joint", &id).last().map(String::as_str), Some("decide_9"));
        world.verify();
    });
}

#[test]
fn whoever_may_not_is_refused() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let wish = because(adding(Op::After, "review_1", "@ch-fire"));
        let status = |result: Result<Change, Error>| refusal(result);
        let of = |number, role, key| world.staff(number, role, key);
        for (actor, expected) in [
            (Actor::nobody(), 404),
            (world.applicant(), 403),
            (world.other(), 404),
            (world.clerk(), 403),
            (supervisor(&world, 9), 403),
            (of(40, Role::Officer, "ch-fire"), 404),
            (of(41, Role::Editor, "ch-market"), 404),
        ] {
            assert_eq!(status(propose(&world, &id, &actor, &wish)).0, expected, "{actor:?}");
        }
        let change = propose(&world, &id, &officer(&world), &wish).unwrap();
        assert_eq!(status(propose(&world, &id, &officer(&world), &wish)).1, "casework-change-open");
        let head = of(42, Role::Head, "ch-market");
        for (actor, expected) in [
            (Actor::nobody(), (404, "problem-not-found")),
            (world.applicant(), (404, "problem-not-found")),
            (world.other(), (404, "problem-not-found")),
            (world.clerk(), (403, "problem-forbidden")),
            (of(40, Role::Officer, "ch-fire"), (404, "problem-not-found")),
            (of(43, Role::Officer, "ch-market"), (403, "problem-forbidden")),
            (of(44, Role::Head, "ch-fire"), (404, "problem-not-found")),
            // The same hand, though it is also a head's.
            (of(1, Role::Head, "ch-market"), (403, "casework-same-hand")),
        ] {
            assert_eq!(status(approve(&world, "single", &change, &actor)), expected, "{actor:?}");
        }
        // Who had a part in the case is not outside it.
        world.review("single", &id, &head, 1).unwrap();
        assert_eq!(status(approve(&world, "single", &change, &head)), (403, "casework-not-outside"));
        // Another who has not, is; only the proposer takes it back.
        let (case, wanted, by) = (id.clone(), change.id.clone(), of(45, Role::Head, "ch-market"));
        let taken = world.act(move |tx, office| changing::withdraw(tx, office, &by, &case, &wanted, None));
        assert_eq!(refusal(taken).0, 403);
        let (case, wanted, by) = (id.clone(), change.id.clone(), of(45, Role::Head, "ch-market"));
        let none = world.act(move |tx, office| changing::refuse(tx, office, &by, &case, &wanted, None, " "));
        assert_eq!(refusal(none).0, 422);
        let (case, wanted, by) = (id.clone(), change.id.clone(), of(45, Role::Head, "ch-market"));
        let refused =
            world.act(move |tx, office| changing::refuse(tx, office, &by, &case, &wanted, None, "没有必要")).unwrap();
        assert_eq!(refused.state, ChangeState::Refused);
        assert_eq!(status(approve(&world, "single", &change, &supervisor(&world, 9))).1, "problem-stale");
        // The same head may answer for the next one: to refuse is no part in the case.
        let next =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, "decide_2", "@ch-fire"))).unwrap();
        approve(&world, "single", &next, &of(45, Role::Head, "ch-market")).unwrap();
        // And what was proposed is taken back by its proposer.
        let last = propose(&world, &id, &officer(&world), &because(asked(Op::Skip, "added_1"))).unwrap();
        let (case, wanted, by) = (id.clone(), last.id.clone(), officer(&world));
        let gone = world.act(move |tx, office| changing::withdraw(tx, office, &by, &case, &wanted, None)).unwrap();
        assert_eq!(gone.state, ChangeState::Withdrawn);
        finish(&world, "single", &id);
        world.verify();
    });
}

#[test]
fn a_burden_needs_a_basis_and_the_applicant_is_told() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let bare = Proposal { legal_basis: String::new(), ..because(adding(Op::After, "review_1", "@ch-fire")) };
        let at = |result: Result<Change, Error>| match result.unwrap_err() {
            Error::Problem(problem) => {
                let field = problem.fields.first().unwrap();
                (problem.refusal.status(), field.field.to_string(), field.message)
            }
            other => panic!("{other}"),
        };
        assert_eq!(at(propose(&world, &id, &officer(&world), &bare)).1, "legal_basis");
        let moved = Proposal { asked: adding(Op::Reassign, "review_1", "@ch-fire"), ..bare.clone() };
        assert_eq!(
            at(propose(&world, &id, &officer(&world), &moved)),
            (422, "legal_basis".into(), "casework-change-burden-basis")
        );
        // What burdens nobody needs none.
        let skip = Proposal { asked: asked(Op::Skip, "review_1"), ..bare };
        let change = propose(&world, &id, &officer(&world), &skip).unwrap();
        assert!(change.burdens.is_empty());
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        assert_eq!(messages(&world), 0);
        // With a basis: papers, a body and days; told at once, and in the journal of the case.
        let id = accepted(&world, "single");
        let more = Asked { days: Some(3), papers: vec!["plan".into()], ..adding(Op::After, "review_1", "@ch-fire") };
        let change = propose(&world, &id, &officer(&world), &because(more)).unwrap();
        let kinds: Vec<BurdenKind> = change.burdens.iter().map(|burden| burden.kind).collect();
        assert_eq!(kinds, [BurdenKind::Paper, BurdenKind::Body, BurdenKind::Days]);
        assert_eq!(messages(&world), 0, "a proposal is not told");
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        assert_eq!(messages(&world), 1);
        let of = id.clone();
        let events = world.app.read(move |read| read.stream(of.as_str())).unwrap();
        assert_eq!(events.last().unwrap().kind, "case.changed");
        // The step's own days are its limit.
        world.review("single", &id, &officer(&world), 1).unwrap();
        let added = tasks(&world, &id).into_iter().find(|task| task.element == "added_1").unwrap();
        let today = world.app.clock.today();
        let calendar = world.directory.calendar();
        assert_eq!(calendar.working_days_between(today, added.due.unwrap()), 3);
        // A decision may not be left out, nor anything follow it.
        let decided = at(propose(&world, &id, &officer(&world), &because(asked(Op::Skip, "decide_2"))));
        assert_eq!(decided.2, "casework-change-mandatory");
        let after = at(propose(&world, &id, &officer(&world), &because(adding(Op::After, "decide_2", "@ch-fire"))));
        assert_eq!(after.2, "casework-change-decision-ends");
        let unknown = at(propose(&world, &id, &officer(&world), &because(adding(Op::After, "added_1", "@nobody"))));
        assert_eq!(unknown.1, "body");
        world.verify();
    });
}

#[test]
fn a_change_is_undone_until_the_next_step() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let (before, stood) = (flow(&world, &id), tasks(&world, &id));
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, "review_1", "@ch-fire"))).unwrap();
        let change = approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        assert_ne!(flow(&world, &id).model, before.model);
        assert_eq!(refusal(undo(&world, &change, &officer(&world))).0, 403);
        assert_eq!(undo(&world, &change, &supervisor(&world, 10)).unwrap().state, ChangeState::Undone);
        let after = flow(&world, &id);
        assert_eq!(FlowState { last: before.last, ..after }, before);
        let now: Vec<Task> = tasks(&world, &id).into_iter().filter(|task| task.state != TaskState::Dropped).collect();
        assert_eq!(now, stood);
        assert_eq!(refusal(undo(&world, &change, &supervisor(&world, 10))).1, "problem-stale");
        // Replayed, what happened gives the state.
        let of = id.clone();
        let events = world.app.read(move |read| casework::records::flow_events(read, &of)).unwrap();
        assert_eq!(FlowState::replay(&events), flow(&world, &id));
        assert_eq!(finish(&world, "single", &id), ["review_1", "decide_2"]);
        // After the next step it stays.
        let id = accepted(&world, "single");
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, "review_1", "@ch-fire"))).unwrap();
        let change = approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        let added = tasks(&world, &id).into_iter().find(|task| task.element == "added_1").unwrap();
        world.review("single", &id, &world.staff(30, Role::Officer, "ch-fire"), added.number).unwrap();
        assert_eq!(refusal(undo(&world, &change, &supervisor(&world, 9))).1, "casework-change-gone-on");
        assert_eq!(finish(&world, "single", &id), ["review_1", "decide_2"]);
        assert_eq!(refusal(undo(&world, &change, &supervisor(&world, 9))).1, "casework-change-gone-on");
        world.verify();
    });
}

#[test]
fn a_case_that_went_on_is_not_changed_as_it_was() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        // It went on, and the change can still be made: nobody waits for it.
        let id = accepted(&world, "single");
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, "decide_2", "@ch-fire"))).unwrap();
        world.review("single", &id, &officer(&world), 1).unwrap();
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        assert_eq!(finish(&world, "single", &id), ["added_1", "decide_2"]);
        // It was decided.
        let id = accepted(&world, "single");
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::Before, "decide_2", "@ch-fire"))).unwrap();
        finish(&world, "single", &id);
        assert_eq!(refusal(approve(&world, "single", &change, &supervisor(&world, 9))).0, 409);
        // What was no question is one now: going back past a split while another branch is open.
        publish(&world, "single", &first_then_two("first", "fire", "water"));
        let id = accepted(&world, "single");
        let back = Asked { to: Some("fire".into()), ..asked(Op::Repeat, "first") };
        let change = propose(&world, &id, &officer(&world), &because(back)).unwrap();
        world.review("single", &id, &world.staff(20, Role::Officer, "ch-market"), 1).unwrap();
        let before = flow(&world, &id);
        assert_eq!(refusal(approve(&world, "single", &change, &supervisor(&world, 9))).1, "problem-stale");
        assert_eq!(flow(&world, &id), before);
        finish(&world, "single", &id);
        world.verify();
    });
}

#[test]
fn of_two_who_approve_at_once_one_does() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let change =
            propose(&world, &id, &officer(&world), &because(adding(Op::After, "review_1", "@ch-fire"))).unwrap();
        let results: Vec<_> = std::thread::scope(|scope| {
            let world = &world;
            let change = &change;
            let all: Vec<_> = [9, 10]
                .map(|number| scope.spawn(move || approve(world, "single", change, &supervisor(world, number))))
                .into();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        for result in results {
            if result.is_err() {
                assert_eq!(refusal(result), (409, "problem-stale"));
            }
        }
        agree(&world, &id);
        world.verify();
    });
}

#[test]
fn what_the_engine_asks_is_answered_by_the_proposer() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        publish(&world, "single", &first_then_two("first", "fire", "water"));
        let id = accepted(&world, "single");
        // Back to the first step while two stand side by side behind it.
        let first = tasks(&world, &id).into_iter().find(|task| task.state == TaskState::Open).unwrap();
        world.review("single", &id, &testkit::staff(20, Role::Officer, &first.body), first.number).unwrap();
        let open: Vec<Task> = tasks(&world, &id).into_iter().filter(|task| task.state == TaskState::Open).collect();
        assert_eq!(open.len(), 2);
        let back = Asked { to: Some(open[0].element.clone()), ..asked(Op::Repeat, &first.element) };
        let wish = because(back);
        let Err(Error::Problem(problem)) = propose(&world, &id, &officer(&world), &wish) else { panic!("no question") };
        assert_eq!(problem.fields[0].field, "answer_0");
        assert_eq!(problem.fields[0].message, "casework-change-question");
        let token = open[1].token.unwrap();
        let answer = changing::answer(&format!("drop:{token}")).unwrap();
        assert_eq!(answer, Answer::Drop { token });
        let change = propose(&world, &id, &officer(&world), &Proposal { answers: vec![answer], ..wish }).unwrap();
        approve(&world, "single", &change, &supervisor(&world, 9)).unwrap();
        let path = finish(&world, "single", &id);
        assert_eq!(path.first(), Some(&first.element));
        assert_eq!(path.len(), 4);
        world.verify();
    });
}
