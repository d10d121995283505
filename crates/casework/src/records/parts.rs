//! Rows that stand beside a case: tasks, clocks, declarations, papers, corrections, notices, visits.

use kernel::{Date, Timestamp, id::BodyId};
use store::{Error, Read, Row, Sql, Tx};

use crate::{
    case::CaseId,
    clock::{Clock, Name},
    correction::Correction,
    notice::Notice,
    paper::{Level, Paper, Source},
    task::{Kind, Outcome, Task, TaskState},
    visit::Visit,
};

static TASKS: Sql = Sql::new(
    "SELECT number, turn, kind, body, state, opened_at, due, done_at, done_by, outcome, opinion, element, token, assigned \
     FROM casework_task WHERE case_id = $1 ORDER BY turn, number",
);
static PUT_TASK: Sql = Sql::new(
    "INSERT INTO casework_task (case_id, number, turn, kind, body, state, opened_at, due, done_at, done_by, outcome, opinion, element, token, assigned) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (case_id, number) DO UPDATE SET \
     turn = excluded.turn, state = excluded.state, opened_at = excluded.opened_at, due = excluded.due, done_at = excluded.done_at, \
     done_by = excluded.done_by, outcome = excluded.outcome, opinion = excluded.opinion, \
     element = excluded.element, token = excluded.token, assigned = excluded.assigned",
);
static CLOCKS: Sql = Sql::new("SELECT name, terms FROM casework_clock WHERE case_id = $1 ORDER BY name");
static PUT_CLOCK: Sql = Sql::new(
    "INSERT INTO casework_clock (case_id, name, terms, due, ended) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (case_id, name) DO UPDATE SET terms = excluded.terms, due = excluded.due, ended = excluded.ended",
);
static DECLARATION: Sql =
    Sql::new("SELECT version, answers FROM casework_declaration WHERE case_id = $1 ORDER BY version DESC LIMIT 1");
static PUT_DECLARATION: Sql =
    Sql::new("INSERT INTO casework_declaration (case_id, version, answers, at) VALUES ($1, $2, $3, $4)");
