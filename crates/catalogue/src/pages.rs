//! The pages of the room, by what people look for. What they share: texts of data with their
//! language, links, and the lines of lists.

use std::collections::HashMap;

use directory::{Body, bodies as directory_bodies};
use kernel::{DivisionCode, Locale, Text, division::Level, id::BodyId};
use store::{Error, Read};
use web::{Cx, Shell};

use crate::{needs::Needs, published::Card, routes, words::Mode};

pub(crate) mod bodies;
pub(crate) mod console;
pub(crate) mod go;
pub(crate) mod guide;
pub(crate) mod lists;
pub(crate) mod notice;
mod samples;
pub(crate) mod things;

pub(crate) use samples::samples;

/// A text of data, and its language where that is not the page's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Say {
    pub text: String,
    pub lang: Option<&'static str>,
}

impl Say {
    pub fn of(text: &Text, locale: Locale) -> Self {
        let lang = text.lang(locale);
        Self { text: text.get(locale).to_owned(), lang: (lang != locale.tag()).then_some(lang) }
    }

    /// A text that lists give in Chinese only.
    pub fn zh(text: &str, locale: Locale) -> Self {
        Self { text: text.to_owned(), lang: list_lang(locale).filter(|_| !text.is_ascii()) }
    }

    /// A text of the page itself.
    pub fn own(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None }
    }

    /// Its paragraphs.
    pub fn paragraphs(text: &Text, locale: Locale) -> Vec<Self> {
        let whole = Self::of(text, locale);
        let lines = whole.text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Self { text: line.to_owned(), lang: whole.lang }).collect()
    }
}

/// The language of what lists give in Chinese only, where that is not the page's.
pub(crate) fn list_lang(locale: Locale) -> Option<&'static str> {
    (locale != Locale::Zh).then_some(Locale::Zh.tag())
}

/// A way onwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    pub name: Say,
    pub href: String,
    pub words: Say,
}

/// A line of a list of items.
pub(crate) struct Entry {
    pub name: Say,
    pub href: String,
    pub body: Say,
    pub level: String,
    pub mode: &'static str,
    pub mode_word: String,
}

/// The class of the tag that tells a mode.
fn mode_class(mode: Mode) -> &'static str {
    match mode {
        Mode::Case => "done",
        Mode::Booking => "running",
        Mode::Answer | Mode::Link => "off",
    }
}

pub(crate) fn mode_word(shell: &Shell, mode: Mode) -> String {
    shell.t(&["catalogue-mode-", mode.as_str()].concat()).into_owned()
}

pub(crate) fn level_word(shell: &Shell, level: Level) -> String {
    shell.t(&["catalogue-level-", level.as_str()].concat()).into_owned()
}

/// The bodies of a list, each looked up once.
pub(crate) fn bodies_of(read: &Read<'_>, cards: &[Card]) -> Result<HashMap<BodyId, Body>, Error> {
    let mut found = HashMap::new();
    for card in cards {
        if !found.contains_key(&card.body)
            && let Some(body) = directory_bodies::by_id(read, &card.body)?
        {
            found.insert(card.body.clone(), body);
        }
    }
    Ok(found)
}

pub(crate) fn entries(shell: &Shell, cards: &[Card], bodies: &HashMap<BodyId, Body>) -> Vec<Entry> {
    cards
        .iter()
        .map(|card| Entry {
            name: Say::of(&card.name, shell.locale),
            href: routes::item(&card.id),
            body: bodies.get(&card.body).map(|body| Say::of(&body.name, shell.locale)).unwrap_or_default(),
            level: level_word(shell, card.level),
            mode: mode_class(card.mode),
            mode_word: mode_word(shell, card.mode),
        })
        .collect()
}

/// The place whose offers are shown: the reader's, else the site's.
pub(crate) fn place(cx: &Cx, needs: &Needs) -> DivisionCode {
    cx.prefs.division.as_deref().and_then(|code| code.parse().ok()).unwrap_or(needs.home)
}

/// The place and what serves it; nothing to narrow by where the site serves the whole state.
pub(crate) fn places(read: &Read<'_>, place: &DivisionCode) -> Result<Vec<DivisionCode>, Error> {
    if *place == DivisionCode::COUNTRY { Ok(Vec::new()) } else { crate::look::places_of(read, place) }
}
