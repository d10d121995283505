//! Who looked at my data: which office, who, what, for which case, when.

use askama::Template;
use kernel::{Locale, Timestamp};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Query, Sampler, Shell};

use crate::{
    look::{self, Look},
    routes, staffs,
};

#[derive(Template)]
#[template(path = "identity_looks.html")]
struct LooksPage {
    shell: Shell,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    at: String,
    body: String,
    staff: String,
    what: String,
    case: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    /// Milliseconds of the last one on the page before.
    after: Option<i64>,
}

const AT_ONCE: usize = 50;

pub async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let (person, locale) = (super::own(&cx)?, cx.locale);
    let before = after.after.map_or(Timestamp(i64::MAX), Timestamp);
    let mut found = cx
        .read(move |read| {
            let looks = look::looks_at(read, &person, before, 51)?;
            looks.into_iter().map(|look| Ok((names(read, &look, locale)?, look))).collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    let more = found.len() > AT_ONCE;
    found.truncate(AT_ONCE);
    let last = found.last().map(|(_, look)| look.at.0.to_string()).filter(|_| more).unwrap_or_default();
    let next = if last.is_empty() { String::new() } else { web::path::with_query(routes::LOOKS, &[("after", &last)]) };
    let first = after.after.map(|_| routes::LOOKS.to_owned()).unwrap_or_default();
    let shell = super::shell(&cx, "identity-looks");
    let rows = found.into_iter().map(|((staff, body), look)| row(&shell, staff, body, look)).collect();
    cx.page(&LooksPage { shell, rows, first, next })
}

fn names(read: &Read<'_>, look: &Look, locale: Locale) -> Result<(String, String), Error> {
    let staff = staffs::by_id(read, &look.staff)?.map(|staff| staff.name.get(locale).to_owned());
    let body = match &look.body {
        Some(body) => directory::bodies::by_id(read, body)?.map(|body| body.name.get(locale).to_owned()),
        None => None,
    };
    Ok((staff.unwrap_or_default(), body.unwrap_or_default()))
}

fn row(shell: &Shell, staff: String, body: String, look: Look) -> Row {
    Row { at: shell.moment(look.at), body, staff, what: shell.t(&look.what).into_owned(), case: look.case }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-looks");
    let rows = vec![Row {
        at: shell.moment(Timestamp(1_795_000_000_000)),
        body: shell.t("identity-sample-body").into_owned(),
        staff: shell.t("identity-sample-person").into_owned(),
        what: shell.t("identity-look-profile").into_owned(),
        case: "4401000012026A000000015".into(),
    }];
    let page = LooksPage { shell: shell.clone(), rows, first: String::new(), next: "/me/looks?after=1".into() };
    sampler.page("looks", &page);
    sampler.page("looks-none", &LooksPage { shell, rows: Vec::new(), first: String::new(), next: String::new() });
}
