//! 批量迁移: what would become of each running case under a published version, and carrying it out: a case a
//! transaction, its row held, a few at a time, so that a killed job goes on where it was. Cases that would be
//! burdened stay unless a transition rule is cited; what can't be mapped is left to a person. Not here: jobs' rows.

mod weigh;

use std::sync::Arc;

use catalogue::ItemId;
use kernel::{
    Problem,
    access::{Actor, Role},
    problem::Refusal as Status,
};
use serde_json::{Value, json};
use store::{Entry, Error, NewJob, Read, Store, Tx, state_digest};

use crate::{
    act::{Act, Office},
    case::CaseId,
    change::program,
    changing::tell_burdens,
    deem::LoadMatter,
    edition::{Edition, EditionId, EditionState},
    flow::Flow,
    jobs,
    migration::{Migration, MigrationId, MigrationState, SCHEMA, Verdict},
    permits,
    records::{self, Migrated},
    refusal::Refusal,
};

pub use weigh::{Batch, Judged, dry_run, one_by_one, weigh};
use weigh::{is_meant, judge};

/// So many cases a job looks at before the next job does.
pub(crate) const BATCH: u32 = 25;
const ROLES: &[Role] = &[Role::Editor, Role::Head];

/// The body that offers an item: its editors and heads answer for its models.
///
/// # Errors
/// `NotFound` for an item or body that is not there; of the store.
pub fn body_of(read: &Read<'_>, item: &str) -> Result<directory::Body, Error> {
    let item: ItemId = item.parse().map_err(|_| Refusal::NotFound)?;
    let found = catalogue::item(read, &item, None)?.ok_or(Refusal::NotFound)?;
    directory::bodies::by_id(read, &found.body)?.ok_or_else(|| Refusal::NotFound.into())
}

/// Begins a migration to a published version; a job carries it out.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where the version is not published any more; `casework-migration-open`
/// while another to the same version is under way.
pub fn begin(tx: &Tx<'_>, actor: &Actor, edition: &EditionId, transition_rule: &str) -> Result<Migration, Error> {
    let edition = records::hold_edition(tx, edition)?.ok_or(Refusal::NotFound)?;
    permits::publish(actor, &body_of(tx, &edition.item)?, &edition)?;
    if edition.state != EditionState::Published {
        return Err(Refusal::Stale.into());
    }
    if records::migrations(tx, &edition.id)?.iter().any(|one| one.state.is_open()) {
        return Err(Problem::new(Status::Conflict, "casework-migration-open").into());
    }
    start(tx, actor, edition, transition_rule, (MigrationState::Running, "migration.begun"))
}

fn start(
    tx: &Tx<'_>,
    actor: &Actor,
    edition: Edition,
    transition_rule: &str,
    (state, kind): (MigrationState, &'static str),
) -> Result<Migration, Error> {
    let mut migration = Migration {
        id: tx.id(),
        version: 0,
        edition: edition.id,
        item: edition.item,
        division: edition.division,
        model: edition.digest,
        state,
        transition_rule: transition_rule.trim().to_owned(),
        begun_by: actor.as_staff().ok_or(Refusal::NotPermitted)?.clone(),
        begun_at: tx.now(),
        ended_at: None,
    };
    save(tx, actor, &mut migration, kind)?;
    next_job(tx, &migration.id)?;
    Ok(migration)
}

/// What whoever answers for a migration does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Cases not looked at yet stay as they are, until it is resumed.
    Pause,
    Resume,
    /// Cases that have not gone on are put back.
    Undo,
}

/// Pauses a migration, resumes it, or begins to undo it.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where it doesn't stand so.
pub fn turn(tx: &Tx<'_>, actor: &Actor, id: &MigrationId, seen: Option<i64>, turn: Turn) -> Result<Migration, Error> {
    use MigrationState::{Done, Paused, Running, Undoing};
    let mut migration = records::hold_migration(tx, id)?.ok_or(Refusal::NotFound)?;
    let edition = records::edition_by_id(tx, &migration.edition)?.ok_or(Refusal::NotFound)?;
    permits::publish(actor, &body_of(tx, &migration.item)?, &edition)?;
    let (to, kind) = match (turn, migration.state) {
        (Turn::Pause, Running) => (Paused, "migration.paused"),
        (Turn::Resume, Paused) => (Running, "migration.resumed"),
        (Turn::Undo, Running | Paused | Done) => (Undoing, "migration.undoing"),
        _ => return Err(Refusal::Stale.into()),
    };
    if seen.is_some_and(|seen| seen != migration.version) {
        return Err(Refusal::Stale.into());
    }
    migration.state = to;
    migration.ended_at = None;
    save(tx, actor, &mut migration, kind)?;
    if to != Paused {
        next_job(tx, &migration.id)?;
    }
    Ok(migration)
}

