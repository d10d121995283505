//! Identifier of an electronic licence 电子证照标识 (GB/T 36904): the root of the national
//! arc, type, issuing body, serial number, version and check character, with dots between. Who issued
//! what is for `licences`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    check_character,
    identifiers::{Read, Reason, normalise},
    uscc::CreditCode,
};

/// The arc of electronic licences.
pub const ROOT: &str = "1.2.156.3005.2";

/// Longest serial number that is taken; GB/T 36904 leaves it to the issuer.
const LONGEST_SERIAL: usize = 40;

/// A licence identifier 电子证照标识 whose check holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LicenceNumber {
    licence_type: Box<str>,
    issuer: CreditCode,
    serial: Box<str>,
    version: u16,
    check: char,
}

impl LicenceNumber {
    /// Reads the whole identifier, root and check included. The credit code of a public body with a
    /// wrong check inside it is doubted, as `CreditCode` is.
    ///
    /// # Errors
    /// The reason why it is no licence identifier.
    pub fn read(text: &str) -> Result<Read<Self>, Reason> {
        let text = normalise(text);
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        let rest = text.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('.')).ok_or(Reason::Root)?;
        let parts: Vec<&str> = rest.split('.').collect();
        let [licence_type, issuer, serial, version, check] = parts.as_slice() else {
            return Err(Reason::Parts);
        };
        if version.len() != 3 || !version.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Parts);
        }
        let version = version.parse().map_err(|_| Reason::Parts)?;
        let read = Self::build(licence_type, issuer, serial, version)?;
        let mut given = check.chars();
        match (given.next(), given.next()) {
            (Some(char), None) if char == read.value.check => Ok(read),
            (Some(char), None) if char.is_ascii_alphanumeric() => Err(Reason::CheckCharacter),
            _ => Err(Reason::Parts),
        }
    }

    /// From its parts: type (credit code of the body that defined it and three digits), credit code
    /// of the issuing body, serial number of digits and letters, version 0 to 999.
    ///
    /// # Errors
    /// Which part is wrong.
    pub fn build(licence_type: &str, issuer: &str, serial: &str, version: u16) -> Result<Read<Self>, Reason> {
        let licence_type = normalise(licence_type);
        let serial = normalise(serial);
        let (owner, number) = licence_type.split_at_checked(18).ok_or(Reason::InnerCode)?;
        if number.len() != 3 || !number.bytes().all(|byte| byte.is_ascii_digit()) || version > 999 {
            return Err(Reason::Parts);
        }
        if serial.is_empty() || serial.len() > LONGEST_SERIAL {
            return Err(Reason::Length);
        }
        if !serial.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Reason::Characters);
        }
        let owner = CreditCode::read(owner).map_err(|_| Reason::InnerCode)?;
        let issuer = CreditCode::read(issuer).map_err(|_| Reason::InnerCode)?;
        let doubt = owner.doubt.or(issuer.doubt);
        let issuer = issuer.value;
        let check = check_character::mod_37_36(&format!("{licence_type}{issuer}{serial}{version:03}"))
            .ok_or(Reason::Characters)?;
        let value = Self { licence_type: licence_type.into(), issuer, serial: serial.into(), version, check };
        Ok(Read { value, doubt })
    }

    /// Type of the licence 证照类型代码, 21 characters.
    #[must_use]
    pub fn licence_type(&self) -> &str {
        &self.licence_type
    }

    /// Issuing body 证照颁发机构代码.
    #[must_use]
    pub fn issuer(&self) -> &CreditCode {
        &self.issuer
    }

    /// Serial number 流水号.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Version 版本号, 0 to 999.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.version
    }
}

impl FromStr for LicenceNumber {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        Self::read(text).map(|read| read.value)
    }
}
impl fmt::Display for LicenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { licence_type, issuer, serial, version, check } = self;
        write!(f, "{ROOT}.{licence_type}.{issuer}.{serial}.{version:03}.{check}")
    }
}
impl fmt::Debug for LicenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl Serialize for LicenceNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for LicenceNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identifiers::Verdict;

    const REAL: &str = "1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y";

    #[test]
    fn identifiers_are_read_and_built_as_gb_t_36904_says() {
        let other = "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0";
        for text in [REAL, other] {
            let number: LicenceNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), text);
            let parts = (number.licence_type(), number.issuer().as_str(), number.serial(), number.version());
            let built = LicenceNumber::build(parts.0, parts.1, parts.2, parts.3).unwrap();
            assert_eq!(built, Read::sound(number.clone()));
        }
    }

    #[test]
    fn a_wrong_identifier_is_refused_with_its_reason() {
        use Verdict::{Invalid, Valid, Warn};
        let table = [
            (REAL.to_lowercase(), Valid),
            (REAL.replace('.', "。"), Valid),
            (REAL.replace(".Y", ".X"), Invalid(Reason::CheckCharacter)),
            (REAL.replace(".Y", ".YY"), Invalid(Reason::Parts)),
            (REAL.replace(".Y", "."), Invalid(Reason::Parts)),
            (REAL.replace(".Y", ""), Invalid(Reason::Parts)),
            (REAL.replace(".003", ".3"), Invalid(Reason::Parts)),
            (REAL.replace("20230329701", "20230329702"), Invalid(Reason::CheckCharacter)),
            (REAL.replace("20230329701", ""), Invalid(Reason::Length)),
            (REAL.replace("20230329701", "2023-701"), Invalid(Reason::Characters)),
            (REAL.replace("11110000000021135M", "1111000000002113"), Invalid(Reason::InnerCode)),
            (REAL.replace("11100000000013338W011", "011"), Invalid(Reason::InnerCode)),
            (REAL.replace("3005", "3006"), Invalid(Reason::Root)),
            (String::new(), Invalid(Reason::Empty)),
        ];
        for (text, expected) in table {
            assert_eq!(Verdict::from(LicenceNumber::read(&text)), expected, "{text}");
        }
        let real_body = LicenceNumber::build("11100000000013338W011", "13440000515356094L", "1", 1).unwrap();
        assert_eq!(Verdict::from(LicenceNumber::read(&real_body.value.to_string())), Warn(Reason::CheckCharacter));
    }

    proptest! {
        #[test]
        fn what_is_built_reads_back(serial in "[0-9A-Z]{1,40}", version in 0u16..1000) {
            let built = LicenceNumber::build("11100000000013338W011", "11110000000021135M", &serial, version).unwrap();
            prop_assert_eq!(LicenceNumber::read(&built.value.to_string()), Ok(built));
        }

        #[test]
        fn no_text_brings_the_reader_down(text in any::<String>()) {
            let _ = LicenceNumber::read(&text);
        }
    }
}
