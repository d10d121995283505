//! Who may do what with a case. Each function turns an actor and a loaded case into a proof that
//! only this file can make; a verb takes the proof. Who may not even see the case is told that it
//! does not exist.

use directory::Body;
use kernel::{
    access::{Actor, OnBehalf, Role, Who},
    division::DivisionCode,
};

use crate::{
    case::Case,
    change::Change,
    draft::Draft,
    edition::Edition,
    refusal::Refusal,
    task::{Kind, Task, TaskState},
};

/// Proof: the applicant, or an agent of the enterprise that applied.
#[derive(Debug)]
pub struct IsApplicant(());
/// Proof: may open the case in full. `staff` says whether the look is recorded.
#[derive(Debug)]
pub struct MaySee {
    pub staff: bool,
}
/// Proof: the window of the case's division.
#[derive(Debug)]
pub struct MayReceive(());
/// Proof: an officer or head of the competent body.
#[derive(Debug)]
pub struct MayAccept(());
/// Proof: an officer or head of the task's body.
#[derive(Debug)]
pub struct MayReview(());
/// Proof: a head of the deciding body.
#[derive(Debug)]
pub struct MayDecide(());
/// Proof: has an open task, or is a head of its body.
#[derive(Debug)]
pub struct MayHandOver(());
/// Proof: a body that is late.
#[derive(Debug)]
pub struct MayExplain(());
/// Proof: the window or the competent body hands out.
#[derive(Debug)]
pub struct MayDeliver(());
/// Proof: an editor of the item's body or of the place that the model is for.
#[derive(Debug)]
pub struct MayDraw(());
/// Proof: a second person who answers for the model.
#[derive(Debug)]
pub struct MayPublish(());
/// Proof: an officer or head of the competent body, or of a body whose part is open.
#[derive(Debug)]
pub struct MayPropose(());
/// Proof: a second person outside the case.
#[derive(Debug)]
pub struct MayAnswerFor(());
/// Proof: owns the draft.
#[derive(Debug)]
pub struct OwnsDraft(());

/// Whether the actor stands for the applicant of the case.
fn stands_for(actor: &Actor, case: &Case) -> bool {
    match (&actor.who, &case.enterprise) {
        (Who::Person { person }, None) => *person == case.person && actor.on_behalf.is_none(),
        (Who::Person { .. }, Some(enterprise)) => {
            matches!(&actor.on_behalf, Some(OnBehalf::Enterprise(acting)) if acting == enterprise)
        }
        _ => false,
    }
}

/// # Errors
/// `NotFound` to everyone else.
pub fn applicant(actor: &Actor, case: &Case) -> Result<IsApplicant, Refusal> {
    if stands_for(actor, case) { Ok(IsApplicant(())) } else { Err(Refusal::NotFound) }
}

/// # Errors
/// `NotFound` to everyone else.
pub fn owner(actor: &Actor, draft: &Draft) -> Result<OwnsDraft, Refusal> {
    let own = actor.as_person() == Some(&draft.person) && actor.for_enterprise() == draft.enterprise.as_ref();
    if own { Ok(OwnsDraft(())) } else { Err(Refusal::NotFound) }
}

fn at_body(actor: &Actor, roles: &[Role], body: &kernel::id::BodyId) -> bool {
    actor.scopes().iter().any(|scope| roles.contains(&scope.role) && scope.body == *body)
}

fn at_window(actor: &Actor, case: &Case) -> bool {
    actor.scopes().iter().any(|scope| {
        matches!(scope.role, Role::Clerk | Role::Helper)
            && (scope.body == case.body || scope.division.is_some_and(|division| division.contains(&case.division)))
    })
}

fn supervises(actor: &Actor, case: &Case) -> bool {
    actor.scopes().iter().any(|scope| {
        matches!(scope.role, Role::Supervisor | Role::Auditor)
            && scope.division.is_some_and(|division| division.contains(&case.division))
    })
}

