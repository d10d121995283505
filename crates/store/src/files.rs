//! Files: content-addressed, their type sniffed from their content, refused when they may be run,
//! on the disk before the row that names them. The same content is kept once.

use std::{
    fs::File,
    io::ErrorKind,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use kernel::Timestamp;
use object_store::{ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as ObjectPath};
use seals::Digest;

use crate::{Error, Read, Sql, Tx};

static NEW: Sql = Sql::new(
    "INSERT INTO store_file (digest, size, media, owner, at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (digest) DO UPDATE SET owner = excluded.owner, at = excluded.at, condemned = NULL",
);
static FIND: Sql = Sql::new("SELECT digest, size, media FROM store_file WHERE digest = $1 AND condemned IS NULL");
static USED: Sql =
    Sql::new("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM store_file WHERE owner = $1 AND at > $2");

pub(crate) static ALL: &[&Sql] = &[&NEW, &FIND, &USED];

/// A file that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileRef {
    /// SHA-256 of the content, hexadecimal.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    /// Media type, by content.
    pub media: String,
}

/// What is taken.
#[derive(Debug, Clone, Copy)]
pub struct FileRules {
    /// Bytes of one file.
    pub most: u64,
    /// Media types that are taken.
    pub media: &'static [&'static str],
}

impl FileRules {
    /// Papers of an application: images, PDF, OFD, office documents, plain text.
    pub const PAPERS: Self = Self {
        most: 20 * 1024 * 1024,
        media: &[
            "application/pdf",
            "application/ofd",
            "image/jpeg",
            "image/png",
            "image/webp",
            "image/tiff",
            "image/bmp",
            "image/heif",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "text/plain",
        ],
    };
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {size} bytes, at most {most} are taken")]
    TooLarge { size: u64, most: u64 },
    #[error("files of type {media} are not taken")]
    Type { media: String },
    #[error("the name says {name}, the content is {media}")]
    Lies { name: String, media: String },
    #[error("programs are not taken")]
    Executable,
    /// For want of space; it can be handed in again later.
    #[error("there is no space for the file: {0}")]
    NoSpace(String),
    #[error("the file could not be kept: {0}")]
    Fault(String),
}

fn fault(error: &(dyn std::error::Error + 'static)) -> Refused {
    if crate::error::wants_space(error) {
        Refused::NoSpace(error.to_string())
    } else {
        Refused::Fault(error.to_string())
    }
}

/// Where files lie.
#[derive(Clone)]
pub struct Files {
    store: Arc<LocalFileSystem>,
    dir: Arc<Path>,
    clock: Arc<dyn kernel::Clock>,
}

/// The media type of content, by its first bytes; `None` when it may be run.
fn sniff(content: &[u8]) -> Option<String> {
    if infer::is_app(content) || content.starts_with(b"#!") || content.starts_with(b"MZ") {
        return None;
    }
    if let Some(kind) = infer::get(content) {
        let media = kind.mime_type();
        if matches!(
            media,
            "application/x-executable"
                | "application/vnd.microsoft.portable-executable"
                | "application/x-msi"
                | "text/x-shellscript"
        ) {
            return None;
        }
        // OFD (GB/T 33190) is a ZIP whose first entries name OFD.xml.
        if media == "application/zip"
            && content.get(..4096.min(content.len())).is_some_and(|head| head.windows(7).any(|part| part == b"OFD.xml"))
        {
            return Some("application/ofd".into());
        }
        return Some(media.into());
    }
    let text =
        std::str::from_utf8(content).is_ok_and(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()));
    Some(if text { "text/plain" } else { "application/octet-stream" }.into())
}

/// The type that a name's ending promises, for the endings people use.
fn promised(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "ofd" => "application/ofd",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "txt" => "text/plain",
        "exe" | "dll" | "bat" | "cmd" | "sh" | "msi" | "com" | "scr" | "jar" | "js" | "vbs" | "ps1" => "program",
        _ => return None,
    })
}

impl Files {
    pub(crate) fn open(dir: &Path, clock: Arc<dyn kernel::Clock>) -> Result<Self, Error> {
        let store = LocalFileSystem::new_with_prefix(dir)
            .map_err(|error| Error::operator("store-folder", error.to_string()))?
            .with_fsync(true);
        Ok(Self { store: Arc::new(store), dir: dir.into(), clock })
    }

