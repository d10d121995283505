//! How a room announces itself: its tables, statements, routes, texts, jobs, interests, nouns and
//! places in the navigation. And the house, which joins the rooms, refuses contradictions, and
//! opens as a router.

use std::sync::Arc;

use kernel::{Locale, access::Class};

use crate::{
    app::{App, AppConfig},
    page_cache::ContentVersion,
    route::Route,
    samples::Sampler,
    texts::{Texts, TextsError},
};

/// A room. Build it with `..Module::default()` so that new furniture does not break it.
pub struct Module {
    /// The crate's name and the prefix of its tables.
    pub name: &'static str,
    pub migrations: &'static [store::Migration],
    pub statements: &'static [&'static store::Sql],
    pub routes: Vec<Route>,
    /// The .ftl of each language, by `include_str!`.
    pub texts: &'static [(Locale, &'static str)],
    pub jobs: Vec<store::JobHandler>,
    pub subscribers: Vec<store::Subscriber>,
    pub nouns: Vec<store::Noun>,
    /// Which files the room's rows name.
    pub named_files: &'static [store::NamedFiles],
    pub nav: Vec<NavEntry>,
    /// Kinds of journal entries after which signed-out pages look different.
    pub shown: &'static [&'static str],
    /// Every page of the room with made-up content, for the test that renders and looks at all.
    pub samples: fn(&mut Sampler),
}

impl Default for Module {
    fn default() -> Self {
        Self {
            name: "",
            migrations: &[],
            statements: &[],
            routes: Vec::new(),
            texts: &[],
            jobs: Vec::new(),
            subscribers: Vec::new(),
            nouns: Vec::new(),
            named_files: &[],
            nav: Vec::new(),
            shown: &[],
            samples: |_| {},
        }
    }
}

/// A place in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// Key of its label.
    pub label: &'static str,
    pub href: &'static str,
    /// Shown to those whom the class admits. Staff do not see public entries while they work.
    pub class: Class,
    /// Entries are ordered by this.
    pub place: u16,
}

/// The rooms, joined and not yet open.
pub struct House {
    pub(crate) modules: Vec<Module>,
    pub texts: Texts,
    pub(crate) content: ContentVersion,
}

/// Rooms that contradict each other, found at start.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    #[error(transparent)]
    Texts(#[from] TextsError),
    #[error("two routes answer {method} {path}: {first} and {second}")]
    TwoRoutes { method: http::Method, path: &'static str, first: &'static str, second: &'static str },
    #[error("two routes are called {name}")]
    TwoNames { name: &'static str },
    #[error("route {name}: {why}")]
    Route { name: &'static str, why: &'static str },
}

impl House {
    /// Joins the rooms and the furniture of `web` itself.
    ///
    /// # Errors
    /// A malformed or doubled text, two routes with the same address or name.
    pub fn of(mut modules: Vec<Module>) -> Result<Self, HouseError> {
        modules.push(crate::own::module());
        let sources: Vec<_> = modules
            .iter()
            .flat_map(|module| module.texts.iter().map(move |(locale, ftl)| (module.name, *locale, *ftl)))
            .collect();
        let texts = Texts::join(&sources)?;
        let routes: Vec<&Route> = modules.iter().flat_map(|module| &module.routes).collect();
        for (place, route) in routes.iter().enumerate() {
            route.judge()?;
            for earlier in routes.iter().take(place) {
                if earlier.name == route.name && earlier.method == route.method {
                    return Err(HouseError::TwoNames { name: route.name });
                }
                if earlier.method == route.method && same_path(earlier.path, route.path) {
                    let (first, second) = (earlier.name, route.name);
                    let (method, path) = (route.method.clone(), route.path);
                    return Err(HouseError::TwoRoutes { method, path, first, second });
                }
            }
        }
        Ok(Self { modules, texts, content: ContentVersion::default() })
    }

    /// What the rooms bring to the store, to be opened with.
    #[must_use]
    pub fn rooms(&self) -> store::Rooms {
        let each = || self.modules.iter();
        let mut subscribers: Vec<_> = each().flat_map(|module| module.subscribers.clone()).collect();
        let shown: Vec<&'static str> = each().flat_map(|module| module.shown.iter().copied()).collect();
        if !shown.is_empty() {
            let content = self.content.clone();
            subscribers.push(store::Subscriber {
                name: "web.content",
                // Once at start: the list lives as long as the program.
                kinds: Vec::leak(shown),
                handle: Arc::new(move |_, _| {
                    content.bump();
                    Ok(())
                }),
            });
        }
        store::Rooms {
            migrations: each().map(|module| (module.name, module.migrations)).collect(),
            statements: each().flat_map(|module| module.statements.iter().copied()).collect(),
            jobs: each().flat_map(|module| module.jobs.clone()).collect(),
            subscribers,
            nouns: each().flat_map(|module| &module.nouns).map(copy).collect(),
            named_files: each().flat_map(|module| module.named_files.iter().copied()).collect(),
        }
    }

    /// Every route of every room, for the test that walks them.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.modules.iter().flat_map(|module| &module.routes)
    }

    /// Opens the house.
    pub fn open(self, config: AppConfig) -> (App, axum::Router) {
        crate::router::open(self, config)
    }
}

fn copy(noun: &store::Noun) -> store::Noun {
    store::Noun { prefix: noun.prefix, schema: noun.schema, page: noun.page }
}

/// Whether two patterns match the same addresses: the names of their parts do not matter.
fn same_path(one: &str, other: &str) -> bool {
    let same = |(a, b): (&str, &str)| a == b || (a.starts_with('{') && b.starts_with('{'));
    one.split('/').count() == other.split('/').count() && one.split('/').zip(other.split('/')).all(same)
}
