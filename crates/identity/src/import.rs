//! People of the demo: persons, enterprises, mandates, posts, staff and sign-ins, from
//! `data/demo/people.toml`, whose head says what each key is. What is there already is left alone;
//! passwords are hashed before the transaction. Licences in the file are the licences room's.

mod take;

use std::collections::BTreeMap;

use kernel::{
    CreditCode, Date, DivisionCode, Text,
    access::Role,
    id::{EnterpriseId, PersonId, StaffId},
};
use serde::Deserialize;
use store::{Error, Store};

use crate::{accounts, enterprise::MandateKind, password};

/// Why the file can't be taken over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("people.toml: {0}")]
    Unreadable(String),
    #[error("people.toml: {kind} {key}: {why}")]
    Entry { kind: &'static str, key: String, why: String },
    #[error(transparent)]
    Store(#[from] Error),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    person: Vec<PersonLine>,
    #[serde(default)]
    enterprise: Vec<EnterpriseLine>,
    #[serde(default)]
    mandate: Vec<MandateLine>,
    #[serde(default)]
    post: Vec<PostLine>,
    #[serde(default)]
    staff: Vec<StaffLine>,
    #[serde(default)]
    sign_in: Vec<SignInLine>,
}

/// Other rooms have keys of their own here, such as licences.
#[derive(Deserialize)]
struct PersonLine {
    key: String,
    name: String,
    document_kind: String,
    document: String,
    phone: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    birth_date: Option<String>,
}

#[derive(Deserialize)]
struct EnterpriseLine {
    key: String,
    name: String,
    uscc: String,
    #[serde(default)]
    representative: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    division: Option<DivisionCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MandateLine {
    enterprise: String,
    person: String,
    kind: MandateKind,
    #[serde(default)]
    from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostLine {
    key: String,
    /// Key of a body, or the name of one of the published lists.
    body: String,
    role: Role,
    title: Text,
    #[serde(default)]
    reach: Option<DivisionCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffLine {
    key: String,
    name: Text,
    body: String,
    #[serde(default)]
    posts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInLine {
    login: String,
    password: String,
    name: String,
    role: String,
    #[serde(default)]
    #[expect(dead_code, reason = "for readers of the file")]
    body: Option<String>,
    /// `person:KEY` or `staff:KEY`.
    who: String,
}

/// A sign-in that the demo shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignIn {
    pub name: String,
    pub login: String,
    pub password: String,
    /// `citizen`, `agent`, or the role of a member of staff.
    pub role: String,
    pub staff: bool,
}

/// What was taken over or was there: ids by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleReport {
    pub persons: BTreeMap<String, PersonId>,
    pub enterprises: BTreeMap<String, EnterpriseId>,
    pub staff: BTreeMap<String, StaffId>,
    /// Posts whose body is not known yet: import the lists and run again.
    pub posts_without_body: Vec<String>,
}

/// The sign-ins of the file, for the sign-in page of a demo and for its first lines.
///
/// # Errors
/// When the file can't be read.
pub fn sign_ins(toml: &str) -> Result<Vec<DemoSignIn>, ImportError> {
    let lines = read(toml)?.sign_in.into_iter();
    Ok(lines
        .map(|line| DemoSignIn {
            staff: line.who.starts_with("staff:"),
            name: line.name,
            login: line.login,
            password: line.password,
            role: line.role,
        })
        .collect())
}

/// Takes the people over: bodies must be known already.
///
/// # Errors
/// The first entry that can't be taken, with its key; of the store.
pub fn people(store: &Store, toml: &str) -> Result<PeopleReport, ImportError> {
    let file = read(toml)?;
    let today = store.now().date();
    let people = file.person.iter().map(|line| take::person(line, today)).collect::<Result<Vec<_>, _>>()?;
    for line in &file.enterprise {
        if let Err(reason) = CreditCode::read(&line.uscc) {
            return Err(ImportError::Entry {
                kind: "enterprise",
                key: line.key.clone(),
                why: format!("uscc: {reason}"),
            });
        }
    }
    let hashes = hashes(store, &file)?;
    take::all(store, file, people, hashes)
}

fn read(toml: &str) -> Result<File, ImportError> {
    toml::from_str(toml).map_err(|error| ImportError::Unreadable(error.to_string()))
}

/// The kept passwords of logins that are not open yet.
fn hashes(store: &Store, file: &File) -> Result<BTreeMap<String, String>, ImportError> {
    let mut out = BTreeMap::new();
    for line in &file.sign_in {
        if !store.read(|read| accounts::is_taken(read, &line.login))? {
            out.insert(line.login.clone(), password::hash(&line.password, store.chance()));
        }
    }
    Ok(out)
}

fn date(text: Option<&str>) -> Result<Option<Date>, String> {
    text.map(str::parse).transpose().map_err(|_| "no date".to_owned())
}
