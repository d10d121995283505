//! 审核 and 决定: the opinion of a body on its part, and the decision of the head with its reasons.

use askama::Template;
use kernel::Problem;
use store::{Error, Tx};
use web::{Answer, Check, Choice, Cx, Form, Path, Query, Shell, State, Typed};

use super::{
    acts::{Desk, Sent, carry, done},
    case::{From, shell},
    turn_away::plain,
};
use crate::{
    Room,
    case::{Case, CaseId},
    decide::{self, Decision},
    path, permits, records,
    refusal::Refusal,
    review,
    routes::staff as to,
    task::{Kind, TaskState},
};

#[derive(Template)]
#[template(path = "casework/desk_decision.html")]
pub(crate) struct DecisionPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub from: String,
    /// `opinion` or `decision`.
    pub name: &'static str,
    pub choices: Vec<Choice>,
    pub words_label: String,
    pub words_hint: String,
    /// What the bodies before said: agree or disagree.
    pub opinions: Vec<(String, &'static str, String)>,
}

/// The choices of an opinion or a decision.
pub(crate) fn choices(shell: &Shell, kind: Kind) -> Vec<Choice> {
    let values = if kind == Kind::Review { ["agree", "disagree"] } else { ["approve", "deny"] };
    let text = |value: &str, end: &str| shell.t(&["casework-desk-", value, end].concat()).into_owned();
    values.iter().map(|value| Choice::new(*value, text(value, "")).hint(text(value, "-hint"))).collect()
}

async fn show(cx: &Cx, id: &CaseId, number: u32, kind: Kind, from: &str, form: Form) -> Answer {
    let case = plain(cx, id).await?;
    let wanted = id.clone();
    let (tasks, names) = cx
        .read(move |read| {
            let tasks = records::tasks(read, &wanted)?;
            let names = crate::pages::words::names(read, tasks.iter().map(|task| &task.body))?;
            Ok((tasks, names))
        })
        .await?;
    let task = tasks.iter().find(|task| task.number == number && task.kind == kind).ok_or(Refusal::NotFound);
    let task = task.map_err(Refusal::problem)?;
    // What is typed must not be lost when somebody was faster: then the form says so.
    if !form.failed() {
        let may = match kind {
            Kind::Review => permits::review(&cx.actor, &case, task, &tasks).map(drop),
            Kind::Decide => permits::decide(&cx.actor, &case, task, &tasks).map(drop),
        };
        may.map_err(Refusal::problem)?;
    }
    let (name, pattern) = match kind {
        Kind::Review => ("opinion", to::OPINION),
        Kind::Decide => ("decision", to::DECISION),
    };
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let title = cx.t(&["casework-desk-act-", name].concat());
    let shell = shell(cx, title, from).crumb(case.item_name.clone(), back.clone());
    let said = tasks.iter().filter(|task| task.kind == Kind::Review && task.outcome.is_some()).map(|task| {
        let kind = if task.outcome == Some(crate::task::Outcome::Disagree) { "refused" } else { "done" };
        let body = crate::pages::words::name(&shell, &names, &task.body).to_owned();
        (body, kind, crate::pages::case::task_word(&shell, task, false))
    });
    let page = DecisionPage {
        action: to::of_task(pattern, id, number),
        back,
        number: case.number.clone(),
        seen: case.version,
        from: from.to_owned(),
        name,
        choices: choices(&shell, kind),
        words_label: shell.t(&["casework-desk-words-", name].concat()).into_owned(),
        words_hint: shell.t(&["casework-desk-words-", name, "-hint"].concat()).into_owned(),
        opinions: said.collect(),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn opinion_page(cx: Cx, Path((id, number)): Path<(CaseId, u32)>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, number, Kind::Review, &asked.from, form).await
}

pub(crate) async fn page(cx: Cx, Path((id, number)): Path<(CaseId, u32)>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, number, Kind::Decide, &asked.from, form).await
}

