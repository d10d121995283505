//! The files that pages load: one style sheet, one script, one icon; and what pages with a modeller
//! load besides. Built into the binary, served under an address with their digest, so that browsers
//! keep them for ever.

use std::sync::LazyLock;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};
use kernel::Problem;
use sha2::{Digest, Sha256};

use crate::{extract::Path, fail::Answer, modellers, page_cache};

pub(crate) struct Asset {
    pub name: &'static str,
    pub kind: &'static str,
    pub bytes: &'static [u8],
    /// The bytes are compressed by Brotli.
    pub brotli: bool,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

static ASSETS: [Asset; 9] = [
    plain("tongban.css", CSS, include_bytes!("../assets/tongban.css")),
    plain("tongban.js", JS, include_bytes!("../assets/tongban.js")),
    plain("seal.svg", "image/svg+xml", include_bytes!("../assets/seal.svg")),
    plain("modeller.css", CSS, include_bytes!("../assets/modeller.css")),
    plain("modeller.js", JS, include_bytes!("../assets/modeller.js")),
    plain("modeller-bpmn.js", JS, include_bytes!("../assets/modeller-bpmn.js")),
    plain("modeller-dmn.js", JS, include_bytes!("../assets/modeller-dmn.js")),
    plain("modeller-panel.js", JS, include_bytes!("../assets/modeller-panel.js")),
    plain("modeller-steps.js", JS, include_bytes!("../assets/modeller-steps.js")),
];

const fn plain(name: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    Asset { name, kind, bytes, brotli: false }
}

fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().chain(&modellers::FILES).find(|asset| asset.name == name)
}

/// The addresses, with the digest of all assets together.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for asset in ASSETS.iter().chain(&modellers::FILES) {
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
pub(crate) async fn asset(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Answer {
    let asset = named(&name).ok_or_else(Problem::not_found)?;
    Ok(serve(asset, &headers, digest == *DIGEST))
}

/// `GET /favicon.ico`: the seal.
pub(crate) async fn icon(headers: HeaderMap) -> Answer {
    let asset = named("seal.svg").ok_or_else(Problem::not_found)?;
    Ok(serve(asset, &headers, false))
}

fn serve(asset: &'static Asset, asked: &HeaderMap, for_ever: bool) -> Response {
    let rule = if for_ever { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(rule)),
    ];
    if !asset.brotli {
        return (headers, Body::from(asset.bytes)).into_response();
    }
    let vary = [(header::VARY, HeaderValue::from_static("accept-encoding"))];
    if page_cache::accepts(asked, "br") {
        let coding = [(header::CONTENT_ENCODING, HeaderValue::from_static("br"))];
        return (headers, vary, coding, Body::from(asset.bytes)).into_response();
    }
    // Browsers ask for Brotli only over TLS and on their own machine; elsewhere it is unpacked here.
    let mut plain = Vec::new();
    match brotli::BrotliDecompress(&mut &*asset.bytes, &mut plain) {
        Ok(()) => (headers, vary, Body::from(plain)).into_response(),
        Err(_) => http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
