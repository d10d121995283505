//! 预演: what would become of each running case under a published version, without doing it: at once for the
//! first cases of a page, or as a job that looks at all of them, a batch at a time by their ids, and keeps
//! what each came to. A killed job goes on after the last case that it kept.

use std::sync::Arc;

use kernel::{Timestamp, access::Actor};
use process::{
    change::{self as engine, Line},
    program::Program,
    step::Env,
};
use store::{Error, Read, Store, Tx};

use super::{body_of, finish, next_cases, start};
use crate::{
    Office,
    case::{Case, CaseId, State},
    change::Standing,
    edition::{Edition, EditionId, EditionState},
    migration::{Migration, MigrationId, MigrationState, Verdict},
    permits,
    records::{self, Migrated},
    refusal::Refusal,
};

/// So many cases one job weighs: looked at in one snapshot, kept in one transaction.
pub(super) const BATCH: u32 = 200;

/// What would become of one case.
#[derive(Debug, Clone)]
pub struct Judged {
    pub case: Case,
    pub verdict: Verdict,
    /// What the engine says, where it was asked.
    pub line: Option<Line>,
}

/// Cases of a batch, and after which case the next begins; none after the last.
pub type Batch = (Vec<Judged>, Option<String>);

/// What would become of the next running cases of a version's item and place, without doing it. `rule`: the
/// transition rule that would be cited.
///
/// # Errors
/// Of the store.
pub fn dry_run(
    read: &Read<'_>,
    office: &Office,
    now: Timestamp,
    edition: &Edition,
    rule: Option<&str>,
    after: &str,
    limit: u32,
) -> Result<Batch, Error> {
    let target = target(read, office, edition)?;
    let ids = records::on_other_models(read, &edition.item, &edition.digest, after, limit)?;
    let next = ids.last().filter(|_| ids.len() == limit as usize).map(ToString::to_string);
    let mut out = Vec::new();
    for id in &ids {
        let Some(case) = records::find(read, id)? else { continue };
        if is_meant(read, &case, &edition.id)? {
            out.push(judge(read, office, now, &target, case, rule)?);
        }
    }
    Ok((out, next))
}

fn target(read: &Read<'_>, office: &Office, edition: &Edition) -> Result<Arc<Program>, Error> {
    office
        .programs
        .get(&edition.digest, &|| Ok(records::model(read, &edition.digest)?.unwrap_or_else(|| edition.text.clone())))
}

/// Whether a version is the one for the place of a case.
pub(super) fn is_meant(read: &Read<'_>, case: &Case, edition: &EditionId) -> Result<bool, Error> {
    Ok(records::published_model(read, &case.item, &case.division)?.is_some_and(|(_, id)| id == *edition))
}

pub(super) fn judge(
    read: &Read<'_>,
    office: &Office,
    now: Timestamp,
    target: &Program,
    case: Case,
    rule: Option<&str>,
) -> Result<Judged, Error> {
    let standing = Standing::of(read, office, &case.id)?;
    let Some(standing) = standing.filter(|_| matches!(case.state, State::Accepted | State::Special)) else {
        return Ok(Judged { case, verdict: Verdict::Over, line: None });
    };
    if records::is_changed(read, &case.id)? {
        return Ok(Judged { case, verdict: Verdict::Own, line: None });
    }
    let env = Env::new(now, office.calendar.clone());
    let line = engine::dry_run(&standing.program, target, &case.number, &standing.state, rule, &env);
    let verdict = match line.verdict {
        engine::Verdict::Moves => Verdict::Moves,
        engine::Verdict::Stays => Verdict::Stays,
        engine::Verdict::Asks => Verdict::Asks,
        engine::Verdict::Over => Verdict::Over,
    };
    Ok(Judged { case, verdict, line: Some(line) })
}

/// Begins a dry run over all running cases of a version's item and place; a job carries it out.
///
/// # Errors
/// `NotFound` to who may not know how many cases stand where; `Stale` where the version is not published any more.
pub fn weigh(tx: &Tx<'_>, actor: &Actor, edition: &EditionId, transition_rule: &str) -> Result<Migration, Error> {
    let edition = records::hold_edition(tx, edition)?.ok_or(Refusal::NotFound)?;
    if !permits::counts(actor, &body_of(tx, &edition.item)?) {
        return Err(Refusal::NotFound.into());
    }
    if edition.state != EditionState::Published {
        return Err(Refusal::Stale.into());
    }
    start(tx, actor, edition, transition_rule, (MigrationState::Weighing, "migration.weighing"))
}

/// What would become of some cases, by what a dry run kept of them.
///
/// # Errors
/// Of the store.
pub fn one_by_one(
    read: &Read<'_>,
    office: &Office,
    now: Timestamp,
    (migration, edition): (&Migration, &Edition),
    limit: u32,
) -> Result<Vec<Judged>, Error> {
    let target = target(read, office, edition)?;
    let rule = Some(migration.transition_rule.as_str()).filter(|rule| !rule.is_empty());
    let mut out = Vec::new();
    for verdict in Verdict::ALL {
        for id in records::migrated_cases(read, &migration.id, verdict, "", limit)? {
            let Some(case) = records::find(read, &id)? else { continue };
            // It may have gone on since: what was found then is what counts here.
            out.push(Judged { verdict, ..judge(read, office, now, &target, case, rule)? });
        }
    }
    Ok(out)
}

/// Weighs the next cases and keeps what each came to; says whether more may be left.
///
/// # Errors
/// Of the store.
pub(super) fn batch(store: &Store, office: &Office, id: &MigrationId, limit: u32) -> Result<bool, Error> {
    let (wanted, now) = (id.clone(), store.now());
    let found = store.read(|read| {
        let Some(migration) = records::migration_by_id(read, &wanted)? else { return Ok(None) };
        let Some(edition) = records::edition_by_id(read, &migration.edition)? else { return Ok(None) };
        let target = target(read, office, &edition)?;
        let rule = Some(migration.transition_rule.as_str()).filter(|rule| !rule.is_empty());
        let mut verdicts: Vec<(CaseId, Verdict)> = Vec::new();
        for case in next_cases(read, &migration, limit)? {
            let Some(found) = records::find(read, &case)? else { continue };
            verdicts.push((case, judge(read, office, now, &target, found, rule)?.verdict));
        }
        Ok::<_, Error>(Some(verdicts))
    })?;
    let Some(verdicts) = found else { return Ok(false) };
    let more = verdicts.len() == limit as usize;
    let (id, actor) = (id.clone(), Actor::system("migration"));
    store.write(move |tx| {
        let is_under_way = records::hold_migration(tx, &id)?.is_some_and(|one| one.state == MigrationState::Weighing);
        if !is_under_way {
            return Ok(false);
        }
        for (case, verdict) in &verdicts {
            let row = Migrated { verdict: *verdict, undone: String::new(), was: None, left: None };
            records::put_migrated(tx, &id, case, &row)?;
        }
        if !more {
            finish(tx, &actor, &id, MigrationState::Weighing)?;
        }
        Ok::<_, Error>(more)
    })
}
