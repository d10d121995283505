//! Addresses of changes of one running case, and of their figures on the board.

use kernel::{
    access::{Class, Role},
    problem::Refusal::Conflict,
};
use web::{Route, Routes, api::Listed};

use super::staff::WATCHERS;
use crate::{
    Room,
    api::change as api,
    case::CaseId,
    change::ChangeId,
    pages::staff::{board_changes, change, changes},
};

pub const CHANGES: &str = "/desk/cases/{id}/changes";
pub const NEW_CHANGE: &str = "/desk/cases/{id}/changes/new";
pub const CHANGE: &str = "/desk/cases/{id}/changes/{change}";
pub const APPROVAL: &str = "/desk/cases/{id}/changes/{change}/approval";
pub const REFUSAL: &str = "/desk/cases/{id}/changes/{change}/refusal";
pub const WITHDRAWAL: &str = "/desk/cases/{id}/changes/{change}/withdrawal";
pub const UNDOING: &str = "/desk/cases/{id}/changes/{change}/undoing";
pub const BOARD_CHANGES: &str = "/board/changes";
const API: &str = "/api/v1/cases/{id}/changes";
const API_ONE: &str = "/api/v1/cases/{id}/changes/{change}";
const API_APPROVAL: &str = "/api/v1/cases/{id}/changes/{change}/approval";
const API_REFUSAL: &str = "/api/v1/cases/{id}/changes/{change}/refusal";
const API_WITHDRAWAL: &str = "/api/v1/cases/{id}/changes/{change}/withdrawal";
const API_UNDOING: &str = "/api/v1/cases/{id}/changes/{change}/undoing";

/// Who handles cases proposes.
const PROPOSERS: &[Role] = &[Role::Officer, Role::Head];
/// Who stands outside a case answers for its change.
const SECOND: &[Role] = &[Role::Head, Role::Supervisor, Role::Auditor];

/// An address of the changes of a case.
#[must_use]
pub fn of_case(pattern: &str, id: &CaseId) -> String {
    web::path::fill(pattern, &[id])
}

/// An address of a change.
#[must_use]
pub fn of_change(pattern: &str, id: &CaseId, change: &ChangeId) -> String {
    web::path::fill(pattern, &[id, change])
}

pub(super) fn routes(room: Room) -> Vec<Route> {
    let mut all = Routes::new(room.clone())
        .get(CHANGES, Class::AnyStaff, "desk-changes", changes::page)
        .post(CHANGES, Class::Staff(PROPOSERS), "desk-change-propose", changes::propose)
        .get(NEW_CHANGE, Class::Staff(PROPOSERS), "desk-change-form", changes::form)
        .get(CHANGE, Class::AnyStaff, "desk-change", change::page)
        .post(APPROVAL, Class::Staff(SECOND), "desk-change-approve", change::approve)
        .post(REFUSAL, Class::Staff(SECOND), "desk-change-refuse", change::refuse)
        .post(WITHDRAWAL, Class::Staff(PROPOSERS), "desk-change-withdraw", change::withdraw)
        .post(UNDOING, Class::Staff(SECOND), "desk-change-undo", change::undo)
        .get(BOARD_CHANGES, Class::Staff(WATCHERS), "board-changes", board_changes::page)
        .done();
    all.extend(programs(room));
    all
}

fn programs(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(API, Class::AnyStaff, "api-changes", api::list)
        .api::<(), Listed<api::ChangeBody>>()
        .post(API, Class::Staff(PROPOSERS), "api-change-propose", api::propose)
        .api::<changes::RawChange, api::ChangeBody>()
        .idempotent()
        .answers(201)
        .refuses(&[Conflict])
        .get(API_ONE, Class::AnyStaff, "api-change", api::one)
        .api::<(), api::ChangeBody>()
        .post(API_APPROVAL, Class::Staff(SECOND), "api-change-approve", api::approve)
        .api::<crate::api::staff::Nothing, api::ChangeBody>()
        .idempotent()
        .refuses(&[Conflict])
        .post(API_REFUSAL, Class::Staff(SECOND), "api-change-refuse", api::refuse)
        .api::<crate::api::staff::RawReason, api::ChangeBody>()
        .idempotent()
        .refuses(&[Conflict])
        .post(API_WITHDRAWAL, Class::Staff(PROPOSERS), "api-change-withdraw", api::withdraw)
        .api::<crate::api::staff::Nothing, api::ChangeBody>()
        .idempotent()
        .refuses(&[Conflict])
        .post(API_UNDOING, Class::Staff(SECOND), "api-change-undo", api::undo)
        .api::<crate::api::staff::Nothing, api::ChangeBody>()
        .idempotent()
        .refuses(&[Conflict])
        .done()
}
