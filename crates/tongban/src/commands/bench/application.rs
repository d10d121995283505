//! One application, sent through the real router as a program sends it, with every statement that
//! it runs noted: sign-in, looks and the verb itself. Nothing else runs meanwhile.

use std::collections::BTreeMap;

use axum::{Router, body::Body};
use serde_json::{Value as Json, json};
use store::{Step, Store, Value};
use tower::ServiceExt;

use super::Opened;
use crate::{config, outcome::Failure, serve};

/// The same item as the load of `cargo xtask bench`.
const ITEM: &str = "DEMO-440117-002";
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// The statements of two applications that say the same.
pub struct Twice {
    pub store: Store,
    pub one: Vec<Step>,
    pub other: Vec<Step>,
}

/// Sends three applications and notes the last two; the first opens a block of numbers.
pub fn twice(opened: Opened) -> Result<Twice, Failure> {
    let store = opened.store.clone();
    let item = store.read(|read| catalogue::by_code(read, "demo", ITEM))?;
    let item = item.ok_or_else(|| Failure::new("bench", format!("no item {ITEM}")))?.id;
    let router = opened.router(serve::site(&config::read(None)?, true)?, false);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let steps = runtime.block_on(async {
        let sign_in = json!({ "login": "wangfang", "password": "wangfang123" }).to_string();
        let token = send(&router, "/api/v1/sessions", "application/json", "", sign_in).await?;
        let token = format!("Bearer {}", token.get("token").and_then(Json::as_str).unwrap_or_default());
        let part = "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"lease.pdf\"\r\n\r\n";
        let file = [part, PDF, "\r\n--cut--\r\n"].concat();
        let file = send(&router, "/api/v1/files", "multipart/form-data; boundary=cut", &token, file).await?;
        let body = json!({
            "item": item,
            "division": "440117103",
            "answers": {
                "form_kind": "single", "scope": "Snacks", "place_division": "440117103",
                "place_address": "12 Shifan Road", "online_only": "no",
            },
            "papers": [{ "material": "premises", "file": file.get("file"), "name": "lease.pdf" }],
        })
        .to_string();
        let mut steps = Vec::new();
        for _ in 0..3 {
            store.record_statements();
            send(&router, "/api/v1/applications", "application/json", &token, body.clone()).await?;
            steps.push(store.recorded_statements());
        }
        Ok::<_, Failure>(steps)
    })?;
    let [_, one, other] = <[Vec<Step>; 3]>::try_from(steps).map_err(|_| Failure::new("bench", "three were sent"))?;
    Ok(Twice { store, one, other })
}

async fn send(router: &Router, path: &str, media: &str, token: &str, body: String) -> Result<Json, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new("bench", format!("{path}: {error}"));
    let request = axum::http::Request::post(path).header("content-type", media);
    let request = if token.is_empty() { request } else { request.header("authorization", token) };
    let request = request.body(Body::from(body)).map_err(|error| failed(&error))?;
    let answer = router.clone().oneshot(request).await.map_err(|error| failed(&error))?;
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.map_err(|error| failed(&error))?;
    if !status.is_success() {
        return Err(failed(&format!("{status} {}", String::from_utf8_lossy(&body))));
    }
    serde_json::from_slice(&body).map_err(|error| failed(&error))
}

/// What must be another text each time a row is written: ids and official numbers that differed
/// between the two, with the part before the running one.
pub fn fresh_texts(twice: &Twice) -> BTreeMap<String, String> {
    let params = |steps: &[Step]| -> Vec<Value<'static>> {
        let ran =
            steps.iter().filter_map(|step| if let Step::Ran(ran) = step { Some(ran.params.clone()) } else { None });
        ran.flatten().collect()
    };
    let (one, other) = (params(&twice.one), params(&twice.other));
    let mut fresh = BTreeMap::new();
    for pair in one.iter().zip(&other) {
        let (Value::Text(one), Value::Text(other)) = pair else { continue };
        let is_id = one.split_once('_').is_some_and(|(_, rest)| {
            rest.len() == 26 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        });
        let is_number = (23..=25).contains(&one.len()) && one.bytes().take(9).all(|byte| byte.is_ascii_digit());
        if one != other && (is_id || is_number) {
            let before = one.len().saturating_sub(if is_id { 16 } else { 9 });
            fresh.insert(one.to_string(), one.get(..before).unwrap_or_default().to_owned());
        }
    }
    fresh
}
