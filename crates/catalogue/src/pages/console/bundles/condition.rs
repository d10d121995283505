//! A condition without code: for each question the answers that count are ticked; the FEEL that they come
//! to stands beside, to be written by those who can.

use std::collections::BTreeSet;

use askama::Template;
use kernel::Problem;
use rules::feel::Expression;
use web::{Answer as Response, Choice, Cx, Fail, Form, Path, Shell, Typed};

use super::{Desk, Fault, redrawn};
use crate::{
    bundle::{
        Bundle, Kind,
        pairs::{self, Pairs, Ticks},
    },
    bundles::BundleId,
    pages::Say,
    routes,
};

/// A question whose answers can be ticked.
pub(crate) struct Ticked {
    /// Name of its field.
    pub name: String,
    pub label: Say,
    pub choices: Vec<Choice>,
    /// It is a number: from and below.
    pub number: bool,
}

#[derive(Template)]
#[template(path = "catalogue_console_condition.html")]
pub(crate) struct ConditionPage {
    pub shell: Shell,
    pub form: Form,
    pub seen: i64,
    pub draws: bool,
    pub lead: String,
    pub ticked: Vec<Ticked>,
    /// Whether ticks can show what the condition says.
    pub by_ticks: bool,
    pub faults: Vec<Fault>,
    pub action: String,
    pub back: String,
}

/// What a condition belongs to.
fn of<'a>(bundle: &'a mut Bundle, at: &str) -> Option<Place<'a>> {
    match at.split_once(':')? {
        ("question", key) => {
            let question = bundle.questions.iter_mut().find(|question| question.key == key)?;
            Some(Place::Maybe(&mut question.when))
        }
        ("item", key) => {
            let (key, material) = key.split_once('.').map_or((key, None), |(key, material)| (key, Some(material)));
            let member = bundle.members.iter_mut().find(|member| member.key == key)?;
            Some(match material {
                None => Place::Maybe(&mut member.when),
                Some(material) => Place::Material(&mut member.materials, material.to_owned()),
            })
        }
        ("held", place) => {
            let held = bundle.held.get_mut(place.parse::<usize>().ok()?)?;
            Some(Place::Must(&mut held.when))
        }
        _ => None,
    }
}

enum Place<'a> {
    Maybe(&'a mut Option<String>),
    Must(&'a mut String),
    Material(&'a mut std::collections::BTreeMap<String, String>, String),
}

impl Place<'_> {
    fn text(&self) -> String {
        match self {
            Self::Maybe(text) => text.as_deref().unwrap_or_default().to_owned(),
            Self::Must(text) => (*text).clone(),
            Self::Material(all, key) => all.get(key).cloned().unwrap_or_default(),
        }
    }

    fn put(self, text: String) {
        match self {
            Self::Maybe(place) => *place = (!text.is_empty()).then_some(text),
            Self::Must(place) => *place = if text.is_empty() { "false".into() } else { text },
            Self::Material(all, key) if text.is_empty() => {
                all.remove(&key);
            }
            Self::Material(all, key) => {
                all.insert(key, text);
            }
        }
    }
}

/// `GET /console/bundles/{id}/conditions/{at}`.
pub async fn page(cx: Cx, Path((id, at)): Path<(BundleId, String)>) -> Response {
    let form = cx.form();
    show(&cx, id, at, form).await
}

async fn show(cx: &Cx, id: BundleId, at: String, form: Form) -> Response {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let desk = Desk::of(read, &asker, &id)?;
            let mut bundle = (**desk.bundle()).clone();
            let text = of(&mut bundle, &at).ok_or_else(Problem::not_found)?.text();
            Ok(made(&desk, &id, &at, &text, given))
        })
        .await?;
    cx.form_page(&form, &page)
}

