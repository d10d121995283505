//! Every verb as everyone who may not: nobody, another citizen, the same person in another role, the
//! wrong body, the wrong post. Who may not know of a case is told that it does not exist.

use casework::{
    Office,
    correction::{Defect, Target},
    decide::Decision,
    draft::Answers,
    turn_away::Ground,
};
use kernel::access::{Actor, OnBehalf, Role};
use store::{Error, Tx};
use testkit::for_each_engine;

use crate::kit::{World, refusal};

type Verb = Box<dyn Fn(&Tx<'_>, &Office, &Actor) -> Result<(), Error> + Send + Sync>;

#[test]
fn each_verb_refuses_everyone_who_may_not() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("single").case;
        let accepted = world.submit("single").case;
        world.accept("single", &accepted, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        let matter = world.matter("single");
        let verb = |act: Verb| std::sync::Arc::new(act);
        let (a, m) = (id.clone(), matter.clone());
        let receive = verb(Box::new(move |tx, o, by| casework::accept::receive(tx, o, by, &a, None).map(drop)));
        let a = id.clone();
        let accept = verb(Box::new(move |tx, o, by| casework::accept::accept(tx, o, by, &m, &a, None).map(drop)));
        let (a, m) = (id.clone(), matter.clone());
        let ask = verb(Box::new(move |tx, o, by| {
            let defects = [Defect { target: Target::Material("plan".into()), version: 1, what: "缺".into() }];
            casework::correct::ask(tx, o, by, &m, &a, None, &defects).map(drop)
        }));
        let (a, m) = (id.clone(), matter.clone());
        let answer = verb(Box::new(move |tx, o, by| {
            casework::correct::answer(tx, o, by, &m, &a, &Answers::new(), &[]).map(drop)
        }));
        let (a, m) = (id.clone(), matter.clone());
        let turn_away = verb(Box::new(move |tx, o, by| {
            casework::turn_away::turn_away(tx, o, by, &m, &a, None, &Ground::NotEligible, "不符合").map(drop)
        }));
        let (a, m) = (id.clone(), matter.clone());
        let terminate =
            verb(Box::new(move |tx, o, by| casework::lapse::terminate(tx, o, by, &m, &a, None, "没有补正").map(drop)));
        let (a, m) = (accepted.clone(), matter.clone());
        let review =
            verb(Box::new(move |tx, o, by| casework::review::review(tx, o, by, &m, &a, 1, true, "同意").map(drop)));
        let (a, m) = (accepted.clone(), matter.clone());
        let decide = verb(Box::new(move |tx, o, by| {
            let decision = Decision { approve: true, reasons: String::new() };
            casework::decide::decide(tx, o, by, &m, &a, 2, &decision, &|_, _, _| Ok(None)).map(drop)
        }));
        let (a, m) = (accepted.clone(), matter.clone());
        let extend =
            verb(Box::new(move |tx, o, by| casework::clock_acts::extend(tx, o, by, &m, &a, "情况复杂").map(drop)));
        let a = accepted.clone();
        let deliver = verb(Box::new(move |tx, o, by| casework::deliver::deliver(tx, o, by, &a).map(drop)));
        let (a, m) = (id.clone(), matter.clone());
        let withdraw = verb(Box::new(move |tx, o, by| casework::deliver::withdraw(tx, o, by, &m, &a, None).map(drop)));
        let agent = Actor { on_behalf: Some(OnBehalf::Enterprise(world.firm.clone())), ..world.applicant() };
        let who = [
            ("nobody", Actor::nobody()),
            ("another", world.other()),
            ("agent", agent),
            ("applicant", world.applicant()),
            ("clerk elsewhere", world.staff(3, Role::Clerk, "gz-market")),
            ("officer elsewhere", world.staff(4, Role::Officer, "ch-fire")),
            ("head elsewhere", world.staff(5, Role::Head, "ch-fire")),
            ("editor here", world.staff(6, Role::Editor, "ch-market")),
            ("clerk here", world.clerk()),
            ("officer here", world.staff(7, Role::Officer, "ch-market")),
        ];
        let verbs = [
            ("receive", receive),
            ("accept", accept),
            ("ask", ask),
            ("answer", answer),
            ("turn away", turn_away),
            ("terminate", terminate),
            ("review", review),
            ("decide", decide),
            ("extend", extend),
            ("deliver", deliver),
            ("withdraw", withdraw),
        ];
        let mut table = String::new();
        for (verb, act) in verbs {
            let mut row = Vec::new();
            for (name, actor) in &who {
                // Whoever may does it in the tests of the verb; here nothing is to change.
                let act = act.clone();
                let actor = actor.clone();
                let tried: Result<(), Error> = world.act(move |tx, office| {
                    act(tx, office, &actor)?;
                    Err(kernel::Problem::new(kernel::problem::Refusal::Fault, "may").into())
                });
                let (status, message) = refusal(tried);
                row.push(format!("{name} {}", if message == "may" { "may".to_owned() } else { status.to_string() }));
            }
            table.push_str(&format!("{verb}: {}\n", row.join(", ")));
        }
        let expected = "\
receive: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here may, officer here may
accept: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here may
ask: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here may
answer: nobody 404, another 404, agent 404, applicant 409, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 404, officer here 404
turn away: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here may
terminate: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here 409
review: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here may
decide: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here 403
extend: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 403, officer here 403
deliver: nobody 404, another 404, agent 404, applicant 403, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 409, officer here 409
withdraw: nobody 404, another 404, agent 404, applicant may, clerk elsewhere 404, officer elsewhere 404, head elsewhere 404, editor here 404, clerk here 404, officer here 404
";
        assert_eq!(table, expected);
        // Nobody did anything.
        assert_eq!(world.case(&id).version, 1);
        world.verify();
    });
}
