//! The directory 组织机构与区划: divisions of five levels with their history, bodies and posts,
//! the working-day calendar, official numbers. Who holds a post is known to `identity`, what a body
//! offers to `catalogue`.

mod api;
pub mod bodies;
mod body;
mod division;
pub mod divisions;
mod handle;
pub mod import;
mod pages;
pub mod posts;
mod records;
pub mod routes;

use kernel::Locale;

pub use body::{Body, NewBody, NewPost, Post};
pub use division::{Change, ChangeKind, Division, Kind, Resolution};
pub use handle::{Directory, is_number};

static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_directory.sql") }];

/// The room. `directory` is the handle that other rooms carry, too; the binary calls its `load` once
/// the store is open.
#[must_use]
pub fn module(directory: Directory) -> web::Module {
    let reload = directory.clone();
    web::Module {
        name: "directory",
        migrations: MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(directory),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        subscribers: vec![store::Subscriber {
            name: "directory.calendar",
            kinds: &["calendar.changed"],
            handle: std::sync::Arc::new(move |tx, _| reload.load_in(tx)),
        }],
        nouns: nouns(),
        shown: &["divisions.imported", "body.registered", "body.changed"],
        samples: pages::samples,
        ..web::Module::default()
    }
}

/// What the room brings to a store without pages.
#[must_use]
pub fn rooms() -> store::Rooms {
    store::Rooms {
        migrations: vec![("directory", MIGRATIONS)],
        statements: records::ALL.to_vec(),
        nouns: nouns(),
        ..store::Rooms::default()
    }
}

fn nouns() -> Vec<store::Noun> {
    vec![
        store::Noun { prefix: "body", schema: bodies::SCHEMA, page: bodies::page },
        store::Noun { prefix: "post", schema: posts::SCHEMA, page: posts::page },
        store::Noun { prefix: "import", schema: import::SCHEMA, page: import::page },
    ]
}
