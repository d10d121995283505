//! What was changed in a case 流程变更, before its applicant and whoever handles it: what, on what legal basis,
//! and what the applicant bears more. Who proposed and approved it, and why, stands on the pages of staff.

use kernel::Text;
use process::change::Burden;
use store::{Error, Read};
use web::Shell;

use super::staff::change_words::{self as said, Steps};
use crate::{
    case::Case,
    change::{Asked, ChangeState, program},
    flow::{Place, Programs},
    matter::{self, Matter},
    records,
};

/// A change that holds, loaded.
pub(crate) struct Held {
    asked: Asked,
    body: Text,
    legal_basis: String,
    burdens: Vec<Burden>,
    at: kernel::Timestamp,
}

/// The changes that hold in a case, the oldest first, with what their words need.
#[derive(Default)]
pub(crate) struct Changed {
    held: Vec<Held>,
    steps: Steps,
}

/// A change on a page.
pub(crate) struct ChangedRow {
    pub what: String,
    pub when: String,
    pub basis: String,
    pub burdens: Vec<String>,
}

impl Changed {
    pub(crate) fn of(read: &Read<'_>, programs: &Programs, case: &Case) -> Result<Self, Error> {
        let mut applied = records::changes(read, &case.id)?;
        applied.retain(|change| change.state == ChangeState::Applied);
        if applied.is_empty() {
            return Ok(Self::default());
        }
        let matter = matter::of_case_without_form(read, case)?;
        let (mut models, mut held) = (Vec::new(), Vec::new());
        for change in applied.into_iter().rev() {
            for digest in [&change.model, &change.derived] {
                models.push(program(read, programs, digest)?);
            }
            let place = change.asked.body.as_deref().map(Place::parse);
            let body = place.map(|place| place.body(read, &matter, case)).transpose()?;
            let body = body.map(|body| directory::bodies::by_id(read, &body)).transpose()?.flatten();
            held.push(Held {
                at: change.decided_at.unwrap_or(change.proposed_at),
                asked: change.asked,
                body: body.map(|body| body.name).unwrap_or_default(),
                legal_basis: change.legal_basis,
                burdens: change.burdens,
            });
        }
        let models: Vec<_> = models.iter().map(|program| &*program.model).collect();
        Ok(Self { held, steps: Steps::of(read, &matter, case, &models)? })
    }

    pub(crate) fn rows(&self, shell: &Shell, matter: &Matter) -> Vec<ChangedRow> {
        let row = |held: &Held| ChangedRow {
            what: said::sentence(shell, &self.steps, &held.asked, held.body.get(shell.locale)),
            when: shell.moment(held.at),
            basis: held.legal_basis.clone(),
            burdens: said::burdens(shell, &self.steps, matter, &held.burdens),
        };
        self.held.iter().map(row).collect()
    }
}
