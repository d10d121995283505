//! The way out: to the body's own system, by a page that says where it leads. How often people take
//! it is counted by day, without saying who.

use askama::Template;
use directory::bodies;
use kernel::Problem;
use serde::Deserialize;
use web::{Answer, Cx, Path, Query, Shell};

use super::Say;
use crate::{ItemId, look, records, routes};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// `booking`: to where a visit is booked.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "catalogue_go.html")]
pub(crate) struct GoPage {
    pub shell: Shell,
    pub name: Say,
    pub body: Say,
    pub platform: Option<Say>,
    pub link: String,
    pub host: String,
    /// Whether what is sent there travels in the clear.
    pub plain: bool,
    pub guide: String,
}

/// `GET /items/{id}/go`.
pub async fn go(cx: Cx, Path(id): Path<ItemId>, Query(which): Query<Which>) -> Answer {
    let (wanted, booking) = (id.clone(), which.to.as_deref() == Some("booking"));
    let (found, body) = cx
        .read(move |read| {
            let found = look::item(read, &wanted, None)?.ok_or_else(Problem::not_found)?;
            let body = bodies::by_id(read, &found.body)?;
            Ok((found, body))
        })
        .await?;
    let item = found.item;
    let link = if booking { &item.booking } else { &item.link }.clone().ok_or_else(Problem::not_found)?;
    let (counted, today) = (id.clone(), cx.now.date());
    cx.write(move |tx| tx.execute(&records::WENT, &[(&counted).into(), today.into()])).await?;
    let shell =
        cx.shell(cx.t("catalogue-go")).crumb(cx.t("web-home"), "/").crumb(item.name.get(cx.locale), routes::item(&id));
    cx.page(&GoPage {
        name: Say::of(&item.name, cx.locale),
        body: body.map(|body| Say::of(&body.name, cx.locale)).unwrap_or_default(),
        platform: item.platform.as_deref().map(|name| Say::zh(name, cx.locale)),
        host: host(&link).to_owned(),
        plain: link.starts_with("http://"),
        guide: routes::item(&id),
        link,
        shell,
    })
}

pub(crate) fn host(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
