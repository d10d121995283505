//! Who is let in, from where, how often; what every answer carries; kept pages.

use kernel::{access::Role, id::BodyId};
use testkit::{Setup, TestApp, for_each_engine, staff, wang_fang};

fn app() -> TestApp {
    TestApp::with(vec![crate::room::module()])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_each_class_of_actor_as_reviewed() {
    let app = app();
    let body = BodyId::new(kernel::Timestamp(0), [1; 10]);
    let (nobody, person) = (app.nobody(), app.as_person(&wang_fang()));
    let (officer, clerk) = (app.as_staff(&staff(1, Role::Officer, &body)), app.as_staff(&staff(2, Role::Clerk, &body)));
    let visitors = [("nobody", &nobody), ("person", &person), ("officer", &officer), ("clerk", &clerk)];
    let walked = app
        .walk(&visitors, |route| {
            let known = ["/broken", "/panics", "/remarks/few", "/assets/{digest}/{name}"];
            (!known.contains(&route.path)).then(|| route.path.replace("{id}", "remark_00000000000000000000000000"))
        })
        .await;
    let reviewed = include_str!("walked.txt");
    assert_eq!(walked, reviewed, "\n{walked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_sign_in_and_comes_back() {
    let app = app();
    let to = app.nobody().get("/remarks/new?a=1").await.see_other();
    assert_eq!(to, "/sign-in?next=%2Fremarks%2Fnew%3Fa%3D1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_from_another_site_is_refused() {
    let app = app();
    let person = app.as_person(&wang_fang());
    let cross = app.as_person(&wang_fang()).with_header("sec-fetch-site", "cross-site");
    cross.post_form("/remarks/new", &[("text", "x")]).await.refused(403);
    let silent = app.as_person(&wang_fang()).with_header("sec-fetch-site", "");
    silent.post_form("/remarks/new", &[("text", "x")]).await.refused(403);
    let origin = silent.with_header("origin", "http://tongban.test");
    origin.post_form("/remarks/new", &[("text", "x")]).await.see_other();
    person.get("/remarks").await.ok().has("<li>x</li>");
    app.settle();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_route_says_when_to_come_back() {
    let app = app();
    let client = app.nobody();
    for _ in 0..3 {
        client.post_form("/remarks/few", &[]).await.see_other();
    }
    let refused = client.post_form("/remarks/few", &[]).await.refused(429);
    assert_eq!(refused.header("retry-after"), "20");
    app.clock.forward_minutes(1);
    client.post_form("/remarks/few", &[]).await.see_other();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let app = app();
    for path in ["/remarks", "/nowhere", "/api/v1/nowhere", "/broken", "/favicon.ico"] {
        let answer = app.nobody().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-request-id").len(), 16);
    }
    assert_eq!(app.as_person(&wang_fang()).get("/remarks").await.header("cache-control"), "no-store");
}

#[test]
fn a_kept_page_is_fresh_after_a_change_and_packed_once() {
    for_each_engine(async |engine| {
        let app = engine.app(vec![crate::room::module()]);
        let nobody = app.nobody();
        let first = nobody.get("/remarks").await.ok();
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty());
        let same = app.nobody().with_header("if-none-match", &tag).get("/remarks").await.answers(304);
        assert!(same.bytes.is_empty());
        nobody.get("/remarks?lang=en").await.ok().has("lang=\"en\"");
        nobody.get("/remarks").await.ok().has("lang=\"en\"");
        let packed = app.nobody().with_header("accept-encoding", "gzip, br").get("/remarks").await.ok();
        assert_eq!(packed.header("content-encoding"), "br");
        assert!(packed.bytes.len() < 3000, "{}", packed.bytes.len());

        let person = app.as_person(&wang_fang());
        person.post_form("/remarks/new", &[("text", "news")]).await.see_other();
        app.settle();
        app.nobody().get("/remarks").await.ok().has("<li>news</li>");
        person.get("/remarks").await.ok().has("<li>news</li>").has("sign-out");
        app.nobody().get("/remarks").await.ok().lacks("sign-out");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_and_language_are_remembered_by_plain_links() {
    let app = app();
    let client = app.nobody();
    let next = client.get("/preferences?theme=dark&size=large&lang=en&next=%2Fremarks%3Fa%3D1").await.see_other();
    assert_eq!(next, "/remarks?a=1");
    client.get(&next).await.ok().has("data-theme=\"dark\"").has("data-size=\"large\"").has("lang=\"en\"");
    assert_eq!(client.get("/preferences?next=//evil.example").await.see_other(), "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_house_answers_503_at_once() {
    let limits = web::Limits { at_once: 0, ..web::Limits::default() };
    let setup = Setup { modules: vec![crate::room::module()], limits, ..Setup::default() };
    let app = TestApp::on(&testkit::Engine::Sqlite, setup);
    let answer = app.nobody().get("/remarks").await.refused(503);
    assert_eq!(answer.header("retry-after"), "2");
}

#[test]
fn two_routes_with_one_address_are_refused_at_start() {
    let twice = || {
        let mut module = crate::room::module();
        module.texts = &[];
        module
    };
    let mut other = twice();
    other.routes.retain(|route| route.path == "/remarks/{id}");
    for route in &mut other.routes {
        route.path = "/remarks/{other}";
        route.name = "another";
    }
    assert!(matches!(web::House::of(vec![twice(), other]), Err(web::HouseError::TwoRoutes { .. })));
}
