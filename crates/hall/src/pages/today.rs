//! A hall's day, for its manager: who waits how long, by queue and by counter, who was called within
//! what was promised. Figures of tickets; nobody's name.

use askama::Template;
use http::{HeaderValue, header};
use kernel::{Date, access::Role};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Path, Query, Response, Shell};

use super::{hall_of, queue_name, sort_label};
use crate::{
    figures::{Counts, Figures},
    hall::{Hall, HallId},
    permits::MayManage,
    records, routes,
    sitting::{Sitting, Standing},
    ticket::Ticket,
};

#[derive(Template)]
#[template(path = "hall_managed.html")]
pub(crate) struct ManagedPage {
    pub shell: Shell,
    /// Name, kind, today's board, arrangements.
    pub halls: Vec<[String; 4]>,
}

/// The halls that the actor manages.
fn managed(read: &Read<'_>, actor: &kernel::access::Actor) -> Result<Vec<Hall>, Error> {
    let mut out: Vec<Hall> = Vec::new();
    for scope in actor.scopes() {
        match (scope.role, &scope.division) {
            (Role::Head, _) | (Role::Supervisor, None) => out.extend(records::of_body(read, &scope.body)?),
            (Role::Supervisor, Some(division)) => out.extend(records::within(read, division, 200)?),
            _ => {}
        }
    }
    out.sort_by(|one, other| (one.division, &one.id).cmp(&(other.division, &other.id)));
    out.dedup_by(|one, other| one.id == other.id);
    Ok(out)
}

pub(crate) async fn list(cx: Cx) -> Answer {
    let actor = cx.actor.clone();
    let halls = cx.read(move |read| managed(read, &actor)).await?;
    let shell = cx.shell(cx.t("hall-managed")).wide();
    let row = |hall: &Hall| {
        let address = |pattern| routes::of_hall(pattern, &hall.id);
        let sort = shell.t(sort_label(hall.sort)).into_owned();
        [shell.text(&hall.name).to_owned(), sort, address(routes::TODAY), address(routes::MANAGE)]
    };
    cx.page(&ManagedPage { halls: halls.iter().map(row).collect(), shell })
}

