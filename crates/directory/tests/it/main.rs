//! The room's rules, on both stores.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod bodies;
mod calendar;
mod divisions;
mod kit;
mod numbers;
mod pages;
