//! Secrets that are handed out once: opaque tokens for links, and receipt secrets that a person
//! types from a slip. Both are written in Crockford's base 32, which has no I, L, O and U. How
//! often one may be tried and when it ends is decided elsewhere.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    digest::{Digest, digest_parts},
    secrecy::{MasterKey, blind_index},
};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TOKEN_LETTERS: usize = 32;
const SECRET_LETTERS: usize = 10;

/// An opaque token 一次性令牌 of 160 bits, 32 characters. The store keeps its digest alone.
pub struct Token(Zeroizing<String>);

/// A receipt secret 查询码 of 45 bits and a check character: `K7QX9-3FMPT`. Few enough bits to
/// type, so tries are throttled, and what is stored depends on the master key.
pub struct ReceiptSecret(Zeroizing<String>);

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    #[error("it has {0} letters and digits where {1} are needed")]
    Length(usize, usize),
    #[error("`{0}` does not occur in it")]
    Character(char),
    #[error("the check character does not fit: one character is wrong or two are swapped")]
    Check,
}

impl Token {
    /// From 20 bytes of chance.
    #[must_use]
    pub fn new(chance: [u8; 20]) -> Self {
        Self(Zeroizing::new(letters(&chance, TOKEN_LETTERS)))
    }

    /// Reads a token from a link.
    ///
    /// # Errors
    /// [`Mistyped`] when it cannot be one.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        read(text, TOKEN_LETTERS).map(Self)
    }

    /// For the link that is handed out.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// For the store.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest_parts(&[b"tongban token v1", self.0.as_bytes()])
    }

    /// Whether this is the token whose digest is stored; takes the same time however alike they are.
    #[must_use]
    pub fn is(&self, stored: &Digest) -> bool {
        same(&self.digest(), stored)
    }
}

impl ReceiptSecret {
    /// From 6 bytes of chance, of which 45 bits count.
    #[must_use]
    pub fn new(chance: [u8; 6]) -> Self {
        let mut text = Zeroizing::new(letters(&chance, SECRET_LETTERS - 1));
        let sum = checksum(text.bytes().rev());
        text.push(letter(sum));
        Self(text)
    }

    /// Reads what a person typed: either case, full-width letters, with spaces and dashes anywhere,
    /// I and L for 1, O for 0.
    ///
    /// # Errors
    /// [`Mistyped`] says what to look at: every single wrong character and every swap of two is
    /// noticed.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let text = read(text, SECRET_LETTERS)?;
        let mut backwards = text.bytes().rev();
        let check = backwards.next().map_or(0, value);
        if checksum(backwards) == check { Ok(Self(text)) } else { Err(Mistyped::Check) }
    }

    /// For the slip: two groups of five.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let (left, right) = self.0.split_at(SECRET_LETTERS / 2);
        Zeroizing::new(format!("{left}-{right}"))
    }

    /// For the store: a blind index of the receipt's number and the secret, because a plain digest
    /// of 45 bits is tried out in hours.
    #[must_use]
    pub fn stored(&self, master: &MasterKey, number: &str) -> Digest {
        blind_index(master, "receipt secret", format!("{number}\n{}", *self.0).as_bytes())
    }

    /// Whether this is the secret of the receipt `number`; takes the same time however alike they
    /// are.
    #[must_use]
    pub fn is(&self, master: &MasterKey, number: &str, stored: &Digest) -> bool {
        same(&self.stored(master, number), stored)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl fmt::Debug for ReceiptSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptSecret(…)")
    }
}

fn same(left: &Digest, right: &Digest) -> bool {
    left.0.ct_eq(&right.0).into()
}

/// The first `count` groups of five bits.
fn letters(bytes: &[u8], count: usize) -> String {
    let (mut text, mut bits, mut held) = (String::with_capacity(count), 0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 && text.len() < count {
            held -= 5;
            text.push(letter((bits >> held & 31) as u8));
        }
        bits &= 31;
    }
    text
}

fn letter(value: u8) -> char {
    ALPHABET.get(usize::from(value)).copied().map_or('0', char::from)
}

/// 0 to 31.
fn value(letter: u8) -> u8 {
    ALPHABET.iter().zip(0..).find_map(|(it, value)| (*it == letter).then_some(value)).unwrap_or(0)
}

/// `count` letters of the alphabet from what was typed.
fn read(typed: &str, count: usize) -> Result<Zeroizing<String>, Mistyped> {
    let mut text = Zeroizing::new(String::with_capacity(count));
    let mut found = 0;
    for typed in typed.chars() {
        // Full-width forms (U+FF01 to U+FF5E) as a Chinese input method writes them.
        let plain = match typed {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
            _ => typed,
        };
        let letter = match plain.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => continue,
            space if space.is_whitespace() => continue,
            letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => letter,
            _ => return Err(Mistyped::Character(typed)),
        };
        found += 1;
        if found <= count {
            text.push(letter);
        }
    }
    if found == count { Ok(text) } else { Err(Mistyped::Length(found, count)) }
}

