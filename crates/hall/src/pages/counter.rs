//! The counter 综合窗口: a clerk opens it, calls, serves, sends on, closes; gives tickets and checks
//! people in. Everything has a key.

use askama::Template;
use http::{HeaderValue, header};
use kernel::{Problem, access::Role};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Check, Choice, Cx, Fail, Form, Html, Path, Shell, State, Typed};

use super::{grounds, hall_of, item_name, queue_name, read_ground, time};
use crate::{
    Room,
    appointment::read_code,
    call::{self, Finish, Onwards},
    hall::{Hall, HallId},
    permits::MayServe,
    picture::Picture,
    records,
    refusal::Refusal,
    routes,
    sit::{self, Opening},
    sitting::{Sitting, Standing},
    slots,
    stick::{self, NewStuck},
    stuck::{NUMBERS, StuckId},
    take::{self, NewTicket},
    ticket::{Ground, Origin, Outcome, Ticket},
};

/// A ticket to be given at the counter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTicket {
    /// Letter of the queue.
    #[schemars(length(min = 1, max = 1), regex(pattern = "^[A-Z]$"))]
    pub queue: String,
    /// Why one is served first: `age`, `pregnant`, `disability`, `infant`, or `none`.
    #[serde(default)]
    #[schemars(extend("enum" = [null, "", "none", "age", "pregnant", "disability", "infant"]))]
    pub first: Option<String>,
}

/// The queue and the ground.
pub(crate) struct Wanted(pub String, pub Option<Ground>);

impl TryFrom<RawTicket> for Wanted {
    type Error = Problem;

    fn try_from(raw: RawTicket) -> Result<Self, Problem> {
        let mut check = Check::new();
        let letter = |text: &str| {
            (text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| text.to_owned())
        };
        let queue = check.choice("queue", &raw.queue, letter);
        let first = read_ground(&mut check, raw.first.as_deref());
        check.done()?;
        Ok(Self(queue.unwrap_or_default(), first))
    }
}

/// A counter to be opened.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOpening {
    /// Number of the counter.
    #[schemars(length(min = 1, max = 20), regex(pattern = web::check::TEXT))]
    pub counter: String,
    /// Letters of the queues it serves; all that it can when empty.
    #[serde(default)]
    pub queues: Vec<String>,
}

/// What a counter shall be.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStanding {
    /// `open`, `break` or `closed`.
    #[schemars(extend("enum" = ["open", "break", "closed"]))]
    pub standing: String,
}

impl TryFrom<RawStanding> for Standing {
    type Error = Problem;

    fn try_from(raw: RawStanding) -> Result<Self, Problem> {
        let mut check = Check::new();
        let standing = check.choice("standing", &raw.standing, Self::parse);
        check.done()?;
        Ok(standing.unwrap_or(Self::Open))
    }
}

/// Whom to call.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCall {
    /// Such as `A012`; the next by the rule without one.
    #[serde(default)]
    #[schemars(length(max = 12), regex(pattern = web::check::ANY_TEXT))]
    pub number: Option<String>,
}

/// The number as typed; nothing is nobody in particular.
pub(crate) struct Whom(pub Option<String>);

impl TryFrom<RawCall> for Whom {
    type Error = Problem;

    fn try_from(raw: RawCall) -> Result<Self, Problem> {
        let mut check = Check::new();
        let number = raw.number.map(|number| check.text("number", &number, 0..=12)).filter(|number| !number.is_empty());
        check.done()?;
        Ok(Self(number))
    }
}

/// Where to send somebody on.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOnwards {
    #[serde(default)]
    #[schemars(length(max = 1), regex(pattern = web::check::ANY_TEXT))]
    pub queue: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 20), regex(pattern = web::check::ANY_TEXT))]
    pub counter: Option<String>,
}

impl TryFrom<RawOnwards> for Onwards {
    type Error = Problem;

    fn try_from(raw: RawOnwards) -> Result<Self, Problem> {
        let mut check = Check::new();
        let mut some = |field, text: Option<String>, most| {
            text.map(|text| check.text(field, &text, 0..=most)).filter(|text| !text.is_empty())
        };
        let (queue, counter) = (some("queue", raw.queue, 1), some("counter", raw.counter, 20));
        check.done()?;
        Ok(Self { queue, counter })
    }
}

