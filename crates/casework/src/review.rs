//! 审核: a body gives its opinion on its part. When the last of a turn is in, the next turn opens by
//! itself; nobody carries the file.

use kernel::access::{Actor, Role};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, OPINION, Office},
    case::{Case, CaseId, NotNow, State},
    clock::Name,
    flow::Flow,
    matter::Matter,
    permits, records,
    refusal::Refusal,
    task::{Outcome, Task, TaskState},
};

/// Gives the opinion of a body on its task.
///
/// # Errors
/// `Refusal`s of the permit and of the state; an opinion without words.
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn review(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    number: u32,
    agrees: bool,
    opinion: &str,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, None)?;
    let mut tasks = records::tasks(tx, id)?;
    let index = position(&tasks, number)?;
    permits::review(actor, &case, tasks.get(index).ok_or(Refusal::NotFound)?, &tasks)?;
    if case.state != State::Accepted {
        return Err(NotNow { state: case.state, article: "AL 45" }.into());
    }
    if opinion.trim().is_empty() {
        return Err(Refusal::ReasonWanting("opinion").into());
    }
    let mut flow = Flow::of(&act, matter, &case, &mut tasks)?;
    let task = tasks.get_mut(index).ok_or(Refusal::NotFound)?;
    let now = tx.now();
    task.state = TaskState::Done;
    task.done_at = Some(now);
    task.done_by = actor.as_staff().cloned();
    task.outcome = Some(if agrees { Outcome::Agree } else { Outcome::Disagree });
    task.opinion = Some(tx.seal(&case.person, OPINION, opinion.trim().as_bytes())?);
    records::put_task(tx, id, task)?;
    let done = task.clone();
    act.clocks(&mut case, &|clock| {
        if clock.name == Name::Task(number) {
            clock.end(now.date());
        }
    })?;
    flow.complete(&act, &done)?;
    flow.opinion(&act, &done, agrees)?;
    let opened = flow.settle(&act, matter, &mut case, &mut tasks)?;
    let facts =
        json!({ "task": number, "kind": done.kind, "task_body": done.body, "agrees": agrees, "opened": opened });
    act.save(&mut case, "case.body_finished", &[Role::Officer, Role::Head], facts)?;
    Ok(case)
}

/// Where a task stands in the list.
pub(crate) fn position(tasks: &[Task], number: u32) -> Result<usize, Refusal> {
    tasks.iter().position(|task| task.number == number).ok_or(Refusal::NotFound)
}
