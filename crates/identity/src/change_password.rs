//! A new password: the other sessions of the account end.

use kernel::access::Actor;
use store::{Entry, Error, Tx};

use crate::{accounts, session::Account, sessions};

/// Keeps a new password; `seen` is what was kept when the old one was compared.
///
/// # Errors
/// 409 when it was changed meanwhile; of the store.
pub(crate) fn change_password(
    tx: &Tx<'_>,
    actor: &Actor,
    account: &Account,
    seen: &str,
    hash: &str,
) -> Result<(), Error> {
    if accounts::hash_of(tx, account)?.as_deref() != Some(seen) {
        return Err(kernel::Problem::stale().into());
    }
    accounts::set_hash(tx, account, hash)?;
    sessions::end_others(tx, actor, account, actor.session.as_deref())?;
    let stream = ["password_", account.as_str()].concat();
    let version = i64::try_from(tx.stream(&stream)?.len()).unwrap_or_default();
    tx.record(Entry {
        room: "identity",
        kind: "password.changed",
        stream: &stream,
        version,
        subject: Some(account.as_str()),
        actor,
        title: "own",
        payload: serde_json::json!({}),
        personal: None,
        state: None,
    })?;
    Ok(())
}
