//! Unified social credit code 统一社会信用代码 (GB 32100) and the organisation code 组织机构代码
//! inside it (GB 11714). Codes are public and shown whole. Whether a body or enterprise bears the
//! code is for the register.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    DivisionCode,
    identifiers::{Read, Reason, normalise},
};

/// A unified social credit code: 18 characters.
///
/// A wrong check character is doubted and not refused where the code was given by an office for
/// public bodies (first character 1, 机构编制): real bodies bear such codes and sign with them. All
/// other codes come from registers that computed the check, so a wrong one is a slip of the pen.
/// Codes that a province made for bodies without one (`TE` and its division) are doubted too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(Box<str>);

/// GB 32100: without I, O, S, V, Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// How codes of a province's own making begin.
const LOCAL: &str = "TE";

impl CreditCode {
    /// Reads 18 characters.
    ///
    /// # Errors
    /// The reason why it is no credit code.
    pub fn read(text: &str) -> Result<Read<Self>, Reason> {
        let text = normalise(text);
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Reason::Characters);
        }
        if text.len() != 18 {
            return Err(Reason::Length);
        }
        if !text.bytes().skip(2).take(6).all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Characters);
        }
        if text.starts_with(LOCAL) {
            return Ok(Read::sound(Self(text.into())).doubted(true, Reason::LocalCode));
        }
        if text.chars().any(|char| value(char).is_none()) {
            return Err(Reason::Characters);
        }
        let wrong = check(&text) != text.chars().next_back();
        if wrong && !text.starts_with('1') {
            return Err(Reason::CheckCharacter);
        }
        let code = Self(text.into());
        let wrong_inside = code.organisation_code().is_none();
        Ok(Read::sound(code).doubted(wrong, Reason::CheckCharacter).doubted(wrong_inside, Reason::InnerCheckCharacter))
    }

    /// The code of a register and a category (two characters), a division of six digits and the
    /// eight characters of an organisation code, with both checks: for fictional bodies.
    #[must_use]
    pub fn build(kind: &str, division: &DivisionCode, organisation: &str) -> Option<Self> {
        let division = division.as_str().get(..6)?;
        let body = format!("{kind}{division}{organisation}{}", organisation_check(organisation)?);
        let whole = format!("{body}{}", check(&body)?);
        Self::read(&whole).ok().filter(|read| read.doubt.is_none()).map(|read| read.value)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The division of the register; none where the digits are no code (`100000` is the state).
    #[must_use]
    pub fn division(&self) -> Option<DivisionCode> {
        match self.0.get(2..8)? {
            "100000" => Some(DivisionCode::COUNTRY),
            digits => digits.parse().ok(),
        }
    }

    /// The organisation code inside, characters 9 to 17; none where its own check fails.
    #[must_use]
    pub fn organisation_code(&self) -> Option<&str> {
        let code = self.0.get(8..17)?;
        read_organisation_code(code).is_ok().then_some(code)
    }
}

/// An organisation code: 9 characters, or 10 with a dash before the check; given back without it.
///
/// # Errors
/// The reason why it is no organisation code.
pub fn read_organisation_code(text: &str) -> Result<Read<String>, Reason> {
    let text = normalise(text);
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let bare = match text.split_once('-') {
        Some((body, check)) if body.len() == 8 => [body, check].concat(),
        _ => text,
    };
    if !bare.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return Err(Reason::Characters);
    }
    if bare.len() != 9 {
        return Err(Reason::Length);
    }
    if organisation_check(&bare) != bare.chars().next_back() {
        return Err(Reason::CheckCharacter);
    }
    Ok(Read::sound(bare))
}

fn value(char: char) -> Option<u32> {
    ALPHABET.find(char).and_then(|place| u32::try_from(place).ok())
}

