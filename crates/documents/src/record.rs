//! The sealed record inside the PDF. PDF/A-2 takes no attachment that is not itself PDF/A, so the
//! record travels as one keyword of the document: base64 behind a marker, written by the exporter
//! into the XMP packet, which is never compressed. Reading it back needs no PDF parser. Whether
//! the record is genuine is for its signature to say, not for this room; who shows the result must
//! show the record's fields, since the page around them could have been altered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const MARK: &str = "tongban-record-1:";

/// The keyword that carries `record`.
pub(crate) fn keyword(record: &str) -> String {
    format!("{MARK}{}", URL_SAFE_NO_PAD.encode(record))
}

/// The sealed record of a PDF made by `render`; none if there is none, if it is broken, or if the
/// file holds two that differ.
#[must_use]
pub fn extract_record(pdf: &[u8]) -> Option<String> {
    let mut found: Option<&[u8]> = None;
    let mut rest = pdf;
    while let Some(at) = position(rest, MARK.as_bytes()) {
        rest = rest.get(at + MARK.len()..)?;
        let length = rest.iter().take_while(|byte| is_base64(**byte)).count();
        let token = rest.get(..length)?;
        if found.is_some_and(|earlier| earlier != token) {
            return None;
        }
        found = Some(token);
    }
    String::from_utf8(URL_SAFE_NO_PAD.decode(found?).ok()?).ok()
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_records_that_differ_are_none() {
        let (one, two) = (keyword("甲"), keyword("乙"));
        assert_eq!(extract_record(format!("x{one} y{one})").as_bytes()).as_deref(), Some("甲"));
        assert_eq!(extract_record(format!("{one} {two}").as_bytes()), None);
        assert_eq!(extract_record(b"%PDF-1.7 nothing"), None);
        assert_eq!(extract_record(format!("{MARK}!").as_bytes()).as_deref(), Some(""));
    }
}
