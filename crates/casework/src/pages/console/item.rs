//! Which items have models of their own, and the page of one item: the model that its cases begin with,
//! as a drawing with how many cases stand where, how many of them late and since when; its versions;
//! and the way to a new draft.

use std::collections::BTreeMap;

use askama::Template;
use catalogue::{Narrow, words::Mode};
use kernel::{Date, access::Actor};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Choice, Cx, Form, Path, Query, Shell, State};

use super::{Subject, place_word, state_tag};
use crate::{
    Room,
    edition::{Edition, EditionState},
    flow::Programs,
    pages::{
        course::{self, Course, Standing},
        staff::staff_name,
    },
    permits, records,
    routes::console as to,
};

/// Lines of a list at once.
const SHOWN: usize = 50;
/// Items looked through for a page of the list.
const LOOKED: u32 = 4_000;
/// Running cases counted on a model: the newest.
pub(crate) const COUNTED: u32 = 10_000;
/// Models drawn on one page.
const DRAWN: usize = 6;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
}

/// A version in a list.
pub(crate) struct Line {
    pub href: String,
    pub item: String,
    pub place: String,
    pub number: String,
    pub kind: &'static str,
    pub state: String,
    pub note: String,
    pub by: String,
    pub published_by: String,
    pub since: String,
}

#[derive(Template)]
#[template(path = "casework/console_models.html")]
pub(crate) struct ListPage {
    pub shell: Shell,
    pub q: String,
    pub drafts: Vec<Line>,
    pub published: Vec<Line>,
    /// Name and address.
    pub items: Vec<(String, String)>,
    pub first: String,
    pub next: String,
}

fn line(shell: &Shell, read: &Read<'_>, edition: &Edition) -> Result<Line, Error> {
    let card = match edition.item.parse() {
        Ok(id) => catalogue::card(read, &id)?,
        Err(_) => None,
    };
    let (kind, state) = state_tag(shell, edition.state);
    let by = |staff: &kernel::id::StaffId| staff_name(read, staff, shell.locale);
    Ok(Line {
        href: to::of(to::EDITION, &edition.id),
        item: card.map(|card| shell.text(&card.name).to_owned()).unwrap_or_default(),
        place: place_word(shell, read, edition.division.as_ref())?,
        number: shell.number(edition.number),
        kind,
        state,
        note: edition.note.clone(),
        by: by(&edition.drawn_by)?,
        published_by: edition.published_by.as_ref().map(by).transpose()?.unwrap_or_default(),
        since: shell.moment(edition.published_at.unwrap_or(edition.drawn_at)),
    })
}

fn lines(shell: &Shell, read: &Read<'_>, editions: &[Edition]) -> Result<Vec<Line>, Error> {
    editions.iter().map(|edition| line(shell, read, edition)).collect()
}

/// Items that open cases and whose name or code has the words, in the order of their names.
fn items(read: &Read<'_>, q: &str, after: &str) -> Result<Vec<catalogue::Card>, Error> {
    let narrow = Narrow { mode: Some(Mode::Case), ..Narrow::default() };
    let wanted = q.trim().to_lowercase();
    let (mut out, mut after) = (Vec::new(), after.to_owned());
    for _ in 0..LOOKED.div_ceil(500) {
        let page = catalogue::list(read, &narrow, &after, 500)?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        let full = page.len() == 500;
        out.extend(page.into_iter().filter(|card| {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            wanted.is_empty() || has(&card.name.zh) || card.name.en.as_deref().is_some_and(has) || has(&card.code)
        }));
        if out.len() > SHOWN || !full {
            break;
        }
    }
    Ok(out)
}

pub(crate) async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (shell, wanted) = (super::shell(&cx, cx.t("casework-models-title"), "", ""), asked.clone());
    let page = cx
        .read(move |read| {
            let mut found = items(read, &wanted.q, &wanted.after)?;
            let more = found.len() > SHOWN;
            found.truncate(SHOWN);
            let here = |after: &str| web::path::with_query(to::MODELS, &[("q", wanted.q.as_str()), ("after", after)]);
            let first = wanted.after.is_empty() && wanted.q.is_empty();
            let shown = |state| if first { records::editions_in(read, state, "", 50) } else { Ok(Vec::new()) };
            Ok(ListPage {
                drafts: lines(&shell, read, &shown(EditionState::Draft)?)?,
                published: lines(&shell, read, &shown(EditionState::Published)?)?,
                next: found.last().filter(|_| more).map(|card| here(card.id.as_str())).unwrap_or_default(),
                first: if wanted.after.is_empty() { String::new() } else { here("") },
                items: found
                    .iter()
                    .map(|card| (shell.text(&card.name).to_owned(), to::of_item(card.id.as_str())))
                    .collect(),
                q: wanted.q,
                shell,
            })
        })
        .await?;
    cx.page(&page)
}

/// A model with its cases on it.
pub(crate) struct Drawn {
    pub title: String,
    pub words: String,
    pub course: Course,
}

#[derive(Template)]
#[template(path = "casework/console_item.html")]
pub(crate) struct ItemPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub body: String,
    pub models: Vec<Drawn>,
    pub counted: bool,
    pub lines: Vec<Line>,
    /// Where a new draft may be for; empty for who may not draw.
    pub places: Vec<Choice>,
    /// What a new draft may begin with.
    pub bases: Vec<Choice>,
}

/// Where the cases of an item stand, by model and step.
pub(crate) type Stand = BTreeMap<String, BTreeMap<String, records::Standing>>;

pub(crate) fn stand(read: &Read<'_>, item: &str, today: Date) -> Result<Stand, Error> {
    let mut out = Stand::new();
    for one in records::standing(read, item, today, COUNTED)? {
        out.entry(one.model.clone()).or_default().insert(one.element.clone(), one);
    }
    Ok(out)
}

