//! Casework 办件: applications, the window, handling by several bodies, statutory clocks, decision
//! and delivery. The legal state of a case stands here; what comes next in a flow is planned here
//! for now, behind `matter::Matter::plan`, the door that the process engine will fill.

pub mod answers;
pub mod case;
pub mod clock;
pub mod correction;
pub mod draft;
pub mod matter;
pub mod notice;
pub mod paper;
pub mod path;
pub mod permits;
pub mod records;
pub mod refusal;
pub mod task;
pub mod visit;

pub mod accept;
mod act;
pub mod clock_acts;
pub mod correct;
pub mod decide;
pub mod deem;
pub mod deliver;
pub mod record_visit;
pub mod review;
pub mod submit;
pub mod turn_away;

pub use act::Office;

/// Tables of the room.
pub static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_casework.sql") }];

/// Nouns whose rows `verify --state` compares with the journal.
#[must_use]
pub fn nouns() -> Vec<store::Noun> {
    vec![
        store::Noun { prefix: "case", schema: case::SCHEMA, page: records::case_anchors },
        store::Noun { prefix: "visit", schema: 1, page: records::visit_anchors },
    ]
}
