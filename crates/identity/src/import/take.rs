//! The transaction of the import: all of the file or nothing.

use std::{collections::BTreeMap, sync::Arc};

use directory::{Body, NewPost, bodies, posts};
use kernel::{Date, access::Actor, contact::Mobile, id::PostId, other_document::DocumentKind};
use store::{Error, Store, Tx};

use super::{File, ImportError, PeopleReport, PersonLine, date};
use crate::{
    accounts, enterprise::NewEnterprise, enterprises, person::NewPerson, persons, session::Account, staff::NewStaff,
    staffs,
};

/// An entry that can't be taken rolls all back.
enum Refused {
    Entry(&'static str, String, String),
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

fn refused(kind: &'static str, key: &str, why: &[&str]) -> Refused {
    Refused::Entry(kind, key.to_owned(), why.concat())
}

pub(super) fn person(line: &PersonLine, today: Date) -> Result<NewPerson, ImportError> {
    let wrong = |why: String| ImportError::Entry { kind: "person", key: line.key.clone(), why };
    let document_kind =
        DocumentKind::parse(&line.document_kind).ok_or_else(|| wrong("document_kind is not known".into()))?;
    let document = document_kind.read(&line.document, today).map_err(|reason| wrong(format!("document: {reason}")))?;
    let phone = Mobile::read(&line.phone).map_err(|reason| wrong(format!("phone: {reason}")))?;
    Ok(NewPerson {
        document_kind,
        document: document.value,
        name: line.name.clone(),
        phone: phone.as_str().to_owned(),
        email: line.email.clone(),
        address: line.address.clone(),
        birth: date(line.birth_date.as_deref()).map_err(wrong)?,
        login: String::new(),
        proved: true,
    })
}

pub(super) fn all(
    store: &Store,
    file: File,
    people: Vec<NewPerson>,
    hashes: BTreeMap<String, String>,
) -> Result<PeopleReport, ImportError> {
    let shared = Arc::new((file, people, hashes));
    let result = store.write(move |tx| {
        let (file, people, hashes) = &*shared;
        let mut report = PeopleReport::default();
        take_persons(tx, file, people, &mut report)?;
        take_enterprises(tx, file, &mut report)?;
        take_mandates(tx, file, &report)?;
        let posts = take_posts(tx, file, &mut report)?;
        take_staff(tx, file, &posts, &mut report)?;
        take_sign_ins(tx, file, people, hashes, &report)?;
        Ok::<_, Refused>(report)
    });
    result.map_err(|refused| match refused {
        Refused::Entry(kind, key, why) => ImportError::Entry { kind, key, why },
        Refused::Store(error) => error.into(),
    })
}

fn take_persons(tx: &Tx<'_>, file: &File, people: &[NewPerson], report: &mut PeopleReport) -> Result<(), Refused> {
    for (line, new) in file.person.iter().zip(people) {
        let id = match persons::by_document(tx, new.document_kind, &new.document)? {
            Some(id) => id,
            None => persons::create(tx, Some(&Actor::system("import")), new)?,
        };
        report.persons.insert(line.key.clone(), id);
    }
    Ok(())
}

fn take_enterprises(tx: &Tx<'_>, file: &File, report: &mut PeopleReport) -> Result<(), Refused> {
    for line in &file.enterprise {
        let representative = match &line.representative {
            None => None,
            Some(key) => {
                let found = report.persons.get(key).cloned();
                Some(found.ok_or_else(|| refused("enterprise", &line.key, &["no person ", key]))?)
            }
        };
        let new = NewEnterprise {
            name: line.name.clone(),
            uscc: line.uscc.clone(),
            representative,
            address: line.address.clone(),
            phone: line.phone.clone(),
            division: line.division,
            fictional: true,
        };
        let enterprise = enterprises::ensure(tx, &Actor::system("import"), &new)?;
        report.enterprises.insert(line.key.clone(), enterprise.id);
    }
    Ok(())
}

fn take_mandates(tx: &Tx<'_>, file: &File, report: &PeopleReport) -> Result<(), Refused> {
    for line in &file.mandate {
        let wrong = |why: &[&str]| refused("mandate", &[&line.person, " for ", &line.enterprise].concat(), why);
        let enterprise = report.enterprises.get(&line.enterprise).ok_or_else(|| wrong(&["no enterprise"]))?;
        let person = report.persons.get(&line.person).ok_or_else(|| wrong(&["no person"]))?;
        let from = date(line.from.as_deref()).map_err(|why| wrong(&["from: ", &why]))?;
        enterprises::ensure_mandate(tx, enterprise, person, line.kind, from)?;
    }
    Ok(())
}

fn take_posts(tx: &Tx<'_>, file: &File, report: &mut PeopleReport) -> Result<BTreeMap<String, PostId>, Refused> {
    let mut out = BTreeMap::new();
    for line in &file.post {
        let Some(body) = body(tx, &line.body)? else {
            report.posts_without_body.push(line.key.clone());
            continue;
        };
        let new = NewPost {
            key: line.key.clone(),
            body: body.id,
            role: line.role,
            title: line.title.clone(),
            reach: line.reach,
        };
        out.insert(line.key.clone(), posts::ensure(tx, &Actor::system("import"), &new)?.id);
    }
    Ok(out)
}

/// By key, or by a name that one body alone has.
fn body(tx: &Tx<'_>, named: &str) -> Result<Option<Body>, Error> {
    if let Some(body) = bodies::by_key(tx, named)? {
        return Ok(Some(body));
    }
    let mut found = bodies::by_name(tx, named)?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

fn take_staff(
    tx: &Tx<'_>,
    file: &File,
    posts: &BTreeMap<String, PostId>,
    report: &mut PeopleReport,
) -> Result<(), Refused> {
    for line in &file.staff {
        let Some(body) = body(tx, &line.body)? else {
            return Err(refused("staff", &line.key, &["no body ", &line.body]));
        };
        let mut held = Vec::new();
        for key in &line.posts {
            match posts.get(key) {
                Some(post) => held.push(post.clone()),
                None if report.posts_without_body.contains(key) => {}
                None => return Err(refused("staff", &line.key, &["no post ", key])),
            }
        }
        let new = NewStaff { key: line.key.clone(), name: line.name.clone(), body: body.id, posts: held };
        let staff = staffs::ensure(tx, &Actor::system("import"), &new)?;
        report.staff.insert(line.key.clone(), staff.id);
    }
    Ok(())
}

fn take_sign_ins(
    tx: &Tx<'_>,
    file: &File,
    people: &[NewPerson],
    hashes: &BTreeMap<String, String>,
    report: &PeopleReport,
) -> Result<(), Refused> {
    for line in &file.sign_in {
        let wrong = || refused("sign_in", &line.login, &["nobody is ", &line.who]);
        let (kind, key) = line.who.split_once(':').ok_or_else(wrong)?;
        let account = match kind {
            "person" => report.persons.get(key).cloned().map(Account::Person),
            _ => report.staff.get(key).cloned().map(Account::Staff),
        };
        let account = account.ok_or_else(wrong)?;
        let at = file.person.iter().position(|person| kind == "person" && person.key == key);
        let document = at.and_then(|at| people.get(at)).map(|person| person.document.as_str());
        let others: Vec<&str> = document.into_iter().collect();
        if let Some(hash) = hashes.get(&line.login)
            && !accounts::is_taken(tx, &line.login)?
        {
            accounts::open(tx, &account, &line.login, &others, hash)?;
        }
    }
    Ok(())
}
