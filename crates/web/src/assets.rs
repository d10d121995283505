//! The files that pages load: one style sheet, one script, one icon. Built into the binary, served
//! under an address with their digest, so that browsers keep them for ever.

use std::sync::LazyLock;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use kernel::Problem;
use sha2::{Digest, Sha256};

use crate::{extract::Path, fail::Answer};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

static ASSETS: [Asset; 3] = [
    Asset { name: "tongban.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("../assets/tongban.css") },
    Asset { name: "tongban.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/tongban.js") },
    Asset { name: "seal.svg", kind: "image/svg+xml", bytes: include_bytes!("../assets/seal.svg") },
];

/// The addresses, with the digest of all assets together.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for asset in &ASSETS {
        hasher.update(asset.bytes);
    }
    let mut digest = crate::hex(&hasher.finalize());
    digest.truncate(12);
    digest
});

/// The address of the asset `name`.
#[must_use]
pub fn href(name: &str) -> String {
    ["/assets/", &DIGEST, "/", name].concat()
}

/// The content of the asset `name`, for pages written to a file.
#[must_use]
pub fn content(name: &str) -> Option<&'static [u8]> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.bytes)
}

/// `GET /assets/{digest}/{name}`. An old digest gets the present file, not kept.
pub(crate) async fn asset(Path((digest, name)): Path<(String, String)>) -> Answer {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or_else(Problem::not_found)?;
    Ok(serve(asset, digest == *DIGEST))
}

/// `GET /favicon.ico`: the seal.
pub(crate) async fn icon() -> Answer {
    let asset = ASSETS.iter().find(|asset| asset.name == "seal.svg").ok_or_else(Problem::not_found)?;
    Ok(serve(asset, false))
}

fn serve(asset: &Asset, for_ever: bool) -> Response {
    let rule = if for_ever { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(rule)),
    ];
    (headers, Body::from(asset.bytes)).into_response()
}
