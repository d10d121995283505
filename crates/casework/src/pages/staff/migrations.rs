//! 批量迁移 before those who answer for models: what would become of the running cases under a published version,
//! beginning it, how far it is, pausing, resuming and undoing it. Numbers of cases and no persons.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Problem, access::Actor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Answered, Error, Read, Tx};
use web::{Answer, Check, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use super::change_words::{self as said, Steps};
use crate::{
    Office, Room,
    edition::{Edition, EditionId, EditionState},
    matter::{self, Matter},
    migrating::{self, Judged, Turn},
    migration::{Migration, MigrationId, MigrationState, Verdict},
    permits, records,
    refusal::Refusal,
    routes::migration as to,
};

/// So many cases a dry run looks at at once, and at most.
const BATCH: u32 = 200;
const MOST: usize = 10_000;
/// So many cases of a verdict are told one by one.
const TOLD: usize = 50;

/// A migration as it comes.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMigration {
    /// Id of a published version.
    #[schemars(length(min = 1))]
    pub edition: String,
    /// The rule that lets burdened cases move too; without one they stay.
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = web::check::ANY_TEXT))]
    pub transition_rule: String,
}

/// A migration to begin.
#[derive(Debug, Clone)]
pub struct NewMigration {
    pub edition: EditionId,
    pub transition_rule: String,
}

impl TryFrom<RawMigration> for NewMigration {
    type Error = Problem;

    fn try_from(raw: RawMigration) -> Result<Self, Problem> {
        let mut check = Check::new();
        let edition = check.parsed("edition", &raw.edition, "problem-field-choice");
        let transition_rule = check.text("transition_rule", &raw.transition_rule, 0..=200);
        check.done()?;
        Ok(Self { edition: edition.ok_or_else(Problem::invalid)?, transition_rule })
    }
}

/// A case of a dry run, with what its words need.
pub(crate) struct Told {
    pub judged: Judged,
    pub matter: Matter,
    pub steps: Steps,
}

/// What would become of the running cases of a version's item and place.
#[derive(Default)]
pub(crate) struct DryRun {
    pub total: usize,
    /// There are more cases than were looked at.
    pub more: bool,
    pub counts: BTreeMap<Verdict, i64>,
    pub first: BTreeMap<Verdict, Vec<Told>>,
}

/// The version, for who may see how many cases stand where.
pub(crate) fn edition(read: &Read<'_>, actor: &Actor, id: &EditionId) -> Result<(Edition, directory::Body), Error> {
    let edition = records::edition_by_id(read, id)?.ok_or(Refusal::NotFound)?;
    let body = migrating::body_of(read, &edition.item)?;
    if permits::counts(actor, &body) { Ok((edition, body)) } else { Err(Refusal::NotFound.into()) }
}

/// Looks at every running case, a batch at a time.
pub(crate) async fn dry_run(cx: &Cx, room: &Room, edition: &Edition, rule: Option<String>) -> Result<DryRun, Fail> {
    let mut run = DryRun::default();
    let mut after = String::new();
    loop {
        let (office, edition, rule, now) = (room.office(cx.app.store()), edition.clone(), rule.clone(), cx.now);
        let room_left: BTreeMap<Verdict, usize> =
            run.first.iter().map(|(verdict, told)| (*verdict, TOLD.saturating_sub(told.len()))).collect();
        let (told, counts, next) = cx
            .read(move |read| {
                let (all, next) = migrating::dry_run(read, &office, now, &edition, rule.as_deref(), &after, BATCH)?;
                let (told, counts) = tell(read, &office, &edition, all, room_left)?;
                Ok((told, counts, next))
            })
            .await?;
        for (verdict, count) in counts {
            run.total += usize::try_from(count).unwrap_or_default();
            *run.counts.entry(verdict).or_default() += count;
        }
        for one in told {
            run.first.entry(one.judged.verdict).or_default().push(one);
        }
        match next {
            Some(next) if run.total < MOST => after = next,
            next => {
                run.more = next.is_some();
                return Ok(run);
            }
        }
    }
}

type Telling = (Vec<Told>, BTreeMap<Verdict, i64>);

