//! One version of a model: its drawing and outline, what keeps it from being published, the text with
//! the modeller where it is there, and the same by form: a step more, a step less, another body.

mod acts;
mod check;
mod steps;

use std::collections::BTreeMap;

use askama::Template;
use kernel::division::Level;
use process::{carried, model::Model};
use web::{Answer, Choice, Cx, Form, Path, Shell};

use super::{Fault, Opened, faults, place_word, state_tag};
use crate::{
    compose,
    edition::{Edition, EditionId, EditionState},
    fitness,
    flow::may_be_fact,
    pages::{
        course::{self, Course, Standing, level_word},
        staff::staff_name,
    },
    permits,
    refusal::Refusal,
    routes::console as to,
};

pub(crate) use acts::{begin, discard, end, place_of, publish, redraw};
pub use check::Checked;
pub(crate) use check::{check, said, text};
use steps::TABLE;
pub(crate) use steps::{STEP_ACTS, rules, step};

#[derive(Template)]
#[template(path = "casework/console_edition.html")]
pub(crate) struct EditionPage {
    pub shell: Shell,
    pub form: Form,
    pub kind: &'static str,
    pub state: String,
    pub note: String,
    pub by: String,
    pub published_by: String,
    pub seen: i64,
    pub faults: Vec<Fault>,
    /// Worth knowing, and no hindrance.
    pub hints: Vec<Fault>,
    pub course: Option<Course>,
    /// May be drawn on by this reader.
    pub draws: bool,
    /// May be published by this reader.
    pub publishes: bool,
    /// Drawn by the reader, who therefore can't publish it.
    pub own_hand: bool,
    /// May be taken back by this reader.
    pub ends: bool,
    pub steps: Vec<Choice>,
    pub levels: Vec<Choice>,
    pub acts: Vec<Choice>,
    /// Answers that may become facts.
    pub facts: Vec<Choice>,
    /// It carries decision tables.
    pub decides: bool,
    pub href: Links,
    /// The modellers, where they were fetched.
    pub modeller: Option<web::modellers::Tags>,
}

/// Addresses of a version.
pub(crate) struct Links {
    pub here: String,
    pub steps: String,
    pub rules: String,
    pub discard: String,
    pub publish: String,
    pub end: String,
    pub text: String,
    pub compare: String,
    pub rehearse: String,
    pub past: String,
    /// Where running cases are carried over to it.
    pub moves: String,
}

impl Links {
    pub(crate) fn of(id: &EditionId) -> Self {
        Self {
            here: to::of(to::EDITION, id),
            steps: to::of(to::STEPS, id),
            rules: to::of(to::RULES, id),
            discard: to::of(to::DISCARD, id),
            publish: to::of(to::PUBLICATION, id),
            end: to::of(to::END, id),
            text: to::of(to::TEXT, id),
            compare: to::of(to::COMPARISON, id),
            rehearse: to::of(to::REHEARSAL, id),
            past: to::of(to::PAST, id),
            moves: web::path::with_query(crate::routes::migration::NEW_MOVE, &[("edition", id.as_str())]),
        }
    }
}

pub(crate) async fn page(cx: Cx, Path(id): Path<EditionId>) -> Answer {
    let form = cx.form();
    show(&cx, id, form).await
}

