//! A browser of the tests: the real router in-process, a cookie jar, and answers that are asked
//! what they say.

use std::{collections::BTreeMap, sync::Mutex};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, header};
use serde_json::Value;
use tower::ServiceExt;

/// A client with a cookie jar.
pub struct Client {
    router: axum::Router,
    cookies: Mutex<BTreeMap<String, String>>,
    headers: Mutex<Vec<(String, String)>>,
}

impl Client {
    pub(crate) fn new(router: axum::Router) -> Self {
        let headers = vec![("sec-fetch-site".to_owned(), "same-origin".to_owned())];
        Self { router, cookies: Mutex::default(), headers: Mutex::new(headers) }
    }

    /// Sends this header from now on; an empty value stops it.
    #[must_use]
    pub fn with_header(self, name: &str, value: &str) -> Self {
        {
            let mut headers = self.headers.lock().unwrap();
            headers.retain(|(known, _)| known != name);
            if !value.is_empty() {
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
        self
    }

    /// Reads English from now on.
    #[must_use]
    pub fn in_english(self) -> Self {
        self.with_header("accept-language", "en")
    }

    /// A program: the session as a bearer token, no cookies, none of a browser's headers.
    #[must_use]
    pub fn as_program(self) -> Self {
        let token = self.cookies.lock().unwrap().remove(web::cookie::SESSION).unwrap_or_default();
        let bearer = if token.is_empty() { String::new() } else { format!("Bearer {token}") };
        self.with_header("authorization", &bearer).with_header("sec-fetch-site", "")
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path).await
    }

    /// A request without a body.
    pub async fn ask(&self, method: &str, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pair = |(name, value): &(&str, &str)| format!("{}={}", web::path::encode(name), web::path::encode(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        self.post(path, "application/x-www-form-urlencoded", body.into()).await
    }

    /// A form with files: field, name, content.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        let part = |name: &str| format!("--boundary-of-a-test\r\nContent-Disposition: form-data; name=\"{name}\"");
        for (name, value) in fields {
            body.extend_from_slice(format!("{}\r\n\r\n{value}\r\n", part(name)).as_bytes());
        }
        for (field, name, content) in files {
            let head =
                format!("{}; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n", part(field));
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--boundary-of-a-test--\r\n");
        self.post(path, "multipart/form-data; boundary=boundary-of-a-test", body.into()).await
    }

    pub async fn post_json(&self, path: &str, value: &Value) -> Answer {
        self.post(path, "application/json", value.to_string().into()).await
    }

    /// As `post_json`, with headers of this request only, such as `idempotency-key`.
    pub async fn post_json_with(&self, path: &str, value: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method("POST").uri(path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(value.to_string().into()).unwrap()).await
    }

    pub async fn post(&self, path: &str, kind: &str, body: Bytes) -> Answer {
        let request = Request::builder().method("POST").uri(path).header(header::CONTENT_TYPE, kind);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Any request, with the jar's cookies and the client's headers.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        for (name, value) in self.headers.lock().unwrap().iter() {
            let name: http::HeaderName = name.parse().unwrap();
            if !request.headers().contains_key(&name) {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        request.headers_mut().insert(header::HOST, "tongban.test".parse().unwrap());
        let cookies =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            self.take_cookie(set.to_str().unwrap());
        }
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        Answer { asked, status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    /// Follows redirects from `answer` to the page where they end.
    pub async fn follow(&self, answer: Answer) -> Answer {
        let mut answer = answer;
        for _ in 0..10 {
            let Some(next) = answer.location() else { return answer };
            answer = self.get(&next).await;
        }
        panic!("redirects without end from {}", answer.asked);
    }

    fn take_cookie(&self, set: &str) {
        let (pair, rules) = set.split_once(';').unwrap_or((set, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        if rules.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    fn location(&self) -> Option<String> {
        (300..400).contains(&self.status).then(|| self.header("location").to_owned()).filter(|next| !next.is_empty())
    }

    /// 200.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.answers(200)
    }

    /// This status.
    #[track_caller]
    pub fn answers(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered {}\n{}", self.asked, self.header("location"), self.text());
        self
    }

    /// A refusal with this status.
    #[track_caller]
    pub fn refused(self, status: u16) -> Self {
        self.answers(status)
    }

    #[track_caller]
    pub fn not_found(self) -> Self {
        self.answers(404)
    }

    /// 303, and where to.
    #[track_caller]
    pub fn see_other(&self) -> String {
        assert_eq!(self.status, 303, "{}\n{}", self.asked, self.text());
        self.header("location").to_owned()
    }

    #[track_caller]
    pub fn has(self, text: &str) -> Self {
        assert!(self.text().contains(text), "{}: no `{text}` in\n{}", self.asked, self.text());
        self
    }

    #[track_caller]
    pub fn lacks(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "{}: `{text}` is in\n{}", self.asked, self.text());
        self
    }
}