/// What was done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFinish {
    /// `case`, `advice`, `handed`, `turned_away` or `stuck`.
    #[schemars(extend("enum" = ["case", "advice", "handed", "turned_away", "stuck"]))]
    pub outcome: String,
    /// What the visitor was told, or what could not be done; nothing about the visitor.
    #[serde(default)]
    #[schemars(length(max = 1000), regex(pattern = web::check::ANY_LINES))]
    pub told: Option<String>,
    /// Number of the case that was begun.
    #[serde(default)]
    #[schemars(length(max = 40), regex(pattern = web::check::ANY_TEXT))]
    pub case_number: Option<String>,
    /// How the visitor can be reached about what could not be done.
    #[serde(default)]
    #[schemars(length(max = 100), regex(pattern = web::check::ANY_TEXT))]
    pub contact: Option<String>,
}

/// The end of a ticket, with the contact for a matter that could not be done.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    pub done: Finish,
    pub contact: Option<String>,
}

impl TryFrom<RawFinish> for Ending {
    type Error = Problem;

    fn try_from(raw: RawFinish) -> Result<Self, Problem> {
        let mut check = Check::new();
        let outcome = check.choice("outcome", &raw.outcome, Outcome::parse);
        let needed = matches!(outcome, Some(Outcome::TurnedAway | Outcome::Stuck));
        let told = check.lines("told", raw.told.as_deref().unwrap_or_default(), usize::from(needed)..=1000);
        let number = check.text("case_number", raw.case_number.as_deref().unwrap_or_default(), 0..=40);
        if !number.is_empty() && !directory::is_number(&number) {
            check.wrong("case_number", "problem-hall-case-number");
        }
        let contact = check.text("contact", raw.contact.as_deref().unwrap_or_default(), 0..=100);
        check.done()?;
        let some = |text: String| (!text.is_empty()).then_some(text);
        let done = Finish {
            outcome: outcome.unwrap_or(Outcome::Advised),
            told: some(told),
            case_number: some(number),
            item: None,
        };
        Ok(Self { done, contact: some(contact) })
    }
}

/// The halls at whose counters the actor may sit.
fn halls_of(read: &Read<'_>, actor: &kernel::access::Actor) -> Result<Vec<Hall>, Error> {
    let mut out: Vec<Hall> = Vec::new();
    for scope in actor.scopes().iter().filter(|scope| scope.role == Role::Clerk) {
        out.extend(records::of_body(read, &scope.body)?);
    }
    out.retain(|hall| !hall.settings.counters.is_empty());
    out.dedup_by(|one, other| one.id == other.id);
    Ok(out)
}

#[derive(Template)]
#[template(path = "hall_counters.html")]
pub(crate) struct ChoosePage {
    pub shell: Shell,
    pub halls: Vec<(String, String, String)>,
}

pub(crate) async fn choose(cx: Cx) -> Answer {
    let actor = cx.actor.clone();
    let halls = cx.read(move |read| halls_of(read, &actor)).await?;
    if let [only] = halls.as_slice() {
        return Ok(cx.see_other(&routes::of_hall(routes::COUNTER, &only.id)));
    }
    let shell = cx.shell(cx.t("hall-counter"));
    let row = |hall: &Hall| {
        let address = shell.text(&hall.settings.address).to_owned();
        (shell.text(&hall.name).to_owned(), routes::of_hall(routes::COUNTER, &hall.id), address)
    };
    cx.page(&ChoosePage { halls: halls.iter().map(row).collect(), shell })
}

/// Somebody who waits.
pub(crate) struct WaitingRow {
    pub number: String,
    pub queue: String,
    pub since: String,
    pub minutes: i64,
    pub notes: String,
    pub mine: bool,
}

/// Whoever is at the counter.
pub(crate) struct Current {
    pub number: String,
    pub queue: String,
    pub item: String,
    pub notes: String,
    pub called: String,
    pub calls: u32,
    pub may_miss: bool,
    pub links: Html,
}

