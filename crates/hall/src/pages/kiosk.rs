//! Kiosk mode 自助终端: large type, only what a kiosk needs, nothing left behind. A manager makes a
//! browser a kiosk of one hall by a cookie; nobody is ever signed in at one. A page that nobody
//! answers asks whether anybody is there, and then everything typed and chosen is gone. All of it
//! works by headers and forms, without a script.

use askama::Template;
use http::{HeaderValue, header};
use kernel::{Problem, access::Who};
use store::{Answered, Error, Read, Tx};
use web::{
    Answer, Choice, Cx, Fail, Form, HeaderMap, Html, Path, Response, Shell, State, Typed,
    cookie::{self, SetCookie},
};

use super::{
    counter::{RawTicket, Wanted},
    grounds, hall_of, item_name, queue, queue_name, wait,
};
use crate::{
    Room,
    act::By,
    appointment::read_code,
    hall::{Hall, HallId},
    order::Claim,
    permits::MayManage,
    picture::Picture,
    records,
    refusal::Refusal,
    routes,
    take::{self, NewTicket},
    ticket::{Origin, Ticket, TicketId},
};

/// The cookie that makes a browser a kiosk of a hall.
const COOKIE: &str = "tb_kiosk";
/// A year; the manager can end it for all screens at once.
const COOKIE_SECONDS: u32 = 365 * 86_400;
/// Seconds that the question whether anybody is there stands.
const STILL_SECONDS: u16 = 20;
/// What a visitor may have left in the browser: all but the kiosk's own.
const LEFT_BEHIND: [&str; 5] = [cookie::SESSION, cookie::LANGUAGE, cookie::LOOK, cookie::DIVISION, "tb_kept"];

fn key(read: &Read<'_>, hall: &Hall) -> String {
    let of = [hall.id.as_str(), "/", &hall.settings.kiosks.to_string()].concat();
    read.blind("hall.kiosk", &of).to_string()
}

/// The hall, if this browser is one of its kiosks and nobody is signed in.
fn guarded(read: &Read<'_>, cx: &Cx, sent: Option<&str>, id: &HallId) -> Result<Hall, Error> {
    let hall = hall_of(read, id)?;
    if !matches!(cx.actor.who, Who::Nobody) {
        return Err(Refusal::KioskSignedIn.into());
    }
    if sent.is_none_or(|sent| sent != key(read, &hall)) {
        return Err(Refusal::NotAKiosk.into());
    }
    Ok(hall)
}

fn sent(headers: &HeaderMap) -> Option<String> {
    cookie::get(headers, COOKIE).map(str::to_owned)
}

/// Looks as a kiosk.
async fn look<T: Send + 'static>(
    cx: &Cx,
    headers: &HeaderMap,
    id: HallId,
    see: impl FnOnce(&Read<'_>, Hall) -> Result<T, Error> + Send + 'static,
) -> Result<T, Fail> {
    let (asker, sent) = (cx.clone(), sent(headers));
    cx.read(move |read| see(read, guarded(read, &asker, sent.as_deref(), &id)?)).await
}

/// What every page of a kiosk has.
#[derive(Clone)]
pub(crate) struct Frame {
    pub hall: String,
    pub home: String,
    pub end: String,
}

impl Frame {
    pub fn of(shell: &Shell, hall: &Hall) -> Self {
        let address = |pattern| routes::of_hall(pattern, &hall.id);
        Self { hall: shell.text(&hall.name).to_owned(), home: address(routes::KIOSK), end: address(routes::KIOSK_END) }
    }
}

/// No copy of the page stays, and after a while it asks whether anybody is there.
fn timed(mut response: Response, seconds: u16, to: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&[&seconds.to_string(), ";url=", to].concat()) {
        headers.insert(header::REFRESH, value);
    }
    response
}

fn asked_after(response: Response, hall: &Hall) -> Response {
    timed(response, hall.settings.rules.kiosk_seconds, &routes::of_hall(routes::KIOSK_STILL, &hall.id))
}

/// What may stand in the way of a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lock {
    None,
    /// Somebody is signed in: sign out first.
    SignedIn,
    /// A manager has not made it one.
    NotMade,
}

