//! All SQL of the room.

pub(crate) mod bundles;

use std::sync::Arc;

use kernel::{DivisionCode, Text, Timestamp, division::Level, id::BodyId};
use store::{Error, Row, Sql};

use crate::{
    ItemId,
    parsed::Head,
    published::{Card, Published, Theme},
    words::{Audience, Mode, Type},
};

macro_rules! cards {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.version, i.code, i.name, i.name_en, i.sort, i.kind, i.body, i.division, i.level, i.mode, \
             i.person, i.enterprise FROM catalogue_item i ",
            $rest
        )
    };
}
macro_rules! whole {
    ($rest:literal) => {
        concat!("SELECT id, version, body, at, doc FROM catalogue_item ", $rest)
    };
}

pub(crate) static BY_ID: Sql = Sql::new(whole!("WHERE id = $1"));
pub(crate) static HEAD: Sql = Sql::new("SELECT id, version, body, at, digest FROM catalogue_item WHERE id = $1");
pub(crate) static BY_CODE: Sql = Sql::new(whole!("WHERE code_system = $1 AND code = $2"));
pub(crate) static AFTER: Sql = Sql::new(whole!("WHERE id > $1 ORDER BY id LIMIT $2"));
pub(crate) static OLD: Sql =
    Sql::new("SELECT item, version, body, at, doc FROM catalogue_item_version WHERE item = $1 AND version = $2");
pub(crate) static KNOWN: Sql =
    Sql::new("SELECT code, id, version, digest, body FROM catalogue_item WHERE code_system = $1");
pub(crate) static DIGESTS: Sql =
    Sql::new("SELECT id, version, body, digest, doc FROM catalogue_item WHERE id > $1 ORDER BY id LIMIT $2");
pub(crate) static COUNT: Sql = Sql::new("SELECT COUNT(*) FROM catalogue_item");

pub(crate) static INSERT: Sql = Sql::new(
    "INSERT INTO catalogue_item (id, version, code_system, code, name, name_en, sort, kind, body, division, level, mode, \
     person, enterprise, small, digest, at, doc) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
);
pub(crate) static KEEP_OLD: Sql = Sql::new(
    "INSERT INTO catalogue_item_version (item, version, at, body, doc) \
     SELECT id, version, at, body, doc FROM catalogue_item WHERE id = $1",
);
pub(crate) static UPDATE: Sql = Sql::new(
    "UPDATE catalogue_item SET version = $2, code_system = $3, code = $4, name = $5, name_en = $6, sort = $7, kind = $8, \
     body = $9, division = $10, level = $11, mode = $12, person = $13, enterprise = $14, small = $15, digest = $16, \
     at = $17, doc = $18 WHERE id = $1",
);
pub(crate) static DROP_THEMES: Sql = Sql::new("DELETE FROM catalogue_item_theme WHERE item = $1");
pub(crate) static PUT_THEME: Sql =
    Sql::new("INSERT INTO catalogue_item_theme (item, word) VALUES ($1, $2) ON CONFLICT (item, word) DO NOTHING");

/// After `(sort, id)` = ($1, $2), at most $3, in the divisions $4 to $8; '' for no division, body $9,
/// theme $10, kind of reader $11 (`person`, `enterprise`, `small`), mode $12.
pub(crate) static LIST: Sql = Sql::new(cards!(
    "WHERE (i.sort > $1 OR (i.sort = $1 AND i.id > $2)) AND ($4 = '' OR i.division IN ($4, $5, $6, $7, $8)) \
     AND ($9 = '' OR i.body = $9) \
     AND ($10 = '' OR EXISTS (SELECT 1 FROM catalogue_item_theme t JOIN catalogue_theme_word w ON w.word = t.word \
     WHERE t.item = i.id AND w.theme = $10)) \
     AND ($11 = '' OR ($11 = 'person' AND i.person) OR ($11 = 'enterprise' AND i.enterprise) OR ($11 = 'small' AND i.small)) \
     AND ($12 = '' OR i.mode = $12) ORDER BY i.sort, i.id LIMIT $3"
));
/// The power list of a body, after (kind, sort, id) = ($2, $3, $4).
pub(crate) static OF_BODY: Sql = Sql::new(cards!(
    "WHERE i.body = $1 AND (i.kind > $2 OR (i.kind = $2 AND (i.sort > $3 OR (i.sort = $3 AND i.id > $4)))) \
     ORDER BY i.kind, i.sort, i.id LIMIT $5"
));
pub(crate) static CARD: Sql = Sql::new(cards!("WHERE i.id = $1"));
pub(crate) static BODY_KINDS: Sql =
    Sql::new("SELECT kind, COUNT(*) FROM catalogue_item WHERE body = $1 GROUP BY kind ORDER BY kind");
/// How many items each body offers, for the list of bodies.
pub(crate) static BODY_COUNTS: Sql =
    Sql::new("SELECT body, COUNT(*) FROM catalogue_item WHERE division = $1 GROUP BY body");
pub(crate) static DIVISIONS: Sql = Sql::new("SELECT DISTINCT division FROM catalogue_item ORDER BY division");
pub(crate) static THEME_COUNTS: Sql = Sql::new(
    "SELECT w.theme, COUNT(DISTINCT t.item) FROM catalogue_theme_word w JOIN catalogue_item_theme t ON t.word = w.word \
     JOIN catalogue_item i ON i.id = t.item WHERE ($1 = '' OR i.division IN ($1, $2, $3, $4, $5)) GROUP BY w.theme",
);

