//! The rooms, joined: what each needs from above is filled here, in a few visible lines, and
//! nowhere else.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use directory::Directory;
use documents::{Meta, Template};
use identity::Identity;
use kernel::DivisionCode;
use licences::Types;
use web::{House, Module, Slots};

use crate::{data, finder::Finder, grant, home, outcome::Failure, window};

/// The rooms before they are joined, and what they are made with.
pub struct Parts {
    pub modules: Vec<Module>,
    pub directory: Directory,
    pub identity: Identity,
    pub types: Arc<Types>,
    pub casework: casework::Needs,
}

/// What the rooms are made with.
pub struct Made {
    pub house: House,
    pub directory: Directory,
    pub identity: Identity,
    pub types: Arc<Types>,
    pub casework: casework::Needs,
}

/// What differs between a demo and the real thing.
#[derive(Clone, Default)]
pub struct Kind {
    pub demo: bool,
    pub smtp: Option<crate::config::Smtp>,
    /// The place served when the reader chose none.
    pub home: Option<DivisionCode>,
    /// How people reach the site, for mail.
    pub site: String,
}

/// Joins the rooms.
pub fn join(kind: &Kind, finder: Option<Finder>) -> Result<Made, Failure> {
    let Parts { modules, directory, identity, types, casework } = parts(kind, finder)?;
    let house = House::of(modules).map_err(|error| Failure::new("rooms", error))?;
    Ok(Made { house, directory, identity, types, casework })
}

/// The rooms with their needs filled.
pub fn parts(kind: &Kind, finder: Option<Finder>) -> Result<Parts, Failure> {
    let directory = Directory::new();
    let types = Arc::new(data::licence_types()?);
    let sign_ins = if kind.demo {
        identity::import::sign_ins(data::PEOPLE).map_err(|error| Failure::new("import", error))?
    } else {
        Vec::new()
    };
    let identity = Identity::new(identity::Needs {
        unread: Arc::new(|read, person| Ok(u32::try_from(notices::unread(read, person)?).unwrap_or(u32::MAX))),
        keeps_open: Arc::new(|_, _| Ok(None)),
        demo_sign_ins: Arc::new(sign_ins),
    });
    let mailer = kind
        .smtp
        .clone()
        .map(|smtp| notices::Mailer::smtp(notices::Smtp { url: smtp.url, from: smtp.from, site: kind.site.clone() }));
    let granting = types.clone();
    let casework = casework::Needs {
        directory: directory.clone(),
        types: types.clone(),
        sample: kind.demo,
        render: Arc::new(|document, data, meta| {
            let template = match document {
                casework::Document::Application => Template::Application,
                casework::Document::Slip => Template::Slip,
                casework::Document::Notice => Template::Notice,
            };
            let meta = Meta {
                title: meta.title.clone(),
                locale: meta.locale,
                created: meta.created,
                record: meta.record.clone(),
            };
            pdf(template, data, &meta)
        }),
        qr_svg: Arc::new(|text| documents::qr_svg(text).ok()),
        grant: Arc::new(move |tx, granted| grant::licence(&granting, tx, granted)),
    };
    let catalogue = catalogue::Needs {
        home: kind.home.unwrap_or(DivisionCode::COUNTRY),
        notice_pdf: Some(Arc::new(|sheet| {
            let data = serde_json::to_value(sheet).map_err(|error| error.to_string())?;
            let created = sheet.as_of.parse().map_err(|_| format!("no date: {}", sheet.as_of))?;
            let title = sheet.item.zh.clone();
            pdf(Template::OneTimeNotice, &data, &Meta { title, locale: kernel::Locale::Zh, created, record: None })
        })),
        ..catalogue::Needs::default()
    };
    let days = directory.clone();
    let catalogue = catalogue::Needs {
        usual_days: Arc::new(move |read, item| usual_days(read, &days, item)),
        states: Arc::new(crate::stated::stated),
        ..catalogue
    };
    let modules: Vec<Module> = vec![
        home::module(home::Needs { finder }),
        directory::module(directory.clone()),
        notices::module(notices::Needs { mailer }),
        identity::module(identity.clone()),
        catalogue::module(catalogue),
        licences::module(licences::Needs {
            types: types.clone(),
            seal_svg: documents::seal_svg,
            qr_svg: |text| documents::qr_svg(text).ok(),
            render_licence: |sheet| {
                let meta = Meta {
                    title: sheet.title.clone(),
                    locale: sheet.locale,
                    created: sheet.created,
                    record: Some(sheet.record.clone()),
                };
                pdf(Template::Licence, &sheet.data, &meta)
            },
        }),
        casework::module(casework.clone()),
        hall::module(hall::Needs {
            directory: directory.clone(),
            home: kind.home.unwrap_or(DivisionCode::COUNTRY),
            follow: Arc::new(window::follow),
            qr_svg: |text| documents::qr_svg(text).ok(),
        }),
        ratings::module(ratings::Needs {
            item_name: Arc::new(|read, item| match item.parse() {
                Ok(id) => Ok(catalogue::card(read, &id)?.map(|card| card.name)),
                Err(_) => Ok(None),
            }),
        }),
    ];
    Ok(Parts { modules, directory, identity, types, casework })
}

fn pdf(template: Template, data: &serde_json::Value, meta: &Meta) -> Result<Vec<u8>, String> {
    let pdf = documents::render(template, data, meta).map_err(|error| error.to_string())?;
    if !pdf.missing_glyphs.is_empty() {
        tracing::warn!(count = pdf.missing_glyphs.len(), "characters without a glyph in a document");
    }
    Ok(pdf.bytes)
}

/// How long decisions on an item took of late: the median of working days from acceptance.
fn usual_days(
    read: &store::Read<'_>,
    directory: &Directory,
    item: &catalogue::ItemId,
) -> Result<Option<catalogue::Usual>, store::Error> {
    let since = read.now().plus_minutes(-365 * 24 * 60);
    let calendar = directory.calendar();
    let decided = casework::records::recent_decisions(read, item.as_str(), since, 200)?;
    let mut days: Vec<u32> = decided
        .iter()
        .map(|(accepted, decided)| calendar.working_days_between(accepted.date(), decided.date()))
        .collect();
    days.sort_unstable();
    let cases = u32::try_from(days.len()).unwrap_or(u32::MAX);
    // Fewer say nothing.
    Ok(days.get(days.len() / 2).filter(|_| cases >= 5).map(|days| catalogue::Usual { days: (*days).max(1), cases }))
}

/// What rooms show on each other's pages.
pub fn slots() -> Slots {
    let offers = ratings::offers().into_iter().chain(hall::offers()).chain(window::offers());
    offers.fold(Slots::new(), |slots, (name, offer)| slots.offer(name, offer))
}

/// What a store is opened with by commands that serve nobody.
pub fn for_store() -> Result<store::Rooms, Failure> {
    Ok(join(&Kind::default(), None)?.house.rooms())
}

/// Where the index of a store lies.
pub fn index_dir(data: &Path) -> PathBuf {
    data.join("index")
}
