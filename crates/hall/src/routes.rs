//! Every address of the room.

use kernel::{
    access::{Class, Role},
    problem::Refusal,
};
use web::{Route, Routes, Throttle, api::After, api::Listed};

use crate::{
    Room, api,
    appointment::AppointmentId,
    hall::HallId,
    pages::{board, book, counter, halls, help, kiosk, manage, mine, queue, stuck, today},
    stuck::StuckId,
    ticket::TicketId,
};

pub const HALLS: &str = "/halls";
pub const HALL: &str = "/halls/{hall}";
pub const BOARD: &str = "/halls/{hall}/board";
pub const BOOK: &str = "/halls/{hall}/booking";
pub const TODAY: &str = "/halls/{hall}/today";
pub const TODAY_CSV: &str = "/halls/{hall}/today.csv";
pub const MANAGE: &str = "/halls/{hall}/arrangements";
pub const MAKE_KIOSK: &str = "/halls/{hall}/kiosk";
pub const HELPERS: &str = "/halls/{hall}/helpers";
pub const REVOKE: &str = "/halls/{hall}/helpers/{mandate}/revocation";
pub const HELP: &str = "/halls/{hall}/help";
pub const HELPING: &str = "/counter/points";
pub const QUEUE: &str = "/queue/{ticket}";
pub const LEAVE: &str = "/queue/{ticket}/leaving";
pub const MINE: &str = "/me/appointments";
pub const APPOINTMENT: &str = "/me/appointments/{appointment}";
pub const CANCEL: &str = "/me/appointments/{appointment}/cancellation";
pub const MY_STUCK: &str = "/me/stuck";
pub const NEW_STUCK: &str = "/me/stuck/new";
pub const FOLLOW: &str = "/stuck";
pub const KIOSK: &str = "/kiosk/{hall}";
pub const KIOSK_TICKET: &str = "/kiosk/{hall}/ticket";
pub const KIOSK_TAKEN: &str = "/kiosk/{hall}/tickets/{ticket}";
pub const KIOSK_CHECK_IN: &str = "/kiosk/{hall}/check-in";
pub const KIOSK_CASE: &str = "/kiosk/{hall}/case";
pub const KIOSK_ITEMS: &str = "/kiosk/{hall}/items";
pub const KIOSK_NOTICE: &str = "/kiosk/{hall}/items/{item}";
pub const KIOSK_STILL: &str = "/kiosk/{hall}/still";
pub const KIOSK_END: &str = "/kiosk/{hall}/end";
pub const COUNTERS: &str = "/counter";
pub const COUNTER: &str = "/counter/{hall}";
pub const SIT: &str = "/counter/{hall}/sitting";
pub const STAND: &str = "/counter/{hall}/standing";
pub const CALL: &str = "/counter/{hall}/call";
pub const AGAIN: &str = "/counter/{hall}/call/again";
pub const MISSED: &str = "/counter/{hall}/call/missed";
pub const ONWARDS: &str = "/counter/{hall}/call/onwards";
pub const FINISH: &str = "/counter/{hall}/call/end";
pub const COUNTER_TICKET: &str = "/counter/{hall}/ticket";
pub const COUNTER_CHECK_IN: &str = "/counter/{hall}/check-in";
pub const COUNTER_BOOK: &str = "/counter/{hall}/booking";
pub const COUNTER_STUCK: &str = "/counter/{hall}/stuck";
pub const DESK_STUCK: &str = "/desk/stuck";
pub const STUCK: &str = "/desk/stuck/{stuck}";
pub const ANSWER: &str = "/desk/stuck/{stuck}/answer";
pub const PASS: &str = "/desk/stuck/{stuck}/passing";
pub const BOARDS: &str = "/board/halls";

/// An address below a hall.
#[must_use]
pub fn of_hall(pattern: &str, hall: &HallId) -> String {
    web::path::fill(pattern, &[hall])
}

