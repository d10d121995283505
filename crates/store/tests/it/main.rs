//! The store's suite: every test runs on SQLite, and on PostgreSQL where TONGBAN_TEST_POSTGRES
//! names a cluster.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod backup;
mod crimes;
mod full;
mod jobs;
mod journal;
mod kill;
mod kit;
mod orphans;
mod secrecy;
mod tls;
mod verbs;
