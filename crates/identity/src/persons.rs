//! Persons: looking them up, opening what is sealed, and writing the row with its entry.

use kernel::{Date, Problem, access::Actor, citizen::Sex, id::PersonId, other_document::DocumentKind};
use seals::Digest;
use store::{Entry, Error, Read, Tx, Value, state_digest};

use crate::{
    person::{NewPerson, Person, Profile, told_by},
    records,
};

/// Number of the canonical encoding of a person.
pub(crate) const SCHEMA: u16 = 1;

/// Where a field is sealed: table and column.
const DOCUMENT: &str = "identity_person.document";
const NAME: &str = "identity_person.name";
const PHONE: &str = "identity_person.phone";
const EMAIL: &str = "identity_person.email";
const ADDRESS: &str = "identity_person.address";
const BIRTH: &str = "identity_person.birth";

pub(crate) fn by_id(read: &Read<'_>, id: &PersonId) -> Result<Option<Person>, Error> {
    read.first(&records::PERSON, &[id.into()], records::person)
}

/// What is known of a person, opened. The caller records the look where staff will see it.
///
/// # Errors
/// `Error::Erased` when it was erased; 404 when there is none; of the store.
pub fn profile(read: &Read<'_>, id: &PersonId) -> Result<Profile, Error> {
    let person = by_id(read, id)?.ok_or_else(Problem::not_found)?;
    let open = |place: &str, sealed: &Option<Vec<u8>>| {
        sealed.as_ref().map(|sealed| read.open_text(id, place, sealed)).transpose()
    };
    let must = |field: Option<String>| field.ok_or(Error::Erased);
    let kind = person.document_kind;
    let document = must(open(DOCUMENT, &person.document)?)?;
    let today = read.now().date();
    let (birth, sex): (Option<Date>, Option<Sex>) = told_by(kind, &document, today);
    let declared = open(BIRTH, &person.birth)?.and_then(|text| text.parse().ok());
    Ok(Profile {
        person: id.clone(),
        name: must(open(NAME, &person.name)?)?,
        document_kind: kind,
        citizen_id: (kind == DocumentKind::CitizenId).then(|| document.clone()),
        document,
        phone: must(open(PHONE, &person.phone)?)?,
        email: open(EMAIL, &person.email)?,
        address: open(ADDRESS, &person.address)?,
        birth_date: birth.or(declared),
        sex,
        proved: person.proved,
    })
}

/// The name alone, for lists and greetings; masked where it is not the person's own page.
///
/// # Errors
/// As `profile`.
pub fn name(read: &Read<'_>, id: &PersonId) -> Result<String, Error> {
    let sealed = read.first(&records::PERSON_NAME, &[id.into()], |row| row.get::<Option<Vec<u8>>>(0))?;
    read.open_text(id, NAME, &sealed.ok_or_else(Problem::not_found)?.ok_or(Error::Erased)?)
}

/// The name as lists show it, or nothing where it was erased.
///
/// # Errors
/// Of the store.
pub fn list_name(read: &Read<'_>, id: &PersonId) -> Result<String, Error> {
    match name(read, id) {
        Ok(name) => Ok(crate::masked_name(&name)),
        Err(Error::Erased | Error::Problem(_)) => Ok(String::new()),
        Err(other) => Err(other),
    }
}

/// The person with exactly this document; the number in its normal form.
///
/// # Errors
/// Of the store.
pub fn by_document(read: &Read<'_>, kind: DocumentKind, number: &str) -> Result<Option<PersonId>, Error> {
    let blind = document_blind(read, kind, number);
    let found = read.first(&records::PERSON_BY_DOCUMENT, &[(&blind.0).into()], records::person)?;
    Ok(found.map(|person| person.id))
}

fn document_blind(read: &Read<'_>, kind: DocumentKind, number: &str) -> Digest {
    read.blind("identity_person.document", &[kind.as_str(), ":", number].concat())
}

