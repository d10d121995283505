//! Issuing a licence 制证: its identifier, its sealed record, its row. Whether it is due is decided in
//! the calling room, whose permit the decision took.

use directory::Body;
use kernel::{Date, LicenceNumber, Problem, Text, Timestamp, access::Actor, id::PersonId};
use seals::{SealedRecord, SigningKey, sealed_record::Record};
use store::{Entry, Error, Tx, Value};

use crate::{
    licence::{Face, FaceField, Holder, Licence, LicenceId, SCHEMA},
    records,
    state::State,
    types::{HolderKind, Type, Types},
};

/// In whose name a licence is issued, and with which key.
#[derive(Clone, Copy)]
pub struct Issuer<'a> {
    pub types: &'a Types,
    /// The body whose licence it is; it needs a credit code.
    pub body: &'a Body,
    pub actor: &'a Actor,
    /// By what title: the post, or `system`.
    pub title: &'a str,
    /// `store.keys().signing`.
    pub signing: &'a SigningKey,
    /// Without legal force: in a demonstration.
    pub sample: bool,
}

/// What is to be issued.
#[derive(Debug, Clone)]
pub struct NewLicence {
    /// Key of the type.
    pub kind: String,
    pub holder: Holder,
    pub holder_name: String,
    /// Number of the holder's document, or credit code.
    pub holder_number: Option<String>,
    /// Keys of the type's fields with their values; those of others are refused.
    pub fields: Vec<(String, String)>,
    /// Today when absent.
    pub valid_from: Option<Date>,
    /// By the years of the type when absent.
    pub valid_to: Option<Date>,
    /// Digits and letters, such as an official number without signs; made from the date when absent.
    pub serial: Option<String>,
    /// The case it comes from.
    pub matter: Option<String>,
    /// Who is told when its state changes.
    pub contact: Option<PersonId>,
}

/// The payload's schema within the record.
pub(crate) const FACE_SCHEMA: u16 = 1;

/// Longest value on a face, in characters.
const LONGEST: usize = 2_000;

/// Longest record, in bytes: it travels inside the PDF, where a text has its bounds (ISO 19005-2).
const MOST: usize = 20_000;

/// Issues a licence.
///
/// # Errors
/// A refusal when the body has no credit code, the type is not known or not for this holder, or a
/// field is not of the type; of the store.
pub fn issue(tx: &Tx<'_>, issuer: &Issuer<'_>, new: &NewLicence) -> Result<Licence, Error> {
    make(tx, issuer, new, None)
}

/// Issues it in the place of `replaced`: the same serial, the next version.
pub(crate) fn make(
    tx: &Tx<'_>,
    issuer: &Issuer<'_>,
    new: &NewLicence,
    replaced: Option<&Licence>,
) -> Result<Licence, Error> {
    let kind = judge(issuer, new)?;
    let now = tx.now();
    let valid_from = new.valid_from.unwrap_or_else(|| now.date());
    let valid_to = new.valid_to.or_else(|| last_day(valid_from, kind.years?));
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(refused("valid_to", "problem-licences-dates"));
    }
    let identifier = number(tx, issuer, kind, new, replaced, now)?;
    let code = code(tx);
    let face = Face {
        kind: kind.key.clone(),
        name: kind.name.clone(),
        holder_kind: match new.holder {
            Holder::Person(_) => "person",
            Holder::Enterprise(_) => "enterprise",
        }
        .into(),
        holder_name: new.holder_name.clone(),
        holder_number: new.holder_number.clone(),
        fields: fields(kind, new, &valid_to),
        issuer_name: issuer.body.name.clone(),
        valid_from,
        valid_to,
        code: code.clone(),
    };
    let record = Record {
        kind: "licence".into(),
        schema: FACE_SCHEMA,
        issuer: issuer.body.uscc.clone().unwrap_or_default(),
        number: identifier.clone(),
        issued_at: now,
        sample: issuer.sample,
        payload: serde_json::to_value(&face)?,
    };
    let record = SealedRecord::seal(record, &[issuer.signing]).map_err(|error| Error::Engine(error.to_string()))?;
    if record.text().len() > MOST {
        return Err(refused("fields", "problem-licences-field"));
    }
    let owner = new.holder.key_owner().ok_or_else(|| refused("holder", "problem-licences-holder"))?;
    let licence = Licence {
        id: tx.id::<crate::licence::LicenceKind>(),
        version: 1,
        kind: kind.key.clone(),
        name: kind.name.clone(),
        identifier,
        code,
        holder: new.holder.clone(),
        contact: new.contact.clone(),
        issuer: issuer.body.id.clone(),
        issuer_name: issuer.body.name.clone(),
        issued_at: now,
        valid_from,
        valid_to,
        state: State::Valid,
        since: now.date(),
        matter: new.matter.clone(),
        replaces: replaced.map(|old| old.id.clone()),
        replaced_by: None,
        sample: issuer.sample,
        record: tx.seal(&owner, records::RECORD, record.text().as_bytes())?,
    };
    save(tx, issuer, &licence)?;
    Ok(licence)
}

fn refused(field: &'static str, message: &'static str) -> Error {
    Problem::invalid().field(field, message).into()
}

