//! Passwords: which are taken, and how they are kept and compared (argon2id, RFC 9106). The work is
//! done on blocking threads, two at once and never inside a transaction.

use std::{collections::BTreeSet, sync::LazyLock};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use subtle::ConstantTimeEq;
use web::Check;

/// Fewest characters.
const LEAST: usize = 10;
/// Most characters: longer ones only cost time.
const MOST: usize = 200;

/// KiB, passes, lanes: 19 MiB twice over.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

static COMMON: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/common-passwords.txt").lines().filter(|line| !line.is_empty()).collect());

/// Notes at `field` why a password is not taken. `known` is what others know of the person.
pub(crate) fn judge(check: &mut Check, field: &'static str, password: &str, known: &[&str]) {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    if length == 0 {
        check.wrong(field, "problem-field-empty");
    } else if length < LEAST {
        check.wrong_with(field, "identity-password-short", &[("least", &LEAST.to_string())]);
    } else if length > MOST {
        check.wrong_with(field, "identity-password-long", &[("most", &MOST.to_string())]);
    } else if password.contains(web::check::is_unwritable) {
        check.wrong(field, "problem-field-control");
    } else if is_common(&lower) {
        check.wrong(field, "identity-password-common");
    } else if known.iter().any(|known| known.chars().count() >= 4 && lower.contains(&known.to_lowercase())) {
        check.wrong(field, "identity-password-known");
    }
}

fn is_common(lower: &str) -> bool {
    let distinct: BTreeSet<char> = lower.chars().collect();
    distinct.len() < 4 || is_run(lower) || COMMON.contains(lower)
}

/// Each character the next or the one before: `abcdefghijk`, `9876543210`.
fn is_run(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let steps =
        |step: i64| codes.windows(2).all(|pair| matches!(pair, [a, b] if i64::from(*b) - i64::from(*a) == step));
    steps(1) || steps(-1)
}

/// The text to be kept, in the form of the reference implementation. Costs some 30 ms and 19 MiB:
/// never within a transaction.
#[must_use]
pub fn hash(password: &str, salt: [u8; 16]) -> String {
    let out = derive(password, &salt);
    let (memory, passes, lanes) = COST;
    let (salt, out) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(out));
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${out}")
}

/// Whether the password is the one kept. A text that is none of ours is no password.
pub(crate) fn matches(password: &str, kept: &str) -> bool {
    let mut parts = kept.rsplit('$');
    let (Some(out), Some(salt)) = (parts.next(), parts.next()) else { return false };
    let (Ok(out), Ok(salt)) = (STANDARD_NO_PAD.decode(out), STANDARD_NO_PAD.decode(salt)) else { return false };
    bool::from(derive(password, &salt).as_slice().ct_eq(out.as_slice()))
}

/// Kept for accounts that do not exist, so that asking for them takes as long.
pub(crate) fn nobodys() -> &'static str {
    static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("nobody has this password", [7; 16]));
    &NOBODYS
}

fn derive(password: &str, salt: &[u8]) -> [u8; 32] {
    let (memory, passes, lanes) = COST;
    let mut out = [0; 32];
    let params = Params::new(memory, passes, lanes, Some(out.len())).unwrap_or_default();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    if argon.hash_password_into(password.as_bytes(), salt, &mut out).is_err() {
        // Only a salt that is too short comes here: nothing matches it.
        return [0; 32];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_itself_alone() {
        let kept = hash("correct horse battery", [3; 16]);
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("correct horse battery", &kept));
        assert!(!matches("correct horse batterz", &kept));
        assert!(!matches("correct horse battery", "") && !matches("x", "$a$b$c") && !matches("", nobodys()));
    }

    #[test]
    fn short_common_and_known_passwords_are_refused() {
        let message = |password: &str| {
            let mut check = Check::new();
            judge(&mut check, "password", password, &["wangfang", "13812345678", "王芳"]);
            check.done().err().and_then(|problem| problem.fields.first().map(|field| field.message))
        };
        for (password, expected) in [
            ("", Some("problem-field-empty")),
            ("short1234", Some("identity-password-short")),
            ("Password123", Some("identity-password-common")),
            ("aaaaaaaaaaaa", Some("identity-password-common")),
            ("abcdefghijkl", Some("identity-password-common")),
            ("98765432109876543210x", None),
            ("my-WangFang-2026", Some("identity-password-known")),
            ("x13812345678y", Some("identity-password-known")),
            ("a\u{0}bcdefghijkl", Some("problem-field-control")),
            ("梧桐更兼细雨到黄昏点点滴滴", None),
            ("correct horse battery", None),
        ] {
            assert_eq!(message(password), expected, "{password}");
        }
        assert_eq!(message(&"长".repeat(201)), Some("identity-password-long"));
    }
}