pub(crate) struct Line {
    pub name: String,
    pub tag: Option<(&'static str, String)>,
    pub waiting: String,
    pub longest: String,
    pub taken: String,
    pub done: String,
    pub missed: String,
    pub wait: String,
    pub service: String,
    pub kept: String,
}

#[derive(Template)]
#[template(path = "hall_today.html")]
pub(crate) struct TodayPage {
    pub shell: Shell,
    pub all: Line,
    pub queues: Vec<Line>,
    pub counters: Vec<Line>,
    pub turned_away: u32,
    pub stuck: u32,
    pub left: u32,
    pub day: String,
    pub csv: String,
    pub manage: String,
    pub desk: &'static str,
    pub form_day: String,
    pub here: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
}

/// A day of a hall.
pub(crate) struct Seen {
    pub hall: Hall,
    pub day: Date,
    pub tickets: Vec<Ticket>,
    pub sittings: Vec<Sitting>,
}

pub(crate) async fn seen(cx: &Cx, id: HallId, day: &str) -> Result<Seen, web::Fail> {
    let (actor, day) = (cx.actor.clone(), day.parse().unwrap_or_else(|_| cx.now.date()));
    cx.read(move |read| {
        let hall = hall_of(read, &id)?;
        MayManage::of(read, &actor, &hall)?;
        let tickets = records::tickets::of_day(read, &hall.id, day)?;
        let sittings = records::sittings::of_day(read, &hall.id, day)?;
        Ok(Seen { hall, day, tickets, sittings })
    })
    .await
}

impl Seen {
    pub fn figures(&self, now: kernel::Timestamp) -> Figures {
        Figures::of(&self.hall, &self.tickets, &self.sittings, now)
    }
}

fn line(shell: &Shell, name: String, tag: Option<(&'static str, String)>, counts: &Counts) -> Line {
    let none = || shell.t("hall-none").into_owned();
    let minutes =
        |minutes: Option<i64>| minutes.map_or_else(none, |minutes| shell.t1("hall-minutes", "minutes", minutes));
    Line {
        name,
        tag,
        waiting: counts.waiting.to_string(),
        longest: if counts.waiting > 0 { minutes(Some(counts.longest_minutes())) } else { none() },
        taken: counts.taken.to_string(),
        done: counts.done.to_string(),
        missed: counts.missed.to_string(),
        wait: minutes(counts.mean_wait()),
        service: minutes(counts.mean_service()),
        kept: counts.kept_percent().map_or_else(none, |share| {
            shell.tn("hall-kept", &[("share", &share), ("kept", &counts.kept), ("promised", &counts.promised)])
        }),
    }
}

pub(crate) fn board(shell: Shell, seen: &Seen, now: kernel::Timestamp) -> TodayPage {
    let figures = seen.figures(now);
    let queues = figures
        .queues
        .iter()
        .filter_map(|(letter, counts)| Some(line(&shell, queue_name(&shell, seen.hall.queue(letter)?), None, counts)));
    let counters = figures.counters.iter().map(|(number, standing, counts)| {
        let kind = match standing {
            Standing::Open => "running",
            Standing::Break => "waiting",
            Standing::Closed => "off",
        };
        let tag = Some((kind, shell.t(standing.label()).into_owned()));
        line(&shell, shell.t1("hall-counter-number", "number", number), tag, counts)
    });
    let day = seen.day.to_string();
    TodayPage {
        all: line(&shell, shell.t("hall-all").into_owned(), None, &figures.all),
        queues: queues.collect(),
        counters: counters.collect(),
        turned_away: figures.all.turned_away,
        stuck: figures.all.stuck,
        left: figures.all.left,
        day: shell.date_weekday(seen.day),
        csv: web::path::with_query(&routes::of_hall(routes::TODAY_CSV, &seen.hall.id), &[("day", &day)]),
        manage: routes::of_hall(routes::MANAGE, &seen.hall.id),
        desk: routes::DESK_STUCK,
        form_day: day,
        here: routes::of_hall(routes::TODAY, &seen.hall.id),
        shell,
    }
}

pub(crate) async fn page(cx: Cx, Path(id): Path<HallId>, Query(asked): Query<Asked>) -> Answer {
    let seen = seen(&cx, id, &asked.day).await?;
    let shell = cx.shell(seen.hall.name.get(cx.locale)).crumb(cx.t("hall-managed"), routes::BOARDS).wide();
    cx.page(&board(shell, &seen, cx.now))
}

/// The tickets of a day as a file that spreadsheets open: UTF-8 with its mark.
pub(crate) async fn csv(cx: Cx, Path(id): Path<HallId>, Query(asked): Query<Asked>) -> Answer {
    let seen = seen(&cx, id, &asked.day).await?;
    let head =
        ["number", "queue", "state", "taken", "called", "ended", "counter", "calls", "outcome", "low", "high", "kept"];
    let mut text = String::from("\u{feff}");
    let head = head.map(|column| cx.t(&["hall-column-", column].concat()));
    push(&mut text, head);
    let minute = |at: Option<kernel::Timestamp>| at.map_or_else(String::new, kernel::Timestamp::minute_text);
    for ticket in &seen.tickets {
        push(
            &mut text,
            [
                ticket.number(),
                ticket.queue.clone(),
                cx.t(ticket.state.label()),
                ticket.taken_at.minute_text(),
                minute(ticket.first_call),
                minute(ticket.ended_at),
                ticket.counter.clone().unwrap_or_default(),
                ticket.calls.to_string(),
                ticket.outcome.map_or_else(String::new, |outcome| cx.t(outcome.label())),
                minute(ticket.low),
                minute(ticket.high),
                ticket.kept().map_or_else(String::new, |kept| cx.t(if kept { "hall-yes" } else { "hall-no" })),
            ],
        );
    }
    let mut response = Response::new(text.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"hall-day.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

fn push(text: &mut String, cells: [String; 12]) {
    // A cell that begins like a formula is made text.
    let cell = |cell: String| {
        let cell = if cell.starts_with(['=', '+', '-', '@']) { ["'", &cell].concat() } else { cell };
        ["\"", &cell.replace('"', "\"\""), "\""].concat()
    };
    text.push_str(&cells.map(cell).join(","));
    text.push_str("\r\n");
}
