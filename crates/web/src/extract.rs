//! Parts of an address as values. A path part that can't be read names nothing: 404. A query that
//! can't be read is refused with its field.

use axum::{RequestPartsExt, extract::FromRequestParts};
use http::request::Parts;
use kernel::Problem;
use serde::de::DeserializeOwned;

use crate::{fail::Fail, typed};

/// The parts of the path, as `axum::extract::Path` reads them; unreadable is 404.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send + 'static> FromRequestParts<S> for Path<T> {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        match parts.extract::<axum::extract::Path<T>>().await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found().into()),
        }
    }
}

/// The query as a type; fields not sent are `None` or their default.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        let fields = typed::urlencoded(parts.uri.query().unwrap_or_default().as_bytes())?;
        Ok(Self(typed::Typed::new(fields).read()?))
    }
}
