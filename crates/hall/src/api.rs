//! The JSON face of the room.

use kernel::{Date, DivisionCode, Problem, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Error;
use web::{
    Answer, Cx, Path, Query, State, StatusCode,
    api::{After, IdempotencyKey, Json, Listed},
};

use crate::{
    Room,
    appointment::{Appointment, AppointmentId, Booked, grouped},
    call::{self, Onwards},
    estimate::Range,
    figures::Counts,
    hall::{Hall, HallId, Sort},
    hours::{Day, clock},
    order::Claim,
    pages::{
        self, book,
        book::{Asked, Free, RawBooking, RawTime},
        counter::{self, Ending, RawCall, RawFinish, RawOnwards, RawOpening, RawStanding, RawTicket, Wanted, Whom},
        hall_of, halls_for, mine,
        queue::Seen,
        stuck::{self, RawAnswer},
        today as board,
    },
    picture::Picture,
    records, sit,
    sitting::{Sitting, Standing},
    stick,
    stuck::{Answer as Came, OPEN, Stuck, StuckId},
    ticket::{Ground, Outcome, State as TicketState, Ticket, TicketId},
};

/// Where halls are looked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Where {
    /// Code of a division: its halls, those above and those below. The site's without one.
    #[schemars(with = "Option<String>")]
    division: Option<String>,
}

/// A hall.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HallBody {
    id: HallId,
    sort: Sort,
    #[schemars(with = "String")]
    division: DivisionCode,
    name: Text,
    address: Text,
    phone: Option<String>,
    villages: Vec<Text>,
    queues: Vec<QueueBody>,
    /// Of today, such as `09:00-12:00 13:30-17:00`; empty when closed.
    today: String,
    bookable: bool,
}

/// A queue of a hall.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct QueueBody {
    letter: String,
    name: Text,
    items: Vec<String>,
    any: bool,
}

fn hall_body(hall: &Hall, today: &Day) -> HallBody {
    let settings = &hall.settings;
    let queues = settings.queues.iter().map(|queue| QueueBody {
        letter: queue.letter.clone(),
        name: queue.name.clone(),
        items: queue.items.clone(),
        any: queue.any,
    });
    HallBody {
        id: hall.id.clone(),
        sort: hall.sort,
        division: hall.division,
        name: hall.name.clone(),
        address: settings.address.clone(),
        phone: settings.phone.clone(),
        villages: settings.villages.clone(),
        queues: queues.collect(),
        today: today.spans().to_string(),
        bookable: !settings.capacity.is_empty(),
    }
}

pub(crate) async fn list(cx: Cx, State(room): State<Room>, Query(asked): Query<Where>) -> Answer {
    let calendar = room.directory.calendar();
    let place = match asked.division.as_deref().filter(|code| !code.is_empty()) {
        Some(code) => code.parse().map_err(|_| Problem::invalid().field("division", "problem-field-type"))?,
        None => pages::place(&cx, room.home),
    };
    let halls = cx.read(move |read| halls_for(read, &place)).await?;
    let items = halls.iter().map(|hall| hall_body(hall, &hall.day(&calendar, cx.now.date()))).collect();
    cx.json(&Listed { items, next: None })
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>) -> Answer {
    let hall = pages::hall(&cx, &id).await?;
    let today = hall.day(&room.directory.calendar(), cx.now.date());
    cx.json(&hall_body(&hall, &today))
}

/// How long one waits now, by queue.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WaitsBody {
    open: bool,
    queues: Vec<WaitBody>,
}

/// How long one waits in a queue.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WaitBody {
    queue: String,
    waiting: u32,
    /// Absent where nobody can say.
    minutes: Option<MinutesBody>,
}

/// From and to, in minutes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MinutesBody {
    low: i64,
    high: i64,
}

fn minutes(range: &Range) -> MinutesBody {
    MinutesBody { low: range.low / 60_000, high: range.high / 60_000 }
}

pub(crate) async fn waits(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>) -> Answer {
    let calendar = room.directory.calendar();
    let (hall, picture) = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            let picture = Picture::of(read, &hall, &calendar)?;
            Ok::<_, Error>((hall, picture))
        })
        .await?;
    let queues = hall.settings.queues.iter().map(|queue| WaitBody {
        queue: queue.letter.clone(),
        waiting: u32::try_from(picture.waiting.iter().filter(|ticket| ticket.queue == queue.letter).count())
            .unwrap_or(0),
        minutes: picture.range_for(&hall, &queue.letter, Claim::Plain).as_ref().map(minutes),
    });
    cx.json(&WaitsBody { open: picture.is_open(), queues: queues.collect() })
}

/// A day.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct OnDay {
    /// Such as `2026-11-24`; today without one.
    #[schemars(with = "Option<String>")]
    day: Option<String>,
}

/// The times of a day that can be booked.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TimesBody {
    #[schemars(with = "String")]
    day: Date,
    times: Vec<TimeBody>,
}

/// A time and its free places.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TimeBody {
    time: String,
    places: u16,
}

