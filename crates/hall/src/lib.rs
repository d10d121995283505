//! The service hall 政务大厅 and what stands apart from cases at its windows 综合窗口: halls and points,
//! hours, appointments, tickets and calling, waiting times as a range, kiosks, helpers' mandates,
//! and the desk for what can't get done 办不成事. It knows items, bodies and people; it knows no
//! case: what is received at a counter is `casework`'s, which the binary joins by a link.

mod act;
mod api;
mod appointment;
mod arrange;
mod book;
mod call;
pub mod demo;
pub mod estimate;
mod figures;
mod hall;
pub mod hours;
pub mod import;
mod jobs;
mod mandate;
pub mod order;
mod pages;
mod permits;
mod picture;
mod records;
mod refusal;
pub mod routes;
mod sit;
mod sitting;
mod slots;
mod stick;
mod stuck;
mod take;
mod ticket;

use std::sync::Arc;

use directory::Directory;
use kernel::{Date, DivisionCode, Locale, Text, access::Class};
use store::{Error, Noun, Read};

pub use hall::{Hall, HallId};
pub use slots::{CALLED, about, offers};
pub use ticket::{Outcome, Ticket, TicketId};

/// A case as it is followed at a kiosk, without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    pub number: String,
    pub item: Text,
    /// Key of the text that says how it stands.
    pub state: String,
}

/// A case by its number and receipt secret.
pub type Follow = dyn Fn(&Read<'_>, &str, &str) -> Result<Option<Followed>, Error> + Send + Sync;
/// Draws a QR code as SVG; `None` when the text is too long.
pub type QrSvg = fn(&str) -> Option<String>;

/// What the room needs from the binary.
#[derive(Clone)]
pub struct Needs {
    pub directory: Directory,
    /// The division of readers who chose none.
    pub home: DivisionCode,
    pub follow: Arc<Follow>,
    pub qr_svg: QrSvg,
}

impl Needs {
    /// Without cases and without pictures.
    #[must_use]
    pub fn with(directory: Directory) -> Self {
        Self { directory, home: DivisionCode::COUNTRY, follow: Arc::new(|_, _, _| Ok(None)), qr_svg: |_| None }
    }
}

/// What handlers take.
pub(crate) type Room = Needs;

/// The room.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    web::Module {
        name: "hall",
        migrations: records::MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(needs),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        jobs: jobs::handlers(),
        nouns: vec![
            Noun { prefix: "hall", schema: hall::SCHEMA, page: records::halls_page },
            Noun { prefix: "ticket", schema: ticket::SCHEMA, page: records::tickets::digests },
            Noun { prefix: "sitting", schema: sitting::SCHEMA, page: records::sittings::digests },
            Noun { prefix: "appt", schema: appointment::SCHEMA, page: records::people::digests },
            Noun { prefix: "stuck", schema: stuck::SCHEMA, page: records::stuck::digests },
            Noun { prefix: "helping", schema: mandate::SCHEMA, page: records::people::mandate_digests },
        ],
        nav: vec![
            web::NavEntry { label: "hall-nav", href: routes::HALLS, class: Class::Public, place: 40 },
            web::NavEntry { label: "hall-mine", href: routes::MINE, class: Class::Person, place: 55 },
            web::NavEntry {
                label: "hall-counter",
                href: routes::COUNTERS,
                class: Class::Staff(routes::CLERKS),
                place: 25,
            },
            web::NavEntry {
                label: "hall-help",
                href: routes::HELPING,
                class: Class::Staff(routes::HELPERS_ROLE),
                place: 26,
            },
            web::NavEntry {
                label: "hall-stuck",
                href: routes::DESK_STUCK,
                class: Class::Staff(routes::ANSWERERS),
                place: 56,
            },
            web::NavEntry {
                label: "hall-managed",
                href: routes::BOARDS,
                class: Class::Staff(routes::MANAGERS),
                place: 57,
            },
        ],
        samples: pages::samples,
        ..web::Module::default()
    }
}

/// Figures for operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub counters_open: i64,
    pub tickets_waiting: i64,
    /// Matters that could not be done, open past their last day.
    pub stuck_overdue: i64,
}

/// How busy the halls are on a day.
///
/// # Errors
/// Of the store.
pub fn load(read: &Read<'_>, today: Date) -> Result<Load, Error> {
    Ok(Load {
        counters_open: records::sittings::open_count(read, today)?,
        tickets_waiting: records::tickets::waiting_count(read, today)?,
        stuck_overdue: records::stuck::overdue(read, today)?,
    })
}
