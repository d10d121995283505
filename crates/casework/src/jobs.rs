//! What the room does by itself: acceptance by law when nobody said anything in time, and the
//! counting anew of every running clock when the calendar has changed.

use std::sync::Arc;

use kernel::{Date, Timestamp};
use serde_json::json;
use store::{Error, JobHandler, NewJob, Subscriber, Tx};

use crate::{Room, clock_acts, deem, hear, lapse, matter, migrating, wake};

/// Accepts by law what was left lying (AL 32(4)).
pub(crate) const DEEM: &str = "casework.deem";
/// Ends cases whose correction was not answered, where a provision says so.
const LAPSE: &str = "casework.lapse";
/// Wakes processes whose timers are due.
const WAKE: &str = "casework.wake";
/// Carries running cases over to a published version, a batch a job.
pub(crate) const MIGRATE: &str = "casework.migrate";
/// Tells the other cases of an applicant that a licence was made.
const HEAR: &str = "casework.hear";
/// Counts every running clock anew.
const RECOMPUTE: &str = "casework.recompute";

pub(crate) fn handlers(room: &Room) -> Vec<JobHandler> {
    let (deeming, counting, waking, ending) = (room.clone(), room.clone(), room.clone(), room.clone());
    let carrying = room.clone();
    let load: Arc<deem::LoadMatter> = Arc::new(matter::of_case_without_form);
    let (of_case, of_silent, of_migrated, of_granted) = (load.clone(), load.clone(), load.clone(), load.clone());
    let hearing = room.clone();
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
            kind: LAPSE,
            tries: 20,
            run: Arc::new(move |store, _| {
                let done = lapse::lapse(store, &ending.office(store), &of_silent).map_err(|error| error.to_string())?;
                if done > 0 {
                    tracing::info!(cases = done, "ended, because a correction was not answered");
                }
                Ok(())
            }),
        },
        JobHandler {
            kind: WAKE,
            tries: 20,
            run: Arc::new(move |store, _| {
                wake::wake(store, &waking, &of_case).map_err(|error| error.to_string()).map(drop)
            }),
        },
        JobHandler {
            kind: MIGRATE,
            tries: 20,
            run: Arc::new(move |store, job| {
                let named = job.payload.get("migration").and_then(|id| id.as_str()).unwrap_or_default();
                let id = named.parse().map_err(|_| format!("no migration {named}"))?;
                migrating::carry_on(store, &carrying.office(store), &of_migrated, &id)
                    .map_err(|error| error.to_string())
            }),
        },
        JobHandler {
            kind: HEAR,
            tries: 20,
            run: Arc::new(move |store, job| {
                let named = job.payload.get("case").and_then(|id| id.as_str()).unwrap_or_default();
                let id = named.parse().map_err(|_| format!("no case {named}"))?;
                hear::licence_issued(store, &hearing.office(store), &of_granted, &id).map_err(|error| error.to_string())
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
    let granted = Subscriber {
        name: "casework.licences",
        kinds: &["case.approved", "case.renewed_by_law"],
        handle: Arc::new(|tx, event| {
            let made = event.payload.as_ref().and_then(|payload| payload.get("licence"));
            if made.is_none_or(serde_json::Value::is_null) {
                return Ok(());
            }
            let once = format!("casework.hear.{}", event.position);
            let payload = json!({ "case": event.stream });
            tx.job(&NewJob { kind: HEAR, payload, due: None, once: Some(&once) }).map(drop)
        }),
    };
    let calendar = Subscriber {
        name: "casework.calendar",
        kinds: &["calendar.changed"],
        handle: Arc::new(|tx, event| {
            let once = format!("casework.recompute.{}", event.position);
            tx.job(&NewJob { kind: RECOMPUTE, payload: json!({}), due: None, once: Some(&once) }).map(drop)
        }),
    };
    vec![calendar, granted]
}

/// On the day after `due` somebody looks whether the case was left lying: one job a day, for all.
pub(crate) fn deem_after(tx: &Tx<'_>, due: Date) -> Result<(), Error> {
    let Ok(day) = due.tomorrow() else { return Ok(()) };
    let once = format!("casework.deem.{day}");
    let at = kernel::Timestamp::start_of(day).plus_minutes(5);
    tx.job(&NewJob { kind: DEEM, payload: json!({}), due: Some(at), once: Some(&once) }).map(drop)
}

/// On the day after `due` somebody looks which cases lapsed: one job a day, for all.
pub(crate) fn lapse_after(tx: &Tx<'_>, due: Date) -> Result<(), Error> {
    let Ok(day) = due.tomorrow() else { return Ok(()) };
    let once = format!("casework.lapse.{day}");
    let at = Timestamp::start_of(day).plus_minutes(10);
    tx.job(&NewJob { kind: LAPSE, payload: json!({}), due: Some(at), once: Some(&once) }).map(drop)
}

/// At `due` somebody looks which processes want to be woken: one job a minute, for all.
pub(crate) fn wake_at(tx: &Tx<'_>, due: Timestamp) -> Result<(), Error> {
    let minute = Timestamp(due.0.div_euclid(60_000) * 60_000).plus_minutes(1);
    let once = format!("casework.wake.{}", minute.0);
    tx.job(&NewJob { kind: WAKE, payload: json!({}), due: Some(minute), once: Some(&once) }).map(drop)
}
