//! One view of a case for whoever handles it: how it stands, the day line and the lanes, what was
//! declared, the papers, the opinions, what happened, and the acts that post and state allow.
//! The look is recorded before the page answers; personal values stay masked until somebody says
//! why they have to be seen.

mod acts;
mod declared;
mod open;

use askama::Template;
use kernel::{Timestamp, access::Actor};
use serde::Deserialize;
use store::{Error, Event, Read};
use web::{Answer, Choice, Cx, Fail, Form, Html, Path, Query, Shell, State, Typed};

use super::{desk::View, due_light, waits_for};
use crate::{
    Room,
    case::{Case, CaseId, State as CaseState},
    pages::{
        case::{self as shown, PaperRow},
        course::{Course, Loaded},
        days::{self, Line},
        words,
    },
    path, permits, records,
    refusal::Refusal,
    routes::{change as changes_to, staff as to},
    task::{Kind, Task, TaskState},
};

pub(crate) use acts::{Act, acts};
pub(crate) use declared::{Part, Said, covered_answers, parts};

pub(crate) use open::Open;

/// Why somebody has to see personal data: keys of texts that the person reads in the list of looks.
pub(crate) const REASONS: [(&str, &str); 4] = [
    ("examine", "casework-look-reason-examine"),
    ("identify", "casework-look-reason-identify"),
    ("contact", "casework-look-reason-contact"),
    ("complaint", "casework-look-reason-complaint"),
];
/// What opening the page is called in the list of looks.
const LOOKED: &str = "casework-look-case";
/// For so long the values stay readable to who said why.
const SHOWN_FOR_MILLIS: i64 = 15 * 60_000;

/// The case, if a member of staff may see it.
pub(crate) fn visible(read: &Read<'_>, actor: &Actor, id: &CaseId) -> Result<Case, Error> {
    let case = records::find(read, id)?.ok_or(Refusal::NotFound)?;
    permits::see(actor, &case, &records::tasks(read, id)?)?;
    Ok(case)
}

/// Records that staff saw the case, before the page answers.
pub(crate) async fn looked(cx: &Cx, case: &Case, what: &'static str) -> Result<(), Fail> {
    let (actor, person, number) = (cx.actor.clone(), case.person.clone(), case.number.clone());
    cx.write(move |tx| identity::look(tx, &actor, &person, "casework", what, Some(&number))).await
}

/// The part of one body on the page.
pub(crate) struct TaskRow {
    pub body: String,
    pub what: String,
    pub kind: &'static str,
    pub word: String,
    pub due: String,
    pub opinion: String,
    pub by: String,
    /// To whom of the body it was handed over, and why.
    pub handed: String,
}

fn task_row(shell: &Shell, open: &Open, task: &Task, today: kernel::Date) -> TaskRow {
    let late = task.state == TaskState::Open && task.due.is_some_and(|due| today > due);
    let opinion = open.opinions.iter().find(|(number, ..)| *number == task.number);
    let handed = open.handed.iter().rev().find(|handed| handed.task == task.number).map(|handed| {
        let when = shell.moment(handed.at);
        shell.tn("casework-handover-done", &[("when", &when), ("who", &handed.to), ("reason", &handed.reason)])
    });
    let key = if task.kind == Kind::Review { "casework-desk-task-review" } else { "casework-desk-task-decide" };
    TaskRow {
        body: words::name(shell, &open.whole.names, &task.body).to_owned(),
        what: shell.t(key).into_owned(),
        kind: match task.state {
            TaskState::Done => "done",
            TaskState::Open if late => "late",
            TaskState::Open => "running",
            TaskState::Waiting => "waiting",
            TaskState::Dropped => "off",
        },
        word: shown::task_word(shell, task, late),
        due: task.due.map(|due| shell.date(due)).unwrap_or_default(),
        opinion: opinion.map(|(_, words, _)| words.clone()).unwrap_or_default(),
        by: opinion.map(|(_, _, by)| by.clone()).unwrap_or_default(),
        handed: handed.unwrap_or_default(),
    }
}

/// A notice on the page.
pub(crate) struct NoticeRow {
    pub title: String,
    pub number: String,
    pub day: String,
    pub href: String,
}

/// Something that happened.
pub(crate) struct StepRow {
    pub when: String,
    pub what: String,
    pub who: String,
}

