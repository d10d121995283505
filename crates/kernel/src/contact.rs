//! How a person is reached and named on lists: mobile numbers and masked names. Addresses and mail
//! belong to the rooms that use them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::identifiers::{Reason, mask, normalise};

/// A mobile number of the mainland 手机号码: 11 digits, `13` to `19`. `Debug` shows it masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mobile(Box<str>);

impl Mobile {
    /// Reads it with or without +86, with spaces and dashes.
    ///
    /// # Errors
    /// The reason why it is no mobile number.
    pub fn read(text: &str) -> Result<Self, Reason> {
        let text = normalise(text).replace('-', "");
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        let local = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(&text);
        let local = local.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(local);
        if !local.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Characters);
        }
        if local.len() != 11 {
            return Err(Reason::Length);
        }
        let mut digits = local.bytes();
        if digits.next() != Some(b'1') || digits.next().is_none_or(|digit| digit < b'3') {
            return Err(Reason::Characters);
        }
        Ok(Self(local.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `138****5678`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (head, tail) = (self.0.get(..3).unwrap_or_default(), self.0.get(7..).unwrap_or_default());
        [head, "****", tail].concat()
    }
}

/// A name on a list: the first character, then stars; `王*`, `欧***`.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let name = name.trim();
    if name.chars().count() == 1 { "*".into() } else { mask(name, 1, 0) }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}
impl Serialize for Mobile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Mobile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_read_however_it_is_typed() {
        for text in ["13812345678", "+86 138-1234-5678", "008613812345678", "8613812345678", "１３８１２３４５６７８"]
        {
            assert_eq!(Mobile::read(text).unwrap().as_str(), "13812345678", "{text}");
        }
        for (text, reason) in [
            ("", Reason::Empty),
            ("12345678901", Reason::Characters),
            ("1381234567", Reason::Length),
            ("138123456789", Reason::Length),
            ("1381234567a", Reason::Characters),
            ("020-12345678", Reason::Characters),
        ] {
            assert_eq!(Mobile::read(text), Err(reason), "{text}");
        }
        assert_eq!(format!("{:?}", Mobile::read("13812345678").unwrap()), "138****5678");
    }

    #[test]
    fn a_name_on_a_list_shows_its_first_character() {
        assert_eq!(masked_name("王芳"), "王*");
        assert_eq!(masked_name("欧阳小红"), "欧***");
        assert_eq!(masked_name("王"), "*");
    }
}
