//! Ratings 好差评: an invitation a handling, a rating an invitation, rates with numerator and
//! denominator. The room hears of handlings by their events and knows no case; rectification of bad
//! ratings is still to come.

mod api;
mod events;
mod invite;
mod pages;
mod permits;
mod rate;
mod rates;
mod rating;
mod records;
pub mod routes;
mod slots;

use std::sync::Arc;

use kernel::{Locale, Text, access::Class, id::BodyId};
use store::{Error, Noun, Read};

pub use rates::{LEAST, Rates, Share, percent};
pub use rating::{Level, NewRating, RatingId, RawRating};
pub use slots::offers;

/// The name of an item, by its id.
pub type ItemName = dyn Fn(&Read<'_>, &str) -> Result<Option<Text>, Error> + Send + Sync;

/// What the room needs from the binary, and what handlers take.
#[derive(Clone)]
pub struct Needs {
    /// The name that the catalogue has for an item in both languages; `None` for one it doesn't know.
    pub item_name: Arc<ItemName>,
}

impl Default for Needs {
    /// Without a catalogue: items bear the names that they had when the handling ended.
    fn default() -> Self {
        Self { item_name: Arc::new(|_, _| Ok(None)) }
    }
}

impl Needs {
    /// The name of an item in both languages; the Chinese is the one under which it was handled.
    pub(crate) fn named(&self, read: &Read<'_>, item: &str, handled: &str) -> Result<Text, Error> {
        let english = (self.item_name)(read, item)?.and_then(|name| name.en);
        Ok(Text { zh: handled.to_owned(), en: english })
    }
}

pub(crate) type Room = Needs;

/// The room.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    web::Module {
        name: "ratings",
        migrations: records::MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(needs.clone()),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        subscribers: events::subscribers(needs),
        nouns: vec![
            Noun { prefix: "invitation", schema: rating::SCHEMA, page: records::invitations_page },
            Noun { prefix: "rating", schema: rating::SCHEMA, page: records::ratings_page },
            Noun { prefix: "order", schema: rating::SCHEMA, page: records::orders_page },
        ],
        nav: vec![web::NavEntry {
            label: "ratings-console",
            href: routes::CONSOLE,
            class: Class::Staff(routes::SUPERVISORS),
            place: 60,
        }],
        shown: &["rating.given"],
        samples: pages::samples,
        ..web::Module::default()
    }
}

/// Rates of an item over all its handlings.
///
/// # Errors
/// Of the store.
pub fn rates_of_item(read: &Read<'_>, item: &str) -> Result<Rates, Error> {
    records::rates(read, item, "")
}

/// Rates of a body over all its handlings.
///
/// # Errors
/// Of the store.
pub fn rates_of_body(read: &Read<'_>, body: &BodyId) -> Result<Rates, Error> {
    records::rates(read, body.as_str(), "")
}

/// Rates of an item or a body from a month on, such as `2026-01`.
///
/// # Errors
/// Of the store.
pub fn rates_since(read: &Read<'_>, subject: &str, month: &str) -> Result<Rates, Error> {
    records::rates(read, subject, month)
}

/// The secret of the invitation of a handling, for the demonstration that rates as people do. On
/// pages it is the invited person's alone.
///
/// # Errors
/// Of the store.
pub fn token_of(read: &Read<'_>, handling: &str) -> Result<Option<String>, Error> {
    let Some(invitation) = records::by_handling(read, handling)? else { return Ok(None) };
    match read.open_text(&invitation.person, records::TOKEN, &invitation.token) {
        Ok(token) => Ok(Some(token)),
        Err(Error::Erased) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives a rating with the secret of an invitation, as the page and the API do.
///
/// # Errors
/// 404 for an unknown secret, 409 when it was used, 410 when it expired; of the store.
pub fn give(tx: &store::Tx<'_>, token: &str, new: &NewRating) -> Result<RatingId, Error> {
    rate::rate(tx, &rate::digest(token)?, new)
}
