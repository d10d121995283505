//! Addresses of the desk, the window and the board.

use kernel::access::{Class, Role};
use web::{Route, Routes, Throttle};

use crate::{
    Room,
    api::staff as api,
    case::CaseId,
    pages::staff::{
        acts, board, case, clock, correction, decision, desk,
        handover::{self, RawHandover},
        papers, signs, turn_away, visits, window,
    },
    path::DESK_CASE,
    visit::VisitKind,
};

pub const DAYS: &str = "/desk/cases/{id}/days";
pub const DATA: &str = "/desk/cases/{id}/data";
pub const FILE: &str = "/desk/cases/{id}/files/{material}";
pub const NOTICE: &str = "/desk/cases/{id}/notices/{number}";
pub const RECEIPT: &str = "/desk/cases/{id}/receipt";
pub const ACCEPTANCE: &str = "/desk/cases/{id}/acceptance";
pub const CORRECTION: &str = "/desk/cases/{id}/correction";
pub const REFUSAL: &str = "/desk/cases/{id}/refusal";
pub const TERMINATION: &str = "/desk/cases/{id}/termination";
pub const OPINION: &str = "/desk/cases/{id}/tasks/{number}/opinion";
pub const DECISION: &str = "/desk/cases/{id}/tasks/{number}/decision";
pub const HANDOVER: &str = "/desk/cases/{id}/tasks/{number}/handover";
pub const PAUSE: &str = "/desk/cases/{id}/pause";
pub const RESUMPTION: &str = "/desk/cases/{id}/resumption";
pub const EXTENSION: &str = "/desk/cases/{id}/extension";
pub const DELAY: &str = "/desk/cases/{id}/delay";
pub const DELIVERY: &str = "/desk/cases/{id}/delivery";
pub const WINDOW: &str = "/window";
pub const FIND: &str = "/window/find";
pub const VISITS: &str = "/window/visits";
pub const NEW_VISIT: &str = "/window/visits/new";
pub const VISIT: &str = "/window/visits/{id}";
pub const BOARD: &str = "/board";
pub const BOARD_ROWS: &str = "/board/cases";
pub const BOARD_CSV: &str = "/board/figures.csv";
pub const BOARD_SIGNS: &str = "/board/signs";
pub const BOARD_SIGN: &str = "/board/signs/cases";
pub const ROWS_CSV: &str = "/board/cases.csv";

/// An address below a case.
pub fn of_case(pattern: &str, id: &CaseId) -> String {
    web::path::fill(pattern, &[id])
}

/// An address of a task of a case.
pub fn of_task(pattern: &str, id: &CaseId, number: u32) -> String {
    web::path::fill(pattern, &[id, &number])
}

/// A file or notice of a case.
pub fn of_part(pattern: &str, id: &CaseId, part: &str) -> String {
    web::path::fill(pattern, &[id, &part])
}

pub fn visit(id: &kernel::Id<VisitKind>) -> String {
    web::path::fill(VISIT, &[id])
}

const HANDLERS: &[Role] = &[Role::Officer, Role::Head];
const RECEIVERS: &[Role] = &[Role::Clerk, Role::Officer, Role::Head];
const DELIVERERS: &[Role] = &[Role::Clerk, Role::Helper, Role::Officer, Role::Head];
pub(crate) const AT_WINDOW: &[Role] = &[Role::Clerk, Role::Helper];
pub(crate) const WATCHERS: &[Role] = &[Role::Supervisor, Role::Leader, Role::Head, Role::Auditor];
/// Nobody reads more files than this; who does is copying.
const FILES: Throttle = Throttle { name: "casework-desk-files", times: 120, within_seconds: 600 };
const FINDS: Throttle = Throttle { name: "casework-window-find", times: 60, within_seconds: 600 };

pub fn routes(room: Room) -> Vec<Route> {
    let mut all = pages(room.clone());
    all.extend(programs(room));
    all
}

