//! All SQL of the room: persons, enterprises, staff and looks here, accounts and sessions beside.

use kernel::{Text, other_document::DocumentKind};
use store::{Error, Row, Sql};

use crate::{
    enterprise::{Enterprise, Mandate, MandateKind},
    person::Person,
    staff::Staff,
};

pub(crate) mod accounts;

macro_rules! person_columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, document_kind, document_blind, document, name, phone, email, address, birth, proved, opened, \
             closed FROM identity_person ",
            $rest
        )
    };
}
macro_rules! enterprise_columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, uscc, representative, address, phone, division, fictional, version FROM identity_enterprise ",
            $rest
        )
    };
}
macro_rules! mandate_columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, enterprise, person, kind, valid_from, valid_to, ended, version FROM identity_mandate ",
            $rest
        )
    };
}
macro_rules! staff_columns {
    ($rest:literal) => {
        concat!("SELECT id, key, name, name_en, body, posts, closed, version FROM identity_staff ", $rest)
    };
}

pub(crate) static PERSON: Sql = Sql::new(person_columns!("WHERE id = $1"));
pub(crate) static PERSON_NAME: Sql = Sql::new("SELECT name FROM identity_person WHERE id = $1");
pub(crate) static PERSON_BY_DOCUMENT: Sql = Sql::new(person_columns!("WHERE document_blind = $1"));
pub(crate) static PERSONS: Sql = Sql::new(person_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT_PERSON: Sql = Sql::new(
    "INSERT INTO identity_person (id, version, document_kind, document_blind, document, name, phone, email, address, birth, \
     proved, opened, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);
pub(crate) static UPDATE_PERSON: Sql = Sql::new(
    "UPDATE identity_person SET version = $2, document_kind = $3, document_blind = $4, document = $5, name = $6, phone = $7, \
     email = $8, address = $9, birth = $10, proved = $11, opened = $12, closed = $13 WHERE id = $1",
);

pub(crate) static ENTERPRISE: Sql = Sql::new(enterprise_columns!("WHERE id = $1"));
pub(crate) static ENTERPRISE_BY_USCC: Sql = Sql::new(enterprise_columns!("WHERE uscc = $1"));
pub(crate) static ENTERPRISES: Sql = Sql::new(enterprise_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT_ENTERPRISE: Sql = Sql::new(
    "INSERT INTO identity_enterprise (id, name, uscc, representative, address, phone, division, fictional, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
pub(crate) static UPDATE_ENTERPRISE: Sql = Sql::new(
    "UPDATE identity_enterprise SET name = $2, uscc = $3, representative = $4, address = $5, phone = $6, division = $7, \
     fictional = $8, version = $9 WHERE id = $1",
);

pub(crate) static MANDATE: Sql = Sql::new(mandate_columns!("WHERE id = $1"));
pub(crate) static MANDATES_OF: Sql = Sql::new(mandate_columns!("WHERE person = $1 ORDER BY id"));
pub(crate) static MANDATES_FOR: Sql = Sql::new(mandate_columns!("WHERE enterprise = $1 ORDER BY id"));
pub(crate) static MANDATES: Sql = Sql::new(mandate_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT_MANDATE: Sql = Sql::new(
    "INSERT INTO identity_mandate (id, enterprise, person, kind, valid_from, valid_to, ended, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(crate) static UPDATE_MANDATE: Sql =
    Sql::new("UPDATE identity_mandate SET valid_to = $2, ended = $3, version = $4 WHERE id = $1");

pub(crate) static STAFF: Sql = Sql::new(staff_columns!("WHERE id = $1"));
pub(crate) static STAFF_BY_KEY: Sql = Sql::new(staff_columns!("WHERE key = $1"));
pub(crate) static STAFF_OF: Sql = Sql::new(staff_columns!("WHERE body = $1 ORDER BY id"));
pub(crate) static ALL_STAFF: Sql = Sql::new(staff_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT_STAFF: Sql = Sql::new(
    "INSERT INTO identity_staff (id, key, name, name_en, body, posts, closed, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(crate) static UPDATE_STAFF: Sql = Sql::new(
    "UPDATE identity_staff SET name = $2, name_en = $3, body = $4, posts = $5, closed = $6, version = $7 WHERE id = $1",
);

pub(crate) static SEEN_LATELY: Sql = Sql::new(
    "SELECT at FROM identity_look WHERE person = $1 AND at > $2 AND staff = $3 AND room = $4 AND what = $5 AND regard = $6",
);
pub(crate) static INSERT_LOOK: Sql = Sql::new(
    "INSERT INTO identity_look (person, at, staff, room, what, regard, body, stream) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person, at, staff, room, what, regard) DO NOTHING",
);
pub(crate) static LOOKS: Sql = Sql::new(
    "SELECT at, staff, room, what, regard, body FROM identity_look WHERE person = $1 AND at < $2 ORDER BY at DESC LIMIT $3",
);
pub(crate) static LOOK_STREAM: Sql = Sql::new("SELECT version FROM identity_look_stream WHERE stream = $1");
pub(crate) static KEEP_LOOK_STREAM: Sql = Sql::new(
    "INSERT INTO identity_look_stream (stream, version) VALUES ($1, $2) \
     ON CONFLICT (stream) DO UPDATE SET version = excluded.version",
);

/// Every statement, for the test that prepares them on both engines.
pub static ALL: &[&Sql] = &[
    &PERSON,
    &PERSON_NAME,
    &PERSON_BY_DOCUMENT,
    &PERSONS,
    &INSERT_PERSON,
    &UPDATE_PERSON,
    &ENTERPRISE,
    &ENTERPRISE_BY_USCC,
    &ENTERPRISES,
    &INSERT_ENTERPRISE,
    &UPDATE_ENTERPRISE,
    &MANDATE,
    &MANDATES_OF,
    &MANDATES_FOR,
    &MANDATES,
    &INSERT_MANDATE,
    &UPDATE_MANDATE,
    &STAFF,
    &STAFF_BY_KEY,
    &STAFF_OF,
    &ALL_STAFF,
    &INSERT_STAFF,
    &UPDATE_STAFF,
    &SEEN_LATELY,
    &INSERT_LOOK,
    &LOOKS,
    &LOOK_STREAM,
    &KEEP_LOOK_STREAM,
    &accounts::LOGIN,
    &accounts::INSERT_LOGIN,
    &accounts::KEEP_LOGIN,
    &accounts::DROP_LOGINS,
    &accounts::CREDENTIAL,
    &accounts::KEEP_CREDENTIAL,
    &accounts::DROP_CREDENTIAL,
    &accounts::ATTEMPT,
    &accounts::KEEP_ATTEMPT,
    &accounts::DROP_ATTEMPT,
    &accounts::DROP_OLD_ATTEMPTS,
    &accounts::SESSION,
    &accounts::SESSION_BY_DIGEST,
    &accounts::SESSIONS_OF,
    &accounts::INSERT_SESSION,
    &accounts::USE_SESSION,
    &accounts::ACT_FOR,
    &accounts::DROP_SESSION,
    &accounts::DROP_SESSIONS_OF,
    &accounts::DROP_OLD_SESSIONS,
];

fn known<T>(column: usize, text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    parse(text).ok_or_else(|| Error::Column { column, why: format!("{text:?} is not known") })
}

pub(crate) fn person(row: &Row<'_>) -> Result<Person, Error> {
    Ok(Person {
        id: row.get(0)?,
        version: row.get(1)?,
        document_kind: known(2, &row.get::<String>(2)?, DocumentKind::parse)?,
        document_blind: row.get(3)?,
        document: row.get(4)?,
        name: row.get(5)?,
        phone: row.get(6)?,
        email: row.get(7)?,
        address: row.get(8)?,
        birth: row.get(9)?,
        proved: row.get(10)?,
        opened: row.get(11)?,
        closed: row.get(12)?,
    })
}

pub(crate) fn enterprise(row: &Row<'_>) -> Result<Enterprise, Error> {
    Ok(Enterprise {
        id: row.get(0)?,
        name: row.get(1)?,
        uscc: row.get(2)?,
        representative: row.get(3)?,
        address: row.get(4)?,
        phone: row.get(5)?,
        division: row.get(6)?,
        fictional: row.get(7)?,
        version: row.get(8)?,
    })
}

pub(crate) fn mandate(row: &Row<'_>) -> Result<Mandate, Error> {
    Ok(Mandate {
        id: row.get(0)?,
        enterprise: row.get(1)?,
        person: row.get(2)?,
        kind: known(3, &row.get::<String>(3)?, MandateKind::parse)?,
        valid_from: row.get(4)?,
        valid_to: row.get(5)?,
        ended: row.get(6)?,
        version: row.get(7)?,
    })
}

pub(crate) fn staff(row: &Row<'_>) -> Result<Staff, Error> {
    Ok(Staff {
        id: row.get(0)?,
        key: row.get(1)?,
        name: Text { zh: row.get(2)?, en: row.get(3)? },
        body: row.get(4)?,
        posts: serde_json::from_str(&row.get::<String>(5)?)?,
        closed: row.get(6)?,
        version: row.get(7)?,
    })
}