#[derive(Template)]
#[template(path = "casework/desk_case.html")]
pub(crate) struct CasePage {
    pub shell: Shell,
    pub form: Form,
    pub number: String,
    pub from: String,
    pub seen: i64,
    pub kind: &'static str,
    pub state: String,
    pub waits: String,
    pub body: String,
    pub applicant: String,
    pub channel: String,
    pub submitted: String,
    pub due: String,
    pub due_kind: &'static str,
    pub due_word: String,
    pub deemed: bool,
    pub acts: Vec<Act>,
    pub lines: Vec<Line>,
    pub days: String,
    pub lanes: Option<Html>,
    pub tasks: Vec<TaskRow>,
    pub parts: Vec<Part>,
    pub masked: bool,
    pub unmask: String,
    pub reasons: Vec<Choice>,
    pub papers: Vec<PaperRow>,
    pub notices: Vec<NoticeRow>,
    pub steps: Vec<StepRow>,
    pub licence: String,
    /// Where the changes of this one case are.
    pub changes: String,
    pub next: String,
    pub list: String,
    pub course: Option<Course>,
}

/// The frame of pages about a case: from the list it was opened from.
pub(crate) fn shell(cx: &Cx, title: String, from: &str) -> Shell {
    let back = View::parse(from).map_or_else(|| web::DESK.to_owned(), |view| view.href(""));
    cx.shell(title).crumb(cx.t("casework-desk-title"), back)
}

impl CasePage {
    pub(crate) fn of(
        shell: Shell,
        form: Form,
        open: &Open,
        actor: &Actor,
        room: &Room,
        from: &str,
        now: Timestamp,
    ) -> Self {
        let (whole, case) = (&open.whole, &open.whole.case);
        let (calendar, today) = (room.needs().directory.calendar(), now.date());
        let (kind, _) = words::light(&shell, case, &calendar, today);
        let stopped = matches!(case.state, CaseState::Correction | CaseState::Special) || case.state.ended();
        let due =
            if case.state == CaseState::Correction { whole.answer_by } else { case.next_due().filter(|_| !stopped) };
        let (due_kind, due_word) = match due {
            Some(due) if case.state == CaseState::Correction => unanswered(&shell, due, today),
            Some(due) => due_light(&shell, &calendar, today, Some(due)),
            None => ("waiting", String::new()),
        };
        let parts = parts(&shell, open);
        let notice = |notice: &crate::notice::Notice| NoticeRow {
            title: shell.t(notice.kind.label()).into_owned(),
            number: notice.number.clone(),
            day: shell.date(notice.at.date()),
            href: to::of_part(to::NOTICE, &case.id, &notice.number),
        };
        let step = |(event, by): &(Event, String)| {
            let who = match event.actor.split_once([':', '_']) {
                Some(("staff", _)) => by.clone(),
                Some(("system", "migration")) => shell.t("casework-who-migration").into_owned(),
                Some(("system", _)) => shell.t("casework-who-law").into_owned(),
                _ => shell.t("casework-who-applicant").into_owned(),
            };
            Some(StepRow { when: shell.moment(event.at), what: days::event_word(&shell, &event.kind)?, who })
        };
        let view = View::parse(from);
        Self {
            number: case.number.clone(),
            from: view.map(View::as_str).unwrap_or_default().to_owned(),
            seen: case.version,
            kind: if matches!(kind, "late" | "soon") && !stopped { "running" } else { kind },
            state: shell.t(case.state.label()).into_owned(),
            waits: waits_for(&shell, &whole.names, &case.waits_for),
            body: words::name(&shell, &whole.names, &case.body).to_owned(),
            applicant: open.applicant.clone(),
            channel: shell.t(&["casework-desk-channel-", case.channel.as_str()].concat()).into_owned(),
            submitted: shell.moment(case.submitted_at),
            due: due.map(|due| shell.date(due)).unwrap_or_default(),
            due_kind,
            due_word,
            deemed: case.deemed,
            acts: acts(&shell, actor, whole, from, today),
            lines: days::lines(&shell, case, &whole.clocks, &whole.events, &calendar, today),
            days: to::of_case(to::DAYS, &case.id),
            lanes: shown::lanes(&shell, whole, today),
            tasks: whole.tasks.iter().map(|task| task_row(&shell, open, task, today)).collect(),
            masked: parts.iter().flat_map(|part| &part.rows).any(|row| row.masked)
                || (!open.unmasked && case.enterprise.is_none()),
            parts,
            unmask: to::of_case(to::DATA, &case.id),
            reasons: reasons(&shell),
            papers: shown::papers(&shell, whole, &|material| to::of_part(to::FILE, &case.id, material)),
            notices: whole.notices.iter().map(notice).collect(),
            steps: open.events.iter().rev().filter_map(step).collect(),
            licence: case.licence.clone().unwrap_or_default(),
            changes: to::of_case(changes_to::CHANGES, &case.id),
            next: String::new(),
            course: None,
            list: view.map_or_else(|| web::DESK.to_owned(), |view| view.href("")),
            form,
            shell,
        }
    }
}

