//! Errors: pages in the reader's language, problem+json for programs, nothing of the inside.

use testkit::{TestApp, wang_fang};

fn app() -> TestApp {
    TestApp::with(vec![crate::room::module()])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_page_speaks_the_readers_language_and_shows_nothing_of_the_inside() {
    let app = app();
    app.nobody().in_english().get("/nowhere").await.not_found().has("There is no such page").has("lang=\"en\"");
    app.nobody().get("/nowhere").await.not_found().has("lang=\"zh-CN\"");
    for path in ["/broken", "/panics"] {
        let page = app.nobody().in_english().get(path).await.refused(500).has("went wrong on our side").lacks("secret");
        let id = page.header("x-request-id").to_owned();
        assert_eq!(id.len(), 16);
        page.has(&id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_router_refuses_is_an_error_like_any_other() {
    let app = app();
    let person = app.as_person(&wang_fang()).in_english();
    person.post_form("/remarks", &[]).await.refused(405).has("does not offer that").has("Status 405");
    person.get("/remarks/not-an-id").await.not_found();
    person.post("/remarks/new", "text/csv", "a".into()).await.refused(415);
    person.post("/remarks/new", "application/x-www-form-urlencoded", "text=%FF".into()).await.refused(400);
    let large = "x".repeat(5000);
    person.post_form("/remarks/new", &[("text", &large)]).await.refused(413);
    person.post_files("/remarks/new", &[("text", &large)], &[]).await.refused(413);
}
