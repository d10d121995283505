//! What every request passes before its handler and after it: the kept page, the origin check, who
//! asks, the throttle, the route's class of actor, the time limit, and the rendering of whatever
//! went wrong, once, in the reader's language. Permits on nouns are the rooms' own.

use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc};

use axum::{
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    response::Response,
};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Method, header};
use kernel::{Problem, access::Actor, problem::Refusal};

use crate::{
    app::{ActorInfo, App},
    body, cookie,
    cx::Cx,
    edge::RequestId,
    errors,
    fail::{Fail, Failed},
    kept::{self, Kept},
    origin, page_cache,
    prefs::{self, Prefs},
    route::{Cache, Route},
    typed,
};

/// Answers `request` by `route`.
pub(crate) async fn pass(app: App, route: Arc<Route>, request: Request) -> Response {
    let known = carries_credentials(request.headers());
    let cached = (route.cache == Cache::Public && !known && cookie::get(request.headers(), cookie::KEPT).is_none())
        .then(|| page_cache::Wanted::of(&request))
        .flatten();
    if let Some(wanted) = &cached
        && let Some(response) = app.0.cache.find(wanted, app.store().now())
    {
        return response;
    }
    let version = app.0.cache.version().now();
    let mut cx = context(&app, &request);
    let asked = prefs::asked_locale(request.uri()).filter(|_| !route.is_api());
    let mut response = match enter(&mut cx, &route, request, known).await {
        Ok(request) => run(&cx, &route, request).await,
        Err(Stopped::Fail(fail)) => errors::render(&cx, &fail),
        Err(Stopped::Answer(response)) => *response,
    };
    if let Some(Failed(fail)) = response.extensions_mut().remove::<Failed>() {
        response = errors::render(&cx, &fail);
    } else if let Some(problem) = errors::of_plain(&response, route.body_limit) {
        response = errors::render(&cx, &problem.into());
    }
    if let Some(locale) = asked {
        let choice = cookie::SetCookie {
            name: cookie::LANGUAGE,
            value: locale.tag(),
            max_age_seconds: Some(31_536_000),
            strict: false,
            secure: app.site().secure(),
        };
        response.headers_mut().append(header::SET_COOKIE, choice.header());
    } else if let Some(wanted) = cached
        && response.status() == 200
        && !response.headers().contains_key(header::SET_COOKIE)
    {
        return app.0.cache.keep(wanted, version, cx.now, response).await;
    }
    let headers = response.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        let rule = if known || route.is_api() { "no-store" } else { "private, no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
    }
    response
}

/// Why a request did not reach its handler.
enum Stopped {
    Fail(Fail),
    Answer(Box<Response>),
}

impl<F: Into<Fail>> From<F> for Stopped {
    fn from(fail: F) -> Self {
        Self::Fail(fail.into())
    }
}

fn carries_credentials(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || cookie::get(headers, cookie::SESSION).is_some()
}

/// The context before it is known who asks.
fn context(app: &App, request: &Request) -> Cx {
    let headers = request.headers();
    let now = app.store().now();
    let request_id = request.extensions().get::<RequestId>().map_or_else(|| Arc::from(""), |id| id.0.clone());
    let kept = cookie::get(headers, cookie::KEPT).and_then(|value| app.0.keeper.find(value, now));
    Cx {
        actor: Actor::nobody(),
        info: Arc::new(ActorInfo::default()),
        locale: prefs::locale(headers, request.uri()),
        prefs: Prefs::read(headers),
        now,
        request_id,
        peer: peer(app, request),
        path: request.uri().path().into(),
        query: request.uri().query().unwrap_or_default().into(),
        kept,
        app: app.clone(),
    }
}

