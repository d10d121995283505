//! What the room does by itself: acceptance by law when nobody said anything in time, and the
//! counting anew of every running clock when the calendar has changed.

use std::sync::Arc;

use kernel::Date;
use serde_json::json;
use store::{Error, JobHandler, NewJob, Subscriber, Tx};

use crate::{Room, clock_acts, deem, matter};

/// Accepts by law what was left lying (AL 32(4)).
pub(crate) const DEEM: &str = "casework.deem";
/// Counts every running clock anew.
const RECOMPUTE: &str = "casework.recompute";

pub(crate) fn handlers(room: &Room) -> Vec<JobHandler> {
    let (deeming, counting) = (room.clone(), room.clone());
    let load: Arc<deem::LoadMatter> = Arc::new(matter::of_case_without_form);
    vec![
        JobHandler {
            kind: DEEM,
            tries: 20,
            run: Arc::new(move |store, _| {
                let done = deem::deem(store, &deeming.office(store), &load).map_err(|error| error.to_string())?;
                if done > 0 {
                    tracing::info!(cases = done, "accepted by law");
                }
                Ok(())
            }),
        },
        JobHandler {
            kind: RECOMPUTE,
            tries: 20,
            run: Arc::new(move |store, _| {
                let moved = clock_acts::recompute(store, &counting.office(store)).map_err(|error| error.to_string())?;
                tracing::info!(cases = moved, "due days counted anew");
                Ok(())
            }),
        },
    ]
}

pub(crate) fn subscribers() -> Vec<Subscriber> {
    vec![Subscriber {
        name: "casework.calendar",
        kinds: &["calendar.changed"],
        handle: Arc::new(|tx, event| {
            let once = format!("casework.recompute.{}", event.position);
            tx.job(&NewJob { kind: RECOMPUTE, payload: json!({}), due: None, once: Some(&once) }).map(drop)
        }),
    }]
}

/// On the day after `due` somebody looks whether the case was left lying: one job a day, for all.
pub(crate) fn deem_after(tx: &Tx<'_>, due: Date) -> Result<(), Error> {
    let Ok(day) = due.tomorrow() else { return Ok(()) };
    let once = format!("casework.deem.{day}");
    let at = kernel::Timestamp::start_of(day).plus_minutes(5);
    tx.job(&NewJob { kind: DEEM, payload: json!({}), due: Some(at), once: Some(&once) }).map(drop)
}