/// Counts all, and loads what the first of each verdict need to be told.
fn tell(
    read: &Read<'_>,
    office: &Office,
    edition: &Edition,
    all: Vec<Judged>,
    mut room_left: BTreeMap<Verdict, usize>,
) -> Result<Telling, Error> {
    let mut counts = BTreeMap::new();
    let mut told = Vec::new();
    for judged in all {
        *counts.entry(judged.verdict).or_default() += 1;
        let left = room_left.entry(judged.verdict).or_insert(TOLD);
        if *left == 0 {
            continue;
        }
        *left -= 1;
        let matter = matter::of_case_without_form(read, &judged.case)?;
        let mut models = vec![crate::change::program(read, office, &edition.digest)?];
        models.extend(crate::change::Standing::of(read, office, &judged.case.id)?.map(|standing| standing.program));
        let models: Vec<_> = models.iter().map(|program| &*program.model).collect();
        let steps = Steps::of(read, &matter, &judged.case, &models)?;
        told.push(Told { judged, matter, steps });
    }
    Ok((told, counts))
}

/// A case on the page.
pub(crate) struct CaseRow {
    pub number: String,
    pub lines: Vec<String>,
}

/// The cases of one verdict.
pub(crate) struct Group {
    pub kind: &'static str,
    pub name: String,
    pub hint: String,
    pub count: String,
    pub rows: Vec<CaseRow>,
}

fn word(shell: &Shell, part: &str, verdict: Verdict) -> String {
    shell.t(&["casework-migration-", part, "-", verdict.as_str()].concat()).into_owned()
}

fn light(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Moves => "done",
        Verdict::Stays | Verdict::Own => "waiting",
        Verdict::Asks => "soon",
        Verdict::Over => "off",
        Verdict::Failed => "late",
    }
}

pub(crate) fn groups(shell: &Shell, run: &DryRun) -> Vec<Group> {
    let row = |told: &Told| {
        let Told { judged, matter, steps } = told;
        let mut lines = Vec::new();
        if let Some(line) = &judged.line {
            lines.extend(said::moves(shell, steps, &line.moves));
            lines.extend(said::clocks(shell, steps, &line.clocks));
            lines.extend(said::burdens(shell, steps, matter, &line.burdens));
            let questions: Vec<_> = line.questions.iter().map(|question| (question.clone(), Vec::new())).collect();
            lines.extend(said::askings(shell, steps, &questions).into_iter().map(|asking| asking.label));
        }
        CaseRow { number: judged.case.number.clone(), lines }
    };
    let group = |verdict: &Verdict| {
        let count = *run.counts.get(verdict)?;
        let rows = run.first.get(verdict).map(|told| told.iter().map(row).collect()).unwrap_or_default();
        Some(Group {
            kind: light(*verdict),
            name: word(shell, "verdict", *verdict),
            hint: word(shell, "hint", *verdict),
            count: shell.number(count),
            rows,
        })
    };
    Verdict::ALL.iter().filter_map(group).collect()
}

#[derive(Template)]
#[template(path = "casework/migration_new.html")]
pub(crate) struct NewPage {
    pub shell: Shell,
    pub form: Form,
    pub item: String,
    pub place: String,
    pub number: i64,
    pub edition: String,
    pub groups: Vec<Group>,
    pub more: bool,
    /// Empty for who may not begin it.
    pub action: String,
    /// What is under way or was done to this version before.
    pub before: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    edition: String,
    rule: String,
}

