//! Bodies: who there is, and what each may do: its power list 权力清单 by type.

use std::collections::HashMap;

use askama::Template;
use directory::{Body, bodies as directory_bodies, divisions};
use kernel::{DivisionCode, Problem, Text, id::BodyId};
use serde::Deserialize;
use web::{Answer, Cx, Html, Path, Query, Shell, State};

use super::{Entry, Link, Say, level_word};
use crate::{look, needs::Needs, published::Card, reading::reading, records, routes, words::Type};

/// Lines of a power list on one page.
const AT_ONCE: u32 = 100;

/// A division, its name, its bodies with the number of their items.
type Found = (DivisionCode, Option<Text>, Vec<(Body, i64)>);

/// The bodies of one division.
pub(crate) struct Group {
    pub place: Say,
    pub bodies: Vec<Link>,
}

#[derive(Template)]
#[template(path = "catalogue_bodies.html")]
pub(crate) struct BodiesPage {
    pub shell: Shell,
    pub groups: Vec<Group>,
}

/// Items of one type.
pub(crate) struct Kinds {
    pub kind: String,
    pub count: String,
    pub entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "catalogue_body.html")]
pub(crate) struct BodyPage {
    pub shell: Shell,
    pub name: Say,
    pub level: String,
    pub place: Say,
    pub fictional: bool,
    pub facts: Vec<(String, Say)>,
    pub rates: Html,
    pub total: i64,
    pub kinds: Vec<Kinds>,
    pub first: String,
    pub next: String,
}

/// `GET /bodies`: those that serve the place, the nearest first.
pub async fn bodies(cx: Cx, State(needs): State<Needs>) -> Answer {
    let place = super::place(&cx, &needs);
    let groups = cx
        .read(move |read| {
            let mut places = super::places(read, &place)?;
            if places.is_empty() {
                places = read.rows(&records::DIVISIONS, &[], |row| row.get(0))?;
            }
            let mut groups: Vec<Found> = Vec::new();
            for place in places {
                let counts: Vec<(BodyId, i64)> =
                    read.rows(&records::BODY_COUNTS, &[(&place).into()], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let mut found = Vec::with_capacity(counts.len());
                for (id, count) in counts {
                    found.extend(directory_bodies::by_id(read, &id)?.map(|body| (body, count)));
                }
                if !found.is_empty() {
                    found.sort_by_cached_key(|(body, _)| reading(&body.name.zh));
                    groups.push((place, divisions::get(read, &place)?.map(|division| division.name), found));
                }
            }
            Ok(groups)
        })
        .await?;
    let shell = cx.shell(cx.t("catalogue-bodies")).crumb(cx.t("web-home"), "/");
    let groups = groups
        .into_iter()
        .map(|(code, name, bodies)| Group {
            place: name.map_or_else(|| Say::own(code.to_string()), |name| Say::of(&name, shell.locale)),
            bodies: bodies.iter().map(|(body, count)| link(&shell, body, *count)).collect(),
        })
        .collect();
    cx.page(&BodiesPage { shell, groups })
}

pub(crate) fn link(shell: &Shell, body: &Body, count: i64) -> Link {
    Link {
        name: Say::of(&body.name, shell.locale),
        href: routes::body(&body.id),
        words: Say::own(shell.t1("catalogue-count", "count", count)),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    after: Option<String>,
}

/// `GET /bodies/{id}`.
pub async fn body(cx: Cx, Path(id): Path<BodyId>, Query(wanted): Query<Wanted>) -> Answer {
    let after = wanted.after.unwrap_or_default();
    let (from, inner) = (after.clone(), cx.clone());
    let sight = cx
        .read(move |read| {
            let body = directory_bodies::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            let counts = read
                .rows(&records::BODY_KINDS, &[(&id).into()], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
            Ok(Sight {
                cards: look::of_body(read, &id, &from, AT_ONCE + 1)?,
                counts: counts.into_iter().collect(),
                place: divisions::get(read, &body.division)?.map(|division| division.name),
                rates: inner.slot(read, "body.rates", &[id.as_str()])?.into_iter().next().unwrap_or_default(),
                body,
            })
        })
        .await?;
    let shell = cx
        .shell(sight.body.name.get(cx.locale))
        .crumb(cx.t("web-home"), "/")
        .crumb(cx.t("catalogue-bodies"), routes::BODIES);
    cx.page(&page(shell, sight, &after))
}

/// What the store knows for the page of a body.
pub(crate) struct Sight {
    pub body: Body,
    pub place: Option<Text>,
    /// Items by type.
    pub counts: HashMap<String, i64>,
    pub cards: Vec<Card>,
    pub rates: Html,
}

pub(crate) fn page(shell: Shell, sight: Sight, after: &str) -> BodyPage {
    let Sight { body, place, counts, mut cards, rates } = sight;
    let more = cards.len() > AT_ONCE as usize;
    cards.truncate(AT_ONCE as usize);
    let here = routes::body(&body.id);
    let next = cards.last().filter(|_| more).map(|card| web::path::with_query(&here, &[("after", card.id.as_str())]));
    let none = HashMap::new();
    let mut kinds: Vec<(Type, Kinds)> = Vec::new();
    for card in &cards {
        let entry = super::entries(&shell, std::slice::from_ref(card), &none);
        match kinds.last_mut() {
            Some((kind, known)) if *kind == card.kind => known.entries.extend(entry),
            _ => {
                let count = counts.get(card.kind.as_str()).copied().unwrap_or(0);
                let kind = shell.t(&["catalogue-type-", card.kind.as_str()].concat()).into_owned();
                kinds.push((
                    card.kind,
                    Kinds { kind, count: shell.t1("catalogue-count", "count", count), entries: entry },
                ));
            }
        }
    }
    let facts =
        [("catalogue-address", &body.address), ("catalogue-phone", &body.phone), ("catalogue-uscc", &body.uscc)];
    let facts = facts
        .into_iter()
        .filter_map(|(key, value)| Some((shell.t(key).into_owned(), Say::zh(value.as_ref()?, shell.locale))));
    BodyPage {
        name: Say::of(&body.name, shell.locale),
        level: level_word(&shell, body.level),
        place: place.map_or_else(|| Say::own(body.division.to_string()), |place| Say::of(&place, shell.locale)),
        fictional: body.fictional,
        facts: facts.collect(),
        rates,
        total: counts.values().sum(),
        kinds: kinds.into_iter().map(|(_, kinds)| kinds).collect(),
        first: if after.is_empty() { String::new() } else { here },
        next: next.unwrap_or_default(),
        shell,
    }
}
