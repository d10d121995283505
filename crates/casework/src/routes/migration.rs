//! Addresses of migrations of many running cases to a published version.

use kernel::{
    access::{Class, Role},
    problem::Refusal::Conflict,
};
use web::{Route, Routes, Throttle};

use crate::{
    Room,
    api::{migration as api, staff::Nothing},
    migration::MigrationId,
    pages::staff::migrations as pages,
};

pub const MOVES: &str = "/console/moves";
/// `?edition=ID`, and `&rule=TEXT` for a dry run under a transition rule.
pub const NEW_MOVE: &str = "/console/moves/new";
/// Dry runs over all cases.
pub const WEIGHINGS: &str = "/console/moves/weighings";
pub const MOVE: &str = "/console/moves/{id}";
pub const PAUSE: &str = "/console/moves/{id}/pause";
pub const RESUMPTION: &str = "/console/moves/{id}/resumption";
pub const UNDOING: &str = "/console/moves/{id}/undoing";
const API: &str = "/api/v1/moves";
const API_ONE: &str = "/api/v1/moves/{id}";
const API_PAUSE: &str = "/api/v1/moves/{id}/pause";
const API_RESUMPTION: &str = "/api/v1/moves/{id}/resumption";
const API_UNDOING: &str = "/api/v1/moves/{id}/undoing";
const API_WEIGHINGS: &str = "/api/v1/moves/weighings";
const API_DRY_RUN: &str = "/api/v1/editions/{id}/dry-run";

/// Who answers for models.
const EDITORS: &[Role] = &[Role::Editor, Role::Head];
/// Who sees how far it is.
const WATCHERS: &[Role] = &[Role::Editor, Role::Head, Role::Supervisor, Role::Auditor, Role::Leader];
/// A dry run looks at every running case of an item.
const RUNS: Throttle = Throttle { name: "casework-dry-run", times: 30, within_seconds: 600 };

/// An address of a migration.
#[must_use]
pub fn of(pattern: &str, id: &MigrationId) -> String {
    web::path::fill(pattern, &[id])
}

pub(super) fn routes(room: Room) -> Vec<Route> {
    let mut all = Routes::new(room.clone())
        .get(NEW_MOVE, Class::Staff(WATCHERS), "console-move-form", pages::new)
        .throttled(RUNS)
        .post(MOVES, Class::Staff(EDITORS), "console-move-begin", pages::begin)
        .post(WEIGHINGS, Class::Staff(WATCHERS), "console-move-weigh", pages::weigh)
        .throttled(RUNS)
        .get(MOVE, Class::Staff(WATCHERS), "console-move", pages::page)
        .post(PAUSE, Class::Staff(EDITORS), "console-move-pause", pages::pause)
        .post(RESUMPTION, Class::Staff(EDITORS), "console-move-resume", pages::resume)
        .post(UNDOING, Class::Staff(EDITORS), "console-move-undo", pages::undo)
        .done();
    all.extend(programs(room));
    all
}

fn programs(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(API_DRY_RUN, Class::Staff(WATCHERS), "api-move-dry-run", api::dry)
        .query::<api::Rule>()
        .api::<(), api::DryRunBody>()
        .throttled(RUNS)
        .post(API, Class::Staff(EDITORS), "api-move-begin", api::begin)
        .api::<pages::RawMigration, api::MigrationBody>()
        .idempotent()
        .answers(201)
        .refuses(&[Conflict])
        .post(API_WEIGHINGS, Class::Staff(WATCHERS), "api-move-weigh", api::weigh)
        .api::<pages::RawMigration, api::MigrationBody>()
        .idempotent()
        .throttled(RUNS)
        .answers(201)
        .refuses(&[Conflict])
        .get(API_ONE, Class::Staff(WATCHERS), "api-move", api::one)
        .api::<(), api::MigrationBody>()
        .post(API_PAUSE, Class::Staff(EDITORS), "api-move-pause", api::pause)
        .api::<Nothing, api::MigrationBody>()
        .idempotent()
        .refuses(&[Conflict])
        .post(API_RESUMPTION, Class::Staff(EDITORS), "api-move-resume", api::resume)
        .api::<Nothing, api::MigrationBody>()
        .idempotent()
        .refuses(&[Conflict])
        .post(API_UNDOING, Class::Staff(EDITORS), "api-move-undo", api::undo)
        .api::<Nothing, api::MigrationBody>()
        .idempotent()
        .refuses(&[Conflict])
        .done()
}
