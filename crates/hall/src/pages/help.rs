//! A village helper books for a person at a service point, within a mandate and with the person's
//! consent on record; and a manager gives and revokes those mandates.

use askama::Template;
use kernel::{DivisionCode, Problem, id::StaffId};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use super::{
    book::{self, BookPage, RawBooking, Step},
    hall_of,
};
use crate::{
    Room,
    act::By as Whose,
    appointment::{Appointment, AppointmentId, By, Consent},
    arrange::{self, NewMandate},
    book::NewBooking,
    hall::{Hall, HallId},
    mandate::{Mandate, MandateId},
    permits::{MayHelp, MayManage},
    records, routes,
};

/// Where a helper books: the point itself if it takes appointments, else the nearest hall above that does.
fn target(read: &Read<'_>, point: &Hall) -> Result<Hall, Error> {
    if !point.settings.capacity.is_empty() {
        return Ok(point.clone());
    }
    let above = directory::divisions::path(read, &point.division)?.into_iter().rev().map(|above| above.code);
    for code in std::iter::once(point.division).chain(above) {
        let halls = records::at(read, &code, 20)?;
        if let Some(hall) = halls.into_iter().find(|hall| !hall.settings.capacity.is_empty()) {
            return Ok(hall);
        }
    }
    Ok(point.clone())
}

/// The items of a hall that the helper's mandates reach.
fn reached(mut seen: book::Seen, permit: &MayHelp) -> book::Seen {
    let all = permit.within(None).is_ok();
    seen.names.retain(|(_, item, _)| permit.within(Some(item)).is_ok());
    if !all {
        seen.hall.settings.queues.retain(|queue| queue.items.iter().any(|item| permit.within(Some(item)).is_ok()));
    }
    seen
}

async fn show(cx: &Cx, room: &Room, id: HallId, step: Step, form: Form) -> Answer {
    let (calendar, asked, actor) = (room.directory.calendar(), step.clone(), cx.actor.clone());
    let (point, seen) = cx
        .read(move |read| {
            let point = hall_of(read, &id)?;
            let permit = MayHelp::of(read, &actor, &point, read.now().date())?;
            let hall = target(read, &point)?;
            Ok::<_, Error>((point, reached(book::see(read, hall, &asked, &calendar)?, &permit)))
        })
        .await?;
    let here = routes::of_hall(routes::HELP, &point.id);
    let up = routes::of_hall(routes::HALL, &point.id);
    let shell = cx.shell(cx.t("hall-help-title")).crumb(point.name.get(cx.locale), up);
    let form = form.with("first", "none");
    cx.form_page(&form, &page(shell, form.clone(), &seen, &step, &here))
}

pub(crate) fn page(shell: Shell, form: Form, seen: &book::Seen, step: &Step, here: &str) -> BookPage {
    let consents = Consent::ALL.iter().map(|one| Choice::new(one.as_str(), shell.t(one.label()))).collect();
    BookPage { consents, ..book::page(shell, form, seen, step, here) }
}

/// The points at which the helper has a mandate today.
pub(crate) async fn points(cx: Cx) -> Answer {
    let staff = cx.actor.as_staff().cloned().ok_or_else(Problem::forbidden)?;
    let halls = cx
        .read(move |read| {
            let today = read.now().date();
            let mut halls: Vec<Hall> = Vec::new();
            for mandate in records::people::mandates_of_staff(read, &staff)?.iter().filter(|one| one.holds(today)) {
                halls.extend(records::by_id(read, &mandate.hall)?);
            }
            halls.dedup_by(|one, other| one.id == other.id);
            Ok::<_, Error>(halls)
        })
        .await?;
    let shell = cx.shell(cx.t("hall-help"));
    let row = |hall: &Hall| {
        let address = shell.text(&hall.settings.address).to_owned();
        (shell.text(&hall.name).to_owned(), routes::of_hall(routes::HELP, &hall.id), address)
    };
    cx.page(&PointsPage { halls: halls.iter().map(row).collect(), shell })
}

#[derive(Template)]
#[template(path = "hall_points.html")]
pub(crate) struct PointsPage {
    pub shell: Shell,
    pub halls: Vec<(String, String, String)>,
}

