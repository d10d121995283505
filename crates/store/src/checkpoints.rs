//! Checkpoints outside the database: in DIR/checkpoints (or a folder on another disk) stand the
//! hash of every entry, 32 bytes each, in `leaves`, and signed notes over the tree in `notes` and
//! `latest`. With them `verify` names the first entry that was touched, whatever the database says.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use seals::{Checkpoint, TreeHead, VerifyingKey};

use crate::{Error, Sql, Store, folder::sync_folder, sequence};

static HASHES: Sql = Sql::new("SELECT hash FROM store_entry WHERE position > $1 AND position <= $2 ORDER BY position");

pub(crate) static ALL: &[&Sql] = &[&HASHES];

/// Bytes of a hash in `leaves`.
pub(crate) const WIDTH: u64 = 32;
/// Hashes copied at once.
const AT_ONCE: i64 = 50_000;
/// A note is added to `notes` at most this often, in milliseconds.
const NOTE_EVERY: i64 = 60_000;

pub(crate) fn leaves(folder: &Path) -> PathBuf {
    folder.join("leaves")
}
pub(crate) fn notes(folder: &Path) -> PathBuf {
    folder.join("notes")
}
pub(crate) fn latest(folder: &Path) -> PathBuf {
    folder.join("latest")
}

impl Store {
    /// Copies new hashes out of the database and signs the tree; says its size, or `None` when
    /// nothing is new.
    ///
    /// # Errors
    /// `store-behind-checkpoint` when the database holds fewer entries than were once signed: it
    /// was cut or put back, and must not be signed over. Of the file system.
    pub fn checkpoint(&self) -> Result<Option<u64>, Error> {
        let folder = self.inner.folder.checkpoints().to_owned();
        let frontier = self.read(sequence::frontier)?;
        let size = frontier.size();
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(leaves(&folder))?;
        let kept = file.metadata()?.len() / WIDTH;
        if kept > size {
            return Err(Error::operator(
                "store-behind-checkpoint",
                format!("{kept} entries were kept outside, the database has {size}"),
            ));
        }
        let last = read_latest(&folder, &self.inner.origin, &[self.inner.keys.signing.verifying_key().clone()]);
        if kept == size && last.as_ref().is_some_and(|last| last.head.size == size) {
            return Ok(None);
        }
        // A cut-off write leaves a piece of a hash: it is written over.
        file.seek(SeekFrom::Start(kept * WIDTH))?;
        let mut from = i64::try_from(kept).unwrap_or(i64::MAX);
        let end = i64::try_from(size).unwrap_or(i64::MAX);
        while from < end {
            let upto = end.min(from + AT_ONCE);
            let hashes =
                self.read(|read| read.rows(&HASHES, &[from.into(), upto.into()], |row| row.get::<[u8; 32]>(0)))?;
            if i64::try_from(hashes.len()).unwrap_or(0) != upto - from {
                return Err(Error::operator("store-corrupt", format!("entries are missing after position {from}")));
            }
            file.write_all(&hashes.concat())?;
            from = upto;
        }
        file.sync_all()?;
        let at = self.now();
        let head = TreeHead { size, root: frontier.root() };
        let checkpoint = Checkpoint { origin: self.inner.origin.clone(), head, at };
        let text = checkpoint.sign(&[&self.inner.keys.signing]).map_err(|error| Error::Engine(error.to_string()))?;
        let due = last.is_none_or(|last| last.at.0 + NOTE_EVERY <= at.0) || self.is_closing();
        if due {
            let mut notes = OpenOptions::new().create(true).append(true).open(notes(&folder))?;
            writeln!(notes, "{text}")?;
            notes.sync_all()?;
        }
        replace(&latest(&folder), text.as_bytes())?;
        let key = folder.join("verifying.key");
        if !key.exists() {
            replace(&key, self.inner.keys.signing.verifying_key().to_string().as_bytes())?;
        }
        Ok(Some(size))
    }
}

/// Writes beside, then renames: a reader sees the old file or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder(path)
}

fn read_latest(folder: &Path, origin: &str, keys: &[VerifyingKey]) -> Option<Checkpoint> {
    let text = fs::read_to_string(latest(folder)).ok()?;
    Checkpoint::open(&text, origin, keys).ok().map(|opened| opened.checkpoint)
}

/// Every checkpoint in the folder that the keys vouch for, smallest tree first.
///
/// # Errors
/// `verify-checkpoint` names a note that does not hold.
pub(crate) fn all(folder: &Path, origin: &str, keys: &[VerifyingKey]) -> Result<Vec<Checkpoint>, Error> {
    let mut texts = Vec::new();
    if let Ok(text) = fs::read_to_string(notes(folder)) {
        texts.extend(split_notes(&text));
    }
    if let Ok(text) = fs::read_to_string(latest(folder)) {
        texts.push(text);
    }
    let mut all = Vec::new();
    for text in texts {
        let opened = Checkpoint::open(&text, origin, keys)
            .map_err(|error| Error::operator("verify-checkpoint", format!("a checkpoint does not hold: {error}")))?;
        all.push(opened.checkpoint);
    }
    all.sort_by_key(|checkpoint| checkpoint.head.size);
    all.dedup();
    Ok(all)
}

/// Notes stand one after another, each with an empty line inside (before its signatures) and one
/// after it.
fn split_notes(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = String::new();
    let mut gaps = 0;
    for line in text.lines() {
        if line.is_empty() {
            gaps += 1;
            if gaps == 2 {
                notes.push(std::mem::take(&mut note));
                gaps = 0;
                continue;
            }
        }
        note.push_str(line);
        note.push('\n');
    }
    if gaps == 1 && !note.is_empty() {
        notes.push(note);
    }
    notes
}

/// The hashes kept outside, read in order in constant memory.
pub(crate) struct Leaves {
    file: Option<std::io::BufReader<File>>,
}

impl Leaves {
    pub(crate) fn open(folder: &Path, from: u64) -> Result<Self, Error> {
        let file = match File::open(leaves(folder)) {
            Ok(mut file) => {
                file.seek(SeekFrom::Start(from * WIDTH))?;
                Some(std::io::BufReader::with_capacity(1 << 16, file))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { file })
    }
}

impl Iterator for Leaves {
    type Item = [u8; 32];

    fn next(&mut self) -> Option<[u8; 32]> {
        let mut hash = [0; 32];
        self.file.as_mut()?.read_exact(&mut hash).ok()?;
        Some(hash)
    }
}
