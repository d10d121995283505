//! The pages that belong to no room: the first page, the search, and how to report an error on
//! the site (General Office 2017-47).

use kernel::{Locale, Text, access::Class};
use search::{Audience, Query as Question, highlight};
use serde::Deserialize;
use web::{Answer, Cx, Html, Module, NavEntry, Query, Routes, Shell, State};

use crate::finder::{Finder, THEME, THING};

/// What the pages need: the index; without it nothing is found.
#[derive(Clone)]
pub struct Needs {
    pub finder: Option<Finder>,
}

pub fn module(needs: Needs) -> Module {
    let routes = Routes::new(needs)
        .get("/", Class::Public, "home", home)
        .cached()
        .get("/search", Class::Public, "search", search_page)
        .cached()
        .get("/site-errors", Class::Public, "site-errors", site_errors)
        .cached()
        .done();
    Module {
        name: "home",
        routes,
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        nav: vec![NavEntry { label: "tongban-nav", href: "/", class: Class::Public, place: 0 }],
        ..Module::default()
    }
}

/// A theme on the first page.
struct Way {
    label: String,
    plain: String,
    href: String,
}

#[derive(askama::Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    persons: Vec<Way>,
    enterprises: Vec<Way>,
    /// Bundles of items for an event.
    things: Vec<Way>,
    most: Vec<Way>,
    mine: Html,
    counts: (i64, usize),
}

async fn home(cx: Cx) -> Answer {
    let locale = cx.locale;
    let shell = cx.shell(cx.t("tongban-title"));
    let asked = cx.clone();
    let (themes, things, most, mine, items) = cx
        .read(move |read| {
            let themes = catalogue::themes(read)?;
            let most = most_used(read)?;
            let mine = asked.slot(read, "home.mine", &[""])?.pop().unwrap_or_default();
            let things = catalogue::bundles::published(read)?;
            Ok::<_, store::Error>((themes, things, most, mine, catalogue::count(read)?))
        })
        .await?;
    let way = |theme: &catalogue::Theme| Way {
        label: theme.name.get(locale).to_owned(),
        plain: theme.plain.as_ref().map(|plain: &Text| plain.get(locale).to_owned()).unwrap_or_default(),
        href: web::path::fill("/themes/{key}", &[&theme.key]),
    };
    let of = |audience| themes.iter().filter(|theme| theme.audience == audience).map(way).collect::<Vec<_>>();
    let (persons, enterprises) = (of(catalogue::words::Audience::Person), of(catalogue::words::Audience::Enterprise));
    let most = most
        .into_iter()
        .map(|item| Way {
            label: item.item.name.get(locale).to_owned(),
            plain: item.item.summary.as_ref().map(|summary| summary.get(locale).to_owned()).unwrap_or_default(),
            href: web::path::fill("/items/{id}", &[&item.id]),
        })
        .collect();
    let things = things
        .iter()
        .map(|edition| Way {
            label: edition.bundle.name.get(locale).to_owned(),
            plain: edition.bundle.summary.get(locale).to_owned(),
            href: web::path::fill("/things/{key}", &[&edition.key]),
        })
        .collect();
    let counts = (items, themes.len());
    cx.page(&HomePage { shell, persons, enterprises, things, most, mine, counts })
}

/// What people come for most: chosen by an editor of the demo until there is a history.
const MOST: [&str; 8] = [
    "DEMO-440117-005",
    "DEMO-440117-012",
    "DEMO-440117-014",
    "DEMO-440117-019",
    "DEMO-440100-002",
    "DEMO-440117-001",
    "DEMO-440117-021",
    "DEMO-440117-026",
];

fn most_used(read: &store::Read<'_>) -> Result<Vec<catalogue::Published>, store::Error> {
    let mut found = Vec::new();
    for code in MOST {
        found.extend(catalogue::by_code(read, "demo", code)?);
    }
    Ok(found)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    /// `person` or `enterprise`.
    r#for: String,
    after: String,
}

/// A line of the answer.
struct Line {
    href: String,
    kind: &'static str,
    title: Vec<(bool, String)>,
    lang: &'static str,
    summary: String,
    body: String,
    why: String,
}

#[derive(askama::Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    q: String,
    chosen: String,
    lines: Vec<Line>,
    elsewhere: Vec<Line>,
    suggestions: Vec<(String, String)>,
    corrected: Option<String>,
    next: Option<String>,
}

/// Characters of a question; more is cut.
const LONGEST: usize = 200;

