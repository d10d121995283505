//! The issuing body's pages: what it issued, and one licence with the acts that the law allows now.
//! Holders are masked here; whoever needs more looks at the case.

use askama::Template;
use kernel::{
    Date, Problem,
    access::{Actor, Role},
    id::BodyId,
};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Choice, Cx, Fail, Form, Path, Query, Sampler, Shell, Typed};

use super::{Facts, Line, act_key, ground_key, history, sample_changes, sample_licence, verify::masked_holder};
use crate::{
    act::{Act, Ground},
    change::{NewChange, RawChange},
    issue::read_code,
    licence::{Change, Licence, LicenceId},
    permits::{MayChange, MayHandle},
    records, routes,
    state::State,
};

const A_PAGE: u32 = 50;

struct Row {
    href: String,
    facts: Facts,
    holder: String,
}

#[derive(Template)]
#[template(path = "desk_licences.html")]
struct List {
    shell: Shell,
    rows: Vec<Row>,
    asked: String,
    first: String,
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// A code or an identifier.
    q: Option<String>,
    after: Option<String>,
}

fn bodies(actor: &Actor) -> Vec<BodyId> {
    let handling = |role: Role| matches!(role, Role::Officer | Role::Head);
    let mut bodies: Vec<BodyId> =
        actor.scopes().iter().filter(|scope| handling(scope.role)).map(|scope| scope.body.clone()).collect();
    bodies.sort();
    bodies.dedup();
    bodies
}

/// The newest of the actor's bodies, merged; or the one asked for.
fn find(read: &Read<'_>, actor: &Actor, asked: &str, after: &str) -> Result<Vec<Licence>, Error> {
    if !asked.is_empty() {
        let found = match read_code(asked) {
            Some(code) => records::by_code(read, &code)?,
            None => records::by_identifier(read, &kernel::identifiers::normalise(asked))?,
        };
        return Ok(found.into_iter().filter(|licence| MayHandle::of(actor, licence).is_ok()).collect());
    }
    let mut licences = Vec::new();
    for body in bodies(actor) {
        licences.extend(records::of_issuer(read, &body, after, A_PAGE + 1)?);
    }
    licences.sort_by(|one, other| other.id.cmp(&one.id));
    Ok(licences)
}