#[derive(Template)]
#[template(path = "hall_kiosk.html")]
pub(crate) struct KioskPage {
    pub shell: Shell,
    pub frame: Frame,
    pub lock: Lock,
    pub open: bool,
    pub waits: Vec<(String, String)>,
    pub ticket: String,
    pub check_in: String,
    pub case: String,
    pub items: String,
}

impl KioskPage {
    pub fn of(shell: Shell, hall: &Hall, picture: Option<&Picture>, lock: Lock) -> Self {
        let waits = picture.map(|picture| {
            let queues = hall.settings.queues.iter();
            let waits = queues.map(|queue| {
                let range = picture.range_for(hall, &queue.letter, Claim::Plain);
                (queue_name(&shell, queue), wait(&shell, range.as_ref()))
            });
            waits.collect::<Vec<_>>()
        });
        let address = |pattern| routes::of_hall(pattern, &hall.id);
        Self {
            frame: Frame::of(&shell, hall),
            lock,
            open: !hall.settings.counters.is_empty() && picture.is_some_and(Picture::gives_tickets),
            waits: waits.unwrap_or_default(),
            ticket: address(routes::KIOSK_TICKET),
            check_in: address(routes::KIOSK_CHECK_IN),
            case: address(routes::KIOSK_CASE),
            items: address(routes::KIOSK_ITEMS),
            shell,
        }
    }

    pub fn locked(&self) -> bool {
        self.lock != Lock::None
    }

    pub fn signed_in(&self) -> bool {
        self.lock == Lock::SignedIn
    }
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let (calendar, asker, sent) = (room.directory.calendar(), cx.clone(), sent(&headers));
    let (hall, lock, picture) = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            let made = sent.is_some_and(|sent| sent == key(read, &hall));
            let lock = match (&asker.actor.who, made) {
                (Who::Nobody, true) => Lock::None,
                (Who::Nobody, false) => Lock::NotMade,
                _ => Lock::SignedIn,
            };
            let picture = if lock == Lock::None { Some(Picture::of(read, &hall, &calendar)?) } else { None };
            Ok::<_, Error>((hall, lock, picture))
        })
        .await?;
    let response = cx.page(&KioskPage::of(cx.shell(cx.t("hall-kiosk-title")), &hall, picture.as_ref(), lock))?;
    // What was chosen (another language, large type) is forgotten when nobody goes on.
    let home = routes::of_hall(if lock == Lock::None { routes::KIOSK_END } else { routes::KIOSK }, &hall.id);
    Ok(timed(response, hall.settings.rules.kiosk_seconds, &home))
}

#[derive(Template)]
#[template(path = "hall_kiosk_ticket.html")]
pub(crate) struct TicketPage {
    pub shell: Shell,
    pub form: Form,
    pub frame: Frame,
    pub here: String,
    pub queues: Vec<Choice>,
    pub grounds: Vec<Choice>,
    pub first: String,
}

pub(crate) fn ticket_page(shell: Shell, form: Form, hall: &Hall, picture: &Picture) -> TicketPage {
    let queues = hall.settings.queues.iter().map(|queue| {
        let range = picture.range_for(hall, &queue.letter, Claim::Plain);
        Choice::new(&*queue.letter, queue_name(&shell, queue)).hint(wait(&shell, range.as_ref()))
    });
    TicketPage {
        form,
        frame: Frame::of(&shell, hall),
        here: routes::of_hall(routes::KIOSK_TICKET, &hall.id),
        queues: queues.collect(),
        grounds: grounds(&shell, hall),
        first: super::first_words(&shell, hall),
        shell,
    }
}

async fn show_ticket(cx: &Cx, room: &Room, id: HallId, headers: &HeaderMap, form: Form) -> Answer {
    let calendar = room.directory.calendar();
    let (hall, picture) = look(cx, headers, id, move |read, hall| {
        let picture = Picture::of(read, &hall, &calendar)?;
        Ok((hall, picture))
    })
    .await?;
    let form = form.with("first", "none");
    let response =
        cx.form_page(&form, &ticket_page(cx.shell(cx.t("hall-kiosk-ticket")), form.clone(), &hall, &picture))?;
    Ok(asked_after(response, &hall))
}