fn pages(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(web::DESK, Class::AnyStaff, "desk", desk::page)
        .get(DESK_CASE, Class::AnyStaff, "desk-case", case::page)
        .get(DAYS, Class::AnyStaff, "desk-case-days", case::days)
        .post(DATA, Class::AnyStaff, "desk-case-data", case::unmask)
        .get(FILE, Class::AnyStaff, "desk-case-file", papers::file)
        .throttled(FILES)
        .get(NOTICE, Class::AnyStaff, "desk-case-notice", papers::notice)
        .throttled(FILES)
        .post(RECEIPT, Class::Staff(RECEIVERS), "desk-receive", acts::receive)
        .post(ACCEPTANCE, Class::Staff(HANDLERS), "desk-accept", acts::accept)
        .get(CORRECTION, Class::Staff(HANDLERS), "desk-correction", correction::page)
        .post(CORRECTION, Class::Staff(HANDLERS), "desk-correction-ask", correction::ask)
        .get(REFUSAL, Class::Staff(HANDLERS), "desk-refusal", turn_away::page)
        .post(REFUSAL, Class::Staff(HANDLERS), "desk-refuse", turn_away::refuse)
        .get(OPINION, Class::Staff(HANDLERS), "desk-opinion", decision::opinion_page)
        .post(OPINION, Class::Staff(HANDLERS), "desk-opine", decision::opine)
        .get(DECISION, Class::Staff(HANDLERS), "desk-decision", decision::page)
        .post(DECISION, Class::Staff(HANDLERS), "desk-decide", decision::decide)
        .get(HANDOVER, Class::Staff(HANDLERS), "desk-handover", handover::page)
        .post(HANDOVER, Class::Staff(HANDLERS), "desk-hand-over", handover::hand)
        .get(PAUSE, Class::Staff(HANDLERS), "desk-pause", clock::pause_page)
        .post(PAUSE, Class::Staff(HANDLERS), "desk-pause-begin", clock::pause)
        .post(RESUMPTION, Class::Staff(HANDLERS), "desk-resume", acts::resume)
        .get(EXTENSION, Class::Staff(HANDLERS), "desk-extension", clock::extension_page)
        .post(EXTENSION, Class::Staff(HANDLERS), "desk-extend", clock::extend)
        .get(DELAY, Class::Staff(HANDLERS), "desk-delay", clock::delay_page)
        .post(DELAY, Class::Staff(HANDLERS), "desk-explain", clock::explain)
        .get(TERMINATION, Class::Staff(HANDLERS), "desk-termination", clock::termination_page)
        .post(TERMINATION, Class::Staff(HANDLERS), "desk-terminate", clock::terminate)
        .post(DELIVERY, Class::Staff(DELIVERERS), "desk-deliver", acts::deliver)
        .get(WINDOW, Class::Staff(AT_WINDOW), "window", window::page)
        .get(FIND, Class::Staff(AT_WINDOW), "window-find", window::find)
        .throttled(FINDS)
        .get(VISITS, Class::Staff(AT_WINDOW), "window-visits", visits::list)
        .get(NEW_VISIT, Class::Staff(AT_WINDOW), "window-visit-form", visits::form)
        .post(NEW_VISIT, Class::Staff(AT_WINDOW), "window-visit-record", visits::record)
        .get(VISIT, Class::Staff(AT_WINDOW), "window-visit", visits::slip)
        .get(BOARD, Class::Staff(WATCHERS), "board", board::page)
        .get(BOARD_SIGNS, Class::Staff(WATCHERS), "board-signs", signs::page)
        .get(BOARD_SIGN, Class::Staff(WATCHERS), "board-sign", signs::cases)
        .get(BOARD_CSV, Class::Staff(WATCHERS), "board-csv", board::csv)
        .get(BOARD_ROWS, Class::Staff(WATCHERS), "board-cases", board::rows)
        .get(ROWS_CSV, Class::Staff(WATCHERS), "board-cases-csv", board::rows_csv)
        .done()
}

fn programs(room: Room) -> Vec<Route> {
    use kernel::problem::Refusal::Conflict;
    use web::api::{After, Listed};
    const MAY_CONFLICT: &[kernel::problem::Refusal] = &[Conflict];
    Routes::new(room)
        .get("/api/v1/tasks", Class::AnyStaff, "api-tasks", api::tasks)
        .query::<After>()
        .api::<(), Listed<api::TaskBody>>()
        .get("/api/v1/desk/cases/{id}", Class::AnyStaff, "api-desk-case", api::case)
        .query::<api::Why>()
        .api::<(), api::DeskCase>()
        .post("/api/v1/cases/{id}/receipt", Class::Staff(RECEIVERS), "api-receive", api::receive)
        .api::<api::Nothing, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/acceptance", Class::Staff(HANDLERS), "api-accept", api::accept)
        .api::<api::Nothing, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/corrections", Class::Staff(HANDLERS), "api-correction-ask", api::ask)
        .api::<api::RawDefects, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/refusal", Class::Staff(HANDLERS), "api-refuse", api::refuse)
        .api::<crate::pages::staff::turn_away::RawGround, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/termination", Class::Staff(HANDLERS), "api-terminate", api::terminate)
        .api::<api::RawReason, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/opinions", Class::Staff(HANDLERS), "api-opine", api::opine)
        .api::<api::RawOpinion, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/decision", Class::Staff(HANDLERS), "api-decide", api::decide)
        .api::<api::RawDecision, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/tasks/{number}/handover", Class::Staff(HANDLERS), "api-hand-over", api::hand_over)
        .api::<RawHandover, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/pause", Class::Staff(HANDLERS), "api-pause", api::pause)
        .api::<crate::pages::staff::clock::RawPause, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/resumption", Class::Staff(HANDLERS), "api-resume", api::resume)
        .api::<api::Nothing, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/extension", Class::Staff(HANDLERS), "api-extend", api::extend)
        .api::<api::RawReason, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/delays", Class::Staff(HANDLERS), "api-explain", api::explain)
        .api::<api::RawReason, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/cases/{id}/delivery", Class::Staff(DELIVERERS), "api-deliver", api::deliver)
        .api::<api::Nothing, api::DeskCase>()
        .idempotent()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/visits", Class::Staff(AT_WINDOW), "api-visit-record", api::visit)
        .api::<crate::pages::staff::visits::RawVisit, api::VisitBody>()
        .idempotent()
        .answers(201)
        .refuses(MAY_CONFLICT)
        .get("/api/v1/board", Class::Staff(WATCHERS), "api-board", api::board)
        .query::<After>()
        .api::<(), Listed<board::Figures>>()
        .get("/api/v1/board/signs", Class::Staff(WATCHERS), "api-board-signs", signs::api)
        .query::<After>()
        .api::<(), Listed<signs::SignFigures>>()
        .done()
}
