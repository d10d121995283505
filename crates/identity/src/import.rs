//! People of the demo: persons, enterprises and staff with their sign-ins, from
//! `data/demo/people.toml`. What is there already is left alone; passwords are hashed before the
//! transaction.

use std::{collections::BTreeMap, sync::Arc};

use directory::{NewPost, bodies, posts};
use kernel::{
    CreditCode, Date, DivisionCode, Text,
    access::{Actor, Role},
    contact::Mobile,
    id::PersonId,
    other_document::DocumentKind,
};
use serde::Deserialize;
use store::{Error, Store, Tx};

use crate::{
    accounts, enterprises, password,
    enterprise::NewEnterprise,
    person::NewPerson,
    persons,
    session::Account,
    staff::NewStaff,
    staffs,
};

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
    staff: Vec<StaffLine>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct PersonLine {
    key: String,
    name: String,
    #[serde(default)]
    document_kind: Option<String>,
    /// The number of the document, an identity card unless said.
    citizen_id: String,
    phone: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    birth: Option<String>,
    /// Absent: a person without an account.
    #[serde(default)]
    login: Option<String>,
    #[serde(default)]
    password: Option<String>,
    /// What the sign-in is for, shown beside it.
    #[serde(default)]
    about: Option<Text>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct EnterpriseLine {
    key: String,
    name: String,
    uscc: String,
    /// Key of a person.
    #[serde(default)]
    representative: Option<String>,
    /// Keys of persons who may act for it.
    #[serde(default)]
    agents: Vec<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    division: Option<DivisionCode>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct StaffLine {
    key: String,
    name: Text,
    /// Key of the body.
    body: String,
    #[serde(default)]
    login: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    about: Option<Text>,
    #[serde(default)]
    posts: Vec<PostLine>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct PostLine {
    role: Role,
    title: Text,
    /// Key of another body than the person's own.
    #[serde(default)]
    body: Option<String>,
    /// The division that the role reaches.
    #[serde(default)]
    reach: Option<DivisionCode>,
}

/// A sign-in that the demo shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignIn {
    pub name: Text,
    pub login: String,
    pub password: String,
    pub about: Text,
    pub staff: bool,
}

/// What was taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleReport {
    /// Ids by key, of what was there too.
    pub persons: BTreeMap<String, PersonId>,
    pub enterprises: BTreeMap<String, kernel::id::EnterpriseId>,
    pub staff: BTreeMap<String, kernel::id::StaffId>,
}

/// The sign-ins of the file, for the sign-in page of a demo and for its first lines.
///
/// # Errors
/// When the file can't be read.
pub fn sign_ins(toml: &str) -> Result<Vec<DemoSignIn>, ImportError> {
    let file = read(toml)?;
    let persons = file.person.into_iter().filter_map(|person| {
        let name = Text::zh(person.name);
        Some(DemoSignIn { name, login: person.login?, password: person.password?, about: person.about.unwrap_or_default(), staff: false })
    });
    let staff = file.staff.into_iter().filter_map(|staff| {
        Some(DemoSignIn {
            about: staff.about.or_else(|| Some(staff.posts.first()?.title.clone())).unwrap_or_default(),
            name: staff.name,
            login: staff.login?,
            password: staff.password?,
            staff: true,
        })
    });
    Ok(persons.chain(staff).collect())
}

/// Takes the people over: bodies must be known already.
///
/// # Errors
/// The first entry that can't be taken, with its key; of the store.
pub fn people(store: &Store, toml: &str) -> Result<PeopleReport, ImportError> {
    let file = Arc::new(read(toml)?);
    let today = store.now().date();
    let people = file.person.iter().map(|line| person(line, today)).collect::<Result<Vec<_>, _>>()?;
    file.enterprise.iter().try_for_each(judge_enterprise)?;
    let hashes = Arc::new(hashes(store, &file)?);
    let people = Arc::new(people);
    let result = store.write(move |tx| {
        let mut report = PeopleReport::default();
        take_persons(tx, &file, &people, &hashes, &mut report)?;
        take_enterprises(tx, &file, &mut report)?;
        take_staff(tx, &file, &hashes, &mut report)?;
        Ok::<_, Refused>(report)
    });
    result.map_err(|refused| match refused {
        Refused::Entry(kind, key, why) => ImportError::Entry { kind, key, why },
        Refused::Store(error) => error.into(),
    })
}

/// Within the transaction: an entry that can't be taken rolls all back.
enum Refused {
    Entry(&'static str, String, String),
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

fn refused(kind: &'static str, key: &str, why: &str) -> Refused {
    Refused::Entry(kind, key.to_owned(), why.to_owned())
}

fn read(toml: &str) -> Result<File, ImportError> {
    toml::from_str(toml).map_err(|error| ImportError::Unreadable(error.to_string()))
}

fn person(line: &PersonLine, today: Date) -> Result<NewPerson, ImportError> {
    let wrong = |why: String| ImportError::Entry { kind: "person", key: line.key.clone(), why };
    let kind = line.document_kind.as_deref().map_or(Some(DocumentKind::CitizenId), DocumentKind::parse);
    let document_kind = kind.ok_or_else(|| wrong("document_kind is not known".into()))?;
    let document = document_kind.read(&line.citizen_id, today).map_err(|reason| wrong(format!("citizen_id: {reason}")))?;
    let phone = Mobile::read(&line.phone).map_err(|reason| wrong(format!("phone: {reason}")))?;
    let birth = line.birth.as_deref().map(str::parse).transpose().map_err(|_| wrong("birth: no date".into()))?;
    Ok(NewPerson {
        document_kind,
        document: document.value,
        name: line.name.clone(),
        phone: phone.as_str().to_owned(),
        email: line.email.clone(),
        address: line.address.clone(),
        birth,
        login: line.login.clone().unwrap_or_default(),
        proved: true,
    })
}

fn judge_enterprise(line: &EnterpriseLine) -> Result<(), ImportError> {
    let why = CreditCode::read(&line.uscc).err();
    why.map_or(Ok(()), |reason| {
        Err(ImportError::Entry { kind: "enterprise", key: line.key.clone(), why: format!("uscc: {reason}") })
    })
}

/// The kept passwords of logins that are not open yet.
fn hashes(store: &Store, file: &File) -> Result<BTreeMap<String, String>, ImportError> {
    let persons = file.person.iter().map(|line| (&line.login, &line.password));
    let staff = file.staff.iter().map(|line| (&line.login, &line.password));
    let mut out = BTreeMap::new();
    for (login, typed) in persons.chain(staff).filter_map(|(login, typed)| Some((login.as_ref()?, typed.as_ref()?))) {
        let taken = store.read(|read| accounts::is_taken(read, login))?;
        if !taken {
            out.insert(login.clone(), password::hash(typed, store.chance()));
        }
    }
    Ok(out)
}

fn take_persons(
    tx: &Tx<'_>,
    file: &File,
    people: &[NewPerson],
    hashes: &BTreeMap<String, String>,
    report: &mut PeopleReport,
) -> Result<(), Refused> {
    for (line, new) in file.person.iter().zip(people) {
        let id = match persons::by_document(tx, new.document_kind, &new.document)? {
            Some(id) => id,
            None => persons::create(tx, Some(&Actor::system("import")), new)?,
        };
        if let Some(login) = &line.login {
            let account = Account::Person(id.clone());
            take_account(tx, &account, login, &[&new.document], hashes)?;
        }
        report.persons.insert(line.key.clone(), id);
    }
    Ok(())
}

fn take_account(
    tx: &Tx<'_>,
    account: &Account,
    login: &str,
    others: &[&str],
    hashes: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    match hashes.get(login) {
        Some(hash) if !accounts::is_taken(tx, login)? => Ok(accounts::open(tx, account, login, others, hash)?),
        _ => Ok(()),
    }
}

fn take_enterprises(tx: &Tx<'_>, file: &File, report: &mut PeopleReport) -> Result<(), Refused> {
    let actor = Actor::system("import");
    for line in &file.enterprise {
        let known = |key: &String| {
            let found = report.persons.get(key).cloned();
            found.ok_or_else(|| refused("enterprise", &line.key, &["no person ", key].concat()))
        };
        let new = NewEnterprise {
            name: line.name.clone(),
            uscc: line.uscc.clone(),
            representative: line.representative.as_ref().map(known).transpose()?,
            address: line.address.clone(),
            phone: line.phone.clone(),
            division: line.division,
            fictional: true,
        };
        let enterprise = enterprises::ensure(tx, &actor, &new)?;
        for agent in &line.agents {
            enterprises::grant_by_import(tx, &enterprise.id, &known(agent)?)?;
        }
        report.enterprises.insert(line.key.clone(), enterprise.id);
    }
    Ok(())
}

fn take_staff(tx: &Tx<'_>, file: &File, hashes: &BTreeMap<String, String>, report: &mut PeopleReport) -> Result<(), Refused> {
    let actor = Actor::system("import");
    for line in &file.staff {
        let body = |key: &str| {
            let found = bodies::by_key(tx, key)?;
            found.ok_or_else(|| refused("staff", &line.key, &["no body ", key].concat()))
        };
        let own = body(&line.body)?;
        let mut held = Vec::new();
        for (place, post) in line.posts.iter().enumerate() {
            let at = match &post.body {
                Some(key) => body(key)?.id,
                None => own.id.clone(),
            };
            let key = [&line.key, "-", &(place + 1).to_string()].concat();
            let new = NewPost { key, body: at, role: post.role, title: post.title.clone(), reach: post.reach };
            held.push(posts::ensure(tx, &actor, &new)?.id);
        }
        let new = NewStaff { key: line.key.clone(), name: line.name.clone(), body: own.id, posts: held };
        let staff = staffs::ensure(tx, &actor, &new)?;
        if let Some(login) = &line.login {
            take_account(tx, &Account::Staff(staff.id.clone()), login, &[], hashes)?;
        }
        report.staff.insert(line.key.clone(), staff.id);
    }
    Ok(())
}
