//! Bundles for programs: what there is, what one asks, and what given answers come to.

use std::collections::BTreeMap;

use kernel::{Problem, Text, Timestamp, problem::FieldProblem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{
    Answer as Response, Cx, Path, State,
    api::{Json, Listed},
};

use crate::{
    bundle::{
        Bundle,
        answers::{Answer, Answers},
        decide::{Next, Ready},
    },
    bundles::{
        self, BundleId, Edition,
        outlook::{Outlook, outlook},
    },
    form::Applicant,
    needs::Needs,
};

/// A published bundle in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BundleCard {
    pub key: String,
    pub name: Text,
    pub summary: Text,
    /// Of this edition.
    pub id: BundleId,
    /// Counted from 1 for the key.
    pub number: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    pub questions: usize,
    pub items: usize,
    /// Address of its page.
    pub page: String,
}

impl BundleCard {
    fn of(edition: &Edition) -> Self {
        Self {
            key: edition.key.clone(),
            name: edition.bundle.name.clone(),
            summary: edition.bundle.summary.clone(),
            id: edition.id.clone(),
            number: edition.number,
            published_at: edition.published_at,
            questions: edition.bundle.questions.len(),
            items: edition.bundle.members.len(),
            page: crate::routes::thing(&edition.key),
        }
    }
}

/// A published bundle in full.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BundleBody {
    #[serde(flatten)]
    pub card: BundleCard,
    pub bundle: Bundle,
}

/// Someone's situation.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Key of the question to `yes` or `no`, the value of a choice, a whole number, the code of a division
    /// or `elsewhere`.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 60))]
    pub answers: BTreeMap<String, String>,
    /// `person` or `enterprise`, for whom forms are made that nobody wrote by hand.
    #[serde(default)]
    #[schemars(extend("enum" = ["person", "enterprise", null]))]
    pub applicant: Option<String>,
}

/// What the answers come to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Evaluation {
    /// Key of the question that is still to be answered; absent when all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The answers that count.
    pub answers: BTreeMap<String, String>,
    /// Absent until every question is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Outlook>,
}

pub async fn bundles(cx: Cx) -> Response {
    let editions = cx.read(bundles::published).await?;
    cx.json(&Listed { items: editions.iter().map(BundleCard::of).collect(), next: None })
}

pub async fn bundle(cx: Cx, Path(key): Path<String>) -> Response {
    let edition = cx.read(move |read| bundles::standing(read, &key)).await?.ok_or_else(Problem::not_found)?;
    cx.json(&BundleBody { card: BundleCard::of(&edition), bundle: (*edition.bundle).clone() })
}

/// The answers, each read by its question.
fn read_answers(bundle: &Bundle, typed: &BTreeMap<String, String>) -> Result<Answers, Problem> {
    let mut problem = Problem::invalid();
    let mut answers = Answers::new();
    for (key, value) in typed {
        match bundle.question(key).and_then(|question| Answer::read(question, value)) {
            Some(answer) => {
                answers.insert(key.clone(), answer);
            }
            None => {
                let field = ["answers.", key].concat().into();
                problem.fields.push(FieldProblem { field, message: "problem-field-choice", args: Vec::new() });
            }
        }
    }
    if problem.fields.is_empty() { Ok(answers) } else { Err(problem) }
}

/// `POST /api/v1/bundles/{key}/evaluation`: computes, and keeps nothing.
pub async fn evaluate(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Json(asking): Json<Asking>,
) -> Response {
    let texts = cx.app.texts().clone();
    let evaluation = cx
        .read(move |read| {
            let edition = bundles::standing(read, &key)?.ok_or_else(Problem::not_found)?;
            let applicant = match asking.applicant.as_deref() {
                Some("enterprise") => Applicant::Enterprise,
                Some("person") => Applicant::Person,
                None => bundles::applicant(&edition.bundle),
                Some(_) => return Err(Problem::invalid().field("applicant", "problem-field-choice").into()),
            };
            let ready = Ready::of(edition.bundle.clone());
            let answers = ready.counting(&read_answers(&edition.bundle, &asking.answers)?);
            let next = match ready.next(&answers) {
                Next::Ask(question) | Next::Stuck(question) => Some(question.key.clone()),
                Next::Done => None,
            };
            let outlook = match next {
                Some(_) => None,
                None => {
                    let opened = bundles::open(read, &edition.bundle, applicant, &texts)?;
                    Some(outlook(read, &needs, &opened, &ready, &ready.choice(&answers))?.0)
                }
            };
            let answers = answers.into_iter().map(|(key, answer)| (key, answer.text())).collect();
            Ok(Evaluation { next, answers, outlook })
        })
        .await?;
    cx.json(&evaluation)
}
