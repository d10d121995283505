//! What reading any identifier gives: a value, a value with a doubt, or a refusal with its reason;
//! the spelling that all of them forgive; and masking. The rules of each identifier stand in its
//! own module.

/// Why an identifier is refused or doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.as_str())]
pub enum Reason {
    /// Nothing was typed.
    Empty,
    /// Not the number of characters of its standard.
    Length,
    /// A character that its standard does not use at that place.
    Characters,
    /// The date in it does not exist.
    Date,
    /// The date in it is still to come.
    FutureDate,
    /// Born more than 130 years ago; doubted.
    GreatAge,
    /// The check character is another one.
    CheckCharacter,
    /// The check character of the organisation code inside (GB 11714) is another one; doubted.
    InnerCheckCharacter,
    /// No division is known by the prefix; doubted.
    UnknownDivision,
    /// A form out of use; doubted.
    OldForm,
    /// A code of a local system, outside the national standard; doubted.
    LocalCode,
    /// Does not begin with the root of its numbering.
    Root,
    /// Not made of the parts of its standard.
    Parts,
    /// A credit code inside is not one.
    InnerCode,
}

impl Reason {
    /// `wrong-check-character`: the word for programs and the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let message = self.message();
        message.strip_prefix("identifier-").unwrap_or(message)
    }

    /// `identifier-wrong-check-character`: the key in the locales.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "identifier-empty",
            Self::Length => "identifier-wrong-length",
            Self::Characters => "identifier-wrong-character",
            Self::Date => "identifier-no-such-date",
            Self::FutureDate => "identifier-future-date",
            Self::GreatAge => "identifier-great-age",
            Self::CheckCharacter => "identifier-wrong-check-character",
            Self::InnerCheckCharacter => "identifier-wrong-organisation-check-character",
            Self::UnknownDivision => "identifier-unknown-division",
            Self::OldForm => "identifier-old-form",
            Self::LocalCode => "identifier-local-code",
            Self::Root => "identifier-wrong-root",
            Self::Parts => "identifier-wrong-parts",
            Self::InnerCode => "identifier-wrong-credit-code",
        }
    }
}

/// An identifier that was read, in its normal form, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    pub value: T,
    /// It is taken all the same; a person should look.
    pub doubt: Option<Reason>,
}

impl<T> Read<T> {
    pub(crate) fn sound(value: T) -> Self {
        Self { value, doubt: None }
    }

    /// The first doubt stands.
    pub(crate) fn doubted(mut self, when: bool, reason: Reason) -> Self {
        if when && self.doubt.is_none() {
            self.doubt = Some(reason);
        }
        self
    }
}

/// What is said of a code without keeping it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Valid,
    /// Taken, with a doubt.
    Warn(Reason),
    Invalid(Reason),
}

impl Verdict {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Warn(_) => "warn",
            Self::Invalid(_) => "invalid",
        }
    }

    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Valid => None,
            Self::Warn(reason) | Self::Invalid(reason) => Some(reason),
        }
    }
}

impl<T> From<Result<Read<T>, Reason>> for Verdict {
    fn from(reading: Result<Read<T>, Reason>) -> Self {
        match reading {
            Ok(Read { doubt: None, .. }) => Self::Valid,
            Ok(Read { doubt: Some(reason), .. }) => Self::Warn(reason),
            Err(reason) => Self::Invalid(reason),
        }
    }
}

/// The spelling of people and input methods undone: spaces around and within, full-width letters
/// and digits, small letters, dashes of every script as `-`, and the ideographic full stop as `.`.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_whitespace() && !matches!(char, '\u{200b}' | '\u{feff}'))
        .map(|char| match char {
            '\u{ff01}'..='\u{ff5e}' => u32::from(char).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(char),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{3002}' => '.',
            other => other,
        })
        .map(|char| char.to_ascii_uppercase())
        .collect()
}

/// Stars for all characters but the `first` and the `last`; for all of them where fewer than half
/// would be hidden.
#[must_use]
pub fn mask(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let hide_all = (first + last) * 2 > count;
    text.chars()
        .enumerate()
        .map(|(place, char)| if !hide_all && (place < first || place + last >= count) { char } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_an_input_method_is_forgiven() {
        assert_eq!(normalise(" １１０105 1949-1231 ００２ｘ\u{feff}"), "1101051949-1231002X");
        assert_eq!(normalise("1。2–Ａ"), "1.2-A");
    }

    #[test]
    fn a_short_text_is_masked_whole() {
        assert_eq!(mask("11010519491231002X", 1, 2), "1***************2X");
        assert_eq!(mask("王芳", 1, 0), "王*");
        assert_eq!(mask("1234", 3, 1), "****");
        assert_eq!(mask("", 1, 1), "");
    }
}
