//! Every address of the room. All but the reports are public; nothing here changes an item.

use kernel::{
    access::{Class, Role},
    id::BodyId,
    problem::Refusal,
};
use web::{Route, Routes, api::Listed};

use crate::{ItemId, api, needs::Needs, pages};

pub const ITEMS: &str = "/items";
pub const ITEM: &str = "/items/{id}";
pub const NOTICE: &str = "/items/{id}/notice";
pub const NOTICE_PDF: &str = "/items/{id}/notice.pdf";
/// The way out to the body's own system.
pub const GO: &str = "/items/{id}/go";
pub const THEMES: &str = "/themes";
pub const THEME: &str = "/themes/{key}";
pub const BODIES: &str = "/bodies";
pub const BODY: &str = "/bodies/{id}";
/// The column for small enterprises 小微企业专栏.
pub const SMALL: &str = "/small";
pub const IMPORTS: &str = "/console/catalogue/imports";
/// Where a case is begun; the page is `casework`'s.
pub const APPLY: &str = "/apply/{item}";

pub(crate) const API_ITEM: &str = "/api/v1/items/{id}";

/// The guide of an item.
#[must_use]
pub fn item(id: &ItemId) -> String {
    web::path::fill(ITEM, &[id])
}

#[must_use]
pub fn theme(key: &str) -> String {
    web::path::fill(THEME, &[&key])
}

#[must_use]
pub fn body(id: &BodyId) -> String {
    web::path::fill(BODY, &[id])
}

pub(crate) fn routes(needs: Needs) -> Vec<Route> {
    Routes::new(needs)
        .get(ITEMS, Class::Public, "items", pages::lists::items)
        .cached()
        .get(ITEM, Class::Public, "item", pages::guide::guide)
        .cached()
        .get(NOTICE, Class::Public, "item-notice", pages::notice::notice)
        .cached()
        .get(NOTICE_PDF, Class::Public, "item-notice-pdf", pages::notice::pdf)
        .get(GO, Class::Public, "item-go", pages::go::go)
        .get(THEMES, Class::Public, "themes", pages::lists::themes)
        .cached()
        .get(THEME, Class::Public, "theme", pages::lists::theme)
        .cached()
        .get(BODIES, Class::Public, "bodies", pages::bodies::bodies)
        .cached()
        .get(BODY, Class::Public, "body", pages::bodies::body)
        .cached()
        .get(SMALL, Class::Public, "small", pages::lists::small)
        .cached()
        .get(IMPORTS, Class::Staff(&[Role::Editor]), "catalogue-imports", pages::console::imports)
        .get("/api/v1/items", Class::Public, "api-items", api::items)
        .query::<api::ItemsQuery>()
        .api::<(), Listed<api::CardBody>>()
        .refuses(&[Refusal::Invalid])
        .get(API_ITEM, Class::Public, "api-item", api::item)
        .query::<api::ItemQuery>()
        .api::<(), crate::Published>()
        .refuses(&[Refusal::NotFound, Refusal::Invalid])
        .get("/api/v1/themes", Class::Public, "api-themes", api::themes)
        .api::<(), Listed<crate::Theme>>()
        .get("/api/v1/bodies/{id}/items", Class::Public, "api-body-items", api::body_items)
        .query::<api::ItemsQuery>()
        .api::<(), Listed<api::CardBody>>()
        .refuses(&[Refusal::NotFound, Refusal::Invalid])
        .done()
}
