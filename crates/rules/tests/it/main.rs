//! Rules from outside: FEEL by a table of cases, models of decisions, limits, properties, figures.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may be blunt")]

mod analysis;
mod decisions;
mod feel;
mod figures;
mod kit;
mod limits;
mod properties;
mod tables;
