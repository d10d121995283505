//! Rows of cases in bulk, without the verbs that would have made them: only for stores that are
//! marked as those of a bench. What is seeded has no entry in the journal, so no such store verifies
//! its state, and none is ever a real one.

use store::{Error, Tx};

use super::{case, parts};
use crate::{act::APPLICANT, case::Case, clock::Clock, task::Task};

/// Writes one case with its tasks and running clocks; the applicant's name is sealed as a verb
/// seals it.
///
/// # Errors
/// Of the engine; `Error::Payload` for terms that can't be written.
pub fn seed(
    tx: &Tx<'_>,
    case: &mut Case,
    applicant: &str,
    tasks: &[Task],
    clocks: &[(Clock, kernel::Date)],
) -> Result<(), Error> {
    case.applicant = tx.seal(&case.person, APPLICANT, applicant.as_bytes())?;
    case::insert(tx, case)?;
    for task in tasks {
        parts::put_task(tx, &case.id, task)?;
    }
    for (clock, due) in clocks {
        parts::put_clock(tx, &case.id, clock, *due)?;
    }
    Ok(())
}
