//! Visits without a case 一次未办成: why nothing was opened, what was told, and a slip with a number
//! to take home. Nothing about the visitor is written down.

use askama::Template;
use kernel::{
    Id, Problem,
    access::{Actor, Role, Scope},
    id::BodyId,
    problem::Refusal as Status,
};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Answered, Error, Read};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use crate::{
    Room,
    record_visit::{self, NewVisit},
    records,
    refusal::Refusal,
    routes::staff as to,
    visit::{REASONS, Visit, VisitKind},
};

/// As it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawVisit {
    /// The window's body, where somebody stands at several.
    #[serde(default)]
    pub body: Option<String>,
    /// Id of the item it was about.
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = web::check::ANY_TEXT))]
    pub item: Option<String>,
    /// `papers`, `not_here`, `not_entitled`, `system`, `other`.
    #[schemars(extend("enum" = REASONS))]
    pub reason: String,
    /// What the visitor was told.
    #[schemars(length(min = 1, max = 1000), regex(pattern = web::check::LINES))]
    pub told: String,
}

/// A visit, checked as far as its types go.
#[derive(Debug, Clone)]
pub struct Told {
    pub body: Option<BodyId>,
    pub item: Option<String>,
    pub reason: String,
    pub told: String,
}

impl TryFrom<RawVisit> for Told {
    type Error = Problem;

    fn try_from(raw: RawVisit) -> Result<Self, Problem> {
        let mut check = Check::new();
        let body = raw.body.filter(|body| !body.trim().is_empty());
        let body = body.and_then(|body| check.parsed::<BodyId>("body", &body, "problem-field-choice"));
        let item = raw.item.map(|item| check.text("item", &item, 0..=200)).filter(|item| !item.is_empty());
        let reason = check.choice("reason", &raw.reason, |reason| REASONS.contains(&reason).then(|| reason.to_owned()));
        let told = check.lines("told", &raw.told, 1..=1000);
        check.done()?;
        Ok(Self { body, item, reason: reason.unwrap_or_default(), told })
    }
}

/// Posts at windows.
fn windows(actor: &Actor) -> impl Iterator<Item = &Scope> {
    actor.scopes().iter().filter(|scope| matches!(scope.role, Role::Clerk | Role::Helper))
}

/// Records a visit at the window; the number is drawn before. The same token, a form's or a
/// program's, is the same visit.
pub(crate) async fn record_in(cx: &Cx, room: &Room, told: Told, once: Option<String>) -> Result<Visit, Fail> {
    let mut at = windows(&cx.actor);
    let scope = match &told.body {
        Some(body) => at.find(|scope| scope.body == *body),
        None => at.next(),
    };
    let scope = scope.ok_or_else(|| Refusal::NotPermitted.problem())?.clone();
    let wanted = scope.body.clone();
    let body = cx.read(move |read| directory::bodies::by_id(read, &wanted)).await?.ok_or_else(Problem::not_found)?;
    let store = cx.app.store();
    let number = room.needs().directory.draw_number_async(store, &body, "V", cx.now.date().year()).await?;
    let new = NewVisit {
        division: scope.division.unwrap_or(body.division),
        body: scope.body,
        item: told.item,
        reason: told.reason,
        told: told.told,
    };
    let actor = cx.actor.clone();
    cx.write(move |tx| {
        let Some(once) = &once else { return record_visit::record(tx, &actor, &new, &number) };
        let (who, request) = (actor.journal_name(), request(&new));
        match tx.answered(&who, once, &request)? {
            Answered::New => {}
            Answered::Before(id) => {
                let id = id.parse().map_err(|_| Refusal::NotFound)?;
                return Ok(records::visit_by_id(tx, &id)?.ok_or(Refusal::NotFound)?);
            }
            Answered::OtherRequest => return Err(Problem::new(Status::Conflict, "casework-key-used").into()),
        }
        let visit = record_visit::record(tx, &actor, &new, &number)?;
        tx.answer(&who, once, &request, visit.id.as_str())?;
        Ok(visit)
    })
    .await
}

/// What makes two requests the same.
fn request(new: &NewVisit) -> seals::Digest {
    let item = new.item.as_deref().unwrap_or_default();
    seals::digest::digest([new.body.as_str(), item, &new.reason, &new.told].join("\n").as_bytes())
}

#[derive(Template)]
#[template(path = "casework/window_visit_form.html")]
pub(crate) struct FormPage {
    pub shell: Shell,
    pub form: Form,
    pub action: &'static str,
    pub reasons: Vec<Choice>,
    /// More than one window to choose from.
    pub bodies: Vec<Choice>,
}

/// The reasons to choose from.
pub(crate) fn reasons(shell: &Shell) -> Vec<Choice> {
    REASONS.iter().map(|reason| Choice::new(*reason, reason_word(shell, reason))).collect()
}

fn reason_word(shell: &Shell, reason: &str) -> String {
    shell.t(&["casework-visit-reason-", &reason.replace('_', "-")].concat()).into_owned()
}