pub(crate) async fn ticket_form(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    headers: HeaderMap,
) -> Answer {
    let form = cx.form();
    show_ticket(&cx, &room, id, &headers, form).await
}

pub(crate) async fn take(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    headers: HeaderMap,
    typed: Typed,
) -> Answer {
    match taken_at(&cx, &room, &id, &headers, &typed).await {
        Ok(ticket) => Ok(cx.see_other(&web::path::fill(routes::KIOSK_TAKEN, &[&id, &ticket.id]))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_ticket(&cx, &room, id, &headers, form).await
        }
    }
}

/// One showing of the form is one ticket, however often it is pressed.
async fn taken_at(cx: &Cx, room: &Room, id: &HallId, headers: &HeaderMap, typed: &Typed) -> Result<Ticket, Fail> {
    let (asker, sent, id) = (cx.clone(), sent(headers), id.clone());
    // Who may not is told so before what was typed is judged.
    let (first_asker, first_sent, first_id) = (cx.clone(), sent.clone(), id.clone());
    cx.read(move |read| guarded(read, &first_asker, first_sent.as_deref(), &first_id)).await?;
    let Wanted(queue, first) = typed.command::<RawTicket, Wanted>()?;
    let (calendar, once) = (room.directory.calendar(), typed.once().map(str::to_owned));
    cx.write(move |tx| {
        let hall = guarded(tx, &asker, sent.as_deref(), &id)?;
        let new = NewTicket { hall: hall.id, queue: queue.clone(), item: None, first, origin: Origin::Kiosk };
        once_taken(tx, &new, once.as_deref(), &calendar)
    })
    .await
}

fn once_taken(tx: &Tx<'_>, new: &NewTicket, once: Option<&str>, calendar: &kernel::Calendar) -> Result<Ticket, Error> {
    let by = By::system("kiosk");
    let Some(once) = once else { return take::take(tx, &by, new, calendar) };
    let (who, request) = (by.actor.journal_name(), seals::digest(format!("{new:?}").as_bytes()));
    match tx.answered(&who, once, &request)? {
        Answered::New => {}
        Answered::Before(ticket) => {
            let ticket: TicketId = ticket.parse().map_err(|_| Problem::not_found())?;
            return Ok(records::tickets::by_id(tx, &ticket)?.ok_or_else(Problem::not_found)?);
        }
        Answered::OtherRequest => return Err(Problem::stale().into()),
    }
    let ticket = take::take(tx, &by, new, calendar)?;
    tx.answer(&who, once, &request, ticket.id.as_str())?;
    Ok(ticket)
}

#[derive(Template)]
#[template(path = "hall_kiosk_taken.html")]
pub(crate) struct TakenPage {
    pub shell: Shell,
    pub frame: Frame,
    pub seen: queue::QueuePage,
}

pub(crate) async fn taken(
    cx: Cx,
    State(room): State<Room>,
    Path((id, ticket)): Path<(HallId, TicketId)>,
    headers: HeaderMap,
) -> Answer {
    let calendar = room.directory.calendar();
    let seen = look(&cx, &headers, id, move |read, hall| {
        let seen = queue::Seen::of(read, &ticket, &calendar)?;
        if seen.hall.id == hall.id { Ok(seen) } else { Err(Problem::not_found().into()) }
    })
    .await?;
    let here = [cx.app.site().origin.as_deref().unwrap_or_default(), &routes::queue(&seen.ticket.id)].concat();
    let qr = (room.qr_svg)(&here).map(Html).unwrap_or_default();
    let shell = cx.shell(cx.t("hall-kiosk-taken"));
    let page =
        TakenPage { frame: Frame::of(&shell, &seen.hall), seen: queue::of(shell.clone(), &seen, qr, true), shell };
    let end = routes::of_hall(routes::KIOSK_END, &seen.hall.id);
    Ok(timed(cx.page(&page)?, STILL_SECONDS + 10, &end))
}

#[derive(Template)]
#[template(path = "hall_kiosk_code.html")]
pub(crate) struct CodePage {
    pub shell: Shell,
    pub form: Form,
    pub frame: Frame,
    pub here: String,
}

