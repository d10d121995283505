//! Booking a time, in three steps of one address: what for, which day, which time. For a person with
//! an account, at the counter on paper, and by a helper, who share the steps.

use askama::Template;
use kernel::{Calendar, Date, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Answered, Error, Read, Tx};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use super::{grounds, hall_of, item_name, queue_name, read_ground};
use crate::{
    Room,
    act::By as Whose,
    appointment::{Appointment, AppointmentId, By, grouped},
    book::{self, NewBooking},
    hall::{Hall, HallId},
    hours::clock,
    permits::MayServe,
    records, routes,
    ticket::Ground,
};

/// As it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawBooking {
    /// Letter of a queue; not needed where an item is named.
    #[serde(default)]
    #[schemars(length(max = 1), regex(pattern = web::check::ANY_TEXT))]
    pub queue: Option<String>,
    /// Id of the item.
    #[serde(default)]
    #[schemars(length(max = 40), regex(pattern = web::check::ANY_TEXT))]
    pub item: Option<String>,
    /// Such as `2026-11-24`.
    #[schemars(length(min = 1, max = 20), regex(pattern = r"^\s*[0-9]"))]
    pub day: String,
    /// Such as `10:30`.
    #[schemars(length(min = 1, max = 5), regex(pattern = "^[0-9]{2}:[0-9]{2}$"))]
    pub time: String,
    /// Why one is served first: `age`, `pregnant`, `disability`, `infant`, or `none`.
    #[serde(default)]
    #[schemars(extend("enum" = [null, "", "none", "age", "pregnant", "disability", "infant"]))]
    pub first: Option<String>,
}

/// A day and a time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTime {
    #[schemars(length(min = 1, max = 20), regex(pattern = r"^\s*[0-9]"))]
    pub day: String,
    #[schemars(length(min = 1, max = 5), regex(pattern = "^[0-9]{2}:[0-9]{2}$"))]
    pub time: String,
}

/// A booking, checked as far as its types go.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub queue: Option<String>,
    pub item: Option<String>,
    pub day: Date,
    pub minute: u16,
    pub first: Option<Ground>,
}

impl TryFrom<RawBooking> for Asked {
    type Error = Problem;

    fn try_from(raw: RawBooking) -> Result<Self, Problem> {
        let mut check = Check::new();
        let queue = raw.queue.map(|queue| check.text("queue", &queue, 0..=1)).filter(|queue| !queue.is_empty());
        let item = raw.item.map(|item| check.text("item", &item, 0..=40)).filter(|item| !item.is_empty());
        let (day, minute) = when(&mut check, &raw.day, &raw.time);
        let first = read_ground(&mut check, raw.first.as_deref());
        check.done()?;
        Ok(Self { queue, item, day: day.unwrap_or_default(), minute: minute.unwrap_or_default(), first })
    }
}

impl TryFrom<RawTime> for (Date, u16) {
    type Error = Problem;

    fn try_from(raw: RawTime) -> Result<Self, Problem> {
        let mut check = Check::new();
        let (day, minute) = when(&mut check, &raw.day, &raw.time);
        check.done()?;
        Ok((day.unwrap_or_default(), minute.unwrap_or_default()))
    }
}

fn when(check: &mut Check, day: &str, time: &str) -> (Option<Date>, Option<u16>) {
    let day = check.date("day", day);
    let minute = check.choice("time", time, |text| {
        let (hour, minute) = text.split_once(':')?;
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (hour, minute): (u16, u16) =
            (digits(hour) && digits(minute)).then(|| Some((hour.parse().ok()?, minute.parse().ok()?)))??;
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    });
    (day, minute)
}

/// Free times of a hall.
#[derive(Debug, Clone, Default)]
pub(crate) struct Free {
    /// Date, and how many places are free.
    pub days: Vec<(Date, u32)>,
    /// Of the day chosen: minute, and how many places are free.
    pub times: Vec<(u16, u16)>,
}

