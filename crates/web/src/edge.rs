//! The outermost layer: the correlation id, the bound on requests at once, the headers that every
//! answer carries, and one line of log and one figure a request. No address, no query and no
//! person stands in the log: only the name of the route.

use std::{sync::Arc, time::Instant};

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue, header};

use crate::app::App;

/// The correlation id of a request.
#[derive(Clone)]
pub(crate) struct RequestId(pub Arc<str>);

/// The name of the route that answered.
#[derive(Clone, Copy)]
pub(crate) struct RouteName(pub &'static str);

/// What every answer carries. Scripts and styles come from files of ours only, frames from nowhere.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

pub(crate) async fn around(app: App, mut request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "how long an answer took is a figure, not a time of the domain")]
    let begun = Instant::now();
    let id: Arc<str> = crate::hex(&app.store().chance::<8>()).into();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let mut response = match app.0.room_at_once.try_acquire() {
        Ok(_seat) => next.run(request).await,
        Err(_) => shed(),
    };
    let route = response.extensions().get::<RouteName>().map_or("shed", |name| name.0);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.site().secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    metrics::histogram!("web_seconds", "route" => route).record(took.as_secs_f64());
    metrics::counter!("web_answers", "route" => route, "status" => status.to_string()).increment(1);
    if status >= 500 {
        tracing::info!(request = %id, %method, route, status, micros = took.as_micros(), "not answered");
    } else {
        tracing::debug!(request = %id, %method, route, status, micros = took.as_micros(), "answered");
    }
    response
}

/// Full: a short answer that costs nothing.
fn shed() -> Response {
    let mut response = Response::new(axum::body::Body::from("503 busy\n"));
    *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}
