//! A case with everything that its page for staff says; what is personal stays covered until somebody said why.

use kernel::{Timestamp, access::Actor};
use store::{Error, Event, Read};
use web::Cx;

use crate::pages::staff::{masked_applicant, staff_name};
use crate::{
    act::{APPLICANT, HANDOVER_REASON, OPINION},
    answers,
    case::{Case, CaseId},
    correct,
    draft::Answers,
    matter,
    pages::{case::Whole, words},
    records,
    task::TaskState,
};

use super::{REASONS, SHOWN_FOR_MILLIS, visible};

/// A case with everything its page says, and who may do what with it.
pub(crate) struct Open {
    pub whole: Whole,
    pub applicant: String,
    pub declared: Answers,
    /// The same with the names of divisions in the place of their codes.
    pub(super) named: Answers,
    pub form: catalogue::form::Form,
    /// The reader said why a moment ago.
    pub unmasked: bool,
    pub(super) opinions: Vec<(u32, String, String)>,
    /// Hand-overs inside a body, by task.
    pub(super) handed: Vec<Handed>,
    pub(super) events: Vec<(Event, String)>,
}

/// To whom of its body a task was handed over, and why.
pub(super) struct Handed {
    pub(super) task: u32,
    pub(super) at: Timestamp,
    pub(super) to: String,
    pub(super) reason: String,
}

impl Open {
    pub(crate) fn load(read: &Read<'_>, cx: &Cx, id: &CaseId) -> Result<Self, Error> {
        let mut case = visible(read, &cx.actor, id)?;
        words::items(read, cx.locale, [&mut case])?;
        let unmasked = said_why(read, &cx.actor, &case)?;
        let whole = Whole::load(read, case)?;
        let case = &whole.case;
        let applicant = if unmasked {
            erased_is_empty(read.open_text(&case.person, APPLICANT, &case.applicant))?
        } else {
            masked_applicant(read, case)?
        };
        let declared = match correct::declared(read, case) {
            Err(Error::Erased) => Answers::new(),
            other => other?,
        };
        let mut opinions = Vec::new();
        for task in whole.tasks.iter().filter(|task| task.state == TaskState::Done) {
            let Some(sealed) = &task.opinion else { continue };
            let words = erased_is_empty(read.open_text(&case.person, OPINION, sealed))?;
            let by = match &task.done_by {
                Some(staff) => staff_name(read, staff, cx.locale)?,
                None => String::new(),
            };
            opinions.push((task.number, words, by));
        }
        let handed = handed(read, cx, case)?;
        let mut events = Vec::new();
        for event in &whole.events {
            let by = match event.actor.parse() {
                Ok(staff) => staff_name(read, &staff, cx.locale)?,
                Err(_) => String::new(),
            };
            events.push((event.clone(), by));
        }
        let form = matter::of_case(read, case, cx.app.texts())?.form;
        let named = answers::with_places(read, &form, &declared, cx.locale)?;
        Ok(Self { applicant, declared, named, form, unmasked, opinions, handed, events, whole })
    }
}

/// The hand-overs inside a body.
fn handed(read: &Read<'_>, cx: &Cx, case: &Case) -> Result<Vec<Handed>, Error> {
    let mut out = Vec::new();
    for made in records::handovers(read, &case.id)? {
        let reason = erased_is_empty(read.open_text(&case.person, HANDOVER_REASON, &made.reason))?;
        out.push(Handed { task: made.task, at: made.at, to: staff_name(read, &made.to, cx.locale)?, reason });
    }
    Ok(out)
}

fn erased_is_empty(opened: Result<String, Error>) -> Result<String, Error> {
    match opened {
        Err(Error::Erased) => Ok(String::new()),
        other => other,
    }
}

/// Whether this member of staff recorded, not long ago, why the data of this case must be seen.
fn said_why(read: &Read<'_>, actor: &Actor, case: &Case) -> Result<bool, Error> {
    let since = read.now().plus_millis(-SHOWN_FOR_MILLIS);
    let looks = identity::looks_at(read, &case.person, Timestamp(i64::MAX), 100)?;
    Ok(looks.iter().any(|look| {
        Some(&look.staff) == actor.as_staff()
            && look.case == case.number
            && look.at >= since
            && REASONS.iter().any(|(_, key)| *key == look.what)
    }))
}