pub(crate) static THEMES: Sql = Sql::new(
    "SELECT id, version, key, name, name_en, plain, plain_en, audience, place FROM catalogue_theme ORDER BY place, key",
);
pub(crate) static THEMES_AFTER: Sql = Sql::new(
    "SELECT id, version, key, name, name_en, plain, plain_en, audience, place FROM catalogue_theme \
     WHERE id > $1 ORDER BY id LIMIT $2",
);
pub(crate) static THEME: Sql = Sql::new(
    "SELECT id, version, key, name, name_en, plain, plain_en, audience, place FROM catalogue_theme WHERE key = $1",
);
pub(crate) static THEME_WORDS: Sql = Sql::new("SELECT theme, word FROM catalogue_theme_word ORDER BY theme, word");
pub(crate) static INSERT_THEME: Sql = Sql::new(
    "INSERT INTO catalogue_theme (id, version, key, name, name_en, plain, plain_en, audience, place) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, name_en = excluded.name_en, \
     plain = excluded.plain, plain_en = excluded.plain_en, audience = excluded.audience, place = excluded.place",
);
pub(crate) static DROP_WORDS: Sql = Sql::new("DELETE FROM catalogue_theme_word WHERE theme = $1");
pub(crate) static PUT_WORD: Sql = Sql::new("INSERT INTO catalogue_theme_word (theme, word) VALUES ($1, $2)");
pub(crate) static THEMES_OF_ITEM: Sql = Sql::new(
    "SELECT DISTINCT h.id, h.version, h.key, h.name, h.name_en, h.plain, h.plain_en, h.audience, h.place \
     FROM catalogue_item_theme t JOIN catalogue_theme_word w ON w.word = t.word JOIN catalogue_theme h ON h.key = w.theme \
     WHERE t.item = $1 ORDER BY h.place, h.key",
);

pub(crate) static LISTS: Sql = Sql::new(
    "SELECT id, version, list, at, source, absent, report FROM catalogue_list WHERE id > $1 ORDER BY id LIMIT $2",
);
pub(crate) static LISTING: Sql =
    Sql::new("SELECT id, version, list, at, source, absent, report FROM catalogue_list WHERE id = $1");
pub(crate) static KEEP_LIST: Sql = Sql::new(
    "INSERT INTO catalogue_list (id, version, list, at, source, absent, report) VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, at = excluded.at, source = excluded.source, \
     absent = excluded.absent, report = excluded.report",
);

pub(crate) static WENT: Sql = Sql::new(
    "INSERT INTO catalogue_outgoing (item, day, times) VALUES ($1, $2, 1) \
     ON CONFLICT (item, day) DO UPDATE SET times = catalogue_outgoing.times + 1",
);

/// Every statement, for the test that prepares them on both engines.
pub static ALL: &[&Sql] = &[
    &bundles::BY_ID,
    &bundles::HOLD,
    &bundles::STANDING,
    &bundles::HOLD_STANDING,
    &bundles::OF_KEY,
    &bundles::IN_STATE,
    &bundles::AFTER,
    &bundles::LAST,
    &bundles::PUT,
    &BY_ID,
    &HEAD,
    &BY_CODE,
    &AFTER,
    &OLD,
    &KNOWN,
    &DIGESTS,
    &COUNT,
    &INSERT,
    &KEEP_OLD,
    &UPDATE,
    &DROP_THEMES,
    &PUT_THEME,
    &LIST,
    &OF_BODY,
    &CARD,
    &BODY_KINDS,
    &BODY_COUNTS,
    &DIVISIONS,
    &THEME_COUNTS,
    &THEMES,
    &THEMES_AFTER,
    &THEME,
    &THEME_WORDS,
    &INSERT_THEME,
    &DROP_WORDS,
    &PUT_WORD,
    &THEMES_OF_ITEM,
    &LISTS,
    &LISTING,
    &KEEP_LIST,
    &WENT,
];

fn known<T>(column: usize, text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    parse(text).ok_or_else(|| Error::Column { column, why: format!("{text:?} is not known") })
}

pub(crate) fn published(row: &Row<'_>) -> Result<Published, Error> {
    let doc: String = row.get(4)?;
    Ok(Published {
        id: row.get::<ItemId>(0)?,
        version: row.get(1)?,
        body: row.get::<BodyId>(2)?,
        at: row.get::<Timestamp>(3)?,
        item: Arc::new(serde_json::from_str(&doc)?),
    })
}

pub(crate) fn head(row: &Row<'_>) -> Result<Head, Error> {
    Ok(Head { id: row.get(0)?, version: row.get(1)?, body: row.get(2)?, at: row.get(3)?, digest: row.get(4)? })
}

pub(crate) fn card(row: &Row<'_>) -> Result<Card, Error> {
    Ok(Card {
        id: row.get(0)?,
        version: row.get(1)?,
        code: row.get(2)?,
        name: Text { zh: row.get(3)?, en: row.get(4)? },
        sort: row.get(5)?,
        kind: known(6, &row.get::<String>(6)?, Type::parse)?,
        body: row.get(7)?,
        division: row.get::<DivisionCode>(8)?,
        level: known(9, &row.get::<String>(9)?, Level::parse)?,
        mode: known(10, &row.get::<String>(10)?, Mode::parse)?,
        person: row.get(11)?,
        enterprise: row.get(12)?,
    })
}

pub(crate) fn theme(row: &Row<'_>) -> Result<Theme, Error> {
    let plain: Option<String> = row.get(5)?;
    let plain_en: Option<String> = row.get(6)?;
    Ok(Theme {
        id: row.get(0)?,
        version: row.get(1)?,
        key: row.get(2)?,
        name: Text { zh: row.get(3)?, en: row.get(4)? },
        plain: plain.map(|zh| Text { zh, en: plain_en }),
        audience: known(7, &row.get::<String>(7)?, Audience::parse)?,
        place: row.get(8)?,
    })
}
