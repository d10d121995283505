//! A person's appointments: the code to check in with, moving and cancelling.

use askama::Template;
use kernel::{Date, Problem};
use serde::Deserialize;
use store::Error;
use web::{Answer, Choice, Cx, Fail, Form, Html, Path, Query, Shell, State, Typed};

use super::{
    book::{Free, RawTime},
    hall_of, item_name, queue_name,
};
use crate::{
    Room,
    appointment::{Appointment, AppointmentId, Booked, grouped},
    book,
    hall::Hall,
    permits::Own,
    records, routes,
};

pub(crate) struct Row {
    pub when: String,
    pub hall: String,
    pub what: String,
    pub href: String,
    pub kind: &'static str,
    pub state: String,
}

#[derive(Template)]
#[template(path = "hall_mine.html")]
pub(crate) struct MinePage {
    pub shell: Shell,
    pub rows: Vec<Row>,
    pub halls: &'static str,
    pub stuck: &'static str,
}

/// Appointments shown.
const SHOWN: u32 = 50;

/// An appointment with its hall and the name of its item.
pub(crate) type Whole = (Appointment, Hall, Option<kernel::Text>);

pub(crate) async fn list(cx: Cx) -> Answer {
    let person = cx.actor.as_person().cloned().ok_or_else(Problem::forbidden)?;
    let found = cx
        .read(move |read| {
            let mut out: Vec<Whole> = Vec::new();
            for made in records::people::of_person(read, &person, "", SHOWN)? {
                let hall = hall_of(read, &made.hall)?;
                let item = made.item.as_ref().map(|item| item_name(read, item)).transpose()?.flatten();
                out.push((made, hall, item));
            }
            Ok::<_, Error>(out)
        })
        .await?;
    let shell = cx.shell(cx.t("hall-mine"));
    let rows = found.iter().map(|whole| row(&shell, whole, cx.now.date())).collect();
    cx.page(&MinePage { shell, rows, halls: routes::HALLS, stuck: routes::MY_STUCK })
}

/// What it is today: who didn't come is seen by the day that passed.
fn standing(made: &Appointment, today: Date) -> Booked {
    if made.state == Booked::Open && made.day < today { Booked::Missed } else { made.state }
}

fn tag(state: Booked) -> &'static str {
    match state {
        Booked::Open => "waiting",
        Booked::Arrived => "done",
        Booked::Cancelled => "off",
        Booked::Missed => "late",
    }
}

pub(crate) fn row(shell: &Shell, (made, hall, item): &Whole, today: Date) -> Row {
    let state = standing(made, today);
    Row {
        when: shell.moment(made.at()),
        hall: shell.text(&hall.name).to_owned(),
        what: what(shell, made, hall, item.as_ref()),
        href: routes::appointment(&made.id),
        kind: tag(state),
        state: shell.t(state.label()).into_owned(),
    }
}

fn what(shell: &Shell, made: &Appointment, hall: &Hall, item: Option<&kernel::Text>) -> String {
    let queue = || hall.queue(&made.queue).map_or_else(String::new, |queue| queue_name(shell, queue));
    item.map_or_else(queue, |name| shell.text(name).to_owned())
}

#[derive(Template)]
#[template(path = "hall_appointment.html")]
pub(crate) struct AppointmentPage {
    pub shell: Shell,
    pub form: Form,
    pub when: String,
    pub hall: String,
    pub hall_href: String,
    pub address: String,
    pub what: String,
    pub kind: &'static str,
    pub state: String,
    pub open: bool,
    pub code: String,
    pub qr: Html,
    pub late: u16,
    /// The ticket made from it; empty before.
    pub ticket: String,
    pub here: String,
    pub cancel: String,
    pub days: Vec<(String, u32, String, bool)>,
    pub day: String,
    pub times: Vec<Choice>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
}

pub(crate) struct Seen {
    pub whole: Whole,
    pub code: String,
    pub free: Free,
}

