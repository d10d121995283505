//! What the room does after a verb: the mail that says that there is news.

use std::sync::Arc;

use kernel::id::PersonId;
use store::{Error, Job, JobHandler, Store};

use crate::{outbound::Mailer, records};

/// Kind of the mail job.
pub(crate) const MAIL: &str = "notices.mail";

/// Tries over some two hours.
const TRIES: u32 = 12;

pub(crate) fn handlers(mailer: Option<Mailer>) -> Vec<JobHandler> {
    vec![JobHandler { kind: MAIL, tries: TRIES, run: Arc::new(move |store, job| mail(store, job, mailer.as_ref())) }]
}

/// Without a server nothing is sent: the message waits in the inbox. Whoever took their wish back,
/// read everything meanwhile or was erased gets none.
fn mail(store: &Store, job: &Job, mailer: Option<&Mailer>) -> Result<(), String> {
    let Some(mailer) = mailer else { return Ok(()) };
    let person = job.payload.get("person").and_then(|value| value.as_str()).unwrap_or_default();
    let person: PersonId = person.parse().map_err(|_| "the job names no person")?;
    let address = store.read(|read| {
        let Some(mailbox) = records::mailbox_of(read, &person)?.filter(|mailbox| mailbox.wanted) else {
            return Ok(None);
        };
        if crate::unread(read, &person)? == 0 {
            return Ok(None);
        }
        match read.open_text(&person, records::ADDRESS, &mailbox.sealed) {
            Ok(address) => Ok(Some(address)),
            Err(Error::Erased) => Ok(None),
            Err(error) => Err(error),
        }
    });
    match address.map_err(|error| error.to_string())? {
        Some(address) => mailer.news(address),
        None => Ok(()),
    }
}
