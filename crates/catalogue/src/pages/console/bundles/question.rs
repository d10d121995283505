//! One guiding question: what it asks, with which choices, why, and where the state may have the answer.

use askama::Template;
use kernel::{Problem, Text};
use web::{Answer as Response, Check, Choice, Cx, Fail, Form, Path, Shell, Typed};

use super::{Desk, Fault, labelled, redrawn, text_of};
use crate::{
    bundle::{Kind, Known, Question, Why, is_key, is_source},
    bundles::BundleId,
    form,
    item::Basis,
    routes,
};

/// Lines for choices on the page.
const CHOICES: usize = 8;

#[derive(Template)]
#[template(path = "catalogue_console_question.html")]
pub(crate) struct QuestionPage {
    pub shell: Shell,
    pub form: Form,
    pub is_new: bool,
    pub seen: i64,
    pub draws: bool,
    pub kinds: Vec<Choice>,
    pub items: Vec<Choice>,
    /// Names of the fields of each choice: value, Chinese, English.
    pub choices: Vec<(String, String, String)>,
    pub faults: Vec<Fault>,
    pub when: String,
    pub condition: String,
    pub action: String,
    pub back: String,
}

/// `GET /console/bundles/{id}/questions/{key}`; `new` for one more.
pub async fn page(cx: Cx, Path((id, key)): Path<(BundleId, String)>) -> Response {
    let form = cx.form();
    show(&cx, id, key, form).await
}

async fn show(cx: &Cx, id: BundleId, key: String, form: Form) -> Response {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let desk = Desk::of(read, &asker, &id)?;
            let question = desk.bundle().question(&key).cloned();
            if question.is_none() && key != "new" {
                return Err(Problem::not_found().into());
            }
            let shell = desk.shell.clone();
            let title = question.as_ref().map_or_else(
                || shell.t("catalogue-console-question-new").into_owned(),
                |question| shell.text(&question.label).to_owned(),
            );
            let items = desk.bundle().members.iter().filter_map(|member| {
                Some(Choice::new(member.key.clone(), shell.text(&desk.opened.pieces.get(&member.key)?.item.name)))
            });
            Ok(QuestionPage {
                is_new: question.is_none(),
                seen: desk.edition.version,
                draws: desk.draws,
                kinds: Kind::ALL
                    .iter()
                    .map(|kind| {
                        Choice::new(kind.as_str(), shell.t(&["catalogue-console-kind-", kind.as_str()].concat()))
                    })
                    .collect(),
                items: items.collect(),
                choices: (1..=CHOICES)
                    .map(|number| {
                        let name = |part: &str| ["choice_", part, "_", &number.to_string()].concat();
                        (name("value"), name("zh"), name("en"))
                    })
                    .collect(),
                faults: desk.faults(&["question:", &key].concat()),
                when: question.as_ref().and_then(|question| question.when.clone()).unwrap_or_default(),
                condition: web::path::fill(routes::BUNDLE_CONDITION, &[&id, &["question:", &key].concat()]),
                action: web::path::fill(routes::BUNDLE_QUESTION, &[&id, &key]),
                back: web::path::fill(routes::BUNDLE, &[&id]),
                form: filled(given, question.as_ref()),
                shell: shell.titled(title),
            })
        })
        .await?;
    cx.form_page(&form, &page)
}

fn filled(form: Form, question: Option<&Question>) -> Form {
    let Some(question) = question.filter(|_| !form.failed() && !form.restored) else { return form };
    let english = |text: &Text| text.en.clone().unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let why = &question.why;
    let mut form = form
        .with("key", question.key.clone())
        .with("kind", question.kind.as_str())
        .with("label_zh", question.label.zh.clone())
        .with("label_en", english(&question.label))
        .with("hint_zh", question.hint.as_ref().map(|hint| hint.zh.clone()).unwrap_or_default())
        .with("hint_en", question.hint.as_ref().map(english).unwrap_or_default())
        .with("min", number(question.min))
        .with("max", number(question.max))
        .with("known", question.known.as_ref().map(|known| known.source.clone()).unwrap_or_default())
        .with("why_zh", why.text.zh.clone())
        .with("why_en", english(&why.text))
        .with("item", why.item.clone())
        .with("document", why.basis.document.clone())
        .with("article", why.basis.article.clone().unwrap_or_default())
        .with("no_source_zh", why.no_source.zh.clone())
        .with("no_source_en", english(&why.no_source));
    for (choice, number) in question.choices.iter().zip(1..) {
        let name = |part: &str| ["choice_", part, "_", &i32::to_string(&number)].concat();
        form = form
            .with(&name("value"), choice.value.clone())
            .with(&name("zh"), choice.label.zh.clone())
            .with(&name("en"), english(&choice.label));
    }
    form
}

