//! A case before its applicant: how it stands in plain words, what comes next and by when, every
//! day, the bodies side by side, what happened, the papers, the notices.

use askama::Template;
use kernel::{Calendar, Date};
use store::{Error, Event, Read};
use web::{
    Answer, Cx, Html, Path, Shell, State as Taken,
    lanes::{Lane, Lanes, Light, Stretch},
};

use super::{
    course::{Course, Loaded},
    days::{self, Line},
    words::{self, Names},
};
use crate::{
    Room,
    case::{Case, CaseId, State},
    clock::Clock,
    matter::{self, Matter},
    notice::Notice,
    paper::{Paper, Source},
    path, permits, records,
    refusal::Refusal,
    task::{Kind, Outcome, Task, TaskState},
};

/// A body that was silent for more than so many days is drawn so.
const SILENT_AFTER: u32 = 3;

/// All rows of a case.
pub(crate) struct Whole {
    pub case: Case,
    pub matter: Matter,
    pub tasks: Vec<Task>,
    pub clocks: Vec<Clock>,
    pub papers: Vec<Paper>,
    pub notices: Vec<Notice>,
    pub events: Vec<Event>,
    pub names: Names,
    /// The last day to answer an open correction.
    pub answer_by: Option<Date>,
    /// Why it is late, when the body said so.
    pub delay: Option<String>,
}

impl Whole {
    /// Everything but what is sealed. Who may see it was proved before.
    pub(crate) fn load(read: &Read<'_>, case: Case) -> Result<Self, Error> {
        let tasks = records::tasks(read, &case.id)?;
        let bodies = tasks.iter().map(|task| &task.body).chain(words::bodies_of(&case));
        let open =
            records::corrections(read, &case.id)?.into_iter().find(|correction| correction.answered_at.is_none());
        let notices = records::notices(read, &case.id)?;
        Ok(Self {
            delay: crate::explain::reason_given(read, &case, &notices)?,
            matter: matter::of_case_without_form(read, &case)?,
            names: words::names(read, bodies)?,
            clocks: records::clocks(read, &case.id)?,
            papers: records::papers(read, case.id.as_str())?,
            notices,
            events: read.stream(case.id.as_str())?,
            answer_by: open.map(|correction| correction.answer_by),
            tasks,
            case,
        })
    }
}

pub(crate) struct Step {
    pub when: String,
    pub at: String,
    pub what: String,
    pub who: String,
}

pub(crate) struct PaperRow {
    pub name: String,
    pub source: String,
    pub level: String,
    pub href: String,
}

pub(crate) struct NoticeRow {
    pub title: String,
    pub number: String,
    pub day: String,
    pub href: String,
}

/// Late: by whom, why, what can be done now.
pub(crate) struct Late {
    pub words: String,
    pub by: String,
    pub why: String,
    pub complaint: String,
    pub phone: String,
}

#[derive(Template)]
#[template(path = "casework/case.html")]
pub(crate) struct CasePage {
    pub shell: Shell,
    pub number: String,
    pub kind: &'static str,
    pub word: String,
    pub state: String,
    pub next: String,
    pub waits: String,
    pub body: String,
    pub correct: Option<(String, String)>,
    pub late: Option<Late>,
    pub lines: Vec<Line>,
    pub days: String,
    pub lanes: Option<Html>,
    pub steps: Vec<Step>,
    pub papers: Vec<PaperRow>,
    pub notices: Vec<NoticeRow>,
    pub licence: String,
    pub rating: Html,
    pub withdraw: String,
    pub copy: String,
    pub application: String,
    pub deemed: bool,
    pub course: Option<Course>,
}

