//! Timers of processes 流程计时: which case wants to be woken stands in a column that is derived from
//! its state, so a restart loses none. Each case is a transaction of its own, a few at a time, so
//! that ten thousand that are due at once delay nobody.

use std::sync::Arc;

use kernel::access::Actor;
use serde_json::json;
use store::{Error, Store};

use crate::{
    Room,
    act::Act,
    case::{CaseId, State},
    deem::LoadMatter,
    flow::Flow,
    records, renew,
};

/// So many are looked up at once.
const BATCH: u32 = 100;

/// Wakes every process that is due; says how many.
///
/// # Errors
/// Of the engine.
pub(crate) fn wake(store: &Store, room: &Room, load: &Arc<LoadMatter>) -> Result<u64, Error> {
    let now = store.now();
    let mut done = 0;
    loop {
        let due = store.read(|read| records::due_flows(read, now, BATCH))?;
        let full = due.len() == BATCH as usize;
        for id in due {
            wake_one(store, room, load, id)?;
            done += 1;
        }
        if !full {
            return Ok(done);
        }
    }
}

fn wake_one(store: &Store, room: &Room, load: &Arc<LoadMatter>, id: CaseId) -> Result<(), Error> {
    let (room, office, load) = (room.clone(), room.office(store), load.clone());
    store.write(move |tx| {
        let actor = Actor::system("process");
        let act = Act { tx, office: &office, actor: &actor };
        let Some(mut case) = records::hold(tx, &id)? else { return Ok(()) };
        let Some(mut flow) = Flow::running(&act, &id)? else { return Ok(()) };
        if !matches!(case.state, State::Accepted | State::Special) {
            flow.stop(&act)?;
            return flow.save(&act, &id);
        }
        let matter = load(tx, &case)?;
        flow.wake(&act)?;
        let mut tasks = records::tasks(tx, &id)?;
        if flow.renewed() {
            let grant = room.granting(&office, &actor, &matter);
            return renew::by_law(&act, &matter, &mut case, &mut flow, &mut tasks, &grant);
        }
        let opened = flow.settle(&act, &matter, &mut case, &mut tasks)?;
        act.save(&mut case, "case.woken", &[], json!({ "opened": opened }))
    })
}
