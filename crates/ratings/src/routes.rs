//! Every address of the room.

use kernel::{
    access::{Class, Role},
    problem::Refusal,
};
use web::{Route, Routes, Throttle};

use crate::{Room, api, pages, rating::RawRating};

pub const RATE: &str = "/rate/{token}";
pub const MINE: &str = "/me/ratings/{handling}";
pub const CONSOLE: &str = "/console/ratings";

/// Where an invitation is used.
#[must_use]
pub fn rate(token: &str) -> String {
    web::path::fill(RATE, &[&token])
}

/// Where the person invited finds the invitation of a handling again, without its secret.
#[must_use]
pub fn mine(handling: &str) -> String {
    web::path::fill(MINE, &[&handling])
}

pub(crate) const SUPERVISORS: &[Role] = &[Role::Supervisor];

const RATING: Throttle = Throttle { name: "ratings-rate", times: 30, within_seconds: 60 };

pub(crate) fn routes(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(RATE, Class::Public, "rate", pages::rate::form)
        .throttled(RATING)
        .post(RATE, Class::Public, "rate-give", pages::rate::give)
        .throttled(RATING)
        .get(MINE, Class::Person, "my-rating", pages::rate::mine)
        .get(CONSOLE, Class::Staff(SUPERVISORS), "console-ratings", pages::console::list)
        .post("/api/v1/ratings/{token}", Class::Public, "api-rate", api::rate)
        .throttled(RATING)
        .api::<RawRating, api::Rated>()
        .answers(201)
        .refuses(&[Refusal::NotFound, Refusal::Conflict, Refusal::Gone])
        .get("/api/v1/items/{id}/rates", Class::Public, "api-item-rates", api::item_rates)
        .api::<(), api::RatesBody>()
        .done()
}
