//! What the rooms' JSON faces share: strict bodies, problem+json, versions as ETags, idempotency
//! keys and keyed pages. Addresses below `/api/` are for programs.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use kernel::{Problem, problem::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{body, cx::Cx, fail::Fail, typed};

/// Whether programs use this address.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// A strict JSON body: its type said, its fields known, the wrong one named.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Fail;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fail> {
        if typed::content_type(&request) != "application/json" {
            return Err(Problem::new(Refusal::WrongType, "problem-wrong-type-json").into());
        }
        let bytes = body::read(request).await?;
        Ok(Self(read(&bytes)?))
    }
}

/// To a JSON schema `2.0` is an integer, to the types that are read here it isn't: what is refused as it
/// stands is read once more with such numbers written as integers.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let problem = match read_as_written(bytes) {
        Ok(value) => return Ok(value),
        Err(problem) => problem,
    };
    let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        return Err(Problem::new(Refusal::Unreadable, "problem-unreadable-json"));
    };
    if !integers(&mut value) {
        return Err(problem);
    }
    let written = serde_json::to_vec(&value).map_err(|_| problem)?;
    read_as_written(&written)
}

/// Writes whole numbers as integers; whether there was one that wasn't.
fn integers(value: &mut serde_json::Value) -> bool {
    use serde_json::Value;
    // Up to here every whole number has a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) if number.is_f64() => {
            let Some(float) = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT) else {
                return false;
            };
            let Ok(whole) = format!("{float:.0}").parse::<i64>() else { return false };
            *value = Value::from(whole);
            true
        }
        Value::Array(all) => all.iter_mut().map(integers).filter(|found| *found).count() > 0,
        Value::Object(all) => all.values_mut().map(integers).filter(|found| *found).count() > 0,
        _ => false,
    }
}

fn read_as_written<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        if !inner.is_data() {
            return Problem::new(Refusal::Unreadable, "problem-unreadable-json");
        }
        let text = inner.to_string();
        let prefix = if path == "." { String::new() } else { [&path, "."].concat() };
        match typed::missing_field(&text) {
            Some(field) => Problem::invalid().field([prefix, field].concat(), "problem-field-empty"),
            None if text.starts_with("unknown field") => Problem::invalid().field(path, "problem-field-unknown"),
            None => Problem::invalid().field(path, "problem-field-type"),
        }
    })?;
    json.end().map_err(|_| Problem::new(Refusal::Unreadable, "problem-unreadable-json"))?;
    Ok(value)
}

/// What a refusal looks like on the wire (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Stable; for programs.
    pub code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
    /// Under which the log knows this request.
    pub correlation_id: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProblemField {
    pub field: String,
    pub code: String,
    pub message: String,
}

/// `problem` as problem+json in the caller's language.
pub(crate) fn problem(cx: &Cx, problem: &Problem) -> Response {
    let texts = cx.app.texts();
    let status = crate::errors::status(problem);
    let body = ProblemBody {
        kind: ["urn:tongban:problem:", problem.message.trim_start_matches("problem-")].concat(),
        title: cx.tn("web-status", &[("status", &status.to_string())]),
        status,
        detail: texts.message(cx.locale, problem.message, &problem.args),
        code: problem.message.to_owned(),
        errors: problem
            .fields
            .iter()
            .map(|field| ProblemField {
                field: field.field.to_string(),
                code: field.message.to_owned(),
                message: texts.message(cx.locale, field.message, &field.args),
            })
            .collect(),
        correlation_id: cx.request_id.to_string(),
    };
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    let text = serde_json::to_vec(&body).unwrap_or_default();
    let mut response = (code, kind, text).into_response();
    if code == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// With the version of the noun as its ETag.
#[must_use]
pub fn with_version(mut response: Response, version: i64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&["\"v", &version.to_string(), "\""].concat()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The version that the caller saw, from If-Match; `None` when it does not care.
///
/// # Errors
/// 400 when it is not an ETag of ours.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version =
        text.strip_prefix("\"v").and_then(|rest| rest.strip_suffix('"')).and_then(|digits| digits.parse().ok());
    version.map(Some).ok_or_else(|| Problem::new(Refusal::Unreadable, "problem-if-match"))
}

/// The header Idempotency-Key: the same key is the same act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default();
        if text.is_empty() || text.len() > 200 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::new(Refusal::Unreadable, "problem-idempotency-key").into());
        }
        Ok(Self(Some(text.to_owned())))
    }
}

/// The query of a keyed page: after which key, and how many.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct After {
    /// The key of the last one of the page before, from `next`.
    pub after: Option<String>,
    /// 1 to 200; 50 unless said.
    pub limit: Option<u16>,
}

impl After {
    /// How many to read: one more than shown says whether there is a next page.
    #[must_use]
    pub fn limit(&self) -> u32 {
        u32::from(self.limit.unwrap_or(50).clamp(1, 200))
    }

    #[must_use]
    pub fn key(&self) -> &str {
        self.after.as_deref().unwrap_or_default()
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// The key after which the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// From rows of which one more than `limit` was read.
    #[must_use]
    pub fn of(mut items: Vec<T>, limit: u32, key: impl Fn(&T) -> String) -> Self {
        let limit = limit as usize;
        let next = if items.len() > limit { items.get(limit.saturating_sub(1)).map(key) } else { None };
        items.truncate(limit);
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        #[expect(dead_code, reason = "only read")]
        name: String,
    }

    #[test]
    fn a_body_is_read_strictly_and_the_field_named() {
        assert!(read::<Raw>(br#"{"name":"a"}"#).is_ok());
        for (body, status, field) in [
            (r#"{"name":1}"#, 422, "name"),
            (r"{}", 422, "name"),
            (r#"{"name":"a","x":1}"#, 422, "x"),
            (r#"{"name":"#, 400, ""),
            (r#"{"name":"a"} x"#, 400, ""),
        ] {
            let problem = read::<Raw>(body.as_bytes()).unwrap_err();
            assert_eq!(problem.refusal.status(), status, "{body}");
            assert_eq!(problem.fields.first().map_or("", |found| &found.field), field, "{body}");
        }
    }

    #[test]
    fn a_page_names_the_key_after_which_the_next_begins() {
        let page = Listed::of(vec![1, 2, 3], 2, i32::to_string);
        assert_eq!((page.items, page.next), (vec![1, 2], Some("2".into())));
        assert_eq!(Listed::of(vec![1, 2], 2, i32::to_string).next, None);
        let mut headers = HeaderMap::new();
        assert_eq!(if_match(&headers), Ok(None));
        headers.insert(header::IF_MATCH, HeaderValue::from_static("\"v7\""));
        assert_eq!(if_match(&headers), Ok(Some(7)));
        headers.insert(header::IF_MATCH, HeaderValue::from_static("7"));
        assert!(if_match(&headers).is_err());
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_is_written() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Counted {
            number: Option<u32>,
            list: Vec<i64>,
        }
        let read = |text: &str| super::read::<Counted>(text.as_bytes());
        let counted = Counted { number: Some(2292), list: vec![-3, 4] };
        assert_eq!(read(r#"{"number":2292.0,"list":[-3.0,4]}"#), Ok(counted));
        for (text, status) in [
            (r#"{"number":2.5,"list":[]}"#, 422),
            (r#"{"number":-1.0,"list":[]}"#, 422),
            (r#"{"number":1e300,"list":[]}"#, 422),
            (r#"{"number":1.0,"list":[],"more":1.0}"#, 422),
            (r#"{"number":1.0"#, 400),
        ] {
            assert_eq!(read(text).unwrap_err().refusal.status(), status, "{text}");
        }
    }
}
