//! Closing an account 注销账户: the ways in, the sessions, the mandates and everything personal go;
//! the key under which it was sealed, too, in every copy. What the journal says of acts remains,
//! without content.

use kernel::{access::Actor, id::PersonId};
use store::{Error, Tx};

use crate::{accounts, enterprise::MandateKind, enterprises, persons, session::Account, sessions};

/// Erases a person. Whether law keeps some of their cases is asked of `Needs` before.
///
/// # Errors
/// 404 when there is none or it was erased; of the store.
pub fn erase(tx: &Tx<'_>, actor: &Actor, person: &PersonId) -> Result<(), Error> {
    let account = Account::Person(person.clone());
    sessions::end_others(tx, actor, &account, None)?;
    accounts::close(tx, &account)?;
    let own = Actor::person(person.clone());
    for mandate in enterprises::mandates_of(tx, person)? {
        if mandate.ended.is_none() && mandate.kind != MandateKind::Representative {
            enterprises::end(tx, &own, &mandate.id)?;
        }
    }
    persons::empty(tx, actor, person)?;
    tx.erase(person)
}