pub(crate) async fn times(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    Query(asked): Query<OnDay>,
) -> Answer {
    let calendar = room.directory.calendar();
    let day = match asked.day.as_deref().filter(|day| !day.is_empty()) {
        Some(day) => day.parse().map_err(|_| Problem::invalid().field("day", "problem-field-type"))?,
        None => cx.now.date(),
    };
    let free = cx.read(move |read| Free::day(read, &hall_of(read, &id)?, &calendar, day)).await?;
    let times = free.into_iter().map(|(minute, places)| TimeBody { time: clock(minute), places }).collect();
    cx.json(&TimesBody { day, times })
}

/// A ticket; nobody's name.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TicketBody {
    id: TicketId,
    number: String,
    queue: String,
    state: TicketState,
    counter: Option<String>,
    first: Option<Ground>,
    calls: u32,
    outcome: Option<Outcome>,
    /// While it waits: how many before it, and how long yet.
    ahead: Option<u32>,
    minutes: Option<MinutesBody>,
}

fn ticket_body(ticket: &Ticket) -> TicketBody {
    TicketBody {
        id: ticket.id.clone(),
        number: ticket.number(),
        queue: ticket.queue.clone(),
        state: ticket.state,
        counter: ticket.counter.clone(),
        first: ticket.first,
        calls: ticket.calls,
        outcome: ticket.outcome,
        ahead: None,
        minutes: None,
    }
}

pub(crate) async fn ticket(cx: Cx, State(room): State<Room>, Path(id): Path<TicketId>) -> Answer {
    let calendar = room.directory.calendar();
    let seen = cx.read(move |read| Seen::of(read, &id, &calendar)).await?;
    let waits = seen.ticket.state == TicketState::Waiting;
    let body = TicketBody {
        ahead: waits.then_some(seen.ahead),
        minutes: seen.range.as_ref().map(minutes),
        ..ticket_body(&seen.ticket)
    };
    cx.json(&body)
}

/// An appointment.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AppointmentBody {
    id: AppointmentId,
    hall: HallId,
    #[schemars(with = "String")]
    day: Date,
    time: String,
    queue: String,
    item: Option<String>,
    state: Booked,
    /// To check in with.
    code: String,
    ticket: Option<TicketId>,
}

async fn appointment_body(cx: &Cx, made: Appointment) -> Result<AppointmentBody, web::Fail> {
    let id = made.id.clone();
    let code = cx.glance(move |read| Ok::<_, Error>(Appointment::code(read, &id))).await?;
    Ok(with_code(made, &code))
}

fn with_code(made: Appointment, code: &str) -> AppointmentBody {
    AppointmentBody {
        id: made.id,
        hall: made.hall,
        day: made.day,
        time: clock(made.minute),
        queue: made.queue,
        item: made.item,
        state: made.state,
        code: grouped(code),
        ticket: made.ticket,
    }
}

pub(crate) async fn appointments(cx: Cx, Query(after): Query<After>) -> Answer {
    let person = cx.actor.as_person().cloned().ok_or_else(Problem::forbidden)?;
    let limit = after.limit();
    let listed = cx
        .read(move |read| {
            let all = records::people::of_person(read, &person, after.key(), limit + 1)?;
            Ok::<_, Error>(
                all.into_iter()
                    .map(|made| {
                        let code = Appointment::code(read, &made.id);
                        with_code(made, &code)
                    })
                    .collect::<Vec<_>>(),
            )
        })
        .await?;
    cx.json(&Listed::of(listed, limit, |made| made.id.to_string()))
}

pub(crate) async fn book(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    IdempotencyKey(key): IdempotencyKey,
    Json(raw): Json<RawBooking>,
) -> Answer {
    let made = book::booked(&cx, &room, &id, Asked::try_from(raw)?, key).await?;
    cx.json_with(StatusCode::CREATED, &appointment_body(&cx, made).await?)
}

pub(crate) async fn shift(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<AppointmentId>,
    Json(raw): Json<RawTime>,
) -> Answer {
    let made = mine::shifted(&cx, &room, id, <(Date, u16)>::try_from(raw)?).await?;
    cx.json(&appointment_body(&cx, made).await?)
}

pub(crate) async fn cancel(cx: Cx, Path(id): Path<AppointmentId>) -> Answer {
    let made = mine::cancelled(&cx, id).await?;
    cx.json(&appointment_body(&cx, made).await?)
}

pub(crate) async fn take(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    Json(raw): Json<RawTicket>,
) -> Answer {
    let ticket = counter::taken(&cx, &room, &id, Wanted::try_from(raw)?).await?;
    cx.json_with(StatusCode::CREATED, &ticket_body(&ticket))
}

/// A counter that is open, on a break, or was closed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SittingBody {
    counter: String,
    queues: Vec<String>,
    standing: Standing,
}

fn sitting_body(sitting: Sitting) -> SittingBody {
    SittingBody { counter: sitting.counter, queues: sitting.queues, standing: sitting.state }
}