/// A new person, without an account yet.
///
/// # Errors
/// 422 at `document` when someone has it already; of the store.
pub(crate) fn create(tx: &Tx<'_>, actor: Option<&Actor>, new: &NewPerson) -> Result<PersonId, Error> {
    if by_document(tx, new.document_kind, &new.document)?.is_some() {
        return Err(Problem::invalid().field("document", "identity-document-taken").into());
    }
    let id: PersonId = tx.id();
    let seal = |place: &str, text: &str| tx.seal(&id, place, text.as_bytes());
    let some = |place: &str, text: Option<&String>| text.map(|text| seal(place, text)).transpose();
    let person = Person {
        version: 0,
        document_kind: new.document_kind,
        document_blind: Some(document_blind(tx, new.document_kind, &new.document).0),
        document: Some(seal(DOCUMENT, &new.document)?),
        name: Some(seal(NAME, &new.name)?),
        phone: Some(seal(PHONE, &new.phone)?),
        email: some(EMAIL, new.email.as_ref())?,
        address: some(ADDRESS, new.address.as_ref())?,
        birth: some(BIRTH, new.birth.map(|birth| birth.to_string()).as_ref())?,
        proved: new.proved,
        opened: tx.now(),
        closed: None,
        id: id.clone(),
    };
    let own = Actor::person(id.clone());
    let payload = serde_json::json!({ "document_kind": new.document_kind, "proved": new.proved });
    keep(tx, actor.unwrap_or(&own), "person.registered", person, payload)?;
    Ok(id)
}

/// How a person is reached.
#[derive(Clone, Default)]
pub struct Contact {
    pub phone: String,
    pub email: Option<String>,
    pub address: Option<String>,
}

/// Seals new ways to reach a person.
///
/// # Errors
/// 404; 409 when the row is not at `version`; of the store.
pub(crate) fn change_contact(
    tx: &Tx<'_>,
    actor: &Actor,
    id: &PersonId,
    version: Option<i64>,
    contact: &Contact,
) -> Result<(), Error> {
    let mut person = by_id(tx, id)?.filter(|person| person.closed.is_none()).ok_or_else(Problem::not_found)?;
    if version.is_some_and(|version| version != person.version) {
        return Err(Problem::stale().into());
    }
    let seal = |place: &str, text: &str| tx.seal(id, place, text.as_bytes());
    let some = |place: &str, text: Option<&String>| text.map(|text| seal(place, text)).transpose();
    person.phone = Some(seal(PHONE, &contact.phone)?);
    person.email = some(EMAIL, contact.email.as_ref())?;
    person.address = some(ADDRESS, contact.address.as_ref())?;
    keep(tx, actor, "person.contact_changed", person, serde_json::json!({}))
}

/// Takes everything personal out of the row.
pub(crate) fn empty(tx: &Tx<'_>, actor: &Actor, id: &PersonId) -> Result<(), Error> {
    let person = by_id(tx, id)?.filter(|person| person.closed.is_none()).ok_or_else(Problem::not_found)?;
    let person = Person {
        document_blind: None,
        document: None,
        name: None,
        phone: None,
        email: None,
        address: None,
        birth: None,
        closed: Some(tx.now()),
        ..person
    };
    keep(tx, actor, "person.erased", person, serde_json::json!({}))
}

/// Writes the row and its entry.
fn keep(
    tx: &Tx<'_>,
    actor: &Actor,
    kind: &'static str,
    mut person: Person,
    payload: serde_json::Value,
) -> Result<(), Error> {
    let before = person.version;
    person.version += 1;
    let bytes = |field: &Option<Vec<u8>>| field.clone().map_or(Value::Null, Value::from);
    let blind = person.document_blind.map_or(Value::Null, |blind| Value::from(blind.to_vec()));
    let cells = [
        Value::from(&person.id),
        person.version.into(),
        person.document_kind.as_str().into(),
        blind,
        bytes(&person.document),
        bytes(&person.name),
        bytes(&person.phone),
        bytes(&person.email),
        bytes(&person.address),
        bytes(&person.birth),
        person.proved.into(),
        person.opened.into(),
        person.closed.into(),
    ];
    tx.execute(if before == 0 { &records::INSERT_PERSON } else { &records::UPDATE_PERSON }, &cells)?;
    tx.record(Entry {
        room: "identity",
        kind,
        stream: person.id.as_str(),
        version: before,
        subject: None,
        actor,
        title: "own",
        payload,
        personal: None,
        state: Some((SCHEMA, state_digest(&person)?)),
    })?;
    Ok(())
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let persons = read.rows(&records::PERSONS, &[after.into(), limit.into()], records::person)?;
    persons.iter().map(|person| Ok((person.id.to_string(), state_digest(person)?))).collect()
}
