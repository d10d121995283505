//! Configuration: a TOML file, then the environment. Only this file and `machine` look outside.

use std::{net::SocketAddr, path::Path, sync::Arc};

use serde::Deserialize;

use crate::{
    cli::Place,
    machine::{MachineChance, MachineClock},
    outcome::Failure,
};

/// The file. Unknown keys are refused, so that a typing mistake is not silently ignored.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub listen: Option<SocketAddr>,
    /// Where figures for operators are answered, best on the loopback alone; absent: nowhere.
    pub metrics: Option<SocketAddr>,
    /// A PostgreSQL URL; TONGBAN_DATABASE_URL goes before it.
    pub database_url: Option<String>,
    /// Folder of the signed checkpoints, best on another disk.
    pub checkpoints: Option<std::path::PathBuf>,
    /// Connections to the store for looking, and on PostgreSQL for acting.
    pub connections: Option<usize>,
    /// Mebibytes to which the embedded database may grow; absent: as far as the disk goes.
    pub database_most_mib: Option<u64>,
    pub site: Site,
    pub smtp: Option<Smtp>,
    /// A proxy of ours stands before us and writes X-Forwarded-For.
    pub behind_proxy: bool,
}

/// What the footer of a government site must show (General Office 2017-47).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    pub name: kernel::Text,
    pub sponsor: kernel::Text,
    pub site_code: String,
    pub icp: String,
    pub police: String,
    pub error_report: String,
    pub phone: String,
    pub origin: Option<String>,
    /// Code of the division served when the reader chose none.
    pub division: Option<String>,
}

/// Mail. Without it people are told in their account alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// `smtps://user:password@host` or `smtp://host:25`.
    pub url: String,
    pub from: String,
}

/// Reads the file, if one is named.
pub fn read(path: Option<&Path>) -> Result<File, Failure> {
    let Some(path) = path else { return Ok(File::default()) };
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::new("config", format!("{shown}: {error}")))?;
    toml::from_str(&text).map_err(|error| Failure::new("config", format!("{shown}: {error}")))
}

/// Name of the journals of installations in their checkpoints.
pub const ORIGIN: &str = "tongban";

/// What the store is opened with.
pub fn store(data: &Path, file: &File) -> store::Config {
    let url =
        std::env::var("TONGBAN_DATABASE_URL").ok().filter(|url| !url.is_empty()).or_else(|| file.database_url.clone());
    store::Config {
        dir: data.to_owned(),
        engine: url.map_or(store::Engine::Embedded, store::Engine::Postgres),
        checkpoints: file.checkpoints.clone(),
        origin: ORIGIN.into(),
        clock: Arc::new(MachineClock),
        chance: Arc::new(MachineChance),
        connections: file.connections.unwrap_or(8),
        most_bytes: file.database_most_mib.map(|mib| mib << 20),
    }
}

/// The store's configuration of a command.
pub fn of(place: &Place) -> Result<store::Config, Failure> {
    Ok(store(&place.data, &read(place.config.as_deref())?))
}

/// Logs go to standard error: words by default, JSON with TONGBAN_LOG_FORMAT=json; how much is
/// chosen by TONGBAN_LOG.
pub fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TONGBAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,tongban=info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::env::var("TONGBAN_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    drop(started);
}
