//! Idempotency keys: the answer to a request is kept under its key in the verb's own transaction,
//! so that the same request, however often, is carried out once and answered alike.

use seals::Digest;

use crate::{Error, Sql, Tx};

static FIND: Sql = Sql::new("SELECT request, answer FROM store_answer WHERE actor = $1 AND key = $2");
static KEEP: Sql = Sql::new("INSERT INTO store_answer (actor, key, request, answer, at) VALUES ($1, $2, $3, $4, $5)");
static FORGET: Sql = Sql::new("DELETE FROM store_answer WHERE at < $1");

pub(crate) static ALL: &[&Sql] = &[&FIND, &KEEP, &FORGET];

/// What is known of an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// Not seen: carry the request out, then `answer`.
    New,
    /// The same request was carried out; this was its answer.
    Before(String),
    /// The key was used for another request: to be refused.
    OtherRequest,
}

impl Tx<'_> {
    /// Looks a key up. `request` is the digest of what is asked.
    ///
    /// # Errors
    /// Of the engine.
    pub fn answered(&self, actor: &str, key: &str, request: &Digest) -> Result<Answered, Error> {
        let found =
            self.first(&FIND, &[actor.into(), key.into()], |row| Ok((row.get::<[u8; 32]>(0)?, row.get::<String>(1)?)))?;
        Ok(match found {
            None => Answered::New,
            Some((before, answer)) if before == request.0 => Answered::Before(answer),
            Some(_) => Answered::OtherRequest,
        })
    }

    /// Keeps the answer of a request under its key.
    ///
    /// # Errors
    /// Of the engine; `Error::Again` when the same key is being answered at this moment.
    pub fn answer(&self, actor: &str, key: &str, request: &Digest, answer: &str) -> Result<(), Error> {
        let now = self.now();
        match self.execute(&KEEP, &[actor.into(), key.into(), request.0.as_slice().into(), answer.into(), now.into()]) {
            Err(Error::Constraint(why)) => {
                self.read.again.set(true);
                Err(Error::Again(why))
            }
            other => other.map(drop),
        }
    }

    /// Forgets answers older than a moment.
    ///
    /// # Errors
    /// Of the engine.
    pub fn forget_answers(&self, before: kernel::Timestamp) -> Result<usize, Error> {
        self.execute(&FORGET, &[before.into()])
    }
}
