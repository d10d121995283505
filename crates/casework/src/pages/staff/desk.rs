//! The desk: what waits for me and my bodies, the most urgent first; one view a kind of work. Names
//! are masked, so that a list is no look at anybody's data.

use askama::Template;
use kernel::{Calendar, Date, Timestamp};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Query, Shell, State};

use super::{case::unanswered, days_between, due_light, masked_applicant, reach::Reach, waits_for};
use crate::{
    Room,
    case::{Case, CaseId, State as CaseState},
    pages::words::{self, Names},
    path, records,
    routes::staff as to,
    task::Kind,
};

/// Rows at once.
const AT_ONCE: u32 = 30;

/// What a list of the desk shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Open tasks of my bodies.
    Tasks,
    Cases(CaseState),
    /// Granted, to be handed out.
    Deliver,
}

impl View {
    pub(crate) const ALL: [Self; 7] = [
        Self::Tasks,
        Self::Cases(CaseState::Submitted),
        Self::Cases(CaseState::Received),
        Self::Cases(CaseState::Correction),
        Self::Cases(CaseState::Accepted),
        Self::Cases(CaseState::Special),
        Self::Deliver,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Cases(state) => state.as_str(),
            Self::Deliver => "deliver",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    /// What somebody finds first.
    fn first(reach: &Reach) -> Self {
        if reach.bodies.is_empty() { Self::Cases(CaseState::Submitted) } else { Self::Tasks }
    }

    /// Its address after a key.
    pub(crate) fn href(self, after: &str) -> String {
        web::path::with_query(web::DESK, &[("view", self.as_str()), ("after", after)])
    }

    fn label(self) -> String {
        ["casework-desk-view-", self.as_str()].concat()
    }

    fn nothing(self) -> String {
        ["casework-desk-none-", self.as_str()].concat()
    }
}

/// A case on a list, before it is worded.
pub(crate) struct Listed {
    pub case: Case,
    pub applicant: String,
    pub task: Option<records::OpenTask>,
    /// The last day to answer an open correction.
    pub answer_by: Option<Date>,
}

impl Listed {
    /// The key after which the next page begins.
    pub(crate) fn key(&self) -> String {
        self.task.as_ref().map_or_else(
            || self.case.id.to_string(),
            |task| {
                let (due, case) = task.key();
                [due, case].join(",")
            },
        )
    }

    /// The day by which something is to happen.
    pub(crate) fn due(&self) -> Option<Date> {
        match &self.task {
            Some(task) => task.due,
            None => self.answer_by.or_else(|| self.case.next_due()),
        }
    }

    fn since(&self) -> Timestamp {
        self.task.as_ref().and_then(|task| task.opened_at).unwrap_or(self.case.submitted_at)
    }
}

/// One row more than `limit` tells whether there is a next page.
pub(crate) fn load(read: &Read<'_>, reach: &Reach, view: View, after: &str, limit: u32) -> Result<Vec<Listed>, Error> {
    let listed = |case: Case, task| {
        let answer_by = match case.state {
            CaseState::Correction => records::corrections(read, &case.id)?.pop().map(|open| open.answer_by),
            _ => None,
        };
        Ok(Listed { applicant: masked_applicant(read, &case)?, case, task, answer_by })
    };
    let cases = match view {
        View::Tasks => {
            let key = after.split_once(',').unwrap_or_default();
            let mut out = Vec::new();
            for task in reach.tasks(read, key, limit)? {
                if let Some(case) = records::find(read, &task.case)? {
                    out.push(listed(case, Some(task))?);
                }
            }
            return Ok(out);
        }
        View::Cases(state) => reach.in_state(read, state, after, limit)?,
        View::Deliver => reach.undelivered(read, after, limit)?,
    };
    cases.into_iter().map(|case| listed(case, None)).collect()
}

/// The next case of a view, for 'save and next'.
pub(crate) fn next(read: &Read<'_>, reach: &Reach, view: View, done: &CaseId) -> Result<Option<CaseId>, Error> {
    let rows = load(read, reach, view, "", 3)?;
    Ok(rows.into_iter().map(|row| row.case.id).find(|id| id != done))
}

/// A row in words.
pub(crate) struct Row {
    pub href: String,
    pub number: String,
    pub item: String,
    pub applicant: String,
    pub kind: &'static str,
    pub state: String,
    pub waits: String,
    pub due: String,
    pub due_kind: &'static str,
    pub due_word: String,
    pub age: String,
}

pub(crate) fn row(shell: &Shell, names: &Names, calendar: &Calendar, today: Date, view: View, listed: &Listed) -> Row {
    let case = &listed.case;
    let (kind, state) = match &listed.task {
        Some(task) if case.state == CaseState::Accepted => {
            let key = if task.kind == Kind::Review { "casework-desk-task-review" } else { "casework-desk-task-decide" };
            ("running", shell.t(key).into_owned())
        }
        _ => {
            let (kind, _) = words::light(shell, case, calendar, today);
            (if kind == "late" || kind == "soon" { "running" } else { kind }, shell.t(case.state.label()).into_owned())
        }
    };
    let due = listed.due();
    let (due_kind, due_word) = match (case.state, due) {
        (CaseState::Correction, Some(day)) => unanswered(shell, day, today),
        (CaseState::Correction | CaseState::Special, _) => ("waiting", shell.t("casework-desk-stopped").into_owned()),
        (_, due) => due_light(shell, calendar, today, due),
    };
    Row {
        href: web::path::with_query(&path::desk_case(&case.id), &[("from", view.as_str())]),
        number: case.number.clone(),
        item: case.item_name.clone(),
        applicant: listed.applicant.clone(),
        kind,
        state,
        waits: waits_for(shell, names, &case.waits_for),
        due: due.map(|due| shell.date(due)).unwrap_or_default(),
        due_kind,
        due_word,
        age: shell.span(days_between(listed.since().date(), today), "calendar-days"),
    }
}

/// A view to choose.
pub(crate) struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// The digit that opens it.
    pub key: String,
}