fn made(desk: &Desk, id: &BundleId, at: &str, text: &str, form: Form) -> ConditionPage {
    let shell = desk.shell.clone();
    let bundle = desk.bundle();
    // A question may only look back.
    let earlier =
        at.strip_prefix("question:").and_then(|key| bundle.questions.iter().position(|known| known.key == key));
    let questions = bundle.questions.iter().take(earlier.unwrap_or(bundle.questions.len()));
    let ticked = questions.filter(|question| question.kind != Kind::Place).map(|question| Ticked {
        name: ["q_", &question.key].concat(),
        label: Say::of(&question.label, shell.locale),
        choices: match question.kind {
            Kind::YesNo => {
                vec![Choice::new("yes", shell.t("catalogue-yes")), Choice::new("no", shell.t("catalogue-no"))]
            }
            _ => question
                .choices
                .iter()
                .map(|choice| Choice::new(choice.value.clone(), shell.text(&choice.label)))
                .collect(),
        },
        number: question.kind == Kind::Number,
    });
    let known = pairs::of_feel(bundle, text);
    let place = match at.split_once(':') {
        Some(("item", key)) => {
            web::path::fill(routes::BUNDLE_MEMBER, &[id, &key.split('.').next().unwrap_or_default()])
        }
        Some(("question", key)) => web::path::fill(routes::BUNDLE_QUESTION, &[id, &key]),
        _ => web::path::fill(routes::BUNDLE, &[id]),
    };
    let faults = desk.faults(at);
    let lead = desk.place(at);
    ConditionPage {
        seen: desk.edition.version,
        draws: desk.draws,
        lead,
        by_ticks: known.is_some(),
        faults,
        action: web::path::fill(routes::BUNDLE_CONDITION, &[id, &at]),
        back: place,
        ticked: ticked.collect(),
        form: filled(form, text, known.as_ref()),
        shell: shell.clone().titled(shell.t("catalogue-console-condition").into_owned()),
    }
}

fn filled(form: Form, text: &str, known: Option<&Pairs>) -> Form {
    if form.failed() || form.restored {
        return form;
    }
    let mut form = form.with("feel", text);
    for (key, ticks) in known.into_iter().flatten() {
        let name = ["q_", key].concat();
        form = match ticks {
            Ticks::Values(values) => values.iter().fold(form, |form, value| form.with(&name, value.clone())),
            Ticks::Range { from, below } => {
                let side = |number: &Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
                form.with(&[&name, "_from"].concat(), side(from)).with(&[&name, "_below"].concat(), side(below))
            }
        };
    }
    form
}

/// What was ticked.
fn typed_pairs(bundle: &Bundle, typed: &Typed) -> Pairs {
    let mut out = Pairs::new();
    for question in &bundle.questions {
        let name = ["q_", &question.key].concat();
        if question.kind == Kind::Number {
            let side = |end: &str| typed.get(&[&name, end].concat()).trim().parse::<i64>().ok();
            let (from, below) = (side("_from"), side("_below"));
            if from.is_some() || below.is_some() {
                out.insert(question.key.clone(), Ticks::Range { from, below });
            }
            continue;
        }
        let values: BTreeSet<String> = typed.all(&name).map(str::to_owned).collect();
        // All of them together is no condition.
        let all = if question.kind == Kind::YesNo { 2 } else { question.choices.len() };
        if !values.is_empty() && (values.len() < all || question.when.is_some()) {
            out.insert(question.key.clone(), Ticks::Values(values));
        }
    }
    out
}

/// `POST /console/bundles/{id}/conditions/{at}`: by ticks, or as written.
pub async fn save(cx: Cx, Path((id, at)): Path<(BundleId, String)>, typed: Typed) -> Response {
    match saved(&cx, &id, &at, &typed).await {
        Ok(()) => Ok(cx.see_other(&web::path::fill(routes::BUNDLE_CONDITION, &[&id, &at]))),
        Err(fail) => {
            let label = cx.t("catalogue-console-feel");
            let form = cx.form_again(&typed, fail)?.labelled(&[("feel", &label)]);
            show(&cx, id, at, form).await
        }
    }
}

async fn saved(cx: &Cx, id: &BundleId, at: &str, typed: &Typed) -> Result<(), Fail> {
    let written = typed.get("act") == "feel";
    let text = typed.get("feel").trim().to_owned();
    if written && !text.is_empty() && Expression::parse(&text).is_err() {
        return Err(Problem::invalid().field("feel", "catalogue-console-no-feel").into());
    }
    let (at, sent) = (at.to_owned(), typed.clone());
    redrawn(cx, id, typed, move |_, bundle, _| {
        let text = if written { text.clone() } else { pairs::feel(bundle, &typed_pairs(bundle, &sent)) };
        of(bundle, &at).ok_or_else(Problem::not_found)?.put(text);
        Ok(())
    })
    .await
}
