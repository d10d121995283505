//! Natural persons and their documents. The row is sealed; `Profile` is what it says, opened.

use kernel::{
    CitizenId, Date, Problem, Timestamp, citizen::Sex, contact::Mobile, id::PersonId, identifiers::mask,
    other_document::DocumentKind,
};
use serde::{Deserialize, Serialize};
use web::Check;

pub use kernel::contact::masked_name;

/// A person 自然人 as the row stands: personal fields sealed, absent after erasure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Person {
    pub id: PersonId,
    pub version: i64,
    pub document_kind: DocumentKind,
    pub document_blind: Option<[u8; 32]>,
    pub document: Option<Vec<u8>>,
    pub name: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
    pub birth: Option<Vec<u8>>,
    pub proved: bool,
    pub opened: Timestamp,
    pub closed: Option<Timestamp>,
}

/// What is known of a person, opened for one purpose. Never logged, never in a URL.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    pub person: PersonId,
    pub name: String,
    pub document_kind: DocumentKind,
    /// The number of the document, whatever its kind.
    pub document: String,
    /// The number again where the document is an identity card.
    pub citizen_id: Option<String>,
    pub phone: String,
    pub email: Option<String>,
    pub address: Option<String>,
    pub birth_date: Option<Date>,
    pub sex: Option<Sex>,
    /// Who it is was confirmed, not only declared.
    pub proved: bool,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Profile({})", self.person)
    }
}

impl Profile {
    #[must_use]
    pub fn masked_name(&self) -> String {
        masked_name(&self.name)
    }

    #[must_use]
    pub fn masked_document(&self) -> String {
        masked_id(&self.document)
    }

    #[must_use]
    pub fn masked_phone(&self) -> String {
        mask(&self.phone, 3, 4)
    }
}

/// The number of a document on a list: `4***************1X`.
#[must_use]
pub fn masked_id(number: &str) -> String {
    mask(number, 1, 2)
}

/// What a person says of themselves to open an account, as it comes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawRegistration {
    pub document_kind: String,
    pub document: String,
    pub name: String,
    pub phone: String,
    pub address: String,
    pub birth: String,
    pub login: String,
    pub password: String,
    pub again: String,
}

/// A person to be registered, judged.
#[derive(Clone)]
pub struct NewPerson {
    pub document_kind: DocumentKind,
    pub document: String,
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    pub address: Option<String>,
    pub birth: Option<Date>,
    pub login: String,
    pub proved: bool,
}

/// Most characters of a name: Uyghur, Mongolian and foreign names are long.
const NAME: usize = 100;

impl RawRegistration {
    /// # Errors
    /// 422 with every wrong field.
    pub(crate) fn judge(&self, today: Date) -> Result<(NewPerson, String), Problem> {
        let mut check = Check::new();
        let kind = check.choice("document_kind", &self.document_kind, DocumentKind::parse);
        let document = kind.and_then(|kind| read_document(&mut check, kind, &self.document, today));
        let name = check.name("name", &self.name, 1..=NAME);
        let phone = read_phone(&mut check, &self.phone);
        let address = check.text("address", &self.address, 0..=200);
        let birth = if self.birth.trim().is_empty() { None } else { check.past_date("birth", &self.birth, today) };
        let login = read_login(&mut check, &self.login);
        if self.password != self.again {
            check.wrong("again", "identity-password-differs");
        }
        let known = [&*login, &*phone, document.as_deref().unwrap_or_default(), &*name];
        crate::password::judge(&mut check, "password", &self.password, &known);
        check.done()?;
        let (Some(document_kind), Some(document)) = (kind, document) else { return Err(Problem::invalid()) };
        let address = Some(address).filter(|address| !address.is_empty());
        let proved = false;
        let person = NewPerson { document_kind, document, name, phone, email: None, address, birth, login, proved };
        Ok((person, self.password.clone()))
    }
}

/// The number of a document, with the reason at its field when it is none.
pub(crate) fn read_document(check: &mut Check, kind: DocumentKind, typed: &str, today: Date) -> Option<String> {
    match kind.read(typed, today) {
        Ok(read) => Some(read.value),
        Err(reason) => {
            check.wrong("document", crate::reasons::message(reason));
            None
        }
    }
}

pub(crate) fn read_phone(check: &mut Check, typed: &str) -> String {
    match Mobile::read(typed) {
        Ok(mobile) => mobile.as_str().to_owned(),
        // Abroad, and fixed lines.
        Err(_) => check.phone("phone", typed),
    }
}

/// A name for signing in: letters, digits and `.-_@`, in small letters.
fn read_login(check: &mut Check, typed: &str) -> String {
    let login = check.text("login", typed, 4..=40).to_lowercase();
    if !login.is_empty() && !login.chars().all(|char| char.is_alphanumeric() || ".-_@".contains(char)) {
        check.wrong("login", "identity-login-characters");
    }
    login
}

/// Birth date and sex that a document tells by itself.
pub(crate) fn told_by(kind: DocumentKind, document: &str, today: Date) -> (Option<Date>, Option<Sex>) {
    let like_citizen = matches!(
        kind,
        DocumentKind::CitizenId | DocumentKind::ResidencePermit | DocumentKind::ForeignPermanentResidence
    );
    match CitizenId::read(document, today).ok().filter(|_| like_citizen) {
        Some(read) => (Some(read.value.birth_date()), Some(read.value.sex())),
        None => (None, None),
    }
}
