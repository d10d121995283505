//! DMN, the Decision Model and Notation, 1.2 to 1.5: models are read into an immutable [`Model`], whose decisions
//! are evaluated with the reason of each result. Drawing and diagrams are left aside.

pub(crate) mod table;
pub mod trace;

pub(crate) use table::Table;
