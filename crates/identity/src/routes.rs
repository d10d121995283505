//! Every address of the room. What is under `/me` is one's own, whoever one is.

use kernel::{access::Class, id::EnterpriseId, problem::Refusal};
use web::{Route, Routes, SIGN_IN, SIGN_OUT, Throttle};

use crate::{Identity, MandateId, api, pages, session::SessionId};

pub const REGISTER: &str = "/register";
pub const ME: &str = "/me";
pub const CONTACT: &str = "/me/contact";
pub const PASSWORD: &str = "/me/password";
pub const SESSIONS: &str = "/me/sessions";
pub const SESSION_ENDING: &str = "/me/sessions/{id}/ending";
pub const LOOKS: &str = "/me/looks";
pub const ENTERPRISES: &str = "/me/enterprises";
pub const ENTERPRISE: &str = "/me/enterprises/{id}";
pub const MANDATE_ENDING: &str = "/me/mandates/{id}/ending";
pub const ACTING_FOR: &str = "/me/acting-for";
pub const CLOSING: &str = "/me/closing";

#[must_use]
pub fn enterprise(id: &EnterpriseId) -> String {
    web::path::fill(ENTERPRISE, &[id])
}

#[must_use]
pub(crate) fn session_ending(id: &SessionId) -> String {
    web::path::fill(SESSION_ENDING, &[id])
}

#[must_use]
pub(crate) fn mandate_ending(id: &MandateId) -> String {
    web::path::fill(MANDATE_ENDING, &[id])
}

/// Accounts that one address may open.
const REGISTRATIONS: Throttle = Throttle { name: "identity.register", times: 60, within_seconds: 600 };

pub(crate) fn routes(identity: Identity) -> Vec<Route> {
    Routes::new(identity)
        .get(SIGN_IN, Class::Public, "sign-in", pages::sign_in::page)
        .post(SIGN_IN, Class::Public, "sign-in", pages::sign_in::sign_in)
        .post(SIGN_OUT, Class::Public, "sign-out", pages::sign_in::sign_out)
        .get(REGISTER, Class::Public, "register", pages::register::page)
        .post(REGISTER, Class::Public, "register", pages::register::register)
        .throttled(REGISTRATIONS)
        .get(ME, Class::SignedIn, "me", pages::me::me)
        .get(CONTACT, Class::Person, "contact", pages::contact::page)
        .post(CONTACT, Class::Person, "contact", pages::contact::change)
        .get(PASSWORD, Class::SignedIn, "password", pages::password::page)
        .post(PASSWORD, Class::SignedIn, "password", pages::password::change)
        .get(SESSIONS, Class::SignedIn, "sessions", pages::sessions::list)
        .post(SESSION_ENDING, Class::SignedIn, "session-end", pages::sessions::end)
        .get(LOOKS, Class::Person, "looks", pages::looks::list)
        .get(ENTERPRISES, Class::Person, "enterprises", pages::enterprises::list)
        .post(ACTING_FOR, Class::Person, "acting-for", pages::enterprises::act_for)
        .get(ENTERPRISE, Class::Person, "enterprise-mandates", pages::mandates::page)
        .post(ENTERPRISE, Class::Person, "mandate-grant", pages::mandates::grant)
        .post(MANDATE_ENDING, Class::Person, "mandate-end", pages::mandates::end)
        .get(CLOSING, Class::Person, "closing", pages::closing::page)
        .post(CLOSING, Class::Person, "closing", pages::closing::close)
        .post("/api/v1/sessions", Class::Public, "api-sign-in", api::sign_in)
        .api::<api::SignInBody, api::SignedInBody>()
        .answers(201)
        .refuses(&[Refusal::Invalid, Refusal::TooOften, Refusal::Unavailable])
        .delete("/api/v1/sessions/current", Class::SignedIn, "api-sign-out", api::sign_out)
        .answers(204)
        .get("/api/v1/me", Class::SignedIn, "api-me", api::me)
        .api::<(), api::MeBody>()
        .done()
}
