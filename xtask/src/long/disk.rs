//! The disk after a power cut, made from what `power.c` wrote down: what no fsync covered is taken
//! back, wholly or in part. Writes may survive in any choice of sectors; changes of names survive in
//! the order in which they were made, up to some point.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::{FileExt, MetadataExt},
    path::{Path, PathBuf},
};

/// Bytes that reach a disk together or not at all.
const SECTOR: usize = 512;

struct Record {
    kind: u8,
    inode: u64,
    offset: u64,
    size: u64,
    before: Vec<u8>,
    after: Vec<u8>,
    /// Where it stands in the log.
    at: u64,
}

impl Record {
    fn path(&self) -> PathBuf {
        PathBuf::from(String::from_utf8_lossy(&self.before).into_owned())
    }

    fn second_path(&self) -> PathBuf {
        PathBuf::from(String::from_utf8_lossy(&self.after).into_owned())
    }
}

/// What a cut took.
#[derive(Debug, Default)]
pub struct Cut {
    pub lost_writes: usize,
    pub torn_writes: usize,
    pub kept_writes: usize,
    pub lost_names: usize,
}

/// Chance that tells the same story for the same seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 27)) >> 11) % below.max(1)
    }
}

/// What a disk does with what it was told to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every write that was not synced is lost.
    LosesAll,
    /// Each is lost, torn or kept as the dice fall.
    LosesSome,
    /// It says that it has synced and has not: the store can't be right on it, and the check must say
    /// so, or it checks nothing.
    Lies,
}

/// Cuts the power: `folder` becomes what a disk might hold.
///
/// # Errors
/// Of the file system.
pub fn cut(folder: &Path, log: &Path, disk: Kind, dice: &mut Dice) -> io::Result<Cut> {
    let all = disk != Kind::LosesSome;
    let records = read(log)?;
    let saved = PathBuf::from([log.display().to_string().as_str(), ".saved"].concat());
    let mut synced: HashMap<u64, u64> = HashMap::new();
    for record in records.iter().filter(|record| record.kind == b'S' && disk != Kind::Lies) {
        let upto = synced.entry(record.inode).or_default();
        *upto = (*upto).max(record.offset);
    }
    let is_lost = |inode: u64, at: u64| synced.get(&inode).is_none_or(|upto| at >= *upto);
    let mut paths = BTreeMap::new();
    scan(folder, &mut paths)?;
    scan(&saved, &mut paths)?;
    let mut cut = Cut::default();

    let data: Vec<&Record> = records
        .iter()
        .filter(|record| matches!(record.kind, b'W' | b'T') && is_lost(record.inode, record.at))
        .filter(|record| paths.contains_key(&record.inode))
        .collect();
    let mut files: HashMap<u64, File> = HashMap::new();
    for record in &data {
        if let (None, Some(path)) = (files.get(&record.inode), paths.get(&record.inode)) {
            files.insert(record.inode, OpenOptions::new().write(true).open(path)?);
        }
    }
    for record in data.iter().rev() {
        let Some(file) = files.get(&record.inode) else { continue };
        file.write_all_at(&record.before, record.offset)?;
        file.set_len(record.size)?;
    }
    for record in data {
        let Some(file) = files.get(&record.inode) else { continue };
        match (all, record.kind, dice.below(3)) {
            (false, b'T', 1 | 2) => file.set_len(record.offset)?,
            (false, b'W', 1) => {
                cut.torn_writes += 1;
                for (place, sector) in record.after.chunks(SECTOR).enumerate() {
                    if dice.below(2) == 0 {
                        file.write_all_at(sector, record.offset + (place * SECTOR) as u64)?;
                    }
                }
            }
            (false, b'W', 2) => {
                cut.kept_writes += 1;
                file.write_all_at(&record.after, record.offset)?;
            }
            _ => cut.lost_writes += 1,
        }
    }

    let folder_of = |path: &Path| path.parent().and_then(|parent| fs::metadata(parent).ok()).map_or(0, |it| it.ino());
    let names: Vec<&Record> = records
        .iter()
        .filter(|record| {
            let path = if record.kind == b'R' { record.second_path() } else { record.path() };
            matches!(record.kind, b'C' | b'R' | b'U') && is_lost(folder_of(&path), record.at)
        })
        .collect();
    let kept = if all { 0 } else { usize::try_from(dice.below(names.len() as u64 + 1)).unwrap_or(0) };
    for record in names.iter().skip(kept).rev() {
        cut.lost_names += 1;
        undo_name(record, &saved)?;
    }
    forget_shared_memory(folder)?;
    Ok(cut)
}

