//! Opening an account: a person declares who they are. Until the population source or a counter
//! confirms it, it is declared only.

use kernel::id::PersonId;
use store::{Error, Tx};

use crate::{accounts, person::NewPerson, persons, session::Account};

/// Registers a person with an account under a password kept as `hash`.
///
/// # Errors
/// 422 at `document` or `login` when someone has it already; of the store.
pub(crate) fn register(tx: &Tx<'_>, new: &NewPerson, hash: &str) -> Result<PersonId, Error> {
    if accounts::is_taken(tx, &new.login)? {
        return Err(kernel::Problem::invalid().field("login", "identity-login-taken").into());
    }
    let person = persons::create(tx, None, new)?;
    accounts::open(tx, &Account::Person(person.clone()), &new.login, &[&new.document], hash)?;
    Ok(person)
}