async fn show_code(cx: &Cx, id: HallId, headers: &HeaderMap, form: Form) -> Answer {
    let hall = look(cx, headers, id, |_, hall| Ok(hall)).await?;
    let shell = cx.shell(cx.t("hall-kiosk-check-in"));
    let here = routes::of_hall(routes::KIOSK_CHECK_IN, &hall.id);
    let response =
        cx.form_page(&form, &CodePage { frame: Frame::of(&shell, &hall), form: form.clone(), here, shell })?;
    Ok(asked_after(response, &hall))
}

pub(crate) async fn check_in_form(cx: Cx, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let form = cx.form();
    show_code(&cx, id, &headers, form).await
}

pub(crate) async fn check_in(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    headers: HeaderMap,
    typed: Typed,
) -> Answer {
    let (asker, sent, calendar, hall) = (cx.clone(), sent(&headers), room.directory.calendar(), id.clone());
    let code = read_code(typed.get("code"));
    let done = cx
        .write(move |tx| {
            let hall = guarded(tx, &asker, sent.as_deref(), &hall)?;
            let code = code.as_deref().ok_or(Refusal::NoSuchCode)?;
            take::check_in(tx, &By::system("kiosk"), &hall.id, code, Origin::Kiosk, &calendar)
        })
        .await;
    match done {
        Ok(ticket) => Ok(cx.see_other(&web::path::fill(routes::KIOSK_TAKEN, &[&id, &ticket.id]))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_code(&cx, id, &headers, form).await
        }
    }
}

#[derive(Template)]
#[template(path = "hall_kiosk_case.html")]
pub(crate) struct CasePage {
    pub shell: Shell,
    pub form: Form,
    pub frame: Frame,
    pub here: String,
    /// Number, item, how it stands.
    pub found: Option<(String, String, String)>,
}

async fn show_case(cx: &Cx, id: HallId, headers: &HeaderMap, form: Form, found: Option<crate::Followed>) -> Answer {
    let hall = look(cx, headers, id, |_, hall| Ok(hall)).await?;
    let shell = cx.shell(cx.t("hall-kiosk-case"));
    let found =
        found.map(|found| (found.number, shell.text(&found.item).to_owned(), shell.t(&found.state).into_owned()));
    let here = routes::of_hall(routes::KIOSK_CASE, &hall.id);
    let page = CasePage { frame: Frame::of(&shell, &hall), form: form.clone(), here, found, shell };
    Ok(asked_after(cx.form_page(&form, &page)?, &hall))
}

pub(crate) async fn case_form(cx: Cx, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let form = cx.form();
    show_case(&cx, id, &headers, form, None).await
}

pub(crate) async fn case(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<HallId>,
    headers: HeaderMap,
    typed: Typed,
) -> Answer {
    let (number, secret) = (typed.get("number").trim().to_owned(), typed.get("secret").trim().to_owned());
    let hall = id.clone();
    let found = look(&cx, &headers, hall, move |read, _| {
        let found = if number.len() > 60 || secret.len() > 60 { None } else { (room.follow)(read, &number, &secret)? };
        found.ok_or_else(|| Problem::invalid().field("number", "problem-hall-no-such-case").into())
    })
    .await;
    match found {
        Ok(found) => show_case(&cx, id, &headers, Form::default(), Some(found)).await,
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_case(&cx, id, &headers, form, None).await
        }
    }
}

#[derive(Template)]
#[template(path = "hall_kiosk_items.html")]
pub(crate) struct ItemsPage {
    pub shell: Shell,
    pub frame: Frame,
    pub items: Vec<(String, String)>,
}

/// Items that a kiosk lists.
const ITEMS: usize = 80;

pub(crate) async fn items(cx: Cx, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let (hall, items) = look(&cx, &headers, id, |read, hall| {
        let mut items = Vec::new();
        for item in hall.settings.queues.iter().flat_map(|queue| &queue.items).take(ITEMS) {
            items.extend(item_name(read, item)?.map(|name| (item.clone(), name)));
        }
        Ok((hall, items))
    })
    .await?;
    let shell = cx.shell(cx.t("hall-kiosk-items"));
    let link = |(item, name): &(String, kernel::Text)| {
        (shell.text(name).to_owned(), web::path::fill(routes::KIOSK_NOTICE, &[&hall.id, item]))
    };
    let page = ItemsPage { items: items.iter().map(link).collect(), frame: Frame::of(&shell, &hall), shell };
    Ok(asked_after(cx.page(&page)?, &hall))
}

