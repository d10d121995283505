//! The slip 收件凭证: what arrived, when, and until when the window answers (Administrative Licensing Law,
//! art. 32(5)). Its signature is the dearest part of a submission, so it is made before the verb, from
//! what the verb is expected to find; the verb takes it only where it says exactly what was found, and
//! signs another where it doesn't. What the document looks like is not decided here.

use kernel::{Date, Timestamp, id::BodyId};
use store::Error;

use crate::{
    act::{self, Act, Office},
    case::Case,
    matter::Matter,
    notice::{Facts, Kind, Line},
    paper::Paper,
};

/// The slip's running number among the notices of a case: nothing was said before it.
const RUNNING: &str = "01";

/// A slip that was signed before the verb, and what it says.
#[derive(Debug, Clone)]
pub struct Prepared {
    body: BodyId,
    at: Timestamp,
    facts: Facts,
    /// The sealed record.
    text: String,
}

/// Signs the slip of a case that will have `number`.
///
/// # Errors
/// When the key fails.
pub(crate) fn prepare(
    office: &Office,
    matter: &Matter,
    number: &str,
    applicant: &str,
    papers: &[Paper],
    due: Date,
    at: Timestamp,
) -> Result<Prepared, Error> {
    let (body, facts) = (matter.competent(), facts(matter, number, applicant, papers, due, at));
    let sealed = act::sealed(office, Kind::Slip, &body, &running(number), at, &facts)?;
    Ok(Prepared { body, at, facts, text: sealed.text().to_owned() })
}

fn running(number: &str) -> String {
    [number, "-", RUNNING].concat()
}

/// What the slip says.
fn facts(matter: &Matter, number: &str, applicant: &str, papers: &[Paper], due: Date, at: Timestamp) -> Facts {
    let named = |paper: &Paper| {
        let material = matter.item.materials.iter().find(|material| material.key == paper.material);
        material.map_or_else(|| paper.material.clone(), |material| material.name.zh.clone())
    };
    Facts {
        case_number: number.to_owned(),
        item: matter.item.name.zh.clone(),
        addressee: applicant.to_owned(),
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: at.date().to_string(),
        lines: papers
            .iter()
            .map(|paper| Line { what: named(paper), place: Some(["casework-source-", paper.source.as_str()].concat()) })
            .collect(),
        days: vec![("casework-clock-receipt".to_owned(), due.to_string())],
        bases: vec!["casework-basis-al-32".into()],
        ..Facts::default()
    }
}

/// Issues the slip of a case that is being made.
pub(crate) fn issue(
    act: &Act<'_, '_>,
    case: &Case,
    matter: &Matter,
    applicant: &str,
    papers: &[Paper],
    due: Date,
    prepared: Option<&Prepared>,
) -> Result<(), Error> {
    let facts = facts(matter, &case.number, applicant, papers, due, case.submitted_at);
    let fits = |slip: &&Prepared| slip.facts == facts && slip.body == case.body && slip.at == case.submitted_at;
    let number = running(&case.number);
    match prepared.filter(fits) {
        Some(slip) => act.keep(case, Kind::Slip, &case.body, number, slip.at, &slip.text),
        None => {
            let at = case.submitted_at;
            let sealed = act::sealed(act.office, Kind::Slip, &case.body, &number, at, &facts)?;
            act.keep(case, Kind::Slip, &case.body, number, at, sealed.text())
        }
    }
}
