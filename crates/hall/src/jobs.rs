//! Reminders of appointments, the day before. The message is in the account; the mail about it says
//! only that there is one.

use std::sync::Arc;

use store::{Error, Job, JobHandler, Store};

use crate::{appointment::Booked, hours, records, routes};

pub(crate) const REMIND: &str = "hall.remind";

pub(crate) fn handlers() -> Vec<JobHandler> {
    vec![JobHandler { kind: REMIND, tries: 5, run: Arc::new(remind) }]
}

fn remind(store: &Store, job: &Job) -> Result<(), String> {
    let id = job.payload.get("appointment").and_then(serde_json::Value::as_str);
    let id = id.and_then(|id| id.parse().ok()).ok_or("no appointment in the payload")?;
    let version = job.payload.get("version").and_then(serde_json::Value::as_i64);
    let done = store.write(move |tx| {
        let Some(made) = records::people::by_id(tx, &id)? else { return Ok(()) };
        // Moved or cancelled since: another job speaks for it, or none.
        let (Some(person), true) = (&made.person, Some(made.version) == version && made.state == Booked::Open) else {
            return Ok(());
        };
        let Some(hall) = records::by_id(tx, &made.hall)? else { return Ok(()) };
        let args = [
            ("hall", hall.name.zh.clone()),
            ("hall.en", hall.name.en.clone().unwrap_or(hall.name.zh)),
            ("date", made.day.to_string()),
            ("time", hours::clock(made.minute)),
        ];
        notices::tell(tx, person, "hall-told-reminder", &args, &routes::appointment(&made.id))
    });
    done.map_err(|error: Error| error.to_string())
}
