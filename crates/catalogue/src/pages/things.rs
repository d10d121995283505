//! Bundles for people: what there is, what one is, one guiding question a page, and what the answers
//! come to, on the screen and as a notice to print. Answers stand in the address and name nobody; what
//! the state has is looked up for who is signed in and stands in no address.

use std::collections::BTreeMap;

use directory::divisions;
use kernel::{DivisionCode, Problem};
use store::{Error, Read};
use web::{Answer as Response, Cx, Path, Query, Shell, State, path};

use crate::{
    bundle::{
        Kind, Question,
        answers::{Answer, Answers},
        decide::{Next, Ready},
    },
    bundles::{self, BundleId, Edition, Opened},
    form::Applicant,
    needs::{Needs, Stated, Whence},
    routes,
    words::Audience,
};

pub(crate) mod ask;
pub(crate) mod list;
pub(crate) mod notice;
pub(crate) mod result;
pub(crate) mod samples;

/// Names and values of a query.
pub(crate) type Pairs = BTreeMap<String, String>;

/// Where the pages of a bundle are: the published one's, or those of a draft that is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    pub about: String,
    pub questions: String,
    pub result: String,
    pub notice: String,
    pub draft: bool,
}

impl Ways {
    pub fn of(key: &str) -> Self {
        let fill = |pattern| path::fill(pattern, &[&key]);
        Self {
            about: fill(routes::THING),
            questions: fill(routes::THING_QUESTIONS),
            result: fill(routes::THING_RESULT),
            notice: fill(routes::THING_NOTICE),
            draft: false,
        }
    }

    pub fn of_draft(id: &BundleId) -> Self {
        let fill = |pattern| path::fill(pattern, &[id]);
        Self {
            about: fill(routes::BUNDLE),
            questions: fill(routes::BUNDLE_PREVIEW),
            result: fill(routes::BUNDLE_PREVIEW_RESULT),
            notice: String::new(),
            draft: true,
        }
    }
}

/// A bundle with someone's answers.
pub(crate) struct Situation {
    pub ready: Ready,
    pub opened: Opened,
    pub ways: Ways,
    /// Answers of the address that count.
    pub typed: Answers,
    /// Answers that the state has, with where from; those said otherwise are not here.
    pub stated: BTreeMap<String, (Answer, Stated)>,
    /// All together.
    pub answers: Answers,
}

/// Who looks, and what the pages need for it.
#[derive(Clone)]
pub(crate) struct Eyes {
    pub cx: Cx,
    pub needs: Needs,
}

impl Eyes {
    fn applicant(&self, edition: &Edition) -> Applicant {
        let persons = edition.bundle.audience.contains(&Audience::Person);
        if self.cx.actor.for_enterprise().is_some() {
            Applicant::Enterprise
        } else if self.cx.actor.as_person().is_some() && persons {
            Applicant::Person
        } else {
            bundles::applicant(&edition.bundle)
        }
    }

    /// The published bundle with the answers of an address.
    pub fn published(&self, read: &Read<'_>, key: &str, pairs: &Pairs) -> Result<Situation, Error> {
        let edition = bundles::standing(read, key)?.ok_or_else(Problem::not_found)?;
        self.situation(read, &edition, Ways::of(key), pairs)
    }

    /// An edition with the answers of an address.
    pub fn situation(&self, read: &Read<'_>, edition: &Edition, ways: Ways, pairs: &Pairs) -> Result<Situation, Error> {
        let bundle = &edition.bundle;
        let opened = bundles::open(read, bundle, self.applicant(edition), self.cx.app.texts())?;
        let ready = Ready::of(bundle.clone());
        let mut stated = self.stated(read, &bundle.questions)?;
        let given = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let typed = crate::bundle::decide::of_pairs(bundle, given);
        stated.retain(|key, _| !typed.contains_key(key));
        let mut answers = typed.clone();
        answers.extend(stated.iter().map(|(key, (answer, _))| (key.clone(), answer.clone())));
        let answers = ready.counting(&answers);
        let counts = |key: &String| answers.contains_key(key);
        stated.retain(|key, _| counts(key));
        let typed = typed.into_iter().filter(|(key, _)| counts(key)).collect();
        Ok(Situation { ready, opened, ways, typed, stated, answers })
    }

