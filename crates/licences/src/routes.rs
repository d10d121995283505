//! Every address of the room.

use kernel::{
    access::{Class, Role},
    problem::Refusal,
};
use web::{Route, Routes, Throttle, api::After, api::Listed};

use crate::{
    Room, api,
    change::RawChange,
    licence::LicenceId,
    pages::{desk, mine, verify as public},
};

pub const MINE: &str = "/me/licences";
pub const MY_LICENCE: &str = "/me/licences/{id}";
pub const MY_PDF: &str = "/me/licences/{id}/pdf";
pub const MY_RECORD: &str = "/me/licences/{id}/record";
pub const VERIFY: &str = "/verify";
pub const VERIFIED: &str = "/verify/{code}";
pub const DESK: &str = "/desk/licences";
pub const DESK_LICENCE: &str = "/desk/licences/{id}";

/// Who works on the state of licences.
pub(crate) const HANDLERS: &[Role] = &[Role::Officer, Role::Head];

/// The holder's page of a licence.
#[must_use]
pub fn mine(id: &LicenceId) -> String {
    web::path::fill(MY_LICENCE, &[id])
}
#[must_use]
pub fn pdf(id: &LicenceId) -> String {
    web::path::fill(MY_PDF, &[id])
}
#[must_use]
pub fn record(id: &LicenceId) -> String {
    web::path::fill(MY_RECORD, &[id])
}
/// The public page of a code.
#[must_use]
pub fn verified(code: &str) -> String {
    web::path::fill(VERIFIED, &[&code])
}
/// The issuing body's page of a licence.
#[must_use]
pub fn desk(id: &LicenceId) -> String {
    web::path::fill(DESK_LICENCE, &[id])
}

/// A code has 100 bits: this slows flooding, guessing is hopeless.
const LOOKING_UP: Throttle = Throttle { name: "licences-verify", times: 60, within_seconds: 60 };
/// Setting a PDF takes some 40 ms of a core.
const SETTING: Throttle = Throttle { name: "licences-pdf", times: 20, within_seconds: 60 };

pub(crate) fn routes(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(MINE, Class::Person, "my-licences", mine::list)
        .get(MY_LICENCE, Class::Person, "my-licence", mine::one)
        .get(MY_PDF, Class::Person, "my-licence-pdf", mine::pdf)
        .throttled(SETTING)
        .get(MY_RECORD, Class::Person, "my-licence-record", mine::record)
        .get(VERIFY, Class::Public, "verify", public::form)
        .throttled(LOOKING_UP)
        .get(VERIFIED, Class::Public, "verified", public::verified)
        .throttled(LOOKING_UP)
        .get(DESK, Class::Staff(HANDLERS), "desk-licences", desk::list)
        .get(DESK_LICENCE, Class::Staff(HANDLERS), "desk-licence", desk::one)
        .post(DESK_LICENCE, Class::Staff(HANDLERS), "desk-licence-change", desk::change)
        .get("/api/v1/licences", Class::Person, "api-licences", api::list)
        .query::<After>()
        .api::<(), Listed<api::LicenceBody>>()
        .get("/api/v1/licences/{id}", Class::Person, "api-licence", api::one)
        .api::<(), api::WholeLicence>()
        .refuses(&[Refusal::NotFound, Refusal::Gone])
        .post("/api/v1/licences/{id}/changes", Class::Staff(HANDLERS), "api-licence-change", api::change)
        .api::<RawChange, api::LicenceBody>()
        .answers(201)
        .refuses(&[Refusal::NotFound, Refusal::Conflict])
        .get("/api/v1/verify/{code}", Class::Public, "api-verify", api::verify)
        .throttled(LOOKING_UP)
        .api::<(), api::VerifiedBody>()
        .refuses(&[Refusal::NotFound])
        .done()
}
