//! Jobs: what must happen after a verb and outside its transaction, such as mail or a rendered
//! document. A job is written in the verb's transaction, run at least once, retried with growing
//! pauses, and set aside as dead, visibly, after its last try. Handlers are idempotent.

use std::sync::Arc;

use kernel::{Id, Timestamp, id::Kind};

use crate::{Error, Row, Sql, Store, Tx};

/// The kind of a job's id.
#[derive(Debug)]
pub enum JobKind {}
impl Kind for JobKind {
    const PREFIX: &'static str = "job";
}

/// A job as its handler gets it.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: Id<JobKind>,
    pub kind: String,
    pub payload: serde_json::Value,
    /// How many times it was begun, this time included.
    pub attempts: u32,
}

/// A job to be written.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    pub kind: &'static str,
    /// References, no personal data.
    pub payload: serde_json::Value,
    /// Not before this moment; at once when absent.
    pub due: Option<Timestamp>,
    /// A second job under the same key is not written.
    pub once: Option<&'a str>,
}

type Run = dyn Fn(&Store, &Job) -> Result<(), String> + Send + Sync;

/// What carries out jobs of a kind.
#[derive(Clone)]
pub struct JobHandler {
    pub kind: &'static str,
    /// Tries before it is dead.
    pub tries: u32,
    pub run: Arc<Run>,
}

/// What became of a job, for operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Waiting,
    Dead,
}

/// A job as an operator sees it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct JobSummary {
    pub id: String,
    pub kind: String,
    pub state: JobState,
    pub due: Timestamp,
    pub attempts: u32,
    pub error: Option<String>,
}

static NEW: Sql = Sql::new(
    "INSERT INTO store_job (id, kind, payload, once, due, attempts, held_until, dead, error) \
     VALUES ($1, $2, $3, $4, $5, 0, 0, $6, NULL) ON CONFLICT (once) DO NOTHING",
);
static TAKE: Sql = Sql::new(
    "UPDATE store_job SET attempts = attempts + 1, held_until = $3 WHERE id IN \
     (SELECT id FROM store_job WHERE dead = $1 AND due <= $2 AND held_until <= $2 ORDER BY due LIMIT $4 FOR UPDATE SKIP LOCKED) \
     RETURNING id, kind, payload, attempts",
);
static DUE: Sql =
    Sql::new("SELECT id FROM store_job WHERE dead = $1 AND due <= $2 AND held_until <= $2 ORDER BY due LIMIT 1");
static DONE: Sql = Sql::new("DELETE FROM store_job WHERE id = $1");
static LATER: Sql = Sql::new("UPDATE store_job SET due = $2, held_until = 0, dead = $3, error = $4 WHERE id = $1");
static LIST: Sql =
    Sql::new("SELECT id, kind, dead, due, attempts, error FROM store_job WHERE dead = $1 ORDER BY due LIMIT $2");
static REVIVE: Sql = Sql::new("UPDATE store_job SET dead = $2, attempts = 0, due = $3 WHERE id = $1");
static COUNT: Sql = Sql::new("SELECT COUNT(*) FROM store_job WHERE dead = $1");

pub(crate) static ALL: &[&Sql] = &[&NEW, &DUE, &TAKE, &DONE, &LATER, &LIST, &REVIVE, &COUNT];

/// A job that is begun belongs to its process for this long.
const HOLD_MILLIS: i64 = 120_000;
/// Jobs taken at once.
const AT_ONCE: u32 = 16;

impl Tx<'_> {
    /// Writes a job; it runs after this transaction commits.
    ///
    /// # Errors
    /// Of the engine.
    pub fn job(&self, job: &NewJob<'_>) -> Result<(), Error> {
        self.stirs.set(true);
        let id: Id<JobKind> = self.id();
        let payload = serde_json::to_string(&job.payload)?;
        let due = job.due.unwrap_or_else(|| self.now());
        let params = [(&id).into(), job.kind.into(), payload.into(), job.once.into(), due.into(), false.into()];
        self.execute(&NEW, &params).map(drop)
    }
}

fn job(row: &Row<'_>) -> Result<Job, Error> {
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        payload: serde_json::from_str(&row.get::<String>(2)?)?,
        attempts: row.get(3)?,
    })
}

impl Store {
    /// Carries out what is due now; says how many jobs were begun.
    ///
    /// # Errors
    /// Of the engine. A failing job is not an error here: it is tried again or set aside.
    pub fn run_due_jobs(&self) -> Result<usize, Error> {
        let now = self.now();
        if self.read(|read| read.first(&DUE, &[false.into(), now.into()], |_| Ok(())))?.is_none() {
            return Ok(0);
        }
        let taken = self.write(|tx| {
            let now = tx.now();
            tx.rows(&TAKE, &[false.into(), now.into(), now.plus_millis(HOLD_MILLIS).into(), AT_ONCE.into()], job)
        })?;
        for job in &taken {
            let handler = self.inner.rooms.jobs.iter().find(|handler| handler.kind == job.kind);
            let (result, tries) = match handler {
                Some(handler) => ((handler.run)(self, job), handler.tries),
                None => (Err(format!("nothing carries out {}", job.kind)), 1),
            };
            let id = job.id.clone();
            match result {
                Ok(()) => self.write(move |tx| tx.execute(&DONE, &[(&id).into()]))?,
                Err(error) => {
                    // That there is no space is no fault of the job: it waits until there is.
                    let dead = job.attempts >= tries && !error.contains(crate::error::DISK_FULL);
                    tracing::warn!(job = %job.id, kind = %job.kind, attempts = job.attempts, dead, %error, "a job failed");
                    // 2 s, 4 s, 8 s ... at most an hour.
                    let pause = 1_000_i64 << job.attempts.min(12);
                    self.write(move |tx| {
                        let due = tx.now().plus_millis(pause.min(3_600_000));
                        tx.execute(&LATER, &[(&id).into(), due.into(), dead.into(), error.as_str().into()])
                    })?
                }
            };
        }
        Ok(taken.len())
    }

    /// Jobs for operators, earliest first.
    ///
    /// # Errors
    /// Of the engine.
    pub fn jobs(&self, state: JobState, limit: u32) -> Result<Vec<JobSummary>, Error> {
        let dead = state == JobState::Dead;
        self.read(|read| {
            read.rows(&LIST, &[dead.into(), limit.into()], |row| {
                Ok(JobSummary {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    state: if row.get(2)? { JobState::Dead } else { JobState::Waiting },
                    due: row.get(3)?,
                    attempts: row.get(4)?,
                    error: row.get(5)?,
                })
            })
        })
    }

    /// How many jobs wait or are dead.
    ///
    /// # Errors
    /// Of the engine.
    pub fn job_count(&self, state: JobState) -> Result<i64, Error> {
        let dead = state == JobState::Dead;
        self.read(|read| Ok(read.first(&COUNT, &[dead.into()], |row| row.get(0))?.unwrap_or(0)))
    }

    /// Puts a dead job back to be tried again.
    ///
    /// # Errors
    /// Of the engine.
    pub fn revive(&self, id: &Id<JobKind>) -> Result<bool, Error> {
        let id = id.clone();
        self.write(move |tx| {
            let now = tx.now();
            Ok(tx.execute(&REVIVE, &[(&id).into(), false.into(), now.into()])? == 1)
        })
    }
}
