//! Rows of cases.

use store::{Error, Read, Row, Sql, Tx, state_digest};

use crate::case::{Case, CaseId, Channel, State, WaitsFor};

macro_rules! columns {
    () => {
        "id, version, number, secret, item, item_version, item_name, item_type, body, division, person, enterprise, \
         applicant, channel, state, shape, waits_for, corrections, submitted_at, received_at, accepted_at, deemed, \
         decided_at, delivered_at, ended_at, licence, receipt_due, statutory_due, promised_due, provisional"
    };
}
pub(crate) use columns;

static FIND: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_case WHERE id = $1"));
static HOLD: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_case WHERE id = $1 FOR UPDATE"));
static BY_NUMBER: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_case WHERE number = $1"));
static INSERT: Sql = Sql::new(concat!(
    "INSERT INTO casework_case (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
     $24, $25, $26, $27, $28, $29, $30)"
));
static UPDATE: Sql = Sql::new(
    "UPDATE casework_case SET version = $2, state = $3, waits_for = $4, corrections = $5, received_at = $6, \
     accepted_at = $7, deemed = $8, decided_at = $9, delivered_at = $10, ended_at = $11, licence = $12, receipt_due = $13, \
     statutory_due = $14, promised_due = $15, provisional = $16 WHERE id = $1",
);
static PAGE: Sql = Sql::new(concat!("SELECT ", columns!(), " FROM casework_case WHERE id > $1 ORDER BY id LIMIT $2"));

pub(super) static ALL: &[&Sql] = &[&FIND, &HOLD, &BY_NUMBER, &INSERT, &UPDATE, &PAGE];

pub(super) fn case(row: &Row<'_>) -> Result<Case, Error> {
    let state: String = row.get(14)?;
    let channel: String = row.get(13)?;
    let waits: String = row.get(16)?;
    Ok(Case {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        secret: row.get(3)?,
        item: row.get(4)?,
        item_version: row.get(5)?,
        item_name: row.get(6)?,
        item_type: row.get(7)?,
        body: row.get(8)?,
        division: row.get(9)?,
        person: row.get(10)?,
        enterprise: row.get(11)?,
        applicant: row.get(12)?,
        channel: Channel::parse(&channel).ok_or(Error::Column { column: 13, why: channel })?,
        state: State::parse(&state).ok_or(Error::Column { column: 14, why: state })?,
        shape: row.get(15)?,
        waits_for: WaitsFor::parse(&waits),
        corrections: row.get(17)?,
        submitted_at: row.get(18)?,
        received_at: row.get(19)?,
        accepted_at: row.get(20)?,
        deemed: row.get(21)?,
        decided_at: row.get(22)?,
        delivered_at: row.get(23)?,
        ended_at: row.get(24)?,
        licence: row.get(25)?,
        receipt_due: row.get(26)?,
        statutory_due: row.get(27)?,
        promised_due: row.get(28)?,
        provisional: row.get(29)?,
    })
}

/// # Errors
/// Of the engine.
pub fn find(read: &Read<'_>, id: &CaseId) -> Result<Option<Case>, Error> {
    read.first(&FIND, &[id.into()], case)
}

/// Loads the case and holds its row to the end of the transaction.
pub(crate) fn hold(tx: &Tx<'_>, id: &CaseId) -> Result<Option<Case>, Error> {
    tx.first(&HOLD, &[id.into()], case)
}

/// # Errors
/// Of the engine.
pub fn by_number(read: &Read<'_>, number: &str) -> Result<Option<Case>, Error> {
    read.first(&BY_NUMBER, &[number.into()], case)
}

pub(crate) fn insert(tx: &Tx<'_>, case: &Case) -> Result<(), Error> {
    let waits = case.waits_for.text();
    let params = [
        (&case.id).into(),
        case.version.into(),
        (&case.number).into(),
        (&case.secret).into(),
        (&case.item).into(),
        case.item_version.into(),
        (&case.item_name).into(),
        (&case.item_type).into(),
        (&case.body).into(),
        (&case.division).into(),
        (&case.person).into(),
        case.enterprise.as_ref().into(),
        (&case.applicant).into(),
        case.channel.as_str().into(),
        case.state.as_str().into(),
        (&case.shape).into(),
        (&waits).into(),
        case.corrections.into(),
        case.submitted_at.into(),
        case.received_at.into(),
        case.accepted_at.into(),
        case.deemed.into(),
        case.decided_at.into(),
        case.delivered_at.into(),
        case.ended_at.into(),
        case.licence.as_deref().into(),
        case.receipt_due.into(),
        case.statutory_due.into(),
        case.promised_due.into(),
        case.provisional.into(),
    ];
    tx.execute(&INSERT, &params).map(drop)
}

pub(crate) fn update(tx: &Tx<'_>, case: &Case) -> Result<(), Error> {
    let waits = case.waits_for.text();
    let params = [
        (&case.id).into(),
        case.version.into(),
        case.state.as_str().into(),
        (&waits).into(),
        case.corrections.into(),
        case.received_at.into(),
        case.accepted_at.into(),
        case.deemed.into(),
        case.decided_at.into(),
        case.delivered_at.into(),
        case.ended_at.into(),
        case.licence.as_deref().into(),
        case.receipt_due.into(),
        case.statutory_due.into(),
        case.promised_due.into(),
        case.provisional.into(),
    ];
    tx.execute(&UPDATE, &params).map(drop)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn case_anchors(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    read.rows(&PAGE, &[after.into(), limit.into()], |row| {
        let case = case(row)?;
        Ok((case.id.to_string(), state_digest(&case)?))
    })
}