impl Free {
    pub fn of(read: &Read<'_>, hall: &Hall, calendar: &Calendar, chosen: Option<Date>) -> Result<Self, Error> {
        let now = read.now();
        let mut free = Self::default();
        for ahead in 0..=i64::from(hall.settings.rules.ahead_days) {
            let day = now.plus_minutes(ahead * 24 * 60).date();
            let times = Self::day(read, hall, calendar, day)?;
            let places: u32 = times.iter().map(|(_, places)| u32::from(*places)).sum();
            if !times.is_empty() {
                free.days.push((day, places));
            }
            if Some(day) == chosen {
                free.times = times;
            }
        }
        Ok(free)
    }

    /// The times of a day that are still to come, with their free places.
    pub fn day(read: &Read<'_>, hall: &Hall, calendar: &Calendar, day: Date) -> Result<Vec<(u16, u16)>, Error> {
        let now = read.now();
        let (times, places) = hall.times(calendar, day);
        if times.is_empty() || day < now.date() {
            return Ok(Vec::new());
        }
        let all = records::people::of_day(read, &hall.id, day)?;
        let held = |minute: u16| all.iter().filter(|made| made.minute == minute && made.held().is_some()).count();
        let come = times.into_iter().filter(|minute| day > now.date() || *minute > now.minute_of_day());
        Ok(come
            .map(|minute| (minute, places.saturating_sub(u16::try_from(held(minute)).unwrap_or(u16::MAX))))
            .collect())
    }

    /// The free times to choose from.
    pub fn choices(&self, shell: &Shell) -> Vec<Choice> {
        let free = self.times.iter().filter(|(_, places)| *places > 0);
        free.map(|(minute, places)| {
            Choice::new(clock(*minute), clock(*minute)).hint(shell.t1("hall-places", "places", u32::from(*places)))
        })
        .collect()
    }
}

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Step {
    pub queue: String,
    pub item: String,
    pub day: String,
    pub made: String,
}

#[derive(Template)]
#[template(path = "hall_book.html")]
pub(crate) struct BookPage {
    pub shell: Shell,
    pub form: Form,
    pub here: String,
    pub hall: String,
    /// What for: its words and the address of the next step. Empty once chosen.
    pub matters: Vec<(String, String, String)>,
    pub chosen: String,
    /// Days: words, places, address.
    pub days: Vec<(String, u32, String, bool)>,
    pub queue: String,
    pub item: String,
    pub day: String,
    pub day_words: String,
    pub times: Vec<Choice>,
    pub grounds: Vec<Choice>,
    pub consents: Vec<Choice>,
    pub again: String,
}

/// Which page shows the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Person,
    Counter,
}

/// What the steps are made from.
pub(crate) struct Seen {
    pub hall: Hall,
    pub free: Free,
    pub item: Option<kernel::Text>,
    pub names: Vec<(String, String, kernel::Text)>,
}

pub(crate) fn see(read: &Read<'_>, hall: Hall, step: &Step, calendar: &Calendar) -> Result<Seen, Error> {
    let chosen = !(step.queue.is_empty() && step.item.is_empty());
    let day = step.day.parse().ok();
    let free = if chosen { Free::of(read, &hall, calendar, day)? } else { Free::default() };
    let item = if step.item.is_empty() { None } else { item_name(read, &step.item)? };
    let mut names = Vec::new();
    if !chosen {
        for queue in &hall.settings.queues {
            for item in queue.items.iter().take(40) {
                names.extend(item_name(read, item)?.map(|name| (queue.letter.clone(), item.clone(), name)));
            }
        }
    }
    Ok(Seen { hall, free, item, names })
}

