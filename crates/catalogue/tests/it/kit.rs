//! A world of the tests: the rooms up to the catalogue on each engine, and the data of the house.

use std::path::PathBuf;

use catalogue::{Mapping, Report, import};
use kernel::access::Actor;
use testkit::{Engine, TestApp};

pub fn data(path: &str) -> Vec<u8> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

pub fn text(path: &str) -> String {
    String::from_utf8(data(path)).unwrap()
}

pub fn mapping(list: &str) -> Mapping {
    let beside = |file: &str| Some(text(&format!("demo/{file}")));
    Mapping::read_beside(&text(&format!("demo/{list}.toml")), &beside).unwrap()
}

pub fn app(engine: &Engine) -> TestApp {
    engine.app(vec![directory::module(directory::Directory::new()), catalogue::module(catalogue::Needs::default())])
}

/// Takes a list over on a thread of its own.
pub fn take(app: &TestApp, bytes: &[u8], mapping: &Mapping, dry_run: bool) -> Report {
    let store = app.store.clone();
    std::thread::scope(|scope| {
        scope
            .spawn(move || import::items(&store, bytes, mapping, dry_run, &Actor::system("import")))
            .join()
            .unwrap()
            .unwrap()
    })
}

pub fn take_demo(app: &TestApp) {
    let (bodies, themes) = (data("demo/bodies.jsonl"), text("demo/themes.toml"));
    let store = app.store.clone();
    std::thread::scope(|scope| {
        scope
            .spawn(move || {
                directory::import::bodies(&store, &bodies).unwrap();
                catalogue::themes::import(&store, &themes, &Actor::system("import")).unwrap();
            })
            .join()
            .unwrap();
    });
}

/// Takes a bundle over on a thread of its own.
pub fn take_bundle(app: &TestApp, toml: &str, dry_run: bool) -> catalogue::bundles::import::Taken {
    let (store, texts) = (app.store.clone(), web::Texts::join(&[]).unwrap());
    std::thread::scope(|scope| {
        scope
            .spawn(move || {
                catalogue::bundles::import::bundle(&store, toml, &texts, dry_run, &Actor::system("import")).unwrap()
            })
            .join()
            .unwrap()
    })
}
