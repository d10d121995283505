//! Choosing where one is: from the provinces down to the township, or by name or code. The choice
//! itself is a preference, remembered by `web`.

use askama::Template;
use kernel::DivisionCode;
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Path, Query, Sampler, Shell};

use crate::{Change, Division, Kind, Resolution, divisions, routes};

/// A division on a page: what it is called, where its page is, how it is chosen.
struct Choice {
    name: String,
    /// Where the name lies, from the province down; empty where that is clear.
    above: String,
    href: String,
    choose: String,
    zone: bool,
}

/// What became of an old code.
struct Ended {
    year: String,
    name: String,
    kind: &'static str,
    document: Option<String>,
}

#[derive(Template)]
#[template(path = "directory_places.html")]
struct PlacesPage {
    shell: Shell,
    /// The division whose page it is, chosen by one act.
    here: Option<Choice>,
    ended: Option<Ended>,
    /// Below it, or found by name, or the successors.
    choices: Vec<Choice>,
    query: String,
    searched: bool,
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: Option<String>,
    next: Option<String>,
}

impl Wanted {
    fn next(&self) -> String {
        web::path::stay_here(self.next.as_deref().unwrap_or("/")).to_owned()
    }
}

/// The provinces, or what was searched for.
pub async fn places(cx: Cx, Query(wanted): Query<Wanted>) -> Answer {
    let (next, query) = (wanted.next(), wanted.q.unwrap_or_default().trim().chars().take(40).collect::<String>());
    if let Ok(code) = query.parse::<DivisionCode>() {
        return show(&cx, code, next).await;
    }
    let words = query.clone();
    let rows = cx
        .read(move |read| {
            let rows = if words.is_empty() {
                divisions::children(read, &DivisionCode::COUNTRY)?
            } else {
                divisions::named(read, &words, 60)?
            };
            with_path(read, rows, !words.is_empty())
        })
        .await?;
    let shell = cx.shell(cx.t("directory-places"));
    let choices = choices(&shell, rows, &next);
    let searched = !query.is_empty();
    cx.page(&PlacesPage { shell, here: None, ended: None, choices, query, searched, next })
}

/// One division: what lies in it, and its choice; for an old code, what became of it.
pub async fn place(cx: Cx, Path(code): Path<DivisionCode>, Query(wanted): Query<Wanted>) -> Answer {
    let next = wanted.next();
    show(&cx, code, next).await
}

async fn show(cx: &Cx, code: DivisionCode, next: String) -> Answer {
    let today = cx.now.date();
    let (found, path, rows) = cx
        .read(move |read| {
            let found = divisions::resolve(read, &code, today)?;
            let (path, rows) = match &found {
                Resolution::Current(_) => {
                    (divisions::path(read, &code)?, with_path(read, divisions::children(read, &code)?, false)?)
                }
                Resolution::Successors(successors, _) => (Vec::new(), with_path(read, successors.clone(), true)?),
                Resolution::Unknown => (Vec::new(), Vec::new()),
            };
            Ok((found, path, rows))
        })
        .await?;
    let (title, here, ended) = match found {
        Resolution::Current(division) => (division.name.get(cx.locale).to_owned(), Some(division), None),
        Resolution::Successors(_, change) => (change.old_name.clone(), None, Some(change)),
        Resolution::Unknown => return Err(kernel::Problem::not_found().into()),
    };
    let mut shell = cx.shell(title).crumb(cx.t("directory-places"), places_href(routes::PLACES, &next));
    for above in path.iter().take(path.len().saturating_sub(1)) {
        shell = shell.crumb(above.name.get(cx.locale), places_href(&routes::place(&above.code), &next));
    }
    let here = here.filter(|division| division.kind != Kind::Placeholder && division.code != DivisionCode::COUNTRY);
    let here = here.map(|division| choice(&shell, division, String::new(), &next));
    let choices = choices(&shell, rows, &next);
    let ended = ended.map(ended_as);
    cx.page(&PlacesPage { shell, here, ended, choices, query: String::new(), searched: false, next })
}

fn ended_as(change: Change) -> Ended {
    let kind = match change.kind.as_str() {
        "recoded" => "directory-change-recoded",
        "renamed" => "directory-change-renamed",
        "abolished" => "directory-change-abolished",
        "adjusted" | "reassigned" => "directory-change-adjusted",
        _ => "directory-change-raised",
    };
    Ended { year: change.year.to_string(), name: change.old_name, kind, document: change.document }
}

/// Divisions with what lies above them, where the page needs it.
fn with_path(read: &Read<'_>, rows: Vec<Division>, needed: bool) -> Result<Vec<(Division, Vec<Division>)>, Error> {
    rows.into_iter()
        .map(|row| {
            let mut path = if needed { divisions::path(read, &row.code)? } else { Vec::new() };
            path.pop();
            Ok((row, path))
        })
        .collect()
}

fn choices(shell: &Shell, rows: Vec<(Division, Vec<Division>)>, next: &str) -> Vec<Choice> {
    rows.into_iter()
        .map(|(division, path)| {
            let above: Vec<&str> = path.iter().map(|above| above.name.get(shell.locale)).collect();
            let above = above.join(" ");
            choice(shell, division, above, next)
        })
        .collect()
}

fn choice(shell: &Shell, division: Division, above: String, next: &str) -> Choice {
    let code = division.code.to_string();
    Choice {
        name: division.name.get(shell.locale).to_owned(),
        above,
        href: places_href(&routes::place(&division.code), next),
        choose: web::path::with_query("/preferences", &[("place", &code), ("next", next)]),
        zone: division.kind == Kind::Zone,
    }
}

fn places_href(path: &str, next: &str) -> String {
    web::path::with_query(path, &[("next", if next == "/" { "" } else { next })])
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("directory-places");
    let made = |name: &str, code: &str| Choice {
        name: name.into(),
        above: String::new(),
        href: "/places/440000".into(),
        choose: "/preferences?place=440000".into(),
        zone: code == "140271",
    };
    let sample = shell.t("directory-sample").into_owned();
    let page = |shell: &Shell, here: Option<Choice>, ended: Option<Ended>| PlacesPage {
        shell: shell.clone(),
        here,
        ended,
        choices: vec![made(&sample, "440100"), made(&sample, "140271")],
        query: String::new(),
        searched: false,
        next: "/".into(),
    };
    sampler.page("places", &page(&shell, None, None));
    sampler.page("place", &page(&shell, Some(made(&sample, "440000")), None));
    let ended = Ended { year: "2018".into(), name: sample.clone(), kind: "directory-change-abolished", document: None };
    sampler.page("place-ended", &page(&shell, None, Some(ended)));
    let none = PlacesPage { choices: Vec::new(), query: sample.clone(), searched: true, ..page(&shell, None, None) };
    sampler.page("places-none", &none);
}
