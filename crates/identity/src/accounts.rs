//! Accounts: a name and a password that open a person's or a member of staff's affairs; failed
//! attempts, and the waiting that they earn.

use kernel::{Problem, Timestamp, problem::Refusal};
use seals::Digest;
use store::{Error, Read, Tx};

use crate::{records::accounts as records, session::Account};

/// The blind index of what someone types to say who they are.
#[must_use]
pub(crate) fn blind(read: &Read<'_>, login: &str) -> Digest {
    read.blind("identity_login", &normalised(login))
}

/// Spaces gone, full-width forms and capitals forgiven.
fn normalised(login: &str) -> String {
    kernel::identifiers::normalise(login).to_lowercase()
}

/// Account and kept password behind a login.
pub(crate) fn credential(read: &Read<'_>, login: &Digest) -> Result<Option<(Account, String)>, Error> {
    let account = read.first(&records::LOGIN, &[(&login.0).into()], |row| row.get::<String>(0))?;
    let Some(account) = account.and_then(|account| Account::parse(&account)) else { return Ok(None) };
    let kept = hash_of(read, &account)?;
    Ok(kept.map(|hash| (account, hash)))
}

pub(crate) fn hash_of(read: &Read<'_>, account: &Account) -> Result<Option<String>, Error> {
    read.first(&records::CREDENTIAL, &[account.as_str().into()], |row| row.get(0))
}

/// Whether a login is in use.
pub(crate) fn is_taken(read: &Read<'_>, login: &str) -> Result<bool, Error> {
    let blind = blind(read, login);
    Ok(read.first(&records::LOGIN, &[(&blind.0).into()], |row| row.get::<String>(0))?.is_some())
}

/// Opens an account: `login` is its own, `others` (such as the number of the document) open it too
/// unless someone has them.
///
/// # Errors
/// 422 at `login` when it is taken; of the store.
pub(crate) fn open(tx: &Tx<'_>, account: &Account, login: &str, others: &[&str], hash: &str) -> Result<(), Error> {
    if is_taken(tx, login)? {
        return Err(Problem::invalid().field("login", "identity-login-taken").into());
    }
    let blinded = blind(tx, login);
    tx.execute(&records::INSERT_LOGIN, &[(&blinded.0).into(), account.as_str().into()])?;
    for other in others {
        let blinded = blind(tx, other);
        tx.execute(&records::KEEP_LOGIN, &[(&blinded.0).into(), account.as_str().into()])?;
    }
    set_hash(tx, account, hash)
}

pub(crate) fn set_hash(tx: &Tx<'_>, account: &Account, hash: &str) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(&records::KEEP_CREDENTIAL, &[account.as_str().into(), hash.into(), now.into()]).map(drop)
}

/// Takes away every way into an account.
pub(crate) fn close(tx: &Tx<'_>, account: &Account) -> Result<(), Error> {
    tx.execute(&records::DROP_LOGINS, &[account.as_str().into()])?;
    tx.execute(&records::DROP_CREDENTIAL, &[account.as_str().into()])?;
    tx.execute(&records::DROP_SESSIONS_OF, &[account.as_str().into(), "".into()])?;
    Ok(())
}

/// Failures before anyone has to wait.
const FREE: i64 = 5;
/// The longest wait, and how long a failure is remembered.
const LONGEST_SECONDS: i64 = 15 * 60;
const REMEMBERED_MILLIS: i64 = 24 * 3_600_000;

/// # Errors
/// 429 with the seconds to wait, after too many failures with this login, known or not.
pub(crate) fn may_try(read: &Read<'_>, login: &Digest) -> Result<(), Error> {
    let found =
        read.first(&records::ATTEMPT, &[(&login.0).into()], |row| Ok((row.get::<i64>(0)?, row.get::<Timestamp>(1)?)))?;
    let Some((failures, last)) = found else { return Ok(()) };
    let until = last.plus_millis(wait_seconds(failures) * 1000);
    let left = (until.0 - read.now().0 + 999) / 1000;
    if left <= 0 { Ok(()) } else { Err(too_often(left).into()) }
}

/// None for the first failures, then 30 seconds doubling up to a quarter of an hour.
fn wait_seconds(failures: i64) -> i64 {
    if failures < FREE { 0 } else { (30_i64 << (failures - FREE).min(10)).min(LONGEST_SECONDS) }
}

pub(crate) fn too_often(seconds: i64) -> Problem {
    let mut problem = Problem::new(Refusal::TooOften, "problem-too-often").arg("seconds", seconds.to_string());
    problem.retry_after_seconds = u32::try_from(seconds).ok();
    problem
}

/// Notes a failure.
pub(crate) fn failed(tx: &Tx<'_>, login: &Digest) -> Result<(), Error> {
    let now = tx.now();
    let forgotten = now.plus_millis(-REMEMBERED_MILLIS);
    tx.execute(&records::DROP_OLD_ATTEMPTS, &[forgotten.into()])?;
    let before = tx.first(&records::ATTEMPT, &[(&login.0).into()], |row| row.get::<i64>(0))?.unwrap_or(0);
    tx.execute(&records::KEEP_ATTEMPT, &[(&login.0).into(), (before + 1).into(), now.into()]).map(drop)
}

pub(crate) fn succeeded(tx: &Tx<'_>, login: &Digest) -> Result<(), Error> {
    tx.execute(&records::DROP_ATTEMPT, &[(&login.0).into()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_after_five_failures_and_grows_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (3..12).map(wait_seconds).collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(wait_seconds(i64::MAX), 900);
    }
}
