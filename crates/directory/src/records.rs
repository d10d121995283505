//! All SQL of the room.

use kernel::{DivisionCode, Text, access::Role, division::Level};
use store::{Error, Row, Sql};

use crate::{
    body::{Body, Post},
    division::{Change, ChangeKind, Division, Kind},
};

pub(crate) mod many;

macro_rules! division_columns {
    ($rest:literal) => {
        concat!("SELECT code, name, name_en, level, parent, kind, valid_from, valid_to FROM directory_division ", $rest)
    };
}
macro_rules! body_columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, key, code, name, name_en, short, short_en, uscc, division, level, line, superior, address, phone, \
             fictional, version FROM directory_body ",
            $rest
        )
    };
}
macro_rules! post_columns {
    ($rest:literal) => {
        concat!("SELECT id, key, body, role, title, title_en, reach, version FROM directory_post ", $rest)
    };
}

pub(crate) static DIVISION: Sql = Sql::new(division_columns!("WHERE code = $1"));
pub(crate) static CHILDREN: Sql = Sql::new(division_columns!(
    "WHERE parent = $1 AND kind IN ('ordinary', 'zone') AND code > $2 ORDER BY code LIMIT $3"
));
pub(crate) static DIVISIONS_NAMED: Sql = Sql::new(division_columns!(
    "WHERE kind = 'ordinary' AND level <> 'township' AND name LIKE $1 ESCAPE '!' ORDER BY code LIMIT $2"
));
pub(crate) static DROP_DIVISIONS: Sql = Sql::new("DELETE FROM directory_division");
pub(crate) static DROP_CHANGES: Sql = Sql::new("DELETE FROM directory_division_change");
pub(crate) static DIVISION_COUNT: Sql = Sql::new("SELECT COUNT(*) FROM directory_division");

pub(crate) static CHANGES: Sql = Sql::new(
    "SELECT year, kind, old_code, old_name, document, new_code FROM directory_division_change \
     WHERE old_code = $1 ORDER BY year, place",
);
pub(crate) static CHANGES_BELOW: Sql = Sql::new(
    "SELECT year, kind, old_code, old_name, document, new_code FROM directory_division_change \
     WHERE old_parent = $1 AND year = $2 ORDER BY old_code, place",
);

pub(crate) static IMPORT: Sql = Sql::new("SELECT version, digest, records FROM directory_import WHERE id = $1");
pub(crate) static KEEP_IMPORT: Sql = Sql::new(
    "INSERT INTO directory_import (id, version, digest, records) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, digest = excluded.digest, records = excluded.records",
);
pub(crate) static IMPORTS: Sql =
    Sql::new("SELECT id, version, digest, records FROM directory_import WHERE id > $1 ORDER BY id LIMIT $2");

pub(crate) static BODY: Sql = Sql::new(body_columns!("WHERE id = $1"));
pub(crate) static BODY_BY_KEY: Sql = Sql::new(body_columns!("WHERE key = $1"));
pub(crate) static BODIES_BY_NAME: Sql = Sql::new(body_columns!("WHERE name = $1 ORDER BY id"));
pub(crate) static BODIES_AT: Sql =
    Sql::new(body_columns!("WHERE division = $1 AND level = $2 AND line = $3 ORDER BY id"));