/// The page of a place in the queue.
#[must_use]
pub fn queue(ticket: &TicketId) -> String {
    web::path::fill(QUEUE, &[ticket])
}

/// The page of an appointment.
#[must_use]
pub fn appointment(id: &AppointmentId) -> String {
    web::path::fill(APPOINTMENT, &[id])
}

/// The desk's page of a matter.
#[must_use]
pub fn stuck(pattern: &str, id: &StuckId) -> String {
    web::path::fill(pattern, &[id])
}

pub(crate) const CLERKS: &[Role] = &[Role::Clerk];
pub(crate) const HELPERS_ROLE: &[Role] = &[Role::Helper];
pub(crate) const MANAGERS: &[Role] = &[Role::Head, Role::Supervisor];
/// Those who answer, and those who watch.
pub(crate) const ANSWERERS: &[Role] = &[Role::Clerk, Role::Officer, Role::Head, Role::Supervisor];

/// A kiosk serves many; this slows a machine that takes tickets for nobody.
const TICKETS: Throttle = Throttle { name: "hall-tickets", times: 40, within_seconds: 60 };
/// A code has forty bits and serves one day at one hall.
const CODES: Throttle = Throttle { name: "hall-codes", times: 20, within_seconds: 60 };
const BOOKING: Throttle = Throttle { name: "hall-booking", times: 30, within_seconds: 600 };
const FOLLOWING: Throttle = Throttle { name: "hall-follow", times: 20, within_seconds: 60 };
const WATCHING: Throttle = Throttle { name: "hall-queue", times: 240, within_seconds: 60 };

const AGAIN_REASON: &str = "looks something up; it is a post so that no secret stands in an address";
const SCREEN_REASON: &str = "makes this browser a kiosk by a cookie; nobody's affairs change";

pub(crate) fn routes(room: Room) -> Vec<Route> {
    let mut all = public(room.clone());
    all.extend(kiosk_routes(room.clone()));
    all.extend(people(room.clone()));
    all.extend(staff(room.clone()));
    all.extend(managers(room.clone()));
    all.extend(programs(room));
    all
}

fn public(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(HALLS, Class::Public, "halls", halls::list)
        .get(HALL, Class::Public, "hall", halls::one)
        .get(BOARD, Class::Public, "hall-board", board::page)
        .get(QUEUE, Class::Public, "hall-queue", queue::page)
        .throttled(WATCHING)
        .post(LEAVE, Class::Public, "hall-leave", queue::leave)
        .throttled(TICKETS)
        .get(FOLLOW, Class::Public, "stuck-follow-form", stuck::follow_form)
        .post(FOLLOW, Class::Public, "stuck-follow", stuck::follow)
        .throttled(FOLLOWING)
        .unjournalled(AGAIN_REASON)
        .done()
}

fn kiosk_routes(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(KIOSK, Class::Public, "kiosk", kiosk::page)
        .get(KIOSK_TICKET, Class::Public, "kiosk-ticket-form", kiosk::ticket_form)
        .post(KIOSK_TICKET, Class::Public, "kiosk-ticket", kiosk::take)
        .throttled(TICKETS)
        .get(KIOSK_TAKEN, Class::Public, "kiosk-taken", kiosk::taken)
        .get(KIOSK_CHECK_IN, Class::Public, "kiosk-check-in-form", kiosk::check_in_form)
        .post(KIOSK_CHECK_IN, Class::Public, "kiosk-check-in", kiosk::check_in)
        .throttled(CODES)
        .get(KIOSK_CASE, Class::Public, "kiosk-case-form", kiosk::case_form)
        .post(KIOSK_CASE, Class::Public, "kiosk-case", kiosk::case)
        .throttled(FOLLOWING)
        .unjournalled(AGAIN_REASON)
        .get(KIOSK_ITEMS, Class::Public, "kiosk-items", kiosk::items)
        .get(KIOSK_NOTICE, Class::Public, "kiosk-notice", kiosk::notice)
        .get(KIOSK_STILL, Class::Public, "kiosk-still", kiosk::still)
        .get(KIOSK_END, Class::Public, "kiosk-end", kiosk::end)
        .done()
}