pub(crate) fn page(shell: Shell, form: Form, seen: &Seen, step: &Step, here: &str) -> BookPage {
    let hall = &seen.hall;
    let chosen = !(step.queue.is_empty() && step.item.is_empty());
    let link = |queue: &str, item: &str, day: &str| {
        web::path::with_query(here, &[("queue", queue), ("item", item), ("day", day)])
    };
    let mut matters = Vec::new();
    if !chosen {
        for (_, item, name) in &seen.names {
            matters.push((shell.text(name).to_owned(), link("", item, ""), String::new()));
        }
        for queue in &hall.settings.queues {
            let about = queue.about.as_ref().map_or_else(String::new, |about| shell.text(about).to_owned());
            matters.push((queue_name(&shell, queue), link(&queue.letter, "", ""), about));
        }
    }
    let queue = hall.queue(&step.queue).or_else(|| hall.queue_for(&step.item));
    let words = seen.item.as_ref().map(|name| shell.text(name).to_owned());
    let words = words.or_else(|| queue.map(|queue| queue_name(&shell, queue)));
    let day: Option<Date> = step.day.parse().ok();
    let days = seen.free.days.iter().map(|(date, places)| {
        (shell.date_weekday(*date), *places, link(&step.queue, &step.item, &date.to_string()), Some(*date) == day)
    });
    BookPage {
        hall: shell.text(&hall.name).to_owned(),
        here: here.to_owned(),
        matters,
        chosen: words.filter(|_| chosen).unwrap_or_default(),
        days: days.collect(),
        queue: step.queue.clone(),
        item: step.item.clone(),
        day: day.map_or_else(String::new, |day| day.to_string()),
        day_words: day.map_or_else(String::new, |day| shell.date_weekday(day)),
        times: seen.free.choices(&shell),
        grounds: grounds(&shell, hall),
        consents: Vec::new(),
        again: here.to_owned(),
        form,
        shell,
    }
}

async fn show(cx: &Cx, room: &Room, id: HallId, step: Step, form: Form, face: Face) -> Answer {
    let (calendar, asked, actor) = (room.directory.calendar(), step.clone(), cx.actor.clone());
    let seen = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            if face == Face::Counter {
                MayServe::of(&actor, &hall)?;
            }
            see(read, hall, &asked, &calendar)
        })
        .await?;
    let (pattern, title) = match face {
        Face::Person => (routes::BOOK, "hall-book-title"),
        Face::Counter => (routes::COUNTER_BOOK, "hall-book-paper"),
    };
    let here = routes::of_hall(pattern, &seen.hall.id);
    let up = routes::of_hall(if face == Face::Person { routes::HALL } else { routes::COUNTER }, &seen.hall.id);
    let shell = cx.shell(cx.t(title)).crumb(seen.hall.name.get(cx.locale), up);
    let form = form.with("first", "none");
    cx.form_page(&form, &page(shell, form.clone(), &seen, &step, &here))
}

pub(crate) async fn form(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, Query(step): Query<Step>) -> Answer {
    let form = cx.form();
    show(&cx, &room, id, step, form, Face::Person).await
}

/// What a form that was refused says again.
fn step_of(typed: &Typed) -> Step {
    let get = |name: &str| typed.get(name).chars().take(60).collect::<String>();
    Step { queue: get("queue"), item: get("item"), day: get("day"), made: String::new() }
}

