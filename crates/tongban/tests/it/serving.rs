//! A server as its operator meets it: figures, a busy port, a second server on the same folder, a
//! missing key.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running server, killed when it goes out of scope.
struct Server {
    child: Child,
    /// Where it said that it listens: pages, then figures when asked for.
    at: Vec<SocketAddr>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
    command.args(args).env_remove("TONGBAN_DATABASE_URL").stdin(Stdio::null());
    command
}

/// Starts a server and waits until it listens at so many addresses.
fn start(args: &[&str], addresses: usize) -> Server {
    let mut child = command(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut at = Vec::new();
    while at.len() < addresses {
        let line = lines.next().expect("the server ended before it listened").unwrap();
        if let Some((_, rest)) = line.split_once("on http://") {
            at.push(rest.trim_end_matches("/metrics").parse().unwrap());
        }
    }
    std::thread::spawn(move || lines.for_each(drop));
    at.sort_by_key(|address: &SocketAddr| address.port());
    Server { child, at }
}

fn get(at: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The line and exit code with which a command ends that can't be carried out.
fn refused(args: &[&str]) -> (String, i32) {
    let output = command(args).output().unwrap();
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code().unwrap())
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn figures_stand_on_their_own_address_and_a_second_server_is_refused() {
    let world = tempfile::tempdir().unwrap();
    let (data, other, config) = (world.path().join("data"), world.path().join("other"), world.path().join("c.toml"));
    std::fs::write(&config, "metrics = \"127.0.0.1:0\"\n").unwrap();
    let (data, other, config) = (shown(&data), shown(&other), shown(&config));
    let server = start(&["serve", "--data", &data, "--listen", "127.0.0.1:0", "--config", &config], 2);
    let pages = *server.at.iter().find(|at| get(**at, "/health").contains("200 OK")).expect("one serves pages");
    let figures = *server.at.iter().find(|at| **at != pages).unwrap();
    assert!(get(pages, "/metrics").starts_with("HTTP/1.1 404"), "figures are not for the public");
    let told = get(figures, "/metrics");
    assert!(told.contains("web_answers{route=\"health\",status=\"200\"}"), "{told}");
    assert!(told.contains("store_jobs_dead 0") && told.contains("process_resident_memory_bytes"), "{told}");
    assert!(told.contains("casework_processes_at_incident 0") && told.contains("store_files_orphaned 0"), "{told}");

    let (line, code) = refused(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert!(code == 1 && line.contains("[store-locked: "), "{line}");
    let (line, code) = refused(&["migrate", "--data", &data]);
    assert!(code == 1 && line.contains("[store-locked: "), "{line}");
    let (line, code) = refused(&["serve", "--data", &other, "--listen", &pages.to_string()]);
    assert!(code == 1 && line.trim().ends_with("[serve-port: see docs/errors/serve-port.md]"), "{line}");
}

#[test]
fn a_store_without_its_key_and_a_damaged_one_are_refused_in_one_line() {
    let world = tempfile::tempdir().unwrap();
    let data = shown(&world.path().join("data"));
    assert!(command(&["migrate", "--data", &data]).status().unwrap().success());
    let key = Path::new(&data).join("keys/master.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let (line, code) = refused(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert!(code == 1 && line.lines().count() == 1 && line.contains("[store-key-missing: "), "{line}");
    std::fs::write(&key, kept).unwrap();
    std::fs::write(Path::new(&data).join("tongban.db"), b"not a database at all, just words").unwrap();
    let _ = std::fs::remove_file(Path::new(&data).join("tongban.db-wal"));
    let (line, code) = refused(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert!(code == 1 && line.lines().count() == 1 && line.contains("[store-corrupt: "), "{line}");
}
