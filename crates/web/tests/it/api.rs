//! The face for programs: strict bodies, problem+json, a truthful description.

use serde_json::json;
use testkit::{TestApp, wang_fang};

fn app() -> TestApp {
    TestApp::with(vec![crate::room::module()])
}

#[test]
fn a_program_leaves_a_remark_and_reads_it_page_by_page() {
    testkit::for_each_engine(pages);
}

async fn pages(engine: testkit::Engine) {
    let app = engine.app(vec![crate::room::module()]);
    app.check_statements();
    let program = app.as_person(&wang_fang()).as_program();
    for text in ["a", "b", "c"] {
        let left =
            program.post_json_with("/api/v1/remarks", &json!({ "text": text }), &[("idempotency-key", "k")]).await;
        assert_eq!(left.clone().answers(201).header("etag"), "\"v1\"");
        assert_eq!(left.json()["text"], text);
        app.clock.forward_minutes(1);
    }
    let page = program.get("/api/v1/remarks?limit=2").await.ok().json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let next = page["next"].as_str().unwrap();
    let last = program.get(&format!("/api/v1/remarks?limit=2&after={next}")).await.ok().json();
    assert_eq!((last["items"][0]["text"].as_str(), last.get("next")), (Some("c"), None));
    app.settle();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_problem_json_with_its_field() {
    let app = app();
    let program = app.as_person(&wang_fang()).in_english().as_program();
    let refused = program.post_json("/api/v1/remarks", &json!({ "text": 1 })).await.refused(422);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let problem = refused.json();
    assert_eq!(problem["code"], "problem-invalid");
    assert_eq!(problem["errors"][0]["field"], "text");
    assert_eq!(problem["errors"][0]["code"], "problem-field-type");
    assert_eq!(problem["correlation_id"], refused.header("x-request-id"));

    program.post_json("/api/v1/remarks", &json!({ "text": "x", "more": 1 })).await.refused(422).has("no such field");
    program.post("/api/v1/remarks", "application/json", "{".into()).await.refused(400);
    program.post("/api/v1/remarks", "text/plain", "{}".into()).await.refused(415);
    program.post_json("/api/v1/remarks", &json!({ "text": "again" })).await.refused(409);
    program.get("/api/v1/remarks?limit=x").await.refused(422);
    program.get("/api/v1/remarks/x").await.not_found();
    program.delete("/api/v1/remarks").await.refused(405);
    let nobody = app.nobody().as_program();
    let refused = nobody.post_json("/api/v1/remarks", &json!({ "text": "x" })).await.refused(401);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_made_from_the_table_of_routes() {
    let app = app();
    let description = app.nobody().get("/api/v1/openapi.json").await.ok().json();
    assert_eq!(description["openapi"], "3.1.0");
    let post = &description["paths"]["/api/v1/remarks"]["post"];
    assert_eq!(post["operationId"], "api-remark-leave");
    assert_eq!(post["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/RawRemark");
    assert!(post["responses"]["201"].is_object() && post["responses"]["409"].is_object());
    assert!(post["parameters"].to_string().contains("Idempotency-Key"));
    let get = &description["paths"]["/api/v1/remarks"]["get"];
    assert_eq!(get["parameters"].as_array().unwrap().len(), 2);
    assert!(get.get("security").is_none());
    let one = &description["paths"]["/api/v1/remarks/{id}"]["get"];
    assert_eq!(one["parameters"][0]["name"], "id");
    assert!(one["responses"]["404"].is_object());
    assert!(description["components"]["schemas"]["Problem"].is_object());
}
