//! The people of the demo.

use testkit::for_each_engine;

use crate::kit::{PEOPLE, aside, world};

#[test]
fn taking_the_people_over_again_changes_nothing() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        world.app.settle();
        let position = || {
            let store = world.app.store.clone();
            aside(move || store.position().unwrap())
        };
        let before = position();
        let store = world.app.store.clone();
        let again = aside(move || identity::import::people(&store, PEOPLE).unwrap());
        assert_eq!(again, world.people);
        world.app.settle();
        assert_eq!(position(), before);
        world.verify();
    });
}

#[test]
fn the_people_of_the_demo_are_taken_over() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let store = world.app.store.clone();
        let report = aside(move || {
            directory::import::bodies(&store, include_bytes!("../../../../data/demo/bodies.jsonl")).unwrap();
            identity::import::people(&store, include_str!("../../../../data/demo/people.toml"))
        });
        let report = report.unwrap();
        assert!(report.persons.len() >= 8 && report.staff.len() > 100, "{report:?}");
        world.verify();
    });
}

#[test]
fn a_line_that_can_not_be_taken_is_named_and_nothing_is_written() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        for (from, to, why) in [
            ("440305195110121237", "440305195110121238", "person liqiang: document"),
            ("91440117DEM100015E", "9144", "enterprise catering: uscc"),
            ("who = \"staff:clerk\"", "who = \"staff:none\"", "sign_in clerk"),
            ("posts = [\"officer-civil\"]", "posts = [\"none\"]", "staff officer: no post none"),
            ("kind = \"representative\"", "kind = \"friend\"", "people.toml: "),
            ("role = \"clerk\"\ntitle", "role = \"king\"\ntitle", "people.toml: "),
        ] {
            let changed = PEOPLE.replacen(from, to, 1).replace("MAXIMILIAN", "MAX");
            assert_ne!(changed, PEOPLE);
            let store = world.app.store.clone();
            let error = aside(move || identity::import::people(&store, &changed).unwrap_err().to_string());
            assert!(error.contains(why), "{error}");
        }
    });
}
