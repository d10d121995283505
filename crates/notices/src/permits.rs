//! Who may do what: an inbox is its person's alone, whoever they act for.

use kernel::{Problem, access::Actor, id::PersonId};

/// Proof that the actor is the person whose inbox it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyInbox(PersonId);

impl MyInbox {
    /// # Errors
    /// 403 for anyone but a person.
    pub fn of(actor: &Actor) -> Result<Self, Problem> {
        actor.as_person().cloned().map(Self).ok_or_else(Problem::forbidden)
    }

    #[must_use]
    pub fn person(&self) -> &PersonId {
        &self.0
    }
}
