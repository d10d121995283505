//! Where the hall meets the cases: the clerk who calls a ticket finds the window's pages beside it, and
//! a kiosk follows a case by its slip. The hall knows no case and casework no hall; both meet here.

use std::sync::Arc;

use askama::Template;
use store::{Error, Read};
use web::{
    Html,
    slots::{Ask, Offer},
};

#[derive(Template)]
#[template(path = "called.html")]
struct Called {
    title: String,
    /// Words that say that an account made the appointment; empty for a ticket without a name.
    known: String,
    links: Vec<(String, String)>,
}

fn called(read: &Read<'_>, ask: &Ask<'_>) -> Result<Vec<Html>, Error> {
    let words = |key: &str| ask.texts.get(ask.locale, key).into_owned();
    let of = |ticket: &&str| {
        let (item, person) = hall::about(read, ticket)?;
        let item = item.unwrap_or_default();
        let visit = web::path::with_query("/window/visits/new", &[("item", &item)]);
        let mut links =
            vec![(words("tongban-called-window"), "/window".to_owned()), (words("tongban-called-visit"), visit)];
        if !item.is_empty() {
            links.insert(0, (words("tongban-called-guide"), web::path::fill(catalogue::routes::ITEM, &[&item])));
        }
        let known = person.map(|_| words("tongban-called-person")).unwrap_or_default();
        let page = Called { title: words("tongban-called"), known, links };
        page.render().map(Html).map_err(|error| Error::Engine(error.to_string()))
    };
    ask.subjects.iter().map(of).collect()
}

/// What is offered on the pages of the hall.
pub fn offers() -> Vec<(&'static str, Arc<Offer>)> {
    vec![(hall::CALLED, Arc::new(called))]
}

/// A case by its number and receipt secret, as a kiosk shows it: nothing about a person.
pub fn follow(read: &Read<'_>, number: &str, secret: &str) -> Result<Option<hall::Followed>, Error> {
    let Some(case) = casework::receipt::follow(read, number, secret)? else { return Ok(None) };
    let named = match case.item.parse() {
        Ok(id) => catalogue::card(read, &id)?.map(|card| card.name),
        Err(_) => None,
    };
    let item = named.unwrap_or_else(|| kernel::Text::zh(case.item_name.clone()));
    Ok(Some(hall::Followed { number: case.number.clone(), item, state: case.state.label().to_owned() }))
}