/// The question as it was typed.
fn typed_question(typed: &Typed) -> Result<Question, Problem> {
    let mut check = Check::new();
    let key = check.choice("key", typed.get("key").trim(), |key| is_key(key).then(|| key.to_owned()));
    let kind = check.choice("kind", typed.get("kind"), Kind::parse);
    let label = text_of(&mut check, typed, "label_zh", "label_en", 80);
    let (zh, en) =
        (check.text("hint_zh", typed.get("hint_zh"), 0..=120), check.text("hint_en", typed.get("hint_en"), 0..=240));
    let why = text_of(&mut check, typed, "why_zh", "why_en", 200);
    let no_source = text_of(&mut check, typed, "no_source_zh", "no_source_en", 200);
    let item = check.choice("item", typed.get("item"), |item| Some(item.to_owned()));
    let document = check.text("document", typed.get("document"), 1..=120);
    let article = check.text("article", typed.get("article"), 0..=60);
    let known = typed.get("known").trim().to_owned();
    if !known.is_empty() && !is_source(&known) {
        check.wrong("known", "problem-field-choice");
    }
    let mut number = |field: &'static str| match typed.get(field).trim() {
        "" => None,
        text => check.number(field, text, -1_000_000_000..=1_000_000_000),
    };
    let (min, max) = (number("min"), number("max"));
    let choices = if kind == Some(Kind::Choice) { choices(&mut check, typed) } else { Vec::new() };
    check.done()?;
    let (Some(key), Some(kind), Some(item)) = (key, kind, item) else { return Err(Problem::invalid()) };
    let of_number = kind == Kind::Number;
    Ok(Question {
        key,
        kind,
        label,
        hint: (!zh.is_empty()).then(|| Text { zh, en: (!en.is_empty()).then_some(en) }),
        min: min.filter(|_| of_number),
        max: max.filter(|_| of_number),
        choices,
        when: None,
        known: (!known.is_empty()).then(|| Known { source: known, values: std::collections::BTreeMap::new() }),
        why: Why {
            text: why,
            item,
            basis: Basis { document, article: (!article.is_empty()).then_some(article), text: None },
            no_source,
        },
    })
}

fn choices(check: &mut Check, typed: &Typed) -> Vec<form::Choice> {
    let mut out: Vec<form::Choice> = Vec::new();
    for number in 1..=CHOICES {
        let get = |part: &str| typed.get(&["choice_", part, "_", &number.to_string()].concat()).trim().to_owned();
        let (value, zh, en) = (get("value"), get("zh"), get("en"));
        if zh.is_empty() && value.is_empty() {
            continue;
        }
        let value = if value.is_empty() { crate::reading::slug(&zh).replace('-', "_") } else { value };
        if !is_key(&value) || zh.is_empty() || out.iter().any(|known| known.value == value) {
            check.wrong(["choice_value_", &number.to_string()].concat(), "problem-field-choice");
        }
        out.push(form::Choice { value, label: Text { zh, en: (!en.is_empty()).then_some(en) } });
    }
    if out.len() < 2 {
        check.wrong("choice_zh_1", "problem-field-empty");
    }
    out
}

/// `POST /console/bundles/{id}/questions/{key}`: kept, moved up, or dropped.
pub async fn save(cx: Cx, Path((id, key)): Path<(BundleId, String)>, typed: Typed) -> Response {
    let result = saved(&cx, &id, &key, &typed).await;
    match result {
        Ok(()) => Ok(cx.see_other(&web::path::fill(routes::BUNDLE, &[&id]))),
        Err(fail) => {
            let form = labelled(
                &cx,
                cx.form_again(&typed, fail)?,
                &[
                    ("key", "catalogue-console-key"),
                    ("kind", "catalogue-console-kind"),
                    ("label_zh", "catalogue-console-label-zh"),
                    ("why_zh", "catalogue-console-why-zh"),
                    ("item", "catalogue-things-why-item"),
                    ("document", "catalogue-console-document"),
                    ("no_source_zh", "catalogue-console-no-source-zh"),
                    ("known", "catalogue-console-known"),
                ],
            );
            show(&cx, id, key, form).await
        }
    }
}

async fn saved(cx: &Cx, id: &BundleId, key: &str, typed: &Typed) -> Result<(), Fail> {
    let act = typed.get("act").to_owned();
    let question = if act == "save" { Some(typed_question(typed)?) } else { None };
    let key = key.to_owned();
    redrawn(cx, id, typed, move |_, bundle, _| {
        let place = bundle.questions.iter().position(|known| known.key == key);
        match (&question, place, act.as_str()) {
            (Some(new), None, _) => bundle.questions.push(new.clone()),
            (Some(new), Some(place), _) => {
                if let Some(known) = bundle.questions.get_mut(place) {
                    let (when, values) = (known.when.take(), known.known.take());
                    *known = new.clone();
                    known.when = when;
                    // What a source's words mean stands in the text of the bundle.
                    if let (Some(new), Some(old)) = (&mut known.known, values)
                        && new.source == old.source
                    {
                        new.values = old.values;
                    }
                }
            }
            (None, Some(place), "drop") => {
                bundle.questions.remove(place);
            }
            (None, Some(place), "up") if place > 0 => bundle.questions.swap(place, place - 1),
            _ => return Err(Problem::not_found().into()),
        }
        Ok(())
    })
    .await
}
