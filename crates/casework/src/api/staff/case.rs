//! A case before staff by program, as it is answered after every act.

use kernel::{Date, Problem, Timestamp, id::BodyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Read};
use web::{Answer, Cx, Path, Query, api::with_version};

use crate::{
    case::{Case, CaseId, State as CaseState},
    correct,
    draft::Answers,
    matter,
    pages::staff::{
        case::{REASONS, covered_answers, looked, visible},
        masked_applicant,
    },
    paper::{Level, Source},
    records,
    task::{Kind, Outcome, TaskState},
};

/// The part of one body.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskPart {
    pub number: u32,
    pub turn: u32,
    pub kind: Kind,
    pub body: BodyId,
    pub state: TaskState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
}

/// A paper without its content.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaperPart {
    pub material: String,
    pub version: u32,
    pub source: Source,
    pub level: Level,
}

/// A case as those see it who handle it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeskCase {
    pub id: CaseId,
    pub number: String,
    pub version: i64,
    pub state: CaseState,
    pub waits_for: String,
    pub item: String,
    pub item_name: String,
    pub body: BodyId,
    pub division: String,
    /// Masked where it is a person.
    pub applicant: String,
    pub submitted_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Accepted by law.
    pub deemed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub receipt_due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub promised_due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub statutory_due: Option<Date>,
    pub corrections: u32,
    /// The last day to answer an open correction; after it the body may end the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub answer_by: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    pub tasks: Vec<TaskPart>,
    pub papers: Vec<PaperPart>,
    /// What was declared; personal values are covered unless the caller says why they must be seen.
    pub answers: Answers,
}

/// The query of a case.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Why {
    /// `examine`, `identify`, `contact`, `complaint`: then nothing is covered, and the person sees why.
    #[schemars(extend("enum" = ["", "examine", "identify", "contact", "complaint", null]))]
    pub reason: Option<String>,
}

fn whole(read: &Read<'_>, cx: &Cx, case: Case, full: bool) -> Result<DeskCase, Error> {
    let declared = match correct::declared(read, &case) {
        Err(Error::Erased) => Answers::new(),
        other => other?,
    };
    let form = matter::of_case(read, &case, cx.app.texts())?.form;
    let answer_by = match case.state {
        CaseState::Correction => records::corrections(read, &case.id)?.pop().map(|open| open.answer_by),
        _ => None,
    };
    let answers = if full { declared } else { covered_answers(&form, &declared) };
    let part = |task: crate::task::Task| TaskPart {
        number: task.number,
        turn: task.turn,
        kind: task.kind,
        body: task.body,
        state: task.state,
        outcome: task.outcome,
        due: task.due,
    };
    let paper = |paper: crate::paper::Paper| PaperPart {
        material: paper.material,
        version: paper.version,
        source: paper.source,
        level: paper.level,
    };
    Ok(DeskCase {
        tasks: records::tasks(read, &case.id)?.into_iter().map(part).collect(),
        papers: records::papers(read, case.id.as_str())?.into_iter().map(paper).collect(),
        answers,
        applicant: masked_applicant(read, &case)?,
        number: case.number,
        version: case.version,
        state: case.state,
        waits_for: case.waits_for.text(),
        item: case.item,
        item_name: case.item_name,
        body: case.body,
        division: case.division.as_str().to_owned(),
        submitted_at: case.submitted_at,
        accepted_at: case.accepted_at,
        decided_at: case.decided_at,
        delivered_at: case.delivered_at,
        deemed: case.deemed,
        receipt_due: case.receipt_due,
        promised_due: case.promised_due,
        statutory_due: case.statutory_due,
        corrections: case.corrections,
        answer_by,
        licence: case.licence,
        id: case.id,
    })
}

/// The case as it stands; the look is recorded before it is sent.
pub(super) async fn answer(cx: &Cx, id: &CaseId, why: Option<&'static str>) -> Answer {
    let (asker, wanted, full) = (cx.clone(), id.clone(), why.is_some());
    let (case, body) = cx
        .read(move |read| {
            let case = visible(read, &asker.actor, &wanted)?;
            Ok((case.clone(), whole(read, &asker, case, full)?))
        })
        .await?;
    looked(cx, &case, why.unwrap_or("casework-look-program")).await?;
    Ok(with_version(cx.json(&body)?, body.version))
}

/// One case.
pub(crate) async fn case(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<Why>) -> Answer {
    let why = match asked.reason.as_deref() {
        None | Some("") => None,
        Some(reason) => {
            let known = REASONS.iter().find(|(known, _)| *known == reason).map(|(_, key)| *key);
            Some(known.ok_or_else(|| Problem::invalid().field("reason", "problem-field-choice"))?)
        }
    };
    answer(&cx, &id, why).await
}
