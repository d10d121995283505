//! The only room that knows a database: transactions, migrations, the journal, jobs and files.
//! One SQL text serves both engines: SQLite in the data folder, or PostgreSQL where one machine is
//! outgrown. A verb is one closure and one transaction; what it wrote is on the disk when `write`
//! answers.

mod backup;
mod checkpoints;
mod engine;
mod error;
mod files;
mod folder;
mod idempotency;
mod jobs;
mod journal;
mod migrate;
mod orphans;
mod recording;
mod secrecy;
mod sequence;
mod sql;
mod store;
mod subscribers;
mod tx;
mod value;
pub mod verify;
mod writer;

pub use backup::{Manifest, backup, restore};
pub use error::Error;
pub use files::{FileRef, FileRules, Files, Refused as FileRefused, digest_of};
pub use folder::Keys;
pub use idempotency::Answered;
pub use jobs::{Job, JobHandler, JobState, JobSummary, NewJob};
pub use journal::{Entry, Event, Noun, Recorded, state_digest};
pub use migrate::Migration;
pub use orphans::{NamedFiles, Orphans};
pub use recording::{Statement, Step};
pub use sql::Sql;
pub use store::{Config, Engine, Rooms, Store};
pub use subscribers::Subscriber;
pub use tx::{Read, Tx};
pub use value::{Cell, Column, Row, Value};

/// The statements of the store itself.
fn statements() -> Vec<&'static Sql> {
    [
        journal::ALL,
        secrecy::ALL,
        jobs::ALL,
        subscribers::ALL,
        sequence::ALL,
        idempotency::ALL,
        files::ALL,
        orphans::ALL,
        verify::ALL,
        checkpoints::ALL,
    ]
    .concat()
}
