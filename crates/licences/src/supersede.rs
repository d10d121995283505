//! Another licence in the place of one: renewal (AL 50), alteration (AL 49), a slip mended. The new
//! one keeps the serial and counts the version up; the old one says what stands in its place.

use kernel::Problem;
use store::{Error, Tx};

use crate::{
    act::{Act, Ground},
    change::{NewChange, apply},
    issue::{Issuer, NewLicence, make},
    licence::{Licence, LicenceId},
    permits::MayChange,
    records,
};

/// Issues `new` in the place of the licence `old`.
///
/// # Errors
/// As `issue` and `change`; 409 when holder or type are others.
pub fn supersede(
    tx: &Tx<'_>,
    issuer: &Issuer<'_>,
    old: &LicenceId,
    new: &NewLicence,
    ground: Ground,
) -> Result<Licence, Error> {
    let before = records::by_id(tx, old)?.ok_or_else(Problem::not_found)?;
    let permit = MayChange::as_issuer(issuer.actor, issuer.title, &issuer.body.id, &before)?;
    if before.holder != new.holder || before.kind != new.kind {
        return Err(Problem::stale().into());
    }
    let licence = make(tx, issuer, new, Some(&before))?;
    let change = NewChange { act: Act::Supersede, ground, reason: String::new(), version: None };
    apply(tx, &permit, before, &change, Some(&licence.id))?;
    Ok(licence)
}
