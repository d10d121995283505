//! E-licences 电子证照: issue, hold, show, verify, change of state. A licence is an identifier (GB/T
//! 36904), a face and a signed record; materials that a licence answers are matched here. Whether a
//! licence is due is decided in `casework`; its PDF is set by `documents`, which the binary wires.

mod act;
mod api;
mod change;
mod held;
mod issue;
mod licence;
pub mod mentions;
mod pages;
mod permits;
mod records;
pub mod routes;
mod sheet;
pub mod state;
mod supersede;
pub mod types;
mod verify;

use std::sync::Arc;

use kernel::{Locale, access::Class};
use store::Noun;

pub use act::{Act, Ground};
pub use change::{NewChange, RawChange, change};
pub use held::{answering, by_id, field, fields, held_by, record};
pub use issue::{Issuer, NewLicence, issue, read_code};
pub use licence::{Change, Face, FaceField, Holder, Licence, LicenceId};
pub use permits::MayChange;
pub use sheet::Sheet;
pub use state::{Standing, State};
pub use supersede::supersede;
pub use types::{HolderKind, Type, Types, TypesError};
pub use verify::{Checked, NotVerified, verify_text};

/// Draws the seal of a body by its name: struck through or whole, marked as a sample or not.
pub type SealSvg = fn(&str, bool, bool, Locale) -> String;
/// Draws a QR code; `None` when the text is too long.
pub type QrSvg = fn(&str) -> Option<String>;
/// Sets a licence as a PDF; takes some tens of milliseconds.
pub type RenderLicence = fn(&Sheet) -> Result<Vec<u8>, String>;

/// What the room needs from the binary.
#[derive(Clone)]
pub struct Needs {
    pub types: Arc<Types>,
    pub seal_svg: SealSvg,
    pub qr_svg: QrSvg,
    pub render_licence: RenderLicence,
}

/// What handlers take.
#[derive(Clone)]
pub(crate) struct Room {
    pub needs: Arc<Needs>,
}

/// The room.
#[must_use]
pub fn module(needs: Needs) -> web::Module {
    let staff = Class::Staff(routes::HANDLERS);
    web::Module {
        name: "licences",
        migrations: records::MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(Room { needs: Arc::new(needs) }),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        nouns: vec![Noun { prefix: "lic", schema: licence::SCHEMA, page: records::page }],
        nav: vec![
            web::NavEntry { label: "licences-mine", href: routes::MINE, class: Class::Person, place: 50 },
            web::NavEntry { label: "licences-desk", href: routes::DESK, class: staff, place: 50 },
            web::NavEntry { label: "licences-verify", href: routes::VERIFY, class: Class::Public, place: 70 },
        ],
        samples: pages::samples,
        ..web::Module::default()
    }
}
