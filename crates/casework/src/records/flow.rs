//! Rows of models, and of the processes of cases: the state, what happened, and where cases stand.

use kernel::{Date, Timestamp};
use process::{
    event::Event,
    state::{State, Status},
};
use store::{Error, Read, Sql, Tx};

use crate::{
    case::{Case, CaseId},
    flow::Reason,
};

static MODEL: Sql = Sql::new("SELECT text FROM casework_model WHERE digest = $1");
static PUT_MODEL: Sql =
    Sql::new("INSERT INTO casework_model (digest, text, at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING");
static FLOW: Sql = Sql::new("SELECT model, state FROM casework_flow WHERE case_id = $1");
static INSERT: Sql = Sql::new(
    "INSERT INTO casework_flow (case_id, model, state, running, incidents, wakes_at, item) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
static UPDATE: Sql = Sql::new(
    "UPDATE casework_flow SET model = $2, state = $3, running = $4, incidents = $5, wakes_at = $6 WHERE case_id = $1",
);
static EVENTS: Sql = Sql::new("SELECT events FROM casework_flow_event WHERE case_id = $1 ORDER BY number");
static PUT_EVENTS: Sql = Sql::new(
    "INSERT INTO casework_flow_event (case_id, number, at, events) \
     SELECT CAST($1 AS TEXT), coalesce(max(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT) \
     FROM casework_flow_event WHERE case_id = $1",
);
static DUE: Sql = Sql::new(
    "SELECT case_id FROM casework_flow WHERE wakes_at IS NOT NULL AND wakes_at <= $1 ORDER BY wakes_at, case_id LIMIT $2",
);
static AT_INCIDENTS: Sql = Sql::new("SELECT count(*) FROM casework_flow WHERE incidents > 0");
static STANDING: Sql = Sql::new(
    "SELECT f.model, t.element, count(*), CAST(coalesce(sum(CASE WHEN t.due < $2 THEN 1 ELSE 0 END), 0) AS BIGINT), min(t.opened_at) \
     FROM (SELECT case_id, model FROM casework_flow WHERE item = $1 AND running ORDER BY case_id DESC LIMIT $3) f \
     JOIN casework_task t ON t.case_id = f.case_id AND t.state = 'open' GROUP BY f.model, t.element",
);
static ENDED: Sql =
    Sql::new("SELECT case_id, model FROM casework_flow WHERE item = $1 AND NOT running ORDER BY case_id DESC LIMIT $2");
static OF_APPLICANT: Sql = Sql::new(
    "SELECT f.case_id FROM casework_flow f JOIN casework_case c ON c.id = f.case_id \
     WHERE f.running AND c.person = $1 AND COALESCE(c.enterprise, '') = $2 AND c.id <> $3 AND c.id > $4 \
     ORDER BY c.id LIMIT $5",
);
static REASONS: Sql = Sql::new("SELECT at, reason FROM casework_reason WHERE case_id = $1 ORDER BY number LIMIT 200");
static PUT_REASON: Sql = Sql::new(
    "INSERT INTO casework_reason (case_id, number, at, reason) \
     SELECT CAST($1 AS TEXT), coalesce(max(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT) \
     FROM casework_reason WHERE case_id = $1",
);
pub(super) static ALL: &[&Sql] = &[
    &REASONS,
    &PUT_REASON,
    &MODEL,
    &PUT_MODEL,
    &FLOW,
    &INSERT,
    &UPDATE,
    &EVENTS,
    &PUT_EVENTS,
    &DUE,
    &AT_INCIDENTS,
    &STANDING,
    &ENDED,
];

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

/// Writes the process of a case; `item` where it is a new one.
pub(crate) fn put_flow(
    tx: &Tx<'_>,
    case: &CaseId,
    item: Option<&str>,
    model: &str,
    state: &State,
) -> Result<(), Error> {
    let wakes: Option<Timestamp> = state.timers().first().map(|(due, ..)| *due);
    let incidents = u32::try_from(state.incidents().count()).unwrap_or(u32::MAX);
    let (text, running) = (serde_json::to_string(state)?, state.status == Status::Running);
    let mut params = vec![case.into(), model.into(), (&text).into(), running.into(), incidents.into(), wakes.into()];
    let sql = if item.is_some() { &INSERT } else { &UPDATE };
    params.extend(item.map(Into::into));
    tx.execute(sql, &params).map(drop)
}

/// What happened in the process of a case, in order; empty for one that ended before this was kept.
///
/// # Errors
/// Of the engine; `Error::Payload` for events that can't be read.
pub fn flow_events(read: &Read<'_>, case: &CaseId) -> Result<Vec<Event>, Error> {
    let mut all = Vec::new();
    for text in read.rows(&EVENTS, &[case.into()], |row| row.get::<String>(0))? {
        all.extend(serde_json::from_str::<Vec<Event>>(&text)?);
    }
    Ok(all)
}

pub(crate) fn put_flow_events(tx: &Tx<'_>, case: &CaseId, events: &[Event]) -> Result<(), Error> {
    let text = serde_json::to_string(events)?;
    tx.execute(&PUT_EVENTS, &[case.into(), tx.now().into(), (&text).into()]).map(drop)
}

/// Other cases of a case's applicant whose process runs, by id.
pub(crate) fn running_of_applicant(
    read: &Read<'_>,
    case: &Case,
    after: &str,
    limit: u32,
) -> Result<Vec<CaseId>, Error> {
    let enterprise = case.enterprise.as_ref().map(ToString::to_string).unwrap_or_default();
    let params = [(&case.person).into(), (&enterprise).into(), (&case.id).into(), after.into(), limit.into()];
    read.rows(&OF_APPLICANT, &params, |row| row.get(0))
}

/// Why the tables of a case's model decided as they did, and when, in order.
///
/// # Errors
/// Of the engine; `Error::Payload` for one that can't be read.
pub fn reasons(read: &Read<'_>, case: &CaseId) -> Result<Vec<(Timestamp, Reason)>, Error> {
    let rows = read.rows(&REASONS, &[case.into()], |row| Ok((row.get(0)?, row.get::<String>(1)?)))?;
    rows.into_iter().map(|(at, reason)| Ok((at, serde_json::from_str(&reason)?))).collect()
}

pub(crate) fn put_reasons(tx: &Tx<'_>, case: &CaseId, reasons: &[Reason]) -> Result<(), Error> {
    for reason in reasons {
        let text = serde_json::to_string(reason)?;
        tx.execute(&PUT_REASON, &[case.into(), tx.now().into(), (&text).into()])?;
    }
    Ok(())
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

/// How many cases stand at a step of a model, how many of them late, and since when the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub model: String,
    pub element: String,
    pub cases: i64,
    pub late: i64,
    pub since: Option<Timestamp>,
}

/// Where the running cases of an item stand, of the newest `limit`.
///
/// # Errors
/// Of the engine.
pub fn standing(read: &Read<'_>, item: &str, today: Date, limit: u32) -> Result<Vec<Standing>, Error> {
    read.rows(&STANDING, &[item.into(), today.to_string().into(), limit.into()], |row| {
        Ok(Standing {
            model: row.get(0)?,
            element: row.get::<Option<String>>(1)?.unwrap_or_default(),
            cases: row.get(2)?,
            late: row.get(3)?,
            since: row.get(4)?,
        })
    })
}

/// Ended cases of an item with their models, the newest first.
pub(crate) fn ended_flows(read: &Read<'_>, item: &str, limit: u32) -> Result<Vec<(CaseId, String)>, Error> {
    read.rows(&ENDED, &[item.into(), limit.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}
