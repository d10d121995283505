//! Who may do what: whoever holds the token rates; the person invited finds it again; supervisors
//! see the bad ratings of their bodies and divisions, and never who gave them.

use kernel::{
    DivisionCode, Problem,
    access::{Actor, Role},
    id::{BodyId, PersonId},
};

use crate::rating::Invitation;

/// Proof that the actor is the person invited.
#[derive(Debug, Clone)]
pub(crate) struct Invited(PersonId);

impl Invited {
    /// # Errors
    /// 404: others may not know of it.
    pub(crate) fn of(actor: &Actor, invitation: &Invitation) -> Result<Self, Problem> {
        match actor.as_person() {
            Some(person) if *person == invitation.person => Ok(Self(person.clone())),
            _ => Err(Problem::not_found()),
        }
    }

    pub(crate) fn person(&self) -> &PersonId {
        &self.0
    }
}

/// What a supervisor's posts reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    Body(BodyId),
    Within(DivisionCode),
}

/// Proof that the actor supervises, and what.
#[derive(Debug, Clone)]
pub(crate) struct MaySupervise(Vec<Reach>);

impl MaySupervise {
    /// # Errors
    /// 403 for those who do not.
    pub(crate) fn of(actor: &Actor) -> Result<Self, Problem> {
        let posts = actor.scopes().iter().filter(|scope| scope.role == Role::Supervisor);
        let reach: Vec<Reach> =
            posts.map(|scope| scope.division.map_or_else(|| Reach::Body(scope.body.clone()), Reach::Within)).collect();
        if reach.is_empty() { Err(Problem::forbidden()) } else { Ok(Self(reach)) }
    }

    pub(crate) fn reach(&self) -> &[Reach] {
        &self.0
    }
}
