//! One's own page: masked until asked, and the ways to everything that is one's own; for staff,
//! the posts they hold.

use askama::Template;
use kernel::{access::Who, id::StaffId};
use serde::Deserialize;
use web::{Answer, Cx, Query, Sampler, Shell};

use crate::{person::Profile, persons, staff::StaffCard, staffs};

#[derive(Template)]
#[template(path = "identity_me.html")]
struct MePage {
    shell: Shell,
    rows: Vec<(String, String)>,
    shown: bool,
    proved: bool,
}

#[derive(Template)]
#[template(path = "identity_staff.html")]
struct StaffPage {
    shell: Shell,
    name: String,
    body: String,
    posts: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    shown: Option<String>,
}

pub async fn me(cx: Cx, Query(shown): Query<Shown>) -> Answer {
    match &cx.actor.who {
        Who::Staff { staff, .. } => staff_page(&cx, staff.clone()).await,
        _ => {
            let person = super::own(&cx)?;
            let profile = cx.read(move |read| persons::profile(read, &person)).await?;
            let shown = shown.shown.as_deref() == Some("yes");
            let shell = cx.shell(cx.t("identity-me"));
            let rows = rows(&shell, &profile, shown);
            cx.page(&MePage { shell, rows, shown, proved: profile.proved })
        }
    }
}

async fn staff_page(cx: &Cx, staff: StaffId) -> Answer {
    let card: StaffCard = cx.read(move |read| staffs::card(read, &staff)).await?;
    let text = |text: &kernel::Text| text.get(cx.locale).to_owned();
    let shell = cx.shell(cx.t("identity-me"));
    let posts = card.posts.iter().map(text).collect();
    cx.page(&StaffPage { shell, name: text(&card.name), body: text(&card.body_name), posts })
}

/// What is known, masked unless shown.
fn rows(shell: &Shell, profile: &Profile, shown: bool) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push((shell.t(key).into_owned(), value));
        }
    };
    let pick = |whole: &str, masked: String| if shown { whole.to_owned() } else { masked };
    let stars = |text: &str| pick(text, kernel::identifiers::mask(text, 2, 0));
    put("identity-name", pick(&profile.name, profile.masked_name()));
    put("identity-document-kind", super::kind_word(shell, profile.document_kind));
    put("identity-document", pick(&profile.document, profile.masked_document()));
    put("identity-phone", pick(&profile.phone, profile.masked_phone()));
    put("identity-email", stars(profile.email.as_deref().unwrap_or_default()));
    put("identity-address", stars(profile.address.as_deref().unwrap_or_default()));
    if shown && let Some(birth) = &profile.birth_date {
        put("identity-birth", shell.date(birth));
    }
    rows
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-me");
    let name = shell.t("identity-sample-person").into_owned();
    for (page, shown) in [("me", false), ("me-shown", true)] {
        let rows = vec![
            (shell.t("identity-name").into_owned(), if shown { name.clone() } else { crate::masked_name(&name) }),
            (shell.t("identity-document").into_owned(), "4***************28".into()),
        ];
        sampler.page(page, &MePage { shell: shell.clone(), rows, shown, proved: !shown });
    }
    let body = shell.t("identity-sample-body").into_owned();
    let posts = vec![shell.t("identity-role-clerk").into_owned()];
    sampler.page("me-staff", &StaffPage { shell, name, body, posts });
}
