//! The furniture that `web` itself puts into the house: the assets, the reader's preferences, the
//! description of the API, and a sign of life. None of it knows anything of the domain.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use kernel::{Locale, access::Class};
use serde::Deserialize;

use crate::{
    assets,
    cookie::{self, SetCookie},
    cx::Cx,
    errors::ErrorPage,
    extract::Query,
    fail::Answer,
    module::Module,
    path,
    prefs::Theme,
    route::{Route, Routes},
    samples::{self, Sampler},
};

pub(crate) fn module() -> Module {
    Module {
        name: "web",
        routes: routes(),
        texts: &[(Locale::Zh, include_str!("../locales/zh-CN.ftl")), (Locale::En, include_str!("../locales/en.ftl"))],
        samples,
        ..Module::default()
    }
}

fn routes() -> Vec<Route> {
    Routes::new(())
        .get("/assets/{digest}/{name}", Class::Public, "asset", assets::asset)
        .get("/favicon.ico", Class::Public, "icon", assets::icon)
        .get("/preferences", Class::Public, "preferences", preferences)
        .get("/api/v1/openapi.json", Class::Public, "openapi", description)
        .api::<(), serde_json::Value>()
        .get("/health", Class::Public, "health", health)
        .done()
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Choices {
    lang: Option<String>,
    theme: Option<String>,
    /// `large` or `normal`.
    size: Option<String>,
    /// Digits of a division code, or `none`.
    place: Option<String>,
    next: Option<String>,
}

/// `GET /preferences?theme=dark&next=/items`: remembers a choice of looks and goes back. It is a
/// plain link, so that it works without scripts; nothing but looks depends on it.
async fn preferences(cx: Cx, Query(choices): Query<Choices>) -> Answer {
    let mut response = cx.see_other(path::stay_here(choices.next.as_deref().unwrap_or("/")));
    if let Some(locale) = choices.lang.as_deref().and_then(Locale::from_tag) {
        remember(&cx, &mut response, cookie::LANGUAGE, locale.tag());
    }
    let mut prefs = cx.prefs.clone();
    match choices.theme.as_deref() {
        Some("light") => prefs.theme = Theme::Light,
        Some("dark") => prefs.theme = Theme::Dark,
        Some("auto") => prefs.theme = Theme::Auto,
        _ => {}
    }
    match choices.size.as_deref() {
        Some("large") => prefs.large = true,
        Some("normal") => prefs.large = false,
        _ => {}
    }
    if prefs != cx.prefs {
        remember(&cx, &mut response, cookie::LOOK, &prefs.look());
    }
    if let Some(place) = choices.place.filter(|place| place.len() <= 12) {
        let digits = if place.bytes().all(|byte| byte.is_ascii_digit()) { place.as_str() } else { "" };
        remember(&cx, &mut response, cookie::DIVISION, digits);
    }
    Ok(response)
}

fn remember(cx: &Cx, response: &mut Response, name: &'static str, value: &str) {
    let secure = cx.app.site().secure();
    let set = SetCookie { name, value, max_age_seconds: Some(31_536_000), strict: false, secure };
    response.headers_mut().append(header::SET_COOKIE, set.header());
}

async fn description(cx: Cx) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
    ];
    Ok((headers, cx.app.0.openapi.clone()).into_response())
}

/// Alive and able to read. Says nothing else.
async fn health(cx: Cx) -> Answer {
    cx.read(|_| Ok(())).await?;
    Ok("ok\n".into_response())
}

/// The pages of `web` itself.
pub(crate) fn samples(sampler: &mut Sampler) {
    for (name, status, key) in [("error-not-found", 404, "problem-not-found"), ("error-fault", 500, "problem-fault")] {
        let shell = sampler.shell(key);
        let page = ErrorPage {
            advice: shell.t(if status == 500 { "web-advice-fault" } else { "web-advice-search" }).into_owned(),
            correlation: (status == 500).then(|| "4f1c09aa27b35e10".to_owned()),
            fields: Vec::new(),
            status,
            shell,
        };
        sampler.page(name, &page);
    }
    samples::kit(sampler);
}
