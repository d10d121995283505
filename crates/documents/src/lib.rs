//! Official documents as PDF: data and a template go in, the same bytes come out every time. The
//! room knows no store, no clock and no network; templates and fonts are part of the binary, and
//! a template can reach neither a file nor a package. What the data says is only ever shown as
//! text. The sealed record of a licence travels inside its PDF, so that a file alone is enough to
//! verify it.

pub mod data;

mod clean;
mod fonts;
mod labels;
mod qr;
mod record;
mod render;
mod rosette;
mod seal_svg;
mod world;

pub use fonts::missing_glyphs;
pub use qr::qr_svg;
pub use record::extract_record;
pub use render::render;
pub use seal_svg::seal_svg;

use kernel::{Date, Locale};

/// A kind of document. The data of each is a type of the same name in `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Template {
    /// 电子证照
    Licence,
    /// 收件凭证
    Slip,
    /// 受理、补正、不予受理、不受理、决定、送达等文书
    Notice,
    /// 一次性告知单
    OneTimeNotice,
    /// 申请表
    Application,
}

impl Template {
    pub const ALL: [Self; 5] = [Self::Licence, Self::Slip, Self::Notice, Self::OneTimeNotice, Self::Application];

    /// The name that is kept beside a record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Slip => "slip",
            Self::Notice => "notice",
            Self::OneTimeNotice => "one-time-notice",
            Self::Application => "application",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }

    /// Raised whenever the template, its labels or its data change what is printed: a document is
    /// reproducible from its data and this number.
    #[must_use]
    pub fn version(self) -> u32 {
        1
    }
}

/// What a document says about itself beside its content.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Title of the file, shown by readers in their window.
    pub title: String,
    /// Chinese always stands first and prevails; with `En` the English stands beneath it.
    pub locale: Locale,
    /// The legal date of the document, which is also the only date in the file.
    pub created: Date,
    /// The sealed record, as text, at most `MAX_RECORD` bytes; read back by `extract_record`.
    pub record: Option<String>,
}

/// Longest sealed record that fits into a PDF string once encoded (ISO 19005-2, 6.1.13: 32,767 bytes).
pub const MAX_RECORD: usize = 24_000;

/// Most characters that the data of one document may hold.
pub const MAX_CHARACTERS: usize = 200_000;

/// A finished document.
#[derive(Debug, Clone)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters for which there is no glyph, in order of appearance; each is shown as 〓.
    pub missing_glyphs: Vec<char>,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the data do not fit the template: {0}")]
    Data(#[from] serde_json::Error),
    #[error("the data hold {0} characters, more than {MAX_CHARACTERS}")]
    TooLong(usize),
    #[error("the sealed record has {0} bytes, more than {MAX_RECORD}")]
    RecordTooLong(usize),
    #[error("the address is too long for a QR code")]
    Qr,
    #[error("the template failed: {0}")]
    Template(String),
    #[error("the PDF could not be written: {0}")]
    Export(String),
    #[error("the typesetter crashed")]
    Crashed,
}
