//! The same submissions on PostgreSQL, beside pgbench with the statements that one of them runs, on
//! the same server with fsync on. `TONGBAN_BENCH_POSTGRES` names the server, as
//! `host=127.0.0.1 port=5432 user=postgres`; a database of its own is made there each time.

use std::process::Command;

use super::{
    Bench, Figure,
    load::{self, Round, median},
    server::Server,
    submissions,
};

/// Sessions of the product, whose 64 clients take turns at them, and of pgbench.
const SESSIONS: &str = "32";

pub fn submissions(bench: &Bench) -> Result<Vec<Figure>, String> {
    let Ok(server) = std::env::var("TONGBAN_BENCH_POSTGRES") else {
        return Ok(vec![Figure {
            what: "durable submissions on PostgreSQL".into(),
            target: "60 % of pgbench".into(),
            measured: "not measured".into(),
            server: String::new(),
            note: "TONGBAN_BENCH_POSTGRES names no server".into(),
        }]);
    };
    let database = format!("tongban_bench_{}", std::process::id());
    ask(&server, "postgres", &format!("CREATE DATABASE {database}"))?;
    let figures = measured(bench, &server, &database);
    ask(&server, "postgres", &format!("DROP DATABASE {database} WITH (FORCE)"))?;
    figures
}

/// Runs one statement by psql.
fn ask(server: &str, database: &str, statement: &str) -> Result<String, String> {
    let ran = Command::new("psql")
        .args(["--no-psqlrc", "--tuples-only", "--no-align", "--command", statement])
        .arg(format!("{server} dbname={database}"))
        .output()
        .map_err(|error| format!("psql: {error}"))?;
    if ran.status.success() {
        return Ok(String::from_utf8_lossy(&ran.stdout).trim().to_owned());
    }
    Err(format!("psql: {}", String::from_utf8_lossy(&ran.stderr)))
}

fn measured(bench: &Bench, server: &str, database: &str) -> Result<Vec<Figure>, String> {
    if ask(server, database, "SHOW fsync")? != "on" || ask(server, database, "SHOW synchronous_commit")? != "on" {
        return Err("the server does not commit durably".into());
    }
    let url = format!("{server} dbname={database}");
    let settings = [("TONGBAN_DATABASE_URL", url.as_str())];
    let data = bench.stores.join("postgres");
    let _ = std::fs::remove_dir_all(&data);
    let config = bench.stores.join("postgres.toml");
    std::fs::write(&config, format!("connections = {SESSIONS}\n")).map_err(|error| error.to_string())?;
    let script = bench.stores.join("submission.sql");
    let (folder, config, to) = (data.display().to_string(), config.display().to_string(), script.display().to_string());
    bench.tongban_with(&["demo", "--no-serve", "--data", &folder], &settings)?;
    let counted = bench.tongban_with(&["bench", "statements", "--to", &to, "--data", &folder], &settings)?;
    let product = Server::demo_with(&bench.binary, &data, &["--config", &config], &settings)?;
    let mut clients = submissions::applicants(product.address)?;
    let (mut rounds, mut shares, mut rates): (Vec<Round>, Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=bench.rounds {
        let one = load::round(&mut clients, product.pid(), bench.lasting, submissions::send)?;
        // What was committed late is numbered before the other side begins.
        std::thread::sleep(std::time::Duration::from_millis(700));
        let rate = pgbench(bench, &url, &to)?;
        if round > 0 {
            shares.push(one.rate() / rate.max(1e-9));
            rates.push(rate);
            rounds.push(one);
        }
    }
    product.stop()?;
    Ok(vec![
        Figure::rate("durable submissions over HTTP, 64 clients, PostgreSQL", "", &rounds),
        Figure {
            what: "pgbench with the same statements, as many sessions".into(),
            target: String::new(),
            measured: format!("{:.0}/s", median(rates.iter().copied())),
            server: String::new(),
            note: format!("statements and transactions of one: {}", counted.trim()),
        },
        Figure {
            what: "submissions against pgbench".into(),
            target: "at least 60 %".into(),
            measured: format!("{:.0} %", median(shares) * 100.0),
            server: String::new(),
            note: format!("{SESSIONS} sessions"),
        },
    ])
}

/// Transactions a second of pgbench.
fn pgbench(bench: &Bench, url: &str, script: &str) -> Result<f64, String> {
    let seconds = bench.lasting.as_secs().to_string();
    let ran = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol", "prepared", "--client", SESSIONS, "--jobs", "2", "--max-tries", "10"])
        .args(["--time", &seconds, "--file", script])
        .arg(url)
        .output()
        .map_err(|error| format!("pgbench: {error}"))?;
    let said = String::from_utf8_lossy(&ran.stdout);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| format!("pgbench: {said} {}", String::from_utf8_lossy(&ran.stderr)))
}
