//! The engines that a test runs on: SQLite always, PostgreSQL when the variable
//! `TONGBAN_TEST_POSTGRES` holds the URL of a server where databases may be made. One database a
//! test, dropped at its end.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::app::{Setup, TestApp};

/// Where the rows of a test are.
#[derive(Debug, Clone)]
pub enum Engine {
    Sqlite,
    /// URL of the server, without a database.
    Postgres(String),
}

impl Engine {
    /// Those to be tested on.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let postgres = std::env::var("TONGBAN_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
        std::iter::once(Self::Sqlite).chain(postgres.map(Self::Postgres)).collect()
    }

    /// An app of these rooms on this engine.
    #[must_use]
    pub fn app(&self, modules: Vec<web::Module>) -> TestApp {
        TestApp::on(self, Setup { modules, ..Setup::default() })
    }
}

/// Runs the test on each engine, one after the other.
pub fn for_each_engine(test: impl AsyncFn(Engine)) {
    for engine in Engine::all() {
        println!("engine: {}", if matches!(engine, Engine::Sqlite) { "sqlite" } else { "postgres" });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(test(engine));
    }
}

/// A database of its own on a server.
pub(crate) struct Database {
    server: String,
    name: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub fn make(server: &str) -> Self {
        let name = format!("tongban_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let made = Self { server: server.to_owned(), name };
        made.tell(&format!("CREATE DATABASE {}", made.name));
        made
    }

    /// How to reach it, in the form of key and value.
    pub fn address(&self) -> String {
        let server: postgres::Config = self.server.parse().unwrap();
        let host = match &server.get_hosts()[0] {
            postgres::config::Host::Tcp(host) => host.clone(),
            postgres::config::Host::Unix(folder) => folder.display().to_string(),
        };
        let port = server.get_ports().first().copied().unwrap_or(5432);
        format!("host={host} port={port} user={} dbname={}", server.get_user().unwrap_or("postgres"), self.name)
    }

    fn tell(&self, sql: &str) {
        let (url, sql) = (self.server.clone(), sql.to_owned());
        crate::app::aside(move || {
            postgres::Client::connect(&url, postgres::NoTls)
                .expect("the test server answers")
                .batch_execute(&sql)
                .unwrap();
        });
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.tell(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
