//! Inviting to rate: once a handling, when it ended; counted as closed from then on.

use kernel::{
    access::Actor,
    id::{BodyId, PersonId},
};
use seals::token::Token;
use store::{Entry, Error, Tx};

use crate::{
    Needs,
    rates::Rates,
    rating::{DAYS, Invitation, InvitationKind, SCHEMA},
    records, routes,
};

/// A handling that ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub handling: String,
    pub number: String,
    pub item: String,
    pub item_name: String,
    pub body: BodyId,
    pub person: PersonId,
    pub channel: String,
    /// Kind of the entry by which it ended.
    pub kind: String,
}

/// Makes the invitation and tells the person, unless the handling has one.
///
/// # Errors
/// Of the store.
pub(crate) fn invite(tx: &Tx<'_>, needs: &Needs, ended: &Ended) -> Result<(), Error> {
    if records::by_handling(tx, &ended.handling)?.is_some() {
        return Ok(());
    }
    let (token, made_at) = (Token::new(tx.chance()), tx.now());
    let invitation = Invitation {
        id: tx.id::<InvitationKind>(),
        handling: ended.handling.clone(),
        number: ended.number.clone(),
        digest: token.digest(),
        token: tx.seal(&ended.person, records::TOKEN, token.text().as_bytes())?,
        person: ended.person.clone(),
        item: ended.item.clone(),
        item_name: ended.item_name.clone(),
        body: ended.body.clone(),
        channel: ended.channel.clone(),
        ended: ended.kind.clone(),
        made_at,
        expires_at: made_at.plus_minutes(DAYS * 24 * 60),
    };
    if !records::invite(tx, &invitation)? {
        return Ok(());
    }
    records::count(tx, &invitation, Rates { closed: 1, ..Rates::default() })?;
    tx.record(Entry {
        room: "ratings",
        kind: "rating.invited",
        stream: invitation.id.as_str(),
        version: 0,
        subject: Some(&invitation.handling),
        actor: &Actor::system("ratings"),
        title: "system",
        payload: serde_json::json!({
            "invitation": invitation.id, "item": invitation.item, "body": invitation.body, "ended": invitation.ended,
            "expires_at": invitation.expires_at,
        }),
        personal: None,
        state: Some((SCHEMA, invitation.anchor()?)),
    })?;
    let item = needs.named(tx, &invitation.item, &invitation.item_name)?;
    let mut args = vec![("item", item.zh), ("number", invitation.number.clone())];
    args.extend(item.en.map(|english| ("item.en", english)));
    notices::tell(tx, &invitation.person, "ratings-message-invited", &args, &routes::mine(&invitation.handling))
}