/// The bodies of a joint case as lanes.
pub(crate) fn lanes(shell: &Shell, whole: &Whole, today: Date) -> Option<Html> {
    let start = whole.case.accepted_at?.date();
    if !words::side_by_side(&whole.tasks) {
        return None;
    }
    let place = |date: Date| start.until(date).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0));
    let ends = whole.tasks.iter().filter_map(|task| task.due);
    let last = ends.chain([today]).max().unwrap_or(today);
    let now = place(today);
    let lane = |task: &Task| {
        let late = task.state == TaskState::Open && task.due.is_some_and(|due| today > due);
        let refused = matches!(task.outcome, Some(Outcome::Disagree | Outcome::Deny));
        let light = match task.state {
            TaskState::Done if refused => Light::Refused,
            TaskState::Done => Light::Done,
            TaskState::Open if late => Light::Late,
            TaskState::Open => Light::Running,
            TaskState::Waiting | TaskState::Dropped => Light::Waiting,
        };
        let from = task.opened_at.map(|at| place(at.date()));
        let to = task.done_at.map_or(now, |at| place(at.date()));
        let silent = task.state == TaskState::Open && from.is_some_and(|from| now.saturating_sub(from) > SILENT_AFTER);
        Lane {
            body: words::name(shell, &whole.names, &task.body).to_owned(),
            light,
            state: task_word(shell, task, late),
            stretches: from.map(|from| Stretch { from, to: to.max(from + 1), silent }).into_iter().collect(),
        }
    };
    let reviews = whole.tasks.iter().filter(|task| task.kind == Kind::Review);
    let lanes = Lanes {
        days: place(last).max(1),
        today: (!whole.case.state.ended()).then_some(now),
        lanes: reviews.map(lane).collect(),
        meeting: shell.t("casework-lanes-meeting").into_owned(),
    };
    Some(lanes.draw(shell))
}

/// How a body's part stands, in a word.
pub(crate) fn task_word(shell: &Shell, task: &Task, late: bool) -> String {
    let key = match (task.state, task.outcome) {
        (TaskState::Waiting, _) => "casework-task-waiting",
        (TaskState::Open, _) if late => "casework-light-late",
        (TaskState::Open, _) => "casework-task-open",
        (TaskState::Dropped, _) => "casework-task-dropped",
        (TaskState::Done, Some(Outcome::Disagree)) => "casework-task-disagree",
        (TaskState::Done, Some(Outcome::Approve)) => "casework-state-approved",
        (TaskState::Done, Some(Outcome::Deny)) => "casework-state-denied",
        (TaskState::Done, _) => "casework-task-agree",
    };
    shell.t(key).into_owned()
}

/// What happened, oldest first: what, when, who in whose name.
pub(crate) fn steps(shell: &Shell, whole: &Whole, own: bool) -> Vec<Step> {
    let step = |event: &Event| {
        let body = event.payload.as_ref().and_then(|payload| {
            let named = ["task_body", "decided_by_body", "body"].iter().find_map(|key| payload.get(*key)?.as_str());
            named.and_then(|id| id.parse().ok())
        });
        let who = if event.actor == "system:migration" {
            shell.t("casework-who-migration").into_owned()
        } else if event.actor.starts_with("system:") {
            shell.t("casework-who-law").into_owned()
        } else if event.actor.starts_with("staff_") {
            body.map(|body| words::name(shell, &whole.names, &body).to_owned()).unwrap_or_default()
        } else if own {
            shell.t("casework-who-you").into_owned()
        } else {
            shell.t("casework-who-applicant").into_owned()
        };
        Some(Step {
            when: shell.moment(event.at),
            at: event.at.rfc3339(),
            what: days::event_word(shell, &event.kind)?,
            who,
        })
    };
    whole.events.iter().filter(|event| days::is_told(&event.kind)).filter_map(step).collect()
}

/// The papers of a case with their source and level. `href` gives the address of an uploaded file.
pub(crate) fn papers(shell: &Shell, whole: &Whole, href: &dyn Fn(&str) -> String) -> Vec<PaperRow> {
    let row = |paper: &Paper| {
        let material = whole.matter.item.materials.iter().find(|material| material.key == paper.material);
        PaperRow {
            name: material.map_or_else(|| paper.material.clone(), |material| shell.text(&material.name).to_owned()),
            source: words::source(shell, paper.source),
            level: if paper.source == Source::Later { String::new() } else { words::level(shell, paper.level) },
            href: if paper.source == Source::Applicant { href(&paper.material) } else { String::new() },
        }
    };
    whole.papers.iter().map(row).collect()
}

