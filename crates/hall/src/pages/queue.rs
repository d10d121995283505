//! A place in the queue: the page that the slip's code leads to. It asks for itself again while the
//! ticket waits, by a header and without a script; who wants it still says so.

use askama::Template;
use http::{HeaderValue, header};
use serde::Deserialize;
use store::Error;
use web::{Answer, Cx, Html, Path, Query, Shell, State};

use super::{queue_name, time, wait};
use crate::{
    Room,
    act::By,
    estimate::Range,
    hall::Hall,
    picture::Picture,
    records, routes, take,
    ticket::{State as TicketState, Ticket, TicketId},
};

#[derive(Template)]
#[template(path = "hall_queue.html")]
pub(crate) struct QueuePage {
    pub shell: Shell,
    pub number: String,
    pub hall: String,
    pub hall_href: String,
    pub queue: String,
    pub kind: &'static str,
    pub state: String,
    pub waits: bool,
    pub counter: String,
    pub ahead: u32,
    pub wait: String,
    /// What was said when the ticket was taken.
    pub promised: String,
    pub first: String,
    pub qr: Html,
    pub leave: String,
    /// Address of this page that doesn't ask for itself again; empty there.
    pub still: String,
    pub reloads: String,
    pub taken: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    still: bool,
}

/// A ticket with its hall and, while it waits, how long yet.
pub(crate) struct Seen {
    pub hall: Hall,
    pub ticket: Ticket,
    pub range: Option<Range>,
    pub ahead: u32,
}

impl Seen {
    pub fn of(read: &store::Read<'_>, id: &TicketId, calendar: &kernel::Calendar) -> Result<Self, Error> {
        let ticket = records::tickets::by_id(read, id)?.ok_or_else(kernel::Problem::not_found)?;
        let hall = super::hall_of(read, &ticket.hall)?;
        let mut seen = Self { hall, ticket, range: None, ahead: 0 };
        if seen.ticket.state == TicketState::Waiting && seen.ticket.day == read.now().date() {
            let picture = Picture::of(read, &seen.hall, calendar)?;
            seen.range = picture.range_of(&seen.hall, &seen.ticket);
            seen.ahead = picture.ahead_of(&seen.hall, &seen.ticket);
        }
        Ok(seen)
    }
}

/// Seconds after which the page asks for itself again.
const AGAIN: &str = "20";

pub(crate) async fn page(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let calendar = room.directory.calendar();
    let seen = cx.read(move |read| Seen::of(read, &id, &calendar)).await?;
    let here = routes::queue(&seen.ticket.id);
    let qr = (room.qr_svg)(&[cx.app.site().origin.as_deref().unwrap_or_default(), &here].concat());
    let page = of(cx.shell(cx.t("hall-queue-title")), &seen, qr.map(Html).unwrap_or_default(), asked.still);
    let reloads = page.waits && !asked.still;
    let mut response = cx.page(&page)?;
    if reloads {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    Ok(response)
}

pub(crate) fn tag(state: TicketState) -> &'static str {
    match state {
        TicketState::Waiting => "waiting",
        TicketState::Called => "running",
        TicketState::Done => "done",
        TicketState::Missed => "late",
        TicketState::Left => "off",
    }
}

pub(crate) fn of(shell: Shell, seen: &Seen, qr: Html, still: bool) -> QueuePage {
    let Seen { hall, ticket, range, ahead } = seen;
    let here = routes::queue(&ticket.id);
    let promised = ticket.low.zip(ticket.high);
    QueuePage {
        number: ticket.number(),
        hall: shell.text(&hall.name).to_owned(),
        hall_href: routes::of_hall(routes::HALL, &hall.id),
        queue: hall.queue(&ticket.queue).map_or_else(String::new, |queue| queue_name(&shell, queue)),
        kind: tag(ticket.state),
        state: shell.t(ticket.state.label()).into_owned(),
        waits: matches!(ticket.state, TicketState::Waiting | TicketState::Called),
        counter: ticket.counter.clone().filter(|_| ticket.state == TicketState::Called).unwrap_or_default(),
        ahead: *ahead,
        wait: if ticket.state == TicketState::Waiting { wait(&shell, range.as_ref()) } else { String::new() },
        promised: promised
            .map_or_else(String::new, |(low, high)| shell.t2("hall-promised", "low", time(low), "high", time(high))),
        first: ticket.first.map_or_else(String::new, |ground| super::ground_words(&shell, hall, ground)),
        qr,
        leave: if ticket.state == TicketState::Waiting {
            web::path::fill(routes::LEAVE, &[&ticket.id])
        } else {
            String::new()
        },
        still: if still { String::new() } else { web::path::with_query(&here, &[("still", "true")]) },
        reloads: here,
        taken: shell.moment(ticket.taken_at),
        shell,
    }
}

/// Whoever holds the address of a ticket may give it up.
pub(crate) async fn leave(cx: Cx, Path(id): Path<TicketId>) -> Answer {
    let by = By::new(&cx.actor, "ticket");
    let ticket = cx.write(move |tx| take::leave(tx, &by, &id)).await?;
    Ok(cx.see_other(&routes::queue(&ticket.id)))
}