pub(crate) async fn form(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, Query(step): Query<Step>) -> Answer {
    let Ok(made) = step.made.parse::<AppointmentId>() else {
        let form = cx.form();
        return show(&cx, &room, id, step, form).await;
    };
    let (actor, point) = (cx.actor.clone(), id.clone());
    let (hall, made, code) = cx
        .read(move |read| {
            let permit = MayHelp::of(read, &actor, &hall_of(read, &point)?, read.now().date())?;
            let mine = |made: &Appointment| {
                made.mandate.as_ref().is_some_and(|mandate| permit.mandates.iter().any(|mine| mine.id == *mandate))
            };
            let made = records::people::by_id(read, &made)?.filter(mine).ok_or_else(Problem::not_found)?;
            let code = Appointment::code(read, &made.id);
            Ok::<_, Error>((hall_of(read, &made.hall)?, made, code))
        })
        .await?;
    let next = routes::of_hall(routes::HELP, &id);
    cx.page(&book::slip(cx.shell(cx.t("hall-slip-title")), &hall, &made, &code, next))
}

pub(crate) async fn help(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    match helped(&cx, &room, &id, &typed).await {
        Ok(made) => {
            let here = routes::of_hall(routes::HELP, &id);
            Ok(cx.see_other(&web::path::with_query(&here, &[("made", made.id.as_str())])))
        }
        Err(fail) => {
            let get = |name: &str| typed.get(name).chars().take(60).collect::<String>();
            let step = Step { queue: get("queue"), item: get("item"), day: get("day"), made: String::new() };
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, id, step, form).await
        }
    }
}

async fn helped(cx: &Cx, room: &Room, id: &HallId, typed: &Typed) -> Result<Appointment, Fail> {
    // Who may not is told so before what was typed is judged.
    let (actor, point) = (cx.actor.clone(), id.clone());
    cx.read(move |read| MayHelp::of(read, &actor, &hall_of(read, &point)?, read.now().date()).map(drop)).await?;
    let mut check = Check::new();
    let consent = check.choice("consent", typed.get("consent"), Consent::parse);
    check.done()?;
    let asked = typed.command::<RawBooking, book::Asked>()?;
    let (actor, id, once) = (cx.actor.clone(), id.clone(), typed.once().map(str::to_owned));
    let calendar = room.directory.calendar();
    cx.write(move |tx| {
        let point = hall_of(tx, &id)?;
        let permit = MayHelp::of(tx, &actor, &point, tx.now().date())?;
        let mandate = permit.within(asked.item.as_deref())?.id.clone();
        let hall = target(tx, &point)?;
        let new = NewBooking { mandate: Some(mandate), consent, ..book::booking(&hall.id, asked.clone(), By::Helper) };
        book::once_booked(tx, &Whose::new(&permit.actor, &permit.title), &new, once.as_deref(), &calendar)
    })
    .await
}

/// A mandate to be given, as it comes.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RawMandate {
    staff: String,
    #[serde(default)]
    division: String,
    #[serde(default)]
    items: Vec<String>,
    from: String,
    to: String,
}

impl TryFrom<RawMandate> for NewMandate {
    type Error = Problem;

    fn try_from(raw: RawMandate) -> Result<Self, Problem> {
        let mut check = Check::new();
        let staff = check.parsed::<StaffId>("staff", &raw.staff, "problem-field-choice");
        let division = check.parsed::<DivisionCode>("division", &raw.division, "problem-field-choice");
        let known = |item: &String| item.parse::<catalogue::ItemId>().is_ok();
        if raw.items.len() > 200 || !raw.items.iter().all(known) {
            check.wrong("items", "problem-field-choice");
        }
        let (from, to) = (check.date("from", &raw.from), check.date("to", &raw.to));
        check.done()?;
        let (Some(staff), Some(division), Some(from), Some(to)) = (staff, division, from, to) else {
            return Err(Problem::invalid());
        };
        Ok(Self { staff, division, items: raw.items, from, to })
    }
}

pub(crate) struct MandateRow {
    pub who: String,
    pub items: String,
    pub from: String,
    pub to: String,
    pub kind: &'static str,
    pub state: String,
    /// Empty where there is nothing to revoke.
    pub revoke: String,
}

#[derive(Template)]
#[template(path = "hall_mandates.html")]
pub(crate) struct MandatesPage {
    pub shell: Shell,
    pub form: Form,
    pub rows: Vec<MandateRow>,
    pub staff: Vec<Choice>,
    pub items: Vec<Choice>,
    pub here: String,
    pub division: String,
}

/// A point with its helpers and their mandates.
pub(crate) struct Seen {
    pub hall: Hall,
    pub mandates: Vec<(Mandate, kernel::Text)>,
    pub staff: Vec<(StaffId, kernel::Text)>,
    pub items: Vec<(String, kernel::Text)>,
}

