//! Rows of models and of the processes of cases.

use kernel::Timestamp;
use process::state::{State, Status};
use store::{Error, Read, Sql, Tx};

use crate::case::CaseId;

static MODEL: Sql = Sql::new("SELECT text FROM casework_model WHERE digest = $1");
static PUT_MODEL: Sql =
    Sql::new("INSERT INTO casework_model (digest, text, at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING");
static FLOW: Sql = Sql::new("SELECT model, state FROM casework_flow WHERE case_id = $1");
static PUT_FLOW: Sql = Sql::new(
    "INSERT INTO casework_flow (case_id, model, state, running, incidents, wakes_at) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (case_id) DO UPDATE SET model = excluded.model, state = excluded.state, running = excluded.running, \
     incidents = excluded.incidents, wakes_at = excluded.wakes_at",
);
static DUE: Sql = Sql::new(
    "SELECT case_id FROM casework_flow WHERE wakes_at IS NOT NULL AND wakes_at <= $1 ORDER BY wakes_at, case_id LIMIT $2",
);
static AT_INCIDENTS: Sql = Sql::new("SELECT count(*) FROM casework_flow WHERE incidents > 0");

pub(super) static ALL: &[&Sql] = &[&MODEL, &PUT_MODEL, &FLOW, &PUT_FLOW, &DUE, &AT_INCIDENTS];

/// The text of a model.
///
/// # Errors
/// Of the engine.
pub fn model(read: &Read<'_>, digest: &str) -> Result<Option<String>, Error> {
    read.first(&MODEL, &[digest.into()], |row| row.get(0))
}

pub(crate) fn put_model(tx: &Tx<'_>, digest: &str, text: &str) -> Result<(), Error> {
    tx.execute(&PUT_MODEL, &[digest.into(), text.into(), tx.now().into()]).map(drop)
}

/// The model and the state of a case's process.
///
/// # Errors
/// Of the engine; `Error::Payload` for a state that can't be read.
pub fn flow(read: &Read<'_>, case: &CaseId) -> Result<Option<(String, State)>, Error> {
    let row = read.first(&FLOW, &[case.into()], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    row.map(|(model, state)| Ok((model, serde_json::from_str(&state)?))).transpose()
}

pub(crate) fn put_flow(tx: &Tx<'_>, case: &CaseId, model: &str, state: &State) -> Result<(), Error> {
    let wakes: Option<Timestamp> = state.timers().first().map(|(due, ..)| *due);
    let incidents = u32::try_from(state.incidents().count()).unwrap_or(u32::MAX);
    let (text, running) = (serde_json::to_string(state)?, state.status == Status::Running);
    let params = [case.into(), model.into(), (&text).into(), running.into(), incidents.into(), wakes.into()];
    tx.execute(&PUT_FLOW, &params).map(drop)
}

/// Cases whose process wants to be woken by now, the earliest first.
pub(crate) fn due_flows(read: &Read<'_>, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, Error> {
    read.rows(&DUE, &[now.into(), limit.into()], |row| row.get(0))
}

/// How many cases stand at an incident of their process 流程异常.
///
/// # Errors
/// Of the engine.
pub fn flows_at_incidents(read: &Read<'_>) -> Result<i64, Error> {
    Ok(read.first(&AT_INCIDENTS, &[], |row| row.get(0))?.unwrap_or(0))
}
