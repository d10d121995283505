//! The rows of a file, each with its line: JSON objects or the records of a table. A row that is not
//! even a row is kept as the reason why.

use std::{collections::BTreeMap, io::Read};

use serde_json::Value;

use super::ImportError;
use crate::mapping::{Format, Mapping};

/// A row as it stands in the file.
pub(super) enum Content {
    /// Native: the text of the line.
    Item(String),
    /// Foreign: cells by column.
    Cells(BTreeMap<String, Value>),
}

pub(super) struct Line {
    pub line: usize,
    pub content: Result<Content, String>,
}

/// More bytes than this are not a list of items.
const MOST: u64 = 1 << 30;

pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Line>, ImportError> {
    let unpacked = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::with_capacity(bytes.len() * 8);
        let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(MOST);
        reader.read_to_end(&mut out).map_err(|error| ImportError::File(format!("gzip: {error}")))?;
        std::borrow::Cow::Owned(out)
    } else {
        std::borrow::Cow::Borrowed(bytes)
    };
    let unpacked = unpacked.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&unpacked);
    match mapping.format {
        Format::Items => Ok(lines(unpacked, |text| Ok(Content::Item(text.to_owned())))),
        Format::Jsonl => Ok(lines(unpacked, |text| {
            serde_json::from_str(text).map(Content::Cells).map_err(|error| format!("not a JSON object: {error}"))
        })),
        Format::Csv => table(unpacked),
    }
}

fn lines(bytes: &[u8], take: impl Fn(&str) -> Result<Content, String>) -> Vec<Line> {
    let numbered = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let blank = |text: &[u8]| text.iter().all(u8::is_ascii_whitespace);
    numbered
        .filter(|(_, text)| !blank(text))
        .map(|(line, text)| {
            let text = std::str::from_utf8(text).map_err(|_| "not UTF-8".to_owned());
            Line { line, content: text.and_then(|text| take(text.trim_end_matches('\r'))) }
        })
        .collect()
}

fn table(bytes: &[u8]) -> Result<Vec<Line>, ImportError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let head = reader.headers().map_err(|error| ImportError::File(format!("the head can't be read: {error}")))?.clone();
    let mut out = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(0);
        let content = match reader.read_record(&mut record) {
            Ok(false) => return Ok(out),
            Ok(true) if record.len() != head.len() => {
                Err(format!("{} cells where the head has {}", record.len(), head.len()))
            }
            Ok(true) => {
                let cells = head.iter().zip(&record).map(|(name, cell)| (name.to_owned(), Value::from(cell)));
                Ok(Content::Cells(cells.collect()))
            }
            Err(error) => Err(error.to_string()),
        };
        let line =
            record.position().filter(|_| content.is_ok()).map_or(line, |at| usize::try_from(at.line()).unwrap_or(line));
        out.push(Line { line, content });
    }
}