static PAPERS: Sql = Sql::new(
    "SELECT material, version, source, reference, name, media, size, level, at FROM casework_paper p \
     WHERE matter = $1 AND version = (SELECT MAX(n.version) FROM casework_paper n WHERE n.matter = p.matter AND n.material = p.material) \
     ORDER BY material",
);
static PUT_PAPER: Sql = Sql::new(
    "INSERT INTO casework_paper (matter, material, version, source, reference, name, media, size, level, at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
static DROP_PAPER: Sql = Sql::new("DELETE FROM casework_paper WHERE matter = $1 AND material = $2");
static NAMED_FILES: Sql = Sql::new(
    "SELECT DISTINCT reference FROM casework_paper \
     WHERE source = 'applicant' AND reference >= $1 AND reference <= $2 ORDER BY reference",
);
static CORRECTIONS: Sql = Sql::new(
    "SELECT number, defects, asked_at, asked_by, answer_by, answered_at, lapse FROM casework_correction WHERE case_id = $1 ORDER BY number",
);
static PUT_CORRECTION: Sql = Sql::new(
    "INSERT INTO casework_correction (case_id, number, defects, asked_at, asked_by, answer_by, answered_at, lapse) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (case_id, number) DO UPDATE SET answered_at = excluded.answered_at",
);
static OVERDUE_CORRECTIONS: Sql = Sql::new(
    "SELECT r.answer_by, r.case_id FROM casework_correction r JOIN casework_case c ON c.id = r.case_id \
     WHERE r.answered_at IS NULL AND r.lapse IS NOT NULL AND c.state = 'correction' AND r.answer_by < $1 \
     AND (r.answer_by > $2 OR (r.answer_by = $2 AND r.case_id > $3)) ORDER BY r.answer_by, r.case_id LIMIT $4",
);
static NOTICES: Sql =
    Sql::new("SELECT number, kind, body, at, record FROM casework_notice WHERE case_id = $1 ORDER BY at, number");
static PUT_NOTICE: Sql =
    Sql::new("INSERT INTO casework_notice (case_id, number, kind, body, at, record) VALUES ($1, $2, $3, $4, $5, $6)");
static PUT_VISIT: Sql = Sql::new(
    "INSERT INTO casework_visit (id, version, number, body, division, item, reason, told, staff, at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
static VISITS: Sql = Sql::new(
    "SELECT id, version, number, body, division, item, reason, told, staff, at FROM casework_visit \
     WHERE body = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
);
static VISIT_PAGE: Sql = Sql::new(
    "SELECT id, version, number, body, division, item, reason, told, staff, at FROM casework_visit \
     WHERE id > $1 ORDER BY id LIMIT $2",
);

pub(super) static ALL: &[&Sql] = &[
    &TASKS,
    &PUT_TASK,
    &CLOCKS,
    &PUT_CLOCK,
    &DECLARATION,
    &PUT_DECLARATION,
    &PAPERS,
    &PUT_PAPER,
    &DROP_PAPER,
    &NAMED_FILES,
    &CORRECTIONS,
    &PUT_CORRECTION,
    &OVERDUE_CORRECTIONS,
    &NOTICES,
    &PUT_NOTICE,
    &PUT_VISIT,
    &VISITS,
    &VISIT_PAGE,
];

/// # Errors
/// Of the engine.
pub fn tasks(read: &Read<'_>, case: &CaseId) -> Result<Vec<Task>, Error> {
    read.rows(&TASKS, &[case.into()], |row| {
        Ok(Task {
            number: row.get(0)?,
            turn: row.get(1)?,
            kind: if row.get::<String>(2)? == "decide" { Kind::Decide } else { Kind::Review },
            body: row.get(3)?,
            state: TaskState::parse(&row.get::<String>(4)?),
            opened_at: row.get(5)?,
            due: row.get(6)?,
            done_at: row.get(7)?,
            done_by: row.get(8)?,
            outcome: row.get::<Option<String>>(9)?.as_deref().and_then(Outcome::parse),
            opinion: row.get(10)?,
            element: row.get::<Option<String>>(11)?.unwrap_or_default(),
            token: row.get(12)?,
            assigned: row.get(13)?,
        })
    })
}

pub(crate) fn put_task(tx: &Tx<'_>, case: &CaseId, task: &Task) -> Result<(), Error> {
    let params = [
        case.into(),
        task.number.into(),
        task.turn.into(),
        task.kind.as_str().into(),
        (&task.body).into(),
        task.state.as_str().into(),
        task.opened_at.into(),
        task.due.into(),
        task.done_at.into(),
        task.done_by.as_ref().into(),
        task.outcome.map(Outcome::as_str).into(),
        task.opinion.as_deref().into(),
        (&task.element).into(),
        task.token.into(),
        task.assigned.as_ref().into(),
    ];
    tx.execute(&PUT_TASK, &params).map(drop)
}

/// # Errors
/// Of the engine; `Error::Payload` for terms that can't be read.
pub fn clocks(read: &Read<'_>, case: &CaseId) -> Result<Vec<Clock>, Error> {
    let rows = read.rows(&CLOCKS, &[case.into()], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    rows.into_iter()
        .filter_map(|(name, terms)| Some((Name::parse(&name)?, terms)))
        .map(|(name, terms)| Ok(Clock { name, terms: serde_json::from_str(&terms)? }))
        .collect()
}

pub(crate) fn put_clock(tx: &Tx<'_>, case: &CaseId, clock: &Clock, due: Date) -> Result<(), Error> {
    let terms = serde_json::to_string(&clock.terms)?;
    let name = clock.name.text();
    let params = [case.into(), (&name).into(), (&terms).into(), due.into(), clock.terms.ended.into()];
    tx.execute(&PUT_CLOCK, &params).map(drop)
}

/// The newest declaration: its version and sealed answers.
///
/// # Errors
/// Of the engine.
pub fn declaration(read: &Read<'_>, case: &CaseId) -> Result<Option<(u32, Vec<u8>)>, Error> {
    read.first(&DECLARATION, &[case.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn put_declaration(
    tx: &Tx<'_>,
    case: &CaseId,
    version: u32,
    answers: &[u8],
    at: Timestamp,
) -> Result<(), Error> {
    tx.execute(&PUT_DECLARATION, &[case.into(), version.into(), answers.into(), at.into()]).map(drop)
}

/// The newest version of each paper of a draft or case.
///
/// # Errors
/// Of the engine.
pub fn papers(read: &Read<'_>, matter: &str) -> Result<Vec<Paper>, Error> {
    read.rows(&PAPERS, &[matter.into()], |row| {
        Ok(Paper {
            material: row.get(0)?,
            version: row.get(1)?,
            source: Source::parse(&row.get::<String>(2)?),
            reference: row.get(3)?,
            name: row.get(4)?,
            media: row.get(5)?,
            size: row.get(6)?,
            level: Level::parse(&row.get::<String>(7)?),
            at: row.get(8)?,
        })
    })
}

pub(crate) fn put_paper(tx: &Tx<'_>, matter: &str, paper: &Paper) -> Result<(), Error> {
    let params = [
        matter.into(),
        (&paper.material).into(),
        paper.version.into(),
        paper.source.as_str().into(),
        (&paper.reference).into(),
        paper.name.as_deref().into(),
        paper.media.as_deref().into(),
        paper.size.into(),
        paper.level.as_str().into(),
        paper.at.into(),
    ];
    tx.execute(&PUT_PAPER, &params).map(drop)
}

pub(crate) fn drop_paper(tx: &Tx<'_>, matter: &str, material: &str) -> Result<usize, Error> {
    tx.execute(&DROP_PAPER, &[matter.into(), material.into()])
}

/// Digests of the files that papers of drafts, cases and answers name, of every version.
///
/// # Errors
/// Of the engine.
pub fn named_files(read: &Read<'_>, from: &str, to: &str) -> Result<Vec<String>, Error> {
    read.rows(&NAMED_FILES, &[from.into(), to.into()], |row| row.get(0))
}

/// # Errors
/// Of the engine.
pub fn corrections(read: &Read<'_>, case: &CaseId) -> Result<Vec<Correction>, Error> {
    read.rows(&CORRECTIONS, &[case.into()], |row| {
        Ok(Correction {
            number: row.get(0)?,
            defects: row.get(1)?,
            asked_at: row.get(2)?,
            asked_by: row.get(3)?,
            answer_by: row.get(4)?,
            answered_at: row.get(5)?,
            lapse: row.get(6)?,
        })
    })
}

pub(crate) fn put_correction(tx: &Tx<'_>, case: &CaseId, correction: &Correction) -> Result<(), Error> {
    let params = [
        case.into(),
        correction.number.into(),
        (&correction.defects).into(),
        correction.asked_at.into(),
        (&correction.asked_by).into(),
        correction.answer_by.into(),
        correction.answered_at.into(),
        correction.lapse.as_deref().into(),
    ];
    tx.execute(&PUT_CORRECTION, &params).map(drop)
}

/// Corrections that nobody answered up to the day before `today` and by which a case lapses, after a
/// key of day and case.
pub(crate) fn overdue_corrections(
    read: &Read<'_>,
    today: Date,
    after: (&str, &str),
    limit: u32,
) -> Result<Vec<(Date, CaseId)>, Error> {
    let params = [today.into(), after.0.into(), after.1.into(), limit.into()];
    read.rows(&OVERDUE_CORRECTIONS, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// # Errors
/// Of the engine.
pub fn notices(read: &Read<'_>, case: &CaseId) -> Result<Vec<Notice>, Error> {
    read.rows(&NOTICES, &[case.into()], |row| {
        let kind: String = row.get(1)?;
        Ok(Notice {
            number: row.get(0)?,
            kind: crate::notice::Kind::parse(&kind).ok_or(Error::Column { column: 1, why: kind })?,
            body: row.get(2)?,
            at: row.get(3)?,
            record: row.get(4)?,
        })
    })
}

pub(crate) fn put_notice(tx: &Tx<'_>, case: &CaseId, notice: &Notice) -> Result<(), Error> {
    let params = [
        case.into(),
        (&notice.number).into(),
        notice.kind.as_str().into(),
        (&notice.body).into(),
        notice.at.into(),
        (&notice.record).into(),
    ];
    tx.execute(&PUT_NOTICE, &params).map(drop)
}

pub(super) fn visit(row: &Row<'_>) -> Result<Visit, Error> {
    Ok(Visit {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        body: row.get(3)?,
        division: row.get(4)?,
        item: row.get(5)?,
        reason: row.get(6)?,
        told: row.get(7)?,
        staff: row.get(8)?,
        at: row.get(9)?,
    })
}

pub(crate) fn put_visit(tx: &Tx<'_>, visit: &Visit) -> Result<(), Error> {
    let params = [
        (&visit.id).into(),
        visit.version.into(),
        (&visit.number).into(),
        (&visit.body).into(),
        (&visit.division).into(),
        visit.item.as_deref().into(),
        (&visit.reason).into(),
        (&visit.told).into(),
        (&visit.staff).into(),
        visit.at.into(),
    ];
    tx.execute(&PUT_VISIT, &params).map(drop)
}

/// Visits of a window, newest first, before an id.
///
/// # Errors
/// Of the engine.
pub fn visits(read: &Read<'_>, body: &BodyId, before: &str, limit: u32) -> Result<Vec<Visit>, Error> {
    read.rows(&VISITS, &[body.into(), before.into(), limit.into()], visit)
}

pub(crate) fn visit_anchors(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    read.rows(&VISIT_PAGE, &[after.into(), limit.into()], |row| {
        let visit = visit(row)?;
        Ok((visit.id.to_string(), store::state_digest(&visit)?))
    })
}
