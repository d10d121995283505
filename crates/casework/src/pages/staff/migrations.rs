//! 批量迁移 before those who answer for models: what would become of the running cases under a published version,
//! beginning it, how far it is, pausing, resuming and undoing it. Numbers of cases and no persons.

mod one;
mod weighed;

use askama::Template;
use kernel::{Problem, access::Actor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Answered, Error, Read, Tx};
use web::{Answer, Check, Cx, Fail, Form, Query, Shell, State, Typed};

pub(crate) use one::{OnePage, Open, page, pause, resume, turn_in, undo};
use weighed::groups;
pub(crate) use weighed::{CaseRow, Group, Told, dry_run};

use crate::{
    Room,
    edition::{Edition, EditionId, EditionState},
    migrating,
    migration::{Migration, MigrationId},
    permits, records,
    refusal::Refusal,
    routes::migration as to,
};

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

/// The version, for who may see how many cases stand where.
pub(crate) fn edition(read: &Read<'_>, actor: &Actor, id: &EditionId) -> Result<(Edition, directory::Body), Error> {
    let edition = records::edition_by_id(read, id)?.ok_or(Refusal::NotFound)?;
    let body = migrating::body_of(read, &edition.item)?;
    if permits::counts(actor, &body) { Ok((edition, body)) } else { Err(Refusal::NotFound.into()) }
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
    /// Where a dry run over all cases is begun; empty where the version is not published.
    pub weigh: String,
    pub rule: String,
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
    let run = dry_run(cx, room, &found, rule.clone()).await?;
    let is_published = found.state == EditionState::Published;
    let may = permits::publish(&cx.actor, &body, &found).is_ok()
        && is_published
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
        weigh: if is_published && run.more { to::WEIGHINGS.to_owned() } else { String::new() },
        rule: rule.unwrap_or_default(),
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

/// What is begun for a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// Cases are carried over.
    Migration,
    /// All cases are weighed, and none is touched.
    DryRun,
}

pub(crate) async fn begin_in(
    cx: &Cx,
    begun: Begun,
    new: NewMigration,
    once: Option<String>,
) -> Result<MigrationId, Fail> {
    let about = [new.edition.as_str(), ":", &new.transition_rule].concat();
    let name = if begun == Begun::DryRun { "migration-weigh" } else { "migration-begin" };
    let act = move |tx: &Tx<'_>, actor: &Actor| {
        edition(tx, actor, &new.edition)?;
        match begun {
            Begun::DryRun => migrating::weigh(tx, actor, &new.edition, &new.transition_rule),
            Begun::Migration => migrating::begin(tx, actor, &new.edition, &new.transition_rule),
        }
    };
    carry(cx, (name, about), once, act).await
}

async fn begun(cx: Cx, room: Room, typed: Typed, begun: Begun) -> Answer {
    let result = match typed.command::<RawMigration, NewMigration>() {
        Err(problem) => Err(problem.into()),
        Ok(new) => begin_in(&cx, begun, new, typed.once().map(str::to_owned)).await,
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

pub(crate) async fn begin(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    begun(cx, room, typed, Begun::Migration).await
}

pub(crate) async fn weigh(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    begun(cx, room, typed, Begun::DryRun).await
}
