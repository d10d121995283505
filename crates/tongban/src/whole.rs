//! Tests of the whole house, all rooms joined as the binary joins them: who may reach what, what
//! forms and programs may send, and whether the description of the API is true. The items are
//! those written for the demo; people sign in as they do in a demo.
#![cfg(test)]

mod described;
mod later;
mod schema;
mod typed;
mod walked;

use serde_json::{Value, json};
use testkit::{Client, Engine, Setup, TestApp};

use crate::{
    data, fill,
    rooms::{self, Kind},
};

/// Who visits: the name in the reviewed list, the login, the password.
const VISITORS: [(&str, &str, &str); 12] = [
    ("citizen", "wangfang", "wangfang123"),
    ("agent", "liuyang", "liuyang123"),
    ("clerk", "clerk", "clerk123"),
    ("helper", "helper", "helper123"),
    ("officer", "officer", "officer123"),
    ("head", "head", "head1234"),
    ("town", "town", "town1234"),
    ("city", "province", "province123"),
    ("supervisor", "supervisor", "supervisor123"),
    ("editor", "editor", "editor123"),
    ("leader", "leader", "leader123"),
    ("operator", "operator", "operator123"),
];

/// The house with its people, and what one of them has: a draft, a case, a licence.
struct World {
    app: TestApp,
    /// Nobody first; then as above.
    visitors: Vec<(&'static str, Client)>,
    item: String,
    body: String,
    draft: String,
    case: String,
    notice: String,
    licence: String,
    code: String,
    message: String,
    enterprise: String,
    visit: String,
    bundle: String,
    hall: String,
    ticket: String,
    appointment: String,
    stuck: String,
}

impl World {
    /// Filled before a runtime runs: the store blocks.
    fn filled() -> (TestApp, rooms::Parts) {
        let kind = Kind { demo: true, home: "440117".parse().ok(), ..Kind::default() };
        let mut parts = rooms::parts(&kind, None).unwrap();
        let identity = parts.identity.clone();
        let needs = web::Needs {
            note_use: std::sync::Arc::new(identity::note_use),
            authenticate: std::sync::Arc::new(move |headers, store, now| identity.authenticate(headers, store, now)),
            ..web::Needs::default()
        };
        let modules = std::mem::take(&mut parts.modules);
        let slots = rooms::slots();
        let app = TestApp::on(&Engine::Sqlite, Setup { modules, needs, slots, ..Setup::default() });
        parts.directory.load(&app.store).unwrap();
        fill::base(&app.store, &parts.directory).unwrap();
        fill::demo_of(&app.store, &parts.types, &data::LISTS[3..]).unwrap();
        // Of the bundles the one whose items are all written for the demo.
        let restaurant = data::BUNDLES.into_iter().find(|toml| toml.contains("key = \"open-restaurant\"")).unwrap();
        let system = kernel::access::Actor::system("demo");
        catalogue::bundles::import::bundle(&app.store, restaurant, app.app.texts(), false, &system).unwrap();
        app.settle();
        (app, parts)
    }

