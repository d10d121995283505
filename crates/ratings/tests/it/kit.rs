//! The world of these tests: handlings that end, announced as `casework` would.

use directory::{Directory, NewBody, bodies};
use kernel::{
    DivisionCode, Text,
    access::{Actor, Role},
    division::Level,
    id::BodyId,
};
use serde_json::{Value, json};
use store::Entry;
use testkit::{Engine, Person, Setup, TestApp, staff};

pub const ITEM: &str = "item_01J00000000000000000000001";

/// A catalogue of one item.
fn needs() -> ratings::Needs {
    let name = |item: &str| (item == ITEM).then(|| Text::both("公司设立登记", "Registering a company"));
    ratings::Needs { item_name: std::sync::Arc::new(move |_, item| Ok(name(item))) }
}

pub fn rooms() -> Vec<web::Module> {
    vec![ratings::module(needs()), notices::module(notices::Needs::default()), directory::module(Directory::new())]
}

/// The app, with one body.
pub fn app(engine: &Engine) -> (TestApp, BodyId) {
    let slots = ratings::offers().into_iter().fold(web::Slots::new(), |slots, (name, offer)| slots.offer(name, offer));
    let app = TestApp::on(engine, Setup { modules: rooms(), slots, ..Setup::default() });
    let body = body(&app, "ch-market", "440117");
    (app, body)
}

pub fn body(app: &TestApp, key: &str, division: &str) -> BodyId {
    let new = NewBody {
        key: Some(key.into()),
        name: Text::both(["从化市场监管局", key].concat(), ["Conghua Market ", key].concat()),
        short: None,
        uscc: None,
        division: division.parse::<DivisionCode>().unwrap(),
        level: Level::County,
        line: "市场监管".into(),
        superior: None,
        address: None,
        phone: None,
        fictional: true,
    };
    app.write(move |tx| bodies::ensure(tx, &new)).unwrap().id
}

pub fn payload(case: &str, body: &BodyId, person: &Person) -> Value {
    json!({
        "case": case, "number": "440117001-2026-1", "item": ITEM, "item_version": 1, "item_name": "公司设立登记", "body": body,
        "division": "440117", "person": person.id, "enterprise": null, "channel": "online", "accepted": true,
    })
}

/// Writes the entry by which `casework` would say that something happened.
pub fn announce(app: &TestApp, kind: &'static str, case: &str, version: i64, payload: Value) {
    let case = case.to_owned();
    app.write(move |tx| {
        tx.record(Entry {
            room: "casework",
            kind,
            stream: &case,
            version,
            subject: None,
            actor: &Actor::system("test"),
            title: "own",
            payload: payload.clone(),
            personal: None,
            state: None,
        })
    })
    .unwrap();
}

/// A handling that was delivered, and the secret of its invitation.
pub fn delivered(app: &TestApp, case: &str, body: &BodyId, person: &Person) -> String {
    announce(app, "case.delivered", case, 0, payload(case, body, person));
    app.settle();
    token(app, case).unwrap()
}

pub fn token(app: &TestApp, case: &str) -> Option<String> {
    let case = case.to_owned();
    app.read(move |read| ratings::token_of(read, &case)).unwrap()
}

pub fn supervisor(body: &BodyId, division: Option<&str>) -> Actor {
    let mut actor = staff(7, Role::Supervisor, body);
    if let kernel::access::Who::Staff { scopes, .. } = &mut actor.who {
        scopes[0].division = division.map(|code| code.parse().unwrap());
    }
    actor
}

pub fn verify_state(app: &TestApp, nouns: u64) {
    let store = app.store.clone();
    let report = std::thread::spawn(move || store.verify_state(&mut |_| ()).unwrap()).join().unwrap();
    assert!(report.faults.is_empty() && report.nouns == nouns, "{report:?}");
}
