//! Sessions of programs.

use serde_json::json;
use testkit::for_each_engine;

use crate::kit::world;

#[test]
fn a_program_signs_in_asks_who_it_is_and_signs_out() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let program = world.app.nobody().with_header("sec-fetch-site", "");
        let right = json!({ "login": "wangfang", "password": "wangfang's password" });
        let answer = program.post_json("/api/v1/sessions", &right).await.answers(201).json();
        let token = answer["token"].as_str().unwrap().to_owned();
        assert!(answer["expires"].as_str().unwrap().ends_with("+08:00"));
        let bearer = world
            .app
            .nobody()
            .with_header("sec-fetch-site", "")
            .with_header("authorization", &format!("Bearer {token}"));
        let me = bearer.get("/api/v1/me").await.ok().json();
        assert_eq!((&me["kind"], &me["name"]), (&"person".into(), &"王芳".into()));
        bearer.delete("/api/v1/sessions/current").await.answers(204);
        let refused = bearer.get("/api/v1/me").await.refused(401);
        assert!(refused.header("content-type").starts_with("application/problem+json"));
        program.get("/api/v1/me").await.refused(401);
        world.verify();
    });
}

#[test]
fn staff_see_their_posts_and_wrong_bodies_are_refused() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let program = world.app.nobody().with_header("sec-fetch-site", "");
        let right = json!({ "login": "clerk", "password": "the clerk's password" });
        let token = program.post_json("/api/v1/sessions", &right).await.answers(201).json()["token"]
            .as_str()
            .unwrap()
            .to_owned();
        let bearer = world.app.nobody().with_header("authorization", &format!("Bearer {token}"));
        let me = bearer.get("/api/v1/me").await.ok().json();
        assert_eq!((&me["posts"][0]["role"], &me["posts"][1]["reach"]), (&"clerk".into(), &"440106".into()));
        for (body, status) in [
            (json!({ "login": "clerk", "password": "wrong" }), 422),
            (json!({ "login": "clerk" }), 422),
            (json!({ "login": "clerk", "password": 1 }), 422),
            (json!({ "login": "clerk", "password": "x", "more": 1 }), 422),
            (json!([]), 422),
        ] {
            program.post_json("/api/v1/sessions", &body).await.refused(status);
        }
        program.post("/api/v1/sessions", "text/plain", "x".into()).await.refused(415);
        for token in ["", "x", &"f".repeat(64), &"f".repeat(5000)] {
            let other = world.app.nobody().with_header("authorization", &format!("Bearer {token}"));
            other.get("/api/v1/me").await.refused(401);
        }
    });
}
