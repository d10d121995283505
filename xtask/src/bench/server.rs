//! The product under load: the release binary as a process of its own, with its CPU time and its
//! memory as the kernel counts them.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

/// How long the world of a demo may take from nothing, on a machine with others on it.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

/// `TONGBAN_BIN`, else the release binary of this workspace.
pub fn binary(root: &Path) -> Result<PathBuf, String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let path = std::env::var_os("TONGBAN_BIN").map_or_else(|| target.join("release/tongban"), PathBuf::from);
    if path.is_file() {
        return Ok(path);
    }
    Err(format!("{} is not there: cargo build --release -p tongban, or name one in TONGBAN_BIN", path.display()))
}

impl Server {
    /// `tongban demo` over a folder; answers when it listens.
    pub fn demo(binary: &Path, data: &Path, settings: &[(&str, &str)]) -> Result<Self, String> {
        Self::demo_with(binary, data, &[], settings)
    }

    /// The same with more arguments.
    pub fn demo_with(binary: &Path, data: &Path, more: &[&str], settings: &[(&str, &str)]) -> Result<Self, String> {
        let mut child = Command::new(binary)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        let (found, address) = mpsc::channel();
        let said = child.stderr.take();
        std::thread::spawn(move || {
            for line in said.map(BufReader::new).into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
                match line.split_once("listening on http://") {
                    Some((_, address)) => drop(found.send(address.trim().to_owned())),
                    None if line.contains("ERROR") || line.contains("error") => eprintln!("tongban: {line}"),
                    None => {}
                }
            }
        });
        let address = address.recv_timeout(PATIENCE).map_err(|_| "tongban demo did not listen".to_owned());
        let address = address.and_then(|text| text.parse().map_err(|_| format!("no address: {text}")));
        match address {
            Ok(address) => Ok(Self { child, address }),
            Err(why) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(why)
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends at once, as when the machine's supervisor loses patience.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end and waits until it has.
    pub fn stop(mut self) -> Result<(), String> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        asked.map_err(|error| error.to_string())?;
        let ended = self.child.wait().map_err(|error| error.to_string())?;
        if ended.success() { Ok(()) } else { Err(format!("tongban ended with {ended}")) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU microseconds, user and system, that a process has used. The kernel counts in hundredths of
/// a second.
pub fn cpu_micros(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name of the program stands in brackets and may hold anything; fields 14 and 15 count from 1.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    ticks * 10_000
}

/// A line of /proc/PID/status in kilobytes: `VmRSS`, `VmHWM`.
pub fn memory_kilobytes(pid: u32, line: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
    found.and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
