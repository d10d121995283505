//! Tests of the process room: models read and written, checked, drawn.

mod drawn;
mod soundness;
mod soundness_equal;
