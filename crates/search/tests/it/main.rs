//! The index as rooms use it: changed, committed, searched, and measured against what people say.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may be blunt")]

mod corpus;
mod index;
mod queries;
