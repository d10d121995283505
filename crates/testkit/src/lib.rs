//! What every room's tests stand on: an app of chosen rooms with a store, a clock and chance of
//! its own, the real router in-process, and people as fixtures. Fixtures of one room's nouns
//! belong to that room's tests, not here.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic in here is a finding of a test"
)]

mod app;
mod client;
mod engine;
mod mail;
pub mod pages;
mod people;
mod world;

pub use app::{Setup, TestApp};
pub use client::{Answer, Client};
pub use engine::{Engine, for_each_engine};
pub use mail::{Letter, Mail};
pub use people::{Person, li_qiang, staff, wang_fang};
pub use world::{TestChance, TestClock};
