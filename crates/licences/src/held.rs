//! Looking at licences for the other rooms: whose, which answers, what stands on it.

use kernel::Date;
use store::{Error, Read};

use crate::{
    licence::{FaceField, Holder, Licence, LicenceId},
    records,
};

/// More than this no one holds; the rest is on the following pages of the list.
const MOST: u32 = 500;

/// Every licence of a holder in any state, in the order of their issue.
///
/// # Errors
/// Of the store.
pub fn held_by(read: &Read<'_>, holder: &Holder) -> Result<Vec<Licence>, Error> {
    records::of_holder(read, holder, "", MOST)
}

/// The licence of a type by which the holder answers a material on `today`: in force, and the one
/// that holds longest.
///
/// # Errors
/// Of the store.
pub fn answering(read: &Read<'_>, holder: &Holder, kind: &str, today: Date) -> Result<Option<Licence>, Error> {
    let longest = records::of_type(read, holder, kind, today)?;
    Ok(longest.filter(|licence| licence.standing(today).holds()))
}

/// A licence by its id.
///
/// # Errors
/// Of the store.
pub fn by_id(read: &Read<'_>, id: &LicenceId) -> Result<Option<Licence>, Error> {
    records::by_id(read, id)
}

/// What stands on the face, in its order; nothing when the holder's data were erased.
///
/// # Errors
/// Of the store.
pub fn fields(read: &Read<'_>, licence: &Licence) -> Result<Vec<FaceField>, Error> {
    match records::face(read, licence) {
        Ok(face) => Ok(face.fields),
        Err(Error::Erased) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// One value of the face: what `licence:TYPE.FIELD` fills in.
///
/// # Errors
/// Of the store.
pub fn field(read: &Read<'_>, licence: &Licence, key: &str) -> Result<Option<String>, Error> {
    Ok(fields(read, licence)?.into_iter().find(|field| field.key == key).map(|field| field.value))
}

/// The text of the sealed record, for whoever may have the file.
///
/// # Errors
/// `Error::Erased`; of the store.
pub fn record(read: &Read<'_>, licence: &Licence) -> Result<String, Error> {
    records::record_text(read, licence)
}
