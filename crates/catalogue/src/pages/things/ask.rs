//! One guiding question a page, with why it is asked. It works without a script: an answer is a part of
//! the next address.

use askama::Template;
use store::{Error, Read};
use web::{Answer as Response, Choice, Cx, Form, Shell, form::FieldError};

use super::{Pairs, Situation, is_typed, place_word};
use crate::{
    bundle::{
        Kind, Question,
        answers::{self, Answer},
        combinations_of,
        decide::Next,
    },
    pages::Say,
    routes,
};

/// The question that is asked again.
const CHANGE: &str = "change";
/// The question that was on the page before.
const ASKED: &str = "asked";

#[derive(Template)]
#[template(path = "catalogue_thing_ask.html")]
pub(crate) struct AskPage {
    pub shell: Shell,
    pub form: Form,
    pub name: Say,
    pub key: String,
    pub label: Say,
    pub hint: Say,
    pub choices: Vec<Choice>,
    /// A number is typed.
    pub typed: bool,
    pub action: String,
    /// Answers that go along.
    pub along: Vec<(String, String)>,
    pub number: String,
    pub back: String,
    pub why: Say,
    pub item: Say,
    pub item_href: String,
    pub basis: Say,
    pub no_source: Say,
    /// What the state already answered: question, answer, source, and the way to say otherwise.
    pub known: Vec<Known>,
}

/// A question that isn't asked.
pub(crate) struct Known {
    pub label: Say,
    pub answer: String,
    pub source: String,
    pub change: String,
}

/// What comes after the answers.
pub(crate) enum Step {
    Ask(Box<AskPage>),
    /// All is answered, or nothing more can be said.
    Go(String),
}

pub(crate) fn answer(cx: &Cx, step: Step) -> Response {
    match step {
        Step::Ask(page) => cx.form_page(&page.form, &*page),
        Step::Go(to) => Ok(cx.see_other(&to)),
    }
}

pub(crate) fn step(read: &Read<'_>, cx: &Cx, situation: Situation, pairs: &Pairs) -> Result<Step, Error> {
    let bundle = situation.ready.bundle.clone();
    let again = pairs.get(CHANGE).and_then(|key| bundle.question(key));
    let question = match (again, situation.next()) {
        (Some(question), _) | (None, Next::Ask(question)) => question.clone(),
        (None, Next::Stuck(_) | Next::Done) => {
            return Ok(Step::Go(situation.with_answers(&situation.ways.result, &[])));
        }
    };
    page(read, cx, &situation, &question, pairs).map(|page| Step::Ask(Box::new(page)))
}

fn page(read: &Read<'_>, cx: &Cx, situation: &Situation, question: &Question, pairs: &Pairs) -> Result<AskPage, Error> {
    let bundle = &situation.ready.bundle;
    let shell = super::shell(cx, question.label.get(cx.locale), situation);
    let locale = shell.locale;
    let sent = pairs.get(&question.key).filter(|_| pairs.get(CHANGE) != Some(&question.key));
    let standing = situation.answers.get(&question.key).map(Answer::text);
    let mut form = Form::default().with(&question.key, sent.cloned().or(standing).unwrap_or_default());
    let empty = pairs.get(ASKED) == Some(&question.key) && sent.is_none_or(|sent| sent.trim().is_empty());
    if empty || sent.is_some_and(|sent| Answer::read(question, sent).is_none()) {
        form.status = 422;
        form.errors.push(FieldError {
            field: question.key.clone(),
            label: String::new(),
            message: wrong(&shell, question, empty),
        });
    }
    let piece = situation.opened.items.get(&question.why.item);
    let basis = &question.why.basis;
    let article = basis.article.as_deref().unwrap_or_default();
    let along = situation.typed.iter().filter(|(key, _)| **key != question.key);
    let place = bundle.questions.iter().position(|known| known.key == question.key).unwrap_or(0);
    let earlier = bundle.questions.iter().take(place).rev().find(|known| situation.typed.contains_key(&known.key));
    let answered = bundle.questions.iter().take(place).filter(|known| situation.answers.contains_key(&known.key));
    Ok(AskPage {
        form,
        name: Say::of(&bundle.name, locale),
        key: question.key.clone(),
        label: Say::of(&question.label, locale),
        hint: question.hint.as_ref().map(|hint| Say::of(hint, locale)).unwrap_or_default(),
        choices: choices(read, &shell, bundle, question)?,
        typed: is_typed(question),
        action: situation.ways.questions.clone(),
        along: along.map(|(key, answer)| (key.clone(), answer.text())).collect(),
        number: shell.t1("catalogue-things-number", "number", answered.count() + 1),
        back: match earlier {
            Some(earlier) => situation.with_answers(&situation.ways.questions, &[(CHANGE, &earlier.key)]),
            None => situation.ways.about.clone(),
        },
        why: Say::of(&question.why.text, locale),
        item: piece.map(|found| Say::of(&found.item.name, locale)).unwrap_or_default(),
        item_href: piece.map(|found| routes::item(&found.id)).unwrap_or_default(),
        basis: Say::zh(&[&basis.document, article].concat(), locale),
        no_source: Say::of(&question.why.no_source, locale),
        known: known(read, &shell, situation)?,
        shell,
    })
}

fn wrong(shell: &Shell, question: &Question, empty: bool) -> String {
    match question.kind {
        Kind::Number => {
            let (least, most) = (answers::least(question), answers::most(question));
            shell.t2("catalogue-things-number-wrong", "least", shell.number(least), "most", shell.number(most))
        }
        _ if empty => shell.t("problem-field-choose").into_owned(),
        _ => shell.t("problem-field-choice").into_owned(),
    }
}

/// What can be chosen; of places those that make a difference, and elsewhere.
fn choices(
    read: &Read<'_>,
    shell: &Shell,
    bundle: &crate::bundle::Bundle,
    question: &Question,
) -> Result<Vec<Choice>, Error> {
    Ok(match question.kind {
        Kind::YesNo => vec![Choice::new("yes", shell.t("catalogue-yes")), Choice::new("no", shell.t("catalogue-no"))],
        Kind::Choice => {
            question.choices.iter().map(|choice| Choice::new(choice.value.clone(), shell.text(&choice.label))).collect()
        }
        Kind::Number => Vec::new(),
        Kind::Place => {
            let mut out = Vec::new();
            for answer in combinations_of(bundle, question).into_iter().rev() {
                let Answer::Place(code) = &answer else { continue };
                out.push(Choice::new(answer.text(), place_word(read, shell, code)?));
            }
            out
        }
    })
}

/// Answers that the state has.
pub(crate) fn known(read: &Read<'_>, shell: &Shell, situation: &Situation) -> Result<Vec<Known>, Error> {
    let mut out = Vec::new();
    for question in &situation.ready.bundle.questions {
        let Some((answer, stated)) = situation.stated.get(&question.key) else { continue };
        out.push(Known {
            label: Say::of(&question.label, shell.locale),
            answer: situation.said(read, shell, question, answer)?,
            source: super::source_word(shell, stated),
            change: situation.with_answers(&situation.ways.questions, &[(CHANGE, &question.key)]),
        });
    }
    Ok(out)
}
