//! Ids of nouns: a readable prefix and 26 characters of time and chance (`case_01J...`), the same
//! form in the store, in URLs and in logs. They order by time. They are not official numbers:
//! those belong to `directory`.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an id names. A room declares an empty enum for each of its nouns.
pub trait Kind: 'static {
    /// Lower-case letters, without the underscore.
    const PREFIX: &'static str;
}

/// An id of kind `K`.
pub struct Id<K: Kind> {
    text: Box<str>,
    kind: PhantomData<fn() -> K>,
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Whether `ALPHABET` has it: letters but for I, L, O and U.
fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'H' | b'J' | b'K' | b'M' | b'N' | b'P'..=b'T' | b'V'..=b'Z')
}

impl<K: Kind> Id<K> {
    /// From milliseconds since 1970 UTC (48 bits) and 80 bits of chance.
    #[must_use]
    pub fn new(at: crate::Timestamp, chance: [u8; 10]) -> Self {
        let mut bits = u128::from(at.0.unsigned_abs()) & 0xFFFF_FFFF_FFFF;
        for byte in chance {
            bits = (bits << 8) | u128::from(byte);
        }
        let mut text = String::with_capacity(K::PREFIX.len() + 27);
        text.push_str(K::PREFIX);
        text.push('_');
        for place in (0..26).rev() {
            let digit = ((bits >> (place * 5)) & 31) as usize;
            text.push(ALPHABET.get(digit).copied().map_or('0', char::from));
        }
        Self { text: text.into_boxed_str(), kind: PhantomData }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A text that is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of kind `{0}`")]
pub struct NotAnId(pub &'static str);

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = NotAnId(K::PREFIX);
        let rest = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(wrong.clone())?;
        if rest.len() != 26 || !rest.bytes().all(is_digit) {
            return Err(wrong);
        }
        Ok(Self { text: text.into(), kind: PhantomData })
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
impl<K: Kind> schemars::JsonSchema for Id<K> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Id_{}", K::PREFIX).into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": format!("^{}_[0-9A-HJKMNP-TV-Z]{{26}}$", K::PREFIX),
        })
    }
}

/// Kinds that more than one room must name.
#[derive(Debug)]
pub enum PersonKind {}
impl Kind for PersonKind {
    const PREFIX: &'static str = "person";
}
#[derive(Debug)]
pub enum EnterpriseKind {}
impl Kind for EnterpriseKind {
    const PREFIX: &'static str = "ent";
}
#[derive(Debug)]
pub enum StaffKind {}
impl Kind for StaffKind {
    const PREFIX: &'static str = "staff";
}
#[derive(Debug)]
pub enum BodyKind {}
impl Kind for BodyKind {
    const PREFIX: &'static str = "body";
}
#[derive(Debug)]
pub enum PostKind {}
impl Kind for PostKind {
    const PREFIX: &'static str = "post";
}

/// A natural person 自然人.
pub type PersonId = Id<PersonKind>;
/// An enterprise or other organisation 法人和其他组织.
pub type EnterpriseId = Id<EnterpriseKind>;
/// A member of staff 工作人员.
pub type StaffId = Id<StaffKind>;
/// A body 实施主体.
pub type BodyId = Id<BodyKind>;
/// A post 岗位 of a body.
pub type PostId = Id<PostKind>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn an_id_reads_back_and_orders_by_time() {
        let early = PersonId::new(Timestamp(1_790_000_000_000), [255; 10]);
        let late = PersonId::new(Timestamp(1_790_000_000_001), [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<PersonId>(), Ok(early.clone()));
        assert_eq!(early.as_str().len(), "person_".len() + 26);
        assert!(early.as_str().parse::<BodyId>().is_err());
        assert!("person_01J".parse::<PersonId>().is_err());
    }
}
