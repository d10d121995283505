//! All SQL of the room.

use kernel::{DivisionCode, id::BodyId};
use seals::Digest;
use store::{Error, Migration, Read, Row, Sql, Tx};

use crate::{
    rates::Rates,
    rating::{Invitation, Order, Rating},
};

pub(crate) static MIGRATIONS: &[Migration] =
    &[Migration { number: 1, sql: include_str!("../migrations/001_ratings.sql") }];

macro_rules! invitation {
    ($rest:literal) => {
        concat!(
            "SELECT id, handling, number, digest, token, person, item, item_name, body, channel, ended, made_at, expires_at \
             FROM ratings_invitation ",
            $rest
        )
    };
}
macro_rules! order {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, rating, item, item_name, body, division, level, reasons, state, opened_at FROM ratings_order ",
            $rest
        )
    };
}

static INVITE: Sql = Sql::new(
    "INSERT INTO ratings_invitation \
     (id, handling, number, digest, token, person, item, item_name, body, channel, ended, made_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (handling) DO NOTHING",
);
static BY_DIGEST: Sql = Sql::new(invitation!("WHERE digest = $1"));
static BY_HANDLING: Sql = Sql::new(invitation!("WHERE handling = $1"));
static INVITATIONS: Sql = Sql::new(invitation!("WHERE id > $1 ORDER BY id LIMIT $2"));
static RATED: Sql = Sql::new("SELECT level FROM ratings_rating WHERE invitation = $1");
static RATE: Sql = Sql::new(
    "INSERT INTO ratings_rating (id, version, invitation, item, body, level, reasons, list, comment, given_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (invitation) DO NOTHING",
);
static RATINGS: Sql = Sql::new(
    "SELECT id, version, invitation, item, body, level, reasons, list, comment, given_at FROM ratings_rating \
     WHERE id > $1 ORDER BY id LIMIT $2",
);
static COUNT: Sql = Sql::new(
    "INSERT INTO ratings_count (subject, period, good, bad, rated, closed) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (subject, period) DO UPDATE SET good = ratings_count.good + excluded.good, \
     bad = ratings_count.bad + excluded.bad, rated = ratings_count.rated + excluded.rated, \
     closed = ratings_count.closed + excluded.closed",
);
static RATES: Sql = Sql::new(
    "SELECT CAST(COALESCE(SUM(good), 0) AS BIGINT), CAST(COALESCE(SUM(bad), 0) AS BIGINT), \
     CAST(COALESCE(SUM(rated), 0) AS BIGINT), CAST(COALESCE(SUM(closed), 0) AS BIGINT) \
     FROM ratings_count WHERE subject = $1 AND period >= $2",
);
static OPEN: Sql = Sql::new(
    "INSERT INTO ratings_order (id, version, rating, item, item_name, body, division, level, reasons, state, opened_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);
static ORDERS_OF_BODY: Sql = Sql::new(order!("WHERE body = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4"));
static ORDERS_WITHIN: Sql =
    Sql::new(order!("WHERE state = $1 AND division >= $2 AND division < $3 AND id < $4 ORDER BY id DESC LIMIT $5"));
static ORDERS: Sql = Sql::new(order!("WHERE id > $1 ORDER BY id LIMIT $2"));

pub(crate) static ALL: &[&Sql] = &[
    &INVITE,
    &BY_DIGEST,
    &BY_HANDLING,
    &INVITATIONS,
    &RATED,
    &RATE,
    &RATINGS,
    &COUNT,
    &RATES,
    &OPEN,
    &ORDERS_OF_BODY,
    &ORDERS_WITHIN,
    &ORDERS,
];

/// Where the token is sealed.
pub(crate) const TOKEN: &str = "ratings_invitation.token";
/// Where a comment is sealed.
pub(crate) const COMMENT: &str = "ratings_rating.comment";

fn invitation(row: &Row<'_>) -> Result<Invitation, Error> {
    Ok(Invitation {
        id: row.get(0)?,
        handling: row.get(1)?,
        number: row.get(2)?,
        digest: Digest(row.get(3)?),
        token: row.get(4)?,
        person: row.get(5)?,
        item: row.get(6)?,
        item_name: row.get(7)?,
        body: row.get(8)?,
        channel: row.get(9)?,
        ended: row.get(10)?,
        made_at: row.get(11)?,
        expires_at: row.get(12)?,
    })
}

/// Whether it was the first for its handling.
pub(crate) fn invite(tx: &Tx<'_>, made: &Invitation) -> Result<bool, Error> {
    let params = [
        (&made.id).into(),
        (&made.handling).into(),
        (&made.number).into(),
        made.digest.0.as_slice().into(),
        made.token.as_slice().into(),
        (&made.person).into(),
        (&made.item).into(),
        (&made.item_name).into(),
        (&made.body).into(),
        (&made.channel).into(),
        (&made.ended).into(),
        made.made_at.into(),
        made.expires_at.into(),
    ];
    Ok(tx.execute(&INVITE, &params)? == 1)
}

pub(crate) fn by_digest(read: &Read<'_>, digest: &Digest) -> Result<Option<Invitation>, Error> {
    read.first(&BY_DIGEST, &[digest.0.as_slice().into()], invitation)
}

pub(crate) fn by_handling(read: &Read<'_>, handling: &str) -> Result<Option<Invitation>, Error> {
    read.first(&BY_HANDLING, &[handling.into()], invitation)
}

/// The level of the rating that was given, if one was.
pub(crate) fn rated(read: &Read<'_>, made: &Invitation) -> Result<Option<i64>, Error> {
    read.first(&RATED, &[(&made.id).into()], |row| row.get(0))
}

/// Whether it was the first for its invitation.
pub(crate) fn rate(tx: &Tx<'_>, rating: &Rating) -> Result<bool, Error> {
    let params = [
        (&rating.id).into(),
        rating.version.into(),
        (&rating.invitation).into(),
        (&rating.item).into(),
        (&rating.body).into(),
        rating.level.into(),
        (&rating.reasons).into(),
        rating.list.into(),
        rating.comment.as_deref().into(),
        rating.given_at.into(),
    ];
    Ok(tx.execute(&RATE, &params)? == 1)
}

fn rating(row: &Row<'_>) -> Result<Rating, Error> {
    Ok(Rating {
        id: row.get(0)?,
        version: row.get(1)?,
        invitation: row.get(2)?,
        item: row.get(3)?,
        body: row.get(4)?,
        level: row.get(5)?,
        reasons: row.get(6)?,
        list: row.get(7)?,
        comment: row.get(8)?,
        given_at: row.get(9)?,
    })
}

/// Adds to the counts of the item and of the body, in the order of their names.
pub(crate) fn count(tx: &Tx<'_>, made: &Invitation, more: Rates) -> Result<(), Error> {
    let (period, mut subjects) = (made.period(), [made.item.as_str(), made.body.as_str()]);
    subjects.sort_unstable();
    for subject in subjects {
        let counts = [more.good.into(), more.bad.into(), more.rated.into(), more.closed.into()];
        let [good, bad, rated, closed] = counts;
        tx.execute(&COUNT, &[subject.into(), (&period).into(), good, bad, rated, closed])?;
    }
    Ok(())
}

/// Counts of an item or a body, from a month (`2026-01`) on; from the beginning when empty.
pub(crate) fn rates(read: &Read<'_>, subject: &str, since: &str) -> Result<Rates, Error> {
    let found = read.first(&RATES, &[subject.into(), since.into()], |row| {
        Ok(Rates { good: row.get(0)?, bad: row.get(1)?, rated: row.get(2)?, closed: row.get(3)? })
    })?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn open(tx: &Tx<'_>, order: &Order) -> Result<(), Error> {
    let params = [
        (&order.id).into(),
        order.version.into(),
        (&order.rating).into(),
        (&order.item).into(),
        (&order.item_name).into(),
        (&order.body).into(),
        (&order.division).into(),
        order.level.into(),
        (&order.reasons).into(),
        (&order.state).into(),
        order.opened_at.into(),
    ];
    tx.execute(&OPEN, &params).map(drop)
}

fn order(row: &Row<'_>) -> Result<Order, Error> {
    Ok(Order {
        id: row.get(0)?,
        version: row.get(1)?,
        rating: row.get(2)?,
        item: row.get(3)?,
        item_name: row.get(4)?,
        body: row.get(5)?,
        division: row.get(6)?,
        level: row.get(7)?,
        reasons: row.get(8)?,
        state: row.get(9)?,
        opened_at: row.get(10)?,
    })
}

/// The newest id of all comes after any real one.
fn before(id: &str) -> &str {
    if id.is_empty() { "order`" } else { id }
}

/// Open orders of a body, newest first.
pub(crate) fn orders_of(read: &Read<'_>, body: &BodyId, after: &str, limit: u32) -> Result<Vec<Order>, Error> {
    read.rows(&ORDERS_OF_BODY, &[body.into(), "open".into(), before(after).into(), limit.into()], order)
}

/// Open orders of all bodies in a division and below, newest first.
pub(crate) fn orders_within(
    read: &Read<'_>,
    place: &DivisionCode,
    after: &str,
    limit: u32,
) -> Result<Vec<Order>, Error> {
    let (first, end) = (place.prefix().to_owned(), [place.prefix(), "~"].concat());
    let params = ["open".into(), first.into(), end.into(), before(after).into(), limit.into()];
    read.rows(&ORDERS_WITHIN, &params, order)
}

type Page = Result<Vec<(String, Digest)>, Error>;

pub(crate) fn invitations_page(read: &Read<'_>, after: &str, limit: u32) -> Page {
    let rows = read.rows(&INVITATIONS, &[after.into(), limit.into()], invitation)?;
    rows.iter().map(|row| Ok((row.id.to_string(), row.anchor()?))).collect()
}

pub(crate) fn ratings_page(read: &Read<'_>, after: &str, limit: u32) -> Page {
    let rows = read.rows(&RATINGS, &[after.into(), limit.into()], rating)?;
    rows.iter().map(|row| Ok((row.id.to_string(), row.anchor()?))).collect()
}

pub(crate) fn orders_page(read: &Read<'_>, after: &str, limit: u32) -> Page {
    let rows = read.rows(&ORDERS, &[after.into(), limit.into()], order)?;
    rows.iter().map(|row| Ok((row.id.to_string(), row.anchor()?))).collect()
}
