//! What a template can see while it is set: the embedded templates and fonts, and a few files
//! that exist only in memory (`data.json`, `labels.json`, and the pictures). Every other path and
//! every package is refused, and there is no current date.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::fonts::FONTS;
use crate::{Template, labels, rosette};

/// Name and text of each template.
pub(crate) const SOURCES: [(&str, &str); 6] = [
    ("base.typ", include_str!("templates/base.typ")),
    ("licence.typ", include_str!("templates/licence.typ")),
    ("slip.typ", include_str!("templates/slip.typ")),
    ("notice.typ", include_str!("templates/notice.typ")),
    ("one-time-notice.typ", include_str!("templates/one-time-notice.typ")),
    ("application.typ", include_str!("templates/application.typ")),
];

/// Cell headers of tables are still behind a switch of the typesetter.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

static PARSED: LazyLock<Vec<Source>> = LazyLock::new(|| {
    SOURCES.iter().filter_map(|(name, text)| Some(Source::new(id(name)?, (*text).to_owned()))).collect()
});

/// Files that are the same for every document.
static FIXED: LazyLock<Vec<(FileId, Bytes)>> = LazyLock::new(|| {
    [("labels.json", labels::all().to_string()), ("rosette.svg", rosette::rosette_svg())]
        .into_iter()
        .filter_map(|(name, text)| Some((id(name)?, Bytes::from_string(text))))
        .collect()
});

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The world of one document.
pub(crate) struct Sheet {
    main: FileId,
    files: Vec<(FileId, Bytes)>,
}

impl Sheet {
    /// `files` are names and contents; names are ours, so their number stays small.
    pub(crate) fn new(template: Template, files: Vec<(&'static str, String)>) -> Option<Self> {
        let main = id(&format!("{}.typ", template.name()))?;
        let files = files.into_iter().filter_map(|(name, text)| Some((id(name)?, Bytes::from_string(text)))).collect();
        Some(Self { main, files })
    }
}

impl Sheet {
    /// What tells this document from others: its template and all its files.
    pub(crate) fn ident(&self) -> String {
        let files = self.files.iter().filter_map(|(_, bytes)| bytes.as_str().ok());
        files.fold(format!("{:?}", self.main), |all, file| all + "\n" + file)
    }
}

fn refused(id: FileId) -> FileError {
    match id.root() {
        VirtualRoot::Package(_) => FileError::Other(Some("packages are refused".into())),
        VirtualRoot::Project => FileError::NotFound(id.vpath().get_with_slash().into()),
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        PARSED.iter().find(|source| source.id() == id).cloned().ok_or_else(|| refused(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = self.files.iter().chain(FIXED.iter());
        files.find(|(known, _)| *known == id).map(|(_, bytes)| bytes.clone()).ok_or_else(|| refused(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_reaches_no_file_no_package_and_no_clock() {
        let sheet = Sheet::new(Template::Slip, vec![("data.json", "{}".into())]).unwrap();
        assert!(sheet.file(id("data.json").unwrap()).is_ok() && sheet.source(sheet.main()).is_ok());
        for path in ["/etc/passwd", "Cargo.toml", "seal.svg"] {
            assert!(matches!(sheet.file(id(path).unwrap()), Err(FileError::NotFound(_))));
        }
        let package = VirtualRoot::Package("@preview/cetz:0.4.0".parse().unwrap());
        let package = RootedPath::new(package, VirtualPath::new("lib.typ").unwrap()).intern();
        assert!(matches!(sheet.source(package), Err(FileError::Other(Some(why))) if why.contains("refused")));
        assert!(sheet.today(None).is_none());
    }
}