#[derive(Template)]
#[template(path = "hall_counter.html")]
pub(crate) struct CounterPage {
    pub shell: Shell,
    pub form: Form,
    pub hall: String,
    /// Addresses below this counter's.
    pub here: String,
    pub open: bool,
    pub sitting: bool,
    pub counter: String,
    pub serves: String,
    pub counters: Vec<Choice>,
    pub queues: Vec<Choice>,
    pub current: Option<Current>,
    pub waiting: Vec<WaitingRow>,
    pub waiting_all: usize,
    pub others: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub grounds: Vec<Choice>,
    pub gives: bool,
    pub stuck: String,
    pub board: String,
}

/// What the page is made from.
pub(crate) struct Seen {
    pub hall: Hall,
    pub picture: Picture,
    pub mine: Option<Sitting>,
    pub current: Option<Ticket>,
    pub item: Option<kernel::Text>,
    pub links: Html,
}

fn see(read: &Read<'_>, cx: &Cx, id: &HallId, calendar: &kernel::Calendar) -> Result<Seen, Error> {
    let hall = hall_of(read, id)?;
    let permit = MayServe::of(&cx.actor, &hall)?;
    let picture = Picture::of(read, &hall, calendar)?;
    let mine = records::sittings::of_staff(read, &permit.staff, read.now().date())?;
    if mine.as_ref().is_some_and(|mine| mine.hall != hall.id) {
        return Err(Refusal::SitsElsewhere.into());
    }
    let current = mine.as_ref().map(|mine| call::at(read, mine)).transpose()?.flatten();
    let item = current.as_ref().and_then(|ticket| ticket.item.as_deref());
    let subject = current.as_ref().map(|ticket| ticket.id.as_str());
    let links = match subject {
        Some(subject) => cx.slot(read, slots::CALLED, &[subject])?.pop().unwrap_or_default(),
        None => Html::default(),
    };
    let item = item.map(|item| item_name(read, item)).transpose()?.flatten();
    Ok(Seen { hall, picture, mine, current, item, links })
}

async fn show(cx: &Cx, room: &Room, id: HallId, form: Form) -> Answer {
    let (calendar, asker) = (room.directory.calendar(), cx.clone());
    let seen = cx.read(move |read| see(read, &asker, &id, &calendar)).await?;
    let shell = cx.shell(cx.t("hall-counter")).wide();
    let form = form.with("first", "none");
    let reloads = seen.mine.is_some() && seen.current.is_none() && form.status == 0;
    let mut response = cx.form_page(&form, &page(shell, form.clone(), &seen))?;
    if reloads {
        // While nobody is at the counter the list of those who wait comes by itself.
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("30"));
    }
    Ok(response)
}

pub(crate) async fn page_of(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>) -> Answer {
    let form = cx.form();
    show(&cx, &room, id, form).await
}

pub(crate) fn page(shell: Shell, form: Form, seen: &Seen) -> CounterPage {
    let Seen { hall, picture, mine, current, item, links } = seen;
    let queue_words = |letter: &str| hall.queue(letter).map_or_else(String::new, |queue| queue_name(&shell, queue));
    let taken: Vec<&str> = picture.sittings.iter().map(|sitting| sitting.counter.as_str()).collect();
    let free = hall.settings.counters.iter().filter(|counter| !taken.contains(&counter.number.as_str()));
    let counter_words = |counter: &crate::hall::Counter| {
        let name = counter.name.as_ref().map_or("", |name| shell.text(name));
        [&*shell.t1("hall-counter-number", "number", &counter.number), " ", name].concat().trim().to_owned()
    };
    let serves = mine.as_ref().map(|mine| mine.queues.clone()).unwrap_or_default();
    let own = mine.as_ref().map_or("", |mine| mine.counter.as_str());
    let others = hall.settings.counters.iter().filter(|counter| counter.number != own);
    let mut waiting: Vec<WaitingRow> =
        picture.waiting.iter().map(|ticket| waiting_row(&shell, hall, ticket, &serves, picture.scene.now)).collect();
    let waiting_all = waiting.len();
    waiting.sort_by_key(|row| !row.mine);
    waiting.truncate(60);
    let now = current.as_ref().map(|ticket| Current {
        number: ticket.number(),
        queue: queue_words(&ticket.queue),
        item: item.as_ref().map_or_else(String::new, |name| shell.text(name).to_owned()),
        notes: notes(&shell, hall, ticket),
        called: ticket.last_call.map_or_else(String::new, time),
        calls: ticket.calls,
        may_miss: ticket.calls >= u32::from(hall.settings.rules.calls),
        links: links.clone(),
    });
    CounterPage {
        form,
        hall: shell.text(&hall.name).to_owned(),
        here: routes::of_hall(routes::COUNTER, &hall.id),
        sitting: mine.is_some(),
        open: mine.as_ref().is_some_and(|mine| mine.state == Standing::Open),
        counter: own.to_owned(),
        serves: serves.iter().map(|letter| queue_words(letter)).collect::<Vec<_>>().join(&shell.t("hall-comma")),
        counters: free.map(|counter| Choice::new(&*counter.number, counter_words(counter))).collect(),
        queues: hall
            .settings
            .queues
            .iter()
            .map(|queue| Choice::new(&*queue.letter, queue_name(&shell, queue)))
            .collect(),
        current: now,
        waiting,
        waiting_all,
        others: others.map(|counter| Choice::new(&*counter.number, counter_words(counter))).collect(),
        outcomes: Outcome::ALL.iter().map(|outcome| Choice::new(outcome.as_str(), shell.t(outcome.label()))).collect(),
        grounds: grounds(&shell, hall),
        gives: picture.gives_tickets(),
        stuck: routes::of_hall(routes::COUNTER_STUCK, &hall.id),
        board: routes::of_hall(routes::BOARD, &hall.id),
        shell,
    }
}

