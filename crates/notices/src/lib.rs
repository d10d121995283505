//! Messages 站内消息: a person's inbox, filled by the other rooms within their own transactions,
//! and the mail that says that there is news. Papers with legal effect are not messages: they
//! belong to `casework`.

mod api;
mod jobs;
mod mailbox;
mod message;
mod open;
mod outbound;
mod pages;
mod permits;
mod records;
pub mod routes;
mod tell;
mod wish;

use kernel::{Locale, access::Class, id::PersonId};
use store::{Error, Noun, Read};

pub use message::{Message, MessageId};
pub use outbound::{Letter, Mailer, Smtp};
pub use tell::tell;

static TEXTS: &[(Locale, &str)] =
    &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// What the room needs from the binary.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// Absent: no mail is sent, and the page says so.
    pub mailer: Option<Mailer>,
}

/// What handlers take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub sends: bool,
}

/// The room.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    web::Module {
        name: "notices",
        migrations: records::MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(Room { sends: needs.mailer.is_some() }),
        texts: TEXTS,
        jobs: jobs::handlers(needs.mailer),
        nouns: vec![Noun { prefix: "mailbox", schema: mailbox::SCHEMA, page: records::page }],
        nav: vec![web::NavEntry { label: "notices-inbox", href: routes::MESSAGES, class: Class::Person, place: 60 }],
        samples: pages::samples,
        ..web::Module::default()
    }
}

/// How many messages a person has not read: for the frame of their pages.
///
/// # Errors
/// Of the store.
pub fn unread(read: &Read<'_>, person: &PersonId) -> Result<i64, Error> {
    Ok(read.first(&records::UNREAD, &[person.into()], |row| row.get(0))?.unwrap_or(0))
}

/// The newest messages of a person, for their own page.
///
/// # Errors
/// Of the store.
pub fn newest(read: &Read<'_>, person: &PersonId, limit: u32) -> Result<Vec<Message>, Error> {
    records::of_person(read, person, "", limit)
}
