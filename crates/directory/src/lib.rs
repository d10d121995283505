//! The directory 组织机构与区划: divisions of five levels with their history, bodies and posts,
//! the working-day calendar, official numbers. Who holds a post is known to `identity`, what a body
//! offers to `catalogue`.

pub mod bodies;
mod body;
mod division;
pub mod divisions;
mod handle;
pub mod import;
pub mod posts;
mod records;

pub use body::{Body, NewBody, NewPost, Post};
pub use division::{Change, ChangeKind, Division, Kind, Resolution};
pub use handle::{Directory, is_number};

static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_directory.sql") }];

/// What the room brings to the store; `module` brings it too, with the pages.
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
