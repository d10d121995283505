//! One version of a model: its drawing and outline, what keeps it from being published, the text with
//! the modeller where it is there, and the same by form: a step more, a step less, another body.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::IntoResponse;
use http::{HeaderValue, header};
use kernel::{
    Problem,
    division::{DivisionCode, Level},
};
use process::{
    carried,
    change::{CannotDerive, NewStep, Operation, derive},
    model::Model,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Answered, Error, Tx};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Shell, State, Typed};

use super::{Fault, Opened, Subject, faults, place_word, state_tag};
use crate::{
    Room, compose,
    edition::{Edition, EditionId, EditionState},
    fitness,
    flow::{Place, may_be_fact},
    pages::{
        course::{self, Course, Standing, level_word},
        staff::staff_name,
    },
    permits, publish as publishing, records,
    refusal::Refusal,
    routes::console as to,
};

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

/// What may be done to a step by form.
pub(crate) const STEP_ACTS: [&str; 4] = ["after", "beside", "away", "body"];

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

/// What a draft without tables begins with: one decision that always says the same.
const TABLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="urn:tongban:rules">
  <inputData id="input_answers" name="answers"><variable id="variable_answers" name="answers"/></inputData>
  <decision id="route" name="route">
    <variable id="variable_route" name="route" typeRef="string"/>
    <informationRequirement id="needs_answers"><requiredInput href="#input_answers"/></informationRequirement>
    <decisionTable id="table_route" hitPolicy="UNIQUE">
      <input id="input_1"><inputExpression id="expression_1"><text>answers</text></inputExpression></input>
      <output id="output_1" name="route" typeRef="string"/>
      <rule id="rule_1"><inputEntry id="entry_1"><text>-</text></inputEntry><outputEntry id="result_1"><text>"plain"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"##;

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