pub(crate) static BODIES_IN: Sql = Sql::new(body_columns!("WHERE division = $1 AND id > $2 ORDER BY id LIMIT $3"));
pub(crate) static BODIES: Sql = Sql::new(body_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static LAST_BODY_CODE: Sql = Sql::new("SELECT MAX(code) FROM directory_body WHERE code >= $1 AND code < $2");
pub(crate) static INSERT_BODY: Sql = Sql::new(
    "INSERT INTO directory_body (id, key, code, name, name_en, short, short_en, uscc, division, level, line, superior, \
     address, phone, fictional, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
);
pub(crate) static UPDATE_BODY: Sql = Sql::new(
    "UPDATE directory_body SET name = $2, name_en = $3, short = $4, short_en = $5, uscc = $6, division = $7, level = $8, \
     line = $9, superior = $10, address = $11, phone = $12, fictional = $13, version = $14 WHERE id = $1",
);

pub(crate) static POST: Sql = Sql::new(post_columns!("WHERE id = $1"));
pub(crate) static POST_BY_KEY: Sql = Sql::new(post_columns!("WHERE key = $1"));
pub(crate) static POSTS_OF: Sql = Sql::new(post_columns!("WHERE body = $1 ORDER BY id"));
pub(crate) static POSTS: Sql = Sql::new(post_columns!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static INSERT_POST: Sql = Sql::new(
    "INSERT INTO directory_post (id, key, body, role, title, title_en, reach, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(crate) static UPDATE_POST: Sql = Sql::new(
    "UPDATE directory_post SET body = $2, role = $3, title = $4, title_en = $5, reach = $6, version = $7 WHERE id = $1",
);

pub(crate) static KEEP_NOTICE: Sql = Sql::new(
    "INSERT INTO directory_notice (year, notice) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET notice = excluded.notice",
);
pub(crate) static NOTICES: Sql = Sql::new("SELECT notice FROM directory_notice ORDER BY year");

/// Takes a block: the number after its end comes back.
pub(crate) static TAKE_BLOCK: Sql = Sql::new(
    "INSERT INTO directory_number_block (body, kind, year, next) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (body, kind, year) DO UPDATE SET next = directory_number_block.next + $5 RETURNING next",
);

/// Every statement, for the test that prepares them on both engines.
pub static ALL: &[&Sql] = &[
    &DIVISION,
    &CHILDREN,
    &DIVISIONS_NAMED,
    &DROP_DIVISIONS,
    &DROP_CHANGES,
    &DIVISION_COUNT,
    &CHANGES,
    &CHANGES_BELOW,
    &IMPORT,
    &KEEP_IMPORT,
    &IMPORTS,
    &BODY,
    &BODY_BY_KEY,
    &BODIES_BY_NAME,
    &BODIES_AT,
    &BODIES_IN,
    &BODIES,
    &LAST_BODY_CODE,
    &INSERT_BODY,
    &UPDATE_BODY,
    &POST,
    &POST_BY_KEY,
    &POSTS_OF,
    &POSTS,
    &INSERT_POST,
    &UPDATE_POST,
    &KEEP_NOTICE,
    &NOTICES,
    &TAKE_BLOCK,
    &many::ONE_DIVISION,
    &many::MANY_DIVISIONS,
    &many::ONE_CHANGE,
    &many::MANY_CHANGES,
];

fn known<T>(column: usize, text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    parse(text).ok_or_else(|| Error::Column { column, why: format!("{text:?} is not known") })
}

pub(crate) fn division(row: &Row<'_>) -> Result<Division, Error> {
    Ok(Division {
        code: row.get(0)?,
        name: Text { zh: row.get(1)?, en: row.get(2)? },
        level: known(3, &row.get::<String>(3)?, Level::parse)?,
        parent: row.get(4)?,
        kind: known(5, &row.get::<String>(5)?, Kind::parse)?,
        valid_from: row.get(6)?,
        valid_to: row.get(7)?,
    })
}

/// A change and the code that it led to.
pub(crate) fn change(row: &Row<'_>) -> Result<(Change, Option<DivisionCode>), Error> {
    let change = Change {
        year: i16::try_from(row.get::<i64>(0)?).unwrap_or_default(),
        kind: known(1, &row.get::<String>(1)?, ChangeKind::parse)?,
        old_code: row.get(2)?,
        old_name: row.get(3)?,
        document: row.get(4)?,
    };
    Ok((change, row.get(5)?))
}

pub(crate) fn body(row: &Row<'_>) -> Result<Body, Error> {
    Ok(Body {
        id: row.get(0)?,
        key: row.get(1)?,
        code: row.get(2)?,
        name: Text { zh: row.get(3)?, en: row.get(4)? },
        short: Text { zh: row.get(5)?, en: row.get(6)? },
        uscc: row.get(7)?,
        division: row.get(8)?,
        level: known(9, &row.get::<String>(9)?, Level::parse)?,
        line: row.get(10)?,
        superior: row.get(11)?,
        address: row.get(12)?,
        phone: row.get(13)?,
        fictional: row.get(14)?,
        version: row.get(15)?,
    })
}

pub(crate) fn post(row: &Row<'_>) -> Result<Post, Error> {
    Ok(Post {
        id: row.get(0)?,
        key: row.get(1)?,
        body: row.get(2)?,
        role: known(3, &row.get::<String>(3)?, Role::parse)?,
        title: Text { zh: row.get(4)?, en: row.get(5)? },
        reach: row.get(6)?,
        version: row.get(7)?,
    })
}