fn next_job(tx: &Tx<'_>, id: &MigrationId) -> Result<(), Error> {
    tx.job(&NewJob { kind: jobs::MIGRATE, payload: json!({ "migration": id }), due: None, once: None })
}

/// Does the next part of a migration, and writes the job for what is left. Done twice it is done once.
///
/// # Errors
/// Of the store.
pub fn carry_on(store: &Store, office: &Office, load: &Arc<LoadMatter>, id: &MigrationId) -> Result<(), Error> {
    let wanted = id.clone();
    let state =
        store.read(move |read| Ok::<_, Error>(records::migration_by_id(read, &wanted)?.map(|one| one.state)))?;
    let more = match state {
        Some(MigrationState::Weighing) => weigh::batch(store, office, id, weigh::BATCH)?,
        _ => batch(store, office, load, id, BATCH)?,
    };
    if more {
        let id = id.clone();
        store.write(move |tx| next_job(tx, &id))?;
    }
    Ok(())
}

/// Looks at the next cases of a migration, each in a transaction of its own; says whether more may be left.
///
/// # Errors
/// Of the store.
pub fn batch(
    store: &Store,
    office: &Office,
    load: &Arc<LoadMatter>,
    id: &MigrationId,
    limit: u32,
) -> Result<bool, Error> {
    let wanted = id.clone();
    let found = store.read(|read| {
        let Some(migration) = records::migration_by_id(read, &wanted)? else { return Ok(None) };
        let cases = match migration.state {
            MigrationState::Running => next_cases(read, &migration, limit)?,
            MigrationState::Undoing => records::to_undo(read, &wanted, limit)?,
            _ => return Ok(None),
        };
        Ok::<_, Error>(Some((migration.state, cases)))
    })?;
    let Some((state, cases)) = found else { return Ok(false) };
    let more = cases.len() == limit as usize;
    for case in cases {
        one_case(store, office, load, id, &case, state)?;
    }
    if !more {
        let (id, actor) = (id.clone(), Actor::system("migration"));
        store.write(move |tx| finish(tx, &actor, &id, state))?;
    }
    Ok(more)
}

/// The next cases of a migration's item and place that it has not looked at.
fn next_cases(read: &Read<'_>, migration: &Migration, limit: u32) -> Result<Vec<CaseId>, Error> {
    let mut after = records::last_migrated(read, &migration.id)?;
    let mut out = Vec::new();
    loop {
        let ids = records::on_other_models(read, &migration.item, &migration.model, &after, limit)?;
        let is_last = ids.len() < limit as usize;
        for id in ids {
            id.as_str().clone_into(&mut after);
            let case = records::find(read, &id)?;
            let is_meant = case.map(|case| is_meant(read, &case, &migration.edition)).transpose()?;
            if is_meant == Some(true) {
                out.push(id);
            }
            if out.len() == limit as usize {
                return Ok(out);
            }
        }
        if is_last {
            return Ok(out);
        }
    }
}

fn one_case(
    store: &Store,
    office: &Office,
    load: &Arc<LoadMatter>,
    id: &MigrationId,
    case: &CaseId,
    state: MigrationState,
) -> Result<(), Error> {
    let (office, load, wanted, held) = (office.clone(), load.clone(), id.clone(), case.clone());
    let done = store.write(move |tx| {
        let actor = Actor::system("migration");
        let act = Act { tx, office: &office, actor: &actor };
        match state {
            MigrationState::Undoing => put_back(&act, &wanted, &held),
            _ => carry_over(&act, &load, &wanted, &held),
        }
    });
    let Err(error) = done else { return Ok(()) };
    // One case that can't be carried over must not hold up the others.
    tracing::error!(case = %case, migration = %id, %error, "a case was left as it was");
    let (id, case) = (id.clone(), case.clone());
    store.write(move |tx| match state {
        MigrationState::Undoing => records::set_undone(tx, &id, &case, "went_on"),
        _ => {
            let row = Migrated { verdict: Verdict::Failed, undone: String::new(), was: None, left: None };
            records::put_migrated(tx, &id, &case, &row)
        }
    })
}

