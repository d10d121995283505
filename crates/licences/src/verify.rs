//! Verifying a licence from its record alone, without the platform: whether a known key signed this
//! very text, and whether what it says is whole. Whether the licence is in force today only its
//! issuer knows; the page `/verify/{code}` asks it.

use kernel::{Date, LicenceNumber, Timestamp};
use seals::{KeyId, SealedRecord, VerifyingKey};
use serde::Serialize;

use crate::{issue::FACE_SCHEMA, licence::Face};

/// What a verified record says. Personal data are in `face`, for whoever holds the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub identifier: String,
    /// Credit code of the issuing body.
    pub issuer: String,
    pub issued_at: Timestamp,
    pub sample: bool,
    pub face: Face,
    /// Its last day is past on the day it was asked for.
    pub expired: bool,
    #[serde(serialize_with = "key_ids")]
    pub signed_by: Vec<KeyId>,
}

fn key_ids<S: serde::Serializer>(ids: &[KeyId], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ids.iter().map(ToString::to_string))
}

/// Why a record is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    #[error("not a sealed record: {0}")]
    Form(seals::sealed_record::NotASealedRecord),
    #[error("not to be believed: {0}")]
    Seal(seals::sealed_record::Why),
    #[error("it is a sealed record, of kind `{0}`, and no licence")]
    Kind(String),
    #[error("it is a licence of schema {0}, which this program does not know")]
    Schema(u16),
    #[error("its content is not that of a licence: {0}")]
    Content(String),
    #[error("its identifier is not one of GB/T 36904: {0}")]
    Identifier(String),
}

/// Verifies the text of a record, such as the attachment of a licence's PDF.
///
/// # Errors
/// `NotVerified` says why it is not to be believed.
pub fn verify_text(text: &str, keys: &[VerifyingKey], today: Date) -> Result<Checked, NotVerified> {
    let sealed = SealedRecord::parse(text).map_err(NotVerified::Form)?;
    let verified = sealed.verify(keys).map_err(NotVerified::Seal)?;
    let record = verified.record;
    if record.kind != "licence" {
        return Err(NotVerified::Kind(record.kind.clone()));
    }
    if record.schema != FACE_SCHEMA {
        return Err(NotVerified::Schema(record.schema));
    }
    let face: Face =
        serde_json::from_value(record.payload.clone()).map_err(|error| NotVerified::Content(error.to_string()))?;
    let number: LicenceNumber = record
        .number
        .parse()
        .map_err(|reason: kernel::identifiers::Reason| NotVerified::Identifier(reason.to_string()))?;
    if number.issuer().as_str() != record.issuer {
        return Err(NotVerified::Identifier("another body issued it".into()));
    }
    Ok(Checked {
        identifier: record.number.clone(),
        issuer: record.issuer.clone(),
        issued_at: record.issued_at,
        sample: record.sample,
        expired: face.valid_to.is_some_and(|to| to < today),
        face,
        signed_by: verified.signed_by,
    })
}
