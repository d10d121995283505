//! What the law does by itself: a permit case on which nothing was said within 5 working days is
//! accepted from the day its papers arrived (AL 32(4)). A first permit is never deemed granted.

use kernel::access::Actor;
use store::{Error, Store};

use crate::{
    accept::enter_handling,
    act::{Act, Office},
    case::{CaseId, State},
    matter::Matter,
    records,
};

/// Loads the matter of a case, as the room's door does.
pub type LoadMatter = dyn Fn(&store::Read<'_>, &crate::case::Case) -> Result<Matter, Error> + Send + Sync;

/// Accepts by law what was left lying; says how many cases. Each case is a transaction of its own.
///
/// # Errors
/// Of the engine.
pub fn deem(store: &Store, office: &Office, load: &std::sync::Arc<LoadMatter>) -> Result<usize, Error> {
    let today = store.now().date();
    let mut done = 0;
    for state in [State::Submitted, State::Received] {
        loop {
            let due = store.read(|read| records::overdue_receipts(read, state, today, 100))?;
            if due.is_empty() {
                break;
            }
            let before = done;
            for id in due {
                done += usize::from(deem_one(store, office, load, id)?);
            }
            if done == before {
                break;
            }
        }
    }
    Ok(done)
}

fn deem_one(store: &Store, office: &Office, load: &std::sync::Arc<LoadMatter>, id: CaseId) -> Result<bool, Error> {
    let (office, load) = (office.clone(), load.clone());
    store.write(move |tx| {
        let actor = Actor::system("deemed-acceptance");
        let act = Act { tx, office: &office, actor: &actor };
        let mut case = act.hold(&id, None)?;
        let today = tx.now().date();
        // An officer may have been faster between the list and here.
        if !case.state.before_acceptance() || case.receipt_due.is_none_or(|due| due >= today) {
            return Ok(false);
        }
        let matter = load(tx, &case)?;
        // From the day the material arrived: the submission, or the answer to the correction.
        let answered = records::corrections(tx, &id)?.into_iter().filter_map(|correction| correction.answered_at).max();
        let from = answered.unwrap_or(case.submitted_at);
        enter_handling(&act, &matter, &mut case, from, true)?;
        Ok::<bool, Error>(true)
    })
}
