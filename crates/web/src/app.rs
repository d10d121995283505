//! The open house: the store, the texts, the site's own facts and what the gate keeps between
//! requests. Rooms reach it through `Cx`.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;
use kernel::{Locale, Text, Timestamp, access::Actor};
use store::Store;

use crate::{
    fail::Fail,
    kept::Keeper,
    module::{House, NavEntry},
    page_cache::PageCache,
    slots::Slots,
    texts::Texts,
    throttle::Throttles,
};

/// What the binary gives the house when it opens.
pub struct AppConfig {
    pub store: Store,
    pub site: Site,
    pub needs: Needs,
    pub slots: Slots,
    pub limits: Limits,
}

/// What `web` needs from above, filled by the binary.
#[derive(Clone)]
pub struct Needs {
    /// Who sends these headers. Called only when a session cookie or an Authorization header is
    /// there. It looks at a few rows and waits for no commit. An ended session is nobody; a wrong token is a refusal.
    pub authenticate: Arc<Authenticate>,
    /// Notes that a session is in use, where `ActorInfo::unnoted` asks for it.
    pub note_use: Arc<NoteUse>,
    /// The name of a division by its code.
    pub place_name: Arc<PlaceName>,
}

pub type Authenticate = dyn Fn(&HeaderMap, &Store, Timestamp) -> Result<(Actor, ActorInfo), Fail> + Send + Sync;
pub type NoteUse = dyn Fn(&store::Tx<'_>, &str) -> Result<(), store::Error> + Send + Sync;
pub type PlaceName = dyn Fn(&str, Locale) -> Option<String> + Send + Sync;

impl Default for Needs {
    /// Nobody is ever signed in.
    fn default() -> Self {
        Self {
            authenticate: Arc::new(|_, _, _| Ok((Actor::nobody(), ActorInfo::default()))),
            note_use: Arc::new(|_, _| Ok(())),
            place_name: Arc::new(|_, _| None),
        }
    }
}

/// What pages say about the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActorInfo {
    pub display_name: Text,
    /// The enterprise or person acted for, by name.
    pub acting_for: Option<String>,
    /// The post of a member of staff, in words.
    pub post: Option<Text>,
    pub unread: u32,
    /// The session whose use is to be noted before the answer: once in a while, not each time.
    pub unnoted: Option<String>,
}

/// What a government site must show (General Office 2017-47), and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub name: Text,
    /// 主办单位.
    pub sponsor: Text,
    /// 网站标识码.
    pub site_code: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安备案号.
    pub police: String,
    /// 'Report an error on this site' 找错: an address or a page of this site.
    pub error_report: String,
    pub phone: String,
    /// The division served when the reader chose none.
    pub division: Text,
    /// `https://www.example.gov.cn`, as browsers see it; cookies are Secure when it is https.
    pub origin: Option<String>,
    /// People and cases are made up; every page says so.
    pub demo: bool,
}

impl Site {
    /// Whether cookies travel only over TLS.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// Bounds of one process.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Requests answered at once; more get 503.
    pub at_once: usize,
    pub patience: Duration,
    pub cache_bytes: usize,
    /// The last address in X-Forwarded-For is the peer: a proxy of ours stands before us.
    pub behind_proxy: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { at_once: 512, patience: Duration::from_secs(30), cache_bytes: 24 << 20, behind_proxy: false }
    }
}

/// The open house; a cheap clone.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    pub texts: Texts,
    pub site: Arc<Site>,
    pub needs: Needs,
    pub slots: Slots,
    pub limits: Limits,
    pub nav: Vec<NavEntry>,
    pub cache: PageCache,
    pub keeper: Keeper,
    pub throttles: Throttles,
    pub room_at_once: tokio::sync::Semaphore,
    pub openapi: String,
    /// Whether a page exists at an address: `GET` patterns.
    pub pages: Vec<&'static str>,
}

impl App {
    pub(crate) fn new(house: &House, config: AppConfig, openapi: String) -> Self {
        let mut nav: Vec<NavEntry> = house.modules.iter().flat_map(|module| module.nav.iter().copied()).collect();
        nav.sort_by_key(|entry| entry.place);
        let gets = house.routes().filter(|route| route.method == http::Method::GET && !route.is_api());
        Self(Arc::new(Inner {
            texts: house.texts.clone(),
            site: Arc::new(config.site),
            needs: config.needs,
            slots: config.slots,
            nav,
            cache: PageCache::new(config.limits.cache_bytes, house.content.clone()),
            keeper: Keeper::default(),
            throttles: Throttles::new(&config.store),
            room_at_once: tokio::sync::Semaphore::new(config.limits.at_once),
            openapi,
            pages: gets.map(|route| route.path).collect(),
            limits: config.limits,
            store: config.store,
        }))
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.0.texts
    }

    #[must_use]
    pub fn site(&self) -> &Site {
        &self.0.site
    }

    /// Signed-out pages look different from now on.
    pub fn content_changed(&self) {
        self.0.cache.version().bump();
    }
}
