//! The console of bundles 一件事编制: an editor makes a bundle without code, sees at once what is wrong in
//! it and how people would see it; a second person publishes it. What may be done is `bundles::act`'s.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use kernel::{Problem, Text};
use store::{Answered, Error, Read, Tx};
use web::{Answer as Response, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use crate::{
    bundle::{
        Bundle,
        fitness::{Finding, Report, fitness},
    },
    bundles::{self, BundleId, Edition, EditionState, Opened, act},
    needs::Needs,
    pages::{
        Say,
        things::{self, Eyes, Pairs, Ways},
    },
    permits,
    reading::slug,
    records::bundles as records,
    routes,
    words::Audience,
};

pub(crate) mod condition;
pub(crate) mod edition;
pub(crate) mod member;
pub(crate) mod question;

/// A line of the list.
pub(crate) struct Line {
    pub name: Say,
    pub href: String,
    pub kind: &'static str,
    pub state: String,
    pub number: String,
    pub note: String,
    pub since: String,
}

#[derive(Template)]
#[template(path = "catalogue_console_bundles.html")]
pub(crate) struct BundlesPage {
    pub shell: Shell,
    pub form: Form,
    pub drafts: Vec<Line>,
    pub published: Vec<Line>,
    pub draws: bool,
    pub bases: Vec<Choice>,
    pub bodies: Vec<Choice>,
}

/// The tag of a state: kind and word.
pub(crate) fn state_tag(shell: &Shell, state: EditionState) -> (&'static str, String) {
    let kind = match state {
        EditionState::Draft => "waiting",
        EditionState::Published => "done",
        EditionState::Ended | EditionState::Discarded => "off",
    };
    (kind, shell.t(&["catalogue-edition-", state.as_str()].concat()).into_owned())
}

pub(crate) fn line(shell: &Shell, edition: &Edition) -> Line {
    let (kind, state) = state_tag(shell, edition.state);
    Line {
        name: Say::of(&edition.bundle.name, shell.locale),
        href: web::path::fill(routes::BUNDLE, &[&edition.id]),
        kind,
        state,
        number: shell.t1("catalogue-console-number", "number", shell.number(edition.number)),
        note: edition.note.clone(),
        since: shell.moment(edition.published_at.unwrap_or(edition.drawn_at)),
    }
}

/// `GET /console/bundles`.
pub async fn list(cx: Cx) -> Response {
    let form = cx.form();
    show(&cx, form).await
}

async fn show(cx: &Cx, form: Form) -> Response {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let shell = asker.shell(asker.t("catalogue-console-bundles")).crumb(asker.t("web-home"), "/").wide();
            let published = bundles::published(read)?;
            let drafts = records::in_state(read, EditionState::Draft)?;
            let mut bodies = Vec::new();
            for scope in asker.actor.scopes() {
                for body in led_by(read, scope)? {
                    if permits::draw(&asker.actor, &body).is_ok() {
                        bodies.push(Choice::new(body.key.clone(), shell.text(&body.name)));
                    }
                }
            }
            bodies.sort_by(|one, other| one.value.cmp(&other.value));
            bodies.dedup();
            let blank = Choice::new("blank", shell.t("catalogue-console-blank"));
            let bases =
                published.iter().map(|edition| Choice::new(edition.id.as_str(), shell.text(&edition.bundle.name)));
            Ok(BundlesPage {
                drafts: drafts.iter().map(|edition| line(&shell, edition)).collect(),
                bases: std::iter::once(blank).chain(bases).collect(),
                published: published.iter().map(|edition| line(&shell, edition)).collect(),
                draws: !bodies.is_empty(),
                bodies,
                form: given,
                shell,
            })
        })
        .await?;
    cx.form_page(&form, &page)
}

/// The bodies that a post may edit for: its own, and those of its division.
fn led_by(read: &Read<'_>, scope: &kernel::access::Scope) -> Result<Vec<directory::Body>, Error> {
    let mut found: Vec<directory::Body> = directory::bodies::by_id(read, &scope.body)?.into_iter().collect();
    if let Some(place) = &scope.division {
        found
            .extend(directory::bodies::all(read, "", 2_000)?.into_iter().filter(|body| place.contains(&body.division)));
    }
    Ok(found)
}

/// `POST /console/bundles`: a new draft, on a published bundle or on nothing.
pub async fn begin(cx: Cx, typed: Typed) -> Response {
    match begun(&cx, &typed).await {
        Ok(id) => Ok(cx.see_other(&web::path::fill(routes::BUNDLE, &[&id]))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, form).await
        }
    }
}