async fn show(cx: &Cx, room: &Room, id: AppointmentId, day: String, form: Form) -> Answer {
    let (calendar, actor, chosen) = (room.directory.calendar(), cx.actor.clone(), day.parse().ok());
    let seen = cx
        .read(move |read| {
            let made = own(read, &actor, &id)?.1;
            let hall = hall_of(read, &made.hall)?;
            let item = made.item.as_ref().map(|item| item_name(read, item)).transpose()?.flatten();
            let free =
                if made.state == Booked::Open { Free::of(read, &hall, &calendar, chosen)? } else { Free::default() };
            Ok::<_, Error>(Seen { code: Appointment::code(read, &made.id), whole: (made, hall, item), free })
        })
        .await?;
    let shell = cx.shell(cx.t("hall-appointment")).crumb(cx.t("hall-mine"), routes::MINE);
    let qr = (room.qr_svg)(&seen.code).map(Html).unwrap_or_default();
    cx.form_page(&form, &page(shell, form.clone(), &seen, qr, &day, cx.now.date()))
}

fn own(read: &store::Read<'_>, actor: &kernel::access::Actor, id: &AppointmentId) -> Result<(Own, Appointment), Error> {
    let made = records::people::by_id(read, id)?.ok_or_else(Problem::not_found)?;
    Ok((Own::of(actor, &made)?, made))
}

pub(crate) fn page(shell: Shell, form: Form, seen: &Seen, qr: Html, day: &str, today: Date) -> AppointmentPage {
    let (made, hall, item) = &seen.whole;
    let state = standing(made, today);
    let here = routes::appointment(&made.id);
    let chosen: Option<Date> = day.parse().ok();
    let days = seen.free.days.iter().map(|(date, places)| {
        let href = web::path::with_query(&here, &[("day", &date.to_string())]);
        (shell.date_weekday(*date), *places, href, Some(*date) == chosen)
    });
    let open = state == Booked::Open;
    AppointmentPage {
        form,
        when: shell.moment(made.at()),
        hall: shell.text(&hall.name).to_owned(),
        hall_href: routes::of_hall(routes::HALL, &hall.id),
        address: shell.text(&hall.settings.address).to_owned(),
        what: what(&shell, made, hall, item.as_ref()),
        kind: tag(state),
        state: shell.t(state.label()).into_owned(),
        open,
        code: grouped(&seen.code),
        qr,
        late: hall.settings.rules.grace_minutes,
        ticket: made.ticket.as_ref().map_or_else(String::new, routes::queue),
        cancel: web::path::fill(routes::CANCEL, &[&made.id]),
        days: if open { days.collect() } else { Vec::new() },
        day: chosen.filter(|_| open).map_or_else(String::new, |day| day.to_string()),
        times: seen.free.choices(&shell),
        here,
        shell,
    }
}

pub(crate) async fn one(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<AppointmentId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let form = cx.form();
    show(&cx, &room, id, asked.day, form).await
}

pub(crate) async fn shift(cx: Cx, State(room): State<Room>, Path(id): Path<AppointmentId>, typed: Typed) -> Answer {
    let to = typed.command::<RawTime, (Date, u16)>();
    let moved = match to {
        Ok(to) => shifted(&cx, &room, id.clone(), to).await,
        Err(problem) => Err(problem.into()),
    };
    match moved {
        Ok(made) => Ok(cx.see_other(&routes::appointment(&made.id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, id, typed.get("day").to_owned(), form).await
        }
    }
}

pub(crate) async fn shifted(
    cx: &Cx,
    room: &Room,
    id: AppointmentId,
    (day, minute): (Date, u16),
) -> Result<Appointment, Fail> {
    let (calendar, actor) = (room.directory.calendar(), cx.actor.clone());
    cx.write(move |tx| {
        let (own, made) = own(tx, &actor, &id)?;
        book::shift(tx, &own, &made, day, minute, &calendar)
    })
    .await
}

pub(crate) async fn cancelled(cx: &Cx, id: AppointmentId) -> Result<Appointment, Fail> {
    let actor = cx.actor.clone();
    cx.write(move |tx| {
        let (own, made) = own(tx, &actor, &id)?;
        book::cancel(tx, &own, &made)
    })
    .await
}

pub(crate) async fn cancel(cx: Cx, Path(id): Path<AppointmentId>) -> Answer {
    let made = cancelled(&cx, id).await?;
    Ok(cx.see_other(&routes::appointment(&made.id)))
}