pub(crate) async fn book(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let asked = typed.command::<RawBooking, Asked>();
    let made = match asked {
        Ok(asked) => booked(&cx, &room, &id, asked, typed.once().map(str::to_owned)).await,
        Err(problem) => Err(problem.into()),
    };
    match made {
        Ok(made) => Ok(cx.see_other(&routes::appointment(&made.id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, id, step_of(&typed), form, Face::Person).await
        }
    }
}

/// Books for the person who is signed in. The same token, a form's or a program's, is one booking.
pub(crate) async fn booked(
    cx: &Cx,
    room: &Room,
    hall: &HallId,
    asked: Asked,
    once: Option<String>,
) -> Result<Appointment, Fail> {
    let person = cx.actor.as_person().cloned();
    let new = booking(hall, asked, By::Person);
    let new = NewBooking { person, ..new };
    let by = Whose::new(&cx.actor, "own");
    let calendar = room.directory.calendar();
    cx.write(move |tx| once_booked(tx, &by, &new, once.as_deref(), &calendar)).await
}

pub(crate) fn booking(hall: &HallId, asked: Asked, origin: By) -> NewBooking {
    NewBooking {
        hall: hall.clone(),
        queue: asked.queue,
        item: asked.item,
        day: asked.day,
        minute: asked.minute,
        person: None,
        first: asked.first,
        origin,
        mandate: None,
        consent: None,
    }
}

pub(crate) fn once_booked(
    tx: &Tx<'_>,
    by: &Whose,
    new: &NewBooking,
    once: Option<&str>,
    calendar: &Calendar,
) -> Result<Appointment, Error> {
    let Some(once) = once else { return book::book(tx, by, new, calendar) };
    let who = by.actor.journal_name();
    let request = seals::digest(format!("hall-booking {new:?}").as_bytes());
    match tx.answered(&who, once, &request)? {
        Answered::New => {}
        Answered::Before(id) => {
            let id: AppointmentId = id.parse().map_err(|_| Problem::not_found())?;
            return Ok(records::people::by_id(tx, &id)?.ok_or_else(Problem::not_found)?);
        }
        Answered::OtherRequest => return Err(Problem::stale().into()),
    }
    let made = book::book(tx, by, new, calendar)?;
    tx.answer(&who, once, &request, made.id.as_str())?;
    Ok(made)
}

/// The slip of an appointment without an account.
#[derive(Template)]
#[template(path = "hall_slip.html")]
pub(crate) struct SlipPage {
    pub shell: Shell,
    pub hall: String,
    pub address: String,
    pub when: String,
    pub queue: String,
    pub code: String,
    pub late: u16,
    /// Who made it, and how the person consented.
    pub made: String,
    pub next: String,
}

pub(crate) fn slip(shell: Shell, hall: &Hall, made: &Appointment, code: &str, next: String) -> SlipPage {
    SlipPage {
        hall: shell.text(&hall.name).to_owned(),
        address: shell.text(&hall.settings.address).to_owned(),
        when: shell.moment(made.at()),
        queue: hall.queue(&made.queue).map_or_else(String::new, |queue| queue_name(&shell, queue)),
        code: grouped(code),
        late: hall.settings.rules.grace_minutes,
        made: made
            .consent
            .map_or_else(|| shell.t(made.origin.label()), |consent| shell.t(consent.label()))
            .into_owned(),
        next,
        shell,
    }
}

pub(crate) async fn counter_form(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    Query(step): Query<Step>,
) -> Answer {
    let Ok(made) = step.made.parse::<AppointmentId>() else {
        let form = cx.form();
        return show(&cx, &room, id, step, form, Face::Counter).await;
    };
    let actor = cx.actor.clone();
    let (hall, made, code) = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            MayServe::of(&actor, &hall)?;
            let made = records::people::by_id(read, &made)?;
            let made =
                made.filter(|made| made.hall == hall.id && made.person.is_none()).ok_or_else(Problem::not_found)?;
            let code = Appointment::code(read, &made.id);
            Ok::<_, Error>((hall, made, code))
        })
        .await?;
    let next = routes::of_hall(routes::COUNTER, &hall.id);
    cx.page(&slip(cx.shell(cx.t("hall-slip-title")), &hall, &made, &code, next))
}

pub(crate) async fn counter_book(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    match at_counter(&cx, &room, &id, &typed).await {
        Ok(made) => {
            let here = routes::of_hall(routes::COUNTER_BOOK, &id);
            Ok(cx.see_other(&web::path::with_query(&here, &[("made", made.id.as_str())])))
        }
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, id, step_of(&typed), form, Face::Counter).await
        }
    }
}

async fn at_counter(cx: &Cx, room: &Room, id: &HallId, typed: &Typed) -> Result<Appointment, Fail> {
    let new = booking(id, typed.command::<RawBooking, Asked>()?, By::Counter);
    let (actor, once) = (cx.actor.clone(), typed.once().map(str::to_owned));
    let calendar = room.directory.calendar();
    cx.write(move |tx| {
        let permit = MayServe::of(&actor, &hall_of(tx, &new.hall)?)?;
        once_booked(tx, &permit.by(), &new, once.as_deref(), &calendar)
    })
    .await
}
