//! The catalogue 事项库: what the state offers, to whom, on which conditions, with which materials,
//! how long it takes and who does it. It takes lists over from elsewhere through mappings, keeps
//! every version, and shows guides, themes and power lists. Opening a case is `casework`'s.

mod announce;
mod api;
pub mod bundle;
pub mod bundles;
pub mod form;
pub mod import;
pub mod item;
pub mod listing;
mod look;
pub mod mapping;
pub mod material;
pub mod mode;
mod needs;
mod pages;
mod parsed;
mod permits;
mod published;
mod reading;
mod records;
pub mod routes;
pub mod shape;
pub mod sheet;
pub mod themes;
pub mod words;

use kernel::{
    Locale,
    access::{Class, Role},
};

pub use announce::{body_documents, bundle_documents, document_of, documents, theme_documents};
pub use import::{Ambiguous, ImportError, Rejected, Report};
pub use item::Item;
pub use look::{
    all, bodies_for, by_code, card, count, item, list, of_body, places_of, steps_for, theme, themes, themes_of,
};
pub use mapping::Mapping;
pub use material::Material;
pub use needs::{Needs, NoticePdf, Stated, States, Usual, UsualDays, Whence};
pub use published::{Card, Narrow, Published, Reader, Theme};
pub use shape::{Part, Step, steps};
pub use words::{Mode, Shape, Stage, Type};

/// Names items in the journal and in addresses.
#[derive(Debug)]
pub enum ItemKind {}
impl kernel::id::Kind for ItemKind {
    const PREFIX: &'static str = "item";
}

/// Id of an item.
pub type ItemId = kernel::Id<ItemKind>;

static MIGRATIONS: &[store::Migration] = &[
    store::Migration { number: 1, sql: include_str!("../migrations/001_catalogue.sql") },
    store::Migration { number: 2, sql: include_str!("../migrations/002_bundles.sql") },
];

/// The room, to be mounted by the binary and by tests.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    web::Module {
        name: "catalogue",
        migrations: MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(needs),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        nouns: vec![
            store::Noun { prefix: "item", schema: look::SCHEMA, page: look::page },
            store::Noun { prefix: "theme", schema: themes::SCHEMA, page: themes::page },
            store::Noun { prefix: "itemlist", schema: listing::SCHEMA, page: listing::page },
            store::Noun { prefix: "bundle", schema: bundles::SCHEMA, page: bundles::page },
        ],
        nav: vec![
            web::NavEntry { label: "catalogue-nav-themes", href: routes::THEMES, class: Class::Public, place: 20 },
            web::NavEntry { label: "catalogue-nav-things", href: routes::THINGS, class: Class::Public, place: 10 },
            web::NavEntry { label: "catalogue-nav-bodies", href: routes::BODIES, class: Class::Public, place: 30 },
            web::NavEntry {
                label: "catalogue-nav-imports",
                href: routes::IMPORTS,
                class: Class::Staff(&[Role::Editor]),
                place: 80,
            },
            web::NavEntry {
                label: "catalogue-nav-bundles",
                href: routes::BUNDLES,
                class: Class::Staff(&[Role::Editor, Role::Head]),
                place: 81,
            },
        ],
        shown: &[
            "item.published",
            "item.revised",
            "theme.published",
            "list.imported",
            "bundle.published",
            "bundle.followed",
            "bundle.ended",
        ],
        samples: pages::samples,
        ..web::Module::default()
    }
}
