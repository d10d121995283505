//! The index as rooms use it: changed, committed, searched, and measured against what people say.

mod corpus;
mod index;
mod queries;
