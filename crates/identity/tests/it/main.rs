//! The room's rules and journeys, on both stores, through the real router where there is a page.

#![expect(clippy::unwrap_used, reason = "tests")]

mod account;
mod api;
mod enterprises;
mod import;
mod kit;
mod looks;
mod permits;
mod registration;
mod sign_in;
