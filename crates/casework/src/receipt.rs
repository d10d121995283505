//! The receipt secret 查询码, with which anyone who holds the slip may follow a case. It is made from
//! the number under the master key, so that the slip can say it again to the applicant and no row
//! holds it.

use kernel::access::Actor;
use seals::token::ReceiptSecret;
use store::{Error, Keys, Read};

use crate::{case::Case, records};

/// The secret of the case with this number.
#[must_use]
pub fn secret(keys: &Keys, number: &str) -> String {
    let index = seals::secrecy::blind_index(&keys.master, "casework receipt secret", number.as_bytes());
    let [a, b, c, d, e, f, ..] = index.0;
    ReceiptSecret::new([a, b, c, d, e, f]).text().to_string()
}

/// The case with this number and secret, as typed. Which of the two is wrong is not said.
///
/// # Errors
/// Of the engine.
pub fn follow(read: &Read<'_>, number: &str, secret: &str) -> Result<Option<Case>, Error> {
    let number: String = kernel::identifiers::normalise(number).chars().filter(|c| *c != '-').collect();
    let Ok(secret) = ReceiptSecret::parse(secret) else { return Ok(None) };
    let given = read.blind("casework.receipt", &format!("{number}\n{}", *secret.text()));
    let found = records::by_number(read, &number)?;
    // Every byte is looked at, wherever they differ.
    let same = |stored: &[u8]| {
        stored.len() == given.0.len() && stored.iter().zip(given.0).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    };
    Ok(found.filter(|case| same(&case.secret)))
}

/// Who follows a case by its slip: nobody in particular.
#[must_use]
pub fn follower() -> Actor {
    Actor::nobody()
}
