//! What bundles there are, and what one is.

use askama::Template;
use store::{Error, Read};
use web::{Answer as Response, Cx, Path, Query, Shell, State};

use super::{Eyes, Pairs, Situation};
use crate::{
    bundle::decide::Next,
    bundles::{self, Edition},
    needs::Needs,
    pages::{Link, Say, level_word, mode_word},
    routes,
    words::Audience,
};

#[derive(Template)]
#[template(path = "catalogue_things.html")]
pub(crate) struct ThingsPage {
    pub shell: Shell,
    pub persons: Vec<Link>,
    pub enterprises: Vec<Link>,
}

/// `GET /things`.
pub async fn things(cx: Cx) -> Response {
    let editions = cx.read(bundles::published).await?;
    let shell = cx.shell(cx.t("catalogue-things")).crumb(cx.t("web-home"), "/");
    cx.page(&things_page(shell, &editions))
}

pub(crate) fn things_page(shell: Shell, editions: &[Edition]) -> ThingsPage {
    let of = |audience: Audience| -> Vec<Link> {
        let each = editions.iter().filter(|edition| edition.bundle.audience.first() == Some(&audience));
        each.map(|edition| Link {
            name: Say::of(&edition.bundle.name, shell.locale),
            href: routes::thing(&edition.key),
            words: Say::of(&edition.bundle.summary, shell.locale),
        })
        .collect()
    };
    let persons = of(Audience::Person);
    let mut enterprises = of(Audience::Enterprise);
    // What an enterprise comes for stands there, though persons may come for it too.
    let (persons, moved): (Vec<Link>, Vec<Link>) = persons.into_iter().partition(|link| {
        editions.iter().all(|edition| {
            routes::thing(&edition.key) != link.href || !edition.bundle.audience.contains(&Audience::Enterprise)
        })
    });
    enterprises.extend(moved);
    ThingsPage { persons, enterprises, shell }
}

/// An item that a bundle may come to.
pub(crate) struct May {
    pub name: Say,
    pub href: String,
    pub body: Say,
    pub words: String,
    pub always: bool,
}

#[derive(Template)]
#[template(path = "catalogue_thing.html")]
pub(crate) struct ThingPage {
    pub shell: Shell,
    pub summary: Say,
    pub demo: bool,
    pub lead: Say,
    pub begin: String,
    pub questions: usize,
    pub items: Vec<May>,
    pub editions: String,
}

/// `GET /things/{key}`.
pub async fn thing(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let page = cx
        .read(move |read| {
            let edition = bundles::standing(read, &key)?.ok_or_else(kernel::Problem::not_found)?;
            let situation = eyes.situation(read, &edition, super::Ways::of(&key), &pairs)?;
            let shell = eyes
                .cx
                .shell(edition.bundle.name.get(eyes.cx.locale))
                .crumb(eyes.cx.t("web-home"), "/")
                .crumb(eyes.cx.t("catalogue-things"), routes::THINGS);
            about(read, shell, &edition, &situation)
        })
        .await?;
    cx.page(&page)
}

pub(crate) fn about(
    read: &Read<'_>,
    shell: Shell,
    edition: &Edition,
    situation: &Situation,
) -> Result<ThingPage, Error> {
    let bundle = &edition.bundle;
    let locale = shell.locale;
    let lead = directory::bodies::by_id(read, &edition.body)?;
    let mut items = Vec::new();
    for member in &bundle.members {
        let Some(found) = situation.opened.items.get(&member.key) else { continue };
        let body = directory::bodies::by_id(read, &found.body)?;
        items.push(May {
            name: Say::of(&found.item.name, locale),
            href: routes::item(&found.id),
            body: body.map(|body| Say::of(&body.name, locale)).unwrap_or_default(),
            words: [mode_word(&shell, found.item.mode), level_word(&shell, found.item.level)].join(" · "),
            always: member.when.is_none(),
        });
    }
    let to_ask = !matches!(situation.next(), Next::Done);
    Ok(ThingPage {
        summary: Say::of(&bundle.summary, locale),
        demo: bundle.is_demo(),
        lead: lead.map(|body| Say::of(&body.name, locale)).unwrap_or_default(),
        begin: if to_ask { situation.ways.questions.clone() } else { situation.ways.result.clone() },
        questions: bundle.questions.len(),
        items,
        editions: shell.t2(
            "catalogue-things-edition",
            "number",
            shell.number(edition.number),
            "date",
            edition.published_at.map(|at| shell.date(at.date())).unwrap_or_default(),
        ),
        shell,
    })
}