fn notes(shell: &Shell, hall: &Hall, ticket: &Ticket) -> String {
    let mut notes = Vec::new();
    notes.extend(ticket.first.map(|ground| super::ground_words(shell, hall, ground)));
    notes.extend(ticket.due.map(|due| shell.t1("hall-booked-for", "time", time(due))));
    notes.extend(ticket.sent_from.as_ref().map(|from| shell.t1("hall-sent-from", "counter", from)));
    notes.join(&shell.t("hall-comma"))
}

fn waiting_row(shell: &Shell, hall: &Hall, ticket: &Ticket, serves: &[String], now: i64) -> WaitingRow {
    WaitingRow {
        number: ticket.number(),
        queue: hall.queue(&ticket.queue).map_or_else(String::new, |queue| queue_name(shell, queue)),
        since: time(ticket.taken_at),
        minutes: (now - ticket.taken_at.0).max(0) / 60_000,
        notes: notes(shell, hall, ticket),
        mine: serves.contains(&ticket.queue),
    }
}

/// The counter again, or with what was wrong.
async fn back(cx: &Cx, room: &Room, id: HallId, typed: &Typed, done: Result<(), Fail>) -> Answer {
    match done {
        Ok(()) => Ok(cx.see_other(&routes::of_hall(routes::COUNTER, &id))),
        Err(fail) => {
            let form = cx.form_again(typed, fail)?;
            show(cx, room, id, form).await
        }
    }
}

/// A verb at the counter, with its permit.
pub(crate) async fn at<T: Send + 'static>(
    cx: &Cx,
    id: &HallId,
    act: impl Fn(&store::Tx<'_>, &MayServe, &HallId) -> Result<T, Error> + Send + 'static,
) -> Result<T, Fail> {
    let (actor, id) = (cx.actor.clone(), id.clone());
    cx.write(move |tx| {
        let permit = MayServe::of(&actor, &hall_of(tx, &id)?)?;
        act(tx, &permit, &id)
    })
    .await
}

pub(crate) async fn opened(cx: &Cx, id: &HallId, raw: RawOpening) -> Result<Sitting, Fail> {
    let mut check = Check::new();
    let counter = check.text("counter", &raw.counter, 1..=20);
    check.done()?;
    let new = Opening { hall: id.clone(), counter, queues: raw.queues };
    at(cx, id, move |tx, permit, _| sit::open(tx, permit, &new)).await
}

