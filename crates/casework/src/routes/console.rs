//! Addresses of the console of models: where editors draw what cases go by.

use kernel::{
    access::{Class, Role},
    problem::Refusal,
};
use web::{Route, Routes};

use crate::{
    Room,
    api::console as api,
    edition::EditionId,
    pages::console::{compare, edition, item, past, rehearse},
};

pub const MODELS: &str = "/console/models";
pub const CHECK: &str = "/console/models/check";
pub const OF_ITEM: &str = "/console/items/{item}/models";
pub const EDITION: &str = "/console/models/{id}";
pub const TEXT: &str = "/console/models/{id}/text";
pub const STEPS: &str = "/console/models/{id}/steps";
pub const RULES: &str = "/console/models/{id}/rules";
pub const DISCARD: &str = "/console/models/{id}/discarding";
pub const PUBLICATION: &str = "/console/models/{id}/publication";
pub const END: &str = "/console/models/{id}/ending";
pub const COMPARISON: &str = "/console/models/{id}/comparison";
pub const REHEARSAL: &str = "/console/models/{id}/rehearsal";
pub const PAST: &str = "/console/models/{id}/past";

/// An address of an item's models.
pub fn of_item(item: &str) -> String {
    web::path::fill(OF_ITEM, &[&item])
}

/// An address of a version.
pub fn of(pattern: &str, id: &EditionId) -> String {
    web::path::fill(pattern, &[id])
}

/// Who may see models: they say how cases go, and name no person.
pub(crate) const READERS: &[Role] =
    &[Role::Editor, Role::Head, Role::Officer, Role::Supervisor, Role::Auditor, Role::Leader];
/// The longest text, as forms send it; bytes.
const TEXTS: usize = 4 << 20;
/// Who draws or publishes.
pub(crate) const DRAWERS: &[Role] = &[Role::Editor, Role::Head];

pub fn routes(room: Room) -> Vec<Route> {
    let mut all = pages(room.clone());
    all.extend(programs(room));
    all
}

fn pages(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(MODELS, Class::Staff(READERS), "models", item::list)
        .post(CHECK, Class::Staff(READERS), "model-check", edition::check)
        .body_limit(TEXTS)
        .unjournalled("checks a text and keeps nothing")
        .get(OF_ITEM, Class::Staff(READERS), "item-models", item::page)
        .post(OF_ITEM, Class::Staff(DRAWERS), "model-draw", edition::begin)
        .get(EDITION, Class::Staff(READERS), "model", edition::page)
        .post(EDITION, Class::Staff(DRAWERS), "model-redraw", edition::redraw)
        .body_limit(TEXTS)
        .get(TEXT, Class::Staff(READERS), "model-text", edition::text)
        .post(STEPS, Class::Staff(DRAWERS), "model-step", edition::step)
        .post(RULES, Class::Staff(DRAWERS), "model-rules", edition::rules)
        .body_limit(TEXTS)
        .post(DISCARD, Class::Staff(DRAWERS), "model-discard", edition::discard)
        .post(PUBLICATION, Class::Staff(DRAWERS), "model-publish", edition::publish)
        .post(END, Class::Staff(DRAWERS), "model-end", edition::end)
        .get(COMPARISON, Class::Staff(READERS), "model-compare", compare::page)
        .get(REHEARSAL, Class::Staff(READERS), "model-rehearse", rehearse::page)
        .get(PAST, Class::Staff(READERS), "model-past", past::page)
        .done()
}

fn programs(room: Room) -> Vec<Route> {
    const MAY_CONFLICT: &[Refusal] = &[Refusal::Conflict];
    Routes::new(room)
        .get("/api/v1/items/{id}/models", Class::Staff(READERS), "api-item-models", api::of_item)
        .api::<(), api::ItemModels>()
        .post("/api/v1/items/{id}/models", Class::Staff(DRAWERS), "api-model-draw", api::begin)
        .body_limit(TEXTS)
        .api::<api::NewModel, api::EditionBody>()
        .idempotent()
        .answers(201)
        .get("/api/v1/models/{id}", Class::Staff(READERS), "api-model", api::edition)
        .api::<(), api::EditionBody>()
        .post("/api/v1/models/{id}/text", Class::Staff(DRAWERS), "api-model-redraw", api::redraw)
        .body_limit(TEXTS)
        .api::<api::NewText, api::EditionBody>()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/models/{id}/publication", Class::Staff(DRAWERS), "api-model-publish", api::publish)
        .api::<api::Seen, api::PublishedBody>()
        .refuses(MAY_CONFLICT)
        .post("/api/v1/models/{id}/ending", Class::Staff(DRAWERS), "api-model-end", api::end)
        .api::<api::Seen, api::EditionBody>()
        .refuses(MAY_CONFLICT)
        .get("/api/v1/models/{id}/past", Class::Staff(READERS), "api-model-past", api::past)
        .api::<(), api::PastBody>()
        .post("/api/v1/models/check", Class::Staff(READERS), "api-model-check", api::check)
        .body_limit(TEXTS)
        .unjournalled("checks a text and keeps nothing")
        .api::<api::NewText, api::Checked>()
        .done()
}
