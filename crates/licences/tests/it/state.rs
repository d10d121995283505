//! Issue, identifiers, prefill, and the acts with their permits on both engines.

use kernel::{Date, Id, LicenceNumber, Timestamp, access::Role};
use licences::{Act, Ground, Holder, Licence, NewChange, Standing, answering, change, field, held_by, supersede};
use proptest::prelude::*;
use testkit::{TestApp, for_each_engine, staff, wang_fang};

use crate::kit::*;

fn acts(
    app: &TestApp,
    who: &kernel::access::Actor,
    licence: &Licence,
    act: Act,
    ground: Ground,
) -> Result<Licence, u16> {
    let (id, who) = (licence.id.clone(), who.clone());
    let new = NewChange { act, ground, reason: "依据处罚决定书〔2026〕1号".into(), version: None };
    app.write(move |tx| change(tx, &who, &id, &new)).map_err(status)
}

fn verify_state(app: &TestApp) {
    let store = app.store.clone();
    let report = std::thread::spawn(move || store.verify_state(&mut |_| ()).unwrap()).join().unwrap();
    assert!(report.faults.is_empty() && report.nouns > 0, "{report:?}");
}

#[test]
fn every_statement_prepares_on_both_engines() {
    for_each_engine(async |engine| {
        let store = app(&engine).store.clone();
        drop(store);
        let app = app(&engine);
        let store = app.store.clone();
        assert!(std::thread::spawn(move || store.check_statements().unwrap()).join().unwrap() > 10);
    });
}

#[test]
fn an_issued_licence_has_a_valid_identifier_and_answers_its_material() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let number: LicenceNumber = licence.identifier.parse().unwrap();
        assert_eq!(number.licence_type(), "11100000000013338W001");
        assert_eq!((number.issuer().as_str(), number.version()), ("11440100DEM001017W", 1));
        assert!(number.serial().starts_with("20260921"), "{}", number.serial());
        assert_eq!(licence.valid_to, Some(Date::constant(2046, 9, 20)));
        assert_eq!(licence.code.len(), 20);
        let other = issued(&app, idcard());
        assert_ne!((&licence.identifier, &licence.code), (&other.identifier, &other.code));
        let holder = Holder::Person(wang_fang().id);
        let asked = holder.clone();
        let (held, answer, value, none) = app
            .read(move |read| {
                let today = read.now().date();
                let answer = answering(read, &asked, "idcard", today)?.unwrap();
                let value = field(read, &answer, "ethnicity")?;
                let later = answering(read, &asked, "idcard", Date::constant(2046, 9, 21))?;
                assert!(answering(read, &asked, "passport", today)?.is_none());
                Ok((held_by(read, &asked)?.len(), answer, value, later))
            })
            .unwrap();
        assert_eq!((held, value.as_deref(), none), (2, Some("汉"), None));
        assert!([&licence.id, &other.id].contains(&&answer.id));
        let firm_licence = issued(&app, business());
        assert_eq!(firm_licence.valid_to, None);
        verify_state(&app);
    });
}

#[test]
fn what_can_not_be_issued_is_refused() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let wrong = |change: &dyn Fn(&mut licences::NewLicence)| {
            let mut new = idcard();
            change(&mut new);
            status(try_issue(&app, new, body()).unwrap_err())
        };
        assert_eq!(wrong(&|new| new.kind = "none".into()), 422);
        assert_eq!(wrong(&|new| new.holder = Holder::Enterprise(firm())), 422);
        assert_eq!(wrong(&|new| new.fields.push(("power".into(), "all".into()))), 422);
        assert_eq!(wrong(&|new| new.holder_name = " ".into()), 422);
        assert_eq!(wrong(&|new| new.valid_to = Some(Date::constant(2020, 1, 1))), 422);
        assert_eq!(wrong(&|new| new.serial = Some("2026-1".into())), 422);
        let long =
            |new: &mut licences::NewLicence| new.fields.iter_mut().for_each(|(_, value)| *value = "长".repeat(2_000));
        assert_eq!(
            wrong(&|new| {
                new.fields.push(("address".into(), String::new()));
                new.fields.push(("issuer".into(), String::new()));
                long(new);
            }),
            422
        );
        let nameless = directory::Body { uscc: None, ..body() };
        assert_eq!(status(try_issue(&app, idcard(), nameless).unwrap_err()), 422);
    });
}

