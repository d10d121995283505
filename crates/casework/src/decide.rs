//! 决定: the head of the deciding body grants or denies, with reasons and remedies (AL 38). What was
//! granted is made at once: a licence in the same transaction, delivered where it is electronic.

use catalogue::words::ResultKind;
use kernel::{
    access::{Actor, Role},
    id::BodyId,
};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, OPINION, Office},
    case::{Case, CaseId},
    clock::{Clock, DELIVERY_DAYS, Name},
    flow::Flow,
    matter::Matter,
    notice::{self, Facts, Line},
    permits, records,
    refusal::Refusal,
    review::position,
    task::{Outcome, TaskState},
};

/// A decision, before it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub approve: bool,
    /// Reasons; a denial without them is none (AL 38(2)).
    pub reasons: String,
}

/// What makes a licence of a granted case: filled by `licences` through the room's door. It answers
/// the licence's identifier, or `None` where the item's result is no licence.
pub type Grant<'a> = dyn Fn(&Tx<'_>, &Case, &BodyId) -> Result<Option<String>, Error> + 'a;

/// Decides.
///
/// # Errors
/// `Refusal`s of the permit and of the state; a denial without reasons.
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn decide(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    number: u32,
    decision: &Decision,
    grant: &Grant<'_>,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let mut tasks = records::tasks(tx, id)?;
    let index = position(&tasks, number)?;
    permits::decide(actor, &case, tasks.get(index).ok_or(Refusal::NotFound)?, &tasks)?;
    let reasons = decision.reasons.trim();
    if !decision.approve && reasons.is_empty() {
        return Err(Refusal::ReasonWanting("reasons").into());
    }
    let now = tx.now();
    case.decided(decision.approve, now)?;
    let mut flow = Flow::of(&act, matter, &case, &mut tasks)?;
    let task = tasks.get_mut(index).ok_or(Refusal::NotFound)?;
    task.state = TaskState::Done;
    task.done_at = Some(now);
    task.done_by = actor.as_staff().cloned();
    task.outcome = Some(if decision.approve { Outcome::Approve } else { Outcome::Deny });
    task.opinion = Some(tx.seal(&case.person, OPINION, reasons.as_bytes())?);
    records::put_task(tx, id, task)?;
    let (body, done) = (task.body.clone(), task.clone());
    flow.complete(&act, &done)?;
    flow.stop(&act)?;
    flow.settle(&act, matter, &mut case, &mut tasks)?;
    let taken = if decision.approve {
        Taken { event: "case.approved", message: "casework-message-approved", ..Taken::default() }
    } else {
        let (event, message) = ("case.denied", "casework-message-denied");
        Taken { denied: true, event, message, ..Taken::default() }
    };
    let facts = json!({ "task": number, "decided_by_body": body });
    conclude(&act, matter, &mut case, &body, &Taken { reasons, facts, ..taken }, grant)?;
    Ok(case)
}

/// A decision that was taken, by a head or by law.
pub(crate) struct Taken<'a> {
    pub denied: bool,
    pub reasons: &'a str,
    /// By what title, as the notice says it.
    pub title: &'static str,
    /// The law on which it rests, as key of a text.
    pub basis: &'static str,
    pub event: &'static str,
    /// For the journal.
    pub facts: serde_json::Value,
    pub message: &'static str,
}

impl Default for Taken<'_> {
    fn default() -> Self {
        Self {
            denied: false,
            reasons: "",
            title: "own",
            basis: "casework-basis-al-38",
            event: "case.approved",
            facts: json!({}),
            message: "casework-message-approved",
        }
    }
}

/// What follows from a decision: the notice, the licence, the entry, the message, and delivery where nothing has
/// to be handed out.
pub(crate) fn conclude(
    act: &Act<'_, '_>,
    matter: &Matter,
    case: &mut Case,
    body: &BodyId,
    taken: &Taken<'_>,
    grant: &Grant<'_>,
) -> Result<(), Error> {
    let now = act.tx.now();
    end_clocks(act, case)?;
    let kind = if taken.denied { notice::Kind::Denial } else { notice::Kind::Approval };
    let name = directory::bodies::by_id(act.tx, body)?.map_or_else(String::new, |body| body.name.zh);
    let bases = matter.item.bases.iter().map(|basis| match &basis.article {
        Some(article) => format!("{} {article}", basis.document),
        None => basis.document.clone(),
    });
    let line = || Line { what: taken.reasons.to_owned(), place: None };
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(case)?,
        body: name,
        title: taken.title.into(),
        date: now.date().to_string(),
        lines: if taken.reasons.is_empty() { Vec::new() } else { vec![line()] },
        bases: bases.chain(std::iter::once(taken.basis.to_owned())).collect(),
        remedies: taken.denied.then(|| "casework-remedies".into()),
        ..Facts::default()
    };
    act.notice(case, kind, body, &facts)?;
    if !taken.denied {
        case.licence = grant(act.tx, case, body)?;
    }
    let mut facts = taken.facts.clone();
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("licence".into(), json!(case.licence));
    }
    act.save(case, taken.event, &[Role::Head], facts)?;
    act.tell(case, Some(matter), taken.message, &[])?;
    // A licence in the account and a decision to be read there have arrived; paper is handed out.
    let electronic = case.licence.is_some()
        || taken.denied
        || !matches!(
            matter.item.result.as_ref().map(|result| result.kind),
            Some(ResultKind::Licence | ResultKind::Document)
        );
    if electronic {
        case.delivered(now)?;
        act.save(case, "case.delivered", &[Role::Head], json!({ "how": "electronic" }))
    } else {
        let limit = kernel::Limit::new(DELIVERY_DAYS, kernel::limit::Unit::WorkingDays);
        act.put(&case.id, &Clock::from_arrival(Name::Delivery, now, limit)).map(drop)
    }
}

/// Every clock but that of delivery ends today.
pub(crate) fn end_clocks(act: &Act<'_, '_>, case: &mut Case) -> Result<(), Error> {
    let today = act.tx.now().date();
    act.clocks(case, &|clock| {
        if clock.name != Name::Delivery {
            clock.end(today);
        }
    })
}
