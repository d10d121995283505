//! Check characters of ISO/IEC 7064 (GB/T 17710), hybrid systems: MOD 37,36 for letters and digits,
//! used by licence identifiers and by the official numbers of the house, and MOD 11,10 for digits.
//! The sums of GB 11643, GB 32100 and GB 11714 are of another kind and stand with their codes.

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Check character of MOD 37,36 over digits and capital letters; dots and dashes are passed over.
/// `None` for an empty text or another character.
#[must_use]
pub fn mod_37_36(text: &str) -> Option<char> {
    hybrid(text, 36)
}

/// Check digit of MOD 11,10 over digits; dots and dashes are passed over. `None` for an empty text
/// or another character.
#[must_use]
pub fn mod_11_10(text: &str) -> Option<char> {
    hybrid(text, 10)
}

/// `text` with its MOD 37,36 check character appended.
#[must_use]
pub fn with_check(text: &str) -> Option<String> {
    let check = mod_37_36(text)?;
    let mut whole = String::with_capacity(text.len() + 1);
    whole.push_str(text);
    whole.push(check);
    Some(whole)
}

/// Whether the last character is the MOD 37,36 check of those before it.
#[must_use]
pub fn holds(text: &str) -> bool {
    let mut before = text.chars();
    before.next_back().is_some_and(|check| mod_37_36(before.as_str()) == Some(check))
}

fn hybrid(text: &str, modulus: u32) -> Option<char> {
    let mut product = modulus;
    let mut any = false;
    for char in text.chars().filter(|char| !matches!(char, '.' | '-')) {
        let value = char.to_digit(36).filter(|value| *value < modulus && !char.is_ascii_lowercase())?;
        let sum = (product + value) % modulus;
        product = (if sum == 0 { modulus } else { sum }) * 2 % (modulus + 1);
        any = true;
    }
    let check = usize::try_from((modulus + 1 - product) % modulus).ok()?;
    ALPHABET.get(check).filter(|_| any).copied().map(char::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_standards_hold() {
        // ISO/IEC 7064: 0794 -> 5 by MOD 11,10; GB/T 36904 -> Y and 0 by MOD 37,36.
        assert_eq!(mod_11_10("0794"), Some('5'));
        assert_eq!(mod_37_36("11100000000013338W011.11110000000021135M.20230329701.003"), Some('Y'));
        assert_eq!(mod_37_36("11100000000013338W009.11330105002500287C.2025052201.002"), Some('0'));
    }

    #[test]
    fn what_is_not_of_the_alphabet_has_no_check() {
        assert_eq!(mod_37_36(""), None);
        assert_eq!(mod_37_36("..-"), None);
        assert_eq!(mod_37_36("a"), None);
        assert_eq!(mod_37_36("王"), None);
        assert_eq!(mod_11_10("1A"), None);
        assert!(!holds(""));
        assert!(!holds("7"));
    }

    proptest! {
        #[test]
        fn a_wrong_character_is_noticed(text in "[0-9A-Z]{1,30}", place in 0usize..31, other in "[0-9A-Z]") {
            let whole = with_check(&text).unwrap();
            prop_assert!(holds(&whole));
            let place = place % whole.len();
            let mut wrong = whole.clone();
            wrong.replace_range(place..=place, &other);
            prop_assert_eq!(holds(&wrong), wrong == whole);
        }
    }
}
