//! Proofs that an actor may do something to a noun. Only here can they be made.

use kernel::{Problem, access::Actor, id::EnterpriseId};
use store::{Error, Read};

use crate::{enterprise::MandateKind, enterprises};

/// The actor represents the enterprise today and may let others act for it.
#[derive(Debug)]
pub struct MayGrant(EnterpriseId);

impl MayGrant {
    /// # Errors
    /// 404 for anyone else, so that nobody learns who acts for whom; of the store.
    pub fn prove(read: &Read<'_>, actor: &Actor, enterprise: &EnterpriseId) -> Result<Self, Error> {
        let person = actor.as_person().ok_or_else(Problem::not_found)?;
        match enterprises::may_act_for(read, person, enterprise)? {
            Some(MandateKind::Representative) => Ok(Self(enterprise.clone())),
            _ => Err(Problem::not_found().into()),
        }
    }

    #[must_use]
    pub fn enterprise(&self) -> &EnterpriseId {
        &self.0
    }
}