pub(crate) async fn sit(cx: Cx, Path(id): Path<HallId>, Json(raw): Json<RawOpening>) -> Answer {
    let sitting = counter::opened(&cx, &id, raw).await?;
    cx.json(&sitting_body(sitting))
}

pub(crate) async fn stand(cx: Cx, Path(id): Path<HallId>, Json(raw): Json<RawStanding>) -> Answer {
    let to = Standing::try_from(raw)?;
    let sitting = counter::at(&cx, &id, move |tx, permit, hall| sit::change(tx, permit, hall, to)).await?;
    cx.json(&sitting_body(sitting))
}

/// Whoever was called; nobody where nobody waits.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CalledBody {
    ticket: Option<TicketBody>,
}

pub(crate) async fn call(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, Json(raw): Json<RawCall>) -> Answer {
    let ticket = counter::called(&cx, &room, &id, Whom::try_from(raw)?).await?;
    cx.json(&CalledBody { ticket: ticket.as_ref().map(ticket_body) })
}

/// What is done with whoever is at the counter: exactly one.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RawAct {
    /// Call again.
    again: bool,
    /// Nobody came.
    missed: bool,
    onwards: Option<RawOnwards>,
    end: Option<RawFinish>,
}

pub(crate) async fn act(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, Json(raw): Json<RawAct>) -> Answer {
    let ticket = match raw {
        RawAct { again: true, missed: false, onwards: None, end: None } => counter::at(&cx, &id, call::again).await?,
        RawAct { again: false, missed: true, onwards: None, end: None } => counter::at(&cx, &id, call::missed).await?,
        RawAct { again: false, missed: false, onwards: Some(to), end: None } => {
            let to = Onwards::try_from(to)?;
            counter::at(&cx, &id, move |tx, permit, hall| call::send_on(tx, permit, hall, &to)).await?
        }
        RawAct { again: false, missed: false, onwards: None, end: Some(end) } => {
            counter::ended(&cx, &room, &id, Ending::try_from(end)?).await?.0
        }
        _ => return Err(Problem::invalid().into()),
    };
    cx.json(&ticket_body(&ticket))
}

/// The figures of today at a hall.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TodayBody {
    all: CountsBody,
    queues: Vec<OfBody>,
    counters: Vec<OfBody>,
}

/// The figures of a queue or a counter.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OfBody {
    name: String,
    counts: CountsBody,
}

/// Counts of tickets; times in minutes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CountsBody {
    taken: u32,
    waiting: u32,
    done: u32,
    missed: u32,
    left: u32,
    turned_away: u32,
    stuck: u32,
    longest_wait: i64,
    mean_wait: Option<i64>,
    mean_service: Option<i64>,
    promised: u32,
    kept: u32,
}

fn counts(of: &Counts) -> CountsBody {
    CountsBody {
        taken: of.taken,
        waiting: of.waiting,
        done: of.done,
        missed: of.missed,
        left: of.left,
        turned_away: of.turned_away,
        stuck: of.stuck,
        longest_wait: of.longest_minutes(),
        mean_wait: of.mean_wait(),
        mean_service: of.mean_service(),
        promised: of.promised,
        kept: of.kept,
    }
}

pub(crate) async fn today(cx: Cx, Path(id): Path<HallId>) -> Answer {
    let figures = board::seen(&cx, id, "").await?.figures(cx.now);
    let of = |name: &String, found: &Counts| OfBody { name: name.clone(), counts: counts(found) };
    cx.json(&TodayBody {
        all: counts(&figures.all),
        queues: figures.queues.iter().map(|(name, found)| of(name, found)).collect(),
        counters: figures.counters.iter().map(|(name, _, found)| of(name, found)).collect(),
    })
}

/// A matter that could not be done, without its words.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StuckBody {
    id: StuckId,
    number: String,
    hall: HallId,
    body: kernel::id::BodyId,
    item: Option<String>,
    #[schemars(with = "String")]
    due: Date,
    overdue: bool,
    outcome: Option<Came>,
}

fn stuck_body(made: Stuck, today: Date) -> StuckBody {
    StuckBody {
        overdue: made.is_open() && today > made.due,
        id: made.id,
        number: made.number,
        hall: made.hall,
        body: made.body,
        item: made.item,
        due: made.due,
        outcome: made.outcome,
    }
}

pub(crate) async fn stuck_list(cx: Cx) -> Answer {
    let actor = cx.actor.clone();
    let all = cx.read(move |read| stick::seen(read, &actor, OPEN, 200)).await?;
    let items = all.into_iter().map(|made| stuck_body(made, cx.now.date())).collect();
    cx.json(&Listed { items, next: None })
}

pub(crate) async fn stuck_answer(cx: Cx, Path(id): Path<StuckId>, Json(raw): Json<RawAnswer>) -> Answer {
    let made = stuck::answered(&cx, id, stuck::Answered::try_from(raw)?).await?;
    cx.json(&stuck_body(made, cx.now.date()))
}