async fn begun(cx: &Cx, typed: &Typed) -> Result<String, Fail> {
    let mut check = Check::new();
    let base: Option<BundleId> = typed.get("base").parse().ok();
    let note = check.text("note", typed.get("note"), 1..=act::NOTE);
    let (mut zh, mut en, mut body) = (String::new(), String::new(), None);
    if base.is_none() {
        check.choice("base", typed.get("base"), |value| (value == "blank").then_some(()));
        zh = check.text("name_zh", typed.get("name_zh"), 1..=60);
        en = check.text("name_en", typed.get("name_en"), 0..=120);
        body = check.choice("body", typed.get("body"), |value| Some(value.to_owned()));
    }
    check.done()?;
    let (asker, sent) = (cx.clone(), typed.clone());
    cx.write(move |tx| {
        once(tx, &asker, &sent, "bundle-begin", || {
            let bundle = match &base {
                Some(id) => {
                    let base = records::by_id(tx, id)?.ok_or_else(Problem::not_found)?;
                    (*base.bundle).clone()
                }
                None => blank(tx, &zh, &en, body.as_deref().unwrap_or_default())?,
            };
            Ok(act::draw(tx, &asker.actor, bundle, &note)?.id)
        })
    })
    .await
}

fn blank(tx: &Tx<'_>, zh: &str, en: &str, body: &str) -> Result<Bundle, Error> {
    let unknown = || Problem::invalid().field("body", "catalogue-things-body-unknown");
    let leads = directory::bodies::by_key(tx, body)?.ok_or_else(unknown)?;
    let name = Text { zh: zh.to_owned(), en: (!en.is_empty()).then(|| en.to_owned()) };
    let mut key = slug(if en.is_empty() { zh } else { en });
    if key.is_empty() {
        key =
            ["bundle-", &tx.chance::<4>().map(|byte| char::from(b'a' + byte % 26)).iter().collect::<String>()].concat();
    }
    Ok(Bundle {
        key,
        summary: name.clone(),
        name,
        aka: Vec::new(),
        audience: vec![Audience::Person, Audience::Enterprise],
        division: leads.division,
        body: leads.key,
        themes: Vec::new(),
        note: None,
        questions: Vec::new(),
        members: Vec::new(),
        same: Vec::new(),
        held: Vec::new(),
        never_both: Vec::new(),
    })
}