/// Applicant, window, the bodies that have a part in it, supervisors of the division.
///
/// # Errors
/// `NotFound` to everyone else.
pub fn see(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MaySee, Refusal> {
    if stands_for(actor, case) {
        return Ok(MaySee { staff: false });
    }
    let handles = at_body(actor, &[Role::Officer, Role::Head], &case.body)
        || tasks.iter().any(|task| at_body(actor, &[Role::Officer, Role::Head], &task.body));
    if handles || at_window(actor, case) || supervises(actor, case) {
        Ok(MaySee { staff: true })
    } else {
        Err(Refusal::NotFound)
    }
}

/// To whoever may see the case, a refusal says 'may not'; to others, 'not found'.
fn or_not<P>(proof: P, may: bool, actor: &Actor, case: &Case, tasks: &[Task]) -> Result<P, Refusal> {
    if may { Ok(proof) } else { Err(see(actor, case, tasks).map_or(Refusal::NotFound, |_| Refusal::NotPermitted)) }
}

/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn receive(actor: &Actor, case: &Case) -> Result<MayReceive, Refusal> {
    let clerk = actor.has_role(Role::Clerk) && at_window(actor, case);
    let may = clerk || at_body(actor, &[Role::Officer, Role::Head], &case.body);
    or_not(MayReceive(()), may, actor, case, &[])
}

/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn accept(actor: &Actor, case: &Case) -> Result<MayAccept, Refusal> {
    let may = at_body(actor, &[Role::Officer, Role::Head], &case.body);
    or_not(MayAccept(()), may, actor, case, &[])
}

/// # Errors
/// `NotPermitted`, `NotFound`, or `Stale` when the task is not open any more.
pub fn review(actor: &Actor, case: &Case, task: &Task, tasks: &[Task]) -> Result<MayReview, Refusal> {
    let may = at_body(actor, &[Role::Officer, Role::Head], &task.body) && is_theirs(actor, task);
    let proof = or_not(MayReview(()), may, actor, case, tasks)?;
    if task.state == TaskState::Open && task.kind == Kind::Review { Ok(proof) } else { Err(Refusal::Stale) }
}

/// # Errors
/// `NotPermitted`, `NotFound`, or `Stale` when the task is not open any more.
pub fn decide(actor: &Actor, case: &Case, task: &Task, tasks: &[Task]) -> Result<MayDecide, Refusal> {
    let may = at_body(actor, &[Role::Head], &task.body) && is_theirs(actor, task);
    let proof = or_not(MayDecide(()), may, actor, case, tasks)?;
    if task.state == TaskState::Open && task.kind == Kind::Decide { Ok(proof) } else { Err(Refusal::Stale) }
}

/// Whether a task is the actor's inside its body: it was handed to nobody, or to them; a head may do what an
/// officer was to do.
fn is_theirs(actor: &Actor, task: &Task) -> bool {
    let Some(assigned) = &task.assigned else { return true };
    actor.as_staff() == Some(assigned) || (task.kind == Kind::Review && at_body(actor, &[Role::Head], &task.body))
}

/// Handing a task over inside its body: whoever has it, or a head of the body.
///
/// # Errors
/// `NotPermitted`, `NotFound`, or `Stale` when the task is not open any more.
pub fn hand_over(actor: &Actor, case: &Case, task: &Task, tasks: &[Task]) -> Result<MayHandOver, Refusal> {
    let officer = task.kind == Kind::Review
        && at_body(actor, &[Role::Officer], &task.body)
        && (task.assigned.is_none() || task.assigned.as_ref() == actor.as_staff());
    let may = officer || at_body(actor, &[Role::Head], &task.body);
    let proof = or_not(MayHandOver(()), may, actor, case, tasks)?;
    if task.state == TaskState::Open { Ok(proof) } else { Err(Refusal::Stale) }
}

/// Stopping and extending the clock: the head of the competent body; AL 42, 45.
///
/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn rule_the_clock(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MayDecide, Refusal> {
    or_not(MayDecide(()), at_body(actor, &[Role::Head], &case.body), actor, case, tasks)
}

/// Saying why it is late: the competent body, or a body whose part is open.
///
/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn explain(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MayExplain, Refusal> {
    let handlers = &[Role::Officer, Role::Head];
    let open = |task: &Task| task.state == TaskState::Open && at_body(actor, handlers, &task.body);
    let may = at_body(actor, handlers, &case.body) || tasks.iter().any(open);
    or_not(MayExplain(()), may, actor, case, tasks)
}

/// Proposing a change of a case: who handles it now.
///
/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn propose(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MayPropose, Refusal> {
    explain(actor, case, tasks).map(|_| MayPropose(()))
}

/// Whether a member of staff may see the case and what is proposed for it; not the applicant.
///
/// # Errors
/// `NotFound` to everyone else.
pub fn see_staff(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MaySee, Refusal> {
    see(actor, case, tasks).and_then(|may| if may.staff { Ok(may) } else { Err(Refusal::NotFound) })
}

/// What a second person does in a case; it is no part in handling it.
const SECOND_ACTS: [&str; 3] = ["case.changed", "case.change_refused", "case.change_undone"];

/// Answering for a change of a case: a head of the competent body, or who supervises its division, that did
/// not propose it and has had no part in the case. `happened`: the case's entries.
///
/// # Errors
/// `NotPermitted`, `NotFound`, `SameHand` to the proposer, `NotOutside`.
pub fn second(
    actor: &Actor,
    case: &Case,
    tasks: &[Task],
    change: &Change,
    happened: &[store::Event],
) -> Result<MayAnswerFor, Refusal> {
    let may = at_body(actor, &[Role::Head], &case.body) || supervises(actor, case);
    let proof = or_not(MayAnswerFor(()), may, actor, case, tasks)?;
    let staff = actor.as_staff();
    if staff == Some(&change.proposer) {
        return Err(Refusal::SameHand);
    }
    let name = actor.journal_name();
    let acted = happened.iter().any(|event| event.actor == name && !SECOND_ACTS.contains(&event.kind.as_str()));
    let did = tasks.iter().any(|task| task.done_by.is_some() && task.done_by.as_ref() == staff);
    if acted || did { Err(Refusal::NotOutside) } else { Ok(proof) }
}

/// Taking a proposal back: who made it.
///
/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn withdraw_change(actor: &Actor, case: &Case, tasks: &[Task], change: &Change) -> Result<MayPropose, Refusal> {
    or_not(MayPropose(()), actor.as_staff() == Some(&change.proposer), actor, case, tasks)
}

/// # Errors
/// `NotPermitted` or `NotFound`.
pub fn deliver(actor: &Actor, case: &Case, tasks: &[Task]) -> Result<MayDeliver, Refusal> {
    let may = at_window(actor, case) || at_body(actor, &[Role::Officer, Role::Head], &case.body);
    or_not(MayDeliver(()), may, actor, case, tasks)
}

/// Whether an editor's post reaches the models of a body's items, everywhere or in a division.
fn edits(actor: &Actor, body: &Body, division: Option<&DivisionCode>) -> bool {
    actor.scopes().iter().filter(|scope| scope.role == Role::Editor).any(|scope| {
        let reaches = |place: &DivisionCode| scope.division.is_some_and(|mine| mine.contains(place));
        match division {
            None => scope.body == body.id || reaches(&body.division),
            Some(place) => body.division.contains(place) && (scope.body == body.id || reaches(place)),
        }
    })
}

/// Drawing the model of an item: editors of its body, or of the place it is for.
///
/// # Errors
/// `NotPermitted`.
pub fn draw(actor: &Actor, body: &Body, division: Option<&DivisionCode>) -> Result<MayDraw, Refusal> {
    if edits(actor, body, division) { Ok(MayDraw(())) } else { Err(Refusal::NotPermitted) }
}

/// Publishing a model: a head of the item's body, or a second editor; never who drew it.
///
/// # Errors
/// `NotPermitted`, `SameHand`.
pub fn publish(actor: &Actor, body: &Body, edition: &Edition) -> Result<MayPublish, Refusal> {
    if !at_body(actor, &[Role::Head], &body.id) && !edits(actor, body, edition.division.as_ref()) {
        return Err(Refusal::NotPermitted);
    }
    if actor.as_staff() == Some(&edition.drawn_by) { Err(Refusal::SameHand) } else { Ok(MayPublish(())) }
}

/// Whether somebody may see how many cases stand where on a model: who works at the body, or reaches it.
#[must_use]
pub fn counts(actor: &Actor, body: &Body) -> bool {
    actor
        .scopes()
        .iter()
        .any(|scope| scope.body == body.id || scope.division.is_some_and(|division| division.contains(&body.division)))
}

/// The post by which somebody edits models of a body's items.
#[must_use]
pub fn edits_as(actor: &Actor, body: &Body) -> String {
    title(actor, &[Role::Editor, Role::Head], &body.id)
}

/// The title of an act: the post that allows it.
#[must_use]
pub fn title(actor: &Actor, roles: &[Role], body: &kernel::id::BodyId) -> String {
    match &actor.who {
        Who::Staff { scopes, .. } => scopes
            .iter()
            .find(|scope| roles.contains(&scope.role) && scope.body == *body)
            .or_else(|| scopes.iter().find(|scope| roles.contains(&scope.role)))
            .map_or_else(|| "staff".into(), |scope| scope.post.to_string()),
        Who::Person { .. } if actor.on_behalf.is_some() => "agent".into(),
        Who::Person { .. } => "own".into(),
        Who::System { .. } => "system".into(),
        Who::Nobody => "nobody".into(),
    }
}
