//! The app under test: a house of chosen rooms, open on a store of its own. Dropping it fails the
//! test when jobs that were due are left behind, or when something was set aside as dead.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use kernel::{Clock, access::Actor};
use store::{Config, Read, Store, Tx};
use tempfile::TempDir;
use web::{ActorInfo, App, AppConfig, House, Limits, Needs, Site, Slots, cookie};

use crate::{
    client::Client,
    engine::{Database, Engine},
    people::Person,
    world::{TestChance, TestClock},
};

/// What a test may choose.
#[derive(Default)]
pub struct Setup {
    pub modules: Vec<web::Module>,
    pub needs: Needs,
    pub slots: Slots,
    pub site: Site,
    pub limits: Limits,
    pub clock: TestClock,
    /// Bytes to which the embedded database may grow.
    pub most_bytes: Option<u64>,
}

/// The app under test.
pub struct TestApp {
    pub store: Store,
    pub clock: TestClock,
    pub app: App,
    router: axum::Router,
    routes: Vec<web::Route>,
    actors: Actors,
    /// Dropped after the store is closed.
    _database: Option<Database>,
    _dir: TempDir,
}

/// Who is signed in under which cookie.
type Actors = Arc<Mutex<HashMap<String, (Actor, ActorInfo)>>>;

impl TestApp {
    /// An app of these rooms on SQLite.
    #[must_use]
    pub fn with(modules: Vec<web::Module>) -> Self {
        Engine::Sqlite.app(modules)
    }

    /// An app on an engine.
    #[must_use]
    pub fn on(engine: &Engine, setup: Setup) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let house = House::of(setup.modules).unwrap_or_else(|error| panic!("the rooms contradict each other: {error}"));
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(server) => Some(Database::make(server)),
        };
        let config = Config {
            dir: dir.path().join("data"),
            engine: database.as_ref().map_or(store::Engine::Embedded, |made| store::Engine::Postgres(made.address())),
            checkpoints: None,
            origin: "tongban.test".into(),
            clock: Arc::new(setup.clock.clone()),
            chance: Arc::new(TestChance::default()),
            connections: 4,
            most_bytes: setup.most_bytes,
        };
        let rooms = house.rooms();
        let store = aside(move || Store::open(config, rooms)).unwrap_or_else(|error| panic!("no store: {error}"));
        let actors = Actors::default();
        let needs = Needs { authenticate: Arc::new(authenticate(actors.clone(), setup.needs.clone())), ..setup.needs };
        let routes: Vec<web::Route> = house.routes().cloned().collect();
        let (site, slots, limits) = (setup.site, setup.slots, setup.limits);
        let (app, router) = house.open(AppConfig { store: store.clone(), site, needs, slots, limits });
        Self { store, clock: setup.clock, app, router, routes, actors, _database: database, _dir: dir }
    }

    /// A client with an empty cookie jar.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// The same: nobody is signed in.
    #[must_use]
    pub fn nobody(&self) -> Client {
        self.client()
    }

    /// A client signed in as `person`.
    #[must_use]
    pub fn as_person(&self, person: &Person) -> Client {
        self.as_actor(person.actor(), ActorInfo { display_name: kernel::Text::zh(person.name), ..ActorInfo::default() })
    }

    /// A client signed in as a member of staff, see `testkit::staff`.
    #[must_use]
    pub fn as_staff(&self, staff: &Actor) -> Client {
        self.as_actor(staff.clone(), ActorInfo { display_name: kernel::Text::zh("staff"), ..ActorInfo::default() })
    }

    /// A client signed in as anyone.
    #[must_use]
    pub fn as_actor(&self, actor: Actor, info: ActorInfo) -> Client {
        let mut actors = self.actors.lock().unwrap();
        let value = format!("test-{}", actors.len());
        actors.insert(value.clone(), (actor, info));
        let client = self.client();
        client.set_cookie(cookie::SESSION, &value);
        client
    }

    /// Ends the session of `client`, as if its time had come.
    pub fn end_session(&self, client: &Client) {
        self.actors.lock().unwrap().remove(&client.cookie(cookie::SESSION).unwrap_or_default());
    }

    /// Runs numbering, subscribers and due jobs until nothing is left to do now.
    pub fn settle(&self) {
        let store = self.store.clone();
        aside(move || store.settle()).unwrap();
    }

    /// A verb or a preparation, straight on the store.
    ///
    /// # Errors
    /// Of the closure.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&Tx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let store = self.store.clone();
        aside(move || store.write(act))
    }

    /// A look, straight at the store.
    ///
    /// # Errors
    /// Of the closure.
    pub fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let store = self.store.clone();
        aside(move || store.read(look))
    }

    /// Prepares every statement of the rooms on the engine in use.
    pub fn check_statements(&self) {
        let store = self.store.clone();
        aside(move || store.check_statements()).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Every route of the rooms and of `web` itself.
    pub fn routes(&self) -> impl Iterator<Item = &web::Route> {
        self.routes.iter()
    }

    /// Asks every route as each of `visitors` and gives one line an answer, `GET /x nobody 200`, to
    /// be compared with a reviewed list. `address` fills a route's pattern; `None` passes it over.
    pub async fn walk(&self, visitors: &[(&str, &Client)], address: impl Fn(&web::Route) -> Option<String>) -> String {
        let mut out = String::new();
        for route in &self.routes {
            let Some(path) = address(route) else { continue };
            for (name, client) in visitors {
                let answer = client.ask(route.method.as_str(), &path).await;
                out.push_str(&format!("{} {} {name} {}\n", route.method, route.path, answer.status));
            }
        }
        out
    }

    /// Texts that pages asked for and did not find.
    #[must_use]
    pub fn missing_texts(&self) -> Vec<String> {
        self.app.texts().missing()
    }

    fn left_behind(&self) -> Vec<String> {
        let (store, now) = (self.store.clone(), self.clock.now());
        aside(move || {
            let mut left = Vec::new();
            for state in [store::JobState::Waiting, store::JobState::Dead] {
                let jobs = store.jobs(state, 100).unwrap().into_iter();
                let jobs = jobs.filter(|job| state == store::JobState::Dead || job.due <= now);
                left.extend(jobs.map(|job| format!("{:?} job {}: {}", state, job.kind, job.error.unwrap_or_default())));
            }
            let dead = store.dead_events().unwrap();
            left.extend((dead > 0).then(|| format!("{dead} events set aside")));
            left
        })
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let left = if std::thread::panicking() { Vec::new() } else { self.left_behind() };
        let missing = if std::thread::panicking() { Vec::new() } else { self.missing_texts() };
        let store = self.store.clone();
        aside(move || store.close());
        assert!(left.is_empty(), "left behind: {left:#?}");
        assert!(missing.is_empty(), "missing texts: {missing:#?}");
    }
}

fn authenticate(
    actors: Actors,
    needs: Needs,
) -> impl Fn(&http::HeaderMap, &Store, kernel::Timestamp) -> Result<(Actor, ActorInfo), web::Fail> + Send + Sync {
    move |headers, store, now| {
        let bearer = web::origin::bearer(headers);
        match bearer.or_else(|| cookie::get(headers, cookie::SESSION)) {
            Some(value) if value.starts_with("test-") => {
                let nobody = || (Actor::nobody(), ActorInfo::default());
                Ok(actors.lock().unwrap().get(value).cloned().unwrap_or_else(nobody))
            }
            _ => (needs.authenticate)(headers, store, now),
        }
    }
}

/// Runs what blocks on a thread of its own: a test's own thread may belong to a runtime.
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}
