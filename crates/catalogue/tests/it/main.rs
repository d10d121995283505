//! The catalogue as other rooms and people meet it, on both stores.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic in here is a finding of a test")]

mod cells;
mod fitness;
mod forms;
mod import;
mod kit;
mod merges;
mod pages;
mod shapes;
mod things;