/// The reasons to choose from.
pub(crate) fn reasons(shell: &Shell) -> Vec<Choice> {
    REASONS.iter().map(|(value, key)| Choice::new(*value, shell.t(key))).collect()
}

/// Whether the time for the answer to a correction has run out, by kind of tag and word.
pub(crate) fn unanswered(shell: &Shell, answer_by: kernel::Date, today: kernel::Date) -> (&'static str, String) {
    let (kind, key) = if today > answer_by {
        ("soon", "casework-desk-unanswered")
    } else {
        ("waiting", "casework-desk-awaits-answer")
    };
    (kind, shell.t(key).into_owned())
}

/// The page of a case, with a form that may carry what went wrong.
pub(crate) async fn show(cx: &Cx, room: &Room, id: &CaseId, from: &str, form: Form) -> Answer {
    let (asker, wanted, view) = (cx.clone(), id.clone(), View::parse(from));
    let programs = room.programs().clone();
    let (open, next, course) = cx
        .read(move |read| {
            let open = Open::load(read, &asker, &wanted)?;
            let course = Loaded::of(read, &programs, &open.whole.case)?;
            let reach = super::reach::Reach::of(read, &asker.actor)?;
            let next = match view {
                Some(view) => super::desk::next(read, &reach, view, &wanted)?,
                None => None,
            };
            Ok((open, next, course))
        })
        .await?;
    looked(cx, &open.whole.case, LOOKED).await?;
    let shell = shell(cx, open.whole.case.item_name.clone(), from).wide();
    let next = next.map(|next| web::path::with_query(&path::desk_case(&next), &[("from", from)])).unwrap_or_default();
    let course = course
        .map(|loaded| loaded.course(&shell, &open.whole.matter, &open.whole.names, &open.whole.tasks, cx.now.date()));
    let page = CasePage { next, course, ..CasePage::of(shell, form.clone(), &open, &cx.actor, room, from, cx.now) };
    cx.form_page(&form, &page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    pub from: String,
}

pub(crate) async fn page(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    Query(asked): Query<From>,
) -> Answer {
    let form = cx.form();
    show(&cx, &room, &id, &asked.from, form).await
}

/// Personal values become readable to this member of staff for a while; why is recorded first.
pub(crate) async fn unmask(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let mut check = web::Check::new();
    let reason = check.choice("reason", typed.get("reason"), |value| {
        REASONS.iter().find(|(known, _)| *known == value).map(|(_, key)| *key)
    });
    let wrong = check.done().err();
    if let Some(problem) = wrong {
        let form = cx.form_again(&typed, problem.into())?;
        return show(&cx, &room, &id, typed.get("from"), form).await;
    }
    let actor = cx.actor.clone();
    let wanted = id.clone();
    let case = cx.read(move |read| visible(read, &actor, &wanted)).await?;
    looked(&cx, &case, reason.unwrap_or(LOOKED)).await?;
    Ok(cx.see_other(&web::path::with_query(&path::desk_case(&id), &[("from", typed.get("from"))])))
}

/// Every day of every clock, as the applicant sees it.
pub(crate) async fn days(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (case, clocks) = cx
        .read(move |read| {
            let mut case = visible(read, &actor, &id)?;
            words::items(read, locale, [&mut case])?;
            let clocks = records::clocks(read, &case.id)?;
            Ok((case, clocks))
        })
        .await?;
    let shell = cx
        .shell(cx.t("casework-days-title"))
        .crumb(cx.t("casework-desk-title"), web::DESK)
        .crumb(case.item_name.clone(), path::desk_case(&case.id));
    let accounts = days::accounts(&shell, &clocks, &room.needs().directory.calendar(), cx.now.date());
    cx.page(&days::Days { number: case.number, accounts, shell })
}