fn see(read: &Read<'_>, actor: &kernel::access::Actor, id: &HallId) -> Result<Seen, Error> {
    use kernel::access::Role;
    let hall = hall_of(read, id)?;
    MayManage::of(read, actor, &hall)?;
    let mut mandates = Vec::new();
    for mandate in records::people::mandates_of(read, &hall.id)? {
        let name = identity::staff(read, &mandate.staff)?.name;
        mandates.push((mandate, name));
    }
    let mut staff = Vec::new();
    for member in identity::staff_of(read, &hall.body)? {
        if identity::staff_actor(read, &member.id).is_ok_and(|actor| actor.post_at(Role::Helper, &hall.body).is_some())
        {
            staff.push((member.id, member.name));
        }
    }
    let mut items = Vec::new();
    for item in hall.settings.queues.iter().flat_map(|queue| &queue.items).take(80) {
        items.extend(super::item_name(read, item)?.map(|name| (item.clone(), name)));
    }
    Ok(Seen { hall, mandates, staff, items })
}

async fn show_mandates(cx: &Cx, id: HallId, form: Form) -> Answer {
    let actor = cx.actor.clone();
    let seen = cx.read(move |read| see(read, &actor, &id)).await?;
    let shell = cx.shell(cx.t("hall-helpers")).crumb(cx.t("hall-managed"), routes::BOARDS).wide();
    cx.form_page(&form, &mandates_page(shell, form.clone(), &seen, cx.now.date()))
}

pub(crate) fn mandates_page(shell: Shell, form: Form, seen: &Seen, today: kernel::Date) -> MandatesPage {
    let row = |(mandate, name): &(Mandate, kernel::Text)| {
        let (kind, key) = match (&mandate.revoked_at, mandate.holds(today)) {
            (Some(_), _) => ("off", "hall-mandate-revoked"),
            (None, true) => ("running", "hall-mandate-holds"),
            (None, false) if mandate.from > today => ("waiting", "hall-mandate-later"),
            (None, false) => ("off", "hall-mandate-ended"),
        };
        let items: Vec<&str> =
            seen.items.iter().filter(|(id, _)| mandate.items.contains(id)).map(|(_, name)| shell.text(name)).collect();
        MandateRow {
            who: shell.text(name).to_owned(),
            items: if mandate.items.is_empty() {
                shell.t("hall-mandate-all").into_owned()
            } else {
                items.join(&shell.t("hall-comma"))
            },
            from: shell.date(mandate.from),
            to: shell.date(mandate.to),
            kind,
            state: shell.t(key).into_owned(),
            revoke: if mandate.revoked_at.is_none() && mandate.to >= today {
                web::path::fill(routes::REVOKE, &[&seen.hall.id, &mandate.id])
            } else {
                String::new()
            },
        }
    };
    MandatesPage {
        form,
        rows: seen.mandates.iter().map(row).collect(),
        staff: seen.staff.iter().map(|(id, name)| Choice::new(id.as_str(), shell.text(name))).collect(),
        items: seen.items.iter().map(|(id, name)| Choice::new(id, shell.text(name))).collect(),
        here: routes::of_hall(routes::HELPERS, &seen.hall.id),
        division: seen.hall.division.to_string(),
        shell,
    }
}

pub(crate) async fn mandates(cx: Cx, Path(id): Path<HallId>) -> Answer {
    let form = cx.form();
    show_mandates(&cx, id, form).await
}

pub(crate) async fn entrust(cx: Cx, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawMandate, NewMandate>() {
        Ok(new) => managed(&cx, &id, move |tx, permit, hall| arrange::entrust(tx, permit, hall, &new)).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok(()) => Ok(cx.see_other(&routes::of_hall(routes::HELPERS, &id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_mandates(&cx, id, form).await
        }
    }
}

pub(crate) async fn revoke(cx: Cx, Path((id, mandate)): Path<(HallId, MandateId)>) -> Answer {
    managed(&cx, &id, move |tx, permit, hall| arrange::revoke(tx, permit, hall, &mandate)).await?;
    Ok(cx.see_other(&routes::of_hall(routes::HELPERS, &id)))
}

/// A verb of the hall's manager, with its permit.
pub(crate) async fn managed<T: Send + 'static>(
    cx: &Cx,
    id: &HallId,
    act: impl Fn(&store::Tx<'_>, &MayManage, &Hall) -> Result<T, Error> + Send + 'static,
) -> Result<T, Fail> {
    let (actor, id) = (cx.actor.clone(), id.clone());
    cx.write(move |tx| {
        let hall = hall_of(tx, &id)?;
        let permit = MayManage::of(tx, &actor, &hall)?;
        act(tx, &permit, &hall)
    })
    .await
}
