//! The number of a person's identity card 公民身份号码 (GB 11643), with the cards that share its
//! form: residence permits of Hong Kong, Macau and Taiwan residents and the card of foreign
//! permanent residents. Whether the number was ever given to anyone is for the population source.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    Date, DivisionCode,
    identifiers::{Read, Reason, mask, normalise},
};

/// A citizen id 公民身份号码: 18 characters whose check holds. `Debug` shows it masked, so that no
/// log betrays it; whoever needs it whole says `as_str`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId {
    text: Box<str>,
    birth: Date,
}

/// Whose card bears the number, by its first digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Citizen,
    /// Residence permit 港澳台居民居住证, prefix 81.
    HongKong,
    /// The same, prefix 82.
    Macau,
    /// The same, prefix 83.
    Taiwan,
    /// Card of 2023 of foreign permanent residents 外国人永久居留身份证, first digit 9.
    ForeignPermanentResident,
}

/// Sex by the 17th digit: odd is male (GB 11643).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// First two digits of provinces, and of Taiwan (GB/T 2260).
const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];

impl CitizenId {
    /// Reads 18 characters, or the 15 in use until 2013, which are converted and doubted. `today` is
    /// the civil date in China. Of the division only the province is known here.
    ///
    /// # Errors
    /// The reason why it is no citizen id.
    pub fn read(text: &str, today: Date) -> Result<Read<Self>, Reason> {
        Self::read_where(text, today, &|_| true)
    }

    /// The same where `known` tells of a division, past ones too, whether it was ever one.
    ///
    /// # Errors
    /// The reason why it is no citizen id.
    pub fn read_where(text: &str, today: Date, known: &dyn Fn(&DivisionCode) -> bool) -> Result<Read<Self>, Reason> {
        let text = normalise(text);
        let read = Self::parse(&text)?;
        let id = &read.value;
        if id.birth > today {
            return Err(Reason::FutureDate);
        }
        let unknown =
            !id.prefix_known() || (id.holder() == Holder::Citizen && !id.division().is_some_and(|d| known(&d)));
        let old = today.year().saturating_sub(id.birth.year()) > 130;
        Ok(read.doubted(unknown, Reason::UnknownDivision).doubted(old, Reason::GreatAge))
    }

    /// The number of `division` (six digits), birth date and sequence 0 to 999, with its check: for
    /// fictional people.
    #[must_use]
    pub fn build(division: &DivisionCode, birth: Date, sequence: u16) -> Option<Self> {
        let body = format!(
            "{}{:04}{:02}{:02}{sequence:03}",
            division.as_str().get(..6)?,
            birth.year(),
            birth.month(),
            birth.day()
        );
        Self::parse(&format!("{body}{}", check(&body)?)).ok().map(|read| read.value)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `1***************2X`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask(&self.text, 1, 2)
    }

    #[must_use]
    pub fn birth_date(&self) -> Date {
        self.birth
    }

    #[must_use]
    pub fn sex(&self) -> Sex {
        let odd = self.text.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    #[must_use]
    pub fn holder(&self) -> Holder {
        match self.text.as_bytes() {
            [b'8', b'1', ..] => Holder::HongKong,
            [b'8', b'2', ..] => Holder::Macau,
            [b'8', b'3', ..] => Holder::Taiwan,
            [b'9', ..] => Holder::ForeignPermanentResident,
            _ => Holder::Citizen,
        }
    }

    /// The division of first registration; none on cards that carry none.
    #[must_use]
    pub fn division(&self) -> Option<DivisionCode> {
        if self.holder() != Holder::Citizen {
            return None;
        }
        self.text.get(..6)?.parse().ok()
    }

    fn prefix_known(&self) -> bool {
        let province = match self.holder() {
            Holder::Citizen => self.text.get(..2),
            Holder::ForeignPermanentResident => self.text.get(1..3),
            Holder::HongKong | Holder::Macau | Holder::Taiwan => return true,
        };
        province.is_some_and(|province| PROVINCES.contains(&province))
    }

    /// From normalised text, whatever the day.
    fn parse(text: &str) -> Result<Read<Self>, Reason> {
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        if !text.is_ascii() {
            return Err(Reason::Characters);
        }
        let digits = match text.len() {
            15 => text,
            18 => text.get(..17).unwrap_or_default(),
            _ => return Err(Reason::Length),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Characters);
        }
        let old = text.len() == 15;
        let body = if old { lengthened(text) } else { digits.to_owned() };
        let birth = date_in(body.get(6..14).unwrap_or_default()).ok_or(Reason::Date)?;
        let expected = check(&body).ok_or(Reason::Characters)?;
        if let Some(last) = text.chars().next_back().filter(|_| !old) {
            if !last.is_ascii_digit() && last != 'X' {
                return Err(Reason::Characters);
            }
            if last != expected {
                return Err(Reason::CheckCharacter);
            }
        }
        let value = Self { text: format!("{body}{expected}").into(), birth };
        Ok(Read::sound(value).doubted(old, Reason::OldForm))
    }
}

/// GB 11643 from its form of 1989: the century is added; sequences 996 to 999 were kept for those
/// born in the 1800s.
fn lengthened(text: &str) -> String {
    let (division, rest) = text.split_at_checked(6).unwrap_or_default();
    let century = if matches!(text.get(12..15), Some("996" | "997" | "998" | "999")) { "18" } else { "19" };
    [division, century, rest].concat()
}

fn date_in(digits: &str) -> Option<Date> {
    let year = digits.get(..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8)?.parse().ok()?;
    Date::new(year, month, day).ok().filter(|_| year > 0)
}

/// GB 11643: weights mod 11.
fn check(body: &str) -> Option<char> {
    let mut sum = 0;
    for (char, weight) in body.chars().zip(WEIGHTS) {
        sum += char.to_digit(10)? * weight;
    }
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}
impl Serialize for CitizenId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de> Deserialize<'de> for CitizenId {
    /// What was stored; what is typed goes through `read`, which knows the day.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map(|read| read.value).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
