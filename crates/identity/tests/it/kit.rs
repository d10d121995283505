//! An app of this room and the one below, with a few people who have accounts.

use std::sync::Arc;

use identity::{Identity, Needs, import::PeopleReport};
use testkit::{Client, Engine, Setup, TestApp};

pub const PEOPLE: &str = include_str!("people.toml");
const BODIES: &str = r#"{"key":"hall","name":{"zh":"示范区政务服务中心","en":"Demonstration Service Hall"},"division":"440106","level":"county","line":"政务服务"}
{"key":"civil","name":{"zh":"示范区民政局","en":"Demonstration Civil Affairs"},"division":"440106","level":"county","line":"民政"}"#;

pub struct World {
    pub app: TestApp,
    pub people: PeopleReport,
}

/// The rooms open, with the people of `people.toml`.
pub fn world(engine: &Engine) -> World {
    world_with(engine, Needs::default())
}

pub fn world_with(engine: &Engine, needs: Needs) -> World {
    let identity = Identity::new(needs);
    let mut setup = Setup {
        modules: vec![directory::module(directory::Directory::new()), identity::module(identity.clone())],
        ..Setup::default()
    };
    let known = identity.clone();
    setup.needs.note_use = Arc::new(identity::note_use);
    setup.needs.authenticate = Arc::new(move |headers, store, now| known.authenticate(headers, store, now));
    let app = TestApp::on(engine, setup);
    let store = app.store.clone();
    let people = aside(move || {
        directory::import::bodies(&store, BODIES.as_bytes()).unwrap();
        identity::import::people(&store, PEOPLE).unwrap()
    });
    World { app, people }
}

/// Runs what blocks on a thread of its own.
pub fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}

impl World {
    /// A browser signed in with a password.
    pub async fn signed_in(&self, login: &str, password: &str) -> Client {
        let client = self.app.nobody();
        let answer = client.post_form("/sign-in", &[("login", login), ("password", password)]).await;
        answer.see_other();
        client
    }

    pub async fn wang_fang(&self) -> Client {
        self.signed_in("wangfang", "wangfang's password").await
    }

    pub fn verify(&self) {
        self.app.settle();
        let store = self.app.store.clone();
        let (report, state) = aside(move || {
            (
                store.verify(&store::verify::Against::default(), &mut |_| {}).unwrap(),
                store.verify_state(&mut |_| {}).unwrap(),
            )
        });
        assert_eq!(report.crime, None);
        assert!(state.faults.is_empty(), "{state:?}");
    }
}
