//! Lists of items: all of them, by theme, and the column for small enterprises. They show what
//! serves the place that the reader chose.

use std::collections::HashMap;

use askama::Template;
use directory::{Body, divisions};
use kernel::{DivisionCode, Problem, Text, id::BodyId};
use serde::Deserialize;
use store::{Error, Read, Value};
use web::{Answer, Cx, Path, Query, Shell, State, path::with_query};

use super::{Entry, Link, Say};
use crate::{
    bundles, look,
    needs::Needs,
    published::{Card, Narrow, Reader, Theme},
    records, routes,
    words::Audience,
};

/// Lines of a page.
const AT_ONCE: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    after: Option<String>,
    /// `person`, `enterprise`.
    audience: Option<String>,
}

#[derive(Template)]
#[template(path = "catalogue_list.html")]
pub(crate) struct ListPage {
    pub shell: Shell,
    pub lead: Say,
    pub place: Option<Say>,
    /// Bundles for the event that the list is about.
    pub things: Vec<Link>,
    pub entries: Vec<Entry>,
    pub first: String,
    pub next: String,
    pub nothing: String,
}

#[derive(Template)]
#[template(path = "catalogue_themes.html")]
pub(crate) struct ThemesPage {
    pub shell: Shell,
    pub persons: Vec<Link>,
    pub enterprises: Vec<Link>,
    pub small: String,
    pub things: &'static str,
}

struct Found {
    cards: Vec<Card>,
    bodies: HashMap<BodyId, Body>,
    place: Option<Text>,
}

/// A page of a list, narrowed by the place.
fn find(read: &Read<'_>, place: &DivisionCode, narrow: Narrow, after: &str) -> Result<Found, Error> {
    let narrow = Narrow { places: super::places(read, place)?, ..narrow };
    let cards = look::list(read, &narrow, after, AT_ONCE + 1)?;
    let place = divisions::get(read, place)?.map(|division| division.name);
    Ok(Found { bodies: super::bodies_of(read, &cards)?, cards, place })
}

fn list_page(shell: Shell, mut found: Found, lead: Say, here: &str, after: &str) -> ListPage {
    let more = found.cards.len() > AT_ONCE as usize;
    found.cards.truncate(AT_ONCE as usize);
    let last = found.cards.last().filter(|_| more).map(|card| card.id.to_string());
    ListPage {
        lead,
        place: found.place.as_ref().map(|place| Say::of(place, shell.locale)),
        things: Vec::new(),
        entries: super::entries(&shell, &found.cards, &found.bodies),
        first: if after.is_empty() { String::new() } else { here.to_owned() },
        next: last.map(|last| with_query(here, &[("after", &last)])).unwrap_or_default(),
        nothing: shell.t("catalogue-nothing").into_owned(),
        shell,
    }
}

/// `GET /items`: everything, for persons or for enterprises.
pub async fn items(cx: Cx, State(needs): State<Needs>, Query(wanted): Query<Wanted>) -> Answer {
    let place = super::place(&cx, &needs);
    let (reader, key, name) = match wanted.audience.as_deref() {
        Some("person") => (Some(Reader::Person), "catalogue-items-person", "person"),
        Some("enterprise") => (Some(Reader::Enterprise), "catalogue-items-enterprise", "enterprise"),
        _ => (None, "catalogue-items", ""),
    };
    let after = wanted.after.unwrap_or_default();
    let from = after.clone();
    let found = cx.read(move |read| find(read, &place, Narrow { reader, ..Narrow::default() }, &from)).await?;
    let shell = cx.shell(cx.t(key)).crumb(cx.t("web-home"), "/");
    let here = with_query(routes::ITEMS, &[("audience", name)]);
    cx.page(&list_page(shell, found, Say::default(), &here, &after))
}

