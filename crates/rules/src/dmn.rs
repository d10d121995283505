//! DMN, the Decision Model and Notation, 1.2 to 1.5: models are read into an immutable [`Model`], whose decisions
//! are evaluated with the reason of each result. Drawing and diagrams are left aside.

pub mod analysis;
mod compile;
mod evaluate;
mod items;
mod model;
mod read;
pub(crate) mod table;
pub mod tck;
pub mod trace;
mod xml;

pub use evaluate::{Explained, Failure, Reason};
pub use model::{Finding, Model};
pub(crate) use table::Table;
pub use xml::Refusal;
