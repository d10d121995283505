//! 转办: a step goes to another officer of the same body, because the first is away, busy, or has an interest
//! in it (AL 74; Civil Servants Law 76). The body stays the same, so nothing changes for the applicant and
//! nobody has to approve it: an act of the desk, with its reason, in the journal. To another body a step
//! goes by a change of the case (`changing`) alone.

use kernel::{
    Problem, Timestamp,
    access::{Actor, Role},
    id::StaffId,
};
use serde_json::json;
use store::{Error, Read, Tx};

use crate::{
    act::{Act, HANDOVER_REASON, Office},
    case::{Case, CaseId},
    permits, records,
    refusal::Refusal,
    review::position,
    task::{Kind, Task},
};

/// A hand-over that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub task: u32,
    pub by: StaffId,
    pub to: StaffId,
    pub at: Timestamp,
    /// Sealed for the applicant's person.
    pub reason: Vec<u8>,
}

/// Who may do a task by post, whoever it was handed to: members of the body's staff.
///
/// # Errors
/// Of the store.
pub fn colleagues(read: &Read<'_>, task: &Task) -> Result<Vec<StaffId>, Error> {
    let roles: &[Role] = if task.kind == Kind::Decide { &[Role::Head] } else { &[Role::Officer, Role::Head] };
    let mut out = Vec::new();
    for member in identity::staff_of(read, &task.body)? {
        let actor = identity::staff_actor(read, &member.id)?;
        if roles.iter().any(|role| actor.post_at(*role, &task.body).is_some()) {
            out.push(member.id);
        }
    }
    Ok(out)
}

/// Hands an open task over.
///
/// # Errors
/// `Refusal`s of the permit; `casework-handover-nobody` where the other holds no post for it at the body, or has
/// it already; a reason that is wanting.
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn hand_over(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    id: &CaseId,
    seen: Option<i64>,
    number: u32,
    to: &StaffId,
    reason: &str,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let mut tasks = records::tasks(tx, id)?;
    let index = position(&tasks, number)?;
    permits::hand_over(actor, &case, tasks.get(index).ok_or(Refusal::NotFound)?, &tasks)?;
    if seen.is_some_and(|seen| seen != case.version) {
        return Err(Refusal::Stale.into());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    let task = tasks.get_mut(index).ok_or(Refusal::NotFound)?;
    if task.assigned.as_ref() == Some(to) || !colleagues(tx, task)?.contains(to) {
        return Err(Problem::invalid().field("officer", "casework-handover-nobody").into());
    }
    let by = actor.as_staff().ok_or(Refusal::NotPermitted)?.clone();
    let from = task.assigned.replace(to.clone());
    records::put_task(tx, id, task)?;
    let reason = tx.seal(&case.person, HANDOVER_REASON, reason.trim().as_bytes())?;
    records::put_handover(tx, id, &Handover { task: number, by, to: to.clone(), at: tx.now(), reason })?;
    let facts = json!({ "task": number, "task_body": task.body, "from": from, "to": to });
    act.save(&mut case, "case.handed_over", &[Role::Officer, Role::Head], facts)?;
    Ok(case)
}
