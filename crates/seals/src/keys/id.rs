//! Ids of keys, as C2SP signed-note makes them. The keys themselves are in `keys`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::BadKey;

/// Which key: its name, and four bytes of the SHA-256 digest of name, suite and public key
/// (C2SP signed-note). Written `name+1a2b3c4d`. The bytes tell keys apart and prove nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    name: Box<str>,
    hash: u32,
}

/// Eight lower-case hexadecimal digits.
fn key_hash(text: &str) -> Option<u32> {
    let digits = text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    digits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

impl KeyId {
    /// Of a name and a suite's encoding of the public key.
    pub(super) fn new(name: &str, encoded: &[u8]) -> Result<Self, BadKey> {
        check_name(name)?;
        let digest = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(encoded).finalize();
        let hash = digest.first_chunk::<4>().map_or(0, |first| u32::from_be_bytes(*first));
        Ok(Self { name: name.into(), hash })
    }

    /// Of a signature line, where the hash stands apart.
    pub(crate) fn from_parts(name: &str, hash: u32) -> Result<Self, BadKey> {
        check_name(name)?;
        Ok(Self { name: name.into(), hash })
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn hash(&self) -> u32 {
        self.hash
    }
}

fn check_name(name: &str) -> Result<(), BadKey> {
    let bad = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '+';
    if name.is_empty() || name.len() > 200 || name.contains(bad) { Err(BadKey::Name) } else { Ok(()) }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}", self.name, self.hash)
    }
}

impl FromStr for KeyId {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        const FORM: BadKey = BadKey::Form("name+1a2b3c4d");
        let (name, hash) = text.split_once('+').ok_or(FORM)?;
        Self::from_parts(name, key_hash(hash).ok_or(FORM)?)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for KeyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "KeyId".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[^+\\s]+\\+[0-9a-f]{8}$" })
    }
}