/// Does an act once, however often the same form is sent; what the first time came to, as text.
pub(crate) fn once<T: ToString>(
    tx: &Tx<'_>,
    cx: &Cx,
    typed: &Typed,
    what: &str,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<String, Error> {
    let request = seals::digest::digest(what.as_bytes());
    let who = cx.actor.journal_name();
    if let Some(token) = typed.once() {
        match tx.answered(&who, token, &request)? {
            Answered::Before(answer) => return Ok(answer),
            Answered::OtherRequest => return Err(Problem::stale().into()),
            Answered::New => {}
        }
    }
    let done = act()?.to_string();
    if let Some(token) = typed.once() {
        tx.answer(&who, token, &request, &done)?;
    }
    Ok(done)
}

/// Changes a draft: what `change` makes of it is kept, once.
pub(crate) async fn redrawn(
    cx: &Cx,
    id: &BundleId,
    typed: &Typed,
    change: impl Fn(&Read<'_>, &mut Bundle, &Opened) -> Result<(), Error> + Send + 'static,
) -> Result<(), Fail> {
    let (asker, id, sent) = (cx.clone(), id.clone(), typed.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    cx.write(move |tx| {
        let what = ["bundle-redraw:", id.as_str(), ":", &asker.path].concat();
        once(tx, &asker, &sent, &what, || {
            let edition = records::by_id(tx, &id)?.ok_or_else(Problem::not_found)?;
            let opened = opened(tx, &asker, &edition)?;
            let mut bundle = (*edition.bundle).clone();
            change(tx, &mut bundle, &opened)?;
            act::redraw(tx, &asker.actor, &id, seen, bundle).map(|_| "")
        })
        .map(drop)
    })
    .await
}

/// An edition with its items, as its forms are made for most.
pub(crate) fn opened(read: &Read<'_>, cx: &Cx, edition: &Edition) -> Result<Opened, Error> {
    bundles::open(read, &edition.bundle, bundles::applicant(&edition.bundle), cx.app.texts())
}

/// What a page of a draft is made from.
pub(crate) struct Desk {
    pub edition: Edition,
    pub opened: Opened,
    pub report: Report,
    pub draws: bool,
    pub shell: Shell,
}

impl Desk {
    /// The edition with what is wrong in it.
    pub fn of(read: &Read<'_>, cx: &Cx, id: &BundleId) -> Result<Self, Error> {
        let edition = bundles::by_id(read, id)?.ok_or_else(Problem::not_found)?;
        let opened = opened(read, cx, &edition)?;
        let report = fitness(&edition.bundle, &opened.pieces);
        let body = directory::bodies::by_id(read, &edition.body)?.ok_or_else(Problem::not_found)?;
        let draws = edition.state == EditionState::Draft && permits::draw(&cx.actor, &body).is_ok();
        let name = edition.bundle.name.get(cx.locale).to_owned();
        let shell = cx
            .shell(name.clone())
            .wide()
            .crumb(cx.t("catalogue-console-bundles"), routes::BUNDLES)
            .crumb(name, web::path::fill(routes::BUNDLE, &[id]));
        Ok(Self { edition, opened, report, draws, shell })
    }

    pub fn bundle(&self) -> &Arc<Bundle> {
        &self.edition.bundle
    }

    /// The findings at a place, or below it.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let here = |finding: &&Finding| {
            finding.at == at || finding.at.strip_prefix(at).is_some_and(|rest| rest.starts_with('.'))
        };
        self.report.findings.iter().filter(here).map(|finding| self.fault(finding)).collect()
    }

    /// A finding in the reader's words.
    pub fn fault(&self, finding: &Finding) -> Fault {
        let shell = &self.shell;
        let bundle = self.bundle();
        let text = shell.t(&["catalogue-trouble-", finding.trouble.as_str()].concat()).into_owned();
        let said = |(key, value): (&String, &String)| {
            let question = bundle.question(key);
            let label = question.map_or(key.as_str(), |question| shell.text(&question.label));
            let choice = question.and_then(|question| question.choices.iter().find(|choice| choice.value == *value));
            let word = match value.as_str() {
                "yes" => shell.t("catalogue-yes").into_owned(),
                "no" => shell.t("catalogue-no").into_owned(),
                other => choice.map_or_else(|| other.to_owned(), |choice| shell.text(&choice.label).to_owned()),
            };
            [label, " ", &word].concat()
        };
        let under: Vec<String> = finding.combination.iter().map(said).collect();
        let detail = match &finding.detail {
            detail if detail.is_empty() => String::new(),
            detail => self.named(detail),
        };
        Fault {
            place: self.place(&finding.at),
            href: self.href(&finding.at),
            text,
            detail,
            under: under.join("; "),
            warning: finding.warning,
            same: (finding.trouble == crate::bundle::fitness::Trouble::LooksSame).then(|| finding.detail.clone()),
        }
    }

    /// Keys of items and fields in words, where they are some.
    fn named(&self, detail: &str) -> String {
        let word = |name: &str| {
            let (member, field) = name.split_once('.').unwrap_or((name, ""));
            let piece = self.opened.pieces.get(member)?;
            let item = self.shell.text(&piece.item.name).to_owned();
            let mut fields = piece.form.iter().flat_map(|section| &section.fields);
            let label = fields.find(|known| known.key == field).map(|field| self.shell.text(&field.label).to_owned());
            Some(label.map_or(item.clone(), |label| [item.as_str(), ": ", &label].concat()))
        };
        let words: Vec<String> = detail.split(", ").map(|name| word(name).unwrap_or_else(|| name.to_owned())).collect();
        words.join(if self.shell.locale == kernel::Locale::Zh { "\u{ff1b}" } else { "; " })
    }

    /// What a place is about: a question, an item or its material.
    pub fn place(&self, at: &str) -> String {
        match at.split_once(':') {
            Some(("question", key)) => self
                .bundle()
                .question(key)
                .map_or(key.to_owned(), |question| self.shell.text(&question.label).to_owned()),
            Some(("item", key)) => self.named(key),
            _ => String::new(),
        }
    }

    fn href(&self, at: &str) -> String {
        let id = &self.edition.id;
        match at.split_once(':') {
            Some(("question", key)) => web::path::fill(routes::BUNDLE_QUESTION, &[id, &key]),
            Some(("item", key)) => {
                let member = key.split('.').next().unwrap_or_default();
                web::path::fill(routes::BUNDLE_MEMBER, &[id, &member])
            }
            _ => String::new(),
        }
    }
}

/// What a finding says, in the reader's language.
pub(crate) struct Fault {
    pub place: String,
    pub href: String,
    pub text: String,
    pub detail: String,
    /// The answers that show it.
    pub under: String,
    pub warning: bool,
    /// Two fields that could be asked once.
    pub same: Option<String>,
}

/// A text as two fields have it.
pub(crate) fn text_of(check: &mut Check, typed: &Typed, zh: &'static str, en: &'static str, most: usize) -> Text {
    let (chinese, english) = (check.text(zh, typed.get(zh), 1..=most), check.text(en, typed.get(en), 0..=2 * most));
    Text { zh: chinese, en: (!english.is_empty()).then_some(english) }
}

/// `GET /console/bundles/{id}/preview`: as people would be asked.
pub async fn preview(
    cx: Cx,
    State(needs): State<Needs>,
    Path(id): Path<BundleId>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let found = cx
        .read(move |read| {
            let edition = bundles::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            let situation = eyes.situation(read, &edition, Ways::of_draft(&id), &pairs)?;
            things::ask::step(read, &eyes.cx, situation, &pairs)
        })
        .await?;
    things::ask::answer(&cx, found)
}

/// `GET /console/bundles/{id}/preview/result`.
pub async fn preview_result(
    cx: Cx,
    State(needs): State<Needs>,
    Path(id): Path<BundleId>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let found = cx
        .read(move |read| {
            let edition = bundles::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            let situation = eyes.situation(read, &edition, Ways::of_draft(&id), &pairs)?;
            things::result::of(read, &eyes, situation)
        })
        .await?;
    things::result::answer(&cx, found)
}

/// Labels of the fields of a page, for the summary of what is wrong.
pub(crate) fn labelled(cx: &Cx, form: Form, labels: &[(&str, &str)]) -> Form {
    let words: BTreeMap<&str, String> = labels.iter().map(|(name, key)| (*name, cx.t(key))).collect();
    let pairs: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    form.labelled(&pairs)
}
