//! 补正: the body tells every defect at once, within 5 working days and once only; the applicant
//! mends, and then the body must accept (AL 32(4), 32(5)).

use kernel::{
    Limit,
    access::{Actor, Role},
    limit::Unit,
};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{ANSWERS, Act, DEFECTS, Office},
    answers,
    case::{Case, CaseId},
    clock::{Clock, Name, RECEIPT_DAYS},
    correction::{Correction, Defect, Target},
    draft::Answers,
    matter::Matter,
    notice::{self, Facts, Line},
    paper::Paper,
    permits, records,
    refusal::Refusal,
};

/// Working days in which the applicant is asked to answer; a custom of the demo, stated on the notice.
pub const ANSWER_DAYS: u32 = 15;

/// In what time the applicant is asked to answer: as the item's own provision says, else the custom.
#[must_use]
pub fn answer_limit(item: &catalogue::Item) -> Limit {
    item.lapse.as_ref().map_or(Limit::new(ANSWER_DAYS, Unit::WorkingDays), |lapse| lapse.limit)
}

/// Under which key files of an answer lie until it is given.
pub(crate) fn parking(id: &CaseId) -> String {
    ["answer", id.as_str().trim_start_matches("case")].concat()
}

/// Asks for correction. Every defect points at a material or a field that the item's version has.
///
/// # Errors
/// `Refusal`s of the permit and of the state; a defect without words or at nothing.
pub fn ask(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    seen: Option<i64>,
    defects: &[Defect],
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::accept(actor, &case)?;
    if defects.is_empty()
        || defects.iter().any(|defect| defect.what.trim().is_empty() || place(matter, &defect.target).is_none())
    {
        return Err(Refusal::ReasonWanting("defects").into());
    }
    case.correction_asked()?;
    let now = tx.now();
    act.clocks(&mut case, &|clock| {
        if clock.name == Name::Receipt {
            clock.end(now.date());
        }
    })?;
    let staff = actor.as_staff().ok_or(Refusal::NotPermitted)?.clone();
    let answer_by = answer_limit(&matter.item).due(now.date(), &office.calendar).date;
    let sealed = tx.seal(&case.person, DEFECTS, &serde_json::to_vec(defects)?)?;
    let number = case.corrections;
    let lapse = matter.item.lapse.as_ref().map(|lapse| lapse.basis.clone());
    let correction = Correction {
        number,
        defects: sealed,
        asked_at: now,
        asked_by: staff,
        answer_by,
        answered_at: None,
        lapse: lapse.clone(),
    };
    records::put_correction(tx, id, &correction)?;
    if lapse.is_some() {
        crate::jobs::lapse_after(tx, answer_by)?;
    }
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: now.date().to_string(),
        lines: defects
            .iter()
            .map(|defect| Line { what: defect.what.clone(), place: place(matter, &defect.target) })
            .collect(),
        bases: vec!["casework-basis-al-32".into()],
        days: vec![("casework-day-answer-by".into(), answer_by.to_string())],
        unanswered: Some(lapse.unwrap_or_else(|| "casework-printed-unanswered".into())),
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, notice::Kind::Correction, &body, &facts)?;
    let facts = json!({ "defects": defects.len(), "answer_by": answer_by });
    act.save(&mut case, "case.correction_asked", &[Role::Officer, Role::Head], facts)?;
    act.tell(&case, Some(matter), "casework-message-correction", &[("day", answer_by.to_string())])?;
    Ok(case)
}

/// The name of what a defect points at, if the item has it.
fn place(matter: &Matter, target: &Target) -> Option<String> {
    match target {
        Target::Material(key) => {
            matter.item.materials.iter().find(|material| material.key == *key).map(|material| material.name.zh.clone())
        }
        Target::Field(key) => matter
            .form
            .iter()
            .flat_map(|section| &section.fields)
            .find(|field| field.key == *key)
            .map(|field| field.label.zh.clone()),
    }
}

/// The defects of a correction, opened.
///
/// # Errors
/// `Error::Erased`; of the engine.
pub fn defects(read: &store::Read<'_>, case: &Case, correction: &Correction) -> Result<Vec<Defect>, Error> {
    Ok(serde_json::from_slice(&read.open(&case.person, DEFECTS, &correction.defects)?)?)
}

/// What the applicant declared last, opened.
///
/// # Errors
/// `Error::Erased`; of the engine.
pub fn declared(read: &store::Read<'_>, case: &Case) -> Result<Answers, Error> {
    let (_, sealed) = records::declaration(read, &case.id)?.ok_or(Refusal::NotFound)?;
    Ok(serde_json::from_slice(&read.open(&case.person, ANSWERS, &sealed)?)?)
}

/// The applicant answers: changed fields and new papers, each a new version; the rest stands.
///
/// # Errors
/// `Refusal::Incomplete` while a listed defect is not touched; of the permit and of the state.
pub fn answer(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    changed: &Answers,
    papers: &[Paper],
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    permits::applicant(actor, &case)?;
    let now = tx.now();
    let mut open = records::corrections(tx, id)?.into_iter().filter(|correction| correction.answered_at.is_none());
    let Some(mut correction) = open.next() else {
        case.corrected(None)?;
        return Err(Refusal::Stale.into());
    };
    let (version, sealed) = records::declaration(tx, id)?.ok_or(Refusal::NotFound)?;
    let before: Answers = serde_json::from_slice(&tx.open(&case.person, ANSWERS, &sealed)?)?;
    let mut after = before.clone();
    after.extend(changed.iter().map(|(key, value)| (key.clone(), value.clone())));
    let (after, mut wrong) = answers::check(&matter.form, &after, now.date());
    for defect in defects(tx, &case, &correction)? {
        let (field, touched) = match &defect.target {
            Target::Material(key) => (format!("material.{key}"), papers.iter().any(|paper| paper.material == *key)),
            Target::Field(key) => (key.clone(), before.get(key) != after.get(key)),
        };
        if !touched {
            wrong.push(kernel::problem::FieldProblem {
                field: field.into(),
                message: "casework-defect-untouched",
                args: Vec::new(),
            });
        }
    }
    if !wrong.is_empty() {
        return Err(Refusal::Incomplete(wrong).into());
    }
    if after != before {
        let sealed = tx.seal(&case.person, ANSWERS, &serde_json::to_vec(&after)?)?;
        records::put_declaration(tx, id, version + 1, &sealed, now)?;
    }
    let known = records::papers(tx, id.as_str())?;
    for paper in papers {
        let last = known.iter().find(|known| known.material == paper.material).map_or(0, |known| known.version);
        records::put_paper(tx, id.as_str(), &Paper { version: last + 1, ..paper.clone() })?;
    }
    correction.answered_at = Some(now);
    records::put_correction(tx, id, &correction)?;
    // What was corrected arrived now: the 5 days run anew, and at their end it is accepted by law.
    let clock = Clock::from_arrival(Name::Receipt, now, Limit::new(RECEIPT_DAYS, Unit::WorkingDays));
    let due = act.put(id, &clock)?;
    crate::jobs::deem_after(tx, due)?;
    case.corrected(Some(due))?;
    act.save(&mut case, "case.corrected", &[], json!({ "declaration": after != before, "papers": papers.len() }))?;
    Ok(case)
}
