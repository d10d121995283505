//! A permit whose renewal nobody decides until its last day counts as renewed (AL 50(2)); one that was applied
//! for too late (AL 50(1)), or was decided, does not.

use casework::{
    case::{CaseId, State},
    fitness,
    flow::{generated, renewed_until, renews},
    notice,
    task::TaskState,
};
use catalogue::words::Type;
use kernel::{
    Date,
    access::{Actor, Role},
};
use licences::{Holder, Issuer, NewLicence};
use testkit::for_each_engine;

use crate::kit::{TYPES, World};

/// 王芳's licence, until a day.
fn hold(world: &World, until: Date) {
    let (body, wang) = (world.body("ch-market"), world.wang.clone());
    world
        .act(move |tx, office| {
            let actor = Actor::system("test");
            let signing = &office.keys.signing;
            let issuer = Issuer { types: &TYPES, body: &body, actor: &actor, title: "system", signing, sample: true };
            let new = NewLicence {
                kind: "dog_licence".into(),
                holder: Holder::Person(wang.clone()),
                holder_name: "王芳".into(),
                holder_number: None,
                fields: Vec::new(),
                valid_from: None,
                valid_to: Some(until),
                serial: None,
                matter: None,
                contact: None,
            };
            licences::issue(tx, &issuer, &new)
        })
        .unwrap();
}

fn accepted(world: &World) -> CaseId {
    let id = world.submit("renewal").case;
    world.accept("renewal", &id, &world.staff(1, Role::Officer, "ch-market")).unwrap();
    id
}

fn until(world: &World, id: &CaseId) -> Option<Date> {
    let id = id.clone();
    let (_, state) = world.app.read(move |read| casework::records::flow(read, &id)).unwrap().unwrap();
    renewed_until(state.variables())
}

#[test]
fn a_renewal_that_nobody_decides_until_the_last_day_counts_as_granted() {
    let last = Date::constant(2026, 11, 20);
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        hold(&world, last);
        let id = accepted(&world);
        assert_eq!(until(&world, &id), Some(last));
        world.app.clock.set_to(last, 23, 50);
        world.app.settle();
        assert_eq!(world.case(&id).state, State::Accepted);
        world.app.clock.set_to(last.tomorrow().unwrap(), 0, 10);
        world.app.settle();
        let case = world.case(&id);
        assert_eq!(case.state, State::Approved);
        assert_eq!(case.decided_at.unwrap().date(), last.tomorrow().unwrap());
        let of = id.clone();
        let (tasks, notices, events) = world
            .app
            .read(move |read| {
                Ok::<_, store::Error>((
                    casework::records::tasks(read, &of)?,
                    casework::records::notices(read, &of)?,
                    read.stream(of.as_str())?,
                ))
            })
            .unwrap();
        assert!(tasks.iter().all(|task| task.state == TaskState::Dropped), "nobody did anything: {tasks:?}");
        let approval = notices.iter().find(|notice| notice.kind == notice::Kind::Approval).unwrap();
        assert_eq!(approval.body, world.body("ch-market").id);
        let entry = events.iter().find(|event| event.kind == "case.renewed_by_law").unwrap();
        assert_eq!(entry.title, "system");
        let page = world.client().get(&casework::path::case(&id)).await.ok();
        page.has("视为准予延续");
        let printed = world.client().get(&casework::path::case_notice(&id, &approval.number)).await.ok();
        printed.has("第五十条第二款");
        world.verify();
    });
}

#[test]
fn a_renewal_that_is_decided_or_came_too_late_is_not_renewed_by_silence() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        // The world begins on 21 September.
        hold(&world, Date::constant(2026, 10, 20));
        let late = accepted(&world);
        assert_eq!(until(&world, &late), None, "applied for 29 days before the end");
        let far = Date::constant(2026, 11, 20);
        hold(&world, far);
        let decided = accepted(&world);
        assert_eq!(until(&world, &decided), Some(far), "the licence that holds longest");
        world.review("renewal", &decided, &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
        world.decide("renewal", &decided, &world.staff(2, Role::Head, "ch-market"), 2, false).unwrap();
        world.app.clock.set_to(far.tomorrow().unwrap(), 0, 10);
        world.app.settle();
        assert_eq!(world.case(&late).state, State::Accepted);
        assert_eq!(world.case(&decided).state, State::Denied);
        world.verify();
    });
}

#[test]
fn only_what_renews_a_permit_and_nothing_else_is_a_renewal() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let mut item = (*world.matter("renewal").item).clone();
        for (name, is) in [
            ("实验动物生产许可(延续)", true),
            ("无线电频率使用许可（续期）", true),
            ("某某许可证换证", true),
            ("某某许可（新办、延续、变更）", false),
            ("首次、延续办理", false),
            ("食品经营许可", false),
        ] {
            item.name.zh = name.into();
            assert_eq!(renews(&item), is, "{name}");
        }
        item.name.zh = "某某证（延续）".into();
        item.kind = Type::Confirmation;
        assert!(!renews(&item), "silence renews permits alone");
    });
}

#[test]
fn the_step_that_renews_stands_only_behind_the_timer_and_for_an_item_that_renews() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let rules = |text: String, code: &'static str| -> Vec<String> {
            let item = world.matter(code).item;
            let (_, found) = world.app.read(move |read| fitness::findings(read, &text, Some(&*item))).unwrap();
            found.into_iter().map(|one| one.rule).collect()
        };
        let text = generated(&world.matter("renewal").item);
        assert_eq!(rules(text.clone(), "renewal"), [] as [&str; 0]);
        assert_eq!(rules(text.clone(), "single"), ["renewal-misplaced"]);
        let beside = text.replace("id=\"permit_ends\"", "id=\"permit_ends\" isInterrupting=\"false\"");
        assert_eq!(rules(beside, "renewal"), ["renewal-misplaced"]);
        let on_the_way = text.replace(
            "<userTask id=\"review_1\" tb:body=\"own\" tb:actor=\"officer\" tb:form=\"review\"",
            "<serviceTask id=\"review_1\" tb:body=\"own\" tb:actor=\"officer\" tb:form=\"renew\"",
        );
        assert_ne!(on_the_way, text);
        assert_eq!(rules(on_the_way, "renewal"), ["renewal-misplaced"]);
    });
}
