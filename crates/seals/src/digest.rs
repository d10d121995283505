//! SHA-256 digests (FIPS 180-4) and the ways this platform makes them: of bytes, of parts that
//! cannot run into each other, and of a noun's canonical encoding with its schema number. Trees of
//! digests are in `merkle`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::canonical::{NotCanonical, canonical};

/// A SHA-256 digest 摘要: 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// The digest of `bytes` as they are.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// The digest of several parts, each preceded by its length in bytes as 8 bytes big-endian, so
/// that no two different lists of parts give the same bytes.
#[must_use]
pub fn digest_parts(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}

/// The digest of a noun: of the schema number and its canonical encoding. A change of what is
/// encoded takes a new schema number.
///
/// # Errors
/// The value has no canonical encoding, see [`canonical`].
pub fn digest_of(value: &impl Serialize, schema: u16) -> Result<Digest, NotCanonical> {
    Ok(digest_parts(&[b"tongban noun v1", &schema.to_be_bytes(), &canonical(value)?]))
}

/// A text or a run of bytes that is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest: 32 bytes, as text 64 lower-case hexadecimal digits")]
pub struct NotADigest;

impl Digest {
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    /// Lower case only, so that a digest has one text.
    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(NotADigest);
        }
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotADigest)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<&[u8]> for Digest {
    type Error = NotADigest;

    fn try_from(bytes: &[u8]) -> Result<Self, NotADigest> {
        bytes.try_into().map(Self).map_err(|_| NotADigest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        hex::encode_to_slice(self.0, &mut text).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_abc_is_that_of_fips_180_4() {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc").to_string(), text);
        assert_eq!(text.parse(), Ok(digest(b"abc")));
    }

    #[test]
    fn a_digest_has_one_text() {
        let text = digest(b"abc").to_string();
        assert_eq!(text.to_uppercase().parse::<Digest>(), Err(NotADigest));
        assert_eq!(text.get(1..).map(str::parse::<Digest>), Some(Err(NotADigest)));
        assert_eq!(format!("{text}00").parse::<Digest>(), Err(NotADigest));
        assert_eq!(Digest::try_from([1_u8; 31].as_slice()), Err(NotADigest));
    }

    #[test]
    fn a_digest_is_hexadecimal_in_json() {
        let json = serde_json::to_string(&digest(b"")).unwrap_or_default();
        assert_eq!(json, "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
        assert_eq!(serde_json::from_str::<Digest>(&json).ok(), Some(digest(b"")));
        assert!(serde_json::from_str::<Digest>("\"e3\"").is_err());
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest_parts(&[b"ab", b"c"]), digest_parts(&[b"a", b"bc"]));
        assert_ne!(digest_parts(&[b"ab"]), digest_parts(&[b"ab", b""]));
    }

    #[test]
    fn another_schema_number_is_another_digest() {
        assert_ne!(digest_of(&"王芳", 1), digest_of(&"王芳", 2));
        assert!(digest_of(&1.5, 1).is_err());
    }
}
