//! Codes of administrative divisions 行政区划代码 (GB/T 2260 to the county, GB/T 10114 and the
//! statistical codes below it), by the arithmetic of their digits alone. Names, validity, successors
//! and the exceptions of the tree (a county directly under a province, a city without counties)
//! belong to `directory`: here a code that no division bears is still a code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::identifiers::normalise;

/// Level of a division 层级, from the whole state down to the village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The state 国家.
    Country,
    /// Province, autonomous region, direct-controlled city 省级.
    Province,
    /// Prefecture-level city 市级.
    City,
    /// County, district 县级.
    County,
    /// Township, street 乡级.
    Township,
    /// Village, community 村级.
    Village,
}

impl Level {
    pub const ALL: [Self; 6] = [Self::Country, Self::Province, Self::City, Self::County, Self::Township, Self::Village];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// Digits that mean something at this level.
    fn significant(self) -> usize {
        match self {
            Self::Country => 0,
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Township => 9,
            Self::Village => 12,
        }
    }
}

/// Code of a division 行政区划代码. One form in the store and on the wire: six digits down to the
/// county (`440000`, `440100`, `440106`), nine for a township, twelve for a village; `000000` is the
/// country. Codes order as the tree does, a division before what lies in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode {
    /// Always twelve ASCII digits, padded with zeros.
    digits: [u8; 12],
}

/// A text that is not a division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a division code: 2, 4, 6, 9 or 12 digits, the first not 0")]
pub struct NotADivision;

impl DivisionCode {
    /// The whole state.
    pub const COUNTRY: Self = Self { digits: [b'0'; 12] };

    #[must_use]
    pub fn level(&self) -> Level {
        let filled = |from: usize, to: usize| {
            self.digits.get(from..to).is_some_and(|group| group.iter().any(|digit| *digit != b'0'))
        };
        if filled(9, 12) {
            Level::Village
        } else if filled(6, 9) {
            Level::Township
        } else if filled(4, 6) {
            Level::County
        } else if filled(2, 4) {
            Level::City
        } else if filled(0, 2) {
            Level::Province
        } else {
            Level::Country
        }
    }

    /// The stored form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.first(self.level().significant().max(6))
    }

    /// The digits that mean something, none for the country: every stored code of a division inside
    /// begins with them.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.first(self.level().significant())
    }

    /// The division above by the digits; none above the country. That division need not exist: the
    /// parent of county 419001 is 419000 here and the province in the directory.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if *self == Self::COUNTRY {
            return None;
        }
        let mut above = *self;
        let keep = match self.level() {
            Level::Country | Level::Province => 0,
            Level::City => 2,
            Level::County => 4,
            Level::Township => 6,
            Level::Village => 9,
        };
        for digit in above.digits.iter_mut().skip(keep) {
            *digit = b'0';
        }
        Some(above)
    }

    /// This division, then each one above it up to the country.
    #[must_use]
    pub fn lineage(&self) -> Vec<Self> {
        std::iter::successors(Some(*self), Self::parent).collect()
    }

    /// Whether `other` is this division or lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.digits.starts_with(self.prefix().as_bytes())
    }

    /// The same place seen at a level above or equal; `None` below its own level.
    #[must_use]
    pub fn at_level(&self, level: Level) -> Option<Self> {
        self.lineage().into_iter().find(|code| code.level() <= level).filter(|_| level <= self.level())
    }

    fn first(&self, count: usize) -> &str {
        self.digits.get(..count).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default()
    }
}

impl FromStr for DivisionCode {
    type Err = NotADivision;

    /// Reads 2, 4, 6, 9 or 12 digits, padded or not, full-width or not.
    fn from_str(text: &str) -> Result<Self, NotADivision> {
        let text = normalise(text);
        let long_enough = matches!(text.len(), 2 | 4 | 6 | 9 | 12);
        if !long_enough || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotADivision);
        }
        let mut digits = [b'0'; 12];
        for (place, digit) in digits.iter_mut().zip(text.bytes()) {
            *place = digit;
        }
        let code = Self { digits };
        if text.starts_with('0') && code != Self::COUNTRY {
            return Err(NotADivision);
        }
        Ok(code)
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
impl schemars::JsonSchema for DivisionCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DivisionCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "GB/T 2260; 6 digits to the county, 9 for a township, 12 for a village",
            "pattern": "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn padded_and_short_forms_are_one_code() {
        for (typed, stored, prefix, level, parent) in [
            ("000000", "000000", "", Level::Country, None),
            ("00", "000000", "", Level::Country, None),
            ("44", "440000", "44", Level::Province, Some("000000")),
            ("440000000000", "440000", "44", Level::Province, Some("000000")),
            ("4401", "440100", "4401", Level::City, Some("440000")),
            ("440100000", "440100", "4401", Level::City, Some("440000")),
            (" ４４０１０６ ", "440106", "440106", Level::County, Some("440100")),
            ("440106001", "440106001", "440106001", Level::Township, Some("440106")),
            ("440106001000", "440106001", "440106001", Level::Township, Some("440106")),
            ("440106001002", "440106001002", "440106001002", Level::Village, Some("440106001")),
            // A city without counties has its townships directly under it.
            ("441900003", "441900003", "441900003", Level::Township, Some("441900")),
        ] {
            let code = code(typed);
            assert_eq!(code.as_str(), stored, "{typed}");
            assert_eq!(code.prefix(), prefix, "{typed}");
            assert_eq!(code.level(), level, "{typed}");
            assert_eq!(code.parent().map(|parent| parent.to_string()).as_deref(), parent, "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "4", "440", "44010", "4401060", "04", "010000", "44010x", "四四", "4401-6", "4401060010020"]
        {
            assert_eq!(text.parse::<DivisionCode>(), Err(NotADivision), "{text}");
        }
    }

    #[test]
    fn a_division_contains_what_lies_in_it_and_orders_before_it() {
        let (country, province, township) = (DivisionCode::COUNTRY, code("44"), code("440106001"));
        assert!(country.contains(&township) && province.contains(&township) && township.contains(&township));
        assert!(!township.contains(&province) && !code("4402").contains(&township) && !province.contains(&country));
        assert_eq!(township.lineage(), [township, code("440106"), code("4401"), province, country]);
        assert_eq!(township.at_level(Level::City), Some(code("4401")));
        assert_eq!(province.at_level(Level::City), None);
        assert!(country < province && province < township && township < code("4402"));
    }

    #[test]
    fn levels_read_back() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.as_str()), Some(level));
            assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{}\"", level.as_str()));
        }
    }

    proptest! {
        #[test]
        fn a_code_reads_back_and_lies_in_its_parent(digits in "[1-9][0-9]{11}") {
            let code = code(&digits);
            prop_assert_eq!(code, code.to_string().parse().unwrap());
            prop_assert_eq!(code, serde_json::from_str(&serde_json::to_string(&code).unwrap()).unwrap());
            let parent = code.parent().unwrap();
            prop_assert!(parent.contains(&code) && parent < code && parent.level() < code.level());
            prop_assert!(code.as_str().starts_with(parent.prefix()));
        }

        #[test]
        fn no_text_brings_the_reader_down(text in any::<String>()) {
            let _ = text.parse::<DivisionCode>();
        }
    }
}
