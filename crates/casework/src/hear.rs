//! One case hears of another 办件之间的告知: when a licence is made, the running cases of the same applicant that wait
//! for it go on. A job does it after the decision has committed, a case a transaction; a case that waits no
//! more is passed over, so that the job may run twice.

use std::sync::Arc;

use kernel::access::Actor;
use serde_json::{Value, json};
use store::{Error, Store};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId, State},
    deem::LoadMatter,
    flow::{Flow, LICENCE_ISSUED},
    records,
};

/// So many running cases of one applicant are looked up at once.
const BATCH: u32 = 100;

/// Tells the running cases of the applicant of a granted case that its licence was made.
///
/// # Errors
/// Of the store.
pub(crate) fn licence_issued(store: &Store, office: &Office, load: &Arc<LoadMatter>, id: &CaseId) -> Result<(), Error> {
    let wanted = id.clone();
    let Some(granted) = store.read(move |read| records::find(read, &wanted))? else { return Ok(()) };
    let Some(number) = &granted.licence else { return Ok(()) };
    let (of, load_type) = (granted.clone(), load.clone());
    let kind = store.read(move |read| {
        let matter = load_type(read, &of)?;
        Ok::<_, Error>(matter.item.result.as_ref().and_then(|result| result.licence_type.clone()))
    })?;
    let what = json!({ "licence": { "type": kind, "number": number, "case": granted.number } });
    let mut after = String::new();
    loop {
        let (of, from) = (granted.clone(), after.clone());
        let others = store.read(move |read| records::running_of_applicant(read, &of, &from, BATCH))?;
        let Some(last) = others.last() else { return Ok(()) };
        last.as_str().clone_into(&mut after);
        for other in &others {
            one(store, office, load, other, &granted, &what)?;
        }
    }
}

fn one(
    store: &Store,
    office: &Office,
    load: &Arc<LoadMatter>,
    id: &CaseId,
    granted: &Case,
    what: &Value,
) -> Result<(), Error> {
    let (office, load, id, granted, what) =
        (office.clone(), load.clone(), id.clone(), granted.id.clone(), what.clone());
    store.write(move |tx| {
        let actor = Actor::system("process");
        let act = Act { tx, office: &office, actor: &actor };
        let Some(mut case) = records::hold(tx, &id)? else { return Ok(()) };
        let Some(mut flow) = Flow::running(&act, &id)? else { return Ok(()) };
        if !matches!(case.state, State::Accepted | State::Special) || !flow.hear(&act, LICENCE_ISSUED, &what)? {
            return Ok(());
        }
        let matter = load(tx, &case)?;
        let mut tasks = records::tasks(tx, &id)?;
        let opened = flow.settle(&act, &matter, &mut case, &mut tasks)?;
        act.save(&mut case, "case.heard_of_licence", &[], json!({ "opened": opened, "granted": granted }))
    })
}
