//! Whether the description of the API is true: every operation is sent what it describes and what
//! it doesn't, as people of the demo, and every answer has a status, a media type and a body that
//! the description names. How a body is judged stands in `schema`.
#![cfg(test)]

use serde_json::{Value, json};
use testkit::Answer;

use super::{
    World, in_the_house,
    schema::{example, resolved, wrong},
    typed::NASTY,
};

/// Operations that would end the session that asks.
const PASSED_OVER: [&str; 1] = ["api-sign-out"];

/// What is not as described in an answer.
fn untrue(root: &Value, operation: &Value, answer: &Answer) -> Option<String> {
    let status = answer.status.to_string();
    let Some(described) = operation["responses"].get(&status) else {
        return Some(format!("{status} isn't described: {}", answer.text()));
    };
    if answer.status >= 500 {
        return Some(format!("{status}: {}", answer.text()));
    }
    let Some(content) = described["content"].as_object() else {
        return (!answer.bytes.is_empty()).then(|| format!("{status} has a body, and none is described"));
    };
    let media = answer.header("content-type").split(';').next().unwrap_or_default().trim().to_owned();
    let Some(schema) = content.get(&media) else { return Some(format!("{status}: {media} isn't described")) };
    let body = answer.json();
    wrong(root, &schema["schema"], &body, "").map(|why| format!("{status}{why}\n  {body}"))
}

/// The bodies to send: what is described, each property missing, and each made nasty.
fn bodies(root: &Value, operation: &Value) -> Vec<Value> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return Vec::new();
    }
    let plain = example(root, schema);
    let mut out = vec![plain.clone(), json!([]), json!("x"), json!(null), json!({ "unknown": 1 })];
    let names = resolved(root, schema)["properties"].as_object().cloned().unwrap_or_default();
    for (name, _) in names {
        let mut without = plain.clone();
        without.as_object_mut().map(|all| all.remove(&name));
        out.push(without);
        let odd = [json!(null), json!(-1), json!(1e30), json!(true), json!([]), json!({}), json!([[["x"]]])];
        for value in odd.into_iter().chain(NASTY.iter().map(|text| json!(text))).chain([json!("长".repeat(70_000))]) {
            let mut with = plain.clone();
            with[&name] = value;
            out.push(with);
        }
    }
    out
}

/// Addresses of an operation: with what is there, with what isn't, and with a nasty query.
fn addresses(world: &World, root: &Value, path: &str, operation: &Value) -> Vec<String> {
    let there = world.address(path);
    let mut out = vec![there.clone()];
    if path.contains('{') {
        for value in ["nothing", "%00", "%E7%8E%8B", "..%2F..%2Fetc", "case_01J00000000000000000000000"] {
            let parts = path.split('/').map(|part| if part.starts_with('{') { value } else { part });
            out.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
        let name = parameter["name"].as_str().unwrap();
        let plain = example(root, &parameter["schema"]);
        let plain = plain.as_str().map_or_else(|| plain.to_string(), str::to_owned);
        for value in NASTY.iter().copied().chain([plain.as_str(), "-1", "99999999999999999999", ""]) {
            out.push(format!("{there}?{name}={}", web::path::encode(value)));
        }
    }
    out
}

/// Every answer to one operation, and what was sent for it.
async fn answers(world: &World, root: &Value, path: &str, method: &str, operation: &Value) -> Vec<(String, Answer)> {
    let mut out = Vec::new();
    let all = addresses(world, root, path, operation);
    if method == "get" {
        for (name, client) in &world.visitors {
            out.push((format!("{name} {}", all[0]), client.get(&all[0]).await));
        }
        for address in &all[1..] {
            for name in ["citizen", "officer", "supervisor"] {
                out.push((format!("{name} {address}"), world.named(name).get(address).await));
            }
        }
        return out;
    }
    let bodies = bodies(root, operation);
    let plain = bodies.first().cloned().unwrap_or_default();
    for (name, client) in &world.visitors {
        out.push((format!("{name} no body"), client.ask(&method.to_ascii_uppercase(), &all[0]).await));
        out.push((format!("{name} {plain}"), client.post_json(&all[0], &plain).await));
    }
    for name in ["citizen", "clerk", "officer"] {
        let client = world.named(name);
        for body in &bodies {
            world.app.clock.forward_minutes(1);
            let shown: String = body.to_string().chars().take(200).collect();
            out.push((format!("{name} {shown}"), client.post_json(&all[0], body).await));
        }
        for address in &all[1..] {
            out.push((format!("{name} {address}"), client.post_json(address, &plain).await));
        }
    }
    out
}

#[test]
fn every_answer_of_the_api_is_as_described() {
    in_the_house(async |mut world| {
        let root = world.as_(0).get("/api/v1/openapi.json").await.ok().json();
        let mut lies = Vec::new();
        let mut asked = 0;
        for (path, methods) in root["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                if PASSED_OVER.contains(&operation["operationId"].as_str().unwrap()) {
                    continue;
                }
                world.sign_in().await;
                for (sent, answer) in answers(&world, &root, path, method, operation).await {
                    asked += 1;
                    lies.extend(untrue(&root, operation, &answer).map(|why| format!("{method} {path} {sent}: {why}")));
                }
            }
        }
        assert!(lies.is_empty(), "{} of {asked} answers are not as described:\n{}", lies.len(), lies.join("\n"));
        assert!(asked > 1_000, "only {asked} were asked");
        world.app.settle();
    });
}