async fn search_page(State(needs): State<Needs>, cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let q: String = asked.q.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let shell = if q.trim().is_empty() {
        cx.shell(cx.t("tongban-search"))
    } else {
        cx.shell(cx.tn("tongban-search-for", &[("q", &q.as_str())]))
    };
    let audience = match asked.r#for.as_str() {
        "person" => Some(Audience::Person),
        "enterprise" => Some(Audience::Enterprise),
        _ => None,
    };
    let question = Question {
        text: q.clone(),
        division: cx.prefs.division.as_deref().and_then(|code| code.parse().ok()),
        audience,
        limit: 10,
        after: asked.after.parse().unwrap_or(0).min(500),
        ..Question::default()
    };
    let found = match (&needs.finder, q.trim().is_empty()) {
        (Some(finder), false) => {
            finder.index.search(&question).map_err(|error| store::Error::Engine(error.to_string()))?
        }
        _ => search::Found::default(),
    };
    let link = |text: &str, after: usize| {
        let after = if after == 0 { String::new() } else { after.to_string() };
        web::path::with_query("/search", &[("q", text), ("for", &asked.r#for), ("after", &after)])
    };
    let mut lines: Vec<Line> = found.hits.iter().map(|hit| line(&cx, hit)).collect();
    let mut elsewhere: Vec<Line> = found.elsewhere.iter().map(|hit| line(&cx, hit)).collect();
    let mut suggestions: Vec<(String, String)> =
        found.suggestions.iter().map(|text| (text.clone(), link(text, 0))).collect();
    if cx.locale != Locale::Zh {
        let hits = found.hits.iter().chain(&found.elsewhere).map(|hit| hit.key.clone()).collect();
        let words = translated(&cx, hits, found.suggestions.clone()).await?;
        for (line, words) in lines.iter_mut().chain(&mut elsewhere).zip(words.hits) {
            words.fill(line);
        }
        for ((text, _), name) in suggestions.iter_mut().zip(words.suggestions) {
            *text = name.unwrap_or_else(|| text.clone());
        }
    }
    let next = found.next.map(|after| link(&q, after));
    let corrected = found.corrected.clone();
    cx.page(&SearchPage { shell, q, chosen: asked.r#for, lines, elsewhere, suggestions, corrected, next })
}

/// What a line says in the reader's language, as far as it is known; the index holds Chinese.
#[derive(Default)]
struct Words {
    summary: Option<String>,
    body: Option<String>,
}

impl Words {
    fn fill(self, line: &mut Line) {
        line.summary = self.summary.unwrap_or_else(|| std::mem::take(&mut line.summary));
        line.body = self.body.unwrap_or_else(|| std::mem::take(&mut line.body));
    }
}

/// The words of the hits and the names of suggested themes, in the same order.
struct Translated {
    hits: Vec<Words>,
    suggestions: Vec<Option<String>>,
}

async fn translated(cx: &Cx, keys: Vec<String>, suggested: Vec<String>) -> Result<Translated, web::Fail> {
    let english = |text: &Text| text.en.clone();
    cx.read(move |read| {
        let themes = catalogue::themes(read)?;
        let mut hits = Vec::new();
        for key in keys {
            let mut words = Words::default();
            if let Some(theme) = key.strip_prefix(THEME) {
                let theme = themes.iter().find(|known| known.key == theme);
                words.summary = theme.and_then(|theme| theme.plain.as_ref().and_then(english));
            } else if let Some(bundle) = key.strip_prefix(THING) {
                words.summary =
                    catalogue::bundles::standing(read, bundle)?.and_then(|found| english(&found.bundle.summary));
            } else if let Ok(id) = key.parse()
                && let Some(found) = catalogue::item(read, &id, None)?
            {
                words.summary = found.item.summary.as_ref().and_then(english);
                words.body = directory::bodies::by_id(read, &found.body)?.as_ref().and_then(|body| english(&body.name));
            }
            hits.push(words);
        }
        let name =
            |text: &String| themes.iter().find(|theme| theme.name.zh == *text).and_then(|theme| english(&theme.name));
        Ok(Translated { suggestions: suggested.iter().map(name).collect(), hits })
    })
    .await
}

fn line(cx: &Cx, hit: &search::Hit) -> Line {
    let theme = hit.key.strip_prefix(THEME).unwrap_or(&hit.key);
    let (kind, href) = match hit.kind {
        search::Kind::Item => ("item", web::path::fill("/items/{id}", &[&hit.key])),
        search::Kind::Body => ("body", web::path::fill("/bodies/{id}", &[&hit.key])),
        search::Kind::Theme => ("theme", web::path::fill("/themes/{key}", &[&theme])),
        search::Kind::Guide => match hit.key.strip_prefix(THING) {
            Some(key) => ("thing", web::path::fill("/things/{key}", &[&key])),
            None => ("guide", "/".to_owned()),
        },
    };
    let title = highlight(hit.title.get(cx.locale), &hit.why.terms)
        .into_iter()
        .map(|(marked, text)| (marked, text.to_owned()))
        .collect();
    let by = match hit.why.by {
        search::By::Exact => "tongban-why-exact",
        search::By::Pinyin => "tongban-why-pinyin",
        search::By::Initials => "tongban-why-initials",
        search::By::Traditional => "tongban-why-traditional",
        search::By::Synonym => "tongban-why-synonym",
        search::By::Lookalike => "tongban-why-lookalike",
        search::By::English => "tongban-why-english",
    };
    let terms = hit.why.terms.join(if cx.locale == Locale::Zh { "\u{3001}" } else { ", " });
    let why = cx.tn(by, &[("typed", &hit.why.typed.as_str()), ("terms", &terms.as_str())]);
    Line {
        href,
        kind,
        title,
        lang: hit.title.lang(cx.locale),
        summary: hit.summary.clone(),
        body: hit.body_name.clone(),
        why,
    }
}

#[derive(askama::Template)]
#[template(path = "site_errors.html")]
struct SiteErrorsPage {
    shell: Shell,
}

async fn site_errors(cx: Cx) -> Answer {
    let shell = cx.shell(cx.t("tongban-site-errors"));
    cx.page(&SiteErrorsPage { shell })
}
