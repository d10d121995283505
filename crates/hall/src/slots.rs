//! Where others speak on the pages of this room, and what it says on theirs. Whoever knows cases
//! offers the clerk the way to the window's pages for the ticket that was called; on the page of an
//! item stands where it is received and booked.

use std::sync::Arc;

use askama::Template;
use kernel::Text;
use store::{Error, Read};
use web::{
    Html,
    slots::{Ask, Offer},
};

use crate::{records, routes, ticket::TicketId};

/// The place beside a ticket that was called; subjects are ids of tickets.
pub const CALLED: &str = "hall.called";

/// Of a ticket that was called: the item it is about, and the person if an account made the appointment.
///
/// # Errors
/// Of the store.
pub fn about(read: &Read<'_>, ticket: &str) -> Result<(Option<String>, Option<kernel::id::PersonId>), Error> {
    let Ok(id) = ticket.parse::<TicketId>() else { return Ok((None, None)) };
    let Some(ticket) = records::tickets::by_id(read, &id)? else { return Ok((None, None)) };
    let made = ticket.appointment.as_ref().map(|made| records::people::by_id(read, made)).transpose()?.flatten();
    Ok((ticket.item, made.and_then(|made| made.person)))
}

#[derive(Template)]
#[template(path = "hall_item_offer.html")]
struct Received {
    title: String,
    halls: Vec<(String, String)>,
}

/// Halls that are named on the page of an item.
const NAMED: usize = 3;

fn received(read: &Read<'_>, ask: &Ask<'_>) -> Result<Vec<Html>, Error> {
    let of = |item: &&str| {
        let Ok(id) = item.parse() else { return Ok(Html::default()) };
        let Some(card) = catalogue::card(read, &id)? else { return Ok(Html::default()) };
        let all = records::within(read, &card.division, 20)?;
        let receives = all.iter().filter(|hall| hall.queue_for(item).is_some());
        let halls: Vec<(String, String)> = receives
            .take(NAMED)
            .map(|hall| {
                let href = web::path::with_query(&routes::of_hall(routes::BOOK, &hall.id), &[("item", item)]);
                let name: &Text = &hall.name;
                (ask.texts.with(ask.locale, "hall-book-at", &[("hall", &name.get(ask.locale))]), href)
            })
            .collect();
        if halls.is_empty() {
            return Ok(Html::default());
        }
        let title = ask.texts.get(ask.locale, "hall-received").into_owned();
        Received { title, halls }.render().map(Html).map_err(|error| Error::Engine(error.to_string()))
    };
    ask.subjects.iter().map(of).collect()
}

/// Every offer with its place: `item.rates` stands on the page of an item.
#[must_use]
pub fn offers() -> Vec<(&'static str, Arc<Offer>)> {
    vec![("item.rates", Arc::new(received))]
}