/// A model as a drawing with its cases.
pub(crate) fn drawn(
    shell: &Shell,
    read: &Read<'_>,
    model: &process::model::Model,
    cases: Option<&BTreeMap<String, records::Standing>>,
    id: &str,
    title: String,
) -> Result<Drawn, Error> {
    let called = course::called(shell, model, &course::keys(read, model)?);
    let mut standing = BTreeMap::new();
    let (mut all, mut late) = (0, 0);
    for (element, one) in cases.into_iter().flatten() {
        (all, late) = (all + one.cases, late + one.late);
        let since = one.since.map(|at| shell.date(at.date())).unwrap_or_default();
        let label = shell.tn("casework-models-here", &[("cases", &one.cases), ("late", &one.late), ("since", &since)]);
        let count = u32::try_from(one.cases).unwrap_or(u32::MAX);
        let class = if one.late > 0 { "is-late" } else { "is-current" };
        standing.insert(element.clone(), Standing { count, label, class });
    }
    let words = shell.tn("casework-models-running", &[("cases", &all), ("late", &late)]);
    Ok(Drawn { words, course: course::course(shell, model, &called, &standing, id, &title), title })
}

/// The models of an item: those in force, then those on which cases still run.
fn models(
    shell: &Shell,
    read: &Read<'_>,
    programs: &Programs,
    subject: &Subject,
    editions: &[Edition],
    counted: bool,
    today: Date,
) -> Result<Vec<Drawn>, Error> {
    let stand = if counted { stand(read, subject.item.id.as_str(), today)? } else { Stand::new() };
    let (generated, _, model) = subject.generated(programs)?;
    let published: Vec<&Edition> = editions.iter().filter(|edition| edition.state == EditionState::Published).collect();
    let mut all = Vec::new();
    for edition in &published {
        let title = shell.t2(
            "casework-models-version",
            "number",
            shell.number(edition.number),
            "place",
            place_word(shell, read, edition.division.as_ref())?,
        );
        let program = programs.get(&edition.digest, &|| Ok(edition.text.clone()))?;
        all.push((edition.digest.clone(), title, program.model.clone()));
    }
    if !published.iter().any(|edition| edition.division.is_none()) || stand.contains_key(&generated) {
        let key = if published.is_empty() { "casework-models-generated" } else { "casework-models-generated-rest" };
        all.push((generated.clone(), shell.t(key).into_owned(), model));
    }
    for digest in stand.keys() {
        if all.iter().any(|(known, ..)| known == digest) || all.len() >= DRAWN {
            continue;
        }
        let Some(text) = records::model(read, digest)? else { continue };
        let program = programs.get(digest, &|| Ok(text.clone()))?;
        let of = editions.iter().find(|edition| edition.digest == *digest);
        let title = match of {
            Some(edition) => shell.t1("casework-models-ended", "number", shell.number(edition.number)),
            None => shell.t("casework-models-older").into_owned(),
        };
        all.push((digest.clone(), title, program.model.clone()));
    }
    let mut out = Vec::new();
    for (place, (digest, title, model)) in all.into_iter().enumerate() {
        out.push(drawn(shell, read, &model, stand.get(&digest), &format!("model-{place}"), title)?);
    }
    Ok(out)
}

/// Where somebody may draw a version for.
fn places(shell: &Shell, read: &Read<'_>, actor: &Actor, subject: &Subject) -> Result<Vec<Choice>, Error> {
    let mut out = Vec::new();
    if permits::draw(actor, &subject.body, None).is_ok() {
        out.push(Choice::new("all", shell.t("casework-models-everywhere")));
    }
    let mut codes = vec![subject.body.division];
    codes.extend(directory::divisions::children(read, &subject.body.division)?.into_iter().map(|one| one.code));
    for scope in actor.scopes() {
        codes.extend(scope.division.filter(|code| subject.body.division.contains(code)));
    }
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        if permits::draw(actor, &subject.body, Some(&code)).is_ok() && out.len() < 200 {
            out.push(Choice::new(code.as_str(), place_word(shell, read, Some(&code))?));
        }
    }
    Ok(out)
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(item): Path<String>) -> Answer {
    let form = cx.form();
    show(&cx, &room, item, form).await
}

pub(crate) async fn show(cx: &Cx, room: &Room, item: String, form: Form) -> Answer {
    let (asker, programs, given) = (cx.clone(), room.programs().clone(), form.clone());
    let page = cx
        .read(move |read| {
            let subject = Subject::of(read, &item)?;
            let name = subject.item.item.name.get(asker.locale).to_owned();
            let shell = super::shell(&asker, name, "", "");
            let editions = records::editions(read, &item)?;
            let counted = permits::counts(&asker.actor, &subject.body);
            let today = asker.now.date();
            let models = models(&shell, read, &programs, &subject, &editions, counted, today)?;
            let mut bases = vec![Choice::new("generated", shell.t("casework-models-base-generated"))];
            bases.extend(editions.iter().filter(|edition| edition.state != EditionState::Draft).map(|edition| {
                let number = shell.number(edition.number);
                Choice::new(edition.id.as_str(), shell.t1("casework-models-base-version", "number", number))
            }));
            Ok(ItemPage {
                action: to::of_item(&item),
                body: shell.text(&subject.body.name).to_owned(),
                models,
                counted,
                lines: lines(&shell, read, &editions)?,
                places: places(&shell, read, &asker.actor, &subject)?,
                bases,
                form: given,
                shell,
            })
        })
        .await?;
    cx.form_page(&form, &page)
}