async fn show(cx: &Cx, form: Form) -> Answer {
    let ids: Vec<BodyId> = windows(&cx.actor).map(|scope| scope.body.clone()).collect();
    let locale = cx.locale;
    let bodies = cx
        .read(move |read| {
            let mut out: Vec<Choice> = Vec::new();
            for id in &ids {
                if let Some(body) = directory::bodies::by_id(read, id)?
                    && !out.iter().any(|choice| choice.value == body.id.as_str())
                {
                    out.push(Choice::new(body.id.to_string(), body.name.get(locale)));
                }
            }
            Ok(out)
        })
        .await?;
    let shell = cx.shell(cx.t("casework-visit-new")).crumb(cx.t("casework-window-title"), to::WINDOW);
    let page = FormPage {
        action: to::NEW_VISIT,
        reasons: reasons(&shell),
        bodies: if bodies.len() > 1 { bodies } else { Vec::new() },
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn form(cx: Cx) -> Answer {
    let form = cx.form();
    show(&cx, form).await
}

pub(crate) async fn record(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    let result = match typed.command::<RawVisit, Told>() {
        Ok(told) => record_in(&cx, &room, told, typed.once().map(str::to_owned)).await,
        Err(problem) => Err(problem.into()),
    };
    match result {
        Ok(visit) => Ok(cx.see_other(&to::visit(&visit.id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?.labelled(&[
                ("reason", &cx.t("casework-visit-reason")),
                ("told", &cx.t("casework-visit-told")),
                ("item", &cx.t("casework-visit-item")),
                ("body", &cx.t("casework-visit-window")),
            ]);
            show(&cx, form).await
        }
    }
}

/// A visit in words.
pub(crate) struct Row {
    pub href: String,
    pub number: String,
    pub at: String,
    pub item: String,
    pub reason: String,
    pub told: String,
}

pub(crate) fn row(shell: &Shell, visit: &Visit) -> Row {
    Row {
        href: to::visit(&visit.id),
        number: visit.number.clone(),
        at: shell.moment(visit.at),
        item: visit.item.clone().unwrap_or_default(),
        reason: reason_word(shell, &visit.reason),
        told: visit.told.clone(),
    }
}

#[derive(Template)]
#[template(path = "casework/window_visit.html")]
pub(crate) struct SlipPage {
    pub shell: Shell,
    pub visit: Row,
    pub body: String,
    pub phone: String,
    pub address: String,
    pub by: String,
    pub new_visit: &'static str,
}

/// The slip to be printed and handed over.
pub(crate) async fn slip(cx: Cx, Path(id): Path<Id<VisitKind>>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (visit, body, by) = cx
        .read(move |read| {
            let visit = records::visit_by_id(read, &id)?.ok_or(Refusal::NotFound)?;
            if !windows(&actor).any(|scope| scope.body == visit.body) {
                return Err(Refusal::NotFound.into());
            }
            let body = directory::bodies::by_id(read, &visit.body)?.ok_or(Refusal::NotFound)?;
            let by = super::staff_name(read, &visit.staff, locale)?;
            Ok((visit, body, by))
        })
        .await?;
    let shell = cx
        .shell(cx.t("casework-visit-slip"))
        .crumb(cx.t("casework-window-title"), to::WINDOW)
        .crumb(cx.t("casework-visits-title"), to::VISITS);
    cx.page(&SlipPage {
        visit: row(&shell, &visit),
        body: shell.text(&body.name).to_owned(),
        phone: body.phone.clone().unwrap_or_default(),
        address: body.address.clone().unwrap_or_default(),
        by,
        new_visit: to::NEW_VISIT,
        shell,
    })
}

#[derive(Template)]
#[template(path = "casework/window_visits.html")]
pub(crate) struct ListPage {
    pub shell: Shell,
    pub rows: Vec<Row>,
    pub new_visit: &'static str,
    pub first: String,
    pub next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

/// Visits of the windows of an actor, newest first, before an id.
fn visits_of(read: &Read<'_>, actor: &Actor, before: &str, limit: u32) -> Result<Vec<Visit>, Error> {
    let mut bodies: Vec<&BodyId> = windows(actor).map(|scope| &scope.body).collect();
    bodies.sort();
    bodies.dedup();
    let mut found = Vec::new();
    for body in bodies {
        found.extend(records::visits(read, body, before, limit)?);
    }
    found.sort_by(|one, other| other.id.cmp(&one.id));
    found.truncate(limit as usize);
    Ok(found)
}

const AT_ONCE: u32 = 30;

pub(crate) async fn list(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (actor, after) = (cx.actor.clone(), asked.after.clone());
    let mut visits = cx
        .read(move |read| {
            let before = if after.is_empty() { "visit_~" } else { &after };
            visits_of(read, &actor, before, AT_ONCE + 1)
        })
        .await?;
    let more = visits.len() > AT_ONCE as usize;
    visits.truncate(AT_ONCE as usize);
    let last = visits.last().filter(|_| more).map(|visit| visit.id.to_string()).unwrap_or_default();
    let next = if last.is_empty() { String::new() } else { web::path::with_query(to::VISITS, &[("after", &last)]) };
    let shell = cx.shell(cx.t("casework-visits-title")).crumb(cx.t("casework-window-title"), to::WINDOW).wide();
    cx.page(&ListPage {
        rows: visits.iter().map(|visit| row(&shell, visit)).collect(),
        new_visit: to::NEW_VISIT,
        first: if asked.after.is_empty() { String::new() } else { to::VISITS.to_owned() },
        next,
        shell,
    })
}
