//! 申请: a draft becomes a case, exactly once however often it is sent. What the state already holds
//! is taken from where it is (State Council order 716, art. 7); what is wanting is told at its place.

use catalogue::words::{Mode, Necessity};
use kernel::{
    Limit, Timestamp, access::Actor, division::DivisionCode, id::EnterpriseId, limit::Unit, problem::FieldProblem,
};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{ANSWERS, APPLICANT, Act, Office},
    answers,
    case::{Case, CaseId, Channel, State, WaitsFor},
    clock::{Clock, Name, RECEIPT_DAYS},
    draft::{Answers, DraftId},
    matter::Matter,
    paper::{Paper, Source},
    permits, records,
    refusal::Refusal,
    slip,
};

pub use crate::{correct::declared, slip::Prepared};

/// Kind of official numbers that applications have.
pub const NUMBERS: &str = "A";

/// What an application is given before its transaction: the moment at which it arrived, its number and
/// receipt secret, so that no counter row is locked, and the slip, where it was signed beforehand.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub number: String,
    pub secret: String,
    pub at: Timestamp,
    pub slip: Option<Prepared>,
}

/// An application, checked as far as its types go.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The draft it was typed in; a program may send without one.
    pub draft: Option<DraftId>,
    pub enterprise: Option<EnterpriseId>,
    pub division: DivisionCode,
    pub answers: Answers,
    /// Papers uploaded, beside those of the draft.
    pub papers: Vec<Paper>,
    /// Papers that the state holds of the applicant.
    pub held: Vec<Paper>,
    /// The applicant's name.
    pub applicant: String,
    pub channel: Channel,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    pub case: CaseId,
    pub number: String,
    /// Told once; `None` when the draft had become a case before.
    pub secret: Option<String>,
}

/// Submits.
///
/// # Errors
/// `Refusal::Incomplete` with each field and paper; `NotFound` for another's draft.
pub fn submit(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    submission: &Submission,
    drawn: &Drawn,
) -> Result<Submitted, Error> {
    submit_with(tx, office, actor, matter, submission, Vec::new(), drawn)
}

/// Submits, with papers that were taken in this transaction beside those of the submission.
///
/// # Errors
/// As `submit`.
pub(crate) fn submit_with(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    submission: &Submission,
    taken: Vec<Paper>,
    drawn: &Drawn,
) -> Result<Submitted, Error> {
    let act = Act { tx, office, actor };
    let person = actor.as_person().ok_or(Refusal::NotPermitted)?.clone();
    if matter.item.mode != Mode::Case {
        return Err(Refusal::NoCaseHere.into());
    }
    let mut draft = None;
    let mut papers = taken;
    papers.extend(submission.papers.iter().cloned());
    if let Some(id) = &submission.draft {
        let found = records::hold_draft(tx, id)?.ok_or(Refusal::NotFound)?;
        permits::owner(actor, &found)?;
        if let Some(case) = &found.submitted {
            let case = records::find(tx, case)?.ok_or(Refusal::NotFound)?;
            return Ok(Submitted { case: case.id, number: case.number, secret: None });
        }
        papers.extend(records::papers(tx, id.as_str())?);
        draft = Some(found);
    }
    let (papers, mut wanting) = gather(matter, papers, &submission.held, tx.now());
    let (answers, wrong) = answers::check(&matter.form, &submission.answers, tx.now().date());
    wanting.extend(wrong);
    if !wanting.is_empty() {
        return Err(Refusal::Incomplete(wanting).into());
    }

    let at = drawn.at;
    let competent = matter.competent();
    let id: CaseId = tx.id();
    let secret = tx.blind("casework.receipt", &format!("{}\n{}", drawn.number, drawn.secret));
    let mut case = Case {
        version: 0,
        number: drawn.number.clone(),
        secret: secret.0.to_vec(),
        item: matter.id.clone(),
        item_version: matter.version,
        item_name: matter.item.name.zh.clone(),
        item_type: matter.item.kind.as_str().into(),
        body: competent,
        division: submission.division,
        person: person.clone(),
        enterprise: submission.enterprise.clone(),
        applicant: tx.seal(&person, APPLICANT, submission.applicant.as_bytes())?,
        channel: submission.channel,
        state: State::Submitted,
        shape: matter.shape().as_str().into(),
        waits_for: WaitsFor::Window,
        corrections: 0,
        submitted_at: at,
        received_at: None,
        accepted_at: None,
        deemed: false,
        decided_at: None,
        delivered_at: None,
        ended_at: None,
        licence: None,
        receipt_due: None,
        statutory_due: None,
        promised_due: None,
        provisional: false,
        id: id.clone(),
    };
    let clock = receipt_clock(at);
    let receipt_due = act.put(&id, &clock)?;
    case.receipt_due = Some(receipt_due);
    if matter.is_permit() {
        crate::jobs::deem_after(tx, receipt_due)?;
    }
    let sealed = tx.seal(&person, ANSWERS, &serde_json::to_vec(&answers)?)?;
    records::put_declaration(tx, &id, 1, &sealed, at)?;
    for paper in &papers {
        records::put_paper(tx, id.as_str(), paper)?;
    }
    slip::issue(&act, &case, matter, &submission.applicant, &papers, receipt_due, drawn.slip.as_ref())?;
    let sources: Vec<&str> = papers.iter().map(|paper| paper.source.as_str()).collect();
    act.save(&mut case, "case.submitted", &[], json!({ "papers": sources }))?;
    act.tell(&case, Some(matter), "casework-message-submitted", &[])?;
    if let Some(mut draft) = draft {
        draft.submitted = Some(id.clone());
        draft.version += 1;
        // What was typed lives on in the declaration alone.
        draft.answers = Answers::new();
        records::update_draft(tx, &draft)?;
    }
    Ok(Submitted { case: id, number: case.number, secret: Some(drawn.secret.clone()) })
}