fn judge<'a>(issuer: &Issuer<'a>, new: &NewLicence) -> Result<&'a Type, Error> {
    let kind = issuer.types.get(&new.kind).ok_or_else(|| refused("kind", "problem-licences-type"))?;
    let fits = matches!(
        (kind.holder, &new.holder),
        (HolderKind::Either, _)
            | (HolderKind::Person, Holder::Person(_))
            | (HolderKind::Enterprise, Holder::Enterprise(_))
    );
    if !fits {
        return Err(refused("holder", "problem-licences-holder"));
    }
    if issuer.body.uscc.is_none() {
        return Err(refused("issuer", "problem-licences-issuer"));
    }
    let known = |key: &str| kind.fields.iter().any(|field| field.key == key);
    if let Some((key, _)) = new.fields.iter().find(|(key, value)| !known(key) || value.chars().count() > LONGEST) {
        return Err(Problem::invalid().field(key.clone(), "problem-licences-field").into());
    }
    if new.holder_name.trim().is_empty() {
        return Err(refused("holder_name", "problem-field-empty"));
    }
    Ok(kind)
}

/// In the order of the type; what is said of validity stands there once it is known.
fn fields(kind: &Type, new: &NewLicence, valid_to: &Option<Date>) -> Vec<FaceField> {
    kind.fields
        .iter()
        .filter_map(|field| {
            let given = new.fields.iter().find(|(key, _)| *key == field.key).map(|(_, value)| value.clone());
            let value = given.or_else(|| (field.key == "valid_until").then(|| valid_to.map(|to| to.to_string()))?)?;
            Some(FaceField { key: field.key.clone(), label: field.label.clone(), value })
        })
        .collect()
}

/// The last day of so many years from `from`: the eve of the same date, or the last of February.
fn last_day(from: Date, years: i16) -> Option<Date> {
    let year = from.year().checked_add(years)?;
    match Date::new(year, from.month(), from.day()) {
        Ok(same) => same.yesterday().ok(),
        Err(_) => Date::new(year, 2, 28).ok(),
    }
}

/// The identifier 电子证照标识 (GB/T 36904).
fn number(
    tx: &Tx<'_>,
    issuer: &Issuer<'_>,
    kind: &Type,
    new: &NewLicence,
    replaced: Option<&Licence>,
    now: Timestamp,
) -> Result<String, Error> {
    let uscc = issuer.body.uscc.as_deref().unwrap_or_default();
    let before = replaced.and_then(|old| old.identifier.parse::<LicenceNumber>().ok());
    let before = before.filter(|number| number.version() < 999 && number.issuer().as_str() == uscc);
    let (serial, version) = match (before, &new.serial) {
        (Some(before), _) => (before.serial().to_owned(), before.version() + 1),
        (None, Some(serial)) => (serial.clone(), 1),
        (None, None) => (serial(tx, now.date()), 1),
    };
    let built = LicenceNumber::build(&issuer.types.full_code(kind), uscc, &serial, version);
    built.map(|read| read.value.to_string()).map_err(|_| refused("issuer", "problem-licences-issuer"))
}

/// The date and ten digits of chance.
fn serial(tx: &Tx<'_>, date: Date) -> String {
    let chance = u64::from_be_bytes(tx.chance()) % 10_000_000_000;
    let date: String = date.to_string().chars().filter(char::is_ascii_digit).collect();
    format!("{date}{chance:010}")
}

/// Twenty letters and digits, 100 bits, in Crockford's base 32.
fn code(tx: &Tx<'_>) -> String {
    let chance: [u8; 20] = tx.chance();
    let letter = |byte: u8| ALPHABET.get(usize::from(byte & 31)).copied().map_or('0', char::from);
    chance.into_iter().map(letter).collect()
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as people type it: small letters, spaces and hyphens, `O` for `0`, `I` and `L` for `1`.
#[must_use]
pub fn read_code(typed: &str) -> Option<String> {
    let code: String = web::check::half_width(typed)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    (code.len() == 20 && code.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(code)
}

fn save(tx: &Tx<'_>, issuer: &Issuer<'_>, licence: &Licence) -> Result<(), Error> {
    let text = |text: &Text| (Value::from(text.zh.clone()), Value::from(text.en.clone()));
    let ((name, name_en), (issuer_name, issuer_name_en)) = (text(&licence.name), text(&licence.issuer_name));
    let id: &LicenceId = &licence.id;
    tx.execute(
        &records::INSERT,
        &[
            id.into(),
            licence.version.into(),
            (&licence.kind).into(),
            name,
            name_en,
            (&licence.identifier).into(),
            (&licence.code).into(),
            licence.holder.as_str().into(),
            licence.contact.as_ref().into(),
            (&licence.issuer).into(),
            issuer_name,
            issuer_name_en,
            licence.issued_at.into(),
            licence.valid_from.into(),
            licence.valid_to.into(),
            licence.state.as_str().into(),
            licence.since.into(),
            licence.matter.as_ref().into(),
            licence.replaces.as_ref().into(),
            licence.sample.into(),
            licence.record.as_slice().into(),
        ],
    )?;
    let at = tx.now();
    tx.execute(
        &records::INSERT_CHANGE,
        &[
            id.into(),
            licence.version.into(),
            "issue".into(),
            Value::Null,
            Value::Null,
            licence.state.as_str().into(),
            (&licence.issuer).into(),
            at.into(),
        ],
    )?;
    tx.record(Entry {
        room: "licences",
        kind: "licence.issued",
        stream: id.as_str(),
        version: 0,
        subject: Some(licence.holder.as_str()),
        actor: issuer.actor,
        title: issuer.title,
        payload: serde_json::json!({
            "licence": id, "type": licence.kind, "identifier": licence.identifier, "holder": licence.holder.as_str(),
            "issuer": licence.issuer, "matter": licence.matter, "replaces": licence.replaces, "valid_to": licence.valid_to,
            "sample": licence.sample,
        }),
        personal: None,
        state: Some((SCHEMA, licence.digest()?)),
    })?;
    Ok(())
}