#[derive(Template)]
#[template(path = "casework/desk.html")]
pub(crate) struct Desk {
    pub shell: Shell,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    pub nothing: String,
    /// No desk and no window: another page is theirs.
    pub elsewhere: bool,
    pub board: String,
    pub first: String,
    pub next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
    after: String,
}

/// The tabs of somebody's desk.
pub(crate) fn tabs(shell: &Shell, reach: &Reach, view: View) -> Vec<Tab> {
    let mine = |tab: &View| match tab {
        View::Tasks | View::Cases(CaseState::Accepted | CaseState::Special | CaseState::Correction) => {
            !reach.bodies.is_empty()
        }
        View::Cases(_) | View::Deliver => true,
    };
    let tab = |(place, tab): (usize, View)| Tab {
        label: shell.t(&tab.label()).into_owned(),
        href: tab.href(""),
        current: tab == view,
        key: (place + 1).to_string(),
    };
    View::ALL.into_iter().filter(mine).enumerate().map(tab).collect()
}

/// My tasks, and what my body or window has to take over.
pub(crate) async fn page(cx: Cx, State(room): State<Room>, Query(asked): Query<Asked>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let after = asked.after.clone();
    let (reach, view, mut listed, names) = cx
        .read(move |read| {
            let reach = Reach::of(read, &actor)?;
            let view = View::parse(&asked.view).unwrap_or_else(|| View::first(&reach));
            let mut listed = load(read, &reach, view, &asked.after, AT_ONCE + 1)?;
            words::items(read, locale, listed.iter_mut().map(|row| &mut row.case))?;
            let names = words::names(read, listed.iter().flat_map(|row| words::bodies_of(&row.case)))?;
            Ok((reach, view, listed, names))
        })
        .await?;
    let more = listed.len() > AT_ONCE as usize;
    listed.truncate(AT_ONCE as usize);
    let next = listed.last().filter(|_| more).map(|row| view.href(&row.key())).unwrap_or_default();
    let shell = cx.shell(cx.t("casework-desk-title")).wide();
    let (calendar, today) = (room.needs().directory.calendar(), cx.now.date());
    let watches = super::board::watches(&cx.actor);
    cx.page(&Desk {
        tabs: tabs(&shell, &reach, view),
        rows: listed.iter().map(|listed| row(&shell, &names, &calendar, today, view, listed)).collect(),
        nothing: shell.t(&view.nothing()).into_owned(),
        elsewhere: reach.is_empty(),
        board: if watches { to::BOARD.to_owned() } else { String::new() },
        first: if after.is_empty() { String::new() } else { view.href("") },
        next,
        shell,
    })
}
