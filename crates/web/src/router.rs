//! The router: every route of the table behind the gate, and the edge around all of it.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    routing::{MethodFilter, MethodRouter, on},
};
use kernel::problem::Refusal;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

use crate::{
    app::{App, AppConfig},
    edge::{self, RouteName},
    errors, gate,
    module::House,
    openapi,
    route::Route,
};

pub(crate) fn open(house: House, config: AppConfig) -> (App, Router) {
    let openapi = openapi::describe(house.routes(), &config.site, &house.texts);
    let app = App::new(&house, config, openapi);
    let mut paths: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for route in house.modules.into_iter().flat_map(|module| module.routes) {
        let Ok(filter) = MethodFilter::try_from(route.method.clone()) else { continue };
        let path = route.path;
        let one = on(filter, behind_gate(&app, route));
        let all = paths.remove(path).unwrap_or_default();
        paths.insert(path, all.merge(one));
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        router = router.route(path, methods);
    }
    let no_page = gate::nowhere(Refusal::NotFound, "problem-not-found");
    let no_method = gate::nowhere(Refusal::Unreadable, errors::METHOD);
    let edge_app = app.clone();
    let unpacked = DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"));
    let router = router
        .fallback(behind_gate(&app, no_page))
        .method_not_allowed_fallback(behind_gate(&app, no_method))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(unpacked))
        .layer(from_fn(move |request: Request, next: Next| edge::around(edge_app.clone(), request, next)));
    (app, router)
}

/// A handler of axum that passes the gate.
fn behind_gate(
    app: &App,
    route: Route,
) -> impl Fn(Request) -> futures_util::future::BoxFuture<'static, axum::response::Response> + Clone + Send + Sync + 'static
{
    let (app, route) = (app.clone(), Arc::new(route));
    move |request| {
        let (app, route) = (app.clone(), route.clone());
        Box::pin(async move {
            let name = RouteName(route.name);
            let mut response = gate::pass(app, route, request).await;
            response.extensions_mut().insert(name);
            response
        })
    }
}