fn people(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(BOOK, Class::Person, "hall-booking-form", book::form)
        .post(BOOK, Class::Person, "hall-booking", book::book)
        .throttled(BOOKING)
        .get(MINE, Class::Person, "my-appointments", mine::list)
        .get(APPOINTMENT, Class::Person, "my-appointment", mine::one)
        .post(APPOINTMENT, Class::Person, "my-appointment-move", mine::shift)
        .throttled(BOOKING)
        .post(CANCEL, Class::Person, "my-appointment-cancel", mine::cancel)
        .get(MY_STUCK, Class::Person, "my-stuck", stuck::mine)
        .get(NEW_STUCK, Class::Person, "my-stuck-form", stuck::own_form)
        .post(NEW_STUCK, Class::Person, "my-stuck-open", stuck::open_own)
        .throttled(BOOKING)
        .done()
}

fn staff(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(COUNTERS, Class::Staff(CLERKS), "counters", counter::choose)
        .get(COUNTER, Class::Staff(CLERKS), "counter", counter::page_of)
        .post(SIT, Class::Staff(CLERKS), "counter-open", counter::open)
        .post(STAND, Class::Staff(CLERKS), "counter-change", counter::change)
        .post(CALL, Class::Staff(CLERKS), "counter-call", counter::call)
        .post(AGAIN, Class::Staff(CLERKS), "counter-call-again", counter::again)
        .post(MISSED, Class::Staff(CLERKS), "counter-missed", counter::missed)
        .post(ONWARDS, Class::Staff(CLERKS), "counter-send-on", counter::send_on)
        .post(FINISH, Class::Staff(CLERKS), "counter-finish", counter::finish)
        .post(COUNTER_TICKET, Class::Staff(CLERKS), "counter-ticket", counter::ticket)
        .post(COUNTER_CHECK_IN, Class::Staff(CLERKS), "counter-check-in", counter::check_in)
        .throttled(CODES)
        .get(COUNTER_BOOK, Class::Staff(CLERKS), "counter-booking-form", book::counter_form)
        .post(COUNTER_BOOK, Class::Staff(CLERKS), "counter-booking", book::counter_book)
        .get(COUNTER_STUCK, Class::Staff(CLERKS), "counter-stuck-form", stuck::counter_form)
        .post(COUNTER_STUCK, Class::Staff(CLERKS), "counter-stuck", stuck::open_at_counter)
        .get(DESK_STUCK, Class::Staff(ANSWERERS), "desk-stuck-list", stuck::list)
        .get(STUCK, Class::Staff(ANSWERERS), "desk-stuck", stuck::one)
        .post(ANSWER, Class::Staff(ANSWERERS), "desk-stuck-answer", stuck::answer)
        .post(PASS, Class::Staff(ANSWERERS), "desk-stuck-pass", stuck::pass)
        .get(HELPING, Class::Staff(HELPERS_ROLE), "hall-helping", help::points)
        .get(HELP, Class::Staff(HELPERS_ROLE), "hall-help-form", help::form)
        .post(HELP, Class::Staff(HELPERS_ROLE), "hall-help", help::help)
        .done()
}

fn managers(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(BOARDS, Class::Staff(MANAGERS), "halls-managed", today::list)
        .get(TODAY, Class::Staff(MANAGERS), "hall-today", today::page)
        .get(TODAY_CSV, Class::Staff(MANAGERS), "hall-today-csv", today::csv)
        .get(MANAGE, Class::Staff(MANAGERS), "hall-arrangements", manage::page)
        .post(MANAGE, Class::Staff(MANAGERS), "hall-arrange", manage::arrange)
        .post(MAKE_KIOSK, Class::Staff(MANAGERS), "hall-make-kiosk", kiosk::make)
        .unjournalled(SCREEN_REASON)
        .get(HELPERS, Class::Staff(MANAGERS), "hall-helpers", help::mandates)
        .post(HELPERS, Class::Staff(MANAGERS), "hall-entrust", help::entrust)
        .post(REVOKE, Class::Staff(MANAGERS), "hall-revoke", help::revoke)
        .done()
}