/// `GET /small`: the column for small enterprises 小微企业专栏.
pub async fn small(cx: Cx, State(needs): State<Needs>, Query(wanted): Query<Wanted>) -> Answer {
    let place = super::place(&cx, &needs);
    let after = wanted.after.unwrap_or_default();
    let from = after.clone();
    let narrow = Narrow { reader: Some(Reader::Small), ..Narrow::default() };
    let found = cx.read(move |read| find(read, &place, narrow, &from)).await?;
    let shell = cx.shell(cx.t("catalogue-small")).crumb(cx.t("web-home"), "/");
    let lead = Say::own(cx.t("catalogue-small-lead"));
    cx.page(&list_page(shell, found, lead, routes::SMALL, &after))
}

/// `GET /themes/{key}`.
pub async fn theme(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let place = super::place(&cx, &needs);
    let after = wanted.after.unwrap_or_default();
    let from = after.clone();
    let (theme, things, found) = cx
        .read(move |read| {
            let theme = look::theme(read, &key)?.ok_or_else(Problem::not_found)?;
            let narrow = Narrow { theme: Some(key.clone()), ..Narrow::default() };
            let mut things = if from.is_empty() { bundles::published(read)? } else { Vec::new() };
            things.retain(|edition| edition.bundle.themes.contains(&key));
            Ok((theme, things, find(read, &place, narrow, &from)?))
        })
        .await?;
    let shell = cx
        .shell(theme.name.get(cx.locale))
        .crumb(cx.t("web-home"), "/")
        .crumb(cx.t("catalogue-themes"), routes::THEMES);
    let lead = theme.plain.as_ref().map(|plain| Say::of(plain, cx.locale)).unwrap_or_default();
    let mut page = list_page(shell, found, lead, &routes::theme(&theme.key), &after);
    page.things = things.iter().map(|edition| thing(cx.locale, edition)).collect();
    cx.page(&page)
}

/// The way to a bundle.
fn thing(locale: kernel::Locale, edition: &bundles::Edition) -> Link {
    Link {
        name: Say::of(&edition.bundle.name, locale),
        href: routes::thing(&edition.key),
        words: Say::of(&edition.bundle.summary, locale),
    }
}

/// `GET /themes`.
pub async fn themes(cx: Cx, State(needs): State<Needs>) -> Answer {
    let place = super::place(&cx, &needs);
    let (themes, counts) = cx
        .read(move |read| {
            let places = super::places(read, &place)?;
            let at = |number: usize| places.get(number).or(places.first()).map(ToString::to_string).unwrap_or_default();
            let params: Vec<Value<'_>> = (0..5).map(|number| at(number).into()).collect();
            let counts = read.rows(&records::THEME_COUNTS, &params, |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok((look::themes(read)?, counts.into_iter().collect()))
        })
        .await?;
    let shell = cx.shell(cx.t("catalogue-themes")).crumb(cx.t("web-home"), "/");
    cx.page(&themes_page(shell, &themes, &counts))
}

pub(crate) fn themes_page(shell: Shell, themes: &[Theme], counts: &HashMap<String, i64>) -> ThemesPage {
    let of = |audience: Audience| -> Vec<Link> {
        let each = themes.iter().filter(|theme| theme.audience == audience);
        each.map(|theme| {
            let count = counts.get(&theme.key).copied().unwrap_or(0);
            Link {
                name: Say::of(&theme.name, shell.locale),
                href: routes::theme(&theme.key),
                words: match &theme.plain {
                    Some(plain) => Say::of(plain, shell.locale),
                    None => Say::own(shell.t1("catalogue-count", "count", count)),
                },
            }
        })
        .collect()
    };
    ThemesPage {
        persons: of(Audience::Person),
        enterprises: of(Audience::Enterprise),
        small: routes::SMALL.into(),
        things: routes::THINGS,
        shell,
    }
}

/// For page samples.
pub(crate) fn sample_list(
    shell: Shell,
    lead: Say,
    cards: Vec<Card>,
    bodies: HashMap<BodyId, Body>,
    place: Text,
) -> ListPage {
    list_page(shell, Found { cards, bodies, place: Some(place) }, lead, routes::ITEMS, "")
}