/// Refusals of a field for what stands in it alone, whatever the rest says.
const EMPTY: [&str; 3] = ["problem-field-empty", "problem-field-choose", "casework-reason-wanting"];
const LONG: [&str; 1] = ["problem-field-long"];
const ODD: [&str; 1] = ["problem-field-control"];
const OTHER: [&str; 2] = ["problem-field-choice", "problem-field-date"];

/// The field of an answer that was refused with one of these codes.
fn refused_at(answer: &Answer, codes: &[&str]) -> Vec<String> {
    if answer.status != 422 {
        return Vec::new();
    }
    let told = answer.json();
    let errors = told["errors"].as_array().cloned().unwrap_or_default();
    let one =
        |error: &Value| codes.contains(&error["code"].as_str()?).then(|| error["field"].as_str().map(str::to_owned))?;
    errors.iter().filter_map(one).collect()
}

/// Whether a schema says that a value isn't taken.
fn forbids(root: &Value, schema: &Value, value: &Value) -> bool {
    let schema = resolved(root, schema);
    let text = value.as_str().unwrap_or_default();
    let length = text.chars().count() as u64;
    schema["minLength"].as_u64().is_some_and(|least| length < least)
        || schema["maxLength"].as_u64().is_some_and(|most| length > most)
        || schema["enum"].as_array().is_some_and(|all| !all.contains(value))
        || schema["oneOf"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one.get("const").is_some_and(|it| it != value)))
        || ["format", "pattern"].iter().any(|word| schema[word].is_string() && (length == 0 || text == "\u{7}"))
        || value
            .as_array()
            .is_some_and(|all| schema["minItems"].as_u64().is_some_and(|least| (all.len() as u64) < least))
}

#[test]
fn what_is_refused_of_a_field_alone_the_description_forbids() {
    in_the_house(async |mut world| {
        let root = world.as_(0).get("/api/v1/openapi.json").await.ok().json();
        let (mut lies, mut judged) = (Vec::new(), 0);
        for (path, methods) in root["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let there = world.address(path);
                // A parameter that may stand without a value says so.
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                for parameter in parameters.iter().filter(|one| one["in"] == "query") {
                    let name = parameter["name"].as_str().unwrap();
                    let answer = world.named("citizen").get(&format!("{there}?{name}=")).await;
                    if answer.status < 400 && parameter["allowEmptyValue"] != json!(true) {
                        lies.push(format!("{method} {path}: an empty {name} was taken"));
                    }
                    for who in ["citizen", "officer"] {
                        let answer = world.named(who).get(&format!("{there}?{name}=abc")).await;
                        let words = ["enum", "pattern", "format", "anyOf"];
                        let bound = words.iter().any(|word| !parameter["schema"][word].is_null());
                        if refused_at(&answer, &OTHER).iter().any(|field| field == name) && !bound {
                            lies.push(format!("{method} {path}: not every {name} is taken"));
                        }
                    }
                }
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                if schema.is_null() || PASSED_OVER.contains(&operation["operationId"].as_str().unwrap()) {
                    continue;
                }
                world.sign_in().await;
                world.app.clock.forward_minutes(11);
                let plain = example(&root, schema);
                for (name, property) in resolved(&root, schema)["properties"].as_object().cloned().unwrap_or_default() {
                    for (value, codes) in [
                        (json!(""), EMPTY.as_slice()),
                        (json!([]), EMPTY.as_slice()),
                        (json!("\u{957f}".repeat(70_000)), LONG.as_slice()),
                        (json!("\u{7}"), ODD.as_slice()),
                    ] {
                        let mut body = plain.clone();
                        body[&name] = value.clone();
                        for who in ["citizen", "clerk", "officer", "head"] {
                            let answer = world.named(who).post_json(&there, &body).await;
                            if refused_at(&answer, codes).contains(&name) {
                                judged += 1;
                                if !forbids(&root, &property, &value) {
                                    let shown: String = value.to_string().chars().take(20).collect();
                                    lies.push(format!(
                                        "{method} {path}: {name} = {shown} is refused, {property} allows it"
                                    ));
                                }
                            }
                        }
                    }
                }
            }
        }
        lies.dedup();
        assert!(lies.is_empty(), "{}", lies.join("\n"));
        assert!(judged > 20, "only {judged} refusals were judged");
        world.app.settle();
    });
}
