//! Tests of models: read and written, refused, checked, told and drawn.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod drawn;
mod mutated;
mod reading;
mod refusing;
mod soundness;
mod soundness_equal;
mod standing;
mod telling;