    /// Checks content and keeps it; it is on the disk when this answers. Name it in a row with
    /// `Tx::name_file`.
    ///
    /// # Errors
    /// `Refused` says why the person's file is not taken.
    pub async fn put(&self, name: &str, content: Bytes, rules: &FileRules) -> Result<FileRef, Refused> {
        let size = content.len() as u64;
        if size == 0 {
            return Err(Refused::Empty);
        }
        if size > rules.most {
            return Err(Refused::TooLarge { size, most: rules.most });
        }
        let promise = promised(name);
        let media = sniff(&content).filter(|_| promise != Some("program")).ok_or(Refused::Executable)?;
        if let Some(promise) = promise
            && promise != media
        {
            return Err(Refused::Lies { name: name.to_owned(), media });
        }
        if !rules.media.contains(&media.as_str()) {
            return Err(Refused::Type { media });
        }
        let content_for_digest = content.clone();
        let digest = tokio::task::spawn_blocking(move || seals::digest::digest(&content_for_digest))
            .await
            .map_err(|error| Refused::Fault(error.to_string()))?
            .to_string();
        let place = place(&digest);
        // What was there may be on its way out (`orphans`): made young it stays, and if it went it is written.
        while !self.touch(&digest).await? {
            let payload = PutPayload::from_bytes(content.clone());
            self.store.put(&place, payload).await.map_err(|error| fault(&error))?;
        }
        Ok(FileRef { digest, size, media })
    }

    /// Notes at the file itself when it was put last; whether it is there.
    async fn touch(&self, digest: &str) -> Result<bool, Refused> {
        let path = self.dir.join(digest.get(..2).unwrap_or("00")).join(digest);
        let millis = u64::try_from(self.clock.now().0).unwrap_or(0);
        let put = SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
        let touch = move || match File::options().write(true).open(&path) {
            Ok(file) => file.set_modified(put).map(|()| true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        };
        let touched = tokio::task::spawn_blocking(touch).await.map_err(|error| Refused::Fault(error.to_string()))?;
        touched.map_err(|error| fault(&error))
    }

    /// The content of a file.
    ///
    /// # Errors
    /// When it is not there or can't be read.
    pub async fn get(&self, file: &str) -> Result<Bytes, Error> {
        let answer = self.store.get(&place(file)).await.map_err(|error| Error::Engine(error.to_string()))?;
        answer.bytes().await.map_err(|error| Error::Engine(error.to_string()))
    }
}

fn place(digest: &str) -> ObjectPath {
    ObjectPath::from_iter([digest.get(..2).unwrap_or("00"), digest])
}

impl Tx<'_> {
    /// Names a file that `Files::put` kept, for a day: within it a row of the room must name it too
    /// (`Rooms::named_files`). `owner` is whose quota it counts to.
    ///
    /// # Errors
    /// Of the engine.
    pub fn name_file(&self, file: &FileRef, owner: Option<&str>) -> Result<(), Error> {
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        let params =
            [file.digest.as_str().into(), size.into(), file.media.as_str().into(), owner.into(), self.now().into()];
        self.execute(&NEW, &params).map(drop)
    }
}

impl Read<'_> {
    /// A named file; none that is about to go, because nothing of a room names it.
    ///
    /// # Errors
    /// Of the engine.
    pub fn file(&self, digest: &str) -> Result<Option<FileRef>, Error> {
        self.first(&FIND, &[digest.into()], |row| {
            Ok(FileRef {
                digest: row.get(0)?,
                size: u64::try_from(row.get::<i64>(1)?).unwrap_or(0),
                media: row.get(2)?,
            })
        })
    }

    /// Bytes that an owner has named since a moment, for quotas.
    ///
    /// # Errors
    /// Of the engine.
    pub fn file_bytes(&self, owner: &str, since: Timestamp) -> Result<i64, Error> {
        Ok(self.first(&USED, &[owner.into(), since.into()], |row| row.get(0))?.unwrap_or(0))
    }
}

/// The digest of content, as files are named by it.
#[must_use]
pub fn digest_of(content: &[u8]) -> Digest {
    seals::digest::digest(content)
}
