//! Backup while running, and restore. A backup is a folder: the database as of one moment, the
//! checkpoints that vouch for it, every file, and a manifest with the digest of each. Keys are not
//! in it unless asked for: a backup without them is unreadable, and so may lie elsewhere.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
};

use kernel::access::Actor;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Config, Engine, Entry, Error, Rooms, Store, checkpoints, engine::sqlite, sequence};

/// What stands in `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub origin: String,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Entries in the journal.
    pub position: u64,
    pub keys: bool,
    /// Path in the backup to SHA-256 of the file, hexadecimal.
    pub files: BTreeMap<String, String>,
}

const FORMAT: u32 = 1;
/// Stream of the installation itself.
const INSTALLATION: &str = "installation";

/// Makes a backup of the embedded store in `dir` into the new folder `to`. It reads beside a
/// running server and does not hold it up.
///
/// # Errors
/// `backup-exists`, `backup-engine` (PostgreSQL has its own tools), or of the file system.
pub fn backup(config: &Config, to: &Path, with_keys: bool) -> Result<Manifest, Error> {
    if config.engine != Engine::Embedded {
        return Err(Error::operator("backup-engine", "a PostgreSQL store is backed up with pg_dump; see the handbook"));
    }
    if to.exists() {
        return Err(Error::operator("backup-exists", format!("{} is there already", to.display())));
    }
    let database = config.dir.join("tongban.db");
    if !database.exists() {
        return Err(Error::operator("store-absent", format!("{} holds no store", config.dir.display())));
    }
    let beside = to.with_extension("part");
    let _ = fs::remove_dir_all(&beside);
    fs::create_dir_all(&beside)?;
    // Checkpoints first: what they vouch for is then in the database that is copied after them,
    // and every file that its rows name is on the disk when the files are copied last.
    let outside = config.checkpoints.clone().unwrap_or_else(|| config.dir.join("checkpoints"));
    copy_folder(&outside, &beside.join("checkpoints"), "superseded")?;
    let source = sqlite::reader(&database)?;
    source.execute("VACUUM INTO ?1", [beside.join("tongban.db").to_string_lossy().as_ref()])?;
    drop(source);
    copy_folder(&config.dir.join("files"), &beside.join("files"), "")?;
    if with_keys {
        copy_folder(&config.dir.join("keys"), &beside.join("keys"), "")?;
    }
    let copy = rusqlite::Connection::open(beside.join("tongban.db"))?;
    let position: i64 = copy.query_row("SELECT COALESCE(MAX(position), 0) FROM store_entry", [], |row| row.get(0))?;
    drop(copy);
    let mut manifest = Manifest {
        format: FORMAT,
        origin: config.origin.clone(),
        at: config.clock.now().0,
        position: u64::try_from(position).unwrap_or(0),
        keys: with_keys,
        files: BTreeMap::new(),
    };
    digest_folder(&beside, &beside, &mut manifest.files)?;
    let mut file = File::create(beside.join("manifest.json"))?;
    file.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    file.sync_all()?;
    fs::rename(&beside, to)?;
    crate::folder::sync_folder(to)?;
    Ok(manifest)
}

/// Puts a backup into the folder of `config`, which no process may be working in. What was there
/// is moved aside, never overwritten. The restored journal goes on with an entry that names the gap.
///
/// # Errors
/// `restore-manifest` when the backup is not whole; `store-key-missing` when neither the backup
/// nor the folder has the keys; `store-locked`.
pub fn restore(from: &Path, config: Config, rooms: Rooms) -> Result<(Manifest, Store), Error> {
    let text = fs::read(from.join("manifest.json"))
        .map_err(|error| Error::operator("restore-manifest", format!("{}: {error}", from.display())))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|error| Error::operator("restore-manifest", format!("manifest.json: {error}")))?;
    if manifest.format != FORMAT || manifest.origin != config.origin {
        return Err(Error::operator("restore-manifest", format!("the backup is of {}", manifest.origin)));
    }
    for (name, wanted) in &manifest.files {
        let path = from.join(name);
        let found =
            digest_file(&path).map_err(|error| Error::operator("restore-manifest", format!("{name}: {error}")))?;
        if found != *wanted {
            return Err(Error::operator("restore-manifest", format!("{name} is not what was backed up")));
        }
    }
    // The lock is taken and given back: whoever works in the folder is told apart from us.
    crate::folder::Folder::open(&config)?.unlock();
    let at = config.clock.now().0;
    let outside = config.checkpoints.clone().unwrap_or_else(|| config.dir.join("checkpoints"));
    let known = fs::metadata(checkpoints::leaves(&outside)).map_or(0, |meta| meta.len() / checkpoints::WIDTH);
    let aside = config.dir.join(format!("before-restore-{at}"));
    fs::create_dir_all(&aside)?;
    for name in ["tongban.db", "tongban.db-wal", "tongban.db-shm"] {
        let path = config.dir.join(name);
        if path.exists() {
            fs::rename(&path, aside.join(name))?;
        }
    }
    if outside.exists() {
        copy_folder(&outside, &aside.join("checkpoints"), "superseded")?;
        for entry in fs::read_dir(&outside)? {
            let path = entry?.path();
            if path.is_file() {
                fs::remove_file(path)?;
            }
        }
    }
    for name in manifest.files.keys().filter(|name| !name.starts_with("checkpoints/")) {
        let to = config.dir.join(name);
        if name.starts_with("keys/") && to.exists() {
            continue;
        }
        copy_file(&from.join(name), &to)?;
    }
    copy_folder(&from.join("checkpoints"), &outside, "superseded")?;
    let store = Store::open(config, rooms)?;
    let lost = known.saturating_sub(manifest.position);
    let payload = serde_json::json!({
        "backup_at": manifest.at, "position": manifest.position, "known_before": known, "lost": lost,
    });
    store.write(move |tx| {
        let before = tx.first(&sequence::NEWEST_VERSION, &[INSTALLATION.into()], |row| row.get::<i64>(0))?.unwrap_or(0);
        let actor = Actor::system("restore");
        tx.record(Entry {
            room: "store",
            kind: "store.restored",
            stream: INSTALLATION,
            version: before,
            subject: None,
            actor: &actor,
            title: "system",
            payload: payload.clone(),
            personal: None,
            state: None,
        })
    })?;
    store.checkpoint()?;
    Ok((manifest, store))
}

fn copy_file(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(from, to)?;
    Ok(File::open(to)?.sync_all()?)
}

fn copy_folder(from: &Path, to: &Path, passed_over: &str) -> Result<(), Error> {
    fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if (!passed_over.is_empty() && shown.starts_with(passed_over)) || shown.ends_with(".new") || shown.contains('#')
        {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target, passed_over)?;
        } else {
            copy_file(&entry.path(), &target)?;
        }
    }
    Ok(())
}

fn digest_file(path: &Path) -> Result<String, std::io::Error> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(seals::Digest(hasher.finalize().into()).to_string());
        }
        hasher.update(piece.get(..read).unwrap_or_default());
    }
}

fn digest_folder(root: &Path, folder: &Path, into: &mut BTreeMap<String, String>) -> Result<(), Error> {
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() {
            digest_folder(root, &path, into)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            into.insert(name.to_string_lossy().into_owned(), digest_file(&path)?);
        }
    }
    Ok(())
}
