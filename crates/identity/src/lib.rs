//! Identity 统一身份: persons and enterprises, who acts for whom, staff and the posts they hold,
//! sign-in and sessions, and the record of who looked at whose data. What anyone may do to a noun
//! of another room is that room's permit.

mod accounts;
mod api;
mod change_password;
mod enterprise;
mod enterprises;
mod erase;
mod export;
mod identity;
pub mod import;
mod look;
mod pages;
mod password;
mod permits;
mod person;
mod persons;
mod reasons;
mod records;
mod register;
pub mod routes;
mod session;
mod sessions;
mod staff;
mod staffs;

use std::sync::Arc;

use kernel::{Locale, access::Class, id::PersonId};
use store::{Error, Read};
use web::NavEntry;

pub use enterprise::{Enterprise, Mandate, MandateId, MandateKind, NewEnterprise};
pub use enterprises::{
    end as end_mandate, ensure as ensure_enterprise, enterprise, enterprise_by_uscc, enterprises_of, grant,
    mandates_for, mandates_of, may_act_for,
};
pub use erase::erase;
pub use export::export_person;
pub use identity::Identity;
pub use import::DemoSignIn;
pub use look::{Look, look, looks, looks_at};
pub use permits::MayGrant;
pub use person::{NewPerson, Profile, masked_id, masked_name};
pub use persons::{by_document as person_by_document, list_name, name as person_name, profile};
pub use sessions::note_use;
pub use staff::{NewStaff, Staff, StaffCard};
pub use staffs::{
    actor as staff_actor, by_key as staff_by_key, card as staff, ensure as ensure_staff, of_body as staff_of,
};

/// What the room needs from above.
#[derive(Clone)]
pub struct Needs {
    /// Messages that a person has not read.
    pub unread: Arc<Unread>,
    /// Why an account can't be closed now, as the key of a text: an open case, for one.
    pub keeps_open: Arc<KeepsOpen>,
    /// Sign-ins shown on the sign-in page: of a demo only.
    pub demo_sign_ins: Arc<Vec<DemoSignIn>>,
}

pub type Unread = dyn Fn(&Read<'_>, &PersonId) -> Result<u32, Error> + Send + Sync;

pub type KeepsOpen = dyn Fn(&Read<'_>, &PersonId) -> Result<Option<&'static str>, Error> + Send + Sync;

impl Default for Needs {
    /// No messages, nothing that keeps an account open, no demo.
    fn default() -> Self {
        Self {
            unread: Arc::new(|_, _| Ok(0)),
            keeps_open: Arc::new(|_, _| Ok(None)),
            demo_sign_ins: Arc::new(Vec::new()),
        }
    }
}

static MIGRATIONS: &[store::Migration] =
    &[store::Migration { number: 1, sql: include_str!("../migrations/001_identity.sql") }];

/// The room. The binary gives `Identity::authenticate` of the same handle to `web`.
#[must_use]
pub fn module(identity: Identity) -> web::Module {
    web::Module {
        name: "identity",
        migrations: MIGRATIONS,
        statements: records::ALL,
        routes: routes::routes(identity),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        nouns: nouns(),
        nav: vec![NavEntry { label: "identity-me", href: routes::ME, class: Class::SignedIn, place: 90 }],
        samples: pages::samples,
        ..web::Module::default()
    }
}

/// What the room brings to a store without pages.
#[must_use]
pub fn rooms() -> store::Rooms {
    store::Rooms {
        migrations: vec![("identity", MIGRATIONS)],
        statements: records::ALL.to_vec(),
        nouns: nouns(),
        ..store::Rooms::default()
    }
}

fn nouns() -> Vec<store::Noun> {
    vec![
        store::Noun { prefix: "person", schema: persons::SCHEMA, page: persons::page },
        store::Noun { prefix: "ent", schema: enterprises::SCHEMA, page: enterprises::page },
        store::Noun { prefix: "mandate", schema: enterprises::MANDATE_SCHEMA, page: enterprises::mandate_page },
        store::Noun { prefix: "staff", schema: staffs::SCHEMA, page: staffs::page },
    ]
}
