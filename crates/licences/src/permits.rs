//! Who may do what: officers and heads of the issuing body change the state of its licences; what
//! takes a licence away for good against the holder's will is the head's. Holders see their own.

use kernel::{
    Problem,
    access::{Actor, Role, Who},
    id::BodyId,
};

use crate::{
    act::Act,
    licence::{Holder, Licence},
};

/// Proof that the actor may do an act on one licence.
#[derive(Debug, Clone)]
pub struct MayChange<'a> {
    actor: &'a Actor,
    title: String,
}

impl<'a> MayChange<'a> {
    /// # Errors
    /// 403.
    pub fn of(actor: &'a Actor, licence: &Licence, act: Act) -> Result<Self, Problem> {
        if let Who::System { name } = &actor.who {
            return Ok(Self { actor, title: (*name).to_owned() });
        }
        let roles: &[Role] = match act {
            Act::Suspend | Act::Resume | Act::Cancel => &[Role::Officer, Role::Head],
            Act::Withdraw | Act::Annul | Act::Strip | Act::Supersede => &[Role::Head],
        };
        let post =
            roles.iter().find_map(|role| actor.post_at(*role, &licence.issuer)).ok_or_else(Problem::forbidden)?;
        Ok(Self { actor, title: post.post.to_string() })
    }

    /// The issuing body decided on another licence in its place.
    ///
    /// # Errors
    /// 403 for another body.
    pub(crate) fn as_issuer(actor: &'a Actor, title: &str, body: &BodyId, licence: &Licence) -> Result<Self, Problem> {
        if *body == licence.issuer { Ok(Self { actor, title: title.to_owned() }) } else { Err(Problem::forbidden()) }
    }

    #[must_use]
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// Proof that the actor may see a licence whole: it is theirs, or of the enterprise they act for.
#[derive(Debug, Clone)]
pub struct MaySee(());

impl MaySee {
    /// # Errors
    /// 404: others may not know that it exists.
    pub fn of(actor: &Actor, licence: &Licence) -> Result<Self, Problem> {
        match Holder::of(actor) {
            Some(holder) if holder == licence.holder => Ok(Self(())),
            _ => Err(Problem::not_found()),
        }
    }
}

/// Proof that the actor works for the issuing body and may see the licence with its holder masked.
#[derive(Debug, Clone)]
pub struct MayHandle(());

impl MayHandle {
    /// # Errors
    /// 404 for staff of other bodies.
    pub fn of(actor: &Actor, licence: &Licence) -> Result<Self, Problem> {
        let at = |role| actor.post_at(role, &licence.issuer).is_some();
        if at(Role::Officer) || at(Role::Head) { Ok(Self(())) } else { Err(Problem::not_found()) }
    }
}
