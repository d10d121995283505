//! Every address of the room. All but the reports and the console of bundles are public; nothing here changes an
//! item.

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
/// Bundles 一件事.
pub const THINGS: &str = "/things";
pub const THING: &str = "/things/{key}";
pub const THING_QUESTIONS: &str = "/things/{key}/questions";
pub const THING_RESULT: &str = "/things/{key}/result";
pub const THING_NOTICE: &str = "/things/{key}/notice";
pub const BUNDLES: &str = "/console/bundles";
pub const BUNDLE: &str = "/console/bundles/{id}";
pub const BUNDLE_ABOUT: &str = "/console/bundles/{id}/about";
pub const BUNDLE_QUESTION: &str = "/console/bundles/{id}/questions/{key}";
pub const BUNDLE_MEMBER: &str = "/console/bundles/{id}/items/{key}";
pub const BUNDLE_CONDITION: &str = "/console/bundles/{id}/conditions/{at}";
pub const BUNDLE_SAME: &str = "/console/bundles/{id}/same";
pub const BUNDLE_HELD: &str = "/console/bundles/{id}/held";
pub const BUNDLE_TEXT: &str = "/console/bundles/{id}/text";
pub const BUNDLE_PUBLICATION: &str = "/console/bundles/{id}/publication";
pub const BUNDLE_DISCARD: &str = "/console/bundles/{id}/discarding";
pub const BUNDLE_END: &str = "/console/bundles/{id}/ending";
pub const BUNDLE_PREVIEW: &str = "/console/bundles/{id}/preview";
pub const BUNDLE_PREVIEW_RESULT: &str = "/console/bundles/{id}/preview/result";
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

/// The page of a bundle.
#[must_use]
pub fn thing(key: &str) -> String {
    web::path::fill(THING, &[&key])
}

#[must_use]
pub fn body(id: &BodyId) -> String {
    web::path::fill(BODY, &[id])
}

/// Who sees drafts of bundles, and who draws or publishes them.
const DRAWERS: &[Role] = &[Role::Editor, Role::Head];
/// The longest bundle as TOML; bytes.
const TEXT: usize = 1 << 20;

pub(crate) fn routes(needs: Needs) -> Vec<Route> {
    let mut all = public(needs.clone());
    all.extend(console(needs));
    all
}

fn console(needs: Needs) -> Vec<Route> {
    use pages::console::bundles::{self, condition, edition, member, question};
    Routes::new(needs)
        .get(BUNDLES, Class::Staff(DRAWERS), "bundles", bundles::list)
        .post(BUNDLES, Class::Staff(DRAWERS), "bundle-begin", bundles::begin)
        .get(BUNDLE, Class::Staff(DRAWERS), "bundle", edition::page)
        .post(BUNDLE_ABOUT, Class::Staff(DRAWERS), "bundle-about", edition::about)
        .get(BUNDLE_QUESTION, Class::Staff(DRAWERS), "bundle-question", question::page)
        .post(BUNDLE_QUESTION, Class::Staff(DRAWERS), "bundle-question-save", question::save)
        .get(BUNDLE_MEMBER, Class::Staff(DRAWERS), "bundle-item", member::page)
        .post(BUNDLE_MEMBER, Class::Staff(DRAWERS), "bundle-item-save", member::save)
        .get(BUNDLE_CONDITION, Class::Staff(DRAWERS), "bundle-condition", condition::page)
        .post(BUNDLE_CONDITION, Class::Staff(DRAWERS), "bundle-condition-save", condition::save)
        .post(BUNDLE_SAME, Class::Staff(DRAWERS), "bundle-same", edition::same_as)
        .post(BUNDLE_HELD, Class::Staff(DRAWERS), "bundle-held", edition::held_already)
        .post(BUNDLE_TEXT, Class::Staff(DRAWERS), "bundle-text", edition::text)
        .body_limit(TEXT)
        .post(BUNDLE_PUBLICATION, Class::Staff(DRAWERS), "bundle-publish", edition::publish)
        .post(BUNDLE_DISCARD, Class::Staff(DRAWERS), "bundle-discard", edition::discard)
        .post(BUNDLE_END, Class::Staff(DRAWERS), "bundle-end", edition::end)
        .get(BUNDLE_PREVIEW, Class::Staff(DRAWERS), "bundle-preview", bundles::preview)
        .get(BUNDLE_PREVIEW_RESULT, Class::Staff(DRAWERS), "bundle-preview-result", bundles::preview_result)
        .done()
}

fn public(needs: Needs) -> Vec<Route> {
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
        .get(THINGS, Class::Public, "things", pages::things::list::things)
        .cached()
        .get(THING, Class::Public, "thing", pages::things::list::thing)
        .cached()
        .get(THING_QUESTIONS, Class::Public, "thing-questions", pages::things::questions)
        .cached()
        .get(THING_RESULT, Class::Public, "thing-result", pages::things::result)
        .cached()
        .get(THING_NOTICE, Class::Public, "thing-notice", pages::things::notice::notice)
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
        .get("/api/v1/bundles", Class::Public, "api-bundles", api::bundles::bundles)
        .api::<(), Listed<api::bundles::BundleCard>>()
        .get("/api/v1/bundles/{key}", Class::Public, "api-bundle", api::bundles::bundle)
        .api::<(), api::bundles::BundleBody>()
        .refuses(&[Refusal::NotFound])
        .post("/api/v1/bundles/{key}/evaluation", Class::Public, "api-bundle-evaluation", api::bundles::evaluate)
        .unjournalled("computes what answers come to and keeps nothing")
        .api::<api::bundles::Asking, api::bundles::Evaluation>()
        .refuses(&[Refusal::NotFound, Refusal::Invalid])
        .done()
}
