//! Pages for readers who are not signed in, kept rendered and compressed: by address, language and
//! looks, for one version of the content and for a minute at most. Bounded in bytes, the oldest
//! go first.

use std::{
    collections::{HashMap, VecDeque, hash_map::RandomState},
    hash::BuildHasher,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{body::Body, extract::Request, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use kernel::{Locale, Timestamp};
use sha2::{Digest, Sha256};

use crate::prefs::{self, Prefs};

/// Grows whenever signed-out pages look different.
#[derive(Clone, Default)]
pub struct ContentVersion(Arc<AtomicU64>);

impl ContentVersion {
    pub fn bump(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// What a reader asks for, as far as the answer depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    address: String,
    locale: Locale,
    prefs: Prefs,
    coding: Coding,
    if_none_match: Option<HeaderValue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Wanted {
    /// `None` when the answer should not be kept: not a GET, or a long query.
    pub fn of(request: &Request) -> Option<Self> {
        let (uri, headers) = (request.uri(), request.headers());
        let address = uri.path_and_query().map_or(uri.path(), |all| all.as_str());
        if request.method() != Method::GET || address.len() > 300 || prefs::asked_locale(uri).is_some() {
            return None;
        }
        let coding = match (accepts(headers, "br"), accepts(headers, "gzip")) {
            (true, _) => Coding::Brotli,
            (_, true) => Coding::Gzip,
            _ => Coding::Plain,
        };
        Some(Self {
            address: address.to_owned(),
            locale: prefs::locale(headers, uri),
            prefs: Prefs::read(headers),
            coding,
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
        })
    }

    fn key(&self) -> Self {
        Self { if_none_match: None, ..self.clone() }
    }
}

/// Whether the reader takes answers in this coding.
pub(crate) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|part| part.trim() == coding)
}

struct Kept {
    version: u64,
    until: Timestamp,
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    fn response(&self, if_none_match: Option<&HeaderValue>) -> Response {
        let same = if_none_match.is_some() && if_none_match == self.headers.get(header::ETAG);
        let mut response = Response::new(if same { Body::empty() } else { Body::from(self.body.clone()) });
        *response.headers_mut() = self.headers.clone();
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_ENCODING);
        }
        response
    }
}

#[derive(Default)]
struct Shelf {
    pages: HashMap<Wanted, Arc<Kept>>,
    order: VecDeque<Wanted>,
    bytes: usize,
}

const SHELVES: usize = 16;
/// A page without changes is made again after this.
const KEEP_MILLIS: i64 = 60_000;

pub(crate) struct PageCache {
    shelves: Vec<Mutex<Shelf>>,
    hasher: RandomState,
    most: usize,
    version: ContentVersion,
}

impl PageCache {
    pub fn new(bytes: usize, version: ContentVersion) -> Self {
        let shelves = (0..SHELVES).map(|_| Mutex::default()).collect();
        Self { shelves, hasher: RandomState::new(), most: bytes / SHELVES, version }
    }

    pub fn version(&self) -> &ContentVersion {
        &self.version
    }

    fn shelf(&self, key: &Wanted) -> Option<&Mutex<Shelf>> {
        let place = usize::try_from(self.hasher.hash_one(key) % SHELVES as u64).unwrap_or(0);
        self.shelves.get(place)
    }

    pub fn find(&self, wanted: &Wanted, now: Timestamp) -> Option<Response> {
        let key = wanted.key();
        let kept = self.shelf(&key)?.lock().ok()?.pages.get(&key).cloned()?;
        let fresh = kept.version == self.version.now() && kept.until > now && now.0 > kept.until.0 - 2 * KEEP_MILLIS;
        fresh.then(|| kept.response(wanted.if_none_match.as_ref()))
    }

    /// Keeps `response`, which was made from the content of `version`, and gives it back packed.
    pub async fn keep(&self, wanted: Wanted, version: u64, now: Timestamp, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(plain) = axum::body::to_bytes(body, 16 << 20).await else {
            return crate::fail::busy_response();
        };
        let coding = wanted.coding;
        let packed = match coding {
            Coding::Plain => Some(plain.clone()),
            _ => tokio::task::spawn_blocking(move || pack(&plain, coding)).await.ok().flatten(),
        };
        let Some(packed) = packed else { return crate::fail::busy_response() };
        let mut headers = parts.headers;
        headers.remove(header::CONTENT_LENGTH);
        let mut digest = crate::hex(&Sha256::digest(&packed));
        digest.truncate(20);
        if let Ok(tag) = HeaderValue::from_str(&["\"", &digest, "\""].concat()) {
            headers.insert(header::ETAG, tag);
        }
        match coding {
            Coding::Plain => {}
            Coding::Gzip => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))),
            Coding::Brotli => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"))),
        }
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        let kept = Arc::new(Kept { version, until: now.plus_millis(KEEP_MILLIS), headers, body: packed });
        let response = kept.response(wanted.if_none_match.as_ref());
        self.put(wanted.key(), kept);
        response
    }

    fn put(&self, key: Wanted, kept: Arc<Kept>) {
        let Some(Ok(mut shelf)) = self.shelf(&key).map(Mutex::lock) else { return };
        shelf.bytes += kept.body.len();
        match shelf.pages.insert(key.clone(), kept) {
            Some(old) => shelf.bytes -= old.body.len(),
            None => shelf.order.push_back(key),
        }
        while shelf.bytes > self.most
            && let Some(oldest) = shelf.order.pop_front()
        {
            if let Some(gone) = shelf.pages.remove(&oldest) {
                shelf.bytes -= gone.body.len();
            }
        }
    }
}

fn pack(plain: &[u8], coding: Coding) -> Option<Bytes> {
    let mut out = Vec::with_capacity(plain.len() / 3);
    match coding {
        Coding::Brotli => {
            let params = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 18, ..Default::default() };
            brotli::BrotliCompress(&mut &*plain, &mut out, &params).ok()?;
        }
        _ => {
            let mut packer = flate2::write::GzEncoder::new(&mut out, flate2::Compression::default());
            std::io::Write::write_all(&mut packer, plain).ok()?;
            packer.finish().ok()?;
        }
    }
    Some(out.into())
}