fn undo_name(record: &Record, saved: &Path) -> io::Result<()> {
    let path = record.path();
    let back = |to: &Path| {
        let kept = saved.join(record.offset.to_string());
        if record.offset > 0 && kept.exists() { fs::hard_link(kept, to) } else { Ok(()) }
    };
    match record.kind {
        b'C' => match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
        b'R' => {
            let to = record.second_path();
            if to.exists() {
                fs::rename(&to, &path)?;
            }
            back(&to)
        }
        _ if path.exists() => Ok(()),
        _ => back(&path),
    }
}

/// Shared memory does not outlive the machine.
fn forget_shared_memory(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with("-shm") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn scan(folder: &Path, paths: &mut BTreeMap<u64, PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            scan(&entry.path(), paths)?;
        } else {
            paths.insert(entry.metadata()?.ino(), entry.path());
        }
    }
    Ok(())
}

fn read(log: &Path) -> io::Result<Vec<Record>> {
    let bytes = fs::read(log)?;
    let mut records = Vec::new();
    let mut at = 0_usize;
    // A record that the kill cut short was of a change that did not happen.
    while let Some(record) = one(&bytes, at) {
        at += 33 + record.before.len() + record.after.len();
        records.push(record);
    }
    Ok(records)
}

fn one(bytes: &[u8], at: usize) -> Option<Record> {
    let number = |from: usize| Some(u64::from_le_bytes(bytes.get(at + from..at + from + 8)?.try_into().ok()?));
    let length = |from: usize| {
        let four = bytes.get(at + from..at + from + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let (first, second) = (length(25)?, length(29)?);
    let body = at + 33;
    Some(Record {
        kind: *bytes.get(at)?,
        inode: number(1)?,
        offset: number(9)?,
        size: number(17)?,
        before: bytes.get(body..body + first)?.to_vec(),
        after: bytes.get(body + first..body + first + second)?.to_vec(),
        at: at as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u8, inode: u64, offset: u64, size: u64, before: &[u8], after: &[u8]) -> Vec<u8> {
        let mut out = vec![kind];
        for number in [inode, offset, size] {
            out.extend(number.to_le_bytes());
        }
        for part in [before, after] {
            out.extend(u32::try_from(part.len()).unwrap().to_le_bytes());
        }
        out.extend(before);
        out.extend(after);
        out
    }

    /// A file into which `one` was written and synced, then `two` over it and beyond, and a new file.
    fn disk(name: &str) -> (PathBuf, PathBuf) {
        let base = std::env::temp_dir().join(format!("tongban-cut-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&base);
        let folder = base.join("data");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a"), "two!").unwrap();
        fs::write(folder.join("b"), "new").unwrap();
        let inode = |name: &str| fs::metadata(folder.join(name)).unwrap().ino();
        let mut log = record(b'W', inode("a"), 0, 0, b"", b"one");
        log.extend(record(b'S', inode("a"), log.len() as u64, 0, b"", b""));
        log.extend(record(b'W', inode("a"), 0, 3, b"one", b"two!"));
        log.extend(record(b'C', inode("b"), 0, 0, folder.join("b").display().to_string().as_bytes(), b""));
        log.extend(b"W");
        fs::write(base.join("log"), log).unwrap();
        (folder, base.join("log"))
    }

    #[test]
    fn what_was_not_synced_is_taken_back_and_what_was_stays() {
        let (folder, log) = disk("all");
        let cut = cut(&folder, &log, Kind::LosesAll, &mut Dice(7)).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "one");
        assert!(!folder.join("b").exists());
        assert_eq!((cut.lost_writes, cut.lost_names), (1, 1));
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_disk_that_lies_keeps_nothing() {
        let (folder, log) = disk("lies");
        cut(&folder, &log, Kind::Lies, &mut Dice(7)).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "");
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }
}