#[test]
fn the_law_and_the_post_decide_what_becomes_of_a_licence() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let other_body = staff(3, Role::Head, &Id::new(Timestamp(1), [8; 10]));
        let clerk = staff(4, Role::Clerk, &body().id);
        for stranger in [&other_body, &clerk, &wang_fang().actor(), &kernel::access::Actor::nobody()] {
            for act in Act::BY_HAND {
                assert_eq!(acts(&app, stranger, &licence, act, act.grounds()[0]).unwrap_err(), 403, "{act:?}");
            }
        }
        for act in [Act::Withdraw, Act::Annul, Act::Strip] {
            assert_eq!(acts(&app, &officer(), &licence, act, act.grounds()[0]).unwrap_err(), 403);
        }
        assert_eq!(acts(&app, &head(), &licence, Act::Resume, Ground::Lifted).unwrap_err(), 409);
        assert_eq!(acts(&app, &head(), &licence, Act::Cancel, Ground::Ended).unwrap_err(), 409);
        let suspended = acts(&app, &officer(), &licence, Act::Suspend, Ground::Penalty).unwrap();
        assert_eq!((suspended.version, suspended.standing(app.clock.today())), (2, Standing::Suspended));
        let holder = Holder::Person(wang_fang().id);
        assert!(app.read(move |read| answering(read, &holder, "idcard", read.now().date())).unwrap().is_none());
        acts(&app, &officer(), &licence, Act::Resume, Ground::TermOver).unwrap();
        acts(&app, &head(), &licence, Act::Annul, Ground::Fraud).unwrap();
        assert_eq!(acts(&app, &head(), &licence, Act::Withdraw, Ground::LawChanged).unwrap_err(), 409);
        let cancelled = acts(&app, &officer(), &licence, Act::Cancel, Ground::Ended).unwrap();
        assert_eq!((cancelled.version, cancelled.state), (5, licences::State::Cancelled));
        let (person, id) = (wang_fang().id, licence.id.to_string());
        let (told, entries) = app.read(move |read| Ok((notices::unread(read, &person)?, read.stream(&id)?))).unwrap();
        assert_eq!(told, 4);
        let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(
            kinds,
            ["licence.issued", "licence.suspended", "licence.resumed", "licence.annulled", "licence.cancelled"]
        );
        let journal = serde_json::to_string(&entries).unwrap();
        assert!(!journal.contains("处罚决定书") && !journal.contains(wang_fang().citizen_id));
        verify_state(&app);
    });
}

#[test]
fn a_licence_that_supersedes_keeps_the_serial_and_counts_the_version_up() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let old = issued(&app, business());
        let (signing, id) = (app.store.keys().signing.clone(), old.id.clone());
        let new = app
            .write(move |tx| supersede(tx, &issuer(&body(), &officer(), &signing), &id, &business(), Ground::Changed))
            .unwrap();
        let (before, after): (LicenceNumber, LicenceNumber) =
            (old.identifier.parse().unwrap(), new.identifier.parse().unwrap());
        assert_eq!((before.serial(), after.version()), (after.serial(), 2));
        let old_now = app
            .read({
                let id = old.id.clone();
                move |read| licences::by_id(read, &id)
            })
            .unwrap()
            .unwrap();
        assert_eq!(old_now.standing(app.clock.today()), Standing::Superseded);
        assert_eq!((old_now.replaced_by, new.replaces), (Some(new.id.clone()), Some(old.id.clone())));
        let (signing, id) = (app.store.keys().signing.clone(), old.id);
        let again = app
            .write(move |tx| supersede(tx, &issuer(&body(), &officer(), &signing), &id, &business(), Ground::Changed));
        assert_eq!(status(again.unwrap_err()), 409);
        let holder = Holder::Enterprise(firm());
        let answer = app.read(move |read| answering(read, &holder, "business_licence", read.now().date())).unwrap();
        assert_eq!(answer.unwrap().id, new.id);
        verify_state(&app);
    });
}

#[test]
fn an_erased_holder_leaves_a_licence_without_a_face() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let person = wang_fang().id;
        app.write(move |tx| tx.erase(&person)).unwrap();
        app.as_person(&wang_fang()).get(&licences::routes::mine(&licence.id)).await.ok().has("已按要求删除");
        app.nobody().get(&licences::routes::verified(&licence.code)).await.ok().has("已按要求删除").lacks("王");
        verify_state(&app);
    });
}

proptest! {
    #[test]
    fn no_row_of_acts_leads_back_from_an_end(acts in proptest::collection::vec((0usize..7, any::<bool>()), 1..12)) {
        use licences::State;
        let mut state = State::Valid;
        let mut ended = false;
        for (act, expired) in acts {
            let next = state.after(Act::ALL[act], expired);
            if ended {
                prop_assert!(matches!(next, None | Some(State::Cancelled)));
            }
            state = next.unwrap_or(state);
            ended |= !matches!(state, State::Valid | State::Suspended);
        }
    }
}