/// The opinion as typed: agrees, and the words.
pub(crate) fn opinion(outcome: &str, words: &str) -> Result<(bool, String), Problem> {
    let mut check = Check::new();
    let agrees = check.choice("outcome", outcome, |value| match value {
        "agree" => Some(true),
        "disagree" => Some(false),
        _ => None,
    });
    let words = check.lines("words", words, 1..=2000);
    check.done()?;
    Ok((agrees.unwrap_or(false), words))
}

/// The decision as typed; a denial needs reasons (AL 38(2)).
pub(crate) fn decision(outcome: &str, words: &str) -> Result<Decision, Problem> {
    let mut check = Check::new();
    let approve = check.choice("outcome", outcome, |value| match value {
        "approve" => Some(true),
        "deny" => Some(false),
        _ => None,
    });
    let reasons = check.lines("words", words, usize::from(approve == Some(false))..=2000);
    check.done()?;
    Ok(Decision { approve: approve.unwrap_or(false), reasons })
}

/// The open task of a kind that the actor's body has, where a program names none.
pub(crate) fn my_task(tx: &Tx<'_>, desk: &Desk<'_>, id: &CaseId, kind: Kind) -> Result<u32, Error> {
    let case = records::find(tx, id)?.ok_or(Refusal::NotFound)?;
    let tasks = records::tasks(tx, id)?;
    let may = |task: &crate::task::Task| match kind {
        Kind::Review => permits::review(desk.actor, &case, task, &tasks).map(drop),
        Kind::Decide => permits::decide(desk.actor, &case, task, &tasks).map(drop),
    };
    let mut refused = None;
    for task in tasks.iter().filter(|task| task.kind == kind && task.state == TaskState::Open) {
        match may(task) {
            Ok(()) => return Ok(task.number),
            Err(refusal) => refused = Some(refusal),
        }
    }
    permits::see(desk.actor, &case, &tasks)?;
    Err(refused.unwrap_or(Refusal::Stale).into())
}

/// Decides, and makes what was granted through the door of the room.
pub(crate) fn decide_in(
    tx: &Tx<'_>,
    desk: &Desk<'_>,
    id: &CaseId,
    number: u32,
    decision: &Decision,
) -> Result<Case, Error> {
    desk.fresh(tx, id)?;
    let matter = desk.matter(tx, id)?;
    let grant = desk.room.granting(desk.office, desk.actor, &matter);
    decide::decide(tx, desk.office, desk.actor, &matter, id, number, decision, &grant)
}

async fn again(cx: &Cx, id: &CaseId, number: u32, kind: Kind, typed: &Typed, fail: web::Fail) -> Answer {
    let outcome = if kind == Kind::Review { "casework-desk-opinion" } else { "casework-desk-decision" };
    let words = if kind == Kind::Review { "casework-desk-words-opinion" } else { "casework-desk-words-decision" };
    let form = cx.form_again(typed, fail)?.labelled(&[("outcome", &cx.t(outcome)), ("words", &cx.t(words))]);
    show(cx, id, number, kind, typed.get("from"), form).await
}

pub(crate) async fn opine(
    cx: Cx,
    State(room): State<Room>,
    Path((id, number)): Path<(CaseId, u32)>,
    typed: Typed,
) -> Answer {
    let result = match opinion(typed.get("outcome"), typed.get("words")) {
        Err(problem) => Err(problem.into()),
        Ok((agrees, words)) => {
            let sent = Sent::of(&id, "opine", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                let matter = desk.matter(tx, id)?;
                review::review(tx, desk.office, desk.actor, &matter, id, number, agrees, &words)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => again(&cx, &id, number, Kind::Review, &typed, fail).await,
    }
}

pub(crate) async fn decide(
    cx: Cx,
    State(room): State<Room>,
    Path((id, number)): Path<(CaseId, u32)>,
    typed: Typed,
) -> Answer {
    let result = match decision(typed.get("outcome"), typed.get("words")) {
        Err(problem) => Err(problem.into()),
        Ok(decision) => {
            let sent = Sent::of(&id, "decide", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| decide_in(tx, desk, id, number, &decision)).await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => again(&cx, &id, number, Kind::Decide, &typed, fail).await,
    }
}
