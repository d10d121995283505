//! The pages and the API in-process.

use directory::{Directory, import};
use testkit::{Setup, TestApp, for_each_engine};

use crate::kit::FILES;

fn app(engine: &testkit::Engine) -> TestApp {
    let app = TestApp::on(engine, Setup { modules: vec![directory::module(Directory::new())], ..Setup::default() });
    let store = app.store.clone();
    std::thread::spawn(move || import::divisions(&store, &FILES).unwrap()).join().unwrap();
    app
}

#[test]
fn every_page_has_its_texts_in_both_languages() {
    testkit::pages::all(vec![directory::module(Directory::new())]);
}

#[test]
fn a_place_is_found_from_the_provinces_down_and_chosen() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let reader = app.nobody();
        reader.get("/places").await.ok().has("广东省").has("香港特别行政区").lacks("省直辖");
        reader.get("/places/440000?next=/items").await.ok().has("广州市").has("/places/440100?next=%2Fitems");
        reader.get("/places/441900").await.ok().has("东城街道").has("/preferences?place=441900");
        reader.get("/places?q=天河").await.ok().has("广东省 广州市").has("/preferences?place=440106");
        reader.get("/places?q=310230").await.ok().has("崇明区").has("2016");
        reader.get("/places/371200").await.ok().has("莱芜区").has("钢城区").has("分属");
        reader.get("/places/999999").await.not_found();
        reader.get("/places/x").await.not_found();
        reader
            .get("/places?next=https://elsewhere.example")
            .await
            .ok()
            .lacks("next=https")
            .lacks("href=\"https://elsewhere");
        let chosen = reader.get("/preferences?place=440106&next=/places").await;
        assert_eq!(chosen.see_other(), "/places");
        assert_eq!(reader.cookie("tb_place").as_deref(), Some("440106"));
        let english = app.nobody().in_english();
        english.get("/places").await.ok().has("Guangdong").has("Choose a place");
    });
}

#[test]
fn programs_read_divisions_bodies_and_days() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let store = app.store.clone();
        let line = r#"{"key":"a","name":"甲","division":"4401","level":"city","line":"民政"}"#;
        std::thread::spawn(move || import::bodies(&store, line.as_bytes()).unwrap()).join().unwrap();
        let program = app.nobody();
        let found = program.get("/api/v1/divisions/330181").await.ok().json();
        assert_eq!((&found["state"], &found["divisions"][0]["code"]), (&"successors".into(), &"330109".into()));
        let then = program.get("/api/v1/divisions/330181?on=1999-01-01").await.ok().json();
        assert_eq!(then["state"], "current");
        program.get("/api/v1/divisions/330181?on=x").await.refused(422);
        program.get("/api/v1/divisions/999999").await.not_found();
        let page = program.get("/api/v1/divisions?parent=44&limit=2").await.ok().json();
        assert_eq!((page["items"].as_array().unwrap().len(), &page["next"]), (2, &"440200".into()));
        program.get("/api/v1/divisions?parent=x").await.refused(422);
        let bodies = program.get("/api/v1/bodies?division=440100").await.ok().json();
        let id = bodies["items"][0]["id"].as_str().unwrap().to_owned();
        let body = program.get(&format!("/api/v1/bodies/{id}")).await.ok();
        assert_eq!((body.header("etag"), body.json()["code"].as_str()), ("\"v1\"", Some("440100001")));
        program.get("/api/v1/bodies/x").await.not_found();
        program.get("/api/v1/calendar?days=0").await.refused(422);
        program.get("/api/v1/calendar?days=367").await.refused(422);
        let days = program.get("/api/v1/calendar?from=2026-09-21&days=7").await.ok().json();
        assert_eq!(days["items"][5]["kind"], "weekend");
    });
}
