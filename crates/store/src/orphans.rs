//! Files that nothing names any more 无主文件: uploads of drafts that were discarded, and what was
//! replaced before it was sent. Once a day a job looks, in slices. A file whose row is older than a day
//! and that no room names is condemned; a day later, if still nobody names it, its row goes; and content
//! without a row that was last put more than a day ago leaves the disk. So whoever is just naming a file
//! has a day, in each step, and a crash between the steps leaves only something for the next look.

use std::{
    collections::BTreeSet,
    fs,
    io::ErrorKind,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use kernel::Timestamp;
use serde_json::json;

use crate::{Error, Job, JobHandler, NewJob, Read, Sql, Store, Tx};

/// Digests of files that a room names, from one to another, both included.
pub type NamedFiles = fn(&Read<'_>, from: &str, to: &str) -> Result<Vec<String>, Error>;

const KIND: &str = "store.orphans";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Folders of `files` that one job looks through: there are 256.
const SLICE: u32 = 16;
/// Behind every digest with the same beginning.
const LAST: &str = "~";
/// Ending of a file that is about to go.
const GOING: &str = "going";

static ROWS: Sql =
    Sql::new("SELECT digest, at, condemned FROM store_file WHERE digest >= $1 AND digest <= $2 ORDER BY digest");
static CONDEMN: Sql = Sql::new("UPDATE store_file SET condemned = $2 WHERE digest = $1");
static DROP: Sql = Sql::new("DELETE FROM store_file WHERE digest = $1");
static WAITING: Sql =
    Sql::new("SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM store_file WHERE condemned IS NOT NULL");

pub(crate) static ALL: &[&Sql] = &[&ROWS, &CONDEMN, &DROP, &WAITING];

/// What was found and done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Orphans {
    /// Rows that nothing names, marked now.
    pub condemned: u64,
    /// Marked before, and named again.
    pub spared: u64,
    /// Rows that went.
    pub dropped: u64,
    /// Files that left the disk.
    pub removed: u64,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Condemn,
    Spare,
    Drop,
}

/// `None`: as it is.
fn judge(named: bool, at: Timestamp, condemned: Option<Timestamp>, day_ago: Timestamp) -> Option<Verdict> {
    match condemned {
        Some(_) if named => Some(Verdict::Spare),
        Some(since) => (since < day_ago).then_some(Verdict::Drop),
        None => (!named && at < day_ago).then_some(Verdict::Condemn),
    }
}

pub(crate) fn handler() -> JobHandler {
    JobHandler {
        kind: KIND,
        tries: 20,
        run: Arc::new(|store, job| slice(store, job).map_err(|error| error.to_string())),
    }
}

/// The first slice of a day, unless it was ordered before.
pub(crate) fn order(tx: &Tx<'_>, at: Timestamp) -> Result<(), Error> {
    let once = format!("{KIND}.{}", at.date());
    tx.job(&NewJob { kind: KIND, payload: json!({ "from": 0 }), due: Some(at), once: Some(&once) })
}

fn slice(store: &Store, job: &Job) -> Result<(), Error> {
    let from = job.payload.get("from").and_then(serde_json::Value::as_u64).unwrap_or(0);
    let from = u32::try_from(from).unwrap_or(0);
    for folder in from..(from + SLICE).min(256) {
        let found = store.clear_orphans_in(folder)?;
        if found != Orphans::default() {
            tracing::info!(?found, "files that nothing names");
        }
    }
    store.write(move |tx| {
        if from + SLICE < 256 {
            let (next, now) = (from + SLICE, tx.now());
            let once = format!("{KIND}.{}.{next}", now.date());
            return tx.job(&NewJob { kind: KIND, payload: json!({ "from": next }), due: None, once: Some(&once) });
        }
        order(tx, tx.now().plus_millis(DAY_MILLIS))
    })
}

impl Store {
    /// Looks through all files at once, as the daily job does in slices.
    ///
    /// # Errors
    /// Of the engine; of the file system.
    pub fn clear_orphans(&self) -> Result<Orphans, Error> {
        let mut all = Orphans::default();
        for folder in 0..256 {
            let found = self.clear_orphans_in(folder)?;
            all.condemned += found.condemned;
            all.spared += found.spared;
            all.dropped += found.dropped;
            all.removed += found.removed;
        }
        Ok(all)
    }

    /// Files that are marked to go, and their bytes.
    ///
    /// # Errors
    /// Of the engine.
    pub fn orphans_waiting(&self) -> Result<(i64, i64), Error> {
        self.read(|read| Ok(read.first(&WAITING, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default()))
    }

    fn clear_orphans_in(&self, folder: u32) -> Result<Orphans, Error> {
        let prefix = format!("{folder:02x}");
        let day_ago = self.now().plus_millis(-DAY_MILLIS);
        let mut found = Orphans::default();
        let doubtful: Vec<String> = self
            .read(|read| self.verdicts(read, &prefix, &[&prefix, LAST].concat(), day_ago))?
            .into_iter()
            .map(|(digest, _)| digest)
            .collect();
        for digest in doubtful {
            let store = self.clone();
            let verdict = self.write(move |tx| {
                // Somebody may have named it since; who does so now is told to try again, or we are.
                let Some((_, verdict)) = store.verdicts(tx, &digest, &digest, day_ago)?.pop() else { return Ok(None) };
                let (file, now) = (digest.as_str().into(), tx.now());
                match verdict {
                    Verdict::Condemn => tx.execute(&CONDEMN, &[file, now.into()])?,
                    Verdict::Spare => tx.execute(&CONDEMN, &[file, None::<Timestamp>.into()])?,
                    Verdict::Drop => tx.execute(&DROP, &[file])?,
                };
                Ok::<_, Error>(Some(verdict))
            })?;
            match verdict {
                Some(Verdict::Condemn) => found.condemned += 1,
                Some(Verdict::Spare) => found.spared += 1,
                Some(Verdict::Drop) => found.dropped += 1,
                None => {}
            }
        }
        found.removed = self.clear_disk(&prefix, day_ago)?;
        Ok(found)
    }

    /// Rows of which something is to become.
    fn verdicts(
        &self,
        read: &Read<'_>,
        from: &str,
        to: &str,
        day_ago: Timestamp,
    ) -> Result<Vec<(String, Verdict)>, Error> {
        let rows = read.rows(&ROWS, &[from.into(), to.into()], |row| {
            Ok((row.get::<String>(0)?, row.get::<Timestamp>(1)?, row.get::<Option<Timestamp>>(2)?))
        })?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut named = BTreeSet::new();
        for names in &self.inner.rooms.named_files {
            named.extend(names(read, from, to)?);
        }
        Ok(rows
            .into_iter()
            .filter_map(|(digest, at, condemned)| {
                let verdict = judge(named.contains(&digest), at, condemned, day_ago)?;
                Some((digest, verdict))
            })
            .collect())
    }

    /// Removes content that has no row and was put more than a day ago; says how many files.
    fn clear_disk(&self, prefix: &str, day_ago: Timestamp) -> Result<u64, Error> {
        let folder = self.inner.folder.files().join(prefix);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error.into()),
        };
        let known: BTreeSet<String> = self
            .read(|read| {
                let params = [prefix.into(), [prefix, LAST].concat().into()];
                read.rows(&ROWS, &params, |row| row.get::<String>(0))
            })?
            .into_iter()
            .collect();
        let old = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(day_ago.0).unwrap_or(0));
        let mut removed = 0;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let digest = name.split(['.', '#']).next().unwrap_or_default();
            if name.contains('#') {
                // A piece that was never whole: nobody can have been told of it.
                if fs::metadata(&path)?.modified()? < old {
                    fs::remove_file(&path)?;
                    removed += 1;
                }
                continue;
            }
            // On its way out when the power failed.
            if name.ends_with(GOING) {
                if known.contains(digest) {
                    put_back(&path, &folder.join(digest))?;
                    continue;
                }
            } else if name == digest && known.contains(digest) {
                continue;
            }
            removed += u64::from(remove(&path, &folder.join(digest), old)?);
        }
        Ok(removed)
    }
}

/// Removes a file that is older than `old`. It goes aside first: whoever puts the same content
/// meanwhile either finds it gone and writes it, or has made it young and gets it back.
fn remove(path: &Path, place: &Path, old: SystemTime) -> Result<bool, Error> {
    let going = place.with_extension(GOING);
    match fs::metadata(path).and_then(|meta| meta.modified()) {
        Ok(put) if put < old => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    if path != going {
        fs::rename(path, &going)?;
    }
    if fs::metadata(&going)?.modified()? >= old {
        put_back(&going, place)?;
        return Ok(false);
    }
    fs::remove_file(&going)?;
    Ok(true)
}

/// Back to its place, unless the same content stands there again.
fn put_back(going: &Path, place: &Path) -> Result<(), Error> {
    if place.exists() {
        fs::remove_file(going)?;
    } else {
        fs::rename(going, place)?;
    }
    Ok(())
}
