//! The description of the API, OpenAPI 3.1, made from the table of routes: what each takes, gives
//! and refuses. Nothing is described by hand, so nothing can be forgotten.

use std::collections::BTreeSet;

use kernel::{Locale, access::Class, problem::Refusal};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{api::ProblemBody, app::Site, route::Route, texts::Texts};

/// The description as JSON.
pub(crate) fn describe<'a>(routes: impl Iterator<Item = &'a Route>, site: &Site, texts: &Texts) -> String {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemBody>().to_value();
    let mut paths = Map::new();
    for route in routes.filter(|route| route.path.starts_with("/api/v1/")) {
        let operation = operation(route, &mut generator, &problem, texts);
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(route.method.as_str().to_ascii_lowercase(), operation);
        }
    }
    let title = texts.get(Locale::En, "web-api-title");
    let description = json!({
        "openapi": "3.1.0",
        "info": { "title": title, "version": env!("CARGO_PKG_VERSION"), "description": site.name.get(Locale::En) },
        "servers": [{ "url": site.origin.as_deref().unwrap_or("/") }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": crate::cookie::SESSION },
            },
        },
    });
    description.to_string()
}

fn operation(route: &Route, generator: &mut SchemaGenerator, problem: &Value, texts: &Texts) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".into(), route.name.into());
    let key = ["api-", route.name].concat();
    if texts.has(Locale::En, &key) {
        operation.insert("summary".into(), texts.get(Locale::En, &key).into());
    }
    let tag = route.path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
    operation.insert("tags".into(), json!([tag]));
    if route.class != Class::Public {
        operation.insert("security".into(), json!([{ "bearer": [] }, { "session": [] }]));
    }
    operation.insert("parameters".into(), parameters(route, generator).into());
    if let Some(input) = route.api.input {
        let schema = input(generator).to_value();
        let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
        operation.insert("requestBody".into(), body);
    }
    if route.api.takes_file {
        let file = json!({ "type": "string", "contentMediaType": "application/octet-stream", "minLength": 1 });
        let schema = json!({ "type": "object", "required": ["file"], "properties": { "file": file }, "additionalProperties": false });
        let body = json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } });
        operation.insert("requestBody".into(), body);
    }
    let mut responses = Map::new();
    let mut answer = json!({ "description": reason(route.api.status) });
    if let (Some(output), Some(answer)) = (route.api.output, answer.as_object_mut()) {
        let schema = output(generator).to_value();
        answer.insert("content".into(), json!({ "application/json": { "schema": schema } }));
    }
    responses.insert(route.api.status.to_string(), answer);
    for status in statuses(route) {
        let content = json!({ "application/problem+json": { "schema": problem } });
        responses.insert(status.to_string(), json!({ "description": reason(status), "content": content }));
    }
    operation.insert("responses".into(), responses.into());
    operation.into()
}

/// The refusals that every route of this shape can give, and its own.
fn statuses(route: &Route) -> BTreeSet<u16> {
    let mut all: BTreeSet<u16> = route.api.refusals.iter().map(|refusal| refusal.status()).collect();
    all.extend([Refusal::Fault, Refusal::Unavailable].map(Refusal::status));
    all.insert(Refusal::Unreadable.status());
    if route.class != Class::Public {
        all.extend([Refusal::SignIn, Refusal::Forbidden].map(Refusal::status));
    }
    if route.path.contains('{') {
        all.insert(Refusal::NotFound.status());
    }
    if route.api.query.is_some() || route.mutates() {
        all.insert(Refusal::Invalid.status());
    }
    if route.mutates() {
        let body = [Refusal::Forbidden, Refusal::TooLarge, Refusal::WrongType];
        all.extend(body.map(Refusal::status));
    }
    if route.throttle.is_some() {
        all.insert(Refusal::TooOften.status());
    }
    all
}

fn parameters(route: &Route, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut out: Vec<Value> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
        .collect();
    if let Some(query) = route.api.query {
        let schema = resolved(query(generator).to_value(), generator);
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let required = required.contains(&name.as_str());
            // A parameter without a value is one that was not given, as in a form.
            let empty = !required;
            let parameter = json!({ "name": name, "in": "query", "required": required, "allowEmptyValue": empty, "schema": schema });
            out.push(parameter);
        }
    }
    if route.api.idempotent {
        let schema = json!({ "type": "string", "pattern": "^[!-~]{1,200}$" });
        out.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": schema }));
    }
    out
}

/// The schema itself where `schema` only points to it.
fn resolved(schema: Value, generator: &SchemaGenerator) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
    name.and_then(|name| generator.definitions().get(name)).cloned().unwrap_or(schema)
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason()).unwrap_or_default()
}