    fn stated(&self, read: &Read<'_>, questions: &[Question]) -> Result<BTreeMap<String, (Answer, Stated)>, Error> {
        let sources: Vec<&str> =
            questions.iter().filter_map(|question| Some(question.known.as_ref()?.source.as_str())).collect();
        if sources.is_empty() || self.cx.actor.as_person().is_none() {
            return Ok(BTreeMap::new());
        }
        let said = (self.needs.states)(read, &self.cx.actor, &sources)?;
        let of = |question: &Question| {
            let stated = said.get(&question.known.as_ref()?.source)?;
            Some((question.key.clone(), (Answer::of_source(question, &stated.value)?, stated.clone())))
        };
        Ok(questions.iter().filter_map(of).collect())
    }
}

impl Situation {
    pub fn next(&self) -> Next<'_> {
        self.ready.next(&self.answers)
    }

    /// An address with the answers that were typed.
    pub fn with_answers(&self, address: &str, more: &[(&str, &str)]) -> String {
        let pairs: Vec<(&str, String)> = self.typed.iter().map(|(key, answer)| (key.as_str(), answer.text())).collect();
        let mut all: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
        all.extend(more);
        path::with_query(address, &all)
    }

    /// An answer in words.
    pub fn said(&self, read: &Read<'_>, shell: &Shell, question: &Question, answer: &Answer) -> Result<String, Error> {
        Ok(match answer {
            Answer::Yes(yes) => shell.t(if *yes { "catalogue-yes" } else { "catalogue-no" }).into_owned(),
            Answer::Choice(value) => {
                let choice = question.choices.iter().find(|choice| choice.value == *value);
                choice.map_or_else(|| value.clone(), |choice| shell.text(&choice.label).to_owned())
            }
            Answer::Number(number) => shell.number(*number),
            Answer::Place(code) => place_word(read, shell, code)?,
        })
    }
}

/// A division by its name, with those above it.
pub(crate) fn place_word(read: &Read<'_>, shell: &Shell, code: &DivisionCode) -> Result<String, Error> {
    if *code == DivisionCode::COUNTRY {
        return Ok(shell.t("catalogue-things-elsewhere").into_owned());
    }
    let names = divisions::path(read, code)?;
    let words: Vec<&str> = names.iter().map(|division| shell.text(&division.name)).collect();
    Ok(match shell.locale {
        _ if words.is_empty() => code.to_string(),
        kernel::Locale::Zh => words.concat(),
        kernel::Locale::En => words.into_iter().rev().collect::<Vec<_>>().join(", "),
    })
}

/// The frame of a page of a bundle.
pub(crate) fn shell(cx: &Cx, title: impl Into<String>, situation: &Situation) -> Shell {
    let name = situation.ready.bundle.name.get(cx.locale).to_owned();
    let shell = cx.shell(title);
    if situation.ways.draft {
        shell.crumb(cx.t("catalogue-console-bundles"), routes::BUNDLES).crumb(name, situation.ways.about.clone())
    } else {
        shell
            .crumb(cx.t("web-home"), "/")
            .crumb(cx.t("catalogue-things"), routes::THINGS)
            .crumb(name, situation.ways.about.clone())
    }
}

/// The words of a kind of question whose answers are typed.
pub(crate) fn is_typed(question: &Question) -> bool {
    question.kind == Kind::Number
}

/// `GET /things/{key}/questions`: the next question, or the way to the result.
pub async fn questions(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let found = cx
        .read(move |read| {
            let situation = eyes.published(read, &key, &pairs)?;
            ask::step(read, &eyes.cx, situation, &pairs)
        })
        .await?;
    ask::answer(&cx, found)
}

/// `GET /things/{key}/result`.
pub async fn result(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let found = cx
        .read(move |read| {
            let situation = eyes.published(read, &key, &pairs)?;
            result::of(read, &eyes, situation)
        })
        .await?;
    result::answer(&cx, found)
}

/// Where the state has it, with its day.
pub(crate) fn source_word(shell: &Shell, stated: &Stated) -> String {
    let source = match &stated.whence {
        Whence::Licence(name) => shell.text(name).to_owned(),
        Whence::Register => shell.t("catalogue-things-source-register").into_owned(),
        Whence::SignIn => shell.t("catalogue-things-source-sign-in").into_owned(),
    };
    shell.t2("catalogue-things-source", "source", source.as_str(), "date", shell.date(stated.on))
}