/// The days within which the window answers, from the arrival on (AL 32).
fn receipt_clock(arrived: Timestamp) -> Clock {
    Clock::from_arrival(Name::Receipt, arrived, Limit::new(RECEIPT_DAYS, Unit::WorkingDays))
}

/// Signs the slip before the verb, as it will be if nothing changes meanwhile: `handed` are the papers
/// that come with the application or were uploaded for its draft. Nothing where something is wanting, for the verb to say.
///
/// # Errors
/// When the key fails.
pub fn prepare_slip(
    office: &Office,
    matter: &Matter,
    submission: &Submission,
    handed: Vec<Paper>,
    drawn: &Drawn,
) -> Result<Option<Prepared>, Error> {
    let (papers, wanting) = gather(matter, handed, &submission.held, drawn.at);
    if !wanting.is_empty() {
        return Ok(None);
    }
    let due = receipt_clock(drawn.at).due(&office.calendar, drawn.at.date());
    slip::prepare(office, matter, &drawn.number, &submission.applicant, &papers, due, drawn.at).map(Some)
}

/// Each material of the item: held by the state, handed in, allowed to come later, or wanting.
fn gather(matter: &Matter, handed: Vec<Paper>, held: &[Paper], at: Timestamp) -> (Vec<Paper>, Vec<FieldProblem>) {
    let mut papers = Vec::new();
    let mut wanting = Vec::new();
    for material in &matter.item.materials {
        let find = |all: &[Paper]| all.iter().rev().find(|paper| paper.material == material.key).cloned();
        // What the applicant chose to hand in stands before what the state holds: they may know better.
        if let Some(paper) = find(&handed).or_else(|| find(held)) {
            papers.push(Paper { version: 1, ..paper });
        } else if material.necessity == Some(Necessity::LateOk) {
            papers.push(Paper {
                material: material.key.clone(),
                version: 1,
                source: Source::Later,
                reference: String::new(),
                name: None,
                media: None,
                size: None,
                level: crate::paper::Level::D,
                at,
            });
        } else if material.necessity != Some(Necessity::Conditional) {
            wanting.push(FieldProblem {
                field: format!("material.{}", material.key).into(),
                message: "casework-paper-wanting",
                args: vec![("name", material.name.zh.clone())],
            });
        }
    }
    (papers, wanting)
}