#[derive(Template)]
#[template(path = "hall_kiosk_notice.html")]
pub(crate) struct NoticePage {
    pub shell: Shell,
    pub frame: Frame,
    pub item: String,
    pub body: String,
    pub conditions: String,
    /// Name, whether only under a condition.
    pub materials: Vec<(String, String)>,
    pub as_of: String,
}

pub(crate) async fn notice(cx: Cx, Path((id, item)): Path<(HallId, catalogue::ItemId)>, headers: HeaderMap) -> Answer {
    let (hall, published, body) = look(&cx, &headers, id, move |read, hall| {
        let published = catalogue::item(read, &item, None)?.ok_or_else(Problem::not_found)?;
        let body = directory::bodies::by_id(read, &published.body)?.map(|body| body.name).unwrap_or_default();
        Ok((hall, published, body))
    })
    .await?;
    let shell = cx.shell(cx.t("hall-kiosk-notice"));
    let item = &published.item;
    let some = |text: Option<&kernel::Text>| text.map_or_else(String::new, |text| shell.text(text).to_owned());
    let materials = item.materials.iter().map(|one| (shell.text(&one.name).to_owned(), some(one.condition.as_ref())));
    let page = NoticePage {
        item: shell.text(&item.name).to_owned(),
        body: shell.text(&body).to_owned(),
        conditions: some(item.conditions.as_ref()),
        materials: materials.collect(),
        as_of: shell.date(cx.now.date()),
        frame: Frame::of(&shell, &hall),
        shell,
    };
    Ok(asked_after(cx.page(&page)?, &hall))
}

#[derive(Template)]
#[template(path = "hall_kiosk_still.html")]
pub(crate) struct StillPage {
    pub shell: Shell,
    pub frame: Frame,
    pub seconds: u16,
}

/// Whether anybody is there; if nobody says so, all is forgotten.
pub(crate) async fn still(cx: Cx, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let hall = look(&cx, &headers, id, |_, hall| Ok(hall)).await?;
    let shell = cx.shell(cx.t("hall-kiosk-still"));
    let page = StillPage { frame: Frame::of(&shell, &hall), seconds: STILL_SECONDS, shell };
    let end = routes::of_hall(routes::KIOSK_END, &hall.id);
    Ok(timed(cx.page(&page)?, STILL_SECONDS, &end))
}

/// Forgets whatever a visitor left: cookies, what was typed, the browser's copies. Then it begins anew.
pub(crate) async fn end(cx: Cx, Path(id): Path<HallId>, headers: HeaderMap) -> Answer {
    let hall = look(&cx, &headers, id, |_, hall| Ok(hall)).await?;
    let mut response = cx.see_other(&routes::of_hall(routes::KIOSK, &hall.id));
    let secure = cx.app.site().secure();
    for name in LEFT_BEHIND.iter().filter(|name| cookie::get(&headers, name).is_some()) {
        let gone = SetCookie { name, value: "", max_age_seconds: Some(0), strict: false, secure };
        response.headers_mut().append(header::SET_COOKIE, gone.header());
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

/// Makes this browser a kiosk of the hall.
pub(crate) async fn make(cx: Cx, Path(id): Path<HallId>) -> Answer {
    let (actor, hall) = (cx.actor.clone(), id.clone());
    let key = cx
        .read(move |read| {
            let hall = hall_of(read, &hall)?;
            MayManage::of(read, &actor, &hall)?;
            Ok::<_, Error>(key(read, &hall))
        })
        .await?;
    let made = SetCookie {
        name: COOKIE,
        value: &key,
        max_age_seconds: Some(COOKIE_SECONDS),
        strict: true,
        secure: cx.app.site().secure(),
    };
    let mut response = cx.see_other(&routes::of_hall(routes::KIOSK, &id));
    response.headers_mut().append(header::SET_COOKIE, made.header());
    Ok(response)
}