/// Carries one case over, if it is to be.
fn carry_over(act: &Act<'_, '_>, load: &Arc<LoadMatter>, id: &MigrationId, case: &CaseId) -> Result<(), Error> {
    let tx = act.tx;
    let Some(mut held) = records::hold(tx, case)? else { return Ok(()) };
    let Some(migration) = records::migration_by_id(tx, id)? else { return Ok(()) };
    let is_done = migration.state != MigrationState::Running || records::migrated(tx, id, case)?.is_some();
    if is_done || !is_meant(tx, &held, &migration.edition)? {
        return Ok(());
    }
    let target = program(tx, &act.office.programs, &migration.model)?;
    let rule = Some(migration.transition_rule.as_str()).filter(|rule| !rule.is_empty());
    let judged = judge(tx, act.office, tx.now(), &target, held.clone(), rule)?;
    let mut row = Migrated { verdict: judged.verdict, undone: String::new(), was: None, left: None };
    if judged.verdict == Verdict::Moves {
        let burdens = judged.line.map(|line| line.burdens).unwrap_or_default();
        let matter = load(tx, &held)?;
        let mut tasks = records::tasks(tx, case)?;
        let Some(mut flow) = Flow::running(act, case)? else { return Ok(()) };
        let (was, old) = (flow.snapshot(&tasks), flow.program().clone());
        if flow.migrate(act, &matter, &held, (&migration.model, &target), &[])?.is_err() {
            row.verdict = Verdict::Asks;
        } else {
            let opened = flow.follow(act, &matter, &mut held, &mut tasks, &old)?;
            let facts = json!({
                "migration": id, "edition": migration.edition, "model": was.model, "derived": migration.model,
                "legal_basis": migration.transition_rule, "burdens": burdens, "opened": opened,
            });
            act.save(&mut held, "case.migrated", &[], facts)?;
            tell_burdens(act, &held, &matter, &burdens, &migration.transition_rule)?;
            row.was = Some(was);
            row.left = Some(flow.state().clone());
        }
    }
    records::put_migrated(tx, id, case, &row)
}

/// Puts one case back, unless it has gone on.
fn put_back(act: &Act<'_, '_>, id: &MigrationId, case: &CaseId) -> Result<(), Error> {
    let tx = act.tx;
    let Some(mut held) = records::hold(tx, case)? else { return Ok(()) };
    let Some(migration) = records::migration_by_id(tx, id)? else { return Ok(()) };
    let Some(row) = records::migrated(tx, id, case)? else { return Ok(()) };
    if migration.state != MigrationState::Undoing || !row.undone.is_empty() {
        return Ok(());
    }
    let flow = Flow::running(act, case)?;
    let stands = |flow: &Flow| flow.model() == migration.model && row.left.as_ref() == Some(flow.state());
    let (Some(mut flow), Some(was), false) = (flow.filter(stands), &row.was, held.state.ended()) else {
        return records::set_undone(tx, id, case, "went_on");
    };
    let mut tasks = records::tasks(tx, case)?;
    flow.restore(act, &mut held, &mut tasks, was)?;
    act.save(&mut held, "case.migration_undone", &[], json!({ "migration": id, "model": was.model }))?;
    records::set_undone(tx, id, case, "undone")
}

fn finish(tx: &Tx<'_>, actor: &Actor, id: &MigrationId, state: MigrationState) -> Result<(), Error> {
    let Some(mut migration) = records::hold_migration(tx, id)? else { return Ok(()) };
    if migration.state != state {
        return Ok(());
    }
    let kind = match state {
        MigrationState::Undoing => {
            migration.state = MigrationState::Undone;
            "migration.undone"
        }
        MigrationState::Weighing => {
            migration.state = MigrationState::Weighed;
            "migration.weighed"
        }
        _ => {
            migration.state = MigrationState::Done;
            "migration.done"
        }
    };
    migration.ended_at = Some(tx.now());
    save(tx, actor, &mut migration, kind)
}

fn save(tx: &Tx<'_>, actor: &Actor, migration: &mut Migration, kind: &'static str) -> Result<(), Error> {
    let before = migration.version;
    migration.version += 1;
    records::put_migration(tx, migration)?;
    let title = permits::title(actor, ROLES, &body_of(tx, &migration.item)?.id);
    let mut payload = json!({
        "edition": migration.edition, "item": migration.item, "division": migration.division,
        "model": migration.model, "transition_rule": migration.transition_rule,
    });
    if let (Value::Object(payload), true) = (&mut payload, migration.ended_at.is_some()) {
        let counts = records::migration_counts(tx, &migration.id)?;
        let one = |(verdict, undone, count): &(Verdict, String, i64)| json!([verdict, undone, count]);
        payload.insert("counts".into(), counts.iter().map(one).collect());
    }
    tx.record(Entry {
        room: "casework",
        kind,
        stream: migration.id.as_str(),
        version: before,
        subject: Some(&migration.item),
        actor,
        title: &title,
        payload,
        personal: None,
        state: Some((SCHEMA, state_digest(migration)?)),
    })?;
    Ok(())
}
