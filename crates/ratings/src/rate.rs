//! Giving a rating: once an invitation, by whoever holds its token. A bad one opens an order.

use kernel::{Problem, access::Actor, problem::Refusal};
use seals::{Digest, token::Token};
use store::{Entry, Error, Read, Tx};

use crate::{
    rates::Rates,
    rating::{Invitation, NewRating, Order, OrderKind, Rating, RatingId, RatingKind, SCHEMA, list},
    records,
};

/// What a token opens.
#[derive(Debug, Clone)]
pub(crate) enum Opened {
    Open(Invitation),
    /// A rating was given; its level.
    Rated(Invitation, i64),
    Expired(Invitation),
}

/// The digest of what stands in the link; anything else is not there.
pub(crate) fn digest(token: &str) -> Result<Digest, Problem> {
    Token::parse(token).map(|token| token.digest()).map_err(|_| Problem::not_found())
}

/// The invitation of a token, and whether it can still be used.
///
/// # Errors
/// 404; of the store.
pub(crate) fn open(read: &Read<'_>, digest: &Digest) -> Result<Opened, Error> {
    let invitation = records::by_digest(read, digest)?.ok_or_else(Problem::not_found)?;
    if let Some(level) = records::rated(read, &invitation)? {
        return Ok(Opened::Rated(invitation, level));
    }
    let expired = invitation.expires_at <= read.now();
    Ok(if expired { Opened::Expired(invitation) } else { Opened::Open(invitation) })
}

fn already() -> Error {
    Problem::new(Refusal::Conflict, "problem-ratings-rated").into()
}

/// Gives the rating. The journal names nobody: the invitation alone knows whose it is.
///
/// # Errors
/// 404 for an unknown token, 409 when it was used, 410 when it expired; of the store.
pub(crate) fn rate(tx: &Tx<'_>, digest: &Digest, new: &NewRating) -> Result<RatingId, Error> {
    let invitation = match open(tx, digest)? {
        Opened::Open(invitation) => invitation,
        Opened::Rated(..) => return Err(already()),
        Opened::Expired(_) => return Err(Problem::new(Refusal::Gone, "problem-ratings-expired").into()),
    };
    let comment = match new.comment.as_str() {
        "" => None,
        comment => match tx.seal(&invitation.person, records::COMMENT, comment.as_bytes()) {
            Err(Error::Erased) => None,
            sealed => Some(sealed?),
        },
    };
    let rating = Rating {
        id: tx.id::<RatingKind>(),
        version: 1,
        invitation: invitation.id.clone(),
        item: invitation.item.clone(),
        body: invitation.body.clone(),
        level: new.level.number(),
        reasons: serde_json::to_string(&new.reasons)?,
        list: list(),
        comment,
        given_at: tx.now(),
    };
    if !records::rate(tx, &rating)? {
        return Err(already());
    }
    let bad = i64::from(new.level.is_bad());
    records::count(tx, &invitation, Rates { good: 1 - bad, bad, rated: 1, closed: 0 })?;
    let nobody = Actor::nobody();
    tx.record(Entry {
        room: "ratings",
        kind: "rating.given",
        stream: rating.id.as_str(),
        version: 0,
        subject: None,
        actor: &nobody,
        title: "invitation",
        payload: serde_json::json!({
            "rating": rating.id, "item": rating.item, "body": rating.body, "level": rating.level, "reasons": new.reasons,
            "list": rating.list, "period": invitation.period(), "channel": invitation.channel,
        }),
        personal: None,
        state: Some((SCHEMA, rating.anchor()?)),
    })?;
    if new.level.is_bad() {
        order(tx, &invitation, &rating)?;
    }
    Ok(rating.id)
}

fn order(tx: &Tx<'_>, invitation: &Invitation, rating: &Rating) -> Result<(), Error> {
    let body = directory::bodies::by_id(tx, &invitation.body)?;
    let order = Order {
        id: tx.id::<OrderKind>(),
        version: 1,
        rating: rating.id.clone(),
        item: rating.item.clone(),
        item_name: invitation.item_name.clone(),
        body: rating.body.clone(),
        division: body.map_or_else(String::new, |body| body.division.to_string()),
        level: rating.level,
        reasons: rating.reasons.clone(),
        state: "open".into(),
        opened_at: rating.given_at,
    };
    records::open(tx, &order)?;
    tx.record(Entry {
        room: "ratings",
        kind: "rating.order_opened",
        stream: order.id.as_str(),
        version: 0,
        subject: Some(rating.id.as_str()),
        actor: &Actor::system("ratings"),
        title: "system",
        payload: serde_json::json!({ "order": order.id, "rating": rating.id, "item": order.item, "body": order.body }),
        personal: None,
        state: Some((SCHEMA, order.anchor()?)),
    })?;
    Ok(())
}