/// The check value: letters, from the one before the check, weighted with the powers of the
/// generator of GF(32) (x^5 + x^2 + 1). A Reed-Solomon code of one check symbol: among 31
/// characters no single change and no swap of two keeps the sum.
fn checksum(backwards: impl Iterator<Item = u8>) -> u8 {
    let (mut sum, mut weight) = (0, 1);
    for letter in backwards {
        weight = times_x(weight);
        sum ^= product(weight, value(letter));
    }
    sum
}

fn times_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

fn product(left: u8, right: u8) -> u8 {
    let (mut product, mut left) = (0, left);
    for bit in 0..5 {
        if right >> bit & 1 == 1 {
            product ^= left;
        }
        left = times_x(left);
    }
    product
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_is_base_32_of_its_bytes() {
        let chance = [
            0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe,
            0x77, 0xdf,
        ];
        assert_eq!(Token::new(chance).text(), "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    }

    #[test]
    fn a_receipt_secret_is_read_as_people_type_it() {
        let secret = ReceiptSecret::new([0x9b, 0x01, 0xd0, 0x88, 0x42, 0x10]);
        let text = secret.text().to_string();
        assert_eq!(text.len(), 11);
        let typed = [
            text.to_lowercase(),
            text.replace('-', ""),
            format!(" {} ", text.replace('-', " \u{2014} ")),
            text.replace('0', "o").replace('1', "l"),
            text.chars().map(|it| char::from_u32(u32::from(it) + 0xfee0).unwrap()).collect(),
        ];
        for typed in typed {
            assert_eq!(*ReceiptSecret::parse(&typed).unwrap().text(), text, "{typed}");
        }
    }

    #[test]
    fn what_is_mistyped_is_said() {
        let text = ReceiptSecret::new([1, 2, 3, 4, 5, 6]).text().to_string();
        assert_eq!(ReceiptSecret::parse("").err(), Some(Mistyped::Length(0, 10)));
        assert_eq!(ReceiptSecret::parse(&format!("{text}7")).err(), Some(Mistyped::Length(11, 10)));
        assert_eq!(ReceiptSecret::parse("K7QU9-3FMPT").err(), Some(Mistyped::Character('U')));
        assert_eq!(ReceiptSecret::parse("K7QX9-3FMP市").err(), Some(Mistyped::Character('市')));
        assert_eq!(Token::parse(&text).err(), Some(Mistyped::Length(10, 32)));
    }

    #[test]
    fn what_is_stored_of_a_receipt_secret_depends_on_number_and_master_key() {
        let (secret, master) = (ReceiptSecret::new([1, 2, 3, 4, 5, 6]), MasterKey::new([1; 32]));
        let stored = secret.stored(&master, "SZ-2026-0001");
        assert!(secret.is(&master, "SZ-2026-0001", &stored));
        assert!(!secret.is(&master, "SZ-2026-0002", &stored));
        assert!(!secret.is(&MasterKey::new([2; 32]), "SZ-2026-0001", &stored));
        assert!(!ReceiptSecret::new([1, 2, 3, 4, 6, 6]).is(&master, "SZ-2026-0001", &stored));
    }

    #[test]
    fn secrets_are_not_printed() {
        assert_eq!(format!("{:?} {:?}", Token::new([7; 20]), ReceiptSecret::new([7; 6])), "Token(…) ReceiptSecret(…)");
    }

    proptest! {
        #[test]
        fn a_token_reads_back_and_is_known_by_its_digest(chance in prop::array::uniform20(any::<u8>()), bit in 0_usize..160) {
            let token = Token::new(chance);
            prop_assert!(Token::parse(token.text()).unwrap().is(&token.digest()));
            let mut other = chance;
            *other.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
            prop_assert!(!Token::new(other).is(&token.digest()));
        }

        #[test]
        fn one_wrong_character_and_every_swap_of_two_is_noticed(
            chance in prop::array::uniform6(any::<u8>()),
            left in 0_usize..10,
            right in 0_usize..10,
            other in 0_u8..32,
        ) {
            let text = ReceiptSecret::new(chance).0;
            prop_assert_eq!(&*ReceiptSecret::parse(&text).unwrap().0, &*text);
            let mut letters: Vec<char> = text.chars().collect();
            letters.swap(left, right);
            let swapped: String = letters.iter().collect();
            prop_assert_eq!(ReceiptSecret::parse(&swapped).is_ok(), swapped == *text);
            letters.swap(left, right);
            *letters.get_mut(left).unwrap() = letter(other);
            let altered: String = letters.iter().collect();
            prop_assert_eq!(ReceiptSecret::parse(&altered).is_ok(), altered == *text);
        }

        #[test]
        fn no_text_makes_reading_stumble(text in any::<String>()) {
            let _ = Token::parse(&text);
            let _ = ReceiptSecret::parse(&text);
        }
    }
}
