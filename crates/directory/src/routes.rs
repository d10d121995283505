//! Every address of the room. Divisions and bodies are public; nothing here changes anything.

use kernel::{DivisionCode, access::Class, id::BodyId, problem::Refusal};
use web::{
    Route, Routes,
    api::{After, Listed},
};

use crate::{api, handle::Directory, pages};

pub const PLACES: &str = web::PLACES;
pub const PLACE: &str = "/places/{code}";

/// The page of a division.
#[must_use]
pub fn place(code: &DivisionCode) -> String {
    web::path::fill(PLACE, &[code])
}

pub(crate) const API_BODY: &str = "/api/v1/bodies/{id}";

/// A body for programs.
#[must_use]
pub fn api_body(id: &BodyId) -> String {
    web::path::fill(API_BODY, &[id])
}

pub(crate) fn routes(directory: Directory) -> Vec<Route> {
    Routes::new(directory)
        .get(PLACES, Class::Public, "places", pages::places)
        .cached()
        .get(PLACE, Class::Public, "place", pages::place)
        .cached()
        .get("/api/v1/divisions", Class::Public, "api-divisions", api::divisions)
        .query::<api::DivisionsQuery>()
        .api::<(), Listed<api::DivisionBody>>()
        .refuses(&[Refusal::Invalid])
        .get("/api/v1/divisions/{code}", Class::Public, "api-division", api::division)
        .query::<api::DivisionQuery>()
        .api::<(), api::ResolvedBody>()
        .refuses(&[Refusal::NotFound, Refusal::Invalid])
        .get("/api/v1/bodies", Class::Public, "api-bodies", api::bodies)
        .query::<api::BodiesQuery>()
        .api::<(), Listed<api::BodyBody>>()
        .refuses(&[Refusal::Invalid])
        .get(API_BODY, Class::Public, "api-body", api::body)
        .api::<(), api::BodyBody>()
        .refuses(&[Refusal::NotFound])
        .get("/api/v1/calendar", Class::Public, "api-calendar", api::calendar)
        .query::<api::CalendarQuery>()
        .api::<(), Listed<api::DayBody>>()
        .refuses(&[Refusal::Invalid])
        .done()
}

/// The part of a keyed query that every list shares.
pub(crate) fn after(key: Option<String>, limit: Option<u16>) -> After {
    After { after: key, limit }
}