async fn show_new(cx: &Cx, room: &Room, id: &str, rule: &str, form: Form) -> Answer {
    let id: EditionId = id.parse().map_err(|_| Refusal::NotFound.problem())?;
    let (actor, wanted) = (cx.actor.clone(), id.clone());
    let (found, body, item, before) = cx
        .read(move |read| {
            let (found, body) = edition(read, &actor, &wanted)?;
            let item = item_name(read, &found.item)?;
            Ok((found, body, item, records::migrations(read, &wanted)?))
        })
        .await?;
    let rule = Some(rule.trim().to_owned()).filter(|rule| !rule.is_empty());
    let run = dry_run(cx, room, &found, rule).await?;
    let may = permits::publish(&cx.actor, &body, &found).is_ok()
        && found.state == EditionState::Published
        && !before.iter().any(|one| one.state.is_open());
    let shell = cx.shell(cx.t("casework-migration-new")).wide();
    let earlier = before.iter().map(|one| {
        let words = shell.t2(
            "casework-migration-of",
            "when",
            shell.moment(one.begun_at),
            "state",
            shell.t(&["casework-migration-state-", one.state.as_str()].concat()),
        );
        (words, to::of(to::MOVE, &one.id))
    });
    let page = NewPage {
        item: item.get(cx.locale).to_owned(),
        place: found.division.map(|division| division.as_str().to_owned()).unwrap_or_default(),
        number: found.number,
        edition: id.to_string(),
        groups: groups(&shell, &run),
        more: run.more,
        action: if may { to::MOVES.to_owned() } else { String::new() },
        before: earlier.collect(),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

fn item_name(read: &Read<'_>, item: &str) -> Result<kernel::Text, Error> {
    let id = item.parse().map_err(|_| Refusal::NotFound)?;
    Ok(catalogue::card(read, &id)?.map(|card| card.name).unwrap_or_default())
}

/// What would become of the running cases, and the form that begins it.
pub(crate) async fn new(cx: Cx, State(room): State<Room>, Query(asked): Query<Asked>) -> Answer {
    let form = cx.form().with("transition_rule", asked.rule.clone());
    show_new(&cx, &room, &asked.edition, &asked.rule, form).await
}

/// Carries an act on a migration out. The same token is the same act.
pub(crate) async fn carry(
    cx: &Cx,
    (name, about): (&'static str, String),
    once: Option<String>,
    act: impl Fn(&Tx<'_>, &Actor) -> Result<Migration, Error> + Send + 'static,
) -> Result<MigrationId, Fail> {
    let actor = cx.actor.clone();
    cx.write(move |tx| {
        let request = seals::digest::digest([name, ":", &about].concat().as_bytes());
        let who = actor.journal_name();
        if let Some(once) = &once {
            match tx.answered(&who, once, &request)? {
                Answered::Before(id) => return id.parse().map_err(|_| Refusal::NotFound.into()),
                Answered::OtherRequest => return Err(Problem::stale().into()),
                Answered::New => {}
            }
        }
        let migration = act(tx, &actor)?;
        if let Some(once) = &once {
            tx.answer(&who, once, &request, migration.id.as_str())?;
        }
        Ok(migration.id)
    })
    .await
}

pub(crate) async fn begin_in(cx: &Cx, new: NewMigration, once: Option<String>) -> Result<MigrationId, Fail> {
    let about = [new.edition.as_str(), ":", &new.transition_rule].concat();
    let act = move |tx: &Tx<'_>, actor: &Actor| {
        edition(tx, actor, &new.edition)?;
        migrating::begin(tx, actor, &new.edition, &new.transition_rule)
    };
    carry(cx, ("migration-begin", about), once, act).await
}

pub(crate) async fn begin(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    let result = match typed.command::<RawMigration, NewMigration>() {
        Err(problem) => Err(problem.into()),
        Ok(new) => begin_in(&cx, new, typed.once().map(str::to_owned)).await,
    };
    match result {
        Ok(id) => Ok(cx.see_other(&to::of(to::MOVE, &id))),
        Err(fail) => {
            let rule = cx.t("casework-migration-rule");
            let form = cx.form_again(&typed, fail)?.labelled(&[("transition_rule", &rule)]);
            show_new(&cx, &room, typed.get("edition"), typed.get("transition_rule"), form).await
        }
    }
}

/// A migration with how far it is.
pub(crate) struct Open {
    pub migration: Migration,
    pub edition: Edition,
    pub item: kernel::Text,
    pub counts: Vec<(Verdict, String, i64)>,
    /// The first cases that came to each verdict, by number.
    pub first: BTreeMap<Verdict, Vec<String>>,
    pub may: bool,
}

impl Open {
    pub(crate) fn load(read: &Read<'_>, actor: &Actor, id: &MigrationId) -> Result<Self, Error> {
        let migration = records::migration_by_id(read, id)?.ok_or(Refusal::NotFound)?;
        let (edition, body) = edition(read, actor, &migration.edition)?;
        let mut first = BTreeMap::new();
        for verdict in Verdict::ALL {
            let mut numbers = Vec::new();
            for case in records::migrated_cases(read, id, verdict, "", u32::try_from(TOLD).unwrap_or(50))? {
                numbers.extend(records::find(read, &case)?.map(|case| case.number));
            }
            first.insert(verdict, numbers);
        }
        Ok(Self {
            item: item_name(read, &migration.item)?,
            counts: records::migration_counts(read, id)?,
            may: permits::publish(actor, &body, &edition).is_ok(),
            first,
            edition,
            migration,
        })
    }
}

#[derive(Template)]
#[template(path = "casework/migration.html")]
pub(crate) struct OnePage {
    pub shell: Shell,
    pub form: Form,
    pub item: String,
    pub number: i64,
    pub seen: i64,
    pub kind: &'static str,
    pub state: String,
    pub rule: String,
    pub begun: String,
    pub ended: String,
    pub groups: Vec<Group>,
    /// Of those that moved: put back, and gone on.
    pub undone: Vec<(String, String)>,
    pub pause: String,
    pub resume: String,
    pub undo: String,
}

impl OnePage {
    pub(crate) fn of(shell: Shell, form: Form, open: &Open) -> Self {
        use MigrationState::{Done, Paused, Running, Undoing, Undone};
        let migration = &open.migration;
        let sum = |wanted: &dyn Fn(&(Verdict, String, i64)) -> bool| -> i64 {
            open.counts.iter().filter(|one| wanted(one)).map(|(_, _, count)| count).sum()
        };
        let group = |verdict: &Verdict| {
            let count = sum(&|(each, ..)| each == verdict);
            let numbers = open.first.get(verdict).cloned().unwrap_or_default();
            (count > 0).then(|| Group {
                kind: light(*verdict),
                name: word(&shell, "verdict", *verdict),
                hint: word(&shell, "hint", *verdict),
                count: shell.number(count),
                rows: numbers.into_iter().map(|number| CaseRow { number, lines: Vec::new() }).collect(),
            })
        };
        let undone = ["undone", "went_on"].into_iter().filter_map(|how| {
            let count = sum(&|(_, each, _)| each == how);
            let name = shell.t(&["casework-migration-", &how.replace('_', "-")].concat()).into_owned();
            (count > 0).then(|| (name, shell.number(count)))
        });
        let address = |states: &[MigrationState], pattern: &'static str| {
            let may = open.may && states.contains(&migration.state);
            if may { to::of(pattern, &migration.id) } else { String::new() }
        };
        Self {
            item: open.item.get(shell.locale).to_owned(),
            number: open.edition.number,
            seen: migration.version,
            kind: match migration.state {
                Running | Undoing => "running",
                Paused => "soon",
                Done => "done",
                Undone => "off",
            },
            state: shell.t(&["casework-migration-state-", migration.state.as_str()].concat()).into_owned(),
            rule: migration.transition_rule.clone(),
            begun: shell.moment(migration.begun_at),
            ended: migration.ended_at.map(|at| shell.moment(at)).unwrap_or_default(),
            groups: Verdict::ALL.iter().filter_map(group).collect(),
            undone: undone.collect(),
            pause: address(&[Running], to::PAUSE),
            resume: address(&[Paused], to::RESUMPTION),
            undo: address(&[Running, Paused, Done], to::UNDOING),
            form,
            shell,
        }
    }
}

async fn show(cx: &Cx, id: &MigrationId, form: Form) -> Answer {
    let (actor, wanted) = (cx.actor.clone(), id.clone());
    let open = cx.read(move |read| Open::load(read, &actor, &wanted)).await?;
    let edition = web::path::with_query(to::NEW_MOVE, &[("edition", open.edition.id.as_str())]);
    let shell = cx.shell(cx.t("casework-migration-one")).crumb(cx.t("casework-migration-new"), edition);
    cx.form_page(&form, &OnePage::of(shell, form.clone(), &open))
}

/// How far it is.
pub(crate) async fn page(cx: Cx, Path(id): Path<MigrationId>) -> Answer {
    let form = cx.form();
    show(&cx, &id, form).await
}

pub(crate) async fn turn_in(
    cx: &Cx,
    id: &MigrationId,
    turn: Turn,
    (once, seen): (Option<String>, Option<i64>),
) -> Result<MigrationId, Fail> {
    let name = match turn {
        Turn::Pause => "migration-pause",
        Turn::Resume => "migration-resume",
        Turn::Undo => "migration-undo",
    };
    let id = id.clone();
    let about = id.to_string();
    let act = move |tx: &Tx<'_>, actor: &Actor| {
        let migration = records::migration_by_id(tx, &id)?.ok_or(Refusal::NotFound)?;
        edition(tx, actor, &migration.edition)?;
        migrating::turn(tx, actor, &id, seen, turn)
    };
    carry(cx, (name, about), once, act).await
}

async fn turned(cx: Cx, id: MigrationId, typed: Typed, turn: Turn) -> Answer {
    let brought = (typed.once().map(str::to_owned), typed.get("seen").parse().ok());
    match turn_in(&cx, &id, turn, brought).await {
        Ok(id) => Ok(cx.see_other(&to::of(to::MOVE, &id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &id, form).await
        }
    }
}

pub(crate) async fn pause(cx: Cx, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, id, typed, Turn::Pause).await
}

pub(crate) async fn resume(cx: Cx, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, id, typed, Turn::Resume).await
}

pub(crate) async fn undo(cx: Cx, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, id, typed, Turn::Undo).await
}