/// Does an act once, however often the same form is sent; what the first time came to, as text.
fn once<T: ToString>(
    tx: &Tx<'_>,
    cx: &Cx,
    typed: &Typed,
    what: &str,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<String, Error> {
    let request = seals::digest::digest(what.as_bytes());
    let who = cx.actor.journal_name();
    if let Some(once) = typed.once() {
        match tx.answered(&who, once, &request)? {
            Answered::Before(answer) => return Ok(answer),
            Answered::OtherRequest => return Err(Problem::stale().into()),
            Answered::New => {}
        }
    }
    let done = act()?.to_string();
    if let Some(once) = typed.once() {
        tx.answer(&who, once, &request, &done)?;
    }
    Ok(done)
}

/// A new draft: for a place, on what holds now.
pub(crate) async fn begin(cx: Cx, State(room): State<Room>, Path(item): Path<String>, typed: Typed) -> Answer {
    let result = begun(&cx, &room, &item, &typed).await;
    match result {
        Ok(id) => Ok(cx.see_other(&web::path::fill(to::EDITION, &[&id]))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?.labelled(&[
                ("place", &cx.t("casework-models-place")),
                ("base", &cx.t("casework-models-base")),
                ("note", &cx.t("casework-models-note")),
            ]);
            super::item::show(&cx, &room, item, form).await
        }
    }
}

/// A place as it is typed: `all`, or a division.
pub(crate) fn place_of(check: &mut Check, typed: &str) -> Option<Option<DivisionCode>> {
    check.choice("place", typed, |value| match value {
        "all" => Some(None),
        code => code.parse().ok().map(Some),
    })
}

async fn begun(cx: &Cx, room: &Room, item: &str, typed: &Typed) -> Result<String, Fail> {
    let mut check = Check::new();
    let place = place_of(&mut check, typed.get("place"));
    let note = check.text("note", typed.get("note"), 1..=200);
    let base = typed.get("base").to_owned();
    if base.is_empty() {
        check.wrong("base", "problem-field-choice");
    }
    check.done()?;
    let (asker, programs, item, sent) = (cx.clone(), room.programs().clone(), item.to_owned(), typed.clone());
    cx.write(move |tx| {
        let subject = Subject::of(tx, &item)?;
        permits::draw(&asker.actor, &subject.body, place.flatten().as_ref())?;
        once(tx, &asker, &sent, &["model-begin:", &item].concat(), || {
            let text = match base.parse::<EditionId>() {
                Ok(id) => {
                    records::edition_by_id(tx, &id)?.filter(|base| base.item == item).ok_or(Refusal::NotFound)?.text
                }
                Err(_) => subject.begun(&programs, asker.app.texts())?,
            };
            let drawn = publishing::Drawn { text, note: note.clone() };
            Ok(publishing::begin(tx, &asker.actor, &subject.body, &item, place.flatten(), &drawn)?.id)
        })
    })
    .await
}

/// Carries out an act on a version, once; then back to it.
async fn act(
    cx: &Cx,
    id: &EditionId,
    typed: &Typed,
    name: &'static str,
    verb: impl Fn(&Tx<'_>, &Opened, i64) -> Result<(), Error> + Send + 'static,
) -> Result<(), Fail> {
    let (asker, id, sent) = (cx.clone(), id.clone(), typed.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    cx.write(move |tx| {
        let opened = Opened::of(tx, &id)?;
        let what = [name, ":", id.as_str()].concat();
        once(tx, &asker, &sent, &what, || verb(tx, &opened, seen).map(|()| "")).map(drop)
    })
    .await
}

/// Back to the version, or its page again with what is in the way.
async fn answer(cx: &Cx, id: EditionId, typed: &Typed, result: Result<(), Fail>) -> Answer {
    match result {
        Ok(()) => Ok(cx.see_other(&to::of(to::EDITION, &id))),
        Err(fail) => {
            let label = |name: &'static str, key: &str| (name, cx.t(key));
            let labels = [
                label("text", "casework-models-text"),
                label("note", "casework-models-note"),
                label("decisions", "casework-models-decisions"),
                label("facts", "casework-models-facts"),
                label("act", "casework-models-step-act"),
                label("step", "casework-models-step-which"),
                label("name", "casework-models-step-name"),
                label("level", "casework-models-step-level"),
                label("line", "casework-models-step-line"),
                label("days", "casework-models-step-days"),
                label("basis", "casework-models-step-basis"),
            ];
            let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
            let form = cx.form_again(typed, fail)?.labelled(&labels);
            show(cx, id, form).await
        }
    }
}

pub(crate) async fn redraw(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let mut check = Check::new();
    let note = check.text("note", typed.get("note"), 1..=200);
    let drawn = publishing::Drawn { text: typed.get("text").to_owned(), note };
    let result = match check.done() {
        Err(problem) => Err(problem.into()),
        Ok(()) => {
            let actor = cx.actor.clone();
            act(&cx, &id, &typed, "model-redraw", move |tx, opened, seen| {
                publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
            })
            .await
        }
    };
    answer(&cx, id, &typed, result).await
}

pub(crate) async fn discard(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-discard", move |tx, opened, seen| {
        publishing::discard(tx, &actor, &opened.subject.body, &opened.edition.id, seen).map(drop)
    })
    .await;
    match result {
        Ok(()) => Ok(cx.see_other(to::MODELS)),
        Err(fail) => answer(&cx, id, &typed, Err(fail)).await,
    }
}

pub(crate) async fn publish(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-publish", move |tx, opened, seen| {
        let Subject { item, body } = &opened.subject;
        match publishing::publish(tx, &actor, body, &item.item, &opened.edition.id, seen)? {
            publishing::Published::Done(_) => Ok(()),
            publishing::Published::Unfit(_) => Err(Refusal::Unfit.into()),
        }
    })
    .await;
    answer(&cx, id, &typed, result).await
}

