//! Why an identifier was refused, in the words of this room's locales.

use kernel::identifiers::Reason;

/// The key of the message at the field.
pub(crate) fn message(reason: Reason) -> &'static str {
    match reason {
        Reason::Empty => "problem-field-empty",
        Reason::Length => "identity-document-length",
        Reason::Characters => "identity-document-characters",
        Reason::Date => "identity-document-date",
        Reason::FutureDate => "identity-document-future",
        Reason::CheckCharacter => "identity-document-check",
        Reason::Root => "identity-document-other-kind",
        Reason::GreatAge
        | Reason::InnerCheckCharacter
        | Reason::UnknownDivision
        | Reason::OldForm
        | Reason::LocalCode
        | Reason::Parts
        | Reason::InnerCode => "identity-document-form",
    }
}
