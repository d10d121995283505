//! The catalogue 事项库: what the state offers, to whom, on which conditions, with which materials,
//! how long it takes and who does it. It takes lists over from elsewhere through mappings, keeps
//! every version, and shows guides, themes and power lists. Opening a case is `casework`'s.

pub mod form;
pub mod import;
pub mod item;
pub mod listing;
mod look;
pub mod mapping;
pub mod material;
pub mod mode;
mod published;
mod records;
pub mod shape;
pub mod themes;
pub mod words;

pub use import::{Ambiguous, ImportError, Rejected, Report};
pub use item::Item;
pub use look::{all, bodies_for, by_code, card, count, item, list, of_body, places_of, steps_for, theme, themes, themes_of};
pub use mapping::Mapping;
pub use material::Material;
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

static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_catalogue.sql") }];

/// What the room brings to the store; `module` brings it too, with the pages.
#[must_use]
pub fn rooms() -> store::Rooms {
    store::Rooms {
        migrations: vec![("catalogue", MIGRATIONS)],
        statements: records::ALL.to_vec(),
        nouns: nouns(),
        ..store::Rooms::default()
    }
}

fn nouns() -> Vec<store::Noun> {
    vec![
        store::Noun { prefix: "item", schema: look::SCHEMA, page: look::page },
        store::Noun { prefix: "theme", schema: themes::SCHEMA, page: themes::page },
        store::Noun { prefix: "itemlist", schema: listing::SCHEMA, page: listing::page },
    ]
}

/// What the room needs from above, filled by the binary.
#[derive(Clone, Default)]
pub struct Needs {}

/// The room, to be mounted by the binary and by tests.
#[must_use]
pub fn module(_needs: Needs) -> web::Module {
    web::Module {
        name: "catalogue",
        migrations: MIGRATIONS,
        statements: records::ALL,
        nouns: nouns(),
        ..web::Module::default()
    }
}