pub(crate) async fn end(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-end", move |tx, opened, seen| {
        publishing::end(tx, &actor, &opened.subject.body, &opened.edition.id, seen).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// A change of one step, as the form has it.
fn operation(check: &mut Check, typed: &Typed, model: &Model) -> Option<Operation> {
    let act = check.choice("act", typed.get("act"), |value| STEP_ACTS.iter().find(|act| **act == value).copied())?;
    let element = check.choice("step", typed.get("step"), |value| model.node(value).map(|_| value.to_owned()))?;
    if act == "away" {
        return Some(Operation::Skip { element });
    }
    let level = check.choice("level", typed.get("level"), |value| {
        if value == "own" { Some(None) } else { Level::parse(value).map(Some) }
    })?;
    let line = check.text("line", typed.get("line"), usize::from(level.is_some())..=40);
    let place = level.map_or(Place::Own, |level| Place::Competent { level, line });
    let body = Some(place.text());
    if act == "body" {
        return Some(Operation::Reassign { element, body, actor: None });
    }
    let name = check.text("name", typed.get("name"), 0..=60);
    let basis = check.text("basis", typed.get("basis"), 1..=120);
    let days = match typed.get("days").trim() {
        "" => None,
        days => check.number("days", days, 1..=365).and_then(|days| u32::try_from(days).ok()),
    };
    let id = (1..).map(|number| format!("review_added_{number}")).find(|id| model.element(id).is_none())?;
    let step = NewStep {
        id,
        name,
        body,
        actor: Some("officer".into()),
        form: Some("review".into()),
        days,
        papers: Vec::new(),
        legal_basis: Some(basis),
    };
    if act == "beside" {
        return Some(Operation::Beside { element, step });
    }
    let node = model.node(&element)?;
    match model[node].outgoing.as_slice() {
        [flow] => Some(Operation::Insert { flow: model[*flow].id.to_string(), steps: vec![step] }),
        _ => {
            check.wrong("step", "casework-models-step-several-ways");
            None
        }
    }
}

/// Why a step can't be changed so, at its field.
pub(crate) fn cannot(error: &CannotDerive) -> Problem {
    let (field, key) = match error {
        CannotDerive::Mandatory(_) => ("step", "casework-models-step-mandatory"),
        CannotDerive::NotSimple(_) => ("step", "casework-models-step-not-simple"),
        _ => ("step", "casework-models-step-not-possible"),
    };
    Problem::invalid().field(field, key)
}

/// The draft with one step changed, as its text.
fn changed(typed: &Typed, text: &str) -> Result<String, Problem> {
    let model = process::bpmn::read(text.as_bytes())
        .map_err(|_| Problem::invalid().field("text", "casework-model-not-bpmn"))?;
    let mut check = Check::new();
    let operation = operation(&mut check, typed, &model);
    check.done()?;
    let operation = operation.ok_or_else(Problem::invalid)?;
    let derived = derive(&model, &[operation]).map_err(|error| cannot(&error))?;
    // Where a step is new the old drawing has no place for it: it is laid out anew.
    let laid_out = process::layout::with_diagram(&derived.model);
    let model = process::bpmn::model_of(laid_out).map_err(|_| Problem::invalid())?;
    Ok(process::bpmn::write(&model))
}

/// One step more, less, or in other hands.
pub(crate) async fn step(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let (actor, sent) = (cx.actor.clone(), typed.clone());
    let result = act(&cx, &id, &typed, "model-step", move |tx, opened, seen| {
        permits::draw(&actor, &opened.subject.body, opened.edition.division.as_ref())?;
        let drawn =
            publishing::Drawn { text: changed(&sent, &opened.edition.text)?, note: opened.edition.note.clone() };
        publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// Other tables, other answers to be asked for: they stand in the model's own text.
pub(crate) async fn rules(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let (actor, sent) = (cx.actor.clone(), typed.clone());
    let result = act(&cx, &id, &typed, "model-rules", move |tx, opened, seen| {
        permits::draw(&actor, &opened.subject.body, opened.edition.division.as_ref())?;
        let model = process::bpmn::read(opened.edition.text.as_bytes())
            .map_err(|_| Problem::invalid().field("text", "casework-model-not-bpmn"))?;
        let text = if sent.get("drop").is_empty() { sent.get("decisions").trim() } else { "" };
        if !text.is_empty() {
            rules::dmn::Model::read(text)
                .map_err(|_| Problem::invalid().field("decisions", "casework-model-not-dmn"))?;
        }
        let facts: Vec<String> = sent.all("facts").map(str::to_owned).collect();
        if facts.iter().any(|key| !may_be_fact(&opened.subject.item.item, key)) {
            return Err(Problem::invalid().field("facts", "problem-field-choice").into());
        }
        let model = carried::with(&model, text, &facts)
            .map_err(|_| Problem::invalid().field("decisions", "casework-model-not-dmn"))?;
        let drawn = publishing::Drawn { text: process::bpmn::write(&model), note: opened.edition.note.clone() };
        publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// The text as a file.
pub(crate) async fn text(cx: Cx, Path(id): Path<EditionId>) -> Answer {
    let edition = cx.read(move |read| Ok(Opened::of(read, &id)?.edition)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"model.bpmn\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, edition.text).into_response())
}

/// What the modeller shows while somebody draws.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Checked {
    pub findings: Vec<Said>,
}

/// A finding in the reader's language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Said {
    /// Id of the element; empty for the whole.
    pub element: String,
    pub rule: String,
    pub text: String,
    /// `error`: it keeps the model from being published; `warning`: it doesn't.
    pub severity: &'static str,
}

pub(crate) fn said(shell: &Shell, findings: &[fitness::Finding]) -> Vec<Said> {
    let faults = faults(shell, findings, &course::Called::new(), None);
    findings
        .iter()
        .zip(faults)
        .map(|(finding, fault)| Said {
            element: finding.element.clone(),
            rule: finding.rule.clone(),
            text: fault.text,
            severity: if finding.warning { "warning" } else { "error" },
        })
        .collect()
}

/// Checks a text without keeping it.
pub(crate) async fn check(cx: Cx, typed: Typed) -> Answer {
    let text = typed.get("text").to_owned();
    let (_, findings) = cx.read(move |read| fitness::findings(read, &text, None)).await?;
    cx.json(&Checked { findings: said(&cx.shell(""), &findings) })
}
