//! Casework 办件: applications, the window, handling by several bodies, statutory clocks, decision
//! and delivery. The legal state of a case stands here; what comes next says the process of the case
//! (`flow`), on a model that is generated from the item or that an editor published (`edition`).

pub mod answers;
pub mod case;
pub mod change;
pub mod clock;
pub mod compose;
pub mod correction;
pub mod draft;
pub mod edition;
pub mod fitness;
pub mod flow;
pub mod known;
pub mod matter;
pub mod migration;
pub mod notice;
pub mod paper;
pub mod path;
pub mod permits;
pub mod receipt;
pub mod records;
pub mod refusal;
pub mod signs;
pub mod task;
pub mod visit;

pub mod accept;
mod act;
pub mod changing;
pub mod clock_acts;
pub mod correct;
pub mod decide;
pub mod deem;
pub mod deliver;
pub mod drafting;
pub mod explain;
pub mod hand_over;
mod hear;
pub mod lapse;
pub mod migrating;
pub mod publish;
pub mod record_visit;
mod renew;
pub mod review;
mod slip;
pub mod submit;
pub mod turn_away;
mod wake;

mod api;
mod jobs;
mod pages;
pub mod printing;
mod room;
mod routes;

pub use act::Office;
pub use room::{Document, DocumentMeta, GrantLicence, Granted, Needs, Room};

use kernel::Locale;

/// Tables of the room.
pub static MIGRATIONS: &[store::Migration] = &[
    store::Migration { number: 1, sql: include_str!("../migrations/001_casework.sql") },
    store::Migration { number: 2, sql: include_str!("../migrations/002_flow.sql") },
    store::Migration { number: 3, sql: include_str!("../migrations/003_models.sql") },
    store::Migration { number: 4, sql: include_str!("../migrations/004_ends.sql") },
    store::Migration { number: 5, sql: include_str!("../migrations/005_change.sql") },
    store::Migration { number: 6, sql: include_str!("../migrations/006_course.sql") },
    store::Migration { number: 7, sql: include_str!("../migrations/007_signs.sql") },
];

static TEXTS: &[(Locale, &str)] =
    &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// Nouns whose rows `verify --state` compares with the journal.
#[must_use]
pub fn nouns() -> Vec<store::Noun> {
    vec![
        store::Noun { prefix: "case", schema: case::SCHEMA, page: records::case_anchors },
        store::Noun { prefix: "visit", schema: 1, page: records::visit_anchors },
        store::Noun { prefix: "edition", schema: edition::SCHEMA, page: records::edition_anchors },
        store::Noun { prefix: "change", schema: change::SCHEMA, page: records::change_anchors },
        store::Noun { prefix: "migration", schema: migration::SCHEMA, page: records::migration_anchors },
    ]
}

/// The room.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    let room = Room::new(needs);
    web::Module {
        name: "casework",
        migrations: MIGRATIONS,
        statements: &records::ALL,
        routes: routes::routes(room.clone()),
        texts: TEXTS,
        jobs: jobs::handlers(&room),
        subscribers: jobs::subscribers(),
        nouns: nouns(),
        named_files: &[records::named_files],
        nav: nav(),
        samples: pages::samples,
        ..web::Module::default()
    }
}

fn nav() -> Vec<web::NavEntry> {
    use kernel::access::Class::{AnyStaff, Person, Public, Staff};
    let entry = |label, href, class, place| web::NavEntry { label, href, class, place };
    vec![
        entry("casework-my", web::MY, Person, 10),
        entry("casework-nav-track", path::TRACK, Public, 40),
        entry("casework-desk-title", web::DESK, AnyStaff, 10),
        entry("casework-window-title", routes::staff::WINDOW, Staff(routes::staff::AT_WINDOW), 11),
        entry("casework-board-title", routes::staff::BOARD, Staff(routes::staff::WATCHERS), 12),
        entry("casework-models-title", routes::console::MODELS, Staff(routes::console::DRAWERS), 13),
    ]
}
