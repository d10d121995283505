//! Reading a request's body within the limit of its route. What is too large is drained for a
//! moment before the answer, so that a browser shows the message and not a broken connection.

use axum::{body::Body, extract::Request};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use kernel::{Problem, problem::Refusal};

/// The most bytes a route takes, put into the request by the gate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit(pub usize);

/// A form without files.
pub const FORM_LIMIT: usize = 256 * 1024;
/// How much of a body that is too large is read away.
const DRAIN: usize = 64 * 1024 * 1024;

/// The bytes that the route of `request` takes.
pub(crate) fn limit(request: &Request) -> usize {
    request.extensions().get::<Limit>().map_or(FORM_LIMIT, |limit| limit.0)
}

/// The whole body.
///
/// # Errors
/// 413 when it is larger than the route takes, 400 when the connection breaks.
pub(crate) async fn read(request: Request) -> Result<Bytes, Problem> {
    let limit = limit(&request);
    let mut stream = request.into_body().into_data_stream();
    let mut out = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Refusal::Unreadable, "problem-unreadable"))?;
        if out.len() + chunk.len() > limit {
            drain(stream.take(DRAIN / 1024)).await;
            return Err(too_large(limit));
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out.freeze())
}

/// Refuses a body that says beforehand that it is too large.
pub(crate) async fn judge_length(request: Request, limit: usize) -> Result<Request, Problem> {
    let length = request.headers().get(http::header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) {
        if length.is_some_and(|length| length <= DRAIN) {
            drain(Body::into_data_stream(request.into_body())).await;
        }
        return Err(too_large(limit));
    }
    Ok(request)
}

async fn drain<T>(stream: impl futures_util::Stream<Item = T>) {
    let mut stream = std::pin::pin!(stream);
    let patience = std::time::Duration::from_secs(10);
    let _ = tokio::time::timeout(patience, async { while stream.next().await.is_some() {} }).await;
}

pub(crate) fn too_large(limit: usize) -> Problem {
    let kilobytes = limit / 1024;
    let (amount, unit) = if kilobytes < 1024 { (kilobytes, " KB") } else { (kilobytes / 1024, " MB") };
    Problem::new(Refusal::TooLarge, "problem-too-large").arg("size", [&amount.to_string(), unit].concat())
}