pub(crate) async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (q, after) = (asked.q.unwrap_or_default(), asked.after.unwrap_or_default());
    let (actor, wanted, from) = (cx.actor.clone(), q.trim().to_owned(), after.clone());
    let found = cx
        .read(move |read| {
            let licences = find(read, &actor, &wanted, &from)?;
            licences
                .into_iter()
                .map(|licence| Ok((masked_holder(read, &licence)?, licence)))
                .collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    let listed = web::api::Listed::of(found, A_PAGE, |(_, licence)| licence.id.to_string());
    let next = listed.next.map_or_else(String::new, |after| web::path::with_query(routes::DESK, &[("after", &after)]));
    let first = if after.is_empty() { String::new() } else { routes::DESK.to_owned() };
    let shell = cx.shell(cx.t("licences-desk")).crumb(cx.t("licences-desk-home"), web::DESK).wide();
    let rows = rows(&shell, listed.items, cx.now.date());
    cx.page(&List { shell, rows, asked: q, first, next })
}

fn rows(shell: &Shell, licences: Vec<(Option<String>, Licence)>, today: Date) -> Vec<Row> {
    licences
        .into_iter()
        .map(|(holder, licence)| Row {
            href: routes::desk(&licence.id),
            facts: Facts::of(shell, &licence, today),
            holder: holder.unwrap_or_default(),
        })
        .collect()
}

#[derive(Template)]
#[template(path = "desk_licence.html")]
struct One {
    shell: Shell,
    facts: Facts,
    holder: String,
    lines: Vec<Line>,
    here: String,
    version: i64,
    form: Form,
    acts: Vec<Choice>,
    grounds: Vec<Choice>,
}

struct Seen {
    licence: Licence,
    holder: Option<String>,
    changes: Vec<Change>,
}

async fn see(cx: &Cx, id: LicenceId) -> Result<Seen, Fail> {
    let actor = cx.actor.clone();
    cx.read(move |read| {
        let licence = records::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
        MayHandle::of(&actor, &licence)?;
        let (holder, changes) = (masked_holder(read, &licence)?, records::changes(read, &licence)?);
        Ok(Seen { licence, holder, changes })
    })
    .await
}

pub(crate) async fn one(cx: Cx, Path(id): Path<LicenceId>) -> Answer {
    let seen = see(&cx, id).await?;
    answer(&cx, seen, cx.form())
}

pub(crate) async fn change(cx: Cx, Path(id): Path<LicenceId>, typed: Typed) -> Answer {
    match verb(&cx, id.clone(), &typed).await {
        Ok(()) => Ok(cx.see_other(&routes::desk(&id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            answer(&cx, see(&cx, id).await?, form)
        }
    }
}

async fn verb(cx: &Cx, id: LicenceId, typed: &Typed) -> Result<(), Fail> {
    let (new, actor) = (typed.command::<RawChange, NewChange>()?, cx.actor.clone());
    cx.write(move |tx| crate::change::change(tx, &actor, &id, &new).map(drop)).await
}

fn answer(cx: &Cx, seen: Seen, form: Form) -> Answer {
    let shell = cx.shell(seen.licence.name.get(cx.locale)).crumb(cx.t("licences-desk-home"), web::DESK);
    let shell = shell.crumb(cx.t("licences-desk"), routes::DESK).wide();
    cx.form_page(&form, &page(shell, &cx.actor, seen, form.clone(), cx.now.date()))
}

/// The acts that this actor may do now, and the grounds they can rest on.
fn allowed(actor: &Actor, licence: &Licence, today: Date) -> (Vec<Act>, Vec<Ground>) {
    let expired = licence.expired(today);
    let acts: Vec<Act> = Act::BY_HAND
        .into_iter()
        .filter(|act| licence.state.after(*act, expired).is_some() && MayChange::of(actor, licence, *act).is_ok())
        .collect();
    let rests = |ground: &Ground| acts.iter().any(|act| act.rests_on(*ground, licence.state, expired));
    let grounds = Ground::ALL.into_iter().filter(rests).collect();
    (acts, grounds)
}

fn page(shell: Shell, actor: &Actor, seen: Seen, form: Form, today: Date) -> One {
    let Seen { licence, holder, changes } = seen;
    let (acts, grounds) = allowed(actor, &licence, today);
    let name_of = |ground: Ground| {
        let acts = acts.iter().filter(|act| act.grounds().contains(&ground));
        let acts: Vec<String> = acts.map(|act| shell.t(act_key(Some(*act))).into_owned()).collect();
        shell.t2(
            "licences-ground-of",
            "acts",
            acts.join(&shell.t("web-list-separator")),
            "ground",
            shell.t(ground_key(ground)),
        )
    };
    One {
        facts: Facts::of(&shell, &licence, today),
        holder: holder.unwrap_or_default(),
        lines: history(&shell, &changes),
        here: routes::desk(&licence.id),
        version: licence.version,
        acts: acts.iter().map(|act| Choice::new(act.as_str(), shell.t(act_key(Some(*act))))).collect(),
        grounds: grounds.into_iter().map(|ground| Choice::new(ground.as_str(), name_of(ground))).collect(),
        form,
        shell,
    }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let today = Date::constant(2026, 11, 22);
    let shell = sampler.shell("licences-desk").wide();
    let licence = sample_licence(State::Valid, None);
    let holder = web::texts::mask_name(&shell.t("web-sample-person"));
    let rows = rows(&shell, vec![(Some(holder.clone()), licence.clone())], today);
    sampler
        .page("desk-licences", &List { shell, rows, asked: String::new(), first: String::new(), next: String::new() });
    let shell = sampler.shell("licences-desk").titled(licence.name.get(sampler.locale)).wide();
    let seen = Seen { licence, holder: Some(holder), changes: sample_changes() };
    let actor = Actor::system("sample");
    sampler.page("desk-licence", &page(shell, &actor, seen, Form::default(), today));
}
