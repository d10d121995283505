//! Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature. Only the
//! wrapping: what the text says is for `checkpoint`, keys are in `keys`.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::keys::{CannotSign, KeyId, SigningKey, VerifyingKey};

/// More signature lines than this are refused (C2SP signed-note asks for some limit).
const MOST_SIGNATURES: usize = 100;

/// Why a text is not a signed note that one of the given keys vouches for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    #[error("it holds a control character other than the line feed")]
    ControlCharacter,
    #[error("it does not end with a line feed")]
    Unfinished,
    #[error("no empty line stands between text and signatures")]
    NoSignatures,
    #[error("it has more than {MOST_SIGNATURES} signatures")]
    TooManySignatures,
    #[error("signature line {0} is not of the form `— name base64`")]
    SignatureLine(usize),
    #[error("the key {0} signed twice")]
    SignedTwice(KeyId),
    #[error("the signature of {0} is not on this text: text or signature was altered")]
    WrongSignature(KeyId),
    #[error("none of the known keys signed it; it names {}", names(.0))]
    NoKnownKey(Vec<KeyId>),
}

fn names(ids: &[KeyId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Signs `text`, which ends with a line feed and has no empty line at its end.
pub(crate) fn sign(text: &str, keys: &[&SigningKey]) -> Result<String, CannotSign> {
    let mut note = format!("{text}\n");
    for key in keys {
        let signature = key.sign(text.as_bytes())?;
        let value = STANDARD.encode([key.id().hash().to_be_bytes().as_slice(), &signature].concat());
        note.push_str(&format!("\u{2014} {} {value}\n", key.id().name()));
    }
    Ok(note)
}

/// The text of a note and who of `keys` signed it. Signatures of other keys are passed over; one
/// wrong signature of a known key refuses the note.
pub(crate) fn open<'n>(note: &'n str, keys: &[VerifyingKey]) -> Result<(&'n str, Vec<KeyId>), BadNote> {
    if note.chars().any(|letter| letter != '\n' && letter.is_control()) {
        return Err(BadNote::ControlCharacter);
    }
    if !note.ends_with('\n') {
        return Err(BadNote::Unfinished);
    }
    let (text, signatures) = split(note).ok_or(BadNote::NoSignatures)?;
    let (mut signed, mut seen) = (Vec::new(), Vec::new());
    for (place, line) in signatures.lines().enumerate() {
        if place == MOST_SIGNATURES {
            return Err(BadNote::TooManySignatures);
        }
        let (id, value) = signature_line(line).ok_or(BadNote::SignatureLine(place + 1))?;
        if let Some(key) = keys.iter().find(|key| *key.id() == id) {
            if signed.contains(&id) {
                return Err(BadNote::SignedTwice(id));
            }
            key.verify(text.as_bytes(), &value).map_err(|_| BadNote::WrongSignature(id.clone()))?;
            signed.push(id.clone());
        }
        seen.push(id);
    }
    if signed.is_empty() { Err(BadNote::NoKnownKey(seen)) } else { Ok((text, signed)) }
}

/// The text with its last line feed, and the signature lines behind the last empty line.
fn split(note: &str) -> Option<(&str, &str)> {
    let (text, signatures) = note.rsplit_once("\n\n")?;
    let text = note.get(..text.len() + 1)?;
    (!signatures.is_empty()).then_some((text, signatures))
}

fn signature_line(line: &str) -> Option<(KeyId, Vec<u8>)> {
    let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (hash, value) = bytes.split_first_chunk::<4>()?;
    Some((KeyId::from_parts(name, u32::from_be_bytes(*hash)).ok()?, value.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_signed_and_opened_as_by_the_go_note_package() {
        let key = SigningKey::parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
            .unwrap();
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        let note = format!(
            "{text}\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        );
        assert_eq!(sign(text, &[&key]).unwrap(), note);
        assert_eq!(open(&note, &[key.verifying_key().clone()]), Ok((text, vec![key.id().clone()])));
    }
}
