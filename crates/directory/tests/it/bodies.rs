//! Bodies and posts: the import, and who is competent.

use directory::{NewPost, bodies, import, posts};
use kernel::{
    DivisionCode, Text,
    access::{Actor, Role},
    division::Level,
};

use crate::kit::{FILES, on_each_engine};

const DEMO: &[u8] = include_bytes!("../../../../data/demo/bodies.jsonl");

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

#[test]
fn the_bodies_of_the_demo_are_taken_over_and_again_nothing_changes() {
    on_each_engine(|world| {
        let store = world.open();
        let report = import::bodies(&store, DEMO).unwrap();
        assert_eq!((report.created, report.changed, report.unchanged), (report.read, 0, 0));
        let again = import::bodies(&store, DEMO).unwrap();
        assert_eq!((again.created, again.changed, again.unchanged), (0, 0, report.read));
        let altered = String::from_utf8(DEMO.to_vec()).unwrap().replacen("020-5550", "020-5551", 1);
        assert_eq!(import::bodies(&store, altered.as_bytes()).unwrap().changed, 1);
        store.settle().unwrap();
        let state = store.verify_state(&mut |_| {}).unwrap();
        assert!(state.faults.is_empty(), "{state:?}");
        store.close();
    });
}

#[test]
fn a_body_is_found_by_level_and_line_walking_up() {
    on_each_engine(|world| {
        let store = world.open();
        import::divisions(&store, &FILES).unwrap();
        let lines = [
            r#"{"key":"gd","name":"省局","division":"44","level":"province","line":"民政"}"#,
            r#"{"key":"gz","name":"市局","division":"4401","level":"city","line":"民政","superior":"gd"}"#,
            r#"{"key":"th","name":"区局","division":"440106","level":"county","line":"民政","superior":"gz"}"#,
            r#"{"key":"dg","name":"莞局","division":"4419","level":"city","line":"民政","superior":"gd"}"#,
            r#"{"key":"dg2","name":"莞分局","division":"4419","level":"county","line":"民政","superior":"dg"}"#,
        ];
        import::bodies(&store, lines.join("\n").as_bytes()).unwrap();
        let find = |level, of: &str| -> Vec<String> {
            let found = store.read(|read| bodies::find(read, level, "民政", &code(of))).unwrap();
            found.into_iter().map(|body| body.key).collect()
        };
        assert_eq!(find(Level::County, "440106001"), ["th"]);
        assert_eq!(find(Level::City, "440106001"), ["gz"]);
        assert_eq!(find(Level::Province, "440106001"), ["gd"]);
        assert_eq!(find(Level::County, "441900003"), ["dg2"]);
        assert!(find(Level::County, "4401").is_empty(), "which county is for a person to say");
        assert!(find(Level::County, "110105").is_empty());
        let body = store.read(|read| bodies::by_key(read, "th")).unwrap().unwrap();
        assert_eq!(body.code, "440106001");
        assert_eq!(store.read(|read| bodies::by_name(read, "区局")).unwrap(), vec![body.clone()]);
        assert_eq!(store.read(|read| bodies::by_id(read, &body.id)).unwrap(), Some(body));
    });
}

#[test]
fn a_line_that_is_no_body_is_refused_with_its_number_and_nothing_is_written() {
    on_each_engine(|world| {
        let store = world.open();
        let good = r#"{"key":"a","name":"甲","division":"44","level":"province","line":"民政"}"#;
        for (bad, why) in [
            (r#"{"key":"b","name":"乙","division":"44","level":"province"}"#, "line"),
            (r#"{"key":"b","name":"乙","division":"4","level":"province","line":"民政"}"#, "division"),
            (r#"{"key":"b","name":"乙","division":"44","level":"planet","line":"民政"}"#, "planet"),
            (r#"{"key":"b","name":"乙","division":"44","level":"city","line":"民政","x":1}"#, "unknown field"),
            (r#"{"key":"b","name":"乙","division":"44","level":"city","line":"民政","uscc":"12"}"#, "uscc"),
            (r#"{"key":"b","name":"","division":"44","level":"city","line":"民政"}"#, "name"),
            (r#"{"key":"a","name":"乙","division":"44","level":"city","line":"民政"}"#, "already"),
            (r#"{"key":"b","name":"乙","division":"44","level":"city","line":"民政","superior":"z"}"#, "superior"),
            ("{", "EOF"),
        ] {
            let error = import::bodies(&store, [good, bad].join("\n").as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with("bodies.jsonl: line 2: ") && error.contains(why), "{error}");
        }
        assert_eq!(store.read(|read| bodies::by_key(read, "a")).unwrap(), None);
    });
}

#[test]
fn a_body_of_a_foreign_list_is_made_once_from_division_and_name() {
    on_each_engine(|world| {
        let store = world.open();
        let ensure = || {
            store
                .write(|tx| {
                    bodies::ensure(
                        tx,
                        &directory::NewBody {
                            key: None,
                            name: Text::zh("广东省民政厅"),
                            short: None,
                            uscc: None,
                            division: "44".parse().unwrap_or(DivisionCode::COUNTRY),
                            level: Level::Province,
                            line: "民政".into(),
                            superior: None,
                            address: None,
                            phone: None,
                            fictional: false,
                        },
                    )
                })
                .unwrap()
        };
        let first = ensure();
        assert_eq!(first, ensure());
        assert_eq!((first.code.as_str(), first.version), ("440000001", 1));
    });
}

#[test]
fn a_post_is_made_once_and_altered_where_it_differs() {
    on_each_engine(|world| {
        let store = world.open();
        import::bodies(
            &store,
            r#"{"key":"a","name":"甲","division":"44","level":"province","line":"民政"}"#.as_bytes(),
        )
        .unwrap();
        let body = store.read(|read| bodies::by_key(read, "a")).unwrap().unwrap();
        let ensure = |role| {
            let new =
                NewPost { key: "a-1".into(), body: body.id.clone(), role, title: Text::zh("窗口"), reach: None };
            store.write(move |tx| posts::ensure(tx, &Actor::system("import"), &new)).unwrap()
        };
        let post = ensure(Role::Clerk);
        assert_eq!(ensure(Role::Clerk), post);
        let changed = ensure(Role::Officer);
        assert_eq!((changed.id.clone(), changed.version), (post.id, 2));
        assert_eq!(store.read(|read| posts::of(read, &body.id)).unwrap(), vec![changed.clone()]);
        assert_eq!(changed.scope().role, Role::Officer);
    });
}