    /// Everybody signs in; Wang Fang begins one application and sends another.
    async fn lived(app: TestApp) -> Self {
        let bundle = app.read(|read| catalogue::bundles::standing(read, "open-restaurant")).unwrap().unwrap().id;
        let mut world = Self {
            item: item(&app),
            bundle: bundle.to_string(),
            app,
            visitors: Vec::new(),
            body: String::new(),
            draft: String::new(),
            case: String::new(),
            notice: String::new(),
            licence: String::new(),
            code: String::new(),
            message: String::new(),
            enterprise: String::new(),
            visit: String::new(),
            hall: String::new(),
            ticket: String::new(),
            appointment: String::new(),
            stuck: String::new(),
        };
        world.sign_in().await;
        let wang = world.as_(1);
        let begun = wang.post_form(&format!("/apply/{}", world.item), &[]).await.see_other();
        let draft = begun.trim_start_matches("/drafts/").to_owned();
        let applied = wang.post_json("/api/v1/applications", &application(&world.item)).await.answers(201).json();
        let licence = text(&wang.get("/api/v1/licences").await.ok().json()["items"][0]["id"]);
        let code = text(&wang.get(&format!("/api/v1/licences/{licence}")).await.ok().json()["code"]);
        let body = text(&wang.get(&format!("/api/v1/items/{}", world.item)).await.ok().json()["body"]);
        let message = text(&wang.get("/api/v1/messages").await.ok().json()["items"][0]["id"]);
        let firms = world.as_(2).get("/me/enterprises").await.ok().text();
        let enterprise = firms.split("/me/enterprises/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let visit = json!({ "reason": "papers", "told": "缺户口簿" });
        let visit = text(&world.as_(3).post_json("/api/v1/visits", &visit).await.answers(201).json()["id"]);
        let (case, notice) = (text(&applied["id"]), format!("{}-01", text(&applied["number"])));
        let (hall, ticket, appointment, stuck) = world.queued().await;
        Self {
            draft,
            case,
            notice,
            licence,
            code,
            body,
            message,
            enterprise,
            visit,
            hall,
            ticket,
            appointment,
            stuck,
            ..world
        }
    }

    /// The hall of the district, a ticket that waits, Wang Fang's appointment, and what could not be done.
    async fn queued(&self) -> (String, String, String, String) {
        let halls = self.as_(0).get("/api/v1/halls?division=440117").await.ok().json();
        let here = |hall: &&Value| hall["division"] == json!("440117");
        let hall = text(&halls["items"].as_array().unwrap().iter().find(here).unwrap()["id"]);
        let address = |path: &str| format!("/api/v1/halls/{hall}/{path}");
        let (wang, clerk) = (self.as_(1), self.as_(3));
        let booking = json!({ "queue": "A", "day": "2026-09-23", "time": "10:00" });
        let appointment = wang.post_json(&address("appointments"), &booking).await.answers(201).json();
        let told = [("words", "三个窗口互相推"), ("hall", hall.as_str())];
        wang.post_form("/me/stuck/new", &told).await.answers(303);
        let stuck = clerk.get("/api/v1/stuck").await.ok().json();
        clerk.post_json(&address("sittings"), &json!({ "counter": "1" })).await.ok();
        let ticket = clerk.post_json(&address("tickets"), &json!({ "queue": "A" })).await.answers(201).json();
        (hall, text(&ticket["id"]), text(&appointment["id"]), text(&stuck["items"][0]["id"]))
    }

    /// Everybody signs in, again when their sessions have ended.
    async fn sign_in(&mut self) {
        if self.visitors.is_empty() {
            let nobody = std::iter::once("nobody");
            let names = nobody.chain(VISITORS.iter().map(|(name, ..)| *name));
            self.visitors = names.map(|name| (name, self.app.client())).collect();
        }
        for ((_, client), (name, login, password)) in self.visitors.iter().skip(1).zip(VISITORS) {
            if client.get("/me").await.status == 200 {
                continue;
            }
            let answer = client.post_form("/sign-in", &[("login", login), ("password", password)]).await;
            assert_eq!(answer.status, 303, "{name}: {}", answer.text());
        }
    }

    /// A visitor by place: 0 is nobody.
    fn as_(&self, place: usize) -> &Client {
        &self.visitors[place].1
    }

    fn named(&self, name: &str) -> &Client {
        &self.visitors.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// The address of a route, every part of its pattern filled with something that is there.
    fn address(&self, pattern: &str) -> String {
        let id = match pattern {
            p if p.starts_with("/items/") || p.starts_with("/api/v1/items/") => &self.item,
            p if p.starts_with("/bodies/") || p.starts_with("/api/v1/bodies/") => &self.body,
            p if p.starts_with("/drafts/") => &self.draft,
            p if p.starts_with("/cases/") || p.starts_with("/desk/cases/") => &self.case,
            p if p.starts_with("/api/v1/cases/") || p.starts_with("/api/v1/desk/cases/") => &self.case,
            p if p.contains("/licences/") => &self.licence,
            p if p.contains("/messages/") => &self.message,
            p if p.starts_with("/me/enterprises/") => &self.enterprise,
            p if p.starts_with("/window/visits/") => &self.visit,
            p if p.starts_with("/console/bundles/") => &self.bundle,
            _ => "nothing",
        };
        let parts = [
            ("{id}", id),
            ("{item}", &self.item),
            ("{key}", "open-restaurant"),
            ("{section}", "applicant"),
            ("{material}", "idcard"),
            ("{code}", if pattern.contains("verify") { &self.code } else { "440117" }),
            ("{number}", if pattern.contains("/tasks/") { "1" } else { &self.notice }),
            ("{digest}", "0"),
            ("{name}", "nothing.css"),
            ("{token}", "nothing"),
            ("{handling}", &self.case),
            ("{change}", "nothing"),
            ("{at}", "item:food"),
            ("{hall}", &self.hall),
            ("{ticket}", &self.ticket),
            ("{appointment}", &self.appointment),
            ("{stuck}", &self.stuck),
            ("{mandate}", "nothing"),
        ];
        let mut address = pattern.to_owned();
        for (name, value) in parts {
            address = address.replace(name, value);
        }
        assert!(!address.contains('{'), "{pattern}: a part without a value");
        address
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The item of the main job: registering an individual business.
fn item(app: &TestApp) -> String {
    let found = app.read(|read| catalogue::by_code(read, "demo", "DEMO-440117-002")).unwrap();
    found.expect("the item is written for the demo").id.to_string()
}

/// What Wang Fang sends by program.
fn application(item: &str) -> Value {
    json!({ "item": item, "answers": {
        "shop_name": "流溪小吃", "form_kind": "single", "scope": "小吃制售", "place_division": "440117103",
        "place_address": "温泉镇示范路12号", "online_only": "no",
    }})
}

/// Runs a test in the filled house.
fn in_the_house(test: impl AsyncFnOnce(World)) {
    let (app, _parts) = World::filled();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { test(World::lived(app).await).await });
}
