//! The world of these tests: a district with a hall and a village point, clerks, a supervisor.

use directory::{Directory, NewBody, NewPost, bodies, posts};
use kernel::{
    DivisionCode, Text,
    access::{Actor, Role, Who},
    division::Level,
    id::BodyId,
};
use testkit::{Client, Engine, Setup, TestApp, staff};

pub const HALLS: &str = r#"
[[hall]]
key = "ch"
sort = "hall"
division = "440117"
body = "ch-hall"
name = { zh = "从化区政务服务中心", en = "Conghua Service Centre" }
[hall.settings]
address = { zh = "示范路1号", en = "1 Sample Road" }
[[hall.settings.queues]]
letter = "A"
name = { zh = "综合受理", en = "General matters" }
any = true
usual_minutes = 10
[[hall.settings.queues]]
letter = "B"
name = { zh = "市场主体", en = "Businesses" }
usual_minutes = 15
[[hall.settings.counters]]
number = "1"
[[hall.settings.counters]]
number = "2"
[[hall.settings.counters]]
number = "3"
queues = ["B"]
[[hall.settings.hours]]
from = "2026-01-01"
working = "09:00-12:00 13:30-17:00"
[[hall.settings.capacity]]
from = "2026-01-01"
within = "09:00-12:00 13:30-17:00"
every = 30
places = 2
[hall.settings.rules]
calls = 2

[[hall]]
key = "point"
sort = "point"
division = "440117"
body = "ch-hall"
name = { zh = "南平村便民服务点", en = "Nanping Village service point" }
[hall.settings]
address = { zh = "南平村委会", en = "Nanping village office" }
villages = [{ zh = "南平村", en = "Nanping" }]
[[hall.settings.queues]]
letter = "A"
name = { zh = "代办", en = "Help" }
any = true
usual_minutes = 15
[[hall.settings.hours]]
from = "2026-01-01"
working = "09:00-12:00"
"#;

pub struct World {
    pub app: TestApp,
    pub body: BodyId,
    pub hall: String,
    pub point: String,
}

pub fn rooms() -> Vec<web::Module> {
    let directory = Directory::new();
    let needs = hall::Needs { home: "440117".parse().unwrap(), ..hall::Needs::with(directory.clone()) };
    vec![
        hall::module(needs),
        catalogue::module(catalogue::Needs::default()),
        identity::module(identity::Identity::new(identity::Needs::default())),
        notices::module(notices::Needs::default()),
        directory::module(directory),
    ]
}

pub fn body(app: &TestApp, key: &str) -> BodyId {
    let new = NewBody {
        key: Some(key.into()),
        name: Text::both(["从化", key].concat(), ["Conghua ", key].concat()),
        short: None,
        uscc: None,
        division: "440117".parse::<DivisionCode>().unwrap(),
        level: Level::County,
        line: "政务服务".into(),
        superior: None,
        address: None,
        phone: None,
        fictional: true,
    };
    app.write(move |tx| bodies::ensure(tx, &new)).unwrap().id
}

impl World {
    pub fn on(engine: &Engine) -> Self {
        let app = TestApp::on(engine, Setup { modules: rooms(), ..Setup::default() });
        let body = body(&app, "ch-hall");
        let store = app.store.clone();
        let made = std::thread::spawn(move || hall::import::halls(&store, HALLS, &Actor::system("test")).unwrap());
        assert_eq!(made.join().unwrap(), 2);
        let ids = app.nobody_halls();
        Self { app, body, hall: ids[0].clone(), point: ids[1].clone() }
    }

    pub fn clerk(&self, number: u8) -> Client {
        self.app.as_staff(&staff(number, Role::Clerk, &self.body))
    }

    pub fn supervisor(&self) -> Client {
        self.app.as_staff(&self.supervising())
    }

    pub fn supervising(&self) -> Actor {
        let mut actor = staff(90, Role::Supervisor, &self.body);
        if let Who::Staff { scopes, .. } = &mut actor.who {
            scopes[0].division = Some("440117".parse().unwrap());
        }
        actor
    }

    /// A helper who exists in the directory of staff.
    pub fn helper(&self) -> (Actor, String) {
        let body = self.body.clone();
        self.app
            .write(move |tx| {
                let system = Actor::system("test");
                let post = NewPost {
                    key: "helper".into(),
                    body: body.clone(),
                    role: Role::Helper,
                    title: Text::zh("帮办"),
                    reach: None,
                };
                let post = posts::ensure(tx, &system, &post)?;
                let new = identity::NewStaff {
                    key: "helper".into(),
                    name: Text::zh("张小燕"),
                    body: body.clone(),
                    posts: vec![post.id],
                };
                let member = identity::ensure_staff(tx, &system, &new)?;
                Ok((identity::staff_actor(tx, &member.id)?, member.id.to_string()))
            })
            .unwrap()
    }

    /// The address below the hall.
    pub fn at(&self, path: &str) -> String {
        path.replace("{hall}", &self.hall)
    }

    pub async fn open(&self, clerk: &Client, counter: &str) {
        clerk.post_form(&self.at("/counter/{hall}/sitting"), &[("counter", counter)]).await.answers(303);
    }

    /// A ticket given at the counter: its id and number.
    pub async fn ticket(&self, clerk: &Client, queue: &str, first: &str) -> (String, String) {
        let body = serde_json::json!({ "queue": queue, "first": first });
        let made = clerk.post_json(&self.at("/api/v1/halls/{hall}/tickets"), &body).await.answers(201).json();
        (made["id"].as_str().unwrap().to_owned(), made["number"].as_str().unwrap().to_owned())
    }

    /// Whoever was called next; nobody where nobody waits.
    pub async fn call(&self, clerk: &Client) -> Option<String> {
        let called = clerk.post_json(&self.at("/api/v1/halls/{hall}/calls"), &serde_json::json!({})).await.ok().json();
        called["ticket"]["number"].as_str().map(str::to_owned)
    }

    pub async fn end(&self, clerk: &Client) {
        clerk.post_form(&self.at("/counter/{hall}/call/end"), &[("outcome", "advice")]).await.answers(303);
    }

    pub fn verify_state(&self) {
        self.app.settle();
        let store = self.app.store.clone();
        let report = std::thread::spawn(move || store.verify_state(&mut |_| ()).unwrap()).join().unwrap();
        assert!(report.faults.is_empty(), "{report:?}");
    }
}

/// What tests ask of the store.
pub trait Halls {
    fn nobody_halls(&self) -> Vec<String>;
}

impl Halls for TestApp {
    fn nobody_halls(&self) -> Vec<String> {
        self.read(|read| {
            let id = |key: &str| hall::demo::empty_today(read, key).map(|hall| hall.unwrap().id.to_string());
            Ok(vec![id("ch")?, id("point")?])
        })
        .unwrap()
    }
}
