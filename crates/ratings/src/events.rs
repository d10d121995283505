//! What the room hears: a handling ended. The events are those of `casework`, known here only by
//! their names and by what their payload says.

use std::sync::Arc;

use kernel::id::{BodyId, PersonId};
use serde::Deserialize;
use store::{Error, Event, Subscriber, Tx};

use crate::{
    Needs,
    invite::{Ended, invite},
};

/// Kinds of entries by which a handling may have ended.
const ENDS: &[&str] = &[
    "case.delivered",
    "case.denied",
    "case.decided",
    "case.refused",
    "case.not_required",
    "case.withdrawn",
    "case.terminated",
];

pub(crate) fn subscribers(needs: Needs) -> Vec<Subscriber> {
    let handle = move |tx: &Tx<'_>, event: &Event| hear(tx, &needs, event);
    vec![Subscriber { name: "ratings.invite", kinds: ENDS, handle: Arc::new(handle) }]
}

/// What is read of the payload; more may stand there.
#[derive(Deserialize)]
struct Told {
    case: String,
    #[serde(default)]
    number: String,
    item: String,
    #[serde(default)]
    item_name: String,
    body: BodyId,
    person: PersonId,
    #[serde(default)]
    channel: String,
    /// It had been accepted.
    #[serde(default)]
    accepted: bool,
    /// `approved` or `denied`, where the kind does not say so.
    #[serde(default)]
    outcome: String,
}

fn hear(tx: &Tx<'_>, needs: &Needs, event: &Event) -> Result<(), Error> {
    // An erased payload, or a handling without a person, invites nobody.
    let Some(payload) = event.payload.clone() else { return Ok(()) };
    let Ok(told) = serde_json::from_value::<Told>(payload) else { return Ok(()) };
    let ended = match event.kind.as_str() {
        // An approval is over when its result was delivered.
        "case.decided" => told.outcome == "denied",
        // What was withdrawn or ended before acceptance was not handled.
        "case.withdrawn" | "case.terminated" => told.accepted,
        _ => true,
    };
    if !ended {
        return Ok(());
    }
    invite(
        tx,
        needs,
        &Ended {
            handling: told.case,
            number: told.number,
            item: told.item,
            item_name: told.item_name,
            body: told.body,
            person: told.person,
            channel: told.channel,
            kind: event.kind.clone(),
        },
    )
}