fn peer(app: &App, request: &Request) -> Option<std::net::IpAddr> {
    let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
    if app.0.limits.behind_proxy
        && let Some(text) = forwarded.and_then(|value| value.to_str().ok())
        && let Ok(peer) = text.rsplit(',').next().unwrap_or_default().trim().parse()
    {
        return Some(peer);
    }
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

/// Everything that can turn a request away, in order.
async fn enter(cx: &mut Cx, route: &Route, request: Request, known: bool) -> Result<Request, Stopped> {
    if !origin::is_own(request.method(), request.headers(), cx.app.site().origin.as_deref()) {
        return Err(Problem::new(Refusal::Forbidden, "problem-origin").into());
    }
    if known {
        let (app, headers, now) = (cx.app.clone(), request.headers().clone(), cx.now);
        let store = app.store().clone();
        let asked = store.glance(move || (app.0.needs.authenticate)(&headers, app.store(), now));
        let (actor, mut info) = asked.await??;
        if let Some(session) = info.unnoted.take() {
            let note = cx.app.0.needs.note_use.clone();
            cx.app.store().write_async(move |tx| note(tx, &session)).await?;
        }
        cx.actor = actor;
        cx.info = Arc::new(info);
    }
    if let Some(throttle) = &route.throttle {
        cx.app.0.throttles.ask(throttle, &cx.sender())?;
    }
    let mut request = body::judge_length(request, route.body_limit).await?;
    if !route.class.admits(&cx.actor) {
        if cx.actor != Actor::nobody() {
            return Err(Problem::forbidden().into());
        }
        if route.mutates() && !route.is_api() {
            return Err(Stopped::Answer(Box::new(keep_and_sign_in(cx, request, route).await)));
        }
        return Err(Problem::new(Refusal::SignIn, "problem-sign-in").into());
    }
    request.extensions_mut().insert(body::Limit(route.body_limit));
    DefaultBodyLimit::max(route.body_limit).apply(&mut request);
    request.extensions_mut().insert(cx.clone());
    Ok(request)
}

async fn run(cx: &Cx, route: &Route, request: Request) -> Response {
    let posted_from = cx.kept.as_ref().filter(|kept| route.mutates() && kept.action == *cx.path);
    let held = posted_from.and_then(|_| cookie::get(request.headers(), cookie::KEPT).map(str::to_owned));
    let handled = AssertUnwindSafe((route.call)(request)).catch_unwind();
    let mut response = match tokio::time::timeout(cx.app.0.limits.patience, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words");
            errors::render(cx, &Fail::fault(&["a handler panicked: ", said].concat()))
        }
        Err(_) => errors::render(cx, &crate::fail::busy().into()),
    };
    if let Some(held) = held {
        cx.app.0.keeper.forget(&held);
        response.headers_mut().append(header::SET_COOKIE, kept_cookie(cx, "", 0));
    }
    response
}

/// The session ended while a form was filled in: what was typed waits behind the sign-in.
async fn keep_and_sign_in(cx: &Cx, request: Request, route: &Route) -> Response {
    let page = page_of(cx, request.headers());
    let mut request = request;
    request.extensions_mut().insert(body::Limit(route.body_limit.min(body::FORM_LIMIT * 8)));
    let typed = <typed::Typed as axum::extract::FromRequest<()>>::from_request(request, &()).await;
    let mut response = crate::cx::see_other(&crate::path::with_query(crate::SIGN_IN, &[("next", &page)]));
    if let Ok(typed) = typed {
        let fields = typed.fields().iter().filter(|(name, _)| !name.contains("password")).cloned().collect();
        let page = page.split('?').next().unwrap_or_default().to_owned();
        let kept = Kept { page, action: cx.path.to_string(), fields };
        if let Some(value) = cx.app.0.keeper.keep(&kept, cx.app.store().chance(), cx.now) {
            response.headers_mut().append(header::SET_COOKIE, kept_cookie(cx, &value, kept::SECONDS));
        }
    }
    response
}

fn kept_cookie(cx: &Cx, value: &str, seconds: u32) -> HeaderValue {
    let secure = cx.app.site().secure();
    cookie::SetCookie { name: cookie::KEPT, value, max_age_seconds: Some(seconds), strict: false, secure }.header()
}

/// The page that shows the form sent here: at the same address, or the one it was sent from.
fn page_of(cx: &Cx, headers: &HeaderMap) -> String {
    let is_page = |path: &str| cx.app.0.pages.iter().any(|pattern| crate::path::fits(pattern, path));
    if is_page(&cx.path) {
        return cx.path.to_string();
    }
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let uri = referer.and_then(|text| text.parse::<http::Uri>().ok());
    match uri.as_ref().and_then(http::Uri::path_and_query) {
        Some(from) if is_page(from.path()) => from.as_str().to_owned(),
        _ => "/".to_owned(),
    }
}

/// The route of what has no route: a page that says so.
pub(crate) fn nowhere(refusal: Refusal, message: &'static str) -> Route {
    let call: crate::route::Call = Arc::new(move |_| {
        let fail: Fail = Problem::new(refusal, message).into();
        Box::pin(async move { axum::response::IntoResponse::into_response(fail) })
    });
    let api = crate::route::Api::default();
    Route {
        method: Method::GET,
        path: "/",
        class: kernel::access::Class::Public,
        name: "nowhere",
        api,
        cache: Cache::No,
        throttle: None,
        body_limit: body::FORM_LIMIT,
        unjournalled: None,
        call,
    }
}
