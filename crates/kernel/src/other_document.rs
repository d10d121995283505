//! Identity documents of persons beside the citizen id: passport, permits of Hong Kong, Macau and
//! Taiwan residents, foreign permanent residence, military and police cards. Only the form of the
//! number is judged; most of them carry no check character.

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    citizen::{CitizenId, Holder},
    identifiers::{Read, Reason, mask, normalise},
};

/// Type of an identity document 证件类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Identity card 居民身份证.
    CitizenId,
    /// Passport 护照, of any country.
    Passport,
    /// 港澳居民来往内地通行证.
    HongKongMacauPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 港澳台居民居住证.
    ResidencePermit,
    /// 外国人永久居留身份证, of 2023 and before.
    ForeignPermanentResidence,
    /// Officers and soldiers 军人证件.
    Military,
    /// Police and armed police 警官证、武警证件.
    Police,
}

impl DocumentKind {
    pub const ALL: [Self; 8] = [
        Self::CitizenId,
        Self::Passport,
        Self::HongKongMacauPermit,
        Self::TaiwanPermit,
        Self::ResidencePermit,
        Self::ForeignPermanentResidence,
        Self::Military,
        Self::Police,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CitizenId => "citizen_id",
            Self::Passport => "passport",
            Self::HongKongMacauPermit => "hong_kong_macau_permit",
            Self::TaiwanPermit => "taiwan_permit",
            Self::ResidencePermit => "residence_permit",
            Self::ForeignPermanentResidence => "foreign_permanent_residence",
            Self::Military => "military",
            Self::Police => "police",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The number of a document of this kind in its normal form. `today` is the civil date in China.
    ///
    /// # Errors
    /// The reason why it is no such number.
    pub fn read(self, text: &str, today: Date) -> Result<Read<String>, Reason> {
        let number = normalise(text);
        if number.is_empty() {
            return Err(Reason::Empty);
        }
        match self {
            Self::CitizenId => like_citizen(&number, today, &[Holder::Citizen]),
            Self::ResidencePermit => like_citizen(&number, today, &[Holder::HongKong, Holder::Macau, Holder::Taiwan]),
            // ICAO Doc 9303 gives nine characters; some states print more.
            Self::Passport => shaped(number, (5, 15), |_, byte| byte.is_ascii_alphanumeric()),
            Self::HongKongMacauPermit => match number.len() {
                9 => shaped(number, (9, 9), permit_of_hong_kong),
                // Cards before 2013 add the two digits of the issue.
                _ => shaped(number, (11, 11), permit_of_hong_kong).map(|read| read.doubted(true, Reason::OldForm)),
            },
            Self::TaiwanPermit => match number.len() {
                8 => shaped(number, (8, 8), |_, byte| byte.is_ascii_digit()),
                // Booklets before 2015: ten digits, and a letter or a digit for the issue.
                _ => shaped(number, (10, 11), |place, byte| {
                    byte.is_ascii_digit() || (place == 10 && byte.is_ascii_uppercase())
                })
                .map(|read| read.doubted(true, Reason::OldForm)),
            },
            Self::ForeignPermanentResidence if number.len() == 15 => {
                shaped(
                    number,
                    (15, 15),
                    |place, byte| {
                        if place < 3 { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() }
                    },
                )
            }
            Self::ForeignPermanentResidence => like_citizen(&number, today, &[Holder::ForeignPermanentResident]),
            Self::Military => worded(&number).map(Read::sound),
            Self::Police if number.is_ascii() => shaped(number, (6, 8), |_, byte| byte.is_ascii_digit()),
            Self::Police => worded(&number).map(Read::sound),
        }
    }
}

/// First and last character of a number, whatever its kind.
#[must_use]
pub fn masked(number: &str) -> String {
    mask(number, 1, 1)
}

fn like_citizen(number: &str, today: Date, holders: &[Holder]) -> Result<Read<String>, Reason> {
    let read = CitizenId::read(number, today)?;
    if !holders.contains(&read.value.holder()) {
        return Err(Reason::Root);
    }
    Ok(Read { value: read.value.as_str().to_owned(), doubt: read.doubt })
}

fn permit_of_hong_kong(place: usize, byte: u8) -> bool {
    if place == 0 { matches!(byte, b'H' | b'M') } else { byte.is_ascii_digit() }
}

fn shaped(number: String, (least, most): (usize, usize), fits: fn(usize, u8) -> bool) -> Result<Read<String>, Reason> {
    if number.len() < least || number.len() > most {
        return Err(if number.is_ascii() { Reason::Length } else { Reason::Characters });
    }
    let fits_all = number.bytes().enumerate().all(|(place, byte)| fits(place, byte));
    if !fits_all || !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Characters);
    }
    Ok(Read::sound(number))
}