async fn show(cx: &Cx, id: EditionId, form: Form) -> Answer {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let Opened { edition, subject } = Opened::of(read, &id)?;
            let name = subject.item.item.name.get(asker.locale).to_owned();
            let shell = super::shell(&asker, String::new(), &edition.item, &name);
            let (model, _, findings) =
                compose::findings(read, &edition.text, &subject.item.item, edition.division.as_ref())?;
            let mut called = course::Called::new();
            let mut shown = None;
            let mut steps = Vec::new();
            if let Some(model) = &model {
                called = course::called(&shell, model, &course::keys(read, model)?);
                let wrong: BTreeMap<String, Standing> = findings
                    .iter()
                    .filter(|finding| !finding.element.is_empty())
                    .map(|finding| {
                        let label = shell.t("casework-models-faulty").into_owned();
                        (finding.element.clone(), Standing { count: 0, label, class: "is-wrong" })
                    })
                    .collect();
                let title = shell.t("casework-course-title");
                shown = Some(course::course(&shell, model, &called, &wrong, "course", &title));
                for node in model.nodes.iter().filter(|node| node.activity().is_some() && node.inside().is_none()) {
                    let name = called.get(&*node.id).cloned().unwrap_or_else(|| node.name.to_string());
                    let label = if name.is_empty() { node.id.to_string() } else { name };
                    steps.push(Choice::new(&*node.id, label));
                }
            }
            let kept = |warning: bool| -> Vec<fitness::Finding> {
                findings.iter().filter(|finding| finding.warning == warning).cloned().collect()
            };
            let decides = model.as_ref().is_some_and(|model| !carried::decisions(model).is_empty());
            let place = place_word(&shell, read, edition.division.as_ref())?;
            let title =
                shell.t2("casework-models-version", "number", shell.number(edition.number), "place", place.as_str());
            let is_draft = edition.state == EditionState::Draft;
            let publisher = permits::publish(&asker.actor, &subject.body, &edition);
            let by = |staff: &kernel::id::StaffId| staff_name(read, staff, asker.locale);
            let (kind, state) = state_tag(&shell, edition.state);
            Ok(EditionPage {
                kind,
                state,
                faults: faults(&shell, &kept(false), &called, model.as_ref()),
                hints: faults(&shell, &kept(true), &called, model.as_ref()),
                course: shown,
                draws: is_draft && permits::draw(&asker.actor, &subject.body, edition.division.as_ref()).is_ok(),
                publishes: is_draft && findings.iter().all(|finding| finding.warning) && publisher.is_ok(),
                own_hand: is_draft && matches!(publisher, Err(Refusal::SameHand)),
                ends: edition.state == EditionState::Published && publisher.is_ok(),
                steps,
                levels: levels(&shell),
                acts: STEP_ACTS
                    .iter()
                    .map(|act| Choice::new(*act, shell.t(&["casework-models-step-", act].concat())))
                    .collect(),
                by: by(&edition.drawn_by)?,
                published_by: edition.published_by.as_ref().map(by).transpose()?.unwrap_or_default(),
                note: edition.note.clone(),
                seen: edition.version,
                facts: facts(&shell, &subject.item.item),
                decides,
                href: Links::of(&edition.id),
                modeller: if decides { web::modellers::both() } else { web::modellers::bpmn() },
                form: filled(given, &edition, model.as_ref()),
                shell: shell.titled(title),
            })
        })
        .await?;
    cx.form_page(&form, &page)
}

/// What stands in the draft, where nothing was typed.
fn filled(form: Form, edition: &Edition, model: Option<&Model>) -> Form {
    let mut form = if form.value("note").is_empty() { form.with("note", edition.note.clone()) } else { form };
    if form.value("text").is_empty() {
        form = form.with("text", edition.text.clone());
    }
    if form.value("decisions").is_empty() {
        let text = model.map(carried::decisions).filter(|text| !text.is_empty());
        form = form.with("decisions", text.unwrap_or_else(|| TABLE.to_owned()));
        for key in model.map(carried::facts).unwrap_or_default() {
            form = form.with("facts", key);
        }
    }
    form
}

/// Answers of the item's form that may become facts.
fn facts(shell: &Shell, item: &catalogue::Item) -> Vec<Choice> {
    let fields = item.form.iter().flat_map(|section| &section.fields);
    let named = |field: &catalogue::form::Field| {
        let hint = ["answers.", &field.key].concat();
        Choice::new(field.key.clone(), shell.text(&field.label)).hint(hint)
    };
    fields.filter(|field| may_be_fact(item, &field.key)).map(named).collect()
}

/// Levels at which a step's body may stand, and the body that offers the item.
pub(crate) fn levels(shell: &Shell) -> Vec<Choice> {
    let own = Choice::new("own", shell.t("casework-place-own"));
    let levels = [Level::Country, Level::Province, Level::City, Level::County, Level::Township];
    std::iter::once(own)
        .chain(levels.into_iter().map(|level| Choice::new(level.as_str(), level_word(shell, level))))
        .collect()
}
