//! 视为准予延续: a permit whose renewal was applied for in time and on which nobody decided until its last
//! day counts as renewed (AL 50(2)). The timer of the process says when; here is what follows in law: the
//! case is granted, with a notice that says why, and the licence is made. A hearing or a test that still
//! runs doesn't put it off: the article knows no exception.

use serde_json::json;
use store::Error;

use crate::{
    act::Act,
    case::{Case, State},
    decide::{Grant, Taken, conclude},
    flow::Flow,
    matter::Matter,
    task::{Kind, Task},
};

/// Renews by law, in the name of the body that would have decided.
///
/// # Errors
/// Of the store.
pub(crate) fn by_law(
    act: &Act<'_, '_>,
    matter: &Matter,
    case: &mut Case,
    flow: &mut Flow,
    tasks: &mut Vec<Task>,
    grant: &Grant<'_>,
) -> Result<(), Error> {
    if case.state == State::Special {
        case.special_ended()?;
    }
    case.decided(true, act.tx.now())?;
    flow.stop(act)?;
    flow.settle(act, matter, case, tasks)?;
    let deciding = tasks.iter().find(|task| task.kind == Kind::Decide);
    let body = deciding.map_or_else(|| matter.body.id.clone(), |task| task.body.clone());
    let taken = Taken {
        title: "renewed",
        basis: "casework-basis-al-50",
        event: "case.renewed_by_law",
        facts: json!({ "decided_by_body": body }),
        message: "casework-message-renewed",
        ..Taken::default()
    };
    conclude(act, matter, case, &body, &taken, grant)
}
