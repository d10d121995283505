//! Who sends a request: the one function that `web` is given by the binary.

use http::{HeaderMap, header};
use kernel::{Problem, Timestamp, access::Actor, problem::Refusal};
use store::Store;
use web::{ActorInfo, Fail, cookie, origin};

use crate::Identity;

/// Longer ones are no secrets of ours.
const LONGEST: usize = 128;

impl Identity {
    /// Who sends these headers. A session that has ended is nobody; a token that is none is refused,
    /// so that a program learns it at once.
    ///
    /// # Errors
    /// 401 for a wrong token; a fault of the store.
    pub fn authenticate(&self, headers: &HeaderMap, store: &Store, now: Timestamp) -> Result<(Actor, ActorInfo), Fail> {
        let program = headers.contains_key(header::AUTHORIZATION);
        let secret = if program { origin::bearer(headers) } else { cookie::get(headers, cookie::SESSION) };
        let found = match secret.filter(|secret| secret.len() <= LONGEST) {
            Some(secret) => self.actor_by(store, secret, now)?,
            None => None,
        };
        match found {
            Some(known) => Ok(known),
            None if program => Err(Problem::new(Refusal::SignIn, "problem-sign-in").into()),
            None => Ok((Actor::nobody(), ActorInfo::default())),
        }
    }
}