/// `军字第2001988号`: one to three words of the issuer, the number, and what people leave out added.
fn worded(number: &str) -> Result<String, Reason> {
    let (words, rest) = number.split_once('字').ok_or(Reason::Parts)?;
    let digits = rest.strip_prefix('第').unwrap_or(rest);
    let digits = digits.strip_suffix('号').unwrap_or(digits);
    let chinese = words.chars().all(|char| ('\u{4e00}'..='\u{9fff}').contains(&char));
    if !(1..=3).contains(&words.chars().count()) || !chinese || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Characters);
    }
    if !(4..=10).contains(&digits.len()) {
        return Err(Reason::Length);
    }
    Ok([words, "字第", digits, "号"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::Verdict;

    #[test]
    fn each_document_has_its_own_form() {
        use DocumentKind as Kind;
        use Verdict::{Invalid, Valid, Warn};
        let table = [
            (Kind::CitizenId, "11010519491231002X", Valid),
            (Kind::ResidencePermit, "11010519491231002X", Invalid(Reason::Root)),
            (Kind::ResidencePermit, "810000199408230021", Valid),
            (Kind::CitizenId, "810000199408230021", Invalid(Reason::Root)),
            (Kind::Passport, "E12345678", Valid),
            (Kind::Passport, "ej1234567", Valid),
            (Kind::Passport, "PASSPORT", Invalid(Reason::Characters)),
            (Kind::Passport, "护照一二三", Invalid(Reason::Characters)),
            (Kind::Passport, "E1", Invalid(Reason::Length)),
            (Kind::HongKongMacauPermit, "H12345678", Valid),
            (Kind::HongKongMacauPermit, "M1234567801", Warn(Reason::OldForm)),
            (Kind::HongKongMacauPermit, "T12345678", Invalid(Reason::Characters)),
            (Kind::TaiwanPermit, "12345678", Valid),
            (Kind::TaiwanPermit, "1234567890B", Warn(Reason::OldForm)),
            (Kind::TaiwanPermit, "123456789", Invalid(Reason::Length)),
            (Kind::ForeignPermanentResidence, "USA440012345678", Valid),
            (Kind::ForeignPermanentResidence, "11010519491231002X", Invalid(Reason::Root)),
            (Kind::Military, "军字第2001988号", Valid),
            (Kind::Military, "南字2001988", Valid),
            (Kind::Military, "2001988", Invalid(Reason::Parts)),
            (Kind::Police, "012345", Valid),
            (Kind::Police, "武字第0123456号", Valid),
            (Kind::Police, "", Invalid(Reason::Empty)),
        ];
        for (kind, text, expected) in table {
            let today = Date::constant(2026, 11, 22);
            assert_eq!(Verdict::from(kind.read(text, today)), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn kinds_read_back_and_numbers_are_masked() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(masked("E12345678"), "E*******8");
        assert_eq!(
            DocumentKind::Military.read("南字2001988", Date::constant(2026, 1, 1)).unwrap().value,
            "南字第2001988号"
        );
    }
}
