//! The index 搜索: rooms announce documents to it, people type what they would say at a counter, and
//! it answers with what helps and why it matched. Segmentation, readings (pinyin), traditional and
//! look-alike characters, plain speech and English labels live here. It knows no SQL, no HTTP and
//! no room: what a hit means is for the room that announced it. The index is derived: it may be
//! deleted at any time and is rebuilt from the rooms' events.

mod document;
mod find;
mod fold;
mod index;
mod known;
mod latin;
mod lexicon;
mod plain;
mod query;
mod rank;
mod reading;
mod scale;
mod schema;
mod segment;
mod slips;
mod suggest;
mod understand;
mod vocabulary;
mod why;

pub use document::{Audience, Document, Kind};
pub use index::{Error, Index};
pub use query::{Found, Hit, Query};
pub use vocabulary::Vocabulary;
pub use why::{By, Field, Why, highlight};