fn programs(room: Room) -> Vec<Route> {
    use Refusal::{Conflict, NotFound};
    Routes::new(room)
        .get("/api/v1/halls", Class::Public, "api-halls", api::list)
        .query::<api::Where>()
        .api::<(), Listed<api::HallBody>>()
        .get("/api/v1/halls/{hall}", Class::Public, "api-hall", api::one)
        .api::<(), api::HallBody>()
        .get("/api/v1/halls/{hall}/waits", Class::Public, "api-hall-waits", api::waits)
        .api::<(), api::WaitsBody>()
        .get("/api/v1/halls/{hall}/times", Class::Public, "api-hall-times", api::times)
        .query::<api::OnDay>()
        .api::<(), api::TimesBody>()
        .get("/api/v1/tickets/{ticket}", Class::Public, "api-ticket", api::ticket)
        .throttled(WATCHING)
        .api::<(), api::TicketBody>()
        .get("/api/v1/appointments", Class::Person, "api-appointments", api::appointments)
        .query::<After>()
        .api::<(), Listed<api::AppointmentBody>>()
        .post("/api/v1/halls/{hall}/appointments", Class::Person, "api-book", api::book)
        .throttled(BOOKING)
        .api::<book::RawBooking, api::AppointmentBody>()
        .answers(201)
        .refuses(&[Conflict])
        .post("/api/v1/appointments/{appointment}/time", Class::Person, "api-move", api::shift)
        .throttled(BOOKING)
        .api::<book::RawTime, api::AppointmentBody>()
        .refuses(&[Conflict])
        .post("/api/v1/appointments/{appointment}/cancellation", Class::Person, "api-cancel", api::cancel)
        .api::<(), api::AppointmentBody>()
        .refuses(&[Conflict])
        .post("/api/v1/halls/{hall}/tickets", Class::Staff(CLERKS), "api-take", api::take)
        .api::<counter::RawTicket, api::TicketBody>()
        .answers(201)
        .refuses(&[Conflict])
        .post("/api/v1/halls/{hall}/sittings", Class::Staff(CLERKS), "api-sit", api::sit)
        .api::<counter::RawOpening, api::SittingBody>()
        .refuses(&[Conflict])
        .post("/api/v1/halls/{hall}/standing", Class::Staff(CLERKS), "api-stand", api::stand)
        .api::<counter::RawStanding, api::SittingBody>()
        .refuses(&[Conflict])
        .post("/api/v1/halls/{hall}/calls", Class::Staff(CLERKS), "api-call", api::call)
        .api::<counter::RawCall, api::CalledBody>()
        .refuses(&[Conflict])
        .post("/api/v1/halls/{hall}/calls/current", Class::Staff(CLERKS), "api-call-act", api::act)
        .api::<api::RawAct, api::TicketBody>()
        .refuses(&[Conflict])
        .get("/api/v1/halls/{hall}/today", Class::Staff(MANAGERS), "api-hall-today", api::today)
        .api::<(), api::TodayBody>()
        .get("/api/v1/stuck", Class::Staff(ANSWERERS), "api-stuck-list", api::stuck_list)
        .api::<(), Listed<api::StuckBody>>()
        .post("/api/v1/stuck/{stuck}/answer", Class::Staff(ANSWERERS), "api-stuck-answer", api::stuck_answer)
        .api::<stuck::RawAnswer, api::StuckBody>()
        .refuses(&[Conflict, NotFound])
        .done()
}