/// GB 32100: weights 3^(i-1) mod 31 over the first 17 characters; (31 - sum mod 31) mod 31.
fn check(text: &str) -> Option<char> {
    let (mut sum, mut weight) = (0, 1);
    for char in text.chars().take(17) {
        sum += value(char)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth(usize::try_from((31 - sum % 31) % 31).ok()?)
}

/// GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2; 11 - sum mod 11, where 10 is X and 11 is 0.
fn organisation_check(text: &str) -> Option<char> {
    let mut sum = 0;
    for (char, weight) in text.chars().zip([3, 7, 9, 10, 5, 8, 4, 2]) {
        sum += char.to_digit(36)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for CreditCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for CreditCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).map(|read| read.value).map_err(serde::de::Error::custom)
    }
}
impl schemars::JsonSchema for CreditCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CreditCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "GB 32100, or a code of a province's own making",
            "pattern": "^[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identifiers::Verdict;

    const REAL: [&str; 6] = [
        "11100000000013338W",
        "11110000000021135M",
        "113700000045046442",
        "11100000000013661B",
        "11330105002500287C",
        "11370800MB28559184",
    ];

    #[test]
    fn real_codes_hold_with_the_organisation_code_inside() {
        for text in REAL {
            let read = CreditCode::read(text).unwrap();
            assert_eq!(read.doubt, None, "{text}");
            assert_eq!(read.value.organisation_code(), Some(&text[8..17]));
            let division: DivisionCode = text[2..8].parse().unwrap();
            assert_eq!(CreditCode::build(&text[..2], &division, &text[8..16]), Some(read.value));
        }
        assert_eq!(CreditCode::read(REAL[0]).unwrap().value.division(), Some(DivisionCode::COUNTRY));
        assert_eq!(CreditCode::read(REAL[4]).unwrap().value.division().unwrap().as_str(), "330105");
        assert_eq!(read_organisation_code("mb285591-8").unwrap().value, "MB2855918");
    }

    #[test]
    fn a_wrong_check_is_doubted_for_public_bodies_and_refused_for_others() {
        use Verdict::{Invalid, Valid, Warn};
        let table = [
            ("１１３７０８００ｍｂ２８５５９１８４", Valid),
            ("11511301452259996u", Valid),
            // A real body with a wrong code, and a code of one province's own making.
            ("13440000515356094L", Warn(Reason::CheckCharacter)),
            ("TE440000GD030003VV", Warn(Reason::LocalCode)),
            ("11100000000013338X", Warn(Reason::CheckCharacter)),
            ("91350100M000100Y43", Valid),
            ("91350100M000100Y44", Invalid(Reason::CheckCharacter)),
            ("11100000000013338I", Invalid(Reason::Characters)),
            ("11A00000000013338W", Invalid(Reason::Characters)),
            ("11100000000013338", Invalid(Reason::Length)),
            ("", Invalid(Reason::Empty)),
        ];
        for (text, expected) in table {
            assert_eq!(Verdict::from(CreditCode::read(text)), expected, "{text}");
        }
    }

    #[test]
    fn an_organisation_code_is_judged_by_gb_11714() {
        use Verdict::{Invalid, Valid};
        for (text, expected) in [
            ("D2143569X", Valid),
            ("D2143569-X", Valid),
            ("D21435690", Invalid(Reason::CheckCharacter)),
            ("D2143569", Invalid(Reason::Length)),
            ("D21-43569X", Invalid(Reason::Characters)),
            ("组织机构代码", Invalid(Reason::Characters)),
            ("-", Invalid(Reason::Characters)),
        ] {
            assert_eq!(Verdict::from(read_organisation_code(text)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_wrong_character_of_an_enterprise_is_noticed(
            inner in "[0-9A-HJ-NPQRTUWXY]{8}", division in 110_000u32..660_000,
            place in 0usize..18, other in "[0-9A-HJ-NPQRTUWXY]",
        ) {
            let division: DivisionCode = division.to_string().parse().unwrap();
            let code = CreditCode::build("91", &division, &inner).unwrap();
            let mut wrong = code.to_string();
            wrong.replace_range(place..=place, &other);
            let sound = Verdict::from(CreditCode::read(&wrong)) == Verdict::Valid;
            prop_assert_eq!(sound, wrong == code.as_str());
        }

        #[test]
        fn no_text_brings_the_reader_down(text in any::<String>()) {
            let _ = (CreditCode::read(&text), read_organisation_code(&text));
        }
    }
}