fn late(shell: &Shell, whole: &Whole, calendar: &Calendar, today: Date) -> Option<Late> {
    let case = &whole.case;
    let due = case.next_due().filter(|due| today > *due)?;
    let days = calendar.working_days_between(due, today).max(1);
    let by = words::waits_for(shell, &whole.names, &case.waits_for);
    let item = &whole.matter.item;
    let complaint = item.complaint.as_ref().or(item.advice.as_ref());
    Some(Late {
        words: shell.t2("casework-late-words", "day", shell.date(due), "late", shell.span(days, "working-days")),
        why: whole.delay.clone().unwrap_or_else(|| shell.t("casework-late-why-none").into_owned()),
        by: if by.is_empty() { shell.text(&whole.matter.body.name).to_owned() } else { by },
        complaint: complaint.map(|text| shell.text(text).to_owned()).unwrap_or_default(),
        phone: whole.matter.body.phone.clone().unwrap_or_default(),
    })
}

impl CasePage {
    pub(crate) fn of(
        shell: Shell,
        whole: &Whole,
        calendar: &Calendar,
        today: Date,
        rating: Html,
        course: Option<&Loaded>,
    ) -> Self {
        let case = &whole.case;
        let (kind, word) = words::light(&shell, case, calendar, today);
        let notice = |notice: &Notice| NoticeRow {
            title: shell.t(notice.kind.label()).into_owned(),
            number: notice.number.clone(),
            day: shell.date(notice.at.date()),
            href: path::case_notice(&case.id, &notice.number),
        };
        let correct = whole.answer_by.filter(|_| case.state == State::Correction).map(|day| {
            let key = if today > day { "casework-correct-late" } else { "casework-correct-by" };
            (shell.t1(key, "day", shell.date(day)), path::case_correction(&case.id))
        });
        Self {
            number: case.number.clone(),
            kind,
            word,
            state: shell.t(case.state.label()).into_owned(),
            next: words::next(&shell, case, &whole.names, whole.matter.is_permit()),
            waits: words::waits_for(&shell, &whole.names, &case.waits_for),
            body: words::name(&shell, &whole.names, &case.body).to_owned(),
            correct,
            late: late(&shell, whole, calendar, today),
            lines: days::lines(&shell, case, &whole.clocks, &whole.events, calendar, today),
            days: path::case_days(&case.id),
            lanes: lanes(&shell, whole, today),
            steps: steps(&shell, whole, true),
            papers: papers(&shell, whole, &|material| path::case_paper(&case.id, material)),
            notices: whole.notices.iter().map(notice).collect(),
            licence: case.licence.clone().unwrap_or_default(),
            rating,
            withdraw: if case.state.ended() { String::new() } else { path::case_withdrawal(&case.id) },
            copy: path::case_copy(&case.id),
            application: path::case_application(&case.id),
            deemed: case.deemed,
            course: course.map(|loaded| loaded.course(&shell, &whole.matter, &whole.names, &whole.tasks, today)),
            shell,
        }
    }
}

/// The case, if it is the actor's own.
pub(crate) fn own(read: &Read<'_>, actor: &kernel::access::Actor, id: &CaseId) -> Result<Case, Error> {
    let case = records::find(read, id)?.ok_or(Refusal::NotFound)?;
    permits::applicant(actor, &case)?;
    Ok(case)
}

pub(crate) async fn page(cx: Cx, Taken(room): Taken<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, asker, programs) = (cx.actor.clone(), cx.clone(), room.programs().clone());
    let (whole, rating, course) = cx
        .read(move |read| {
            let case = own(read, &actor, &id)?;
            let mut slot = asker.slot(read, "casework.case-rating", &[id.as_str()])?;
            let course = Loaded::of(read, &programs, &case)?;
            Ok((Whole::load(read, case)?, slot.pop().unwrap_or_default(), course))
        })
        .await?;
    let shell = cx.shell(whole.matter.item.name.get(cx.locale)).crumb(cx.t("casework-my"), web::MY);
    let calendar = room.needs().directory.calendar();
    cx.page(&CasePage::of(shell, &whole, &calendar, cx.now.date(), rating, course.as_ref()))
}
