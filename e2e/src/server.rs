//! The product as it runs: the debug binary with `demo` on a free port and a folder of its own.
//! The demo's world is made once for each build and copied for each journey, so that no journey
//! sees another's traces.

use crate::{Fault, root};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// How long a debug build may take to make the demo's world from nothing.
const PATIENCE: Duration = Duration::from_secs(180);

pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub origin: String,
    printed: Arc<Mutex<String>>,
    data: Option<TempDir>,
}

impl Server {
    /// A demo of its own.
    pub fn demo() -> Result<Self, Fault> {
        let data = tempfile::tempdir()?;
        copy(&seed()?, data.path())?;
        Self::start(data, &[])
    }

    /// `tongban demo` over the folder `data` with more arguments.
    pub fn start(data: TempDir, more: &[&str]) -> Result<Self, Fault> {
        let binary = binary()?;
        let mut child = Command::new(&binary)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| Fault::new(format!("{} can't be started: {error}", binary.display())))?;
        let printed = Arc::new(Mutex::new(String::new()));
        let (found, address) = channel();
        let outputs: [Option<Box<dyn std::io::Read + Send>>; 2] =
            [child.stdout.take().map(|o| Box::new(o) as _), child.stderr.take().map(|o| Box::new(o) as _)];
        for output in outputs.into_iter().flatten() {
            let (printed, found) = (printed.clone(), found.clone());
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if let Some((_, address)) = line.split_once("listening on ") {
                        let _ = found.send(
                            address.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_owned(),
                        );
                    }
                    if let Ok(mut all) = printed.lock() {
                        all.push_str(&line);
                        all.push('\n');
                    }
                }
            });
        }
        drop(found);
        let mut server = Self { child, origin: String::new(), printed, data: Some(data) };
        server.origin = address.recv_timeout(PATIENCE).map_err(|why| {
            let why =
                if why == RecvTimeoutError::Timeout { "took too long to listen" } else { "ended before it listened" };
            Fault::new(format!("tongban demo {why}:\n{}", server.printed()))
        })?;
        Ok(server)
    }

    /// All that it has printed so far.
    #[must_use]
    pub fn printed(&self) -> String {
        self.printed.lock().map(|text| text.clone()).unwrap_or_default()
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.as_ref().map_or(Path::new(""), TempDir::path)
    }

    /// Ends it and keeps its data folder.
    fn leave(mut self) -> Option<TempDir> {
        self.end();
        self.data.take()
    }

    /// Asks it to end, waits until it has, and loses patience after ten seconds.
    fn end(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
        for _ in 0..200 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// The demo's world as this binary makes it from nothing: made once, kept under `target` until the
/// binary changes. The tests of one run may be several processes; the first to finish wins.
fn seed() -> Result<PathBuf, Fault> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    let built = std::fs::metadata(binary()?)?.modified()?;
    let built = built.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let all = root().join("target/e2e-seeds");
    let kept = all.join(built.to_string());
    if kept.is_dir() {
        return Ok(kept);
    }
    let _ = std::fs::remove_dir_all(&all);
    std::fs::create_dir_all(&all)?;
    let server = Server::start(tempfile::tempdir_in(&all)?, &[])?;
    let made = server.leave().map(TempDir::keep).unwrap_or_default();
    match std::fs::rename(made, &kept) {
        Err(error) if !kept.is_dir() => Err(error.into()),
        _ => Ok(kept),
    }
}

/// `TONGBAN_BIN`, or the debug binary beside this test's own folder.
fn binary() -> Result<PathBuf, Fault> {
    if let Some(path) = std::env::var_os("TONGBAN_BIN") {
        return Ok(PathBuf::from(path));
    }
    let own = std::env::current_exe()?;
    let beside = own.ancestors().nth(2).map(|folder| folder.join("tongban")).filter(|path| path.is_file());
    beside
        .or_else(|| Some(root().join("target/debug/tongban")).filter(|path| path.is_file()))
        .ok_or_else(|| Fault::new("there is no debug binary: `cargo build -p tongban`, or name one in TONGBAN_BIN"))
}

/// Copies what stands in `from` into the folder `to`.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