pub(crate) async fn open(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.read::<RawOpening>() {
        Ok(raw) => opened(&cx, &id, raw).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    back(&cx, &room, id, &typed, done).await
}

pub(crate) async fn change(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawStanding, Standing>() {
        Ok(to) => at(&cx, &id, move |tx, permit, hall| sit::change(tx, permit, hall, to)).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    back(&cx, &room, id, &typed, done).await
}

pub(crate) async fn called(cx: &Cx, room: &Room, id: &HallId, whom: Whom) -> Result<Option<Ticket>, Fail> {
    let calendar = room.directory.calendar();
    at(cx, id, move |tx, permit, hall| call::call(tx, permit, hall, whom.0.as_deref(), &calendar)).await
}

pub(crate) async fn call(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawCall, Whom>() {
        Ok(whom) => called(&cx, &room, &id, whom).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    back(&cx, &room, id, &typed, done).await
}

pub(crate) async fn again(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = at(&cx, &id, call::again).await.map(drop);
    back(&cx, &room, id, &typed, done).await
}

pub(crate) async fn missed(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = at(&cx, &id, call::missed).await.map(drop);
    back(&cx, &room, id, &typed, done).await
}

pub(crate) async fn send_on(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawOnwards, Onwards>() {
        Ok(to) => at(&cx, &id, move |tx, permit, hall| call::send_on(tx, permit, hall, &to)).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    back(&cx, &room, id, &typed, done).await
}

/// Ends the ticket; what could not be done becomes a matter in the same transaction.
pub(crate) async fn ended(
    cx: &Cx,
    room: &Room,
    id: &HallId,
    ending: Ending,
) -> Result<(Ticket, Option<StuckId>), Fail> {
    let stuck = ending.done.outcome == Outcome::Stuck;
    let number = if stuck { Some(number(cx, room, id).await?) } else { None };
    let calendar = room.directory.calendar();
    at(cx, id, move |tx, permit, id| {
        let ticket = call::finish(tx, permit, id, &ending.done)?;
        let Some(number) = &number else { return Ok((ticket, None)) };
        let hall = hall_of(tx, id)?;
        let person = ticket.appointment.as_ref().map(|made| records::people::by_id(tx, made)).transpose()?.flatten();
        let new = NewStuck {
            number: number.clone(),
            body: hall.body.clone(),
            item: ticket.item.clone(),
            ticket: Some(ticket.id.clone()),
            person: person.and_then(|made| made.person),
            words: ending.done.told.clone().unwrap_or_default(),
            contact: ending.contact.clone(),
        };
        let made = stick::open(tx, &permit.by(), &hall, &new, &calendar)?;
        Ok((ticket, Some(made.id)))
    })
    .await
}

/// The number of a matter, drawn before the verb.
pub(crate) async fn number(cx: &Cx, room: &Room, id: &HallId) -> Result<String, Fail> {
    let hall = super::hall(cx, id).await?;
    let body = cx.read(move |read| directory::bodies::by_id(read, &hall.body)).await?.ok_or_else(Problem::not_found)?;
    Ok(room.directory.draw_number_async(cx.app.store(), &body, NUMBERS, cx.now.date().year()).await?)
}

pub(crate) async fn finish(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawFinish, Ending>() {
        Ok(ending) => ended(&cx, &room, &id, ending).await,
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok((_, Some(stuck))) => Ok(cx.see_other(&routes::stuck(routes::STUCK, &stuck))),
        other => back(&cx, &room, id, &typed, other.map(drop)).await,
    }
}

pub(crate) async fn taken(cx: &Cx, room: &Room, id: &HallId, Wanted(queue, first): Wanted) -> Result<Ticket, Fail> {
    let calendar = room.directory.calendar();
    at(cx, id, move |tx, permit, hall| {
        let new = NewTicket { hall: hall.clone(), queue: queue.clone(), item: None, first, origin: Origin::Counter };
        take::take(tx, &permit.by(), &new, &calendar)
    })
    .await
}

pub(crate) async fn ticket(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawTicket, Wanted>() {
        Ok(wanted) => taken(&cx, &room, &id, wanted).await,
        Err(problem) => Err(problem.into()),
    };
    match done {
        // The page of the ticket is its slip.
        Ok(ticket) => Ok(cx.see_other(&web::path::with_query(&routes::queue(&ticket.id), &[("still", "true")]))),
        other => back(&cx, &room, id, &typed, other.map(drop)).await,
    }
}

pub(crate) async fn check_in(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let calendar = room.directory.calendar();
    let done = match read_code(typed.get("code")) {
        Some(code) => {
            at(&cx, &id, move |tx, permit, hall| {
                take::check_in(tx, &permit.by(), hall, &code, Origin::Counter, &calendar)
            })
            .await
        }
        None => Err(Refusal::NoSuchCode.problem().into()),
    };
    back(&cx, &room, id, &typed, done.map(drop)).await
}
