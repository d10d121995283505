//! The data folder DIR: its lock, its keys and where things lie in it. One process writes in a
//! folder at a time.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use kernel::Chance;
use seals::{MasterKey, SigningKey, Suite};

use crate::{Config, Engine, Error};

/// The keys of an installation; they live in DIR/keys, outside the database and its backups.
#[derive(Clone)]
pub struct Keys {
    /// Wraps the keys of persons.
    pub master: Arc<MasterKey>,
    /// Signs checkpoints, receipts and sealed records.
    pub signing: Arc<SigningKey>,
    /// Seals cookies and what was typed when a session ended.
    pub cookie: [u8; 32],
}

pub(crate) struct Folder {
    dir: PathBuf,
    checkpoints: PathBuf,
    node: String,
    lock: Mutex<Option<File>>,
    embedded: bool,
    origin: String,
}

impl Folder {
    pub(crate) fn open(config: &Config) -> Result<Self, Error> {
        let dir = config.dir.clone();
        fs::create_dir_all(&dir)
            .map_err(|error| Error::operator("store-folder", format!("{}: {error}", dir.display())))?;
        let path = dir.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| Error::operator("store-folder", format!("{}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::operator("store-locked", format!("another process works in {}", dir.display())));
            }
            Err(TryLockError::Error(error)) => return Err(Error::operator("store-folder", error.to_string())),
        }
        let checkpoints = config.checkpoints.clone().unwrap_or_else(|| dir.join("checkpoints"));
        for made in [&checkpoints, &dir.join("files"), &dir.join("keys")] {
            fs::create_dir_all(made)
                .map_err(|error| Error::operator("store-folder", format!("{}: {error}", made.display())))?;
        }
        Ok(Self::at(config, Some(file)))
    }

    /// Without the lock, for looking.
    pub(crate) fn beside(config: &Config) -> Result<Self, Error> {
        let folder = Self::at(config, None);
        if !folder.dir.is_dir() || (folder.embedded && !folder.database().exists()) {
            return Err(Error::operator("store-absent", format!("{} holds no store", folder.dir.display())));
        }
        Ok(folder)
    }

    /// Whether another process holds the lock.
    pub(crate) fn is_locked(&self) -> Result<bool, Error> {
        match File::open(self.dir.join("lock")) {
            Ok(file) => Ok(matches!(file.try_lock(), Err(TryLockError::WouldBlock))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn at(config: &Config, file: Option<File>) -> Self {
        let mut name = [0; 8];
        config.chance.fill(&mut name);
        let node = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let dir = config.dir.clone();
        let checkpoints = config.checkpoints.clone().unwrap_or_else(|| dir.join("checkpoints"));
        Self {
            dir,
            checkpoints,
            node,
            lock: Mutex::new(file),
            embedded: config.engine == Engine::Embedded,
            origin: config.origin.clone(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("tongban.db")
    }

    pub(crate) fn files(&self) -> PathBuf {
        self.dir.join("files")
    }

    pub(crate) fn checkpoints(&self) -> &Path {
        &self.checkpoints
    }

    /// A name for this process among the nodes on one PostgreSQL.
    pub(crate) fn node(&self) -> &str {
        &self.node
    }

    pub(crate) fn unlock(&self) {
        if let Ok(mut lock) = self.lock.lock() {
            lock.take();
        }
    }

    /// Reads the keys, or makes them where nothing has been stored yet.
    pub(crate) fn keys(&self, chance: &dyn Chance) -> Result<Keys, Error> {
        // Rows without their keys are lost: new keys are made only for a new store.
        let fresh = !(self.embedded && self.database().exists());
        let cookie = self.key("cookie.key", true, chance)?;
        let signing = self.key("signing.key", fresh, chance)?;
        let master = self.key("master.key", fresh, chance)?;
        let signing = SigningKey::generate(&self.origin, Suite::International, signing)
            .map_err(|error| Error::operator("store-key-unreadable", error.to_string()))?;
        Ok(Keys { master: Arc::new(MasterKey::new(master)), signing: Arc::new(signing), cookie })
    }

    fn key(&self, name: &str, may_make: bool, chance: &dyn Chance) -> Result<[u8; 32], Error> {
        let path = self.dir.join("keys").join(name);
        let shown = path.display();
        match fs::read_to_string(&path) {
            Ok(text) => unhex(text.trim()).ok_or_else(|| {
                Error::operator("store-key-unreadable", format!("{shown} is not 64 hexadecimal digits"))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_make => {
                let mut key = [0; 32];
                chance.fill(&mut key);
                write_secret(&path, &key.iter().map(|byte| format!("{byte:02x}")).collect::<String>())?;
                Ok(key)
            }
            Err(error) => Err(Error::operator("store-key-missing", format!("{shown}: {error}"))),
        }
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(key)
}

/// Writes a file that only its owner may read, on the disk before it is answered.
fn write_secret(path: &Path, text: &str) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    sync_folder(path)
}

/// Makes a rename or a new file in a folder durable.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    if let Some(parent) = path.parent() {
        File::open(parent)?.sync_all()?;
    }
    Ok(())
}
