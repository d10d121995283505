//! Every address of the room.

use kernel::{access::Class, problem::Refusal};
use web::{Route, Routes, Throttle, api::After, api::Listed};

use crate::{Room, api, message::MessageId, pages};

pub const MESSAGES: &str = "/me/messages";
pub const MESSAGE: &str = "/me/messages/{id}";
pub const SEEN: &str = "/me/messages/seen";
pub const MAIL: &str = "/me/messages/mail";

/// Opening a message: a post, because it is read from then on.
#[must_use]
pub fn message(id: &MessageId) -> String {
    web::path::fill(MESSAGE, &[id])
}

const READING: &str = "that a message was read changes nobody's affairs";
const MAIL_WISHES: Throttle = Throttle { name: "notices-mail", times: 10, within_seconds: 600 };

pub(crate) fn routes(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(MESSAGES, Class::Person, "messages", pages::inbox::list)
        .post(SEEN, Class::Person, "messages-seen", pages::inbox::seen)
        .unjournalled(READING)
        .get(MAIL, Class::Person, "messages-mail", pages::mail::form)
        .post(MAIL, Class::Person, "messages-mail-set", pages::mail::set)
        .throttled(MAIL_WISHES)
        .post(MESSAGE, Class::Person, "message-open", pages::inbox::open)
        .unjournalled(READING)
        .get("/api/v1/messages", Class::Person, "api-messages", api::list)
        .query::<After>()
        .api::<(), Listed<api::MessageBody>>()
        .post("/api/v1/messages/{id}/opening", Class::Person, "api-message-open", api::open)
        .unjournalled(READING)
        .api::<(), api::Opened>()
        .refuses(&[Refusal::NotFound])
        .done()
}
