//! One migration or dry run before those who answer for models: how far it is, what became of the cases, pausing,
//! resuming, undoing.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Timestamp, access::Actor};
use store::{Error, Read, Tx};
use web::{Answer, Cx, Fail, Form, Path, Shell, State, Typed};

use super::{
    CaseRow, Group, Told, carry, edition, item_name,
    weighed::{TOLD, light, tell, word},
};
use crate::{
    Office, Room,
    edition::Edition,
    migrating::{self, Turn},
    migration::{Migration, MigrationId, MigrationState, Verdict},
    permits, records,
    refusal::Refusal,
    routes::migration as to,
};

/// A migration with how far it is.
pub(crate) struct Open {
    pub migration: Migration,
    pub edition: Edition,
    pub item: kernel::Text,
    pub counts: Vec<(Verdict, String, i64)>,
    /// The first cases that came to each verdict, by number.
    pub first: BTreeMap<Verdict, Vec<String>>,
    /// Of a dry run: what would happen to the first of each verdict.
    pub told: BTreeMap<Verdict, Vec<Told>>,
    pub may: bool,
}

impl Open {
    pub(crate) fn load(
        read: &Read<'_>,
        actor: &Actor,
        (office, now): (&Office, Timestamp),
        id: &MigrationId,
    ) -> Result<Self, Error> {
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
        let mut told: BTreeMap<Verdict, Vec<Told>> = BTreeMap::new();
        if migration.state.is_dry() {
            let judged =
                migrating::one_by_one(read, office, now, (&migration, &edition), u32::try_from(TOLD).unwrap_or(50))?;
            for one in tell(read, office, &edition, judged, BTreeMap::new())?.0 {
                told.entry(one.judged.verdict).or_default().push(one);
            }
        }
        Ok(Self {
            told,
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
    /// How many were looked at so far.
    pub looked: String,
    pub dry: bool,
    /// After a dry run: where the migration is begun.
    pub begin: String,
    /// Of those that moved: put back, and gone on.
    pub undone: Vec<(String, String)>,
    pub pause: String,
    pub resume: String,
    pub undo: String,
}

impl OnePage {
    pub(crate) fn of(shell: Shell, form: Form, open: &Open) -> Self {
        use MigrationState::{Done, Paused, Running, Undoing, Undone, Weighed, Weighing};
        let migration = &open.migration;
        let sum = |wanted: &dyn Fn(&(Verdict, String, i64)) -> bool| -> i64 {
            open.counts.iter().filter(|one| wanted(one)).map(|(_, _, count)| count).sum()
        };
        let group = |verdict: &Verdict| {
            let count = sum(&|(each, ..)| each == verdict);
            let numbers = open.first.get(verdict).cloned().unwrap_or_default();
            let plain = |number| CaseRow { number, lines: Vec::new() };
            let rows = match open.told.get(verdict) {
                Some(told) => told.iter().map(|told| told.row(&shell)).collect(),
                None => numbers.into_iter().map(plain).collect(),
            };
            (count > 0).then(|| Group {
                kind: light(*verdict),
                name: word(&shell, "verdict", *verdict),
                hint: word(&shell, "hint", *verdict),
                count: shell.number(count),
                rows,
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
                Running | Undoing | Weighing => "running",
                Paused => "soon",
                Done | Weighed => "done",
                Undone => "off",
            },
            state: shell.t(&["casework-migration-state-", migration.state.as_str()].concat()).into_owned(),
            rule: migration.transition_rule.clone(),
            begun: shell.moment(migration.begun_at),
            ended: migration.ended_at.map(|at| shell.moment(at)).unwrap_or_default(),
            groups: Verdict::ALL.iter().filter_map(group).collect(),
            undone: undone.collect(),
            looked: shell.number(sum(&|_| true)),
            dry: migration.state.is_dry(),
            begin: if migration.state == Weighed {
                let query = [("edition", migration.edition.as_str()), ("rule", &migration.transition_rule)];
                web::path::with_query(to::NEW_MOVE, &query)
            } else {
                String::new()
            },
            pause: address(&[Running], to::PAUSE),
            resume: address(&[Paused], to::RESUMPTION),
            undo: address(&[Running, Paused, Done], to::UNDOING),
            form,
            shell,
        }
    }
}

async fn show(cx: &Cx, room: &Room, id: &MigrationId, form: Form) -> Answer {
    let (actor, wanted, office, now) = (cx.actor.clone(), id.clone(), room.office(cx.app.store()), cx.now);
    let open = cx.read(move |read| Open::load(read, &actor, (&office, now), &wanted)).await?;
    let edition = web::path::with_query(to::NEW_MOVE, &[("edition", open.edition.id.as_str())]);
    let key = if open.migration.state.is_dry() { "casework-migration-dry" } else { "casework-migration-one" };
    let shell = cx.shell(cx.t(key)).crumb(cx.t("casework-migration-new"), edition);
    cx.form_page(&form, &OnePage::of(shell, form.clone(), &open))
}

/// How far it is.
pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<MigrationId>) -> Answer {
    let form = cx.form();
    show(&cx, &room, &id, form).await
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

async fn turned(cx: Cx, room: Room, id: MigrationId, typed: Typed, turn: Turn) -> Answer {
    let brought = (typed.once().map(str::to_owned), typed.get("seen").parse().ok());
    match turn_in(&cx, &id, turn, brought).await {
        Ok(id) => Ok(cx.see_other(&to::of(to::MOVE, &id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, &id, form).await
        }
    }
}

pub(crate) async fn pause(cx: Cx, State(room): State<Room>, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, room, id, typed, Turn::Pause).await
}

pub(crate) async fn resume(cx: Cx, State(room): State<Room>, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, room, id, typed, Turn::Resume).await
}

pub(crate) async fn undo(cx: Cx, State(room): State<Room>, Path(id): Path<MigrationId>, typed: Typed) -> Answer {
    turned(cx, room, id, typed, Turn::Undo).await
}
