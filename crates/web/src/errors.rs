//! The answer to what went wrong: a page in the reader's language, or problem+json (RFC 9457) for
//! programs. Faults are logged here, once, with the correlation id that the answer shows.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Problem, problem::Refusal};

use crate::{api, cx::Cx, fail::Fail, shell::Shell};

/// The page of a refusal or a fault.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub shell: Shell,
    pub status: u16,
    pub fields: Vec<String>,
    pub advice: String,
    /// Shown where someone may ask about it.
    pub correlation: Option<String>,
}

/// Renders `fail` for whoever asked.
pub(crate) fn render(cx: &Cx, fail: &Fail) -> Response {
    let fault;
    let problem = match fail {
        Fail::Problem(problem) => problem,
        Fail::Fault(error) => {
            tracing::error!(request = %cx.request_id, %error, "a request failed");
            metrics::counter!("web_faults").increment(1);
            fault = Problem::new(Refusal::Fault, "problem-fault");
            &fault
        }
    };
    let mut response = if api::is_api(&cx.path) {
        api::problem(cx, problem)
    } else if problem.refusal == Refusal::SignIn {
        let next = [&*cx.path, if cx.query.is_empty() { "" } else { "?" }, &cx.query].concat();
        crate::cx::see_other(&crate::path::with_query(crate::SIGN_IN, &[("next", &next)]))
    } else {
        page(cx, problem)
    };
    if let Some(seconds) = problem.retry_after_seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn page(cx: &Cx, problem: &Problem) -> Response {
    let texts = cx.app.texts();
    let status = status(problem);
    let message = texts.message(cx.locale, problem.message, &problem.args);
    let fields = problem.fields.iter().map(|field| texts.message(cx.locale, field.message, &field.args)).collect();
    let advice = match problem.refusal {
        Refusal::NotFound | Refusal::Gone => "web-advice-search",
        Refusal::Forbidden => "web-advice-forbidden",
        Refusal::Conflict => "web-advice-again",
        Refusal::Fault => "web-advice-fault",
        Refusal::TooOften | Refusal::Unavailable => "web-advice-wait",
        _ => "web-advice-back",
    };
    let page = ErrorPage {
        shell: cx.shell(message),
        status,
        fields,
        advice: cx.t(advice),
        correlation: matches!(problem.refusal, Refusal::Fault | Refusal::Unavailable)
            .then(|| cx.request_id.to_string()),
    };
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match page.render() {
        Ok(text) => crate::cx::html(code, text),
        Err(error) => {
            tracing::error!(request = %cx.request_id, %error, "the error page failed");
            code.into_response()
        }
    }
}

/// 405 has no refusal of its own: no verb refuses so, only the table of routes does.
pub(crate) fn status(problem: &Problem) -> u16 {
    if problem.message == METHOD { 405 } else { problem.refusal.status() }
}

/// The message of a method that an address does not have.
pub(crate) const METHOD: &str = "problem-method";

/// A bare status of the framework, such as 405, as a problem; `None` for answers of rooms.
pub(crate) fn of_plain(response: &Response, body_limit: usize) -> Option<Problem> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !(status.is_client_error() || status.is_server_error()) || !(kind.is_empty() || kind.starts_with("text/plain")) {
        return None;
    }
    let (refusal, message) = match status.as_u16() {
        401 => (Refusal::SignIn, "problem-sign-in"),
        403 => (Refusal::Forbidden, "problem-forbidden"),
        404 => (Refusal::NotFound, "problem-not-found"),
        409 => (Refusal::Conflict, "problem-stale"),
        410 => (Refusal::Gone, "problem-gone"),
        413 => return Some(crate::body::too_large(body_limit)),
        415 => (Refusal::WrongType, "problem-wrong-type"),
        422 => (Refusal::Invalid, "problem-invalid"),
        429 => (Refusal::TooOften, "problem-busy"),
        503 => (Refusal::Unavailable, "problem-busy"),
        500..=599 => (Refusal::Fault, "problem-fault"),
        _ => (Refusal::Unreadable, "problem-unreadable"),
    };
    Some(Problem::new(refusal, message))
}
